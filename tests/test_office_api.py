"""The calls about the office configuration, over HTTP: files, pictures, previews, test prints."""

import base64
import os
import secrets
from collections.abc import Callable
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from queue_server.office.letters import LETTERS
from tests.running_office import Office, until

#: The smallest picture there is.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)

#: How a video and a sound begin.
WEBM, WAV = b"\x1aE\xdf\xa3", b"RIFF\0\0\0\0WAVE"


def draft_of(office: Office, **about: Any) -> Any:
    return office.do("/office/drafts", {"name": "Draft"} | about)


def at(draft: Any, verb: str = "") -> str:
    return f"/office/drafts/{draft['id']}{verb}"


def test_what_is_exported_is_imported_again_without_a_difference(office: Office) -> None:
    revision = office.get("/office/revisions/1/export.yaml")
    assert revision.headers["Content-Type"].startswith("application/yaml")
    draft = draft_of(office)
    body = {"edition": draft["edition"], "yaml": revision.text}
    draft = office.do(at(draft, "/import"), body)
    assert office.read(at(draft))["difference"] == []
    assert office.get(at(draft, "/export.yaml")).text == revision.text


def test_an_import_with_faults_is_kept_to_be_put_right(office: Office) -> None:
    draft = draft_of(office)
    text = yaml.safe_dump({"office": {"name": "Nowy", "accent": "red", "colour": 1}})
    draft = office.do(at(draft, "/import"), {"edition": draft["edition"], "yaml": text})
    faults = [fault["path"] for fault in office.read(at(draft, "/findings"))["faults"]]
    assert faults == ["office.accent", "office.colour"]


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_of_a_draft_is_read_as_it_would_be_sent(office: Office, letter: str) -> None:
    draft = draft_of(office)
    document = office.read(at(draft))["document"]
    documents = next(
        service["documents"]
        for branch in document["branches"]
        for service in branch["services"]
        if service["booking"]
    )
    own = {"subject": {"uk": "{office}: {service}"}, "body": {"uk": "{where}\n{link}"}}
    product = office.read(at(draft, f"/letters/{letter}?language=uk"))
    assert "{" not in product["subject"] + product["body"]
    assert "/uk/" in product["body"]
    if letter in ("confirmation", "reminder"):
        assert all(f"- {paper['uk']}" in product["body"] for paper in documents)
    document["letters"] = {letter: own}
    office.do(at(draft, "/save"), {"edition": draft["edition"], "document": document})
    read = office.read(at(draft, f"/letters/{letter}?language=uk"))
    assert read["subject"].startswith(f"{document['name']['uk']}: ")
    assert read["body"].splitlines()[1].startswith("http")


def test_a_letter_that_there_is_not_is_not_read(office: Office) -> None:
    draft = draft_of(office)
    assert office.get(at(draft, "/letters/invitation")).status_code == 404
    assert office.get(at(draft, "/letters/link?language=xx")).status_code == 422
    empty = draft_of(office, document={"name": "Nowy"})
    assert office.get(at(empty, "/letters/link")).status_code == 404
    faulty = draft_of(office, document={"name": "Nowy", "accent": "red"})
    assert office.get(at(faulty, "/letters/link")).status_code == 422


@pytest.mark.parametrize("text", ["a: [", "- 1", "", "office: Urząd", "a: 1\na: 2"])
def test_what_is_no_office_is_not_imported(office: Office, text: str) -> None:
    draft = draft_of(office)
    refused = office.post(at(draft, "/import"), {"edition": draft["edition"], "yaml": text})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] == "yaml"


@pytest.mark.parametrize("document", ['{"accent": NaN}', '{"a":' * 60 + "1" + "}" * 60])
def test_a_document_with_no_number_or_too_deep_is_refused(office: Office, document: str) -> None:
    address = f"{office.url}/api/v1{at(draft_of(office), '/save')}"
    body = f'{{"edition": 1, "document": {document}}}'
    json_sent = {"Content-Type": "application/json"}
    refused = office.session.post(address, body, headers=json_sent, timeout=30)
    assert refused.status_code in (400, 422)


