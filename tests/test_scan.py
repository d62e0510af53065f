"""What `scan` finds in the lines of a log, where it says that it stands, and what a finding is."""

import io
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from logs import codes_in, kept, lines_of, log, log_lines, places, reading, written

from dualwrite_errors import (
    CATALOG,
    REGISTRY,
    DestinationFieldMissingFromSchema,
    DualWriteError,
    Finding,
    IntegrationKeyMissing,
    MandatoryFieldNotMapped,
    ReferencedRowNotFound,
    SourceSchemaMissing,
    UndocumentedCode,
    WriteToDataverseFailed,
    parse_all,
    scan,
)
from dualwrite_errors.scanning.finding import cut
from dualwrite_errors.scanning.regions import BYTES_AROUND

SPARSE = log(20_000, every=2_000)
DENSE = log(2_000, every=1)
MIXED = "é 1 [DIPV1003] Site’s key\r\nnothing\n\n€ dipv1010 and [DWDVEV1099]\nlast DW9003"
SENTENCE = "Integration key field is not bi-directionally mapped"
SHORT_SENTENCE = "Missing source schema"

in_both_ways = pytest.mark.parametrize("codes_only", [False, True], ids=["all", "codes"])


# Whole logs.


@in_both_ways
@pytest.mark.parametrize(
    "text", [SPARSE, DENSE, DENSE.replace("\n", "\r\n"), MIXED], ids=["sparse", "dense", "crlf", "mixed"]
)
def test_every_code_of_a_log_is_found_at_its_place(text: str, tmp_path: Path, *, codes_only: bool) -> None:
    path = written(tmp_path, text)
    found = scan(path, codes_only=codes_only)
    assert list(found) == codes_in(text, path) != []
    assert (found.lines, found.lines_with_finding) == (lines_of(text), len({f.line for f in codes_in(text)}))


@in_both_ways
@pytest.mark.parametrize(
    "text",
    [
        *("DIPV1003\n\n" * 60, "[dipv1099] DW9003\r\n\r\n\n" * 30, "calm\nDIPV1003\nDIPV1010\ncalm\ncalm\n" * 30),
        *("DIPV1003 " * 600, f"\n{'DIPV1003 ' * 600}\r\n" * 2, f"{'x' * 5_000}{'DW9003 ' * 60}\n[DIPV1003]"),
    ],
    ids=len,
)
def test_many_codes_are_found_at_their_places_whatever_lines_are_between_them(text: str, *, codes_only: bool) -> None:
    found = scan(io.BytesIO(text.encode()), codes_only=codes_only)
    assert list(found) == codes_in(text)
    assert (found.lines, found.lines_with_finding) == (lines_of(text), len({f.line for f in codes_in(text)}))


@in_both_ways
def test_a_sparse_log_has_one_finding_every_so_many_lines(*, codes_only: bool) -> None:
    found = scan(io.StringIO(SPARSE), codes_only=codes_only)
    assert [finding.line for finding in found] == list(range(2_000, 20_001, 2_000))


@in_both_ways
def test_a_log_without_an_error_has_no_finding_and_all_its_lines(*, codes_only: bool) -> None:
    found = scan(log_lines(3_000, every=10_000), codes_only=codes_only)
    assert (list(found), found.lines, found.lines_with_finding) == ([], 3_000, 0)


def test_findings_with_and_without_a_code_come_in_the_order_of_lines_and_columns() -> None:
    lines = [SENTENCE, "[DIPV1003]", "calm", f"{SENTENCE}. {SENTENCE}", "DIPV1010", "calm"]
    found = scan(io.StringIO("\n".join(lines * 3_000)))
    expected = [
        (6 * turn + line, column, code)
        for turn in range(3_000)
        for line, column, code in [
            *((1, 1, "DIPV1004"), (2, 2, "DIPV1003"), (4, 1, "DIPV1004"), (4, 55, "DIPV1004"), (5, 1, "DIPV1010"))
        ]
    ]
    assert places(found) == expected
    assert (found.lines, found.lines_with_finding) == (18_000, 12_000)


# Lines, columns and text.


@in_both_ways
@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("DIPV1003\n", 1, [(1, 1)]),
        ("DIPV1003", 1, [(1, 1)]),
        ("DIPV1003\n\n", 2, [(1, 1)]),
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
    text: str, lines: int, expected: list[tuple[int, int]], *, codes_only: bool
) -> None:
    for source in (io.BytesIO(text.encode()), io.StringIO(text, newline="")):
        found = scan(source, codes_only=codes_only)
        assert [(finding.line, finding.column) for finding in found] == expected
        assert (found.lines, found.lines_with_finding) == (lines, len({line for line, _ in expected}))


