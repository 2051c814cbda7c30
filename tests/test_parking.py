"""What is set aside, and who sees it."""

from pathlib import Path

from queue_server.operations import ending
from tests.in_process import TOWN, a_hall


def test_what_is_parked_for_anyone_is_in_every_counters_list(tmp_path: Path) -> None:
    with a_hall(tmp_path) as hall:
        hall.open("1")
        hall.open("2")
        for anyone in (True, False):
            hall.take()
            hall.next("1")
            hall.do(ending.park, TOWN, "1", None, None, anyone)
        own, other = hall.counter("1")["parked"], hall.counter("2")["parked"]
        assert [ticket["number"] for ticket in own] == ["A001", "A002"]
        assert [(ticket["number"], ticket["parked_by"]) for ticket in other] == [("A001", None)]
