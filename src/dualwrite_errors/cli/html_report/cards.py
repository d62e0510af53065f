"""What the page says about each error: what is always to be seen, and what is folded away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

import attrs

from ...info import Area
from ..explanation import who_acts
from ..summary import many
from ..tally import ErrorTally
from .charts import bar, bars_of_maps, folded
from .markup import Markup, element, joined, size
from .places import LONGEST_NAME, LONGEST_TEXT, Place, Places, short
from .remedy import remedy

NOT_DOCUMENTED: Final = "not_documented"
"""The area of an error that has none."""
_BYTES_OF_TITLES: Final = 200
"""What the titles of two lists in a card take."""
_LEAST_BYTES_OF_PLACES: Final = 300_000
_MOST_UNDOCUMENTED: Final = 100
_MAPS_IN_VIEW: Final = 5
_MOST_MAPS: Final = 15


@attrs.define
class Card:
    """An error on the page."""

    number: int
    """Its place in the order of repair, from 1."""
    error: ErrorTally
    numbers: Mapping[str, str]
    """The table maps that can be chosen, each with its number."""
    head: Markup
    """What is always to be seen."""
    more_maps: list[Markup] = attrs.field(factory=list[Markup])
    places: list[Markup] = attrs.field(factory=list[Markup])

    def entry(self, most: int) -> Markup:
        """Its line in the table of contents."""
        code = (element("code", self.error.code), " ") if self.error.code else ()
        link = element("a", f"{self.number}. ", *code, self.error.info.message, href=f"#error-{self.number}")
        return bar(element("span", link, class_="name"), self.error.count, most)

    def markup(self) -> Markup:
        """The card as a whole."""
        error, shown = self.error, len(self.places)
        title = "Places" if shown == error.count else f"Places: the first {shown:,} of {error.count:,}"
        what_to_do = element("div", *remedy(error.info, "h4"), class_="inside")
        return element(
            "article",
            self.head,
            *self._more_maps(),
            folded("What it means and what to do", what_to_do, kind="remedy"),
            folded(title, element("ul", *self.places, class_="inside places"), kind="long") if shown else "",
            id=f"error-{self.number}",
            data_area=error.info.area or NOT_DOCUMENTED,
            data_actors=" ".join(error.info.actors),
            data_maps=" ".join(
                f"{self.numbers[name]}:{count}" for name, count in error.maps.items() if name in self.numbers
            ),
        )

    def _more_maps(self) -> Iterator[Markup]:
        beyond = len(self.error.maps) - _MAPS_IN_VIEW
        if beyond > 0:
            left_out = beyond - len(self.more_maps)
            note = element("p", f"and {many(left_out, 'other')}", class_="quiet") if left_out else ""
            yield folded(many(beyond, "more table map"), element("ul", *self.more_maps, class_="bars"), note)


def cards_of(
    errors: Sequence[ErrorTally], places: Mapping[str, Places], numbers: Mapping[str, str], most_bytes: int
) -> list[Card]:
    """The cards that fit, in the order of repair: of documented errors, and of the most frequent others."""
    order = {error.key: number for number, error in enumerate(errors, start=1)}
    undocumented = sorted((error for error in errors if not error.info.area), key=lambda error: -error.count)
    cards: list[Card] = []
    used = 0
    for error in [error for error in errors if error.info.area] + undocumented[:_MOST_UNDOCUMENTED]:
        card = Card(order[error.key], error, numbers, _head(order[error.key], error, places[error.key], numbers))
        used += size(card.markup()) + _BYTES_OF_TITLES
        if used > most_bytes - _LEAST_BYTES_OF_PLACES:
            break
        cards.append(card)
    left = most_bytes - used
    for card in cards:
        ranked = card.error.maps.most_common(_MOST_MAPS)[_MAPS_IN_VIEW:]
        card.more_maps = _that_fit(bars_of_maps(ranked, card.error.count, numbers), left // (2 * len(cards)))
        left -= sum(map(size, card.more_maps))
    _list_places(cards, places, left)
    return sorted(cards, key=lambda card: card.number)


def heading_of(area: Area | None) -> Markup:
    """The heading above the cards of an area."""
    return element("h2", title_of(area), element("small", area.description) if area else "")


def title_of(area: Area | None) -> str:
    """What the page calls an area."""
    return area.replace("_", " ").capitalize() if area else "Errors that no official page documents"


def _list_places(cards: Sequence[Card], places: Mapping[str, Places], left: int) -> None:
    """List places as long as they fit. What one card does not need of its share goes to the others."""
    wanted = {card.number: [_place(one, card.numbers) for one in places[card.error.key].listed] for card in cards}
    ascending = sorted(cards, key=lambda card: sum(map(size, wanted[card.number])))
    for number, card in enumerate(ascending):
        card.places = _that_fit(wanted[card.number], left // (len(ascending) - number))
        left -= sum(map(size, card.places))


def _that_fit(parts: Sequence[Markup], most_bytes: int) -> list[Markup]:
    """The first of `parts`, as many as have no more than so many bytes together."""
    ends = accumulate(map(size, parts))
    return [part for part, end in zip(parts, ends, strict=True) if end <= most_bytes]


def _place(place: Place, numbers: Mapping[str, str]) -> Markup:
    about = " · ".join(filter(None, (str(place.time or ""), short(place.table_map, LONGEST_NAME))))
    return element(
        "li",
        element("code", place.where),
        element("span", f" {about}", class_="quiet") if about else "",
        element("span", place.text, class_="said") if place.text else "",
        data_map=numbers.get(place.table_map, ""),
    )


def _head(number: int, error: ErrorTally, found: Places, numbers: Mapping[str, str]) -> Markup:
    info = error.info
    title = (element("code", error.code), f" {info.message}") if error.code else (info.message,)
    facts: list[str] = [element("span", info.name)]
    if found.first and found.last:
        facts += [" · ", element("span", str(found.first), class_="time")]
    if found.first != found.last:
        facts += [" to ", element("span", str(found.last), class_="time")]
    if info.actors:
        facts.append(f" · {who_acts(info.actors)}")
    first_maps = bars_of_maps(error.maps.most_common(_MAPS_IN_VIEW), error.count, numbers)
    caution = (" ", element("span", "Caution: read before you act", class_="tag")) if info.caution else ()
    return joined(
        [
            element(
                "div",
                element("span", f"{number}.", class_="order"),
                element("h3", *title),
                element("span", many(error.count, "time"), class_="count"),
                class_="top",
            ),
            element("p", *facts, *caution, class_="facts"),
            element("p", short(error.said_first, LONGEST_TEXT), class_="said") if error.said_first else "",
            element("ul", *first_maps, class_="bars") if first_maps else "",
        ]
    )
