"""The counter's page, and the small board above it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from queue_server.domain import dispatch
from queue_server.domain.schedule import moment_of
from queue_server.domain.tickets import State, Ticket
from queue_server.moment import Desk, Moment
from queue_server.office import Branch
from queue_server.store import counters, events, lines, supervision, tickets
from queue_server.store.times import from_micros
from queue_server.views.appointments import bound_json
from queue_server.views.parts import counter_name, office_json
from queue_server.views.remote import reach_json
from queue_server.views.supervision import signals_json
from queue_server.views.suspended import suspended_json, suspended_services_json
from queue_server.views.tickets import local, ticket_json, why_json

Json = dict[str, Any]

#: How far ahead a counter sees who comes next.
UPCOMING = 20
#: What a board shows in a test: every segment of four digits.
BOARD_TEST = "8888"


def counter_view(moment: Moment, branch_id: str, counter_id: str | None) -> Json:
    """What a clerk sees: the ticket, why it, what is parked, who comes next and who waits."""
    desk = moment.desk(branch_id, counter_id or "")
    branch, counter, session = desk.branch, desk.counter, desk.session
    zone = branch.zone_info
    ticket = tickets.current(moment.db, branch.id, counter.id)
    day = moment.today(branch)
    return {
        "rev": events.revision(moment.db, branch.id),
        "revision": moment.revision.number,
        "now": local(moment.now, zone),
        "counter": counter.id,
        "label": counter.label,
        "name": counter_name(counter),
        "zone": counter.zone,
        "directions": counter.directions,
        "open": session.open,
        "paused": session.paused,
        "pause_reason": session.pause_reason,
        "paused_at": local(session.paused_at, zone),
        "profile": desk.profile.id if session.open else None,
        "profiles": counter.profiles or [counter.profile],
        "clerk": session.clerk,
        "holder": session.holder,
        "opened_at": local(session.opened_at, zone),
        "training": branch.training,
        "alarm": next(iter(signals_json(moment, branch, "alarm", counter.id)), None),
        "help": signals_json(moment, branch, "help", counter.id),
        "suspended": suspended_json(moment, branch, [counter.zone]),
        "suspended_services": suspended_services_json(moment, branch),
        "ticket": ticket_json(moment, ticket, staff=True) if ticket else None,
        "why": why_json(moment, ticket) if ticket else None,
        "reach": reach_json(moment, ticket),
        "bound": bound_json(moment, ticket),
        "no_show_after": _no_show_after(moment, branch, ticket),
        "parked": [
            ticket_json(moment, parked, staff=True)
            for parked in tickets.parked_by(moment.db, branch.id, counter.id)
        ],
        "upcoming": [
            ticket_json(moment, waiting, staff=True)
            | {"after_seconds": desk.profile.after(waiting).total_seconds()}
            for waiting in islice(upcoming(moment, desk), UPCOMING)
        ],
        **_waiting(moment, desk),
        "missed": [
            ticket_json(moment, missed, staff=True)
            for missed in tickets.missed(moment.db, branch.id, day, most=10)
        ],
        "undo": _undo(moment, desk),
        "served_today": events.served_since(
            moment.db, branch.id, counter.id, day_start(moment, branch)
        ),
        "clerks": sorted(
            other.clerk
            for other in counters.of_branch(moment.db, branch.id).values()
            if other.open and other.clerk and other.counter != counter.id
        ),
    }


def upcoming(moment: Moment, desk: Desk) -> Iterator[Ticket]:
    """The waiting tickets in the order this counter would call them, if it called all now."""
    if not desk.session.open:
        return
    counter, now = desk.counter.id, moment.clock(desk.branch.id)
    asked = (moment.db, desk.branch.id, moment.lines(desk), counter, now)
    suspended = bool(moment.suspensions(desk.branch.id).services)

    def most_urgent(heads: list[Ticket]) -> Ticket | None:
        choice = dispatch.choose(heads, desk.profile, moment.office.weighing, now)
        if choice is not None:
            heads.remove(choice.ticket)
        return choice.ticket if choice else None

    heads = lines.heads(*asked, some_suspended=suspended)
    while ticket := most_urgent(heads):
        yield ticket
        if follower := lines.behind(moment.db, ticket, counter, now):
            heads.append(follower)
    passed_over = lines.passed_over(*asked)
    while ticket := most_urgent(passed_over):
        yield ticket


def _waiting(moment: Moment, desk: Desk) -> Json:
    """How many wait for the profile's services, for this counter, and for others of the branch."""
    suspended = moment.suspensions(desk.branch.id).services
    own = frozenset(moment.lines(desk))
    counts: dict[str, int] = {}
    here = elsewhere = 0
    for service, line, count in lines.waiting_in_lines(moment.db, desk.branch.id):
        counts[service] = counts.get(service, 0) + count
        if service in suspended:
            continue
        if line in own:
            here += count
        else:
            elsewhere += count
    return {
        "waiting": _in_services(moment, desk, counts),
        "waiting_here": here,
        "waiting_elsewhere": elsewhere,
    }


