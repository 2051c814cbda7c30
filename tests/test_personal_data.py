"""What people say is gone when its time is over: from every field, in every file of an office."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from click.testing import CliRunner

from queue_server.cli import main, purging
from queue_server.loop import Clock
from queue_server.store.database import open_reader
from tests.booking_hall import booked_office
from tests.in_process import Json
from tests.mailbox import Mailbox, smtp_server
from tests.marked_day import live
from tests.marked_fields import TEXT, Markers
from tests.running_office import GuardedOffice, guarded_office, until

#: The server's clock: a Monday morning, longer ago than anything is kept.
BEGINS = datetime.fromisoformat("2023-03-06T09:00:00+01:00")
#: `okienko` with the clock of its server put back.
PUT_BACK = f"""
from datetime import UTC, datetime
from functools import partial
from queue_server.cli import main, serve
ahead = datetime.fromtimestamp({BEGINS.timestamp()}, UTC) - datetime.now(UTC)
serve.Installation = partial(serve.Installation, clock_ahead=ahead)
main()
"""
_AN_ID, _A_TIME = "what the office calls it", "a time"

#: Where nothing of one's own can be said, and what is said there.
NOT_FREE = {
    **dict.fromkeys(
        [
            *("* service", "* services", "* ?service", "* class", "* needs"),
            *("* language", "* ?language"),
            *("* kiosk", "* printer", "* counter", "* profile", "* outcome", "* topic"),
            *("* displays", "* branch", "* branches", "* place", "* grants.branch"),
            "* grants.role",
        ],
        _AN_ID,
    ),
    **dict.fromkeys(
        [
            *("* start", "* end", "* from", "* to", "* day", "* until", "* at", "* closes_at"),
            *("* ?from", "* ?to", "* ?start", "* ?end", "* ?day"),
        ],
        _A_TIME,
    ),
    **dict.fromkeys(
        ["upload_media *", "cancel_upload upload", "remove_media file"],
        "a file for displays, and its name",
    ),
}
#: What is written nowhere, and why.
NOT_WRITTEN = {
    "* [?]*": "a question",
    "* holder": "its keyed hash alone",
    "book address": "its keyed hash alone",
    "join_waiting_list address": "its keyed hash alone",
    "* code": "no code of this office",
    "sign_in *": "nobody has such an account",
}
#: What is written and soon said anew, so that it may be gone before its time.
SAID_ANEW = {
    "new_draft *": "with every change",
    "save_draft *": "with every change",
    "import_draft *": "with every change",
}
#: What is kept as long as the office, and why.
STAYS = {
    "add_account login": "what staff did refers to them",
    "rename name": "what staff did refers to them",
    "make_token name": "which programs are let in",
    "approve_device name": "which screens are let in",
    "publish_draft note": "which office was in force, and why",
    "roll_back_office note": "which office was in force, and why",
    "report_status detail": "how a printer is now",
}
AUDITED = {
    "(header) X-Forwarded-For",
    "add_account name",
    "revoke_token reason",
    "revoke_device reason",
    "book over",
    "move_appointment over",
    "correct_service reason",
    "set_priority reason",
}
OF_HISTORY = {
    *("cancel_appointment reason", "close_interval reason.pl", "report_job detail"),
    *(
        "take_ticket reason",
        "cancel reason",
        "transfer clerk",
        "transfer reason",
        "open clerk",
        "pause reason",
    ),
    *("call reason", "serve reason", "transfer_current clerk", "transfer_current reason"),
    *("raise_alarm text", "end_alarm note", "call_to_help text", "suspend_branch reason"),
    *("close_kiosk reason", "open_kiosk reason", "close_service reason", "open_service reason"),
    *("allow_issue reason", "add_message text.pl", "force_close reason", "rename_draft name"),
    *("report_message detail", "(mail) answer"),
}
#: Days after which `okienko purge` runs -> what it leaves for later.
LEFT_AFTER = {45: OF_HISTORY | AUDITED, 450: AUDITED, 800: set[str]()}


@pytest.fixture
def clock_of_purge(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_(moment: datetime) -> None:
        monkeypatch.setattr(purging, "Clock", lambda: Clock(lambda: moment))

    return set_


def test_no_file_tells_what_people_said_once_its_time_is_over(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    clock_of_purge: Callable[[datetime], None],
) -> None:
    data, old = tmp_path / "data", tmp_path_factory.mktemp("elsewhere") / "old.backup"
    markers = _a_day(data)
    about = ["--data", str(data)]
    _okienko("backup", *about, str(old))
    _all_is_found(markers, tmp_path)
    _all_is_found(markers, old.parent)
    stays = _named(STAYS, markers.said)
    for days, left in LEFT_AFTER.items():
        clock_of_purge(BEGINS + timedelta(days=days))
        _okienko("purge", *about)
        _okienko("backup", *about, str(data / f"{days}.backup"))
        assert markers.found(tmp_path) == stays | left, days
        (data / f"{days}.backup").unlink()
    _okienko("restore", *about, str(old))
    assert markers.found(tmp_path) > stays | OF_HISTORY | AUDITED
    _okienko("purge", *about)
    assert markers.found(tmp_path) == stays


def _a_day(data: Path) -> Markers:
    """What was said on a day that is over, by people and by programs."""
    box = Mailbox()
    with _office(data, box) as office:
        markers = Markers(office.read("/openapi.json"))
        box.refusals = [f"450 {markers.mark('(mail) answer', TEXT)}"] * 100
        live(markers, office, lambda: _message(data, "kind = 'reminder'"))
        assert markers.unsaid() - _named(NOT_FREE, markers.unsaid()) == set()
        until(lambda: _message(data, "tries > 0") > 0)
        assert office.stop() == 0
    return markers


@contextmanager
def _office(data: Path, box: Mailbox) -> Iterator[GuardedOffice]:
    with smtp_server(box) as port:
        mail = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "u@example.org"}
        server = {"mail": mail, "trusted_proxies": ["127.0.0.1"]}
        command = [sys.executable, "-c", PUT_BACK]
        config = {"office": _town()}
        with guarded_office(data, config=config, server=server, command=command) as ready:
            yield ready


def _town() -> Json:
    asks = dict.fromkeys(("name", "email", "phone", "reference"), "optional")
    office = booked_office(asks=asks, horizon_days=14, holder="case_number")
    (town,) = office["branches"]
    cards, stamps, permits, _ = town["services"]
    stamps["booking"] = cards["booking"] | {"group": True, "capacity": 40, "holder": "none"}
    permits |= {"channel": "phone", "remote": {}}
    town["printers"][0]["agent"] = "hall"  # the kiosk's own: no other takes its jobs
    return office | {"branches": [town | {"id": "krakow"}, town | {"id": "nowy-sacz"}]}


def _message(data: Path, which: str) -> int:
    """The first message still to be sent of which this holds; a reminder is not sent today."""
    with closing(open_reader(data / "okienko.db")) as db:
        found = db.one(f"SELECT id FROM messages WHERE state = 'queued' AND {which}")
    return int(found[0]) if found else 0


def _okienko(*command: str) -> None:
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output


def _all_is_found(markers: Markers, folder: Path) -> None:
    """That nothing is found means something: what was written is, before its time is over."""
    hidden = set(markers.said) - markers.found(folder)
    assert hidden - _named(SAID_ANEW, markers.said) == _named(NOT_WRITTEN, markers.said)


def _named(table: Mapping[str, str], fields: Iterable[str]) -> set[str]:
    """Those of some fields that a table names; none of its rows is idle."""
    rows = {row: {field for field in fields if fnmatchcase(field, row)} for row in table}
    assert [row for row, named in rows.items() if not named] == []
    return set[str]().union(*rows.values())
