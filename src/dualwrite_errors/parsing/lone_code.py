"""A short cut for the usual texts: a single line with a DIPV code, and no sign of another error.

What it makes of a text is what the engine makes of it, many times as fast.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import groupby
from types import MethodType
from typing import Final, TypeAlias

from ..codes import AFTER_CODE
from ..errors import DualWriteError, Surroundings, maker_of
from ..lowering import lowered
from ..registry import REGISTRY

Make: TypeAlias = Callable[[str, str], DualWriteError]
"""Makes an error of a text and the raw text."""

_documented: Final = {code.lower(): cls for code, cls in REGISTRY.items() if code.startswith("DIPV")}
_QUOTES: Final = frozenset("\"'")
_NAME = r"(?: (?!d)[a-z0-9_]++(?:\.(?!d)[a-z0-9_]++)*+)?"
"""A name without quotation marks. Of what begins with D, which may be a code, the engine decides."""


def usual_lines() -> tuple[Callable[[str], re.Match[str] | None], list[Make]]:
    """What matches a line in lower case that holds a code and the sentence of its class in the usual spelling.

    The sentence is a group of the match; the number of the group is the place of what makes the error.
    """
    from ..templates import NOUNS

    def issue(code: str) -> str:
        sentences = "|".join(
            " ".join(re.escape(word) + (_NAME if word in NOUNS else "") for word in sentence.lower().split())
            for sentence in _documented[code].info.sentences
        )
        return rf"{code[-1]}\]?:? ((?:{sentences})\.?\Z)"

    by_ten = groupby(_documented, key=lambda code: code[:-1])
    issues = "|".join(f"{ten}(?:{'|'.join(map(issue, codes))})" for ten, codes in by_ten)
    pattern = re.compile(rf"(?:project validation failed\.? )?\[?(?:{issues})")
    makers = [maker_of(cls, "code", _around) for cls in _documented.values()]
    return pattern.match, [makers[0], *makers]


def error_of_lone_code(text: str) -> DualWriteError | None:
    """The error of a line in which a DIPV code is the only sign of an error; None for any other text."""
    lower = lowered(text)
    search = _search()
    sign = None if "\x1b" in text else search(lower)
    cls = None if sign is None else _documented.get(sign[0])
    if sign is None or cls is None or search(lower, sign.end()):
        return None
    before, behind = lower[: sign.start()], lower[sign.end() :]
    own_parts, wrapper_parts = _parts_of_sentences()
    if not _QUOTES.isdisjoint(before) or any(part in before for part in own_parts[sign[0]]):
        return None
    # One before another one may be an error of its own, and so may one behind the code.
    if any(before.count(part) > 1 or part in behind for part in wrapper_parts):
        return None
    said = text[sign.end() :].lstrip(AFTER_CODE).rstrip()
    return maker_of(cls, "code", MethodType(_around_in, text))(said, text) if said and said[0] != "-" else None


@cache
def _parts_of_sentences() -> tuple[dict[str, list[str]], list[str]]:
    """In lower case: what tells that a sentence of a class stands before its code, and what, that a wrapper does."""
    from ..templates import Template
    from .catalog_index import lead_ins

    own_parts = {
        code: [Template(sentence).rare_part() for sentence in cls.info.sentences] for code, cls in _documented.items()
    }
    return own_parts, [template.rare_part() for template in lead_ins()]


@cache
def _search() -> Callable[..., re.Match[str] | None]:
    from .catalog_index import signs_beside_a_code

    return signs_beside_a_code().search


def _around(error: DualWriteError) -> Surroundings:
    return _around_in(error.raw or "", error)


def _around_in(text: str, error: DualWriteError) -> Surroundings:
    from .recognition import issues_in

    return issues_in(text)[0].surroundings(error)
