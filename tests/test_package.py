"""The package as a whole: its public names, what importing it costs, and how it is packaged."""

import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, version
from pathlib import Path

import pytest
from samples import ERROR_CLASSES, PUBLIC_CLASSES

import dualwrite_errors
from dualwrite_errors import testing
from dualwrite_errors.cli import main

ROOT = Path(__file__).parent.parent
PUBLIC = {name: getattr(dualwrite_errors, name) for name in dualwrite_errors.__all__}


def test_all_is_sorted_without_repetition_and_complete() -> None:
    public = [
        name
        for name, value in vars(dualwrite_errors).items()
        if not name.startswith("_") and not inspect.ismodule(value) and name != "TYPE_CHECKING"
    ]
    assert sorted(dualwrite_errors.__all__) == sorted(public)
    assert len(set(dualwrite_errors.__all__)) == len(dualwrite_errors.__all__)


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if isinstance(value, type)])
def test_a_public_class_reports_the_package_as_its_module(name: str) -> None:
    assert PUBLIC[name].__module__ == "dualwrite_errors"
    assert PUBLIC[name].__qualname__ == name


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if callable(value)])
def test_a_public_name_has_a_docstring_that_ends_as_a_sentence(name: str) -> None:
    own = vars(PUBLIC[name]).get("__doc__") if isinstance(PUBLIC[name], type) else PUBLIC[name].__doc__
    assert own, f"{name} has no docstring of its own"
    assert own.strip().endswith((".", "…", ")"))


@pytest.mark.parametrize("cls", PUBLIC_CLASSES, ids=lambda cls: cls.__name__)
def test_a_public_method_has_a_docstring(cls: type) -> None:
    missing = [name for name, value in vars(cls).items() if not name.startswith("_") and _lacks_docstring(value, cls)]
    assert missing == []


def _lacks_docstring(value: object, cls: type) -> bool:
    return (callable(value) or isinstance(value, property | classmethod)) and not (
        inspect.getdoc(value) or any(hasattr(base, getattr(value, "__name__", "")) for base in cls.__bases__)
    )


def test_only_the_errors_of_the_catalog_go_without_the_suffix_error() -> None:
    without = {cls.__name__ for cls in ERROR_CLASSES if not cls.__name__.endswith("Error")}
    assert without == set(dualwrite_errors.CATALOG) | {"UndocumentedCode", "DualWriteErrorGroup"}


def test_dir_and_completion_show_every_public_name_and_no_internal_one() -> None:
    shown = {name for name in dir(dualwrite_errors) if not name.startswith("__")}
    assert shown == set(dualwrite_errors.__all__)


def test_what_reads_logs_is_imported_with_its_first_use() -> None:
    code = (
        "import sys, dualwrite_errors as d; before = 'dualwrite_errors.scanning' in sys.modules; "
        "print(before, d.scan.__name__, d.Finding.__name__, d.Scan.__name__, hasattr(d, 'Findings'))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["False", "scan", "Finding", "Scan", "False"]


def test_importing_the_package_imports_none_of_the_heavy_modules() -> None:
    code = "import sys; before = set(sys.modules); import dualwrite_errors; print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "dualwrite_errors.registry" in loaded
    assert {"json", "logging", "argparse", "importlib.metadata", "csv", "difflib"} & set(loaded) == set()


def test_the_kit_for_tests_has_sorted_public_names_with_docstrings() -> None:
    assert testing.__all__ == sorted(testing.__all__, key=lambda name: (not name.isupper(), name))
    for name in testing.__all__:
        value = getattr(testing, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            assert (value.__doc__ or "").strip().endswith((".", "…", ")"))


@pytest.mark.parametrize("optimization", ["-O", "-OO"])
def test_the_package_works_optimized(optimization: str) -> None:
    code = (
        "import dualwrite_errors as d; "
        "e = d.parse('Missing source field con_a in the schema'); "
        "print(e.code, e.names, e.detail)"
    )
    run = subprocess.run([sys.executable, optimization, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.startswith("DIPV1022 ('con_a',) The source field")


def test_nothing_in_the_package_reads_outside_it() -> None:
    nowhere = "os.open(os.devnull"
    sources = [path.read_text(encoding="utf-8").replace(nowhere, "") for path in (ROOT / "src").rglob("*.py")]
    assert len(sources) > 10
    assert not any(re.search(r"(?<![.\w])open\(|__file__|(?<!\.)\.\./", source) for source in sources)


def test_the_version_is_the_one_that_the_changelog_opens_with() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    latest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert latest is not None
    assert version("dualwrite-errors") == project["version"] == latest[1]


def test_at_run_time_the_package_needs_attrs_and_typing_extensions_and_nothing_else() -> None:
    assert required(extra="") == {"attrs", "typing-extensions"}


def test_the_extra_for_tests_needs_hypothesis_alone() -> None:
    assert required(extra="testing") == {"hypothesis"}


def required(*, extra: str) -> set[str]:
    """The packages that are needed with an extra; without one, at run time."""
    found: set[str] = set()
    for requirement in distribution("dualwrite-errors").requires or ():
        package, _, condition = requirement.partition(";")
        if re.findall(r"extra == ['\"](\w+)['\"]", condition) == ([extra] if extra else []):
            found.add(re.split(r"[<>=!~ ]", package)[0])
    return found


def test_the_package_is_typed_and_licensed() -> None:
    package = Path(dualwrite_errors.__file__).parent
    assert (package / "py.typed").exists()
    assert distribution("dualwrite-errors").metadata["License-Expression"] == "MIT"


def test_importing_what_runs_the_program_does_not_run_it() -> None:
    assert importlib.import_module("dualwrite_errors.__main__").main is main
