"""Messages sent over real SMTP and HTTP."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from icalendar import Calendar

from queue_server.messaging.__main__ import attempt
from queue_server.messaging.sending import Mails, NotSent, Texts
from tests.booking_hall import at, booked_office
from tests.in_process import Hall, Json
from tests.mailbox import (
    ASKS,
    Mailbox,
    a_message,
    booked,
    due,
    gateway,
    messaging_hall,
    smtp_server,
)
from tests.ports import free_port
from tests.running_office import Office, running_office, until


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with messaging_hall(tmp_path) as ready:
        yield ready


@pytest.fixture(scope="module")
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, box: Mailbox) -> Iterator[Office]:
    """An office whose mail goes to `box`."""
    with smtp_server(box) as port:
        office = booked_office(asks=ASKS, horizon_days=14)
        mail = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "u@example.org"}
        config = {"office": office, "server": {"mail": mail}}
        folder = tmp_path_factory.mktemp("town")
        with running_office(folder, config=config, booking=True) as ready:
            yield ready


def test_booking_sends_a_mail_with_its_calendar_entry_and_links(town: Office, box: Mailbox) -> None:
    slot = town.read("/branches/town/slots?service=cards")[-1]
    about = {"service": "cards", "start": slot["start"], "language": "uk"}
    held = town.do("/branches/town/appointments", about)
    contact = {"email": "a@example.org", "name": "A. B."}
    visit = town.do(f"/appointments/{held['token']}/confirm", {"contact": contact})
    until(lambda: len(box.found) == 1)
    to, message = box.found[0]
    assert to == ["a@example.org"]
    assert str(message["Subject"]).startswith("Візит заплановано: ")
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_body(("plain",))
    assert body
    text = body.get_content()
    assert visit["code"] in text
    for page in ("", "/move", "/cancel"):
        assert f"{town.site}/uk/a/{visit['token']}{page}" in text.splitlines()
    event, entry = event_in(message)
    assert event["DTSTART"].dt == datetime.fromisoformat(slot["start"])
    assert event["LOCATION"] == "Місто, Rynek 1"
    assert event["ORGANIZER"] == "mailto:u@example.org"
    assert entry.get_param("method") == "PUBLISH"
    town.do(f"/appointments/{visit['token']}/cancel")
    until(lambda: len(box.found) == 2)
    cancelled = box.found[1][1]
    assert str(cancelled["Subject"]).startswith("Візит скасовано: ")
    after, entry = event_in(cancelled)
    assert (after["UID"], after["STATUS"]) == (event["UID"], "CANCELLED")
    assert after["SEQUENCE"] >= event["SEQUENCE"]
    assert entry.get_param("method") == "CANCEL"


def event_in(message: EmailMessage) -> tuple[Any, EmailMessage]:
    """The one event of a mail's calendar entry, with the part that carries it."""
    (entry,) = message.iter_attachments()
    assert entry.get_content_type() == "text/calendar"
    (event,) = Calendar.from_ical(entry.get_content()).walk("VEVENT")
    assert isinstance(entry, EmailMessage)
    return event, entry


def test_what_a_mail_server_says_of_an_address_is_not_kept(hall: Hall) -> None:
    class Strict:
        def send(self, _message: Json, _now: datetime) -> None:
            raise NotSent("550 <a@example.org>: no such mailbox", final=True)

    outcome = attempt(Strict(), a_message(hall))
    assert outcome == {"state": "failed", "detail": "550 … no such mailbox", "final": True}


@pytest.mark.parametrize("what", ["forgotten", "of a branch that left the office"])
def test_what_can_be_told_to_nobody_holds_up_no_other_message(hall: Hall, what: str) -> None:
    first = a_message(hall)
    gone = (
        "DELETE FROM appointments"
        if what == "forgotten"
        else "UPDATE appointments SET branch = 'x'"
    )
    hall.do(lambda work: work.db.run(gone) or {})
    booked(hall, at("11:00", 4), email="b@example.org")
    stale, other = due(hall)
    assert (stale["id"], stale["to"]) == (first["id"], None)
    assert attempt(None, stale)["final"]
    assert other["to"] == "b@example.org"


