"""Pictures, videos and running messages beside the calls, volume by hour, a display gone mute."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.display_hall import HURRY, OVERFLOWING, Hall, branch
from tests.recordings import FILM
from tests.running_office import Office, running_office

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]

#: From a moment on this device's sound is blocked, as when a browser's rules or a driver change.
GOES_MUTE = """{
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (!window.mute) return play.call(this);
    return Promise.reject(new DOMException("blocked", "NotAllowedError"));
  };
}"""
APART = """
() => {
  const [call, media, list] = [".large", ".media", ".last"].map(
    (part) => document.querySelector(part).getBoundingClientRect());
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  return !over(call, media) && !over(list, media) && !over(call, list)
    && media.width > 500 && media.height > 280;
}
"""
SIZE = "() => parseFloat(getComputedStyle(document.querySelector('.large .number')).fontSize)"

HOURS = """
async ({ time, playlists, volume }) => {
  const { itemsNow, levelNow } = await import("/display/web/js/playlists.js");
  const now = Date.parse(`2026-07-01T${time}:00+02:00`);
  return [itemsNow(playlists, now, "Europe/Warsaw"), levelNow(volume, now, "Europe/Warsaw")];
}
"""
RUSH = """
async ({ count, every }) => {
  const { advance, beginning, keyOf, roomForMedia } = await import("/display/web/js/calls.js");
  const start = Date.UTC(2026, 10, 20, 8);
  const all = Array.from({ length: count }, (_, i) => ({ id: i + 1, calls: 1, active: true,
    called_at: new Date(start + i * every * 1000).toISOString() }));
  const sight = Object.fromEntries(all.map((call) => [call.id, 0]));
  let shown = null;
  let room = true;
  let changes = 0;
  for (let now = start; now < start + (count * every + 150) * 1000; now += 250) {
    const past = all.filter((call) => Date.parse(call.called_at) <= now).reverse();
    const calls = past.filter((call, i) => i < 12 || now - Date.parse(call.called_at) < 120_000);
    shown ??= beginning(calls, now);
    const had = room;
    room = roomForMedia(shown, room);
    changes += had === room ? 0 : 1;
    shown = advance(shown, calls, { nowMs: now, rows: room ? 3 : 4 });
    for (const call of calls) {
      if ([shown.large, ...shown.page].includes(keyOf(call))) sight[call.id] += 0.25;
    }
  }
  return { least: Math.min(...Object.values(sight)), changes, room };
}
"""
SPEAKING = """
async ({ calls }) => {
  const { form, toSpeak } = await import("/display/web/js/announcer.js");
  const now = Date.UTC(2026, 10, 20, 8);
  const queue = toSpeak(calls.map((call, id) => ({ id, calls: 1, active: true,
    called_at: new Date(now - 40_000).toISOString(), ...call })), [], now);
  return [queue.length, form(queue, now).languages];
}
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    """Halls with a picture, with a film, with running messages, and one without any."""
    data = tmp_path_factory.mktemp("shown") / "data"
    media = data / "media"
    media.mkdir(parents=True)
    Image.new("RGB", (1280, 720), "#2a6f97").save(media / "a.png")
    page = browser.new_page()
    page.goto("about:blank")
    (media / "film.webm").write_bytes(base64.b64decode(page.evaluate(FILM)))
    page.close()
    (media / "broken.webm").write_bytes((media / "film.webm").read_bytes()[:64])
    shown = {"picture": ["broken.webm", "a.png"], "film": ["film.webm"], "running": ["film.webm"]}
    halls = [branch(name) for name in (*shown, "mute")]
    for hall in halls:
        entries = [{"file": file, "sound": True} for file in shown.get(hall["id"], [])]
        hall["playlists"] = [{"id": "all", "entries": entries}] if entries else []
        running = [{"id": "run", "text": "Kasa czynna do 17:30.", "running": True}]
        hall["messages"] = running if hall["id"] == "running" else []
    config = {"office": {"name": "Urząd", "branches": halls}}
    with running_office(data, config=config) as ready:
        yield ready


def first_to_speak(*displays: Page) -> Page:
    """The one of several displays that has spoken."""
    while True:
        for page in displays:
            if page.evaluate("okienko.spoken.length"):
                return page
        displays[0].wait_for_timeout(50)


@pytest.fixture
def hall(office: Office, browser: Browser) -> Callable[[str], Hall]:
    return lambda name: Hall(office, browser, name)


@pytest.fixture(scope="module")
def rules(office: Office, browser: Browser) -> Iterator[Callable[[str, Any], Any]]:
    page = browser.new_page(bypass_csp=True)  # pages themselves may not import by a text
    page.goto(f"{office.url}/")
    yield lambda script, argument: page.evaluate(script, argument)
    page.close()


