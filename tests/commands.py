"""The program as its users run it: in this process, in one of its own, and in a shell; and what it prints."""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, TextIO

import pytest

from dualwrite_errors import CATALOG
from dualwrite_errors.cli import main

ROOT = Path(__file__).parent.parent
LOG = "examples/activation.log"
FORMS_OF_SCAN = ("text", "html", "json", "jsonl", "csv", "github")
HOSTILE_TEXT = "\x1b[2J\x1b]0;title\x07\x9b31m\x00\x08\x7f\u202e\u2066\u200f\ufeff\u2028\x85"
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has none of this")
LINUX = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")

_CHANGING = {
    *("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM", "UPDATE_GOLDEN"),
    *("PYTHONIOENCODING", "PYTHONUTF8", "PYTHONUNBUFFERED"),
}
_TITLES = "|".join(sorted(CATALOG, key=len, reverse=True))


class Ran(NamedTuple):
    status: int
    out: str
    err: str


def run(
    *arguments: str,
    encoding: str = "utf-8",
    stdin: bytes | TextIO = b"",
    directory: Path = ROOT,
    user: int | None = None,
    **environment: str,
) -> Ran:
    """The program in this process, by default in the root of the project, where the example log is.

    It has streams of its own, 80 columns, and no environment that would change how something is printed. With `user`
    it has the rights of that user.
    """
    streams = [io.TextIOWrapper(io.BytesIO(), encoding, newline="\n") for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(directory)
        for name in _CHANGING:
            patch.delenv(name, raising=False)
        for name, value in {"COLUMNS": "80", **environment}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)) if isinstance(stdin, bytes) else stdin)
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            if user is not None:
                os.seteuid(user)
            try:
                status = main(arguments)
            except SystemExit as end:
                status = int(end.code or 0)
            finally:
                if user is not None:
                    os.seteuid(0)
    printed: list[bytes] = []
    for stream in streams:
        stream.flush()
        printed.append(stream.detach().getvalue())
    return Ran(status, *(part.decode("utf-8") for part in printed))


def run_program(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dualwrite_errors", *arguments],
        check=False,
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env=plain_environment() | environment,
        timeout=120,
    )


def run_shell(command: str) -> subprocess.CompletedProcess[bytes]:
    """`command` in a POSIX shell, in which `"$@"` is the program."""
    return subprocess.run(
        ["/bin/sh", "-c", command, "sh", sys.executable, "-m", "dualwrite_errors"],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env=plain_environment(),
        timeout=120,
    )


def plain_environment() -> dict[str, str]:
    """The environment without what would change how something is printed."""
    return {name: value for name, value in os.environ.items() if name not in _CHANGING}


def program() -> str:
    """The path of the script that is installed beside this Python."""
    script = shutil.which("dualwrite-errors", path=str(Path(sys.executable).parent))
    assert script is not None, "the program is not installed beside this Python"
    return script


def unprintable(text: str) -> set[str]:
    return {character for character in text if not character.isprintable() and character != "\n"}


def titles(printed: str) -> list[str]:
    """The codes, or else the names, at the beginning of the headings of a summary, an explanation or a list."""
    return re.findall(rf"^((?:DIPV|DWDVEV|DWFOEV)\d{{4}}|DW9003|{_TITLES})(?:  |$)", printed, re.MULTILINE)


def words(printed: str) -> str:
    """What is printed, in one line."""
    return " ".join(printed.split())
