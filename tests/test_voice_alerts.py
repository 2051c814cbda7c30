"""A display that cannot be heard: another speaks, and a supervisor is told."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import socketio

from queue_server.memory.speaking import Area, Device, SoundAlert, Speaking
from queue_server.store.database import open_reader
from tests.running_office import HASTY, Office, running_office, until
from tests.small_office import TOWN, changed, small_office

HALL = Area("town", "hall")


def device(sid: str, display: str = "hall", voice: bool = True) -> Device:
    return Device(sid, "town", display, frozenset({HALL}), voice)


def test_an_announcement_given_back_is_granted_to_another() -> None:
    found = Speaking()
    found.join(device("a"))
    found.join(device("b", "second"))
    assert found.claim("a", HALL, 7, 1)
    assert not found.release("b", HALL, 7, 1), "only the one that claimed it gives it back"
    assert found.release("a", HALL, 7, 1)
    found.mute("a", True, "blocked")
    assert found.claim("b", HALL, 7, 1)
    assert not found.release("a", HALL, 7, 1)


def test_a_display_is_mute_when_none_of_its_devices_can_be_heard() -> None:
    found = Speaking()
    for one in (device("a"), device("twin"), device("silent", "board", voice=False)):
        found.join(one)
        found.mute(one.sid, True, "failed")
    assert set(found.mute_displays()) == {SoundAlert("town", "display_mute", "hall", "failed")}
    found.mute("twin", False)
    assert list(found.mute_displays()) == []


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    document = small_office()
    second = {"id": "second", "name": "Hol 2", "zones": ["hall"]}
    quiet = {"id": "2", "label": "2", "zone": "hall", "profile": "front", "quiet": True}
    document = changed(document, f"{TOWN}.displays[1]", second)
    document = changed(document, f"{TOWN}.counters[1]", quiet)
    document["office"]["announce_order"] = "office_first"
    data = tmp_path_factory.mktemp("heard") / "data"
    with running_office(data, config=document, command=HASTY) as ready:
        yield ready


@pytest.fixture
def display(office: Office) -> Iterator[Callable[[str], Any]]:
    """`display(id)`: a socket that watches as a display does, with what it was told."""
    sockets = []

    def connect(id_: str) -> Any:
        socket = socketio.Client(reconnection=False)
        socket.told = []
        for event in ("speaker", "claimed", "unclaimed"):
            socket.on(event, lambda said, event=event: socket.told.append((event, said)))
        socket.connect(office.url, transports=["websocket"])
        socket.call("watch", {"view": "display", "branch": "town", "id": id_}, timeout=10)
        sockets.append(socket)
        return socket

    yield connect
    for socket in sockets:
        socket.disconnect()


def called(office: Office, counter: str, language: str = "uk") -> Any:
    office.at("town", counter, "open")
    office.take("town", "cards", language=language)
    return office.at("town", counter, "next", {"current": "done"})["ticket"]


def alerts(office: Office) -> list[Any]:
    return [one for one in office.read("/branches/town")["alerts"] if one["kind"] != "unserved"]


def kept_events(data: Path) -> list[tuple[str, str | None]]:
    with closing(open_reader(data / "okienko.db")) as reader:
        return [
            (str(kind), reason)
            for kind, reason in reader.all("SELECT kind, reason FROM events ORDER BY seq")
            if "mute" in str(kind) or "silent" in str(kind)
        ]


def test_a_call_that_was_not_heard_is_spoken_by_another_and_a_supervisor_is_told(
    office: Office, display: Callable[[str], Any]
) -> None:
    first, second = display("hall"), display("second")
    ticket = called(office, "1")
    claim = {"branch": "town", "id": ticket["id"], "calls": 1}
    assert first.call("claim", claim, timeout=10) == {"granted": True}
    assert second.call("claim", claim, timeout=10) == {"granted": False}
    first.emit("mute", {"muted": True, "reason": "failed"})
    first.emit("unspoken", claim)
    until(lambda: any(event == "unclaimed" for event, _ in second.told))
    until(lambda: any(event == "speaker" and said["speaking"] for event, said in second.told))
    assert second.call("claim", claim, timeout=10) == {"granted": True}

    mute = {"kind": "display_mute", "display": "hall", "reason": "failed"}
    until(lambda: alerts(office) == [mute])
    second.emit("mute", {"muted": True, "reason": "<script>"})
    silent = {"kind": "silent_area", "sound_area": "hall", "reason": ""}
    other = {"kind": "display_mute", "display": "second", "reason": ""}
    until(lambda: alerts(office) == [mute, other, silent])
    for socket in (first, second):
        socket.emit("mute", {"muted": False})
    until(lambda: alerts(office) == [])
    kept = [
        ("display_mute", "failed"),
        ("display_mute", ""),
        ("silent_area", ""),
        ("display_mute_over", None),
        ("display_mute_over", None),
        ("silent_area_over", None),
    ]
    until(lambda: kept_events(office.data) == kept)


def test_a_quiet_counters_call_is_shown_and_never_spoken(
    office: Office, display: Callable[[str], Any]
) -> None:
    socket = display("hall")
    ticket = called(office, "2")
    shown = office.read("/branches/town/displays/hall")["calls"][0]
    assert (shown["id"], shown["spoken"]) == (ticket["id"], False)
    claim = {"branch": "town", "id": ticket["id"], "calls": 1}
    assert socket.call("claim", claim, timeout=10) == {"granted": False}


def test_the_offices_language_comes_first_where_the_office_says_so(office: Office) -> None:
    called(office, "1", "uk")
    shown = office.read("/branches/town/displays/hall")["calls"][0]
    assert (shown["languages"], shown["language"]) == (["pl", "uk"], "uk")
