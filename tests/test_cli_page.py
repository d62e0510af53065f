"""The page about the command line shows what is printed, and names all that there is."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from commands import FORMS_OF_SCAN, LOG, ROOT, plain_environment, program, run

from dualwrite_errors import REGISTRY

PAGE = ROOT / "docs" / "command-line.md"
TEXT = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""


def shown_commands() -> list[tuple[str, str]]:
    """Each command of the page with the output that stands below it."""
    blocks = re.findall(r"^```console\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def bash(script: str) -> str:
    found = shutil.which("bash")
    if found is None or os.name == "nt":
        pytest.skip("there is no bash")
    environment = plain_environment()
    environment |= {"COLUMNS": "80", "PATH": f"{Path(program()).parent}{os.pathsep}{environment['PATH']}"}
    done = subprocess.run(
        [found, "-c", script],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        cwd=ROOT,
        env=environment,
    )
    return done.stdout


@pytest.mark.parametrize(("command", "shown"), shown_commands(), ids=[command for command, _ in shown_commands()])
def test_what_the_page_shows_is_what_is_printed(command: str, shown: str) -> None:
    assert bash(command) == shown


def test_the_page_shows_every_command() -> None:
    commands = " ".join(command for command, _ in shown_commands())
    assert all(f"dualwrite-errors {command}" in commands for command in ("explain", "list", "scan"))


def test_the_page_names_every_option_format_and_exit_status() -> None:
    helps = "".join(run(command, "--help").out for command in ("explain", "list", "scan"))
    assert [option for option in set(re.findall(r"--[a-z-]+", helps)) - {"--help"} if f"`{option}" not in TEXT] == []
    assert [form for form in (*FORMS_OF_SCAN, "markdown") if f"`{form}`" not in TEXT] == []
    assert [status for status in (0, 1, 2, 130, 141) if f"| {status} |" not in TEXT] == []
    assert [name for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS") if f"`{name}" not in TEXT] == []


def test_the_page_names_no_option_that_there_is_not() -> None:
    helps = "".join(run(*command, "--help").out for command in [(), ("explain",), ("list",), ("scan",)])
    assert set(re.findall(r"`(--[a-z-]+)", TEXT)) - set(re.findall(r"--[a-z-]+", helps)) == set()


def test_the_page_names_every_key_of_json() -> None:
    printed = [
        run("scan", "--format", "json", "--details", LOG, "missing.log").out,
        run("explain", "1003", "--format", "json").out,
    ]
    keys = {key for out in printed for key in re.findall(r'^ *(?:\{)?"([a-z_]+)": ', out, re.MULTILINE)}
    assert [key for key in sorted(keys) if f"`{key}`" not in TEXT] == []


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
    block = re.search(r"^```bash\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert block is not None
    typed_words = f"dualwrite-errors {typed}".split(" ")
    quoted = " ".join(f"'{word}'" for word in typed_words)
    printed = bash(
        f"{block[1]}\nCOMP_WORDS=({quoted})\nCOMP_CWORD={len(typed_words) - 1}\n"
        "name=$(complete -p dualwrite-errors | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n"
        f"\"$name\" dualwrite-errors '{typed_words[-1]}' '{typed_words[-2]}'\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    assert printed.split() == completed
