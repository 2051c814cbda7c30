"""Booking over HTTP: everyone at once, and what each call answers."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests

from tests.booking_hall import booked_office
from tests.running_office import API, Office, running_office

PLACES, CLIENTS = 20, 200
AT = "/branches/town"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = booked_office(capacity=PLACES, horizon_days=14)
    with running_office(tmp_path_factory.mktemp("town"), config={"office": office}) as ready:
        yield ready


def test_200_who_want_one_of_20_places_are_answered_truthfully(town: Office) -> None:
    slot = town.read(f"{AT}/slots?service=cards")[0]
    assert slot["free"] == PLACES
    together = Barrier(CLIENTS)

    def want(_client: int) -> tuple[int, str]:
        with requests.Session() as session:
            together.wait()
            body = {"service": "cards", "start": slot["start"]}
            answer = session.post(f"{town.url}{API}{AT}/appointments", json=body, timeout=60).json()
            if "token" not in answer:
                return 0, answer["code"]
            path = f"{API}/appointments/{answer['token']}/confirm"
            booked = session.post(town.url + path, json={}, timeout=60).json()
            return 1, booked["code"]

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(want, range(CLIENTS)))
    codes = {code for got, code in answers if got}
    assert len(codes) == PLACES
    assert Counter(code for got, code in answers if not got) == {"slot_full": CLIENTS - PLACES}
    listed = town.read(f"{AT}/appointments?day={slot['start'][:10]}")
    assert {appointment["code"] for appointment in listed} == codes
    assert {appointment["state"] for appointment in listed} == {"booked"}
    left = town.read(f"{AT}/slots?service=cards&to={slot['end'].replace('+', '%2B')}")
    assert [s["free"] for s in left if s["start"] == slot["start"]] == [0]


def test_a_day_is_asked_for_as_well_as_a_time(town: Office) -> None:
    asked = f"{AT}/slots?service=cards"
    all_times = town.read(asked)
    day = all_times[-1]["start"][:10]
    of_day = [slot for slot in all_times if slot["start"].startswith(day)]
    assert town.read(f"{asked}&from={day}&to={day}") == of_day
    for none in ("soon", "2026-02-30", "2026-03-02T10:00:00", "1772442000", ""):
        refused = town.get(f"{asked}&from={none}")
        assert refused.status_code == 422
        assert [error["path"] for error in refused.json()["errors"]] == ["from"]


def test_an_appointment_lives_its_life_over_http(town: Office) -> None:
    first, second = town.read(f"{AT}/slots?service=cards")[-2:]
    held = town.post(
        f"{AT}/appointments", {"service": "cards", "start": first["start"], "language": "uk"}
    )
    assert held.status_code == 201
    path = f"/appointments/{held.json()['token']}"
    booked = town.do(f"{path}/confirm", {"contact": {"email": "a@example.pl"}}, key="once")
    moved = town.do(f"{path}/move", {"start": second["start"]})
    assert (moved["code"], moved["start"]) == (booked["code"], second["start"])
    own = town.read(path)
    assert own["can"] == {"confirm": False, "change": True, "check_in": False}
    assert "a@example.pl" not in str(own)
    (found,) = town.read(f"{AT}/appointments?code={booked['code'].lower()}")
    assert found["contact"]["email"] == "a@example.pl"
    kinds = [event["kind"].removeprefix("appointment_") for event in found["events"]]
    assert kinds == ["held", "booked", "moved"]
    assert town.post(f"{AT}/check-in", {"code": booked["code"]}).json()["code"] == "too_early"
    assert town.post(f"{AT}/check-in", {"code": "XXXXXX"}).status_code == 404
    assert town.do(f"{path}/cancel")["state"] == "cancelled"
    late = town.post(f"{path}/move", {"start": first["start"]})
    assert (late.status_code, late.json()["code"]) == (409, "appointment_over")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"service": "cards"}, "start"),
        ({"service": "cards", "start": "2026-03-02T10:00"}, "start"),
        ({"service": "cards", "start": 1772442000}, "start"),
        ({"service": "nothing", "start": "2026-03-02T10:00:00Z"}, "service"),
        ({"service": "stamps", "start": "2026-03-02T10:00:00Z"}, "service"),
        (
            {"service": "cards", "start": "2026-03-02T10:00:00Z", "contact": {"phone": "600 100"}},
            "contact.phone",
        ),
        (
            {"service": "cards", "start": "2026-03-02T10:00:00Z", "contact": {"email": "a b@c.d"}},
            "contact.email",
        ),
        ({"service": "cards", "start": "2026-03-02T10:00:00Z", "language": "de"}, "language"),
    ],
)
def test_what_is_wrong_with_a_booking_is_named(
    town: Office, body: dict[str, object], path: str
) -> None:
    answer = town.post(f"{AT}/appointments", body)
    assert answer.status_code == 422, answer.text
    assert [fault["path"] for fault in answer.json()["errors"]] == [path]
