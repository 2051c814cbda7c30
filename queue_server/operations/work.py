"""What an operation works with: the moment it sees, and how a ticket moves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from queue_server.domain.access import SERVER, Caller
from queue_server.domain.errors import Invalid, NotFound
from queue_server.domain.tickets import State, Ticket, Verb, state_after
from queue_server.moment import Moment
from queue_server.office import Branch, Service
from queue_server.store import events, tickets
from queue_server.store.database import storage_failed

log = logging.getLogger(__name__)


class Change(NamedTuple):
    """Something that screens may show has changed: `kind` and, within the branch, which one.

    `zone`: the calls of a zone; `call`: one of them, by the event `seq`; `counter`, `ticket`,
    `printer`: that one; `queue`: counts; `day`: a new business day; `branch`: anything; `office`:
    a new revision, in every branch.
    """

    kind: str
    branch: str
    id: str = ""
    seq: int = 0


OFFICE = Change("office", "")


#: Accounts, devices or tokens have changed: everyone's right to be here is looked up again.
ACCESS = Change("access", "")


class Move(NamedTuple):
    """A ticket as it was and as it is; `changed` are the columns that differ."""

    before: Ticket
    after: Ticket
    changed: list[str]


#: Verbs that take a ticket on to its next leg, and the word kept for what ended the one before.
_BEGINS_LEG = {Verb.CONTINUE: "finish", Verb.TRANSFER: "transfer", Verb.REVIVE: "no_show"}
_ENDS_TICKET = frozenset({Verb.FINISH, Verb.NO_SHOW, Verb.CANCEL, Verb.EXPIRE, Verb.LEAVE_UNCLOSED})

#: What a leg begins with.
_NEW_LEG: dict[str, Any] = {
    "rank": 0,
    "reserved": "",
    "wake_at": None,
    "counter": None,
    "clerk": None,
    "first_called_at": None,
    "called_at": None,
    "started_at": None,
    "ended_at": None,
    "outcome": None,
    "parked_by": None,
    "passed_counter": None,
    "passed_until": None,
}


@dataclass
class Work(Moment):
    """A moment in which `caller` does something; `changes` says what screens must hear of."""

    caller: Caller = SERVER
    changes: set[Change] = field(default_factory=set)
    #: Every move of a ticket, as it was before and is after.
    moves: list[Move] = field(default_factory=list)
    #: Whether something that was done apart has failed.
    failed: bool = False
    #: Whether a category of data was forgotten up to a new day.
    forgot: bool = False

    def apart(self, what: str, do: Callable[[Work], object]) -> bool:
        """Do something that fails alone: then it is taken back and told in the log.

        True where `do` found something to do. Storage that fails is everybody's, so it is raised.
        """
        before = self.revision
        self.db.savepoint()
        try:
            found = bool(do(self))
        except Exception as error:
            if storage_failed(error) or not self.db.in_transaction:
                raise
            self.db.take_part_back()
            self.revision, self.failed = before, True
            log.exception("%s failed, and is tried again", what)
            return False
        self.db.keep_part()
        return found

    def ticket(self, ticket_id: int) -> Ticket:
        """The ticket with this id; refuses with `not_found`."""
        found = tickets.find(self.db, ticket_id)
        if found is None:
            raise NotFound(f"there is no ticket {ticket_id}")
        return found

    def append(self, kind: str, branch: str, **about: Any) -> int:
        """Record an event by the caller; its sequence."""
        caller = self.caller
        if caller.signed_in:
            about |= {"actor": caller.id, "address": caller.address}
        return events.append(self.db, branch, self.now, kind, **about)

    def forget_suspensions(self, branch: str) -> None:
        """They have changed: read them again."""
        self._suspensions.pop(branch, None)

    def note(self, kind: str, branch: str, **about: Any) -> int:
        """Record an event that moves no ticket; its sequence."""
        self.changes.add(Change("branch", branch))
        return self.append(kind, branch, **about)

    def move(
        self,
        ticket: Ticket,
        verb: Verb,
        *,
        reason: str | None = None,
        detail: dict[str, Any] | None = None,
        **changes: Any,
    ) -> Ticket:
        """Take `ticket` along `verb` of the one table, with its event and its leg.

        `changes` are fields of the ticket; `reason` and `detail` go into the event.
        """
        state = state_after(ticket, verb)
        seq = self.append(
            verb.value,
            ticket.branch,
            ticket=ticket.id,
            counter=changes.get("counter") or ticket.counter,
            clerk=changes.get("clerk") or ticket.clerk,
            reason=reason,
            detail=detail,
        )
        if verb in _ENDS_TICKET:
            changes |= {"ended_at": self.now, "wake_at": None}
        if verb in _BEGINS_LEG:
            if ticket.ended_at is None:
                ended_at, outcome, ended_seq = self.now, changes.get("outcome"), seq
            else:
                ended_at, outcome, ended_seq = ticket.ended_at, ticket.outcome, ticket.touched_seq
            events.keep_leg(self.db, ticket, ended_at, _BEGINS_LEG[verb], outcome, ended_seq)
            entering = {"leg": ticket.leg + 1, "entered_at": self.now, "entered_seq": seq}
            changes = _NEW_LEG | entering | changes | {"outcome": None}
        after = ticket._replace(state=state, touched_seq=seq, **changes)
        changed = tickets.save(self.db, ticket, after)
        self.moves.append(Move(ticket, after, changed))
        self.moved(ticket, after)
        return after

    def moved(self, before: Ticket | None, after: Ticket) -> None:
        """Tell who shows this ticket that it has changed."""
        branch = after.branch
        self.changes |= {Change("ticket", branch, str(after.id)), Change("queue", branch)}
        for ticket in (before, after):
            if ticket is None or ticket.counter is None:
                continue
            self.changes.add(Change("counter", branch, ticket.counter))
            if ticket.state is State.CALLED:
                self.show(ticket)
        for holder in {before.parked_by if before else None, after.parked_by}:
            if holder:
                self.changes.add(Change("counter", branch, holder))

    def show(self, ticket: Ticket) -> None:
        """The displays of the ticket's counter must show it anew."""
        branch = self.office.branch.get(ticket.branch)  # it may have left the office meanwhile
        place = branch.counter.get(ticket.counter or "") if branch else None
        if place is not None:
            self.changes.add(Change("zone", ticket.branch, place.zone))

    def due(
        self, branch: Branch, service: Service, visitor_class: str, arrived_at: datetime
    ) -> datetime:
        """When a ticket that arrived then should be called in `service`.

        Who arrives while its clock stands arrives at the moment it stopped.
        """
        arrived_at = min(arrived_at, self.clock(branch.id, service.id))
        return arrived_at + self.office.target_wait(service, visitor_class)

    def minutes(self, count: float, ticket: Ticket) -> datetime:
        """That many minutes from now, by the clock of the ticket's service."""
        return self.clock(ticket.branch, ticket.service) + timedelta(minutes=count)


def queued_service(branch: Branch, service_id: str) -> Service:
    """A service that tickets wait in; refuses any other with a fault of `service`."""
    service = branch.service.get(service_id)
    if service is None:
        raise Invalid([("service", f"branch {branch.id} has no service {service_id!r}")])
    if not service.has_tickets:
        fault = f"{service_id!r} is a group's meeting, which has no tickets"
        raise Invalid([("service", fault)])
    return service


def spoken(service: Service, language: str) -> str:
    """The language a ticket's line is kept for; empty where the service does not route by it."""
    return language if service.route_by_language else ""
