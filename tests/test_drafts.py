"""Drafts: several people work on the office, and nobody's work is overwritten."""

import copy
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from queue_server.domain.access import Caller
from queue_server.domain.errors import Invalid
from queue_server.office.importing import read_office
from queue_server.operations import drafting, publishing
from queue_server.operations.work import Work
from queue_server.store import drafts
from queue_server.views.office import whole_draft, whole_revision
from tests.in_process import MORNING, TOWN, Hall, Json, Refused, a_hall, refusing

ANNA, OLEH = Caller("staff", "staff:1", "Anna Nowak"), Caller("staff", "staff:2", "Oleh Bondar")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path) as hall:
        yield hall


def do(hall: Hall, operate: Any, *args: Any, caller: Caller = ANNA) -> Json:
    """An operation of someone's."""

    def as_caller(work: Work) -> Json:
        work.caller = caller
        answer: Json = operate(work, *args)
        return answer

    return dict(hall.do(as_caller))


def begin(hall: Hall, name: str = "Lato", caller: Caller = ANNA) -> Json:
    return do(hall, drafting.create, name, None, None, caller=caller)


def look(hall: Hall, draft: Json) -> Json:
    return dict(hall.do(whole_draft, draft["id"]))


def save(hall: Hall, draft: Json, caller: Caller = ANNA, **keys: Any) -> Json:
    """Save keys of the draft's first service."""
    document = copy.deepcopy(look(hall, draft)["document"])
    document["branches"][0]["services"][0] |= keys
    args = (draft["id"], draft["edition"], document)
    return do(hall, drafting.save, *args, caller=caller)


def publish(hall: Hall, draft: Json, at: Any = None, caller: Caller = ANNA) -> Json:
    args = (draft["id"], draft["edition"], at, "Lato")
    return do(hall, drafting.publish_draft, *args, caller=caller)


def test_a_draft_begins_as_the_newest_revision_and_changes_nothing(hall: Hall) -> None:
    draft = begin(hall)
    assert (draft["base"], draft["edition"], draft["created_by"]) == (1, 1, "Anna Nowak")
    shown = look(hall, draft)
    assert (shown["faults"], shown["difference"]) == ([], [])
    save(hall, draft, prefix="Z")
    assert hall.take("cards")["number"] == "A001"


def test_a_published_draft_is_in_force_and_no_draft_any_more(hall: Hall) -> None:
    draft = save(hall, begin(hall), prefix="Z")
    assert publish(hall, draft)["revision"] == 2
    assert hall.take("cards")["number"] == "Z001"
    assert drafts.listed(hall._reader) == []
    revision = hall.do(whole_revision, 2, None)
    assert (revision["author"], revision["note"]) == ("Anna Nowak", "Lato")
    assert [found["path"] for found in revision["difference"]] == [
        "office.branches[0].services[0].prefix"
    ]


def test_who_saves_an_outdated_edition_is_told_who_saved_meanwhile(hall: Hall) -> None:
    draft = begin(hall)
    save(hall, draft, caller=OLEH, prefix="O")
    with pytest.raises(Refused) as refused:
        save(hall, draft, prefix="Z")
    assert refused.value.code == "draft_changed"
    assert refused.value.problem["by"] == "Oleh Bondar"
    assert look(hall, draft)["document"]["branches"][0]["services"][0]["prefix"] == "O"


def test_a_draft_of_an_older_revision_is_not_published_over_a_newer(hall: Hall) -> None:
    mine, theirs = begin(hall), begin(hall, "Jesień", OLEH)
    publish(hall, save(hall, theirs, OLEH, prefix="O"), caller=OLEH)
    mine = save(hall, mine, max_cases=4)
    with pytest.raises(Refused) as refused:
        publish(hall, mine)
    assert refused.value.code == "revision_changed"
    assert "Oleh Bondar" in refused.value.problem["detail"]
    assert refused.value.problem["errors"] == [
        {"path": "office.branches[0].services[0].prefix", "message": "changed"}
    ]


def test_changes_are_put_upon_the_newest_revision(hall: Hall) -> None:
    mine, theirs = begin(hall), begin(hall, "Jesień", OLEH)
    publish(hall, save(hall, theirs, OLEH, prefix="O"), caller=OLEH)
    mine = save(hall, mine, max_cases=4)
    mine = do(hall, drafting.rebase, mine["id"], mine["edition"], None)
    publish(hall, mine)
    service = hall.do(whole_revision, 3, None)["document"]["branches"][0]["services"][0]
    assert (service["prefix"], service["max_cases"]) == ("O", 4)


def test_the_same_key_changed_twice_asks_whose_change_counts(hall: Hall) -> None:
    mine, theirs = begin(hall), begin(hall, "Jesień", OLEH)
    publish(hall, save(hall, theirs, OLEH, prefix="O"), caller=OLEH)
    mine = save(hall, mine, prefix="Z")
    with pytest.raises(Refused) as refused:
        do(hall, drafting.rebase, mine["id"], mine["edition"], None)
    assert refused.value.code == "changes_conflict"
    (change,) = refused.value.problem["conflicts"]
    assert (change["before"], change["after"]) == ("O", "Z")
    assert change["path"] == "office.branches[0].services[0].prefix"
    mine = do(hall, drafting.rebase, mine["id"], mine["edition"], "mine")
    assert look(hall, mine)["document"]["branches"][0]["services"][0]["prefix"] == "Z"


