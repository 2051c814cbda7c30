"""Whoever asks for less motion sees the same, at rest."""

import pytest
from playwright.sync_api import Browser

from tests.running_office import Office

#: The size of the number once it has stayed the same for some time: fonts have come, texts fit.
SIZE = """
number => new Promise((done) => {
  let size = "";
  let frames = 0;
  const look = () => {
    const now = getComputedStyle(number).fontSize;
    frames = now === size ? frames + 1 : 0;
    size = now;
    frames < 60 ? requestAnimationFrame(look) : done(size);
  };
  look();
})
"""

pytestmark = pytest.mark.browser


def test_texts_are_as_large_with_less_motion(browser: Browser, office: Office) -> None:
    office.take("krakow", "residence-permit")
    office.at("krakow", "1", "open")
    office.at("krakow", "1", "next")
    sizes = set()
    for motion in ("no-preference", "reduce"):
        page = browser.new_page(
            viewport={"width": 1920, "height": 1080},
            reduced_motion=motion,
        )
        page.goto(f"{office.url}/display/krakow/main")
        number = page.locator(".large .number")
        number.wait_for()
        page.wait_for_function("document.fonts.check('1em \"Inter Variable\"')")
        sizes.add(number.evaluate(SIZE))
        page.close()
    assert len(sizes) == 1, sizes
