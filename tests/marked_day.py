"""A day of an office on which a marker is said in every field."""

from collections.abc import Callable

import requests

from tests.in_process import Json
from tests.marked_fields import ADDRESS, EMAIL, PHONE, TEXT, Markers
from tests.running_office import PASSWORD, Asking, GuardedOffice

TOWN: Json = {"branch": "krakow"}
AT_1 = TOWN | {"counter": "1"}
PERSON = {"name": TEXT, "email": EMAIL, "phone": PHONE, "reference": TEXT}


class Program(Asking):
    """A program that may do all that programs may."""

    def __init__(self, office: GuardedOffice, token: str) -> None:
        self.url = office.url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"


def live(markers: Markers, office: GuardedOffice, reminder: Callable[[], int]) -> None:
    """Say something in every field; `reminder()`: the id of a message that is not yet due."""
    _sign_in(markers, office)
    program = _administer(markers, office)
    for part in (_book, _book_otherwise, _work, _supervise, _change_office, _ask, _report):
        part(markers, program)
    told = {"state": "failed", "final": True, "detail": TEXT}
    markers.say(program, "report_message", told, message=reminder())


def _sign_in(markers: Markers, office: GuardedOffice) -> None:
    """Somebody who gives a browser, an address and a wrong password."""
    headers = {
        "User-Agent": markers.mark("(header) User-Agent", f"Firefox/{TEXT}"),
        "X-Forwarded-For": markers.mark("(header) X-Forwarded-For", ADDRESS),
    }
    wrong = {
        "login": markers.mark("sign_in login", TEXT),
        "password": markers.mark("sign_in password", TEXT),
    }
    assert office.post("/session", wrong).status_code in (401, 403, 422)
    office.session.headers.update(headers)
    office.do("/session", {"login": "anna", "password": PASSWORD})
    office.session = requests.Session()


def _administer(markers: Markers, office: GuardedOffice) -> Program:
    admin = office.sign_in("admin")
    say = markers.say
    someone = say(admin, "add_account", {"login": TEXT, "name": TEXT, "grants": []})
    say(admin, "rename", {"name": TEXT}, account=someone["id"])
    choices = admin.read("/tokens/choices")
    wanted = {"name": TEXT, "permissions": choices, "branches": ["*"]}
    token = say(admin, "make_token", wanted)["token"]
    other = admin.do("/tokens", wanted | {"name": "other"})
    say(admin, "revoke_token", {"reason": TEXT}, api_token=other["id"])
    return Program(office, token)


def _slots(who: Asking, service: str) -> list[str]:
    return [slot["start"] for slot in who.read(f"/branches/krakow/slots?service={service}")]


def _book(markers: Markers, who: Asking) -> None:
    say = markers.say
    first, second, *_, last = _slots(who, "cards")
    wanted = {"service": "cards", "start": last, "language": "pl", "contact": PERSON}
    held = say(who, "book", wanted | {"address": ADDRESS, "over": TEXT}, **TOWN)["token"]
    at = {"appointment": held}
    say(who, "confirm", {"holder": TEXT}, **at)
    say(who, "verify_holder", {"holder": TEXT}, **at)
    say(who, "move_appointment", {"start": second, "over": TEXT}, **at)
    say(who, "cancel_appointment", {"reason": TEXT}, **at)
    meeting = {"service": "stamps", "start": _slots(who, "stamps")[-1]}
    attending = who.do("/branches/krakow/appointments", meeting)["token"]
    say(who, "confirm", {"contact": PERSON}, appointment=attending)
    link = {"service": "cards", "start": last, "language": "pl"}
    say(who, "ask_booking_link", link | {"email": EMAIL, "address": ADDRESS}, **TOWN)
    days = {"from": first[:10], "to": last[:10], "service": "cards", "language": "pl"}
    say(who, "join_waiting_list", days | {"email": EMAIL, "address": ADDRESS}, **TOWN)
    say(who, "ask_waiting_list_link", days | {"email": EMAIL, "address": ADDRESS}, **TOWN)


def _book_otherwise(markers: Markers, who: Asking) -> None:
    say = markers.say
    start, *_, last = _slots(who, "cards")
    key = markers.mark("(header) Idempotency-Key", TEXT)
    contact = {"email": markers.mark("(answer) contact.email", EMAIL)}
    again = {"service": "cards", "start": last, "contact": contact}
    assert who.do("/branches/krakow/appointments", again, key=key)
    say(who, "close_interval", {"start": start, "end": last, "reason": {"pl": TEXT}}, **TOWN)
    say(who, "check_in", {"code": TEXT}, status=404, **TOWN)


