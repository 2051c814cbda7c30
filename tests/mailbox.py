"""A mail server and a gateway for tests, and a hall that has messages to send."""

import email
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from queue_server.operations.booking import telling
from queue_server.views.messages import messages_json
from tests.booking_hall import at, booked_office, confirm, hold
from tests.in_process import Hall, Json
from tests.ports import free_port

ASKS = {"email": "optional", "phone": "optional", "name": "optional"}
BOTH = frozenset({"mail", "sms"})


@contextmanager
def messaging_hall(folder: Path, **own: Any) -> Iterator[Hall]:
    """A hall whose visits are told by mail and text message; `own`: more of its office."""
    office = booked_office(asks=ASKS, horizon_days=14) | own
    started = Hall(folder, office=office, message_channels=BOTH, booking_url="https://visits")
    try:
        yield started
    finally:
        started.stop()


def booked(hall: Hall, start: datetime | None = None, **contact: str) -> Json:
    contact = contact or {"email": "a@example.org"}
    return confirm(hall, hold(hall, start or at("10:00", 4), language="uk"), **contact)


def due(hall: Hall) -> list[Json]:
    found: list[Json] = hall.do(lambda work: {"due": messages_json(work)})["due"]
    return found


def kinds(hall: Hall) -> list[str]:
    return [message["kind"] for message in due(hall)]


def report(hall: Hall, message: Json, state: str = "sent", *, final: bool = False) -> Json:
    def tell(work: Any) -> Json:
        return telling.report(work, message["id"], state, "why", final=final)

    return dict(hall.do(tell))


def a_message(hall: Hall, **contact: str) -> Json:
    booked(hall, None, **contact)
    return due(hall)[0]


class Mailbox:
    """A mail server's handler: keeps what it is given, and refuses as it is told."""

    def __init__(self) -> None:
        self.found: list[tuple[list[str], EmailMessage]] = []
        self.refusals: list[str] = []
        self.arrived = threading.Event()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refusals:
            return self.refusals.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=default)
        self.found.append((envelope.rcpt_tos, message))
        self.arrived.set()
        return "250 OK"


@contextmanager
def smtp_server(box: Mailbox, **options: Any) -> Iterator[int]:
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def gateway(status: int) -> Iterator[tuple[str, list[tuple[Any, Json]]]]:
    """An HTTP gateway for text messages; what it was sent, with its headers."""
    sent: list[tuple[Any, Json]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append((self.headers["Authorization"], json.loads(raw)))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_about: Any) -> None:
            """Tests are quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sms", sent
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