@in_both_ways
@pytest.mark.parametrize("end", ["\n", "\r\n", ""], ids=ascii)
def test_the_text_is_the_line_without_its_end(end: str, *, codes_only: bool) -> None:
    (finding,) = scan(io.BytesIO(f"before\n[DIPV1003] Keys \t{end}".encode()), codes_only=codes_only)
    assert (finding.text, finding.place) == ("[DIPV1003] Keys \t", 1)


@in_both_ways
def test_a_lone_carriage_return_stays_in_the_text(*, codes_only: bool) -> None:
    (finding,) = scan(io.BytesIO(b"a\rDIPV1003\rb\r\r\n"), codes_only=codes_only)
    assert finding.text == "a\rDIPV1003\rb\r"


@in_both_ways
@pytest.mark.parametrize(
    ("before", "column"),
    [
        (b"", 1),
        ("🎉エ".encode(), 3),
        (b"\xff", 2),
        (b"\xe2\x82\xe2\x82", 3),
        (b"\x80\x80\x80", 4),
        (b"\x00\t", 3),
        (b"\xed\xa0\x80", 4),
        ("İ".encode(), 2),
    ],
    ids=repr,
)
def test_columns_count_characters_and_each_that_replaces_what_does_not_decode(
    before: bytes, column: int, *, codes_only: bool
) -> None:
    line = before + b"DIPV1003 \xff " + before + b"DIPV1010"
    first, second = scan(io.BytesIO(b"\xff\n" + line + b"\n"), codes_only=codes_only)
    assert (first.column, second.column) == (column, 2 * column + 10)
    assert first.text == second.text == line.decode("utf-8", "replace")
    assert first.text[second.column - 1 :] == "DIPV1010"


@in_both_ways
def test_a_line_of_4096_characters_is_kept_whole(*, codes_only: bool) -> None:
    line = "é" * 4_000 + "DIPV1003" + "é" * 88
    (finding,) = scan([line], codes_only=codes_only)
    assert (finding.text, finding.place, finding.column) == (line, 4_000, 4_001)


@in_both_ways
@pytest.mark.parametrize(
    ("before", "after", "cut", "length"),
    [
        (0, 4_089, 0, 4_096),
        (1_024, 5_000, 0, 4_096),
        (1_025, 5_000, 1, 4_096),
        (5_000, 5_000, 3_976, 4_096),
        (4_089, 0, 3_065, 1_032),
    ],
)
@pytest.mark.parametrize("character", ["-", "🎉", "\r"], ids=ascii)
def test_a_longer_line_is_cut_at_4096_characters_of_which_at_most_1024_are_before_the_issue(
    before: int, after: int, cut: int, length: int, character: str, *, codes_only: bool
) -> None:
    line = character * before + "DIPV1003" + character * after + "x" * (character == "\r" and after > 0)
    (finding,) = scan([line], codes_only=codes_only)
    assert (finding.column, finding.place, len(finding.text)) == (before + 1, before - cut, length)
    assert finding.text == line[cut:][:length]
    assert finding.error.code == "DIPV1003"