def test_a_draft_with_a_fault_is_kept_and_not_published(hall: Hall) -> None:
    draft = save(hall, begin(hall), prefix="ЖЖ", zone="attic")
    paths = [fault["path"] for fault in look(hall, draft)["faults"]]
    at = "office.branches[0].services[0]"
    assert paths == [f"{at}.prefix", f"{at}.zone"]
    with pytest.raises(Refused) as refused:
        publish(hall, draft)
    assert refused.value.code == "invalid"
    assert [fault["path"] for fault in refused.value.problem["errors"]] == paths


def test_a_draft_comes_into_force_at_its_time(hall: Hall) -> None:
    draft = save(hall, begin(hall), prefix="Z")
    evening = MORNING + timedelta(hours=8)
    assert publish(hall, draft, evening)["draft"]["publish_at"] is not None
    with refusing("draft_scheduled"):
        save(hall, draft, prefix="Y")
    hall.pass_(hours=7, minutes=59)
    assert hall.loop.revision.number == 1
    hall.pass_(minutes=1)
    hall.do(lambda _work: {})
    assert hall.loop.revision.number == 2
    assert hall.do(whole_revision, 2, None)["author"] == "Anna Nowak"


def test_a_draft_that_waits_for_its_time_can_be_withdrawn(hall: Hall) -> None:
    draft = save(hall, begin(hall), prefix="Z")
    publish(hall, draft, MORNING + timedelta(hours=1))
    draft = do(hall, drafting.withdraw, draft["id"])
    save(hall, draft, prefix="Y")
    hall.pass_(hours=2)
    assert hall.loop.revision.number == 1


def test_a_draft_whose_time_came_too_late_says_why_it_did_not_come_into_force(hall: Hall) -> None:
    draft, other = save(hall, begin(hall), prefix="Z"), begin(hall, "Jesień", OLEH)
    publish(hall, draft, MORNING + timedelta(hours=1))
    publish(hall, save(hall, other, OLEH, prefix="O"), caller=OLEH)
    hall.pass_(hours=1)
    shown = look(hall, draft)
    assert shown["publish_at"] is None
    assert "Oleh Bondar" in shown["failure"]
    assert hall.loop.revision.number == 2


def test_a_time_that_is_over_is_refused(hall: Hall) -> None:
    with refusing("invalid"):
        publish(hall, begin(hall), MORNING - timedelta(hours=1))


def test_rolling_back_publishes_the_earlier_revision_as_a_new_one(hall: Hall) -> None:
    publish(hall, save(hall, begin(hall), prefix="Z"))
    assert do(hall, publishing.roll_back, 1, 2, "Pomyłka")["revision"] == 3
    revision = hall.do(whole_revision, 3, 1)
    assert (revision["restores"], revision["note"], revision["difference"]) == (1, "Pomyłka", [])
    assert hall.take("cards")["number"] == "A001"


@pytest.mark.parametrize("text", ["x: 1", "server: {}", "- 1", "office: 5", ""])
def test_a_file_without_an_office_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(Invalid, match="no office in it"):
        read_office(text)


def test_rolling_back_is_refused_where_someone_published_meanwhile(hall: Hall) -> None:
    publish(hall, save(hall, begin(hall), prefix="Z"))
    with refusing("revision_changed"):
        do(hall, publishing.roll_back, 1, 1, None)


def test_a_discarded_draft_is_gone_and_its_id_is_never_anothers(hall: Hall) -> None:
    draft = begin(hall)
    do(hall, drafting.discard, draft["id"], draft["edition"])
    with refusing("not_found"):
        look(hall, draft)
    assert begin(hall)["id"] > draft["id"]


def test_a_draft_may_begin_from_an_earlier_revision_or_a_document(hall: Hall) -> None:
    publish(hall, save(hall, begin(hall), prefix="Z"))
    from_first = do(hall, drafting.create, "Powrót", 1, None)
    assert from_first["base"] == 1
    document = {"name": "Nowy", "branches": []}
    from_outside = do(hall, drafting.create, "Obcy", None, document)
    shown = look(hall, from_outside)
    assert (from_outside["base"], shown["document"]["name"]["uk"]) == (2, "Nowy")
    with refusing("not_found"):
        do(hall, drafting.create, "Z niczego", 9, None)


def test_a_draft_outlasts_a_restart_with_its_time(hall: Hall) -> None:
    draft = save(hall, begin(hall), prefix="Z")
    publish(hall, draft, MORNING + timedelta(hours=1))
    hall.restart()
    hall.pass_(hours=2)
    assert hall.take("cards")["number"] == "Z001"
    assert hall.rows("SELECT branch FROM events WHERE kind = 'office_published'") == [(TOWN,)]
