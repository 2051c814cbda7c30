"""The ticket: one visitor's place, its states, and the one table of what may become of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from queue_server.domain.errors import TicketNotWaiting, TicketTaken, WrongState


class State(StrEnum):
    """Where a ticket stands in its life."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


#: A ticket in one of these is held by a counter.
OPEN = frozenset({State.CALLED, State.SERVING})
#: A ticket in one of these has not ended.
ALIVE = OPEN | {State.WAITING, State.PARKED}


class Verb(StrEnum):
    """What is done to a ticket; the past event is recorded under the same word."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    SERVE = "serve"
    FINISH = "finish"
    CONTINUE = "continue"
    NO_SHOW = "no_show"
    REVIVE = "revive"
    RETURN = "return"
    PARK = "park"
    UNPARK = "unpark"
    TRANSFER = "transfer"
    CANCEL = "cancel"
    LATE = "late"
    EXPIRE = "expire"
    LEAVE_UNCLOSED = "leave_unclosed"


TRANSITIONS: dict[Verb, tuple[frozenset[State], State]] = {
    Verb.CALL: (frozenset({State.WAITING, State.PARKED}), State.CALLED),
    Verb.RECALL: (frozenset({State.CALLED}), State.CALLED),
    Verb.START: (frozenset({State.CALLED}), State.SERVING),
    Verb.SERVE: (frozenset({State.WAITING, State.PARKED}), State.SERVING),
    Verb.FINISH: (OPEN, State.DONE),
    Verb.CONTINUE: (OPEN, State.WAITING),
    Verb.NO_SHOW: (frozenset({State.CALLED}), State.NO_SHOW),
    Verb.REVIVE: (frozenset({State.NO_SHOW}), State.WAITING),
    Verb.RETURN: (OPEN, State.WAITING),
    Verb.PARK: (OPEN, State.PARKED),
    Verb.UNPARK: (frozenset({State.PARKED}), State.WAITING),
    Verb.TRANSFER: (ALIVE, State.WAITING),
    Verb.CANCEL: (frozenset({State.WAITING, State.PARKED}), State.CANCELLED),
    Verb.LATE: (frozenset({State.WAITING}), State.WAITING),
    Verb.EXPIRE: (frozenset({State.WAITING, State.PARKED, State.CALLED}), State.EXPIRED),
    Verb.LEAVE_UNCLOSED: (frozenset({State.SERVING}), State.DONE),
}

#: Verbs that take a ticket out of the waiting room; refused with a word of their own.
TAKING = frozenset({Verb.CALL, Verb.SERVE})

#: The outcome of a ticket that was still served when its day ended; left out of averages.
UNCLOSED = "unclosed"


class Ticket(NamedTuple):
    """One visitor's place. `id` is internal, `number` is what people see.

    The fields from `service` to `passed_until` belong to the current leg. All datetimes are aware.
    A tuple, because every call makes, compares and stores several: a dataclass took longer.
    """

    id: int
    branch: str
    business_day: date
    prefix: str
    sequence: int
    number: str
    state: State
    visitor_class: str
    class_asked: str | None
    language: str
    channel: str
    cases: int
    needs: tuple[str, ...]
    reference: str | None
    note: str | None
    kiosk: str | None
    revision: int
    issued_at: datetime
    service: str
    leg: int
    chain: tuple[str, ...]
    entered_at: datetime
    entered_seq: int
    arrived_at: datetime
    due_at: datetime
    rank: int = 0
    spoken: str = ""
    reserved: str = ""
    wake_at: datetime | None = None
    counter: str | None = None
    clerk: str | None = None
    first_called_at: datetime | None = None
    called_at: datetime | None = None
    calls: int = 0
    calls_before: int = 0
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    parked_by: str | None = None
    passed_counter: str | None = None
    passed_until: datetime | None = None
    revives: int = 0
    touched_seq: int = 0

    @property
    def line(self) -> str:
        """The line it stands in: within one, the smallest (rank, due) is the most urgent."""
        if self.reserved:
            return reserved_line(self.reserved, self.visitor_class)
        return open_line(self.service, self.visitor_class, self.spoken)


def open_line(service: str, visitor_class: str, spoken: str = "") -> str:
    """The line of a class in a service; `spoken` is its language where the service routes by it."""
    return f"{service}|{visitor_class}|{spoken}"


def service_of(line: str) -> str:
    """The service whose open line this is."""
    return line.partition("|")[0]


def reserved_line(holder: str, visitor_class: str) -> str:
    """The line of a class that is kept for `holder`: `counter:ID` or `clerk:NAME`."""
    return f"@{holder}|{visitor_class}"


def number_of(prefix: str, sequence: int) -> str:
    """What people see: `A042`; `A1000` follows `A999`."""
    return f"{prefix}{sequence:03d}"


def state_after(ticket: Ticket, verb: Verb) -> State:
    """The state that `verb` leads to; refuses with the state that the ticket is in."""
    allowed, target = TRANSITIONS[verb]
    if ticket.state in allowed:
        return target
    where = f"{ticket.number} is {ticket.state}"
    if verb in TAKING:
        if ticket.state in OPEN:
            raise TicketTaken(f"{where} at counter {ticket.counter}")
        raise TicketNotWaiting(where)
    raise WrongState(f"{where}; {verb.value} needs {', '.join(sorted(allowed))}")
