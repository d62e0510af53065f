"""The command line on a real terminal: colors, width, progress and Ctrl-C."""

import io
import itertools
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from gzip import compress
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a terminal that a test can read takes POSIX", allow_module_level=True)

from commands import LOG, ROOT
from terminals import CTRL_C, Terminal, on_screen

from dualwrite_errors.cli.progress import Progress, progress_line

ANY_PROGRESS = r"\d+ k?M?G?B read, "
WITHOUT_TOTAL = r"^\d+ (B|kB|MB) read, \d+ (B|kB|MB)/s$"
WITH_TOTAL = r"^\d+(\.\d)? (B|kB|MB|GB) of \d+(\.\d)? GB read, \d+(\.\d)? (B|kB|MB|GB)/s, (\d+:)?\d+:\d\d left$"
LONG_ENOUGH = 0.5
"""Seconds after which progress would long have been shown."""


def printed(*arguments: str, columns: int = 80, environment: dict[str, str] | None = None) -> str:
    with Terminal(*arguments, columns=columns, environment=environment) as terminal:
        terminal.wait()
    return terminal.printed


# Colors and width.


@pytest.mark.parametrize("arguments", [("list",), ("scan", str(ROOT / LOG))], ids=["list", "scan"])
def test_a_terminal_gets_colors(arguments: tuple[str, ...]) -> None:
    assert "\x1b[1m" in printed(*arguments)


def test_a_caution_is_red_on_a_terminal() -> None:
    assert "\x1b[31mCAUTION\x1b[0m" in printed("explain", "DIPV1016")


@pytest.mark.parametrize(
    ("environment", "colors"),
    [
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "0"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
    ids=str,
)
def test_no_color_goes_before_force_color_and_that_before_a_dumb_terminal(
    environment: dict[str, str], *, colors: bool
) -> None:
    assert ("\x1b" in printed("explain", "DIPV1016", environment=environment)) is colors


def test_control_characters_of_a_log_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b]0;title\x07\u202e.log"
    path.write_text("[DIPV1003] \x1b[2J\x9b31m\x7f\u202ekeys\x00 \x1bc\n", encoding="utf-8")
    with Terminal("scan", "--details", str(path), environment={"NO_COLOR": "1"}) as terminal:
        assert terminal.wait() == 1
    assert [
        character for character in terminal.printed if not character.isprintable() and character not in "\r\n"
    ] == []
    assert "DIPV1003" in terminal.printed


@pytest.mark.parametrize("columns", [50, 120])
def test_the_width_is_that_of_the_window(columns: int) -> None:
    lines = printed("explain", "DIPV1003", columns=columns, environment={"NO_COLOR": "1"}).splitlines()
    prose = [len(line) for line in lines if "https://" not in line]
    most = min(columns, 100)  # wider is not read with ease
    assert most - 20 < max(prose) <= most


def test_columns_goes_before_the_window() -> None:
    lines = printed("explain", "DIPV1003", columns=120, environment={"COLUMNS": "50"}).splitlines()
    assert max(len(line) for line in lines if "https://" not in line) <= 50 + len("\x1b[2m\x1b[0m")


# Standard input.


def test_a_terminal_as_standard_input_without_a_file_is_no_log() -> None:
    with Terminal("scan") as terminal:
        assert terminal.wait() == 2
    assert "scan takes a file, or - for standard input" in terminal.screen()


def test_a_terminal_as_standard_input_is_read_where_it_is_asked_for() -> None:
    with Terminal("scan", "-") as terminal:
        terminal.press("[DIPV1003] typed\n\x04")
        assert terminal.wait() == 1
    assert "Found 1 error of 1 kind. Read 1 line of 1 file" in terminal.screen()


# Progress.


@pytest.fixture
def feed() -> Iterator[tuple[int, int]]:
    """A pipe: the end to read from and the end to feed."""
    ends = os.pipe()
    yield ends
    for end in ends:
        with suppress(OSError):  # the test has closed it
            os.close(end)


