"""Which texts may hold an error: a search for codes and for a few words of each sentence leaves out nearly all others.

The search looks only where a word begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from functools import cache
from string import ascii_letters

from ..codes import STARTS_OF_CODES
from ..common_subset import in_class, likelihood_of, one_of, spellings_of, words_in_a_row
from ..folding import FOLDED_CHARACTERS
from ..parsing.catalog_index import COMMON_IN_LOGS, FEWEST_WORDS, templates
from ..templates import Template
from .folding import LINE_BREAKS, spelled_out, without_colors, without_tags
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
        Stage(r"[<&\\][a-z/#]", (*without_tags(" "), *map(spelled_out, ":-)"), entities, escapes)),
    )


MAY_HIDE_WORDS = r"[<&\\\x1b][a-z/#\[]"
"""What a text in lower case has where `stages_to_words` removes something."""
_STARTS_OF_CODES = frozenset(map(str.lower, STARTS_OF_CODES))
CODE = one_of(_STARTS_OF_CODES)
"""What a text in lower case has that has a code."""
MAY_BREAK_LINE = rf"[{LINE_BREAKS}\x1b<&\\]"
"""What a text has that may be more than one line."""


def _spellings_of_sign(sign: str) -> str:
    """The characters that are folded to a sign, as what stands inside of a class."""
    return in_class([sign, *(chr(place) for place, folded in FOLDED_CHARACTERS.items() if folded == sign)])


_COLONS, _DASHES, _BRACKETS = map(_spellings_of_sign, ":-)")
_NO_WORDS = f"[^a-z0-9{_COLONS}]*"
"""What stands between a word and a colon."""


@cache
def signs() -> tuple[str, str]:
    """Two patterns of what texts with an error hold, each of them one, in lower case after `stages_to_words`."""
    others, _ = _templates()
    # A sentence of a few words counts as the whole text and behind a label: `(con_sites):`, `con_sites - A: Error:`.
    error = f"{_NO_WORDS}error{_NO_WORDS}[{_COLONS}]"
    logical_name = f"[{_BRACKETS}]{_NO_WORDS}[{_COLONS}](?:{error})?"
    name_and_error = f"[{_DASHES}][^{_COLONS}{_DASHES}]*[{_COLONS}]{error}"
    labelled = f"(?:^:|{logical_name}|{name_and_error}){_words_behind_a_label()}"
    return f"{NO_WORD}{_any(_rare_words(others) | _STARTS_OF_CODES)}", labelled


@cache
def behind_a_colon() -> str:
    """What is found wherever the second of `signs` is, and faster: for an engine that tries each place."""
    return f"[{_COLONS}]{_words_behind_a_label()}"


def _words_behind_a_label() -> str:
    _, short = _templates()
    return _NO_WORDS + _any(_first_words(short))


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
    others, lead_ins, of_dipv = list[Template](), set[str](), list[str]()
    for template, owner in templates():
        info = owner.cls.info
        if info.is_wrapper and template.length < FEWEST_WORDS and not template.goes_on:
            lead_ins |= spellings_of(words_in_a_row(template)[0])
        elif info.code.startswith(DIPV_FAMILY):
            of_dipv += map(" ".join, words_in_a_row(template))
        else:
            others.append(template)
    rare, lead_in = _any(_rare_words(others, elsewhere="|".join(of_dipv))), _any(lead_ins)
    return f"{NO_WORD}{rare}", f"(?:{DIPV_FAMILY.lower()}|{lead_in}).*{lead_in}"


def _rare_words(
    templates: list[Template], letters: Container[str] = ascii_letters, elsewhere: str = ""
) -> frozenset[str]:
    """The rarest words of each sentence that begin with one of some letters, and do not stand `elsewhere`."""
    return frozenset(spelled for template in templates for spelled in _sign(template, letters, elsewhere))


def _sign(template: Template, letters: Container[str], elsewhere: str) -> set[str]:
    def rarity(words: list[str]) -> tuple[bool, int, float]:
        return " ".join(words) in elsewhere, _common_words(words), likelihood_of(words)

    return spellings_of(min((words for words in words_in_a_row(template) if words[0][0] in letters), key=rarity))


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
