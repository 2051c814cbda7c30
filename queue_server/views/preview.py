"""What a screen would show if a draft were in force: by day, with a few calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.domain.tickets import number_of
from queue_server.moment import Moment, Revision
from queue_server.office import Branch, Office
from queue_server.store.counters import Call
from queue_server.views import VIEWS
from queue_server.views.display import call_json

Json = dict[str, Any]

#: The views that can be looked at before they are in force.
PREVIEWED = ("kiosk", "display", "board", "counter", "branch")
#: Sequence numbers of the calls that an empty display is shown with, and how old they are.
_SAMPLES = (42, 7, 118)
_AGE = timedelta(minutes=2)


def preview(moment: Moment, office: Office, view: str, branch: str, place: str) -> Json:
    """The state of a view under `office`; refuses with `not_found` what that lacks."""
    if view not in PREVIEWED:
        raise NotFound(f"there is no preview of {view!r}")
    drafted = replace(
        moment,
        revision=Revision(moment.revision.number, office),
        setting=replace(moment.setting, keeps_hours=False),
    )
    state = VIEWS[view](drafted, branch, place)
    if view == "display" and not state["calls"]:
        state["calls"] = _sample_calls(drafted, drafted.branch(branch), place)
    return state


def _sample_calls(moment: Moment, branch: Branch, display: str) -> list[Json]:
    """Calls too old to be spoken, at the first counters that the display shows."""
    seen = [c for c in branch.counters if c.zone in branch.display[display].zones]
    calls = []
    for place, (counter, sequence) in enumerate(zip(seen, _SAMPLES, strict=False)):
        service = branch.services[place % len(branch.services)]
        call = Call(
            ticket=-1 - place,
            zone=counter.zone,
            counter=counter.id,
            service=service.id,
            number=number_of(service.prefix, sequence),
            language=moment.office.languages[0],
            called_at=moment.now - _AGE * (place + 1),
            calls=1,
            active=place == 0,
        )
        calls.append(call_json(moment, branch, call))
    return calls
