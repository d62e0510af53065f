"""What `scan` can read: files of any encoding, compressed ones, streams, lines; and what it says where it cannot."""

import bz2
import codecs
import gzip
import importlib
import io
import lzma
import os
import random
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import pytest
from logs import codes_in, lines_of, log, pieces, places, reading, written

from dualwrite_errors import Finding, Scan, scan
from dualwrite_errors.scanning.documents import text_of, text_of_characters
from dualwrite_errors.scanning.regions import BYTES_AROUND, regions_of, start_of_character
from dualwrite_errors.scanning.streams import Peeked, check_expansion

SPARSE = log(20_000, every=2_000)
DENSE = log(5_000, every=1)
MIXED = "é 1 [DIPV1003] Site’s key\r\nnothing\n\n€ dipv1010 and [DIPV1099]\nlast DWFOEV1004"

in_both_ways = pytest.mark.parametrize("codes_only", [False, True], ids=["all", "codes"])


def found_before(found: Scan, error: type[BaseException], match: str) -> list[Finding]:
    """What `found` yields before it raises `error`."""
    findings: list[Finding] = []
    with pytest.raises(error, match=match):
        findings.extend(found)
    return findings


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
    ("a mark goes before the name: UTF-32", codecs.BOM_UTF32_BE, "utf-32-be", "utf-8"),
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
def test_characters_and_marks_may_straddle_the_blocks_that_are_read(
    mark: bytes, written_as: str, encoding: str | None
) -> None:
    for sizes in [(1,), (2,), (3,), (7, 1)]:
        file = reading(pieces(mark + MIXED.encode(written_as), sizes))
        assert list(scan(file, encoding=encoding)) == codes_in(MIXED), sizes


def test_a_long_log_in_utf_16_has_the_findings_of_the_same_log_in_utf_8(tmp_path: Path) -> None:
    path = written(tmp_path, SPARSE.encode("utf-16"))
    assert list(scan(path)) == codes_in(SPARSE, path)


def test_only_a_mark_at_the_beginning_is_left_out() -> None:
    text = "\ufeffa\ufeff DIPV1003"
    for source in (io.BytesIO(text.encode()), io.BytesIO(text.encode("utf-16-le")), io.StringIO(text), [text]):
        (finding,) = scan(source)
        assert (finding.text, finding.column) == ("a\ufeff DIPV1003", 4)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-7"])
def test_a_mark_at_the_beginning_is_left_out_in_every_encoding(encoding: str) -> None:
    (finding,) = scan(io.BytesIO("\ufeff[DIPV1003]".encode(encoding)), encoding=encoding)
    assert (finding.text, finding.column) == ("[DIPV1003]", 2)


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_an_empty_file_has_no_lines(data: bytes) -> None:
    found = scan(io.BytesIO(data))
    assert (list(found), found.lines, found.lines_with_finding) == ([], 0, 0)


@pytest.mark.parametrize("encoding", ["utf-61", "", "rot13", "base64", "undefined", "a\x00b", "\udc80"], ids=ascii)
def test_what_names_no_text_encoding_is_refused_before_anything_is_read(encoding: str) -> None:
    with pytest.raises(LookupError) as caught:
        scan("missing.log", encoding=encoding)
    assert caught.value.args == (f"{encoding!r} is no text encoding that Python knows; 'utf-16' and 'cp1252' are two",)


@pytest.mark.parametrize("encoding", [b"utf-8", 8], ids=repr)
def test_an_encoding_that_is_no_str_is_a_type_error(encoding: Any) -> None:
    with pytest.raises(TypeError, match=r"the name of an encoding, such as 'utf-16', not \w+"):
        scan("missing.log", encoding=encoding)


def test_an_odd_byte_at_the_end_of_utf_16_loses_nothing_before_it() -> None:
    found = scan(io.BytesIO(MIXED.encode("utf-16") + b"x"))
    assert list(found) == codes_in(MIXED + "\ufffd")
    assert found.lines == 5


