"""The functions of `_speedups.c` in Python. What they take and return is the same.

`start` and `stop` are those of a slice: negative ones count from the end, and those beyond an end mean that end.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from .signs import Sign, signs_of

_FOLD = bytes.maketrans(b"dipvwfo", b"DIPVWFO")
_AFTER_DW = (b"DV", b"FO", b"90")


def code_positions(block: bytes, start: int, stop: int, /) -> list[int]:
    """Where in `block` a code may begin between `start` and `stop`: at its first four characters, in any case."""
    folded = bytes.translate(block, _FOLD)  # takes no other type, as the compiled function
    first, last, _ = slice(start, stop).indices(len(folded))
    found = list(_positions(folded, b"DIPV", first, last))
    others = [
        place for place in _positions(folded, b"DW", first, last) if folded.startswith(_AFTER_DW, place + 2, last)
    ]
    return sorted(found + others) if others else found


def sign_positions(block: bytes, start: int, stop: int, table: bytes, /) -> list[int]:
    """Where in `block` the grams of the signs in `table` stand between `start` and `stop`, each near its other part."""
    pattern, signs = _search_for(table)
    folded = bytes.lower(block)
    first, last, _ = slice(start, stop).indices(len(folded))
    found: list[int] = []
    gram = pattern.search(folded, first, last)
    while gram:
        place = gram.start()
        for sign in signs[gram[0]]:
            before, behind = sign.window
            if folded.find(sign.other_part, max(place - before, 0), place + behind) >= 0:
                found.append(place)
                break
        gram = pattern.search(folded, place + 1, last)
    return found


@lru_cache(maxsize=4)
def _search_for(table: bytes) -> tuple[re.Pattern[bytes], dict[bytes, list[Sign]]]:
    """What finds the grams of a table, and the signs that each belongs to."""
    signs: dict[bytes, list[Sign]] = {}
    for sign in signs_of(table):
        signs.setdefault(sign.gram, []).append(sign)
    # Each alternative begins with a letter: only then does `re` skip what begins with none of them.
    by_letter = groupby(signs, key=lambda gram: gram[:1])
    alternatives = (
        b"%b(?:%b)" % (re.escape(letter), b"|".join(re.escape(gram[1:]) for gram in grams))
        for letter, grams in by_letter
    )
    return re.compile(b"|".join(alternatives) or rb"(?!)"), signs


def _positions(folded: bytes, letters: bytes, first: int, last: int) -> Iterator[int]:
    place = folded.find(letters, first, last)
    while place >= 0:
        yield place
        place = folded.find(letters, place + len(letters), last)


def count_line_feeds(block: bytes, start: int, stop: int, /) -> int:
    """How many line feeds stand in `block` between `start` and `stop`."""
    part = block[start:stop]
    return len(part) - len(bytes.replace(part, b"\n", b""))  # more than twice as fast as `count`
