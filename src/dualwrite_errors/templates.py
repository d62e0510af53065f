"""Documented sentences with ``{placeholders}`` as regular expressions for folded text.

A template such as ``Unable to lookup {table} with values {values}`` becomes one expression. Every repetition in it is
bounded or possessive: the time grows with the text and no faster.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from .folding import Folded

_S = SPACE = r"[ \n]"
_STOP_IN_NAME = r"\.(?<=\w\.)(?=[^\WA-Z])"
_QUOTED_ONCE = (
    r""""[^"]{0,300}+\"""",
    r"""'(?:[^']|'(?<=[^\W\d_]')(?=\w)){0,300}+'""",
    r"`[^`]{0,300}+`",
    r"<[^<>]{0,300}+>",
    r"\[[^\[\]]{0,300}+\]",
    r"\([^()]{0,300}+\)",
    r"\{[^{}]{0,300}+(?:\{[^{}]{0,100}+\}[^{}]{0,100}+){0,9}+\}",
)
_QUOTED = "(?:" + "|".join(rf"{quoted}(?:\.{quoted}){{0,3}}+" for quoted in _QUOTED_ONCE) + ")"
"""A value in quotation marks or brackets, or several of the same kind with full stops between them."""
_BARE = rf"(?:[^.;\n]|\n(?![A-Z])|{_STOP_IN_NAME}){{1,200}}?"
_STOPS = r"""[.,;:\n()\[\]{}<>"'`|]"""
_LAST = (
    rf"(?:(?:[^{_STOPS[1:]}|{_STOP_IN_NAME}|[,:'](?<=\w.)(?=\w)){{1,200}}+(?={_STOPS}|\Z)"
    rf"|[^{_STOPS[1:]}{{1,200}}+(?={_STOPS}))"
)
_WORD = rf"""(?:[^\s.,;:!?()\[\]{{}}<>"'`|]|{_STOP_IN_NAME}){{1,100}}+"""
NO_NAME = (
    r"(?i:after|again|an?|and|any|are|as|at|be|because|been|before|being|but|by|can|cannot|could|detected|did|does|due|"
    r"exists?|failed|for|found|from|had|has|have|if|in|into|is|its?|must|no|not|of|on|or|please|should|since|so|than|that|"
    r"the|their|then|there|these|this|to|until|was|were|when|where|which|while|will|with|would|yet)(?![\w&-])"
)
_NAME = rf"(?!{NO_NAME}){_WORD}"
_END_OF_SENTENCE = r"(?=[.,;:\n()\[\]{}<>\"'`|]| ?\Z)"
_LIKE_A_NAME = rf"(?=[^\s,;]{{0,99}}?[A-Z0-9_]){_NAME}"
_NAME_AT_END = (
    rf"(?:(?!\(){_QUOTED}|(?=[^.,;:\n]{{0,200}}?[A-Z0-9_]){_NAME}(?: {_NAME}){{1,5}}+{_END_OF_SENTENCE}"
    rf"|{_LIKE_A_NAME}(?: {_LIKE_A_NAME}){{0,5}}+|{_NAME}{_END_OF_SENTENCE})"
)
_NAMES_AT_END = rf"{_NAME_AT_END}(?:, ?(?:(?!\(){_QUOTED}|{_LIKE_A_NAME})){{0,30}}+"

_COMPOUND = re.compile(
    r"(?<!\{)\b(dual|look|read|set|plug|bi|cross) ?(write|up|only|in|directionally|company)\b", re.IGNORECASE
)
_NEGATION = re.compile(r"\b(are|can|could|did|do|does|is|was|were)(?: ?not|n't|'t)\b", re.IGNORECASE)
_TOKEN = re.compile(r"\s*(?:(?P<value>'?\{\w+\}'?)|(?P<word>[\w&]+~?(?:-[\w&]+)*)|(?P<mark>\S))")
NOUNS = frozenset(
    [
        "dataset",
        "entity",
        "environment",
        "field",
        "fields",
        "key",
        "keys",
        "map",
        "mapping",
        "partition",
        "schema",
        "table",
        "task",
        "transform",
    ]
)
NUMBER = "n"
"""The placeholder for a number."""
TEXT = "text"
"""The placeholder for all that follows."""
_LONGEST_PART = 8
_MARKS: dict[str, str] = {".": r"\.{1,3}+", ",": ",?", **dict.fromkeys("\"'`", "[\"'`]?")}
_FREQUENCIES = {
    letter: frequency
    for frequency, letters in {
        1: "qz", 2: "jx", 8: "k", 10: "v", 15: "b", 20: "pgy", 22: "f", 24: "wm", 28: "cu", 40: "l", 43: "d", 60: "rh",
        65: "sn", 70: "i", 75: "o", 82: "a", 90: "t", 127: "e",
    }.items()
    for letter in letters
}  # fmt: skip
"""How often each letter stands among a thousand of an English text."""


