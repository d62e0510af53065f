"""The list of all errors, with filters, and the tree of their classes: HTML for two directives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from docutils import nodes
from error_pages import area_of, base_class_of, name_of_area_page, title_of_area
from sphinx.util.docutils import SphinxDirective

from dualwrite_errors import (
    CATALOG,
    REGISTRY,
    Actor,
    Area,
    DualWriteError,
    DualWriteErrorGroup,
    Retry,
    UndocumentedCode,
    UnrecognizedError,
)
from dualwrite_errors.cli.html_report.markup import Markup, element

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NO_CODE: Final = "without a code"
_NOT_IN_AN_AREA: Final = (UndocumentedCode, UnrecognizedError, DualWriteErrorGroup)


def index_of_errors(address_of: Callable[[str], str]) -> Markup:
    """A row for each error, those with a code first, and what filters them; JavaScript shows the filters.

    Args:
        address_of: The address of a document of the site, as it has to be written on this page.
    """
    errors = [*REGISTRY.values(), *(cls for cls in CATALOG.values() if not cls.code)]
    heads = ("Code", "What it says", "Area", "Who can act", "Retry")
    return element(
        "div",
        _filters(errors),
        element(
            "table",
            element("thead", element("tr", *(element("th", head, scope="col") for head in heads))),
            element("tbody", *(_row(cls, address_of(f"errors/{cls.__name__}")) for cls in errors)),
        ),
        class_="error-index",
    )


def _row(cls: type[DualWriteError], address: str) -> Markup:
    info = cls.info
    return element(
        "tr",
        element("td", element("code", cls.code) if cls.code else "", class_="code"),
        element("td", element("a", info.message, href=address), " ", element("code", cls.__name__)),
        element("td", title_of_area(area_of(cls)), data_head="Area"),
        element("td", info.actors[0].description, data_head="Who can act"),
        element("td", info.retry.capitalize(), data_head="Retry"),
        data_area=info.area,
        data_family=_family_of(cls),
        data_actor=" ".join(info.actors),
        data_retry=info.retry,
        data_words=" ".join((*info.sentences[1:], *info.sentences_in_wrapper, *info.dataverse_codes)),
    )


def _family_of(cls: type[DualWriteError]) -> str:
    return cls.code.rstrip("0123456789") or NO_CODE


def _filters(errors: Iterable[type[DualWriteError]]) -> Markup:
    families = dict.fromkeys(map(_family_of, errors))
    return element(
        "form",
        element("label", "Words", element("input", type="search", name="words", autocomplete="off")),
        _choice("area", "Area", ((area, title_of_area(area)) for area in Area)),
        _choice("family", "Code", ((name, name.capitalize() if name == NO_CODE else f"{name}…") for name in families)),
        _choice("actor", "Who can act", ((actor, actor.description) for actor in Actor)),
        _choice("retry", "Retry", ((retry, f"{retry.capitalize()}: {retry.description}") for retry in Retry)),
        element("button", "Show all", type="reset"),
        element("output", aria_live="polite"),
        hidden=True,
        aria_label="Filters",
    )


def _choice(name: str, label: str, options: Iterable[tuple[str, str]]) -> Markup:
    chosen = (element("option", text, value=value) for value, text in options)
    return element("label", label, element("select", element("option", "All", value=""), *chosen, name=name))


def tree_of_classes(address_of: Callable[[str], str]) -> Markup:
    """`DualWriteError`, below it the class of each area in the order of repair, and below these the errors."""

    def link(cls: type[DualWriteError], page: str) -> Markup:
        return element("a", cls.__name__, href=f"{address_of(page)}#dualwrite_errors.{cls.__name__}")

    def branch(area: Area) -> Markup:
        errors = (cls for cls in CATALOG.values() if cls.area is area)
        leaves = (element("li", link(cls, f"errors/{cls.__name__}")) for cls in errors)
        base = link(base_class_of(area), f"errors/{name_of_area_page(area)}")
        return element("li", base, element("ul", *leaves))

    others = (element("li", link(cls, "api")) for cls in _NOT_IN_AN_AREA)
    return element(
        "div",
        link(DualWriteError, "api"),
        element("ul", *map(branch, Area), *others),
        class_="exception-tree",
    )


class _Html(SphinxDirective):
    """A directive that stands for HTML."""

    def html(self) -> Markup:
        """What it stands for."""
        raise NotImplementedError

    def address_of(self, document: str) -> str:
        """The address of a document of the site, as it has to be written on this page."""
        return self.env.app.builder.get_relative_uri(self.env.docname, document)

    def run(self) -> list[nodes.Node]:
        """The HTML."""
        return [nodes.raw("", self.html(), format="html")]


class ErrorIndex(_Html):
    """``error-index``: the list of all errors."""

    def html(self) -> Markup:
        """The list, with addresses as they have to be written on this page."""
        return index_of_errors(self.address_of)


class ExceptionTree(_Html):
    """``exception-tree``: the tree of the classes."""

    def html(self) -> Markup:
        """The tree, with addresses as they have to be written on this page."""
        return tree_of_classes(self.address_of)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives."""
    app.add_directive("error-index", ErrorIndex)
    app.add_directive("exception-tree", ExceptionTree)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