@pytest.mark.parametrize("before", [0, 1_024, 1_025, 5_000])
def test_a_line_with_a_sentence_is_cut_like_one_with_a_code(before: int) -> None:
    line = "é " * (before // 2) + " " * (before % 2) + f"(Error: {SENTENCE})" + " é" * 3_000
    (finding,) = scan([line])
    assert finding.column == before + 9
    assert (finding.text, finding.place) == kept(line, before + 8)


@in_both_ways
def test_each_code_of_a_longer_line_has_its_own_part_of_it(*, codes_only: bool) -> None:
    line = "".join(f"[DIPV{code:04}] {'é🎉'[code % 2] * (code % 700)}" for code in range(0, 10_000, 50))
    assert list(scan([line], codes_only=codes_only)) == codes_in(line, "<lines>")


# Codes.


@in_both_ways
@pytest.mark.parametrize("code", ["DIPV1003", "dipv1003", "dIpV1003", "dwdvev1004", "DwFoEv1004", "dw9003", "Dw9003"])
def test_a_code_is_found_in_any_case_and_given_in_upper_case(code: str, *, codes_only: bool) -> None:
    assert places(scan([f"[{code}]"], codes_only=codes_only)) == [(1, 2, code.upper())]


@in_both_ways
@pytest.mark.parametrize(
    "text",
    [
        *("DIPV100", "DIPV10031", "xDIPV1003", "_DIPV1003", "DIPV1003a", "DIPV1003_", "DIPV 1003", "DIPV１００３"),
        *("dıpv1003", "DWDVEV100", "DWFOEV10041", "DWFOE1004", "DWDV1004", "DW9004", "DW90030", "xDW9003", "DW1003"),
    ],
)
def test_what_only_resembles_a_code_is_none(text: str, *, codes_only: bool) -> None:
    found = scan([text], codes_only=codes_only)
    assert (list(found), found.lines_with_finding) == ([], 0)


@in_both_ways
@pytest.mark.parametrize(
    "text",
    ["エラーDIPV1003が発生", "éDIPV1003é", "\x00DIPV1003\x00", "-DIPV1003-", "DIPV-DIPV1003", "DIPVDIPV1003 DIPV1003"],
)
def test_what_touches_a_code_may_be_anything_but_an_ascii_word(text: str, *, codes_only: bool) -> None:
    assert [finding.code for finding in scan([text], codes_only=codes_only)] == ["DIPV1003"]


@in_both_ways
def test_several_codes_in_a_line_are_several_findings_of_one_line(*, codes_only: bool) -> None:
    found = scan(["[DIPV1003] Keys. [dipv1010] A field, DWDVEV1004."], codes_only=codes_only)
    assert places(found) == [(1, 2, "DIPV1003"), (1, 19, "DIPV1010"), (1, 38, "DWDVEV1004")]
    assert found.lines_with_finding == 1


@in_both_ways
def test_a_code_that_no_table_has_is_found_as_well(*, codes_only: bool) -> None:
    (finding,) = scan(["[dwfoev1099] Something new happened"], codes_only=codes_only)
    assert (finding.code, finding.name, finding.matched_by) == ("DWFOEV1099", "UndocumentedCode", "code")
    assert type(finding.error) is UndocumentedCode
    assert (finding.error.code, finding.error.text) == ("DWFOEV1099", "Something new happened")


@in_both_ways
def test_every_documented_code_is_found_and_gives_its_error(*, codes_only: bool) -> None:
    for code, cls in REGISTRY.items():
        line = f"2031-05-06 [ERR] con_sites - Sites: Error: Project validation failed. [{code}] {cls.message}"
        (finding,) = scan([line], codes_only=codes_only)
        assert (finding.code, finding.name, finding.matched_by) == (code, cls.__name__, "code")
        assert type(finding.error) is cls
        assert (finding.error.raw, finding.error.text) == (line, cls.message)


def test_codes_only_finds_no_sentence_and_no_wrapper() -> None:
    lines = [SENTENCE, "Unable to write data to entity con_sites", "CDS error code : 0x80060891", "[DW9003]"]
    assert places(scan(lines, codes_only=True)) == [(4, 2, "DW9003")]


# Sentences.


def test_every_error_of_the_catalog_is_found_by_its_sentence() -> None:
    wrong: dict[str, list[Finding]] = {}
    for name, cls in CATALOG.items():
        sentence = re.sub(r"\{\w+\}", "con_site", cls.info.first_sentence)
        wrapper = "" if cls.info.is_wrapper else "Project validation failed. "
        findings = list(scan([f"2031-05-06 [ERR] con_sites - Sites: Error: {wrapper}{sentence}"]))
        if [(finding.name, finding.code, finding.matched_by) for finding in findings] != [(name, cls.code, "sentence")]:
            wrong[name] = findings
    assert wrong == {}


def test_a_sentence_is_found_where_it_begins_and_its_error_has_what_it_says() -> None:
    (finding,) = scan([b"\xff\xc3\xa9 Error: Unable to lookup con_sites with values {SITE-1, LUX}. (9b1f)"])
    assert (finding.line, finding.column, finding.name, finding.code) == (1, 11, "ReferencedRowNotFound", "")
    assert type(finding.error) is ReferencedRowNotFound
    assert finding.error.text == "Unable to lookup con_sites with values {SITE-1, LUX}. (9b1f)"
    assert dict(finding.error.parameters) == {"table": "con_sites", "values": "SITE-1, LUX"}
    assert dict(finding.error.context) == {"source": "<lines>", "line": "1", "column": "11"}


@pytest.mark.parametrize(
    "line",
    [
        SHORT_SENTENCE,
        f"  “{SHORT_SENTENCE}!”",
        f"12:00 [ERR] con_sites - Sites V2: Error: {SHORT_SENTENCE}",
        f"12:00 [ERR] Sites V2 (con_sites): {SHORT_SENTENCE}, and more",
        f"12:00 [ERR] Project validation failed. {SHORT_SENTENCE}",
        f"12:00 [ERR] Project validation failed: con_sites says {SHORT_SENTENCE} today",
    ],
)
def test_a_short_sentence_counts_as_the_whole_line_behind_the_label_of_a_map_and_in_a_wrapper(line: str) -> None:
    (finding,) = scan([line])
    assert (finding.name, finding.column) == ("SourceSchemaMissing", line.index(SHORT_SENTENCE) + 1)


@pytest.mark.parametrize(
    "line",
    [
        f"12:00 [ERR] {SHORT_SENTENCE}",
        f"12:00 [ERR] con_sites: {SHORT_SENTENCE}",
        f"con_sites - Sites: {SHORT_SENTENCE}",
        f"Why does it say {SENTENCE}",
        f"{SENTENCE} at noon",
        "A record with the specified key values does not exist in con_sites entity",
        "CDS error code : 0x80060891",
    ],
)
def test_what_other_programs_may_say_as_well_counts_for_nothing(line: str) -> None:
    found = scan([line])
    assert (list(found), found.lines) == ([], 1)


def test_a_sentence_may_go_on_in_the_next_line() -> None:
    found = scan(io.StringIO("calm\nIntegration key field is not\nbi-directionally mapped\ncalm\n"))
    (finding,) = found
    assert (finding.code, finding.line, finding.column) == ("DIPV1004", 2, 1)
    assert finding.text == "Integration key field is not\nbi-directionally mapped"
    assert (found.lines, found.lines_with_finding) == (4, 1)


BROKEN = [
    " ".join(words[:one]) + "\n" + "\n".join(filter(None, (" ".join(words[one:two]), " ".join(words[two:]))))
    for words in (
        ["Integration", "key", "field", "is", "not", "bi-directionally", "mapped"],
        ["The", "user", "is", "not", "a", "member", "of", "the", "organization."],
    )
    for one in range(1, len(words))
    for two in (one, one + 1)
    if two < len(words)
]
"""Sentences over two lines and over three: the sign of one is in its last words, of the other in its first."""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["Gerät für é", "of integration keys", "is not a member of the organization:"])
@pytest.mark.parametrize("broken", BROKEN)
def test_wherever_a_sentence_breaks_off_its_text_is_that_of_its_lines(broken: str, before: str, end: str) -> None:
    log = f"{'calm ' * 99}\n{before}\n{broken}\nGerät für é\ncalm\n12:00 calm\n".replace("\n", end)
    (finding,) = scan(io.StringIO(log, newline=""))
    assert finding.name in {"IntegrationKeyNotBidirectional", "UserNotMemberOfOrganization"}
    assert (finding.line, finding.column) == (3, 1)
    assert finding.text == broken.replace("\n", end)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_line_before_a_sentence_that_breaks_off_keeps_its_errors(broken: str) -> None:
    found = list(scan([f"of integration keys DW9003 x\n{broken}\n"]))
    assert [(finding.line, finding.column) for finding in found] == [(1, 21), (2, 1)]