def parts_of(name: str, data: bytes, parts: int, upload: str = "") -> list[dict[str, Any]]:
    """A file as its parts, each the body of a command."""
    size, upload = -(-len(data) // parts), upload or secrets.token_hex(16)
    about = {"name": name, "upload": upload, "size_bytes": len(data)}
    return [
        about | {"at": at, "content": base64.b64encode(data[at : at + size]).decode()}
        for at in range(0, len(data), size)
    ]


def media_of(office: Office) -> dict[str, Any]:
    return {file["file"]: file for file in office.read("/office/media")["files"]}


def hidden(office: Office) -> list[Path]:
    return list((office.data / "media").glob(".*"))


def test_a_picture_is_kept_under_a_name_of_its_content(office: Office) -> None:
    body = {"name": "Logo urzędu.PNG", "content": base64.b64encode(DOT).decode()}
    kept = office.do("/office/media", body)
    assert kept["url"] == f"/media/{kept['file']}"
    assert office.session.get(office.url + kept["url"], timeout=30).content == DOT
    assert office.do("/office/media", body) == kept
    assert office.do("/office/media", body | {"name": "again.png"}) == kept
    parts = [office.do("/office/media", part) for part in parts_of("parts.png", DOT, 2)]
    assert parts[-1] == kept
    assert hidden(office) == []
    other = body | {"content": base64.b64encode(DOT + b"more").decode()}
    assert office.do("/office/media", other)["file"] != kept["file"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", base64.b64encode(b"<svg onload='alert(1)'/>").decode()),
        ("logo.png", base64.b64encode(b"<script>").decode()),
        ("../../evil.sh", base64.b64encode(DOT).decode()),
        ("logo.png", "no base64!"),
        ("logo.png", "żółw"),
    ],
)
def test_what_is_no_picture_is_not_kept(office: Office, name: str, content: str) -> None:
    refused = office.post("/office/media", {"name": name, "content": content})
    assert refused.status_code == 422


def test_large_files_come_in_parts_and_two_at_once_do_not_mix(office: Office) -> None:
    film, sound = (begin + secrets.token_bytes(2_000_000) for begin in (WEBM, WAV))
    films, sounds = parts_of("Ważny film.WEBM", film, 4), parts_of("../gong.wav", sound, 4)
    last = [office.do("/office/media", part) for part in chain(*zip(films, sounds, strict=True))]
    assert last[:-2] == [{"file": None, "url": None}] * 6
    assert last[-2]["file"] == f"Ważny-film-{sha256(film).hexdigest()[:8]}.webm"
    assert last[-1]["file"] == f"gong-{sha256(sound).hexdigest()[:8]}.wav"
    for kept, data in zip(last[-2:], (film, sound), strict=True):
        assert (office.data / "media" / kept["file"]).read_bytes() == data
    found = media_of(office)[last[-2]["file"]]
    assert (found["kind"], found["size_bytes"], found["in_force"]) == ("video", len(film), False)
    assert hidden(office) == []


def test_a_part_whose_answer_was_lost_can_be_sent_again(office: Office) -> None:
    first, second = parts_of("film.webm", WEBM + secrets.token_bytes(100_000), 2)
    for part in (first, first):
        assert office.do("/office/media", part)["file"] is None
    kept = office.do("/office/media", second, key="the last part")
    assert office.do("/office/media", second, key="the last part") == kept
    refused = office.post("/office/media", first, key="the last part")
    assert refused.json()["code"] == "idempotency_key_reused"
    assert hidden(office) == []


def test_what_is_not_gone_on_with_leaves_nothing_behind(office: Office) -> None:
    first, second = parts_of("film.webm", WEBM + bytes(1000), 2)
    office.do("/office/media", first)
    office.do("/office/media/cancel", {"upload": first["upload"]})
    assert hidden(office) == []
    refused = office.post("/office/media", second)
    assert refused.json()["errors"][0]["path"] == "upload"

    office.do("/office/media", first)
    [abandoned] = hidden(office)
    assert office.session.get(f"{office.url}/media/{abandoned.name}", timeout=30).status_code == 404
    os.utime(abandoned, (0, 0))
    office.do("/office/media", parts_of("other.webm", WEBM, 1)[0])
    assert hidden(office) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"size_bytes": 500_000_001}, "size_bytes"),
        ({"size_bytes": 3}, "size_bytes"),
        ({"at": 400}, "at"),
        ({"upload": "../../../../../../../etc/passwd.."}, "upload"),
        ({"upload": "0" * 31 + "/"}, "upload"),
        ({"name": "film.html"}, "content"),
        ({"name": "film.mp4"}, "content"),
    ],
)
def test_parts_that_do_not_fit_are_refused(
    office: Office, change: dict[str, Any], path: str
) -> None:
    first = parts_of("film.webm", WEBM + bytes(1000), 3)[0]
    office.do("/office/media", first)
    refused = office.post("/office/media", first | change)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] == path
    office.do("/office/media/cancel", {"upload": first["upload"]})


