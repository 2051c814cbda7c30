"""The tickets, their events and all that belongs to a day."""

from __future__ import annotations

FIRST = """
CREATE TABLE branches (
    branch TEXT PRIMARY KEY,
    rev BIGINT NOT NULL DEFAULT 0,
    day TEXT NOT NULL
);

CREATE TABLE office_revisions (
    revision INTEGER PRIMARY KEY,
    created_at BIGINT NOT NULL,
    author TEXT,
    document TEXT NOT NULL
);

CREATE TABLE series (
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    prefix TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (branch, business_day, prefix)
);

CREATE TABLE issued (
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    service TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (branch, business_day, service)
);

CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    prefix TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    visitor_class TEXT NOT NULL,
    class_asked TEXT,
    language TEXT NOT NULL,
    channel TEXT NOT NULL,
    cases INTEGER NOT NULL,
    needs TEXT NOT NULL,
    reference TEXT,
    note TEXT,
    kiosk TEXT,
    revision INTEGER NOT NULL,
    issued_at BIGINT NOT NULL,
    service TEXT NOT NULL,
    leg INTEGER NOT NULL,
    chain TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    entered_seq BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    rank INTEGER NOT NULL,
    spoken TEXT NOT NULL,
    reserved TEXT NOT NULL,
    line TEXT NOT NULL,
    wake_at BIGINT,
    counter TEXT,
    clerk TEXT,
    first_called_at BIGINT,
    called_at BIGINT,
    calls INTEGER NOT NULL,
    calls_before INTEGER NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    outcome TEXT,
    parked_by TEXT,
    passed_counter TEXT,
    passed_until BIGINT,
    revives INTEGER NOT NULL,
    why TEXT,
    touched_seq BIGINT NOT NULL
);

CREATE UNIQUE INDEX one_number ON tickets (branch, business_day, prefix, sequence);
CREATE UNIQUE INDEX one_open_ticket ON tickets (branch, counter)
    WHERE state IN ('called', 'serving');
CREATE INDEX lines_in_order ON tickets (branch, line, rank, due_at, entered_seq)
    WHERE state = 'waiting';
CREATE INDEX services_in_order ON tickets (branch, service, rank, due_at, entered_seq)
    WHERE state = 'waiting';
CREATE INDEX waiting_since ON tickets (branch, service, entered_at) WHERE state = 'waiting';
CREATE INDEX alive ON tickets (branch, business_day)
    WHERE state IN ('waiting', 'parked', 'called', 'serving');
CREATE INDEX parked ON tickets (branch, parked_by) WHERE state = 'parked';
CREATE INDEX missed ON tickets (branch, business_day, ended_at) WHERE state = 'no_show';
CREATE INDEX wakes ON tickets (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE waiting_counts (
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    line TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (branch, service, line)
);

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
);
CREATE INDEX handled ON legs (branch, service, ended_at) WHERE ended_by = 'finish';
CREATE INDEX served_by ON legs (branch, counter, ended_at) WHERE ended_by = 'finish';

CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    rev BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    ticket INTEGER,
    counter TEXT,
    clerk TEXT,
    reason TEXT,
    detail TEXT,
    UNIQUE (branch, rev)
);
CREATE INDEX ticket_events ON events (ticket, seq) WHERE ticket IS NOT NULL;

CREATE TABLE counters (
    branch TEXT NOT NULL,
    counter TEXT NOT NULL,
    open INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    pause_reason TEXT,
    profile TEXT,
    clerk TEXT,
    opened_at BIGINT,
    paused_at BIGINT,
    undo TEXT,
    PRIMARY KEY (branch, counter)
);

CREATE TABLE calls (
    ticket INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    zone TEXT NOT NULL,
    counter TEXT NOT NULL,
    service TEXT NOT NULL,
    number TEXT NOT NULL,
    language TEXT NOT NULL,
    called_at BIGINT NOT NULL,
    calls INTEGER NOT NULL,
    seq BIGINT NOT NULL
);
CREATE INDEX newest_calls ON calls (branch, business_day, zone, seq);

CREATE TABLE print_jobs (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    printer TEXT NOT NULL,
    ticket INTEGER NOT NULL,
    number TEXT NOT NULL,
    copy INTEGER NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    detail TEXT,
    document TEXT NOT NULL
);
CREATE INDEX jobs_to_do ON print_jobs (branch, printer, id) WHERE state IN ('queued', 'sent');
CREATE INDEX ticket_jobs ON print_jobs (ticket);

CREATE TABLE printers (
    branch TEXT NOT NULL,
    printer TEXT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (branch, printer)
);

CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    at BIGINT NOT NULL,
    topic TEXT NOT NULL,
    channel TEXT NOT NULL,
    language TEXT,
    count INTEGER NOT NULL
);

CREATE TABLE answers (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX answers_by_age ON answers (at);
"""

# Ids up to here have been given, whether their rows are here or were lost with a database that a
# backup replaced: an old token, an agent's job or a spoken call must never mean something else.
USED_IDS = """
CREATE TABLE used_ids (
    kind TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);
"""

# Slips that may not have come out are asked for whenever a kiosk's view is shown.
UNCERTAIN_SLIPS = """
CREATE INDEX uncertain_slips ON print_jobs (branch, settled_at) WHERE state = 'uncertain';
"""
