"""Devices at work: one connection to the server for all, each device in threads of its own."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Protocol

from counter_client.following import Follower, Following, View


class Device(Protocol):
    """A line of boards, a keypad."""

    def followers(self) -> Iterable[tuple[View, Follower]]:
        """What it has to know of the server."""

    def start(self) -> None:
        """Begin to work."""

    def stop(self) -> None:
        """Stop in order and let go of the hardware."""


@contextmanager
def at_work(url: str, devices: Sequence[Device], token: str | None = None) -> Iterator[None]:
    """The devices work for as long as the block lasts."""
    following = Following(url, [pair for device in devices for pair in device.followers()], token)
    for device in devices:
        device.start()
    following.start()
    try:
        yield
    finally:
        following.stop()
        for device in devices:
            device.stop()


def run(url: str, devices: Sequence[Device], token: str | None = None) -> int:
    """The devices work until SIGTERM or SIGINT; the exit code, 1 when a thread of theirs died."""
    told, died = Event(), Event()

    def die(thread: threading.ExceptHookArgs) -> None:
        threading.__excepthook__(thread)
        died.set()
        told.set()

    wait_for_signals(told)
    hook, threading.excepthook = threading.excepthook, die
    try:
        with at_work(url, devices, token):
            told.wait()
    finally:
        threading.excepthook = hook
    return 1 if died.is_set() else 0


def wait_for_signals(told: Event) -> None:
    """Set `told` on SIGTERM and SIGINT, where this is the thread that may."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_signal: told.set())
        signal.signal(signal.SIGINT, lambda *_signal: told.set())
