"""What `scan` is given, as documents: files, members of archives, streams and lines."""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Generator, Iterable, Iterator
from typing import IO, Any, Final, TypeAlias, cast

from ..arguments import is_mapping, type_name
from ..codes import code_pattern
from .documents import Document, Watch, Watched, text_of, text_of_characters
from .formats import is_zip, wide_in
from .streams import Peeked

Path: TypeAlias = str | os.PathLike[str]
_BYTES_OF_A_UNIT: Final = {"utf-16": 2, "utf-32": 4}
Source: TypeAlias = Path | IO[bytes] | IO[str] | Iterable[str] | Iterable[bytes]


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
        codecs.getincrementaldecoder(encoding)("replace").decode(b"\xff")
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


def documents_of(source: Source, encoding: str | None, watch: Watch) -> Generator[Document]:
    """What is in `source`: one document, or one for each member of an archive.

    Raises:
        OSError: It cannot be read, or not to its end; what was read before has been yielded. The message tells what of
            an archive could not be read, and why.
        TypeError: A line, or what a file reads, is neither str nor bytes.
    """
    name = name_of(source)
    if isinstance(source, str | os.PathLike):
        with _opened(source) as raw:
            done = raw.tell if raw.seekable() else None
            yield from _documents_in(raw, name, encoding, Watched(watch, done))
    elif hasattr(source, "read"):
        yield from _documents_in(source, name, encoding, Watched(watch, None))
    else:
        yield Document(name, _lines(source, encoding), is_lines=True)


def _documents_in(file: Any, name: str, encoding: str | None, watched: Watched) -> Iterator[Document]:
    stream = Peeked(file)
    first = stream.first
    if isinstance(first, str):
        yield Document(name, text_of_characters(watched.blocks(stream.blocks())))
    elif is_zip(first):
        from .archives import members_of

        yield from members_of(file, stream, name, encoding, watched)
    else:
        yield Document(name, text_of(stream, encoding, watched))


def _opened(path: Path) -> io.FileIO:
    try:
        return io.FileIO(path)
    except (OSError, ValueError) as error:
        name = os.fsdecode(path)
        if "\n" in name or code_pattern().search(name):
            error.add_note("scan takes a path. For a text call parse_all, or scan(text.splitlines()).")
        raise


def _no_line(line: object) -> str:
    problem = f"is of type {type_name(line)}, not str or bytes"
    return f"{problem}: scan takes one path, call it for each" if isinstance(line, os.PathLike) else problem


def _lines(lines: Iterable[object], encoding: str | None) -> Iterator[bytes]:
    for number, line in enumerate(lines, start=1):
        if isinstance(line, bytes | bytearray) and encoding is not None:
            text = line.decode(encoding, "replace").encode("utf-8", "replace")
            is_cut = len(line) % _BYTES_OF_A_UNIT.get(encoding[: len("utf-16")], 1) > 0
        elif isinstance(line, str | bytes | bytearray):
            text = line.encode("utf-8", "replace") if isinstance(line, str) else bytes(line)
            is_cut = wide_in(text) is not None
        else:
            raise TypeError(f"line {number} {_no_line(line)}")
        if is_cut:
            raise OSError(f"line {number} is a part of a text in UTF-16 or UTF-32: pass the file, or decode all of it")
        if number == 1:
            text = text.removeprefix(codecs.BOM_UTF8)
        yield text if text.endswith(b"\n") else text + b"\n"
