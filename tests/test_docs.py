"""The documentation against the package: generated tables and pages, public names, links, and lines that fit."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from site_extensions import error_pages

import dualwrite_errors
from dualwrite_errors import CATALOG, Area, testing

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
WIDTH_OF_THE_COLUMN = 90  # characters of code, in a window of 1280 pixels


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


@pytest.mark.slow
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
    for page in ("README.md", "tests/typing/precision.py"):
        assert "GateScheduleUnpaired" in (checkout / page).read_text(encoding="utf-8")
    shown = run(checkout, "-c", "import sys; sys.path.insert(0, 'docs/_ext'); import error_pages as e; e.write(None)")
    assert shown.stderr == ""
    page = (checkout / "docs" / "errors" / "GateScheduleUnpaired.md").read_text(encoding="utf-8")
    assert "\n# DIPV1099: The gate schedule cannot be paired\n" in page
    assert "(MandatoryFieldNotMapped.md)" in page
    assert "GateScheduleUnpaired" in (checkout / "docs" / "errors" / "table-map.md").read_text(encoding="utf-8")


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


def test_the_pages_describe_every_public_name_once() -> None:
    described = [
        name
        for text in (read("api.md"), *error_pages.pages().values())
        for name in re.findall(r"^\.\. (?:auto\w+|py:exception):: (\w+)", text, re.MULTILINE)
    ]
    public = set(dualwrite_errors.__all__)
    assert public - set(described) == set(), "public, and described on no page"
    assert set(described) - public == set(), "described, and not in dualwrite_errors.__all__"
    assert len(described) == len(public), "described twice"


def test_the_pages_describe_every_name_of_the_kit_for_tests_once() -> None:
    described = re.findall(r"^\.\. auto\w+:: (\w+)", read("testing.md"), re.MULTILINE)
    assert sorted(described) == sorted(testing.__all__)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [*re.findall(r"\]\(([^)#\s]+)", text), *re.findall(r"href=\"([^\"#]+)", text)]
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    built = {f"errors/{name}" for name in error_pages.pages()} if page.parent == DOCS else set[str]()
    built |= {name.removesuffix(".md") + ".html" for name in built}
    assert [target for target in local if target not in built and not (page.parent / target).exists()] == []


def test_the_checks_that_contributors_are_told_to_run_exist() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    sessions = re.findall(r"^def (\w+)\(session", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.MULTILINE)
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    named = re.findall(r"nox -s (\w+)", told)
    assert {"docs", "browser"} <= set(named) <= set(sessions)
    assert set(re.findall(r"--group (\w+)|dependency group `(\w+)`", told)) == {("dev", "")}
    assert {"dev", "package"} <= groups.keys()


def test_the_first_page_leads_to_every_other_page() -> None:
    assert sorted(listed_by(read("index.md"))) == sorted(
        {"errors/index", *(page.stem for page in DOCS.glob("*.md"))} - {"index"}
    )


def test_the_list_of_errors_leads_to_every_area_and_every_error_once() -> None:
    pages = error_pages.pages()
    areas = listed_by(pages["index.md"])
    assert areas == [error_pages.name_of_area_page(area) for area in Area]
    assert [error for area in areas for error in listed_by(pages[f"{area}.md"])] == list(CATALOG)
    assert pages.keys() == {f"{page}.md" for page in ("index", *areas, *CATALOG)}


def listed_by(page: str) -> list[str]:
    """The pages in the tables of contents of a page."""
    listed = re.findall(r"```\{toctree\}\n(.*?)```", page, re.DOTALL)
    return [line for lines in listed for line in lines.split("\n") if line and not line.startswith(":")]


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_code_fits_the_column(page: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    code = [line for block in blocks for line in block.splitlines() if not is_printed(line, block)]
    assert [line for line in code if len(line) > WIDTH_OF_THE_COLUMN] == []


def is_printed(line: str, block: str) -> bool:
    """Whether a line of an example is what the code prints: that may be as wide as it is."""
    return block.startswith(">>>") and not line.startswith((">>>", "..."))
