"""What calls answer, for the OpenAPI document. The contract is a floor: fields may be added."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Texts = dict[str, str]


class Shape(BaseModel):
    """An answer; fields beyond these may come."""

    model_config = ConfigDict(extra="allow", defer_build=True)


class Wait(Shape):
    """A range of seconds."""

    low: int
    high: int


class Named(Shape):
    id: str
    name: Texts


class Ticket(Shape):
    """One visitor's place."""

    id: int
    number: str
    prefix: str
    sequence: int
    branch: str
    service: str
    state: Literal[
        "waiting", "called", "serving", "parked", "done", "no_show", "cancelled", "expired"
    ]
    class_: Annotated[str, Field(alias="class")]
    needs: list[str]
    language: str
    channel: str
    cases: int
    issued_at: AwareDatetime
    due_at: AwareDatetime
    called_at: AwareDatetime | None
    counter: str | None
    calls: int
    ahead: int | None
    wait: Wait | None


class StaffTicket(Ticket):
    """A ticket as staff see it; `booked_at`: the start of the appointment that it comes as."""

    token: str
    public_url: str
    booked_at: AwareDatetime | None


class Upcoming(StaffTicket):
    """One that a counter would call; there it counts as due `after_seconds` later."""

    after_seconds: float


class Issued(StaffTicket):
    """A new ticket; `job` is its slip's print job."""

    job: int | None


class Event(Shape):
    """What happened to a ticket."""

    sequence: int
    at: AwareDatetime
    kind: str
    counter: str | None
    reason: str | None


class TicketHistory(StaffTicket):
    """A ticket with its events."""

    events: list[Event]


class OneTicket(Shape):
    ticket: StaffTicket


class Why(Shape):
    """Why this ticket was called."""

    class_: Annotated[str, Field(alias="class")]
    due_at: AwareDatetime
    late_seconds: float
    weight: float
    after_seconds: float
    rank: int
    urgency: float
    passed: list[Any]


class NextTicket(Shape):
    """The ticket called and why; null when nobody waits."""

    ticket: StaffTicket | None
    reason: Why | None


class BranchShort(Named):
    open: bool


class Opening(Shape):
    """Open, or why not and what comes next; `says` are the office's own words."""

    open: bool
    reason: str | None
    says: Texts | None
    break_: Annotated[str | None, Field(alias="break")]
    opens: AwareDatetime | None
    opens_at: Texts | None


class Service(Opening, Named):
    group: str | None
    prefix: str
    channel: str
    waiting: int
    wait: Wait | None
    allowed_until: AwareDatetime | None


class CounterShort(Named):
    zone: str
    open: bool


class Branch(Opening, Named):
    """A branch with its services and places."""

    rev: int
    services: list[Service]
    classes: list[Named]
    languages: list[Any]
    profiles: list[Named]
    counters: list[CounterShort]
    displays: list[Named]
    kiosks: list[Named]
    printers: list[Named]


class WaitingInService(Shape):
    service: str
    count: int
    longest_wait_seconds: int


class View(Shape):
    """A view's state; `rev` only grows."""

    rev: int


class Counter(View):
    counter: str
    open: bool
    paused: bool
    profile: str | None
    ticket: StaffTicket | None
    why: Why | None
    parked: list[StaffTicket]
    upcoming: list[Upcoming]
    waiting: list[WaitingInService]
    waiting_here: int
    waiting_elsewhere: int


class Alarmed(Shape):
    """A counter as a locked session sees it: its emergency call, and nothing of the queue."""

    counter: str
    alarm: Any


class DisplayedCall(Shape):
    id: int
    number: str
    counter: str
    directions: Texts | None
    service: str
    called_at: AwareDatetime
    calls: int
    languages: list[str]


class Display(Opening, View):
    now: AwareDatetime
    calls: list[DisplayedCall]
    messages: list[Any]


class Board(View):
    counter: str
    open: bool
    number: str | None


class Kiosk(Opening, View):
    services: list[Service]


class PrintJob(Shape):
    id: int
    printer: str
    ticket: int
    number: str
    copy_: Annotated[int, Field(alias="copy")]
    document: dict[str, Any]


class JobState(Shape):
    """How far a print job is."""

    id: int
    ticket: int
    printer: str
    state: Literal["queued", "sent", "printed", "failed", "uncertain"]


class AnsweredJob(PrintJob):
    """A print job that someone told about; `reprint`: whether to offer a copy."""

    reprint: bool


class Printer(View):
    jobs: list[PrintJob]


class Agent(View):
    """The devices that an agent works."""

    agent: str
    printers: list[Any]
    board_lines: list[Any]
    keypads: list[Any]
    scanners: list[Any]


class Printed(OneTicket):
    job: PrintJob


class Contact(Shape):
    id: int


class VisitorTicket(View):
    """The visitor's own page."""

    ticket: Ticket


class Fault(Shape):
    path: str
    message: str


class Problem(Shape):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str
