"""The media folder: what may lie in it, what playlists name, what is served, and what never is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from click.testing import CliRunner
from PIL import Image

from queue_server.cli import main
from queue_server.domain.errors import DiskFull
from queue_server.media import NotMedia, add, inside, kind_of, shown
from queue_server.office import check, check_file
from queue_server.operations import uploads
from tests.recordings import tone, wav_file
from tests.running_office import Office, running_office
from tests.small_office import TOWN, changed, small_office

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PLAYLISTS = [
    {"id": "welcome", "hours": ["08:00-12:00"], "entries": [{"file": "a.png", "seconds": 5}]},
    {"id": "films", "displays": ["hall"], "entries": [{"file": "films"}]},
    {"id": "elsewhere", "displays": ["second"], "entries": [{"file": "a.png"}]},
]


def picture(path: Path, size: tuple[int, int] = (64, 36)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "#2a6f97").save(path)
    return path


def office_with(playlists: Any, **office: Any) -> dict[str, Any]:
    document = changed(small_office(), f"{TOWN}.playlists", playlists)
    document["office"] |= office
    display = {"id": "second", "name": "Hol 2", "zones": ["hall"]}
    return dict(changed(document, f"{TOWN}.displays[1]", display))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A media folder with a picture, a folder with two, what must not be shown, and ways out."""
    media = tmp_path / "data/media"
    picture(media / "a.png")
    picture(media / "films/2.webp")
    picture(media / "films/1.jpg")
    picture(media / ".hidden/secret.png")
    picture(tmp_path / "outside.png")
    (media / "films/bad.svg").write_bytes(SVG)
    (media / "films/liar.png").write_bytes(SVG)
    (media / "films/link.png").symlink_to(tmp_path / "outside.png")
    (media / "out").symlink_to(tmp_path)
    (media / "chime.wav").write_bytes(wav_file(tone(440, 0.2, 22_050, 0.3), 22_050))
    return media


def test_a_folder_shows_its_pictures_and_videos_by_their_names_and_nothing_else(
    folder: Path,
) -> None:
    assert [name for name, _ in shown(folder, "films")] == ["films/1.jpg", "films/2.webp"]
    assert [name for name, _ in shown(folder, "a.png")] == ["a.png"]
    assert list(shown(folder, "chime.wav")) == []


@pytest.mark.parametrize(
    "name",
    [
        *("../outside.png", "out/outside.png", "films/link.png", ".hidden/secret.png"),
        *("/etc/passwd", "none.png", "a.png/../../../outside.png", "a\0.png"),
    ],
)
def test_no_name_leads_out_of_the_folder(folder: Path, name: str) -> None:
    assert inside(folder, name) is None


def test_a_file_is_what_its_first_bytes_say(folder: Path) -> None:
    assert kind_of(folder / "a.png").media_type == "image/png"
    for name in ("films/bad.svg", "films/liar.png"):
        with pytest.raises(NotMedia):
            kind_of(folder / name)


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ("../a.png", "should be a path in the media folder, such as films/moving.webm"),
        ("/etc/a.png", "should be a path in the media folder, such as films/moving.webm"),
        (".hidden/a.png", "should be a path in the media folder, such as films/moving.webm"),
        ("a//b.png", "should be a path in the media folder, such as films/moving.webm"),
    ],
)
def test_a_playlist_that_leaves_the_media_folder_is_refused(file: str, fault: str) -> None:
    faults = check(office_with([{"id": "a", "entries": [{"file": file}]}])).faults
    path = f"{TOWN}.playlists[0].entries[0].file"
    assert faults == [f"{path}: {fault}, not {file!r}"]


def test_playlists_name_displays_of_the_branch_and_real_hours() -> None:
    playlist = {"id": "a", "displays": ["yard"], "hours": ["12:00-08:00"], "entries": []}
    found = check(office_with([playlist, playlist])).faults
    assert f"{TOWN}.playlists[0].displays[0]: 'yard' is none of the branch's displays" in found
    assert f"{TOWN}.playlists[0].hours: the interval '12:00-08:00' ends before it begins" in found
    assert any(fault.startswith(f"{TOWN}.playlists[0].entries: ") for fault in found)
    assert any(
        fault.startswith(f"{TOWN}.playlists[1].id: 'a' stands there twice") for fault in found
    )


