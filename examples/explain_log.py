"""Explain every dual-write error in a log: where it is, what it means, what to do, what that destroys, who can do it.

Usage: python explain_log.py LOG
"""

import codecs
import shutil
import sys
import textwrap
from pathlib import Path

from dualwrite_errors import DualWriteError, parse_all

LABEL_WIDTH = 13


def main(log: Path) -> None:
    """Print one paragraph for each kind of error in `log`, in the order in which they first appear."""
    lines = text_of(log.read_bytes()).splitlines()
    found: dict[str, list[tuple[int, DualWriteError]]] = {}
    for number, line in enumerate(lines, start=1):
        for error in parse_all(line):
            found.setdefault(error.code, []).append((number, error))
    for occurrences in found.values():
        explain(occurrences)
    carrying = {number for occurrences in found.values() for number, _ in occurrences}
    show(f"{log.name}: {len(lines)} lines read, {len(carrying)} of them carry an error of dual-write.")


def text_of(data: bytes) -> str:
    """The text of a log in UTF-8 or, with a byte order mark, UTF-16, as finance and operations exports it."""
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if is_utf16 else "utf-8-sig", errors="replace")


def explain(occurrences: list[tuple[int, DualWriteError]]) -> None:
    """Print what is known about errors that share a code."""
    error = occurrences[0][1]
    show(error.message, f"{error.code}  ")
    show(type(error).__name__, label("Class"))
    for number, occurrence in occurrences:
        show(occurrence.raw or "", label(f"Line {number}"))
    show(error.detail, label("Meaning"))
    for number, step in enumerate(error.info.steps, start=1):
        ordinal = f"{number}. " if len(error.info.steps) > 1 else ""
        show(step, label("What to do" if number == 1 else "") + ordinal)
    if error.info.caution:
        show(error.info.caution, label("CAUTION"))
    if error.info.actors:
        show("; or else: ".join(actor.description for actor in error.info.actors), label("Who can act"))
    print()


def label(words: str) -> str:
    """The column that stands to the left of what it names."""
    return f"  {words:<{LABEL_WIDTH}}"


def show(text: str, left: str = "") -> None:
    """Print `text` to the right of `left`, wrapped to the terminal, without control characters that a log may hold."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    width = max(40, min(shutil.get_terminal_size().columns, 100))
    wrapper = textwrap.TextWrapper(width, left, " " * len(left), break_long_words=False, break_on_hyphens=False)
    print(wrapper.fill(printable))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        main(Path(sys.argv[1]))
    except OSError as failure:
        sys.exit(f"{sys.argv[1]} cannot be read: {failure.strerror}")
