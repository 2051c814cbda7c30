"""A letter as it would be sent if a draft were in force, about a visit that nobody has booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from queue_server.domain.booking import Stage
from queue_server.domain.errors import Invalid, NotFound
from queue_server.messaging.letters import write
from queue_server.moment import Moment, Revision
from queue_server.office import Branch, Office, Service
from queue_server.office.letters import LETTERS
from queue_server.store.appointments import Appointment
from queue_server.views.appointments import visit_json
from queue_server.views.booking_links import LINK_KIND, WAIT_LINK_KIND
from queue_server.views.messages import letter_of
from queue_server.views.parts import site_texts

Json = dict[str, Any]

_DAYS_AHEAD = timedelta(days=7)
_CLOCK = time(10, 30)
_LASTS = timedelta(minutes=20)
_HELD = timedelta(days=1)
_CODE = "K7M2QX"
_NAME = "Anna Kowalska"
#: As long as the token of a real visit.
_TOKEN = "42-0123456789abcdefghijkl"
#: Where no booking site is known.
_SITE = "https://example.org"


def sample_letter(moment: Moment, office: Office, kind: str, language: str | None) -> Json:
    """Its subject and text; refuses with `not_found` a letter or a service that there is not."""
    if kind not in LETTERS:
        raise NotFound(f"there is no letter {kind!r}")
    language = language or office.languages[0]
    if language not in office.languages:
        raise Invalid([("language", f"{language!r} is not among the office's languages")])
    drafted = replace(moment, revision=Revision(moment.revision.number, office))
    branch, service = _booked(office)
    visit = _visit(moment.now, branch, service, language, held=kind == "offer")
    reasons = [reason.name for reason in office.suspension_reasons]
    written = write(
        {
            "kind": kind,
            "name": _NAME,
            "reason": reasons[0] if reasons else None,
            "letter": letter_of(office, kind),
            "appointment": visit_json(drafted, visit) | {"url": _url(drafted, kind, language)},
            "texts": site_texts(office),
        }
    )
    return {"subject": written.subject, "body": written.body}


def _booked(office: Office) -> tuple[Branch, Service]:
    """The first service that is booked, else the first of all."""
    found = [(branch, service) for branch in office.branches for service in branch.services]
    if not found:
        raise NotFound("there is no service yet")
    return next((one for one in found if one[1].booking), found[0])


def _visit(
    now: datetime, branch: Branch, service: Service, language: str, *, held: bool
) -> Appointment:
    day = (now.astimezone(branch.zone_info) + _DAYS_AHEAD).date()
    start = datetime.combine(day, _CLOCK, branch.zone_info)
    return Appointment(
        id=0,
        branch=branch.id,
        service=service.id,
        business_day=day,
        starts_at=start,
        ends_at=start + _LASTS,
        places=1,
        state=Stage.HELD if held else Stage.BOOKED,
        code=_CODE,
        language=language,
        cases=1,
        revision=0,
        made_at=now,
        wake_at=now + _HELD,
    )


def _url(moment: Moment, kind: str, language: str) -> str:
    """The address of the visit's page, or of the page that a link opens."""
    page = "l" if kind in (LINK_KIND, WAIT_LINK_KIND) else "a"
    return f"{moment.setting.booking_url or _SITE}/{language}/{page}/{_TOKEN}"
