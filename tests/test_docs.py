"""The documentation against the package: generated tables, codes, public names and links."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import dualwrite_errors
from dualwrite_errors import REGISTRY

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def write_tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_tables", ROOT / "tools" / "write_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def test_the_generated_tables_are_up_to_date() -> None:
    left = write_tables().update(ROOT, write=False)
    assert left == [], "\n".join(left)


def test_writing_the_tables_puts_them_between_the_markers_and_touches_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- codes -->\nstale\n<!-- /codes -->\nafter\n", encoding="utf-8")
    tables = write_tables()
    assert tables.update(tmp_path, write=False) == [
        "docs/codes.md is out of date: run `python tools/write_tables.py`",
        "README.md is out of date: run `python tools/write_tables.py`",
    ]
    assert tables.update(tmp_path, write=True) == []
    assert tables.update(tmp_path, write=False) == []
    before, table, after = re.split(r"<!-- /?codes -->", readme.read_text(encoding="utf-8"))
    assert (before, table.strip(), after) == ("before\n", tables.readme_table(), "\nafter\n")


@pytest.mark.parametrize("readme", [None, "", "<!-- codes -->", "<!-- /codes --> <!-- codes -->"])
def test_without_a_place_for_the_table_the_page_is_written_and_the_readme_is_named(
    tmp_path: Path, readme: str | None
) -> None:
    (tmp_path / "docs").mkdir()
    if readme is not None:
        (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    tables = write_tables()
    (left,) = tables.update(tmp_path, write=True)
    assert left.startswith("README.md has no place for the table of codes: put the lines <!-- codes -->")
    assert (tmp_path / "docs" / "codes.md").read_text(encoding="utf-8") == tables.codes_page()


@pytest.mark.parametrize("mark", [r"^## (DIPV\d{4}) ", r"^\((DIPV\d{4})\)=$", r"^\| \[(DIPV\d{4})\]"])
def test_the_page_of_codes_has_each_code_once_in_code_order(mark: str) -> None:
    assert re.findall(mark, read("codes.md"), re.MULTILINE) == list(REGISTRY)


def test_the_page_of_codes_has_each_class_beside_its_code() -> None:
    headings = re.findall(r"^## (DIPV\d{4}) (\w+)$", read("codes.md"), re.MULTILINE)
    assert headings == [(code, cls.__name__) for code, cls in REGISTRY.items()]


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
