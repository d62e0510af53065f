"""The command line: what each command prints, where, in which form, and how it ends."""

import ast
import contextlib
import csv
import gzip
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dualwrite_errors import REGISTRY, Actor, Area, UndocumentedCode, scan
from dualwrite_errors.cli import main
from dualwrite_errors.cli.markdown import table

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
LOG = "examples/activation.log"
FORMS_OF_SCAN = ("text", "json", "jsonl", "csv", "github")
ORDER_OF_REPAIR = ("connection", "company", "schema", "integration_key", "table_map", "validation")
HOSTILE_TEXT = "\x1b[2J\x1b]0;title\x07\x9b31m\x00\x08\x7f\u202e\u2066\u200f\ufeff\u2028\x85"
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has none of this")
LINUX = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
ROOT_ONLY = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root alone can become somebody who may not read a file"
)


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Cli = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts from 80 columns, no colors, and the root of the project, where the example log is."""
    for name in ("NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONUNBUFFERED"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """The program in this process."""

    def run(*arguments: str) -> Ran:
        status = ended(arguments)
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return run


def ended(arguments: tuple[str, ...]) -> int:
    try:
        return main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def run_in(encoding: str, *arguments: str, stdin: bytes = b"") -> Ran:
    """The program in this process, on streams of their own."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding, newline="\n") for _ in range(2)]
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
    try:
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            status = ended(arguments)
    finally:
        sys.stdin = before
    printed: list[bytes] = []
    for stream in streams:
        stream.flush()
        printed.append(stream.detach().getvalue())
    return Ran(status, *(part.decode("utf-8") for part in printed))


def program() -> str:
    script = shutil.which("dualwrite-errors", path=str(Path(sys.executable).parent))
    assert script is not None, "the program is not installed beside this Python"
    return script


def run_program(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "dualwrite_errors", *arguments],
        check=False,
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
    )


def run_shell(command: str) -> subprocess.CompletedProcess[bytes]:
    """`command` in a POSIX shell, in which `"$@"` is the program."""
    return subprocess.run(
        ["/bin/sh", "-c", command, "sh", sys.executable, "-m", "dualwrite_errors"],
        check=False,
        capture_output=True,
        timeout=120,
    )


def unprintable(text: str) -> set[str]:
    return {character for character in text if not character.isprintable() and character != "\n"}


def code_lines(printed: str) -> list[str]:
    """The codes of a summary or an explanation, as they stand at the beginning of the headings."""
    return re.findall(r"^(DIPV\d{4})  ", printed, re.MULTILINE)


@pytest.fixture
def log(tmp_path: Path) -> Callable[..., str]:
    """Writes a log and returns its path."""

    def write(text: str | bytes, name: str = "a.log") -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return str(path)

    return write


# The program


@pytest.mark.parametrize("entry", ["script", "module"])
def test_both_entry_points_are_the_same_program(entry: str) -> None:
    command = [program()] if entry == "script" else [sys.executable, "-W", "error", "-m", "dualwrite_errors"]
    for arguments, status in [(["explain", "1003"], 0), (["scan", LOG], 1), (["explain", "3"], 2), (["--help"], 0)]:
        run = subprocess.run([*command, *arguments], check=False, capture_output=True, encoding="utf-8")
        own = run_in("utf-8", *arguments)
        assert Ran(run.returncode, run.stdout, run.stderr) == own
        assert own.status == status


def test_version(cli: Cli) -> None:
    from importlib.metadata import version

    assert cli("--version") == (0, f"dualwrite-errors {version('dualwrite-errors')}\n", "")


