"""Screens over Socket.IO: a snapshot, then every newer state; who speaks in a sound area."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest
import requests
import socketio

from tests.in_process import TOWN, quiet_office
from tests.running_office import Office, running_office

Json = dict[str, Any]
WAIT_SECONDS = 20
#: Counts are told once in this time at most.
GATHERED_SECONDS = 0.15
#: What a view says anew each time it is read, whatever happened.
CLOCKS = {"now", "wait", "ahead", "longest_wait_seconds"}


def two_halls() -> Json:
    """`quiet_office` with a second zone that hears the first, two more displays, a printer."""
    configuration = quiet_office()
    town = configuration["office"]["branches"][0]
    town["zones"] = [
        {"id": "hall", "name": "Hol", "sound_area": "ground"},
        {"id": "desk", "name": "Punkt informacyjny", "sound_area": "ground"},
        {"id": "attic", "name": "Poddasze"},
    ]
    town["counters"][2]["zone"] = "attic"
    town["counters"][3]["zone"] = "desk"
    town["displays"] = [
        {"id": "hall", "name": "Hol", "zones": ["hall"]},
        {"id": "desk", "name": "Punkt informacyjny", "zones": ["desk"]},
        {"id": "attic", "name": "Poddasze", "zones": ["attic"]},
        {"id": "silent", "name": "Bez głosu", "zones": ["hall"], "voice": False},
    ]
    town["printers"] = [{"id": "a", "name": "Hol", "host": "10.0.0.5"}]
    town["kiosks"][0]["printers"] = ["a"]
    return configuration


class Screen:
    """A Socket.IO client that remembers what it was told."""

    def __init__(self, office: Office) -> None:
        self.client = socketio.Client(reconnection=False)
        self.views: SimpleQueue[Json] = SimpleQueue()
        self.speaking: SimpleQueue[bool] = SimpleQueue()
        self.rev = 0
        self.client.on("view", self.views.put)
        self.client.on("speaker", lambda message: self.speaking.put(message["speaking"]))
        self.client.connect(office.url, transports=["websocket"], wait_timeout=WAIT_SECONDS)

    def ask(self, event: str, *message: Any) -> Any:
        """What the server acknowledges."""
        return self.client.call(event, *message, timeout=WAIT_SECONDS)

    def watch(self, view: str, branch: str = TOWN, id_: str = "") -> Json:
        """The state of a view now; it is followed from here on."""
        answer = self.ask("watch", {"view": view, "branch": branch, "id": id_})
        assert "error" not in answer, answer
        assert answer["rev"] == answer["state"]["rev"] >= self.rev
        self.rev = answer["rev"]
        return dict(answer["state"])

    def until(self, shown: Callable[[Json], bool]) -> Json:
        """The first state pushed of which this is true; revs only grow on the way."""
        while True:
            state = self.newer()
            if shown(state):
                return state

    def newer(self) -> Json:
        """The next state that is pushed."""
        message = self.views.get(timeout=WAIT_SECONDS)
        assert message["rev"] == message["state"]["rev"] >= self.rev
        self.rev = message["rev"]
        return dict(message["state"])

    def told_to_speak(self, speaking: bool) -> None:
        while self.speaking.get(timeout=WAIT_SECONDS) is not speaking:
            pass

    def claim(self, call: Json) -> bool:
        message = {"branch": TOWN, "display": "hall", "id": call["id"], "calls": call["calls"]}
        return bool(self.ask("claim", message)["granted"])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running_office(tmp_path_factory.mktemp("office") / "data", config=two_halls()) as ready:
        for counter in ("1", "2", "3"):
            ready.at(TOWN, counter, "open")
        yield ready


@pytest.fixture
def screen(office: Office) -> Iterator[Callable[[], Screen]]:
    """Makes screens of `office` that are gone after the test."""
    with ExitStack() as stack:

        def connect(to: Office = office) -> Screen:
            made = Screen(to)
            stack.callback(made.client.disconnect)
            return made

        yield connect
    held = [c for c in ("1", "2", "3") if office.read(f"/branches/{TOWN}/counters/{c}")["ticket"]]
    for counter in held:
        office.at(TOWN, counter, "finish")


def timeless(state: Any) -> Any:
    """A state without what changes by time alone."""
    if isinstance(state, dict):
        return {name: timeless(value) for name, value in state.items() if name not in CLOCKS}
    return [timeless(value) for value in state] if isinstance(state, list) else state


# Views ------------------------------------------------------------------------------------------

# view, id, the same state's GET, and what changes it
VIEWS: dict[str, tuple[str, str, Callable[[Office], object]]] = {
    "display": ("hall", "/displays/hall", lambda office: call_someone(office)),
    "counter": ("1", "/counters/1", lambda office: call_someone(office)),
    "board": ("1", "/counters/1/board", lambda office: call_someone(office)),
    "kiosk": ("hall", "/kiosks/hall", lambda office: office.take(TOWN, "permits")),
    "branch": ("", "", lambda office: office.take(TOWN, "permits")),
    "printer": ("a", "/printers/a", lambda office: office.take(TOWN, "permits", kiosk="hall")),
}


def call_someone(office: Office, counter: str = "1") -> Json:
    """A visitor who is called at once."""
    ticket = office.take(TOWN, "cards", **{"class": "urgent"})
    called: Json = office.at(TOWN, counter, "call", {"ticket": ticket["id"]})["ticket"]
    return called


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_followed_from_a_snapshot(
    office: Office, screen: Callable[[], Screen], view: str
) -> None:
    id_, path, change = VIEWS[view]
    watching = screen()
    first = watching.watch(view, TOWN, id_)
    if view != "printer":  # its agent is at work
        assert timeless(first) == timeless(office.read(f"/branches/{TOWN}{path}"))
    change(office)
    pushed = watching.until(lambda state: state["rev"] > first["rev"])
    assert timeless(pushed).keys() == timeless(first).keys()
    assert timeless(pushed) != timeless(first)


def test_a_visitors_page_is_followed_by_its_token(
    office: Office, screen: Callable[[], Screen]
) -> None:
    ticket = office.take(TOWN, "cards", **{"class": "urgent"})
    phone = screen()
    first = phone.watch("ticket", "", ticket["token"])
    assert (first["ticket"]["state"], first["counter"]) == ("waiting", None)
    assert "token" not in first["ticket"]
    assert timeless(first) == timeless(office.read(f"/public/tickets/{ticket['token']}"))
    office.at(TOWN, "1", "call", {"ticket": ticket["id"]})
    called = phone.until(lambda state: state["ticket"]["state"] == "called")
    assert called["counter"]["id"] == "1"


def test_a_message_says_which_view_it_is_of(office: Office, screen: Callable[[], Screen]) -> None:
    watching = screen()
    watching.watch("board", TOWN, "1")
    watching.watch("board", TOWN, "2")
    call_someone(office, "2")
    message = watching.views.get(timeout=WAIT_SECONDS)
    assert {name: message[name] for name in ("view", "branch", "id")} == {
        "view": "board",
        "branch": TOWN,
        "id": "2",
    }


UNKNOWN = [
    {"view": "moon", "branch": TOWN, "id": "1"},
    {"view": "display", "branch": "nowhere", "id": "hall"},
    {"view": "display", "branch": TOWN, "id": "nowhere"},
    {"view": "display", "branch": TOWN},
    {"view": "counter", "branch": TOWN, "id": "99"},
    {"view": "board", "branch": TOWN, "id": ""},
    {"view": "kiosk", "branch": TOWN, "id": "nowhere"},
    {"view": "printer", "branch": TOWN, "id": "nowhere"},
    {"view": "branch", "branch": "nowhere"},
    {"view": "ticket", "id": "1-forged"},
    {"view": "ticket", "id": "9" * 40},
    {"view": "ticket", "id": "1-\ud800"},
    {"view": "\ud800", "branch": "\x00", "id": "\u202e"},
    {"view": "x" * 10_000, "branch": TOWN, "id": ""},
    {},
]
FAULTY: list[Any] = [
    *([], None, 5, "display", [{"view": "display"}]),
    *({"view": 5}, {"view": "branch", "branch": [1]}),
]


@pytest.mark.parametrize("message", UNKNOWN, ids=lambda message: str(message)[:50])
def test_what_there_is_not_is_not_watched(screen: Callable[[], Screen], message: Any) -> None:
    watching = screen()
    error = watching.ask("watch", message)["error"]
    assert (error["status"], error["code"]) == (404, "not_found")
    assert watching.watch("branch")["id"] == TOWN  # and the connection lives on


@pytest.mark.parametrize("message", FAULTY, ids=str)
def test_a_faulty_watch_is_answered_with_a_problem(
    screen: Callable[[], Screen], message: Any
) -> None:
    watching = screen()
    error = watching.ask("watch", message)["error"]
    assert (error["status"], error["code"]) == (422, "invalid")
    assert watching.watch("branch")["id"] == TOWN


def test_a_message_of_no_meaning_ends_nothing(office: Office, screen: Callable[[], Screen]) -> None:
    watching = screen()
    assert watching.ask("watch")["error"]["code"] == "invalid"
    assert watching.ask("claim", {"id": "x", "calls": None}) == {"granted": False}
    assert watching.ask("claim", {"id": 10**30, "calls": -1}) == {"granted": False}
    assert watching.ask("claim", "all") == {"granted": False}
    for message in FAULTY:
        watching.client.emit("mute", message)
    watching.client.emit("unheard-of", {"a": 1})
    assert watching.watch("branch")["id"] == TOWN
    assert "Traceback" not in office.log.read_text()


# Pushing ----------------------------------------------------------------------------------------


def is_newest(call: tuple[int, int], state: Json) -> bool:
    """Whether a display shows this call, by ticket and count, before all others."""
    return (state["calls"][0]["id"], state["calls"][0]["calls"]) == call


def test_every_call_is_pushed_and_revs_only_grow(
    office: Office, screen: Callable[[], Screen]
) -> None:
    display = screen()
    display.watch("display", TOWN, "hall")
    for _ in range(10):
        ticket = call_someone(office)["id"]
        display.until(partial(is_newest, (ticket, 1)))
        office.at(TOWN, "1", "recall")
        display.until(partial(is_newest, (ticket, 2)))
        office.at(TOWN, "1", "finish")


def test_calls_committed_together_are_pushed_one_by_one(
    office: Office, screen: Callable[[], Screen]
) -> None:
    display, counters = screen(), ("1", "2")
    display.watch("display", TOWN, "hall")
    with ThreadPoolExecutor(len(counters)) as clerks:
        for _ in range(10):
            made = {call["id"] for call in clerks.map(partial(call_someone, office), counters)}
            while made:  # each is the newest in a view of its own
                made.discard(display.newer()["calls"][0]["id"])
            for counter in counters:
                office.at(TOWN, counter, "finish")


def test_counts_are_gathered(office: Office, screen: Callable[[], Screen]) -> None:
    display = screen()
    waiting = display.watch("display", TOWN, "hall")["waiting"]
    take, body = f"{office.url}/api/v1/branches/{TOWN}/tickets", {"service": "permits"}
    began = time.monotonic()
    with ThreadPoolExecutor(8) as crowd:
        taken = list(crowd.map(lambda _: requests.post(take, json=body, timeout=30), range(40)))
    assert all(answer.ok for answer in taken)
    pushes = 1
    while display.newer()["waiting"] < waiting + 40:
        pushes += 1
    assert pushes < 2 + (time.monotonic() - began) / GATHERED_SECONDS


def test_a_withdrawn_call_leaves_the_display(office: Office, screen: Callable[[], Screen]) -> None:
    display = screen()
    display.watch("display", TOWN, "hall")
    called = call_someone(office)
    display.until(lambda state: state["calls"][0]["id"] == called["id"])
    office.at(TOWN, "1", "undo")
    display.until(lambda state: called["id"] not in {call["id"] for call in state["calls"]})


def test_a_parked_visitor_comes_back_by_time_alone(
    office: Office, screen: Callable[[], Screen]
) -> None:
    called = call_someone(office)
    clerk = screen()
    clerk.watch("counter", TOWN, "1")
    office.at(TOWN, "1", "park", {"minutes": 0.01})
    back = clerk.until(lambda state: called["id"] in {t["id"] for t in state["upcoming"]})
    assert called["id"] not in {ticket["id"] for ticket in back["parked"]}


def test_a_clerk_hears_of_the_others(office: Office, screen: Callable[[], Screen]) -> None:
    clerk = screen()
    assert clerk.watch("counter", TOWN, "1")["clerks"] == []
    office.at(TOWN, "4", "open", {"clerk": "Zofia"})
    clerk.until(lambda state: state["clerks"] == ["Zofia"])
    office.at(TOWN, "4", "close")
    clerk.until(lambda state: state["clerks"] == [])


def test_a_board_shows_its_counters_pause(office: Office, screen: Callable[[], Screen]) -> None:
    board = screen()
    assert board.watch("board", TOWN, "2")["paused"] is False
    office.at(TOWN, "2", "pause")
    assert board.newer()["paused"] is True
    office.at(TOWN, "2", "resume")
    assert board.newer()["paused"] is False


def test_another_branchs_zones_and_counters_are_not_pushed(
    office: Office, screen: Callable[[], Screen]
) -> None:
    attic = screen()
    attic.watch("board", TOWN, "3")
    call_someone(office, "1")
    office.at(TOWN, "3", "pause")
    assert attic.newer()["paused"] is True  # the first push is of its own counter
    office.at(TOWN, "3", "resume")


def test_revs_go_on_after_the_server_has_died(tmp_path: Path) -> None:
    with running_office(tmp_path / "data", config=two_halls()) as office, ExitStack() as stack:
        office.at(TOWN, "1", "open")
        screens = []
        for view, id_ in (("display", "hall"), ("counter", "1"), ("branch", "")):
            before = Screen(office)
            stack.callback(before.client.disconnect)
            before.watch(view, TOWN, id_)
            screens.append((before, view, id_))
        called = call_someone(office)
        for before, _, _ in screens:
            before.until(lambda state: state["rev"] > 1)
        office.restart()
        for before, view, id_ in screens:
            after = Screen(office)
            stack.callback(after.client.disconnect)
            after.rev = before.rev
            state = after.watch(view, TOWN, id_)  # checks that its rev is no smaller
            if view == "display":
                newest = state["calls"][0]
                assert (newest["id"], newest["active"]) == (called["id"], True)
            seen = after.rev
            office.at(TOWN, "1", "recall")
            while after.rev == seen:
                after.newer()


# Who speaks -------------------------------------------------------------------------------------


def test_one_display_speaks_in_a_sound_area_and_another_takes_over(
    office: Office, screen: Callable[[], Screen]
) -> None:
    first, second, attic, silent = (screen() for _ in range(4))
    for display, name in ((first, "hall"), (second, "desk"), (attic, "attic"), (silent, "silent")):
        display.watch("display", TOWN, name)
    first.told_to_speak(True)
    second.told_to_speak(False)
    attic.told_to_speak(True)  # it stands where the others are not heard
    silent.told_to_speak(False)
    call = call_someone(office)
    assert not second.claim(call)
    assert not attic.claim(call)
    assert first.claim(call)

    first.client.emit("mute", {"branch": TOWN, "display": "hall", "muted": True})
    first.told_to_speak(False)
    second.told_to_speak(True)
    assert not second.claim(call)  # it has been spoken
    recalled = office.at(TOWN, "1", "recall")["ticket"]
    assert not second.claim(call)  # no longer the newest call of this ticket
    assert second.claim(recalled)

    first.client.emit("mute", {"branch": TOWN, "display": "hall", "muted": False})
    first.told_to_speak(True)
    second.told_to_speak(False)
    first.client.disconnect()
    second.told_to_speak(True)


def test_many_devices_that_claim_at_once_are_granted_one(
    office: Office, screen: Callable[[], Screen]
) -> None:
    displays = [screen() for _ in range(4)]
    for display in displays:
        display.watch("display", TOWN, "hall")
    displays[0].told_to_speak(True)
    call = call_someone(office)
    assert [display.claim(call) for display in displays] == [True, False, False, False]


@pytest.mark.parametrize("verb", ["start", "finish", "return", "park", "transfer", "undo"])
def test_who_is_no_longer_called_is_not_spoken(
    office: Office, screen: Callable[[], Screen], verb: str
) -> None:
    display = screen()
    display.watch("display", TOWN, "hall")
    display.told_to_speak(True)
    call = call_someone(office)
    office.at(TOWN, "1", verb, {"service": "stamps"} if verb == "transfer" else None)
    assert not display.claim(call)


def test_a_device_that_watches_no_display_is_granted_nothing(
    office: Office, screen: Callable[[], Screen]
) -> None:
    stranger = screen()
    assert not stranger.claim(call_someone(office))
    stranger.watch("branch")
    assert not stranger.claim(call_someone(office, "2"))


def test_a_display_that_watches_again_is_told_again(screen: Callable[[], Screen]) -> None:
    display = screen()
    for _ in range(2):
        display.watch("display", TOWN, "hall")
        display.told_to_speak(True)
    with pytest.raises(Empty):
        display.speaking.get_nowait()
