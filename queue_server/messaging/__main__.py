"""`python -m queue_server.messaging SERVER [--mail JSON] [--sms JSON]`: sends until it is ended.

Its token comes in the environment, as `OKIENKO_TOKEN`.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

import requests

from queue_server.messaging.sending import Mails, NotSent, Texts

Json = dict[str, Any]
log = logging.getLogger("queue_server.messaging")

#: The hall comes first where both want the processor.
_NICE = 10
#: How often the server is asked whether something is due.
_EVERY_SECONDS = 2.0
_TIMEOUT_SECONDS = 20.0
#: What is told of a failure; addresses stay out of the log.
_LONGEST_DETAIL = 300


#: What a mail server says of a failure may name whom the mail was for.
_ADDRESS = re.compile(r"\S*@\S*")


class Way(Protocol):
    """Where messages of a channel go."""

    def send(self, message: Json, now: datetime) -> None: ...


class Sender:
    """Asks the server what is due, sends it, and tells what became of it."""

    def __init__(self, server: str, token: str | None, ways: Mapping[str, Way]) -> None:
        self._base = f"{server}/api/v1/messages"
        self._ways = ways
        self._session = requests.Session()
        self._session.trust_env = False
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def send_due(self) -> int:
        """Send what is due now; how many messages that were."""
        answer = self._session.get(self._base, timeout=_TIMEOUT_SECONDS)
        answer.raise_for_status()
        found: list[Json] = answer.json()
        for message in found:
            self._report(message["id"], attempt(self._ways.get(message["channel"]), message))
        return len(found)

    def _report(self, message: int, outcome: Json) -> None:
        url = f"{self._base}/{message}"
        self._session.post(url, json=outcome, timeout=_TIMEOUT_SECONDS).raise_for_status()


def attempt(way: Way | None, message: Json) -> Json:
    """Send a message; what became of it, as the server is told."""
    if way is None or message["to"] is None:
        return {"state": "failed", "detail": "nobody to send it to", "final": True}
    try:
        way.send(message, datetime.now(UTC))
    except NotSent as error:
        log.warning("message %s was not sent (%s)", message["id"], type(error.__cause__))
        detail = _ADDRESS.sub("…", " ".join(str(error).split()))[:_LONGEST_DETAIL]
        return {"state": "failed", "detail": detail or "not sent", "final": error.final}
    except Exception as error:  # noqa: BLE001  # the others are sent all the same
        log.warning("message %s was not sent (%s)", message["id"], type(error))
        return {"state": "failed", "detail": type(error).__name__, "final": False}
    return {"state": "sent"}


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    parser = argparse.ArgumentParser(prog="queue_server.messaging")
    parser.add_argument("server")
    parser.add_argument("--mail", type=json.loads)
    parser.add_argument("--sms", type=json.loads)
    asked = parser.parse_args()
    os.nice(_NICE)
    ways: dict[str, Way] = {}
    if asked.mail:
        ways["mail"] = Mails(**asked.mail)
    if asked.sms:
        ways["sms"] = Texts(**asked.sms)
    sender = Sender(asked.server, os.environ.get("OKIENKO_TOKEN"), ways)
    while True:
        try:
            sent = sender.send_due()
        except (requests.RequestException, ValueError) as error:
            log.warning("the server cannot be asked: %s", type(error).__name__)
            sent = 0
        if not sent:
            time.sleep(_EVERY_SECONDS)


if __name__ == "__main__":
    main()