@pytest.mark.parametrize("command", [(), ("explain",), ("list",), ("scan",)], ids=" ".join)
def test_help_is_on_standard_output(cli: Cli, command: tuple[str, ...]) -> None:
    status, out, err = cli(*command, "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"usage: {' '.join(['dualwrite-errors', *command])} ")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("repair",),
        ("explain",),
        ("explain", "--format", "xml", "1003"),
        ("explain", "--form", "json", "1003"),
        ("list", "--area", "weather"),
        ("list", "--actor", "nobody"),
        ("list", "DIPV1003"),
        ("scan", "--format", "markdown", LOG),
        ("scan", "--exit", LOG),
        ("scan", "--encoding", "klingon", LOG),
        ("scan", "--encoding", "base64", LOG),
        ("scan", "--encoding", "", LOG),
    ],
    ids=" ".join,
)
def test_a_command_line_that_makes_no_sense_ends_with_2_and_says_why(cli: Cli, arguments: tuple[str, ...]) -> None:
    status, out, err = cli(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("usage: dualwrite-errors")
    assert "error: " in err.splitlines()[-1]


@pytest.mark.parametrize(
    "arguments",
    [("list", HOSTILE_TEXT), ("scan", f"--{HOSTILE_TEXT}"), ("scan", "--encoding", HOSTILE_TEXT), (HOSTILE_TEXT,)],
    ids=["argument", "option", "encoding", "command"],
)
def test_arguments_that_make_no_sense_cannot_drive_the_terminal(cli: Cli, arguments: tuple[str, ...]) -> None:
    status, out, err = cli(*arguments)
    assert (status, out) == (2, "")
    assert unprintable(err) == set()


def test_the_library_does_not_import_the_command_line() -> None:
    modules = subprocess.run(
        [sys.executable, "-c", "import sys, dualwrite_errors; print(sorted(sys.modules))"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    loaded = ast.literal_eval(modules)
    assert "dualwrite_errors" in loaded
    assert [name for name in loaded if name == "argparse" or name.startswith("dualwrite_errors.cli")] == []


# explain


@pytest.mark.parametrize(
    "given",
    ["DIPV1003", "dipv1003", "DipV1003", "1003", " 1003 ", "IntegrationKeyMissing", "integrationkeymissing"],
)
def test_explain_takes_a_code_its_digits_or_its_class_in_any_case(cli: Cli, given: str) -> None:
    ran = cli("explain", given)
    assert ran == cli("explain", "DIPV1003")
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize(("code", "cls"), REGISTRY.items())
def test_explain_prints_all_that_is_known(cli: Cli, code: str, cls: Any) -> None:
    status, out, err = cli("explain", code)
    info, printed = cls.info, " ".join(out.split())
    said = [code, info.message, info.name, info.detail, *info.steps, info.retry, info.retry.description, info.caution]
    said += [actor.description for actor in info.actors]
    said += [part for link in info.links for part in link]
    said += [info.area, info.area.description, info.help_url]
    assert [text for text in said if text and " ".join(text.split()) not in printed] == []
    assert ("CAUTION" in out) is bool(info.caution)
    assert (status, err) == (0, "")


def test_explain_keeps_the_order_in_which_codes_are_given(cli: Cli) -> None:
    assert code_lines(cli("explain", "1005", "dipv1003", "DataTypeMismatch").out) == [
        "DIPV1005",
        "DIPV1003",
        "DIPV1030",
    ]


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_explain_all_has_every_documented_code(cli: Cli, form: str) -> None:
    status, out, err = cli("explain", "--all", "--format", form)
    patterns = {"text": r"^(DIPV\d{4})  ", "markdown": r"^## (DIPV\d{4}) ", "json": r'"code": "(DIPV\d{4})"'}
    assert re.findall(patterns[form], out, re.MULTILINE) == list(REGISTRY)
    assert (status, err) == (0, "")


def test_explain_as_json(cli: Cli) -> None:
    (record,) = json.loads(cli("explain", "1005", "--format", "json").out)
    info = REGISTRY["DIPV1005"].info
    assert record == {
        "code": "DIPV1005",
        "name": info.name,
        "area": str(info.area),
        "message": info.message,
        "wordings": list(info.wordings),
        "detail": info.detail,
        "steps": list(info.steps),
        "caution": info.caution,
        "actors": [{"name": str(actor), "description": actor.description} for actor in info.actors],
        "retry": {"name": str(info.retry), "description": info.retry.description},
        "links": [{"title": link.title, "url": link.url} for link in info.links],
        "help_url": info.help_url,
    }


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_explain_says_of_a_code_that_no_table_has_what_it_can_and_ends_with_1(cli: Cli, form: str) -> None:
    status, out, err = cli("explain", "dipv1099", "--format", form)
    assert status == 1
    assert err.startswith("dualwrite-errors: DIPV1099 looks like a code, but no table has it: see https://")
    assert "DIPV1099" in out
    assert UndocumentedCode.info.steps[0] in " ".join(out.split())


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("DIPV1OO3", "DIPV1003"),
        ("DIPV-1003", "DIPV1003"),
        ("IntegrationKeyMising", "DIPV1003"),
        ("[DIPV1003]", "DIPV1003"),
        ("DIPV", None),
        ("3", None),
        ("", None),
        (" ", None),
        ("１００３", None),
        ("10031", None),
        ("-", None),
    ],
)
def test_explain_ends_with_2_for_what_is_no_code_and_names_a_near_miss(cli: Cli, given: str, meant: str | None) -> None:
    status, out, err = cli("explain", given)
    assert (status, out) == (2, "")
    assert err.startswith(f"dualwrite-errors: {given!a} is no code")
    assert re.findall(r"Did you mean '(\w+)'\?$", err) == ([meant] if meant else [])


def test_explain_explains_the_others_where_one_is_no_code(cli: Cli) -> None:
    status, out, err = cli("explain", "3", "1003", "1099")
    assert status == 2
    assert code_lines(out) == ["DIPV1003", "DIPV1099"]
    assert len(err.splitlines()) == 2


def test_explain_as_json_is_an_array_also_where_nothing_is_known(cli: Cli) -> None:
    assert json.loads(cli("explain", "3", "--format", "json").out) == []


@pytest.mark.parametrize(
    "given",
    ["x" * 1_000_000, "1" * 1_000_000, "DIPV" * 300_000, HOSTILE_TEXT, f"DIPV{HOSTILE_TEXT}1003", "\udc9b\udcff"],
)
def test_explain_survives_a_hostile_code(cli: Cli, given: str) -> None:
    status, out, err = cli("explain", given)
    assert (status, out) == (2, "")
    assert len(err) < 250
    assert unprintable(err) == set()


# list


def test_list_has_every_documented_code_in_code_order(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    status, out, err = cli("list")
    rows: list[list[str]] = []
    for line in out.splitlines()[1:]:
        if line.startswith(" "):
            rows[-1][-1] += f" {line.strip()}"
        else:
            rows.append(re.split(r"  +", line, maxsplit=4))
    assert rows == [
        [code, cls.__name__, cls.area, ", ".join(cls.info.actors), cls.message] for code, cls in REGISTRY.items()
    ]
    assert (status, err) == (0, "")


def test_list_is_a_paragraph_for_each_code_where_there_is_no_room_for_a_table(cli: Cli) -> None:
    out = cli("list").out
    assert code_lines(out) == list(REGISTRY)
    assert (
        "DIPV1003  IntegrationKeyMissing\n    Integration keys are missing\n    integration_key; maker, map_admin\n"
        in out
    )


@pytest.mark.parametrize("area", Area)
def test_list_of_one_area(cli: Cli, area: Area) -> None:
    assert listed(cli("list", "--area", area)) == [code for code, cls in REGISTRY.items() if cls.area == area]


@pytest.mark.parametrize("actor", Actor)
def test_list_of_one_actor(cli: Cli, actor: Actor) -> None:
    assert listed(cli("list", "--actor", actor)) == [code for code, cls in REGISTRY.items() if actor in cls.info.actors]


def test_list_of_two_areas_and_one_actor(cli: Cli) -> None:
    assert listed(cli("list", "--area", "schema", "--area", "connection", "--actor", "power_platform_admin")) == [
        code
        for code, cls in REGISTRY.items()
        if cls.area in {"schema", "connection"} and "power_platform_admin" in cls.info.actors
    ]


def test_list_of_nothing_is_still_a_list(cli: Cli) -> None:
    nothing = ("list", "--area", "schema", "--actor", "link_admin")
    assert listed(cli(*nothing)) == []
    for form in ("json", "markdown"):
        status, out, _ = cli(*nothing, "--format", form)
        assert (status, "DIPV" in out) == (0, False)


def test_list_as_json_has_the_records_of_explain(cli: Cli) -> None:
    assert json.loads(cli("list", "--format", "json").out) == json.loads(
        cli("explain", "--all", "--format", "json").out
    )


def test_list_as_markdown_is_a_table(cli: Cli) -> None:
    head, rule, *rows = cli("list", "--format", "markdown").out.splitlines()
    assert head == "| Code | Class | Area | Who can act | Message |"
    assert rule == "| --- | --- | --- | --- | --- |"
    assert [row.split(" | ")[0] for row in rows] == [f"| {code}" for code in REGISTRY]
    assert {row.count("|") for row in rows} == {6}


def listed(ran: Ran) -> list[str]:
    assert (ran.status, ran.err) == (0, "")
    return code_lines(ran.out)


# scan: the summary


def test_scan_prints_of_each_code_count_class_first_place_actors_and_first_step(cli: Cli) -> None:
    status, out, err = cli("scan", LOG)
    assert (status, err) == (1, "")
    findings = list(scan(LOG))
    blocks = {block[:8]: " ".join(block.split()) for block in out.split("\n\n") if block.startswith("DIPV")}
    assert set(blocks) == {finding.code for finding in findings}
    for code, block in blocks.items():
        found = [finding for finding in findings if finding.code == code]
        info = found[0].error.info
        count = f"{len(found)} time{'s' if len(found) > 1 else ''}"
        assert f"Class {info.name} " in block
        assert f"Found {count}, first at {LOG}:{found[0].line}:{found[0].column} " in block
        assert f"First step {info.steps[0]}" in block
        assert all(actor.description in block for actor in info.actors)
        assert (f"CAUTION {info.caution}" in block) if info.caution else ("CAUTION" not in block)


def test_scan_is_in_the_order_of_repair_and_there_in_code_order(cli: Cli, log: Callable[..., str]) -> None:
    codes = sorted([*REGISTRY, "DIPV1099", "DIPV0001"], reverse=True)
    out = cli("scan", log("".join(f"[{code}]\n" for code in codes))).out
    documented = sorted(REGISTRY, key=lambda code: (ORDER_OF_REPAIR.index(str(REGISTRY[code].area)), code))
    assert code_lines(out) == [*documented, "DIPV0001", "DIPV1099"]
    heads = [*(f"{area.replace('_', ' ').upper()}:" for area in ORDER_OF_REPAIR), "CODES THAT NO TABLE HAS"]
    places = [out.index(f"\n{head}") for head in heads]
    assert places == sorted(places)


def test_scan_says_how_many_lines_were_read_and_how_many_carried_no_code(cli: Cli) -> None:
    findings = scan(LOG)
    found = len(list(findings))
    out = cli("scan", LOG).out
    without = findings.lines - findings.lines_with_code
    assert f"Found {found} errors of 5 codes. Read {findings.lines} lines of 1 file:" in out
    assert f" {findings.lines_with_code} with a code, {without} without." in " ".join(out.split())


@pytest.mark.parametrize("wordings", [False, True])
def test_the_numbers_of_the_summary_are_those_of_scan(cli: Cli, log: Callable[..., str], *, wordings: bool) -> None:
    text = Path(LOG).read_text(encoding="utf-8")
    paths = [LOG, log(text * 3), log("Missing source schema\n\nData partition is not valid, dipv1008", "b.log")]
    scans = [scan(path, wordings=wordings) for path in paths]
    findings = [finding for one in scans for finding in one]
    summary = json.loads(cli("scan", "--format", "json", *(["--wordings"] * wordings), *paths).out)["summary"]
    assert summary["findings"] == len(findings)
    assert summary["sources"] == len(paths)
    assert summary["lines"] == sum(one.lines for one in scans)
    assert summary["lines_with_code"] == sum(one.lines_with_code for one in scans)
    assert summary["lines_without_code"] == summary["lines"] - summary["lines_with_code"]
    assert {code["code"]: code["count"] for code in summary["codes"]} == Counter(one.code for one in findings)
    by_wording = Counter(one.code for one in findings if one.matched_by == "wording")
    assert {code["code"]: code["by_wording"] for code in summary["codes"] if code["by_wording"]} == by_wording
    for code in summary["codes"]:
        first = next(one for one in findings if one.code == code["code"])
        assert code["first"] == {"source": first.source, "line": first.line, "column": first.column}


def test_scan_of_a_log_without_errors_ends_with_0(cli: Cli, log: Callable[..., str]) -> None:
    status, out, err = cli("scan", log("all is well\nno code\n"))
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == "Found no error. Read 2 lines of 1 file: 0 with a code, 2 without."


def test_scan_of_an_empty_file(cli: Cli, log: Callable[..., str]) -> None:
    assert cli("scan", log("")) == (0, "Found no error. Read 0 lines of 1 file: 0 with a code, 0 without.\n", "")


def test_exit_zero_is_for_errors_that_are_found(cli: Cli) -> None:
    assert cli("scan", "--exit-zero", LOG) == (0, cli("scan", LOG).out, "")


def test_exit_zero_is_not_for_what_cannot_be_read(cli: Cli) -> None:
    assert cli("scan", "--exit-zero", LOG, "missing.log").status == 2


def test_wordings_finds_what_stands_in_lines_without_a_code(cli: Cli) -> None:
    assert "DIPV1004" not in cli("scan", LOG).out
    out = " ".join(cli("scan", "--wordings", LOG).out.split())
    assert f"IntegrationKeyNotBidirectional Found 1 time, first at {LOG}:12:95" in out
    assert "Found 7 errors of 6 codes, 1 of them by the documented words." in out


def test_scan_mentions_wordings_where_they_could_help(cli: Cli, log: Callable[..., str]) -> None:
    hint = "--wordings looks for the documented words"
    assert hint in cli("scan", LOG).out
    assert hint not in cli("scan", "--wordings", LOG).out
    assert hint not in cli("scan", log("[DIPV1003]\n")).out


def test_details_prints_each_finding_with_its_place(cli: Cli) -> None:
    findings = list(scan(LOG))
    lines = cli("scan", "--details", LOG).out.splitlines()
    for finding, line in zip(findings, lines, strict=False):
        name = finding.error.info.name
        assert line == f"{LOG}:{finding.line}:{finding.column}: {finding.code} {name}: {finding.text}"
    assert lines[len(findings)] == ""
    assert lines[len(findings) + 1 :] == cli("scan", LOG).out.splitlines()


def test_an_error_that_says_nothing_leaves_no_label_without_a_text(cli: Cli, log: Callable[..., str]) -> None:
    out = cli("scan", log("[DIPV1003]\n")).out
    assert [line for line in out.splitlines() if line != line.rstrip()] == []


def test_a_log_with_ten_thousand_codes(cli: Cli, log: Callable[..., str]) -> None:
    path = log("".join(f"[DIPV{number:04}] number {number}\n" for number in range(10_000)))
    status, out, _ = cli("scan", path)
    assert status == 1
    assert set(code_lines(out)) == {f"DIPV{number:04}" for number in range(10_000)}
    assert "Found 10,000 errors of 10,000 codes. Read 10,000 lines of 1 file" in out
    for form in FORMS_OF_SCAN[1:]:
        assert cli("scan", "--format", form, path).status == 1


def test_a_line_of_a_million_characters(cli: Cli, log: Callable[..., str]) -> None:
    path = log("x" * 500_000 + " [DIPV1003] " + "y" * 500_000)
    for form in FORMS_OF_SCAN:
        status, out, err = cli("scan", "--details", "--format", form, path)
        assert status == 1
        assert len(out) < 10_000
        assert len(err) < 200


# The forms of scan


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("text", ["", "nothing\n", "[DIPV1003] keys\n", "[DIPV1003] a [DIPV1099] b\n\ndipv1005"])
def test_json_is_one_object(cli: Cli, log: Callable[..., str], text: str, *, details: bool) -> None:
    path = log(text)
    status, out, err = cli("scan", "--format", "json", *(["--details"] * details), path)
    parsed = json.loads(out)
    assert err == ""
    assert status == bool(parsed["summary"]["findings"])
    assert list(parsed) == (["findings", "summary"] if details else ["summary"])
    if details:
        assert parsed["findings"] == records(path)


@pytest.mark.parametrize("text", ["", "nothing\n", "[DIPV1003] keys\n", "[DIPV1003] a [DIPV1099] b\n\ndipv1005"])
def test_jsonl_is_one_object_a_line(cli: Cli, log: Callable[..., str], text: str) -> None:
    path = log(text)
    out = cli("scan", "--format", "jsonl", path).out
    assert [json.loads(line) for line in out.splitlines()] == records(path)


def test_csv_has_one_row_for_each_finding(cli: Cli) -> None:
    head, *rows = csv.reader(io.StringIO(cli("scan", "--format", "csv", LOG).out))
    assert head == ["source", "line", "column", "code", "name", "area", "matched_by", "text"]
    assert [dict(zip(head, row, strict=True)) for row in rows] == [
        {key: str(value or "") for key, value in record.items()} for record in records(LOG)
    ]


def test_github_has_one_annotation_for_each_finding(cli: Cli) -> None:
    lines = cli("scan", "--format", "github", LOG).out.splitlines()
    for line, finding in zip(lines, scan(LOG), strict=True):
        info = finding.error.info
        place = f"file={LOG},line={finding.line},col={finding.column},title={finding.code} {info.name}"
        remedy = info.remediation.replace("%", "%25").replace("\n", "%0A")
        assert line == f"::error {place}::{finding.error.text}%0A{remedy}"


@pytest.mark.parametrize("form", ["jsonl", "csv", "github"])
def test_what_was_read_is_said_on_standard_error_where_the_output_is_for_programs(cli: Cli, form: str) -> None:
    err = cli("scan", "--format", form, LOG).err
    assert err == "Found 6 errors of 5 codes. Read 15 lines of 1 file: 5 with a code, 10 without.\n"


@POSIX
@pytest.mark.parametrize(("written", "name"), [("%25", "%"), ("%3A", ":"), ("%2C", ","), ("%2525", "%25")])
def test_github_properties_are_escaped(cli: Cli, log: Callable[..., str], written: str, name: str) -> None:
    path = log("[DIPV1003] 100% of a: b, c\n", f"a{name}b.log")
    out = cli("scan", "--format", "github", path).out
    assert f"a{written}b.log,line=1,col=2,title=DIPV1003 IntegrationKeyMissing::100%25 of a: b, c%0A1. Open" in out


def records(path: str) -> list[dict[str, Any]]:
    return [
        {
            "source": finding.source,
            "line": finding.line,
            "column": finding.column,
            "code": finding.code,
            "name": finding.error.info.name,
            "area": finding.error.info.area and str(finding.error.info.area),
            "matched_by": finding.matched_by,
            "text": finding.text,
        }
        for finding in scan(path)
    ]


# scan: hostile logs


HOSTILE_LINES = [
    f"[DIPV1003] {HOSTILE_TEXT}",
    f"{HOSTILE_TEXT} DIPV1003 {HOSTILE_TEXT}",
    "=cmd|'/C calc'!A0 [DIPV1003]",
    "+1 [DIPV1003]",
    "-1 [DIPV1003]",
    "@SUM(1) [DIPV1003]",
    "\t=1+1 [DIPV1003]",
    " \r =1+1 [DIPV1003]",
    "＝1 ＋1 [DIPV1003]",
    '"=1+1",=2 [DIPV1003]',
    "[DIPV1003] \"quoted\", with; separators, and 'others'",
    "[DIPV1003] ;=cmd|'/C calc'!A0",
    "[DIPV1003] x\";=cmd|'/C calc'!A0;\"",
    '[DIPV1003] ;"=cmd|x!A0"',
    "[DIPV1003] \t=cmd|'/C calc'!A0",
    "[DIPV1003] 100%0A::error file=x::injected",
    "[DIPV1003] ::error file=x::injected",
]


@pytest.mark.parametrize("form", FORMS_OF_SCAN)
@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_control_characters_of_a_log_reach_no_terminal(cli: Cli, log: Callable[..., str], form: str, line: str) -> None:
    status, out, err = cli("scan", "--details", "--format", form, log(f"{line}\n"))
    assert status == 1
    assert unprintable(out + err) == set()
    assert "DIPV1003" in out


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_no_cell_of_csv_starts_a_formula_whatever_separates_cells(
    cli: Cli, log: Callable[..., str], line: str, separator: str
) -> None:
    out = cli("scan", "--format", "csv", log(f"{line}\n")).out
    rows = list(csv.reader(io.StringIO(out), delimiter=separator))
    assert len(rows) == 2
    formulas = [cell for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))]
    assert formulas == []


