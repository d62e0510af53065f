"""`dualwrite-errors scan`: whatever a log or a file is called or holds, nothing of it drives what reads the output."""

import csv
import io
import json
import os
import tempfile
from pathlib import Path

import pytest
from commands import FORMS_OF_SCAN, HOSTILE_TEXT, POSIX, run, unprintable
from hypothesis import example, given
from hypothesis import strategies as st
from logs import written

from dualwrite_errors import Finding, scan

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
    "=cmd (con_sites): [DIPV1025] Missing destination field '=cmd|x!A0' in the schema",
    "\x1b[2J (con_sites): [DIPV1025] Missing destination field ';=\x1b[2J\u202e' in the schema",
]


@pytest.mark.parametrize("form", FORMS_OF_SCAN)
def test_control_characters_of_a_log_reach_no_terminal(form: str, tmp_path: Path) -> None:
    status, out, err = run("scan", "--details", "--format", form, str(written(tmp_path, "\n".join(HOSTILE_LINES))))
    assert status == 1
    assert unprintable(out + err) == set()
    assert "DIPV1003" in out


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_no_cell_of_csv_starts_a_formula_whatever_separates_cells(separator: str, tmp_path: Path) -> None:
    for line in HOSTILE_LINES:
        out = run("scan", "--format", "csv", str(written(tmp_path, f"{line}\n"))).out
        rows = list(csv.reader(io.StringIO(out), delimiter=separator))
        assert len(rows) == 2
        assert [cell for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))] == []


@pytest.mark.parametrize("line", HOSTILE_LINES, ids=range(len(HOSTILE_LINES)))
def test_each_finding_of_a_hostile_log_is_one_row_one_line_or_one_object(line: str, tmp_path: Path) -> None:
    path = str(written(tmp_path, f"{line}\n{line}\n"))
    texts = [finding.text for finding in scan(path)]
    assert len(texts) == 2
    assert len(list(csv.reader(io.StringIO(run("scan", "--format", "csv", path).out)))) == 3
    assert [json.loads(one)["text"] for one in run("scan", "--format", "jsonl", path).out.splitlines()] == texts
    findings = json.loads(run("scan", "--format", "json", "--details", path).out)["findings"]
    assert [finding["text"] for finding in findings] == texts
    annotations = run("scan", "--format", "github", path).out.splitlines()
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
def test_a_hostile_file_name_reaches_no_terminal(name: str, form: str, tmp_path: Path) -> None:
    written(tmp_path, "[DIPV1003] keys\n", name)
    status, out, err = run("scan", "--details", "--format", form, name, f"{name}.missing", directory=tmp_path)
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


ANY_LINE = st.text(
    st.characters(codec=None, exclude_categories=())
    | st.sampled_from("\x00\x07\x08\t\r\x1b\x7f\x80\x85\x9b\u200e\u2028\u202e\u2066\ufeff\ufff9%:,;=+-@\"'")
)
SIGNS = ["", "[DIPV1003]", "dwdvev1099", "con_sites - Sites: Error: Missing source schema", "Unable to lookup "]
ANY_LOG = st.lists(st.tuples(ANY_LINE, st.sampled_from(SIGNS), ANY_LINE).map("".join)).map(
    lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass")
)


@pytest.mark.slow
@given(ANY_LOG | st.binary().map(lambda data: b"DIPV1003" + data))
@example(b"[DIPV1003] \x1b[2J\xc2\x9b\x7f\xff\n")
def test_nothing_unprintable_but_line_ends_is_ever_printed(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = written(Path(directory), data)
        scanned, findings, is_read = scan(path), list[Finding](), True
        try:
            findings.extend(scanned)
        except OSError:
            is_read = False
        for form in FORMS_OF_SCAN:
            status, out, err = run("scan", "--details", "--format", form, str(path))
            assert status == (bool(findings) if is_read else 2)
            assert unprintable(out + err) == set()
            if form in {"json", "jsonl"}:
                assert (out + err).isascii()
            if form == "csv":
                assert len(list(csv.reader(io.StringIO(out)))) == 1 + len(findings)
            if form == "github":
                assert len(out.splitlines()) == len(findings)
            if form == "jsonl":
                assert [json.loads(line)["text"] for line in out.splitlines()] == [one.text for one in findings]


COMMANDS = ["::set-output name=x::y", "::stop-commands::t", "##vso[task.setvariable]x", "##[error]x", "  ::add-mask::a"]


@pytest.mark.parametrize("form", FORMS_OF_SCAN)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("width", ["20", "40", "80"])
def test_no_log_gives_a_command_to_a_ci_service(command: str, form: str, width: str, tmp_path: Path) -> None:
    said = f"Unable to write data to entity con_sites {'word ' * 7}{command} {'word ' * 12}{command}"
    lines = f"2031-05-06 08:00 {command}: Error: {said}\n{command}\n2031-05-06 08:01 {command} {said}\n"
    path = written(tmp_path, lines + f"[DIPV1003] {command}\n", f"{command.replace('/', '')}.log")
    for options in [(), ("--details",)]:
        _, out, err = run("scan", "--format", form, *options, path.name, "missing", directory=tmp_path, COLUMNS=width)
        own = [line for line in out.splitlines() if line.startswith("::error ")] if form == "github" else []
        assert len(own) == (len(list(scan(path))) if form == "github" else 0)
        for line in (*out.splitlines(), *err.splitlines()):
            assert line in own or not line.lstrip().startswith("::")
            assert "##[" not in line
            assert "##vso[" not in line
        if form == "jsonl":
            assert command.strip() in json.loads(out.splitlines()[-1])["text"]


def test_an_error_of_the_program_itself_is_no_status_of_0_or_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RecursionError("::warning::too deep")

    monkeypatch.setattr("dualwrite_errors.cli.scan.Scan", broken)
    for options in [(), ("--exit-zero",)]:
        status, out, err = run("scan", *options, str(written(tmp_path, "[DIPV1003]\n")))
        assert (status, out) == (2, "")
        assert "RecursionError" in err
        assert err.endswith("this is a defect of the program: what was read so far is not all\n")
        assert not any(line.startswith("::") for line in err.splitlines())
