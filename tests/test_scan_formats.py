"""What `scan` makes of the files that users have: archives, workbooks, JSON, CSV, and logs that hold such texts."""

import bz2
import codecs
import gzip
import io
import json
import lzma
import pickle
import random
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import run
from hypothesis import given
from hypothesis import strategies as st
from logs import kept, pieces, reading, written
from openpyxl.chart import BarChart, Reference

from dualwrite_errors import Finding, Scan, parse_all, parse_payload, scan
from dualwrite_errors.scanning import boundaries, json_file
from dualwrite_errors.scanning import text as text_reader
from dualwrite_errors.scanning.csv_file import errors_in_csv
from dualwrite_errors.scanning.documents import Document
from dualwrite_errors.scanning.formats import encoding_of, refusal_of
from dualwrite_errors.scanning.json_file import errors_in_json
from dualwrite_errors.scanning.lines import Lines
from dualwrite_errors.testing import PAYLOAD_SHAPES, sample_payload

KEYS = "[DIPV1003] Integration keys are missing"
LINE = f"2031-05-06 08:00:00 [ERR] con_sites - Sites: {KEYS}\n"


def found(source: Any, **options: Any) -> list[tuple[str, str, str]]:
    """Where something is found, what, and the text that says it."""
    return [(finding.where, finding.code or finding.name, finding.text) for finding in scan(source, **options)]


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


# Archives.


def test_each_member_of_an_archive_is_read_for_what_it_is() -> None:
    members = {
        "logs/a.log": LINE.encode(),
        "b.json": b'[{"errorMessage": "[DIPV1005] x"}]',
        "c.csv": b"When,Said\n1,[DIPV1006] y\n",
        "d.log.gz": gzip.compress(b"[DIPV1010] z"),
        "e.log": "[DIPV1011] sixteen".encode("utf-16-le"),
        "empty.log": b"",
    }
    file = io.BytesIO(zipped(members))
    file.name = "down.zip"
    findings = list(scan(file))
    assert [(finding.source, finding.where, finding.code) for finding in findings] == [
        ("down.zip!logs/a.log", "1:47", "DIPV1003"),
        ("down.zip!b.json", "$[0].errorMessage", "DIPV1005"),
        ("down.zip!c.csv", "row 2, column 2 (Said)", "DIPV1006"),
        ("down.zip!d.log.gz", "1:2", "DIPV1010"),
        ("down.zip!e.log", "1:2", "DIPV1011"),
    ]
    assert [finding.error.context["source"] for finding in findings] == [finding.source for finding in findings]


@pytest.mark.parametrize("is_stream", [False, True], ids=["file", "stream"])
def test_an_archive_is_one_whatever_its_name_also_in_a_stream(tmp_path: Path, *, is_stream: bool) -> None:
    path = written(tmp_path, zipped({"a.log": LINE.encode()}), "a.log")
    if is_stream:
        command = [sys.executable, "-m", "dualwrite_errors", "scan", "--format", "jsonl"]
        done = subprocess.run(command, input=path.read_bytes(), capture_output=True, check=False)
        assert json.loads(done.stdout)["source"] == "<stdin>!a.log"
    else:
        assert [finding.source for finding in scan(path)] == [f"{path}!a.log"]


def encrypted(data: bytes) -> bytes:
    """An archive that says of its first member that it is encrypted."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def test_what_cannot_be_read_in_an_archive_is_named_once_the_rest_is_read(tmp_path: Path) -> None:
    members = {
        "in.zip": zipped({"a.log": LINE.encode()}),
        "a.log": LINE.encode(),
        "doc.pdf": b"%PDF-1.7\n",
        "twice.gz": gzip.compress(gzip.compress(b"x")),
        "cut.xz": lzma.compress(LINE.encode())[:-9],
        "z.log": LINE.encode(),
    }
    path = written(tmp_path, zipped(members), "a.zip")
    scanned = scan(path)
    findings = list[Finding]()
    with pytest.raises(OSError, match=r"in\.zip: it is an archive inside another: unpack it first; ") as raised:
        findings.extend(scanned)
    assert [finding.source for finding in findings] == [f"{path}!{name}" for name in ("a.log", "cut.xz", "z.log")]
    for name, reason in [("doc.pdf", "PDF"), ("twice.gz", "compressed twice"), ("cut.xz", "damaged or cut off")]:
        assert f"a.zip!{name}: " in str(raised.value)
        assert reason in str(raised.value)
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
    status, out, err = run("scan", str(path))
    assert (status, err.count("\n")) == (2, 4)
    assert "4 files could not be read" in " ".join(out.split())


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (encrypted, "encrypted"),
        (lambda data: data[:-30], "damaged or cut off"),
        (lambda data: data[:40] + b"?" * 9 + data[49:], "cannot be unpacked"),
        (lambda data: b"PK\x03\x04", "damaged or cut off"),
    ],
    ids=["encrypted", "cut off", "damaged", "nothing behind its mark"],
)
def test_an_archive_that_cannot_be_read_is_no_archive_without_errors(
    damage: Callable[[bytes], bytes], reason: str, tmp_path: Path
) -> None:
    path = written(tmp_path, damage(zipped({"a.log": LINE.encode() * 3})), "a.zip")
    with pytest.raises(OSError, match=reason):
        list(scan(path))
    assert run("scan", str(path)).status == 2


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_what_unpacks_to_a_thousand_times_its_size_is_refused(
    compress: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = LINE.encode() + b" " * 3_000_000
    monkeypatch.setattr("dualwrite_errors.scanning.streams._UNSUSPICIOUS", 1_000_000)
    monkeypatch.setattr("dualwrite_errors.scanning.streams._MOST_TIMES", 100)
    for file in (compress(log), zipped({"a.log": log})):
        with pytest.raises(OSError, match="unpack it first if you trust it"):
            list(scan(io.BytesIO(file)))
    assert len(found(io.BytesIO(compress(LINE.encode() * 9)))) == 9


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_with_any_byte_damaged_or_cut_out_loses_nothing_silently(method: int) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        archive.writestr("a.log", LINE)
        archive.writestr("b.log", LINE)
    whole = data.getvalue()
    for place, byte in enumerate(whole):
        for other in (b"", b"\0", b"\xff", bytes([byte ^ 0x80]), bytes([byte, byte])):
            try:
                codes = [code for _, code, _ in found(io.BytesIO(whole[:place] + other + whole[place + 1 :]))]
            except OSError:
                continue
            assert codes == ["DIPV1003", "DIPV1003"], (place, other)


def test_a_workbook_on_a_disk_that_fails_is_the_error_of_the_disk() -> None:
    class Failing(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1) -> bytes:
            self.reads += 1
            if self.reads > limit:
                raise OSError("the disk is gone")
            return super().read(size)

    limit, data, said = 0, workbook(A=[[KEYS]]), list[str]()
    while len(said) == limit:
        limit += 1
        try:
            codes = [finding.code for finding in scan(Failing(data))]
        except OSError as error:
            said.append(str(error))
    assert (limit > 5, codes) == (True, ["DIPV1003"])
    assert "the disk is gone" in said


def test_members_that_overlap_are_refused() -> None:
    data = bytearray(zipped({"a.log": LINE.encode() * 99}))
    directory = data.index(b"PK\x01\x02")
    entry, end = data[directory : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    end[8:12] = (500).to_bytes(2, "little") * 2
    end[12:16] = (500 * len(entry)).to_bytes(4, "little")
    with pytest.raises(OSError, match="overlap"):
        list(scan(io.BytesIO(data[:directory] + entry * 500 + end)))


def test_archives_in_a_row_are_no_archive_without_errors() -> None:
    errors, calm = zipped({"a.log": LINE.encode()}), zipped({"b.log": b"calm"})
    for data in (errors + calm, errors + zipped({})):
        with pytest.raises(OSError, match="its list of members is not whole"):
            list(scan(io.BytesIO(data)))


def test_an_archive_may_begin_where_an_open_file_stands() -> None:
    file = io.BytesIO(b"a head, and then " + zipped({"a.log": LINE.encode()}))
    file.seek(len("a head, and then "))
    assert [code for _, code, _ in found(file)] == ["DIPV1003"]


def test_what_is_called_a_directory_and_holds_a_text_is_read() -> None:
    file = io.BytesIO(zipped({"logs/": b"", "logs/a/": LINE.encode()}))
    assert [finding.source for finding in scan(file)] == ["<file>!logs/a/"]


def test_an_archive_may_have_a_comment_or_more_bytes_at_its_end() -> None:
    data = zipped({"a.log": LINE.encode()})
    comment = b"made in the night"
    commented = data[:-2] + len(comment).to_bytes(2, "little") + comment
    for archive in (commented, data + b"\r\n", data + bytes(512)):
        assert [code for _, code, _ in found(io.BytesIO(archive))] == ["DIPV1003"]
    number = commented.rindex(b"PK\x05\x06") + 8
    with pytest.raises(OSError, match="its list of members is not whole"):
        list(scan(io.BytesIO(commented[:number] + b"\2\0\2\0" + commented[number + 4 :])))


@pytest.mark.parametrize("comment", [b"", b"made in the night", b"x" * 0xFFFF])
@pytest.mark.parametrize(
    "make", [lambda: zipped({"a.log": b"calm"}), lambda: workbook(A=[["calm"]])], ids=["zip", "xlsx"]
)
def test_a_text_behind_the_end_of_an_archive_is_no_all_clear(make: Callable[[], bytes], comment: bytes) -> None:
    data = make()[:-2] + len(comment).to_bytes(2, "little") + comment
    assert found(io.BytesIO(data)) == []
    with pytest.raises(OSError, match=r"damaged: something else stands behind its end|damaged or cut off"):
        list(scan(io.BytesIO(data + LINE.encode())))


def test_the_number_of_the_members_of_a_large_archive_stands_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    data = zipped({"a.log": LINE.encode(), "b.log": LINE.encode()})
    monkeypatch.undo()
    assert b"PK\x06\x06" in data
    number = data.rindex(b"PK\x05\x06") + 8
    large = data[:number] + b"\xff\xff\xff\xff" + data[number + 4 :]
    assert [code for _, code, _ in found(io.BytesIO(large))] == ["DIPV1003", "DIPV1003"]


class InOneDirection(io.BytesIO):
    """A file that is read from its beginning to its end alone."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise io.UnsupportedOperation("seek")

    tell = seek


def test_an_archive_that_comes_as_a_stream_is_copied_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"a.log": LINE.encode(), "b.log": LINE.encode()})
    for stream in (InOneDirection(data), reading([data[:99], data[99:]])):
        assert [code for _, code, _ in found(stream)] == ["DIPV1003", "DIPV1003"]
    monkeypatch.setattr("dualwrite_errors.scanning.archives._copied", None)
    assert [code for _, code, _ in found(io.BytesIO(data))] == ["DIPV1003", "DIPV1003"]


def test_an_archive_that_was_split_and_is_whole_again_begins_with_another_mark() -> None:
    file = io.BytesIO(b"PK\x07\x08" + zipped({"a.log": LINE.encode()}))
    assert [finding.source for finding in scan(file)] == ["<file>!a.log"]


def test_an_archive_without_members_has_no_finding_and_no_error() -> None:
    assert found(io.BytesIO(zipped({}))) == []


# Workbooks.


def test_a_cell_of_a_workbook_is_found_with_its_sheet_its_name_and_that_of_its_column(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["When", "Message"],
        [1, "calm"],
        [2, f"{KEYS}\nfor con_sites"],
        [None, None],
        [3, "[DIPV1005] x"],
    ]
    path = written(tmp_path, workbook(Log=rows, Other=[["x", "y"], *[["", "[DIPV1010] z"]] * 2]), "grid.xlsx")
    scanned = scan(path)
    findings = list(scanned)
    assert [(finding.where, finding.code, finding.text) for finding in findings] == [
        ("Log!B3", "DIPV1003", f"{KEYS}\nfor con_sites"),
        ("Log!B5", "DIPV1005", "[DIPV1005] x"),
        ("Other!B2", "DIPV1010", "[DIPV1010] z"),
        ("Other!B3", "DIPV1010", "[DIPV1010] z"),
    ]
    assert dict(findings[0].context) == {"sheet": "Log", "cell": "B3", "column_name": "Message"}
    assert findings[0].error.context["cell"] == "B3"
    assert (findings[0].line, findings[0].column, scanned.lines, scanned.lines_with_finding) == (3, 2, 8, 4)


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")]
)
def test_a_cell_is_called_as_workbooks_call_it(column: int, letters: str) -> None:
    book = workbook(A=[[*[None] * (column - 1), KEYS]])
    assert found(io.BytesIO(book)) == [(f"A!{letters}1", "DIPV1003", KEYS)]


