"""The Python client against the real server, and through a line that loses answers."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Condition, Thread
from typing import Any

import pytest

from counter_client.client import Client, Counter, Refused, ServerAway, place
from counter_client.following import Following, View
from tests.running_office import Office

BRANCH, SERVICE = "krakow", "residence-permit"
SOON_SECONDS = 20


class Line:
    """A port that leads to the server and may lose the answers of its first connections."""

    def __init__(self, office: Office, answers_lost: int) -> None:
        self._office = office
        self._lost = answers_lost
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.requests = 0
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_error: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                asked, _ = self._listening.accept()
                with asked, socket.create_connection(("127.0.0.1", self._office.port)) as server:
                    self._pass_on(asked, server)

    def _pass_on(self, asked: socket.socket, server: socket.socket) -> None:
        """One request and its answer, each in pieces; afterwards the connection ends."""
        asked.settimeout(0.3)
        with suppress(TimeoutError):
            while data := asked.recv(65536):
                server.sendall(data)
        self.requests += 1
        server.settimeout(0.3)
        with suppress(TimeoutError):
            while data := server.recv(65536):
                if self.requests > self._lost:
                    asked.sendall(data)


class Watched:
    """The states of one view, to wait for."""

    def __init__(self) -> None:
        self.states: list[Mapping[str, Any]] = []
        self.losses = 0
        self._changed = Condition()

    def receive(self, state: Mapping[str, Any]) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def lost(self) -> None:
        with self._changed:
            self.losses += 1
            self._changed.notify_all()

    def wait_for(self, condition: Any) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), SOON_SECONDS), self.states[-1:]


@contextmanager
def following(office: Office, *followers: tuple[View, Watched]) -> Iterator[None]:
    follows = Following(office.url, followers, retry_seconds=0.3)
    follows.start()
    try:
        yield
    finally:
        follows.stop()


@pytest.fixture
def counter(office: Office) -> Iterator[Counter]:
    client = Client(office.url)
    counter = Counter(client, BRANCH, "1")
    counter.open()
    yield counter
    if counter.state()["ticket"]:
        counter.finish()
    counter.close()
    for ticket in office.read(f"/branches/{BRANCH}/tickets?state=waiting"):
        office.do(f"/tickets/{ticket['id']}/cancel")
    client.close()


def test_a_counters_commands_are_those_of_the_wire_contract(
    office: Office, counter: Counter
) -> None:
    ticket = office.take(BRANCH, SERVICE)
    other = office.take(BRANCH, SERVICE)
    assert counter.next()["ticket"]["id"] == ticket["id"]
    assert counter.recall()["ticket"]["calls"] == 2
    assert counter.start()["ticket"]["state"] == "serving"
    assert counter.park(minutes=5, note="photo")["ticket"]["state"] == "parked"
    assert counter.call(ticket["id"], reason="back")["ticket"]["number"] == ticket["number"]
    assert counter.put_back()["ticket"]["state"] == "waiting"
    assert counter.serve(ticket=ticket["id"])["ticket"]["state"] == "serving"
    assert counter.transfer(service="card-collection")["ticket"]["state"] == "waiting"
    assert counter.undo()["ticket"]["state"] == "serving"
    assert counter.finish(outcome="settled")["ticket"]["state"] == "done"
    assert counter.pause("break")["paused"] is True
    assert counter.resume()["paused"] is False
    assert counter.serve(service=SERVICE, language="uk", cases=2)["ticket"]["cases"] == 2
    assert counter.next()["ticket"]["id"] == other["id"]
    with pytest.raises(Refused) as refused:
        counter.next()
    assert (refused.value.status, refused.value.code) == (409, "settle_current")
    counter.put_back()
    counter.serve(ticket=other["id"])
    assert counter.next()["ticket"] is None


def test_a_command_whose_answer_was_lost_has_one_effect(office: Office, counter: Counter) -> None:
    first, second = office.take(BRANCH, SERVICE), office.take(BRANCH, SERVICE)
    with Line(office, answers_lost=1) as line:
        client = Client(line.url)
        called = Counter(client, BRANCH, "1").next()
        client.close()
    assert line.requests == 2
    assert called["ticket"]["id"] == first["id"]
    assert counter.state()["ticket"]["calls"] == 1
    assert office.read(f"/tickets/{second['id']}")["state"] == "waiting"


def test_a_server_that_stays_away_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    client = Client(f"http://127.0.0.1:{port}", patience_seconds=0.3)
    with pytest.raises(ServerAway):
        client.get("/branches")
    client.close()


def test_what_is_refused_is_not_sent_again(office: Office) -> None:
    with Line(office, answers_lost=0) as line:
        client = Client(line.url)
        with pytest.raises(Refused, match="not_found"):
            client.post("/branches/nowhere/tickets", {"service": SERVICE})
        client.close()
    assert line.requests == 1


def test_views_are_followed_over_a_restart_and_only_forward(
    office: Office, counter: Counter
) -> None:
    view, hall, also = Watched(), Watched(), Watched()
    at = View("counter", BRANCH, "1")
    with following(office, (at, view), (at, also), (View("display", BRANCH, "main"), hall)):
        ticket = office.take(BRANCH, SERVICE)
        counter.call(ticket["id"])
        view.wait_for(lambda w: w.states and w.states[-1]["ticket"])
        hall.wait_for(lambda w: w.states and w.states[-1]["calls"])
        office.restart()
        view.wait_for(lambda w: w.losses)
        counter.finish()
        view.wait_for(lambda w: w.states[-1]["ticket"] is None)
        also.wait_for(lambda w: w.states[-1]["ticket"] is None)
    revs = [state["rev"] for state in view.states]
    assert revs == sorted(revs)


def test_a_view_that_is_not_there_keeps_none_of_the_others(office: Office) -> None:
    missing, hall = Watched(), Watched()
    followers = (View("display", BRANCH, "yard"), missing), (View("display", BRANCH, "main"), hall)
    with following(office, *followers):
        hall.wait_for(lambda w: w.states)
    assert missing.states == []


def test_the_end_of_following_is_no_loss(office: Office) -> None:
    hall = Watched()
    with following(office, (View("display", BRANCH, "main"), hall)):
        hall.wait_for(lambda w: w.states)
    assert hall.losses == 0


@pytest.mark.parametrize("name", ["krakow", "krakow/", "/1", "krakow/1/2"])
def test_a_place_has_two_parts(name: str) -> None:
    assert place("krakow/1") == ("krakow", "1")
    with pytest.raises(ValueError, match="BRANCH/NAME"):
        place(name)
