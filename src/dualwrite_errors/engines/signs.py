"""Which texts may hold an error: a search for codes and for a few words of each sentence leaves out nearly all others.

The search looks only where a word begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from functools import cache
from string import ascii_letters

from ..codes import STARTS_OF_CODES
from ..common_subset import likelihood_of, one_of, spellings_of, words_in_a_row
from ..parsing.catalog_index import COMMON_IN_LOGS, FEWEST_WORDS, templates
from ..templates import Template
from .folding import LINE_BREAKS, without_colors, without_tags
from .marks import Rule, Stage
from .symbols import DIPV_FAMILY

BEFORE = ":"
"""What is put before a text."""
NO_WORD = "[^a-z0-9]"
"""What stands before a word."""


def stages_to_words() -> tuple[Stage, ...]:
    """What removes letters that are no words from a text in lower case: of tags, entities and escapes."""
    entities = Rule("&(?:[a-z]{2,8}|#[0-9]{1,7}|#x[0-9a-f]{1,6});", " ")
    escapes = Rule(r"\\{1,16}(?:u[0-9a-f]{4}|r\\{1,16}n|n)", " ")
    return (
        *without_colors(),
        Stage(r"[<&\\][a-z/#]", (*without_tags(" "), entities, escapes)),
    )


MAY_HIDE_WORDS = r"[<&\\\x1b][a-z/#\[]"
"""What a text in lower case has where `stages_to_words` removes something."""
_STARTS_OF_CODES = frozenset(map(str.lower, STARTS_OF_CODES))
CODE = one_of(_STARTS_OF_CODES)
"""What a text in lower case has that has a code."""
MAY_BREAK_LINE = rf"[{LINE_BREAKS}\x1b<&\\]"
"""What a text has that may be more than one line."""


@cache
def signs() -> tuple[str, str]:
    """Two patterns of what texts with an error hold, each of them one, in lower case after `stages_to_words`."""
    others, short = _templates()
    # A sentence of a few words counts as the whole text and behind a label, which ends with a colon.
    label = r"(?:^:|\)[^a-z0-9:]*:|:[^a-z0-9:]*error[^a-z0-9:]*:)"
    first = f"{label}[^a-z0-9:]*{_any(_first_words(short))}"
    return f"{NO_WORD}{_any(_rare_words(others) | _STARTS_OF_CODES)}", first


@cache
def quick_sign() -> str:
    """What all texts with an error hold, and more others, in lower case: for an engine that looks ahead.

    It is found in one go, and only where a letter follows with which a sign begins. Those are as few as possible.
    """
    others, short = _templates()
    letters = _one_of_each([{words[0][0] for words in words_in_a_row(template)} for template in others], {"d"})
    words = _rare_words(others, letters) | _STARTS_OF_CODES | _first_words(short)
    first_letters = "".join(sorted({text[0] for text in words}))
    before, after = MAY_HIDE_WORDS.split("]", 1)
    return f"{NO_WORD}(?:(?=[{first_letters}]){_any(words)}|(?<={before}]){after})"


def _templates() -> tuple[list[Template], list[Template]]:
    """The sentences that count in any text, and those that are too short for that."""
    others, short = list[Template](), list[Template]()
    for template, owner in templates():
        # What counts only in a wrapper is no sign: its wrapper is.
        if not owner.only_in_wrapper:
            counts_anywhere = template.length >= FEWEST_WORDS or owner.cls.info.is_wrapper
            (others if counts_anywhere else short).append(template)
    return others, short


def _first_words(templates: list[Template]) -> frozenset[str]:
    return frozenset(spelled for template in templates for spelled in spellings_of(words_in_a_row(template)[0]))


@cache
def signs_beside_a_code() -> tuple[str, str]:
    """Two patterns of what a line has that holds more than its DIPV codes, in lower case after `stages_to_words`.

    As in `parse_all`, DIPV sentences on the line of a DIPV code are none of it, nor is the short wrapper before it.
    """
    others, lead_ins = list[Template](), set[str]()
    for template, owner in templates():
        info = owner.cls.info
        if info.is_wrapper and template.length < FEWEST_WORDS and not template.goes_on:
            lead_ins |= spellings_of(words_in_a_row(template)[0])
        elif not info.code.startswith(DIPV_FAMILY):
            others.append(template)
    lead_in = _any(lead_ins)
    return f"{NO_WORD}{_any(_rare_words(others))}", f"(?:{DIPV_FAMILY.lower()}|{lead_in}).*{lead_in}"


def _rare_words(templates: list[Template], letters: Container[str] = ascii_letters) -> frozenset[str]:
    """The rarest words of each sentence that begin with one of some letters."""
    return frozenset(spelled for template in templates for spelled in _sign(template, letters))


def _sign(template: Template, letters: Container[str]) -> set[str]:
    words = (words for words in words_in_a_row(template) if words[0][0] in letters)
    return spellings_of(min(words, key=lambda words: (_common_words(words), likelihood_of(words))))


def _common_words(words: list[str]) -> int:
    """How many of some words are common in logs; for that, two words are taken for less common than one."""
    return sum(word in COMMON_IN_LOGS for word in words) - len(words)


def _one_of_each(sets: list[set[str]], chosen: set[str]) -> set[str]:
    """`chosen`, and a few more, so that one of each set is among them."""
    left = [members for members in sets if not members & chosen]
    if not left:
        return chosen
    times = Counter(member for members in left for member in members)
    return _one_of_each(left, chosen | {max(times, key=lambda member: (times[member], member))})


def _any(texts: Iterable[str]) -> str:
    return one_of(texts).replace(" ", f"{NO_WORD}+")