@pytest.mark.parametrize("name", ["R&D <1>", "Today's errors", "'", 'say "x"', "&amp;", "Fläche €"])
def test_a_sheet_may_have_any_name(name: str) -> None:
    assert found(io.BytesIO(workbook(**{name: [[KEYS]]}))) == [(f"{name}!A1", "DIPV1003", KEYS)]


@pytest.mark.parametrize("written_as", ["'&#x27;&apos;'", "\n  '&#39;&#x27;'", "\"''\""])
def test_the_name_of_a_sheet_may_be_written_in_any_way(written_as: str) -> None:
    book = changed(replaced("xl/workbook.xml", 'name="Log"', f"name = {written_as}"))
    assert [where for where, _, _ in found(book)] == ["''!C1"]


def test_the_parts_of_a_workbook_may_be_in_any_encoding() -> None:
    parts = workbook_with_shared_strings("1003] no key")
    assert [where for where, _, _ in found(io.BytesIO(zipped({n: p.encode("utf-16") for n, p in parts.items()})))] == [
        "Log!C1"
    ]


@pytest.mark.parametrize("name", ["docProps/core.xml", "docProps/custom.xml", "xl/theme/theme1.xml"])
def test_of_a_workbook_what_is_not_read_may_be_damaged(name: str) -> None:
    assert len(found(changed(lambda parts: parts.update({name: "<"})))) == 1


def test_the_rows_of_each_sheet_count_of_their_own() -> None:
    findings = scan(io.BytesIO(workbook(A=[[KEYS], [KEYS, KEYS]], B=[[KEYS], ["calm"], [KEYS]])))
    assert len(list(findings)) == 5
    assert (findings.lines, findings.lines_with_finding) == (5, 4)


def test_a_gateway_answer_in_a_cell_is_read_by_its_structure() -> None:
    (finding,) = scan(io.BytesIO(workbook(A=[["Answer"], [json.dumps(STATUS)]])))
    assert (finding.where, finding.error.context["map"]) == ("A!A2", "Sites")


@pytest.mark.parametrize("damage", [lambda data: data[:-100], lambda data: data.replace(b"<sheet", b"<shxxt")])
def test_a_damaged_workbook_is_no_workbook_without_errors(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(A=[[KEYS]]))) as compressed, zipfile.ZipFile(stored, "w") as plain:
        for member in compressed.infolist():
            plain.writestr(member.filename, compressed.read(member))
    path = written(tmp_path, damage(stored.getvalue()), "grid.xlsx")
    with pytest.raises(OSError, match="damaged or cut off"):
        list(scan(path))
    assert run("scan", str(path)).status == 2


def test_without_the_extra_a_workbook_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(OSError, match=r"pip install 'dualwrite-errors\[excel\]', or save as CSV"):
        list(scan(io.BytesIO(workbook(A=[[KEYS]]))))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
EXPANDING = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "[DIPV1003]">{LAUGHS}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>'


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook_with_shared_strings(shared: str) -> dict[str, str]:
    """The parts of a workbook as Excel writes one: its cells point into a list of texts."""

    def related(**targets: str) -> str:
        kinds = {"r1": "worksheet", "r2": "sharedStrings", "r3": "officeDocument"}
        items = "".join(
            f'<Relationship Id="{id_}" Type="{RELATIONS}/{kinds[id_]}" Target="{target}"/>'
            for id_, target in targets.items()
        )
        return f'<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'

    types = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in types.items()
    )
    cells = '<row r="1"><c r="A1"><v>7</v></c><c r="C1" t="s"><v>0</v></c></row>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": related(r3="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        '<sheets><sheet name="Log" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(r1="worksheets/sheet1.xml", r2="sharedStrings.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><r><t>[DIPV</t></r><r><t>{shared}</t></r></si></sst>',
    }


def test_the_texts_of_a_workbook_may_be_shared_and_formatted() -> None:
    parts = {name: part.encode() for name, part in workbook_with_shared_strings("1003] no key").items()}
    assert found(io.BytesIO(zipped(parts))) == [("Log!C1", "DIPV1003", "[DIPV1003] no key")]


def changed(change: Callable[[dict[str, str]], object], shared: str = "1003] no key") -> io.BytesIO:
    parts = workbook_with_shared_strings(shared)
    change(parts)
    return io.BytesIO(zipped({name: part.encode() for name, part in parts.items()}))


def replaced(part: str, old: str, new: str) -> Callable[[dict[str, str]], None]:
    def change(parts: dict[str, str]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return change


def test_escapes_of_a_workbook_are_the_characters_that_they_stand_for() -> None:
    book = changed(lambda _: None, "1003_x000D_\n] no _x005F_key")
    assert found(book) == [("Log!C1", "DIPV1003", "[DIPV1003\r\n] no _key")]
    book = changed(lambda _: None, "1003]_x000d__x000A_ x_x0043_ _x43_ _x0043 _x00430_ _xGGGG_ x0043_")
    assert found(book) == [("Log!C1", "DIPV1003", "[DIPV1003]\r\n xC _x43_ _x0043 _x00430_ _xGGGG_ x0043_")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda parts: parts.pop("xl/worksheets/sheet1.xml"), "the sheet 'Log' cannot be read"),
        (replaced("xl/workbook.xml", ' r:id="r1"/>', '/><sheet name="Old" sheetId="2"/>'), "the sheet 'Log' cannot"),
        (
            replaced("xl/workbook.xml", RELATIONS, "http://purl.oclc.org/ooxml/relationships"),
            "the sheet 'Log'",
        ),
        (replaced("xl/worksheets/sheet1.xml", '<row r="1">', '<row r="99999999999">'), "more rows than a workbook may"),
        (replaced("xl/worksheets/sheet1.xml", "<v>7</v>", "<f>1+1</f>"), "1 formulas have no saved result"),
    ],
    ids=["missing sheet", "two sheets", "strict", "far", "formula"],
)
def test_what_of_a_workbook_is_not_read_is_named(change: Callable[[dict[str, str]], object], reason: str) -> None:
    with pytest.raises(OSError, match=reason):
        list(scan(changed(change)))


def test_of_a_formula_the_result_is_read_that_was_saved_with_it() -> None:
    cell = '<c r="A1" t="str"><f>"[DIPV" &amp; 1005</f><v>[DIPV1005] x</v></c>'
    book = changed(replaced("xl/worksheets/sheet1.xml", '<c r="A1"><v>7</v></c>', cell))
    assert found(book)[0] == ("Log!A1", "DIPV1005", "[DIPV1005] x")