def _work(markers: Markers, who: Asking) -> None:
    say = markers.say
    taken = {"service": "cards", "kiosk": "hall", "reference": TEXT, "reason": TEXT}
    first = say(who, "take_ticket", taken, **TOWN)
    job = {"state": "failed", "detail": TEXT}
    say(who, "report_job", job, **TOWN, printer="a", job=first["job"])
    second, third, fourth = (who.take("krakow", "cards") for _ in range(3))
    say(who, "correct_service", {"service": "advice", "reason": TEXT}, ticket=second["id"])
    say(who, "set_priority", {"position": "first", "reason": TEXT}, ticket=second["id"])
    say(who, "cancel", {"reason": TEXT}, ticket=third["id"])
    one, other = (markers.mark(f"{verb} clerk", TEXT) for verb in ("transfer", "transfer_current"))
    who.at("krakow", "2", "open", {"clerk": one})
    who.at("krakow", "3", "open", {"clerk": other})
    say(who, "transfer", {"clerk": one, "reason": TEXT}, ticket=fourth["id"])
    say(who, "open", {"clerk": TEXT}, **AT_1)
    say(who, "pause", {"reason": TEXT}, **AT_1)
    say(who, "resume", **AT_1)
    say(who, "call", {"ticket": first["id"], "reason": TEXT}, **AT_1)
    say(who, "start", **AT_1)
    say(who, "park", {"note": TEXT}, **AT_1)
    who.at("krakow", "1", "serve", {"service": "cards"})
    say(who, "transfer_current", {"clerk": other, "reason": TEXT}, **AT_1)
    say(who, "serve", {"ticket": first["id"], "reason": TEXT}, **AT_1)
    say(who, "finish", {"note": TEXT}, **AT_1)
    say(who, "join_remotely", {"service": "permits", "phone": PHONE}, **TOWN)


def _supervise(markers: Markers, who: Asking) -> None:
    say = markers.say
    alarm = say(who, "raise_alarm", {"text": TEXT}, **AT_1)["alarm"]
    say(who, "end_alarm", {"note": TEXT}, **TOWN, signal=alarm["id"])
    say(who, "call_to_help", {"text": TEXT}, **AT_1)
    say(who, "suspend_branch", {"reason": TEXT}, **TOWN)
    say(who, "resume_branch", **TOWN)
    for what, which in (("kiosk", "hall"), ("service", "cards")):
        for verb in ("close", "open"):
            say(who, f"{verb}_{what}", {"reason": TEXT}, **TOWN | {what: which})
    say(who, "allow_issue", {"reason": TEXT}, **TOWN, service="cards")
    say(who, "add_message", {"text": {"pl": TEXT}}, **TOWN)
    say(who, "force_close", {"reason": TEXT}, **AT_1)


def _change_office(markers: Markers, who: Asking) -> None:
    say = markers.say
    draft = say(who, "new_draft", {"name": TEXT, "document": {"name": TEXT}})
    at = {"draft": draft["id"]}
    edition = draft["edition"]
    edition = say(who, "rename_draft", {"name": TEXT}, **at)["edition"]
    wrong = {"edition": edition, "document": {"name": TEXT}}
    edition = say(who, "save_draft", wrong, **at)["edition"]
    yaml = {"edition": edition, "yaml": f"office:\n  name: {TEXT}\n"}
    edition = say(who, "import_draft", yaml, **at)["edition"]
    say(who, "discard_draft", {"edition": edition}, **at)
    good = say(who, "new_draft", {"name": "good"})
    wanted = {"edition": good["edition"], "note": TEXT}
    say(who, "publish_draft", wanted, draft=good["id"])
    say(who, "roll_back_office", {"revision": 1, "note": TEXT})


def _ask(markers: Markers, who: Asking) -> None:
    """What is searched for."""
    say = markers.say
    say(who, "search_appointments", {"text": TEXT}, **TOWN)
    say(who, "list_appointments", {"code": TEXT}, **TOWN)
    say(who, "list_tickets", {"find": TEXT}, **TOWN)
    say(who, "find_tickets", {"day": "2023-03-06", "number": TEXT}, **TOWN)
    wanted = dict.fromkeys(("actor", "kind", "branch", "subject", "find"), TEXT)
    say(who, "audit", wanted)
    say(who, "get_device_wish", {"code": TEXT})


def _report(markers: Markers, who: Asking) -> None:
    """What devices and agents say."""
    say = markers.say
    say(who, "begin_pairing", {"client": TEXT, "page": f"/kiosk/{TEXT}"})
    asked = who.do("/pairings", {"client": markers.mark("(device) client", TEXT)})
    place = {"kind": "kiosk", "branch": "krakow", "place": "hall", "name": TEXT}
    wrong = place | {"code": markers.mark("approve_device code", TEXT), "name": "x"}
    assert who.post("/devices", wrong).status_code == 404
    device = say(who, "approve_device", {"code": asked["code"], **place})
    say(who, "revoke_device", {"reason": TEXT}, device=device["id"])
    say(who, "report_status", {"state": "error", "detail": TEXT}, **TOWN, printer="a")
