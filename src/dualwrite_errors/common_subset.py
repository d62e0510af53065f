r"""Documented sentences as regular expressions that every engine understands.

`Template.expression` is written for Python alone: with look-around, possessive repetitions and groups. Here the same
templates are written in the common subset of Python's `re`, RE2, Rust's `regex` and `java.util.regex`: no look-around,
no word boundary, no possessive repetition, no back reference, no class such as ``\w`` whose letters differ.

What look-around would ask of a text is asked of marks, which are put into it beforehand: see `engines.rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final

import attrs

from .templates import SPACE, Slot, Template, likelihood

WORD: Final = "0-9A-Za-z_\u00c0-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\uffdc"
"""Letters, digits and the underscore, roughly, as what stands inside of a class: each range takes time."""
WHITE_SPACE: Final = "\t\n\v\f\r\x1c-\x20\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
"""White space, as what stands inside of a class."""
MARKS: Final = "\ue000-\uf8ff"
"""The characters for private use, of which marks are made, as what stands inside of a class."""
INNER_STOP: Final = "\ue000"
"""What replaces a full stop inside of a name."""
INNER_APOSTROPHE: Final = "\ue001"
"""What replaces an apostrophe inside of a word."""
NO_NAME: Final = "\ue002"
"""The mark before a word that is no name."""
NOT_IN_A_NAME: Final = f"{NO_NAME}-\uf8ff"
"""The marks that stand in no name, as what stands inside of a class."""
NOT_IN_A_VALUE: Final = "\ue009-\uf8ff"
"""Those of them that stand for what was found: they end a value."""
FOLDED_WORD: Final = "0-9A-Za-z_\x80-\ud7ff"
"""`WORD` in folded text, of which nothing else is left in that range: for Java, each range more takes time."""
AFTER_INNER_STOP: Final = "0-9a-z_\x80-\ud7ff"
"""What may follow a full stop inside of a name, as what stands inside of a class."""
_ENDS_NAME: Final = r"""\n.,;:()\[\]{}<>"'`|"""


def in_class(characters: Iterable[str]) -> str:
    """`characters` as what stands inside of a class."""
    return re.sub(r"[\\\[\]^&~-]", r"\\\g<0>", "".join(characters))


@attrs.frozen(kw_only=True)
class Spelling:
    """How a text is written: in folded text each space and mark is one character, in raw text there are many kinds."""

    space: str
    optional_space: str
    blanks: str
    """What stands between names, as what stands inside of a class."""
    signs: dict[str, str]
    """The expression of each punctuation mark that has several spellings."""
    stop: str
    """The expression of a full stop inside of a name, where that is more than one of the characters of a name."""
    outside_values: str
    """Characters that no value holds, as what stands inside of a class."""
    times: str
    """How often a character of a value repeats."""

    def literal(self, expression: str) -> str:
        """The words and marks of a template; `expression` is how the template spells them for folded text."""
        written = expression.replace("}+", "}").replace(f"{SPACE}?", "\0").replace(SPACE, self.space)
        for sign, spelled in self.signs.items():
            written = written.replace(sign, spelled)
        written = written.replace("\0", self.optional_space)
        return f"(?i:{written})" if written else ""

    def value(self, slot: Slot, literal: str, *, stands_again: bool) -> str:
        """What may stand in `slot`, up to where `literal` begins or, where nothing follows, as far as it goes."""
        space = self.literal(slot.space)
        if slot.after_noun and literal:
            name = rf"(?:{self._quoted}|{self._word})"
            names = rf"(?:{name}[,;]{self.space}){{0,9}}{name}(?:{self.space}{name}){{0,2}}"
            return rf"(?::?{self.space}(?:(?i:for|in|of|on){self.space})?{names}[,;]?)?"
        if slot.after_noun:
            like_a_name = rf"(?:{self._character}*[A-Z0-9_]{self._word}?)"
            names = rf"(?:{self._quoted_once}|{self._word}(?:[{self.blanks}]{like_a_name}){{0,5}})"
            return rf"(?::?[{self.blanks}]{names}(?:,[{self.blanks}]?(?:{self._quoted_once}|{like_a_name})){{0,9}})?"
        if stands_again:
            return rf"(?:{space}{self._word})?"
        if literal:
            return rf"(?:{space}(?:{self._quoted}|(?:[^.;{self.outside_values}]{self._or_stop}){self.times}?))?"
        character = rf"[^{_ENDS_NAME}{NOT_IN_A_VALUE}]"
        last = rf"[^ {_ENDS_NAME}{NOT_IN_A_VALUE}]"
        more = rf"(?:(?:[,:][{FOLDED_WORD}]{self._or_stop})(?:{character}*{last})?){{0,9}}"
        return rf"{space}(?:{self._quoted}|{character}*{last}{more})"

    @property
    def _character(self) -> str:
        return f"[^{self.blanks}!?{_ENDS_NAME}{NOT_IN_A_NAME}]"

    @property
    def _word(self) -> str:
        return rf"(?:{self._character}{self._or_stop}){self.times.replace('*', '+')}"

    @property
    def _or_stop(self) -> str:
        return f"|{self.stop}" if self.stop else ""

    @property
    def _quoted_once(self) -> str:
        """A value in quotation marks, braces or brackets, but for round ones."""
        no, times = self.outside_values, self.times
        in_braces = rf"[^{{}}{no}]{times}"
        return (
            rf"""(?:"[^"{no}]{times}"|'[^'{no}]{times}'|`[^`{no}]{times}`|<[^<>{no}]{times}>|\[[^\[\]{no}]{times}\]"""
            rf"""|\{{{in_braces}(?:\{{{in_braces}\}}{in_braces}){{0,5}}\}})"""
        )

    @property
    def _quoted(self) -> str:
        """A value in quotation marks, braces or brackets; of several, a stop stands between them."""
        one = rf"(?:{self._quoted_once}|\([^(){self.outside_values}]{self.times}\))"
        return rf"{one}(?:\.{one}){{0,3}}"


