"""The pages of the office configuration: forms, faults, two administrators, history."""

import base64
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from queue_server.office import Office as Model
from tests.office_editing import begin_draft, open_part, publish, saved, texts
from tests.page_findings import SCHEMES, Axe, findings
from tests.recordings import FILM, tone, wav_file
from tests.running_office import Office, until

SERVICE = "office.branches[1].services[1]"
PICTURE = Path(__file__).resolve().parents[1] / "docs/pictures/slip.png"
LANGUAGES = ("pl-PL", "en-GB", "uk-UA", "ru-RU")


def draft_of(office: Office, name: str = "Draft") -> int:
    return int(office.do("/office/drafts", {"name": name})["id"])


def change(office: Office, draft: int, edit: Callable[[Any], Any]) -> None:
    """Change a draft as someone else's page would."""
    found = office.read(f"/office/drafts/{draft}")
    edit(found["document"])
    body = {"edition": found["edition"], "document": found["document"]}
    office.do(f"/office/drafts/{draft}/save", body)


def put_in_force(office: Office, edit: Callable[[Any], Any]) -> int:
    draft = draft_of(office, "Someone else's")
    change(office, draft, edit)
    edition = office.read(f"/office/drafts/{draft}")["edition"]
    return int(office.do(f"/office/drafts/{draft}/publish", {"edition": edition})["revision"])


def service(document: Any) -> Any:
    return document["branches"][1]["services"][1]


def look_at(page: Page, office: Office, draft: int, path: str) -> None:
    page.goto(f"{office.url}/admin/drafts/{draft}#{path}")
    page.get_by_role("heading", level=1).wait_for()


def field(page: Page, path: str) -> Locator:
    return page.locator(f'[id="{path}"]')


def test_a_faulty_draft_cannot_be_published_and_shows_its_fault_at_the_field(
    page: Page, office: Office
) -> None:
    draft = draft_of(office)
    look_at(page, office, draft, SERVICE)
    field(page, f"{SERVICE}.prefix").fill("ŻŹ1")
    saved(page)
    prefix = field(page, f"{SERVICE}.prefix")
    expect(prefix).to_have_attribute("aria-invalid", "true")
    expect(prefix).to_have_accessible_description(re.compile("three Latin capital letters"))

    page.get_by_role("link", name=re.compile("^Publication")).click()
    expect(page.get_by_role("button", name="Publish now")).to_be_disabled()
    page.get_by_role("link", name=re.compile("Prefix")).first.click()
    expect(prefix).to_be_focused()
    prefix.fill("Z")
    saved(page)
    expect(page.locator(".fault-list")).to_have_count(0)


def test_the_second_of_two_administrators_is_told_and_nothing_is_overwritten(
    page: Page, office: Office
) -> None:
    draft = draft_of(office, "Ours")
    look_at(page, office, draft, SERVICE)
    change(office, draft, lambda document: service(document).update(max_cases=7))
    field(page, f"{SERVICE}.prefix").fill("W")
    told = page.get_by_role("alert").filter(has_text="has saved this draft meanwhile")
    expect(told).to_be_visible()
    assert service(office.read(f"/office/drafts/{draft}")["document"])["prefix"] != "W"

    page.get_by_role("button", name="Keep mine as a draft of its own").click()
    page.wait_for_url(lambda url: f"/drafts/{draft}#" not in url)
    expect(field(page, f"{SERVICE}.prefix")).to_have_value("W")
    theirs = service(office.read(f"/office/drafts/{draft}")["document"])
    assert (theirs["max_cases"], theirs["prefix"]) == (7, "C")


