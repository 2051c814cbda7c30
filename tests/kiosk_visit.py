"""A visitor at a kiosk: an office with all that a kiosk can meet, and the way through its page."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.page_findings import PAINTED
from tests.running_office import Office

LANGUAGES = ("pl", "en", "uk", "ru")
PORTRAIT, LANDSCAPE, SMALL = (1080, 1920), (1920, 1080), (1280, 800)
#: A kiosk with a virtual printer, one with none, one with a second printer elsewhere, and one that
#: soon asks who is still there.
PRINTING, SILENT, TWOFOLD, HASTY = "hall", "bare", "twofold", "hasty"
HASTY_SECONDS = 13
#: While `silent` is set, HASTY warns soon; once `gone` is set, its countdown is short.
HURRY = f"""
const real = window.setTimeout;
const short = {{ {HASTY_SECONDS * 1000}: ["silent", 300], 1000: ["gone", 30] }};
window.setTimeout = (call, wait, ...rest) => {{
  const [set, soon] = short[wait] ?? [];
  return real(call, window[set] ? soon : wait, ...rest);
}};
"""
#: Where nobody taps twice, a new screen may be touched at once.
AT_ONCE = """{
  const real = window.setTimeout;
  const settling = [350, 1200];
  window.setTimeout = (call, wait, ...rest) =>
    real(call, settling.includes(wait) ? 0 : wait, ...rest);
}"""
LONG_NAME = {
    "pl": "Zezwolenie na pobyt stały dla członków rodzin obywateli państw członkowskich Unii",
    "en": "Permanent residence for family members of citizens of the European Union",
    "uk": "Видача посвідки на постійне проживання громадянам держав — членів Європейського "
    "Союзу та членам їхніх сімей, а також обмін і повернення раніше виданих документів",
    "ru": "Выдача вида на жительство гражданам государств — членов Европейского союза и "
    "членам их семей, а также обмен и возврат ранее выданных документов",
}
STAFFED = {
    "pl": "Punkt informacyjny, stanowisko 1",
    "en": "Information desk, counter 1",
    "uk": "Інформаційний пункт, вікно 1",
    "ru": "Информационный пункт, окно 1",
}
SETTLED = (
    "() => !document.body.classList.contains('settling') && document.fonts.status === 'loaded'"
)
#: What sticks out of the screen or out of the room that it was given.
OVERFLOWING = """
() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || element.closest("svg, .visually-hidden, .facts")) return false;
  const outside = box.left < -1 || box.top < -1
    || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
  const scrolls = element.matches(".stage, .choices, .dialog")
    && (element.scrollHeight > element.clientHeight + 1
      || element.scrollWidth > element.clientWidth + 1);
  return outside || scrolls;
}).map((element) => `${element.localName}.${element.className}: ${element.textContent.trim()}`)
"""
#: Targets smaller than 20 mm on the 22-inch screens that kiosks have, whatever their pixels.
SMALL_TARGETS = """
() => [...document.querySelectorAll("button:not(:disabled)")].filter((button) => {
  const box = button.getBoundingClientRect();
  const least = 88 * Math.min(innerWidth, innerHeight) / 1080;
  return box.width < least || box.height < least;
}).map((button) => `small: ${button.textContent.trim()}`)
"""
#: Buttons around the screen that lie on one another, or whose labels do or stick out of them.
CROWDED = """
() => {
  const boxOf = (button) => button.getBoundingClientRect();
  const labelOf = (button) => {
    const range = document.createRange();
    range.selectNodeContents(button.querySelector("span:not(.key)") ?? button);
    return range.getBoundingClientRect();
  };
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const within = (a, b) => a.left >= b.left && a.right <= b.right
    && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
  const buttons = [...document.querySelectorAll(".top button, .bottom button")];
  return buttons.flatMap((button, index) => [
    ...(within(labelOf(button), boxOf(button)) && button.scrollWidth <= button.clientWidth
      ? [] : [`sticks out: ${button.textContent.trim()}`]),
    ...buttons.slice(0, index)
      .filter((other) => meet(boxOf(button), boxOf(other)) || meet(labelOf(button), labelOf(other)))
      .map((other) => `on one another: ${other.textContent.trim()}, ${button.textContent.trim()}`),
  ]);
}
"""
#: Targets in the upper quarter, out of reach from a wheelchair.
HIGH_TARGETS = """
() => [...document.querySelectorAll("main button, nav button, aside button")]
  .filter((button) => button.getBoundingClientRect().top < innerHeight * 0.25)
  .map((button) => `high: ${button.textContent.trim()}`)
