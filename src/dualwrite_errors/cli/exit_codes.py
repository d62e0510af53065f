"""How a command ends, and how it says what went wrong."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TextIO

from .terminal import printable

OK = 0
FOUND = 1
"""`scan` has found errors; `explain` was given a code that is not in the official tables."""
FAILED = 2
"""Something could not be read, or the command line makes no sense."""
INTERRUPTED = 130
CLOSED_PIPE = 141
"""Nobody reads the output any more. A shell says the same of a program that SIGPIPE has ended."""


def complain(sentence: str) -> None:
    """Say on standard error what went wrong."""
    say(f"dualwrite-errors: {sentence}")


def say(sentence: str) -> None:
    """Say something on standard error, if it is there to be written to, after what has been printed before."""
    output: TextIO | None = sys.stdout
    stream: TextIO | None = sys.stderr
    if output is not None:
        output.flush()
    if stream is None:
        return
    try:
        print(printable(sentence), file=stream, flush=True)
    except OSError:
        write_nothing_more(stream)


def say_where(error: BaseException) -> None:
    """Say on standard error where in the program it was raised."""
    for lines in traceback.format_exception(error):
        for line in lines.splitlines():
            say(line)


def write_nothing_more(stream: TextIO) -> None:
    """Let the interpreter flush what is left to nowhere, instead of failing once more while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