@pytest.mark.parametrize("broken", BROKEN)
def test_lines_before_a_sentence_that_breaks_off_are_read_by_themselves(broken: str) -> None:
    log = f"of integration keys\nUnable to sync with entity con_a.\n{broken}\nDW9003 x\n"
    first, second, third = scan(io.StringIO(log))
    assert (first.name, first.text) == ("EntitySyncFailed", "Unable to sync with entity con_a.")
    assert (second.line, second.text, third.text) == (3, broken, "DW9003 x")


@pytest.mark.parametrize("broken", [one for one in BROKEN if one.count("\n") == 1])
def test_a_sentence_does_not_go_on_in_a_line_with_a_time_stamp(broken: str) -> None:
    first, second = broken.split("\n")
    assert list(scan([f"{first}\n", f"08:00:01 {second}\n", "calm\n"])) == []


def test_an_error_that_goes_on_in_the_next_line_with_a_sign_of_its_own_is_found_once() -> None:
    opening = "Failed to setup dual write environment. Error Details:Response status"
    (finding,) = scan([f"{opening}\n", "code does not indicate success: 403 (Forbidden)\n", "calm\n"])
    assert (finding.line, finding.column) == (1, 1)


@pytest.mark.parametrize("broken", [one for one in BROKEN if "key" in one and one.count("\n") == 1])
def test_a_sentence_with_its_sign_in_the_next_line_is_found_behind_another_error(broken: str) -> None:
    first, second = scan(io.StringIO(f"calm\nDW9003 x. {broken}\n"))
    assert (first.code, first.line, second.line, second.column) == ("DW9003", 2, 2, 11)