"""
#: What is wrong with a screen in each way that it can look: larger text and lower buttons, each
#: in the languages that are asked for. Afterwards it looks plain, and speaks the last language.
IN_EVERY_LOOK = f"""
async (languages) => {{
  const overflowing = {OVERFLOWING.strip()};
  const small = {SMALL_TARGETS.strip()};
  const crowded = {CROWDED.strip()};
  const high = {HIGH_TARGETS.strip()};
  const wear = (tools) => {{
    for (const button of document.querySelectorAll("[data-tool=large], [data-tool=low]"))
      if ((button.ariaPressed === "true") !== tools.includes(button.dataset.tool)) button.click();
  }};
  const found = [];
  for (const tools of [["large"], ["low"], ["low", "large"], []]) {{
    wear(tools);
    for (const language of languages) {{
      document.querySelector(`.languages [lang="${{language}}"]`)?.click();
      await document.fonts.ready;
      const wrong = [...overflowing(), ...small(), ...crowded()];
      if (tools.includes("low")) wrong.push(...high());
      const look = `${{tools.join(" ") || "plain"}}, ${{language}}`;
      found.push(...wrong.map((line) => `${{look}}: ${{line}}`));
      if (!document.querySelector(".languages")) break;
    }}
  }}
  return found;
}}
"""


def kiosk_office() -> dict[str, Any]:
    """A branch `town` with services open, closed, full and long of name; `shut` is closed."""
    documents = [LONG_NAME, {"pl": "Paszport", "en": "Passport", "uk": "Паспорт", "ru": "Паспорт"}]
    services = [
        _service("cards", "Dowody", group="papers", max_cases=8, documents=documents),
        _service("stay", LONG_NAME, group="papers", documents=documents),
        _service("full", "Paszporty", group="papers", limit_per_day=0),
        _service("closed", "Meldunek", group="papers", hours={}),
        _service("last", "Ostatnie miejsce", group="papers", limit_per_day=1),
        *(_service(f"more-{n}", f"Inne {n}", group="papers") for n in range(3)),
        _service("cars", "Pojazdy", group="other"),
        _service("tax", {"pl": "Podatki"}, group="other"),
        _service("info", {"pl": "Informacja", "en": "Information", "uk": "Інформація"}),
    ]
    town = {
        "id": "town",
        "name": "Miasto",
        "address": "Rynek 1",
        "zones": [{"id": "hall", "name": "Sala główna, parter"}],
        "groups": [{"id": "papers", "name": "Dokumenty"}, {"id": "other", "name": "Inne"}],
        "services": services,
        "profiles": [
            {"id": "all", "name": "Sala", "serves": [{"service": s["id"]} for s in services]}
        ],
        "counters": [{"id": "1", "label": "1", "zone": "hall", "profile": "all"}],
        "kiosks": [
            _kiosk(PRINTING, printers=["slips"]),
            _kiosk(SILENT),
            _kiosk(TWOFOLD, printers=["slips", "desk"]),
            _kiosk(HASTY, idle_seconds=HASTY_SECONDS),
        ],
        "printers": [
            {"id": "slips", "name": "Hol", "host": "127.0.0.1"},
            {"id": "desk", "name": "Informacja", "host": "127.0.0.2"},
        ],
    }
    shut = {
        **town,
        "id": "shut",
        "hours": {},
        "kiosks": [_kiosk(SILENT)],
        "printers": [],
        "services": [{**service, "hours": {}} for service in services],
    }
    return {
        "office": {
            "name": "Urząd",
            "languages": [*LANGUAGES, "de"],
            "classes": [
                {"id": "walk_in", "name": "Bez umówienia"},
                {"id": "appointment", "name": "Umówiona"},
                {"id": "pregnancy", "name": "Ciąża", "weight": 10, "staff_confirms": True},
                {"id": "child", "name": "Dziecko na ręku", "weight": 10, "staff_confirms": True},
            ],
            "needs": [
                {"id": need, "name": need.title()}
                for need in ("interpreter", "escort", "accessible", "loop", "reader")
            ],
            "branches": [town, shut],
        }
    }


def _service(service: str, name: str | dict[str, str], **more: Any) -> dict[str, Any]:
    return {"id": service, "name": name, "zone": "hall", **more}


def _kiosk(kiosk: str, **more: Any) -> dict[str, Any]:
    return {"id": kiosk, "name": kiosk, "zone": "hall", "staffed": STAFFED, **more}


def resize(page: Page, size: tuple[int, int]) -> None:
    """Turn the screen or take another one; the page has drawn itself anew."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_function("size => `${innerWidth},${innerHeight}` === `${size}`", arg=list(size))
    page.evaluate(PAINTED)


