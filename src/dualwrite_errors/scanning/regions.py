"""Blocks to regions: whole lines where lines are short, and pieces of a line that memory should not hold whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import attrs

from .finding import MOST_TEXT

BYTES_AROUND = 4 * MOST_TEXT
"""How much of a line stays readable on both sides of every place: no character of UTF-8 is longer than four bytes."""
LONGEST_LINE = 1 << 20
"""The bytes that a line may have and still be read whole."""
_STEPS = 8
_CONTINUATION_BYTES = range(0x80, 0xC0)
_MOST_CONTINUATION_BYTES = 3
_LINE_FEED = 0x0A

Boundary: TypeAlias = Callable[[bytes, int, int], int]
"""Where the last record begins among the whole lines of a buffer between two places: it may go on in the next block.

It is asked again and again as the buffer grows. Behind each region another one is made.
"""


@attrs.frozen
class Region:
    """The bytes to be read next, with what stands around them."""

    buffer: bytes
    start: int
    """Where in `buffer` the bytes to be read begin; those before it have been read."""
    stop: int
    """Where they end. What is beyond belongs to the next region."""
    skipped: int
    """How many characters of the line with which `buffer` begins came before `buffer`."""
    is_all: bool = False
    """Whether no other region comes before or behind it."""

    @property
    def ends_with_line_feed(self) -> bool:
        """Whether the last line of the region is whole."""
        return self.buffer[self.stop - 1] == _LINE_FEED


class _Blocks:
    """Blocks, of which several may be taken at once."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self.failure: Exception | None = None
        """What ended the blocks before their end."""
        self._waiting = iter(blocks)
        self._pauses = False

    def take(self, fewest: int) -> bytes | None:
        """The next blocks with at least so many bytes together, ``b""`` for a pause, None after the last."""
        if self._pauses:
            self._pauses = False
            return b""
        taken: list[bytes] = []
        try:
            for block in self._waiting:
                taken.append(block)
                fewest -= len(block)
                if not block or fewest <= 0:
                    self._pauses = not block and len(taken) > 1
                    return b"".join(taken)
        except Exception as error:  # noqa: BLE001 - raised again once what came before it has been read
            self.failure = error
        return b"".join(taken) or None


def regions_of(
    blocks: Iterable[bytes], boundary: Callable[[], Boundary] | None = None, *, skipped: int = 0
) -> Iterator[Region]:
    """`blocks` of UTF-8 as regions that join without a gap; where the blocks end with an error, so do the regions.

    Args:
        blocks: The blocks; an empty one ends the record before it.
        boundary: What tells where a region ends, if not behind its last line. Then what was read last stays in the
            buffer.
        skipped: How many characters of the first line came before `blocks`.
    """
    pending, start, fewest, is_first = b"", 0, 0, not skipped
    last_record = boundary and boundary()
    waiting = _Blocks(blocks)
    while (block := waiting.take(fewest)) is not None:
        fewest = 0
        if block:
            buffer, rest = pending + block, b""
            stop = 1 + buffer.rfind(b"\n", len(pending))
            if stop and last_record is not None:
                stop = last_record(buffer, start, stop)
        else:
            stop = 1 + pending.rfind(b"\n", start)
            buffer, rest = pending[:stop], pending[stop:]
        if stop > start:
            yield Region(buffer, start, stop, skipped)
            is_first, last_record = False, boundary and boundary()
            kept = stop if last_record is None else _line_start_after(buffer, stop - BYTES_AROUND, stop)
            pending, start, skipped = buffer[kept:] + rest, stop - kept, 0
        else:
            pending = buffer + rest
            if len(pending) > BYTES_AROUND:  # a record of many blocks is put together in few steps
                fewest = len(pending) // _STEPS
        if len(pending) - start > LONGEST_LINE and pending.find(b"\n", len(pending) - LONGEST_LINE - 1) < 0:
            stop = len(pending) - BYTES_AROUND
            yield Region(pending, start, stop, skipped)
            is_first, last_record = False, boundary and boundary()
            kept = start_of_character(pending, stop - BYTES_AROUND)
            last_line = 1 + pending.rfind(b"\n", 0, kept)
            skipped = len(decoded(pending[last_line:kept])) + (0 if last_line else skipped)
            pending, start = pending[kept:], stop - kept
    if len(pending) > start:
        yield Region(pending, start, len(pending), skipped, is_all=is_first)
    if waiting.failure is not None:
        raise waiting.failure


def _line_start_after(buffer: bytes, place: int, stop: int) -> int:
    """The first beginning of a line at or after `place`, up to `stop`."""
    return 0 if place <= 0 else (1 + buffer.find(b"\n", place - 1, stop) or stop)


def decoded(part: bytes) -> str:
    """`part` as text; what does not decode becomes U+FFFD."""
    return part.decode("utf-8", "replace")


def start_of_character(buffer: bytes, place: int) -> int:
    """Where the character begins that `place` may stand in the middle of."""
    for earlier in range(place, max(place - _MOST_CONTINUATION_BYTES, 0) - 1, -1):
        if buffer[earlier] not in _CONTINUATION_BYTES:
            return earlier
    return place
