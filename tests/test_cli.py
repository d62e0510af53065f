"""The program as a whole: its entry points, arguments, streams, colors and width."""

import ast
import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest
from commands import (
    FORMS_OF_SCAN,
    HOSTILE_TEXT,
    LINUX,
    LOG,
    POSIX,
    ROOT,
    Ran,
    plain_environment,
    program,
    run,
    run_program,
    run_shell,
    unprintable,
)
from logs import written

COMMANDS = ("explain", "list", "scan")


# Arguments.


@pytest.mark.parametrize("entry", ["script", "module"])
def test_both_entry_points_are_the_same_program(entry: str) -> None:
    command = [program()] if entry == "script" else [sys.executable, "-W", "error", "-m", "dualwrite_errors"]
    for arguments, status in [(["explain", "1003"], 0), (["scan", LOG], 1), (["explain", "3"], 2)]:
        environment = plain_environment() | {"COLUMNS": "80"}
        done = subprocess.run(
            [*command, *arguments], check=False, capture_output=True, encoding="utf-8", cwd=ROOT, env=environment
        )
        assert Ran(done.returncode, done.stdout, done.stderr) == run(*arguments)
        assert done.returncode == status


def test_version() -> None:
    assert run("--version") == (0, f"dualwrite-errors {version('dualwrite-errors')}\n", "")


def test_version_of_a_package_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr("importlib.metadata.version", missing)
    assert run("--version") == (0, "dualwrite-errors of an unknown version: the package is not installed\n", "")


@pytest.mark.parametrize("command", [(), *((command,) for command in COMMANDS)], ids=" ".join)
def test_help_is_on_standard_output_and_fits_a_usual_terminal(command: tuple[str, ...]) -> None:
    status, out, err = run(*command, "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"usage: {' '.join(['dualwrite-errors', *command])} ")
    assert [line for line in out.splitlines() if len(line) > 80] == []


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
        ("scan", "--wordings", LOG),
        ("scan", "--encoding", "base64", LOG),
        ("scan", "--encoding", "", LOG),
    ],
    ids=" ".join,
)
def test_a_command_line_that_makes_no_sense_ends_with_2_and_says_why(arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("usage: dualwrite-errors")
    assert "error: " in err.splitlines()[-1]


def test_an_encoding_that_nobody_knows_is_named() -> None:
    assert run("scan", "--encoding", "klingon", LOG).err.endswith(
        "argument --encoding: 'klingon' is no text encoding that Python knows; 'utf-16' and 'cp1252' are two\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [("list", HOSTILE_TEXT), ("scan", f"--{HOSTILE_TEXT}"), ("scan", "--encoding", HOSTILE_TEXT), (HOSTILE_TEXT,)],
    ids=["argument", "option", "encoding", "command"],
)
def test_arguments_that_make_no_sense_cannot_drive_the_terminal(arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)
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


# Encodings of the streams.


@pytest.mark.parametrize("encoding", ["cp1252", "cp850:strict", "utf-16"])
def test_standard_output_is_utf_8_whatever_the_code_page_is(encoding: str, tmp_path: Path) -> None:
    path = str(written(tmp_path, "[DIPV1003] für die Fähre 渡し船\n"))
    done = run_program("scan", "--details", path, PYTHONIOENCODING=encoding)
    assert "渡し船" in done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr) == (1, b"")


def test_standard_error_is_utf_8_whatever_the_code_page_is() -> None:
    done = run_program("scan", "渡し船.log", PYTHONIOENCODING="cp1252")
    assert done.stderr.decode("utf-8").startswith("dualwrite-errors: 渡し船.log: ")


@pytest.mark.parametrize("encoding", ["ascii", "us-ascii:strict"])
def test_the_output_is_ascii_where_the_user_chose_ascii(encoding: str, tmp_path: Path) -> None:
    path = str(written(tmp_path, f"[DIPV1003] für die Fähre 渡し船 {'x ' * 200}\n"))
    done = run_program("scan", path, PYTHONIOENCODING=encoding)
    assert (done.stdout + done.stderr).isascii()
    assert b"f\\xfcr die F\\xe4hre \\u6e21" in done.stdout
    assert re.search(rb" x ?\.\.\.\n", done.stdout)


@pytest.mark.parametrize(
    "arguments",
    [("scan", "--details", LOG), ("scan", "--format", "csv", LOG), ("explain", "--all"), ("list",)],
    ids=" ".join,
)
def test_all_that_is_printed_may_be_ascii(arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments, encoding="ascii")
    assert status in {0, 1}
    assert (out + err).isascii()
    assert "DIPV1003" in out


# How it ends.


@POSIX
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [("scan", LOG), ("--help",), ("--version",)], ids=" ".join)
def test_a_closed_pipe_ends_quietly_with_141(arguments: tuple[str, ...], unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "dualwrite_errors", *arguments]
    with os.fdopen(writer, "wb") as stdout:
        environment = plain_environment() | {"PYTHONUNBUFFERED": unbuffered}
        done = subprocess.run(command, check=False, stdout=stdout, stderr=subprocess.PIPE, env=environment, cwd=ROOT)
    assert (done.returncode, done.stderr) == (141, b"")


