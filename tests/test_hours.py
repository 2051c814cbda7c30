"""Hours as the queue keeps them: issue stops and begins by itself, limits, the end of a day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest

from queue_server.estimating import waits_of
from queue_server.moment import Waits
from queue_server.operations import calling
from queue_server.operations.allowing import allow_issue
from queue_server.operations.by_hand import set_open
from queue_server.operations.taking import Wish
from queue_server.operations.work import Change, Work
from queue_server.views.branch import branch_view
from queue_server.views.display import display_view
from queue_server.views.kiosk import kiosk_view
from tests.in_process import TOWN, WARSAW, Hall, Json, a_hall, busy_office, refusing

WEEK = ("mon", "tue", "wed", "thu", "fri")
CLEANING = {"pl": "Dezynfekcja", "en": "Disinfection", "uk": "Дезінфекція", "ru": "Дезинфекция"}


def office_with_hours(**services: Json) -> Json:
    """`busy_office`, open in two shifts; tickets from a quarter of an hour sooner."""
    office = busy_office()
    office["branches"][0] |= {
        "hours": {day: ["08:00-15:00", "16:00-19:00"] for day in WEEK},
        "issue_hours": {day: ["07:45-15:00", "15:45-18:30"] for day in WEEK},
        "break_reason": CLEANING,
        "days_off": [{"date": "2026-03-03", "reason": "Święto miasta"}],
    }
    for offered in office["branches"][0]["services"]:
        offered.update(services.get(offered["id"], {}))
    return office


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """On a Monday, 2 March; Tuesday is a day off."""
    with a_hall(tmp_path, office=office_with_hours(), at=clock("07:44:59")) as hall:
        yield hall


def clock(text: str, day: int = 2) -> datetime:
    return datetime.fromisoformat(f"2026-03-{day:02}T{text}").replace(tzinfo=WARSAW)


def kiosk(hall: Hall) -> Json:
    return dict(hall.do(kiosk_view, TOWN, "hall"))


def service(hall: Hall, wanted: str = "cards") -> Json:
    return next(s for s in hall.do(branch_view, TOWN)["services"] if s["id"] == wanted)


def alerts(hall: Hall, kind: str) -> list[Json]:
    return [alert for alert in hall.do(branch_view, TOWN)["alerts"] if alert["kind"] == kind]


def expect(hall: Hall, minutes: float, of: str = "cards") -> None:
    """Let the expected wait of a newcomer be about so long."""
    seconds = int(minutes * 60)
    hall.loop.waits = Waits({(TOWN, of): (seconds - 60, seconds + 60)})


# Hours ------------------------------------------------------------------------------------------


def test_a_kiosk_opens_and_closes_with_the_hours_of_issue(hall: Hall) -> None:
    seen = []
    for at in ("07:44:59", "07:45:00", "15:00:00", "15:45:00", "18:30:00", "23:59:59"):
        hall.set_clock(clock(at))
        view = kiosk(hall)
        seen.append((view["open"], view["reason"], view["opens_at"] and view["opens_at"]["en"]))
    assert seen == [
        (False, "not_yet", "07:45"),
        (True, None, None),
        (False, "break", "15:45"),
        (True, None, None),
        (False, "closed_hours", "Wednesday, 07:45"),
        (False, "closed_hours", "Wednesday, 07:45"),
    ]


def test_a_break_and_a_day_off_are_told_in_the_offices_words(hall: Hall) -> None:
    hall.set_clock(clock("15:10:00"))
    view = kiosk(hall)
    assert (view["break"], view["says"]) == ("15:00–15:45", CLEANING)
    display = hall.do(display_view, TOWN, "hall")
    assert (display["open"], display["reason"], display["break"]) == (False, "break", "15:00–16:00")
    hall.set_clock(clock("10:00:00", day=3))
    view = kiosk(hall)
    assert (view["reason"], view["says"]["pl"]) == ("day_off", "Święto miasta")
    assert view["opens_at"]["pl"] == "jutro, 07:45"
    with refusing("service_closed"):
        hall.take()


def test_screens_hear_of_every_opening_and_closing_without_any_command(hall: Hall) -> None:
    """The loop wakes for them; nobody asks for anything."""
    for at in ("07:45:00", "08:00:00", "15:00:00", "15:45:00", "16:00:00", "18:30:00", "19:00:00"):
        hall.set_clock(clock(at) - timedelta(seconds=1))
        before, hall.changes = kiosk(hall)["rev"], []
        hall.set_clock(clock(at))
        told = set().union(*hall.changes)
        assert Change("day", TOWN) in told, at
        assert kiosk(hall)["rev"] > before, at
        hall.changes = []
        hall.pass_(minutes=1)
        assert Change("day", TOWN) not in set().union(*hall.changes), at


def test_who_waits_is_called_in_a_break_and_after_hours_too(hall: Hall) -> None:
    hall.set_clock(clock("14:59:00"))
    first, second = hall.take(), hall.take()
    hall.open()
    hall.set_clock(clock("15:10:00"))
    assert hall.next()["id"] == first["id"]  # type: ignore[index]
    hall.set_clock(clock("19:10:00"))
    assert hall.next(current="done")["id"] == second["id"]  # type: ignore[index]


def test_without_hours_the_demo_is_open_at_any_hour(tmp_path: Path) -> None:
    office = office_with_hours(cards={"limit_per_hour": 0})
    with a_hall(tmp_path, office=office, at=clock("03:00:00", day=3), keeps_hours=False) as hall:
        expect(hall, 24 * 60)
        assert kiosk(hall)["open"]
        assert hall.do(display_view, TOWN, "hall")["open"]
        hall.take()


# Limits -----------------------------------------------------------------------------------------


def test_an_hour_has_a_limit_of_tickets_until_the_next_full_hour(tmp_path: Path) -> None:
    office = office_with_hours(cards={"limit_per_hour": 2})
    with a_hall(tmp_path, office=office, at=clock("09:30:00")) as hall:
        hall.take()
        hall.take()
        with refusing("limit_reached"):
            hall.take()
        found = service(hall)
        assert (found["reason"], found["opens_at"]["pl"]) == ("hourly_limit", "10:00")
        hall.take("stamps")
        hall.changes = []
        hall.set_clock(clock("10:00:00"))
        assert Change("day", TOWN) in set().union(*hall.changes)
        assert service(hall)["open"]
        hall.take()


def test_an_hourly_limit_before_a_break_lasts_until_the_next_opening(tmp_path: Path) -> None:
    office = office_with_hours(cards={"limit_per_hour": 1})
    with a_hall(tmp_path, office=office, at=clock("14:30:00")) as hall:
        hall.take()
        assert service(hall)["opens_at"]["en"] == "15:45"


def test_a_daily_limit_lasts_until_the_next_day_of_service(tmp_path: Path) -> None:
    office = office_with_hours(cards={"limit_per_day": 1})
    with a_hall(tmp_path, office=office, at=clock("09:30:00")) as hall:
        hall.take()
        found = service(hall)
        assert (found["reason"], found["opens_at"]["en"]) == ("limit_reached", "Wednesday, 07:45")


# Expected waits ---------------------------------------------------------------------------------

PLAN = [{"profile": "front", "counters": 2}, {"profile": "back", "counters": 1, "days": ["tue"]}]


def expected(hall: Hall) -> dict[str, list[int]]:
    """How long a newcomer of each service would wait, in seconds."""

    def found(work: Work) -> Json:
        waits = waits_of(work, work.branch(TOWN), Random(1))
        return {service: wait for (_, service), wait in waits.services.items()}

    return dict(hall.do(found))


def test_before_opening_the_planned_counters_are_waited_for(tmp_path: Path) -> None:
    office = office_with_hours()
    office["branches"][0]["planned_counters"] = PLAN
    with a_hall(tmp_path, office=office, at=clock("07:45:00")) as hall:
        hall.open("3")  # since yesterday; who is to work today is in the plan
        assert expected(hall) == {"cards": [900, 930], "stamps": [900, 930]}
        for _ in range(2):
            hall.take()
        assert expected(hall)["cards"][0] > 1000
        hall.set_clock(clock("08:00:00"))
        assert set(expected(hall)) == {"permits", "cards"}  # from now on those who are there


def test_without_a_plan_those_open_now_are_expected_after_the_break_too(hall: Hall) -> None:
    assert expected(hall) == {}
    hall.set_clock(clock("14:58:00"))
    hall.open()
    assert expected(hall)["cards"] == [0, 30]
    for _ in range(3):
        hall.take()
    low, high = expected(hall)["cards"]
    assert 3720 <= low < high < 7200
    hall.set_clock(clock("15:30:00"))
    assert expected(hall)["cards"][0] >= 1800


def test_after_the_last_closing_those_still_open_call_whoever_is_left(hall: Hall) -> None:
    hall.set_clock(clock("19:30:00"))
    hall.open()
    assert expected(hall)["cards"] == [0, 30]


def test_a_plan_fills_the_shift_after_the_break(tmp_path: Path) -> None:
    office = office_with_hours()
    office["branches"][0]["planned_counters"] = [
        {"profile": "front", "counters": 1, "hours": ["08:00-15:00"]},
        {"profile": "front", "counters": 20, "hours": ["16:00-18:00"]},
    ]
    with a_hall(tmp_path, office=office, at=clock("14:59:00")) as hall:
        hall.open()
        for _ in range(15):
            hall.take()
        assert expected(hall)["cards"] == [3660, 3690]


# Waits past closing -----------------------------------------------------------------------------


def test_no_ticket_is_issued_to_who_would_be_called_past_closing(hall: Hall) -> None:
    hall.set_clock(clock("18:00:00"))
    expect(hall, 59)
    hall.take()
    assert alerts(hall, "issue_stopped") == []
    expect(hall, 61)
    with refusing("service_closed"):
        hall.take()
    found = service(hall)
    assert (found["reason"], found["opens_at"]["en"]) == ("wait_past_closing", "Wednesday, 07:45")
    assert [alert["service"] for alert in alerts(hall, "issue_stopped")] == ["cards"]
    hall.take("stamps")  # others are not concerned
    expect(hall, 50)  # some have left
    hall.take()


def test_the_break_before_the_last_shift_is_no_closing(hall: Hall) -> None:
    hall.set_clock(clock("14:30:00"))
    expect(hall, 120)
    assert service(hall)["open"]


def test_a_service_closed_by_hand_opens_with_its_next_hours(hall: Hall) -> None:
    hall.set_clock(clock("12:00:00"))
    close = partial(set_open, is_open=False, until="day_end", reason=None)
    hall.do(close, TOWN, "service", "cards")
    found = service(hall)
    assert found["reason"] == "closed_by_hand"
    assert found["opens_at"]["en"] == "Wednesday, 07:45"
    with refusing("service_closed"):
        hall.take()


def test_a_supervisor_allows_tickets_until_a_time(hall: Hall) -> None:
    hall.set_clock(clock("18:00:00"))
    expect(hall, 90)
    hall.do(allow_issue, TOWN, "cards", clock("18:20:00"), "Zostajemy dłużej")
    assert service(hall)["allowed_until"] == "2026-03-02T18:20:00+01:00"
    assert alerts(hall, "issue_stopped") == []
    hall.take()
    hall.changes = []
    hall.set_clock(clock("18:20:00"))
    assert Change("day", TOWN) in set().union(*hall.changes)
    with refusing("service_closed"):
        hall.take()
    (note,) = hall.rows("SELECT reason FROM events WHERE kind = 'issue_allowed'")
    assert note == ("Zostajemy dłużej",)


def test_an_allowance_opens_nothing_outside_the_hours_and_ends_with_the_day(hall: Hall) -> None:
    hall.set_clock(clock("18:00:00"))
    expect(hall, 90)
    hall.do(allow_issue, TOWN, "cards", datetime.max.replace(tzinfo=WARSAW), None)
    assert service(hall)["allowed_until"] == "2026-03-03T00:00:00+01:00"
    hall.take()
    hall.set_clock(clock("18:30:00"))
    with refusing("service_closed"):
        hall.take()
    hall.set_clock(clock("18:00:00", day=4))
    assert service(hall)["reason"] == "wait_past_closing"


def test_an_allowance_is_taken_back_by_a_time_that_has_passed(hall: Hall) -> None:
    hall.set_clock(clock("18:00:00"))
    expect(hall, 90)
    hall.do(allow_issue, TOWN, "cards", None, None)
    hall.do(allow_issue, TOWN, "cards", clock("18:00:00"), None)
    assert service(hall)["reason"] == "wait_past_closing"


def test_who_is_served_at_once_waits_for_nothing(hall: Hall) -> None:
    hall.set_clock(clock("18:25:00"))
    expect(hall, 90)
    hall.open()
    served = hall.do(calling.serve_newcomer, TOWN, "1", Wish(["cards"]))
    assert served["ticket"]["state"] == "serving"