def test_what_is_typed_into_a_draft_that_has_ended_goes_on_as_one_of_its_own(
    page: Page, office: Office
) -> None:
    draft = draft_of(office, "Ended")
    look_at(page, office, draft, SERVICE)
    office.do(f"/office/drafts/{draft}/discard", {"edition": 1})
    field(page, f"{SERVICE}.prefix").fill("W")
    told = page.get_by_role("alert").filter(has_text="published or discarded meanwhile")
    expect(told).to_be_visible()
    page.get_by_role("button", name="Keep mine as a draft of its own").click()
    page.wait_for_url(lambda url: f"/drafts/{draft}#" not in url)
    expect(field(page, f"{SERVICE}.prefix")).to_have_value("W")


def test_a_newer_revision_is_not_overwritten_and_both_changes_go_together(
    page: Page, office: Office
) -> None:
    draft = draft_of(office, "Mine")
    change(office, draft, lambda document: service(document).update(target_wait_minutes=33))
    put_in_force(office, lambda document: service(document).update(handling_minutes=44))
    look_at(page, office, draft, "publish")
    page.get_by_role("button", name="Publish now").click()
    told = page.get_by_role("alert").filter(
        has_text=re.compile("has published revision \\d+ meanwhile")
    )
    expect(told).to_contain_text("Handling of a case")
    page.get_by_role("button", name="Put my changes upon the newest revision").click()
    expect(told).to_have_count(0)
    publish(page, "Both")
    newest = office.read("/office/revisions")[0]
    document = office.read(f"/office/revisions/{newest['revision']}")["document"]
    both = service(document)
    assert (both["target_wait_minutes"], both["handling_minutes"]) == (33, 44)
    assert newest["note"] == "Both"


def test_what_both_changed_is_shown_with_both_values(page: Page, office: Office, axe: Axe) -> None:
    draft = draft_of(office, "Mine")
    change(office, draft, lambda document: service(document)["name"].update(en="My photographs"))
    put_in_force(office, lambda document: service(document)["name"].update(en="Their pictures"))
    look_at(page, office, draft, "publish")
    page.get_by_role("button", name="Publish now").click()
    told = page.get_by_role("alert").filter(has_text="meanwhile")
    told.get_by_role("button", name="Put my changes upon the newest revision").click()
    both = told.get_by_role("listitem").filter(has_text="In force now")
    expect(both.get_by_role("link")).to_have_text(re.compile("Nowy Sącz › .* › Name › English$"))
    expect(both.get_by_role("term")).to_have_text(["In your draft", "In force now"])
    expect(both.get_by_role("definition")).to_have_text(["My photographs", "Their pictures"])
    assert findings(page, axe, []) == []
    told.get_by_role("button", name="Mine").click()
    expect(told).to_have_count(0)
    publish(page, "Mine counts")
    newest = office.read("/office/revisions")[0]["revision"]
    document = office.read(f"/office/revisions/{newest}")["document"]
    assert service(document)["name"]["en"] == "My photographs"


def test_what_is_published_and_rolled_back_reaches_every_screen_without_a_reload(
    page: Page, browser: Browser, office: Office
) -> None:
    context = browser.new_context()
    display, kiosk = context.new_page(), context.new_page()
    display.goto(f"{office.url}/display/nowy-sacz/hall")
    kiosk.goto(f"{office.url}/kiosk/nowy-sacz/hall")
    expect(kiosk.get_by_role("button", name=re.compile("English"))).to_be_visible()
    before = office.read("/office/revisions")[0]["revision"]

    def edit(document: Any) -> None:
        town = document["branches"][1]
        town["messages"] = [{"id": "new", "text": {"pl": "Nowy komunikat"}}]
        town["kiosks"][0]["id"] = "elsewhere"

    put_in_force(office, edit)
    expect(display.locator("body")).to_contain_text("Nowy komunikat")
    expect(kiosk.locator("main.problem")).to_be_visible()

    page.goto(f"{office.url}/admin")
    page.get_by_role("button", name=f"Roll back to revision {before}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Nowy komunikat")
    dialog.get_by_label("Note").fill("A mistake")
    dialog.get_by_role("button", name="Roll back").click()
    expect(page.locator(".told")).to_contain_text("is in force")
    expect(display.locator("body")).not_to_contain_text("Nowy komunikat")
    expect(kiosk.get_by_role("button", name=re.compile("English"))).to_be_visible()
    expect(page.get_by_role("table", name="History")).to_contain_text("A mistake")
    context.close()


