"""The process that estimates waits: reads beside the server, answers a line for each line.

`python -m queue_server.estimating DATABASE hours|always`; each line it reads is a moment, each that
it answers JSON: `{services: [[branch, service, low, high], …], tickets: [[id, low, high], …]}`,
seconds. It has a process of its own because a replay takes longer than a call may wait.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from random import Random

from queue_server.domain.dispatch import APPOINTMENT, WALK_IN
from queue_server.domain.estimates import ALWAYS, Handling, OpenCounter, Visitor, estimate
from queue_server.domain.schedule import Opening, Purpose
from queue_server.domain.staffing import planned
from queue_server.domain.tickets import State, Ticket, open_line
from queue_server.identity.tokens import Tokens
from queue_server.moment import Desk, Moment, Revision, Setting, Waits
from queue_server.office import Branch, stored_office
from queue_server.processes import BESIDE_CALLS
from queue_server.store import appointments, counters, events, lines, revisions, tickets
from queue_server.store.database import Connection, open_reader

#: Waiting tickets of a branch that a replay looks at; those behind are told what newcomers are.
_MOST_WAITING = 300
#: How far ahead appointments are reckoned with.
_EXPECTED = timedelta(hours=3)
#: How far back handling times are recent.
_RECENT = timedelta(days=7)


def waits_of(moment: Moment, branch: Branch, rng: Random) -> Waits:
    """The branch's expected waits."""
    waiting = lines.all_waiting(moment.db, branch.id, _MOST_WAITING)
    probes = list(_probes(moment, branch))
    found = estimate(
        [
            *(_visitor(ticket) for ticket in waiting),
            *(probe for _, probe in probes),
            *_expected(moment, branch),
        ],
        counters_today(moment, branch),
        _handling(moment, branch),
        moment.office.weighing,
        moment.now,
        rng,
    )
    services = {
        (branch.id, service): found[probe.id] for service, probe in probes if probe.id in found
    }
    return Waits(services, {t.id: found[t.id] for t in waiting if t.id in found})


def _probes(moment: Moment, branch: Branch) -> Iterator[tuple[str, Visitor]]:
    """A newcomer for each service; where it routes by language, one who speaks the office's."""
    language = moment.office.languages[0]
    for place, service in enumerate(branch.services):
        spoken = language if service.route_by_language else ""
        yield (
            service.id,
            Visitor(
                id=-1 - place,
                line=open_line(service.id, WALK_IN, spoken),
                service=service.id,
                visitor_class=WALK_IN,
                due_at=moment.now + moment.office.target_wait(service, WALK_IN),
                rank=0,
                entered_seq=sys.maxsize,
                probe=True,
            ),
        )


def _expected(moment: Moment, branch: Branch) -> Iterator[Visitor]:
    """Who has an appointment soon and is not here yet: taken to come at its time."""
    until = moment.now + _EXPECTED
    booked = appointments.expected(moment.db, branch.id, moment.now, until)
    for place, visit in enumerate(booked, start=len(branch.services) + 1):
        service = branch.service.get(visit.service)
        if service is None or not service.has_tickets:
            continue
        spoken = visit.language if service.route_by_language else ""
        yield Visitor(
            id=-1 - place,
            line=open_line(service.id, APPOINTMENT, spoken),
            service=service.id,
            visitor_class=APPOINTMENT,
            due_at=visit.starts_at,
            rank=0,
            entered_seq=sys.maxsize,
            cases=visit.cases,
            comes_in_seconds=_ahead(moment, visit.starts_at),
        )


def _visitor(ticket: Ticket) -> Visitor:
    return Visitor(
        ticket.id,
        ticket.line,
        ticket.service,
        ticket.visitor_class,
        ticket.due_at,
        ticket.rank,
        ticket.entered_seq,
        ticket.reserved,
        ticket.cases,
    )


def counters_today(moment: Moment, branch: Branch) -> list[OpenCounter]:
    """Who calls in what is left of the branch's day: those open now until it closes next, then
    those planned; the ones open now throughout where none are planned.

    In the day's last opening they call whoever is left, however late it gets.
    """
    openings = moment.hours(branch).intervals_of(moment.today(branch), Purpose.SERVICE)
    left = [opening for opening in openings if opening.closes_at > moment.now]
    works = _seconds(moment, left)
    if not left or left[0].opens_at > moment.now:
        return list(_planned(moment, branch, left)) or _open_counters(moment, branch, works)
    later = list(_planned(moment, branch, left[1:]))
    at_work = _open_counters(moment, branch, works[:1] if later else works)
    # What nobody serves now is told no wait, rather than one until the next shift: it is only late.
    served = {line for counter in at_work for line in counter.lines}
    return at_work + [
        replace(counter, lines=tuple(line for line in counter.lines if line in served))
        for counter in later
    ]


