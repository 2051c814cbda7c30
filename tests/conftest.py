"""What every test may ask for: a running office, a browser, a page of it, and axe's findings."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.chromium import launch
from tests.running_office import GuardedOffice, Office, guarded_office, running, running_office

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
#: What is marked so, or asks for such a fixture, takes long.
LONG = {"browser", "crash", "wheel"}
#: A line for each finding; all that axe tells would take long to come out of the page.
FIND = """
async (options) => (await axe.run(options)).violations.flatMap((violation) =>
  violation.nodes.map((node) => `${violation.id} (${violation.impact}): ${violation.help}: `
    + `${node.target.join(" ")}: ${node.failureSummary}`))
"""

# The same examples each time; `make test ARGS=--hypothesis-profile=anew` looks for other ones.
settings.register_profile("okienko", deadline=None, print_blob=True, derandomize=True)
settings.register_profile("anew", deadline=None, print_blob=True)
settings.load_profile("okienko")
# A page is waited for as long as a busy machine may need; it costs nothing when it comes at once.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Servers need not compile the same modules again, even where Python is told to write none."""
    bytecode = tmp_path_factory.getbasetemp().parent / "bytecode"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(bytecode))
        yield


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo office as delivered, one for the whole module."""
    with running_office(tmp_path_factory.mktemp("office") / "data") as ready:
        yield ready


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedOffice]:
    """The same office with doors: staff have accounts, one for the whole module."""
    data = tmp_path_factory.mktemp("guarded") / "data"
    with guarded_office(data) as ready:
        yield ready


@pytest.fixture
def start_office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Start an office of one's own: `start_office(config=…, args=…, environment=…)`."""
    with ExitStack() as stack:
        started = 0

        def start(**options: Any) -> Office:
            nonlocal started
            started += 1
            data = options.pop("data", tmp_path / f"office-{started}")
            return stack.enter_context(running_office(data, **options))

        yield start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run, the machine's own."""
    with sync_playwright() as playwright:
        running_browser = launch(playwright.chromium)
        yield running_browser
        running_browser.close()


@pytest.fixture
def locale() -> str:
    """The browser's language; a module that needs another one says so."""
    return "en-US"


@pytest.fixture
def page(browser: Browser, locale: str) -> Iterator[Page]:
    """A page of 1920 × 1080 with nothing stored; an exception nobody caught fails the test."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale=locale)
    uncaught: list[Error] = []
    fresh = context.new_page()
    fresh.on("pageerror", lambda error: uncaught.append(error))
    yield fresh
    context.close()
    assert not uncaught, "\n".join(str(error.stack or error) for error in uncaught)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: a line for each finding, by WCAG 2.0 to 2.2 A and AA and best practices."""
    if not AXE.is_file():
        pytest.fail("no axe-core: `make test` installs it, or `npm ci`")
    source = AXE.read_text()

    def find(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found: list[str] = page.evaluate(FIND, AXE_OPTIONS)
        return found

    return find


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that nobody waits for the last of them alone."""
    long = {item.path for item in items if LONG & {*item.keywords, *_asked_for(item)}}
    items.sort(key=lambda item: item.path not in long)


def _asked_for(item: pytest.Item) -> list[str]:
    """The fixtures of a test."""
    return item.fixturenames if isinstance(item, pytest.Function) else []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the servers wrote when a test fails."""
    report = yield
    if report.failed:
        for failed_with in running:
            report.sections.append((f"office at {failed_with.url}", failed_with.output()))
    return report