def test_a_page_says_a_text_in_the_offices_own_words_without_a_reload_and_its_own_again(
    page: Page, browser: Browser, office: Office
) -> None:
    context = browser.new_context()
    kiosk, catalogue = context.new_page(), f"{office.url}/kiosk/web/texts/en.json"
    kiosk.goto(f"{office.url}/kiosk/nowy-sacz/hall")
    expect(kiosk.locator("body")).to_contain_text("Touch to take a ticket")
    built_in = context.request.get(catalogue)

    begin_draft(page, office, "In our own words")
    open_part(page, "Texts of pages")
    page.get_by_label("Search in the texts").fill("TOUCH TO")
    page.get_by_role("button", name="Change: Touch to take a ticket").click()
    expect(page.get_by_label("Polski", exact=True)).to_be_focused()
    english = page.get_by_label("English", exact=True)
    english.fill("Here are {gifts}")
    expect(english).to_have_accessible_description(re.compile("there is no field {gifts}"))
    english.fill("Touch for a number")
    page.get_by_label("Search in the texts").fill("people.waiting")
    page.get_by_role("button", name=re.compile("^Change: ")).click()
    english = page.get_by_role("group", name="English", exact=True)
    english.get_by_label("For 1", exact=True).fill("")
    expect(english.get_by_label("For 1", exact=True)).to_have_accessible_description("is missing")
    english.get_by_label("For 1", exact=True).fill("{count} before you")
    english.get_by_label("For 2, 3, 4…", exact=True).fill("{count} others before you")
    page.get_by_label("Page", exact=True).select_option("All pages")
    page.get_by_label("Search in the texts").fill("missing.title")
    page.get_by_role("button", name="Change: There is no such page").click()
    page.get_by_label("English", exact=True).last.fill("Nobody is here")
    saved(page)
    publish(page, "Numbers")
    expect(kiosk.locator("body")).to_contain_text("Touch for a number")

    own = context.request.get(catalogue)
    waiting = {"one": "{count} before you", "other": "{count} others before you"}
    ours = {"start.touch": "Touch for a number", "people.waiting": waiting}
    assert own.json() == built_in.json() | ours
    known = {"If-None-Match": own.headers["etag"]}
    assert context.request.get(catalogue, headers=known).status == 304
    lost = context.request.get(f"{office.url}/lost?lang=en", headers={"Accept": "text/html"})
    assert "<h1>Nobody is here</h1>" in lost.text()

    begin_draft(page, office, "As it was")
    open_part(page, "Texts of pages")
    texts(page, "Touch to take a ticket", "")
    texts(page, "There is no such page", "")
    page.get_by_role("button", name="As before: {count} people waiting").click()
    expect(page.get_by_text("None has been changed.")).to_be_visible()
    saved(page)
    publish(page, "Tickets")
    expect(kiosk.locator("body")).to_contain_text("Touch to take a ticket")
    context.close()


