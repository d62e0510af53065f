"""What holds of every log: the same findings in whatever pieces it is read, those of `parse_all`, in little memory."""

import gc
import io
import itertools
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from logs import codes_in, lines_of, log, log_lines, pieces, places, reading, written

from dualwrite_errors import CATALOG, DualWriteError, parse_all, scan
from dualwrite_errors.scanning import codes, formats, regions
from dualwrite_errors.scanning import text as text_reader
from dualwrite_errors.scanning.streams import BLOCK

FIRST_STOP = BLOCK - regions.BYTES_AROUND
"""Where the first piece of an enormous line ends when a file gives as much as it is asked for."""

SIZES = st.lists(st.integers(1, 60), min_size=1, max_size=5)
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(b"DIPV1003", b"dipv1010 ", b"[DiPv1099] new", b"DWDVEV1004", b"dwfoev1099", b"[DW9003", b"DI", b"PV"),
            *(b"DW", b"90", b"V10", b"1025", b"3", b"_", b" ", b"]", b"\n", b"\n", b"\r\n", b"\r", b"\x00"),
            *("é".encode(), "🎉".encode(), "İ".encode(), b"\xff", b"\x80", b"\xe2\x82", b"\xf0\x9f", b"x" * 50),
        ]
    ),
    max_size=40,
)
DATA = FRAGMENTS.map(b"".join) | st.binary().map(b"a".__add__)
"""Bytes without a byte order mark. Where no encoding is named, some of them are no text, and some look like UTF-16."""
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=())) | st.text("DIPVWFOEdw0139_[]. \n\rxé\ud800")

LONG_SENTENCE = "Integration key field is not bi-directionally mapped"
SENTENCES = [sentence for cls in CATALOG.values() for sentence in (*cls.info.sentences, *cls.info.sentences_in_wrapper)]
VALUES = st.sampled_from(["con_site", "'Con site'", "{S1, LUX}", "0x80060891", "429", "F&O", "a, b, C"])
SPOKEN = st.builds(
    lambda sentence, value: re.sub(r"\{\w+\}", lambda _: value, sentence), st.sampled_from(SENTENCES), VALUES
)
AROUND = st.sampled_from(
    [
        *("con_sites - Sites V2: Error: ", "Sites V2 (con_sites): ", "Project validation failed. ", "[DIPV1003]"),
        *("dipv1099:", "DWFOEV1004", "[DW9003] ", "0x80060891", "CDS error code : 0x80060892", " response message: "),
        *("activity id 0f8fad5b-d9cb-469f-a165-70867728950e", "2031-05-06T08:00:00", "12:00 ", "[ERR] ", "Infolog: "),
        *("İ", "🎉", "\r", "\x85", "\u2028", "<br>", "&nbsp;", "**", "\\", " - ", "(", ")", "'", '"', "“", ": "),
    ]
)
WORDS = st.sampled_from(sorted({word for sentence in SENTENCES for word in sentence.split()}))
LINES = st.lists(
    st.builds(
        str.join,
        st.sampled_from([" ", " ", ". ", "; ", ""]),
        st.lists(SPOKEN | SPOKEN | AROUND | WORDS, max_size=8),
    ),
    max_size=5,
)
CALM_LINE = st.builds(
    str.join,
    st.sampled_from([". ", "; ", " / "]),
    st.lists(st.sampled_from([LONG_SENTENCE, "é", "con_sites 🎉", "x" * 300, "keys are missing"]), max_size=30),
)

in_both_ways = pytest.mark.parametrize("codes_only", [False, True], ids=["all", "codes"])


def decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def view(error: DualWriteError) -> tuple[object, ...]:
    context = {name: value for name, value in error.context.items() if name not in {"source", "line", "column"}}
    return type(error), error.code, error.matched_by, error.text, error.raw, error.wrapped_in, context


# What is found.


