"""The agent of a computer with devices: works what the server's office configuration names for it.

It follows its own view, so what a new revision adds, changes or takes away is started, restarted or
stopped at once; and it says again and again that it is there, and how its devices are.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from threading import Event, Thread
from typing import Any

from counter_client.client import Client, Refused, ServerAway, place
from counter_client.following import Follower, Following, View
from kiosk import systemd
from kiosk.hardware import LISTS, Device, Name, Workshop
from printers.transport import Limits
from printers.worker import Pace

log = logging.getLogger(__name__)

Json = Mapping[str, Any]

_LOOK_SECONDS = 1.0
"""How often it looks at its devices: what changed is told, and systemd hears that it lives."""
_SAY_SECONDS = 10.0
"""It says that it is there at least so often."""
_RECONNECT_SECONDS = 2.0
_ANSWER_SECONDS = 3.0
_BRANCHES_SECONDS = 5.0
"""A new revision's branches are found within so long."""

EVERY_BRANCH = "*"
_TAKEN = "agent_taken"
_RUN = str(uuid.uuid4())
"""By which the server tells this program, on whatever connection, from another of its name."""


@dataclass
class AtWork:
    """A device with its settings and with who follows what for it."""

    settings: Json
    device: Device
    following: list[tuple[View, Follower]] = field(default_factory=list)


class Place:
    """One agent of one branch: the devices that it has and what it says of them."""

    def __init__(
        self, branch: str, agent: str, following: Following, workshop: Workshop, news: Event
    ) -> None:
        self._branch = branch
        self._agent = agent
        self._following = following
        self._workshop = workshop
        self._news = news
        self._wanted: dict[Name, Json] = {}
        self.told = Event()
        """Set once it knows what that is."""
        self._at_work: dict[Name, AtWork] = {}
        self._said: Json = {}
        self._said_at = float("-inf")
        self._refused: Json = {}
        following.follow(View("agent", branch, agent), self)

    def receive(self, state: Json) -> None:
        """What it has to work from now on."""
        self._wanted = {
            Name(self._branch, kind, settings["id"]): settings
            for kind, name in LISTS.items()
            for settings in state[name]
        }
        self._said_at = float("-inf")  # the connection may be another one
        self.told.set()
        self._news.set()

    def has(self, name: Name) -> bool:
        """Whether this device is one of its own."""
        return name in self._wanted

    def lost(self) -> None:
        """Devices go on; each knows by itself what it can do without the server."""

    def arrange(self) -> None:
        """Stop what is no longer wanted or wanted otherwise, start what is new.

        Nothing is wanted of one whose name another program has: both would print on one printer.
        """
        wanted = {} if self._refused.get("code") == _TAKEN else self._wanted
        gone = [n for n, at_work in self._at_work.items() if at_work.settings != wanted.get(n)]
        self._stop(gone)
        for name in wanted.keys() - self._at_work.keys():
            device = self._workshop.make(name, wanted[name])
            at_work = AtWork(wanted[name], device, list(device.followers()))
            self._at_work[name] = at_work
            device.start()
            for view, follower in at_work.following:
                self._following.follow(view, follower)

    def say(self) -> None:
        """Tell the server, where something changed or it is time."""
        devices = [
            {"kind": name.kind, "id": name.id, **at_work.device.health()._asdict()}
            for name, at_work in sorted(self._at_work.items())
        ]
        now = time.monotonic()
        if devices == self._said.get("devices") and now < self._said_at + _SAY_SECONDS:
            return
        self._said = {
            "branch": self._branch,
            "agent": self._agent,
            "version": version("okienko"),
            "host": socket.gethostname(),
            "run": _RUN,
            "devices": devices,
        }
        answer = self._following.ask("present", self._said, _ANSWER_SECONDS)
        if answer is None:
            self._said_at = now - _SAY_SECONDS + _LOOK_SECONDS
            return
        refused = (answer.get("error") or {}) if isinstance(answer, Mapping) else {}
        self._said_at = now - _SAY_SECONDS + _LOOK_SECONDS if refused else now
        if refused.get("detail") != self._refused.get("detail"):
            what = refused.get("detail", "heard again")
            log.warning("%s/%s: %s", self._branch, self._agent, what)
        self._refused = refused

    def stop(self) -> None:
        """Stop every device, all at the same time."""
        self._stop(list(self._at_work))

    def _stop(self, names: Sequence[Name]) -> None:
        stopped = [self._at_work.pop(name) for name in names]
        for at_work in stopped:
            for _, follower in at_work.following:
                self._following.leave(follower)
        stopping = [Thread(target=at_work.device.stop) for at_work in stopped]
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join()


