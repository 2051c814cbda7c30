"""The booking site as a browser without scripts sees it: forms, redirects, headers, papers."""

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any

import pytest
import requests
import vobject
from icalendar import Calendar

from queue_server.booking_site.api import Server
from queue_server.booking_site.colours import colours_of, contrast
from queue_server.booking_site.site import create_site
from queue_server.office.hours import WEEK
from tests.booking_hall import booked_office
from tests.ports import free_port
from tests.running_office import Office, running_office, until

LANGUAGES = ("pl", "en", "uk", "ru")
CARDS = "/at/town/cards"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    asks = {"name": "required", "email": "optional", "reference": "optional"}
    office = booked_office(capacity=6, horizon_days=14, asks=asks)
    office["branches"][0]["services"][1] |= {
        "booking": {"slot_minutes": 5, "capacity": 50, "lead_minutes": 0},
        "booking_hours": {day: ["00:00-24:00"] for day in WEEK},
    }
    office["branches"].append(office["branches"][0] | {"id": "practice", "training": True})
    folder = tmp_path_factory.mktemp("town")
    with running_office(folder, config={"office": office}, booking=True) as ready:
        until(lambda: answers(ready.site))
        yield ready


def answers(site: str) -> bool:
    try:
        return requests.get(site, timeout=5).ok
    except requests.ConnectionError:
        return False