@given(LINES, st.sampled_from(["\n", "\r\n"]), SIZES)
@example(["", "Project validation failed. Something else."], "\n", [1])
@example(["[DIPV1003] Keys.<br>Mapping is missing for integration key"], "\n", [60])
@example(["Missing source field in the mapping activity id 0f8fad5b-d9cb-469f-a165-70867728950e \r"], "\n", [1])
def test_record_by_record_the_errors_are_those_of_parse_all(lines: list[str], end: str, sizes: list[int]) -> None:
    text = end.join(f"08:00:{second:02} {line}" for second, line in enumerate(lines)) + end
    expected = [
        (number, *view(error))
        for number, line in enumerate(text.split("\n"), start=1)
        for error in parse_all(line.removesuffix("\r"))
        if len(lines) == 1 or parse_all(f"{line}\n08:59:59 calm")  # else it counts as a whole text alone
    ]
    for source in (io.BytesIO(text.encode()), reading(pieces(text.encode(), sizes)), text.split("\n")):
        found = list(scan(source))
        errors = [finding.error for finding in found]
        assert [(f.line, *view(error)) for f, error in zip(found, errors, strict=True)] == expected
        assert [(f.name, f.code, f.matched_by) for f in found] == [
            (type(error).__name__, error.code, error.matched_by) for error in errors
        ]
        assert [f.column for f in found] == [int(error.context["column"]) for error in errors]
        assert [(f.line, f.column) for f in found] == sorted((f.line, f.column) for f in found)


@given(ANY_TEXT)
def test_codes_are_those_of_parse_all(text: str) -> None:
    expected = [error.code for error in parse_all(text) if error.matched_by == "code"]
    assert [finding.code for finding in scan([text])] == expected
    assert [finding.code for finding in scan(io.StringIO(text, newline=""), codes_only=True)] == expected


@given(LINES)
def test_codes_only_finds_every_code_that_is_found_without_it(lines: list[str]) -> None:
    all_of_them = [finding for finding in scan(lines) if finding.matched_by == "code"]
    assert places(scan(lines, codes_only=True)) == places(all_of_them)


@given(st.lists(SPOKEN | AROUND, min_size=1, max_size=5).map(" ".join), st.sets(st.integers(0, 30), max_size=4))
@example("Unable to lookup it [DIPV1003] no key Unable to lookup uoms with values {TST}.", {3, 6, 9})
@example("Trying: Unable to lookup uoms Docks: [DIPV1003] no key Unable to lookup uoms with values {TST}.", {4, 8, 12})
@example("[DIPV1003] x. The user is not a member of the organization.", {6})
def test_every_code_is_found_once_wherever_sentences_around_it_break_off(said: str, ends_of_lines: set[int]) -> None:
    words = enumerate(said.split(" "))
    text = "".join(f"{word}\n" if number in ends_of_lines else f"{word} " for number, word in words)
    found = list(scan(io.StringIO(text, newline=""), read_as="text"))
    codes = [finding for finding in found if finding.matched_by == "code"]
    assert places(codes) == places(scan(io.StringIO(text, newline=""), codes_only=True, read_as="text"))
    assert len({(finding.line, finding.column, finding.name) for finding in found}) == len(found)


# In whatever pieces.


@in_both_ways
@given(data=DATA, sizes=SIZES)
@example(data=b"\r\nDIPV1003\r\n", sizes=[1])
@example(data=b"DIPV1003\r\r\n", sizes=[1])
def test_the_findings_are_the_same_in_whatever_blocks_a_file_is_read(
    data: bytes, sizes: list[int], *, codes_only: bool
) -> None:
    text = decoded(data)
    found = scan(reading(pieces(data, sizes)), encoding="utf-8", codes_only=codes_only)
    assert list(found) == list(scan(io.BytesIO(data), encoding="utf-8", codes_only=codes_only)) == codes_in(text)
    assert found.lines == lines_of(text)
    assert found.lines_with_finding == len({finding.line for finding in codes_in(text)})


