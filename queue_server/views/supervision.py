"""What a supervisor sees of a branch besides names: who works, who waits long, who needs help."""

from __future__ import annotations

from typing import Any

from queue_server.domain.tickets import State, Ticket
from queue_server.moment import Moment
from queue_server.office import Branch, Counter
from queue_server.store import counters, lines, supervision, tickets
from queue_server.store.counters import Session
from queue_server.store.supervision import ByHand
from queue_server.views.parts import counter_name
from queue_server.views.tickets import local

Json = dict[str, Any]


def counters_json(moment: Moment, branch: Branch) -> list[Json]:
    """Every counter: who works there, on what since when, or paused why and since when."""
    sessions = counters.of_branch(moment.db, branch.id)
    held = {ticket.counter: ticket for ticket in tickets.held(moment.db, branch.id)}
    return [
        _counter_json(
            branch,
            counter,
            sessions.get(counter.id) or Session(branch.id, counter.id),
            held.get(counter.id),
        )
        for counter in branch.counters
    ]


def _counter_json(
    branch: Branch, counter: Counter, session: Session, ticket: Ticket | None
) -> Json:
    zone = branch.zone_info
    return {
        "id": counter.id,
        "label": counter.label,
        "name": counter_name(counter),
        "zone": counter.zone,
        "directions": counter.directions,
        "channel": counter.channel.value,
        "open": session.open,
        "opened_at": local(session.opened_at, zone),
        "paused": session.paused,
        "paused_at": local(session.paused_at, zone),
        "pause_reason": session.pause_reason,
        "profile": session.profile if session.open else counter.profile,
        "profiles": counter.profiles or [counter.profile],
        "clerk": session.clerk,
        "ticket": {
            "id": ticket.id,
            "number": ticket.number,
            "service": ticket.service,
            "state": ticket.state.value,
            "since": local(ticket.started_at or ticket.called_at, zone),
        }
        if ticket
        else None,
    }


def waits_json(moment: Moment, branch: Branch, offered: list[Json]) -> list[Json]:
    """Services with who has waited longest, when to alert, and what was set by hand."""
    hands = supervision.by_hand(moment.db, branch.id, moment.now)
    return [
        service
        | {
            "longest_wait_seconds": _longest_seconds(moment, branch, service),
            "alert_waiting": branch.service[service["id"]].alert_waiting,
            "alert_wait_minutes": branch.service[service["id"]].alert_wait_minutes,
            "by_hand": by_hand_json(branch, hands.get(("service", service["id"]))),
        }
        for service in offered
    ]


def _longest_seconds(moment: Moment, branch: Branch, service: Json) -> int:
    if not service["waiting"]:
        return 0
    since = lines.longest_waiting_since(moment.db, branch.id, service["id"])
    return max(int((moment.now - since).total_seconds()), 0) if since else 0


def by_hand_json(branch: Branch, set_: ByHand | None) -> Json | None:
    """What someone opened or closed, until when (null: until it is changed) and why."""
    if set_ is None:
        return None
    return {
        "open": set_.open,
        "since": local(set_.at, branch.zone_info),
        "until": local(set_.until, branch.zone_info),
        "reason": set_.reason,
    }


def closed_by_hand(moment: Moment, branch: Branch, kiosk: str) -> bool:
    """Whether someone closed this kiosk."""
    by_hand = supervision.by_hand(moment.db, branch.id, moment.now).get(("kiosk", kiosk))
    return by_hand is not None and not by_hand.open


def kiosks_json(moment: Moment, branch: Branch) -> list[Json]:
    """Kiosks, and whether someone closed them."""
    hands = supervision.by_hand(moment.db, branch.id, moment.now)
    shown = []
    for kiosk in branch.kiosks:
        by_hand = hands.get(("kiosk", kiosk.id))
        shown.append(
            {
                "id": kiosk.id,
                "name": kiosk.name,
                "open": by_hand is None or by_hand.open,
                "by_hand": by_hand_json(branch, by_hand),
            }
        )
    return shown


def messages_json(moment: Moment, branch: Branch) -> list[Json]:
    """The texts that were put on displays by hand."""
    return [
        {
            "id": message.id,
            "text": message.text,
            "urgent": message.urgent,
            "running": message.running,
            "displays": list(message.displays),
            "since": local(message.at, branch.zone_info),
            "until": local(message.until, branch.zone_info),
        }
        for message in supervision.messages(moment.db, branch.id, moment.now)
    ]


def signals_json(moment: Moment, branch: Branch, kind: str, counter: str | None = None) -> Any:
    """The calls for help of a kind that stand; those of a counter, if given."""
    zone = branch.zone_info
    return [
        {
            "id": signal.id,
            "counter": signal.counter,
            "text": signal.text,
            "name": signal.name,
            "at": local(signal.at, zone),
            "seen_at": local(signal.seen_at, zone),
            "seen_by": signal.seen_by,
            "locked": signal.locked,
        }
        for signal in supervision.signals(moment.db, branch.id, kind, counter)
    ]


def escorts_json(moment: Moment, branch: Branch) -> list[Json]:
    """Called visitors whom someone has to accompany to the counter."""
    escorted = {need.id for need in moment.office.needs if need.escort}
    return [
        {
            "id": ticket.id,
            "number": ticket.number,
            "counter": ticket.counter,
            "language": ticket.language,
            "needs": [need for need in ticket.needs if need in escorted],
            "called_at": local(ticket.called_at, branch.zone_info),
        }
        for ticket in tickets.held(moment.db, branch.id)
        if ticket.state is State.CALLED and escorted & set(ticket.needs)
    ]


def alerts_json(offered: list[Json], printers: list[Json]) -> list[Json]:
    """Services past their thresholds, and printers that cannot print."""
    alerts: list[Json] = []
    for service in offered:
        most, longest = service["alert_waiting"], service["alert_wait_minutes"]
        if most is not None and service["waiting"] > most:
            alerts.append(
                {
                    "kind": "many_waiting",
                    "service": service["id"],
                    "waiting": service["waiting"],
                    "limit": most,
                }
            )
        if longest is not None and service["longest_wait_seconds"] > longest * 60:
            alerts.append(
                {
                    "kind": "long_wait",
                    "service": service["id"],
                    "seconds": service["longest_wait_seconds"],
                    "limit": longest * 60,
                }
            )
    alerts += [
        {"kind": "printer", "printer": printer["id"], "state": printer["state"]}
        for printer in printers
        if not printer["ok"] or printer["state"] == "paper_near_end"
    ]
    return alerts
