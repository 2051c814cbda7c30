"""A keypad at work: reads its keys, gives the counter's commands, answers on its display."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

import serial

from counter_client.client import Client, Counter
from counter_client.feedback import ANSWER_STANDS_SECONDS, Feedback
from counter_client.following import Follower, View
from counter_client.keys import DEFAULT_KEYS, InputKeys, KeySource, SerialKeys
from counter_client.plugging import Health, Plugged
from counter_client.ports import Port
from counter_client.presses import Presses, Said

log = logging.getLogger(__name__)

_READ_SECONDS = 0.2
_PATIENCE_SECONDS = 5.0
"""How long a key's command is repeated while the server is away."""


@dataclass(frozen=True)
class Settings:
    """A keypad, from the office configuration."""

    branch: str
    id: str
    counter: str
    serial: Port | None
    input: str | None
    reads: str
    keys: Mapping[str, str]
    feedback: Feedback | None

    @classmethod
    def of(cls, branch: str, keypad: Mapping[str, Any], language: str) -> Settings:
        """`language` is the office's first, for a display that names none."""
        own = {key["key"]: key["does"] for key in keypad["keys"]}
        return cls(
            branch=branch,
            id=keypad["id"],
            counter=keypad["counter"],
            serial=Port.of(keypad["serial"]) if keypad["serial"] else None,
            input=keypad["input"],
            reads=keypad["reads"],
            keys=own or DEFAULT_KEYS,
            feedback=Feedback.of(keypad["feedback"], language) if keypad["feedback"] else None,
        )


class Keypad:
    """One keypad in a thread of its own; unplugged, it is waited for."""

    def __init__(self, settings: Settings, url: str, token: str | None = None) -> None:
        self._settings = settings
        self._client = Client(url, token, _PATIENCE_SECONDS)
        self._presses = Presses(Counter(self._client, settings.branch, settings.counter))
        self._lost = True
        self._display: serial.Serial | None = None
        self._shown = b""
        self._answer_until = 0.0
        self._plugged = Plugged(f"keypad {settings.id}", self._run)

    def followers(self) -> Iterator[tuple[View, Follower]]:
        """The counter's own view."""
        yield View("counter", self._settings.branch, self._settings.counter), self

    def receive(self, state: Mapping[str, Any]) -> None:
        self._presses.state = state
        self._lost = False

    def lost(self) -> None:
        self._lost = True

    def health(self) -> Health:
        return self._plugged.health

    def start(self) -> None:
        self._plugged.start()

    def stop(self) -> None:
        self._plugged.stop(_PATIENCE_SECONDS + _READ_SECONDS)
        self._client.close()

    def _run(self) -> None:
        with ExitStack() as opened:
            source = self._open(opened)
            self._plugged.there()
            source.forget()
            self._work(source)

    def _open(self, opened: ExitStack) -> KeySource:
        """The keys, and the display where there is one; closed with `opened`."""
        settings, line = self._settings, None
        if settings.serial:
            line = opened.enter_context(settings.serial.open())
            source: KeySource = SerialKeys(line, settings.reads)
        else:
            source = opened.enter_context(closing(InputKeys(settings.input or "")))
        self._shown, self._display = b"", line if settings.feedback else None
        if settings.feedback and settings.feedback.port:
            self._display = opened.enter_context(settings.feedback.port.open())
        return source

    def _work(self, source: KeySource) -> None:
        """Do what is pressed until told to stop; raises once the keypad is gone."""
        while not self._plugged.stopping.is_set():
            for key in source.keys(_READ_SECONDS):
                said = self._press(key)
                if said is None:
                    continue
                self._answer(said)
                if said.commanded:
                    source.forget()  # pressed before the answer was there
                    break
            self._refresh()

    def _press(self, key: str) -> Said | None:
        action = self._settings.keys.get(key)
        if action is None:
            log.info("keypad %s: key %r does nothing", self._settings.id, key)
            return None
        said = self._presses.press(action, time.monotonic())
        if said.commanded:
            log.info("keypad %s: %s: %s %s", self._settings.id, action, said.text, said.number)
        return said

    def _answer(self, said: Said) -> None:
        if said.text == "standing":
            self._answer_until = 0.0
        elif self._display and self._settings.feedback:
            self._shown = self._settings.feedback.answer(said)
            self._display.write(self._shown)
            self._answer_until = time.monotonic() + ANSWER_STANDS_SECONDS

    def _refresh(self) -> None:
        """Bring the counter's state back once an answer has stood for a while."""
        if self._display and self._settings.feedback and time.monotonic() >= self._answer_until:
            shown = self._settings.feedback.standing(self._presses.state, lost=self._lost)
            if shown != self._shown:
                self._shown = shown
                self._display.write(shown)