@given(
    st.lists(
        st.sampled_from(
            ["DIPV1003", "[dipv1010] ", "DWFOEV1004:", "dw9003", "\n", "\n", "\r\n", "\r", "x" * 3_000, "x" * 5_000]
        ),
        max_size=100,
    )
)
@example(["DIPV1003 "] * 600)
@example(["DIPV1003\n"] * 60 + ["DIPV1003 x"])
@example(["DIPV1003 "] * 60 + ["x" * 4_000, "\r\n", "\r\n", *["[DipV1099] "] * 60])
def test_codes_stand_where_they_do_however_many_there_are(fragments: list[str]) -> None:
    text = "".join(fragments)
    found = scan(io.BytesIO(text.encode()), codes_only=True)
    assert list(found) == codes_in(text)
    assert found.lines == lines_of(text)


@given(ANY_TEXT, SIZES)
def test_the_findings_are_the_same_in_whatever_blocks_a_text_file_is_read(text: str, sizes: list[int]) -> None:
    readable = text.removeprefix("\ufeff").encode("utf-8", "replace").decode()
    found = scan(reading(pieces(text, sizes)))
    assert list(found) == list(scan(io.StringIO(text, newline=""))) == codes_in(readable)


@given(FRAGMENTS.map(b"".join), st.sampled_from(["\n", ""]))
def test_the_findings_are_the_same_in_lines_with_and_without_their_ends(data: bytes, end: str) -> None:
    text = decoded(data)
    lines = [line + end for line in text.removesuffix("\n").split("\n")] if text else []
    found = scan(lines)
    assert list(found) == list(scan(line.encode() for line in lines)) == codes_in(text, "<lines>")
    assert found.lines == lines_of(text)


@pytest.mark.parametrize("stamp", ["", "08:00 "])
def test_the_lines_that_belong_to_an_error_do_so_in_whatever_blocks_they_come(stamp: str) -> None:
    id_ = "0b5c5d7e-1111-4222-8333-abcdefABCDEF"
    said = "Integration key field is not\nbi-directionally mapped\nat x\nat y\nSession ID:\n" + id_
    calm = "".join(f"{stamp}calm {number}\n" for number in range(20))
    data = f"{calm}{stamp}{said}\n{calm}{stamp}DW9003 x\n".encode()
    whole = list(scan(io.BytesIO(data)))
    assert [finding.text for finding in whole] == [stamp + said, f"{stamp}DW9003 x"]
    assert whole[0].error.context["session_id"] == id_
    for size in range(1, len(data), 3):
        assert list(scan(reading(pieces(data, [size])))) == whole


@pytest.mark.parametrize("calm", range(10))
def test_a_sentence_that_breaks_off_is_found_wherever_a_block_ends_behind_it(calm: int) -> None:
    said = "Integration key field is not\nbi-directionally mapped"
    data = ("calm\n" * 20 + f"{said}\n" + "calm at 12:00\n" * calm + "12:00 calm\n").encode()
    for size in range(len(data) - 12, len(data)):
        (finding,) = scan(reading([data[:size], data[size:]]))
        assert (finding.line, finding.text) == (21, said)


@pytest.mark.parametrize("count", [10, 20, 60, 190])
def test_a_wrapper_and_what_it_holds_are_one_error_in_whatever_blocks_a_record_of_many_lines_comes(count: int) -> None:
    calm = "08:00 calm\n" * 20
    said = (
        "Unable to write data to entity con_sites.\n"
        + "  at x\n" * count
        + "Unable to lookup con_docks with values {A}.\n"
    )
    data = f"{calm}08:01 {said}{calm}".encode()
    whole = list(scan(io.BytesIO(data)))
    assert [(finding.name, finding.line) for finding in whole] == [("ReferencedRowNotFound", 22 + count)]
    for size in range(1, len(data), 37):
        assert list(scan(reading(pieces(data, [size])))) == whole