class Visit:
    """A visitor's way through the page of one kiosk, by what the page shows."""

    def __init__(
        self,
        page: Page,
        office: Office,
        kiosk: str,
        branch: str = "town",
        *,
        at_once: bool = True,
    ) -> None:
        """Without `at_once` a new screen settles for as long as it does for visitors."""
        self.page, self.office, self.branch = page, office, branch
        if at_once:
            page.add_init_script(AT_ONCE)
        page.goto(f"{office.url}/kiosk/{branch}/{kiosk}")
        expect(self.screen).to_be_visible()

    @property
    def screen(self) -> Locator:
        return self.page.locator(".screen")

    @property
    def title(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def number(self) -> Locator:
        return self.page.locator(".number")

    @property
    def main_button(self) -> Locator:
        return self.page.locator("[data-primary]")

    def is_at(self, step: str) -> None:
        """Wait until the page shows this step and has come to rest."""
        expect(self.page.locator(f'.kiosk[data-step="{step}"]')).to_be_visible()
        self.page.wait_for_function(SETTLED)

    def begin(self, language: str) -> None:
        self.page.locator(f'.greeting:has([lang="{language}"])').first.click()

    def choose(self, name: str) -> None:
        """Touch the choice of this name, on whichever page of the step it stands."""
        self.page.wait_for_function(SETTLED)
        wanted = self.page.locator(".choice").filter(has=self.page.get_by_text(name, exact=True))
        while wanted.count() == 0:
            self.page.locator("[data-more]").click()
        wanted.first.click()

    def go_on(self) -> None:
        """Touch the screen's main button."""
        self.main_button.click()

    def add(self, *choices: str) -> None:
        """From the confirmation, one more service by these choices, and back."""
        self.is_at("confirm")
        self.page.locator("[data-another]").click()
        for name in choices:
            self.choose(name)
        self.is_at("confirm")

    def turn_on(self, tool: str) -> None:
        self.page.locator(f'[data-tool="{tool}"]').click()

    def to_confirm(
        self, language: str = "uk", group: str | None = "Inne", service: str = "Pojazdy"
    ) -> None:
        """From the start to the last question, with nothing special asked for."""
        self.begin(language)
        if group:
            self.choose(group)
        self.choose(service)
        self.is_at("needs")
        self.go_on()
        self.is_at("confirm")

    def fall_silent(self) -> None:
        """Touch nothing until the kiosk warns, at one with HURRY."""
        self.page.evaluate("window.silent = true")
        self.page.keyboard.press("Shift")
        self.page.evaluate("window.silent = false")

    def leave(self) -> None:
        """Do not answer the warning."""
        self.page.evaluate("window.gone = true")

    def tickets(self) -> list[dict[str, Any]]:
        """All tickets of the branch, oldest first."""
        found = self.office.read(f"/branches/{self.branch}/tickets")
        tickets: list[dict[str, Any]] = found["tickets"] if isinstance(found, dict) else found
        return sorted(tickets, key=lambda ticket: ticket["id"])