def test_a_picture_stands_beside_the_calls_and_covers_none(
    hall: Callable[[str], Hall], axe: Axe
) -> None:
    with (here := hall("picture")).display() as page:
        expect(page.locator(".notice")).to_be_visible()
        expect(page.locator(".media img")).to_be_visible()
        here.call(1)
        expect(page.locator(".large .number")).to_be_visible()
        page.wait_for_function(APART)
        for counter in (2, 3, 4):
            number = here.call(counter)
        expect(page.locator(".row")).to_have_count(3)
        expect(page.locator(".media img")).to_be_visible()
        assert page.evaluate(APART)
        # 12 mm for each metre of distance are 0.13 of the height of a 55 inch screen at 8 m.
        assert page.evaluate(SIZE) * 0.73 > 0.13 * 1080
        assert page.evaluate(OVERFLOWING) == []
        expect(page.locator(".large .number")).to_have_text(number)
        page.emulate_media(reduced_motion="reduce")
        assert axe(page) == []


def test_a_film_falls_silent_at_a_call(hall: Callable[[str], Hall]) -> None:
    with (here := hall("film")).display(script="") as page:
        page.wait_for_function("() => document.querySelector('.media video')?.muted === false")
        here.call(1)
        page.wait_for_function("() => document.querySelector('.media video')?.muted === true")
        expect(page.locator(".media video")).to_be_visible()


def test_messages_run_and_films_move_only_where_motion_is_welcome(
    hall: Callable[[str], Hall],
) -> None:
    with hall("running").display() as page:
        line = page.locator(".message .run")
        expect(line).to_contain_text("Kasa czynna do 17:30.")
        seconds = float(line.evaluate("line => getComputedStyle(line).animationDuration")[:-1])
        assert 10 < seconds < 60
        expect(page.locator(".media video")).to_be_visible()
        page.emulate_media(reduced_motion="reduce")
        expect(page.locator(".message .run")).to_have_count(0)
        expect(page.locator(".message p")).to_contain_text("Kasa czynna do 17:30.")
        expect(page.locator(".media")).to_have_count(0)


def test_a_display_that_goes_mute_gives_its_call_to_another(hall: Callable[[str], Hall]) -> None:
    here = hall("mute")
    script = GOES_MUTE + HURRY
    with here.display(script=script) as one, here.display("pl", script) as other:
        here.call(1)
        speaker = first_to_speak(one, other)
        silent = other if speaker is one else one
        speaker.evaluate("window.mute = true")
        number = here.call(2)
        silent.wait_for_function(
            "number => okienko.spoken.some((one) => one.number === number && one.how === 'played')",
            arg=number,
        )
        expect(speaker.locator(".start")).to_be_visible()


@pytest.mark.parametrize(
    ("time", "items", "level"),
    [
        ("07:59", ["always"], 1),
        ("08:00", ["always", "morning"], 0.6),
        ("11:59", ["always", "morning"], 0.6),
        ("12:00", ["always"], 0),
        ("13:00", ["always"], 1),
    ],
)
def test_the_hour_decides_what_is_shown_and_how_loud(
    rules: Any, time: str, items: list[str], level: float
) -> None:
    morning = [{"from": "08:00", "to": "12:00"}]
    playlists = [{"hours": [], "items": ["always"]}, {"hours": morning, "items": ["morning"]}]
    volume = [{**morning[0], "level": 60}, {"from": "12:00", "to": "13:00", "level": 0}]
    told = rules(HOURS, {"time": time, "playlists": playlists, "volume": volume})
    assert told == [items, level]


@pytest.mark.parametrize(("count", "every"), [(20, 0.05), (40, 0.05), (60, 3), (40, 8), (30, 20)])
def test_media_take_no_call_its_thirty_seconds_and_do_not_flicker(
    rules: Any, count: int, every: float
) -> None:
    told = rules(RUSH, {"count": count, "every": every})
    assert told["least"] >= 30
    assert told["changes"] <= 2
    assert told["room"], "they come back"


def test_quiet_counters_are_not_spoken_and_hurried_calls_keep_their_own_language(
    rules: Any,
) -> None:
    said = {"language": "uk", "languages": ["pl", "uk"]}
    assert rules(SPEAKING, {"calls": [said, {**said, "spoken": False}]}) == [1, ["pl", "uk"]]
    assert rules(SPEAKING, {"calls": [said] * 20}) == [20, ["uk"]]


def test_what_is_added_to_a_folder_is_found(office: Office) -> None:
    told = office.read("/branches/film/displays/hall/media")["playlists"][0]["items"]
    assert told == [{"url": "/media/film.webm", "kind": "video", "seconds": 10, "sound": True}]
    assert (Path(office.data) / "media/film.webm").is_file()