@contextmanager
def short_lines(longest: int, around: int) -> Iterator[None]:
    """Within it, no line of more than `longest` bytes is read whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regions, "LONGEST_LINE", longest)
        patch.setattr(regions, "BYTES_AROUND", around)
        for module in (codes, text_reader):
            patch.setattr(module, "BYTES_AROUND", around)
        yield


@in_both_ways
@given(data=DATA, sizes=SIZES, around=st.integers(12, 40), more=st.integers(0, 60))
def test_the_places_of_codes_are_the_same_in_lines_that_are_read_in_pieces(
    data: bytes, sizes: list[int], around: int, more: int, *, codes_only: bool
) -> None:
    text = decoded(data)
    with short_lines(2 * around + more, around):
        found = scan(reading(pieces(data, sizes)), encoding="utf-8", codes_only=codes_only)
        assert places(found) == places(codes_in(text))
    assert found.lines == lines_of(text)
    assert found.lines_with_finding == len({finding.line for finding in codes_in(text)})


@given(CALM_LINE, SIZES, st.integers(0, 200))
def test_sentences_in_a_line_that_is_read_in_pieces_are_found_as_in_one_that_is_read_whole(
    line: str, sizes: list[int], more: int
) -> None:
    whole = places(scan([line]))
    with short_lines(1_000 + more, 500):
        found = scan(reading(pieces(line.encode(), sizes)))
        assert places(found) == whole
    assert (found.lines, found.lines_with_finding) == (bool(line), bool(whole))


@pytest.mark.parametrize(("said", "codes_only"), [("DIPV1003", False), ("DWFOEV1004", True), (LONG_SENTENCE, False)])
def test_what_begins_on_either_side_of_the_edge_between_two_pieces_of_a_line_is_found_once(
    said: str, *, codes_only: bool
) -> None:
    edge = 1_001 - 300
    with short_lines(1_000, 300):
        for place in range(edge - len(said) - 1, edge + 3):
            line = "con sites. " * 200
            line = f"{line[-place:]}{said}. {line}"
            found = scan(reading(pieces(line.encode(), [1_001])), codes_only=codes_only)
            assert [(finding.line, finding.column) for finding in found] == [(1, place + 1)]


@in_both_ways
@pytest.mark.parametrize("before", ["", "\n", "\n\n", "08:00 calm\n" * 200, "08:00 calm\n" * 91 + "\n"], ids=len)
def test_a_column_in_a_line_in_pieces_is_counted_from_its_own_beginning(before: str, *, codes_only: bool) -> None:
    line = "é con sites. " * 300 + "DIPV1003"
    with short_lines(1_000, 300):
        for size in (1_001, 301, 7):
            data = f"{before}{line}\nDW9003".encode()
            found = scan(reading(pieces(data, [size])), codes_only=codes_only)
            row = 1 + before.count("\n")
            assert places(found) == [(row, len(line) - 7, "DIPV1003"), (row + 1, 1, "DW9003")]


@in_both_ways
@pytest.mark.parametrize(
    "before", ["", "\n", "calm\n", "08:00 calm\n" * 3, '08:00 {\n "calm": 1,\n', "08:00 calm\n" * 99]
)
def test_a_line_without_an_end_is_read_in_pieces_whatever_stands_before_it(before: str, *, codes_only: bool) -> None:
    read = 0

    def blocks() -> Iterator[bytes]:
        nonlocal read
        yield before.encode()
        for _ in range(2_000):
            read += 1
            yield "é calm DIPV1003 ".encode() * 8

    with short_lines(1_000, 300):
        found = scan(reading(blocks()), read_as="text", codes_only=codes_only)
        first = [next(found) for _ in range(200)]
        assert read < 600
    line = 1 + before.count("\n")
    assert [(finding.line, finding.column) for finding in first] == [(line, 8 + 16 * number) for number in range(200)]


@pytest.mark.parametrize("length", [0, 20, 50])
def test_a_line_that_is_short_enough_is_read_whole_whatever_waits_before_it(length: int) -> None:
    line = f'answer {{"calm": "{"x " * 400}", "said": "[DIPV1003] Keys"}}'
    with short_lines(1_000, 600):
        data = f"calm {'y ' * length}\n" * 5 + f"{line}\n08:02 calm"
        (finding,) = scan(reading(pieces(data.encode(), [100])), read_as="jsonl")
        assert (finding.where, finding.text) == ("6:8 $.said", "[DIPV1003] Keys")


@pytest.mark.parametrize("before", ["calm", "calm\n"])
def test_a_short_sentence_at_the_end_of_a_line_in_pieces_is_not_all_of_the_text(before: str) -> None:
    data = f"{before}{' ' * 3_000}Missing source schema".encode()
    with short_lines(1_000, 300):
        assert list(scan(reading(pieces(data, [500])))) == []


@pytest.mark.slow
@pytest.mark.parametrize("filler", ["x. ", "é. ", "🎉. "])
def test_a_sentence_at_the_edge_of_the_pieces_of_a_line_is_found_once(filler: str) -> None:
    width = len(filler.encode())
    fillers = range((FIRST_STOP - len(LONG_SENTENCE)) // width - 3, FIRST_STOP // width + 4)
    for count in (*fillers[:8], *fillers[8:-8:5], *fillers[-8:]):
        line = f"{filler * count}{LONG_SENTENCE}. {filler * 40_000}"
        (finding,) = scan(io.BytesIO(line.encode()))
        assert (finding.line, finding.column) == (1, len(filler) * count + 1)
        assert finding.text.startswith(LONG_SENTENCE, finding.place)


def enormous(offset: int, filler: bytes) -> bytes:
    """A line of four blocks that begins in ASCII, with codes `offset` bytes from the edges of the blocks and pieces."""
    line = bytearray(b"^" * formats.SAMPLE + filler * ((4 * BLOCK - formats.SAMPLE) // len(filler)))
    for edge in range(BLOCK, 4 * BLOCK, BLOCK):
        for place in (edge - regions.BYTES_AROUND + offset, edge + offset):
            line[place - 6 : place + 14] = b"^^^^^ DIPV1003 ^^^^^"
    return bytes(line)


@pytest.mark.slow
@in_both_ways
def test_codes_on_the_edges_of_blocks_and_pieces_of_one_enormous_line(tmp_path: Path, *, codes_only: bool) -> None:
    for offset in range(-10, 3):
        data = enormous(offset, b"con sites ")
        path = written(tmp_path, data)
        findings = list(scan(path, codes_only=codes_only))
        assert len(findings) == 6
        assert findings == codes_in(decoded(data), path)


@pytest.mark.slow
@in_both_ways
@pytest.mark.parametrize(
    "filler", ["é".encode(), "エ".encode(), "🎉".encode(), b"\xff", b"\xe2\x82", b"\x80\xf0\x9f"], ids=repr
)
def test_columns_of_one_enormous_line_count_characters(filler: bytes, *, codes_only: bool) -> None:
    for offset in range(4):
        data = enormous(offset, filler)
        assert list(scan(io.BytesIO(data), codes_only=codes_only)) == codes_in(decoded(data))


@in_both_ways
def test_a_short_line_after_an_enormous_one_has_its_own_number_and_columns(*, codes_only: bool) -> None:
    data = b"x" * 1_000_000 + b" DIPV1003\r\n" + b"y" * 300_000 + b"\n DIPV1010\n"
    found = scan(io.BytesIO(data), codes_only=codes_only)
    assert list(found) == codes_in(data.decode())
    assert (found.lines, found.lines_with_finding) == (3, 2)


@in_both_ways
def test_an_enormous_line_with_many_codes_counts_once(*, codes_only: bool) -> None:
    found = scan(io.BytesIO(b"DIPV1003 " * 20_000), codes_only=codes_only)
    assert sum(1 for _ in found) == 20_000
    assert (found.lines, found.lines_with_finding) == (1, 1)


def test_a_line_of_a_mebibyte_is_read_whole() -> None:
    line = f"{LONG_SENTENCE}. {'x' * 1_048_400} DIPV1010."
    assert len(line) < 1 << 20
    assert [finding.code for finding in scan(reading(pieces(line.encode(), [4_096])))] == ["DIPV1010"]


def test_of_a_longer_line_each_piece_is_read_with_16384_bytes_around_it() -> None:
    filler = "con_sites. " * 6_600
    near, far = f"{LONG_SENTENCE}. [DIPV1010] {filler}", f"{filler}{filler}{LONG_SENTENCE}. {filler}"
    with short_lines(1 << 16, regions.BYTES_AROUND):
        found = scan(reading([near.encode(), far.encode()]))
        findings = list(found)
    assert [(finding.code, finding.matched_by) for finding in findings] == [
        ("DIPV1010", "code"),
        ("DIPV1004", "sentence"),
    ]
    assert (found.lines, found.lines_with_finding) == (1, 1)


# Memory.

GIGABYTE_LINE = """
import re
import resource
from pathlib import Path
from dualwrite_errors import scan

