"""A program on a terminal of its own: what it prints, what is left on the screen, and the keys that are pressed.

POSIX alone has such terminals.
"""

import errno
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from types import TracebackType
from typing import IO, Self

from commands import plain_environment

PATIENCE = 120.0
"""After how many seconds a test gives up. None of them asserts how long anything takes."""
CTRL_C = "\x03"

_ON_THIS_TERMINAL = """\
import fcntl, os, signal, sys, termios
terminal, *command = sys.argv[1:]
signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests may ignore it
fcntl.ioctl(int(terminal), termios.TIOCSCTTY, 0)
os.execv(command[0], command)
"""
_AT_ONCE = """\
import sys
from dualwrite_errors.cli import main, progress
progress._SECONDS_OF_PATIENCE = 0.0
sys.exit(main())
"""
_ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """`python -m dualwrite_errors` on a new terminal; a stream that is given is not on it.

    With `at_once`, progress is shown from the first block on.
    """

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        environment: Mapping[str, str] | None = None,
        stdin: int | None = None,
        stdout: int | IO[bytes] | None = None,
        stderr: int | IO[bytes] | None = None,
        at_once: bool = False,
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        attributes = termios.tcgetattr(slave)
        attributes[3] &= ~termios.ECHO  # ^C would stand on the screen wherever the cursor happens to be
        termios.tcsetattr(slave, termios.TCSANOW, attributes)
        started_as = ["-c", _AT_ONCE] if at_once else ["-m", "dualwrite_errors"]
        command = [sys.executable, *started_as, *arguments]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _ON_THIS_TERMINAL, str(slave), *command],
            stdin=slave if stdin is None else stdin,
            stdout=slave if stdout is None else stdout,
            stderr=slave if stderr is None else stderr,
            env={**plain_environment(), "TERM": "xterm", **(environment or {})},
            start_new_session=True,
            pass_fds=[slave],
        )
        os.close(slave)
        self.printed = ""
        """All that has come from the program so far, as it came."""
        self._open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

    def press(self, keys: str) -> None:
        """Type `keys`."""
        os.write(self._master, keys.encode())

    def read(self, seconds: float) -> None:
        """Take what the program prints within so many seconds; return as soon as there is anything."""
        if not (self._open and select.select([self._master], [], [], seconds)[0]):
            return
        try:
            block = os.read(self._master, 1 << 16)
        except OSError as error:
            if error.errno != errno.EIO:  # nobody has the terminal open any more
                raise
            block = b""
        self._open = bool(block)
        self.printed += block.decode("utf-8", "replace")

    def wait_for(self, expected: str, *, feed: int | None = None, with_bytes: bytes = b"nothing to see\n") -> None:
        """Wait until the regular expression is on the screen; meanwhile, write the bytes to the pipe `feed`."""
        deadline = time.monotonic() + PATIENCE
        while not re.search(expected, self.screen()):
            assert self._open, f"the program ended without {expected!r}: {self.printed!r}"
            assert time.monotonic() < deadline, f"no {expected!r} in {self.printed!r}"
            if feed is not None:
                os.write(feed, with_bytes)
            self.read(0.05)

    def wait(self) -> int:
        """Wait until the program ends, and return its status."""
        deadline = time.monotonic() + PATIENCE
        while self._open:
            assert time.monotonic() < deadline, f"it does not end: {self.printed!r}"
            self.read(1)
        return self.process.wait(PATIENCE)

    def screen(self) -> str:
        """What stands on the screen."""
        return on_screen(self.printed)


def on_screen(printed: str) -> str:
    """What a terminal shows of it: a carriage return goes back, and what comes then stands over what was there."""
    lines: list[str] = []
    for whole in _ESCAPE_SEQUENCE.sub("", printed).split("\n"):
        line = ""
        for part in whole.split("\r"):
            line = part + line[len(part) :]
        lines.append(line.rstrip())
    return "\n".join(lines)
