"""A `Scan` step by step: when it opens, reads, counts and closes."""

import gc
import gzip
import io
import itertools
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from logs import codes_in, lines_of, log, places, reading, written

from dualwrite_errors import Finding, Scan, scan
from dualwrite_errors.scanning.documents import Document
from dualwrite_errors.scanning.lines import Lines
from dualwrite_errors.scanning.regions import BYTES_AROUND
from dualwrite_errors.scanning.text import errors_in

LOG = log(4_000, every=1_000)
MIXED = "é 1 [DIPV1003] Site’s key\r\nnothing\n\n€ dipv1010 and [DIPV1099]\nlast DWFOEV1004"

in_both_ways = pytest.mark.parametrize("codes_only", [False, True], ids=["all", "codes"])


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[io.FileIO]:
    """Every file that is opened while the test runs."""
    files: list[io.FileIO] = []
    file_io = io.FileIO

    def recorded(path: Any) -> io.FileIO:
        files.append(file_io(path))
        return files[-1]

    monkeypatch.setattr(io, "FileIO", recorded)
    return files


def test_a_scan_is_an_iterator_of_its_own_type() -> None:
    found = scan(["DIPV1003"])
    assert type(found) is Scan
    assert isinstance(found, Iterator)


@in_both_ways
@pytest.mark.parametrize("text", [LOG, MIXED, ""], ids=["log", "mixed", "empty"])
def test_next_and_a_loop_give_the_same_in_turn(text: str, *, codes_only: bool) -> None:
    by_next, by_loop, by_both = (scan(io.StringIO(text, newline=""), codes_only=codes_only) for _ in range(3))
    expected = codes_in(text)
    assert [next(by_next) for _ in expected] == expected
    assert next(by_next, None) is None
    assert [finding for finding in by_loop] == expected  # noqa: C416 - the loop is what is tested
    mixed: list[Finding] = []
    for finding in by_both:
        mixed.append(finding)
        mixed += [another] if (another := next(by_both, None)) else []
    assert mixed == expected
    for found in (by_next, by_loop, by_both):
        assert (found.lines, found.lines_with_finding) == (lines_of(text), len({finding.line for finding in expected}))
        assert list(found) == []


@in_both_ways
def test_lines_are_counted_as_far_as_they_have_been_read(*, codes_only: bool) -> None:
    found = scan(io.StringIO("a\n[DIPV1003]\nb\n[DIPV1010] [DIPV1022]\nc\n"), codes_only=codes_only)
    counts = [(found.lines, found.lines_with_finding)]
    counts += [(found.lines, found.lines_with_finding) for _ in found]
    counts += [(found.lines, found.lines_with_finding)]
    assert counts == [(0, 0), (1, 1), (3, 2), (3, 2), (5, 2)]


def test_a_code_arrives_before_the_next_line_is_asked_for() -> None:
    asked: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(5):
            asked.append(number)
            yield "calm" if number % 2 else "[DIPV1003]"

    found = scan(lines(), codes_only=True)
    assert asked == []
    assert [(next(found).line, list(asked)) for _ in range(2)] == [(1, [0]), (3, [0, 1, 2])]


def test_an_error_arrives_with_the_time_stamp_of_the_next_record() -> None:
    asked: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(8):
            asked.append(number)
            yield f"12:0{number} Unable to sync with entity a" if number % 4 == 0 else f"  more about it {number}"

    assert (next(scan(lines())).line, asked) == (1, [0, 1, 2, 3, 4])


@pytest.mark.parametrize("before", [0, 100, BYTES_AROUND - 29, BYTES_AROUND - 28, BYTES_AROUND, 2 * BYTES_AROUND])
def test_what_comes_behind_a_pause_still_belongs_to_the_record_before_it(before: int) -> None:
    calm = (b"11:59 %b\n" % (b"x" * before))[-before:] if before else b""
    blocks = [calm + b"12:00 [ERR] Stopped.\n  at x\n", b"", b"  [DIPV1003] Keys\n12:01 calm\n"]
    (finding,) = errors_in(Document("con.log", iter(blocks)), Lines())
    assert (finding.line, finding.column) == (3 + bool(before), 4)
    assert finding.text == "12:00 [ERR] Stopped.\n  at x\n  [DIPV1003] Keys"


