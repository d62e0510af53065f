"""Blocks to regions: whole lines where lines are short, and pieces of a line that memory should not hold whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from .finding import MOST_TEXT

BYTES_AROUND = 4 * MOST_TEXT
"""How much of a line stays readable on both sides of every place: no character of UTF-8 is longer than four bytes."""
LONGEST_LINE = 1 << 16
"""The bytes that a line may have and still be read whole."""
_CONTINUATION_BYTES = range(0x80, 0xC0)
_MOST_CONTINUATION_BYTES = 3
_LINE_FEED = 0x0A


@attrs.frozen
class Region:
    """The bytes to be read next, with what stands around them."""

    buffer: bytes
    start: int
    """Where in `buffer` the bytes to be read begin; those before it have been read."""
    stop: int
    """Where they end. Beyond it, the last line of the region goes on, if at all."""
    skipped: int
    """How many characters of the line with which `buffer` begins came before `buffer`."""

    @property
    def ends_with_line_feed(self) -> bool:
        """Whether the last line of the region is whole."""
        return self.buffer[self.stop - 1] == _LINE_FEED


def regions_of(blocks: Iterable[bytes]) -> Iterator[Region]:
    """`blocks` of UTF-8 as regions that join without a gap; where the blocks end with an error, so do the regions."""
    pending, start, skipped = b"", 0, 0
    failure: Exception | None = None
    waiting = iter(blocks)
    while True:
        try:
            block = next(waiting)
        except StopIteration:
            break
        except Exception as error:  # noqa: BLE001 - raised again once what came before it has been read
            failure = error
            break
        buffer = pending + block
        stop = 1 + buffer.rfind(b"\n", len(pending))
        if stop:
            yield Region(buffer, start, stop, skipped)
            pending, start, skipped = buffer[stop:], 0, 0
        else:
            pending = buffer
        if len(pending) > start + LONGEST_LINE:
            stop = len(pending) - BYTES_AROUND
            yield Region(pending, start, stop, skipped)
            kept = start_of_character(pending, stop - BYTES_AROUND)
            skipped += len(decoded(pending[:kept]))
            pending, start = pending[kept:], stop - kept
    if pending:
        yield Region(pending, start, len(pending), skipped)
    if failure is not None:
        raise failure


def decoded(part: bytes) -> str:
    """`part` as text; what does not decode becomes U+FFFD."""
    return part.decode("utf-8", "replace")


def start_of_character(buffer: bytes, place: int) -> int:
    """Where the character begins that `place` may stand in the middle of."""
    for earlier in range(place, max(place - _MOST_CONTINUATION_BYTES, 0) - 1, -1):
        if buffer[earlier] not in _CONTINUATION_BYTES:
            return earlier
    return place
