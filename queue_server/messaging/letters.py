"""A message as it is read: the office's words or the product's, about one visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_server.booking_site.coming import come, where
from queue_server.booking_site.words import Words, words_of
from queue_server.messaging.built_in import built_in

Json = dict[str, Any]

#: A text message may cost by its length.
LONGEST_TEXT = 320


#: What these are about is not in anybody's calendar yet.
NOT_BOOKED = frozenset({"link", "wait_link", "offer"})


@dataclass(frozen=True)
class Written:
    """What a message says."""

    subject: str
    body: str


def write(message: Json) -> Written:
    """The subject and text of a mail, in the visit's language.

    What the office's letter does not say, the product says.
    """
    about = message["appointment"]
    words = words_of(about["language"], message["texts"])
    places = _places(words, message)
    letter, texts = message["letter"] or {}, built_in(words.spoken)
    subject, body = (
        words.of(letter.get(part)) or texts[f"mail_{message['kind']}_{part}"]
        for part in ("subject", "body")
    )
    return Written(_one_line(subject.format_map(places)), _tidy(body.format_map(places)))


def write_text(message: Json) -> str:
    """A text message: the same in a line."""
    words = words_of(message["appointment"]["language"], message["texts"])
    text = words.of(message["text"]) or built_in(words.spoken)[f"sms_{message['kind']}"]
    places = _places(words, message)
    return _cut(_one_line(text.format_map(places)), places["link"])


def _places(words: Words, message: Json) -> dict[str, str]:
    about = message["appointment"]
    start = datetime.fromisoformat(about["start"])
    documents = [f"- {words.of(document)}" for document in about["documents"]]
    bring = "\n".join([f"{words('bring')}:", *documents]) if documents else ""
    return {
        "office": words.of(about["office"]["name"]),
        "branch": words.of(about["place"]["name"]),
        "address": words.of(about["place"]["address"]),
        "service": words.of(about["service_name"]),
        "day": words.date(start),
        "time": words.time(start),
        "code": about["code"] or "",
        "documents": bring,
        "link": about["url"] or "",
        "move": f"{about['url']}/move" if about["url"] else "",
        "cancel": f"{about['url']}/cancel" if about["url"] else "",
        "links": _links(words, about),
        "come": come(words, about) if message["kind"] not in NOT_BOOKED else "",
        "where": where(words, about),
        "name": message["name"] or "",
        "reason": _reason(words, message),
        "until": _until(words, about),
    }


def _until(words: Words, about: Json) -> str:
    """Until when a place is held that is offered."""
    if not about.get("held_until"):
        return ""
    until = datetime.fromisoformat(about["held_until"])
    return f"{words.day(until)}, {words.time(until)}"


def _reason(words: Words, message: Json) -> str:
    """Why the office moved the visit; empty where its owner did."""
    reason = message["reason"] if message["kind"] == "change" else None
    text = built_in(words.spoken)["mail_reason"]
    return text.format(reason=words.of(reason)) if reason else ""


def _links(words: Words, about: Json) -> str:
    """Where the visit can be changed, or who changes it."""
    text = built_in(words.spoken)["mail_links" if about["url"] else "mail_no_links"]
    return text.format(link=about["url"])


def _cut(text: str, link: str) -> str:
    """At most `LONGEST_TEXT`; what comes before its link gives way to it."""
    before, found, after = text.partition(link) if link else (text, "", "")
    return (before[: LONGEST_TEXT - len(found)] + found + after)[:LONGEST_TEXT]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tidy(text: str) -> str:
    """No more than one empty line where something was left out."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"
