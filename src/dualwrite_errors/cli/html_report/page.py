"""The page that says what to repair: one HTML file that needs no network, no other file and no JavaScript."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import groupby
from typing import Final

from ..summary import many, totals
from ..tally import Tally
from .cards import NOT_DOCUMENTED, Card, cards_of, heading_of, title_of
from .charts import MOST_MAPS, folded, overview
from .markup import Markup, element
from .places import LONGEST_NAME, LONGEST_SOURCE, Places, short
from .timeline import Timeline

MOST_BYTES: Final = 2_000_000
_BYTES_BESIDE_CARDS: Final = 350_000
_MOST_UNREAD: Final = 50
_MOST_IN_VIEW: Final = 20
_TITLE: Final = "Dual-write: what to repair"


def page(tally: Tally, places: Mapping[str, Places], timeline: Timeline) -> str:
    """The page as a whole, of at most `MOST_BYTES` in UTF-8."""
    maps = Counter[str]()
    for error in tally.errors.values():
        maps.update(error.maps)
    numbers = {name: str(number) for number, (name, _) in enumerate(maps.most_common(MOST_MAPS))}
    cards = cards_of(tally.in_order_of_repair(), places, numbers, MOST_BYTES - _BYTES_BESIDE_CARDS)
    header = element(
        "header",
        element("h1", _TITLE),
        element("p", totals(tally)),
        *_notes(tally, cards),
        _contents(cards) if len(cards) > 1 else "",
        overview(timeline, maps) if tally.findings else "",
    )
    areas = (
        element("section", heading_of(area), *(card.markup() for card in same), class_="area")
        for area, same in groupby(cards, key=lambda card: card.error.info.area)
    )
    footer = element(
        "footer",
        element("p", "The errors are in the order of repair: what comes later builds on what comes before.")
        if len(cards) > 1
        else "",
        element("p", "Times are those of the log. This page quotes the log, which may hold personal data."),
    )
    return _document(header, element("main", _filters(cards, numbers), *areas), footer)


def _document(*parts: Markup) -> str:
    style, script = (
        files("dualwrite_errors.cli.html_report").joinpath(name).read_text("utf-8")
        for name in ("report.css", "report.js")
    )
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=f"{policy}; base-uri 'none'; form-action 'none'"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", _TITLE),
        element("style", Markup(style)),
    )
    body = element("body", *parts, element("script", Markup(script)))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}"


def _hash(content: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _notes(tally: Tally, cards: Sequence[Card]) -> Iterator[Markup]:
    """What the reader has to know first: what was not read, not looked for, or left out."""
    if tally.unread:
        unread = [f"{short(source, LONGEST_SOURCE)}: {reason}" for source, reason in tally.unread[:_MOST_UNREAD]]
        if len(tally.unread) > _MOST_UNREAD:
            unread.append(f"and {many(len(tally.unread) - _MOST_UNREAD, 'other')}")
        items = (element("li", each) for each in unread)
        yield element("div", "This could not be read, or not to its end:", element("ul", *items), class_="note")
    if tally.codes_only:
        said = "Only codes were looked for. Without --codes-only, errors without a code are found, too."
        yield element("div", said, class_="note")
    left_out: list[str] = []
    if kinds := len(tally.errors) - len(cards):
        times = tally.findings - sum(card.error.count for card in cards)
        left_out.append(f"{many(kinds, 'kind')} of error, found {many(times, 'time')}")
    if places := sum(card.error.count - len(card.places) for card in cards):
        left_out.append(f"{places:,} of {many(tally.findings, 'place')}")
    if left_out:
        said = f"Left out, so that this page stays small: {' and '.join(left_out)}. All counts are complete."
        yield element("p", f"{said} The formats csv and jsonl have every place.", class_="quiet")


def _contents(cards: Sequence[Card]) -> Markup:
    most = max(card.error.count for card in cards)
    entries = [card.entry(most) for card in cards]
    first, more = entries[:_MOST_IN_VIEW], entries[_MOST_IN_VIEW:]
    return element(
        "nav",
        element("h2", "What to repair, in this order"),
        element("ol", *first, class_="bars"),
        folded(many(len(more), "more error"), element("ol", *more, class_="bars")) if more else "",
        class_="panel",
    )


def _filters(cards: Sequence[Card], numbers: Mapping[str, str]) -> Markup:
    """What JavaScript shows. Without it, all errors are to be seen and there is nothing to choose."""
    areas = dict.fromkeys(card.error.info.area for card in cards)
    actors = {actor for card in cards for actor in card.error.info.actors}
    return element(
        "form",
        _choice("map", "Table map", ((number, short(name, LONGEST_NAME)) for name, number in sorted(numbers.items()))),
        _choice("area", "Area", ((area or NOT_DOCUMENTED, title_of(area)) for area in areas)),
        _choice("actor", "Who can act", sorted(((actor, actor.description) for actor in actors), key=lambda it: it[1])),
        element("button", "Show all", type="reset"),
        element("output", aria_live="polite"),
        hidden=True,
        aria_label="Filters",
    )


def _choice(name: str, label: str, options: Iterable[tuple[str, str]]) -> Markup:
    chosen = (element("option", text, value=value) for value, text in options)
    return element(
        "div",
        element("label", label, for_=f"filter-{name}"),
        element("select", element("option", "All", value=""), *chosen, name=name, id=f"filter-{name}"),
        class_="choice",
    )
