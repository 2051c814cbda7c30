"""The slip as an office designs it: what is refused, what a job carries, how it is previewed."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from PIL import Image

from printers import picture
from printers.document import parse
from printers.layout import Text
from printers.reading import Dots, items
from printers.slip import lay_out
from queue_server.cli import main
from queue_server.office import check, check_file
from queue_server.office.slips import LOGO_BYTES, LOGO_PIXELS
from queue_server.operations import printing
from queue_server.web.slips import slip_folder
from tests.in_process import TOWN, Hall, a_hall, busy_office
from tests.running_office import Office, until
from tests.slip_templates import png
from tests.small_office import changed, small_office

Json = dict[str, Any]
AT = "office.slip.lines"
NUMBER = {"text": "{number}"}
SIZES = "1, 2, 3, 4, 5, 6, 7, 8, 'tall', 'wide' or 'fit'"
PARTS = "text, logo, qr, barcode, rule, space"


def designed(*lines: Any) -> Json:
    return dict(changed(small_office(), "office.slip", {"lines": [*lines, NUMBER]}))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"text": "{numer}"}, "[0].text: '{numer}' is none of the fields {office}, {branch}, "),
        ({"text": {"uk": "{label:x}"}}, "[0].text.uk: '{label:x}' is none of the fields {label:"),
        ({"qr": {"pl": "{url"}}, "[0].qr.pl: a brace stands alone"),
        ({"label": "{a b}", "text": "x"}, "[0].label: '{a b}' is none of the fields "),
        ({"text": "x", "size": 9}, f"[0].size: should be {SIZES}, not 9"),
        ({"text": "x", "when": "rain"}, "[0].when: should be 'where', 'ahead', "),
        ({"text": "x", "unless": "number"}, "[0].unless: should be 'where', 'ahead', "),
        ({"text": "x", "blink": True}, "[0].blink: is no key of this part"),
        ({"text": "x", "services": ["gold"]}, "[0].services[0]: 'gold' is a service of no branch"),
        ({"text": "x", "languages": ["de"]}, "[0].languages[0]: 'de' is not among the office's"),
        ({"text": "x", "languages": ["pl", "pl"]}, "[0].languages[1]: 'pl' stands there twice"),
        ({}, f"[0]: should have one of {PARTS}, not none"),
        ({"text": "x", "rule": "solid"}, f"[0]: should have one of {PARTS}, not text and rule"),
        ({"rule": "solid", "bold": True}, "[0]: bold goes with text, not rule"),
        ({"space": 8, "align": "left"}, "[0]: align goes with text or logo or qr or barcode, not"),
        ({"label": "x", "text": "y", "size": 2}, "[0]: size does not go with a label"),
        ({"label": "x", "qr": "y"}, "[0]: label goes with text, not qr"),
        ({"qr": "x", "size": "fit"}, "[0]: a QR code's size is from 3 to 8, not fit"),
        ({"text": "{service} {document}"}, "[0]: {document} and {service} each need lines of"),
        ({"rule": "wavy"}, "[0].rule: should be 'solid' or 'dashed', not 'wavy'"),
        ({"space": 0}, "[0].space: should be greater than or equal to 1, not 0"),
        ({"logo": "logo.png"}, "[0].logo: should be where the server has it, such as /media/logo"),
        ({"logo": "/media/../secret"}, "[0].logo: should be where the server has it"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_path(line: Json, fault: str) -> None:
    faults = check(designed(line)).faults
    assert len(faults) == 1
    assert faults[0].startswith(AT + fault), faults


@pytest.mark.parametrize(
    "lines",
    [
        [{"text": "Urząd"}],
        [{"text": "{number}", "when": "copy"}],
        [{"text": "{number} {wait}"}],
        [{"text": {"pl": "{number}", "uk": "Ваш номер"}}],
        [{"barcode": "{number}"}],
    ],
)
def test_a_slip_that_may_not_say_the_number_is_refused(lines: list[Json]) -> None:
    document = changed(small_office(), "office.slip", {"lines": lines})
    assert check(document).faults == [f"{AT}: no text without conditions says {{number}}"]


def test_a_text_that_lacks_a_language_is_doubtful() -> None:
    warnings = check(designed({"text": {"pl": "Sala", "uk": "Зала"}})).warnings
    assert warnings == [f"{AT}[0].text: has no text in en, ru"]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("logo.png", None, "there is no file at /media/logo.png; the media folder is "),
        ("logo.png", png(), None),
        ("logo.png", png() + bytes(LOGO_BYTES), "has 524,4"),
        ("logo.png", png(LOGO_PIXELS + 1, 8), "has 2001 by 8 pixels; a logo has at most 2000"),
        ("logo.png", png()[:20], "Truncated File Read"),
        ("logo.jpg", png(), "logo.jpg does not begin as image/jpeg does"),
        ("logo.svg", b"<svg/>", "logo.svg is none of png, "),
        ("logo.webp", b"RIFF....WEBP", "/media/logo.webp is neither PNG nor JPEG"),
    ],
)
def test_check_looks_at_the_logo(
    tmp_path: Path, name: str, content: bytes | None, fault: str | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    document = designed({"logo": f"/media/{name}"}) | {"server": {"media_folder": str(tmp_path)}}
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump(document))
    faults = check_file(file).faults
    assert len(faults) == (fault is not None)
    assert all(told.startswith(f"{AT}[0].logo: {fault}") for told in faults), faults


def office_with_a_design(*lines: Json) -> Json:
    office = busy_office()
    office["slip"] = {"lines": [*lines, NUMBER]}
    town = office["branches"][0]
    town["services"][0]["slip_text"] = {"pl": "Pokój 5", "uk": "Кімната 5"}
    town["services"][1]["slip_text"] = "Pokój 6"
    town["printers"] = [{"id": p, "name": p, "host": p} for p in ("left", "right")]
    town["kiosks"][0]["printers"] = ["left", "right"]
    return office


def documents(hall: Hall) -> list[Json]:
    return [
        json.loads(text) for (text,) in hall.rows("SELECT document FROM print_jobs ORDER BY id")
    ]


def test_a_job_carries_its_texts_and_template_in_the_tickets_language(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(png())
    office = office_with_a_design(
        {"logo": "/media/logo.png", "align": "left"},
        {"logo": "/media/gone.png"},
        {"text": {"pl": "Dla {service}", "uk": "Для {service}"}, "size": "tall"},
        {"text": "Tylko pieczątki", "services": ["stamps"]},
        {"text": "Nie dla nas", "services": ["permits"]},
        {"rule": "dashed", "languages": ["uk"], "unless": "wait"},
    )
    with a_hall(tmp_path, office=office, media_folder=tmp_path) as hall:
        hall.take("cards", language="uk", kiosk="hall")
        logo.write_bytes(png(16, 16))
        hall.take("cards", "stamps", kiosk="hall")
        first, second = documents(hall)
    assert (first["services"], second["services"]) == (["Dowody"], ["Dowody", "Pieczątki"])
    address, changed_address = (
        document["template"]["lines"][0]["logo"] for document in (first, second)
    )
    assert first["template"]["lines"] == [
        {"logo": address, "align": "left"},
        {},
        {"text": "Для {service}", "size": "tall"},
        {"rule": "dashed", "unless": "wait"},
        {"text": "{number}"},
    ]
    assert [line.get("text") for line in second["template"]["lines"]][2:4] == [
        "Dla {service}",
        "Tylko pieczątki",
    ]
    assert (first["service_texts"], second["service_texts"]) == (
        ["Кімната 5"],
        ["Pokój 5", "Pokój 6"],
    )
    assert address.startswith("/media/logo.png?v=")
    assert changed_address != address


def test_a_job_that_moves_to_another_printer_keeps_its_template(tmp_path: Path) -> None:
    with a_hall(tmp_path, office=office_with_a_design({"text": "Sala"})) as hall:
        hall.take(kiosk="hall")
        before = documents(hall)
        hall.do(printing.report_status, TOWN, "right", "online", None)
        hall.do(printing.report_status, TOWN, "left", "paper_out", None)
        assert hall.rows("SELECT printer FROM print_jobs") == [("right",)]
        assert documents(hall) == before


def test_a_design_cannot_hide_that_a_branch_is_for_training(tmp_path: Path) -> None:
    office = office_with_a_design()
    office["branches"][0]["training"] = True
    with a_hall(tmp_path, office=office) as hall:
        hall.take(kiosk="hall")
        first, *_others = documents(hall)[0]["template"]["lines"]
    assert first["text"] == "SZKOLENIE"


def test_without_a_design_a_job_names_no_template(tmp_path: Path) -> None:
    office = office_with_a_design()
    del office["slip"]
    with a_hall(tmp_path, office=office) as hall:
        hall.take(kiosk="hall")
        assert "template" not in documents(hall)[0]


def test_a_slip_has_labels_in_the_offices_own_words(tmp_path: Path) -> None:
    office = office_with_a_design()
    del office["slip"]
    own = {"number": "Ваш {номер", "copy": "{count.real} Ще раз {count}"}
    office["wording"] = [
        {"page": "slip", "key": key, "text": {"uk": text}} for key, text in own.items()
    ]
    with a_hall(tmp_path, office=office) as hall:
        hall.take(kiosk="hall", language="uk")
        hall.take(kiosk="hall")
        ours, builtin = (lay_out(parse(document), 42, copy=2) for document in documents(hall))
    said = [line for block in ours.blocks if isinstance(block, Text) for line in block.lines]
    assert {"Ваш {номер", "{count.real} Ще раз 2"} <= set(said)
    assert "Twój numer" in str(builtin)


def test_the_demo_prints_its_design_with_the_logo_that_its_agent_fetched(office: Office) -> None:
    office.take("krakow", "residence-permit", language="pl", kiosk="entrance")
    folder = slip_folder(office.data / "slips", "krakow", "entrance")
    until(lambda: any(folder.glob("*.bin")))
    (slip,) = folder.glob("*.bin")
    printed = list(items(slip.read_bytes()))
    logo = next(item for item in printed if isinstance(item, Dots))
    assert (printed.index(logo), logo.height) == (0, 112)
    assert "Fotografię zrobisz w automacie w holu." in picture.text(slip.read_bytes())


@pytest.mark.parametrize(
    ("query", "width"),
    [
        ({}, 640),
        ({"width": "58", "language": "uk", "service": "card-collection"}, 464),
        ({"width": "80", "copy": "2"}, 640),
    ],
)
def test_the_api_previews_a_slip(office: Office, query: dict[str, str], width: int) -> None:
    answer = office.get("/branches/krakow/printers/entrance/preview.png", params=query)
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).width == width


@pytest.mark.parametrize(
    ("place", "query", "status"),
    [
        ("krakow/printers/nowhere", {}, 404),
        ("atlantis/printers/entrance", {}, 404),
        ("krakow/printers/entrance", {"service": "gold"}, 422),
        ("krakow/printers/entrance", {"language": "de"}, 422),
        ("krakow/printers/entrance", {"width": "57"}, 422),
        ("krakow/printers/entrance", {"colour": "red"}, 422),
    ],
)
def test_the_api_refuses_to_preview_what_is_not_there(
    office: Office, place: str, query: dict[str, str], status: int
) -> None:
    answer = office.get(f"/branches/{place}/preview.png", params=query)
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["errors"][0]["path"] == next(iter(query))


def test_the_command_previews_the_very_bytes_of_a_job(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    document = designed({"logo": "/media/logo.png"}, {"text": "{issued}"})
    document["server"] = {"media_folder": str(tmp_path)}
    config, out = tmp_path / "config.yaml", tmp_path / "out.png"
    config.write_text(yaml.safe_dump(document))
    options = ["--config", str(config), "--out", str(out), "--width", "58", "--language", "ru"]
    told = CliRunner().invoke(main, ["slip", "preview", *options])
    assert (told.exit_code, told.output) == (0, f"{out}\n")
    drawn = Image.open(out).getchannel(0)
    # The logo's 320 by 112 black dots, in the middle below the paper's top margin.
    assert drawn.crop((72, 36, 392, 148)).getextrema() == (24, 24)


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--branch", "x", "there is no branch 'x'"),
        ("--printer", "x", "branch town has no printer 'x'"),
        ("--service", "x", "service: branch town has no service 'x'"),
        ("--language", "de", "language: 'de' is not among the office's languages"),
    ],
)
def test_the_command_says_what_is_not_there(
    tmp_path: Path, option: str, value: str, told: str
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(yaml.safe_dump(designed()))
    result = CliRunner().invoke(main, ["slip", "preview", "--config", str(config), option, value])
    assert (result.exit_code, result.output) == (1, f"Error: {told}\n")
