"""What the kiosk page works out by itself, asked of its own modules in the browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.running_office import Office

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, office: Office) -> Iterator[Page]:
    """A page from which the modules can be imported, which pages themselves may not do."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{office.url}/")
    yield page
    context.close()


def test_a_step_shows_six_choices_at_most_in_pages_of_equal_length(page: Page) -> None:
    pages = page.evaluate(
        """async () => {
          const { pageOf } = await import("/kiosk/web/choices.js");
          const lengths = (count) => {
            const first = pageOf([...Array(count).keys()], 0);
            return [...Array(first.pages).keys()].map(
              (page) => pageOf([...Array(count).keys()], page * first.length).items.length);
          };
          return [0, 1, 6, 7, 8, 13, 50].map(lengths);
        }"""
    )
    assert pages == [[0], [1], [6], [4, 3], [4, 4], [5, 5, 3], [6] * 8 + [2]]


def test_a_wait_is_told_as_a_range_that_people_can_use(page: Page) -> None:
    waits = page.evaluate(
        """async () => {
          const { loadCatalogues, wordsIn } = await import("/kiosk/web/words.js");
          const catalogues = await loadCatalogues(["pl", "uk"]);
          const tell = (language, low, high) =>
            Object.values(wordsIn(language, catalogues, ["pl"]).wait({ low, high }));
          return [tell("pl", 480, 1200), tell("uk", 0, 50), tell("pl", 5200, 8200)];
        }"""
    )
    expected_wait = "przewidywany czas oczekiwania"
    assert waits == [
        ["8–20 min", "8–20 min", f"{expected_wait} od 8 do 20 minut"],
        [*["до 1\u00a0хв"] * 2, "орієнтовний час очікування до 1 хвилини"],
        [
            *["1\u00a0godz.\u00a025\u00a0min – 2\u00a0godz.\u00a020\u00a0min"] * 2,
            f"{expected_wait} od 85 do 140 minut",
        ],
    ]


def test_an_office_may_choose_any_accent_and_its_words_can_be_read(page: Page) -> None:
    lowest = page.evaluate(
        """async () => {
          const { contrast, inkOf, inkOn } = await import("/static/js/colours.js");
          const colours = ["#ffe14d", "#ff0000", "#00a0a0", "#0b4f8a", "#808080"];
          return Math.min(...colours.flatMap((accent) => [
            contrast(accent, inkOn(accent)), contrast(inkOf(accent, 4.5), "#ffffff"),
          ]));
        }"""
    )
    assert lowest >= 4.5


def test_a_service_that_closes_leaves_the_others_of_the_visit(page: Page) -> None:
    """One chosen before is left out; a refusal names the one that is shut, and keeps the rest."""
    visits = page.evaluate(
        """async () => {
          const flow = await import("/kiosk/web/state.js");
          const open = { channel: "counter", max_cases: 1, open: true };
          const view = (...shut) => ({
            languages: [{ id: "pl" }], groups: [], needs: [], classes: [], kiosk: { id: "hall" },
            services: ["a", "b", "c"].map((id) =>
              ({ ...open, id, open: !shut.includes(id), reason: "limit_reached" })),
          });
          const visit = { ...flow.START, step: "confirm", language: "pl", service: "c",
            further: ["a", "b"], key: "k" };
          const asked = flow.confirm(view(), visit, () => "k");
          const told = ({ step, further, service }) => [step, further, service];
          return [
            flow.request(view(), visit)[1].services,
            told(flow.reconcile(view("a"), visit)),
            told(flow.refused(view("a"), asked, "k", { code: "limit_reached" })),
          ];
        }"""
    )
    assert visits == [
        ["a", "b", "c"],
        ["confirm", ["b"], "c"],
        ["closed", ["b", "c"], "a"],
    ]
