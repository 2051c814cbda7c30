"""Visits that are booked, moved, waited for and drawn, and what people are told of them."""

from __future__ import annotations

# Booked visits. Places are counted by units of five minutes: what overlaps in time shares units.
APPOINTMENTS = """
CREATE TABLE appointments (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    business_day TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    places INTEGER NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    language TEXT NOT NULL,
    cases INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    made_at BIGINT NOT NULL,
    wake_at BIGINT,
    arrived_at BIGINT,
    ticket INTEGER
);
CREATE UNIQUE INDEX one_code ON appointments (branch, code);
CREATE UNIQUE INDEX one_visit ON appointments (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX appointments_of_day ON appointments (branch, business_day, starts_at);
CREATE INDEX appointment_wakes ON appointments (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE appointment_contacts (
    appointment INTEGER PRIMARY KEY,
    name TEXT,
    email TEXT,
    phone TEXT,
    reference TEXT
);

CREATE TABLE appointment_events (
    appointment INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (appointment, seq)
);

CREATE TABLE taken_places (
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    at BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    places BIGINT NOT NULL,
    PRIMARY KEY (branch, service, at),
    CHECK (taken >= 0 AND taken <= places)
);
"""

# Tickets joined from home, with the phone number that is to ring; `gives_up_at`: when the counter
# that has called one is free by itself.
REMOTE_VISITS = """
CREATE TABLE remote_visits (
    ticket INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    business_day TEXT NOT NULL,
    phone TEXT,
    gives_up_at BIGINT
);
CREATE INDEX remote_visits_of_day ON remote_visits (branch, business_day);
CREATE INDEX remote_visits_by_day ON remote_visits (business_day);
CREATE INDEX remote_wakes ON remote_visits (gives_up_at) WHERE gives_up_at IS NOT NULL;
"""

# Messages to those who booked: which and when, not to whom nor what, which are told when sent.
MESSAGES = """
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    appointment INTEGER NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    tries INTEGER NOT NULL,
    settled_at BIGINT,
    detail TEXT
);
CREATE INDEX messages_to_send ON messages (due_at) WHERE state = 'queued';
CREATE INDEX messages_of_appointment ON messages (appointment);
"""

# Intervals without visits, and where each visit went; an empty service is the whole branch.
CLOSURES = """
CREATE TABLE closures (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    sends_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    actor TEXT
);
CREATE INDEX closures_of_branch ON closures (branch, ends_at);
CREATE INDEX closures_to_send ON closures (sends_at) WHERE state = 'waiting';

CREATE TABLE moved_visits (
    closure INTEGER NOT NULL,
    appointment INTEGER NOT NULL,
    from_start BIGINT NOT NULL,
    from_end BIGINT NOT NULL,
    places INTEGER NOT NULL,
    to_start BIGINT,
    PRIMARY KEY (closure, appointment)
);
"""

# Keyed hashes of who booked: e-mail, phone, address, and whom a visit is bound to.
BOOKING_MARKS = """
CREATE TABLE booking_marks (
    appointment INTEGER NOT NULL,
    mark TEXT NOT NULL,
    keyed TEXT NOT NULL,
    made_on TEXT NOT NULL,
    PRIMARY KEY (appointment, mark)
);
CREATE INDEX booking_marks_alike ON booking_marks (keyed, mark);
CREATE INDEX booking_marks_by_day ON booking_marks (made_on);
"""

# Visits that are held once a mailed link is followed, and to whom it was mailed.
BOOKING_LINKS = """
CREATE TABLE booking_links (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    cases INTEGER NOT NULL,
    language TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT,
    keyed TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);
CREATE INDEX booking_links_of_mailbox ON booking_links (keyed);
CREATE INDEX booking_links_by_time ON booking_links (asked_at);
"""

# A link may be for the waiting list: from the day of `starts_at` until this one.
WAITING_LINKS = """
ALTER TABLE booking_links ADD COLUMN last_day TEXT;
"""

# Who is expected soon is asked for at every estimate, however many visits there have been.
BOOKED_VISITS = """
CREATE INDEX booked_visits ON appointments (branch, starts_at) WHERE state = 'booked';
"""

# Places that are free again at an announced time, and who waits for one.
WAITING_LIST = """
CREATE TABLE withheld_places (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    places INTEGER NOT NULL,
    releases_at BIGINT NOT NULL
);
CREATE INDEX withheld_places_to_release ON withheld_places (releases_at);

CREATE TABLE waiting_list (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    cases INTEGER NOT NULL,
    language TEXT NOT NULL,
    email TEXT NOT NULL,
    keyed TEXT NOT NULL,
    keyed_address TEXT,
    joined_at BIGINT NOT NULL
);
CREATE INDEX waiting_list_of_service ON waiting_list (branch, service, joined_at);
CREATE INDEX waiting_list_by_day ON waiting_list (last_day);
"""

# Draws for the places of a day of a service; `record` once it has been drawn.
DRAWS = """
CREATE TABLE draws (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    service TEXT NOT NULL,
    day TEXT NOT NULL,
    closes_at BIGINT NOT NULL,
    secret TEXT NOT NULL,
    record TEXT,
    UNIQUE (branch, service, day)
);
CREATE INDEX draws_to_draw ON draws (closes_at) WHERE record IS NULL;
"""

# Whose time is over is found by its day.
APPOINTMENTS_BY_DAY = """
CREATE INDEX appointments_by_day ON appointments (business_day, id);
"""
