"""`dualwrite-errors scan`: the summary, and the forms in which it prints what it finds."""

import contextlib
import csv
import io
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import FORMS_OF_SCAN, LOG, POSIX, ROOT, run, titles, words
from logs import written

from dualwrite_errors import CATALOG, REGISTRY, Area, Finding, scan
from dualwrite_errors.cli import main
from dualwrite_errors.cli.tally import Tally


def findings_in_log() -> list[Finding]:
    return [relative(finding) for finding in scan(ROOT / LOG)]


def relative(finding: Finding) -> Finding:
    return Finding(
        LOG,
        finding.line,
        finding.column,
        finding.name,
        finding.code,
        finding.matched_by,
        finding.text,
        finding.place,
    )


# The summary.


def test_it_prints_of_each_error_count_class_first_place_actors_caution_and_first_step() -> None:
    status, out, err = run("scan", LOG)
    assert (status, err) == (1, "")
    findings = findings_in_log()
    blocks = {titles(block)[0]: words(block) for block in out.split("\n\n") if titles(block)}
    assert set(blocks) == {finding.code or finding.name for finding in findings}
    for title, block in blocks.items():
        found = [finding for finding in findings if (finding.code or finding.name) == title]
        info = found[0].error.info
        count = f"{len(found)} time{'s' if len(found) > 1 else ''}"
        assert block.startswith(f"{title} {info.message} ")
        assert f"Found {count}, first at {LOG}:{found[0].line}:{found[0].column} " in block
        assert f"It says {words(found[0].error.text)} " in block
        assert f"First step {info.steps[0]}" in block
        assert all(actor.description in block for actor in info.actors)
        assert (f"Class {info.name} " in block) is bool(found[0].code)
        assert (f"CAUTION {info.caution} First step" in block) if info.caution else ("CAUTION" not in block)


def test_it_says_on_which_table_maps_each_error_was_found_the_most_frequent_first(tmp_path: Path) -> None:
    maps = [*range(7), *range(2, 7), 6]
    lines = [f"Map {number} (con_{number}): [DIPV1003] Keys\n" for number in maps]
    out = words(run("scan", str(written(tmp_path, "".join(lines)))).out)
    shown = "Map 6 (con_6): 3; Map 2 (con_2): 2; Map 3 (con_3): 2; Map 4 (con_4): 2; Map 5 (con_5): 2; and 2 more"
    assert f"Table maps {shown} It says" in out
    assert "Table maps" not in run("scan", str(written(tmp_path, "[DIPV1003] Keys\n"))).out


def test_it_is_in_the_order_of_repair_and_there_in_code_order(tmp_path: Path) -> None:
    given = sorted([*REGISTRY, "DIPV1099", "DIPV0001", "DWDVEV1099"], reverse=True)
    out = run("scan", str(written(tmp_path, "".join(f"[{code}]\n" for code in given)))).out
    documented = sorted(REGISTRY, key=lambda code: (list(Area).index(REGISTRY[code].area or Area.DATA), code))
    assert titles(out) == [*documented, "DIPV0001", "DIPV1099", "DWDVEV1099"]
    areas = [area for area in Area if area in {cls.area for cls in REGISTRY.values()}]
    heads = [*(f"{area.replace('_', ' ').upper()}:" for area in areas), "OTHERS:"]
    places = [out.index(f"\n{head}") for head in heads]
    assert places == sorted(places)


def test_each_area_has_one_heading_with_or_without_codes(tmp_path: Path) -> None:
    lines = [f"Project validation failed. {re.sub(r'[{}]', '', cls.info.first_sentence)}\n" for cls in CATALOG.values()]
    out = run("scan", str(written(tmp_path, "".join(lines)))).out
    assert re.findall(r"^([A-Z][A-Z ]+): ", out, re.MULTILINE) == [area.replace("_", " ").upper() for area in Area]