def test_what_a_configuration_or_a_draft_names_is_not_deleted(office: Office) -> None:
    folder = office.data / "media"
    (folder / "films").mkdir(parents=True)
    (folder / "films/one.webm").write_bytes(WEBM)
    draft = draft_of(office, name="Films")
    document = office.read(at(draft))["document"]
    entries = [{"file": "films", "seconds": 10, "sound": False}]
    document["branches"][0]["playlists"] = [{"id": "films", "displays": [], "entries": entries}]
    draft = office.do(at(draft, "/save"), {"edition": draft["edition"], "document": document})
    assert media_of(office)["films/one.webm"]["drafts"] == ["Films"]
    refused = office.post("/office/media/remove", {"file": "films/one.webm"})
    assert (refused.status_code, refused.json()["code"]) == (409, "media_in_use")
    office.do(at(draft, "/discard"), {"edition": draft["edition"]})
    office.do("/office/media/remove", {"file": "films/one.webm"})
    assert not (folder / "films/one.webm").exists()
    for name in ("films/one.webm", "../okienko.db", "films", ".hidden.png"):
        assert office.post("/office/media/remove", {"file": name}).status_code == 422


def test_a_test_is_printed_by_the_printer_itself_as_every_slip_is(office: Office) -> None:
    job = office.do("/branches/nowy-sacz/printers/hall/test")
    assert (job["ticket"], job["number"], job["copy"]) == (0, "TEST", 0)
    address = f"/branches/nowy-sacz/jobs/{job['id']}"
    until(lambda: office.read(address)["state"] == "printed")
    again = office.do("/branches/nowy-sacz/printers/hall/test")
    assert again["copy"] == 0
    assert office.post("/branches/nowy-sacz/printers/none/test").status_code == 404


def test_a_preview_is_of_the_draft_and_of_nothing_else(office: Office) -> None:
    draft = draft_of(office)
    document = office.read(at(draft))["document"]
    town = document["branches"][1]
    town["id"] = "village"
    town["kiosks"][0]["idle_seconds"] = 99
    body = {"edition": draft["edition"], "document": document}
    draft = office.do(at(draft, "/save"), body)
    kiosk = office.read(at(draft, "/preview/kiosk/village/hall"))
    assert (kiosk["kiosk"]["idle_seconds"], kiosk["open"]) == (99, True)
    assert office.get("/branches/village").status_code == 404
    assert office.get(at(draft, "/preview/kiosk/nowy-sacz/hall")).status_code == 404
    assert office.get(at(draft, "/preview/printer/village/hall")).status_code == 404


def test_a_draft_with_faults_has_no_preview(office: Office) -> None:
    draft = draft_of(office, document={"name": "Nowy", "accent": "red"})
    refused = office.get(at(draft, "/preview/kiosk/town/hall"))
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    slip = office.get(at(draft, "/slips/town/cards.png"))
    assert slip.status_code == 422


def test_the_history_is_told_newest_first_and_in_parts(office: Office) -> None:
    (first,) = office.read("/office/revisions")
    assert first["revision"] == 1
    assert office.read("/office/revisions?before=1") == []
    assert office.read("/office/revisions/1")["difference"] == []
    assert office.get("/office/revisions/9").status_code == 404


def test_an_estimate_follows_the_revision(start_office: Callable[..., Office]) -> None:
    office = start_office()
    office.at("nowy-sacz", "1", "open")
    draft = draft_of(office)
    document = office.read(at(draft))["document"]
    new = document["branches"][1]["services"][0] | {"id": "maps", "prefix": "M"}
    document["branches"][1]["services"].append(new)
    document["branches"][1]["profiles"][0]["serves"].append({"service": "maps"})
    draft = office.do(at(draft, "/save"), {"edition": 1, "document": document})
    office.do(at(draft, "/publish"), {"edition": draft["edition"]})
    office.take("nowy-sacz", "maps")

    def expected() -> Any:
        services = office.read("/branches/nowy-sacz")["services"]
        return next(service for service in services if service["id"] == "maps")["wait"]

    until(lambda: expected() is not None)
