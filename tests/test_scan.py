"""Logs to findings: every place, in any encoding, whatever the size, and whatever is wrong with the log."""

import codecs
import gc
import gzip
import io
import itertools
import os
import pickle
import random
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import IO, Any, cast

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from logs import codes_in, kept, lines_of, log, log_lines, pieces, places, reading

from dualwrite_errors import (
    REGISTRY,
    DestinationFieldMissingFromSchema,
    DualWriteError,
    Finding,
    IntegrationKeyMissing,
    MandatoryFieldNotMapped,
    Scan,
    SourceSchemaMissing,
    UndocumentedCode,
    parse_all,
    scan,
)
from dualwrite_errors.scanning import regions, scanner
from dualwrite_errors.scanning.finding import cut
from dualwrite_errors.scanning.sources import BLOCK

SPARSE = log(20_000, every=2_000)
DENSE = log(5_000, every=1)
MIXED = "é 1 [DIPV1003] Site’s key\r\nnothing\n\n€ dipv1010 and [DIPV1099]\nlast DIPV1022"
FIRST_STOP = BLOCK - regions.BYTES_AROUND
"""Where the first piece of an enormous line ends when a file gives as much as it is asked for."""

SIZES = st.lists(st.integers(1, 60), min_size=1, max_size=5)
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(b"DIPV1003", b"dipv1010 ", b"[DiPv1099] new", b"DI", b"PV", b"V10", b"1025", b"3", b"_", b" ", b"]"),
            *(b"\n", b"\n", b"\r\n", b"\r", b"\x00", "é".encode(), "🎉".encode(), b"\xff", b"\x80", b"\xe2\x82"),
            *(b"\xf0\x9f", b"x" * 50),
        ]
    ),
    max_size=40,
)
DATA = FRAGMENTS.map(b"".join) | st.binary().map(b"a".__add__)
"""Bytes that begin with no byte order mark."""
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=())) | st.text("DIPVdipv0123456789_[]. \n\rxé\ud800")
DOCUMENTED = [sentence for cls in REGISTRY.values() for sentence in cls.info.documented_words]
WORDY = st.lists(
    st.sampled_from([*DOCUMENTED, *(word for sentence in DOCUMENTED for word in sentence.split())])
    | st.sampled_from(
        ["con_site", "'Site code',", "İ", "🎉", "\r", "[DIPV1003]", "dipv1099:", "Project validation failed."]
    )
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=10),
    max_size=12,
)
LINES = st.lists(st.builds(str.join, st.sampled_from([" ", " ", ". ", ""]), WORDY), max_size=6)
BROKEN_LINES = st.lists(
    st.builds(str.replace, st.sampled_from(DOCUMENTED), st.just(" "), st.sampled_from(["\n", "\r\n", "\r"])), max_size=6
)


def decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def written(directory: Path, data: str | bytes | bytearray, name: str = "con.log") -> Path:
    path = directory / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def found_before(found: Scan, error: type[BaseException], match: str) -> list[Finding]:
    """What `found` yields before it raises `error`."""
    findings: list[Finding] = []
    with pytest.raises(error, match=match):
        findings.extend(found)
    return findings


with_and_without_words = pytest.mark.parametrize(
    "scanned", [scan, partial(scan, wordings=True)], ids=["codes", "words"]
)


# Whole logs.


