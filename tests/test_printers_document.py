"""The slip's document from the wire: what is taken, and how faults are named."""

from typing import Any

import pytest

from printers.document import DocumentError, Wait, parse
from tests.slips import DOCUMENTS


def test_a_document_is_read_whole() -> None:
    read = parse(DOCUMENTS["pl"])
    assert read.number == "A042"
    assert read.services == ("Karta pobytu – złożenie wniosku",)
    assert read.wait == Wait(640, 1150)
    assert read.footer == "Bilet jest ważny dziś do końca godzin pracy. Dziękujemy!"


def test_several_services_go_before_the_one() -> None:
    assert parse(DOCUMENTS["ru"]).services == ("Карта побыта – подача заявления", "Номер PESEL")
    assert parse({**DOCUMENTS["ru"], "services": []}).services == ("Карта побыта",)


def test_what_may_be_absent_may_be_absent() -> None:
    short = {
        field: DOCUMENTS["en"][field]
        for field in ("language", "office", "branch", "number", "service", "issued")
    }
    read = parse(short)
    assert (read.ahead, read.wait, read.cases, read.documents) == (None, None, 1, ())


def test_a_field_of_a_newer_server_is_left_alone() -> None:
    assert parse({**DOCUMENTS["pl"], "drawing": {"of": "a queue"}}) == parse(DOCUMENTS["pl"])


def test_every_text_is_made_printable() -> None:
    read = parse(
        {
            **DOCUMENTS["pl"],
            "office": "Urz\x1b@ąd",
            "documents": ["\x1d!\x77paszport", "\u202e"],
            "url": "https://example/\x00t",
        }
    )
    assert (read.office, read.documents, read.url) == (
        "Urz@ąd",
        ("!wpaszport",),
        "https://example/t",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"number": None}, "number: must be a text"),
        ({"number": "\x1b"}, "number: must not be empty"),
        ({"office": 7}, "office: must be a text"),
        ({"documents": "passport"}, "documents: must be a list of texts"),
        ({"documents": ["passport", 1]}, r"documents\[1\]: must be a text"),
        ({"labels": "Wait"}, "labels: must be an object"),
        ({"labels": {"wait": 5}}, "labels.wait: must be a text"),
        ({"ahead": -1}, "ahead: must be a whole number, 0 or more"),
        ({"ahead": True}, "ahead: must be a whole number, 0 or more"),
        ({"cases": 1.5}, "cases: must be a whole number, 0 or more"),
        ({"wait": 600}, "wait: must be an object with low and high"),
        ({"wait": {"low": 60}}, "wait.high: must be seconds, 0 or more"),
        ({"wait": {"low": 60, "high": float("inf")}}, "wait.high: must be seconds, 0 or more"),
        ({"wait": {"low": 60, "high": 30}}, "wait.high: must not be less than wait.low"),
    ],
)
def test_a_fault_is_named_by_its_path(change: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError, match=f"^{message}$"):
        parse({**DOCUMENTS["pl"], **change})


def test_what_is_no_object_is_no_document() -> None:
    with pytest.raises(DocumentError, match="must be an object"):
        parse([])