def test_a_text_that_was_begun_is_a_change_once_it_says_something_else(
    page: Page, office: Office
) -> None:
    draft = begin_draft(page, office, "Begun")
    open_part(page, "Texts of pages")
    page.get_by_label("Search in the texts").fill("start.")
    for name in ("Touch to take a ticket", "Take your queue ticket here"):
        page.get_by_role("button", name=f"Change: {name}", exact=True).click()
        expect(page.get_by_role("group", name=name, exact=True)).to_be_visible()
    first, second = (
        page.get_by_role("group", name=name, exact=True).get_by_label("English", exact=True)
        for name in ("Touch to take a ticket", "Take your queue ticket here")
    )
    changes = page.get_by_role("link", name=re.compile("^Changes"))
    expect(page.locator(".saved")).to_have_attribute("data-state", "saved")
    expect(changes).to_have_text("Changes")
    second.press("End")
    second.press_sequentially(" now")
    expect(second).to_be_focused()
    expect(changes).to_have_text("Changes 1")
    expect(first).to_have_value("Touch to take a ticket")
    first.fill("Touch here")
    expect(changes).to_have_text("Changes 2")
    wording = office.read(f"/office/drafts/{draft}")["document"]["wording"]
    assert [own["text"]["en"] for own in wording] == [
        "Take your queue ticket here now",
        "Touch here",
    ]
    second.fill("Take your queue ticket here")
    expect(changes).to_have_text("Changes 1")
    expect(second).to_be_focused()
    page.get_by_role("button", name="As before: Touch to take a ticket").click()
    expect(changes).to_have_text("Changes")
    assert office.read(f"/office/drafts/{draft}")["difference"] == []


def test_pages_that_follow_no_view_say_new_words_without_a_reload(
    page: Page, browser: Browser, office: Office
) -> None:
    context = browser.new_context(locale="en-GB")
    pages = {
        "/join/krakow": ("join", "title", "Join the queue from home"),
        "/status/krakow": ("status", "waiting", "People waiting"),
        "/audit": ("audit", "entries.title", "Entries"),
        "/sign-in": ("sign_in", "password", "Password"),
        "/admin/devices": ("glossary", "word.audit", "Audit"),
    }
    opened = {}
    for address, (_, _, built_in) in pages.items():
        opened[address] = context.new_page()
        opened[address].goto(office.url + address)
        expect(opened[address].locator("body")).to_contain_text(built_in)
    wording = [
        {"page": name, "key": key, "text": {"en": f"{built_in}, as we say"}}
        for name, key, built_in in pages.values()
    ]
    put_in_force(office, lambda document: document.update(wording=wording))
    for address, (_, _, built_in) in pages.items():
        opened[address].bring_to_front()
        expect(opened[address].locator("body")).to_contain_text(
            f"{built_in}, as we say", timeout=3000
        )
    put_in_force(office, lambda document: document.update(wording=[]))
    context.close()


def test_a_draft_can_be_made_and_published_by_keyboard_alone(page: Page, office: Office) -> None:
    draft = begin_draft(page, office, "By keyboard")
    open_part(page, "Nowy Sącz")
    look_at(page, office, draft, "office.branches[1].services")
    names = page.locator(".parts li > a")
    first, second = (names.nth(place).inner_text() for place in (0, 1))
    page.get_by_role("button", name=f"Down: {first.split(' ', 1)[1]}").press("Enter")
    expect(names.first).to_have_text(second)
    saved(page)
    page.get_by_role("link", name=re.compile("^Publication")).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("button", name="Publish now").press("Enter")
    page.wait_for_url(re.compile(r"/admin$|/admin\?"))
    services = office.read("/branches/nowy-sacz")["services"]
    assert services[0]["name"]["en"] == second.split(" ", 1)[1]


def test_an_id_that_changes_takes_along_what_names_it(page: Page, office: Office) -> None:
    draft = draft_of(office)
    before = office.read(f"/office/drafts/{draft}")["document"]["branches"][0]
    first, second = (zone["id"] for zone in before["zones"][:2])
    zones = "office.branches[0].zones"
    look_at(page, office, draft, zones)
    page.get_by_role("button", name=re.compile("^Down: ")).first.click()
    own = field(page, f"{zones}[1].id")
    expect(own).to_have_value(first)
    own.fill("lobby")
    own.press("Tab")
    saved(page)
    expect(page.locator(".fault-list")).to_have_count(0)
    town = office.read(f"/office/drafts/{draft}")["document"]["branches"][0]
    assert [zone["id"] for zone in town["zones"][:2]] == [second, "lobby"]
    for was, part in zip(before["services"], town["services"], strict=True):
        assert part["zone"] == ("lobby" if was["zone"] == first else was["zone"])