@pytest.fixture
def endless_log(tmp_path: Path) -> Iterator[str]:
    """A file that takes minutes to read and no room on the disk."""
    path = tmp_path / "endless.log"
    with path.open("wb") as file:
        file.write(b"[DIPV1003] Integration keys are missing\n" + b"calm\n" * 1000)
        file.truncate(1 << 40)
    yield str(path)
    path.unlink()  # nobody should copy it by accident


def test_progress_shows_bytes_and_rate_and_then_goes_away(feed: tuple[int, int]) -> None:
    log, end = feed
    with Terminal("scan", "-", stdin=log) as terminal:
        os.close(log)
        terminal.wait_for(ANY_PROGRESS, feed=end)
        assert re.match(WITHOUT_TOTAL, terminal.screen().splitlines()[-1])
        os.close(end)
        assert terminal.wait() == 0
    assert not re.search(ANY_PROGRESS, terminal.screen())
    assert "Found no error." in terminal.screen()


def test_a_finding_takes_the_place_of_the_progress(feed: tuple[int, int]) -> None:
    log, end = feed
    with Terminal("scan", "--details", "-", stdin=log, at_once=True) as terminal:
        os.close(log)
        terminal.wait_for(ANY_PROGRESS, feed=end)
        os.write(end, b"[DIPV1003] found\n")
        terminal.wait_for(r"(?m)^<stdin>:\d+:2: DIPV1003 IntegrationKeyMissing: \[DIPV1003\] found$")
        terminal.wait_for(ANY_PROGRESS, feed=end)
        os.close(end)
        assert terminal.wait() == 1
    assert not re.search(ANY_PROGRESS, terminal.screen())


def test_a_complaint_takes_the_place_of_the_progress(tmp_path: Path) -> None:
    fifo = tmp_path / "cut.log.gz"
    os.mkfifo(fifo)
    with Terminal("scan", str(fifo), at_once=True) as terminal:
        end = os.open(fifo, os.O_WRONLY)
        try:
            terminal.wait_for(ANY_PROGRESS, feed=end, with_bytes=compress(b"nothing to see\n"))
            os.write(end, compress(b"nothing to see\n")[:-4])
        finally:
            os.close(end)
        assert terminal.wait() == 2
    complaint = [line for line in terminal.screen().splitlines() if "cut.log.gz: " in line]
    assert complaint[0].startswith("dualwrite-errors: ")
    assert not re.search(ANY_PROGRESS, terminal.screen())


def test_progress_shows_the_time_left_where_the_size_is_known(endless_log: str) -> None:
    with Terminal("scan", endless_log, at_once=True) as terminal:
        terminal.wait_for(" left")
        assert re.match(WITH_TOTAL, terminal.screen().splitlines()[-1])


def test_progress_fits_a_narrow_window(endless_log: str) -> None:
    with Terminal("scan", endless_log, columns=20, at_once=True) as terminal:
        terminal.wait_for("GB|MB")
        assert len(terminal.screen().splitlines()[-1]) <= 19


def test_ctrl_c_ends_a_scan_with_130_and_without_a_traceback(endless_log: str) -> None:
    with Terminal("scan", endless_log, at_once=True) as terminal:
        terminal.wait_for(" left")
        terminal.press(CTRL_C)
        assert terminal.wait() == 130
    assert "Traceback" not in terminal.printed
    assert terminal.screen().strip().splitlines() == ["dualwrite-errors: stopped"]


def test_ctrl_c_ends_a_scan_that_waits_for_its_input(feed: tuple[int, int]) -> None:
    log, end = feed
    with Terminal("scan", "-", stdin=log, at_once=True) as terminal:
        terminal.wait_for(ANY_PROGRESS, feed=end)
        terminal.press(CTRL_C)
        assert terminal.wait() == 130
    assert "Traceback" not in terminal.printed
    assert not re.search(ANY_PROGRESS, terminal.screen())


def test_nothing_is_said_of_progress_where_standard_error_is_no_terminal(feed: tuple[int, int], tmp_path: Path) -> None:
    log, end = feed
    with (
        (tmp_path / "stderr").open("wb") as stderr,
        Terminal("scan", "-", stdin=log, stderr=stderr, at_once=True) as terminal,
    ):
        os.close(log)
        feed_for_long_enough(end, terminal)
        assert terminal.wait() == 0
    assert (tmp_path / "stderr").read_bytes() == b""
    assert not re.search(ANY_PROGRESS, terminal.printed)


