"""The voice's test page: any call in any language, with what of it is recorded."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from queue_server.voice import LANGUAGES, phrase
from tests.display_hall import HURRY
from tests.page_findings import SCHEME_OF, Axe, findings
from tests.recordings import names, pitches, record
from tests.running_office import Office, running_office
from tests.small_office import small_office

pytestmark = pytest.mark.browser

NAMES = {"pl": "Polski", "en": "English", "uk": "Українська", "ru": "Русский"}
PLAYED = {
    "pl": "Odtworzono do końca.",
    "en": "Played to the end.",
    "uk": "Відтворено до кінця.",
    "ru": "Воспроизведено до конца.",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with recordings in Polish only."""
    folder = tmp_path_factory.mktemp("tried")
    clips = names("pl")
    record(folder / "clips/pl", clips, pitches(clips))
    document = small_office() | {"server": {"voice_folder": str(folder / "clips")}}
    with running_office(folder / "data", config=document) as ready:
        yield ready


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_test_page_plays_a_call_in_every_language(
    page: Page, office: Office, axe: Axe, language: str
) -> None:
    page.add_init_script(HURRY)
    page.goto(f"{office.url}/voice-test")
    page.get_by_role("navigation").get_by_role("button", name=NAMES[language]).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("[name=number]").fill("C105")
    page.locator("[name=counter]").fill("12B")
    for code in LANGUAGES:
        page.locator(f"[name={code}]").set_checked(code in ("pl", language))
    page.locator(".play").click()
    expect(page.get_by_role("status")).to_have_text(PLAYED[language])
    spoken = ["pl"] if language == "pl" else ["pl", language]
    sentences = [phrase(code, "C105", "12B", False) for code in spoken]
    assert sorted(page.locator(".sentence").all_inner_texts()) == sorted(sentences)
    assert page.locator(".clip").count() == 6
    assert findings(page, axe, (320, 1280), [SCHEME_OF[language]]) == []


def test_a_language_that_is_not_spoken_and_a_call_without_number_are_refused(
    office: Office,
) -> None:
    assert office.get("/voice/tlh?number=A1&counter=5").status_code == 404
    assert office.get("/voice/pl.wav?counter=5").status_code == 422
    assert office.get("/voice/chime/gong.wav").status_code == 404