def test_a_draft_that_waits_for_its_time_says_so_and_can_be_withdrawn(
    page: Page, office: Office
) -> None:
    draft = draft_of(office, "At night")
    look_at(page, office, draft, "publish")
    page.get_by_label("At a time").check()
    at = page.get_by_label("Date and time")
    expect(at).to_have_accessible_description("Time zone: Europe/Warsaw")
    at.fill("2099-07-01T03:00")
    page.get_by_role("button", name="Schedule publication").click()
    expect(page.get_by_text("Until then it cannot be changed")).to_contain_text("03:00")
    assert office.read(f"/office/drafts/{draft}")["publish_at"].startswith("2099-07-01T01:00")
    page.goto(f"{office.url}/admin/drafts/{draft}#{SERVICE}")
    expect(field(page, f"{SERVICE}.prefix")).to_be_disabled()
    page.get_by_role("button", name="Withdraw the publication").click()
    expect(field(page, f"{SERVICE}.prefix")).to_be_enabled()


def test_screens_and_slips_are_previewed_from_the_draft(page: Page, office: Office) -> None:
    draft = draft_of(office)
    change(office, draft, lambda document: document["branches"][1].update(messages=[]))
    change(office, draft, lambda document: service(document)["name"].update(pl="Nowa nazwa"))
    wording = [{"page": "kiosk", "key": "start.touch", "text": "To dopiero zarys"}]
    change(office, draft, lambda document: document.update(wording=wording))
    look_at(page, office, draft, "preview")
    page.get_by_label("Screen").select_option("kiosk/nowy-sacz/hall")
    kiosk = page.frame_locator("iframe")
    expect(kiosk.locator("body")).to_contain_text("To dopiero zarys")
    kiosk.get_by_role("button", name=re.compile("Dzień dobry")).click()
    expect(kiosk.get_by_role("button", name=re.compile("Nowa nazwa"))).to_be_visible()
    page.get_by_label("Screen").select_option("display/nowy-sacz/hall")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("042")
    page.get_by_label("Screen").select_option("slip/nowy-sacz/fingerprints")
    page.wait_for_function("() => document.querySelector('img.slip')?.naturalWidth > 100")


def chosen(page: Page, path: str) -> Locator:
    return field(page, path).locator("option:checked")


def test_a_film_and_a_chime_are_uploaded_and_chosen_in_the_browser_alone(
    page: Page, office: Office, tmp_path: Path
) -> None:
    draft = draft_of(office)
    playlists = "office.branches[1].playlists"
    look_at(page, office, draft, playlists)
    film, gong = tmp_path / "film.webm", tmp_path / "gong.wav"
    film.write_bytes(base64.b64decode(page.evaluate(FILM)))
    gong.write_bytes(wav_file(tone(440, 1, 22_050, 0.3), 22_050) + bytes(500_000))
    page.get_by_role("button", name=re.compile("^Add: ")).click()
    nameless = page.locator(".fault-list").get_by_role("link", name=re.compile("› Id$"))
    expect(nameless).to_be_visible()
    field(page, f"{playlists}[0].id").fill("posters")
    for place, file in enumerate([PICTURE, film]):
        page.get_by_role("button", name="Add: File").click()
        entry = f"{playlists}[0].entries[{place}].file"
        field(page, f"{entry}-file").set_input_files(file)
        expect(chosen(page, entry)).to_have_text(re.compile(f"^{file.stem}-"))
    saved(page)
    expect(page.locator(".fault-list")).to_have_count(0)
    look_at(page, office, draft, "office")
    field(page, "office.chime_file-file").set_input_files(film)
    expect(page.get_by_role("alert")).to_contain_text("Only .wav files can be chosen here.")
    expect(chosen(page, "office.chime_file")).to_have_text("– none –")
    field(page, "office.chime_file-file").set_input_files(gong)
    expect(chosen(page, "office.chime_file")).to_have_text(re.compile("^gong-"))
    saved(page)
    document = office.read(f"/office/drafts/{draft}")["document"]
    entries = document["branches"][1]["playlists"][0]["entries"]
    kept = [*(entry["file"] for entry in entries), document["chime_file"]]
    for name, file in zip(kept, (PICTURE, film, gong), strict=True):
        served = office.session.get(f"{office.url}/media/{name}", timeout=30)
        assert served.content == file.read_bytes()


