"""How an agent comes to its token: it shows a code, and an administrator approves it."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from counter_client.client import Client, ServerAway

_LOOK_SECONDS = 2.0


def pair(url: str, tell: Callable[[str], None]) -> str:
    """Tell a code, again whenever it has expired, until one is approved; the token.

    Raises ServerAway and Refused.
    """
    while True:
        token = _begun(url, tell)
        client = Client(url, token)
        try:
            while (state := client.get("/pairings/own")["state"]) == "waiting":
                time.sleep(_LOOK_SECONDS)
        finally:
            client.close()
        if state == "approved":
            return token


def _begun(url: str, tell: Callable[[str], None]) -> str:
    client = Client(url)
    try:
        said = f"okienko-agent {version('okienko')} {socket.gethostname()}"
        begun = client.post("/pairings", {"client": said})
    finally:
        client.close()
    tell(begun["code"])
    return str(begun["token"])


def keep(file: Path, token: str) -> None:
    """Write a token whole or not at all, for its owner alone."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(token + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)


def kept(url: str, file: Path) -> str | None:
    """The token in a file, renewed where it is old; None where there is none that holds."""
    try:
        token = file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    client = Client(url, token, patience_seconds=0)
    try:
        own = client.get("/pairings/own")
        if own["state"] != "approved":
            return None
        if own["renew"]:
            token = str(client.post("/devices/own/renew")["token"])
            keep(file, token)
    except ServerAway:
        pass  # the agent waits for it anyway
    finally:
        client.close()
    return token
