"""The display's pure rules, from its own modules: turns, the list, what to speak, the clock."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.running_office import Office

pytestmark = pytest.mark.browser

RUSH = """
async ({ calls: count, every, rows, seconds }) => {
  const { advance, beginning, keyOf } = await import("/display/web/js/calls.js");
  const start = Date.UTC(2026, 10, 20, 8);
  const called = (i) => new Date(start + i * every * 1000).toISOString();
  const all = Array.from({ length: count }, (_, i) => (
    { id: i + 1, calls: 1, called_at: called(i), active: true }
  ));
  const large = {};
  const sight = Object.fromEntries(all.map((call) => [call.id, 0]));
  let shown = null;
  for (let now = start; now < start + seconds * 1000; now += 250) {
    const past = all.filter((call) => Date.parse(call.called_at) <= now).reverse();
    const calls = past.filter((call, i) => i < 12 || now - Date.parse(call.called_at) < 120_000);
    shown ??= beginning(calls, now);
    shown = advance(shown, calls, { nowMs: now, rows });
    for (const call of calls) {
      if (keyOf(call) === shown.large) large[call.id] ??= (now - start) / 1000;
      if ([shown.large, ...shown.page].includes(keyOf(call))) sight[call.id] += 0.25;
    }
  }
  return { large, sight };
}
"""

SHOWN = """
async ({ steps, rows }) => {
  const { advance, beginning } = await import("/display/web/js/calls.js");
  const start = Date.UTC(2026, 10, 20, 8);
  let shown = null;
  const seen = [];
  for (const { at, calls, speaking } of steps) {
    const now = start + at * 1000;
    const stamped = calls.map(([id, calls, age]) => (
      { id, calls, called_at: new Date(now - age * 1000).toISOString(), active: true }
    ));
    shown ??= beginning(stamped, now);
    shown = advance(shown, stamped, { nowMs: now, speaking, rows });
    seen.push([shown.large, shown.page]);
  }
  return seen;
}
"""

FORM = """
async ({ ages, languages }) => {
  const { form } = await import("/display/web/js/announcer.js");
  const now = Date.UTC(2026, 10, 20, 8);
  return form(ages.map((age, id) => (
    { id, calls: 1, called_at: new Date(now - age * 1000).toISOString(), languages, active: true }
  )), now);
}
"""

TO_SPEAK = """
async ({ calls, settled }) => {
  const { toSpeak } = await import("/display/web/js/announcer.js");
  const now = Date.UTC(2026, 10, 20, 8);
  const stamped = calls.map(([id, calls, age, active]) => (
    { id, calls, active, called_at: new Date(now - age * 1000).toISOString() }
  ));
  return toSpeak(stamped, settled, now).map((call) => call.id);
}
"""

CLOCK = """
async ({ samples }) => {
  const { ServerClock } = await import("/display/web/js/clock.js");
  let here = 0;
  const clock = new ServerClock(() => here * 1000);
  return samples.map(([at, server]) => {
    here = at;
    if (server !== null) clock.learn(new Date(server * 1000).toISOString());
    return clock.nowMs / 1000;
  });
}
"""

CONTRAST = """
async (accents) => {
  const { contrast, applyAccent } = await import("/static/js/colours.js");
  return accents.map((accent) => {
    const root = document.createElement("div");
    applyAccent(accent, root);
    return contrast(accent, root.style.getPropertyValue("--on-accent"));
  });
}
"""


@pytest.fixture(scope="module")
def rules(office: Office, browser: Any) -> Any:
    """`rules(script, argument)`: what a script says that imports the display's own modules."""
    page: Page = browser.new_page(bypass_csp=True)  # pages themselves may not import by a text
    page.goto(f"{office.url}/")
    yield lambda script, argument: page.evaluate(script, argument)
    page.close()


@pytest.mark.parametrize(
    ("calls", "every", "rows"),
    [(20, 0.05, 6), (20, 0.05, 4), (40, 0.05, 5), (60, 3, 5), (30, 6, 5)],
)
def test_every_call_is_in_sight_for_thirty_seconds_however_many_are_called(
    rules: Any, calls: int, every: float, rows: int
) -> None:
    seconds = calls * every + 150
    told = rules(RUSH, {"calls": calls, "every": every, "rows": rows, "seconds": seconds})
    assert min(told["sight"].values()) >= 30


@pytest.mark.parametrize(("calls", "every"), [(2, 0), (20, 0.05), (40, 0.05), (60, 3)])
def test_every_call_is_large_in_its_turn(rules: Any, calls: int, every: float) -> None:
    seconds = calls * every + 150
    told = rules(RUSH, {"calls": calls, "every": every, "rows": 6, "seconds": seconds})
    turns = [told["large"][str(number)] for number in range(1, calls + 1)]
    assert turns == sorted(turns)