@pytest.mark.parametrize("options", [(), ("--codes-only",)], ids=["all", "codes"])
def test_the_numbers_of_the_summary_are_those_of_scan(options: tuple[str, ...], tmp_path: Path) -> None:
    text = (ROOT / LOG).read_text(encoding="utf-8")
    paths = [str(written(tmp_path, text * 3)), str(written(tmp_path, "Missing source schema\n\nx dipv1008", "b.log"))]
    scans = [scan(path, codes_only=bool(options)) for path in paths]
    findings = [finding for one in scans for finding in one]
    summary = json.loads(run("scan", "--format", "json", *options, *paths).out)["summary"]
    assert {key: value for key, value in summary.items() if key not in {"errors", "unread"}} == {
        "sources": 2,
        "lines": sum(one.lines for one in scans),
        "lines_with_finding": sum(one.lines_with_finding for one in scans),
        "codes_only": bool(options),
        "findings": len(findings),
    }
    counts = {(error["name"], error["code"]): error["count"] for error in summary["errors"]}
    assert counts == Counter((one.name, one.code) for one in findings)
    for error in summary["errors"]:
        found = [one for one in findings if (one.name, one.code) == (error["name"], error["code"])]
        info, first = found[0].error.info, found[0]
        place = {"where": first.where, "line": first.line, "column": first.column}
        assert error["first"] == {"source": first.source, **place}
        assert error["maps"] == Counter(name for one in found if (name := one.error.context.get("map")))
        assert (error["area"], error["message"], error["caution"]) == (info.area, info.message, info.caution)
        assert (error["actors"], error["retry"], error["first_step"]) == (list(info.actors), info.retry, info.steps[0])


def test_it_says_how_much_was_found_and_read(tmp_path: Path) -> None:
    a, b = (str(written(tmp_path, text, name)) for text, name in [("x\n", "a"), ("DIPV1003 DW9003\ny\nDW9003", "b")])
    assert run("scan", a).out == "Found no error. Read 1 line of 1 file, 0 with an error.\n"
    assert "\nFound 3 errors of 2 kinds. Read 4 lines of 2 files, 2 with an error.\n" in run("scan", a, b).out


def test_it_says_how_every_step_is_printed_in_the_order_of_repair(tmp_path: Path) -> None:
    path = str(written(tmp_path, "[DIPV1003]\n[DIPV1099]\nSites (con_sites): Unable to sync with entity con_sites.\n"))
    last = run("scan", path, COLUMNS="120").out.splitlines()[-1]
    assert last == "Every step and its links: dualwrite-errors explain DIPV1003 EntitySyncFailed DIPV1099"
    assert titles(run(*last.partition("dualwrite-errors ")[2].split()).out) == [
        *("DIPV1003", "EntitySyncFailed", "DIPV1099")
    ]


@pytest.mark.parametrize("text", ["", "all is well\nno code\n"], ids=["empty", "calm"])
def test_a_log_without_errors_ends_with_0(text: str, tmp_path: Path) -> None:
    status, out, err = run("scan", str(written(tmp_path, text)))
    assert (status, err) == (0, "")
    assert out == f"Found no error. Read {text.count(chr(10))} lines of 1 file, 0 with an error.\n"


def test_exit_zero_is_for_errors_that_are_found_and_not_for_what_cannot_be_read() -> None:
    assert run("scan", "--exit-zero", LOG) == (0, run("scan", LOG).out, "")
    assert run("scan", "--exit-zero", LOG, "missing.log").status == 2


def test_codes_only_finds_codes_alone_and_says_so() -> None:
    out = run("scan", "--codes-only", LOG).out
    assert titles(out) == ["DIPV1016", "DIPV1022", "DIPV1025", "DIPV1003", "DIPV1099"]
    hint = "Looked for codes only. Without --codes-only, errors without a code are found, too."
    assert hint in words(out)
    assert hint not in words(run("scan", LOG).out)


