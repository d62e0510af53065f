"""By what the search page finds the errors in a pasted text: see `error-search.js`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from error_pages import title_of

from dualwrite_errors import CATALOG

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def documented_errors() -> list[dict[str, Any]]:
    """Each error with its page and what it is recognized by."""
    return [
        {
            "document": f"errors/{name}",
            "title": title_of(cls),
            "code": cls.code,
            "sentences": [*cls.info.sentences, *cls.info.sentences_in_wrapper],
            "dataverse_codes": cls.info.dataverse_codes,
            "is_wrapper": cls.info.is_wrapper,
        }
        for name, cls in CATALOG.items()
    ]


def _give_to_search_page(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    if page == "search":
        context["documented_errors"] = documented_errors()


def setup(app: Sphinx) -> dict[str, bool]:
    """Give the errors to the template of the search page."""
    app.connect("html-page-context", _give_to_search_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