@pytest.mark.parametrize("text", [SPARSE, DENSE, SPARSE.replace("\n", "\r\n"), MIXED], ids=range(4))
def test_every_code_of_a_generated_log_is_found_at_its_place(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    found = scan(path)
    assert list(found) == codes_in(text, path) != []
    assert (found.lines, found.lines_with_code) == (lines_of(text), len({f.line for f in codes_in(text)}))


def test_a_sparse_log_has_one_finding_every_so_many_lines() -> None:
    assert [finding.line for finding in scan(io.StringIO(SPARSE))] == list(range(2_000, 20_001, 2_000))


def test_a_dense_log_has_a_finding_on_every_line() -> None:
    assert [finding.line for finding in scan(io.StringIO(DENSE))] == list(range(1, 5_001))


def test_a_log_without_a_code_has_no_finding_and_all_its_lines() -> None:
    found = scan(log_lines(3_000, every=10_000))
    assert (list(found), found.lines, found.lines_with_code) == ([], 3_000, 0)


# Encodings.

ENCODINGS: list[tuple[str, bytes, str, str | None]] = [
    ("UTF-8", b"", "utf-8", None),
    ("UTF-8 by name", b"", "utf-8", "UTF8"),
    ("UTF-8 by mark", codecs.BOM_UTF8, "utf-8", None),
    ("UTF-8 by mark and name", codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    ("UTF-8 with the name for a mark, without one", b"", "utf-8", "utf-8-sig"),
    ("UTF-16 LE by mark", codecs.BOM_UTF16_LE, "utf-16-le", None),
    ("UTF-16 BE by mark", codecs.BOM_UTF16_BE, "utf-16-be", None),
    ("UTF-16 LE by name", b"", "utf-16-le", "utf-16-le"),
    ("UTF-16 BE by name", b"", "utf-16-be", "UTF-16BE"),
    ("UTF-16 LE by mark and name", codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    ("UTF-16 BE by mark and half a name", codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    ("UTF-16 by half a name is little-endian", b"", "utf-16-le", "utf-16"),
    ("UTF-32 LE by mark", codecs.BOM_UTF32_LE, "utf-32-le", None),
    ("UTF-32 BE by mark", codecs.BOM_UTF32_BE, "utf-32-be", None),
    ("UTF-32 by half a name is little-endian", b"", "utf-32-le", "utf-32"),
    ("cp1252", b"", "cp1252", "cp1252"),
    ("a mark goes before the name: UTF-8", codecs.BOM_UTF8, "utf-8", "cp1252"),
    ("a mark goes before the name: UTF-16", codecs.BOM_UTF16_BE, "utf-16-be", "utf-8"),
]
of_every_encoding = pytest.mark.parametrize(
    ("mark", "written_as", "encoding"), [row[1:] for row in ENCODINGS], ids=[row[0] for row in ENCODINGS]
)


@of_every_encoding
def test_the_encoding_is_that_of_the_mark_else_the_one_that_is_named_else_utf_8(
    mark: bytes, written_as: str, encoding: str | None, tmp_path: Path
) -> None:
    path = written(tmp_path, mark + MIXED.encode(written_as))
    found = scan(path, encoding=encoding)
    assert list(found) == codes_in(MIXED, path)
    assert found.lines == 5


@of_every_encoding
@pytest.mark.parametrize("sizes", [(1,), (2,), (3,), (7, 1)], ids=str)
def test_characters_and_marks_may_straddle_the_blocks_that_are_read(
    mark: bytes, written_as: str, encoding: str | None, sizes: tuple[int, ...]
) -> None:
    file = reading(pieces(mark + MIXED.encode(written_as), sizes))
    assert list(scan(file, encoding=encoding)) == codes_in(MIXED)


def test_a_long_log_in_utf_16_has_the_findings_of_the_same_log_in_utf_8(tmp_path: Path) -> None:
    path = written(tmp_path, SPARSE.encode("utf-16"))
    assert list(scan(path)) == codes_in(SPARSE, path)


def test_only_a_mark_at_the_beginning_is_left_out() -> None:
    text = "\ufeffa\ufeff DIPV1003"
    for source in (io.BytesIO(text.encode()), io.BytesIO(text.encode("utf-16-le")), io.StringIO(text)):
        (finding,) = scan(source)
        assert (finding.text, finding.column) == ("a\ufeff DIPV1003", 4)


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_an_empty_file_has_no_lines(data: bytes, tmp_path: Path) -> None:
    for source in (written(tmp_path, data), io.BytesIO(data)):
        found = scan(source)
        assert (list(found), found.lines, found.lines_with_code) == ([], 0, 0)


@pytest.mark.parametrize(
    "encoding", ["utf-61", "", "rot13", "hex", "base64", "undefined", "a\x00b", "é", "\udc80"], ids=ascii
)
def test_what_names_no_text_encoding_is_refused_before_anything_is_read(encoding: str) -> None:
    with pytest.raises(LookupError) as caught:
        scan("missing.log", encoding=encoding)
    assert caught.value.args == (f"{encoding!r} is no text encoding that Python knows; 'utf-16' and 'cp1252' are two",)


@pytest.mark.parametrize("encoding", [b"utf-8", 8, ["utf-8"]], ids=repr)
def test_an_encoding_that_is_no_str_is_a_type_error(encoding: Any) -> None:
    with pytest.raises(TypeError, match=r"the name of an encoding, such as 'utf-16', not \w+"):
        scan("missing.log", encoding=encoding)


# Compressed files.


@pytest.mark.parametrize("name", ["con.log.gz", "CON.LOG.GZ"])
def test_a_gz_file_is_read_decompressed(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(SPARSE.encode()), name)
    found = scan(path)
    assert list(found) == codes_in(SPARSE, path)
    assert found.lines == 20_000


def test_a_gz_file_may_have_several_members_that_meet_within_a_code(tmp_path: Path) -> None:
    members = (b"one [DIPV1003]\ntwo [DIP", b"", b"V1010]\n", b"[DIPV1022] three")
    path = written(tmp_path, b"".join(map(gzip.compress, members)), "con.gz")
    assert list(scan(path)) == codes_in(b"".join(members).decode(), path)


def test_a_gz_file_may_hold_utf_16_with_a_mark(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(MIXED.encode("utf-16")), "con.gz")
    assert list(scan(path)) == codes_in(MIXED, path)


def test_an_empty_gz_file_has_no_lines(tmp_path: Path) -> None:
    for data in (b"", gzip.compress(b"")):
        found = scan(written(tmp_path, data, "con.gz"))
        assert (list(found), found.lines) == ([], 0)


def test_of_a_gz_file_that_is_cut_off_all_is_found_that_is_there(tmp_path: Path) -> None:
    compressed = gzip.compress(DENSE.encode())
    there = compressed[: len(compressed) // 2]
    path = written(tmp_path, there, "con.gz")
    text = zlib.decompressobj(wbits=31).decompress(there).decode()
    found = scan(path)
    findings = found_before(found, OSError, "the compressed data are damaged or cut off: ")
    assert findings == codes_in(text, path)
    assert 1_000 < len(findings) < 4_000
    assert found.lines == text.count("\n")


def test_of_a_damaged_gz_file_all_is_found_that_came_before_the_damage(tmp_path: Path) -> None:
    header, invalid_block = gzip.compress(b"")[:10], b"\x07"
    path = written(tmp_path, gzip.compress(SPARSE.encode()) + header + invalid_block * 20, "con.gz")
    found = scan(path)
    assert found_before(found, OSError, "the compressed data are damaged or cut off: ") == codes_in(SPARSE, path)
    assert list(found) == []


def test_a_gz_file_with_a_wrong_check_sum_is_an_os_error_after_its_findings(tmp_path: Path) -> None:
    compressed = bytearray(gzip.compress(MIXED.encode()))
    compressed[-8] ^= 1
    path = written(tmp_path, compressed, "con.gz")
    assert found_before(scan(path), OSError, "CRC") == codes_in(MIXED, path)


def test_a_gz_file_that_is_none_is_an_os_error(tmp_path: Path) -> None:
    assert found_before(scan(written(tmp_path, MIXED, "con.gz")), OSError, "gzip") == []


def test_without_support_for_it_a_zst_file_is_an_os_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.version_info >= (3, 14):
        monkeypatch.setitem(sys.modules, "compression.zstd", None)
    path = written(tmp_path, b"\x28\xb5\x2f\xfd", "con.log.zst")
    with pytest.raises(OSError, match=r"Python 3\.14 or later: decompress it first, for example zstd -dc"):
        next(scan(path))


def stand_in_for_zstd() -> ModuleType:
    """A `compression.zstd` that reads gzip."""
    zstd = ModuleType("compression.zstd")
    vars(zstd).update(ZstdFile=lambda raw: gzip.GzipFile(fileobj=raw), ZstdError=zlib.error)
    return zstd


@pytest.mark.parametrize("name", ["con.zst", "CON.ZST"])
def test_a_zst_file_is_read_with_what_the_standard_library_has_for_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "compression.zstd", stand_in_for_zstd())
    path = written(tmp_path, gzip.compress(SPARSE.encode()), name)
    assert list(scan(path)) == codes_in(SPARSE, path)


@pytest.mark.parametrize(("rest", "cause"), [(b"\x07" * 20, zlib.error), (b"", EOFError)], ids=["damaged", "cut off"])
def test_of_a_damaged_zst_file_all_is_found_that_came_before_the_damage(
    rest: bytes, cause: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "compression.zstd", stand_in_for_zstd())
    path = written(tmp_path, gzip.compress(MIXED.encode()) + gzip.compress(b"")[:10] + rest, "con.zst")
    findings: list[Finding] = []
    with pytest.raises(OSError, match="the compressed data are damaged or cut off: ") as caught:
        findings.extend(scan(path))
    assert findings == codes_in(MIXED, path)
    assert type(caught.value.__cause__) is cause


def test_a_real_zst_file_is_read_decompressed(tmp_path: Path) -> None:
    zstd = pytest.importorskip("compression.zstd", reason="Python 3.14 is the first that reads .zst")
    path = written(tmp_path, zstd.compress(SPARSE.encode()), "con.zst")
    assert list(scan(path)) == codes_in(SPARSE, path)


# Lines, columns and text.


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("DIPV1003\n", 1, [(1, 1)]),
        ("DIPV1003", 1, [(1, 1)]),
        ("DIPV1003\r\n", 1, [(1, 1)]),
        ("DIPV1003\n\n", 2, [(1, 1)]),
        ("\nDIPV1003", 2, [(2, 1)]),
        ("\n\n\n [DIPV1003]\n", 4, [(4, 3)]),
        ("a\r\n\r\nDIPV1003\r\n", 3, [(3, 1)]),
        ("a\rDIPV1003\rb", 1, [(1, 3)]),
        ("a\x0bb\x0cc\x85d\u2028e\u2029DIPV1003", 1, [(1, 11)]),
        ("DIPV1003\nDIPV1003 DIPV1003\nDIPV1003", 3, [(1, 1), (2, 1), (2, 10), (3, 1)]),
        ("DIPV\n1003 DIPV1003", 2, [(2, 6)]),
        ("\n", 1, []),
        ("a\nb\r\nc", 3, []),
    ],
    ids=ascii,
)
def test_a_line_ends_with_a_line_feed_and_nothing_else(
    text: str, lines: int, expected: list[tuple[int, int]], tmp_path: Path
) -> None:
    for source in (written(tmp_path, text), io.BytesIO(text.encode()), io.StringIO(text, newline="")):
        found = scan(source)
        assert [(finding.line, finding.column) for finding in found] == expected
        assert (found.lines, found.lines_with_code) == (lines, len({line for line, _ in expected}))


@pytest.mark.parametrize("end", ["\n", "\r\n", ""], ids=ascii)
def test_the_text_is_the_line_without_its_end(end: str) -> None:
    (finding,) = scan(io.BytesIO(f"before\n[DIPV1003] Keys \t{end}".encode()))
    assert (finding.text, finding.text_column) == ("[DIPV1003] Keys \t", 1)


def test_a_lone_carriage_return_stays_in_the_text() -> None:
    (finding,) = scan(io.BytesIO(b"a\rDIPV1003\rb\r\r\n"))
    assert finding.text == "a\rDIPV1003\rb\r"


@pytest.mark.parametrize(
    ("before", "column"),
    [
        (b"", 1),
        ("é".encode(), 2),
        ("🎉エ".encode(), 3),
        (b"\xff", 2),
        (b"\xe2\x82", 2),
        (b"\xe2\x82\xe2\x82", 3),
        (b"\x80\x80\x80", 4),
        (b"\x00\t", 3),
        (b"\xed\xa0\x80", 4),
    ],
    ids=repr,
)
def test_columns_count_characters_and_each_that_replaces_what_does_not_decode(before: bytes, column: int) -> None:
    line = before + b"DIPV1003 \xff " + before + b"DIPV1010"
    first, second = scan(io.BytesIO(b"\xff\n" + line + b"\n"))
    assert (first.column, second.column) == (column, 2 * column + 10)
    assert first.text == second.text == decoded(line)
    assert first.text[second.column - 1 :] == "DIPV1010"


def test_several_codes_in_a_line_are_several_findings_of_one_line() -> None:
    found = scan(["[DIPV1003] Keys. [dipv1010] A field, DIPV1003."])
    assert places(found) == [(1, 2, "DIPV1003"), (1, 19, "DIPV1010"), (1, 38, "DIPV1003")]
    assert found.lines_with_code == 1


@pytest.mark.parametrize("code", ["DIPV1003", "dipv1003", "DiPv1003", "dIPV1003", "diPV1003", "DIpV1003"])
def test_a_code_is_found_in_any_case_and_given_in_upper_case(code: str) -> None:
    assert places(scan(io.StringIO(f"[{code}]"))) == [(1, 2, "DIPV1003")]


@pytest.mark.parametrize(
    "text",
    [
        "DIPV100",
        "DIPV10031",
        "xDIPV1003",
        "_DIPV1003",
        "DIPV1003a",
        "DIPV1003_",
        "DIPV 1003",
        "DIPV１００３",
        "dıpv1003",
    ],
)
def test_what_only_resembles_a_code_is_none(text: str) -> None:
    found = scan([text])
    assert (list(found), found.lines_with_code) == ([], 0)


@pytest.mark.parametrize(
    "text",
    ["エラーDIPV1003が発生", "éDIPV1003é", "\x00DIPV1003\x00", "-DIPV1003-", "DIPV-DIPV1003", "DIPVDIPV1003 DIPV1003"],
)
def test_what_touches_a_code_may_be_anything_but_an_ascii_word(text: str) -> None:
    assert [finding.code for finding in scan([text])] == ["DIPV1003"]


@given(ANY_TEXT)
def test_codes_are_those_of_parse_all(text: str) -> None:
    expected = [error.code for error in parse_all(text) if error.matched_by == "code"]
    assert [finding.code for finding in scan([text])] == expected
    assert [finding.code for finding in scan(io.StringIO(text, newline=""))] == expected


def test_an_undocumented_code_is_found_as_well() -> None:
    (finding,) = scan(["[dipv1099] Something new happened"])
    assert finding.code == "DIPV1099"
    assert type(finding.error) is UndocumentedCode
    assert (finding.error.code, finding.error.text) == ("DIPV1099", "Something new happened")


def test_a_line_of_4096_characters_is_kept_whole() -> None:
    line = "é" * 4_000 + "DIPV1003" + "é" * 88
    (finding,) = scan([line])
    assert (finding.text, finding.text_column, finding.column) == (line, 1, 4_001)


@pytest.mark.parametrize(
    ("before", "after", "text_column", "length"),
    [
        (0, 4_089, 1, 4_096),
        (1_024, 5_000, 1, 4_096),
        (1_025, 5_000, 2, 4_096),
        (5_000, 5_000, 3_977, 4_096),
        (5_000, 0, 3_977, 1_032),
        (4_089, 0, 3_066, 1_032),
    ],
)
@pytest.mark.parametrize("character", ["-", "é", "🎉", "\r"], ids=ascii)
def test_a_longer_line_is_cut_at_4096_characters_of_which_at_most_1024_are_before_the_code(
    before: int, after: int, text_column: int, length: int, character: str
) -> None:
    line = character * before + "DIPV1003" + character * after + "x" * (character == "\r" and after > 0)
    (finding,) = scan([line])
    assert (finding.column, finding.text_column, len(finding.text)) == (before + 1, text_column, length)
    assert finding.text == line[text_column - 1 :][:length]
    assert finding.error.code == "DIPV1003"


def test_each_code_of_a_longer_line_has_its_own_part_of_it() -> None:
    line = "".join(f"[DIPV{code:04}] {'é🎉'[code % 2] * (code % 700)}" for code in range(0, 10_000, 50))
    assert list(scan([line], encoding=None)) == codes_in(line, "<lines>")


# Blocks and regions.


@given(DATA, SIZES)
@example(b"\r\nDIPV1003\r\n", [1])
def test_the_findings_are_the_same_in_whatever_blocks_a_file_is_read(data: bytes, sizes: list[int]) -> None:
    text = decoded(data)
    found = scan(reading(pieces(data, sizes)))
    assert list(found) == list(scan(io.BytesIO(data))) == codes_in(text)
    assert found.lines == lines_of(text)
    assert found.lines_with_code == len({finding.line for finding in codes_in(text)})


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


@contextmanager
def short_lines(longest: int, around: int) -> Iterator[None]:
    """Within it, no line of more than `longest` bytes is read whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regions, "LONGEST_LINE", longest)
        patch.setattr(regions, "BYTES_AROUND", around)
        patch.setattr(scanner, "BYTES_AROUND", around)
        yield


@given(DATA, SIZES, st.integers(12, 40), st.integers(0, 60))
def test_the_places_are_the_same_in_lines_that_are_read_in_pieces(
    data: bytes, sizes: list[int], around: int, more: int
) -> None:
    text = decoded(data)
    with short_lines(2 * around + more, around):
        found = scan(reading(pieces(data, sizes)))
        assert places(found) == places(codes_in(text))
    assert found.lines == lines_of(text)
    assert found.lines_with_code == len({finding.line for finding in codes_in(text)})


@given(st.text("x 🎉é", max_size=300), SIZES, st.integers(12, 40))
def test_a_code_is_found_at_every_place_of_a_line_that_is_read_in_pieces(
    line: str, sizes: list[int], around: int
) -> None:
    for place in range(0, len(line) + 1, 7):
        coded = f"{line[:place]}-dipv1003-{line[place:]}"
        with short_lines(2 * around, around):
            assert places(scan(reading(pieces(coded.encode(), sizes)))) == [(1, place + 2, "DIPV1003")]


def enormous(offset: int, filler: bytes) -> bytes:
    """A line of twenty blocks without an end, with codes `offset` bytes from the edges of the blocks and pieces."""
    line = bytearray(filler * (20 * BLOCK // len(filler)))
    for edge in range(BLOCK, 20 * BLOCK, BLOCK):
        for place in (edge - regions.BYTES_AROUND + offset, edge + offset):
            line[place - 6 : place + 14] = b"^^^^^ DIPV1003 ^^^^^"
    return bytes(line)


@pytest.mark.parametrize("offset", range(-10, 3))
def test_codes_on_the_edges_of_blocks_and_pieces_of_one_enormous_line(offset: int, tmp_path: Path) -> None:
    data = enormous(offset, b"con sites ")
    path = written(tmp_path, data)
    findings = list(scan(path))
    assert len(findings) == 38
    assert findings == codes_in(decoded(data), path)


@pytest.mark.parametrize(
    "filler", ["é".encode(), "エ".encode(), "🎉".encode(), b"\xff", b"\xe2\x82", b"\x80\xf0\x9f"], ids=repr
)
@pytest.mark.parametrize("offset", range(4))
def test_columns_of_one_enormous_line_count_characters(filler: bytes, offset: int) -> None:
    data = enormous(offset, filler)
    assert list(scan(io.BytesIO(data))) == codes_in(decoded(data))


def test_a_short_line_after_an_enormous_one_has_its_own_number_and_columns() -> None:
    data = b"x" * 1_000_000 + b" DIPV1003\r\n" + b"y" * 300_000 + b"\n DIPV1010\n"
    found = scan(io.BytesIO(data))
    assert list(found) == codes_in(data.decode())
    assert (found.lines, found.lines_with_code) == (3, 2)


def test_an_enormous_line_with_many_codes_counts_once() -> None:
    found = scan(io.BytesIO(b"DIPV1003 " * 100_000))
    assert sum(1 for _ in found) == 100_000
    assert (found.lines, found.lines_with_code) == (1, 1)


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
(finding,) = scan(OneLine())
assert (finding.line, finding.column) == (1, (1 << 30) + 2), finding
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="nothing here tells the peak memory of one process")
def test_a_line_of_one_gigabyte_takes_less_than_64_megabytes() -> None:
    assert int(output_of(GIGABYTE_LINE)) < 64 * 1024


def output_of(program: str, given_data: bytes = b"") -> str:
    """What a Python of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], input=given_data, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def peak_of(source: Any, *, wordings: bool = False) -> int:
    for _ in scan(io.BytesIO(b"DIPV1003\nIntegration keys are missing\n"), wordings=wordings):
        pass
    gc.collect()
    tracemalloc.start()
    try:
        for _ in scan(source, wordings=wordings):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("block", "size", "words"),
    [
        (log(1_000, every=500).encode(), 4_000_000, False),
        (log(400, every=1).encode(), 400_000, False),
        (b"con_sites - Sites V2 [INF] " * 2_000, 4_000_000, False),
        (b"con_sites [DIPV1003] " + b"a" * 40_000, 4_000_000, False),
        (b"\n" * (1 << 16), 4_000_000, False),
        (b"\x80\xff" * (1 << 15), 4_000_000, False),
        (log(1_000, every=500).encode(), 400_000, True),
        (b"Missing source schema. " * 30 + b"con_sites " * 4_000, 400_000, True),
        (b"con_sites\xff " * 4_000, 400_000, True),
    ],
    ids=[
        "sparse",
        "dense",
        "one line",
        "one line of codes",
        "blank lines",
        "damaged",
        "calm words",
        "words",
        "no words",
    ],
)
def test_ten_times_the_log_takes_no_more_memory(block: bytes, size: int, words: bool) -> None:  # noqa: FBT001 - a column
    count = size // len(block)
    once, ten_times = (peak_of(reading(itertools.repeat(block, n * count)), wordings=words) for n in (1, 10))
    assert ten_times < 1.1 * once + 50_000


