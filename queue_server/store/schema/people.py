"""Who did what: staff, devices, programs, the audit, and what is forgotten of people."""

from __future__ import annotations

# Who did what: the account, device or token behind an event.
ACTORS = """
ALTER TABLE events ADD COLUMN actor TEXT;
"""

# Who did what that is no ticket's event; appended to, and never changed.
AUDIT = """
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    actor TEXT,
    name TEXT,
    address TEXT,
    branch TEXT,
    before TEXT,
    after TEXT,
    reason TEXT
);
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_subject ON audit (subject, id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is appended to and never changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is appended to and never changed'); END;
"""

# Staff: accounts, what each may do where, and who is signed in. Tokens are kept as hashes only.
STAFF = """
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password TEXT,
    pin TEXT,
    issuer TEXT,
    subject TEXT,
    disabled INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT
);
CREATE UNIQUE INDEX one_subject ON accounts (issuer, subject) WHERE subject IS NOT NULL;

CREATE TABLE grants (
    account INTEGER NOT NULL,
    branch TEXT NOT NULL,
    granted TEXT NOT NULL,
    PRIMARY KEY (account, branch, granted)
);

CREATE TABLE staff_sessions (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    account INTEGER NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    address TEXT,
    browser TEXT,
    locked INTEGER NOT NULL,
    wrong_pins INTEGER NOT NULL
);
CREATE INDEX sessions_of_account ON staff_sessions (account);
CREATE INDEX sessions_by_age ON staff_sessions (seen_at);

CREATE TABLE password_links (
    account INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    until BIGINT NOT NULL
);

ALTER TABLE counters ADD COLUMN holder TEXT;
"""

# Paired devices, screens that wait to be approved, and tokens of programs: of tokens the SHA-256.
DEVICES = """
CREATE TABLE pairings (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    address TEXT,
    client TEXT,
    begun_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device INTEGER
);
CREATE UNIQUE INDEX one_pairing_code ON pairings (code) WHERE device IS NULL;
CREATE INDEX pairings_ending ON pairings (expires_at);

CREATE TABLE devices (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    branch TEXT NOT NULL,
    place TEXT NOT NULL,
    name TEXT,
    client TEXT,
    token_hash TEXT NOT NULL UNIQUE,
    old_hash TEXT,
    old_until BIGINT,
    paired_at BIGINT NOT NULL,
    renewed_at BIGINT NOT NULL,
    seen_at BIGINT,
    seen_from TEXT,
    revoked_at BIGINT
);
CREATE INDEX old_device_tokens ON devices (old_hash) WHERE old_hash IS NOT NULL;

CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    branches TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
"""

# Up to which day each category of data has been forgotten.
FORGOTTEN = """
CREATE TABLE forgotten (
    category TEXT PRIMARY KEY,
    day TEXT NOT NULL
);
CREATE INDEX tickets_with_words ON tickets (business_day)
    WHERE reference IS NOT NULL OR note IS NOT NULL;
"""

# The page that a screen was to show before it was sent to be paired.
WISHED_PAGES = """
ALTER TABLE pairings ADD COLUMN page TEXT;
"""

#: Put back by those who forget what is too old: everyone else only appends.
NO_AUDIT_DELETION = """
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is appended to and never changed'); END;
"""

#: Put back as well.
NO_EVENT_DELETION = """
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are appended to and never changed'); END;
"""
NO_EVENT_CHANGE = """
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are appended to and never changed'); END;
"""

# What staff did to tickets is a part of the audit, and stands as firmly.
FIRM_EVENTS = NO_EVENT_CHANGE + NO_EVENT_DELETION