class OneLine:
    left = 8192
    def read(self, size):
        self.left -= 1
        return block if self.left >= 0 else b" DIPV1003" if self.left == -1 else b""

resource.setrlimit(resource.RLIMIT_AS, (128 << 20, 128 << 20))
block = (b"con_site " * (1 << 14))[: 1 << 17]
(finding,) = scan(OneLine(), codes_only=True)
assert (finding.line, finding.column) == (1, (1 << 30) + 2), finding
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="nothing here tells the peak memory of one process")
def test_a_line_of_one_gigabyte_takes_less_than_64_megabytes() -> None:
    done = subprocess.run([sys.executable, "-c", GIGABYTE_LINE], capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    assert int(done.stdout) < 64 * 1024


def peak_of(source: Any, *, codes_only: bool) -> int:
    for _ in scan(io.BytesIO(b"DIPV1003\nProject validation failed. Missing source schema\n"), codes_only=codes_only):
        pass
    gc.collect()
    tracemalloc.start()
    try:
        for _ in scan(source, codes_only=codes_only):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("block", "size", "codes_only"),
    [
        (log(1_000, every=500).encode(), 2_000_000, True),
        (log(400, every=1).encode(), 200_000, True),
        (b"con_sites - Sites V2 [INF] " * 2_000, 2_000_000, True),
        (b"con_sites [DIPV1003] " + b"a" * 40_000, 2_000_000, True),
        (b"\n" * (1 << 16), 2_000_000, True),
        (b"a\xff" * (1 << 15), 2_000_000, True),
        (log(1_000, every=500).encode(), 200_000, False),
        (f"{LONG_SENTENCE}. ".encode() * 30 + b"con_sites " * 4_000, 200_000, False),
        (b"con_sites\xff " * 4_000, 400_000, False),
    ],
    ids=[
        *("sparse codes", "dense codes", "one line", "one line of codes", "blank lines", "damaged"),
        *("sparse", "one line of sentences", "one damaged line"),
    ],
)
def test_ten_times_the_log_takes_no_more_memory(block: bytes, size: int, *, codes_only: bool) -> None:
    count = size // len(block)
    with short_lines(1 << 16, regions.BYTES_AROUND):
        once, ten_times = (peak_of(reading(itertools.repeat(block, n * count)), codes_only=codes_only) for n in (1, 10))
    assert ten_times < 1.1 * once + 50_000


@pytest.mark.slow
def test_ten_times_the_lines_take_no_more_memory() -> None:
    once, ten_times = (peak_of(log_lines(count, every=3), codes_only=False) for count in (500, 5_000))
    assert ten_times < 1.1 * once + 20_000
