"""The one engine: a text to the issues in it, by codes, by sentences, and by the wrappers that hold them.

A text is read record by record, as a log has them. In a record, codes and sentences are found in order of place. Then
each is taken or left: inside a wrapper everything counts, outside only what stands as a sentence; beside a DIPV code no
other DIPV sentence counts. A wrapper in which nothing was taken is an issue itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from ..classes import class_by_code
from ..codes import AFTER_CODE, code_pattern
from ..context import dataverse_codes_in, http_status_of, ids_in, is_log_prefix, map_before, records_of
from ..errors import UndocumentedCode
from ..folding import Folded, lowered
from .catalog_index import FEWEST_WORDS, Sentence, class_by_dataverse_code, sentence_index, signs
from .issues import Issue, Wrapper

_LONGEST_CODE: Final = 32
_LONGEST_LOG_PREFIX: Final = 100
_DIPV: Final = "DIPV"
_CONTEXT_OF_ITSELF: Final = ("http_status", "dataverse_code")
"""What a wrapper says that belongs into its own context, too."""

_BEFORE_ISSUE: Final = " \t\r\n\f\v\u00a0\u3000[({<【「『*|"
_STARTS_A_RECORD = re.compile(r"\W{0,2}(?:\d{4}-\d\d-\d\d|\d\d?[:./]\d\d)")
_IS_A_BULLET = re.compile(r"[-*•·|>(\[\s]*+(?:\d{1,4}[.)\]]*)?$")
_ENDS_A_LABEL = (":", "=", "|", ">")


def issues_in(text: str) -> list[Issue]:
    """Every issue in `text`, in order."""
    return issues_of(text) if signs().search(lowered(text)) else []


def issues_of(text: str) -> list[Issue]:
    """Every issue in a text with a sign of one, in order."""
    if "\n" not in text:
        return Record(text, 0, len(text)).take_issues()
    issues: list[Issue] = []
    lower = lowered(text)
    sign = signs().search(lower)
    for start, stop in records_of(text):
        if sign and sign.start() < stop:
            issues += Record(text, start, stop).take_issues()
            sign = signs().search(lower, stop)
    return issues


class Record:
    """A record of a log, or a whole text, and the issues in it."""

    def __init__(self, text: str, start: int, stop: int) -> None:
        self._raw = text[start:stop]
        self._offset = start
        self._is_whole = stop - start == len(text)
        self._folded = Folded(self._raw)
        self._wrappers: list[Wrapper] = []
        self._open: list[Wrapper] = []
        self._line_starts: list[int] | None = None
        self._before: Issue | None = None
        """The issue of the code or the sentence that was read last, whether it was taken or not."""
        self._issues: list[Issue] = []
        for item in self._codes_and_sentences():
            if isinstance(item, re.Match):
                self._take_code(item)
            elif item.owner.cls.info.is_wrapper:
                self._take_wrapper(item)
            else:
                self._take_sentence(item)
        self._leave_out()
        self._take_wrappers_that_hold_nothing()
        self._issues.sort(key=lambda issue: issue.start)
        self._marks = self._places_of_what_was_taken()
        self._write_texts()

    def take_issues(self) -> list[Issue]:
        """The issues, in order. The record forgets them: each of them keeps the record alive, and not the other way."""
        issues, self._issues, self._before = self._issues, [], None
        return issues

    # What is taken.

    def _codes_and_sentences(self) -> Iterator[re.Match[str] | Sentence]:
        start = 0
        for code in code_pattern().finditer(self._raw):
            yield from sentence_index().find(self._folded, start, self._folded.place_of(code.start()))
            yield code
            start = self._folded.place_of(code.end())
        yield from sentence_index().find(self._folded, start, len(self._folded.text))

    def _take_code(self, found: re.Match[str]) -> None:
        code = found[0].upper()
        cls = class_by_code.get(code, UndocumentedCode)
        start, end = self._folded.place_of(found.start()), self._folded.place_of(found.end())
        issue = Issue(self, cls, code, "code", start, end, tuple(self._open), place=self._offset + found.start())
        before = self._before
        if before is not None and before.cls is cls and before.matched_by == "sentence":
            if self._issues and self._issues[-1] is before:
                self._issues.pop()
            issue.start, issue.said_before = before.start, self._original(before.start, start)
        for wrapper in self._open:
            wrapper.holds_something = True
        if self._open and code.startswith(_DIPV):
            self._open[-1].holds_dipv_code = True
        self._issues.append(issue)
        self._before = issue

    def _take_sentence(self, sentence: Sentence) -> None:
        cls, before = sentence.owner.cls, self._before
        self._before = None
        if before is not None and before.cls is cls and before.matched_by == "code":
            return
        self._before = Issue(self, cls, cls.code, "sentence", sentence.start, sentence.end, tuple(self._open), sentence)
        if self._open or self._stands_alone(sentence):
            for wrapper in self._open:
                wrapper.holds_something = True
            self._issues.append(self._before)

    def _take_wrapper(self, sentence: Sentence) -> None:
        self._before = None
        cls = sentence.owner.cls
        same = next((depth for depth, wrapper in enumerate(self._open) if wrapper.cls is cls), None)
        if same is not None:
            self._close(same + 1, sentence.start)
            if self._open[-1].continued_by(sentence):
                self._open[-1].sentences.append(sentence)
                return
            self._close(same, sentence.start)
        if self._open or (self._begins(sentence) and self._opens(sentence)):
            for wrapper in self._open:
                wrapper.holds_something = True
            new = Wrapper(cls, [sentence], tuple(self._open), len(self._folded.text))
            self._open.append(new)
            self._wrappers.append(new)

    def _close(self, depth: int, place: int) -> None:
        for wrapper in self._open[depth:]:
            wrapper.stop = place
        del self._open[depth:]

    def _opens(self, sentence: Sentence) -> bool:
        """Whether a wrapper ends as one does: as a sentence, or with what leads over to what it holds."""
        after = self._folded.lower[sentence.end : sentence.end + _LONGEST_CODE]
        return (
            sentence.ends()
            or after.startswith((":", " :", " [", " (", " -"))
            or bool(code_pattern().match(after.lstrip()))
        )

    def _stands_alone(self, sentence: Sentence) -> bool:
        """Whether a sentence counts without a wrapper around it."""
        return (
            not sentence.owner.only_in_wrapper
            and self._begins(sentence)
            and sentence.ends()
            and (self._is_long_or_whole(sentence) or map_before(self._folded.text, sentence.start) is not None)
        )

    def _begins(self, sentence: Sentence) -> bool:
        """Whether it begins as a sentence does, or right behind the time stamp and the level of a log."""
        if sentence.begins():
            return True
        line_start = 1 + self._folded.text.rfind("\n", max(0, sentence.start - _LONGEST_LOG_PREFIX), sentence.start)
        return is_log_prefix(self._folded.text[line_start : sentence.start])

    def _is_long_or_whole(self, sentence: Sentence) -> bool:
        is_long = sentence.template.length >= FEWEST_WORDS
        goes_on = sentence.owner.cls.info.is_wrapper
        return is_long or (
            self._is_whole and sentence.is_all_of(0, sentence.end if goes_on else len(self._folded.text))
        )

    def _leave_out(self) -> None:
        """Leave out DIPV sentences beside DIPV codes, and what repeats itself in its wrapper."""
        codes = [issue for issue in self._issues if issue.matched_by == "code" and issue.code.startswith(_DIPV)]
        lines = {self._line_of(issue.start) for issue in codes}
        left_out = {
            issue
            for issue in (self._issues if codes else ())
            if issue.sentence is not None
            and issue.code.startswith(_DIPV)
            and (self._line_of(issue.start) in lines or (issue.wrappers and issue.wrappers[-1].holds_dipv_code))
        }
        alike: dict[tuple[Wrapper, object], list[Issue]] = {}
        for issue in self._issues:
            if issue.sentence is not None and issue.wrappers:
                alike.setdefault((issue.wrappers[-1], issue.sentence.template), []).append(issue)
        for issues in alike.values():
            seen: set[object] = set()
            for issue in issues if len(issues) > 1 else ():
                values = issue.sentence and tuple(issue.sentence.values().items())
                if values in seen:
                    left_out.add(issue)
                seen.add(values)
        if left_out:
            self._issues = [issue for issue in self._issues if issue not in left_out]

    def _take_wrappers_that_hold_nothing(self) -> None:
        for wrapper in self._wrappers:
            first = wrapper.sentences[0]
            if wrapper.holds_something or not (
                wrapper.outer or self._is_long_or_whole(first) or map_before(self._folded.text, first.start) is not None
            ):
                continue
            wrapper.holds_something = True
            codes = dataverse_codes_in(self._folded.text, wrapper.start, wrapper.stop)
            cls = next((known for code in codes if (known := class_by_dataverse_code().get(code))), None)
            around = wrapper.outer if cls is None else (*wrapper.outer, wrapper)
            issue = Issue(
                self,
                cls or wrapper.cls,
                (cls or wrapper.cls).code,
                "dataverse_code" if cls else "sentence",
                wrapper.start,
                wrapper.stop,
                around,
                None if cls else first,
            )
            self._issues.append(issue)

    # What the issues say.

    def _write_texts(self) -> None:
        marks = self._marks
        for issue in self._issues:
            is_wrapper = issue.matched_by == "dataverse_code" or issue.cls.info.is_wrapper
            stop = issue.end if is_wrapper else self._following(marks, issue.start)
            if issue.matched_by == "code":
                said = self._said(issue.end, stop).lstrip(AFTER_CODE)
                said = said[2:].lstrip() if said.startswith("- ") else said
                issue.text = said or issue.said_before.rstrip(_BEFORE_ISSUE)
            else:
                issue.place = self._offset + self._folded.original(issue.start)
                issue.text = self._lead_of(issue, stop, marks) + self._said(issue.start, stop)

    def _places_of_what_was_taken(self) -> list[int]:
        """Where issues begin, and the sentences of the wrappers that hold them."""
        wrappers = {wrapper for issue in self._issues for wrapper in issue.wrappers}
        sentences = (sentence.start for wrapper in wrappers for sentence in wrapper.sentences)
        return sorted({*(issue.start for issue in self._issues), *sentences})

    def _following(self, marks: list[int], place: int) -> int:
        following = bisect_right(marks, place)
        return marks[following] if following < len(marks) else len(self._folded.text)

    def _lead_of(self, issue: Issue, stop: int, marks: list[int]) -> str:
        """What has to stand before a sentence so that it counts: the wrapper around it, or the label of the map."""
        sentence = issue.sentence
        if issue.code or sentence is None:
            return ""
        is_long_or_whole = sentence.template.length >= FEWEST_WORDS or sentence.is_all_of(issue.start, stop)
        if is_long_or_whole and sentence.ends() and not sentence.owner.only_in_wrapper:
            return ""
        if issue.wrappers:
            start = issue.wrappers[-1].start
            return f"{self._said(start, self._following(marks, start))} "
        label = map_before(self._folded.text, issue.start)
        return self._original(label[1], issue.start) if label else ""

    def _said(self, start: int, stop: int) -> str:
        """What stands between two places, without what leads up to the issue at the second."""
        if stop >= len(self._folded.text):
            return self._raw[self._folded.original(start) :].rstrip()
        label = map_before(self._folded.text, stop)
        return _before_next_issue(self._original(start, label[1] if label else stop))

    def _original(self, start: int, stop: int) -> str:
        return self._raw[self._folded.original(start) : self._folded.original(stop)]

    # Where the issues stand.

    def context_of(self, issue: Issue) -> dict[str, str]:
        """Names of a context to what the record says around `issue`; what is nearer wins over what is farther."""
        context = dict(self._ids)
        for wrapper in issue.wrappers:
            context |= self._context_in(wrapper)
        if issue.sentence is not None and issue.cls.info.is_wrapper:
            own = self._context_in(
                next(wrapper for wrapper in self._wrappers if wrapper.sentences[0] is issue.sentence)
            )
            context |= {name: own[name] for name in _CONTEXT_OF_ITSELF if name in own}
        context |= ids_in(issue.text)
        places = (issue.start, *(wrapper.start for wrapper in reversed(issue.wrappers)))
        if name := next((label[0] for place in places if (label := map_before(self._folded.text, place))), None):
            context["map"] = name
        elif issue.start in self._maps_on_line:
            context["map"] = self._maps_on_line[issue.start]
        return context

    def _context_in(self, wrapper: Wrapper) -> dict[str, str]:
        if wrapper.context is None:
            text = self._folded.text
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
        return ids_in(self._folded.text)

    @cached_property
    def _maps_on_line(self) -> dict[int, str]:
        """For each issue, the last map that a label before it on its line names."""
        maps: dict[int, str] = {}
        line, name = -1, ""
        for start in self._marks:
            if self._line_of(start) != line:
                line, name = self._line_of(start), ""
            if label := map_before(self._folded.text, start):
                name = label[0]
            if name:
                maps[start] = name
        return maps

    def _line_of(self, place: int) -> int:
        if self._line_starts is None:
            self._line_starts = [found.end() for found in re.finditer("\n", self._folded.text)]
        return bisect_right(self._line_starts, place)


def _before_next_issue(said: str) -> str:
    """`said` without what leads up to the next issue: its bracket, label, bullet or time stamp."""
    last_line = 1 + max(said.rfind("\n"), said.rfind("\r"))
    before, lead = said[:last_line], said[last_line:].rstrip(_BEFORE_ISSUE)
    return before.rstrip(_BEFORE_ISSUE) if before and _leads_up(lead) else before + lead


def _leads_up(line: str) -> bool:
    """Whether the start of a line belongs to the issue after it: a time stamp, a label, a bullet, or nothing at all."""
    return bool(_IS_A_BULLET.match(line) or _STARTS_A_RECORD.match(line) or line.endswith(_ENDS_A_LABEL))
