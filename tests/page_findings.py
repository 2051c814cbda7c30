"""What is wrong with how a page looks now: axe's findings, light and dark, and what is too wide."""

from collections.abc import Callable, Sequence
from typing import Literal

from playwright.sync_api import Page, expect

Axe = Callable[[Page], list[str]]

Scheme = Literal["light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
#: Where a page is looked at in every language: each scheme with two of them.
SCHEME_OF: dict[str, Scheme] = {"pl": "light", "en": "dark", "uk": "light", "ru": "dark"}
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def findings(
    page: Page, axe: Axe, widths: Sequence[int], schemes: Sequence[Scheme] = SCHEMES
) -> list[str]:
    """A line for each finding; the page must follow the reader's colour scheme."""
    found = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        page.evaluate(PAINTED)
        found += axe(page)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 740})
        page.wait_for_function("width => innerWidth === width", arg=width)
        page.evaluate(PAINTED)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width} px")
    return found