def test_ten_times_the_lines_take_no_more_memory() -> None:
    once, ten_times = (peak_of(log_lines(count, every=3)) for count in (3_000, 30_000))
    assert ten_times < 1.1 * once + 20_000


# What is wrong with a log.


def test_an_odd_byte_at_the_end_of_utf_16_loses_nothing_before_it(tmp_path: Path) -> None:
    path = written(tmp_path, MIXED.encode("utf-16") + b"x")
    found = scan(path)
    assert list(found) == codes_in(MIXED + "\ufffd", path)
    assert found.lines == 5


def test_utf_8_that_ends_in_the_middle_of_a_character_loses_nothing_before_it(tmp_path: Path) -> None:
    path = written(tmp_path, b"[DIPV1003] \xf0\x9f\x8e")
    (finding,) = scan(path)
    assert finding.text == "[DIPV1003] \ufffd"


def test_codes_are_found_in_binary_noise() -> None:
    noise = random.Random(5)  # noqa: S311 - no secret
    data = b"a" + b"".join(noise.randbytes(noise.randrange(3_000)) + b" DIPV1003 " for _ in range(500))
    found = scan(io.BytesIO(data))
    findings = list(found)
    assert len(findings) == 500
    assert findings == codes_in(decoded(data))
    assert found.lines == lines_of(decoded(data))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_findings_in_a_fifo_arrive_before_its_writer_closes_it(tmp_path: Path) -> None:
    fifo = tmp_path / "con.fifo"
    os.mkfifo(fifo)
    found = scan(fifo)
    with ThreadPoolExecutor(1) as pool:
        with open(os.open(fifo, os.O_RDWR), "wb", buffering=0) as writer:  # noqa: PTH123 - opened for both, it never waits
            for number, code in enumerate(["DIPV1003", "DIPV1010"], start=1):
                arriving = pool.submit(next, found)
                writer.write(f"[{code}]\n".encode())
                assert places([arriving.result(timeout=60)]) == [(number, 2, code)]
            last = pool.submit(list, found)
            writer.write(b"no end [DIPV1022]")
        assert places(last.result(timeout=60)) == [(3, 9, "DIPV1022")]