def test_the_media_folder_is_kept_in_order_in_the_browser(
    page: Page, office: Office, tmp_path: Path
) -> None:
    page.goto(f"{office.url}/admin")
    files = page.get_by_role("region", name="Pictures, videos and sounds")
    unlike = tmp_path / "another.png"
    unlike.write_bytes(PICTURE.read_bytes() + b"more")
    field(page, "media-folder-file").set_input_files(unlike)
    picture = files.get_by_role("row").filter(has_text="another-")
    expect(picture).to_contain_text(re.compile(r"picture\s+[\d.]+ kB"))
    expect(field(page, "media-folder-file")).to_be_focused()

    large = tmp_path / "large.webm"
    with large.open("wb") as file:
        file.write(b"\x1aE\xdf\xa3")
        file.truncate(100_000_000)
    field(page, "media-folder-file").set_input_files(large)
    expect(files.get_by_role("progressbar", name="large.webm is being uploaded")).to_be_visible()
    files.get_by_role("button", name="Cancel").click()
    expect(field(page, "media-folder-file")).to_be_focused()
    until(lambda: not list((office.data / "media").glob(".*")))

    liar = tmp_path / "liar.webm"
    liar.write_bytes(b"<script>")
    field(page, "media-folder-file").set_input_files(liar)
    expect(page.get_by_role("alert")).to_contain_text("this is no PNG, JPEG, WebP, MP4")

    unused = files.get_by_role("row").filter(has_text="not used").first
    name = unused.get_by_role("rowheader").inner_text()
    unused.get_by_role("button", name=f"Delete {name}").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(files.get_by_role("row").filter(has_text=name)).to_have_count(0)
    assert not (office.data / "media" / name).exists()


def keys_of(schema: Any, node: Any, path: str) -> set[str]:
    """The fields that a part has by itself, in the schema's words."""
    about = schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node
    return {f"{path}.{key}" for key in about["properties"]}


def test_every_key_has_a_field(page: Page, office: Office) -> None:
    schema = Model.model_json_schema(mode="serialization")
    parts = schema["$defs"]["Branch"]["properties"]
    document = office.read(f"/office/drafts/{(draft := draft_of(office))}")["document"]
    town = document["branches"][0]
    alone = [key for key, about in parts.items() if "$ref" in about.get("items", {})]
    wanted = {path for path in keys_of(schema, schema, "office") if path != "office.branches"}
    pages = ["office", *(f"office.{key}" for key in schema["properties"]), "office.branches[0]"]
    wanted |= keys_of(schema, schema["$defs"]["Branch"], "office.branches[0]")
    for key in alone:
        pages.append(f"office.branches[0].{key}")
        if town[key]:
            path = f"office.branches[0].{key}[0]"
            pages.append(path)
            wanted |= keys_of(schema, parts[key]["items"], path)
    look_at(page, office, draft, "office")
    seen: set[str] = set()
    for path in pages:
        page.evaluate("path => { location.hash = path; }", path)
        page.wait_for_function("path => decodeURIComponent(location.hash) === '#' + path", arg=path)
        seen |= set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
        seen |= {path} if page.locator("h1").count() else set()
    assert wanted - seen == set()