@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_each_finding_of_a_hostile_log_is_one_row_one_line_or_one_object(
    cli: Cli, log: Callable[..., str], line: str
) -> None:
    path = log(f"{line}\n{line}\n")
    assert len(list(csv.reader(io.StringIO(cli("scan", "--format", "csv", path).out)))) == 3
    assert [json.loads(one) for one in cli("scan", "--format", "jsonl", path).out.splitlines()] == records(path)
    assert json.loads(cli("scan", "--format", "json", "--details", path).out)["findings"] == records(path)
    annotations = cli("scan", "--format", "github", path).out.splitlines()
    assert [one.startswith("::error file=") for one in annotations] == [True, True]


@POSIX
@pytest.mark.parametrize("form", FORMS_OF_SCAN)
@pytest.mark.parametrize(
    "name",
    [
        "\x1b]0;title\x07.log",
        "new\nline::error::.log",
        "\u202egol.exe",
        os.fsdecode(b"\x9b31m\xff\x1b.log"),
        "=cmd|'calc'!A0,.log",
        '"a";=b.log',
        " \t.log",
    ],
    ids=ascii,
)
def test_a_hostile_file_name_reaches_no_terminal(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with open(name, "wb") as file:  # noqa: PTH123 - the name as it is
        file.write(b"[DIPV1003] keys\n")
    status, out, err = cli("scan", "--details", "--format", form, name, f"{name}.missing")
    assert status == 2
    assert unprintable(out + err) == set()
    if form == "jsonl":
        assert json.loads(out)["source"] == name
    if form == "json":
        parsed = json.loads(out)
        assert parsed["findings"][0]["source"] == name
        assert parsed["summary"]["unread"][0]["source"] == f"{name}.missing"
    if form == "csv":
        (_, row) = csv.reader(io.StringIO(out))
        assert not row[0].lstrip().startswith(("=", "+", "-", "@"))


ANY_CHARACTER = st.characters(codec=None, exclude_categories=())
ANY_LINE = st.text(
    ANY_CHARACTER
    | st.sampled_from("\x00\x07\x08\t\r\x1b\x7f\x80\x85\x9b\u200e\u2028\u202e\u2066\ufeff\ufff9%:,;=+-@\"'")
)
ANY_LOG = st.lists(
    st.tuples(ANY_LINE, st.sampled_from(["", "[DIPV1003]", "dipv1099", "Missing source schema"]), ANY_LINE).map("".join)
).map(lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass"))


@given(ANY_LOG | st.binary().map(lambda data: b"DIPV1003" + data))
@example(b"[DIPV1003] \x1b[2J\xc2\x9b\x7f\xff\n")
def test_nothing_unprintable_but_line_ends_is_ever_printed(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "a.log")
        path.write_bytes(data)
        findings = list(scan(path, wordings=True))
        for form in FORMS_OF_SCAN:
            status, out, err = run_in("utf-8", "scan", "--wordings", "--details", "--format", form, str(path))
            assert status == bool(findings)
            assert unprintable(out + err) == set()
            if form in {"json", "jsonl"}:
                assert (out + err).isascii()
            if form == "csv":
                assert len(list(csv.reader(io.StringIO(out)))) == 1 + len(findings)
            if form == "github":
                assert len(out.splitlines()) == len(findings)
            if form == "jsonl":
                assert [json.loads(line)["text"] for line in out.splitlines()] == [one.text for one in findings]


@given(st.text(ANY_CHARACTER), st.sampled_from(["text", "markdown", "json"]))
def test_explain_prints_nothing_unprintable_whatever_it_is_given(given: str, form: str) -> None:
    _, out, err = run_in("utf-8", "explain", "--format", form, "--", given)
    assert unprintable(out + err) == set()


# scan: what it reads


def test_several_files_are_summed_up(cli: Cli, log: Callable[..., str]) -> None:
    out = cli("scan", log("[DIPV1003]\n", "a.log"), log("[DIPV1003]\n[DIPV1005]\n", "b.log")).out
    assert "Found 3 errors of 2 codes. Read 3 lines of 2 files: 3 with a code, 0 without." in out


@pytest.mark.parametrize("arguments", [(), ("-",)], ids=["no file", "-"])
def test_standard_input_is_read(arguments: tuple[str, ...]) -> None:
    status, out, err = run_in("utf-8", "scan", *arguments, stdin=b"[DIPV1003] keys\n")
    assert (status, err) == (1, "")
    assert "first at <file>:1:2\n" in out  # the stand-in for standard input has no name


def test_standard_input_of_a_program_is_called_stdin() -> None:
    for arguments in ((), ("-",)):
        run = run_program("scan", "--format", "jsonl", *arguments, stdin=b"[DIPV1003] keys\n")
        assert (run.returncode, json.loads(run.stdout)["source"]) == (1, "<stdin>")


def test_standard_input_may_stand_among_files() -> None:
    run = run_program("scan", "--format", "jsonl", LOG, "-", stdin=b"[DIPV1003] keys\n")
    assert [json.loads(line)["source"] for line in run.stdout.splitlines()] == [LOG] * 6 + ["<stdin>"]


def test_a_terminal_as_standard_input_is_no_log(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", stdin)
    status, out, err = cli("scan")
    assert (status, out) == (2, "")
    assert err.endswith("error: scan takes a file, or - for standard input\n")


def test_a_missing_file_is_named_and_the_rest_is_reported(cli: Cli) -> None:
    status, out, err = cli("scan", "missing.log", LOG)
    assert (status, err) == (2, "dualwrite-errors: missing.log: No such file or directory\n")
    assert out == cli("scan", LOG).out


@pytest.mark.parametrize("form", FORMS_OF_SCAN)
def test_a_missing_file_takes_nothing_from_any_form(cli: Cli, form: str) -> None:
    status, out, err = cli("scan", "--format", form, "missing.log", LOG, "missing too.log")
    assert status == 2
    assert [line for line in err.splitlines() if line.startswith("dualwrite-errors: missing")] == err.splitlines()[:2]
    if form == "json":
        unread = json.loads(out)["summary"]["unread"]
        assert unread == [
            {"source": name, "reason": "No such file or directory"} for name in ("missing.log", "missing too.log")
        ]
    else:
        assert out == cli("scan", "--format", form, LOG).out


@POSIX
@pytest.mark.parametrize("recursive", [False, True])
def test_a_name_that_is_too_long_is_a_file_that_cannot_be_read(cli: Cli, *, recursive: bool) -> None:
    name = "x" * 5000
    status, out, err = cli("scan", *(["--recursive"] * recursive), name, LOG)
    assert (status, err) == (2, f"dualwrite-errors: {name}: File name too long\n")
    assert out == cli("scan", LOG).out


@POSIX
def test_a_directory_is_named_and_the_way_to_read_it(cli: Cli, tmp_path: Path) -> None:
    status, out, err = cli("scan", str(tmp_path), LOG)
    assert (status, out) == (2, cli("scan", LOG).out)
    assert err == f"dualwrite-errors: {tmp_path}: it is a directory; --recursive reads the files in it\n"


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A directory that everyone can reach, for a process that is nobody until the test ends."""
    run_in("utf-8", "scan", "--wordings", "missing.log", "--format", "json")  # imports all that it needs
    directory = Path(tempfile.mkdtemp(dir="/tmp"))  # what TMPDIR names may be for root alone
    directory.chmod(0o755)
    (directory / "open.log").write_text("[DIPV1003] keys\n", encoding="utf-8")
    (directory / "open.log").chmod(0o644)
    yield directory
    os.seteuid(0)
    shutil.rmtree(directory)


@ROOT_ONLY
def test_a_file_that_may_not_be_read_is_named_and_the_rest_is_reported(cli: Cli, nobody: Path) -> None:
    (nobody / "secret.log").write_text("[DIPV1005]\n", encoding="utf-8")
    (nobody / "secret.log").chmod(0)
    os.seteuid(65534)
    status, out, err = cli("scan", str(nobody / "secret.log"), str(nobody / "open.log"))
    assert (status, err) == (2, f"dualwrite-errors: {nobody}/secret.log: Permission denied\n")
    assert code_lines(out) == ["DIPV1003"]


@ROOT_ONLY
@pytest.mark.parametrize("recursive", [False, True])
def test_a_file_in_a_directory_that_may_not_be_entered_is_named_and_the_rest_is_reported(
    cli: Cli, nobody: Path, *, recursive: bool
) -> None:
    (nobody / "shut").mkdir()
    (nobody / "shut" / "a.log").write_text("[DIPV1005]\n", encoding="utf-8")
    (nobody / "shut").chmod(0o700)
    os.seteuid(65534)
    secret = str(nobody / "shut" / "a.log")
    status, out, err = cli("scan", *(["--recursive"] * recursive), secret, str(nobody / "open.log"))
    assert (status, err) == (2, f"dualwrite-errors: {secret}: Permission denied\n")
    assert code_lines(out) == ["DIPV1003"]


@ROOT_ONLY
@pytest.mark.parametrize("mode", [0o000, 0o700, 0o744])
def test_a_directory_of_a_tree_that_may_not_be_read_is_named_and_the_rest_is_reported(
    cli: Cli, nobody: Path, mode: int
) -> None:
    (nobody / "shut").mkdir()
    (nobody / "shut" / "a.log").write_text("[DIPV1005]\n", encoding="utf-8")
    (nobody / "shut").chmod(mode)
    os.seteuid(65534)
    status, out, err = cli("scan", "--recursive", str(nobody))
    assert status == 2
    assert re.fullmatch(rf"dualwrite-errors: {re.escape(str(nobody))}/shut(/a\.log)?: Permission denied\n", err)
    assert code_lines(out) == ["DIPV1003"]


def test_a_compressed_log_is_read(cli: Cli, log: Callable[..., str]) -> None:
    path = log(gzip.compress(Path(LOG).read_bytes()), "a.log.gz")
    assert cli("scan", "--format", "jsonl", path).out == cli("scan", "--format", "jsonl", LOG).out.replace(
        json.dumps(LOG), json.dumps(path)
    )


def test_what_comes_before_the_cut_of_a_compressed_log_is_reported(cli: Cli, log: Callable[..., str]) -> None:
    lines = b"".join(b"[DIPV1003] line %d\n" % number for number in range(100_000))
    path = log(gzip.compress(lines)[:-1000], "cut.log.gz")
    status, out, err = cli("scan", path)
    assert status == 2
    assert err.startswith(f"dualwrite-errors: {path}: the compressed data are damaged or cut off")
    assert err.count("\n") == 1
    found = re.search(r"Found ([\d,]+) errors of 1 code. Read ([\d,]+) lines of 1 file", out)
    assert found is not None
    assert 1000 < int(found[1].replace(",", "")) < 100_000


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b", b"[DIPV1003] not compressed\n"])
def test_a_compressed_log_that_is_none_is_named(cli: Cli, log: Callable[..., str], data: bytes) -> None:
    path = log(data, "a.gz")
    status, out, err = cli("scan", path)
    assert status == (2 if data else 0)
    assert err.startswith(f"dualwrite-errors: {path}: ") if data else err == ""
    assert "Found no error." in out


@POSIX
def test_a_fifo_is_read(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    run = run_shell(f"""printf '[DIPV1003] keys\\n' >"{fifo}" & "$@" scan "{fifo}" """)
    assert (run.returncode, run.stderr) == (1, b"")
    assert b"Found 1 error of 1 code." in run.stdout


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Directories of logs, which are the working directory."""
    for number, name in enumerate(("b.log", "a.log", "sub/b.log", "sub/deep/c.log", "zero/a.log"), start=1003):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"[DIPV{number}]\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_recursive_reads_the_files_of_directories_in_order(cli: Cli, tree: Path) -> None:
    status, out, err = cli("scan", "--recursive", "--format", "jsonl", str(tree))
    sources = [Path(json.loads(line)["source"]).relative_to(tree).as_posix() for line in out.splitlines()]
    assert sources == ["a.log", "b.log", "sub/b.log", "sub/deep/c.log", "zero/a.log"]
    assert status == 1
    assert "of 5 files" in err


def test_recursive_takes_files_too(cli: Cli, tree: Path) -> None:
    assert "Read 3 lines of 3 files" in cli("scan", "--recursive", "a.log", "sub").out


def test_recursive_reads_a_file_that_is_called_like_standard_input(cli: Cli, tree: Path) -> None:
    (tree / "-").write_text("[DIPV1031]\n", encoding="utf-8")
    run = run_program_in(tree, "scan", "--recursive", "--format", "jsonl", ".")
    assert "DIPV1031" in run.stdout
    assert "<stdin>" not in run.stdout


@POSIX
def test_recursive_leaves_out_what_is_no_file_and_says_so(cli: Cli, tree: Path) -> None:
    os.mkfifo(tree / "sub" / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        status, out, err = cli("scan", "--recursive", ".")
    assert (status, err.replace("./", "")) == (
        1,
        "socket is left out: it is no regular file\nsub/pipe is left out: it is no regular file\n",
    )
    assert "of 5 files" in out


@POSIX
def test_recursive_ends_where_links_go_in_circles_and_names_those_that_lead_nowhere(cli: Cli, tree: Path) -> None:
    (tree / "sub" / "up").symlink_to(tree, target_is_directory=True)
    (tree / "sub" / "self").symlink_to("self")
    (tree / "sub" / "broken").symlink_to("nowhere")
    (tree / "sub" / "linked.log").symlink_to(tree / "a.log")
    status, out, err = cli("scan", "--recursive", ".")
    assert (status, sorted(err.replace(" ./", " ").splitlines())) == (
        2,
        [
            "dualwrite-errors: sub/broken: No such file or directory",
            "dualwrite-errors: sub/self: Too many levels of symbolic links",
        ],
    )
    assert "of 6 files" in out


def run_program_in(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dualwrite_errors", *arguments]
    return subprocess.run(
        command, check=False, cwd=directory, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "cp1252", "utf-32-be"])
def test_the_encoding_is_the_one_that_is_given(cli: Cli, log: Callable[..., str], encoding: str) -> None:
    path = log("é [DIPV1003] für die Fähre\n".encode(encoding))
    out = cli("scan", "--encoding", encoding, "--format", "jsonl", path).out
    assert json.loads(out)["text"] == "é [DIPV1003] für die Fähre"


def test_the_encoding_holds_for_standard_input_too() -> None:
    run = run_program("scan", "--encoding", "cp1252", "--format", "jsonl", stdin="é [DIPV1003]\n".encode("cp1252"))
    assert json.loads(run.stdout)["text"] == "é [DIPV1003]"


def test_a_byte_order_mark_goes_before_the_encoding(cli: Cli, log: Callable[..., str]) -> None:
    path = log("é [DIPV1003]\n".encode("utf-16"))
    out = cli("scan", "--encoding", "cp1252", "--format", "jsonl", path).out
    assert json.loads(out)["text"] == "é [DIPV1003]"


def test_an_encoding_that_nobody_knows_is_named(cli: Cli) -> None:
    err = cli("scan", "--encoding", "klingon", LOG).err
    assert err.endswith(
        "argument --encoding: 'klingon' is no text encoding that Python knows; 'utf-16' and 'cp1252' are two\n"
    )


# Streams


@pytest.mark.parametrize("encoding", ["cp1252", "cp850:strict", "latin-1", "utf-8", "utf-16"])
def test_standard_output_is_utf_8_whatever_the_code_page_is(log: Callable[..., str], encoding: str) -> None:
    path = log("[DIPV1003] für die Fähre 渡し船\n")
    run = run_program("scan", "--details", path, PYTHONIOENCODING=encoding)
    assert "渡し船" in run.stdout.decode("utf-8")
    assert (run.returncode, run.stderr) == (1, b"")


def test_standard_error_is_utf_8_whatever_the_code_page_is() -> None:
    run = run_program("scan", "渡し船.log", PYTHONIOENCODING="cp1252")
    assert run.stderr.decode("utf-8").startswith("dualwrite-errors: 渡し船.log: ")


@pytest.mark.parametrize("encoding", ["ascii", "us-ascii:strict", "ASCII:replace"])
def test_the_output_is_ascii_where_the_user_chose_ascii(log: Callable[..., str], encoding: str) -> None:
    path = log(f"[DIPV1003] für die Fähre 渡し船 {'x ' * 200}\n")
    for arguments in (("scan", "--details", path), ("scan", "--format", "csv", path), ("explain", "--all"), ("list",)):
        run = run_program(*arguments, PYTHONIOENCODING=encoding)
        assert run.stdout.isascii()
        assert run.stderr.isascii()
        assert b"DIPV1003" in run.stdout
    assert b"f\\xfcr die F\\xe4hre \\u6e21" in run_program("scan", path, PYTHONIOENCODING=encoding).stdout
    assert re.search(rb" x ?\.\.\.\n", run_program("scan", path, PYTHONIOENCODING=encoding).stdout)


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [("scan", LOG), ("list",), ("explain", "--all"), ("--help",), ("scan", "--help"), ("--version",)],
    ids=" ".join,
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_ends_quietly_with_141(arguments: tuple[str, ...], unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "dualwrite_errors", *arguments]
    with os.fdopen(writer, "wb") as stdout:
        environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        run = subprocess.run(command, check=False, stdout=stdout, stderr=subprocess.PIPE, env=environment)
    assert (run.returncode, run.stderr) == (141, b"")


@POSIX
@pytest.mark.parametrize("form", FORMS_OF_SCAN)
def test_a_pipe_that_is_closed_in_the_middle_ends_quietly_with_141(log: Callable[..., str], form: str) -> None:
    path = log("[DIPV1003] keys\n" * 20_000)
    command = [sys.executable, "-m", "dualwrite_errors", "scan", "--details", "--format", form, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (141, b"")


@LINUX
@pytest.mark.parametrize(
    "arguments", ['scan "examples/activation.log"', "list", "explain --all", "--help", "--version"]
)
def test_a_full_disk_is_said_and_ends_with_2(arguments: str) -> None:
    run = run_shell(f'"$@" {arguments} >/dev/full')
    assert run.returncode == 2
    assert run.stderr == b"dualwrite-errors: the output cannot be written: No space left on device\n"


@LINUX
@pytest.mark.parametrize("arguments", ["scan missing.log", "explain 3", "repair"])
def test_the_status_stays_2_where_standard_error_cannot_be_written(arguments: str) -> None:
    assert run_shell(f'"$@" {arguments} 2>/dev/full').returncode == 2


@POSIX
def test_a_closed_standard_output_is_said_and_ends_with_2() -> None:
    run = run_shell('"$@" scan examples/activation.log >&-')
    assert (run.returncode, run.stderr) == (2, b"dualwrite-errors: standard output is closed\n")


@POSIX
@pytest.mark.parametrize("form", FORMS_OF_SCAN)
def test_scan_works_where_standard_error_is_closed(form: str) -> None:
    run = run_shell(f'"$@" scan --format {form} {LOG} missing.log 2>&-')
    usual = run_shell(f'"$@" scan --format {form} {LOG} missing.log')
    assert (run.returncode, run.stdout) == (2, usual.stdout)


@POSIX
def test_talk_does_not_go_to_standard_output_where_standard_error_is_closed() -> None:
    run = run_shell('"$@" explain 3 --format json 2>&-')
    assert (run.returncode, run.stdout) == (2, b"[]\n")


@POSIX
def test_usage_does_not_go_to_standard_output_where_standard_error_is_closed() -> None:
    run = run_shell('"$@" repair 2>&-')
    assert (run.returncode, run.stdout) == (2, b"")


@POSIX
@pytest.mark.parametrize("arguments", ["scan", "scan -"])
def test_a_closed_standard_input_is_said_and_ends_with_2(arguments: str) -> None:
    run = run_shell(f'"$@" {arguments} <&-')
    assert run.returncode == 2
    assert b"Traceback" not in run.stderr
    assert run.stderr != b""


def test_ctrl_c_ends_with_130_and_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dualwrite_errors.cli.scan.Scan", interrupted)
    assert cli("scan", LOG) == (130, "", "dualwrite-errors: stopped\n")


def test_nothing_is_said_of_progress_where_standard_error_is_no_terminal(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter(range(0, 1_000_000, 10))
    monkeypatch.setattr("time.monotonic", lambda: float(next(now)))
    assert cli("scan", LOG).err == ""


def test_force_color_colours_what_is_no_terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = cli("scan", LOG).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    colored = cli("scan", LOG).out
    assert "\x1b[1m" in colored
    assert re.sub(r"\x1b\[\d*m", "", colored) == plain
    for form in FORMS_OF_SCAN[1:]:
        assert "\x1b" not in cli("scan", "--format", form, LOG).out


@pytest.mark.parametrize(("name", "value"), [("FORCE_COLOR", ""), ("TERM", "dumb"), ("NO_COLOR", "1")])
def test_there_are_no_colours_where_nobody_forces_them(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert "\x1b" not in cli("scan", LOG).out


@pytest.mark.parametrize("columns", [40, 50, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [("explain", "--all"), ("explain", "1099"), ("list",), ("scan", "--wordings", LOG)],
    ids=["explain", "undocumented", "list", "scan"],
)
def test_no_line_but_an_address_is_wider_than_the_terminal(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    wide = [line for line in cli(*arguments).out.splitlines() if len(line) > columns]
    assert [line for line in wide if not line.strip().startswith("https://")] == []


def test_the_help_fits_a_usual_terminal(cli: Cli) -> None:
    assert [line for line in cli("--help").out.splitlines() if len(line) > 80] == []


def test_columns_that_make_no_sense_do_no_harm(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in ("0", "-5", "1", "wide", "", "1000000"):
        monkeypatch.setenv("COLUMNS", columns)
        assert cli("scan", LOG).status == 1
        assert cli("list").status == 0


# Golden files

GOLDEN_RUNS = {
    "scan_wide": (120, "utf-8", f"scan {LOG}"),
    "scan_usual": (80, "utf-8", f"scan {LOG}"),
    "scan_narrow": (40, "utf-8", f"scan {LOG}"),
    "scan_ascii": (80, "ascii", f"scan {LOG}"),
    "scan_wordings_details": (80, "utf-8", f"scan --wordings --details {LOG}"),
    "scan_json": (80, "utf-8", f"scan --format json --details {LOG}"),
    "scan_jsonl": (80, "utf-8", f"scan --format jsonl {LOG}"),
    "scan_csv": (80, "utf-8", f"scan --format csv {LOG}"),
    "scan_github": (80, "utf-8", f"scan --format github {LOG}"),
    "explain_wide": (120, "utf-8", "explain DIPV1003 DIPV1005"),
    "explain_narrow": (40, "utf-8", "explain DIPV1003 DIPV1005"),
    "explain_ascii": (80, "ascii", "explain DIPV1003 DIPV1005"),
    "explain_undocumented": (80, "utf-8", "explain DIPV1099"),
    "explain_markdown": (80, "utf-8", "explain --format markdown DIPV1003 DIPV1005"),
    "list_wide": (160, "utf-8", "list"),
    "list_narrow": (40, "utf-8", "list"),
    "list_markdown": (80, "utf-8", "list --format markdown"),
    "help": (80, "utf-8", "--help"),
    "help_explain": (80, "utf-8", "explain --help"),
    "help_list": (80, "utf-8", "list --help"),
    "help_scan": (80, "utf-8", "scan --help"),
}


@pytest.mark.parametrize("name", GOLDEN_RUNS)
def test_golden(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, encoding, command = GOLDEN_RUNS[name]
    monkeypatch.setenv("COLUMNS", str(columns))
    status, out, err = run_in(encoding, *command.split())
    compare_with_golden(
        GOLDEN / f"cli_{name}.txt",
        f"$ dualwrite-errors {command}\n\n[standard output, {columns} columns, {encoding}]\n{out}"
        f"\n[standard error]\n{err}\n[exit status {status}]\n",
    )


def test_there_is_no_golden_file_that_no_test_reads() -> None:
    assert {path.name for path in GOLDEN.glob("cli_*.txt")} == {f"cli_{name}.txt" for name in GOLDEN_RUNS}


def test_rewriting_a_golden_file_never_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cli_new.txt"
    monkeypatch.setenv("UPDATE_GOLDEN", "1")
    for _ in range(2):
        with pytest.raises(pytest.fail.Exception, match="look at the difference"):
            compare_with_golden(path, "text\n")
    monkeypatch.delenv("UPDATE_GOLDEN")
    compare_with_golden(path, "text\n")


def compare_with_golden(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
        pytest.fail(f"{path.name} is rewritten: look at the difference")
    assert text == path.read_text(encoding="utf-8"), f"UPDATE_GOLDEN=1 rewrites {path.name}"


# The page about it

PAGE = ROOT / "docs" / "command-line.md"


def shown_commands() -> list[tuple[str, str]]:
    """Each command of the page with the output that stands below it."""
    if not PAGE.exists():
        return []
    blocks = re.findall(r"^```console\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def bash(script: str) -> str:
    found = shutil.which("bash")
    if found is None or os.name == "nt":
        pytest.skip("there is no bash")
    path = f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        [found, "-c", script],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PATH": path},
    )
    return run.stdout


@pytest.mark.parametrize(("command", "shown"), shown_commands(), ids=[command for command, _ in shown_commands()])
def test_what_the_page_shows_is_what_is_printed(command: str, shown: str) -> None:
    assert bash(command) == shown


def test_the_page_shows_every_command() -> None:
    commands = " ".join(command for command, _ in shown_commands())
    assert all(f"dualwrite-errors {command}" in commands for command in ("explain", "list", "scan"))


def test_the_page_names_every_option_format_and_exit_status(cli: Cli) -> None:
    text = PAGE.read_text(encoding="utf-8")
    helps = "".join(cli(command, "--help").out for command in ("explain", "list", "scan"))
    assert [option for option in set(re.findall(r"--[a-z-]+", helps)) - {"--help"} if f"`{option}" not in text] == []
    assert [form for form in (*FORMS_OF_SCAN, "markdown") if f"`{form}`" not in text] == []
    assert [status for status in (0, 1, 2, 130, 141) if f"| {status} |" not in text] == []
    assert [name for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS") if f"`{name}" not in text] == []


def test_the_page_names_every_key_of_json(cli: Cli) -> None:
    text = PAGE.read_text(encoding="utf-8")
    printed = [cli("scan", "--format", "json", "--details", LOG).out, cli("explain", "1003", "--format", "json").out]
    keys = {key for out in printed for key in re.findall(r'"([a-z_]+)":', out)}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("", ["explain", "list", "scan"]),
        ("s", ["scan"]),
        ("explain DIPV100", [code for code in REGISTRY if code.startswith("DIPV100")]),
        ("explain DIPV1003 DIPV102", [code for code in REGISTRY if code.startswith("DIPV102")]),
        ("scan DIPV", []),
    ],
)
def test_the_completion_of_the_page_works_in_bash(typed: str, completed: list[str]) -> None:
    block = re.search(r"^```bash\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert block is not None
    words = f"dualwrite-errors {typed}".split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    printed = bash(
        f"{block[1]}\nCOMP_WORDS=({quoted})\nCOMP_CWORD={len(words) - 1}\n"
        "name=$(complete -p dualwrite-errors | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n"
        f"\"$name\" dualwrite-errors '{words[-1]}' '{words[-2]}'\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    assert printed.split() == completed


def test_explain_takes_codes_or_all_of_them(cli: Cli) -> None:
    status, out, err = cli("explain", "--all", "DIPV1003")
    assert (status, out) == (2, "")
    assert "give either --all or codes" in err


def test_the_help_of_each_command_fits_a_usual_terminal(cli: Cli) -> None:
    for command in ("explain", "list", "scan"):
        assert [line for line in cli(command, "--help").out.splitlines() if len(line) > 80] == []


@POSIX
def test_what_is_said_comes_after_the_findings_also_where_both_go_into_one_pipe() -> None:
    lines = run_shell(f'"$@" scan --format jsonl {LOG} missing.log 2>&1').stdout.splitlines()
    assert [line[:1] for line in lines] == [b"{"] * 6 + [b"d", b"F"]


@POSIX
def test_a_finding_of_standard_input_is_passed_on_before_its_end() -> None:
    command = [sys.executable, "-m", "dualwrite_errors", "scan", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"[DIPV1003] keys\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["code"] == "DIPV1003"
        process.stdin.close()
        assert process.wait() == 1


def test_list_of_two_actors_has_what_either_can_act_on(cli: Cli) -> None:
    either = {"maker", "support"}
    assert listed(cli("list", "--actor", "maker", "--actor", "support")) == [
        code for code, cls in REGISTRY.items() if not either.isdisjoint(cls.info.actors)
    ]


def test_a_bar_in_a_markdown_table_does_not_end_its_cell() -> None:
    assert table(["Head"], [["a|b"]]).splitlines() == ["| Head |", "| --- |", "| a&#124;b |"]


@POSIX
@pytest.mark.parametrize("options", ["", "--recursive"])
def test_the_file_that_the_output_goes_to_is_left_out(tmp_path: Path, options: str) -> None:
    path = tmp_path / "a.log"
    path.write_text("[DIPV1003] keys\n", encoding="utf-8")
    given = tmp_path if options else path
    run = run_shell(f'"$@" scan {options} --format jsonl "{given}" >>"{path}"')
    assert path.read_text(encoding="utf-8") == "[DIPV1003] keys\n"
    assert f"{path} is left out: the output goes there".encode() in run.stderr


def test_a_compressed_log_is_read_by_whatever_name(cli: Cli, log: Callable[..., str]) -> None:
    path = log(gzip.compress(b"[DIPV1003] keys\n"), "a.log.gz.1")
    assert code_lines(cli("scan", path).out) == ["DIPV1003"]


@POSIX
def test_compressed_data_on_standard_input_are_no_log_without_errors() -> None:
    run = run_shell(f'gzip -c {LOG} | "$@" scan')
    assert run.returncode == 2
    assert b"compressed: decompress them first" in run.stderr
