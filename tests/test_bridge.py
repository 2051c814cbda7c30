"""What is handed to the loop together, by those who wait on the hub."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import gevent
import pytest
from gevent import monkey

from queue_server import bridge as bridging
from queue_server.bridge import Bridge
from queue_server.domain.errors import StorageUnavailable
from queue_server.identity.tokens import Tokens
from queue_server.loop import Deliver, DispatchLoop
from queue_server.moment import Setting
from queue_server.office import parse_office
from queue_server.operations.work import Work
from tests.in_process import busy_office

NativeEvent = monkey.get_original("threading", "Event")
PATIENCE_SECONDS = 20.0


class Watched(DispatchLoop):
    """Writes down how many commands each commit had."""

    def __init__(self, *about: Any) -> None:
        self.groups: list[int] = []
        super().__init__(*about)

    def _commit(self, group: Any, now: Any) -> Any:
        self.groups.append(len(group))
        return super()._commit(group, now)


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    setting = Setting(Tokens(b"a bridge's secret"), "http://office")

    def make(deliver: Deliver) -> DispatchLoop:
        return Watched(
            tmp_path / "okienko.db", lambda: parse_office(busy_office()), setting, deliver
        )

    made = Bridge(tmp_path / "okienko.db", make)
    yield made
    made.close(PATIENCE_SECONDS)


def groups(bridge: Bridge) -> list[int]:
    assert isinstance(bridge.loop, Watched)
    return bridge.loop.groups


def nothing(_work: Work) -> dict[str, Any]:
    return {}


def asking(bridge: Bridge, count: int, ask: Callable[[], object] | None = None) -> list[Any]:
    """So many who ask at once."""
    return [gevent.spawn(ask or partial(bridge.ask, nothing)) for _ in range(count)]


def test_who_asks_at_the_same_moment_is_answered_by_one_commit(bridge: Bridge) -> None:
    done = gevent.joinall(asking(bridge, 5), timeout=PATIENCE_SECONDS)
    assert [each.value.status for each in done] == [200] * 5
    assert groups(bridge) == [5]


def test_who_asks_alone_does_not_wait_for_others(bridge: Bridge) -> None:
    assert [bridge.ask(nothing).status for _ in range(3)] == [200] * 3
    assert groups(bridge) == [1, 1, 1]


def test_who_asks_while_the_loop_works_goes_with_those_whom_it_answers(bridge: Bridge) -> None:
    begun, free = NativeEvent(), NativeEvent()

    def hold(_work: Work) -> dict[str, Any]:
        begun.set()
        free.wait(PATIENCE_SECONDS)
        return {}

    def ask_twice() -> int:
        bridge.ask(hold)
        return bridge.ask(nothing).status

    first = asking(bridge, 1, ask_twice)
    gevent.sleep()
    while not begun.is_set():
        gevent.sleep(0.001)
    others = asking(bridge, 2)
    gevent.sleep(0.01)
    free.set()
    done = gevent.joinall(first + others, timeout=PATIENCE_SECONDS)
    assert len(done) == 3
    assert groups(bridge) == [1, 3]


def test_a_burst_goes_on_once_nobody_waits_for_the_loop(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridging, "_GIVING_WAY_SECONDS", PATIENCE_SECONDS)
    told: list[str] = []

    def ask() -> None:
        bridge.ask(nothing)
        told.append("answered")

    def burst() -> None:
        told.append("begun")
        bridge.give_way()
        told.append("gone on")

    gevent.joinall([gevent.spawn(burst), gevent.spawn(ask)], timeout=PATIENCE_SECONDS)
    assert told == ["begun", "answered", "gone on"]


def test_a_burst_goes_on_though_the_loop_answers_nobody(bridge: Bridge) -> None:
    free = NativeEvent()

    def hold(_work: Work) -> dict[str, Any]:
        free.wait(PATIENCE_SECONDS)
        return {}

    (asked,) = asking(bridge, 1, partial(bridge.ask, hold))
    gevent.sleep()
    bridge.give_way()
    assert not asked.ready()
    free.set()
    assert asked.get(timeout=PATIENCE_SECONDS).status == 200


def test_what_was_gathered_is_answered_by_a_server_that_stops(bridge: Bridge) -> None:
    (asked,) = asking(bridge, 1)
    gevent.sleep()
    bridge.close(PATIENCE_SECONDS)
    assert asked.get(timeout=PATIENCE_SECONDS).status == 200
    assert bridge.ask(nothing).status == StorageUnavailable.status