@pytest.mark.parametrize("locale", LANGUAGES)
def test_axe_finds_nothing_in_any_language(
    browser: Browser, office: Office, axe: Axe, locale: str
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale=locale)
    page = context.new_page()
    draft = draft_of(office)
    change(office, draft, lambda document: service(document).update(prefix="1"))
    own = {"pl": {"one": "{count} osoba"}, "uk": "Чекає {count}"}
    wording = [{"page": "kiosk", "key": "people.waiting", "text": own}]
    change(office, draft, lambda document: document.update(wording=wording))
    schemes = itertools.cycle(SCHEMES if locale == "uk-UA" else SCHEMES[::-1])
    paths = [
        SERVICE,
        "office.branches[0]",
        "publish",
        "office.branches[0].counters",
        "office.wording",
        "office.text_messages",
    ]
    for path in paths[: None if locale == "uk-UA" else 1]:
        look_at(page, office, draft, path)
        expect(page.locator(".tree")).to_be_visible()
        assert findings(page, axe, [390, 1366], [next(schemes)]) == [], path
    if locale in ("uk-UA", "pl-PL"):
        page.goto(f"{office.url}/admin")
        expect(page.get_by_role("table").first).to_be_visible()
        assert findings(page, axe, [390, 1366], [next(schemes)]) == []
    context.close()


def test_a_filled_button_can_be_read_under_the_mouse(page: Page, office: Office, axe: Axe) -> None:
    page.goto(f"{office.url}/admin")
    page.locator(".button.primary, button.primary").first.hover()
    assert findings(page, axe, []) == []


def test_texts_are_written_side_by_side_in_every_language(page: Page, office: Office) -> None:
    draft = draft_of(office)
    look_at(page, office, draft, SERVICE)
    texts(page, "Name", {"Polski": "Karty", "English": "Cards"})
    saved(page)
    name = service(office.read(f"/office/drafts/{draft}")["document"])["name"]
    assert (name["pl"], name["en"]) == ("Karty", "Cards")


def test_a_letter_keeps_its_lines_and_is_told_to_lack_its_link(page: Page, office: Office) -> None:
    draft = draft_of(office)
    look_at(page, office, draft, "office.letters")
    path = "office.letters.offer"
    field(page, f"{path}-there").check()
    field(page, f"{path}.subject.en").fill("A place is free")
    body = field(page, f"{path}.body.en")
    body.fill("Hello,")
    body.press("Enter")
    body.press_sequentially("until {until}")
    saved(page)
    expect(body).to_have_accessible_description(re.compile(re.escape("the text needs {link}")))
    expect(body).to_have_value("Hello,\nuntil {until}")
    body.press_sequentially(": {link}")
    saved(page)
    expect(body).not_to_have_attribute("aria-invalid", "true")
    document = office.read(f"/office/drafts/{draft}")["document"]
    assert document["letters"]["offer"]["body"]["en"] == "Hello,\nuntil {until}: {link}"


@pytest.mark.parametrize(
    ("path", "says", "instead"),
    [
        ("office.letters.reminder.subject", "Reminder: your visit", "Do come: your visit"),
        ("office.text_messages.change", "New time of your visit", "Another time of your visit"),
        ("office.spoken_call.whole", "Number {number}, counter", "Ticket {number}, counter"),
    ],
)
def test_the_offices_own_words_begin_with_the_products(
    page: Page, office: Office, path: str, says: str, instead: str
) -> None:
    draft = draft_of(office)
    _, part, *within = path.split(".")
    look_at(page, office, draft, f"office.{part}")
    if within[1:]:
        field(page, f"office.{part}.{within[0]}-there").check()
    polish, english = (field(page, f"{path}.{language}") for language in ("pl", "en"))
    expect(english).to_have_value("")
    expect(english).to_have_attribute("placeholder", re.compile("^" + re.escape(says)))
    polish.fill("Po polsku {number} {counter}")
    begin = field(page, path).get_by_role("button", name="Begin with the product’s words")
    begin.click()
    expect(english).to_be_focused()
    expect(begin).to_have_count(0)
    expect(polish).to_have_value("Po polsku {number} {counter}")
    words = english.input_value()
    english.fill(words.replace(says, instead))
    saved(page)
    expect(english).not_to_have_attribute("aria-invalid", "true")
    said = office.read(f"/office/drafts/{draft}")["document"][part]
    for key in within:
        said = said[key]
    assert list(said) == ["pl", "en", "uk", "ru"]
    assert said["en"] == instead + words.removeprefix(says)


