"""The README's promises: its two commands are the ones that CI runs, and its example prints what it should."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dualwrite_errors import REGISTRY, parse_all

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


def test_the_first_command_says_what_to_repair_for_each_error_of_the_log() -> None:
    command = re.search(r"^python3 -m venv .*? \.venv/bin/dualwrite-errors (.*)$", README, re.MULTILINE)
    assert command is not None
    printed = " ".join(run_in_shell(f"dualwrite-errors {command[1]}").split())
    errors = [error for line in LOG.read_text(encoding="utf-8").splitlines() for error in parse_all(line)]
    assert len({type(error) for error in errors}) >= 10
    assert sum(not error.code for error in errors) * 2 >= len(errors)
    for error in errors:
        for said in (error.code, type(error).__name__, error.steps[0], error.caution or ""):
            assert " ".join(said.split()) in printed


@pytest.mark.parametrize("block", re.findall(r"^```console\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL))
def test_what_the_readme_shows_of_the_command_line_is_what_it_prints(block: str) -> None:
    command, _, shown = block.removeprefix("$ ").partition("\n")
    assert run_in_shell(command) == f"{shown}\n"


def test_the_completion_of_the_readme_completes_commands_and_codes() -> None:
    completion = re.search(r"^complete -o default (-W .*) dualwrite-errors$", README, re.MULTILINE)
    assert completion is not None
    assert run_in_shell(f"compgen {completion[1]}").split() == ["scan", "explain", "list", *REGISTRY]


def run_in_shell(command: str) -> str:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash on the path")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "80",
    }
    run = subprocess.run(
        [bash, "-c", command], check=False, capture_output=True, encoding="utf-8", env=environment, cwd=ROOT
    )
    assert run.stderr == ""
    return run.stdout
