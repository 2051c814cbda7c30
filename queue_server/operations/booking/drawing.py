"""A draw for the places of a scarce day: who waits for it takes part, and nobody is faster."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from queue_server.domain import draw as rules
from queue_server.domain.booking import new_id
from queue_server.domain.errors import DrawExists, Invalid
from queue_server.domain.schedule import moment_of
from queue_server.office import Branch
from queue_server.operations.booking import waiting
from queue_server.operations.work import Work
from queue_server.store import draws, waiting_list
from queue_server.store.draws import Draw
from queue_server.views import slots
from queue_server.views.draws import draw_json
from queue_server.views.waiting_list import entry_of


def announce(
    work: Work, branch_id: str, service_id: str, day: date, closes_at: datetime
) -> dict[str, Any]:
    """Commit to a draw: until it is drawn nobody can book that day; refuses a second one."""
    branch = work.branch(branch_id)
    service, booking = slots.booking_of(branch, service_id)
    if not slots.can_be_waited_for(work, service):
        raise Invalid([("service", "nobody waits for its places")])
    if not work.now < closes_at < moment_of(day, datetime.min.time(), branch.zone_info):
        raise Invalid([("closes_at", "not between now and that day")])
    opens_at = booking.release.of(day, branch.zone_info)
    if closes_at < opens_at:
        when = f"{opens_at.astimezone(branch.zone_info):%Y-%m-%d %H:%M}"
        raise Invalid([("closes_at", f"its places are offered then: that day opens at {when}")])
    if draws.of_day(work.db, branch.id, service.id, day):
        raise DrawExists
    draw = Draw(new_id(), branch.id, service.id, day, closes_at.astimezone(UTC), rules.new_secret())
    draws.insert(work.db, draw)
    work.note("draw_announced", branch.id, detail={"service": service.id, "day": day.isoformat()})
    return draw_json(work, draw)


def pass_time(work: Work) -> bool:
    """Draw what is to be drawn by now; True where something was."""
    found = draws.due(work.db, work.now)
    for draw in found:
        _draw(work, draw)
    return bool(found)


def _draw(work: Work, draw: Draw) -> None:
    everyone = waiting_list.for_day(work.db, draw.branch, draw.service, draw.day)
    by_entry = {entry_of(work, one): one for one in everyone}
    ordered = rules.order(draw.secret, by_entry)
    record = {
        "commitment": rules.commitment(draw.secret),
        "secret": draw.secret,
        "entries": sorted(by_entry),
        "list_hash": rules.list_hash(by_entry),
        "seed": rules.seed(draw.secret, by_entry),
        "order": ordered,
    }
    draws.keep_record(work.db, draw.id, record)
    work.note("draw_drawn", draw.branch, detail={"service": draw.service, "entries": len(ordered)})
    branch = work.office.branch.get(draw.branch)
    if branch:
        _offer(work, branch, replace(draw, record=record), [by_entry[entry] for entry in ordered])


def _offer(work: Work, branch: Branch, draw: Draw, ordered: list[waiting_list.Waiting]) -> None:
    """The day's places in order of time to those drawn first; the rest wait on."""
    service = branch.service.get(draw.service)
    if service is None or service.booking is None:
        return
    offers = list(slots.offers_of(work, branch, service, service.booking, draw.day, 1))
    for offer in offers:
        ordered = waiting.offer_in_order(work, branch, service, offer.span.start, ordered)