@pytest.mark.parametrize("broken", BROKEN)
def test_damaged_bytes_around_a_sentence_that_breaks_off_take_nothing_of_it(broken: str) -> None:
    said, damaged = broken.encode(), b"Ger\xe4te gr\xf6\xdfer \xfcber \xe4\xf6\xfc\n"
    id_ = b"Session ID: 5cfd4dea-0000-4000-8000-000000000001"
    for record in (said, said + b"\n" + damaged + id_):
        log = b"calm " * 99 + b"\n" + damaged + record + b"\n" + damaged + b"calm\n12:00 calm\n"
        (finding,) = scan(io.BytesIO(log), encoding="utf-8")
        assert finding.line == 3
        assert finding.text == record.decode("utf-8", "replace")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_sentence_goes_on_neither_behind_a_blank_line_nor_behind_a_time_stamp(end: str) -> None:
    for first, second in (broken.split("\n") for broken in BROKEN if broken.count("\n") == 1):
        for between in ("\n", "12:00 ", "\n12:00 calm\n"):
            log = f"calm\n{first}\n{between}{second}\ncalm\n".replace("\n", end)
            assert places(scan(io.BytesIO(log.encode()))) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Project validation failed.\nThe flux is out of phase.\n", (1, 1)),
        ("\n  Missing\nsource schema", (2, 3)),
        ("Sites (con_sites):\nMissing source schema\n", (2, 1)),
        ("calm\ncalm\ncalm\nSites (con_sites):\nMissing source schema\n", (5, 1)),
        ("calm\ncalm\ncalm\ncalm\nSites (con_sites):\nMissing source schema\n", None),
        ("Missing\n \nsource schema\n", None),
        ("Sites (con_sites):\nMissing source schema\nMissing source schema is nothing\n[DIPV1003] x\n", (4, 2)),
        ('{"a": 1}\nMissing source schema is nothing\nSites (con_sites):\nMissing source schema', (4, 1)),
    ],
)
def test_a_few_lines_in_which_no_error_stands_are_read_as_one_text(text: str, place: tuple[int, int] | None) -> None:
    for read_as in ("jsonl", "text"):
        findings = list(scan(io.StringIO(text), read_as=read_as))
        assert [(finding.line, finding.column) for finding in findings] == [place] * (place is not None)
    if place and "DIPV" not in text:
        assert findings[0].name == type(parse_all(text)[0]).__name__


def test_the_text_of_an_error_is_its_line_also_where_the_sentence_of_the_next_one_breaks_off() -> None:
    broken = "Integration key field is not\nbi-directionally mapped"
    log = f"DW9003 x\n{broken}\nDW9003 y\n"
    expected = ["DW9003 x", broken, "DW9003 y"]
    assert [finding.text for finding in scan(io.StringIO(log))] == expected


def test_sentences_that_break_off_one_after_the_other_have_the_same_lines() -> None:
    said = f"Integration key field is not\n{SENTENCE[29:]}. Integration key field is not\n{SENTENCE[29:]}"
    findings = list(scan(["calm", *said.split("\n"), "calm", "12:00 calm"]))
    assert [(finding.line, finding.column, finding.text) for finding in findings] == [(2, 1, said), (3, 26, said)]


@pytest.mark.parametrize("said", ["[DIPV1003] Keys", "Unable to lookup con_docks with values {A}."])
@pytest.mark.parametrize("between", ["", "  at x\n", "\n", "  at x\n\n  at y\n"])
def test_the_record_of_an_error_begins_with_its_time_stamp_however_many_lines_before_it(
    said: str, between: str
) -> None:
    record = f"12:00 [ERR] Stopped.\n{between}  {said}\n\n  at x"
    (finding,) = scan(io.StringIO(f"11:59 calm\n{record}\n \n12:01 calm\n"))
    assert (finding.line, finding.text) == (3 + between.count("\n"), record)


def test_a_record_of_a_log_goes_on_up_to_the_next_time_stamp() -> None:
    first = (
        "12:00 [ERR] Unable to write data to entity con_sites.\n  Unable to lookup con_docks with values {A}.\n  at x"
    )
    (finding,) = scan(io.StringIO(f"11:59 calm\n{first}\n12:01 calm\n"))
    assert (finding.name, finding.line, finding.column) == ("ReferencedRowNotFound", 3, 3)
    assert finding.text == first
    assert finding.text[finding.place :].startswith("Unable to lookup")
    assert finding.error.wrapped_in == (WriteToDataverseFailed,)


