"""A branch for training: marked on every screen, and neither spoken, counted nor told to anyone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.operations.taking import Wish, take_ticket
from queue_server.views.branch import branch_view
from queue_server.views.counter import board_view, counter_view
from queue_server.views.display import display_view
from queue_server.views.kiosk import kiosk_view
from queue_server.views.status import status_view
from queue_server.views.visitor import visitor_view
from tests.in_process import TOWN, Hall, a_hall, busy_office, refusing


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    office = busy_office()
    office["branches"][0]["training"] = True
    with a_hall(tmp_path, office=office) as hall:
        yield hall


def test_every_screen_is_marked(hall: Hall) -> None:
    token = hall.take()["token"]
    shown = [
        hall.do(branch_view, TOWN),
        hall.do(kiosk_view, TOWN, "hall"),
        hall.do(display_view, TOWN, "hall"),
        hall.do(counter_view, TOWN, "1"),
        hall.do(board_view, TOWN, "1"),
        hall.do(visitor_view, None, token),
    ]
    assert all(state["training"] for state in shown)


def test_nothing_is_spoken(hall: Hall) -> None:
    assert not hall.do(display_view, TOWN, "hall")["display"]["voice"]


def test_its_slips_are_marked(hall: Hall) -> None:
    hall.do(take_ticket, TOWN, Wish(["cards"], printer="a", language="uk"))
    [(document,)] = hall.rows("SELECT document FROM print_jobs")
    assert "НАВЧАННЯ · " in document


def test_its_queue_is_not_public(hall: Hall) -> None:
    with refusing("not_found"):
        hall.do(status_view, TOWN)
