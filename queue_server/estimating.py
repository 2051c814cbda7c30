"""The process that estimates waits: reads beside the server, answers a line for each line.

`python -m queue_server.estimating DATABASE`; each line is JSON: `{services: [[branch, service, low,
high], …], tickets: [[id, low, high], …]}`, seconds. It has a process of its own because a replay
takes longer than a call may wait.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from queue_server.domain.dispatch import WALK_IN
from queue_server.domain.estimates import Handling, OpenCounter, Visitor, estimate
from queue_server.domain.tickets import State, Ticket, open_line
from queue_server.moment import Desk, Moment, Revision, Setting, Waits
from queue_server.office import Branch, parse_office
from queue_server.store import counters, events, lines, records, tickets
from queue_server.store.database import Connection, open_reader
from queue_server.tokens import Tokens

#: Waiting tickets of a branch that a replay looks at; those behind are told what newcomers are.
_MOST_WAITING = 300
#: How far back handling times are recent.
_RECENT = timedelta(days=7)


def waits_of(moment: Moment, branch: Branch, rng: Random) -> Waits:
    """The branch's expected waits."""
    waiting = lines.all_waiting(moment.db, branch.id, _MOST_WAITING)
    probes = list(_probes(moment, branch))
    found = estimate(
        [_visitor(ticket) for ticket in waiting] + [probe for _, probe in probes],
        _open_counters(moment, branch),
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


def _open_counters(moment: Moment, branch: Branch) -> list[OpenCounter]:
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


def _answer(db: Connection, revision: Revision) -> str:
    setting = Setting(Tokens(b""), "")
    db.begin_reading()
    try:
        moment = Moment(db, revision, Waits(), setting, datetime.now(UTC))
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


def main(database: Path) -> None:
    """Answer until standard input ends."""
    db = open_reader(database)
    revision: Revision | None = None
    for _line in sys.stdin:
        kept = records.newest_office(db)
        if kept is not None and (revision is None or revision.number != kept[0]):
            revision = Revision(kept[0], parse_office(kept[1]))
        if revision is not None:
            sys.stdout.write(_answer(db, revision) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
