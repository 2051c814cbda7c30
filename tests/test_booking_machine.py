"""Anyone does anything to appointments in any order: no place is oversold, no booking is lost."""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from queue_server.domain.booking import Span, units
from queue_server.operations.booking import waiting
from queue_server.operations.booking.waiting import Joining
from queue_server.store.times import from_micros
from tests.booking_hall import (
    appointment,
    at,
    become,
    booked_office,
    cancel,
    check_in,
    confirm,
    hold,
    move,
    slots,
)
from tests.in_process import TOWN, Hall, Json, Refused
from tests.test_state_machine import SHARED_MEMORY

HOLD = timedelta(minutes=10)
EARLY, LATE, WALK_IN = (timedelta(minutes=minutes) for minutes in (30, 15, 60))


def _closed() -> Json:
    office = booked_office()
    office["branches"][0]["days_off"] = [{"date": "2026-03-02"}]
    return office


def _announcing() -> Json:
    office = booked_office(asks={"email": "optional"})
    office["rules"]["fairness"] = {"released_at": ["10:00", "11:00"], "offer_hours": 1}
    return office


#: Offices that follow each other: other lengths, fewer places, a day off.
OFFICES = (
    booked_office(),
    booked_office(capacity=1, slot_minutes=15),
    booked_office(capacity=3, slot_minutes=40, walk_in_percent=30),
    booked_office(cases_per_slot=2),
    _closed(),
    _announcing(),
)

a_time = some.integers(0, 12).map(lambda step: at("09:00") + timedelta(minutes=20 * step))
some_cases = some.integers(1, 3)
an_index = some.integers(0, 30)


@dataclass
class Known:
    """An appointment as it must be."""

    answer: Json
    stage: str
    made_at: datetime

    @property
    def start(self) -> datetime:
        return datetime.fromisoformat(self.answer["start"])

    def pass_time(self, now: datetime) -> None:
        if self.stage == "held" and now >= self.made_at + HOLD:
            self.stage = "lapsed"
        if self.stage == "booked" and now >= self.start + LATE:
            self.stage = "no_show"

    def changeable(self, now: datetime) -> str | None:
        """The code that a change must be refused with."""
        if self.stage == "lapsed":
            return "hold_lapsed"
        over = self.stage not in ("held", "booked") or self.start <= now
        return "appointment_over" if over else None


def something_is_known(machine: "BookingDay") -> bool:
    return bool(machine.known)


class BookingDay(RuleBasedStateMachine):
    """The model knows every appointment that was answered, and what must have become of it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))
        mail = frozenset({"mail"})
        self.hall = Hall(self.folder, office=OFFICES[0], message_channels=mail)
        self.known: list[Known] = []

    def teardown(self) -> None:
        self.hall.stop()
        shutil.rmtree(self.folder)

    def one(self, index: int) -> Known:
        return self.known[index % len(self.known)]

    def refused(self, do: Any, *args: Any) -> tuple[Json | None, str | None]:
        try:
            return do(self.hall, *args), None
        except Refused as refused:
            return None, refused.code

    def free(self, start: datetime, cases: int) -> int | None:
        """How many more the office says may come then; None where it offers no such time."""
        return slots(self.hall, cases=cases).get(f"{start:%Y-%m-%dT%H:%M}")

    @rule(start=a_time, cases=some_cases)
    def hold_a_place(self, start: datetime, cases: int) -> None:
        free = self.free(start, cases)
        held, code = self.refused(lambda hall: hold(hall, start, cases=cases))
        assert code == {None: "not_bookable", 0: "slot_full"}.get(free)
        if held:
            self.known.append(Known(held, "held", self.hall.wall))

    @precondition(something_is_known)
    @rule(index=an_index)
    def confirm_it(self, index: int) -> None:
        one = self.one(index)
        _, code = self.refused(confirm, one.answer)
        refusals = {"held": None, "booked": None, "lapsed": "hold_lapsed"}
        assert code == refusals.get(one.stage, "appointment_over")
        if code is None:
            one.stage = "booked"
            one.pass_time(self.hall.wall)

    @precondition(something_is_known)
    @rule(index=an_index, start=a_time)
    def move_it(self, index: int, start: datetime) -> None:
        one = self.one(index)
        moved, code = self.refused(move, one.answer, start)
        if refusal := one.changeable(self.hall.wall):
            assert code == refusal
        elif moved:
            one.answer = moved
        else:
            assert code in ("slot_full", "not_bookable")
            assert not self.free(start, one.answer["cases"])

    @precondition(something_is_known)
    @rule(index=an_index)
    def cancel_it(self, index: int) -> None:
        one = self.one(index)
        _, code = self.refused(cancel, one.answer)
        assert code == (None if one.stage == "cancelled" else one.changeable(self.hall.wall))
        if code is None:
            one.stage = "cancelled"

    @precondition(something_is_known)
    @rule(index=an_index)
    def come(self, index: int) -> None:
        one = self.one(index)
        ticket, code = self.refused(check_in, self.code(one))
        if one.stage in ("held", "lapsed", "cancelled"):
            assert code == "code_unknown"
        elif one.stage == "checked_in":
            assert code == "checked_in_already"
        elif self.hall.wall < one.start - EARLY:
            assert code == "too_early"
        elif self.hall.wall > one.start + WALK_IN:
            assert code == "too_late"
        else:
            assert ticket
            on_time = self.hall.wall <= one.start + LATE
            assert ticket["class"] == ("appointment" if on_time else "walk_in")
            one.stage = "checked_in"

    @rule(cases=some_cases)
    def wait_for_a_place(self, cases: int) -> None:
        number = len(self.hall.rows("SELECT 1 FROM events"))
        day = at("09:00").date()
        joining = Joining("cards", day, day, f"w{number}@example.org", "pl", cases)
        self.refused(lambda hall: hall.do(waiting.join, TOWN, joining))

    @rule(minutes=some.sampled_from((1, 5, 9, 10, 15, 40)))
    def wait(self, minutes: int) -> None:
        self.hall.pass_(minutes=minutes)
        for one in self.known:
            one.pass_time(self.hall.wall)

    @rule(office=some.sampled_from(OFFICES))
    def publish(self, office: Json) -> None:
        become(self.hall, office)

    def code(self, one: Known) -> str:
        number = int(one.answer["token"].partition("-")[0])
        return str(self.hall.rows("SELECT code FROM appointments WHERE id = :id", id=number)[0][0])

    @invariant()
    def every_appointment_is_there_as_it_must_be(self) -> None:
        for one in self.known:
            found = appointment(self.hall, one.answer)
            assert (found["state"], found["start"]) == (one.stage, one.answer["start"])

    @invariant()
    def what_is_taken_is_what_appointments_take_and_never_more_than_there_was(self) -> None:
        taken: Counter[tuple[str, datetime]] = Counter()
        for service, start, end, places, state in self.hall.rows(
            "SELECT service, starts_at, ends_at, places, state FROM appointments"
        ):
            assert places == (state in ("held", "booked", "checked_in")) or state == "checked_in"
            for unit in units(Span(from_micros(start), from_micros(end))):
                taken[service, unit] += places
        for service, start, end, places in self.hall.rows(
            "SELECT service, starts_at, ends_at, places FROM withheld_places"
        ):
            for unit in units(Span(from_micros(start), from_micros(end))):
                taken[service, unit] += places
        rows = self.hall.rows("SELECT service, at, taken, places FROM taken_places")
        assert {(s, from_micros(at)): count for s, at, count, _ in rows if count} == +taken
        assert all(count <= places for _, _, count, places in rows)


TestBookingDay = BookingDay.TestCase
TestBookingDay.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
