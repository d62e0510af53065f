"""The documentation where Pyodide cannot be had: the page says so, the build says so, and all else is built."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sphinx", reason="install the dependency group 'docs'")

DOCS = Path(__file__).parent.parent / "docs"
CONFIGURATION = """
import sys
from pathlib import Path

sys.path.insert(0, {extensions!r})
import explain_page

explain_page.CACHE = Path({cache!r})
extensions = ["myst_parser", "explain_page"]
myst_enable_extensions = ["colon_fence"]
root_doc = "explain"
"""


def build(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build the page alone, in an environment with nothing on the path and nothing in the cache."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "explain.md").write_text((DOCS / "explain.md").read_text(encoding="utf-8"), encoding="utf-8")
    configuration = CONFIGURATION.format(extensions=str(DOCS / "_ext"), cache=str(tmp_path / "cache"))
    (source / "conf.py").write_text(configuration, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(tmp_path / "out")]
    return subprocess.run(command, check=False, capture_output=True, text=True, env={"PATH": "", **environment})


def test_the_page_and_the_build_say_so(tmp_path: Path) -> None:
    run = build(tmp_path)
    assert run.returncode == 0, run.stderr
    assert "THE PAGE THAT EXPLAINS A PASTED TEXT DOES NOT READ TEXTS IN THIS BUILD: npm is not on" in run.stderr
    page = (tmp_path / "out" / "explain.html").read_text(encoding="utf-8")
    assert "This copy of the site was built without the part that reads a text in your browser." in page
    assert "<textarea" not in page
    assert not (tmp_path / "out" / "_static" / "python").exists()


def test_a_build_that_has_to_be_whole_fails(tmp_path: Path) -> None:
    run = build(tmp_path, REQUIRE_EXPLAIN_PAGE="1")
    assert run.returncode != 0
    assert "the page that explains a pasted text cannot be built whole: npm is not on the path" in run.stderr
