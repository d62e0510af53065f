"""What the program prints, kept in files, so that every change of it is seen."""

import os
from pathlib import Path

import pytest
from commands import LOG, ROOT, run

GOLDEN = ROOT / "tests" / "golden"
PASTED = (
    "2031-05-06T08:02:17 [ERR] Yards (con_yards): Unable to write data to entity con_yards."
    " Unable to lookup con_sites with values {SITE-04}."
)
RUNS: dict[str, tuple[int, list[str]]] = {
    "scan_wide": (120, ["scan", LOG]),
    "scan_usual": (80, ["scan", LOG]),
    "scan_narrow": (40, ["scan", LOG]),
    "scan_json": (80, ["scan", "--format", "json", "--details", LOG]),
    "scan_jsonl": (80, ["scan", "--format", "jsonl", LOG]),
    "scan_csv": (80, ["scan", "--format", "csv", LOG]),
    "scan_github": (80, ["scan", "--format", "github", LOG]),
    "explain_wide": (120, ["explain", "DIPV1005", "ReferencedRowNotFound"]),
    "explain_narrow": (40, ["explain", "DIPV1005", "ReferencedRowNotFound"]),
    "explain_text": (80, ["explain", PASTED]),
    "explain_undocumented": (80, ["explain", "DIPV1099"]),
    "explain_markdown": (80, ["explain", "--format", "markdown", "DIPV1005", "ReferencedRowNotFound"]),
    "list_wide": (170, ["list"]),
    "list_narrow": (40, ["list", "--area", "company", "--area", "limit"]),
    "list_markdown": (80, ["list", "--format", "markdown", "--area", "company", "--area", "limit"]),
    "help": (80, ["--help"]),
    "help_explain": (80, ["explain", "--help"]),
    "help_list": (80, ["list", "--help"]),
    "help_scan": (80, ["scan", "--help"]),
}


@pytest.mark.parametrize("name", RUNS)
def test_golden(name: str) -> None:
    columns, arguments = RUNS[name]
    status, out, err = run(*arguments, COLUMNS=str(columns))
    command = " ".join(f'"{argument}"' if " " in argument else argument for argument in arguments)
    compare_with_golden(
        GOLDEN / f"cli_{name}.txt",
        f"$ dualwrite-errors {command}\n\n[standard output, {columns} columns]\n{out}"
        f"\n[standard error]\n{err}\n[exit status {status}]\n",
    )


def test_there_is_no_golden_file_that_no_test_reads() -> None:
    assert {path.name for path in GOLDEN.glob("cli_*.txt")} == {f"cli_{name}.txt" for name in RUNS}


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
