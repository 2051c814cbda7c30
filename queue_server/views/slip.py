"""What a slip says: its document, in the ticket's language, with the template it is laid out by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from queue_server import media
from queue_server.domain.tickets import Ticket
from queue_server.moment import Moment
from queue_server.office import Branch, Office, Texts
from queue_server.office.slips import Slip, SlipLine
from queue_server.office.wording import said

Json = dict[str, Any]


@dataclass(frozen=True)
class Issue:
    """What is a ticket's own on its slip; `services` are the one it waits for and its chain."""

    number: str
    language: str
    services: Sequence[str]
    issued_at: datetime
    ahead: int | None
    wait: Json | None
    cases: int
    needs: Sequence[str]
    url: str


def slip_document(moment: Moment, ticket: Ticket, shown: Json) -> Json:
    """The document of a ticket's slip; `shown` is the ticket as it is answered."""
    issue = Issue(
        number=ticket.number,
        language=ticket.language,
        services=(ticket.service, *ticket.chain),
        issued_at=ticket.issued_at,
        ahead=shown["ahead"],
        wait=shown["wait"],
        cases=ticket.cases,
        needs=ticket.needs,
        url=shown["public_url"],
    )
    branch = moment.branch(ticket.branch)
    return document(moment.office, branch, issue, moment.setting.media_folder)


#: What marks a slip with which nobody can be called in earnest.
_TRAINING = {"pl": "SZKOLENIE", "en": "TRAINING", "uk": "НАВЧАННЯ", "ru": "ОБУЧЕНИЕ"}


def document(office: Office, branch: Branch, issue: Issue, media_folder: Path) -> Json:
    """Plain texts in the ticket's language; without a template of the office's, the built-in one.

    A job keeps the template that it was ordered under, on whichever printer it comes out.
    """
    services = [branch.service[s] for s in issue.services if s in branch.service]
    zone = next(z for z in branch.zones if z.id == services[0].zone)
    bring = [document for service in services for document in service.documents]

    def text(texts: Texts | None) -> str:
        return say(texts, issue.language)

    mark = f"{text(_TRAINING)} · " if branch.training else ""
    written: Json = {
        "language": issue.language,
        "office": mark + text(office.name),
        "branch": mark + text(branch.name),
        "address": text(branch.address),
        "number": issue.number,
        "service": text(services[0].name),
        "services": [text(service.name) for service in services],
        "issued": f"{issue.issued_at.astimezone(branch.zone_info):%d.%m.%Y %H:%M}",
        "where": text(zone.name),
        "ahead": issue.ahead,
        "wait": issue.wait,
        "cases": issue.cases,
        "url": issue.url,
        "documents": list(dict.fromkeys(map(text, bring))),
        "needs": [text(need.name) for need in office.needs if need.id in issue.needs],
        "service_texts": [text(s.slip_text) for s in services if s.slip_text],
        "footer": text(office.slip_footer) or None,
        "labels": said(office.wording, "slip", issue.language),
    }
    if office.slip is not None:
        written["template"] = _template(office.slip, issue, media_folder)
        if branch.training:  # a design need not name office or branch
            banner = {"text": text(_TRAINING), "align": "center", "inverse": True, "size": "tall"}
            written["template"]["lines"].insert(0, banner)
    return written


def say(texts: Texts | None, language: str) -> str:
    """What an object by language says in `language`, else in its first one."""
    return (texts.get(language) or next(iter(texts.values()))) if texts else ""


def _template(slip: Slip, issue: Issue, media_folder: Path) -> Json:
    """The lines that stand on a slip of these services in this language."""
    lines = [line for line in slip.lines if line.is_on(issue.services, issue.language)]
    return {"lines": [_line(line, issue.language, media_folder) for line in lines]}


def _line(line: SlipLine, language: str, media_folder: Path) -> Json:
    written = line.model_dump(exclude_defaults=True, exclude={"services", "languages", "logo"})
    for key in ("text", "label", "qr", "barcode"):
        if key in written:
            written[key] = say(written[key], language)
    if line.logo and (address := media.versioned(media_folder, line.logo)):
        written["logo"] = address
    return written