RAW: Final = Spelling(
    space=rf"(?:[{WHITE_SPACE}]|&nbsp;)+",
    optional_space=rf"(?:[{WHITE_SPACE}]|&nbsp;)*",
    blanks=WHITE_SPACE,
    signs={
        r"\-": "[-\u2010-\u2015\u2212]",
        r"[- \n]?": f"[-\u2010-\u2015{WHITE_SPACE}]?",
        "[\"'`]?": "\\\\?[\"'`\u2018\u2019\u201c\u201d\u00b4]?",
        "'?": "\\\\?['\u2019\u00b4]?",
    },
    stop=rf"\.[{AFTER_INNER_STOP}]",
    outside_values="",
    times="*",
)
"""Raw text: any white space, and the usual kinds of hyphens and quotation marks."""


_MOST_WORDS_IN_A_ROW: Final = 3
_NOT, _JOINED = "\0", "\1"


def words_in_a_row(template: Template) -> list[list[str]]:
    """All parts of a sentence that are a few words with no placeholder between, the first part first."""
    rows = map(_words_of, template.literals)
    several = [row for row in rows if len(row) > 1]
    return [
        row[place : place + _MOST_WORDS_IN_A_ROW]
        for row in several or map(_words_of, template.literals)
        for place in range(max(1, len(row) - _MOST_WORDS_IN_A_ROW + 1))
    ]


def likelihood_of(words: list[str]) -> float:
    """How likely a text is to have some words in a row."""
    return likelihood("".join(re.findall("[a-z]", "".join(words))))


def spellings_of(words: list[str]) -> set[str]:
    """The ways to write some words in lower case, with one space between two of them."""
    written = {" ".join(words)}
    for mark, spellings in ((_NOT, (" not", "not", "nt", "n t", "t", " t")), (_JOINED, ("", " "))):
        while any(mark in one for one in written):
            written = {one.replace(mark, spelling, 1) for one in written for spelling in spellings}
    return written


def _words_of(literal: str) -> list[str]:
    spelled = literal.replace(rf"(?:{SPACE}?not|n?'?t)", _NOT).replace(r"[- \n]?", _JOINED)
    return re.findall(rf"[a-z0-9{_NOT}{_JOINED}]+", re.sub(r"\{.*?\}", " ", spelled.replace(SPACE, " ")))


def one_of(texts: Iterable[str]) -> str:
    """The expression of one of `texts`: those that begin alike share their beginning, as some engines try each."""
    by_first = groupby(sorted({text for text in texts if text}), key=lambda text: text[0])
    branches: list[str] = []
    for first, same in by_first:
        rests = [text[1:] for text in same]
        branches.append(re.escape(first).replace("\\ ", " ") + ("" if "" in rests else one_of(rests)))
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def sentence_pattern(template: Template, spelling: Spelling, values: Mapping[str, str] | None = None) -> str:
    """The expression of a sentence: from its first word on, up to its end.

    Args:
        template: The sentence.
        spelling: How the text is written.
        values: Placeholders, and the expression of a value that is tried before any other.
    """
    written = rf"(?:[^ \n{MARKS}]+{spelling.space})?" if template.begins_with else ""
    written += spelling.literal(template.literals[0])
    known = {template.begins_with}
    for slot, expression in zip(template.slots, template.literals[1:], strict=True):
        literal = spelling.literal(expression)
        value = spelling.value(slot, literal, stands_again=slot.name in known and not slot.after_noun)
        if values and slot.name in values:
            value = rf"(?:{spelling.literal(slot.space)}{values[slot.name]}|{value})"
        written += value + literal
        known.add(slot.name)
    return written


def first_words_pattern(templates: Iterable[Template]) -> str:
    """The expression of the words with which sentences begin."""
    openings = {
        word + template.second_word.replace(SPACE, " ") for template in templates for word in template.first_words
    }
    return f"(?i:{one_of(openings).replace(' ', SPACE)})"
