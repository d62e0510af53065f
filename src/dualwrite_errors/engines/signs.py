"""Which texts may hold an error: a search for codes and for a few words of each sentence leaves out nearly all others.

Most engines try one alternative after the other at each place of a text. So the search looks only where a word begins,
and what it looks for begins with as few different letters as possible.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from ..codes import STARTS_OF_CODES
from ..common_subset import likelihood_of, one_of, spellings_of, words_in_a_row
from ..parsing.catalog_index import FEWEST_WORDS, templates
from ..templates import Template
from .folding import without_colors, without_tags
from .marks import Rule, Stage

BEFORE = ":"
"""What is put before a text."""
_BETWEEN_WORDS = "[^a-z0-9]+"


def stages_to_words() -> tuple[Stage, ...]:
    """What removes letters that are no words from a text in lower case: of tags, entities and escapes."""
    entities = Rule("&(?:[a-z]{2,8}|#[0-9]{1,7}|#x[0-9a-f]{1,6});", " ")
    escapes = Rule(r"\\{1,16}(?:u[0-9a-f]{4}|r\\{1,16}n|n)", " ")
    return (
        *without_colors(),
        Stage(r"[<&\\][a-z/#]", (*without_tags(" "), entities, escapes)),
    )


@cache
def signs() -> tuple[str, str]:
    """Two patterns of what texts with an error hold, each of them one, in lower case after `stages_to_words`."""
    short, others = list[Template](), list[Template]()
    for template, owner in templates():
        # What counts only in a wrapper is no sign: its wrapper is.
        if not owner.only_in_wrapper:
            counts_anywhere = template.length >= FEWEST_WORDS or owner.cls.info.is_wrapper
            (others if counts_anywhere else short).append(template)
    first = _any(spelled for template in short for spelled in spellings_of(words_in_a_row(template)[0]))
    codes = {start.lower() for start in STARTS_OF_CODES}
    letters = _one_of_each([{words[0][0] for words in words_in_a_row(template)} for template in others], {"d"})
    anywhere = _any({*codes, *(words for template in others for words in _sign(template, letters))})
    # A sentence of a few words counts as the whole text and behind a label, which ends with a colon.
    return f"[^a-z0-9]{anywhere}", f":[^a-z0-9:]*{first}"


def _sign(template: Template, letters: set[str]) -> set[str]:
    words = (words for words in words_in_a_row(template) if words[0][0] in letters)
    return spellings_of(min(words, key=likelihood_of))


def _one_of_each(sets: list[set[str]], chosen: set[str]) -> set[str]:
    """`chosen`, and a few more, so that one of each set is among them."""
    left = [members for members in sets if not members & chosen]
    if not left:
        return chosen
    times = Counter(member for members in left for member in members)
    return _one_of_each(left, chosen | {max(times, key=lambda member: (times[member], member))})


def _any(texts: Iterable[str]) -> str:
    return one_of(texts).replace(" ", _BETWEEN_WORDS)
