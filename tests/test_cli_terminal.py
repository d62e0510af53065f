"""The command line on a real terminal: colors, width, progress and Ctrl-C."""

import io
import itertools
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from gzip import compress
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a terminal that a test can read takes POSIX", allow_module_level=True)

from terminals import CTRL_C, Terminal, on_screen, plain_environment

from dualwrite_errors.cli.progress import Progress, progress_line

ROOT = Path(__file__).parent.parent
LOG = str(ROOT / "examples" / "activation.log")
ANY_PROGRESS = r"\d+ k?M?G?B read, "
WITHOUT_TOTAL = r"^\d+ (B|kB|MB) read, \d+ (B|kB|MB)/s$"
WITH_TOTAL = r"^\d+(\.\d)? (B|kB|MB|GB) of \d+(\.\d)? GB read, \d+(\.\d)? (B|kB|MB|GB)/s, (\d+:)?\d+:\d\d left$"
LONG_ENOUGH = 1.5
"""Seconds after which progress would long have been shown."""


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
        file.write(b"[DIPV1003] Integration keys are missing\n")
        file.truncate(1 << 40)
    yield str(path)
    path.unlink()  # nobody should copy it by accident


@pytest.mark.parametrize(
    "arguments", [("explain", "DIPV1003"), ("list",), ("scan", LOG)], ids=["explain", "list", "scan"]
)
def test_a_terminal_gets_colours(arguments: tuple[str, ...]) -> None:
    assert "\x1b[1m" in printed(*arguments)


def test_a_caution_is_red_on_a_terminal() -> None:
    assert "\x1b[31mCAUTION\x1b[0m" in printed("explain", "DIPV1005")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"NO_COLOR": "0"}, {"TERM": "dumb"}])
@pytest.mark.parametrize(
    "arguments", [("explain", "DIPV1005"), ("list",), ("scan", LOG)], ids=["explain", "list", "scan"]
)
def test_no_color_and_a_dumb_terminal_get_none(arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    assert "\x1b" not in printed(*arguments, environment=environment)


def test_an_empty_no_color_counts_as_unset() -> None:
    assert "\x1b[1m" in printed("explain", "1003", environment={"NO_COLOR": ""})


def test_no_color_goes_before_force_color() -> None:
    assert "\x1b" not in printed("explain", "1003", environment={"NO_COLOR": "1", "FORCE_COLOR": "1"})


def test_force_color_goes_before_a_dumb_terminal() -> None:
    assert "\x1b[1m" in printed("explain", "1003", environment={"TERM": "dumb", "FORCE_COLOR": "1"})


@pytest.mark.parametrize(("forced", "colors"), [("1", True), ("0", True), ("", False), (None, False)])
def test_a_pipe_gets_colours_where_force_color_is_not_empty(forced: str | None, *, colors: bool) -> None:
    environment = {**plain_environment(), **({} if forced is None else {"FORCE_COLOR": forced})}
    command = [sys.executable, "-m", "dualwrite_errors", "explain", "1003"]
    run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=environment)
    assert ("\x1b[1m" in run.stdout) is colors


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "github"])
def test_what_is_for_programs_has_no_colours_on_a_terminal(form: str) -> None:
    assert "\x1b" not in printed("scan", "--format", form, LOG)


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_json_and_markdown_have_no_colours_on_a_terminal(form: str) -> None:
    assert "\x1b" not in printed("explain", "--all", "--format", form)
    assert "\x1b" not in printed("list", "--format", form)


def test_control_characters_of_a_log_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b]0;title\x07\u202e.log"
    path.write_text("[DIPV1003] \x1b[2J\x9b31m\x7f\u202ekeys\x00 \x1bc\n", encoding="utf-8")
    environment = {"NO_COLOR": "1"}
    for form in ("text", "json", "jsonl", "csv", "github"):
        with Terminal("scan", "--details", "--format", form, str(path), environment=environment) as terminal:
            assert terminal.wait() == 1
        assert [c for c in terminal.printed if not c.isprintable() and c not in "\r\n"] == [], form
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


def test_a_terminal_as_standard_input_without_a_file_is_no_log() -> None:
    with Terminal("scan") as terminal:
        assert terminal.wait() == 2
    assert "scan takes a file, or - for standard input" in terminal.screen()


def test_a_terminal_as_standard_input_is_read_where_it_is_asked_for() -> None:
    with Terminal("scan", "-") as terminal:
        terminal.press("[DIPV1003] typed\n\x04")
        assert terminal.wait() == 1
    assert "Found 1 error of 1 code. Read 1 line of 1 file" in terminal.screen()


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
    with Terminal("scan", "--details", "-", stdin=log) as terminal:
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
    with Terminal("scan", str(fifo)) as terminal:
        end = os.open(fifo, os.O_WRONLY)
        try:
            terminal.wait_for(ANY_PROGRESS, feed=end, with_bytes=compress(b"nothing to see\n"))
            os.write(end, compress(b"nothing to see\n")[:-4])
        finally:
            os.close(end)
        assert terminal.wait() == 2
    complaint = [line for line in terminal.screen().splitlines() if "damaged or cut off" in line]
    assert [line.partition(":")[0] for line in complaint] == ["dualwrite-errors"]
    assert not re.search(ANY_PROGRESS, terminal.screen())