def test_the_texts_of_a_workbook_may_stand_in_its_cells() -> None:
    def change(parts: dict[str, str]) -> None:
        cell = f'<c r="C1" t="inlineStr"><is><t>{KEYS}</t></is></c>'
        replaced("xl/worksheets/sheet1.xml", '<c r="C1" t="s"><v>0</v></c>', cell)(parts)
        replaced("[Content_Types].xml", "spreadsheetml.sharedStrings", "spreadsheetml.styles")(parts)
        del parts["xl/sharedStrings.xml"]

    assert found(changed(change)) == [("Log!C1", "DIPV1003", KEYS)]


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 16])
@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            '<c r="A1"><f>1+1</f></c><c r="B1"><f t="shared" si="0" /> </c>'
            + "<c><v>7</v></c>" * 40
            + '<x:c r="C1"><x:f/></x:c>',
            "3 formulas have",
        ),
        (
            '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" s="1" t="str"><f>""</f><v></v></c><c r="C1"><f>3</f></c>'
            + '<c t="str"><f t="shared" si="0"/><v/></c>' * 2
            + '<x:c t="str"><x:f/><x:v /></x:c>',
            "^1 formulas have",
        ),
        (
            f'<c r="A1"><f>{"x" * 24_000}</f><v/></c><c r="B1" s="1"><f t="array" ref="B1">1</f><v></v> </c>'
            + "<c><v>7</v></c>" * 40
            + '<x:c><x:f/><x:v></x:v></x:c><c r="F1" t="n"><f>1</f><v /></c>',
            "^4 formulas have",
        ),
        ('</row><row r="2000000"><c r="A2000000"><v>7</v></c>', "it has more rows than a workbook may have"),
    ],
    ids=["formulas", "results", "empty results", "far"],
)
def test_what_is_not_read_of_a_sheet_is_named_wherever_a_block_of_it_ends(
    cells: str, reason: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dualwrite_errors.scanning.workbook._BLOCK", size)
    wanted = replaced("xl/worksheets/sheet1.xml", f'xmlns="{MAIN}"', f'xmlns="{MAIN}" xmlns:x="{MAIN}"')

    def change(parts: dict[str, str]) -> None:
        wanted(parts)
        replaced("xl/worksheets/sheet1.xml", '<c r="A1"><v>7</v></c>', cells)(parts)

    with pytest.raises(OSError, match=reason):
        list(scan(changed(change)))


def test_a_formula_as_openpyxl_writes_it_has_no_saved_result() -> None:
    with pytest.raises(OSError, match=r"^2 formulas have no saved result: open it in Excel and save it$"):
        list(scan(io.BytesIO(workbook(A=[["calm", '="[DIPV" & 1003 & "]"'], ["=1+1"]]))))


def test_a_sheet_may_stand_anywhere_in_a_workbook() -> None:
    def change(parts: dict[str, str]) -> None:
        parts["xl/grid.xml"] = parts.pop("xl/worksheets/sheet1.xml").replace("<v>7</v>", "<f>1+1</f>")
        replaced("xl/_rels/workbook.xml.rels", "worksheets/sheet1", "grid")(parts)
        replaced("[Content_Types].xml", "worksheets/sheet1", "grid")(parts)

    scanned = scan(changed(change))
    assert next(scanned).where == "Log!C1"
    with pytest.raises(OSError, match=r"^1 formulas have no saved result"):
        next(scanned)


def test_only_the_sheets_of_a_workbook_are_asked_for_formulas() -> None:
    book = changed(lambda parts: parts.update({"customXml/item1.xml": "<c><f>1+1</f></c>"}))
    assert [code for _, code, _ in found(book)] == ["DIPV1003"]


def test_a_link_to_another_workbook_that_is_missing_hides_no_error() -> None:
    def change(parts: dict[str, str]) -> None:
        link = '<externalReferences><externalReference r:id="r9"/></externalReferences></workbook>'
        replaced("xl/workbook.xml", "</workbook>", link)(parts)
        relation = f'<Relationship Id="r9" Type="{RELATIONS}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        replaced("xl/_rels/workbook.xml.rels", "</Relationships>", f"{relation}</Relationships>")(parts)

    assert [code for _, code, _ in found(changed(change))] == ["DIPV1003"]


@pytest.mark.filterwarnings("error")
def test_a_workbook_is_read_without_warnings_of_what_does_not_matter() -> None:
    book = changed(lambda parts: parts.update({"xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>'}))
    assert [code for _, code, _ in found(book)] == ["DIPV1003"]


def test_a_workbook_that_unpacks_to_a_thousand_times_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dualwrite_errors.scanning.streams._UNSUSPICIOUS", 100_000)
    monkeypatch.setattr("dualwrite_errors.scanning.streams._MOST_TIMES", 100)
    with pytest.raises(OSError, match="it unpacks to more than 100 times its size: unpack it first if you trust it"):
        list(scan(changed(lambda parts: parts.update({"xl/media/image1.png": " " * 1_000_000}))))


def test_what_can_be_read_of_a_workbook_is_read_before_the_rest_is_named() -> None:
    scanned = scan(changed(replaced("xl/worksheets/sheet1.xml", "<v>7</v>", "<f>1+1</f>")))
    assert next(scanned).where == "Log!C1"


@pytest.mark.parametrize("doctype", [EXPANDING, OUTSIDE], ids=["expanding", "outside"])
@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_with_entities_of_its_own_is_refused(name: str, doctype: str) -> None:
    parts = {name: part.encode() for name, part in workbook_with_shared_strings("1003] &l11;").items()}
    parts[name] = doctype.encode() + parts[name]
    with pytest.raises(OSError, match="the workbook is damaged or cut off"):
        list(scan(io.BytesIO(zipped(parts))))


def test_the_dimensions_that_a_sheet_says_it_has_hide_no_cell() -> None:
    parts = {name: part.encode() for name, part in workbook_with_shared_strings("1003] no key").items()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<sheetData>", b'<dimension ref="A1:A1"/><sheetData>')
    assert found(io.BytesIO(zipped(parts | {"xl/worksheets/sheet1.xml": sheet})))[0][0] == "Log!C1"


@pytest.mark.parametrize(
    ("unit", "encoding"),
    [
        *((b"a\0\0\0", "utf-32-le"), (b"\0\0\0a", "utf-32-be"), (b"a\0b\0", "utf-16-le"), (b"\0a\0b", "utf-16-be")),
        *((unit, "utf-8") for unit in (b"abcd", b"ab\0c", b"a\0bc", b"\0abc", b"abc\0", b"a\0\0b", b"\0ab\0")),
        *((unit, "utf-8") for unit in (b"\0\0\0\0", b"a\0\0\0\0\0\0a")),
    ],
)
def test_the_encoding_of_a_text_without_a_mark_shows_by_its_zero_bytes(unit: bytes, encoding: str) -> None:
    assert encoding_of(unit * 40, None) == encoding
    assert encoding_of(unit * 40 + b"ab"[: len(unit) % 3], "cp1252") == "cp1252"


@pytest.mark.parametrize("code", range(32))
def test_many_control_characters_are_no_text_but_those_that_logs_have(code: int) -> None:
    refusal = refusal_of(b"text" + bytes([code]) * 40, None)
    assert (refusal is None) == (chr(code) in "\a\b\t\n\v\f\r\x1b")
    assert refusal_of(b"text" + bytes([code]) * 40, "cp1252") is None
    assert refusal_of(b"text" + bytes([code]) * 8, None) is None
    assert refusal_of(codecs.BOM_UTF8 + b"text" + bytes([code]) * 40, None) is None


@pytest.mark.parametrize(
    ("stray", "length", "is_text"), [(20, 400, True), (21, 400, False), (8, 8, True), (9, 9, False)]
)
def test_of_a_text_a_twentieth_may_be_control_characters_or_eight(stray: int, length: int, *, is_text: bool) -> None:
    assert (refusal_of(b"\x01" * stray + b"x" * (length - stray), None) is None) == is_text


def test_what_tells_whether_a_file_is_a_text_is_how_it_begins() -> None:
    assert refusal_of(b"calm" * 1024 + b"\x01" * 4096, None) is None
    most = b"\x01" * 204 + b"x" * 3_891
    assert refusal_of(most + b"x\x01", None) is None
    assert refusal_of(most + b"\x01x", None) is not None


@pytest.mark.parametrize(
    ("other", "length", "is_text"), [(60, 100, True), (61, 100, False), (63, 63, True), (64, 64, False)]
)
def test_of_a_text_three_fifths_may_be_in_another_encoding_or_63_characters(
    other: int, length: int, *, is_text: bool
) -> None:
    assert (refusal_of(b"x" * (length - other) + b"\xff" * other, None) is None) == is_text


@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize(
    ("usual", "other", "others", "encoding"),
    [
        ("ab", "\u0101b", 0.05, "utf-16"),
        ("ab", "\u0100b", 0.04, "utf-16"),
        ("ab", "\u0100b", 0.08, "utf-8"),
        ("ab", "a\u0100", 0.04, "utf-16"),
        ("ab", "a\u0100", 0.08, "utf-8"),
        ("ab", "\u304b\u306a", 0.6, "utf-16"),
        ("ab", "\u304b\u306a", 0.8, "utf-8"),
        ("a", "\U00010000", 0.0, "utf-32"),
        ("a", "\u0100", 0.04, "utf-32"),
        ("a", "\u0100", 0.08, "utf-8"),
        ("a", "\U00010101", 0.08, "utf-32"),
        ("a", "\U00010101", 0.2, "utf-8"),
    ],
)
def test_the_encoding_shows_by_the_zero_bytes_of_most_characters(
    usual: str, other: str, others: float, encoding: str, order: str
) -> None:
    text = usual * round(100 - 100 * others) + other * round(100 * others)
    data = text.encode(f"utf-32-{order}" if len(usual) == 1 else f"utf-16-{order}")
    assert encoding_of(data, None) == (encoding if encoding == "utf-8" else f"{encoding}-{order}")


def test_eight_bytes_tell_the_encoding_and_fewer_do_not() -> None:
    assert encoding_of("abcd".encode("utf-16-le"), None) == "utf-16-le"
    assert encoding_of("abcd".encode("utf-16-le")[:7], None) == "utf-8"
    assert encoding_of("ab".encode("utf-32-be"), None) == "utf-32-be"


def test_a_name_tells_encodings_apart_of_which_the_marks_begin_alike() -> None:
    data = codecs.BOM_UTF32_LE + "calm".encode("utf-32-le")
    assert [encoding_of(data, given) for given in (None, "utf-8", "utf-32", "utf-16")] == [*["utf-32"] * 3, "utf-16"]
    assert encoding_of(codecs.BOM_UTF16_LE, "utf-32") == "utf-16"


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf_32_with_a_mark_is_utf_32_also_where_it_is_cut_off(order: str) -> None:
    for cut in (1, 2, 3):
        assert encoding_of("\ufeffcalm\0".encode(f"utf-32-{order}")[:-cut], None) == "utf-32"


def test_half_a_name_is_the_little_endian_encoding() -> None:
    assert [encoding_of(b"text", given) for given in ("utf-16", "utf-32")] == ["utf-16-le", "utf-32-le"]


@pytest.mark.parametrize("has_chart", [True, False])
def test_a_sheet_that_is_a_chart_has_no_cells_and_the_others_are_read(*, has_chart: bool) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([7, KEYS])
    chart_sheet = book.create_chartsheet("Chart")
    if has_chart:
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=1))
        chart_sheet.add_chart(chart)
    data = io.BytesIO()
    book.save(data)
    assert [where for where, _, _ in found(io.BytesIO(data.getvalue()))] == [f"{sheet.title}!B1"]


def test_a_workbook_without_sheets_is_no_workbook_without_errors() -> None:
    parts = {name: part.encode() for name, part in workbook_with_shared_strings("1003] no key").items()}
    book = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = book[: book.index(b"<sheet ")] + book[book.index(b"</sheets>") :]
    with pytest.raises(OSError, match="sheet"):
        list(scan(io.BytesIO(zipped(parts))))


@pytest.mark.parametrize("quoted", ['"', ""])
def test_a_row_of_any_length_is_read_in_pieces(quoted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dualwrite_errors.scanning.csv_file._LONGEST_ROW", 1_000)
    cell = f"{quoted}[DIPV1009] x {'y ' * 400_000}{quoted}"
    table = f"a,b\n1,[DIPV1003] x\n2,{cell}\n3,[DIPV1010] x\n"
    codes = [code for _, code, _ in found(io.BytesIO(table.encode()), read_as="csv")]
    assert codes == ["DIPV1003", "DIPV1009", "DIPV1010"]


@pytest.mark.parametrize(
    "line",
    [
        'x "{\\"k\\": [DIPV1003] Keys',
        'x "{\\\\" [DIPV1003] Keys',
        '{"a": abc, "error": "[DIPV1003] Keys", "x": [',
        '{"a": 1.2.3, "b": {"error": "[DIPV1003] Keys"}, "x"',
    ],
)
def test_what_only_looks_like_json_hides_no_code(line: str) -> None:
    assert [code for _, code, _ in found([line])] == ["DIPV1003"]
    assert [code for _, code, _ in found(io.BytesIO(line.encode()))] == ["DIPV1003"]
    assert [error.code for error in parse_payload({"message": line})] == ["DIPV1003"]
    assert [error.code for error in parse_payload(line)] == ["DIPV1003"]


def test_a_workbook_with_more_texts_than_memory_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {name: part.encode() for name, part in workbook_with_shared_strings("1003] no key").items()}
    size = len(parts["xl/sharedStrings.xml"])
    for most, is_refused in ((size, False), (size - 1, True)):
        monkeypatch.setattr("dualwrite_errors.scanning.archives._LONGEST_STRINGS", most)
        if is_refused:
            with pytest.raises(OSError, match="its texts are too many to be held in memory: save it as CSV"):
                list(scan(io.BytesIO(zipped(parts))))
        else:
            assert len(list(scan(io.BytesIO(zipped(parts))))) == 1


def test_another_file_of_office_is_refused() -> None:
    with pytest.raises(OSError, match="an Office file, but not a workbook"):
        list(scan(io.BytesIO(zipped({"[Content_Types].xml": b"", "word/document.xml": KEYS.encode()}))))


# Encodings and binary files.


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [KEYS, LINE * 3, f"{KEYS} für Gerät Ω", "\0" + KEYS], ids=["one", "log", "é", "nul"])
def test_utf_16_and_utf_32_show_by_their_zero_bytes(text: str, encoding: str) -> None:
    (first, *_) = scan(io.BytesIO(text.encode(encoding)))
    assert (first.code, first.text) == ("DIPV1003", text.splitlines()[0])


@pytest.mark.parametrize("encoding", [None, "utf-16"])
def test_a_log_in_utf_16_that_begins_with_a_zero_is_no_utf_32(encoding: str | None) -> None:
    data = b"\xff\xfe" + f"\0{KEYS}\n".encode("utf-16-le") * 9
    assert [finding.text for finding in scan(io.BytesIO(data), encoding=encoding)] == [f"\0{KEYS}"] * 9


@pytest.mark.parametrize("encoding", ["iso2022_jp", "iso2022_jp_2", "iso2022_kr", "hz", "utf-7", "cp932", "euc_jp"])
@pytest.mark.parametrize("damage", [b"\x1b", b"\x1b$)C\x0e\xff", b"~{!!\xff", b"+\xff/", b"\x81", b"\x1b$" * 5000])
def test_damaged_bytes_lose_nothing_but_themselves(encoding: str, damage: bytes) -> None:
    data = b"[DIPV1003] x\n" + damage + b"\n" + b"calm\n" * 40_000 + b"\x1b(B\x0f~}\n[DIPV1005] y\n"
    codes = [finding.code for finding in scan(io.BytesIO(data), encoding=encoding)]
    assert codes[0] == "DIPV1003"
    assert codes[-1] == "DIPV1005" or damage.startswith((b"\x1b$)C", b"~{", b"\x1b$"))


READ_ITS_COLUMN = "read its text column, and call parse_all for each text"
BINARY = [
    (b"%PDF-1.7", "a PDF file", "save its text to a file"),
    (b"PAR1", "a Parquet file", READ_ITS_COLUMN),
    (b"Obj\x01", "an Avro file", READ_ITS_COLUMN),
    (b"ORC\x11", "an ORC file", READ_ITS_COLUMN),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file, or one with a password", "save it as a plain .xlsx"),
    (b"ElfFile\0", "a Windows event log", "export it as text or CSV"),
    (b"SQLite format 3\0", "an SQLite database", "export the table as CSV"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!\x1a\x07\0", "a RAR archive", "unpack it first"),
    (b"MSCF\0", "a CAB archive", "unpack it first"),
    (bytes(257) + b"ustar", "a tar archive", "unpack it first"),
    (b"\x04\x22\x4d\x18", "an LZ4 file", "unpack it first"),
    *((mark, "an lzip file", "unpack it first") for mark in (b"LZIP\0", b"LZIP\x01")),
    (lzma.compress(b"", lzma.FORMAT_ALONE), "an LZMA file", "unpack it first"),
    *((mark, "a file made by compress", "unpack it first") for mark in (b"\x1f\x9d", b"\x1f\xa0")),
    *(
        (mark, "an image", "it holds no text to read")
        for mark in (
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff",
            b"GIF87a",
            b"GIF89a",
            b"II*\0",
            b"MM\0*",
            b"RIFF\n\0\0\0WEBP",
        )
    ),
    *(
        (mark, "a program", "it holds no text to read")
        for mark in (b"\x7fELF", b"MZ\x90\0", b"\xca\xfe\xba\xbe", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\0asm")
    ),
    (bytes(range(1, 32)) * 8, "not a text", "name its encoding, or save its text to a file"),
]
"""How a file begins, what it is, and what to do instead."""


@pytest.mark.parametrize(("first", "what", "instead"), BINARY)
def test_any_other_binary_file_is_refused_with_what_to_do(
    first: bytes, what: str, instead: str, tmp_path: Path
) -> None:
    path = str(written(tmp_path, first + f"\n{KEYS}\n".encode() * 9))
    with pytest.raises(OSError, match=f"^it is {what}: {instead}$"):
        list(scan(path))


@pytest.mark.parametrize(("first", "what"), [row[:2] for row in BINARY[:-1]])
def test_what_marks_a_binary_file_counts_where_it_begins(first: bytes, what: str) -> None:
    assert f"it is {what}" not in (refusal_of(b"calm " + first, None) or "")


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_what_marks_a_compressed_file_counts_where_it_begins(compress: Callable[[bytes], bytes]) -> None:
    data = f"{KEYS}\n".encode() * 9 + compress(b"calm")
    assert {finding.code for finding in scan(io.BytesIO(data), encoding="utf-8")} == {"DIPV1003"}


@pytest.mark.parametrize("encoding", ["cp037", "cp500", "cp1251", "shift_jis"])
def test_a_text_of_which_most_is_not_in_utf_8_is_no_all_clear_and_is_read_once_its_encoding_is_named(
    encoding: str, tmp_path: Path
) -> None:
    other = {"cp1251": "Запись отклонена службой. ", "shift_jis": "レコードが拒否されました。"}.get(encoding, "")
    path = str(written(tmp_path, f"{other * 40}{KEYS}\n".encode(encoding) * 9))
    with pytest.raises(OSError, match=r"^most of it is not in UTF-8: name its encoding$"):
        list(scan(path))
    assert {finding.code for finding in scan(path, encoding=encoding)} == {"DIPV1003"}


def test_a_text_with_some_letters_that_are_not_in_utf_8_is_read(tmp_path: Path) -> None:
    path = str(written(tmp_path, f"Über fünfzig Einträge für Köln wurden übertragen. {KEYS}\n".encode("latin-1") * 9))
    assert {finding.code for finding in scan(path)} == {"DIPV1003"}


def test_the_command_names_a_binary_file_and_why_it_was_not_read(tmp_path: Path) -> None:
    path = str(written(tmp_path, b"%PDF-1.7"))
    status, out, err = run("scan", path)
    assert status == 2
    assert f"dualwrite-errors: {path}: it is a PDF file: save its text to a file" in err
    assert "1 file could not be read" in " ".join(out.split())


@pytest.mark.parametrize("stray", [b"\xff\xfe\xfd"[1:], b"\0\0", b"\x1b[31m\x07\x08\x08", b"\x80" * 50])
def test_a_text_with_a_few_stray_bytes_is_read(stray: bytes) -> None:
    assert [finding.code for finding in scan(io.BytesIO(b"calm " + stray + f" {KEYS}\n".encode()))] == ["DIPV1003"]


@pytest.mark.parametrize("before", [200, 90_000])
def test_wide_characters_that_do_not_show_at_the_beginning_are_no_text_without_errors(before: int) -> None:
    kana = ("\u304b\u306a" * before + "\n[DIPV1003] keys\n").encode("utf-16-le")
    appended = b"[DIPV1005] x\n" + b"calm\n" * before + "[DIPV1003] keys\n".encode("utf-16-le")
    for data, first in ((kana, []), (appended, ["DIPV1005"])):
        scanned, codes = scan(io.BytesIO(data)), list[str]()
        with pytest.raises(OSError, match=r"zero bytes between its letters, .*: name its encoding"):
            codes += (finding.code for finding in scanned)
        assert codes == first
    assert [finding.code for finding in scan(io.BytesIO(kana), encoding="utf-16-le")] == ["DIPV1003"]


def test_what_stands_before_wide_characters_is_read_without_them() -> None:
    scanned = scan(io.BytesIO(b"calm\n" * 1_000 + b"[DIPV1005] x " + "of later years".encode("utf-16-le")))
    assert next(scanned).text == "[DIPV1005] x "
    with pytest.raises(OSError, match="zero bytes between its letters"):
        next(scanned)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("first", ["\u300a\u884c\u300b", "\u6c6d\u6f70"], ids=["brackets", "in bytes of ASCII"])
def test_a_text_in_a_wide_encoding_may_begin_without_zero_bytes(first: str, encoding: str) -> None:
    text = first * 2_000 + KEYS
    assert [finding.code for finding in scan(io.BytesIO(text.encode(encoding)), encoding=encoding)] == ["DIPV1003"]


@pytest.mark.parametrize("data", [b"\0", b"a\0", b"a\0b", b"a\0b\0c"])
def test_a_few_bytes_with_a_zero_among_them_are_read_as_they_are(data: bytes) -> None:
    assert encoding_of(data, None) == "utf-8"
    scanned = scan(io.BytesIO(data))
    assert (list(scanned), scanned.lines) == ([], 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_wide_encoding_that_is_not_that_of_the_file_is_refused(encoding: str) -> None:
    for data in (LINE.encode(), b"x\n"):
        with pytest.raises(OSError, match=f"it is not in {encoding}: name its encoding, or none"):
            list(scan(io.BytesIO(data), encoding=encoding))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_wide_encoding_that_is_that_of_the_file_may_be_named(encoding: str) -> None:
    assert [code for _, code, _ in found(io.BytesIO(LINE.encode(encoding)), encoding=encoding)] == ["DIPV1003"]


def test_what_is_named_utf_8_is_read_as_it_whatever_its_zero_bytes() -> None:
    data = f"{KEYS}\n".encode() + "later [DIPV1005]".encode("utf-16-le")
    assert [code for _, code, _ in found(io.BytesIO(data), encoding="utf-8")] == ["DIPV1003"]


def test_wide_characters_behind_a_mark_of_utf_8_are_no_text_without_errors() -> None:
    data = codecs.BOM_UTF8 + b"calm\n" * 1_000 + f"{KEYS}\n".encode("utf-16-le")
    with pytest.raises(OSError, match=r"zero bytes between its letters, .*: name its encoding"):
        list(scan(io.BytesIO(data)))


CALM_LINE = "12:00:01 calm\r\n"
WIDE_ENCODINGS = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("codes_only", [False, True])
@pytest.mark.parametrize("lines", [40, 9_000])
@pytest.mark.parametrize("encoding", WIDE_ENCODINGS)
def test_a_wide_text_that_goes_on_in_another_encoding_is_no_text_without_errors(
    encoding: str, lines: int, *, codes_only: bool
) -> None:
    begin = (f"[DIPV1005] x\n{CALM_LINE * lines}").encode(encoding)
    with_order = encoding if encoding.endswith("e") else f"{encoding}-le"
    appended = [
        b"12:00:02 [DIPV1003] con_site has no key\r\n",
        b"[DIPV1003]\n",
        b"[DIPV1003]\r\n",
        b"\n" + "12:00:02 [DIPV1003] x\r\n".encode(with_order),
        b"x\r\n" + "[DIPV1003]".encode(with_order),
        *("[DIPV1003] x\r\n".encode(other) for other in WIDE_ENCODINGS if other[:6] != encoding[:6]),
        "[DIPV1003] x\r\n".encode(with_order.translate({ord("l"): "b", ord("b"): "l"})),
    ]
    for data in appended:
        scanned, codes = scan(io.BytesIO(begin + data), codes_only=codes_only), list[str]()
        with pytest.raises(OSError, match="in one encoding"):
            codes += (finding.code for finding in scanned)
        assert codes == ["DIPV1005"], data


def test_what_a_wide_text_goes_on_with_is_named() -> None:
    begin = CALM_LINE.encode("utf-16")
    with pytest.raises(
        OSError, match=r"^it begins in UTF-16 or UTF-32 and goes on in another .*: save it in one encoding$"
    ):
        list(scan(io.BytesIO(begin + b"[DIPV1003] x\r\n")))


@pytest.mark.parametrize("before", [0, 1, 5, 11])
@pytest.mark.parametrize("order", ["le", "be"])
def test_two_characters_in_one_show_wherever_they_stand_in_twelve(order: str, before: int) -> None:
    pairs = "\u6162" * before + "\u3435" + "\u6162" * (11 - before)
    for behind in ("\n", "\u4e00", "\u00e9"):
        scanned = scan(io.BytesIO(f"\ufeff{pairs}{behind}".encode(f"utf-16-{order}")))
        with pytest.raises(OSError, match="goes on in another encoding"):
            list(scanned)
    for text in (pairs[1:], pairs[:-1], pairs.replace("\u3435", "\u6162")):
        assert list(scan(io.BytesIO(f"\ufeff{text}\n".encode(f"utf-16-{order}")))) == []


def test_words_and_a_time_without_a_code_show_another_encoding() -> None:
    data = CALM_LINE.encode("utf-16") + b"08:00:01 it did not work at all\n"
    with pytest.raises(OSError, match="goes on in another encoding"):
        list(scan(io.BytesIO(data)))


@pytest.mark.parametrize("order", ["le", "be"])
def test_a_rare_ideograph_among_others_is_no_sign_of_another_encoding(order: str) -> None:
    log = f"\ufeff2031-05-06 08:00:00 [ERR] 你未㩒好就走咗中本㑇作地\n{KEYS}\n".encode(f"utf-16-{order}")
    assert [code for _, code, _ in found(io.BytesIO(log))] == ["DIPV1003"]


OF_ALL_SCRIPTS = [
    "登録に失敗しました。もういちどためしてください。さいごのこうもくをかくにんしてください",
    "同步失败，请检查字段映射是否完整，不能在上述环境中运行。一一一一最后",
    "यह परीक्षण का संदेश है और इसमें कोई त्रुटि नहीं है",
    "ഇത് ഒരു പരീക്ഷണ സന്ദേശമാണ്",
    "ਇਹ ਇੱਕ ਟੈਸਟ ਸੁਨੇਹਾ ਹੈ",
    "ⵜⴰⵎⴰⵣⵉⵖⵜ ⵉⵎⴰⵣⵉⵖⵏ",
    "테스트 메시지입니다 ㅋㅋㅋㅋㅋㅋㅋㅋ",
    "это проверка",
    "═══════╦═══════ ─────────── ━━━━━━━ ▓▓▓▓ ⠿⠾⠽⠼⠻⠺",
    "…………………… ††††† ‥‥‥‥‥ ※※※※※ ①②③④⑤⑥ ⅠⅡⅢⅣⅤⅥ ℃℃℃ ㌔㌢㍍㌘㌧",
    "\u3000" * 40,
    "\u2068\u540d\u79f0\u2069\u5728\u2068\u4e0a\u9762\u2069",
    "\u3435\u540d\u3002",
    "\ufffd" * 40,
    "😀😀😀 𠀀𠀁𠀂𠀃𠀄",
]


@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("text", OF_ALL_SCRIPTS, ids=ascii)
def test_a_text_in_utf_16_may_be_in_any_script(text: str, order: str) -> None:
    log = "\ufeff" + "".join(f"12:00:{second:02} [INF] {text}\r\n{text * 3}\r\n" for second in range(60)) + KEYS
    assert [code for _, code, _ in found(io.BytesIO(log.encode(f"utf-16-{order}")))] == ["DIPV1003"]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_another_encoding_shows_wherever_a_block_ends(size: int) -> None:
    for data in (
        CALM_LINE.encode("utf-16") + b"[DIPV1003] x\r\n",
        CALM_LINE.encode("utf-16") + b"\n" + "[DIPV1003] x\r\n".encode("utf-16-le"),
        CALM_LINE.encode() * 9 + "[DIPV1003] x\r\n".encode("utf-16-le"),
        CALM_LINE.encode() * 9 + "[DIPV1003] x\r\n".encode("utf-32-be"),
    ):
        with pytest.raises(OSError, match="in one encoding"):
            list(scan(reading(pieces(data, (size,)))))


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_another_encoding_than_that_of_the_mark_shows_whatever_is_named(mark: str) -> None:
    other = "utf-16-le" if mark == "utf-8-sig" else "utf-8"
    data = (CALM_LINE * 9).encode(mark) + "[DIPV1003] x\r\n".encode(other)
    for encoding in ("cp1252", mark):
        with pytest.raises(OSError, match="in one encoding"):
            list(scan(io.BytesIO(data), encoding=encoding))


@pytest.mark.parametrize("codes_only", [False, True])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_wide_text_that_was_opened_or_split_as_another_is_no_text_without_errors(
    encoding: str, *, codes_only: bool
) -> None:
    data = f"[DIPV1005] x\r\n{CALM_LINE}[DIPV1003] x\r\n".encode(encoding)
    text = data.decode("latin-1")
    lines = data.splitlines(keepends=True)
    sources: list[Any] = [
        io.StringIO(text),
        io.StringIO(CALM_LINE + text),
        text.splitlines(),
        lines,
        list(map(bytearray, lines)),
    ]
    for source in sources:
        with pytest.raises(OSError, match=r"as UTF-16 has: name its encoding|^line 1 is a part of a text in UTF-16 or"):
            list(scan(source, codes_only=codes_only))
    if encoding.endswith("le"):
        with pytest.raises(OSError, match=r"^line \d is a part of .*: pass the file, or decode all of it$"):
            list(scan(lines, codes_only=codes_only, encoding=encoding))


@pytest.mark.parametrize("encoding", [*WIDE_ENCODINGS, "cp1252"])
def test_lines_that_are_encoded_one_by_one_may_be_in_any_encoding(encoding: str) -> None:
    lines = [line.encode(encoding) for line in (CALM_LINE, f"für {KEYS}", "ä" * 40)]
    assert [code for _, code, _ in found(lines, encoding=encoding)] == ["DIPV1003"]


def test_lines_in_an_encoding_that_is_named_may_hold_zeros() -> None:
    line = f"flags a\0b\0c\0d\0 {KEYS}"
    assert [code for _, code, _ in found([line.encode()], encoding="utf-8")] == ["DIPV1003"]
    assert [code for _, code, _ in found([line.encode("utf-16-le")], encoding="utf-16-le")] == ["DIPV1003"]


def test_what_is_named_utf_16_is_read_as_it_whatever_it_holds() -> None:
    data = CALM_LINE.encode("utf-16-le") + b"12:00:02 [DIPV1005] \r\n" + KEYS.encode("utf-16-le")
    assert [code for _, code, _ in found(io.BytesIO(data), encoding="utf-16-le")] == ["DIPV1003"]


# JSON.


def test_in_json_the_place_of_an_error_is_its_path() -> None:
    (finding,) = scan(io.BytesIO(b'{"isSuccess": false,\n "errors": [{"message": "[DIPV1003] Keys"}]}'))
    assert (finding.where, finding.line, finding.column) == ("$.errors[0].message", 1, 0)
    assert dict(finding.error.context) == {"source": "<file>", "path": "$.errors[0].message"}


def test_in_json_in_a_log_the_place_of_an_error_is_its_line_too() -> None:
    (finding,) = scan(["8:00 calm", '8:01 {"isSuccess": false, "errors": [{"message": "[DIPV1003] Keys"}]}'])
    expected = {"source": "<lines>", "line": "2", "column": "6", "path": "$.errors[0].message"}
    assert dict(finding.error.context) == expected


REQUESTS = [
    {"requestId": "4711", "state": "3", "errorMessage": KEYS},
    {"requestId": "4712", "state": "2", "errorMessage": "[DIPV1005] of yesterday, completed since"},
]
STATUS = [{"detail": {"tName": "Sites", "state": "6", "lastRequests": REQUESTS}}]


@pytest.mark.parametrize("indent", [None, 2])
def test_json_is_read_as_parse_payload_does_with_paths(indent: int | None) -> None:
    (finding,) = scan(io.BytesIO(json.dumps(STATUS, indent=indent).encode()))
    assert finding.where == "$[0].detail.lastRequests[0].errorMessage"
    assert finding.text == KEYS
    assert finding.error.context["map"] == "Sites"
    assert (finding.line, finding.column) == (1 if indent is None else 2, 0)


@pytest.mark.parametrize("shape", PAYLOAD_SHAPES)
@given(errors=st.lists(st.sampled_from(["DIPV1003", "DIPV1010", "ReferencedRowNotFound"]), min_size=1, unique=True))
def test_a_payload_in_a_file_has_the_errors_of_parse_payload(errors: list[str], shape: Any) -> None:
    text = json.dumps(sample_payload(errors, shape=shape))
    expected = [(type(error), error.text, error.context.get("path")) for error in parse_payload(text)]
    in_file = [finding.error for finding in scan(io.BytesIO(text.encode()), read_as="json")]
    assert [(type(error), error.text, error.context.get("path")) for error in in_file] == expected


def test_of_a_list_each_element_is_read_by_itself_and_finding_come_before_its_end() -> None:
    def blocks() -> Iterator[bytes]:
        yield b'[{"errorMessage": "[DIPV1003] a"},\n' + b" " * 20
        yield b'{"error'
        yield b'Message": "[DIPV1005] b"},\n'
        raise ConnectionError("gone")

    scanned = scan(Blocks(blocks()))
    assert [next(scanned).where, next(scanned).where] == ["$[0].errorMessage", "$[1].errorMessage"]
    with pytest.raises(ConnectionError):
        next(scanned)


class Blocks(io.RawIOBase):
    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks = blocks

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return next(self._blocks, b"")


@pytest.mark.slow
def test_a_list_of_any_length_takes_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    element = json.dumps({"name": "Sites", "note": "x" * 2000, "errorMessage": ""})
    peaks = []
    for count in (2_000, 10_000):
        path.write_text("[" + ",\n".join([element] * count) + ',{"errorMessage": "[DIPV1003]"}]', encoding="utf-8")
        tracemalloc.start()
        (finding,) = scan(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert finding.where == f"$[{count}].errorMessage"
    assert peaks[1] < 1.2 * peaks[0]


def test_a_value_that_is_too_long_for_memory_is_read_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_file, "LONGEST_VALUE", 100_000)
    long = json.dumps({"note": "x" * 3_000_000, "errorMessage": KEYS})
    (finding,) = scan(io.BytesIO(long.encode()))
    assert (finding.code, finding.column) == ("DIPV1003", long.index("DIPV") + 1)


def places_and_texts(source: str) -> list[tuple[str, str]]:
    return [(finding.where, finding.error.text) for finding in scan(io.BytesIO(source.encode()))]


@pytest.mark.parametrize("indent", [None, 1])
def test_an_object_that_is_too_long_for_memory_is_read_part_by_part(
    monkeypatch: pytest.MonkeyPatch, indent: int | None
) -> None:
    answer = {
        "count": 3_000,
        "[DIPV1021] key": None,
        "value": [{"requestId": str(number), "state": "2", "errorMessage": KEYS} for number in range(3_000)],
        "inner": {
            "a": "x" * 150_000,
            "b c": [["[DIPV1005] b"], {"state": "3", "requestId": "7", "errorMessage": KEYS}],
        },
        "last": "[DIPV1010] c",
    }
    text = json.dumps(answer, indent=indent)
    whole = places_and_texts(text)
    assert whole == [
        ("$['[DIPV1021] key']", "key"),
        ("$.inner['b c'][0][0]", "b"),
        ("$.inner['b c'][1].errorMessage", KEYS.removeprefix("[DIPV1003] ")),
        ("$.last", "c"),
    ]
    monkeypatch.setattr(json_file, "LONGEST_VALUE", 100_000)
    text = text.replace("x" * 150_000, "x" * 50_000 + '", "d": "' + "x" * 70_000)
    assert places_and_texts(text) == whole
    lines = [finding.line for finding in scan(io.BytesIO(text.encode()))]
    assert lines[0] == 1 + text.count("\n", 0, text.find("[DIPV1021]"))
    assert lines[1] == lines[2] == 1 + text.count("\n", 0, text.find("{", text.find('"inner"')))
    assert lines[-1] == 1 + text.count("\n", 0, text.find("[DIPV1010]"))


@pytest.mark.parametrize(("opening", "closing", "step", "deepest"), [('{"a":', "}", ".a", 7), ("[", "]", "[0]", 8)])
@pytest.mark.parametrize("depth", [1, 7, 8, 9, 50])
def test_of_long_containers_in_each_other_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, *, depth: int, opening: str, closing: str, step: str, deepest: int
) -> None:
    monkeypatch.setattr(json_file, "LONGEST_VALUE", 300_000)
    text = opening * depth + json.dumps(["x" * 250_000, "x" * 250_000, "[DIPV1005] b"]) + closing * depth
    ((where, said),) = places_and_texts(text)
    assert said == "b"
    assert where == f"${step * depth}[2]" if depth <= deepest else where.startswith("1:")


@pytest.mark.parametrize("kept", [0, 1, 7, 90])
def test_json_is_read_alike_however_little_of_what_has_been_read_is_kept(
    monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    text = json.dumps([*STATUS, 12, {"a": "[DIPV1005] b"}, "[DIPV1010] c"], indent=1)
    whole = list(scan(io.BytesIO(text.encode())))
    monkeypatch.setattr(json_file, "_KEPT", kept)
    assert list(scan(io.BytesIO(text.encode()))) == whole
    assert [finding.code for finding in whole] == ["DIPV1003", "DIPV1005", "DIPV1010"]


@pytest.mark.parametrize(
    "broken", ['{"value": [1, %s} 2]', '{"value": {%s, 3: 4}', '{"value": %s; {}}', '{"a" %s', "[%s,,]"]
)
def test_where_a_long_value_is_broken_the_rest_is_read_as_text(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    monkeypatch.setattr(json_file, "LONGEST_VALUE", 30_000)
    many = ", ".join(f'"k{number}": "[DIPV1003] a{number}"' for number in range(3_000))
    text = broken % (many if ", 3" in broken else f"{{{many}}}") + ' "[DIPV1005] b"'
    codes = [finding.code for finding in scan(io.BytesIO(text.encode()))]
    assert codes == ["DIPV1003"] * 3_000 + ["DIPV1005"]


@pytest.mark.parametrize(
    ("said", "name", "of_key"),
    [
        ("[DIPV1003] a", "IntegrationKeyMissing", ["IntegrationKeyMissing"]),
        ("Missing source schema", "SourceSchemaMissing", []),
    ],
)
def test_a_string_that_is_no_key_of_a_long_object_is_read_and_a_key_for_its_code_alone(
    said: str, name: str, of_key: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_file, "LONGEST_VALUE", 100_000)
    long = json.dumps({"a": ["x" * 90_000] * 9})[:-1]
    for text, names in ((f'{long}, "{said}"; "[DIPV1005] b"', [name]), (f'{long}, "{said}": "[DIPV1005] b"}}', of_key)):
        assert [finding.name for finding in scan(io.BytesIO(text.encode()))] == [*names, "EnvironmentInfoMissing"]


def test_behind_a_string_that_is_no_key_of_an_inner_object_nothing_is_taken_for_a_member(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(json_file, "LONGEST_VALUE", 100_000)
    inner = json.dumps({"a": ["x" * 90_000] * 9})[:-1] + ', "[DIPV1003] a", "b": "[DIPV1005] b"}'
    text = f'{{"x": {inner}, "c": "[DIPV1010] c"}}'
    wheres = [finding.where for finding in scan(io.BytesIO(text.encode()))]
    assert wheres == ["$.x['[DIPV1003] a']", *(f"1:{text.index(code) + 1}" for code in ("DIPV1005", "DIPV1010"))]


@pytest.mark.parametrize("cut", range(0, 130, 7))
def test_of_json_that_is_cut_off_nothing_is_lost(cut: int) -> None:
    text = json.dumps([{"errorMessage": KEYS}, {"errorMessage": "[DIPV1005] b"}])
    cut_off = text[: len(text) - cut]
    codes = [finding.code for finding in scan(io.BytesIO(cut_off.encode()))]
    assert codes == [code for code in ("DIPV1003", "DIPV1005") if f"{code}]" in cut_off]


def test_json_lines_are_read_line_by_line() -> None:
    lines = [json.dumps({"msg": f"{KEYS} {number}"}) for number in range(3)]
    assert found(io.BytesIO("\n".join(lines).encode())) == [
        (f"{number + 1}:1 $.msg", "DIPV1003", f"{KEYS} {number}") for number in range(3)
    ]


def test_json_behind_a_time_stamp_is_read_by_its_structure() -> None:
    line = f"2031-05-06 08:00:00 [DBG] GET /maps 200 {json.dumps(STATUS)} in 12 ms\n"
    (finding,) = scan(io.BytesIO(f"{line}calm\n".encode()))
    assert finding.where == f"1:{line.index('[{') + 1} $[0].detail.lastRequests[0].errorMessage"
    assert (finding.text, finding.error.context["map"]) == (KEYS, "Sites")


@pytest.mark.parametrize("before", ["", "answer: ", "8:00 calm\nanswer: ", "\n\n", "8:00 GET "])
@pytest.mark.parametrize("end", ["\n", " \t\r\n"])
def test_json_over_several_lines_of_a_log_is_read_by_its_structure(before: str, end: str) -> None:
    log = f"{before}{json.dumps(STATUS, indent=2)}\n8:02 calm\n".replace("\n", end)
    (finding,) = scan(io.BytesIO(log.encode()), read_as="jsonl")
    assert finding.where.endswith(" $[0].detail.lastRequests[0].errorMessage")
    lines = before.split("\n")
    assert (finding.line, finding.column) == (len(lines), len(lines[-1]) + 1)
    assert (finding.text, finding.error.context["map"]) == (KEYS, "Sites")


@pytest.mark.parametrize(
    "before", ["", "answer: ", "8:00 calm\n8:01 answer: ", "8:00 calm\ncalm\n", "[\n8:00 calm {\n8:01 calm\ncalm: "]
)
@pytest.mark.parametrize("behind", ["\n8:02 calm\n", "\ncalm\n[DW9003] x", ""])
def test_json_over_several_lines_of_a_log_is_one_value_in_whatever_blocks_it_comes(before: str, behind: str) -> None:
    value = json.dumps(UNKNOWN, indent=1)
    data = f"{before}{value}{behind}".encode()
    whole = list(scan(io.BytesIO(data), read_as="jsonl"))
    assert whole[0].where.endswith(" $[0].detail.lastRequests[0].errorMessage")
    for size in range(1, len(data), 5):
        assert list(scan(reading(pieces(data, [size])), read_as="jsonl")) == whole


@pytest.mark.parametrize("before", ["", "\n", "calm {\n\n", "calm\n", "[\n\n"])
@pytest.mark.parametrize("indent", [0, 1, 8])
def test_json_over_several_lines_is_one_value_however_it_is_indented(before: str, indent: int) -> None:
    value = json.dumps([{"said": "[DIPV1003] x"}, {}, {"said": "[DIPV1010] y"}], indent=indent)
    findings = scan(io.BytesIO(f"calm\n{before}{value}\ncalm\n".encode()), read_as="jsonl")
    line = 2 + before.count("\n")
    assert [finding.where for finding in findings] == [f"{line}:1 $[0].said", f"{line}:1 $[2].said"]


def test_json_is_one_value_up_to_its_limit_whatever_stands_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "_LONGEST_JSON", 40_000)
    end = json.dumps(UNKNOWN, indent=1).lstrip("[\n")
    value = "a: [\n" + '  {"row": "calm"},\n' * 1_500 + end
    data = ("calm and more\n" * 2_000 + f"{value}\n8:02 calm\n").encode()
    (finding,) = scan(reading(pieces(data, [1_000])), read_as="jsonl")
    assert (finding.where, finding.text) == ("2001:4 $[1500].detail.lastRequests[0].errorMessage", "New")


def test_long_json_behind_a_pause_of_a_pipe_is_one_value() -> None:
    row = '  {"row": "calm"},\n'
    end = json.dumps(UNKNOWN, indent=1).lstrip("[\n")
    blocks = [
        f"8:00 a: [\n{row * 1_500}",
        "",
        f'  {{"end": 1}}\n]\n8:01 b: [\n{row * 1_500}',
        f"{row * 3_000}{end}\n8:02 calm\n",
    ]
    document = Document("con.log", (block.encode() for block in blocks))
    (finding,) = text_reader.errors_in(document, Lines())
    assert (finding.where, finding.text) == ("1504:9 $[4500].detail.lastRequests[0].errorMessage", "New")


def test_all_errors_of_the_json_in_a_line_are_found() -> None:
    answer = json.dumps({"value": [{"message": f"[{code}] x"} for code in ("DIPV1003", "DIPV1005", "DIPV1010")]})
    findings = list(scan([f"8:00 GET {answer} and {answer}", "8:01 calm"]))
    assert [finding.code for finding in findings] == ["DIPV1003", "DIPV1005", "DIPV1010"] * 2
    assert [finding.column for finding in findings] == [10] * 3 + [15 + len(answer)] * 3


def test_behind_json_lines_and_columns_are_those_of_the_file() -> None:
    text = '{"a": 1}\n {"b": 2} Integration key field is not\nbi-directionally mapped. [DW9003] x\n[DW9003] y'
    findings = scan(io.BytesIO(text.encode()), read_as="json")
    places = [(finding.line, finding.column, finding.code) for finding in findings]
    assert places == [(2, 11, "DIPV1004"), (3, 27, "DW9003"), (4, 2, "DW9003")]
    assert findings.lines == 4
    (finding,) = scan(io.BytesIO(b'{"a":\n\n"calm"}\n\n  [1]  [DW9003] x'), read_as="json")
    assert (finding.line, finding.column) == (5, 9)


def test_where_a_comma_is_missing_the_rest_of_a_list_is_read_as_text() -> None:
    text = '[{"error": "[DIPV1003] a"} "[DIPV1005] b"]'
    wheres = [where for where, _, _ in found(io.BytesIO(text.encode()), read_as="json")]
    assert wheres == ["$[0].error", f"1:{text.index('DIPV1005') + 1}"]


def test_what_is_whole_of_broken_json_does_not_wait_for_what_comes_behind_it() -> None:
    scanned = scan(reading([b'{"a": "[DIPV1003] x" 5,\n', ConnectionError("gone")]), read_as="json")
    assert next(scanned).where == "$.a"


def test_of_what_has_been_read_of_a_long_list_little_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_file, "_KEPT", 10_000)
    element = json.dumps({"note": "x" * 20_000}).encode()
    blocks = (b"[", *[element + b","] * 200, b'"[DIPV1003] x"]')
    tracemalloc.start()
    ((where, _, _),) = found(reading(blocks), read_as="json")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert where == "$[200]"
    assert peak < 2_000_000


def test_a_key_that_is_too_long_for_memory_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_file, "LONGEST_VALUE", 100_000)
    text = json.dumps({"a": ["x" * 90_000] * 2, f"[DIPV1003] {'k' * 150_000}": "[DIPV1005] b"})
    assert [finding.code for finding in scan(io.BytesIO(text.encode()))] == ["DIPV1003", "DIPV1005"]


@pytest.mark.parametrize(
    "line",
    [
        f'2031-05-06 08:00:00 [DBG] cut {{"value":[{{"errorMessage":"{KEYS}"}}]}}',
        f'2031-05-06 08:00:00 [DBG] {{"value":[{{"errorMessage":"{KEYS}"}}]}} and [more]',
    ],
)
def test_the_text_of_what_stands_in_json_ends_with_its_string(line: str) -> None:
    assert [finding.text for finding in scan([line])] == [KEYS]


@pytest.mark.parametrize(
    "line",
    [
        '{"a" {"a" {"a" {"a" {"a" {"error": "[DIPV1003] Keys"}',
        '{} {"a"} [["x"]] con_sites - Sites: Error: {"error": "[DIPV1003] Keys"}',
    ],
)
def test_json_in_a_line_is_read_behind_what_only_looks_like_it(line: str) -> None:
    (finding,) = scan([line])
    assert (finding.where.rpartition(" ")[2], finding.code, finding.error.text) == ("$.error", "DIPV1003", "Keys")
    assert finding.error.context.get("map") == ("con_sites - Sites" if "Sites" in line else None)


def test_an_error_of_any_service_is_one_in_a_file_only_where_it_is_recognized() -> None:
    assert found(io.BytesIO(b'{"error": {"code": "x", "message": "oops"}}')) == []
    assert found(io.BytesIO(b'{"validationIssues": ["oops"]}')) == [
        ("$.validationIssues[0]", "UnrecognizedError", "oops")
    ]


def test_a_code_in_a_cell_is_found_whatever_touches_it() -> None:
    assert found(io.BytesIO("a,b\r\n1,\u212aDIPV1003\u212a\r\n2,\u0130DIPV1003\r\n".encode())) == [
        ("row 2, column 2 (b)", "DIPV1003", "\u212aDIPV1003\u212a"),
        ("row 3, column 2 (b)", "DIPV1003", "\u0130DIPV1003"),
    ]


@pytest.mark.parametrize("line", [f'x {{"errorMessage":"{KEYS}"', f'x [{{"a":"{KEYS}"}},{{"b', f'1,"{KEYS} for con",2'])
def test_the_error_in_a_piece_of_json_or_csv_ends_with_its_string(line: str) -> None:
    (finding,) = scan([line])
    assert finding.error.text.rstrip().startswith("Integration keys are missing")
    assert not finding.error.text.endswith(('"', "}", "]", "2"))


# CSV.


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_cell_of_csv_is_found_with_its_row_its_column_and_its_name(separator: str, end: str) -> None:
    quoted = f'"a ""b""\nc {KEYS}"'
    rows = [["When", "Map", "Message"], ["1", "Sites", "calm"], ["2", "Sites", quoted], ["3", "", "x"]]
    text = "".join(separator.join(row) + end for row in rows)
    scanned = scan(io.BytesIO(text.encode()))
    (finding,) = scanned
    assert finding.where == "row 3, column 3 (Message)"
    assert finding.text == f'a "b"\nc {KEYS}'
    assert dict(finding.context) == {"row": "3", "column": "3", "column_name": "Message"}
    assert finding.error.context["column_name"] == "Message"
    assert (scanned.lines, scanned.lines_with_finding) == (4, 1)


def test_a_code_may_begin_a_row_and_half_a_character_may_end_it() -> None:
    rows = [b"When,Said\n1,calm\n", b"DIPV1003,x\n", b"3,calm\n", b"4,[DIPV1005] \xf0\x9f"]
    assert found(reading(rows), read_as="csv") == [
        ("row 3, column 1 (When)", "DIPV1003", "DIPV1003"),
        ("row 5, column 2 (Said)", "DIPV1005", "[DIPV1005] \ufffd"),
    ]


def test_a_line_that_names_the_separator_is_the_first_one_alone() -> None:
    rows = [b"When;Said\nsep=;\n", f"1;{KEYS}\n".encode()]
    assert found(reading(rows), read_as="csv") == [("row 3, column 2 (Said)", "DIPV1003", KEYS)]


@pytest.mark.parametrize("begun", ["", "2,", '2,"'])
@pytest.mark.parametrize("place", [53, 54])
def test_rows_of_a_table_that_are_whole_do_not_wait_for_what_comes_after_a_pause(place: int, begun: str) -> None:
    def blocks() -> Iterator[bytes]:
        table = f"A long name of a column,Another long name of a column\n1,[DIPV1003]\n{begun}".encode()
        yield table[:place]
        yield table[place:]
        yield b""
        raise AssertionError("it is asked for more")

    assert next(errors_in_csv(Document("table", blocks()), Lines(), ",")).code == "DIPV1003"


def test_json_that_breaks_off_behind_a_number_ends_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_file, "LONGEST_VALUE", 40)
    (finding,) = scan(io.BytesIO(b'["[DIPV1003] a", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10'), read_as="json")
    assert finding.where == "$[0]"


@pytest.mark.parametrize("size", [1, 7, 400])
def test_of_a_row_without_an_end_no_more_is_kept_than_the_longest_may_have(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("dualwrite_errors.scanning.csv_file._LONGEST_ROW", 300)

    def blocks() -> Iterator[bytes]:
        table = f'Id,Said\n1,"{KEYS}\n{"calm," * 200}'.encode()
        yield from (table[place : place + size] for place in range(0, len(table), size))
        raise AssertionError("it is asked for more")

    finding = next(errors_in_csv(Document("table", blocks()), Lines(), ","))
    assert (finding.where, finding.code) == ("row 2, column 2 (Said)", "DIPV1003")


@pytest.mark.parametrize("first", ['["[DIPV1003] x"', '[{"a": "[DIPV1003] x"}', '{"a": ["[DIPV1003] x"]}'])
def test_a_value_of_json_that_is_whole_does_not_wait_for_what_comes_after_a_pause(first: str) -> None:
    def blocks() -> Iterator[bytes]:
        yield first.encode()
        raise AssertionError("it is asked for more")

    findings = errors_in_json(Document("answer", blocks()), Lines())
    assert next(findings).code == "DIPV1003"


@pytest.mark.parametrize("row", ["1,[DIPV1003] a\r\n", '1,"[DIPV1003] a\n\nb"\r\n', '1,"[DIPV1003] a"" \n"\n'])
def test_a_pause_anywhere_changes_nothing_in_a_table(row: str) -> None:
    table = f"When,Said\r\n{row}2,[DIPV1005] c\n".encode()
    whole = list(errors_in_csv(Document("table", iter([table])), Lines(), ","))
    assert [finding.line for finding in whole] == [2, 3]
    for place in range(1, len(table)):
        blocks = iter([table[:place], b"", b"", table[place:], b""])
        assert list(errors_in_csv(Document("table", blocks), Lines(), ",")) == whole


def test_a_column_has_the_name_of_its_cell_if_that_is_a_text() -> None:
    book = workbook(A=[[7, " Said ", None], [KEYS] * 5])
    assert [finding.context.get("column_name") for finding in scan(io.BytesIO(book))] == [None, "Said", *[None] * 3]


def test_a_blank_row_is_a_row() -> None:
    table = f"\nWhen,Said\n\n1,{KEYS}\n"
    scanned = scan(io.BytesIO(table.encode()), read_as="csv")
    assert [finding.where for finding in scanned] == ["row 4, column 2"]
    assert scanned.lines == 4


def test_a_quotation_mark_without_an_end_opens_a_cell_to_the_end_of_the_table() -> None:
    table = f'When,Said\n1,"{KEYS}\n2,calm\n'
    assert found(io.BytesIO(table.encode())) == [("row 2, column 2 (Said)", "DIPV1003", f"{KEYS}\n2,calm\n")]


@pytest.mark.parametrize("size", [1, 7, 64, 1_000])
def test_a_table_is_read_alike_however_it_comes(size: int) -> None:
    rows = ["A long name of a column,Said", '1,"calm,\ncalm"', f'2,"{KEYS}, ""x""\nfor Köln"', "3,[DIPV1005] x", ""]
    data = "\r\n".join(rows).encode()
    blocks = [data[place : place + size] for place in range(0, len(data), size)]
    assert found(reading(blocks), read_as="csv") == [
        ("row 3, column 2 (Said)", "DIPV1003", f'{KEYS}, "x"\nfor Köln'),
        ("row 4, column 2 (Said)", "DIPV1005", "[DIPV1005] x"),
    ]


def test_json_that_is_not_quoted_in_a_row_is_read_by_its_structure() -> None:
    row = '8:00,{"requestId":"1","state":"3","errorMessage":"Nobody has documented this"}'
    table = "When,Said\n" + "8:00,calm\n" * 20 + f"{row}\n"
    (finding,) = scan(io.BytesIO(table.encode()))
    assert (finding.line, finding.name, finding.text) == (22, "UnrecognizedError", "Nobody has documented this")


def test_a_first_row_in_which_something_is_found_names_no_columns() -> None:
    rows = f"{KEYS};calm\n[DIPV1005] x;calm\ncalm;[DIPV1018] y\n".encode()
    places = ["row 1, column 1", "row 2, column 1", "row 3, column 2"]
    assert [one[0] for one in found(io.BytesIO(rows), read_as="csv")] == places


def test_a_long_table_is_read_row_by_row() -> None:
    rows = b"When,Said\n" + b'1,"calm\n, very"\n' * 30_000 + f"2,{KEYS}\n".encode() + b"3,calm\n" * 9
    assert found(io.BytesIO(rows)) == [("row 30002, column 2 (Said)", "DIPV1003", KEYS)]


@pytest.mark.slow
def test_a_quotation_mark_without_an_end_loses_nothing() -> None:
    rows = b'When,Said\n1,calm\n1,"[DIPV1003] a\n' + b"2,calm\n" * 700_000 + b"3,[DIPV1005] b\n"
    assert [finding.code for finding in scan(io.BytesIO(rows))] == ["DIPV1003", "DIPV1005"]


def test_a_log_with_commas_is_no_table() -> None:
    log = "2031-05-06 08:00:00,100 calm, very\n2031-05-06 08:00:00,200 " + KEYS + ", bad\n"
    assert [finding.where for finding in scan(io.BytesIO(log.encode()))] == ["2:26"]


SAYS = "Nobody has documented this"
OF_DUAL_WRITE = {
    **{
        shape: sample_payload(SAYS, shape=shape)
        for shape in ("gateway_status", "field_mappings", "execution", "error_log")
    },
    "request": {"requestId": "1", "state": "3", "errorMessage": SAYS},
    "request without an id": {"state": "3", "errorMessage": SAYS},
    "last request": {"detail": {"lastRequest": {"requestId": "1", "state": "3", "errorMessage": SAYS}}},
    "leg": {"legs": [{"displayName": "x", "status": "Error", "details": SAYS}]},
    "import errors": {"importErrors": [SAYS]},
    "record errors": {"RecordError0": SAYS},
}


@pytest.mark.parametrize("name", OF_DUAL_WRITE)
def test_what_dual_write_alone_reports_is_found_in_every_structure(name: str) -> None:
    text = json.dumps(OF_DUAL_WRITE[name])
    cell = text.replace('"', '""')
    for source in (
        text,
        f"{text}\n{json.dumps({'calm': 1})}\n",
        f"{LINE.replace(KEYS, 'calm')}2031-05-06 08:00:00 GET {text}\n",
        f'When,Said\n8:00,"{cell}"\n',
        f'{{"a":1}}\n{json.dumps({"said": text})}\n',
    ):
        findings = list(scan(io.BytesIO(source.encode())))
        assert [(finding.name, finding.text) for finding in findings] == [("UnrecognizedError", SAYS)], source


# JSON that is not all of a file.


UNKNOWN = [{"detail": {"tName": "Sites", "lastRequests": [{"requestId": "1", "state": "3", "errorMessage": "New"}]}}]
OLD = [{"detail": {"tName": "Sites", "lastRequests": [{"requestId": "1", "state": "2", "errorMessage": KEYS}]}}]
STAMP = "2031-05-06 08:00:00 [DBG] "
AROUND: dict[str, Callable[[Any], str | list[str]]] = {
    "text behind it": lambda value: json.dumps(value, indent=2) + "\nDone.\n",
    "another one behind it": lambda value: json.dumps(value, indent=2) + '\n[\n  {"calm": 1}\n]\n',
    "a header before it": lambda value: "HTTP/1.1 200 OK\n\n" + json.dumps(value, indent=2),
    "a request before it": lambda value: 'request {"a":1}\n' + json.dumps(value, indent=1),
    "as lines": lambda value: json.dumps(value, indent=2).splitlines(),
    "behind other JSON on a line": lambda value: f'{STAMP}{{"status":"ok"}} and {json.dumps(value)}\n',
    "long, in a log": lambda value: (
        STAMP + json.dumps([*({"calm": number} for number in range(900)), *value], indent=1) + f"\n{STAMP}x\n"
    ),
    "long, on a line": lambda value: f"{STAMP}{json.dumps([{'calm': 'x' * 90_000}, *value])}\n",
    "in a string": lambda value: json.dumps({"level": "info", "msg": f"GET status: {json.dumps(value)}"}),
    "in a string in a log": lambda value: STAMP + json.dumps(json.dumps(value)),
    "in a cell": lambda value: 'When,Msg\n8:00,"GET status: ' + json.dumps(value).replace('"', '""') + '"\n',
    "in a cell without a head": lambda value: '8:00,a,"' + json.dumps(value).replace('"', '""') + '"\n8:01,a,"x"\n',
    "below a title": lambda value: 'A report\nWhen,Msg\n8:00,"' + json.dumps(value).replace('"', '""') + '"\n',
}


@pytest.mark.parametrize("around", AROUND)
def test_json_is_read_by_its_structure_wherever_it_stands(around: str) -> None:
    for value, expected in ((UNKNOWN, ["New"]), (OLD, [])):
        written_out = AROUND[around](value)
        source = written_out if isinstance(written_out, list) else io.BytesIO(written_out.encode())
        findings = list(scan(source))
        assert [finding.text for finding in findings] == expected
        for finding in findings:
            assert finding.error.context["map"] == "Sites"
            paths = [finding.error.context.get(name, "") for name in ("path", "inner_path")]
            assert any(path.endswith("detail.lastRequests[0].errorMessage") for path in paths)


@pytest.mark.parametrize(
    "text", [STAMP + json.dumps(UNKNOWN)[:-3], json.dumps(UNKNOWN)[:-1] + ",]", json.dumps(UNKNOWN, indent=1)[:-5]]
)
def test_of_json_that_is_cut_off_or_broken_what_is_whole_is_read_by_its_structure(text: str) -> None:
    (finding,) = scan(io.BytesIO(text.encode()))
    assert (finding.name, finding.text, finding.error.context["map"]) == ("UnrecognizedError", "New", "Sites")


@pytest.mark.parametrize("text", ['Project validation failed. [DIPV1003] no "key"\nat all', "[DIPV1003]"])
def test_a_file_that_is_one_string_of_json_is_what_it_says(text: str) -> None:
    assert found(io.BytesIO(json.dumps(text).encode())) == [("$", "DIPV1003", text)]


def test_values_that_look_like_json_stay_in_their_sentence() -> None:
    line = 'Unable to lookup con_docks with values {"Company": "CON1"}.'
    (finding,) = scan([line])
    assert (finding.name, dict(finding.error.parameters)["values"]) == ("ReferencedRowNotFound", '"Company": "CON1"')


# Text that is no table.


LINKED = (
    "Microsoft has detected that your environment is linked via Dual-write to a different destination than specified in"
    " Power Platform Integration, which isn't recommended."
)


@pytest.mark.parametrize(
    ("first", "line"),
    [
        (
            "Hello, world",
            LINKED,
        ),
        ("Starting the export, please wait", "Unable to lookup con_docks with values {TST, X}."),
    ],
)
def test_sentences_with_commas_are_no_table(first: str, line: str) -> None:
    assert found(io.BytesIO(f"{first}\n{line}\n".encode())) == [("2:1", next(scan([line])).name, line)]


def test_a_sentence_that_no_cell_holds_is_found_in_its_row() -> None:
    row = "8:00,Unable to lookup con_docks with values {TST,X}.,X"
    rows = ["When,What,Where", row, "8:01,calm,here", *["8:02,calm,here"] * 20]
    for end in ("\n", "\r\n"):
        places = found(io.BytesIO(end.join(rows).encode()))
        assert places == [("row 2, column 1 (When)", "ReferencedRowNotFound", row)]


def test_a_sentence_with_a_comma_that_is_not_quoted_is_found_in_its_row() -> None:
    table = f"When,What,Where\n8:00,{LINKED}\n" + "8:02,calm,here\n" * 20
    expected = [("row 2, column 1 (When)", "LinkedEnvironmentMismatch", f"8:00,{LINKED}")]
    assert found(io.BytesIO(table.encode())) == expected


def test_where_nothing_shows_what_separates_the_cells_it_is_the_comma() -> None:
    (finding,) = scan(io.BytesIO(b"Message\nA, [DIPV1003] Keys, B\n"), read_as="csv")
    assert (finding.line, finding.column, finding.text) == (2, 2, " [DIPV1003] Keys")


def test_the_separator_may_be_named_and_is_else_that_of_most_columns() -> None:
    named = f"sep=;\nA;B, C\n1;{KEYS}\n"
    assert found(io.BytesIO(named.encode())) == [("row 3, column 2 (B, C)", "DIPV1003", KEYS)]
    most = f"A;B, C;Message\n1;2, 3;{KEYS}\n"
    assert found(io.BytesIO(most.encode())) == [("row 2, column 3 (Message)", "DIPV1003", KEYS)]
    ragged = "A,B,Message\n" + "1,2,calm\n" * 30 + f'1,2\n1,2,"{KEYS}, ""x"""\n'
    assert found(io.BytesIO(ragged.encode())) == [("row 33, column 3 (Message)", "DIPV1003", f'{KEYS}, "x"')]


def test_a_long_text_keeps_what_all_of_it_says() -> None:
    text = f"accounts - Customers V3: Error: Project validation failed. {'y ' * 700}Data type mismatch field con_a. "
    text += "z " * 3000
    (finding,) = scan(io.BytesIO(text.encode()))
    (whole,) = parse_all(text)
    assert finding.error.context["map"] == whole.context["map"] == "accounts - Customers V3"
    assert finding.error.wrapped_in == whole.wrapped_in
    assert len(finding.text) == 4096


@pytest.mark.parametrize("unit", ["x. ", "é. ", "\r. "], ids=ascii)
@pytest.mark.parametrize("before", [0, 1, 341, 342, 1_366, 2_000])
def test_each_error_of_a_long_string_keeps_the_part_of_it_that_stands_around_it(before: int, unit: str) -> None:
    said = "Integration key field is not bi-directionally mapped. "
    text = f"{unit * before}{said}{unit * 3_000}{said}{unit * 3_000}"
    for source in ({"first": text}, {"calm": "y" * 5_000, "first": text, "last": f"{said}{text}"}):
        findings = list(scan(io.BytesIO(json.dumps(source).encode())))
        expected = [kept(text, place)[0] for place in (text.index(said), text.rindex(said))]
        assert [finding.text for finding in findings[:2]] == expected
        assert [finding.text for finding in findings[2:3]] == [kept(said + text, 0)[0]] * (len(source) > 1)


# Named by the user.


def test_the_structure_that_is_named_goes_before_what_the_file_seems_to_be(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps(STATUS), "a.json")
    assert [one[1] for one in found(path)] == ["DIPV1003"]
    assert [one[1] for one in found(path, read_as="text")] == ["DIPV1003", "DIPV1005"]
    assert [one[0] for one in found(io.BytesIO(b"x\n[DIPV1003]"), read_as="csv")] == ["row 2, column 1 (x)"]
    lines = f'{{"a":1}}\n{{"b":"{KEYS}"}}'.encode()
    assert [one[0] for one in found(io.BytesIO(lines), read_as="jsonl")] == ["2:1 $.b"]
    assert run("scan", "--as", "text", "--format", "jsonl", str(path)).out.count("\n") == 2
    assert run("scan", "--as", "xml", str(path)).status == 2


@pytest.mark.parametrize("given_structure", ["xml", "", "JSON", 7])
def test_a_structure_that_does_not_exist_is_a_value_error(given_structure: Any) -> None:
    with pytest.raises(ValueError, match="read_as is one of 'text', 'json', 'jsonl', 'csv' or None, not"):
        scan([], read_as=given_structure)


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_codes_only_looks_for_codes_in_any_structure(compress: Callable[[bytes], bytes]) -> None:
    data = compress(json.dumps(STATUS).encode())
    assert [finding.code for finding in scan(io.BytesIO(data), codes_only=True)] == ["DIPV1003", "DIPV1005"]


CALM = [f"calm {random.Random(number).randbytes(99).hex()}" for number in range(4_000)]  # noqa: S311 - no secret
"""Lines that compression shortens little: half a megabyte of them is left."""


@pytest.mark.parametrize(
    "data",
    [
        zipped({f"{number}.log": "\n".join(CALM[number::4]).encode() for number in range(4)}),
        workbook(A=[["Said"], *[[line] for line in CALM]]),
        json.dumps(STATUS * 2_000).encode(),
        b"When,Said\n" + b"1,calm\n" * 60_000,
        gzip.compress("\n".join(CALM).encode()),
        LINE.encode("utf-16") * 3000,
    ],
    ids=["zip", "xlsx", "json", "csv", "gzip", "utf-16"],
)
def test_whoever_watches_is_told_how_much_of_any_file_has_been_read(data: bytes, tmp_path: Path) -> None:
    path, told = written(tmp_path, data, "a.file"), list[int]()
    for _ in Scan(path, None, codes_only=False, watch=told.append):
        pass
    assert max(told) == len(data)
    assert len({done * 3 // len(data) for done in told if done < len(data)}) == 3, "no third of it went by unsaid"


@pytest.mark.parametrize(
    "text",
    [
        "When;Said\n8:00;Fläche [DIPV1003] keys\n8:01;calm\n",
        '[\n{"message": "Fläche"},\n{"message": "[DIPV1003] keys"}\n]',
        "8:00 Fläche\n8:01 [DIPV1003] keys\n",
    ],
    ids=["CSV", "JSON", "log"],
)
def test_bytes_that_are_no_utf_8_are_read_around_whatever_the_structure(text: str) -> None:
    assert [finding.code for finding in scan(io.BytesIO(text.encode("latin-1")))] == ["DIPV1003"]


def test_a_finding_in_a_table_comes_before_the_end_of_the_table() -> None:
    read: list[int] = []

    def blocks() -> Iterator[bytes]:
        for number in range(100):
            read.append(number)
            yield f"8:00,{KEYS if number == 40 else 'calm'}\n".encode() + b"8:01,calm\n" * 1_000

    assert next(scan(reading(blocks()), read_as="csv")).line == 40 * 1_001 + 1
    assert len(read) < 60


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ('answer {\n  "said": "[DIPV1003] Keys",\n', '  "calm": "",\n'),
        ('8:00 calm\nanswer {\n  "said": "[DIPV1003] Keys",\n', '  "calm": "",\n'),
        ('8:00 calm\n{"said": "[DIPV1003] Keys"}\n', '{"calm": ""}\n'),
        ('calm\n{"said": "[DIPV1003] Keys"}\n', '{"calm": ""}\n'),
    ],
)
def test_json_without_an_end_in_a_log_is_not_waited_for_beyond_a_mebibyte(head: str, line: str) -> None:
    read = 0

    def blocks() -> Iterator[bytes]:
        nonlocal read
        for block in (head, *[line * 3_000] * 100):
            read += len(block)
            yield block.encode()

    assert next(scan(reading(blocks()), read_as="jsonl")).error.context["path"] == "$.said"
    assert read < 3 << 19


def test_json_in_a_line_that_is_read_in_pieces_counts_once() -> None:
    failures = ",".join(f'{{"message": "[DIPV1003] x{number} {"y" * 140}"}}' for number in range(7_000))
    line = f'2031-05-06 08:00:00 [ERR] {{"value": [{failures}]}}\n'
    assert len(line) > 1 << 20
    assert sum(1 for _ in scan(io.BytesIO(line.encode()))) == 7_000


@pytest.mark.parametrize("rest", [" 5,", ""])
def test_of_many_broken_values_all_are_read(rest: str) -> None:
    findings = list(scan(io.BytesIO(f'{{"a": "[DIPV1003] x"{rest}\n'.encode() * 300), read_as="json"))
    assert [finding.code for finding in findings] == ["DIPV1003"] * 300
    assert [finding.line for finding in findings] == list(range(1, 301))


def failures(count: int) -> list[dict[str, str]]:
    """Failures that nobody has documented, one of them `"1"`, the next `"2"` and so on."""
    return [{"requestId": "x", "state": "3", "errorMessage": str(number)} for number in range(1, 1 + count)]


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ('"x",', '"x"'),
        ('"x",', '"x",,'),
        ('"x",', '"x", // calm'),
        ('"x",', "'x',"),
        ('"x",', '"x,'),
        ('"x",', '{"x",'),
        ('"x",', '"x"},'),
        ('"x",', '"x"],'),
        ('"x",', '"x\ufeff" \ufeff,'),
        ('"requestId"', '"requestId: ['),
        ('"requestId"', '"requestId" NaN'),
        ('"1"', '"a "quoted" word"'),
        ('"1"', '"1""'),
        ('"1"', '"1",'),
        ('"1"', '"1'),
        ('"1"', '"'),
        ("{", ""),
    ],
)
@pytest.mark.parametrize("shape", ["list", "value", "flat", "compact", "lines", "log", "two"])
def test_of_broken_json_all_failures_that_are_whole_are_found(shape: str, whole: str, broken: str) -> None:
    elements = failures(4)
    text = {
        "list": json.dumps(elements, indent=2),
        "value": json.dumps({"value": elements}, indent=4),
        "flat": json.dumps(elements, indent=0),
        "compact": json.dumps(elements),
        "lines": "\n".join(map(json.dumps, elements)),
        "log": f"{STAMP}{json.dumps(elements, indent=1)}\n{STAMP}calm\n",
        "two": json.dumps(elements[:1], indent=2) + "\n" + json.dumps(elements[1:], indent=2),
    }[shape]
    first, *others = text.partition('"1"')
    place = sum(map(len, (first, *others[:1])))
    damaged = text[:place].replace(whole, broken, 1) + text[place:]
    assert [finding.text for finding in scan(io.BytesIO(damaged.encode()))][-3:] == ["2", "3", "4"]


@pytest.mark.parametrize("shape", ["list", "value", "flat", "log"])
def test_of_json_that_is_longer_than_may_be_kept_all_failures_are_found(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundaries, "_LONGEST_JSON", 40_000)
    elements = failures(3_000)
    text = {
        "list": json.dumps(elements, indent=2),
        "value": json.dumps({"value": elements}, indent="\t"),
        "flat": json.dumps(elements, indent=0),
        "log": f"{STAMP}{json.dumps(elements, indent=1)}\n{STAMP}calm\n",
    }[shape]
    for data in (text, text.replace('"x",', '"x"', 1)):
        texts = [finding.text for finding in scan(reading(pieces(data.encode(), [5_000])), read_as="jsonl")]
        expected = [element["errorMessage"] for element in elements]
        assert texts == (expected if data == text else expected[1:])


def test_json_that_a_pipe_pauses_in_is_found_behind_the_pause() -> None:
    elements = json.dumps(failures(4), indent=2)
    place = elements.index("  },") + len("  },\n")
    blocks = [f"{STAMP}{elements[:place]}", "", f"{elements[place:]}\n{STAMP}calm\n"]
    document = Document("con.log", (block.encode() for block in blocks))
    assert [finding.text for finding in text_reader.errors_in(document, Lines())] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("end", ["", " oops"])
def test_a_character_that_two_blocks_share_is_whole_behind_broken_json(end: str) -> None:
    begun, sign, rest = "Integration key field isn\u2019t bi-directionally mapped".encode().partition(b"\xe2")
    blocks = [f'[{{"a": 1}},\n"x"{end}\n'.encode() + begun + sign, rest]
    assert found(reading(blocks), read_as="json") == [("3:1", "DIPV1004", (begun + sign + rest).decode())]
    damaged = found(reading([blocks[0], b"[DIPV1003]"]), read_as="json")
    assert damaged == [("3:28", "DIPV1003", begun.decode() + "\ufffd[DIPV1003]")]


def test_json_lines_of_which_one_breaks_off_in_a_string_hide_no_other() -> None:
    first, second, third = map(json.dumps, failures(3))
    cut_off = first.removesuffix('"}')
    for lines, texts in (
        ([cut_off, second, third], ["1", "2", "3"]),
        ([first, cut_off, third], ["1", "", "3"]),
        ([cut_off, STAMP + second], ["1", "2"]),
    ):
        findings = scan(io.BytesIO("\n".join(lines).encode()))
        assert [finding.text.partition("\n")[0] for finding in findings] == texts
