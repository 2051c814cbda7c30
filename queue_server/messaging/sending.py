"""Taking messages where they go: a mail server by SMTP, a gateway by HTTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from queue_server.messaging.letters import write_text
from queue_server.messaging.mails import mail

Json = dict[str, Any]

_TIMEOUT_SECONDS = 30.0


class NotSent(Exception):
    """A message was not taken. `final`: it never will be."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


@dataclass(frozen=True)
class Mails:
    """A mail server; every message goes over a connection of its own."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password_file: str | None = None
    ca_file: str | None = None

    def send(self, message: Json, now: datetime) -> None:
        """Hand a message over; raises `NotSent`."""
        try:
            with self._connection() as server:
                server.send_message(mail(message, self.sender, now))
        except smtplib.SMTPRecipientsRefused as error:
            ((code, why),) = error.recipients.values()
            raise NotSent(f"{code} {_text(why)}", final=code >= 500) from error
        except smtplib.SMTPResponseException as error:
            # Who may not sign in now may later; what was refused for good is refused again.
            final = error.smtp_code >= 500 and not isinstance(
                error, smtplib.SMTPAuthenticationError
            )
            raise NotSent(f"{error.smtp_code} {_text(error.smtp_error)}", final=final) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(f"{type(error).__name__}: {error}") from error

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        trust = ssl.create_default_context(cafile=self.ca_file)
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_TIMEOUT_SECONDS, context=trust
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_SECONDS)
        try:
            if self.security == "starttls":
                server.starttls(context=trust)
            if self.user:
                server.login(self.user, _secret(self.password_file) or "")
            yield server
            server.quit()
        finally:
            server.close()  # who did not understand one another does not take leave


@dataclass(frozen=True)
class Texts:
    """A gateway for text messages: each is posted as JSON, `{to, text, id}`."""

    url: str
    token_file: str | None = None

    def send(self, message: Json, _now: datetime) -> None:
        """Hand a message over; raises `NotSent`."""
        token = _secret(self.token_file)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"to": message["to"], "text": write_text(message), "id": str(message["id"])}
        try:
            answer = requests.post(
                self.url,
                json=body,
                headers=headers,
                timeout=_TIMEOUT_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise NotSent(f"{type(error).__name__}: {error}") from error
        if not 200 <= answer.status_code < 300:
            final = answer.status_code in (400, 404, 410, 422)
            raise NotSent(f"the gateway answered {answer.status_code}", final=final)


def _secret(file: str | None) -> str | None:
    return Path(file).read_text(encoding="utf-8").strip() if file else None


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer
