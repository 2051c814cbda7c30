"""What time alone does: days end at their branch's midnight; clocks that jump reorder nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from queue_server.operations import calling, counters, ending, taking
from queue_server.operations.moving import Target
from queue_server.operations.taking import Wish
from queue_server.operations.work import Work
from queue_server.store import records, revisions
from queue_server.store.records import Answer
from queue_server.views.display import display_view
from tests.in_process import MORNING, TOWN, WARSAW, Hall, Json, a_hall, busy_office

KYIV = "kyiv"
EVENING = datetime(2026, 3, 2, 22, 30, tzinfo=WARSAW)  # half past eleven in Kyiv


def two_branches() -> Json:
    """`busy_office` with a second branch an hour further east."""
    office = busy_office()
    town = office["branches"][0]
    office["branches"].append(town | {"id": KYIV, "time_zone": "Europe/Kyiv"})
    return office


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path, office=two_branches(), at=EVENING) as hall:
        yield hall


def one_of_each(hall: Hall, branch: str) -> None:
    """A ticket called, served, parked, waiting, and one kept for a counter."""
    for counter in ("1", "2", "3"):
        hall.do(counters.open_counter, branch, counter, "front", None)
    for _ in range(4):
        hall.do(taking.take_ticket, branch, Wish(["cards"]))
    for counter in ("3", "2", "1"):
        hall.do(calling.call_next, branch, counter)
    hall.do(ending.park, branch, "3", None, None, False)
    hall.do(ending.start, branch, "2")


def states(hall: Hall, branch: str) -> list[str]:
    rows = hall.rows("SELECT state FROM tickets WHERE branch = :branch ORDER BY id", branch=branch)
    return [state for (state,) in rows]


ALIVE = ["parked", "serving", "called", "waiting"]
ENDED = ["expired", "done", "expired", "expired"]


def test_a_day_ends_at_the_midnight_of_its_branch(hall: Hall) -> None:
    one_of_each(hall, TOWN)
    one_of_each(hall, KYIV)
    assert (states(hall, TOWN), states(hall, KYIV)) == (ALIVE, ALIVE)
    hall.pass_(minutes=29, seconds=59)
    assert (states(hall, TOWN), states(hall, KYIV)) == (ALIVE, ALIVE)
    hall.pass_(seconds=1)
    assert (states(hall, TOWN), states(hall, KYIV)) == (ALIVE, ENDED)
    hall.pass_(hours=1)
    assert (states(hall, TOWN), states(hall, KYIV)) == (ENDED, ENDED)


def test_a_day_that_cannot_end_in_one_branch_ends_in_the_others_and_is_tried_again(
    hall: Hall,
) -> None:
    one_of_each(hall, TOWN)
    one_of_each(hall, KYIV)
    fails = f"""CREATE TRIGGER fails BEFORE UPDATE ON tickets WHEN old.branch = '{TOWN}'
        BEGIN SELECT raise(ABORT, 'a fault'); END"""
    hall.do(lambda work: work.db.run(fails) or {})
    hall.pass_(hours=2)
    assert (states(hall, TOWN), states(hall, KYIV)) == (ALIVE, ENDED)
    hall.do(lambda work: work.db.run("DROP TRIGGER fails") or {})
    hall.pass_(seconds=2)
    assert states(hall, TOWN) == ENDED


def test_after_its_day_a_counter_is_open_and_holds_nobody(hall: Hall) -> None:
    one_of_each(hall, TOWN)
    hall.pass_(hours=2)
    for counter in ("1", "2", "3"):
        view = hall.counter(counter)
        assert (view["open"], view["ticket"], view["parked"]) == (True, None, [])
        assert [w["count"] for w in view["waiting"]] == [0, 0]
    fresh = hall.take()
    assert fresh["number"] == "A001"
    assert hall.next("1") == hall.counter("1")["ticket"]
    calls = hall.do(display_view, TOWN, "hall")["calls"]
    assert [call["id"] for call in calls] == [fresh["id"]]


def test_who_was_still_served_is_done_but_left_out_of_averages(hall: Hall) -> None:
    one_of_each(hall, TOWN)
    hall.pass_(hours=2)
    served = hall.rows("SELECT outcome, ended_at FROM tickets WHERE state = 'done'")
    assert [outcome for outcome, _ in served] == ["unclosed"]
    ended = hall.rows("SELECT ended_by FROM legs ORDER BY ended_by")
    assert ended == [("expire",), ("expire",), ("expire",), ("unclosed",)]
    assert hall.counter("2")["served_today"] == 0


def test_a_late_start_catches_up_before_it_serves_anyone(hall: Hall) -> None:
    one_of_each(hall, TOWN)
    one_of_each(hall, KYIV)
    hall.stop()
    hall.wall += timedelta(days=3)
    hall.start()
    assert hall.next("1") is None
    assert (states(hall, TOWN), states(hall, KYIV)) == (ENDED, ENDED)


def take_out(hall: Hall, branch: str) -> None:
    """Start again with an office configuration that lacks a branch, tickets in it or not."""

    def store(work: Work) -> Json:
        document = work.office.model_dump(mode="json")
        document["branches"] = [b for b in document["branches"] if b["id"] != branch]
        revisions.add(work.db, document, work.now, None)
        return {}

    hall.do(store)
    hall.restart()


def test_a_branch_taken_out_of_the_office_ends_its_day_at_its_own_midnight(hall: Hall) -> None:
    one_of_each(hall, TOWN)
    one_of_each(hall, KYIV)
    take_out(hall, KYIV)
    hall.pass_(minutes=29, seconds=59)
    assert (states(hall, TOWN), states(hall, KYIV)) == (ALIVE, ALIVE)
    hall.pass_(seconds=1)
    assert (states(hall, TOWN), states(hall, KYIV)) == (ALIVE, ENDED)
    hall.pass_(hours=1)
    assert states(hall, TOWN) == ENDED


def test_a_clock_that_jumps_over_midnight_ends_the_day_before_any_command(hall: Hall) -> None:
    one_of_each(hall, TOWN)
    hall.wall += timedelta(hours=9)  # a machine that slept wakes up to its first command
    assert hall.next("3") is None
    assert states(hall, TOWN) == ENDED


def test_a_day_with_very_many_tickets_ends_whole(hall: Hall) -> None:
    def take_many(work: Work) -> Json:
        for _ in range(1100):
            taking.issue(work, work.branch(TOWN), Wish(["cards"]))
        return {}

    hall.do(take_many)
    hall.pass_(hours=2)
    while "waiting" in states(hall, TOWN):  # some of them at a time, between commands
        hall.do(lambda _work: {})
    assert set(states(hall, TOWN)) == {"expired"}
    assert hall.rows("SELECT sum(count) FROM waiting_counts") == [(0,)]


def test_every_ticket_ends_its_day_in_exactly_one_state(hall: Hall) -> None:
    one_of_each(hall, TOWN)
    hall.move("cancel", hall.take())
    hall.do(ending.finish, TOWN, "1", "settled", None)
    hall.pass_(days=1)
    assert set(states(hall, TOWN)) <= {"done", "no_show", "cancelled", "expired"}
    assert len(states(hall, TOWN)) == 5
    open_legs = hall.rows(
        "SELECT count(*) FROM tickets WHERE NOT EXISTS"
        " (SELECT 1 FROM legs WHERE legs.ticket = tickets.id AND legs.leg = tickets.leg)"
    )
    assert open_legs == [(0,)]


# Daylight saving --------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [datetime(2026, 3, 29), datetime(2026, 10, 25)])  # noqa: DTZ001
def test_a_day_of_23_or_25_hours_ends_at_its_own_midnight(tmp_path: Path, day: datetime) -> None:
    day = day.replace(tzinfo=WARSAW)
    with a_hall(tmp_path, at=day) as hall:
        hall.take()
        # The wall clock's own midnight, an hour sooner or later than 24 hours from now.
        midnight = (day + timedelta(days=1)).astimezone(UTC)
        assert midnight - day.astimezone(UTC) != timedelta(hours=24)
        hall.set_clock(midnight - timedelta(seconds=1))
        assert states(hall, TOWN) == ["waiting"]
        hall.set_clock(midnight)
        assert states(hall, TOWN) == ["expired"]
        assert hall.take()["issued_at"] == (day + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    "change", [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
)
def test_a_change_of_the_clocks_neither_reorders_nor_stretches(
    tmp_path: Path, change: datetime
) -> None:
    with a_hall(tmp_path, at=change - timedelta(minutes=30)) as hall:
        hall.open("1")
        hall.open("2")
        first = hall.take()
        hall.next("2")
        parked = hall.at("2", "park", 60)
        hall.take()
        hall.pass_(minutes=20)
        second = hall.take()
        hall.pass_(minutes=20)  # the clocks have changed
        third = hall.take()
        order = [second["number"], third["number"]]
        assert hall.upcoming("1")[1:] == order
        hall.pass_(minutes=20)
        assert hall.ticket(parked)["state"] == "waiting"
        assert hall.upcoming("1")[0] == first["number"]
        view = hall.counter("1")
        assert view["waiting"][0]["longest_wait_seconds"] == 3600


# Clocks set back --------------------------------------------------------------------------------


def test_a_clock_set_back_reorders_nothing_and_is_told_once(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.set_clock(MORNING + timedelta(days=1))
    hall.open("1")
    numbers = []
    for hours in (0, -1, -5, -2):
        hall.set_clock(MORNING + timedelta(days=1, hours=hours))
        numbers.append(hall.take()["number"])
    assert [record.message[:28] for record in caplog.records] == ["the clock is 1:00:00 behind "]
    assert numbers == ["A001", "A002", "A003", "A004"]
    assert hall.upcoming("1") == numbers
    assert [hall.next("1", "done")["number"] for _ in numbers] == numbers  # type: ignore[index]
    hall.at("1", "finish")
    assert_time_never_goes_back(hall)


def test_a_clock_set_back_over_midnight_begins_no_day_twice(hall: Hall) -> None:
    hall.pass_(hours=2)
    ticket = hall.take()
    hall.set_clock(EVENING)
    assert hall.take()["number"] == "A002"
    assert hall.ticket(ticket)["state"] == "waiting"
    began = hall.rows("SELECT count(*) FROM events WHERE kind = 'day_began' AND branch = 'town'")
    assert began == [(1,)]


def test_a_clock_set_back_while_the_server_is_down_reorders_nothing(hall: Hall) -> None:
    hall.open("1")
    before = hall.take()
    hall.stop()
    hall.wall -= timedelta(hours=6)
    hall.start()
    after = hall.take()
    assert after["issued_at"] == before["issued_at"]
    assert hall.upcoming("1") == [before["number"], after["number"]]
    assert_time_never_goes_back(hall)


def test_time_goes_on_once_a_clock_set_back_has_caught_up(hall: Hall) -> None:
    hall.open("1")
    hall.take()
    hall.next("1")
    parked = hall.at("1", "park", 5)
    kept = hall.move("transfer", hall.take(), Target(counter="2"))
    hall.set_clock(EVENING - timedelta(minutes=10))
    assert hall.ticket(parked)["state"] == "parked"
    hall.set_clock(EVENING + timedelta(minutes=20))
    assert hall.ticket(parked)["state"] == "waiting"
    assert hall.ticket(kept)["reserved"] is None


def assert_time_never_goes_back(hall: Hall) -> None:
    times = [at for (at,) in hall.rows("SELECT at FROM events ORDER BY seq")]
    assert times == sorted(times)
    negative = hall.rows(
        "SELECT count(*) FROM legs WHERE ended_at < entered_at OR called_at < entered_at"
        " OR ended_at < called_at OR started_at < called_at"
    )
    assert negative == [(0,)]


# Stored answers ---------------------------------------------------------------------------------


def test_stored_answers_are_forgotten_a_day_later_however_many(hall: Hall) -> None:
    def answer_many(work: Work) -> Json:
        for key in range(450):
            answer = Answer("the same", 200, "{}")
            records.keep_answer(work.db, "anyone", str(key), answer, work.now)
        return {}

    hall.do(answer_many)
    hall.pass_(hours=2)
    assert hall.rows("SELECT count(*) FROM answers") == [(450,)]
    hall.pass_(days=1)
    while hall.rows("SELECT count(*) FROM answers") != [(0,)]:  # some of them at a time
        hall.pass_(seconds=1)
