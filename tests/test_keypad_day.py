"""A serial keypad works a counter of the real server, from opening to closing."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from counter_client.presses import BOUNCE_SECONDS
from counter_client.virtual import VirtualKeypad
from tests.running_office import Office, running_office, until

ROOT = Path(__file__).resolve().parents[1]
BRANCH, COUNTER = "krakow", "1"
AT = f"/branches/{BRANCH}/counters/{COUNTER}"
SOON_SECONDS = 20

KEYPAD = {
    "id": "one",
    "agent": "desk",
    "counter": COUNTER,
    "serial": {"port": "/dev/missing", "baud": 9600},
    "feedback": {"frame": "{CR}{text}", "language": "en", "bad": "{BEL}"},
}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    document = yaml.safe_load((ROOT / "config.yaml").read_text())
    branch = document["office"]["branches"][0]
    branch |= {"keypads": [KEYPAD], "agents": [{"id": "desk", "name": "Desk"}]}
    document["office"]["rules"] = {"no_show": {"calls": 2, "seconds": 0}}
    path = tmp_path_factory.mktemp("config") / "config.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True))
    return path


@pytest.fixture(scope="module")
def office(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    data = tmp_path_factory.mktemp("office") / "data"
    with running_office(data, config=config, args=["--no-devices"]) as ready:
        yield ready


@pytest.fixture(scope="module")
def pad(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualKeypad]:
    """A virtual keypad with the program that serves it."""
    virtual = VirtualKeypad(tmp_path_factory.mktemp("lines") / "pad")
    virtual.start()
    okienko = Path(sys.executable).with_name("okienko")
    at = f"{BRANCH}/keypad/one={virtual.port.path}"
    command = [okienko, "agent", "--server", office.url, "--at", at, f"{BRANCH}/desk"]
    process = subprocess.Popen(list(map(str, command)))
    virtual.wait_for(shows("CLOSED"), SOON_SECONDS)
    yield virtual
    process.terminate()
    assert process.wait(SOON_SECONDS) == 0
    virtual.stop()


@pytest.fixture(autouse=True)
def _tidy(office: Office, pad: VirtualKeypad) -> Iterator[None]:
    """The counter begins and ends closed, and nobody waits."""
    yield
    if office.read(AT)["ticket"]:
        office.do(f"{AT}/finish")
    office.do(f"{AT}/close")
    for state in ("waiting", "parked"):
        for ticket in office.read(f"/branches/{BRANCH}/tickets?state={state}"):
            office.do(f"/tickets/{ticket['id']}/cancel")
    press(pad, "backspace", answer="CLOSED")


def shows(text: str) -> Callable[[VirtualKeypad], bool]:
    """What the display of 16 characters has, with nothing of another text beside it."""
    return lambda pad: pad.display == text.ljust(16)


def press(pad: VirtualKeypad, *keys: str, answer: str) -> None:
    """Press keys and wait for what the display answers."""
    pad.press(*keys)
    assert pad.wait_for(shows(answer), SOON_SECONDS), pad.display


def think() -> None:
    """A second press counts once it can be no bounce."""
    time.sleep(BOUNCE_SECONDS + 0.05)


def state_of(office: Office, ticket: Any) -> str:
    return str(office.read(f"/tickets/{ticket['id']}")["state"])


def opened(pad: VirtualKeypad) -> None:
    press(pad, "o", answer="OPEN")


def test_a_keypad_drives_a_whole_day(office: Office, pad: VirtualKeypad) -> None:
    a, b, c, d, e = [office.take(BRANCH, "residence-permit") for _ in range(5)]
    numbers = [ticket["number"] for ticket in (a, b, c, d, e)]

    press(pad, "enter", answer="OPEN?")
    think()
    press(pad, "enter", answer="OPEN")
    press(pad, "enter", answer=f"{numbers[0]} CALLED")
    press(pad, "+", answer=f"{numbers[0]} RECALLED")
    press(pad, "s", answer=f"{numbers[0]} STARTED")
    press(pad, "/", answer=f"{numbers[0]} DONE")

    press(pad, "enter", answer=f"{numbers[1]} CALLED")
    press(pad, "-", answer="TOO SOON")
    press(pad, "+", answer=f"{numbers[1]} RECALLED")
    press(pad, "-", answer=f"{numbers[1]} NO-SHOW")

    press(pad, "enter", answer=f"{numbers[2]} CALLED")
    press(pad, "s", answer=f"{numbers[2]} STARTED")
    press(pad, "enter", answer=f"{numbers[3]} CALLED")
    press(pad, "*", answer=f"{numbers[3]} PARKED")
    press(pad, "enter", answer=f"{numbers[4]} CALLED")
    press(pad, "b", answer=f"{numbers[4]} PUT BACK")
    press(pad, "p", answer="PAUSED")
    press(pad, "enter", answer="RESUME?")
    think()
    press(pad, "enter", answer="OPEN")
    press(pad, *str(d["sequence"]), answer=f"NO. {d['sequence']}")
    press(pad, ".", answer=f"{numbers[3]} CALLED")
    press(pad, "/", answer=f"{numbers[3]} DONE")
    press(pad, "enter", answer=f"{numbers[4]} CALLED")
    press(pad, "/", answer=f"{numbers[4]} DONE")
    press(pad, "u", answer=f"{numbers[4]} UNDONE")
    press(pad, "/", answer=f"{numbers[4]} DONE")
    press(pad, "enter", answer="NOBODY WAITS")
    press(pad, "+", answer="NOBODY HERE")
    press(pad, "c", answer="CLOSED")

    states = [state_of(office, ticket) for ticket in (a, b, c, d, e)]
    assert states == ["done", "no_show", "done", "done", "done"]


@pytest.mark.parametrize(
    ("key", "becomes"), [("enter", "done"), ("-", "no_show"), ("b", "waiting")]
)
def test_next_asks_what_became_of_someone_merely_called(
    office: Office, pad: VirtualKeypad, key: str, becomes: str
) -> None:
    opened(pad)
    first, second = [office.take(BRANCH, "residence-permit") for _ in range(2)]
    press(pad, "enter", answer=f"{first['number']} CALLED")
    press(pad, "+", answer=f"{first['number']} RECALLED")
    press(pad, "enter", answer=f"{first['number']} CAME?")
    assert state_of(office, first) == "called"
    think()
    press(pad, key, answer=f"{second['number']} CALLED")
    assert state_of(office, first) == becomes


def test_a_bounce_is_no_answer(office: Office, pad: VirtualKeypad) -> None:
    opened(pad)
    first = office.take(BRANCH, "residence-permit")
    press(pad, "enter", answer=f"{first['number']} CALLED")
    beeps = pad.beeps
    pad.press("enter", "enter", "enter")
    assert pad.wait_for(shows(f"{first['number']} CAME?"), SOON_SECONDS)
    think()
    assert state_of(office, first) == "called"
    assert pad.beeps > beeps


def test_a_typed_number_that_two_tickets_have_is_chosen(office: Office, pad: VirtualKeypad) -> None:
    opened(pad)
    profile = office.read(AT)["profile"]
    branch = office.read(f"/branches/{BRANCH}")
    served = next(p["services"] for p in branch["profiles"] if p["id"] == profile)
    by_prefix = {s["prefix"]: s["id"] for s in branch["services"] if s["id"] in served}
    tickets: dict[int, list[Any]] = {}
    while not (twice := [same for same in tickets.values() if len(same) == 2]):
        for service in list(by_prefix.values())[:2]:
            ticket = office.take(BRANCH, service)
            tickets.setdefault(ticket["sequence"], []).append(ticket)
    first, second = sorted(twice[0], key=lambda ticket: str(ticket["number"]))
    pad.press(*str(first["sequence"]))
    press(pad, "enter", answer=f"1 {first['number']} 2 {second['number']}")
    think()
    press(pad, "2", answer=f"{second['number']} CALLED")


def test_a_number_that_nobody_holds_is_told(pad: VirtualKeypad) -> None:
    opened(pad)
    press(pad, *"99999", ".", answer="NO SUCH: 99999")
    press(pad, ".", answer="NUMBER FIRST")


def test_the_display_goes_back_to_the_number_and_who_waits(
    office: Office, pad: VirtualKeypad
) -> None:
    opened(pad)
    first = office.take(BRANCH, "residence-permit")
    office.take(BRANCH, "residence-permit")
    press(pad, "enter", answer=f"{first['number']} CALLED")
    assert pad.wait_for(shows(f"{first['number']}{'1':>12}"), SOON_SECONDS), pad.display


def test_an_unplugged_keypad_works_again_once_it_is_back(
    office: Office, pad: VirtualKeypad
) -> None:
    pad.port.unplug()
    first = office.take(BRANCH, "residence-permit")
    office.do(f"{AT}/open")
    pad.port.plug()
    assert pad.wait_for(shows(f"-{'1':>15}"), SOON_SECONDS), pad.display
    press(pad, "enter", answer=f"{first['number']} CALLED")


def test_keys_pressed_while_the_server_was_away_call_nobody_twice(
    office: Office, pad: VirtualKeypad
) -> None:
    opened(pad)
    first, second = [office.take(BRANCH, "residence-permit") for _ in range(2)]
    office.kill()
    pad.press("enter")
    pad.press("enter", "enter")
    assert pad.wait_for(shows("NO SERVER"), SOON_SECONDS), pad.display
    office.start()
    until(lambda: pad.display.startswith("-"))
    press(pad, "enter", answer=f"{first['number']} CALLED")
    assert state_of(office, second) == "waiting"
