"""The places of an error, as many as a page may list."""

from __future__ import annotations

from typing import Final

import attrs

from ..terminal import Style, printable, shortened
from .timeline import Time

MOST_PLACES: Final = 200
LONGEST_NAME: Final = 60
LONGEST_TEXT: Final = 240
LONGEST_SOURCE: Final = 160


@attrs.frozen
class Place:
    """Where an error was found, and what the service said there."""

    where: str
    table_map: str
    time: Time | None
    text: str


@attrs.define
class Places:
    """The first places of an error, and from when to when it was found."""

    first: Time | None = None
    last: Time | None = None
    listed: list[Place] = attrs.field(factory=list[Place])

    def add(self, place: Place) -> None:
        """Take note of one more place."""
        if place.time is not None:
            self.first = min(self.first or place.time, place.time, key=str)
            self.last = max(self.last or place.time, place.time, key=str)
        if len(self.listed) < MOST_PLACES:
            text, where = short(place.text, LONGEST_TEXT), short(place.where, LONGEST_SOURCE)
            self.listed.append(attrs.evolve(place, text=text, where=where))


def short(text: str, most: int) -> str:
    """`text` in one line of at most so many characters, which are all to be seen."""
    return shortened(printable(" ".join(text[: 4 * most].split())), most, Style())