def test_utf_8_that_ends_in_the_middle_of_a_character_loses_nothing_before_it() -> None:
    (finding,) = scan(io.BytesIO(b"[DIPV1003] \xf0\x9f\x8e"))
    assert finding.text == "[DIPV1003] \ufffd"


@in_both_ways
def test_codes_are_found_in_binary_noise(*, codes_only: bool) -> None:
    noise = random.Random(5)  # noqa: S311 - no secret
    data = b"a" + b"".join(noise.randbytes(noise.randrange(3_000)) + b" DIPV1003 " for _ in range(300))
    found = scan(io.BytesIO(data), codes_only=codes_only, encoding="utf-8")
    findings = list(found)
    assert len(findings) == 300
    assert findings == codes_in(data.decode("utf-8", "replace"))
    assert found.lines == lines_of(data.decode("utf-8", "replace"))


# Compressed files.


@pytest.mark.parametrize("name", ["con.log.gz", "CON.LOG.GZ", "con.log"])
def test_a_gzip_file_is_read_decompressed_whatever_its_name(name: str, tmp_path: Path) -> None:
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
    found = scan(path, codes_only=True)
    findings = found_before(found, OSError, "the compressed data are damaged or cut off: ")
    assert findings == codes_in(text, path)
    assert 1_000 < len(findings) < 4_000
    assert found.lines == text.count("\n")


def test_compressed_data_that_ask_for_more_memory_than_there_is_are_damaged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Decompressor:
        eof = False

        def __init__(self, _: int) -> None: ...

        def decompress(self, *_: object) -> bytes:
            raise MemoryError

    monkeypatch.setattr(lzma, "LZMADecompressor", Decompressor)
    with pytest.raises(OSError, match="the compressed data are damaged or cut off"):
        list(scan(written(tmp_path, lzma.compress(DENSE.encode()), "con.xz")))


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


@pytest.mark.parametrize("name", ["con.gz", "con.zip", "con.xlsx", "con.pdf"])
def test_what_a_file_is_called_does_not_matter(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, MIXED, name)
    assert list(scan(path)) == codes_in(MIXED, path)


def test_without_support_for_it_a_zst_file_is_an_os_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    path = written(tmp_path, b"\x28\xb5\x2f\xfd", "con.log.zst")
    with pytest.raises(OSError, match=r"pip install 'dualwrite-errors\[zstd\]', or zstd -dc"):
        next(scan(path))


def compressors() -> dict[str, Callable[[bytes], bytes]]:
    zstd = importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    return {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}


in_every_compression = pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "zst"])


@in_both_ways
@in_every_compression
@pytest.mark.parametrize("behind", [b"[DIPV1003] x\n", b"x" * 20_000, bytes(8) + b"[DIPV1003] x\n"])
def test_a_text_behind_compressed_data_is_no_all_clear(ending: str, behind: bytes, *, codes_only: bool) -> None:
    compress = compressors()[ending]
    found = scan(io.BytesIO(compress(MIXED.encode()) + behind), codes_only=codes_only)
    assert found_before(found, OSError, ".") == codes_in(MIXED)


@in_every_compression
def test_compressed_data_may_come_in_a_row_and_be_cut_off_in_any_of_them(ending: str) -> None:
    compress = compressors()[ending]
    data = b"".join(map(compress, (b"", DENSE.encode(), b"", b"[DIPV1003] x")))
    assert [finding.code for finding in scan(io.BytesIO(data))][-1] == "DIPV1003"
    for cut in (1, 9):
        found = scan(io.BytesIO(data[:-cut]), codes_only=True)
        findings = found_before(found, OSError, "the compressed data are damaged or cut off: ")
        assert findings[:3_000] == codes_in(DENSE)[:3_000]


