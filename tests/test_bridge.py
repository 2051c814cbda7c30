"""What is handed to the loop together, by those who wait on the hub."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import gevent
import pytest
from gevent.socket import wait_read

from queue_server import bridge as bridging
from queue_server.bridge import Bridge
from queue_server.domain.errors import StorageUnavailable
from queue_server.identity.tokens import Tokens
from queue_server.loop import Clock, DispatchLoop
from queue_server.loop_process import LoopProcess
from queue_server.moment import Setting
from queue_server.office import parse_office
from queue_server.operations.work import ACCESS, Work
from tests.in_process import busy_office

PATIENCE_SECONDS = 20.0


class Numbered(DispatchLoop):
    """Numbers its commits."""

    commits = 0

    def _commit(self, *about: Any) -> Any:
        Numbered.commits += 1
        return super()._commit(*about)


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    database, clock = tmp_path / "okienko.db", Clock()
    setting = Setting(Tokens(b"a bridge's secret"), "http://office")
    office = parse_office(busy_office())
    make = partial(Numbered, database, lambda: office, setting, clock=clock)
    made = Bridge(database, LoopProcess(make, setting, clock))
    made.begin()
    yield made
    made.close(PATIENCE_SECONDS)


def commit(_work: Work) -> dict[str, Any]:
    return {"commit": Numbered.commits}


def wait_for(_work: Work, end: int, begins: int | None = None) -> dict[str, Any]:
    """Say that it begins, and hold the loop up until something can be read from a pipe."""
    if begins is not None:
        os.write(begins, b"x")
    return {"commit": Numbered.commits, "read": os.read(end, 1).decode()}


def add_padding(_work: Work, padding: str) -> dict[str, Any]:
    return {"padding": padding, "length": len(padding)}


def asking(
    bridge: Bridge, count: int, operate: Callable[..., dict[str, Any]] = commit
) -> list[Any]:
    """So many who ask at once."""
    return [gevent.spawn(bridge.ask, operate) for _ in range(count)]


def await_sent(bridge: Bridge, count: int) -> None:
    """Wait until so many wait for the loop, and all that they ask is on its way."""
    while bridge.loop.asked < count or bridge._gathered or bridge.loop.has_unsent:
        gevent.sleep()


def commits_of(asked: list[Any]) -> list[str]:
    done = gevent.joinall(asked, timeout=PATIENCE_SECONDS)
    assert len(done) == len(asked)
    return [each.get().body for each in asked]


@contextmanager
def a_pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """To let the loop go on; made before its process, which has it too."""
    with a_pipe() as ends:
        yield ends


@pytest.fixture
def second_pipe() -> Iterator[tuple[int, int]]:
    """To be told by the loop; made before its process as well."""
    with a_pipe() as ends:
        yield ends


def test_who_asks_at_the_same_moment_is_answered_by_one_commit(bridge: Bridge) -> None:
    assert commits_of(asking(bridge, 5)) == ['{"commit":1}'] * 5


def test_who_asks_alone_does_not_wait_for_others(bridge: Bridge) -> None:
    assert [bridge.ask(commit).body for _ in range(3)] == [f'{{"commit":{n}}}' for n in (1, 2, 3)]


def test_who_asks_while_the_loop_works_is_answered_by_its_next_commit(
    pipe: tuple[int, int], second_pipe: tuple[int, int], bridge: Bridge
) -> None:
    (readable, writable), (begun, begins) = pipe, second_pipe
    first = asking(bridge, 1, partial(wait_for, end=readable, begins=begins))
    wait_read(begun)
    second = asking(bridge, 1)
    await_sent(bridge, 2)
    third = asking(bridge, 2)
    await_sent(bridge, 4)
    os.write(writable, b"x")
    assert commits_of(first + second + third) == [
        '{"commit":1,"read":"x"}',
        *['{"commit":2}'] * 3,
    ]


def change(work: Work) -> dict[str, Any]:
    work.changes.add(ACCESS)
    return {}


def test_what_a_command_changed_is_heeded_before_it_is_answered_and_told_after(
    bridge: Bridge,
) -> None:
    told: list[str] = []
    bridge.heed = lambda changes: told.append(f"heeded {ACCESS in changes}")
    bridge.publish = lambda changes: told.append(f"published {ACCESS in changes}")

    def ask() -> None:
        bridge.ask(change)
        told.append("answered")

    gevent.joinall([gevent.spawn(ask)], timeout=PATIENCE_SECONDS)
    assert told == ["heeded True", "answered", "published True"]


def test_a_burst_goes_on_once_nobody_waits_for_the_loop(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridging, "_GIVING_WAY_SECONDS", PATIENCE_SECONDS)
    told: list[str] = []

    def ask() -> None:
        bridge.ask(commit)
        told.append("answered")

    def burst() -> None:
        told.append("begun")
        bridge.give_way()
        told.append("gone on")

    gevent.joinall([gevent.spawn(burst), gevent.spawn(ask)], timeout=PATIENCE_SECONDS)
    assert told == ["begun", "answered", "gone on"]


def test_a_burst_goes_on_though_the_loop_answers_nobody(
    pipe: tuple[int, int], bridge: Bridge
) -> None:
    readable, writable = pipe
    (asked,) = asking(bridge, 1, partial(wait_for, end=readable))
    gevent.sleep()
    bridge.give_way()
    assert not asked.ready()
    os.write(writable, b"x")
    assert asked.get(timeout=PATIENCE_SECONDS).status == 200


def test_what_was_gathered_is_answered_by_a_server_that_stops(bridge: Bridge) -> None:
    (asked,) = asking(bridge, 1)
    gevent.sleep()
    bridge.close(PATIENCE_SECONDS)
    assert asked.get(timeout=PATIENCE_SECONDS).status == 200
    assert bridge.ask(commit).status == StorageUnavailable.status


def test_commands_larger_than_a_socket_holds_go_through_whole_and_in_order(bridge: Bridge) -> None:
    sizes = [3_000_000, 10, 1_000_000]
    asked = [gevent.spawn(bridge.ask, partial(add_padding, padding="x" * size)) for size in sizes]
    gevent.joinall(asked, timeout=PATIENCE_SECONDS)
    assert [len(each.get().body) for each in asked] == [
        len(f'{{"padding":"{"x" * size}","length":{size}}}') for size in sizes
    ]


def test_an_operation_that_cannot_be_sent_fails_for_its_asker_alone(bridge: Bridge) -> None:
    other = asking(bridge, 1)
    with pytest.raises(AttributeError, match="pickle"):
        bridge.ask(lambda _work: {})
    assert commits_of(other) == ['{"commit":1}']


class Unreadable:
    """Is sent, and cannot be read."""

    def __reduce__(self) -> tuple[Any, ...]:
        return int, ("no number",)


def test_an_operation_that_cannot_be_read_fails_for_its_asker_alone(bridge: Bridge) -> None:
    unreadable = asking(bridge, 1, partial(dict, read=Unreadable()))
    assert commits_of(asking(bridge, 1)) == ['{"commit":1}']
    assert [each.get().status for each in unreadable] == [500]


def test_what_the_loop_could_not_begin_for_is_raised_where_it_was_begun(tmp_path: Path) -> None:
    def cannot(*_about: Any) -> DispatchLoop:
        raise OSError(30, "Read-only file system")

    loop = LoopProcess(cannot, Setting(Tokens(b""), ""), Clock())
    with pytest.raises(OSError, match="Read-only file system"):
        loop.begin()


def test_who_waits_for_a_beginning_that_takes_long_says_so_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("queue_server.loop_process._TELLING_SECONDS", 0.01)
    said, says = os.pipe()
    setting, clock = Setting(Tokens(b""), ""), Clock()

    office = parse_office(busy_office())
    make = partial(DispatchLoop, tmp_path / "okienko.db", lambda: office, setting, clock=clock)

    def once_told(*about: Any) -> DispatchLoop:
        os.read(said, 1)
        return make(*about)

    loop = LoopProcess(once_told, setting, clock)
    loop.begin(lambda: os.write(says, b"x"))
    assert loop.revision.number == 1
    loop.close()
    loop.forget()
