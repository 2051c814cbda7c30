"""What the booking site and the messages to those who book need to run."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from queue_server.office.fields import Host, Model, WebAddress


class BookingSite(Model):
    """The public site on which visits are booked: a process of its own beside the server."""

    bind: str = Field("127.0.0.1:8001", description="The address and port that it listens on.")
    public_url: WebAddress | None = Field(
        None, description="The address that visitors know. Left out: the one it listens on."
    )


class Mail(Model):
    """The mail server that takes messages to those who book."""

    host: Host = Field(description="Its name or address.")
    port: int = Field(587, ge=1, le=65535, description="Its port.")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="`tls` from the first byte, `starttls` before anything is said."
    )
    sender: str = Field(description="The address that messages come from.")
    user: str | None = Field(None, description="Who signs in. Left out: nobody.")
    password_file: Path | None = Field(None, description="The file with the password.")
    ca_file: Path | None = Field(
        None, description="Whose certificates are trusted. Left out: those of the system."
    )


class Sms(Model):
    """An HTTP gateway that takes text messages to those who gave a phone number."""

    url: WebAddress = Field(description="Where each is posted as JSON: `{to, text, id}`.")
    token_file: Path | None = Field(
        None, description="The file with the token that is sent as `Authorization: Bearer`."
    )