def test_a_directory_is_an_os_error_with_the_first_step(tmp_path: Path) -> None:
    found = scan(tmp_path)
    with pytest.raises(IsADirectoryError if os.name == "posix" else PermissionError) as caught:
        next(found)
    assert caught.value.filename == tmp_path


@contextmanager
def without_privileges() -> Iterator[None]:
    """Within it, root is nobody, whom file modes hold back."""
    if not hasattr(os, "geteuid"):
        pytest.skip("NOT TESTED: this system has no file modes that keep a reader out")
    if os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(65_534)
    except OSError as error:
        pytest.skip(f"NOT TESTED: root reads everything, and cannot become anybody else here: {error}")
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_may_not_be_read_is_a_permission_error_with_the_first_step(tmp_path: Path) -> None:
    path = written(tmp_path, MIXED)
    path.chmod(0)
    found = scan(path)
    with without_privileges(), pytest.raises(PermissionError) as caught:
        next(found)
    assert caught.value.filename == path


def test_a_file_that_is_missing_is_an_os_error_with_the_first_step(tmp_path: Path) -> None:
    found = scan(tmp_path / "missing.log")
    with pytest.raises(FileNotFoundError) as caught:
        next(found)
    assert getattr(caught.value, "__notes__", []) == []
    assert (list(found), found.lines) == ([], 0)