@pytest.mark.parametrize("compress", [bz2.compress, lzma.compress])
@pytest.mark.parametrize("padding", [b"\n", b"\r\n", b"\0\r\n\0"])
def test_behind_compressed_data_there_may_be_a_line_break(compress: Callable[[bytes], bytes], padding: bytes) -> None:
    assert list(scan(io.BytesIO(compress(b"calm\n") + padding))) == []


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("zeros", [4, 20_000])
def test_between_and_behind_compressed_data_there_may_be_zeros(compress: Callable[[bytes], bytes], zeros: int) -> None:
    data = compress(b"calm\n") + bytes(zeros)
    assert list(scan(io.BytesIO(data))) == []
    assert [finding.code for finding in scan(io.BytesIO(data + compress(b"[DIPV1003] x") + bytes(4)))] == ["DIPV1003"]


@pytest.mark.parametrize("compress", [bz2.compress, lzma.compress])
def test_a_disk_that_fails_below_compressed_data_is_the_error_of_the_disk(compress: Callable[[bytes], bytes]) -> None:
    def blocks() -> Iterator[bytes]:
        yield compress(DENSE.encode() * 4)[:-20]
        raise OSError("the disk is gone")

    assert found_before(scan(reading(blocks())), OSError, "the disk is gone")


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst"])
def test_a_compressed_file_is_read_by_whatever_name_also_in_several_parts_and_as_an_open_file(
    kind: str, tmp_path: Path
) -> None:
    compress = compressors()[kind]
    middle = len(SPARSE) // 2
    data = compress(SPARSE[:middle].encode()) + compress(SPARSE[middle:].encode())
    path = written(tmp_path, data, "con.log")
    assert list(scan(path)) == codes_in(SPARSE, path)
    assert list(scan(io.BytesIO(data))) == codes_in(SPARSE)


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst"])
@pytest.mark.parametrize("damage", ["cut off", "damaged"])
def test_damaged_compressed_data_are_an_os_error(kind: str, damage: str, tmp_path: Path) -> None:
    data = bytearray(compressors()[kind](SPARSE[: len(SPARSE) // 8].encode()))
    if damage == "cut off":
        del data[-12:]
    else:
        data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    with pytest.raises(OSError, match=r"."):
        list(scan(written(tmp_path, data)))


def test_what_is_compressed_twice_is_refused() -> None:
    with pytest.raises(OSError, match="it is compressed twice: unpack it first"):
        list(scan(io.BytesIO(gzip.compress(bz2.compress(b"[DIPV1003]")))))


def test_what_is_unpacked_may_be_a_gibibyte_and_beyond_it_a_thousand_times_its_size() -> None:
    for size, compressed in ((1 << 30, 0), ((1 << 30) + 5_000, 5)):
        check_expansion(size, compressed)
        with pytest.raises(OSError, match="it unpacks to more than 1,000 times its size: unpack it first if you trust"):
            check_expansion(size + 1, compressed)


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst"])
def test_a_compressed_file_may_be_of_any_length_if_it_is_no_thousand_times_shorter(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dualwrite_errors.scanning.streams._UNSUSPICIOUS", 0)
    monkeypatch.setattr("dualwrite_errors.scanning.streams._MOST_TIMES", 50)
    assert list(scan(io.BytesIO(compressors()[kind](DENSE.encode())), codes_only=True)) == codes_in(DENSE)


def test_from_python_3_14_on_a_zst_file_is_read_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    data = compressors()["zst"](MIXED.encode())
    monkeypatch.setitem(sys.modules, "compression.zstd", sys.modules[compressors()["zst"].__module__])
    monkeypatch.setitem(sys.modules, "backports.zstd", None)
    assert list(scan(io.BytesIO(data))) == codes_in(MIXED)


# Paths.


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


@pytest.mark.parametrize(
    "text",
    ["12:00 [DIPV1003] Keys are missing", "first line\nsecond line", "x" * 5_000 + "\n", "\x00 DW9003"],
    ids=["code", "lines", "long", "null"],
)
def test_a_text_given_as_a_path_fails_with_a_note_that_says_what_to_call(text: str) -> None:
    found = scan(text)
    with pytest.raises((OSError, ValueError)) as caught:
        next(found)
    assert caught.value.__notes__ == ["scan takes a path. For a text call parse_all, or scan(text.splitlines())."]


def test_a_file_that_grows_while_it_is_read_is_read_to_its_new_end(tmp_path: Path) -> None:
    path = written(tmp_path, "[DIPV1003] first\nsecond [DIPV10")
    found = scan(path, codes_only=True)
    assert next(found).code == "DIPV1003"
    with path.open("a") as log_file:
        log_file.write("10]\nthird [DIPV1022]")
    assert places(found) == [(2, 9, "DIPV1010"), (3, 8, "DIPV1022")]
    assert found.lines == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
@in_both_ways
def test_findings_in_a_fifo_arrive_with_the_next_record(tmp_path: Path, *, codes_only: bool) -> None:
    fifo = tmp_path / "con.fifo"
    os.mkfifo(fifo)
    found = scan(fifo, codes_only=codes_only)
    with ThreadPoolExecutor(1) as pool:
        with open(os.open(fifo, os.O_RDWR), "wb", buffering=0) as writer:  # noqa: PTH123 - opened for both, it never waits
            for number, code in enumerate(["DIPV1003", "DIPV1010"]):
                arriving = pool.submit(next, found)
                writer.write(f"12:00 [{code}]\n12:01 the next record\n".encode())
                assert places([arriving.result(timeout=60)]) == [(2 * number + 1, 8, code)]
            last = pool.submit(list, found)
            writer.write(b"no end [DIPV1022]")
        assert places(last.result(timeout=60)) == [(5, 9, "DIPV1022")]


# Files and lines.


@pytest.mark.parametrize(
    "source",
    [
        io.BytesIO,
        lambda data: io.StringIO(data.decode()),
        lambda data: io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline=""),
        lambda data: io.BufferedReader(io.BytesIO(data)),
        lambda data: gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(data))),
        lambda data: data.decode().split("\n"),
        lambda data: data.decode().splitlines(keepends=True),
        lambda data: data.splitlines(),
        lambda data: tuple(map(bytearray, data.splitlines())),
        lambda data: (line for line in data.splitlines(keepends=True)),
        lambda data: [data.decode()],
        lambda data: dict.fromkeys(data.splitlines()).keys(),
    ],
    ids=range(12),
)
def test_the_places_are_the_same_from_every_kind_of_source(source: Callable[[bytes], Any]) -> None:
    found = scan(source(MIXED.encode()))
    assert places(found) == places(codes_in(MIXED))
    assert found.lines == 5


def test_lines_of_bytes_are_decoded_and_lines_of_text_are_not() -> None:
    lines: list[Any] = ["é’ DIPV1003", "é’ DIPV1003".encode("cp1252"), bytearray(b"\xe9\x92 DIPV1003\n")]
    assert [finding.text for finding in scan(lines, encoding="cp1252")] == ["é’ DIPV1003"] * 3


def test_bytes_of_a_line_that_do_not_decode_lose_nothing_but_themselves() -> None:
    (finding,) = scan([b"a\x81b [DIPV1003]"], encoding="cp1252")
    assert (finding.text, finding.column) == ("a\ufffdb [DIPV1003]", 6)


def test_a_lone_surrogate_in_a_text_is_one_character() -> None:
    for source in (io.StringIO("\ud800\udfff DIPV1003\udcff"), ["\ud800\udfff DIPV1003\udcff\n"]):
        (finding,) = scan(source)
        assert (finding.column, len(finding.text)) == (4, 12)
        assert finding.text.encode()


@pytest.mark.parametrize("first", [b"\xef\xbb\xbf[DIPV1003]\n", "\ufeff[DIPV1003]\n"])
def test_a_byte_order_mark_is_no_part_of_the_first_of_the_lines(first: str | bytes) -> None:
    assert places(scan(cast("list[str]", [first]))) == [(1, 2, "DIPV1003")]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"DIPV1003", r"not bytes: pass io\.BytesIO\(data\)"),
        (bytearray(b"DIPV1003"), r"not bytearray: pass io\.BytesIO\(data\)"),
        ({"errorMessage": "DIPV1003"}, "not dict: call parse_payload for decoded JSON"),
        (None, "a path, an open file or lines, not NoneType"),
        (ValueError("DIPV1003"), "a path, an open file or lines, not ValueError"),
    ],
    ids=repr,
)
def test_what_is_no_source_is_a_type_error_before_the_first_step(source: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        scan(source)


def test_a_byte_order_mark_in_a_later_line_is_one_of_its_characters() -> None:
    assert places(scan(["\ufeffcalm", "\ufeff[DIPV1003]"])) == [(2, 3, "DIPV1003")]


def test_several_paths_are_a_type_error_that_says_to_scan_one_after_the_other(tmp_path: Path) -> None:
    paths: list[Any] = [tmp_path / "con.log", tmp_path / "other.log"]
    with pytest.raises(TypeError, match=r"line 1 is of type \w+Path, not str or bytes: scan takes one path, call it"):
        list(scan(paths))


@pytest.mark.parametrize("line", [7, None, {"message": "DIPV1003"}, ["DIPV1003"]], ids=repr)
def test_a_line_that_is_none_is_a_type_error_after_the_lines_before_it(line: Any) -> None:
    findings = found_before(
        scan(["[DIPV1003]", b"calm", line, "[DIPV1010]"]),
        TypeError,
        rf"line 3 is of type {type(line).__name__}, not str or bytes",
    )
    assert places(findings) == [(1, 2, "DIPV1003")]


@pytest.mark.parametrize(
    ("piece", "error", "message"),
    [
        (None, BlockingIOError, "nothing to read yet: open it so that reading waits"),
        (7, TypeError, "a file that reads bytes or str, not int"),
        (bytearray(b"DIPV1003"), TypeError, "a file that reads bytes or str, not bytearray"),
        ("DIPV1003", TypeError, "a file that reads bytes or str, not both"),
    ],
    ids=repr,
)
def test_a_file_that_reads_neither_bytes_nor_text_is_refused_after_what_came_before(
    piece: Any, error: type[Exception], message: str
) -> None:
    assert places(found_before(scan(reading([b"a\nDIPV1003 b", piece])), error, message)) == [(2, 1, "DIPV1003")]


@pytest.mark.parametrize(("piece", "end"), [(b"a\nDIPV1003 b", ""), ("a\nDIPV1003 b", b"")], ids=repr)
def test_the_end_of_a_file_may_be_empty_text_or_no_bytes(piece: str | bytes, end: str | bytes) -> None:
    assert places(scan(reading([piece, end]))) == [(2, 1, "DIPV1003")]


@pytest.mark.parametrize("source", [io.BytesIO, lambda line: [line]], ids=["file", "lines"])
def test_half_a_character_in_utf_7_is_one_that_does_not_decode(source: Callable[[bytes], Any]) -> None:
    (finding,) = scan(source(b"+2AA- [DIPV1003] Keys"), encoding="utf-7")
    assert (finding.column, finding.text) == (4, "? [DIPV1003] Keys")


def failing(lines: Iterable[Any], failure: Exception) -> Iterator[Any]:
    yield from lines
    raise failure


@in_both_ways
@pytest.mark.parametrize("failure", [ConnectionResetError("gone"), ZeroDivisionError(), UnicodeError("x")], ids=repr)
@pytest.mark.parametrize("source", [failing, lambda lines, failure: reading([*lines, failure])], ids=["lines", "file"])
def test_an_error_of_the_source_is_raised_as_it_is_after_what_came_before_it(
    failure: Exception, source: Callable[[list[str], Exception], Any], *, codes_only: bool
) -> None:
    lines = ["a\n", "b [DIPV1003]\n", "c [DIPV1010]\n", "d [DIPV1022]"]
    found = scan(source(lines, failure), codes_only=codes_only)
    findings: list[Finding] = []
    with pytest.raises(type(failure)) as caught:
        findings.extend(found)
    assert caught.value is failure
    assert places(findings) == [(2, 4, "DIPV1003"), (3, 4, "DIPV1010"), (4, 4, "DIPV1022")]
    assert found.lines_with_finding == 3
    assert list(found) == []


@in_both_ways
def test_a_line_that_an_error_breaks_off_is_not_counted_as_read_to_its_end(*, codes_only: bool) -> None:
    found = scan(reading([b"a\nb [DIPV1003]", OSError("gone")]), codes_only=codes_only)
    assert places(found_before(found, OSError, "gone")) == [(2, 4, "DIPV1003")]
    assert (found.lines, found.lines_with_finding) == (1, 1)


def test_a_text_file_that_does_not_decode_raises_what_it_raises_after_what_came_before_it() -> None:
    data = b"[DIPV1003]\n" + b"calm\n" * 100_000 + b"\xff [DIPV1010]\n"
    file = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    assert places(found_before(scan(file), UnicodeDecodeError, "can't decode byte 0xff")) == [(1, 2, "DIPV1003")]


# What findings call the source.


def named(name: object) -> IO[bytes]:
    file = reading([b"DIPV1003"])
    file.name = name  # type: ignore[misc] # a stand-in for files with and without names
    return file


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (named("con.log"), "con.log"),
        (named(7), "<file>"),
        (named(""), "<file>"),
        (io.BytesIO(b"DIPV1003"), "<file>"),
        (io.StringIO("DIPV1003"), "<file>"),
        (["DIPV1003"], "<lines>"),
        ((line for line in ["DIPV1003"]), "<lines>"),
    ],
    ids=range(7),
)
def test_the_source_is_the_name_of_the_file_or_what_it_is(source: Any, name: str) -> None:
    found = scan(source)
    assert [found.source, *(finding.source for finding in found)] == [name, name]


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