def test_progress_shows_the_time_left_where_the_size_is_known(endless_log: str) -> None:
    with Terminal("scan", endless_log) as terminal:
        terminal.wait_for(" left")
        assert re.match(WITH_TOTAL, terminal.screen().splitlines()[-1])


def test_progress_fits_a_narrow_window(endless_log: str) -> None:
    with Terminal("scan", endless_log, columns=20) as terminal:
        terminal.wait_for("GB")
        assert len(terminal.screen().splitlines()[-1]) <= 19


def test_ctrl_c_ends_a_scan_with_130_and_without_a_traceback(endless_log: str) -> None:
    with Terminal("scan", endless_log) as terminal:
        terminal.wait_for(" left")
        terminal.press(CTRL_C)
        assert terminal.wait() == 130
    assert "Traceback" not in terminal.printed
    assert terminal.screen().strip().splitlines() == ["dualwrite-errors: stopped"]


def test_progress_goes_away_also_where_ctrl_c_comes_while_it_is_shown(
    monkeypatch: pytest.MonkeyPatch, feed: tuple[int, int]
) -> None:
    class Stream(io.StringIO):
        interrupted = False

        def isatty(self) -> bool:
            return True

        def flush(self) -> None:
            if not self.interrupted:
                self.interrupted = True
                raise KeyboardInterrupt

    stream = Stream()
    seconds = itertools.count(step=10.0)
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))
    monkeypatch.setattr(stream, "fileno", lambda: feed[0])
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((80, 24)))
    with pytest.raises(KeyboardInterrupt), Progress(stream, ["-"]) as progress:
        progress.watch(100)
    assert stream.interrupted
    assert on_screen(stream.getvalue()) == ""


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


def test_ctrl_c_ends_a_scan_that_waits_for_its_input(feed: tuple[int, int]) -> None:
    log, end = feed
    with Terminal("scan", "-", stdin=log) as terminal:
        terminal.wait_for(ANY_PROGRESS, feed=end)
        terminal.press(CTRL_C)
        assert terminal.wait() == 130
    assert "Traceback" not in terminal.printed
    assert not re.search(ANY_PROGRESS, terminal.screen())


def test_nothing_is_said_of_progress_where_standard_error_is_no_terminal(feed: tuple[int, int], tmp_path: Path) -> None:
    log, end = feed
    with (tmp_path / "stderr").open("wb") as stderr, Terminal("scan", "-", stdin=log, stderr=stderr) as terminal:
        os.close(log)
        feed_for_long_enough(end, terminal)
        assert terminal.wait() == 0
    assert (tmp_path / "stderr").read_bytes() == b""
    assert not re.search(ANY_PROGRESS, terminal.printed)


def test_nothing_is_said_of_progress_on_a_dumb_terminal(feed: tuple[int, int]) -> None:
    log, end = feed
    with Terminal("scan", "-", stdin=log, environment={"TERM": "dumb"}) as terminal:
        os.close(log)
        feed_for_long_enough(end, terminal)
        assert terminal.wait() == 0
    assert not re.search(ANY_PROGRESS, terminal.printed)


def test_progress_is_on_the_terminal_and_the_data_in_the_file(feed: tuple[int, int], tmp_path: Path) -> None:
    log, end = feed
    data = tmp_path / "findings.jsonl"
    with data.open("wb") as stdout, Terminal("scan", "--format", "jsonl", "-", stdin=log, stdout=stdout) as terminal:
        os.close(log)
        os.write(end, b"[DIPV1003]\n")
        terminal.wait_for(ANY_PROGRESS, feed=end)
        os.close(end)
        assert terminal.wait() == 1
    assert data.read_bytes().count(b"\n") == 1
    assert "read, " not in data.read_text(encoding="utf-8")
    assert terminal.screen().strip().startswith("Found 1 error of 1 code.")


def feed_for_long_enough(end: int, terminal: Terminal) -> None:
    began = time.monotonic()
    while time.monotonic() < began + LONG_ENOUGH:
        os.write(end, b"nothing to see\n")
        terminal.read(0.05)
    os.close(end)


def printed(*arguments: str, columns: int = 80, environment: dict[str, str] | None = None) -> str:
    with Terminal(*arguments, columns=columns, environment=environment) as terminal:
        terminal.wait()
    return terminal.printed


def test_progress_goes_on_from_one_file_to_the_next(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paths = [tmp_path / "a.log", tmp_path / "b.log"]
    for path in paths:
        path.write_bytes(b"x" * 500)

    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Stream()
    seconds = itertools.count(step=10.0)
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))
    monkeypatch.setattr(stream, "fileno", lambda: 0)
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((80, 24)))
    with Progress(stream, map(str, paths)) as progress:
        progress.watch(500)
        progress.next_file()
        progress.watch(100)
        progress.next_file()
        progress.watch(400)
    shown = [line.strip() for line in stream.getvalue().split("\r") if line.strip()]
    assert [line.partition(" read")[0] for line in shown] == ["500 B of 1 kB", "600 B of 1 kB", "1 kB of 1 kB"]