def test_a_file_that_grows_while_it_is_read_is_read_to_its_new_end(tmp_path: Path) -> None:
    path = written(tmp_path, "[DIPV1003] first\nsecond [DIPV10")
    found = scan(path)
    assert next(found).code == "DIPV1003"
    with path.open("a") as log_file:
        log_file.write("10]\nthird [DIPV1022]")
    assert places(found) == [(2, 9, "DIPV1010"), (3, 8, "DIPV1022")]
    assert found.lines == 3


@pytest.mark.parametrize(
    "text",
    ["12:00 [DIPV1003] Keys are missing", "first line\nsecond line", "x" * 5_000 + "\n", "\x00 DIPV1003"],
    ids=ascii,
)
def test_a_text_given_as_a_path_fails_with_a_note_that_says_what_to_call(text: str) -> None:
    found = scan(text)
    with pytest.raises((OSError, ValueError)) as caught:
        next(found)
    assert caught.value.__notes__ == ["scan takes a path. For a text call parse_all, or scan(text.splitlines())."]


# Findings.


def a_finding(**changes: Any) -> Finding:
    return attrs.evolve(Finding("con.log", 3, 8, "DIPV1003", "code", "12:00 [DIPV1003] Keys"), **changes)


def test_a_finding_has_every_field_of_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "a\nb\n12:00 [DIPV1003] Keys\n")
    assert list(scan(path)) == [a_finding(source=str(path))]


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(Finding)])
def test_a_finding_cannot_be_changed(field: str) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(a_finding(), field, "other")


def test_findings_with_the_same_fields_are_equal_and_have_one_hash() -> None:
    assert a_finding() == a_finding()
    assert len({a_finding(), a_finding()}) == 1


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(Finding)])
def test_findings_that_differ_in_one_field_are_not_equal(field: str) -> None:
    assert a_finding(**{field: "other"}) != a_finding()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_finding_survives_pickle(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(a_finding(), protocol)) == a_finding()


def test_a_finding_arrives_in_a_process_that_has_imported_nothing() -> None:
    program = "import pickle, sys; print(pickle.load(sys.stdin.buffer).error)"
    assert output_of(program, pickle.dumps(a_finding())) == "[DIPV1003] Keys"


def test_the_error_of_a_finding_is_typed_and_knows_its_place() -> None:
    first, second = scan(io.BytesIO(b"\n12:00 [DIPV1003] Keys. [DIPV1010] con_name is not mapped\n"))
    assert type(first.error) is IntegrationKeyMissing
    assert first.error.text == "Keys."
    assert type(second.error) is MandatoryFieldNotMapped
    assert second.error.text == "con_name is not mapped"
    assert first.error.raw == second.error.raw == "12:00 [DIPV1003] Keys. [DIPV1010] con_name is not mapped"
    assert dict(second.error.context) == {"source": "<file>", "line": "2", "column": "25"}
    assert first.error.matched_by == second.error.matched_by == "code"


def test_the_error_of_a_finding_is_made_anew_at_each_call() -> None:
    finding = a_finding()
    finding.error.add_note("seen in the nightly run")
    assert finding.error is not finding.error
    assert "seen in the nightly run" not in finding.error.__notes__


def test_the_error_of_a_finding_has_the_names_in_its_text() -> None:
    (finding,) = scan(["Project validation failed. [DIPV1025] Missing destination field con_site.con_id in the schema"])
    assert type(finding.error) is DestinationFieldMissingFromSchema
    assert finding.error.names == ("con_site.con_id",)


def test_the_error_of_a_finding_in_a_cut_line_has_what_is_kept_of_the_line() -> None:
    (finding,) = scan([" " * 5_000 + "[DIPV1003] " + "Keys " * 2_000])
    assert finding.error.raw == finding.text
    assert finding.error.text == finding.text[1_024 + len("DIPV1003] ") :].rstrip()
    assert finding.error.context["column"] == "5002"


@pytest.mark.parametrize("code", REGISTRY)
def test_every_documented_code_is_found_and_gives_its_error(code: str) -> None:
    line = f"2031-05-01 [ERR] con_sites - Sites: Error: Project validation failed. [{code}] {REGISTRY[code].message}"
    (finding,) = scan([line])
    assert type(finding.error) is REGISTRY[code]
    assert (finding.code, finding.matched_by) == (code, "code")
    assert (finding.error.raw, finding.error.text) == (line, REGISTRY[code].message)
    assert str(DualWriteError.from_dict(finding.error.to_dict())) == str(finding.error)


# By words.


def test_words_are_not_looked_for_unless_asked_for() -> None:
    found = scan(["Integration keys are missing"])
    assert (list(found), found.lines) == ([], 1)


