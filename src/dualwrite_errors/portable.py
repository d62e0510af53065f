"""The catalog and its patterns as plain data, for engines that read columns of text.

The patterns are written in the common subset of Python's `re`, RE2 (DuckDB, pyarrow, KQL), Rust's `regex` (Polars) and
`java.util.regex` (Spark): no look-around, no word boundary, no possessive repetition. For Spark, Polars and DuckDB,
`dualwrite_errors.engines` does more: it reads wrappers as `parse_all` does.
"""

from __future__ import annotations

from functools import cache
from typing import Final, TypedDict

from .codes import FAMILIES
from .common_subset import RAW, WORD, in_class, sentence_pattern
from .info import ErrorInfo
from .parsing.catalog_index import FEWEST_WORDS, SentenceOwner, templates
from .registry import CATALOG
from .sentences import BEGINS_AFTER, ENDS_BEFORE
from .templates import Template

__all__ = ["CODE_PATTERN", "CatalogRow", "catalog_rows"]


def _in_any_case(letters: str) -> str:
    """`letters` in both cases: `(?i)` of Python, and of no other engine, takes U+0130 and U+0131 for an i."""
    return "".join(f"[{letter}{letter.lower()}]" for letter in letters)


_CODES: Final = rf"(?:{'|'.join(map(_in_any_case, FAMILIES))})[0-9]{{4}}|{_in_any_case('DW')}9003"
CODE_PATTERN: Final = rf"(?:^|[^A-Za-z0-9_])(?:(?:{_CODES})[A-Za-z0-9_]+|({_CODES}))"
"""Finds codes in raw text; group 1 is the code.

Where something longer only begins like a code (``DIPV10031``), it matches too, and group 1 is empty: that stands for
the look-ahead that RE2 and Rust do not have. So extract all of group 1, and leave the empty ones out. Write the codes
in upper case before you join them with `catalog_rows`.
"""


class CatalogRow(TypedDict):
    """What is known about one error, as one flat row."""

    name: str
    """The name of the class; every row has another."""
    code: str
    """The code in upper case; ``""`` where the service prints none."""
    area: str
    """The part of the setup that has to be repaired, such as ``"schema"``."""
    message: str
    """The official sentence. ``{name}`` stands for what varies."""
    detail: str
    """What it means."""
    remediation: str
    """What to do: the caution first, then the steps, a line each; ``""`` where nothing is known."""
    caution: str
    """What a step destroys, or ``""``."""
    actor: str
    """Who can act, first choice, such as ``"map_admin"``; ``""`` where that is not known."""
    retry: str
    """Whether the same request can succeed later: ``"after fix"``, ``"unknown"`` or ``"transient"``."""
    is_transient: bool
    """Whether an official page says that the failure passes by itself."""
    help_url: str
    """The address of the official page to read first."""
    pattern: str
    """Finds the sentences of the error in raw text, where they count; it has no group that captures."""


def catalog_rows() -> list[CatalogRow]:
    """Every error of the catalog, coded or not, in the order of repair.

    The patterns know sentences as they stand: spaces, hyphens, quotation marks and case of any kind, but neither tags
    nor escapes. Sentences of fewer than five words, and those that other programs say too, are found behind a sentence
    of dual-write that says what failed, or as the whole text. In text that is all capitals, a more general sentence may
    be found beside a longer one. That a wrapper gives way to what it holds is left to you.
    """
    return [_row(name) for name in CATALOG]


def _row(name: str) -> CatalogRow:
    info: ErrorInfo = CATALOG[name].info
    return CatalogRow(
        name=name,
        code=info.code,
        area=info.area.value if info.area else "",
        message=info.message,
        detail=info.detail,
        remediation=info.remediation,
        caution=info.caution or "",
        actor=info.actors[0].value if info.actors else "",
        retry=info.retry.value,
        is_transient=info.is_transient,
        help_url=info.help_url,
        pattern=_patterns()[name],
    )


@cache
def _patterns() -> dict[str, str]:
    of_class: dict[str, list[tuple[Template, SentenceOwner]]] = {}
    for template, owner in templates():
        of_class.setdefault(owner.cls.__name__, []).append((template, owner))
    opening = _alone([template for template, owner in templates() if owner.cls.info.is_wrapper], ends=False)
    return {name: _pattern(entries, opening) for name, entries in of_class.items()}


def _pattern(entries: list[tuple[Template, SentenceOwner]], opening: str) -> str:
    every = [template for template, _ in entries]
    is_wrapper = entries[0][1].cls.info.is_wrapper
    long = [template for template, owner in entries if template.length >= FEWEST_WORDS and not owner.only_in_wrapper]
    short = [template for template, owner in entries if template.length < FEWEST_WORDS and not owner.only_in_wrapper]
    ways = [rf"{opening}[\s\S]*?{_in_words(every)}"]
    if is_wrapper:
        ways = [_alone(every, ends=False)]
    elif long:
        ways.insert(0, _alone(long, ends=True))
    if short and not is_wrapper:
        enclosing = in_class(" \t\r\n.!\"'`()[]{}<>")
        ways.append(rf"^[{enclosing}]*(?:{_either(short)})[{enclosing}]*$")
    return f"(?:{'|'.join(ways)})"


def _either(templates: list[Template]) -> str:
    return "|".join(sentence_pattern(template, RAW) for template in templates)


def _in_words(templates: list[Template]) -> str:
    return rf"[^{WORD}](?:{_either(templates)})(?:[^{WORD}]|$)"


def _alone(templates: list[Template], *, ends: bool) -> str:
    """The expression of one of `templates` where it begins, and `ends`, as a sentence."""
    before = f"(?:(?:^|[{in_class(sorted(BEGINS_AFTER))}])[ \u00a0]?|[-\u2010-\u2015][ \u00a0])"
    after = f"(?:[ \u00a0]?[\r{in_class(sorted(ENDS_BEFORE))}]|[ \u00a0][(]|[ \u00a0]?$)" if ends else ""
    return f"{before}(?:{_either(templates)}){after}"
