"""A message as a mail, with the visit as a calendar entry."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from queue_server.booking_site.papers import calendar, method
from queue_server.booking_site.words import words_of
from queue_server.messaging.letters import NOT_BOOKED, write

Json = dict[str, Any]


def mail(message: Json, sender: str, now: datetime) -> EmailMessage:
    """The mail as a mail server takes it."""
    about, written = message["appointment"], write(message)
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = message["to"]
    made["Subject"] = written.subject
    made["Date"] = format_datetime(now.astimezone(UTC))
    # The same at every try, so that mail programs show one that came twice once.
    made["Message-ID"] = f"<{message['id']}.{about['token'].partition('-')[0]}@okienko>"
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = about["language"]
    made.set_content(written.body)
    if message["kind"] in NOT_BOOKED:
        return made
    words = words_of(about["language"], message["texts"])
    entry = calendar(words, about, now, parseaddr(sender)[1])
    made.add_attachment(
        entry.decode(), subtype="calendar", filename="visit.ics", params={"method": method(about)}
    )
    return made