def test_the_ids_in_the_next_lines_belong_to_an_error() -> None:
    id_ = "5cfd4dea-0000-4000-8000-000000000001"
    said = f"The remote server returned an error.\nUnable to sync with entity con_docks\n),\nSession ID:\n{id_}"
    (finding,) = scan(io.StringIO(f"{said}\ncalm\n"))
    assert finding.error.context["session_id"] == id_
    for end in ("\n", "\r\n"):
        (finding,) = scan(
            io.BytesIO(f"Unable to sync with entity con_docks\n\nSession ID:\n{id_}\n".replace("\n", end).encode())
        )
        assert "session_id" not in finding.error.context


@pytest.mark.parametrize("second", ["Unable to sync with entity con_sites", "DW9003 x"])
def test_the_ids_in_the_next_lines_belong_to_the_last_error_before_them(second: str) -> None:
    id_ = "5cfd4dea-0000-4000-8000-000000000001"
    log = f"Unable to sync with entity con_docks\n{second}\nSession ID: {id_}\ncalm\n12:00 calm\n"
    findings = list(scan(io.StringIO(log)))
    assert [finding.text for finding in findings] == [
        "Unable to sync with entity con_docks",
        f"{second}\nSession ID: {id_}",
    ]
    assert [finding.error.context.get("session_id") for finding in findings] == [None, id_]


def test_the_ids_behind_a_time_stamp_belong_to_another_record() -> None:
    id_ = "5cfd4dea-0000-4000-8000-000000000001"
    for behind in ("", "calm\n"):
        log = f"Unable to sync with entity con_docks\n12:00 {behind}Session ID: {id_}\n"
        assert [finding.text for finding in scan(io.StringIO(log))] == ["Unable to sync with entity con_docks"]


def test_a_line_in_which_nothing_is_found_belongs_to_no_record_behind_it() -> None:
    record = "12:00 Integration key field is not\nbi-directionally mapped"
    (finding,) = scan(io.StringIO(f"Why does it say {SENTENCE}\n{record}\n12:01 calm\n"))
    assert (finding.line, finding.column, finding.text) == (2, 7, record)


@pytest.mark.parametrize(
    ("label", "belongs"),
    [("Session ID: ", True), (" \tSession ID: ", True), (") Session ID: ", False), ("calm, session ID: ", False)],
)
def test_an_id_in_the_next_lines_belongs_to_an_error_where_its_line_begins_with_it(
    label: str, *, belongs: bool
) -> None:
    id_ = "5cfd4dea-0000-4000-8000-000000000001"
    said = f"Unable to sync with entity con_docks\n{label}{id_}"
    (finding,) = scan(io.StringIO(f"{said}\ncalm\n"))
    assert finding.text == (said if belongs else "Unable to sync with entity con_docks")


def test_all_ids_in_the_next_lines_belong_to_an_error() -> None:
    id_ = "5cfd4dea-0000-4000-8000-000000000001"
    said = f"Unable to sync with entity con_docks\nSession ID: {id_}\nactivity id: {id_}"
    (finding,) = scan(io.StringIO(f"{said}\ncalm\n"))
    assert finding.text == said


@pytest.mark.parametrize(("calm", "is_near"), [(3, True), (4, False)])
def test_the_ids_of_an_error_stand_in_the_four_lines_behind_it(calm: int, *, is_near: bool) -> None:
    id_ = "5cfd4dea-0000-4000-8000-000000000001"
    said = "Unable to sync with entity con_docks\n" + "calm\n" * calm + f"Session ID: {id_}"
    (finding,) = scan(io.StringIO(f"{said}\ncalm\n"))
    assert (finding.error.context.get("session_id") == id_) == is_near
    assert finding.text == (said if is_near else "Unable to sync with entity con_docks")


def test_a_sentence_that_breaks_off_at_the_end_of_a_line_does_not_hide_that_of_the_next() -> None:
    text = f"Integration key field is not\n{SENTENCE}\n"
    assert places(scan(io.StringIO(text))) == [(2, 1, "DIPV1004")]


def test_a_wrapper_holds_nothing_of_the_next_line() -> None:
    found = scan(["con_sites - Sites: Error: Project validation failed.", f"12:00 {SHORT_SENTENCE}"])
    assert places(found) == [(1, 27, "ProjectValidationFailed")]


def test_a_dipv_sentence_beside_a_dipv_code_counts_for_nothing() -> None:
    for line in (f"[DIPV1003] {SENTENCE}", f"{SENTENCE} [DIPV1003]"):
        assert [finding.code for finding in scan([line])] == ["DIPV1003"]