def test_a_gateway_whose_secret_is_missing_is_tried_again(hall: Hall, tmp_path: Path) -> None:
    way = Texts("http://127.0.0.1:9/sms", str(tmp_path / "missing"))
    outcome = attempt(way, a_message(hall, phone="+48 600 100 200"))
    assert outcome == {"state": "failed", "detail": "FileNotFoundError", "final": False}


def mails(port: int, **more: Any) -> Mails:
    about = {"security": "none", "sender": "Urząd <u@example.org>", **more}
    return Mails("127.0.0.1", port, **about)


@pytest.mark.parametrize(
    ("refusal", "final"), [("451 later", False), ("550 no such mailbox", True)]
)
def test_a_refusal_for_good_is_final_and_any_other_is_not(
    hall: Hall, refusal: str, final: bool
) -> None:
    box = Mailbox()
    box.refusals = [refusal]
    with smtp_server(box) as port, pytest.raises(NotSent) as refused:
        mails(port).send(a_message(hall), datetime.now(UTC))
    assert refused.value.final is final


def test_a_server_that_is_away_is_tried_again(hall: Hall) -> None:
    with pytest.raises(NotSent) as refused:
        mails(free_port()).send(a_message(hall), datetime.now(UTC))
    assert not refused.value.final


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of 127.0.0.1 that signs itself, and a server's context with it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file, private = folder / "ca.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, private)
    return file, context


def test_mail_is_signed_in_for_after_tls_and_sent_to_no_stranger(
    hall: Hall, tmp_path: Path
) -> None:
    ca_file, context = certificate(tmp_path)
    secret = tmp_path / "secret"
    secret.write_text("right\n")

    def sign_in(_server: Any, _s: Any, _e: Any, _mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and data.password == b"right"
        return AuthResult(success=known, handled=False)

    box, message, now = Mailbox(), a_message(hall), datetime.now(UTC)
    tls = {"tls_context": context, "require_starttls": True}
    with smtp_server(box, **tls, authenticator=sign_in, auth_required=True) as port:
        about = {"security": "starttls", "user": "u", "password_file": str(secret)}
        mails(port, **about, ca_file=str(ca_file)).send(message, now)
        assert len(box.found) == 1
        for wrong in ({}, {"ca_file": str(ca_file), "user": None}):  # a stranger; not signed in
            with pytest.raises(NotSent):
                mails(port, **{**about, **wrong}).send(message, now)
        secret.write_text("wrong")
        with pytest.raises(NotSent) as refused:
            mails(port, **about, ca_file=str(ca_file)).send(message, now)
        assert not refused.value.final
    with smtp_server(box) as port, pytest.raises(NotSent):  # it knows no TLS
        mails(port, **about).send(message, now)
    assert len(box.found) == 1


@pytest.mark.parametrize(("status", "final"), [(202, None), (503, False), (422, True)])
def test_a_text_message_is_posted_to_the_gateway(
    hall: Hall, tmp_path: Path, status: int, final: bool | None
) -> None:
    (tmp_path / "token").write_text("secret\n")
    message = a_message(hall, phone="+48 600 100 200")
    with gateway(status) as (url, sent):
        send: Callable[..., None] = Texts(url, str(tmp_path / "token")).send
        if final is None:
            send(message, datetime.now(UTC))
        else:
            with pytest.raises(NotSent) as refused:
                send(message, datetime.now(UTC))
            assert refused.value.final is final
    ((authorization, body),) = sent
    assert authorization == "Bearer secret"
    assert body["to"] == "+48 600 100 200"
    assert message["appointment"]["code"] in body["text"]