def _in_services(moment: Moment, desk: Desk, counts: dict[str, int]) -> list[Json]:
    shown = []
    for service in sorted(serving.service for serving in desk.profile.serves):
        count = counts.get(service, 0)
        since = lines.longest_waiting_since(moment.db, desk.branch.id, service) if count else None
        longest = int((moment.now - since).total_seconds()) if since else 0
        shown.append({"service": service, "count": count, "longest_wait_seconds": max(longest, 0)})
    return shown


def _no_show_after(moment: Moment, branch: Branch, ticket: Ticket | None) -> str | None:
    if ticket is None or ticket.state is not State.CALLED or ticket.called_at is None:
        return None
    rule = moment.office.rules.no_show
    if ticket.calls - ticket.calls_before < rule.calls:
        return None
    return local(ticket.called_at + timedelta(seconds=rule.seconds), branch.zone_info)


def _untouched(moment: Moment, step: Json) -> bool:
    """Whether nothing has become of its ticket since."""
    ticket = tickets.find(moment.db, step["ticket"])
    return ticket is not None and ticket.touched_seq == step["touched"]


def _undo(moment: Moment, desk: Desk) -> Json | None:
    if desk.session.undo is None:
        return None
    undo = json.loads(desk.session.undo)
    until = from_micros(undo["at"]) + timedelta(seconds=moment.office.rules.undo_seconds)
    if until <= moment.now or not all(_untouched(moment, step) for step in undo["steps"]):
        return None
    return {"action": undo["action"], "until": local(until, desk.branch.zone_info)}


def day_start(moment: Moment, branch: Branch) -> datetime:
    """When the branch's business day began."""
    return moment_of(moment.today(branch), time(), branch.zone_info)


def board_view(moment: Moment, branch_id: str, counter_id: str | None) -> Json:
    """What the board above a counter shows."""
    desk = moment.desk(branch_id, counter_id or "")
    ticket = tickets.current(moment.db, desk.branch.id, desk.counter.id)
    tested = ticket is None and supervision.board_tested(
        moment.db, desk.branch.id, desk.counter.id, moment.now
    )
    return {
        "rev": events.revision(moment.db, desk.branch.id),
        "revision": moment.revision.number,
        "now": local(moment.now, desk.branch.zone_info),
        "training": desk.branch.training,
        "office": office_json(moment),
        "counter": desk.counter.id,
        "label": desk.counter.label,
        "name": counter_name(desk.counter),
        "open": desk.session.open,
        "paused": desk.session.paused,
        "suspended": suspended_json(moment, desk.branch, [desk.counter.zone]),
        "number": ticket.number if ticket else BOARD_TEST if tested else None,
        "called_at": local(ticket.called_at, desk.branch.zone_info) if ticket else None,
        "calls": ticket.calls if ticket else 0,
        "languages": announced_in(moment, ticket.language if ticket else None),
        "active": bool(ticket and ticket.state is State.CALLED) or tested,
    }


def announced_in(moment: Moment, language: str | None) -> list[str]:
    """The visitor's language and the office's, each once, in the office's order."""
    own, office = [language] if language else [], moment.office
    first, then = (own, office.announce)
    if office.announce_order == "office_first":
        first, then = then, first
    return list(dict.fromkeys([*first, *then]))