class InSmallBlocks(io.BytesIO):
    """A file that gives seven bytes at a time."""

    def read1(self, size: int | None = -1) -> bytes:
        return super().read1(7)


@pytest.mark.parametrize("encoding", ["iso2022_jp", "iso2022_kr", "utf-7", "hz", "utf-16"])
@pytest.mark.parametrize("damage", [b"\x1b(&+~", b"\x1b&----------", b"\x1b\xff\x1b$\x8e", b"~{~{", b"+2AA-\xff"])
def test_a_decoder_that_gives_up_on_damaged_bytes_loses_nothing_but_them(encoding: str, damage: bytes) -> None:
    line = b"2031 [DIPV1003] Keys"
    lines = [line] * 250 + [damage * times + line for times in (1, 2, 3, 4)] + [line]
    data = b"\n".join(lines)
    if encoding == "utf-16":
        data = data.decode("latin-1").encode("utf-16-le")
    codes = [finding.code for finding in scan(InSmallBlocks(data), encoding=encoding)]
    assert codes[:250] == ["DIPV1003"] * 250
    assert len(codes) >= len(list(scan(io.BytesIO(data), encoding=encoding)))


@pytest.mark.parametrize("encoding", ["iso2022_jp", "iso2022_jp_2"])
def test_behind_what_a_decoder_gives_up_on_the_text_is_ascii_again(encoding: str) -> None:
    blocks = [b"[DIPV1003] Keys \x1b$B", b"\x1b&----------", b" [DIPV1005] Status\n"]
    assert [finding.code for finding in scan(reading(blocks), encoding=encoding)] == ["DIPV1003", "DIPV1005"]


