"""A browser without a window, for what only a browser can tell: Playwright drives the Chromium that is installed.

A test that needs it is skipped where Playwright or Chromium is missing. With REQUIRE_BROWSER set it fails instead.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, NamedTuple

import pytest

if not os.environ.get("REQUIRE_BROWSER"):
    pytest.importorskip("playwright", reason="install the dependency group 'browser'")

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE, SMALL_PHONE = (1280, 900), (390, 844), (320, 640)


class Opened(NamedTuple):
    """A page that is open, and what it has done that nobody saw."""

    page: Page
    messages: list[str]
    """What it wrote to the console, errors and refusals of its content security policy among them."""
    requests: list[str]
    """The addresses that it asked for, its own first."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for several pages."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        assert not os.environ.get("REQUIRE_BROWSER"), f"no browser on the path: {', '.join(NAMES)}"
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser,
    address: str,
    size: tuple[int, int] = WIDE,
    *,
    scheme: Literal["light", "dark"] = "light",
    java_script: bool = True,
    offline: bool = True,
) -> Iterator[Opened]:
    """A page in a window of `size`, without a network unless it is served. A dialog fails the test."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=java_script,
        offline=offline,
    )
    page = context.new_page()
    seen = Opened(page, [], [])
    page.on("console", lambda message: seen.messages.append(message.text))
    page.on("pageerror", lambda error: seen.messages.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("dialog", lambda dialog: seen.messages.append(f"dialog: {dialog.message}"))
    try:
        page.goto(address)
        yield seen
    finally:
        context.close()


def is_wider_than_its_window(page: Page) -> bool:
    """Whether one has to scroll sideways."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wider


def contrast(page: Page, selector: str) -> float:
    """The contrast of the text of an element with what is behind it, from 1 to 21, as WCAG defines it."""
    ratio: float = page.evaluate(
        """selector => {
          const channels = color => color.match(/[\\d.]+/g).map(Number);
          const luminance = color => {
            const [r, g, b] = channels(color).slice(0, 3).map(c => c / 255)
              .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const element = document.querySelector(selector);
          let behind = element;
          while (channels(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
          const [a, b] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(luminance);
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        }""",
        selector,
    )
    return ratio
