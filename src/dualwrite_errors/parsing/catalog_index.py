"""The catalog as what texts are searched for: an index of its sentences, and signs of an error in a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple, TypeAlias

import attrs

from ..codes import CODE_PATTERN
from ..errors import DualWriteError
from ..registry import CATALOG
from ..sentences import Match, SentenceIndex
from ..templates import Template

ErrorClass: TypeAlias = type[DualWriteError]

FEWEST_WORDS: Final = 5
"""The words that a sentence needs in order to count where it stands alone."""
_LINE_BREAKS: Final = (r"\n(?!\Z)", r"\r(?!\n?\Z)", "\v", "\f", "\x85", "\u2028", "\u2029", r"<(?=/?[a-z])")
"""What may end a line of folded text, but for the end of the text."""
_DIPV: Final = "DIPV"
COMMON_IN_LOGS: Final = (
    "complete connection destination details entity environment error exception execution failed field found from"
    " integration invalid journal limit mapping message missing name operation process project property record request"
    " required resolve response schema service source status table text type unknown update value values version"
    " warning with write"
)
"""Words of documented sentences that stand in many lines of any log: a poor sign of an error of dual-write."""


_LONGEST_OTHER_PART: Final = 8
_SLACK: Final = 48
"""The bytes that spaces, tags and quotation marks may take between two words."""


@attrs.frozen(eq=False)
class SentenceOwner:
    """Whose a sentence is."""

    cls: ErrorClass
    only_in_wrapper: bool


Sentence: TypeAlias = Match[SentenceOwner]


@cache
def signs() -> re.Pattern[str]:
    """Finds, in a text in lower case, all that may belong to an issue: codes, and a part of every sentence."""
    return _signs(template.rare_part(COMMON_IN_LOGS) for template, _ in templates())


class SignOfSentence(NamedTuple):
    """A rare part of a sentence, a part of another of its words, and how far that may stand from the first."""

    part: str
    other_part: str
    reach: int
    """From the beginning of `part`, in bytes: to the end of the other one, or negative, to where that begins."""


@cache
def parts_of_sentences(gram: int) -> frozenset[SignOfSentence]:
    """A sign of every sentence, with a part of `gram` letters: two words that stand close say more than two others."""
    every = [template for template, _ in templates()]
    pairs = Counter(pair for template in every for word in template.words for pair in map("".join, pairwise(word)))

    def rarity(part: str) -> tuple[bool, int, str]:
        # A search from behind stops wherever the last two letters stand: the rarer they are, the faster it is.
        return part in COMMON_IN_LOGS, pairs[part[-2:]], part

    def rarest(word: str, length: int) -> int:
        return min(range(max(len(word) - length, 0) + 1), key=lambda place: rarity(word[place : place + length]))

    def sign(template: Template) -> SignOfSentence:
        best: tuple[Any, ...] = ()
        for run in template.runs:
            words = [(found[0], found.start()) for found in re.finditer("[a-z]{4,}", " ".join(run))]
            for word, start in words:
                if len(word) < gram:
                    continue
                place = rarest(word, gram)
                for other, other_start in words:
                    if other_start == start:
                        continue
                    part, first = word[place : place + gram], rarest(other, _LONGEST_OTHER_PART)
                    other_part = other[first : first + _LONGEST_OTHER_PART]
                    distance = other_start + first - start - place
                    reach = distance - _SLACK if distance < 0 else distance + len(other_part) + _SLACK
                    common = (part in COMMON_IN_LOGS) + (other_part in COMMON_IN_LOGS)
                    best = min(
                        best or (9,), (common, abs(reach), rarity(part), SignOfSentence(part, other_part, reach))
                    )
        return best[-1] if best else _sign_of_far_words(template, gram, rarity)

    return frozenset(map(sign, every))


def _sign_of_far_words(template: Template, gram: int, rarity: Callable[[str], Any]) -> SignOfSentence:
    words = [letters for word in template.words for letters in re.findall("[a-z]+", word)]
    windows = ((word[place : place + gram], word) for word in words for place in range(len(word) - gram + 1))
    part, word = min(windows, key=lambda window: rarity(window[0]))
    others = (other for other in template.rare_parts(COMMON_IN_LOGS) if other not in word)
    return SignOfSentence(part, next(others, ""), 0)


@cache
def signs_beside_a_code() -> re.Pattern[str]:
    """Finds what may belong to an issue beside that of a DIPV code: a line break, too.

    Not found are DIPV sentences, as the code decides, and the short wrapper that usually stands in front of it.
    """
    short_wrappers = lead_ins()
    dipv, others = list[str](), list[Template]()
    for template, owner in templates():
        if owner.cls.code.startswith(_DIPV):
            dipv.append(template.sentence.lower())
        elif template not in short_wrappers:
            others.append(template)
    lead_in = " ".join(template.sentence.lower() for template in short_wrappers)
    parts = (template.rare_part(lead_in, " ".join(dipv), COMMON_IN_LOGS) for template in others)
    return _signs(parts, *_LINE_BREAKS)


def lead_ins() -> list[Template]:
    """The sentences of the short wrappers that usually stand in front of the code that they hold."""
    return [
        template
        for template, owner in templates()
        if owner.cls.info.is_wrapper and template.length < FEWEST_WORDS and not template.goes_on
    ]


def _signs(parts: Iterable[str], *others: str) -> re.Pattern[str]:
    # Each alternative begins with a letter: only then does `re` skip what begins with none of them.
    by_letter = groupby(sorted(set(parts)), key=lambda part: part[0])
    searched = (f"{letter}(?:{'|'.join(part[1:] for part in same)})" for letter, same in by_letter)
    return re.compile("|".join((CODE_PATTERN, *searched, *others)), re.ASCII)


@cache
def templates() -> tuple[tuple[Template, SentenceOwner], ...]:
    """Every sentence of the catalog as a template, and whose it is."""
    return tuple(
        (Template(sentence, names_after_nouns=cls.code.startswith(_DIPV)), SentenceOwner(cls, only_in_wrapper))
        for cls in CATALOG.values()
        for only_in_wrapper, sentences in ((False, cls.info.sentences), (True, cls.info.sentences_in_wrapper))
        for sentence in sentences
    )


@cache
def sentence_index() -> SentenceIndex[SentenceOwner]:
    """Finds every sentence of the catalog."""
    return SentenceIndex(templates())


@cache
def openings_of(name: str) -> dict[str, int]:
    """How the sentences of a wrapper open, in order: those that open alike are spellings of one sentence."""
    openings = dict.fromkeys(template.opening for template, owner in templates() if owner.cls.__name__ == name)
    return {opening: place for place, opening in enumerate(openings)}


@cache
def class_by_dataverse_code() -> dict[str, ErrorClass]:
    """The class that lists a code of Dataverse."""
    return {code: cls for cls in CATALOG.values() for code in cls.info.dataverse_codes}
