"""The documentation as it was built: SITE names its directory. `nox -s docs` and `nox -s browser` build and set it."""

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest


def built_site() -> Path:
    """The directory of the site. Without one, a test that needs it is skipped."""
    given = os.environ.get("SITE")
    if not given:
        pytest.skip("SITE does not name the built documentation: run nox -s docs, or nox -s browser")
    site = Path(given)
    assert (site / "index.html").exists(), f"there is no documentation in {site}"
    return site


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        """Nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of the site on a port of this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=site))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class SitePage(NamedTuple):
    """What a page of the site leads to, loads, and can be led to."""

    links: list[str]
    loaded: list[str]
    anchors: set[str]


def read_page(file: Path) -> SitePage:
    """What stands in the HTML of a page."""
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    return SitePage(reader.links, reader.loaded, reader.anchors)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given["id"]} if "id" in given else set()
        if "href" in given:
            (self.loaded if tag == "link" and given.get("rel") != "canonical" else self.links).append(given["href"])
        if "src" in given:
            self.loaded.append(given["src"])
