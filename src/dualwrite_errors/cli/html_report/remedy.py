"""What a page says about a kind of error: what it means, what to do, and who can do it."""

from __future__ import annotations

from collections.abc import Iterator

from ...info import ErrorInfo, KnownFrom
from ..explanation import pages_about
from .markup import Markup, element


def remedy(info: ErrorInfo, heading: str) -> Iterator[Markup]:
    """All that is known about an error but its name and message, under headings of one level, such as ``h3``."""
    yield element("p", info.detail)
    if info.caution:
        yield element("p", element("strong", "Caution. "), info.caution, class_="caution")
    yield element(heading, "What to do")
    steps = [element("li", step) for step in info.steps]
    yield element("ol" if len(steps) > 1 else "ul", *steps, class_="steps")
    if info.actors:
        yield element(heading, "Who can act" if len(info.actors) == 1 else "Who can act, first choice first")
        yield element("ul", *(element("li", actor.description) for actor in info.actors))
    yield element(heading, "Does trying again help?")
    yield element("p", f"{info.retry.description}.")
    if info.known_from is not KnownFrom.OFFICIAL:
        yield element(heading, "Where this comes from")
        yield element("p", f"{info.known_from.description}.")
    yield element(heading, "Read on")
    links = (element("a", link.title, href=link.url, rel="noreferrer") for link in pages_about(info))
    yield element("ul", *(element("li", link) for link in links))