def test_check_names_every_file_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    entries = [{"file": n} for n in ("a.png", "films", "none.png", "films/bad.svg", "chime.wav")]
    document = office_with([{"id": "a", "entries": entries}], chime_file="gong.wav")
    document["server"] = {
        "database": str(tmp_path / "data/okienko.db"),
        "voice_folder": str(tmp_path / "voice"),
        "piper": {"models": [{"language": "pl", "file": str(tmp_path / "pl.onnx")}]},
    }
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True))
    at = f"{TOWN}.playlists[0].entries"
    allowed = "png, jpg, webp, mp4, webm, or wav for a chime"
    assert check_file(file).faults == [
        f"server.voice_folder: there is no folder {tmp_path / 'voice'}",
        f"server.piper.models[0].file: there is no file {tmp_path / 'pl.onnx'}",
        f"office.chime_file: there is no file {folder / 'gong.wav'}",
        f"{at}[2].file: there is no file or folder {folder / 'none.png'}",
        f"{at}[3].file: bad.svg is none of {allowed}",
        f"{at}[4].file: chime.wav is neither a picture nor a video",
    ]


def test_media_are_added_whole_and_listed_by_their_names(folder: Path, tmp_path: Path) -> None:
    run = CliRunner()
    options = ["--folder", str(folder), "--config", str(picture(tmp_path / "unused.png"))]
    new = picture(tmp_path / "new.png")
    added = run.invoke(main, ["media", "add", str(new), "--into", "spring", *options])
    assert (added.exit_code, added.output) == (0, "spring/new.png\n")
    assert (folder / "spring/new.png").read_bytes() == new.read_bytes()
    listed = run.invoke(main, ["media", "list", *options]).output.split()
    assert {"a.png", "spring/new.png", "films/1.jpg", "chime.wav"} <= set(listed)
    assert not {"films/bad.svg", "films/link.png", ".hidden/secret.png"} & set(listed)
    (tmp_path / "bad.svg").write_bytes(SVG)
    refused = run.invoke(main, ["media", "add", str(tmp_path / "bad.svg"), *options])
    assert refused.exit_code == 1
    assert "bad.svg is none of png" in refused.output
    with pytest.raises(NotMedia, match="leads out"):
        add(folder, new, "../elsewhere")


def test_an_upload_that_would_fill_the_disk_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "KEPT_FREE_BYTES", 2**62)
    with pytest.raises(DiskFull):
        uploads.write(tmp_path, uploads.Part("a.png", b"", "0" * 32, 0, 100))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with playlists and a chime of its own."""
    data = tmp_path_factory.mktemp("media") / "data"
    media = data / "media"
    picture(media / "a.png")
    picture(media / "films/żółw 1.png")
    (media / "films/liar.png").write_bytes(SVG)
    (media / "chime.wav").write_bytes(wav_file(tone(440, 0.2, 22_050, 0.3), 22_050))
    document = office_with(PLAYLISTS, chime_file="chime.wav")
    with running_office(data, config=document) as ready:
        yield ready


def test_a_display_is_told_its_playlists_with_the_files_that_are_there(office: Office) -> None:
    told = office.read("/branches/town/displays/hall/media")["playlists"]
    welcome = {"url": "/media/a.png", "kind": "image", "seconds": 5, "sound": False}
    assert told[0] == {
        "id": "welcome",
        "hours": [{"from": "08:00", "to": "12:00"}],
        "items": [welcome],
    }
    (film,) = told[1]["items"]
    assert requests.get(office.url + film["url"], timeout=10).headers["Content-Type"] == "image/png"
    assert [one["id"] for one in told] == ["welcome", "films"]
    assert office.get("/branches/town/displays/none/media").status_code == 404


def test_media_are_served_in_parts_and_nothing_else_is(office: Office) -> None:
    part = requests.get(f"{office.url}/media/a.png", headers={"Range": "bytes=1-3"}, timeout=10)
    assert (part.status_code, part.content) == (206, b"PNG")
    assert part.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("films", "films/liar.png", "..%2Fokienko.db", "%2e%2e/okienko.db", "none.png"):
        response = requests.get(f"{office.url}/media/{name}", timeout=10)
        assert response.status_code == 404, name


def test_the_offices_own_chime_is_played(office: Office) -> None:
    display = office.read("/branches/town/displays/hall")["display"]
    chime = requests.get(office.url + display["chime"], timeout=10)
    assert chime.headers["Content-Type"] == "audio/wav"
    assert chime.content == (office.data / "media/chime.wav").read_bytes()
