"""The documentation against the package: generated tables, codes, public names and links."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import dualwrite_errors
from dualwrite_errors import CATALOG

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "tools" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def test_what_is_generated_is_up_to_date() -> None:
    left = generate().update(ROOT, write=False)
    assert left == [], "\n".join(left)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of everything that `tools/generate.py` reads and writes."""
    for part in ("src", "tools", "docs", "README.md", "tests/typing"):
        source, copy = ROOT / part, tmp_path / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "*.so", "_build"))
        else:
            shutil.copy(source, copy)
    return tmp_path


NEW_ERROR = """

class GateScheduleUnpaired(TableMapError):
    \"\"\"DIPV1099: The gate schedule cannot be paired.

    A made-up error. Where a field is not mapped, you get `MandatoryFieldNotMapped`.
    \"\"\"

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1099",
        sentences=("The gate schedule cannot be paired",),
        detail="No schedule of the other side fits.",
        steps=("Pair the schedules.",),
        actors=(Actor.MAP_ADMIN,),
    )
"""


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=checkout, env=environment)


def test_adding_an_error_takes_one_class_and_one_command(checkout: Path) -> None:
    module = checkout / "src" / "dualwrite_errors" / "catalog" / "table_map.py"
    module.write_text(module.read_text(encoding="utf-8") + NEW_ERROR, encoding="utf-8")
    assert run(checkout, "tools/generate.py", "--check").returncode == 1
    assert run(checkout, "tools/generate.py").stderr == ""
    assert run(checkout, "tools/generate.py", "--check").returncode == 0
    used = run(
        checkout,
        "-c",
        "import dualwrite_errors as d; e = d.parse('Project validation failed. The gate schedule cannot be paired');"
        "print(type(e).__name__, e.code, 'GateScheduleUnpaired' in d.__all__, e.area, d.from_code('DIPV1099').steps)",
    )
    assert used.stdout == "GateScheduleUnpaired DIPV1099 True table_map ('Pair the schedules.',)\n"
    for page in ("README.md", "docs/catalog.md", "docs/reference.md", "docs/errors.md", "tests/typing/precision.py"):
        assert "GateScheduleUnpaired" in (checkout / page).read_text(encoding="utf-8")


def test_removing_an_error_takes_no_more(checkout: Path) -> None:
    module = checkout / "src" / "dualwrite_errors" / "catalog" / "validation.py"
    source = module.read_text(encoding="utf-8")
    start = source.index("class ProjectValidationAborted")
    module.write_text(source[:start] + source[source.index("class ProjectValidationFailed") :], encoding="utf-8")
    assert run(checkout, "tools/generate.py").stderr == ""
    assert "DIPV1006" not in (checkout / "README.md").read_text(encoding="utf-8")


def test_a_file_without_the_markers_is_named(checkout: Path) -> None:
    (checkout / "README.md").write_text("nothing\n", encoding="utf-8")
    assert run(checkout, "tools/generate.py").stderr == (
        "README.md has no place for errors: put <generated: …> and </generated> there\n"
    )


def test_the_page_of_errors_has_each_error_once() -> None:
    assert sorted(re.findall(r"^\(error-(\w+)\)=$", read("catalog.md"), re.MULTILINE)) == sorted(CATALOG)
    headings = re.findall(r"^## (?:(D\w+\d{4}) )?(\w+)$", read("catalog.md"), re.MULTILINE)
    assert {(code, name) for code, name in headings if name in CATALOG} == {
        (cls.code, name) for name, cls in CATALOG.items()
    }


def test_the_reference_has_every_public_name_once() -> None:
    documented = re.findall(r"^\.\. auto\w+:: (\w+)", read("reference.md"), re.MULTILINE)
    public = set(dualwrite_errors.__all__)
    assert public - set(documented) == set(), "public, and missing from docs/reference.md"
    assert set(documented) - public == set(), "in docs/reference.md, and not in dualwrite_errors.__all__"
    assert len(documented) == len(public), "named twice in docs/reference.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_first_page_leads_to_every_other_page() -> None:
    listed = re.search(r"```\{toctree\}\n(.*?)```", read("index.md"), re.DOTALL)
    assert listed is not None
    names = {line for line in listed[1].split() if not line.startswith(":")}
    assert names == {page.stem for page in DOCS.glob("*.md")} - {"index"}