def test_a_sentence_without_a_code_of_its_own_counts_beside_a_code() -> None:
    found = scan(["[DIPV1003] Keys. Unable to lookup con_sites with values {S1}. [DWDVEV1004] Stale"])
    assert places(found) == [(1, 2, "DIPV1003"), (1, 18, "ReferencedRowNotFound"), (1, 64, "DWDVEV1004")]


def test_a_wrapper_with_several_causes_is_a_finding_for_each() -> None:
    line = (
        "Sites (con_sites): Unable to write data to entity con_sites."
        " Unable to lookup con_units with values {U1}. Unable to lookup con_yards with values {Y1}"
    )
    first, second = scan([line])
    assert [dict(finding.error.parameters)["table"] for finding in (first, second)] == ["con_units", "con_yards"]
    assert first.error.wrapped_in == second.error.wrapped_in == (WriteToDataverseFailed,)
    assert first.error.context["map"] == second.error.context["map"] == "Sites (con_sites)"


def test_a_wrapper_in_which_nothing_is_recognized_is_a_finding_itself() -> None:
    (finding,) = scan(["12:00 [ERR] Unable to write data to entity con_sites. The site is closed"])
    assert (finding.name, finding.column, finding.matched_by) == ("WriteToDataverseFailed", 13, "sentence")


def test_a_wrapper_with_nothing_but_a_known_code_of_dataverse_is_found_by_that() -> None:
    (finding,) = scan(["12:00 [ERR] Unable to write data to entity con_sites. CDS error code : 0x80060891"])
    assert (finding.name, finding.code, finding.matched_by) == ("ReferencedRowNotFound", "", "dataverse_code")
    assert (finding.column, finding.error.context["dataverse_code"]) == (13, "0x80060891")


# Findings.


def a_finding(**changes: Any) -> Finding:
    finding = Finding("con.log", 3, 8, "IntegrationKeyMissing", "DIPV1003", "code", "12:00 [DIPV1003] Keys", 7)
    return attrs.evolve(finding, **changes)


def test_a_finding_has_every_field_of_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "a\nb\n12:00 [DIPV1003] Keys\n")
    assert list(scan(path)) == [a_finding(source=str(path))]


def test_a_finding_whose_place_in_the_text_is_not_given_begins_with_it() -> None:
    finding = Finding("con.log", 3, 8, "IntegrationKeyMissing", "DIPV1003", "code", "DIPV1003 Keys")
    assert (finding.place, finding.error.text, dict(finding.context)) == (0, "Keys", {})


def test_a_finding_cannot_be_changed() -> None:
    for field in attrs.fields(Finding):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(a_finding(), field.name, "other")


def test_findings_are_equal_and_have_one_hash_if_all_their_fields_are_equal() -> None:
    assert len({a_finding(), a_finding()}) == 1
    others: dict[str, Any] = {str(field.alias): "other" for field in attrs.fields(Finding)}
    others["read"] = {"path": "$"}, a_finding().error
    assert [name for name, other in others.items() if a_finding(**{name: other}) == a_finding()] == []


@pytest.mark.parametrize("protocol", [0, pickle.HIGHEST_PROTOCOL])
def test_a_finding_survives_pickle(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(a_finding(), protocol)) == a_finding()


def test_a_finding_arrives_in_a_process_that_has_imported_nothing() -> None:
    program = "import pickle, sys; print(pickle.load(sys.stdin.buffer).error)"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, input=pickle.dumps(a_finding())
    )
    assert done.stdout.decode().strip() == "[DIPV1003] Keys"


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


@in_both_ways
def test_the_error_of_a_finding_has_the_names_in_its_text(*, codes_only: bool) -> None:
    line = "Project validation failed. [DIPV1025] Missing destination field con_site.con_id in the schema"
    (finding,) = scan([line], codes_only=codes_only)
    assert type(finding.error) is DestinationFieldMissingFromSchema
    assert finding.error.names == ("con_site.con_id",)


def test_the_error_of_a_finding_survives_its_record() -> None:
    error = a_finding().error
    assert DualWriteError.from_dict(error.to_dict()).to_dict() == error.to_dict()


@in_both_ways
def test_the_error_of_a_finding_in_a_cut_line_has_what_is_kept_of_the_line(*, codes_only: bool) -> None:
    (finding,) = scan([" " * 5_000 + "[DIPV1003] " + "Keys " * 2_000], codes_only=codes_only)
    assert finding.error.raw == finding.text
    assert finding.error.text == finding.text[1_024 + len("DIPV1003] ") :].rstrip()
    assert finding.error.context["column"] == "5002"


