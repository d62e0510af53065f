"""How a command ends, and how it says what went wrong."""

import sys

from .terminal import printable

OK = 0
FOUND = 1
"""`scan` has found errors; `explain` was given a code that is in no table."""
FAILED = 2
"""Something could not be read, or the command line makes no sense."""
INTERRUPTED = 130
CLOSED_PIPE = 141
"""Nobody reads the output any more. A shell says the same of a program that SIGPIPE has ended."""


def complain(sentence: str) -> None:
    """Say on standard error what went wrong."""
    print(f"dualwrite-errors: {printable(sentence)}", file=sys.stderr)


def say(sentence: str) -> None:
    """Say something on standard error that is no complaint."""
    print(printable(sentence), file=sys.stderr)