def test_details_prints_each_finding_with_its_place_before_the_summary() -> None:
    findings = findings_in_log()
    lines = run("scan", "--details", LOG).out.splitlines()
    for finding, line in zip(findings, lines, strict=False):
        title = f"{finding.code} {finding.name}".strip()
        assert line == f"{LOG}:{finding.line}:{finding.column}: {title}: {finding.text}"
    assert lines[len(findings)] == ""
    assert lines[len(findings) + 1 :] == run("scan", LOG).out.splitlines()


def test_a_long_text_is_shortened(tmp_path: Path) -> None:
    path = str(written(tmp_path, f"[DIPV1003] {'keys ' * 100}\n"))
    assert "It says keys" in (out := words(run("scan", path).out))
    assert out.count("keys") < 45
    assert "…" in out


def test_an_error_that_says_nothing_leaves_no_label_without_a_text(tmp_path: Path) -> None:
    out = run("scan", str(written(tmp_path, "[DIPV1003]\n"))).out
    assert [line for line in out.splitlines() if line != line.rstrip()] == []
    assert "It says" not in out


@pytest.mark.slow
def test_two_thousand_kinds_are_printed_in_every_form(tmp_path: Path) -> None:
    path = str(written(tmp_path, "".join(f"[DIPV{number:04}] number {number}\n" for number in range(2_000))))
    status, out, _ = run("scan", path)
    assert status == 1
    assert set(titles(out)) == {f"DIPV{number:04}" for number in range(2_000)}
    assert "Found 2,000 errors of 2,000 kinds. Read 2,000 lines of 1 file" in out
    for form in FORMS_OF_SCAN[1:]:
        assert run("scan", "--format", form, path).status == 1


def test_a_line_of_a_million_characters_is_cut(tmp_path: Path) -> None:
    path = str(written(tmp_path, "x" * 500_000 + " [DIPV1003] " + "y" * 500_000))
    for form in FORMS_OF_SCAN:
        status, out, err = run("scan", "--details", "--format", form, path)
        assert status == 1
        assert len(out) < (40_000 if form == "html" else 10_000)
        assert len(err) < 200


# The forms.


def records(path: str) -> list[dict[str, Any]]:
    return [
        {
            "source": path,
            "where": finding.where,
            "line": finding.line,
            "column": finding.column,
            "code": finding.code,
            "name": finding.name,
            "area": finding.error.area and str(finding.error.area),
            "map": finding.error.context.get("map"),
            "parameters": dict(finding.error.parameters),
            "matched_by": finding.matched_by,
            "text": finding.text,
        }
        for finding in scan(ROOT / path)
    ]


@pytest.mark.parametrize("text", ["", "nothing\n", "[DIPV1003] keys\n", "[DIPV1003] a [DIPV1099] b\n\ndipv1005"])
def test_json_is_one_object(text: str, tmp_path: Path) -> None:
    path = str(written(tmp_path, text))
    for options, keys in [((), ["summary"]), (("--details",), ["findings", "summary"])]:
        status, out, err = run("scan", "--format", "json", *options, path)
        parsed = json.loads(out)
        assert (list(parsed), err) == (keys, "")
        assert status == bool(parsed["summary"]["findings"])
        assert parsed.get("findings", records(path)) == records(path)


@pytest.mark.parametrize("text", ["", "[DIPV1003] a [DIPV1099] b\n\ndipv1005"])
def test_jsonl_is_one_object_a_line(text: str, tmp_path: Path) -> None:
    path = str(written(tmp_path, text))
    assert [json.loads(line) for line in run("scan", "--format", "jsonl", path).out.splitlines()] == records(path)


def test_the_records_of_a_log_have_maps_and_parameters() -> None:
    printed = [json.loads(line) for line in run("scan", "--format", "jsonl", LOG).out.splitlines()]
    assert printed == records(LOG)
    (stale_lookup,) = [record for record in printed if record["line"] == 16]
    assert stale_lookup["map"] == "Yards (con_yards)"
    assert stale_lookup["parameters"] == {"table": "con_sites", "values": "SITE-04, LUX1"}


