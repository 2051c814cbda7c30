"""Revisions and drafts of the office, and what supervisors and reception do to a day."""

from __future__ import annotations

# What is suspended; an empty service is the whole branch.
SUSPENSIONS = """
CREATE TABLE suspensions (
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    since BIGINT NOT NULL,
    reason TEXT NOT NULL,
    fire INTEGER NOT NULL,
    actor TEXT,
    PRIMARY KEY (branch, service)
);
"""

# Why a revision of the office was published, and which earlier one it brought back.
REVISION_NOTES = """
ALTER TABLE office_revisions ADD COLUMN note TEXT;
ALTER TABLE office_revisions ADD COLUMN restores INTEGER;
"""

# What a supervisor does by hand: services and kiosks open or closed, texts on displays, and calls
# for help between counters and supervisors.
SUPERVISION = """
CREATE TABLE by_hand (
    branch TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    open INTEGER NOT NULL,
    until BIGINT,
    reason TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (branch, kind, id)
);
CREATE TABLE live_messages (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    displays TEXT NOT NULL,
    text TEXT NOT NULL,
    urgent INTEGER NOT NULL,
    running INTEGER NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT,
    removed_at BIGINT
);
CREATE INDEX messages_shown ON live_messages (branch, id) WHERE removed_at IS NULL;
CREATE INDEX messages_ending ON live_messages (until)
    WHERE removed_at IS NULL AND until IS NOT NULL;
CREATE TABLE signals (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    counter TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT,
    name TEXT,
    at BIGINT NOT NULL,
    seen_at BIGINT,
    seen_by TEXT,
    ended_at BIGINT
);
CREATE INDEX signals_standing ON signals (branch, id) WHERE ended_at IS NULL;
"""

# Office configurations that are being worked on; one with `publish_at` comes into force by itself.
DRAFTS = """
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    base INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    document TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    publish_at BIGINT,
    publish_by TEXT,
    note TEXT,
    failure TEXT,
    ended_at BIGINT
);
CREATE INDEX drafts_due ON drafts (publish_at) WHERE publish_at IS NOT NULL;
"""

# For limits by the hour: how many tickets a service has issued since the last full hour of any.
HOURLY = """
CREATE TABLE issued_in_hour (
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    hour BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (branch, service)
);
"""

# Where a member of staff or a device was who caused an event; what a day counted without tickets.
RECEPTION = """
ALTER TABLE events ADD COLUMN address TEXT;
CREATE INDEX contacts_of_day ON contacts (branch, business_day);
"""

# Why a ticket was called stands in the event of its call alone. What could be taken back named it.
REASON_IN_EVENT = """
ALTER TABLE tickets DROP COLUMN why;
UPDATE counters SET undo = NULL;
"""

# A call changes fewer pages: no index is kept that another can stand for, and legs lie in the order
# of their key.
FEWER_PAGES = """
DROP INDEX alive;
DROP INDEX waiting_since;
DROP INDEX services_in_order;
CREATE INDEX services_in_order ON tickets (branch, service, rank, due_at, entered_seq, entered_at)
    WHERE state = 'waiting';

DROP INDEX handled;
DROP INDEX served_by;
ALTER TABLE legs RENAME TO legs_before;
CREATE TABLE legs (
    ticket INTEGER NOT NULL,
    leg INTEGER NOT NULL,
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    visitor_class TEXT NOT NULL,
    cases INTEGER NOT NULL,
    entered_at BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    first_called_at BIGINT,
    called_at BIGINT,
    started_at BIGINT,
    ended_at BIGINT NOT NULL,
    counter TEXT,
    clerk TEXT,
    ended_by TEXT NOT NULL,
    outcome TEXT,
    ended_seq BIGINT NOT NULL,
    PRIMARY KEY (ticket, leg)
) WITHOUT ROWID;
INSERT INTO legs SELECT * FROM legs_before;
DROP TABLE legs_before;
CREATE INDEX handled ON legs (branch, service, ended_at) WHERE ended_by = 'finish';
CREATE INDEX served_by ON legs (branch, counter, ended_at) WHERE ended_by = 'finish';
"""

# Until when the board above a counter shows a test.
BOARD_TESTS = """
CREATE TABLE board_tests (
    branch TEXT NOT NULL,
    counter TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (branch, counter)
) WITHOUT ROWID;
"""

# Whether a call for help came from a locked session.
LOCKED_SIGNALS = """
ALTER TABLE signals ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
"""

# A ticket's last leg stays in its row; those that it went on from are kept apart. `legs` are both.
PAST_LEGS = """
DROP INDEX handled;
DROP INDEX served_by;
CREATE TABLE past_legs (
    ticket INTEGER NOT NULL,
    leg INTEGER NOT NULL,
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    visitor_class TEXT NOT NULL,
    cases INTEGER NOT NULL,
    entered_at BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    first_called_at BIGINT,
    called_at BIGINT,
    started_at BIGINT,
    ended_at BIGINT NOT NULL,
    counter TEXT,
    clerk TEXT,
    ended_by TEXT NOT NULL,
    outcome TEXT,
    ended_seq BIGINT NOT NULL,
    PRIMARY KEY (ticket, leg)
) WITHOUT ROWID;
INSERT INTO past_legs
    SELECT legs.* FROM legs JOIN tickets ON tickets.id = legs.ticket WHERE legs.leg < tickets.leg;
DROP TABLE legs;
CREATE INDEX past_handled ON past_legs (branch, service, ended_at) WHERE ended_by = 'finish';
CREATE INDEX past_served_by ON past_legs (branch, counter, ended_at) WHERE ended_by = 'finish';
CREATE INDEX handled ON tickets (branch, service, ended_at) WHERE state = 'done';
CREATE INDEX served_by ON tickets (branch, counter, ended_at, outcome) WHERE state = 'done';
CREATE VIEW legs AS
    SELECT ticket, leg, branch, service, visitor_class, cases, entered_at, arrived_at, due_at,
        first_called_at, called_at, started_at, ended_at, counter, clerk, ended_by, outcome,
        ended_seq
    FROM past_legs
    UNION ALL SELECT id, leg, branch, service, visitor_class, cases, entered_at, arrived_at, due_at,
        first_called_at, called_at, started_at, ended_at, counter, clerk,
        CASE WHEN state = 'no_show' THEN 'no_show' WHEN state = 'cancelled' THEN 'cancel'
            WHEN state = 'expired' THEN 'expire' WHEN outcome = 'unclosed' THEN 'unclosed'
            ELSE 'finish' END,
        outcome, touched_seq
    FROM tickets WHERE state IN ('done', 'no_show', 'cancelled', 'expired');
"""
