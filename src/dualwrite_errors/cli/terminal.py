"""What a stream can show: how wide, in color or not, in Unicode or not; and texts that are safe to print on it."""

from __future__ import annotations

import codecs
import os
import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from typing import TextIO

import attrs

_NARROW = 60
_NARROWEST = 20
_WIDEST_PROSE = 100
_INDENT = 4
_NARROW_INDENT = 3
_LABEL_WIDTH = 13
_COMMAND = re.compile(r"(?:^\s*(?=::)|(?=##(?:vso)?\[))(..)")
"""Of Azure Pipelines, anywhere in a line, and of GitHub Actions, at its beginning."""


@attrs.frozen(kw_only=True)
class Style:
    """How to print to one stream."""

    width: int = 80
    """How many columns it has."""
    color: bool = False
    unicode: bool = True

    def bold(self, text: str) -> str:
        """`text` in bold, where colors are on."""
        return self._painted(text, "1")

    def underlined(self, text: str) -> str:
        """`text` underlined, where colors are on."""
        return self._painted(text, "4")

    def dim(self, text: str) -> str:
        """`text` with less contrast, where colors are on."""
        return self._painted(text, "2")

    def red(self, text: str) -> str:
        """`text` in red, where colors are on."""
        return self._painted(text, "31")

    def _painted(self, text: str, parameter: str) -> str:
        return f"\x1b[{parameter}m{text}\x1b[0m" if self.color else text


def style_of(stream: TextIO, environ: Mapping[str, str] = os.environ) -> Style:
    """How to print to `stream`: by what it is, by ``NO_COLOR``, ``FORCE_COLOR``, ``TERM`` and ``COLUMNS``."""
    if environ.get("NO_COLOR"):
        color = False
    elif environ.get("FORCE_COLOR"):
        color = True
    else:
        color = stream.isatty() and environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns
    return Style(width=max(width, _NARROWEST), color=color, unicode=not _is_ascii(stream))


def write_any_text(stream: TextIO | None) -> None:
    """Make `stream` UTF-8, unless its user has chosen ASCII; what it cannot encode becomes an escape."""
    reconfigure = getattr(stream, "reconfigure", None)
    if stream is not None and reconfigure:
        reconfigure(encoding=stream.encoding if _is_ascii(stream) else "utf-8", errors="backslashreplace")


def write_line_by_line(stream: TextIO) -> None:
    """Make `stream` pass on each line at once, for whoever waits for it."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(line_buffering=True)


def printable(text: str) -> str:
    r"""`text` without control characters: a tab becomes a space, what else is not seen an escape such as ``\x1b``.

    What a CI service would take for a command of its own has an escape, too: ``\x23#[error]``, ``\x3a:set-output``.
    """
    if not text.isprintable():
        text = "".join(character if character.isprintable() else _escaped(character) for character in text)
    return without_commands(text)


def without_commands(line: str) -> str:
    """`line`, so that it is no workflow command of a CI service, whatever a log says."""
    if "##" in line or "::" in line:
        return _COMMAND.sub(lambda found: found[0].replace(found[1], f"\\x{ord(found[1][0]):x}{found[1][1:]}"), line)
    return line


def shortened(text: str, most: int, style: Style) -> str:
    """`text` with its end left out where it is longer than `most` characters."""
    mark = "…" if style.unicode else "..."
    return text if len(text) <= most else text[: most - len(mark)] + mark


def field(label: str, text: str, style: Style, *, warn: bool = False, hanging: int = 0) -> Iterator[str]:
    """`text` to the right of its `label`, or below it where there is little room, wrapped to the width."""
    shown = (style.red if warn else style.dim)(label)
    if style.width < _NARROW:
        if label:
            yield f" {shown}"
        yield from wrapped(text, style, indent=_NARROW_INDENT)
        return
    first, *more = wrapped(text, style, indent=_INDENT + _LABEL_WIDTH, hanging=hanging)
    yield f"{' ' * _INDENT}{shown}{' ' * (_LABEL_WIDTH - len(label))}{first.lstrip()}"
    yield from more


def wrapped(text: str, style: Style, *, indent: int = 0, hanging: int = 0) -> list[str]:
    """`text` in lines as wide as the stream, but no wider than is read with ease; only an address may be wider."""
    width = min(style.width, _WIDEST_PROSE)
    left, below = " " * indent, " " * (indent + hanging)
    lines = textwrap.wrap(
        text, width, initial_indent=left, subsequent_indent=below, break_long_words=False, break_on_hyphens=False
    )
    return list(map(without_commands, lines)) or [left]


def _is_ascii(stream: TextIO) -> bool:
    encoding: str | None = getattr(stream, "encoding", None)
    return encoding is not None and codecs.lookup(encoding).name == "ascii"


def _escaped(character: str) -> str:
    return " " if character == "\t" else character.encode("unicode_escape").decode("ascii")
