"""The built documentation: nothing is missing from it, every page is reached, and every link leads somewhere."""

import ast
import re
import zlib
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from built_site import SitePage, built_site, read_page

import dualwrite_errors
from dualwrite_errors import CATALOG, engines, portable, testing

PUBLIC_MODULES = (dualwrite_errors, portable, testing)
NOT_IN_THE_TABLE_OF_CONTENTS = {"search.html", "genindex.html", "py-modindex.html"}


@pytest.fixture(scope="module")
def site() -> Path:
    return built_site()


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, SitePage]:
    """Each page by its path in the site."""
    files = (file for file in site.rglob("*.html") if "_static" not in file.parts)
    return {file.relative_to(site).as_posix(): read_page(file) for file in files}


def path_of(page: str, link: str) -> tuple[str, str]:
    """The path in the site and the anchor that a link on `page` leads to."""
    address, anchor = urldefrag(re.sub(r"\?[^#]*", "", link))
    path = Path("/", page).parent / unquote(address) if address else Path("/", page)
    return path.resolve().relative_to("/").as_posix(), unquote(anchor)


def is_local(link: str) -> bool:
    return not re.match(r"[a-z]+:|//", link)


def names_of_engines() -> set[str]:
    """What is public in the modules of engines, read off their source: an engine need not be installed."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in Path(engines.__path__[0]).glob("*.py")}
    public = re.compile(r"^__all__ = (\[.*?\])", re.MULTILINE | re.DOTALL)
    literals = {name: public.search(source) for name, source in sources.items()}
    return {
        f"{engines.__name__}.{module}.{name}"
        for module, literal in literals.items()
        if literal
        for name in ast.literal_eval(literal[1])
    }


def test_the_reference_has_every_public_name_and_no_other(site: Path) -> None:
    inventory = (site / "objects.inv").read_bytes().split(b"\n", 4)[4]
    described = {line.split(b" ")[0].decode() for line in zlib.decompress(inventory).splitlines() if b" py:" in line}
    public = {f"{module.__name__}.{name}" for module in PUBLIC_MODULES for name in module.__all__} | names_of_engines()
    assert public - described == set(), "public, and described nowhere"
    others = {name for name in described - public if name.rpartition(".")[0] not in public}
    assert others == set(), "described, and neither public nor an attribute of what is"


def test_nothing_is_described_by_what_python_says_of_its_type(site: Path) -> None:
    for page in ("api.html", "testing.html"):
        assert not re.search(r"Built-in |Represent a |<dd>\s*</dd>", (site / page).read_text(encoding="utf-8")), page


def test_every_error_has_its_page_and_its_row(site: Path, pages: dict[str, SitePage]) -> None:
    of_errors = {Path(page).stem for page in pages if page.startswith("errors/")}
    assert {page for page in of_errors if page[0].isupper()} == set(CATALOG)
    index = (site / "errors" / "index.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr data-area.*?</tr>", index, re.DOTALL)
    assert sorted(re.findall(r'<a href="(\w+)\.html"', "".join(rows))) == sorted(CATALOG)
    for row in rows:
        cls = CATALOG[re.findall(r'href="(\w+)\.html"', row)[0]]
        assert f'data-area="{cls.area}"' in row
        assert f'data-retry="{cls.retry}"' in row
        assert f"<code>{cls.code}</code>" in row or not cls.code


def test_no_page_is_an_orphan(pages: dict[str, SitePage]) -> None:
    reached, left = set[str](), ["index.html"]
    while left:
        page = left.pop()
        if page in reached or page not in pages:
            continue
        reached.add(page)
        left += [path_of(page, link)[0] for link in pages[page].links if is_local(link)]
    assert pages.keys() - reached - NOT_IN_THE_TABLE_OF_CONTENTS == set()


def test_every_link_into_the_site_leads_somewhere(site: Path, pages: dict[str, SitePage]) -> None:
    broken = [
        (page, link)
        for page, seen in pages.items()
        for link in (*seen.links, *seen.loaded)
        if is_local(link) and not leads_somewhere(site, pages, *path_of(page, link))
    ]
    assert broken == []


def leads_somewhere(site: Path, pages: dict[str, SitePage], path: str, anchor: str) -> bool:
    if path not in pages:
        return (site / path).is_file() and not anchor
    return not anchor or anchor in pages[path].anchors


def test_nothing_is_loaded_from_elsewhere(pages: dict[str, SitePage]) -> None:
    assert {link for seen in pages.values() for link in seen.loaded if not is_local(link)} == set()


def test_the_page_that_explains_a_text_reaches_nothing_but_the_site(site: Path) -> None:
    page = (site / "explain.html").read_text(encoding="utf-8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert policy is not None
    assert page.index(policy[0]) < page.index("<script")
    assert "default-src 'none'" in policy[1]
    assert "connect-src 'self';" in policy[1]
    assert "http" not in policy[1]
    assert "'unsafe-eval'" not in policy[1]
    served = [file.stat().st_size for file in (site / "_static" / "python").iterdir()]
    assert f"about {round(sum(served) / 1e6)} MB" in page
    assert {wheel.name.split("-")[0] for wheel in (site / "_static" / "python").glob("*.whl")} == {
        "attrs",
        "dualwrite_errors",
        "typing_extensions",
    }