class Visitor:
    """A browser without scripts: follows links and sends the forms that a page shows."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.session = requests.Session()
        self.page = ""
        self.url = ""
        self.status = 0

    def go(self, path: str) -> "Visitor":
        return self._arrive(self.session.get(self.site + path, timeout=20))

    def send(self, action: str, **fields: str) -> "Visitor":
        """Send the form whose address ends so, with its hidden fields."""
        (form,) = [f for f in re.findall(r"<form.*?</form>", self.page, re.DOTALL) if action in f]
        to = re.search(r'action="([^"]+)"', form)
        assert to
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        address = self.site + unescape(to[1])
        return self._arrive(self.session.post(address, data=hidden | fields, timeout=20))

    def times(self) -> list[str]:
        """The times that can be chosen on this page."""
        return re.findall(r'<button name="start" value="([^"]+)"', self.page)

    @property
    def says(self) -> str:
        """What can be read."""
        main = self.page.partition("<main")[2]
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))

    @property
    def token(self) -> str:
        return self.url.rpartition("/a/")[2]

    def _arrive(self, answer: requests.Response) -> "Visitor":
        self.page, self.url, self.status = answer.text, answer.url, answer.status_code
        return self


@pytest.fixture
def visitor(town: Office) -> Visitor:
    return Visitor(town.site)


def booked(visitor: Visitor, which: int = -1, where: str = CARDS, **fields: str) -> Visitor:
    """A visit booked through the pages."""
    visitor.go(f"/pl{where}/times")
    last_day = re.findall(r'href="([^"]+day=[^"]+)#times"', visitor.page)[-1]
    visitor.go(unescape(last_day))
    visitor.send("/hold", start=visitor.times()[which])
    return visitor.send("/confirm", name="A. B.", language="uk", **fields)


def test_a_visit_is_booked_in_three_steps(town: Office, visitor: Visitor) -> None:
    visitor.go("/en/")
    assert f'href="/en{CARDS}"' in visitor.page
    visitor.go(f"/en{CARDS}")
    assert 'name="cases"' in visitor.page
    visitor.go(f"/en{CARDS}/times?cases=2")
    visitor.send("/hold", start=visitor.times()[0])
    assert visitor.status == 200
    assert "This time is yours until" in visitor.says
    visitor.send("/confirm", name="A. B.", email="a@example.org", language="uk")
    code = re.search(r'<p class="big"[^>]*>(\w{6})<', visitor.page)
    assert code
    (kept,) = town.read(f"/branches/town/appointments?code={code[1]}")
    assert kept["contact"]["name"] == "A. B."
    assert kept["contact"]["email"] == "a@example.org"
    assert (kept["cases"], kept["language"], kept["state"]) == (2, "uk", "booked")
    assert kept["url"] == f"{town.site}/uk/a/{kept['token']}"


def test_what_is_required_is_asked_for_again_with_the_rest_kept(visitor: Visitor) -> None:
    visitor.go(f"/en{CARDS}/times")
    visitor.send("/hold", start=visitor.times()[-1])
    visitor.send("/confirm", name="", email="a@example", language="pl")
    assert visitor.status == 422
    assert "Enter your name." in visitor.says
    visitor.send("/confirm", name="A. B.", email="a@example", language="pl")
    assert visitor.status == 422
    assert "Enter an address such as" in visitor.says
    assert 'value="A. B."' in visitor.page
    assert visitor.send("/confirm", name="A. B.", language="pl").status == 200


def test_a_visit_is_moved_and_cancelled(visitor: Visitor) -> None:
    booked(visitor)
    own = f"/pl/a/{visitor.token}"
    visitor.go(f"{own}/move")
    new = visitor.times()[0]
    assert "Wizyta przeniesiona" not in visitor.says
    visitor.send("/move", start=new)
    assert f'datetime="{new}"' in visitor.page
    assert "Wizyta przeniesiona" in visitor.says
    assert f"{new[11:16]}. Poprzedni został zwolniony" in visitor.says
    assert "Wizyta umówiona" in visitor.go(own).says
    visitor.go(f"{own}/cancel").send("/cancel")
    assert "Wizyta odwołana" in visitor.says
    assert visitor.go(f"{own}/move").status == 409


def test_who_was_slower_is_told_so_and_chooses_again(town: Office, visitor: Visitor) -> None:
    visitor.go(f"/pl{CARDS}/times")
    start = visitor.times()[1]
    wanted = {"service": "cards", "start": start}
    while town.post("/branches/town/appointments", wanted).ok:
        pass
    visitor.send("/hold", start=start)
    assert visitor.status == 409
    assert "Ktoś był szybszy" in visitor.says
    assert f'href="/en{CARDS}"' in visitor.page  # the same in another language
    until(lambda: start not in visitor.go(f"/pl{CARDS}/times").times())


def test_a_form_sent_twice_holds_one_place(town: Office, visitor: Visitor) -> None:
    visitor.go(f"/pl{CARDS}/times")
    page, start = visitor.page, visitor.times()[3]
    first = visitor.send("/hold", start=start).token
    visitor.page = page
    assert visitor.send("/hold", start=start).token == first


def test_who_comes_back_to_the_times_may_choose_another(visitor: Visitor) -> None:
    visitor.go(f"/pl{CARDS}/times")
    page, times = visitor.page, visitor.times()
    first = visitor.send("/hold", start=times[3]).token
    visitor.page = page
    assert visitor.send("/hold", start=times[4]).status == 200
    assert visitor.token != first


def lapsed(town: Office, visitor: Visitor) -> tuple[str, str]:
    """A form whose place is held no more: its time, and the closure that made it lapse."""
    visitor.go(f"/en{CARDS}/times?cases=2")
    start = visitor.times()[-4]
    end = town.read(f"/appointments/{visitor.send('/hold', start=start).token}")["end"]
    about = {"service": "cards", "start": start, "end": end, "reason": {"pl": "Awaria"}}
    closure = town.do("/branches/town/closures", about)
    return start, f"/branches/town/closures/{closure['id']}"


def test_who_took_too_long_over_the_form_still_gets_a_time_that_is_free(
    town: Office, visitor: Visitor
) -> None:
    start, closure = lapsed(town, visitor)
    town.do(f"{closure}/undo")
    page, booked_once = visitor.page, set()
    for _sent_twice in range(2):
        visitor.page = page
        visitor.send("/confirm", name="A. B.", language="uk")
        assert "Your visit is booked" in visitor.says
        booked_once.add(visitor.token)
    (token,) = booked_once
    known = town.read(f"/appointments/{token}")
    assert (known["start"], known["cases"]) == (start, 2)


def test_where_it_is_taken_what_was_typed_is_kept_for_another_time(
    town: Office, visitor: Visitor
) -> None:
    _, closure = lapsed(town, visitor)
    visitor.send("/confirm", name="A. B.", email="a@example.org", language="uk")
    assert visitor.status == 409
    assert "what you typed is kept" in visitor.says
    visitor.send("/hold", start=visitor.times()[0])
    assert 'value="A. B."' in visitor.page
    assert 'value="a@example.org"' in visitor.page
    assert visitor.send("/confirm", name="A. B.", language="uk").status == 200
    town.do(f"{closure}/undo")


def test_pages_that_a_form_led_to_can_be_loaded_anew(visitor: Visitor) -> None:
    own = f"/pl/a/{booked(visitor).token}"
    for path in (f"{own}/confirm", f"{own}/check-in"):
        assert visitor.go(path).url.endswith(own)
    for path in (f"/pl{CARDS}/hold", f"/pl{CARDS}/link"):
        assert visitor.go(path).url.endswith(f"/pl{CARDS}/times")
    visitor.go(f"{own}/cancel").send("/cancel")
    assert "Odwołać" not in visitor.go(f"{own}/cancel").says


def test_a_visits_own_page_needs_no_cookie(visitor: Visitor) -> None:
    visitor.go(f"/en{CARDS}/times").send("/hold", start=visitor.times()[-5])
    visitor.session.cookies.clear()
    assert visitor.send("/confirm", name="A. B.", language="pl").status == 200
    assert "Your visit is booked" in visitor.says


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_the_language(visitor: Visitor, language: str) -> None:
    for path in ("/", CARDS, f"{CARDS}/times", "/privacy", "/accessibility"):
        visitor.go(f"/{language}{path}")
        assert visitor.status == 200, path
        assert f'<html lang="{language}">' in visitor.page
        assert len(re.findall("<h1", visitor.page)) == 1
        assert "{" not in visitor.says


def test_the_first_page_is_in_the_browsers_language(town: Office) -> None:
    for accepted, language in (
        ("uk,en;q=0.5", "uk"),
        ("de", "pl"),
        ("ru-RU,ru", "ru"),
        ("en-US,pl;q=0.5", "en"),
        ("pl;q=0,uk-UA;q=0.1", "uk"),
    ):
        answer = requests.get(town.site, headers={"Accept-Language": accepted}, timeout=20)
        assert answer.url == f"{town.site}/{language}/"


def test_who_has_come_says_so_on_the_visits_page(town: Office, visitor: Visitor) -> None:
    visitor.go("/uk/at/town/stamps/times")
    visitor.send("/hold", start=visitor.times()[0])
    visitor.send("/confirm", language="uk")
    visitor.send("/check-in")
    number = town.read(f"/appointments/{visitor.token}")["number"]
    assert number in visitor.says
    ticket_page = re.search(r'href="([^"]+/t/[^"]+)"', visitor.page)
    assert ticket_page
    assert requests.get(ticket_page[1], timeout=20).ok


def test_the_first_page_leads_to_the_site(town: Office) -> None:
    assert f'href="{town.site}/"' in requests.get(town.url, timeout=20).text
    assert town.read("/branches/town")["office"]["booking_url"] == town.site


def test_the_offices_colour_counts_where_it_can_be_read(town: Office) -> None:
    assert "--accent: #0b4f8a" in town.session.get(f"{town.site}/office.css", timeout=20).text
    assert colours_of("#ffe14d") == ""
    assert round(contrast("#000000", "#ffffff"), 1) == 21


def test_calendar_programs_read_the_visit(town: Office, visitor: Visitor) -> None:
    booked(visitor, -2)
    text = town.session.get(f"{town.site}/uk/a/{visitor.token}/visit.ics", timeout=20).text
    events: list[Any] = Calendar.from_ical(text).walk("VEVENT")
    (event,) = events
    known = town.read(f"/appointments/{visitor.token}")
    for key, at in (("DTSTART", "start"), ("DTEND", "end")):
        assert event[key].dt == datetime.fromisoformat(known[at])
    assert known["code"] in event["DESCRIPTION"]
    other: Any = vobject.readOne(text).vevent
    assert other.dtstart.value == event["DTSTART"].dt
    assert other.summary.value == event["SUMMARY"] == "Dowody"
    assert other.location.value == "Місто, Rynek 1"
    assert (other.status.value, other.url.value) == ("CONFIRMED", known["url"])


def test_the_papers_show_the_code(town: Office, visitor: Visitor) -> None:
    booked(visitor, -3)
    own = f"{town.site}/ru/a/{visitor.token}"
    code = town.read(f"/appointments/{visitor.token}")["code"]
    assert code in town.session.get(f"{own}/paper", timeout=20).text
    picture = town.session.get(f"{own}/code.svg", timeout=20)
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert picture.content.startswith(b"<svg")


def test_pages_are_kept_by_nobody_and_run_nothing(town: Office) -> None:
    for path in ("/pl/", f"/pl{CARDS}/times", "/pl/a/1-x", "/nowhere"):
        answer = requests.get(town.site + path, timeout=20)
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "script" not in policy
        assert "unsafe" not in policy
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "<script" not in answer.text
        assert " style=" not in answer.text


def test_forms_of_others_are_refused(town: Office, visitor: Visitor) -> None:
    visitor.go(f"/pl{CARDS}/times")
    address, start = f"{town.site}/pl{CARDS}/hold", visitor.times()[5]
    field = re.search(r'name="form" value="(\w+)"', visitor.page)
    assert field
    known = visitor.session
    for session, form, origin in (
        (requests.Session(), field[1], None),  # without the cookie
        (known, "0" * 64, None),
        (known, field[1], "https://evil.example"),
    ):
        headers = {"Origin": origin} if origin else {}
        data = {"form": form, "start": start, "cases": "1"}
        answer = session.post(address, data=data, headers=headers, timeout=20)
        assert answer.status_code == 400
    assert (
        known.post(address, data={"form": field[1], "start": start}, timeout=20).status_code == 200
    )


@pytest.mark.parametrize(
    "path", ["/de/", "/pl/at/town/permits", "/pl/at/nowhere/cards", "/pl/a/1-x", "/pl/a/1-x/move"]
)
def test_what_is_not_there_is_said_in_words(visitor: Visitor, path: str) -> None:
    assert visitor.go(path).status == 404


def test_what_people_type_is_text(visitor: Visitor) -> None:
    visitor.go(f"/pl{CARDS}/times")
    visitor.send("/hold", start=visitor.times()[-1])
    visitor.send("/confirm", name="<b>A</b>", email="wrong", language="pl")
    assert "&lt;b&gt;A&lt;/b&gt;" in visitor.page
    for start in ("", "yesterday", "2026-03-02T10:00", "<script>"):
        visitor.go(f"/pl{CARDS}/times")
        assert visitor.send("/hold", start=start).status in (409, 422)
    assert visitor.go(f"/pl{CARDS}/times?cases=999&day=<x>").status == 200


def test_what_is_published_in_the_offices_own_words_the_site_says_as_text(
    town: Office, visitor: Visitor
) -> None:
    draft = f"/office/drafts/{town.do('/office/drafts', {'name': 'Own words'})['id']}"
    kept = town.read(draft)
    free = {"one": "<i>{count}</i>", "few": "{count} a", "many": "{count} b", "other": "{count} c"}
    wording = {
        "title": "<b>Ждём вас</b>",
        "step": "{number.__class__} {number} {",
        "weekday_1": "первый день",
        "free": free,
    }
    kept["document"]["wording"] = [
        {"page": "booking", "key": key, "text": {"ru": text}} for key, text in wording.items()
    ]
    body = {"edition": kept["edition"], "document": kept["document"]}
    town.do(f"{draft}/publish", {"edition": town.do(f"{draft}/save", body)["edition"]})
    until(lambda: "<h1>&lt;b&gt;Ждём вас&lt;/b&gt;</h1>" in visitor.go("/ru/").page, seconds=3)
    assert "{number.__class__} 1 {" in visitor.go(f"/ru{CARDS}").says
    times = visitor.go(f"/ru{CARDS}/times").says
    assert "первый день" in times
    assert re.search(r"\d (a|b)\b|<i>\d+1</i>", times)
    assert "понедельник" not in times
    assert "Skip to content" in visitor.go("/en/").page


def test_where_staff_only_learn_nothing_is_booked(visitor: Visitor) -> None:
    assert "/pl/at/town/cards" in visitor.go("/pl/").page
    assert "practice" not in visitor.page
    assert visitor.go(f"/pl{CARDS.replace('town', 'practice')}/times").status == 404


def test_the_site_says_so_while_the_server_is_away() -> None:
    site = create_site(Server(f"http://127.0.0.1:{free_port()}", None), secure=True)
    for path in ("/", "/pl/", "/uk/a/1-x"):
        answer = site.test_client().get(path)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert answer.headers["Strict-Transport-Security"]
        assert answer.headers["Set-Cookie"].startswith("__Host-okienko_booking=")
        assert "; Secure; " in answer.headers["Set-Cookie"]