def test_the_call_being_spoken_is_the_large_one(rules: Any) -> None:
    calls = [[3, 1, 1], [2, 1, 1], [1, 1, 1]]
    steps = [
        {"at": 0, "calls": calls, "speaking": "2/1"},
        {"at": 60, "calls": calls, "speaking": "2/1"},
        {"at": 61, "calls": calls, "speaking": None},
    ]
    assert [large for large, _ in rules(SHOWN, {"steps": steps, "rows": 6})] == [
        "2/1",
        "2/1",
        "1/1",
    ]


def test_a_withdrawn_call_is_gone_at_once_and_the_newest_is_large(rules: Any) -> None:
    both = [[2, 1, 5], [1, 1, 40]]
    steps = [{"at": 0, "calls": both}, {"at": 1, "calls": [[1, 1, 41]]}]
    assert rules(SHOWN, {"steps": steps, "rows": 6}) == [["2/1", ["1/1"]], ["1/1", []]]


def test_a_recalled_ticket_is_large_again(rules: Any) -> None:
    steps = [
        {"at": 0, "calls": [[2, 1, 5], [1, 1, 40]]},
        {"at": 5, "calls": [[1, 2, 0], [2, 1, 10]]},
    ]
    assert rules(SHOWN, {"steps": steps, "rows": 6})[-1] == ["1/2", ["2/1"]]


def test_a_page_that_starts_shows_the_newest_call_and_not_each_old_one(rules: Any) -> None:
    calls = [[3, 1, 20], [2, 1, 25], [1, 1, 30]]
    steps = [{"at": at, "calls": calls} for at in (0, 30)]
    assert [large for large, _ in rules(SHOWN, {"steps": steps, "rows": 6})] == ["3/1", "3/1"]


def test_old_calls_fill_the_list_up_to_its_rows(rules: Any) -> None:
    calls = [[number, 1, 3600] for number in range(9, 0, -1)]
    steps = [{"at": at, "calls": calls} for at in range(60)]
    assert rules(SHOWN, {"steps": steps, "rows": 4})[-1] == ["9/1", ["8/1", "7/1", "6/1", "5/1"]]


@pytest.mark.parametrize(
    ("ages", "form"),
    [
        ([0], {"chime": True, "short": False, "languages": ["uk", "pl"]}),
        ([1, 0], {"chime": True, "short": True, "languages": ["uk", "pl"]}),
        ([0] * 11, {"chime": False, "short": True, "languages": ["uk", "pl"]}),
        ([0] * 20, {"chime": False, "short": True, "languages": ["uk"]}),
        ([50, 50, 50], {"chime": False, "short": True, "languages": ["uk"]}),
        ([59, 59, 59], {"chime": False, "short": True, "languages": ["uk"]}),
    ],
)
def test_the_more_calls_wait_the_shorter_each_is_spoken(
    rules: Any, ages: list[int], form: dict[str, Any]
) -> None:
    assert rules(FORM, {"ages": ages, "languages": ["uk", "pl"]}) == form


@pytest.mark.parametrize(
    ("calls", "settled", "spoken"),
    [
        ([[2, 1, 1, True], [1, 1, 2, True]], [], [1, 2]),
        ([[2, 1, 1, True], [1, 1, 2, True]], ["1/1"], [2]),
        ([[1, 2, 0, True]], ["1/1"], [1]),
        ([[1, 1, 1, False]], [], []),
        ([[1, 1, 59.9, True]], [], [1]),
        ([[1, 1, 60, True]], [], []),
    ],
    ids=["in order", "once", "a recall again", "no longer called", "nearly stale", "stale"],
)
def test_what_is_spoken(
    rules: Any, calls: list[Any], settled: list[str], spoken: list[int]
) -> None:
    assert rules(TO_SPEAK, {"calls": calls, "settled": settled}) == spoken


def test_the_clock_follows_the_server_and_forgives_slow_ways(rules: Any) -> None:
    samples = [(0, 1000), (10, 1008), (20, 1021), (25, None), (700, 1650), (701, None)]
    assert rules(CLOCK, {"samples": samples}) == [1000, 1010, 1021, 1026, 1650, 1651]


def test_text_on_any_accent_colour_can_be_read(rules: Any) -> None:
    accents = ["#0b4f8a", "#ffffff", "#000000", "#ffcc00", "#808080", "#d40000", "#00a651"]
    assert min(rules(CONTRAST, accents)) >= 4.5
