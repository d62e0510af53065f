"""The two questions that are asked of every byte of a log, both answered at the speed of the C library of Python.

`start` and `stop` are those of a slice: negative ones count from the end, and those beyond an end mean that end.
"""

_FOLD = bytes.maketrans(b"dipv", b"DIPV")


def code_positions(block: bytes, start: int, stop: int, /) -> list[int]:
    """Where in `block` the letters of ``DIPV`` stand, in any case, between `start` and `stop`."""
    folded = bytes.translate(block, _FOLD)  # takes no other type, as the compiled function
    found: list[int] = []
    place = folded.find(b"DIPV", start, stop)
    while place >= 0:
        found.append(place)
        place = folded.find(b"DIPV", place + 4, stop)
    return found


def count_line_feeds(block: bytes, start: int, stop: int, /) -> int:
    """How many line feeds stand in `block` between `start` and `stop`."""
    part = block[start:stop]
    return len(part) - len(bytes.replace(part, b"\n", b""))  # more than twice as fast as `count`
