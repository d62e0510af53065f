"""The README's promises: its two commands are the ones that CI runs, and its example prints what it should."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dualwrite_errors import parse_all

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI_RUN = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
LOG = ROOT / "examples" / "activation.log"


def test_ci_runs_exactly_the_two_commands_of_the_readme() -> None:
    commands = re.findall(r"^```bash\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)
    assert len(commands) == 2
    assert all("\n" not in command for command in commands), "each command is a single line"
    run_by_ci = [line.strip() for line in CI_RUN.splitlines() if line.strip().startswith("python3 -m venv .venv")]
    assert run_by_ci == commands


def test_the_first_line_says_what_it_is_about_and_who_did_not_make_it() -> None:
    first = README.split("\n\n")[1]
    assert "Microsoft Dynamics 365 dual-write" in first
    assert "not made by Microsoft" in first


@pytest.mark.parametrize("width", [60, 100])
def test_the_first_command_prints_this(width: int) -> None:
    golden = ROOT / "tests" / "golden" / f"explain_log_{width}.txt"
    assert explained(width) == golden.read_text(encoding="utf-8")


def test_the_first_command_explains_each_error_of_the_log() -> None:
    printed = " ".join(explained(100).split())
    errors = [error for line in LOG.read_text(encoding="utf-8").splitlines() for error in parse_all(line)]
    assert len(errors) == 7
    for error in errors:
        for said in (error.code, error.text, error.detail, *error.info.steps, error.info.caution or ""):
            assert " ".join(said.split()) in printed


@pytest.mark.parametrize("width", [60, 100])
def test_nothing_but_an_address_is_wider_than_the_terminal(width: int) -> None:
    wide = [line for line in explained(width).splitlines() if len(line) > width and "https://" not in line]
    assert wide == []


def explained(width: int) -> str:
    command = [sys.executable, str(ROOT / "examples" / "explain_log.py"), str(LOG)]
    environment = {**os.environ, "COLUMNS": str(width), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=environment).stdout