@pytest.mark.parametrize(
    "line",
    [
        f"Project validation failed. {'x ' * 3_000}{SHORT_SENTENCE}",
    ],
    ids=["its wrapper is cut off"],
)
def test_the_error_of_a_sentence_that_nobody_would_find_in_the_cut_line_is_of_its_class(line: str) -> None:
    (finding,) = scan([line])
    error = finding.error
    assert type(error) is SourceSchemaMissing
    assert error.raw == finding.text
    assert error.text.startswith("Missing source ")
    assert error.matched_by == finding.matched_by == "sentence"
    assert error.context["column"] == str(finding.column)


@in_both_ways
def test_one_line_of_many_findings_takes_linear_work(monkeypatch: pytest.MonkeyPatch, *, codes_only: bool) -> None:
    lengths: list[int] = []

    def counted(before: str, after: str) -> tuple[str, int]:
        lengths.append(len(before) + len(after))
        return cut(before, after)

    monkeypatch.setattr(f"dualwrite_errors.scanning.{'codes' if codes_only else 'text'}.cut", counted)
    assert sum(1 for _ in scan([f"[DIPV1003] {'x' * 50}. " * 4_000], codes_only=codes_only)) == 4_000
    assert max(lengths) <= 2 * BYTES_AROUND


@pytest.mark.parametrize(
    ("name", "code", "cls"),
    [
        ("IntegrationKeyMissing", "DIPV1003", IntegrationKeyMissing),
        ("UndocumentedCode", "DIPV9999", UndocumentedCode),
    ],
)
def test_a_finding_of_which_the_code_was_cut_off_is_still_an_error_of_its_class(
    name: str, code: str, cls: type[DualWriteError]
) -> None:
    error = Finding("a.log", 3, 5000, name, code, "code", "x y] Keys are missing", 3).error
    assert (type(error), error.code, error.text, error.matched_by) == (cls, code, "] Keys are missing", "code")
    assert (error.raw, error.context["line"]) == ("x y] Keys are missing", "3")


@pytest.mark.parametrize(
    ("log", "names"),
    [
        ("Data type mismatch\n", ["DataTypeMismatch"]),
        ("\n  Data type mismatch.\n\n", ["DataTypeMismatch"]),
        ("starting\nData type mismatch\nfinished\n", []),
        (f"Data type mismatch\n{'calm' * 2_000}\n", []),
        (f"{'calm' * 2_000}\nData type mismatch\n", []),
        ("starting\nData type\nmismatch\nfinished\n", []),
        ("starting\n\nData type\nmismatch\n\nfinished\n", []),
    ],
)
def test_a_short_sentence_counts_where_it_is_all_of_the_text(log: str, names: list[str]) -> None:
    assert [finding.name for finding in scan(io.BytesIO(log.encode()))] == names
    assert [type(error).__name__ for error in parse_all(log)] == names


@pytest.mark.parametrize("label", ["{} ID: ", "{}Id: ", "{}_id="])
@pytest.mark.parametrize("kind", ["Activity", "session", "REQUEST", "Correlation", "record"])
def test_an_id_of_every_kind_in_the_next_line_belongs_to_an_error(kind: str, label: str) -> None:
    guid = "0b5c5d7e-1111-4222-8333-abcdefABCDEF"
    (finding,) = scan([SENTENCE, label.format(kind) + guid, "calm"])
    assert finding.error.context[f"{kind.lower()}_id"] == guid


@pytest.mark.parametrize("before", ["", "\n", " \n\n"])
@pytest.mark.parametrize("behind", ["", "\n", "\n \n\n"])
def test_a_short_sentence_counts_where_it_is_all_of_a_file_but_for_blank_lines(before: str, behind: str) -> None:
    assert [finding.name for finding in scan(io.StringIO(before + SHORT_SENTENCE + behind))] == ["SourceSchemaMissing"]
    assert list(scan(io.StringIO(f"{before}calm\n{SHORT_SENTENCE}{behind}"))) == []


def test_a_short_sentence_that_is_all_that_has_come_so_far_counts_for_nothing() -> None:
    begin = SHORT_SENTENCE + "\n" * 20
    assert list(scan(reading([begin.encode(), b"calm\n"]))) == []


def test_a_short_sentence_counts_for_nothing_behind_what_is_no_longer_in_memory() -> None:
    assert list(scan(reading([b"calm " * 4_000 + b"\n", SHORT_SENTENCE.encode()]))) == []
