"""A record of a log, or a whole text: its spelling, its lines, and what it says around the issues in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Final

from ..context import dataverse_codes_in, http_status_of, id_places_in, ids_in, map_before
from ..folding import Folded
from .issues import Issue, Wrapper

_CONTEXT_OF_ITSELF: Final = ("http_status", "dataverse_code")
"""What a wrapper says that belongs into its own context, too."""
_BETWEEN_IDS: Final = re.compile(r"[\s,;.|]*")
_BEHIND_IDS: Final = re.compile(r"[\s,;.|]*(?:\w[\w ]{0,30}[:=]\s*)?[\[({<`\"']*")
_BEHIND_SENTENCE: Final = re.compile(r"[\s.,:;-]*")


class Record:
    """The places in a record are those in its folded text, if nothing else is said."""

    def __init__(self, text: str, start: int, stop: int, *, is_part: bool) -> None:
        self.raw: str = text[start:stop]
        self.offset = start
        self.is_whole: bool = not is_part and len(self.raw) == len(text)
        """Whether it is all of a text."""
        self.folded: Folded = Folded(self.raw)
        self._line_starts: list[int] | None = None
        self._begins: list[int] = []
        self._marks: list[int] = []
        self._ends: list[int] = []
        self._ids_of_lead: dict[int, dict[str, str]] = {}

    def original(self, start: int, stop: int) -> str:
        """What stands between two places in the spelling of the service."""
        return self.raw[self.folded.original(start) : self.folded.original(stop)]

    def line_of(self, place: int) -> int:
        """The number of the line at a place, from 0."""
        if self._line_starts is None:
            self._line_starts = [found.end() for found in re.finditer("\n", self.folded.text)]
        return bisect_right(self._line_starts, place)

    def map_before(self, place: int) -> tuple[str, int] | None:
        """The table map that a label right before a place names, and where the label begins."""
        return map_before(self.folded.text, place)

    def note(self, issues: list[Issue]) -> None:
        """Take note of the issues in it, in order, so that it can tell where each of them begins."""
        self._begins = self._beginnings(issues)
        starts = {issue.start for issue in issues}
        sentences = {
            (sentence.start, sentence.end)
            for issue in issues
            for wrapper in issue.outer
            for sentence in wrapper.sentences
        }
        starts |= {start for start, _ in sentences}
        ends = {issue.sentence.end for issue in issues if issue.sentence}
        self._ends = sorted(ends | {end for _, end in sentences})
        if len(issues) > 1:
            starts |= set(self._leads.values())
        self._marks = sorted(starts)

    def _beginnings(self, issues: list[Issue]) -> list[int]:
        """Where each issue begins, with the wrapper of which it is the first."""
        begins: list[int] = []
        outermost: Wrapper | None = None
        for issue in issues:
            wrapper = issue.outer[0] if issue.outer else None
            begins.append(wrapper.start if wrapper and wrapper is not outermost else issue.start)
            outermost = wrapper
        return begins

    @cached_property
    def _leads(self) -> dict[int, int]:
        """Where issues, with their wrappers, begin, and where the ids begin that lead up to them.

        If ids lead up to the first issue, they do so to each; else they belong to the issue that they stand behind.
        """
        leads: dict[int, int] = {}
        for previous, begin in pairwise([0, *self._begins]):
            lead = self._lead_before(begin, previous)
            if lead is not None:
                leads[begin] = lead
            elif not leads:
                break
        return leads

    def _lead_before(self, place: int, previous: int) -> int | None:
        """Where the ids begin that stand between `previous` and `place` and lead up to there."""
        text = self.folded.text
        lead = None
        for start, stop in reversed(id_places_in(text, previous, place)):
            between = _BEHIND_IDS if lead is None else _BETWEEN_IDS
            if not between.fullmatch(text, stop, place if lead is None else lead):
                break
            lead = start
        return lead

    def following(self, place: int) -> int:
        """Where the next issue or sentence of a wrapper begins after a place, or the end of the record."""
        place = bisect_right(self._marks, place)
        return self._marks[place] if place < len(self._marks) else len(self.folded.text)

    def whole_of(self, issue: Issue) -> tuple[int, int]:
        """Where in the whole text the sentence of an issue, or its outermost wrapper, begins and ends."""
        outermost = issue.outer[0] if issue.outer else issue.wrapper
        if outermost is None:
            return issue.place, issue.stop
        start, stop = map(self.folded.original, (outermost.start, outermost.stop))
        return self.offset + start, self.offset + stop

    def context_of(self, issue: Issue) -> dict[str, str]:
        """Names of a context to what the record says around `issue`; what is nearer wins over what is farther."""
        context = dict(self._ids)
        for wrapper in issue.outer:
            context |= self._context_in(wrapper)
        if issue.wrapper is not None:
            own = self._context_in(issue.wrapper)
            context |= {name: own[name] for name in _CONTEXT_OF_ITSELF if name in own}
        context |= ids_in(issue.text)
        places = (issue.start, *(wrapper.start for wrapper in reversed(issue.outer)))
        for place in reversed(places):
            if place in self._leads:
                context |= self._ids_before(place)
        if name := next((label[0] for place in places if (label := self._label_before(place))), None):
            context["map"] = name
        elif issue.start in self._maps_on_line:
            context["map"] = self._maps_on_line[issue.start]
        return context

    def _ids_before(self, place: int) -> dict[str, str]:
        if place not in self._ids_of_lead:
            self._ids_of_lead[place] = ids_in(self.folded.text, self._leads[place], place)
        return self._ids_of_lead[place]

    def _label_before(self, place: int) -> tuple[str, int] | None:
        place = self._leads.get(place, place)
        before = bisect_right(self._ends, place)
        sentence = _BEHIND_SENTENCE.match(self.folded.text, self._ends[before - 1]) if before else None
        return map_before(self.folded.text, place, sentence.end() if sentence else 0)

    def _context_in(self, wrapper: Wrapper) -> dict[str, str]:
        if wrapper.context is None:
            text = self.folded.text
            context = ids_in(text, wrapper.start, wrapper.stop)
            for sentence in wrapper.sentences:
                context |= sentence.values()
            context.pop("dataverse_code", None)
            if status := http_status_of(context.pop("http_status", "")):
                context["http_status"] = status
            if code := next(dataverse_codes_in(text, wrapper.start, wrapper.stop), None):
                context["dataverse_code"] = code
            wrapper.context = context
        return wrapper.context

    @cached_property
    def _ids(self) -> dict[str, str]:
        return ids_in(self.folded.text)

    @cached_property
    def _maps_on_line(self) -> dict[int, str]:
        """For each issue, the last map that a label before it on its line names."""
        maps: dict[int, str] = {}
        last_on_line: dict[int, str] = {}
        for start in self._marks:
            line = self.line_of(start)
            if label := self._label_before(start):
                last_on_line[line] = label[0]
            if line in last_on_line:
                maps[start] = last_on_line[line]
        return maps
