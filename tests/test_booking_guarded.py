"""Booking where callers need credentials: the site has its own, a visit is its owner's."""

from collections.abc import Iterator

import pytest
import requests

from tests.booking_hall import booked_office
from tests.ports import free_port
from tests.running_office import API, GuardedOffice, guarded_office, until
from tests.test_booking_site import Visitor, answers, booked

AT = "/branches/krakow"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedOffice]:
    asks = {"name": "required"}
    office = booked_office(capacity=3, horizon_days=14, asks=asks)
    (town,) = office["branches"]
    office["branches"] = [{**town, "id": "krakow"}, {**town, "id": "nowy-sacz"}]
    config = {"office": office}
    server = {"booking": {"bind": f"127.0.0.1:{free_port()}"}}
    folder = tmp_path_factory.mktemp("town")
    with guarded_office(folder, config=config, server=server) as ready:
        ready.site = f"http://{server['booking']['bind']}"
        until(lambda: answers(ready.site))
        yield ready


def test_the_site_books_with_its_own_token(office: GuardedOffice) -> None:
    visitor = booked(Visitor(office.site), where="/at/krakow/cards")
    assert "Wizyta umówiona" in visitor.says
    public = requests.get(f"{office.url}{API}/appointments/{visitor.token}", timeout=20)
    assert public.json()["state"] == "booked"


@pytest.mark.parametrize("path", ["/bookable", f"{AT}/slots?service=cards", f"{AT}/appointments"])
def test_strangers_ask_nothing_but_about_their_own_visit(office: GuardedOffice, path: str) -> None:
    assert requests.get(office.url + API + path, timeout=20).status_code == 401


def test_reception_books_and_a_supervisor_overbooks(office: GuardedOffice) -> None:
    reception, supervisor = office.sign_in("celina"), office.sign_in("dana")
    slot = reception.read(f"{AT}/slots?service=cards")[0]
    wanted = {"service": "cards", "start": slot["start"], "contact": {"name": "A. B."}}
    for _ in range(slot["free"]):
        held = reception.do(f"{AT}/appointments", wanted)
        reception.do(f"/appointments/{held['token']}/confirm")
    over = wanted | {"over": "came from far away"}
    for member, refused in ((reception, 403), (supervisor, 201)):
        assert member.post(f"{AT}/appointments", wanted).json()["code"] == "slot_full"
        assert member.post(f"{AT}/appointments", over).status_code == refused
    day = slot["start"][:10]
    assert len(reception.read(f"{AT}/appointments?day={day}")) == slot["free"] + 1
