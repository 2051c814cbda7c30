"""The machine's own Chromium, for tests and pictures."""

import contextlib
import shutil
import time
from typing import Any

from playwright.sync_api import Browser, BrowserType, Error, Page

#: The one without windows first: a page of its own costs a fifth of what it does in the others.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


def launch(chromium: BrowserType) -> Browser:
    """Start it; raises where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise FileNotFoundError("no Chromium on PATH: make test installs it")
    return chromium.launch(executable_path=path, args=OPTIONS)


def _wait_for_function(
    page: Page, expression: str, *, arg: Any = None, timeout: float | None = None, **_more: Any
) -> None:
    """Playwright's own waiting evaluates strings in the page, which our pages' policy forbids."""
    deadline = time.monotonic() + (30_000 if timeout is None else timeout) / 1000
    while True:
        with contextlib.suppress(Error):  # the page is being left for another one
            if page.evaluate(expression, arg):
                return
        if time.monotonic() > deadline:
            raise TimeoutError(f"{expression} did not become true")
        page.wait_for_timeout(30)


Page.wait_for_function = _wait_for_function  # type: ignore[assignment,method-assign]