def test_csv_has_one_row_for_each_finding() -> None:
    head, *rows = csv.reader(io.StringIO(run("scan", "--format", "csv", LOG).out))
    assert head == [
        "source",
        "where",
        "line",
        "column",
        "code",
        "name",
        "area",
        "map",
        "parameters",
        "matched_by",
        "text",
    ]
    expected = [record | {"parameters": json.dumps(record["parameters"])} for record in records(LOG)]
    assert [dict(zip(head, row, strict=True)) for row in rows] == [
        {key: str(value or "") for key, value in record.items()} for record in expected
    ]


def test_github_has_one_annotation_for_each_finding() -> None:
    lines = run("scan", "--format", "github", LOG).out.splitlines()
    for line, finding in zip(lines, findings_in_log(), strict=True):
        title = f"{finding.code} {finding.name}".strip()
        remedy = finding.error.remediation.replace("%", "%25").replace("\n", "%0A")
        place = f"file={LOG},line={finding.line},col={finding.column},title={title}"
        assert line == f"::error {place}::{finding.error.text}%0A{remedy}"


@POSIX
@pytest.mark.parametrize(("escaped", "name"), [("%25", "%"), ("%3A", ":"), ("%2C", ","), ("%2525", "%25")])
def test_github_properties_are_escaped(escaped: str, name: str, tmp_path: Path) -> None:
    path = str(written(tmp_path, "[DIPV1003] 100% of a: b, c\n", f"a{name}b.log"))
    out = run("scan", "--format", "github", path).out
    assert f"a{escaped}b.log,line=1,col=2,title=DIPV1003 IntegrationKeyMissing::100%25 of a: b, c%0A1. Open" in out


@pytest.mark.parametrize("form", ["jsonl", "csv", "github"])
def test_what_was_read_is_said_on_standard_error_where_the_output_is_for_programs(form: str) -> None:
    err = run("scan", "--format", form, LOG).err
    assert err == "Found 16 errors of 12 kinds. Read 25 lines of 1 file, 15 with an error.\n"


def test_github_names_the_cell_of_a_workbook_instead_of_a_line(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Log").append(["[DIPV1003] Keys"])
    book.save(tmp_path / "log.xlsx")
    (line,) = run("scan", "--format", "github", "log.xlsx", directory=tmp_path).out.splitlines()
    assert line.startswith("::error file=log.xlsx,title=DIPV1003 IntegrationKeyMissing::Keys (Log!A1)%0A")


def test_of_many_files_that_cannot_be_read_the_summary_names_the_first_and_counts_the_others(tmp_path: Path) -> None:
    names = [f"{number:02}.pdf" for number in range(25)]
    for name in names:
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    status, out, err = run("scan", *names, directory=tmp_path)
    assert status == 2
    shown = [name for name in names if f"{name}: it is a PDF file" in out]
    assert shown == names[: len(shown)]
    assert f"and {25 - len(shown)} more, which are named above" in out
    assert all(name in err for name in names)


def test_standard_output_may_be_an_object_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[DIPV1003] Keys\n")))
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        assert main(["scan", "--format", "jsonl", "-"]) == 1
    assert json.loads(output.getvalue())["code"] == "DIPV1003"


def test_of_very_many_table_maps_the_first_are_named_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dualwrite_errors.cli.tally._MOST_MAPS", 2)
    tally = Tally(codes_only=False)
    for name in ("a", "b", "c", "a", "d"):
        (finding,) = scan([f"con_{name} - {name}: Error: [DIPV1003] Keys"])
        tally.add(finding, finding.error)
    (error,) = tally.in_order_of_repair()
    assert (dict(error.maps), error.on_other_maps, error.count) == ({"con_a - a": 2, "con_b - b": 1}, 2, 5)