class Agent:
    """One connection to the server for the devices of one agent or several."""

    def __init__(
        self,
        url: str,
        names: Sequence[str],
        elsewhere: Mapping[Name, str] | None = None,
        token: str | None = None,
        limits: Limits | None = None,
        pace: Pace | None = None,
    ) -> None:
        """`names` are `BRANCH/AGENT`; raises ValueError for one of another form.

        `*/AGENT` is that of every branch, those of later revisions too.
        """
        self.told = Event()
        """Set to end it."""
        self._news = Event()
        self._following = Following(url, token=token, retry_seconds=_RECONNECT_SECONDS)
        self._workshop = Workshop(
            url, token, self._scanned, elsewhere or {}, limits or Limits(), pace or Pace()
        )
        named = [place(name) for name in names]
        self._everywhere = [agent for branch, agent in named if branch == EVERY_BRANCH]
        self._places = {name: self._place(*name) for name in named if name[0] != EVERY_BRANCH}
        self._branches: list[str] = []
        self._ask = partial(_branches, Client(url, token, patience_seconds=0))
        self._misplaced = set(elsewhere or ())
        """Devices with a place of their own that none of the agents is known to have."""

    def run(self) -> None:
        """Work until told to end."""
        self._following.start()
        if self._everywhere:
            Thread(target=self._follow_branches, daemon=True).start()
        systemd.notify("READY=1")
        while not self.told.is_set():
            for name in [(b, agent) for b in self._branches for agent in self._everywhere]:
                if name not in self._places:
                    self._places[name] = self._place(*name)
            for where in self._places.values():
                where.say()
                where.arrange()
            self._tell_misplaced()
            systemd.notify("WATCHDOG=1")
            self._news.wait(_LOOK_SECONDS)
            self._news.clear()
        systemd.notify("STOPPING=1")
        for where in self._places.values():
            where.stop()
        self._following.stop()

    def _place(self, branch: str, agent: str) -> Place:
        return Place(branch, agent, self._following, self._workshop, self._news)

    def _tell_misplaced(self) -> None:
        places = list(self._places.values())
        if not (self._misplaced and places and all(where.told.is_set() for where in places)):
            return
        for name in sorted(self._misplaced):
            if not any(where.has(name) for where in places):
                log.warning("%s: is no device of this agent, so --at has no effect", "/".join(name))
        self._misplaced.clear()

    def _follow_branches(self) -> None:
        while not self.told.is_set():
            self._branches = self._ask() or self._branches
            self._news.set()
            self.told.wait(_BRANCHES_SECONDS)

    def end(self) -> None:
        """Let `run` return."""
        self.told.set()
        self._news.set()

    def _scanned(self, branch: str, kiosk: str, code: str) -> None:
        answer = self._following.ask(
            "scan", {"branch": branch, "kiosk": kiosk, "code": code}, _ANSWER_SECONDS
        )
        if not (isinstance(answer, Mapping) and answer.get("heard")):
            log.warning("no page of kiosk %s/%s heard a scan: %s", branch, kiosk, answer)


def _branches(client: Client) -> list[str]:
    """The ids of every branch; none while the server does not tell."""
    try:
        return [str(branch["id"]) for branch in client.get("/branches")]
    except (ServerAway, Refused):
        return []


def run(
    url: str,
    names: Sequence[str],
    elsewhere: Mapping[Name, str] | None = None,
    token: str | None = None,
    limits: Limits | None = None,
) -> int:
    """Work until SIGTERM or SIGINT; the exit code, 1 when a thread died of a fault."""
    agent = Agent(url, names, elsewhere, token, limits)
    died = Event()

    def die(thread: threading.ExceptHookArgs) -> None:
        threading.__excepthook__(thread)
        died.set()
        agent.end()

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            # In a thread of its own: here the loop may be holding what `end` waits for.
            signal.signal(number, lambda *_signal: Thread(target=agent.end).start())
    hook, threading.excepthook = threading.excepthook, die
    try:
        log.info("working for %s as %s", url, ", ".join(names))
        agent.run()
    finally:
        threading.excepthook = hook
    return 1 if died.is_set() else 0
