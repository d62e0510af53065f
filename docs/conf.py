"""How Sphinx builds these pages: `sphinx-build -W -b html docs docs/_build`."""

import sys
import tomllib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.napoleon.docstring import GoogleDocstring
from sphinx.pycode import ModuleAnalyzer

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "dualwrite_errors"

# The pages describe this checkout, whichever version is installed.
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "docs" / "_ext")]

project = PACKAGE
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "error_pages",
    "error_lists",
    "explain_page",
    "site_search",
]
exclude_patterns = ["_build"]
templates_path = ["_templates"]
html_theme = "furo"
html_favicon = "_static/icon.svg"
pygments_dark_style = "a11y-high-contrast-dark"
html_title = f"{project} {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["search.js", "error-index.js"]
html_copy_source = False
html_show_copyright = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_line_continuation_character = "\\"

# What stands in single backticks in a docstring is a link where it is a public name, else plain code.
default_role = "py:obj"
nitpicky = True
nitpick_ignore_regex = [
    ("py:obj", "[a-z_]+"),
    ("py:.*", r"(collections\.abc|json|os)\..*"),
    ("py:class", "MatchedBy|SearchStrategy"),
    ("py:class", r"(duckdb|polars|pyspark)\..*"),
]
autodoc_member_order = "bysource"
autodoc_mock_imports = ["duckdb", "polars", "pyspark"]  # as they need not be installed
autodoc_typehints_format = "short"
# `_read_docstring` does this with Napoleon's means.
napoleon_google_docstring = napoleon_numpy_docstring = False


def setup(app: Sphinx) -> None:
    """Make autodoc fit this package."""
    _gather_attribute_docs()
    # api.md writes out one signature of `from_code`, in place of one overload for each code.
    registry = ModuleAnalyzer.for_module(f"{PACKAGE}.registry")
    registry.analyze()
    registry.overloads.clear()
    app.connect("autodoc-process-docstring", _read_docstring)
    app.connect("autodoc-process-signature", _leave_out_common_arguments)


def _gather_attribute_docs() -> None:
    """Put the docstrings of all attributes where autodoc looks for them.

    That is the source of the module that a class names: the package itself, or its `testing`.
    """
    from dualwrite_errors import Actor, Area, KnownFrom, Retry

    face = _gathered(PACKAGE, ROOT / "src" / PACKAGE)
    _gathered(f"{PACKAGE}.testing", ROOT / "src" / PACKAGE / "testing")
    for term in (*Area, *Actor, *Retry, *KnownFrom):
        face.attr_docs[type(term).__name__, term.name] = [f"{term.description}.", ""]


def _gathered(module: str, directory: Path) -> ModuleAnalyzer:
    """What autodoc asks about `module`, with what the files in `directory` say."""
    face = ModuleAnalyzer.for_module(module)
    face.analyze()
    for path in directory.rglob("*.py"):
        part = ModuleAnalyzer.for_file(path, module)
        part.analyze()
        face.attr_docs |= part.attr_docs
        face.annotations |= part.annotations
        face.tagorder |= part.tagorder
    return face


def _read_docstring(app: Sphinx, what: Any, *described: Any) -> None:
    """Read the Google sections, but not of attributes: there Napoleon takes the words before a colon for a type."""
    name, obj, options, lines = described
    if what not in {"attribute", "property", "data"}:
        lines[:] = GoogleDocstring(lines, app.config, app, what, name, obj, options).lines()


def _leave_out_common_arguments(_app: Sphinx, _what: str, _name: str, obj: Any, *_: Any) -> tuple[str, str] | None:
    """Show no arguments of a class that takes those of `DualWriteError`."""
    from dualwrite_errors import DualWriteError

    inherited = isinstance(obj, type) and issubclass(obj, DualWriteError) and "__init__" not in vars(obj)
    return ("", "") if inherited else None