@pytest.mark.parametrize("text", ["", "\ufeff", "\ufeff\ufeff", "\ufeff[DIPV1003]", "[DIPV1003]\ufeff"])
def test_of_a_file_that_is_open_as_text_the_mark_is_left_out(text: str) -> None:
    columns = [finding.column for finding in scan(io.StringIO(text))]
    assert columns == ([2] if "DIPV" in text else [])


@pytest.mark.parametrize("width", [1, 3, 4, 5, 9])
def test_a_line_of_any_length_is_cut_between_characters_or_stray_bytes(width: int) -> None:
    data = b"x" * width + b"\x80" * 600_000 + b" [DIPV1003] Keys " + "é€𐍈".encode() * 60_000 + b"\n[DIPV1009] y"
    findings = list(scan(io.BytesIO(data), encoding="utf-8"))
    assert [(finding.code, finding.line) for finding in findings] == [("DIPV1003", 1), ("DIPV1009", 2)]
    assert findings[0].column == len(data[: data.index(b"DIPV")].decode("utf-8", "replace")) + 1


@pytest.mark.parametrize("count", [199, 200, 201, 2_000])
def test_a_record_of_any_number_of_lines_loses_nothing(count: int) -> None:
    stamp = "2031-05-06 08:00:04 [ERR] "
    lines = [f"{stamp}[DIPV1003] Keys", *(f"line {number}" for number in range(count)), "[DIPV1009] x", f"{stamp}calm"]
    for source in ([f"{line}\n" for line in lines], io.BytesIO("\n".join(lines).encode())):
        findings = list(scan(source))
        assert [(finding.code, finding.line) for finding in findings] == [("DIPV1003", 1), ("DIPV1009", count + 2)]