@pytest.mark.parametrize(
    ("code", "sentence"), [(code, words) for code, cls in REGISTRY.items() for words in cls.info.documented_words]
)
def test_every_documented_sentence_is_found_by_its_words(code: str, sentence: str) -> None:
    (finding,) = scan([f"12:00 [ERR] {sentence}."], wordings=True)
    assert (finding.code, finding.matched_by, finding.column) == (code, "wording", 13)
    assert type(finding.error) is REGISTRY[code]
    assert (finding.error.text, finding.error.matched_by) == (f"{sentence}.", "wording")
    assert dict(finding.error.context) == {"source": "<lines>", "line": "1", "column": "13"}


def test_words_count_in_the_lines_without_a_code_alone() -> None:
    words = "Duplicate value map"
    lines = ["Missing source schema", f"[DIPV1003] {words}", f"{words} [DIPV1003]", words]
    found = scan(lines, wordings=True)
    assert [(finding.line, finding.column, finding.code, finding.matched_by) for finding in found] == [
        (1, 1, "DIPV1018", "wording"),
        (2, 2, "DIPV1003", "code"),
        (3, 22, "DIPV1003", "code"),
        (4, 1, parse_all(words)[0].code, "wording"),
    ]
    assert (found.lines, found.lines_with_code) == (4, 2)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"], ids=ascii)
def test_words_never_run_over_the_end_of_a_line(end: str) -> None:
    text = f"Missing source{end}schema\n"
    assert [error.code for error in parse_all(text)] == ["DIPV1018"]
    assert list(scan(io.StringIO(text, newline=""), wordings=True)) == []


def test_words_that_break_off_at_the_end_of_a_line_do_not_hide_those_of_the_next() -> None:
    text = "Missing source\nMissing source schema\n"
    assert places(scan(io.StringIO(text), wordings=True)) == [(2, 1, "DIPV1018")]


def test_several_errors_by_words_in_a_line_have_a_column_and_a_text_each() -> None:
    first, second = scan([b"\xff\xc3\xa9 Missing source schema, integration KEYS are  missing!"], wordings=True)
    assert (first.column, second.column) == (4, 27)
    assert type(first.error) is SourceSchemaMissing
    assert first.error.text == "Missing source schema,"
    assert type(second.error) is IntegrationKeyMissing
    assert second.error.text == "integration KEYS are  missing!"


def test_findings_by_words_and_by_code_come_in_the_order_of_lines() -> None:
    words = "Missing source schema"
    lines = [words, "[DIPV1003]", "calm", f"{words}. {words}", "DIPV1010", "calm"]
    found = scan(io.StringIO("\n".join(lines * 3_000)), wordings=True)
    expected = [
        (6 * turn + line, column, code)
        for turn in range(3_000)
        for line, column, code in [
            *((1, 1, "DIPV1018"), (2, 2, "DIPV1003"), (4, 1, "DIPV1018"), (4, 24, "DIPV1018"), (5, 1, "DIPV1010"))
        ]
    ]
    assert places(found) == expected
    assert (found.lines, found.lines_with_code) == (18_000, 6_000)


