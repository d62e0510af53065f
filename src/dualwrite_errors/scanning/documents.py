"""Texts to be read, whatever they come from: in UTF-8, decompressed and decoded."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import IO, Any, AnyStr, Final, TypeAlias, cast

import attrs
from typing_extensions import override

from .formats import (
    LONGEST_SIGN,
    compression_of,
    encoding_of,
    is_marked,
    is_zip,
    other_in,
    refusal_of,
    wide_in,
)
from .streams import Decompressed, Peeked

Watch: TypeAlias = Callable[[int], None]
"""Is told how many bytes of the file have been read, block by block."""

_MARK: Final = "\ufeff"
_WIDE_BEHIND_NARROW: Final = (
    "it has zero bytes between its letters, as UTF-16 has: name its encoding, or save it in one encoding"
)
_NARROW_BEHIND_WIDE: Final = "it begins in UTF-16 or UTF-32 and goes on in another encoding: save it in one encoding"


@attrs.frozen
class Document:
    """A text to be read from its beginning to its end, or a workbook."""

    name: str
    """What findings call it."""
    blocks: Iterator[bytes]
    """The text in UTF-8, without a byte order mark, in blocks of any length; with bytes that do not decode.

    An empty block says that there is nothing more for now: what has come so far should not wait for it.
    """
    workbook: IO[bytes] | None = None
    """The file of a workbook; then there are no blocks."""
    is_lines: bool = False
    """Whether it was given as lines."""
    is_member: bool = False
    """Whether it is one of the members of an archive."""


class UnreadMembers(OSError):
    """Of an archive, what could not be read; the rest was."""

    def __init__(self, members: list[tuple[str, OSError]]) -> None:
        super().__init__("; ".join(f"{name}: {error}" for name, error in members))
        self.members = members

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.members,)


class Watched:
    """Tells somebody how many bytes of a file have been read."""

    def __init__(self, watch: Watch, place: Callable[[], int] | None) -> None:
        self._watch = watch
        self._place = place
        self._done = 0

    def blocks(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """`blocks`, as they are."""
        for block in blocks:
            self._done += len(block)
            self._watch(self._done if self._place is None else self._place())
            yield block

    def file(self, file: IO[bytes]) -> IO[bytes]:
        """A file that tells of it where it is read."""
        return cast("IO[bytes]", _WatchedFile(file, self._watch))


class _WatchedFile:
    def __init__(self, file: IO[bytes], watch: Watch) -> None:
        self._file = file
        self._watch = watch

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._watch(self._file.tell())
        return block

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def text_of(stream: Peeked, encoding: str | None, watched: Watched | None = None) -> Iterator[bytes]:
    """The text of a stream that may be compressed, in UTF-8.

    Raises:
        OSError: It is not a text.
    """
    first = stream.first
    compression = compression_of(first)
    if compression is not None:
        stream = Peeked(Decompressed(stream, compression))
        first = stream.first
    if is_zip(first):
        raise OSError("it is an archive inside another: unpack it first")
    if compression_of(first):
        raise OSError("it is compressed twice: unpack it first")
    refusal = refusal_of(first, encoding)
    if refusal:
        raise OSError(refusal)
    blocks = stream.blocks() if watched is None else watched.blocks(stream.blocks())
    yield from _in_utf8(blocks, encoding_of(first, encoding), is_named=encoding is not None and not is_marked(first))


def text_of_characters(blocks: Iterable[Any]) -> Iterator[bytes]:
    """The blocks of a file that was opened as text.

    Raises:
        OSError: It was opened in the wrong encoding.
    """
    return _checked(_characters(blocks), wide_in, _WIDE_BEHIND_NARROW)


def _characters(blocks: Iterable[Any]) -> Iterator[bytes]:
    mark = _MARK
    for block in blocks:
        text = block.removeprefix(mark)
        if text or not block:
            yield text.encode("utf-8", "replace")
        mark = ""


def _checked(
    blocks: Iterator[AnyStr], sign_in: Callable[[AnyStr], re.Match[AnyStr] | None], refusal: str
) -> Iterator[AnyStr]:
    """`blocks`, all of them in the encoding of the first.

    Raises:
        OSError: There is the sign of another one.
    """
    before: AnyStr | None = None
    for block in blocks:
        text = block if before is None else before + block
        sign = sign_in(text)
        if sign is not None:
            yield text[len(text) - len(block) : sign.start()]
            raise OSError(refusal)
        yield block
        before = text[-LONGEST_SIGN:]


def _in_utf8(blocks: Iterator[bytes], encoding: str, *, is_named: bool) -> Iterator[bytes]:
    if encoding in {"utf-8", "utf-8-sig"}:
        if not is_named:
            blocks = _checked(blocks, wide_in, _WIDE_BEHIND_NARROW)
        yield next(blocks, b"").removeprefix(codecs.BOM_UTF8)
        yield from blocks
        return
    texts = _texts(blocks, encoding)
    if not is_named:
        texts = _checked(texts, partial(other_in, encoding=encoding), _NARROW_BEHIND_WIDE)
    for text in texts:
        yield text.encode("utf-8", "replace")


def _texts(blocks: Iterator[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    mark = _MARK
    for block in chain(blocks, (None,)):
        text = _decoded(decoder, block, encoding).removeprefix(mark)
        if text or not block:
            yield text
        mark = ""


def _decoded(decoder: codecs.IncrementalDecoder, block: bytes | None, encoding: str) -> str:
    """The next text; the last one where there is no `block`."""
    if block is None:
        return decoder.decode(b"", final=True)
    waiting, _ = decoder.getstate()
    try:
        return decoder.decode(block)
    except UnicodeError:
        # Some decoders of damaged data wait for the end of what never ends, and then give up.
        decoder.reset()
        return (waiting + block).decode(encoding, "replace")
