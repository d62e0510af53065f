"""Files as streams of bytes: from their first byte again, and without the compression."""

from __future__ import annotations

import importlib
import os
import select
import stat
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol, cast

from ..arguments import type_name

LONGEST_MAGIC: Final = 10
"""How many bytes tell whether a stream is compressed: a pipe may give them one by one."""
BLOCK: Final = 96 * 1024
"""Below the 128 KiB from which on the C library takes memory from the system anew for each block, and gives it back."""
PADDING: Final = b"\0\r\n"
"""What may stand behind the end of compressed data."""
_SHORT_BLOCK: Final = 8 * 1024
"""Of compressed data: what is left of it is copied with the end of each stream in it."""

_UNSUSPICIOUS: Final = 1 << 30
_MOST_TIMES: Final = 1000
_SECONDS_OF_PAUSE: Final = 0.3
"""After which what a pipe has given is taken for whole: nobody writes the lines of one record that slowly."""


class Stream(Protocol):
    """What can be read."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, and none at the end."""
        ...


class Peeked:
    """A stream that tells how it begins before it is read.

    Raises:
        TypeError: What the file reads is neither bytes nor str.
        BlockingIOError: The file has nothing to read yet.
    """

    def __init__(self, file: Any) -> None:
        read: Callable[[int], object] = getattr(file, "read1", file.read)
        self._read = read
        self._failure: Exception | None = None
        self.first: bytes = self._block(BLOCK)
        """The first bytes, or the first characters of a file that was opened as text."""
        try:
            while 0 < len(self.first) < LONGEST_MAGIC and (more := self._block(BLOCK)):
                self.first += more
        except Exception as error:  # noqa: BLE001 - raised once what came before it has been read
            self._failure = error
        self._waiting = self.first
        self._pipe = _pipe_of(file)

    def read(self, size: int, /) -> bytes:
        """The next bytes, as they come: from a pipe, without waiting for all of `size`."""
        if not self._waiting:
            return self._block(size)
        block, self._waiting = self._waiting[:size], self._waiting[size:]
        return block

    def blocks(self) -> Iterator[bytes]:
        """What is left to read, as it comes; an empty block where a pipe has had nothing to read for a while."""
        if self._waiting:
            yield self.read(len(self._waiting))
        while True:
            if self._pipe is not None and not select.select([self._pipe], [], [], _SECONDS_OF_PAUSE)[0]:
                yield self.first[:0]
            block = self._block(BLOCK)
            if not block:
                return
            yield block

    def _block(self, size: int) -> bytes:
        if self._failure is not None:
            raise self._failure
        block = self._read(size)
        if block is None:
            raise BlockingIOError("the file has nothing to read yet: open it so that reading waits")
        if not isinstance(block, bytes | str):
            raise TypeError(f"scan takes a file that reads bytes or str, not {type_name(block)}")
        if block and not isinstance(block, type(getattr(self, "first", block))):
            raise TypeError("scan takes a file that reads bytes or str, not both")
        return cast("bytes", block)  # or str: then it is only passed on


def _pipe_of(file: Any) -> int | None:
    """The descriptor of a pipe, a socket or a terminal that tells whether there is something to read."""
    try:
        descriptor: int = file.fileno()
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        select.select([descriptor], [], [], 0)
    except (AttributeError, OSError, ValueError, TypeError):
        return None
    return descriptor


def check_expansion(size: int, compressed: int) -> None:
    """Check that `size` bytes may come from so many compressed ones.

    Raises:
        OSError: They are more than a thousand times as many, and more than 1 GiB: somebody made them to keep us busy.
    """
    if size > _UNSUSPICIOUS + _MOST_TIMES * compressed:
        raise OSError(f"it unpacks to more than {_MOST_TIMES:,} times its size: unpack it first if you trust it")


class Decompressed:
    """A compressed stream without its compression.

    Raises:
        OSError: There is nothing that decompresses it.
    """

    def __init__(self, compressed: Stream, compression: str) -> None:
        opener, damage = _opener_for(compression)
        self._compressed = _Counted(compressed)
        self._read: Callable[[int], bytes] = opener(self._compressed).read1
        self._damage = damage
        self._size = 0

    def read(self, size: int, /) -> bytes:
        """The next bytes.

        Raises:
            OSError: The compressed data are damaged or cut off, or become too many.
        """
        try:
            block = self._read(size)
        except self._damage as error:
            raise OSError(f"the compressed data are damaged or cut off: {error}") from error
        self._size += len(block)
        check_expansion(self._size, self._compressed.size)
        return block


class _Counted:
    """A stream that counts what is read from it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.size = 0

    def read(self, size: int, /) -> bytes:
        block = self._stream.read(size)
        self.size += len(block)
        return block


class _InARow:
    """Compressed streams one after the other, with padding between them or none.

    `BZ2File` and `LZMAFile` end in silence where anything else follows, and where a stream follows zeros.
    """

    def __init__(self, compressed: Stream, decompressor_of_next: Callable[[], Any]) -> None:
        self._compressed = compressed
        self._decompressor_of_next = decompressor_of_next
        self._blocks = filter(None, self._decompressed())

    def read1(self, _: int, /) -> bytes:
        """The next block; none at the end."""
        return next(self._blocks, b"")

    def _decompressed(self) -> Iterator[bytes]:
        data = self._compressed.read(_SHORT_BLOCK)
        while data:
            decompressor = self._decompressor_of_next()
            yield _decompressed(decompressor, data)
            while not decompressor.eof:
                data = self._compressed.read(_SHORT_BLOCK) if decompressor.needs_input else b""
                if decompressor.needs_input and not data:
                    raise EOFError("the end of the stream is missing")
                yield _decompressed(decompressor, data)
            data = decompressor.unused_data.lstrip(PADDING)
            while not data and (block := self._compressed.read(_SHORT_BLOCK)):
                data = block.lstrip(PADDING)


def _decompressed(decompressor: Any, data: bytes) -> bytes:
    try:
        block: bytes = decompressor.decompress(data, BLOCK)
    except OSError as error:  # of the data: one of the file says that it cannot be read
        raise ValueError(error) from error
    return block


def _opener_for(compression: str) -> tuple[Callable[[Any], Any], tuple[type[Exception], ...]]:
    """What opens a compressed stream, and what that raises where the data are damaged."""
    if compression == "gzip":
        import zlib
        from gzip import GzipFile

        return (lambda stream: GzipFile(fileobj=stream)), (EOFError, zlib.error)
    if compression == "bzip2":
        from bz2 import BZ2Decompressor

        return (lambda stream: _InARow(stream, BZ2Decompressor)), (EOFError, ValueError)
    if compression == "xz":
        from lzma import FORMAT_XZ, LZMADecompressor, LZMAError

        damage = (EOFError, LZMAError, MemoryError)  # the data say how much memory they take
        return (lambda stream: _InARow(stream, lambda: LZMADecompressor(FORMAT_XZ))), damage
    for name in ("compression.zstd", "backports.zstd"):
        try:
            zstd = importlib.import_module(name)
        except ImportError:
            continue
        return zstd.ZstdFile, (EOFError, zstd.ZstdError)
    raise OSError("reading .zst before Python 3.14 takes an extra: pip install 'dualwrite-errors[zstd]', or zstd -dc")