class _Token(NamedTuple):
    kind: str
    """``"word"``, ``"mark"`` or ``"value"``, which is a placeholder."""
    text: str
    spaced: bool
    """Whether white space stands before it."""

    def spelling(self) -> str:
        """The expression of a word or a mark."""
        if self.kind == "word":
            word = r"[- \n]?".join(map(re.escape, self.text.removesuffix("~").split("-")))
            return rf"{word}(?:{_S}?not|n?'?t)" if self.text.endswith("~") else word
        return _MARKS.get(self.text) or re.escape(self.text)

    def space_after(self, before: _Token | None) -> str:
        """The expression of what stands between the token `before` and this one."""
        if before is None:
            return ""
        if "mark" not in (before.kind, self.kind):
            return _S if self.spaced else ""
        return "" if "." in (before.text, self.text) and not self.spaced else f"{_S}?"


class Slot(NamedTuple):
    """A place where raw text may have a value."""

    name: str
    space: str
    after_noun: bool
    """Whether it is no placeholder of the template: its noun may be followed by a name."""

    def expression(self, group: str, literal: str, first_group: str | None) -> str:
        """The expression of a value, up to where `literal` begins or, where nothing follows, as far as it goes.

        The value is captured as `group`, or is the same as that of `first_group`.
        """
        ends = rf"(?=(?i:{literal}))"
        is_missing = rf"(?i:{literal.removeprefix(_S).removeprefix('?')})(?!\w)"
        if first_group is not None:
            value = rf"(?i:(?P={first_group}))"
        elif self.after_noun and literal:
            name = rf"(?:{_QUOTED}|(?!{is_missing}){_WORD})"
            names = rf"{name}(?:[,;]{_S}?{name}){{0,16}}+(?:{_S}{name}){{0,2}}+"
            value = rf"(?:(?i:for|in|of|on){_S})?(?P<{group}>{names})[,;]?{ends}"
        elif self.after_noun:
            return rf"(?::? (?P<{group}>{_NAMES_AT_END}))?"
        elif literal:
            value = rf"(?P<{group}>(?>{_QUOTED}{ends}|(?!{is_missing}){_BARE}{ends}))"
        else:
            return rf"{self.space}(?P<{group}>{_QUOTED}|(?=\S){_LAST})"
        return rf"(?:{self.space}{value})?"


def _tokens_of(template: str) -> list[_Token]:
    folded = _COMPOUND.sub(r"\1-\2", Folded(template.rstrip(" .')")).text)
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(_NEGATION.sub(r"\1~", folded)):
        kind = found.lastgroup or ""
        text = found[kind].strip("'{}") if kind == "value" else found[kind].lower()
        tokens.append(_Token(kind, text, found[0][0].isspace()))
    return tokens


def _names_of_nouns(tokens: list[_Token]) -> dict[int, str]:
    """The place of each noun that a name may follow, and what the name is called.

    A noun that stands twice takes the word before it: ``lookup_field``, ``destination_field``.
    """
    nouns = {place: token.text for place, token in enumerate(tokens) if token.text in NOUNS}
    times = Counter(nouns.values())
    return {
        place: f"{tokens[place - 1].text.replace('-', '')}_{noun}" if times[noun] > 1 else noun
        for place, noun in nouns.items()
    }


def likelihood(part: str) -> float:
    """How often some letters stand in English texts. The first counts more: a search looks for it everywhere."""
    return math.prod(_FREQUENCIES[letter] / 1000 for letter in part[0] * 3 + part)


