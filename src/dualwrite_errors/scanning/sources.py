"""What `scan` is given, as blocks of UTF-8: files of any encoding, compressed ones, streams and lines."""

from __future__ import annotations

import codecs
import importlib
import io
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import IO, Any, TypeAlias, cast

from ..arguments import is_mapping, type_name
from ..codes import code_pattern

Path: TypeAlias = str | os.PathLike[str]
Source: TypeAlias = Path | IO[bytes] | IO[str] | Iterable[str] | Iterable[bytes]
Watch: TypeAlias = Callable[[int], None]
"""Is told how many bytes of the file have been read, block by block."""

BLOCK = 96 * 1024
"""Below the 128 KiB from which on the C library takes memory from the system anew for each block, and gives it back."""
_MARK = "\ufeff"
_LONGEST_MARK = 4
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_GZIP = b"\x1f\x8b\x08"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_WITHOUT_MARK = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}


def checked_source(source: object) -> Source:
    """`source`, if it is something that `scan` can read.

    Raises:
        TypeError: It is not; the message says what to pass instead.
    """
    if isinstance(source, bytes | bytearray):
        instead = ": pass io.BytesIO(data)"
    elif is_mapping(source):
        instead = ": call parse_payload for decoded JSON"
    elif isinstance(source, str | os.PathLike | Iterable) or hasattr(source, "read"):
        return cast("Source", source)
    else:
        instead = ""
    raise TypeError(f"scan takes a path, an open file or lines, not {type_name(source)}{instead}")


def checked_encoding(encoding: object) -> str | None:
    """`encoding`, if it is None or the name of a text encoding.

    Raises:
        TypeError: It is not a str.
        LookupError: Python does not know it.
    """
    if encoding is None:
        return None
    if not isinstance(encoding, str):
        raise TypeError(f"encoding takes the name of an encoding, such as 'utf-16', not {type_name(encoding)}")
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        codecs.getincrementaldecoder(encoding)("replace").decode(b"\xff", final=True)
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise LookupError(
            f"{encoding!r} is no text encoding that Python knows; 'utf-16' and 'cp1252' are two"
        ) from None


def name_of(source: Source) -> str:
    """What findings call `source`."""
    if isinstance(source, str | os.PathLike):
        return os.fsdecode(source)
    name: object = getattr(source, "name", None)
    if isinstance(name, str) and name:
        return name
    return "<file>" if hasattr(source, "read") else "<lines>"


def blocks_of(source: Source, encoding: str | None, watch: Watch) -> Iterator[bytes]:
    """The contents of `source` in UTF-8, without a byte order mark, in blocks of any length.

    A byte order mark goes before `encoding`; without either it is UTF-8. UTF-8 is passed on as it is, with the bytes
    that do not decode; of other encodings these become U+FFFD.

    Raises:
        OSError: It cannot be read, or not to its end; what was read before has been yielded.
        TypeError: A line, or what a file reads, is neither str nor bytes.
    """
    if isinstance(source, str | os.PathLike):
        with _opened(source) as raw:
            file, damage = _decompressed(raw, source)
            blocks = _blocks(file, lambda done: watch(raw.tell() if raw.seekable() else done), damage)
            yield from _in_utf8(blocks, encoding)
    elif hasattr(source, "read"):
        yield from _in_utf8(_blocks(source, watch), encoding)
    else:
        yield from _lines(source, encoding)


def _opened(path: Path) -> io.FileIO:
    try:
        return io.FileIO(path)
    except (OSError, ValueError) as error:
        name = os.fsdecode(path)
        if "\n" in name or code_pattern().search(name):
            error.add_note("scan takes a path. For a text call parse_all, or scan(text.splitlines()).")
        raise


def _decompressed(raw: io.FileIO, path: Path) -> tuple[Any, tuple[type[Exception], ...]]:
    """The file to read, and what it raises where the compressed data are damaged."""
    name = os.fsdecode(path).lower()
    magic = _first_bytes(raw)
    if name.endswith(".gz") or magic.startswith(_GZIP):
        import zlib
        from gzip import GzipFile

        return GzipFile(fileobj=raw), (EOFError, zlib.error)
    if name.endswith(".zst") or magic.startswith(_ZSTANDARD):
        try:
            zstd = importlib.import_module("compression.zstd")
        except ImportError:
            raise OSError(
                "reading .zst takes Python 3.14 or later: decompress it first, for example zstd -dc"
            ) from None
        return zstd.ZstdFile(raw), (EOFError, zstd.ZstdError)
    return raw, ()


def _first_bytes(raw: io.FileIO) -> bytes:
    """What tells a compressed file by whatever name; a pipe cannot be read twice."""
    if not raw.seekable():
        return b""
    first = raw.read(_LONGEST_MARK) or b""
    raw.seek(0)
    return first


def _blocks(file: Any, watch: Watch, damage: tuple[type[Exception], ...] = ()) -> Iterator[bytes | str]:
    """What `file` reads, as it comes: from a pipe, without waiting for a whole block."""
    read: Callable[[int], object] = getattr(file, "read1", file.read)
    done, kind = 0, None
    while True:
        try:
            block = read(BLOCK)
        except damage as error:
            raise OSError(f"the compressed data are damaged or cut off: {error}") from error
        if block is None:
            raise BlockingIOError("the file has nothing to read yet: open it so that reading waits")
        if not isinstance(block, bytes | str):
            raise TypeError(f"scan takes a file that reads bytes or str, not {type_name(block)}")
        if not block:
            return
        kind = kind or type(block)
        if not isinstance(block, kind):
            raise TypeError("scan takes a file that reads bytes or str, not both")
        done += len(block)
        watch(done)
        yield block


def _in_utf8(blocks: Iterator[bytes | str], encoding: str | None) -> Iterator[bytes]:
    first = next(blocks, b"")
    if isinstance(first, str):
        for block in chain((first.removeprefix(_MARK),), blocks):
            yield cast("str", block).encode("utf-8", "replace")
        return
    rest = cast("Iterator[bytes]", blocks)
    try:
        while len(first) < _LONGEST_MARK and (more := next(rest, b"")):
            first += more
    except Exception as error:  # noqa: BLE001 - raised again once what came before it has been read
        rest = _raising(error)
    if first.startswith((_GZIP, _ZSTANDARD)):
        raise OSError("the data are compressed: decompress them first, for example with gzip.open or gzip -dc")
    unmarked = _WITHOUT_MARK.get(encoding or "utf-8", encoding or "utf-8")
    encoding = next((marked for mark, marked in _MARKS if first.startswith(mark)), unmarked)
    if encoding == "utf-8":
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from rest
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(first).removeprefix(_MARK).encode("utf-8", "replace")
    for block in rest:
        yield decoder.decode(block).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _raising(error: Exception) -> Iterator[bytes]:
    raise error
    yield b""


def _no_line(line: object) -> str:
    problem = f"is of type {type_name(line)}, not str or bytes"
    return f"{problem}: scan takes one path, call it for each" if isinstance(line, os.PathLike) else problem


def _lines(lines: Iterable[object], encoding: str | None) -> Iterator[bytes]:
    for number, line in enumerate(lines, start=1):
        if isinstance(line, bytes | bytearray):
            text = bytes(line) if encoding is None else line.decode(encoding, "replace").encode("utf-8", "replace")
        elif isinstance(line, str):
            text = line.encode("utf-8", "replace")
        else:
            raise TypeError(f"line {number} {_no_line(line)}")
        if number == 1:
            text = text.removeprefix(codecs.BOM_UTF8)
        yield text if text.endswith(b"\n") else text + b"\n"