@pytest.mark.parametrize("before", [0, 1_024, 1_025, 5_000])
def test_a_line_with_words_is_cut_like_one_with_a_code(before: int) -> None:
    line = "é " * (before // 2) + " " * (before % 2) + "Missing source schema" + " é" * 3_000
    (finding,) = scan([line], wordings=True)
    assert finding.column == before + 1
    assert (finding.text, finding.text_column) == kept(line, before)


def test_the_error_of_words_that_go_on_beyond_the_cut_is_that_of_the_words() -> None:
    (finding,) = scan(["Missing source" + " " * 5_000 + "schema of con_sites"], wordings=True)
    assert len(finding.text) == 4_096
    assert type(finding.error) is SourceSchemaMissing
    assert (finding.error.matched_by, finding.error.raw) == ("wording", finding.text)
    assert finding.error.text.startswith("Missing source")
    assert dict(finding.error.context) == {"source": "<lines>", "line": "1", "column": "1"}


@given(LINES | BROKEN_LINES, st.sampled_from(["\n", "\r\n"]), SIZES)
def test_line_by_line_the_errors_are_those_of_parse_all(lines: list[str], end: str, sizes: list[int]) -> None:
    text = end + end.join(lines) + end
    expected = [
        (number, error.code, error.matched_by, error.text, error.raw)
        for number, line in enumerate(text.split("\n"), start=1)
        for error in parse_all(line.removesuffix("\r"))
    ]
    for source in (io.BytesIO(text.encode()), reading(pieces(text.encode(), sizes)), text.split("\n")):
        found = list(scan(source, wordings=True))
        errors = [finding.error for finding in found]
        assert [(f.line, f.code, f.matched_by, e.text, e.raw) for f, e in zip(found, errors, strict=True)] == expected
        assert [finding.code for finding in found] == [error.code for error in errors]
        assert all(f.text.startswith(f.error.text, f.column - 1) for f in found if f.matched_by == "wording")
        assert places(found) == sorted(places(found))


SENTENCE = "Integration keys are missing"


@pytest.mark.parametrize("filler", ["x ", "é ", "🎉 "])
def test_words_at_the_edge_of_the_pieces_of_a_line_are_found_once(filler: str) -> None:
    width = len(filler.encode())
    for fillers in range((FIRST_STOP - len(SENTENCE)) // width - 3, FIRST_STOP // width + 4):
        line = filler * fillers + SENTENCE + " " + filler * 60_000
        (finding,) = scan(io.BytesIO(line.encode()), wordings=True)
        assert (finding.line, finding.column) == (1, len(filler) * fillers + 1)
        assert finding.text.startswith(SENTENCE, finding.column - finding.text_column)


@given(LINES.map("; ".join).map("-".__add__), SIZES, st.integers(0, 200))
def test_words_in_a_line_that_is_read_in_pieces_are_found_as_in_one_that_is_read_whole(
    line: str, sizes: list[int], more: int
) -> None:
    line = line.replace("DIPV", "").replace("dipv", "")
    whole = places(scan([line], wordings=True))
    with short_lines(1_000 + more, 500):
        assert places(scan(reading(pieces(line.encode(), sizes)), wordings=True)) == whole


def test_of_a_line_of_more_than_65536_bytes_each_piece_is_read_as_a_line_of_its_own() -> None:
    filler = "con_sites " * 6_600
    near, far = f"{SENTENCE} [DIPV1010] {filler}", f"{filler}{filler}{SENTENCE} {filler}"
    found = scan(reading([near.encode(), far.encode()]), wordings=True)
    assert [(finding.code, finding.matched_by) for finding in found] == [("DIPV1010", "code"), ("DIPV1003", "wording")]
    assert (found.lines, found.lines_with_code) == (1, 1)


def test_a_line_of_65536_bytes_is_read_whole() -> None:
    line = f"{SENTENCE} {'x' * 65_487} DIPV1010."
    assert len(line) < 65_536
    assert [finding.code for finding in scan(reading(pieces(line.encode(), [4_096])), wordings=True)] == ["DIPV1010"]


def test_the_error_of_words_is_theirs_though_the_next_piece_of_the_line_has_its_code() -> None:
    before, after = f"{'x' * (FIRST_STOP - 50)} {SENTENCE} ", f"{'y' * 100} [DIPV1003] con_site {'z' * 100_000}"
    worded, coded = scan(io.BytesIO((before + after).encode()), wordings=True)
    assert (worded.matched_by, coded.matched_by) == ("wording", "code")
    assert worded.error.matched_by == "wording"
    assert worded.error.text.startswith(SENTENCE)


# The scan.


def test_a_scan_is_an_iterator_of_its_own_type() -> None:
    found = scan(["DIPV1003"])
    assert type(found) is Scan
    assert isinstance(found, Iterator)


@pytest.mark.parametrize("text", [SPARSE, DENSE, MIXED, ""], ids=["sparse", "dense", "mixed", "empty"])
def test_next_and_a_loop_give_the_same_in_turn(text: str) -> None:
    by_next, by_loop, by_both = (scan(io.StringIO(text, newline="")) for _ in range(3))
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
        assert (found.lines, found.lines_with_code) == (lines_of(text), len({finding.line for finding in expected}))
        assert list(found) == []


def test_lines_are_counted_as_far_as_they_have_been_read() -> None:
    found = scan(io.StringIO("a\n[DIPV1003]\nb\n[DIPV1010] [DIPV1022]\nc\n"))
    counts = [(found.lines, found.lines_with_code)]
    counts += [(found.lines, found.lines_with_code) for _ in found]
    counts += [(found.lines, found.lines_with_code)]
    assert counts == [(0, 0), (1, 1), (3, 2), (3, 2), (5, 2)]


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


@pytest.mark.parametrize("name", ["con.log", "con.log.gz"])
def test_a_path_is_opened_with_the_first_step_and_closed_after_the_last(
    name: str, tmp_path: Path, opened: list[io.FileIO]
) -> None:
    data = SPARSE.encode()
    found = scan(written(tmp_path, gzip.compress(data) if name.endswith("gz") else data, name))
    assert opened == []
    next(found)
    (file,) = opened
    assert not file.closed
    assert len(list(found)) == 9
    assert file.closed
    assert len(opened) == 1


@pytest.mark.parametrize("steps", [0, 1, 3])
@with_and_without_words
def test_close_closes_the_file_and_ends_the_scan(
    steps: int, scanned: Callable[[Any], Scan], tmp_path: Path, opened: list[io.FileIO]
) -> None:
    with closing(scanned(written(tmp_path, SPARSE))) as found:
        assert len(list(itertools.islice(found, steps))) == steps
    assert [file.closed for file in opened] == [True] * min(steps, 1)
    assert list(found) == []
    assert next(found, None) is None
    found.close()


def test_a_scan_that_is_left_unfinished_closes_its_file(tmp_path: Path, opened: list[io.FileIO]) -> None:
    for finding in scan(written(tmp_path, SPARSE)):
        assert finding.line == 2_000
        break
    gc.collect()
    assert [file.closed for file in opened] == [True]


def test_a_file_that_cannot_be_read_to_its_end_is_closed(tmp_path: Path, opened: list[io.FileIO]) -> None:
    found_before(scan(written(tmp_path, gzip.compress(b"DIPV1003")[:-9], "con.gz")), OSError, "cut off")
    assert [file.closed for file in opened] == [True]


def test_a_file_of_the_caller_stays_open_and_is_read_from_where_it_stands() -> None:
    file = io.BytesIO(b"[DIPV1010]\nDIPV1003\n")
    file.readline()
    found = scan(file)
    assert places(found) == [(1, 1, "DIPV1003")]
    found.close()
    assert not file.closed


def named(name: object) -> IO[bytes]:
    file = reading([b"DIPV1003"])
    file.name = name  # type: ignore[misc] # a stand-in for files with and without names
    return file


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (named("con.log"), "con.log"),
        (named(7), "<file>"),
        (io.BytesIO(b"DIPV1003"), "<file>"),
        (io.StringIO("DIPV1003"), "<file>"),
        (["DIPV1003"], "<lines>"),
        ((b"DIPV1003",), "<lines>"),
        (iter(["DIPV1003"]), "<lines>"),
        ((line for line in ["DIPV1003"]), "<lines>"),
    ],
    ids=range(8),
)
def test_the_source_is_the_name_of_the_file_or_what_it_is(source: Any, name: str) -> None:
    found = scan(source)
    assert [found.source, *(finding.source for finding in found)] == [name, name]


@pytest.mark.parametrize(
    "source", [named(""), gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(b"DIPV1003")))], ids=range(2)
)
def test_the_source_of_a_file_with_an_empty_name_is_that_of_one_without(source: Any) -> None:
    assert [finding.source for finding in scan(source)] == ["<file>"]


def test_the_source_is_the_path_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "DIPV1003")
    monkeypatch.chdir(tmp_path)
    for given_path in (path, str(path), "con.log", Path("con.log"), "./con.log"):
        found = scan(given_path)
        assert [found.source, *(finding.source for finding in found)] == [str(given_path)] * 2


def test_the_source_of_a_file_that_was_opened_is_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, "DIPV1003")
    with path.open("rb") as binary, path.open(encoding="utf-8") as text, path.open("rb", buffering=0) as raw:
        for file in (binary, text, raw):
            assert [finding.source for finding in scan(file)] == [str(path)]


# Sources.


@pytest.mark.parametrize(
    "source",
    [
        io.BytesIO,
        lambda data: io.StringIO(data.decode()),
        lambda data: io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline=""),
        lambda data: io.BufferedReader(io.BytesIO(data)),
        lambda data: gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(data))),
        lambda data: data.decode().split("\n"),
        lambda data: data.decode().splitlines(),
        lambda data: data.decode().splitlines(keepends=True),
        lambda data: data.splitlines(),
        lambda data: data.splitlines(keepends=True),
        lambda data: tuple(map(bytearray, data.splitlines())),
        lambda data: (line for line in data.splitlines()),
        lambda data: [data.decode()],
        lambda data: dict.fromkeys(data.splitlines()).keys(),
    ],
    ids=range(14),
)
def test_the_places_are_the_same_from_every_kind_of_source(source: Callable[[bytes], Any]) -> None:
    found = scan(source(MIXED.encode()))
    assert places(found) == places(codes_in(MIXED))
    assert found.lines == 5


def test_lines_may_be_of_both_kinds() -> None:
    lines: list[Any] = ["é DIPV1003", b"\xff DIPV1003", bytearray(b"DIPV1003\n")]
    assert places(scan(lines)) == [(1, 3, "DIPV1003"), (2, 3, "DIPV1003"), (3, 1, "DIPV1003")]