def _seconds(moment: Moment, openings: Sequence[Opening]) -> tuple[tuple[float, float], ...]:
    """Openings as seconds from now; the last one has no end."""
    found = [
        (max(_ahead(moment, opens_at), 0.0), _ahead(moment, closes_at))
        for opens_at, closes_at in openings
    ]
    return (*found[:-1], (found[-1][0], inf)) if found else ALWAYS


def _planned(moment: Moment, branch: Branch, openings: Sequence[Opening]) -> Iterator[OpenCounter]:
    """The counters that are planned for some openings of today."""
    shifts = [
        shift
        for shift in planned(branch.shifts, moment.hours(branch), moment.today(branch))
        if any(o.opens_at <= shift.opening.opens_at < o.closes_at for o in openings)
    ]
    last = max((shift.opening.closes_at for shift in shifts), default=None)
    for (opens_at, closes_at), profile, count in shifts:
        ends = inf if closes_at == last else _ahead(moment, closes_at)
        works = ((_ahead(moment, opens_at), ends),)
        lines_of = moment.revision.lines[branch.id, profile]
        yield from [OpenCounter(branch.profile[profile], lines_of, works=works)] * count


def _ahead(moment: Moment, at: datetime) -> float:
    return (at - moment.now).total_seconds()


def _open_counters(
    moment: Moment, branch: Branch, works: tuple[tuple[float, float], ...]
) -> list[OpenCounter]:
    held = {ticket.counter: ticket for ticket in tickets.held(moment.db, branch.id)}
    found = []
    for session in counters.of_branch(moment.db, branch.id).values():
        place = branch.counter.get(session.counter)
        if place is None or not session.open or session.paused:
            continue
        desk = Desk(branch, place, session)
        ticket = held.get(session.counter)
        found.append(
            OpenCounter(
                desk.profile,
                tuple(moment.lines(desk)),
                serving=ticket.service if ticket else None,
                cases=ticket.cases if ticket else 1,
                since=_since(ticket) if ticket else None,
                works=works,
            )
        )
    return found


def _since(ticket: Ticket) -> datetime | None:
    return ticket.started_at if ticket.state is State.SERVING else ticket.called_at


def _handling(moment: Moment, branch: Branch) -> Handling:
    recent = {
        service.id: events.handling_seconds(moment.db, branch.id, service.id, moment.now - _RECENT)
        for service in branch.services
    }
    assumed = {service.id: service.handling_minutes * 60 for service in branch.services}
    return Handling(recent, assumed)


def _answer(db: Connection, revision: Revision, setting: Setting, now: datetime) -> str:
    db.begin_reading()
    try:
        moment = Moment(db, revision, Waits(), setting, now)
        found = [waits_of(moment, branch, Random(1)) for branch in revision.office.branches]
    finally:
        db.commit()
    return json.dumps(
        {
            "services": [[*key, *wait] for waits in found for key, wait in waits.services.items()],
            "tickets": [[key, *wait] for waits in found for key, wait in waits.tickets.items()],
        }
    )


def read_answer(line: str) -> Waits:
    """The waits of one line."""
    said = json.loads(line)
    return Waits(
        {(branch, service): (low, high) for branch, service, low, high in said["services"]},
        {ticket: (low, high) for ticket, low, high in said["tickets"]},
    )


def main(database: Path, keeps_hours: bool) -> None:
    """Answer until standard input ends; calls come first."""
    os.nice(BESIDE_CALLS)
    db = open_reader(database)
    setting = Setting(Tokens(b""), "", keeps_hours=keeps_hours)
    revision: Revision | None = None
    for line in sys.stdin:
        number = revisions.newest_number(db)
        if number is not None and (revision is None or revision.number != number):
            revision = Revision(number, stored_office(revisions.document_of(db, number)))
        if revision is not None:
            now = datetime.fromisoformat(line.strip())
            sys.stdout.write(_answer(db, revision, setting, now) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), keeps_hours=sys.argv[2] == "hours")