class ByteByByte(io.BytesIO):
    """A file that gives one byte at a time."""

    def read1(self, size: int | None = -1) -> bytes:
        return super().read1(1)

    read = read1


def test_whoever_watches_an_open_file_is_told_how_much_has_been_read_of_it() -> None:
    told = list[int]()
    for _ in Scan(InSmallBlocks(MIXED.encode() * 4), None, codes_only=True, watch=told.append):
        pass
    size = 4 * len(MIXED.encode())
    assert told == [14, *range(21, size, 7), size]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, bytes])
def test_a_file_is_known_by_its_first_bytes_however_few_come_at_a_time(compress: Callable[[bytes], bytes]) -> None:
    assert [finding.code for finding in scan(ByteByByte(compress(b"a\n[DIPV1003] Keys")))] == ["DIPV1003"]


class Counted(ByteByByte):
    """A file that counts how often it is read."""

    reads = 0

    def read1(self, size: int | None = -1) -> bytes:
        self.reads += 1
        return super().read1(size)

    read = read1


def test_no_more_is_waited_for_than_tells_whether_a_stream_is_compressed() -> None:
    for data, reads in ((b"[DIPV1003] Keys", 10), (b"calm", 5), (b"", 1)):
        file = Counted(data)
        Peeked(file)
        assert file.reads == reads


