"""A server that is told to end answers what it accepted, lets its screens go and leaves nothing."""

import json
import os
import signal
from collections.abc import Callable

import pytest
from websocket import WebSocket, WebSocketConnectionClosedException, create_connection

from tests.busy_hall import BusyHall, faults_of
from tests.process_groups import await_gone, await_one, companions, group
from tests.running_office import STOP_SECONDS, Office

FEW, MANY = 10, 100
STOPS = 2
MOST_ANSWERS = 100


def test_what_was_accepted_is_answered_before_the_end(office: Office) -> None:
    """A client whose command was done but not answered would be told so when it asks again."""
    with BusyHall(office) as hall:
        for _ in range(STOPS):
            hall.await_answers(MOST_ANSWERS)
            assert office.stop() == 0
            office.start()
        hall.await_answers(MOST_ANSWERS)
    assert hall.answered.repeated > 0
    assert hall.answered.replayed == 0
    assert faults_of(office, hall.answered) == []


def sigterm(office: Office) -> None:
    """As a service manager ends its main process."""
    os.kill(office.process.pid, signal.SIGTERM)


def sigterm_to_all(office: Office) -> None:
    """As systemd ends a unit."""
    os.killpg(office.process.pid, signal.SIGTERM)


def ctrl_c(office: Office) -> None:
    """As a terminal does, to every process in front."""
    os.killpg(office.process.pid, signal.SIGINT)


@pytest.mark.parametrize(
    ("end", "screens"), [(sigterm, FEW), (sigterm_to_all, MANY), (ctrl_c, FEW)]
)
def test_screens_are_let_go_and_nothing_that_was_started_stays(
    start_office: Callable[..., Office], end: Callable[[Office], None], screens: int
) -> None:
    office = start_office(args=("--traffic",))
    for name in ("demo-agent", "queue_server.traffic"):
        await_one(lambda name=name: companions(office.process.pid, name))  # type: ignore[misc]
    office.read("/branches/krakow/report")  # which has a process that is started with the first
    shown = [display(office) for _ in range(screens)]
    started = group(office.process.pid)
    end(office)
    for screen in shown:
        assert last_words(screen) in (["1"], [])
    assert office.process.wait(STOP_SECONDS) == 0
    await_gone(*started)
    assert "Traceback" not in office.log.read_text()
    log = office.data / "okienko.db-wal"
    assert not log.exists() or log.stat().st_size == 0


def display(office: Office) -> WebSocket:
    """A display as Socket.IO speaks it: connected, and answered its first state."""
    address = office.url.replace("http:", "ws:") + "/socket.io/?EIO=4&transport=websocket"
    screen = create_connection(address, timeout=STOP_SECONDS)
    about = json.dumps(["watch", {"view": "display", "branch": "krakow", "id": "main"}])
    for said, answer in ((None, "0"), ("40", "40"), (f"420{about}", "430")):
        if said is not None:
            screen.send(said)
        while not str(screen.recv()).startswith(answer):
            pass
    return screen


def last_words(screen: WebSocket) -> list[str]:
    """Whether the server said that it closes, before it did; views and pings come before that."""
    said = []
    try:
        while text := str(screen.recv()):
            said.append(text)
    except (WebSocketConnectionClosedException, ConnectionError):
        pass
    screen.shutdown()
    return [text for text in said if text == "1"]