def test_a_letter_is_shown_as_it_would_be_sent_in_the_language_that_is_written(
    page: Page, office: Office, axe: Axe
) -> None:
    look_at(page, office, draft_of(office), "office.letters")
    letter = "office.letters.reminder"
    preview = field(page, letter).locator("details")
    preview.get_by_text("Preview: English").click()
    expect(preview).to_contain_text("Reminder: your visit on ")
    field(page, f"{letter}-there").check()
    for part in ("subject", "body"):
        field(page, f"{letter}.{part}").get_by_role("button", name=re.compile("^Begin")).click()
    field(page, f"{letter}.subject.pl").fill("Zapraszamy: {day}")
    expect(preview).to_contain_text("Preview: Polski")
    expect(preview).to_contain_text("Zapraszamy: ")
    assert findings(page, axe, []) == []
    field(page, f"{letter}.body.uk").fill("Чекаємо на вас: {time}, {code}.\n{link}")
    expect(preview).to_contain_text("Preview: Українська")
    expect(preview).to_contain_text(re.compile(r"Чекаємо на вас: 10:30, K7M2QX\.\s+http\S+/uk/a/"))
    field(page, f"{letter}.body.uk").fill("{visitor}")
    expect(preview).to_contain_text("The faults have to be put right first.")


def test_a_letter_that_begins_with_the_products_words_is_published(
    page: Page, office: Office
) -> None:
    begin_draft(page, office, "In our own words")
    open_part(page, "Letters to those who book")
    letter = "office.letters.confirmation"
    field(page, f"{letter}-there").check()
    for part in ("subject", "body"):
        field(page, f"{letter}.{part}").get_by_role("button", name=re.compile("^Begin")).click()
    body = field(page, f"{letter}.body.en")
    own = body.input_value().replace("Hello,", "Good morning,")
    body.fill(own)
    saved(page)
    publish(page, "Politer")
    newest = office.read("/office/revisions")[0]["revision"]
    letters = office.read(f"/office/revisions/{newest}")["document"]["letters"]
    assert letters["confirmation"]["body"]["en"] == own
    put_in_force(office, lambda document: document["letters"].update(confirmation=None))


def test_a_text_message_is_told_as_how_many_it_is_sent(page: Page, office: Office) -> None:
    look_at(page, office, draft_of(office), "office.text_messages")
    expect(page.locator(".intro")).to_contain_text("{code}")
    reminder = "office.text_messages.reminder"
    english, polish = (field(page, f"{reminder}.{language}") for language in ("en", "pl"))

    def told(box: Locator) -> Locator:
        return page.locator(".language").filter(has=box).locator(".hint")

    english.fill("x" * 154 + "{code}")
    expect(told(english)).to_have_text("About 160 characters; 1 SMS")
    english.fill("x" * 155 + "{code}")
    expect(told(english)).to_have_text("About 161 characters; 2 SMS")
    english.fill("€" * 77 + "{code}")
    expect(told(english)).to_have_text("About 83 characters; 1 SMS")
    english.fill("€" * 78 + "{code}")
    expect(told(english)).to_have_text("About 84 characters; 2 SMS")
    polish.fill("ż" + "x" * 63 + "{code}")
    expect(told(polish)).to_have_text("About 70 characters; 1 SMS")
    polish.fill("ż" + "x" * 64 + "{code}")
    expect(told(polish)).to_have_text("About 71 characters; 2 SMS")
    polish.fill("x" * 309 + "{name}")
    expect(told(polish)).to_have_text("About 322 characters; cut after 320")
    polish.fill("{visitor}")
    saved(page)
    expect(polish).to_have_accessible_description("there is no field {visitor}")