def test_of_a_buffered_stream_what_there_is_is_read_without_waiting_for_more() -> None:
    class Buffered(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError(f"it waits until there are {size} bytes")

    assert [finding.code for finding in scan(Buffered(MIXED.encode()))] == [one.code for one in codes_in(MIXED)]


@pytest.mark.skipif(sys.platform == "win32", reason="there a pipe does not tell whether it has something to read")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_what_comes_through_a_pipe_that_pauses_is_passed_on_with_its_pauses_and_as_it_is(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dualwrite_errors.scanning.streams._SECONDS_OF_PAUSE", 0.001)
    parts = [part.encode(encoding) for part in ("8:00 [DIPV1003] Keys\n", "8:01 calm\n", "8:02 calm\n")]
    reader, writer = os.pipe()
    os.set_blocking(reader, False)  # whoever reads without asking whether there is something gets an error
    with os.fdopen(reader, "rb", buffering=0) as file:
        os.write(writer, parts[0])
        blocks = text_of(Peeked(file), encoding)
        assert next(blocks) == b"8:00 [DIPV1003] Keys\n"
        os.write(writer, parts[1])
        assert [next(blocks), next(blocks)] == [b"8:01 calm\n", b""]
        os.write(writer, parts[2])
        assert next(blocks) == b"8:02 calm\n"
        os.close(writer)
        assert b"".join(blocks) == b""


def test_where_a_pipe_does_not_tell_whether_it_has_something_it_is_read_without_asking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("only sockets can be asked")

    monkeypatch.setattr("dualwrite_errors.scanning.streams.select.select", refuse)
    reader, writer = os.pipe()
    os.write(writer, MIXED.encode())
    os.close(writer)
    with os.fdopen(reader, "rb", buffering=0) as file:
        assert places(scan(file)) == places(codes_in(MIXED))


def test_a_block_that_ends_within_a_character_is_no_pause() -> None:
    blocks = list(text_of(Peeked(reading(pieces(MIXED.encode("utf-16"), (1,)))), None))
    assert b"".join(blocks) == MIXED.encode()
    assert all(blocks[:-1])


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_json_that_comes_byte_by_byte_is_read_whole_and_its_lines_are_counted(end: str) -> None:
    members = [
        '{"error": "[DIPV1003] a"} ,"Fläche [DIPV1018]"',
        '\n\n{"error": "[DIPV1009] b"}\n',
        ' 7, "[DIPV1010] c" ',
    ]
    text = f"\ufeff [\n{','.join(members)}]{end}"
    for source in (ByteByByte(text.encode()), io.BytesIO(text.encode())):
        found = scan(source)
        findings = list(found)
        assert findings[1].text == "Fl\u00e4che [DIPV1018]"
        assert [(finding.code, finding.line, finding.where) for finding in findings] == [
            ("DIPV1003", 2, "$[0].error"),
            ("DIPV1018", 2, "$[1]"),
            ("DIPV1009", 4, "$[2].error"),
            ("DIPV1010", 5, "$[4]"),
        ]
        assert (found.lines, found.lines_with_finding) == (5 + max(0, len(end) - 1), 3)


@pytest.mark.parametrize("number", ["17", "-1.5", "1e5", "12E+4", "12e-10", "true", "null"])
def test_a_number_in_json_that_comes_digit_by_digit_is_one(number: str) -> None:
    file = ByteByByte(f'[{" " * 20}{number}, {{"error": "[DIPV1003] a"}}]'.encode())
    assert [finding.where for finding in scan(file, read_as="json")] == ["$[1].error"]


def test_the_blocks_of_a_text_file_keep_their_pauses_and_lose_their_mark() -> None:
    assert list(text_of_characters(["\ufeffa", "", "b\ufeff"])) == [b"a", b"", b"b\xef\xbb\xbf"]
    assert list(text_of_characters(["\ufeff", "a"])) == [b"a"]


@pytest.mark.parametrize("structure", ["text", "json", "jsonl", "csv"])
def test_an_empty_file_has_no_lines_and_no_errors_whatever_it_is_read_as(structure: Any) -> None:
    for data, lines in ((b"", 0), (b"\n", 1), (b"\xef\xbb\xbf", 0)):
        found = scan(io.BytesIO(data), read_as=structure)
        assert (list(found), found.lines) == ([], lines)


def test_the_beginning_of_a_character_is_sought_as_far_as_one_may_be_long() -> None:
    euro = "€".encode()
    assert [start_of_character(b"a" + euro, place) for place in range(4)] == [0, 1, 1, 1]
    assert start_of_character(b"a" + b"\x80" * 9, 8) == 8
    assert start_of_character("𐍈".encode(), 3) == 0
    assert start_of_character(b"\x80a", 0) == 0


def test_a_pause_ends_a_record_also_behind_blocks_that_are_taken_together() -> None:
    long = b"a\n" * BYTES_AROUND
    regions = regions_of([long, b"b\n", b"", b"", b"c\n", b"d"], lambda: lambda _, start, __: start)
    read = [region.buffer[region.start : region.stop] for region in regions]
    assert read == [long + b"b\n", b"c\nd"]