class Counted:
    """Lines of which it is known how many have been read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.count = 0
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.count += 1
            yield line


def lines_read_for_the_first_of(lines: Iterable[str]) -> int:
    """How many of `lines` are read until the first finding comes."""
    counted = Counted(lines)
    next(scan(counted))
    return counted.count


@pytest.mark.parametrize("begin", ["12:01 answer: {", "12:01 answer: [", "12:01 {"])
def test_an_error_arrives_with_the_next_time_stamp_also_where_json_begins_there(begin: str) -> None:
    json_behind = [begin, *['  "calm": 1,'] * 20]
    assert lines_read_for_the_first_of(["12:00 [DIPV1003] Keys", *json_behind]) == 2
    assert lines_read_for_the_first_of(["12:00 [DIPV1003] Keys", "  more", *json_behind]) == 3


def test_an_error_of_a_log_without_time_stamps_arrives_once_what_may_belong_to_it_has_been_read() -> None:
    assert lines_read_for_the_first_of(["[DIPV1003] Keys", *["calm"] * 20]) == 8
    assert lines_read_for_the_first_of([f"DIPV1003 {'x' * BYTES_AROUND}", *["calm"] * 20]) == 1


def test_an_error_of_a_record_without_an_end_arrives_after_200_lines_or_16_kib() -> None:
    assert lines_read_for_the_first_of(["12:00 [DIPV1003] Keys", *["calm"] * 1_000]) == 201
    assert 130 <= lines_read_for_the_first_of(["12:00 [DIPV1003] Keys", *["x" * 127] * 1_000]) < 150


def test_what_structure_a_file_has_shows_in_its_first_64_kib() -> None:
    blocks = Counted([f"calm DIPV1003 {'x' * 1_009}\n"] * 100)
    next(scan(reading(block.encode() for block in blocks)))
    assert blocks.count == 64


@pytest.mark.parametrize("name", ["con.log", "con.log.gz"])
def test_a_path_is_opened_with_the_first_step_and_closed_after_the_last(
    name: str, tmp_path: Path, opened: list[io.FileIO]
) -> None:
    data = LOG.encode()
    found = scan(written(tmp_path, gzip.compress(data) if name.endswith("gz") else data, name))
    assert opened == []
    next(found)
    (file,) = opened
    assert not file.closed
    assert len(list(found)) == 3
    assert file.closed
    assert len(opened) == 1


@in_both_ways
@pytest.mark.parametrize("steps", [0, 1, 3])
def test_close_closes_the_file_and_ends_the_scan(
    steps: int, tmp_path: Path, opened: list[io.FileIO], *, codes_only: bool
) -> None:
    with closing(scan(written(tmp_path, LOG), codes_only=codes_only)) as found:
        assert len(list(itertools.islice(found, steps))) == steps
    assert [file.closed for file in opened] == [True] * min(steps, 1)
    assert list(found) == []
    assert next(found, None) is None
    found.close()


def test_a_scan_that_is_left_unfinished_closes_its_file(tmp_path: Path, opened: list[io.FileIO]) -> None:
    for finding in scan(written(tmp_path, LOG)):
        assert finding.line == 1_000
        break
    gc.collect()
    assert [file.closed for file in opened] == [True]


def test_a_file_that_cannot_be_read_to_its_end_is_closed(tmp_path: Path, opened: list[io.FileIO]) -> None:
    with pytest.raises(OSError, match="cut off"):
        list(scan(written(tmp_path, gzip.compress(b"DIPV1003")[:-9], "con.gz")))
    assert [file.closed for file in opened] == [True]


def test_a_file_of_the_caller_stays_open_and_is_read_from_where_it_stands() -> None:
    file = io.BytesIO(b"[DIPV1010]\nDIPV1003\n")
    file.readline()
    found = scan(file)
    assert places(found) == [(1, 1, "DIPV1003")]
    found.close()
    assert not file.closed


@in_both_ways
def test_lines_before_an_error_of_the_source_are_counted_however_short_they_are(*, codes_only: bool) -> None:
    found = scan(reading([b"a\n", OSError("gone")]), codes_only=codes_only)
    with pytest.raises(OSError, match="gone"):
        list(found)
    assert (found.lines, found.lines_with_finding) == (1, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there a pipe does not tell whether it has something to read")
@pytest.mark.parametrize("rows", [1, 1_500], ids=["few rows", "many rows"])
def test_json_that_comes_through_a_pipe_with_a_pause_in_the_middle_loses_nothing(rows: int) -> None:
    before = '08:00:01 calm\n08:00:02 answer: {\n  "note": "[DIPV1003] Keys",\n' + '  "row": "calm",\n' * rows
    behind = '  "why": "[DIPV1010] Mapped"\n}\n08:00:03 [DIPV1018] End\n'
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb", buffering=0) as file:
        found = scan(file)
        os.write(writer, before.encode())
        in_vain = threading.Timer(30, os.close, [writer])
        in_vain.start()
        assert places([next(found)]) == [(2, 18, "DIPV1003")]
        in_vain.cancel()
        os.write(writer, behind.encode())
        os.close(writer)
        assert places(found) == [(rows + 4, 12, "DIPV1010"), (rows + 6, 11, "DIPV1018")]
