"""Reports from the process that works them out: the same, one after another, and never for ever."""

import fcntl
import os
import signal
import struct
import termios
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import gevent
import pytest
import requests
from click.testing import CliRunner

from queue_server import reckoner as reckoning_beside
from queue_server.cli import main
from queue_server.domain.errors import ReportFailed
from queue_server.office import parse_office, stored_office
from queue_server.operations.publishing import publish
from queue_server.reckoner import Reckoner
from queue_server.reckoning import Reckoning
from queue_server.store import revisions
from queue_server.store.database import open_reader
from queue_server.views.report import report_json
from tests.in_process import MORNING, TOWN, Hall, a_hall, busy_office
from tests.process_groups import PATIENCE_SECONDS, await_gone, await_one, companions, suspend
from tests.running_office import BEGINS, Office, until

FIRST, LAST = BEGINS.date() - timedelta(days=2), BEGINS.date() + timedelta(days=1)
PERIOD = f"from={FIRST}&to={LAST}"


@pytest.fixture(scope="module")
def worked(office: Office) -> Office:
    """The office after some visitors: one is helped, one gives up."""
    office.at("krakow", "1", "open")
    helped, gave_up = (office.take("krakow", "residence-permit") for _ in range(2))
    assert office.at("krakow", "1", "next")["ticket"]["id"] == helped["id"]
    office.at("krakow", "1", "finish")
    office.do(f"/tickets/{gave_up['id']}/cancel")
    return office


def reckoning_of(office: Office) -> int:
    """The process that works out reports; started with the first."""
    office.read("/branches/krakow/report")
    return await_one(lambda: companions(office.process.pid, "queue_server.reckoning"))


def unread_bytes(pid: int) -> int:
    """How much a process has been asked that it has not read yet."""
    with Path(f"/proc/{pid}/fd/0").open("rb") as pipe:
        (count,) = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))
        return int(count)


def test_the_page_and_the_file_have_what_the_database_says(worked: Office) -> None:
    with closing(open_reader(worked.data / "okienko.db")) as db:
        kept = revisions.newest(db)
        assert kept
        branch = stored_office(kept[1]).branch["krakow"]
        expected = report_json(db, branch, FIRST, LAST, "week", "clerk")
    told = worked.read(f"/branches/krakow/report?{PERIOD}&every=week&by=clerk")
    assert told == expected
    assert (told["all"]["tickets"], told["all"]["served"], told["all"]["gave_up"]) == (2, 1, 1)

    file = worked.get(f"/branches/krakow/report.csv?{PERIOD}&by=hour")
    command = ["report", "--data", str(worked.data), "--branch", "krakow", "--by", "hour", "--csv"]
    printed = CliRunner().invoke(main, [*command, "--from", str(FIRST), "--to", str(LAST)])
    assert file.text == printed.output
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_several_who_ask_at_once_get_each_their_own(worked: Office) -> None:
    kinds = ["report?by=service", "report?by=hour", "report.csv?by=day", "report.csv?by=clerk"]
    paths = [f"/branches/krakow/{kind}&{PERIOD}" for kind in kinds]
    alone = [worked.get(path).content for path in paths]
    with ThreadPoolExecutor(8) as readers:
        asked = list(
            readers.map(lambda path: requests.get(f"{worked.url}/api/v1{path}"), paths * 4)
        )
    assert [answer.content for answer in asked] == alone * 4


def test_what_cannot_be_reported_is_refused(worked: Office) -> None:
    backwards = worked.get(f"/branches/krakow/report.csv?from={LAST}&to={FIRST}")
    assert (backwards.status_code, backwards.json()["errors"][0]["path"]) == (422, "to")
    assert worked.get("/branches/moon/report").status_code == 404
    assert worked.get("/branches/moon/report.csv").status_code == 404


def test_who_asked_a_process_that_was_killed_is_answered_and_so_is_the_next(worked: Office) -> None:
    killed = reckoning_of(worked)
    suspend(killed)
    with ThreadPoolExecutor(1) as reader:
        asked = reader.submit(requests.get, f"{worked.url}/api/v1/branches/krakow/report")
        until(lambda: unread_bytes(killed) > 0)
        os.kill(killed, signal.SIGKILL)
        refused = asked.result()
    assert (refused.status_code, refused.json()["code"]) == (503, "report_failed")
    assert reckoning_of(worked) != killed


def test_who_reckons_lets_those_who_answer_go_first(worked: Office) -> None:
    beside = os.getpriority(os.PRIO_PROCESS, reckoning_of(worked))
    assert beside > os.getpriority(os.PRIO_PROCESS, worked.process.pid)


def test_the_contract_says_that_a_report_may_fail(worked: Office) -> None:
    contract = worked.read("/openapi.json")
    answers = contract["paths"]["/branches/{branch}/report"]["get"]["responses"]
    assert answers["503"]["description"] == "Refused: report_failed, storage_unavailable."


def asked(revision: int = 1) -> Reckoning:
    day = MORNING.date()
    return Reckoning(revision=revision, branch=TOWN, first=day, last=day, by="service", every="day")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """One of its visitors has given up."""
    with a_hall(tmp_path) as ready:
        ready.move("cancel", ready.take("cards"))
        yield ready


def test_a_report_that_takes_too_long_is_given_up_and_the_next_one_comes(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    reckoner = Reckoner(hall.database)
    told = reckoner.ask(asked())
    slow = await_one(lambda: companions(os.getpgrp(), str(hall.database)))
    suspend(slow)
    with monkeypatch.context() as patch:
        patch.setattr(reckoning_beside, "_ANSWER_SECONDS", 0.05)
        refused = [gevent.spawn(reckoner.ask, asked()) for _ in range(2)]
        gevent.joinall(refused, timeout=PATIENCE_SECONDS)
    assert [type(each.exception) for each in refused] == [ReportFailed] * 2
    await_gone(slow)
    assert reckoner.ask(asked()) == told


def test_a_process_that_has_ended_is_started_again_before_anybody_is_refused(hall: Hall) -> None:
    reckoner = Reckoner(hall.database)
    told = reckoner.ask(asked())
    idle = await_one(lambda: companions(os.getpgrp(), str(hall.database)))
    os.kill(idle, signal.SIGKILL)
    await_gone(idle)
    assert reckoner.ask(asked()) == told


def test_a_report_is_of_the_office_in_force(hall: Hall) -> None:
    reckoner = Reckoner(hall.database)
    office = busy_office()
    office["branches"][0]["services"][0]["name"] = "Paszporty"
    names = [reckoner.ask(asked())["groups"][0]["name"]]
    hall.do(lambda work: {"revision": publish(work, parse_office(office))})
    names.append(reckoner.ask(asked(revision=2))["groups"][0]["name"])
    assert [name["pl"] for name in names] == ["Dowody", "Paszporty"]
