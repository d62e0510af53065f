"""Documented sentences in raw text: where they stand, and what stands in the places of their placeholders."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, count, groupby
from typing import TYPE_CHECKING, Generic, TypeVar

from .folding import Folded
from .templates import NUMBER, TEXT, Template

if TYPE_CHECKING:
    from .info import ErrorInfo

Owner = TypeVar("Owner")

BEGINS_AFTER = frozenset("\n.,:;!?()[]{}<>\"'`*•·|")
ENDS_BEFORE = frozenset("\n.,;!?)]}>\"'`|")
_OPENING = frozenset("\"'`<[({")
_PAIRS = frozenset(('""', "''", "``", "<>", "[]", "()", "{}"))
_JOINED_QUOTES = re.compile(r"""["'`\])}>]\.["'`\[({<]""")
_LIST_SEPARATOR = re.compile(r"[,;]|\sand\s")
_SAYS_NOTHING = re.compile(r"[ \n.,:;!\"'`()\[\]{}<>*•·|-]*")
_LONGEST_WORD = 128
_WORD_AT_END = re.compile(r"\S++\Z")
_NUMBER_AT_END = re.compile(r"(?<!\d)\d++\Z|\{n\}\Z")


class Match(Generic[Owner]):
    """A sentence that stands in folded text, and where."""

    __slots__ = ("_first_value", "_found", "_groups", "_text", "end", "open_end", "owner", "start", "template")

    start: int
    end: int
    open_end: int
    """Where the bare value begins that ends the sentence, if one does: another sentence may begin in it."""
    template: Template
    owner: Owner

    def __init__(
        self, text: str, found: re.Match[str], template: Template, owner: Owner, groups: dict[str, str]
    ) -> None:
        self.start, self.end = found.span()
        self.template, self.owner = template, owner
        self._text, self._found, self._groups = text, found, groups
        self._first_value = ""
        self.open_end = self.end
        if template.ends_with_value:
            last = found.start(next(reversed(groups)))
            if last >= 0 and text[last] not in _OPENING:
                self.open_end = last
        if template.begins_with and text[self.start - 1 : self.start] in (" ", "\n"):
            before = text[max(0, self.start - _LONGEST_WORD) : self.start - 1]
            found_value = (_NUMBER_AT_END if template.begins_with == NUMBER else _WORD_AT_END).search(before)
            if found_value:
                self._first_value = found_value[0]
                self.start -= len(self._first_value) + 1
        self._end_before(" \n")

    def _end_before(self, marks: str) -> None:
        while self._text[self.end - 1] in marks:
            self.end -= 1

    def ends_before(self, place: int) -> bool:
        """Let the value at the end stop before another sentence, which begins at `place`.

        Whether any of it is left, or none is needed.
        """
        if place >= self.end:
            return True
        self.end = place
        self._end_before(" \n.")
        return self.end > self.open_end or self.template.slots[-1].after_noun

    def values(self) -> dict[str, str]:
        """What stands in the place of each placeholder or behind each noun, in order; none for ``{name}`` itself."""
        spans = [(self._found.start(group), self._found.end(group), name) for group, name in self._groups.items()]
        found = {self.template.begins_with: self._first_value}
        for start, end, name in spans:
            found[name] = self._text[start : min(end, self.end)].strip()
        return {name: _unquoted(value) for name, value in found.items() if value and not _is_placeholder(value, name)}

    def end_of_lead(self) -> int:
        """Where something is said behind it, or another sentence begins."""
        found = _SAYS_NOTHING.match(self._text, self.end)
        return found.end() if found else self.end

    def begins(self) -> bool:
        """Whether it begins as a sentence does."""
        text, place = self._text, self.start
        if place and text[place - 1] == " ":
            place -= 1
            if place and text[place - 1] == "-":
                return True
        return not place or text[place - 1] in BEGINS_AFTER

    def ends(self) -> bool:
        """Whether it ends as a sentence does, with the names that follow it."""
        text, place = self._text, self.end
        if self.template.goes_on:
            return True
        if text.startswith(" ", place):
            place += 1
            if text.startswith("(", place):
                return True
        if place == len(text) or text[place] in ENDS_BEFORE:
            return True
        return self.template.ends_with_value and text[place] in _OPENING

    def stops(self) -> bool:
        """Whether behind it, and maybe a space, there is a full stop, or the end of the line or of the text."""
        place = self.end + self._text.startswith(" ", self.end)
        return self._text[place : place + 1] in ("", ".", "\n")

    def is_all_of(self, start: int, end: int) -> bool:
        """Whether between `start` and `end` there is nothing else but what encloses or ends a sentence."""
        if self.start - start + end - self.end >= _LONGEST_WORD:
            return False
        around = self._text[start : self.start] + self._text[self.end : end]
        return not around.strip(" \n.!\"'`()[]{}<>")


def _is_placeholder(value: str, name: str) -> bool:
    """Whether the sentence is the documented one, with its placeholder instead of a value."""
    return value.strip("\"'`") == f"{{{name}}}"


def _unquoted(value: str) -> str:
    value = _JOINED_QUOTES.sub(".", value)
    while len(value) > 1 and value[0] + value[-1] in _PAIRS:
        inner = value[1:-1].strip()
        depths = [*accumulate(((mark == value[0]) - (mark == value[-1]) for mark in inner), initial=0)]
        if min(depths) < 0 or depths[-1]:
            break
        if value[0] in "\"'`" and re.search(rf"(?<!\w){value[0]}|{value[0]}(?!\w)", inner):
            break
        value = inner
    return value


class SentenceIndex(Generic[Owner]):
    """Many templates as one structure: it finds their sentences in a text of any length, in linear time.

    Args:
        entries: Each template with whatever its sentence identifies.
    """

    def __init__(self, entries: Iterable[tuple[Template, Owner]]) -> None:
        self._by_first_word: dict[str, list[tuple[Template, Owner]]] = {}
        for template, owner in entries:
            for word in template.first_words:
                self._by_first_word.setdefault(word, []).append((template, owner))
        by_letter = groupby(sorted(self._by_first_word), key=lambda word: word[0])
        words = (rf"{letter}(?<!\w{letter})(?:{'|'.join(map(self._rest_of_word, same))})" for letter, same in by_letter)
        self._first_words = re.compile("|".join(words))
        self._compiled: dict[str, _Alternatives[Owner]] = {}

    def _rest_of_word(self, word: str) -> str:
        """The expression of a first word without its letter, if possible with the words that may follow it."""
        second_words = {template.second_word for template, _ in self._by_first_word[word]}
        following = "" if "" in second_words else f"(?={'|'.join(sorted(second_words))})"
        return rf"{re.escape(word[1:])}(?!\w){following}"

    def find(self, folded: Folded, start: int, stop: int) -> Iterator[Match[Owner]]:
        """The sentences between `start` and `stop`, in order; they do not overlap.

        Of several that begin at one place, the more specific one wins: the one with the fewest placeholders, then the
        one with the most words.
        """
        text = folded.text
        waiting: Match[Owner] | None = None
        taken = start
        for candidate in self._first_words.finditer(folded.lower, start, stop):
            place = candidate.start()
            if place < taken:
                continue
            found = self._alternatives(candidate[0]).match(text, place, stop)
            if found is None:
                continue
            taken = found.open_end
            if waiting is not None and waiting.ends_before(found.start):
                yield waiting
            waiting = found
        if waiting is not None:
            yield waiting

    def _alternatives(self, first_word: str) -> _Alternatives[Owner]:
        found = self._compiled.get(first_word)
        if found is None:
            found = self._compiled[first_word] = _Alternatives(self._by_first_word[first_word])
        return found


class _Alternatives(Generic[Owner]):
    """The sentences with the same first word, the most specific first, as one expression."""

    def __init__(self, entries: list[tuple[Template, Owner]]) -> None:
        def specific(entry: tuple[Template, Owner]) -> tuple[int, int]:
            template = entry[0]
            return len(set(template.placeholders) - {TEXT}), -template.length

        self._entries: dict[str, tuple[Template, Owner, dict[str, str]]] = {}
        expressions: list[str] = []
        names = (f"value{number}" for number in count())
        for number, (template, owner) in enumerate(sorted(entries, key=specific)):
            expression, groups = template.expression(names)
            expressions.append(f"(?P<sentence{number}>{expression})")
            self._entries[f"sentence{number}"] = template, owner, groups
        self._expression = re.compile("|".join(expressions))

    def match(self, text: str, place: int, stop: int) -> Match[Owner] | None:
        found = self._expression.match(text, place, stop)
        return Match(text, found, *self._entries[found.lastgroup or ""]) if found else None


_NAME_KINDS = ("table", "entity", "field", "fields")


def parameters_in(text: str, info: ErrorInfo) -> dict[str, str]:
    """What stands in the places of a documented sentence of `info` in `text`: placeholder or noun to value.

    Of a wrapper, what all its sentences say and, as ``text``, what follows the last of them.
    """
    index = _index_of(info.sentences + info.sentences_in_wrapper, info.code.startswith("DIPV")) if text else None
    if index is None:
        return {}
    folded = Folded(text)
    values: dict[str, str] = {}
    ends: list[int] = []
    openings: set[str] = set()
    last: Match[None] | None = None
    for found in index.find(folded, 0, len(folded.text)):
        if last is not None and found.template.opening in openings and last.end_of_lead() < found.start:
            break  # it is only named once more
        last = found
        openings.add(found.template.opening)
        values |= {name: value for name, value in found.values().items() if name not in values}
        if not info.is_wrapper:
            break
        if found.template.goes_on:
            ends.append(folded.original(found.end))
    rests = (text[end:].strip() for end in reversed(ends))
    if rest := next(filter(None, rests), ""):
        values["text"] = rest
    return values


@functools.cache
def _index_of(sentences: tuple[str, ...], names_after_nouns: bool) -> SentenceIndex[None] | None:  # noqa: FBT001
    templates = [Template(sentence, names_after_nouns=names_after_nouns) for sentence in sentences]
    return SentenceIndex((template, None) for template in templates) if templates else None


def names_among(parameters: Mapping[str, str]) -> tuple[str, ...]:
    """The names of tables, entities and fields among `parameters`, in order; lists of them split."""
    found = (value for name, value in parameters.items() if name.endswith(_NAME_KINDS))
    names = (name.strip() for value in found for name in _LIST_SEPARATOR.split(value))
    return tuple(bare for name in names if (bare := _unquoted(name)))
