"""The administration pages have words of their own for what is wrong and for what is refused."""

import json
import re
from pathlib import Path

import pytest

from queue_server.domain.access import Permission
from queue_server.domain.errors import RevisionChanged
from queue_server.office.reading import split_fault
from queue_server.web.api import contract
from tests.test_office_doubts import DOUBTS
from tests.test_office_faults import AGREEMENT, REFERENCES, SHAPES

STATIC = Path(__file__).resolve().parents[1] / "queue_server/web/static"
PATTERN = re.compile(r"^  \[/(?P<pattern>.*)/, \"(?P<key>\w+)\"\],$", re.MULTILINE)
#: By pattern, the key of its words.
KNOWN = {
    re.compile(found["pattern"].replace("(?<", "(?P<").replace(r"\/", "/")): found["key"]
    for found in PATTERN.finditer((STATIC / "admin/office/faults.js").read_text())
}
CONFIGURATION = [goes_on.partition(": ")[2] for _, _, goes_on in SHAPES + REFERENCES + AGREEMENT]
SCHEDULED = [RevisionChanged("Anna Nowak", 3).detail]
DOUBTFUL = [split_fault(line)[1] for _, _, line in DOUBTS]
#: What nobody can type into a form.
UNTYPED = {"should be a finite number, not inf"}
#: What is asked for on the pages of administrators, supervisors and reception.
ADMINISTRATION = ("/office", "/staff", "/devices", "/tokens")
FLOOR = re.compile(
    r"^/branches/<branch>/(suspend|resume|services|kiosks|messages|alarms|contacts|tickets)\b"
    r"|^/branches/<branch>/counters/<counter>/(help|profile|force-close)$"
    r"|^/tickets/<ticket>/(print|priority|correct|transfer|cancel|unpark|revive|confirm-class|decline-class)$"
)


def catalogue(*folders: str) -> set[str]:
    return {
        key
        for folder in folders
        for key in json.loads((STATIC / folder / "texts/en.json").read_text())
    }


@pytest.mark.parametrize("message", sorted({*CONFIGURATION, *DOUBTFUL, *SCHEDULED} - UNTYPED))
def test_what_is_wrong_with_a_draft_is_told_in_the_readers_language(message: str) -> None:
    [key, *_] = [key for pattern, key in KNOWN.items() if pattern.search(message)] or [None]
    assert f"fault.{key}" in catalogue("admin/office")


def test_every_fault_with_words_has_a_pattern() -> None:
    told = {key for key in catalogue("admin/office") if key.startswith("fault.")}
    assert told == {f"fault.{key}" for key in KNOWN.values()}


@pytest.mark.parametrize("page", ["floor", "admin"])
def test_each_refusal_of_a_pages_commands_has_words(page: str) -> None:
    calls = [
        call
        for call in contract.calls
        if (call.path.startswith(ADMINISTRATION) if page == "admin" else FLOOR.match(call.path))
    ]
    refused = {f"refused.{refusal.code}" for call in calls for refusal in call.refuses}
    assert refused - catalogue("floor", page) == set()
    assert refused


def test_each_permission_that_a_program_may_have_is_called_something() -> None:
    told = {key for key in catalogue("admin/tokens") if key.startswith("permission.")}
    assert told == {f"permission.{permission}" for permission in Permission}