def test_lines_of_bytes_are_decoded_and_lines_of_text_are_not() -> None:
    lines: list[Any] = ["é’ DIPV1003", "é’ DIPV1003".encode("cp1252")]
    assert [finding.text for finding in scan(lines, encoding="cp1252")] == ["é’ DIPV1003"] * 2


def test_a_lone_surrogate_in_a_text_is_one_character() -> None:
    for source in (io.StringIO("\ud800\udfff DIPV1003\udcff"), ["\ud800\udfff DIPV1003\udcff\n"]):
        (finding,) = scan(source)
        assert (finding.column, len(finding.text)) == (4, 12)
        assert finding.text.encode()


def test_a_finding_arrives_before_the_next_line_is_asked_for() -> None:
    asked: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(5):
            asked.append(number)
            yield "calm" if number % 2 else "[DIPV1003]"

    found = scan(lines())
    assert asked == []
    assert [(next(found).line, list(asked)) for _ in range(2)] == [(1, [0]), (3, [0, 1, 2])]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"DIPV1003", r"not bytes: pass io\.BytesIO\(data\)"),
        (bytearray(b"DIPV1003"), r"not bytearray: pass io\.BytesIO\(data\)"),
        ({"errorMessage": "DIPV1003"}, "not dict: call parse_payload for decoded JSON"),
        (None, "a path, an open file or lines, not NoneType"),
        (1003, "a path, an open file or lines, not int"),
        (ValueError("DIPV1003"), "a path, an open file or lines, not ValueError"),
    ],
    ids=repr,
)
def test_what_is_no_source_is_a_type_error_before_the_first_step(source: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        scan(source)


@pytest.mark.parametrize("line", [7, None, {"message": "DIPV1003"}, ["DIPV1003"]], ids=repr)
def test_a_line_that_is_none_is_a_type_error_after_the_lines_before_it(line: Any) -> None:
    findings = found_before(
        scan(["[DIPV1003]", b"calm", line, "[DIPV1010]"]),
        TypeError,
        rf"line 3 is of type {type(line).__name__}: scan takes lines as str or bytes",
    )
    assert places(findings) == [(1, 2, "DIPV1003")]


@pytest.mark.parametrize(
    ("piece", "error", "message"),
    [
        (None, BlockingIOError, "nothing to read yet: open it so that reading waits"),
        (7, TypeError, "a file that reads bytes or str, not int"),
        (bytearray(b"DIPV1003"), TypeError, "a file that reads bytes or str, not bytearray"),
    ],
    ids=repr,
)
def test_a_file_that_reads_neither_bytes_nor_text_is_refused_after_what_came_before(
    piece: Any, error: type[Exception], message: str
) -> None:
    assert found_before(scan(reading([piece, b"DIPV1003"])), error, message) == []
    assert places(found_before(scan(reading([b"a\nDIPV1003 b", piece])), error, message)) == [(2, 1, "DIPV1003")]


def failing(lines: Iterable[Any], failure: Exception) -> Iterator[Any]:
    yield from lines
    raise failure


@pytest.mark.parametrize("failure", [ConnectionResetError("gone"), ZeroDivisionError(), UnicodeError("x")], ids=repr)
@with_and_without_words
@pytest.mark.parametrize("source", [failing, lambda lines, failure: reading([*lines, failure])], ids=["lines", "file"])
def test_an_error_of_the_source_is_raised_as_it_is_after_what_came_before_it(
    failure: Exception, scanned: Callable[[Any], Scan], source: Callable[[list[str], Exception], Any]
) -> None:
    found = scanned(source(["a\n", "b [DIPV1003]\n", "c [DIPV1010]\n", "d [DIPV1022]"], failure))
    findings: list[Finding] = []
    with pytest.raises(type(failure)) as caught:
        findings.extend(found)
    assert caught.value is failure
    assert places(findings) == [(2, 4, "DIPV1003"), (3, 4, "DIPV1010"), (4, 4, "DIPV1022")]
    assert found.lines_with_code == 3
    assert list(found) == []


def test_a_line_that_an_error_breaks_off_is_not_counted_as_read_to_its_end() -> None:
    found = scan(reading([b"a\nb [DIPV1003]", OSError("gone")]))
    assert places(found_before(found, OSError, "gone")) == [(2, 4, "DIPV1003")]
    assert (found.lines, found.lines_with_code) == (1, 1)


def test_lines_before_an_error_are_counted_however_short_they_are() -> None:
    found = scan(reading([b"a\n", OSError("gone")]))
    assert found_before(found, OSError, "gone") == []
    assert found.lines == 1


def test_a_text_file_that_does_not_decode_raises_what_it_raises_after_what_came_before_it() -> None:
    data = b"[DIPV1003]\n" + b"calm\n" * 100_000 + b"\xff [DIPV1010]\n"
    file = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    assert places(found_before(scan(file), UnicodeDecodeError, "can't decode byte 0xff")) == [(1, 2, "DIPV1003")]


@pytest.mark.parametrize("first", [b"\xef\xbb\xbf[DIPV1003]\n", "\ufeff[DIPV1003]\n"])
def test_a_byte_order_mark_is_no_part_of_the_first_of_the_lines(first: str | bytes) -> None:
    assert places(scan(cast("list[str]", [first]))) == [(1, 2, "DIPV1003")]


@pytest.mark.parametrize("blocks", [[b"[DIPV1003]\n", "[DIPV1004]\n"], ["[DIPV1003]\n", b"[DIPV1004]\n"]])
def test_a_file_that_reads_bytes_and_str_in_turns_is_refused_after_what_came_before(blocks: list[object]) -> None:
    assert places(found_before(scan(reading(blocks)), TypeError, "bytes or str, not both")) == [(1, 2, "DIPV1003")]


def test_bytes_of_a_line_that_do_not_decode_lose_nothing_but_themselves() -> None:
    (finding,) = scan([b"a\x81b [DIPV1003]"], encoding="cp1252")
    assert (finding.text, finding.column) == ("a\ufffdb [DIPV1003]", 6)


@pytest.mark.parametrize("magic", [b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"])
def test_a_file_that_reads_compressed_data_is_refused(magic: bytes) -> None:
    with pytest.raises(OSError, match=r"the data are compressed: decompress them first"):
        list(scan(io.BytesIO(magic + b"data")))


def test_one_line_of_many_words_takes_linear_work(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []

    def counted(before: str, after: str) -> tuple[str, int]:
        lengths.append(len(before) + len(after))
        return cut(before, after)

    monkeypatch.setattr("dualwrite_errors.scanning.scanner.cut", counted)
    assert sum(1 for _ in scan(["Missing source schema " * 5_000], wordings=True)) == 5_000
    assert max(lengths) <= 2 * 4_096 + 1
