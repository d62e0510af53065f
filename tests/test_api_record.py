"""The record of what is public: what a line of it is, and that no change goes unnoticed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOL = ROOT / "tools" / "api_record.py"

FACE = """
from ._gates import Gate, GateKind, open_gate

LIMIT = 7
__all__ = ["LIMIT", "Gate", "GateKind", "open_gate"]
"""
GATES = '''
import attrs
import enum


class GateKind(enum.StrEnum):
    WIDE = "wide"


class _Base:
    def describe(self) -> str:
        """What is said of it."""


@attrs.frozen
class Gate(_Base):
    name: str
    kind: GateKind = GateKind.WIDE
    _seen: int = 0

    def close(self, *, slowly: bool = False) -> None:
        """Close it."""

    @property
    def width(self) -> int:
        return 3


def open_gate(name: str, /, *, wide: bool = True) -> Gate:
    return Gate(name)
'''
RECORD = """\
dualwrite_errors.Gate(_Base) @attrs.frozen
dualwrite_errors.Gate.name: str
dualwrite_errors.Gate.kind: GateKind = GateKind.WIDE
dualwrite_errors.Gate.close(*, slowly: bool = False) -> None
dualwrite_errors.Gate.describe() -> str
dualwrite_errors.Gate.width: int
dualwrite_errors.GateKind(enum.StrEnum)
dualwrite_errors.GateKind.WIDE = 'wide'
dualwrite_errors.LIMIT = 7
dualwrite_errors.open_gate(name: str, /, *, wide: bool = True) -> Gate
"""
CHANGELOG = (
    "# Changelog\n\n## [0.2.0] - Unreleased\n\n{line}\n\n## [0.1.0] - 2020-01-01\n\n- `Bolt`, `slowly`, `open_gate`.\n"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A made-up package of the same name, with the tool beside it and its API recorded."""
    package = tmp_path / "src" / "dualwrite_errors"
    for place in (package, tmp_path / "tools", tmp_path / "docs"):
        place.mkdir(parents=True)
    (package / "__init__.py").write_text(FACE, encoding="utf-8")
    (package / "_gates.py").write_text(GATES, encoding="utf-8")
    (tmp_path / "tools" / TOOL.name).write_bytes(TOOL.read_bytes())
    say(tmp_path, "- Nothing yet.")
    assert run(tmp_path).returncode == 0
    return tmp_path


def say(checkout: Path, line: str) -> None:
    """Write `line` into the newest section of the changelog."""
    (checkout / "CHANGELOG.md").write_text(CHANGELOG.format(line=line), encoding="utf-8")


def change(checkout: Path, before: str, after: str, file: str = "_gates.py") -> None:
    path = checkout / "src" / "dualwrite_errors" / file
    source = path.read_text(encoding="utf-8")
    assert before in source
    path.write_text(source.replace(before, after), encoding="utf-8")


def record(checkout: Path) -> str:
    return (checkout / "docs" / "public-api.txt").read_text(encoding="utf-8")


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "tools" / TOOL.name), *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}
    )


def test_the_record_has_a_line_for_each_public_name_and_none_for_a_private_one(checkout: Path) -> None:
    assert record(checkout) == RECORD
    assert run(checkout, "--check").returncode == 0


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            "slowly: bool = False",
            "slowly: bool = True",
            "+ dualwrite_errors.Gate.close(*, slowly: bool = True) -> None",
        ),
        ("name: str, /,", "name: str,", "+ dualwrite_errors.open_gate(name: str, *, wide: bool = True) -> Gate"),
        ("-> int", "-> float", "+ dualwrite_errors.Gate.width: float"),
        ("def describe", "def tell", "- dualwrite_errors.Gate.describe() -> str"),
        ("    name: str\n", "", "- dualwrite_errors.Gate.name: str"),
        ('"wide"', '"broad"', "+ dualwrite_errors.GateKind.WIDE = 'broad'"),
        ("@attrs.frozen\n", "", "+ dualwrite_errors.Gate(_Base)"),
    ],
)
def test_a_public_change_fails_the_check_and_is_shown(checkout: Path, before: str, after: str, shown: str) -> None:
    change(checkout, before, after)
    checked = run(checkout, "--check")
    assert checked.returncode == 1
    assert shown in checked.stdout.splitlines()
    assert checked.stderr == (
        "The public API changed: add a line to CHANGELOG.md, and run `python tools/api_record.py`.\n"
    )
    assert record(checkout) == RECORD


@pytest.mark.parametrize(("before", "after"), [("_seen: int = 0", "_kept: str = ''"), ("return 3", "return 4")])
def test_a_private_change_is_none(checkout: Path, before: str, after: str) -> None:
    change(checkout, before, after)
    assert run(checkout, "--check").returncode == 0


def test_a_change_is_recorded_only_when_the_newest_section_of_the_changelog_names_it(checkout: Path) -> None:
    change(checkout, "slowly", "gently")
    change(checkout, "def open_gate", "def open_wide")
    change(checkout, "open_gate", "open_wide", file="__init__.py")
    refused = run(checkout)
    assert (refused.returncode, record(checkout)) == (1, RECORD)
    assert refused.stderr == (
        "Nothing is written: the newest section of CHANGELOG.md does not name `close`, `open_gate`, `open_wide`.\n"
    )
    say(checkout, "- `Gate.close(gently=…)`; `open_gate` is called `open_wide`.")
    assert run(checkout).returncode == 0
    assert "open_wide" in record(checkout)
    assert run(checkout, "--check").returncode == 0


def test_an_overload_needs_no_line_beside_that_of_the_class_that_it_returns(checkout: Path) -> None:
    overloads = "\nfrom typing import Literal, overload\nclass Bolt: ...\n" + "".join(
        f"@overload\ndef open_gate(name: Literal['{name}']) -> {name}: ...\n" for name in ("Gate", "Bolt")
    )
    change(checkout, "\n\ndef open_gate", f"{overloads}\ndef open_gate")
    change(checkout, '"open_gate"]', '"open_gate", "Bolt"]', file="__init__.py")
    change(checkout, "import Gate", "import Bolt, Gate", file="__init__.py")
    assert run(checkout).stderr.endswith("does not name `Bolt`, `open_gate`.\n")
    say(checkout, "- `Bolt`, and `open_gate` by name.")
    assert run(checkout).returncode == 0
    change(checkout, "class Bolt: ...", "class Bolt: ...\nclass Lock: ...")
    added = "@overload\ndef open_gate(name: Literal['Lock']) -> Lock: ...\n"
    change(checkout, "\ndef open_gate(name: str, /", f"{added}\ndef open_gate(name: str, /")
    change(checkout, '"Bolt"]', '"Bolt", "Lock"]', file="__init__.py")
    change(checkout, "import Bolt", "import Bolt, Lock", file="__init__.py")
    say(checkout, "- `Lock`.")
    assert run(checkout).returncode == 0
    assert "Lock" in record(checkout)


def test_what_is_exported_is_not_the_submodule_of_the_same_name(checkout: Path) -> None:
    (checkout / "src" / "dualwrite_errors" / "open_gate.py").write_text("", encoding="utf-8")
    assert run(checkout, "--check").returncode == 0


def test_a_name_that_is_exported_and_not_there_is_an_error(checkout: Path) -> None:
    change(checkout, '"Gate"', '"Gates"', file="__init__.py")
    assert "__all__ of dualwrite_errors names Gates, which is not there" in run(checkout, "--check").stderr