class Template:
    """A documented sentence, taken apart.

    Args:
        sentence: The sentence, with ``{placeholders}``.
        names_after_nouns: Whether a name may follow each noun (field, table, key …): for the messages of which nobody
            has documented where the service puts names.
    """

    sentence: str
    words: list[str]
    length: int
    """How many words it has; ``isn't`` counts as two."""
    runs: list[list[str]]
    """The words between which nothing may stand that the sentence does not have."""
    placeholders: list[str]
    begins_with: str
    """The placeholder that begins the sentence, for one word; or ``""``."""
    goes_on: bool
    """Whether all that follows belongs to the sentence."""
    ends_with_value: bool
    literals: list[str]
    """The expressions of what stands before, between and behind the slots; ``""`` where nothing does."""
    slots: list[Slot]
    opening: str
    """Sentences of one error that open alike are spellings of one another."""

    def __init__(self, sentence: str, *, names_after_nouns: bool = False) -> None:
        self.sentence = sentence
        tokens = _tokens_of(sentence)
        self.words = [token.text for token in tokens if token.kind == "word"]
        self.length = len(self.words) + sum(word.endswith("~") for word in self.words)
        self.placeholders = [token.text for token in tokens if token.kind == "value"]
        self.begins_with = tokens.pop(0).text if tokens[0].kind == "value" else ""
        self.goes_on = tokens[-1].kind == "value" and tokens[-1].text == TEXT
        if self.goes_on:
            tokens.pop()
        self.literals, self.slots = [""], list[Slot]()
        self.runs = [list[str]()]
        nouns = _names_of_nouns(tokens) if names_after_nouns else {}
        before = None
        for place, token in enumerate(tokens):
            space = token.space_after(before)
            if token.kind == "value":
                self._add_slot(Slot(token.text, space, after_noun=False))
            else:
                self.literals[-1] += space + token.spelling()
                self.runs[-1] += [token.text] if token.kind == "word" else []
            if place in nouns:
                self._add_slot(Slot(nouns[place], f":?{_S}", after_noun=True))
            before = token
        self.ends_with_value = not self.literals[-1]
        self.opening = self.literals[0]

    def _add_slot(self, slot: Slot) -> None:
        self.slots.append(slot)
        self.literals.append("")
        self.runs.append([])

    @property
    def first_words(self) -> set[str]:
        """The words in lower case that may open raw text of the sentence, after the placeholder that begins it."""
        if self.words[0].endswith("~"):
            first = self.words[0].removesuffix("~")
            return {first, f"{first}n", f"{first}nt", f"{first}not"}
        first, *rest = self.words[0].split("-")
        return {first, first + "".join(rest)}

    @property
    def second_word(self) -> str:
        """The expression of a plain word that stands right behind a plain first word, or ``""``: a sign to look for."""
        after_first = self.literals[0].removeprefix(self.words[0])
        is_plain = len(self.words) > 1 and after_first.startswith(_S + self.words[1])
        return _S + self.words[1] if is_plain else ""

    def rare_part(self, *common: str) -> str:
        """Letters in lower case without which no raw text of the sentence can be, as rare as there are in it.

        If possible, they stand in none of the `common` texts, least of all in the first.
        """
        return self.rare_parts(*common)[0]

    def rare_parts(self, *common: str) -> list[str]:
        """The part of `rare_part`, and then those of the other words, the rarest first."""

        def rarity(part: str) -> tuple[bool | float | str, ...]:
            return (*(part in text for text in common), likelihood(part), part)

        words = {letters for word in self.words for letters in re.findall("[a-z]{4,}", word)}
        windows = ([word[place : place + _LONGEST_PART] for place in range(len(word) - 3)] for word in words)
        return sorted((min(parts, key=rarity) for parts in windows), key=rarity)

    def expression(self, groups: Iterator[str]) -> tuple[str, dict[str, str]]:
        """The regular expression, and which of its groups captures the value of which placeholder or noun.

        Args:
            groups: Names for groups that are not in use yet.
        """
        captured: dict[str, str] = {}
        written = f"(?i:{self.literals[0]})"
        for slot, literal in zip(self.slots, self.literals[1:], strict=True):
            group = next(groups)
            first_group = next((known for known, name in captured.items() if name == slot.name), None)
            written += slot.expression(group, literal, first_group) + (f"(?i:{literal})" if literal else "")
            if first_group is None:
                captured[group] = slot.name
        return written if self.goes_on else rf"""{written}(?:(?!\w)|(?<=["'`)\]}}>]))""", captured