@POSIX
@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_pipe_that_is_closed_in_the_middle_ends_quietly_with_141(form: str, tmp_path: Path) -> None:
    path = str(written(tmp_path, "[DIPV1003] keys\n" * 5_000))
    command = [sys.executable, "-m", "dualwrite_errors", "scan", "--details", "--format", form, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (141, b"")


@LINUX
@pytest.mark.parametrize("arguments", [f"scan {LOG}", "list", "--help", "--version"])
def test_a_full_disk_is_said_and_ends_with_2(arguments: str) -> None:
    done = run_shell(f'"$@" {arguments} >/dev/full')
    assert done.returncode == 2
    assert done.stderr == b"dualwrite-errors: the output cannot be written: No space left on device\n"


@LINUX
@pytest.mark.parametrize("arguments", ["scan missing.log", "explain 3", "repair"])
def test_the_status_stays_2_where_standard_error_cannot_be_written(arguments: str) -> None:
    assert run_shell(f'"$@" {arguments} 2>/dev/full').returncode == 2


@POSIX
def test_a_closed_standard_output_is_said_and_ends_with_2() -> None:
    done = run_shell(f'"$@" scan {LOG} >&-')
    assert (done.returncode, done.stderr) == (2, b"dualwrite-errors: standard output is closed\n")


@POSIX
@pytest.mark.parametrize("form", ["text", "csv"])
def test_scan_works_where_standard_error_is_closed(form: str) -> None:
    done = run_shell(f'"$@" scan --format {form} {LOG} missing.log 2>&-')
    usual = run_shell(f'"$@" scan --format {form} {LOG} missing.log')
    assert (done.returncode, done.stdout) == (2, usual.stdout)


@POSIX
@pytest.mark.parametrize(("arguments", "printed"), [("explain 3 --format json", b"[]\n"), ("repair", b"")])
def test_talk_does_not_go_to_standard_output_where_standard_error_is_closed(arguments: str, printed: bytes) -> None:
    done = run_shell(f'"$@" {arguments} 2>&-')
    assert (done.returncode, done.stdout) == (2, printed)


@POSIX
@pytest.mark.parametrize("arguments", ["scan", "scan -"])
def test_a_closed_standard_input_is_said_and_ends_with_2(arguments: str) -> None:
    done = run_shell(f'"$@" {arguments} <&-')
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr != b""


@POSIX
def test_what_is_said_comes_after_the_findings_also_where_both_go_into_one_pipe() -> None:
    lines = run_shell(f'"$@" scan --format jsonl {LOG} missing.log 2>&1').stdout.splitlines()
    assert [line[:1] for line in lines] == [b"{"] * 16 + [b"d", b"F"]


def test_ctrl_c_ends_with_130_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dualwrite_errors.cli.scan.Scan", interrupted)
    assert run("scan", LOG) == (130, "", "dualwrite-errors: stopped\n")


# Colors and width.


def test_force_color_colors_what_is_no_terminal() -> None:
    colored = run("scan", LOG, FORCE_COLOR="1").out
    assert "\x1b[1m" in colored
    assert re.sub(r"\x1b\[\d*m", "", colored) == run("scan", LOG).out


def test_what_is_for_programs_has_no_colors() -> None:
    for form in FORMS_OF_SCAN[1:]:
        assert "\x1b" not in run("scan", "--details", "--format", form, LOG, FORCE_COLOR="1").out
    for form in ("json", "markdown"):
        assert "\x1b" not in run("explain", "DIPV1016", "--format", form, FORCE_COLOR="1").out
        assert "\x1b" not in run("list", "--format", form, FORCE_COLOR="1").out


@pytest.mark.parametrize(
    "environment", [{}, {"FORCE_COLOR": ""}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}], ids=str
)
def test_there_are_no_colors_where_nobody_forces_them(environment: dict[str, Any]) -> None:
    assert "\x1b" not in run("scan", LOG, **environment).out


@pytest.mark.parametrize("columns", [40, 50, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [("explain", "--all"), ("explain", "1099"), ("list",), ("scan", LOG)],
    ids=["explain", "undocumented", "list", "scan"],
)
def test_no_line_but_one_of_a_single_long_word_is_wider_than_the_terminal(
    arguments: tuple[str, ...], columns: int
) -> None:
    room = columns - (4 if columns < 60 else 17)  # right of the labels
    wide = [line for line in run(*arguments, COLUMNS=str(columns)).out.splitlines() if len(line) > columns]
    assert [line for line in wide if " " in line.strip() or len(line.strip()) <= room] == []


def test_columns_that_make_no_sense_do_no_harm() -> None:
    for columns in ("0", "-5", "1", "wide", "", "1000000"):
        assert run("scan", LOG, COLUMNS=columns).status == 1
        assert run("list", COLUMNS=columns).status == 0