def test_nothing_is_said_of_progress_on_a_dumb_terminal(feed: tuple[int, int]) -> None:
    log, end = feed
    with Terminal("scan", "-", stdin=log, environment={"TERM": "dumb"}, at_once=True) as terminal:
        os.close(log)
        feed_for_long_enough(end, terminal)
        assert terminal.wait() == 0
    assert not re.search(ANY_PROGRESS, terminal.printed)


def test_progress_is_on_the_terminal_and_the_data_in_the_file(feed: tuple[int, int], tmp_path: Path) -> None:
    log, end = feed
    data = tmp_path / "findings.jsonl"
    with (
        data.open("wb") as stdout,
        Terminal("scan", "--format", "jsonl", "-", stdin=log, stdout=stdout, at_once=True) as terminal,
    ):
        os.close(log)
        os.write(end, b"[DIPV1003]\n")
        terminal.wait_for(ANY_PROGRESS, feed=end)
        os.close(end)
        assert terminal.wait() == 1
    assert data.read_bytes().count(b"\n") == 1
    assert "read, " not in data.read_text(encoding="utf-8")
    assert terminal.screen().strip().startswith("Found 1 error of 1 kind.")


def feed_for_long_enough(end: int, terminal: Terminal) -> None:
    began = time.monotonic()
    while time.monotonic() < began + LONG_ENOUGH:
        os.write(end, b"nothing to see\n")
        terminal.read(0.05)
    os.close(end)


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    interrupts = False

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 0

    def flush(self) -> None:
        if self.interrupts:
            self.interrupts = False
            raise KeyboardInterrupt

    def shown(self) -> list[str]:
        lines = (line.partition(" read")[0].strip() for line in self.getvalue().split("\r"))
        return [line for line in lines if line]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((80, 24)))
    return Screen()


def test_progress_is_shown_after_a_second_and_then_ten_times_a_second(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter([0.0, 0.9, 1.0, 1.05, 1.09, 1.1, 5.0])
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))
    with Progress(screen, ["-"]) as progress:
        for done in range(1, 7):
            progress.watch(done)
    assert screen.shown() == ["2 B", "5 B", "6 B"]


def test_progress_goes_on_from_one_file_to_the_next(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paths = [tmp_path / "a.log", tmp_path / "b.log"]
    for path in paths:
        path.write_bytes(b"x" * 500)
    seconds = itertools.count(step=10.0)
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))
    with Progress(screen, map(str, paths)) as progress:
        progress.watch(500)
        progress.next_file()
        progress.watch(100)
        progress.next_file()
        progress.watch(400)
    assert screen.shown() == ["500 B of 1 kB", "600 B of 1 kB", "1 kB of 1 kB"]


def test_progress_goes_away_also_where_ctrl_c_comes_while_it_is_shown(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = itertools.count(step=10.0)
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))
    screen.interrupts = True
    with pytest.raises(KeyboardInterrupt), Progress(screen, ["-"]) as progress:
        progress.watch(100)
    assert screen.shown() == ["100 B"]
    assert on_screen(screen.getvalue()) == ""


@pytest.mark.parametrize(
    ("done", "total", "seconds", "line"),
    [
        (0, None, 2, "0 B read, 0 B/s"),
        (999, None, 1, "999 B read, 999 B/s"),
        (2_000_000, None, 2, "2 MB read, 1 MB/s"),
        (3_500_000_000, None, 1, "3.5 GB read, 3.5 GB/s"),
        (0, 1000, 2, "0 B of 1 kB read, 0 B/s, 0:00 left"),
        (500, 1000, 5, "500 B of 1 kB read, 100 B/s, 0:05 left"),
        (1000, 7_201_000, 1, "1 kB of 7 MB read, 1 kB/s, 2:00:00 left"),
        (2000, 1000, 1, "2 kB of 1 kB read, 2 kB/s, 0:00 left"),
    ],
)
def test_the_line_of_progress(done: int, total: int | None, seconds: float, line: str) -> None:
    assert progress_line(done, total, seconds) == line
