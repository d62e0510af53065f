"""The one engine: a text to the issues in it, by codes, by sentences, and by the wrappers that hold them.

A text is read record by record, as a log has them. In a record, codes and sentences are found in order of place. Then
each is taken or left: inside a wrapper everything counts, outside only what stands as a sentence; beside a DIPV code no
other DIPV sentence counts. A wrapper in which nothing was taken is an issue itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from ..classes import class_by_code
from ..codes import code_pattern
from ..context import dataverse_codes_in, is_log_prefix, records_of
from ..errors import UndocumentedCode
from ..lowering import lowered
from .catalog_index import FEWEST_WORDS, Sentence, class_by_dataverse_code, sentence_index, signs
from .issue_texts import write_texts
from .issues import Issue, Wrapper
from .record import Record

_LONGEST_CODE: Final = 32
_LONGEST_LOG_PREFIX: Final = 100
_DIPV: Final = "DIPV"


def issues_in(text: str, *, is_part: bool = False) -> list[Issue]:
    """Every issue in `text`, in order.

    Args:
        text: The text.
        is_part: Whether it is a part of a longer text, such as a line of a log.
    """
    return issues_of(text, is_part=is_part) if signs().search(lowered(text)) else []


def issues_of(text: str, *, is_part: bool = False) -> list[Issue]:
    """Every issue in a text with a sign of one, in order."""
    if "\n" not in text:
        return _issues_in_record(Record(text, 0, len(text), is_part=is_part))
    issues: list[Issue] = []
    lower = lowered(text)
    for start, stop in records_of(text):
        if signs().search(lower, start, stop):
            issues += _issues_in_record(Record(text, start, stop, is_part=is_part))
    return issues


def _issues_in_record(record: Record) -> list[Issue]:
    issues = _Reader(record).issues()
    record.note(issues)
    write_texts(record, issues)
    return issues


class _Reader:
    """Takes the issues of a record, one code or sentence after the other."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._folded = record.folded
        self._wrappers: list[Wrapper] = []
        self._open: list[Wrapper] = []
        self._issues: list[Issue] = []
        self._before: Issue | None = None
        """The issue of the code or the sentence that was read last, whether it was taken or not."""

    def issues(self) -> list[Issue]:
        """Every issue in the record, in order."""
        for item in self._codes_and_sentences():
            if isinstance(item, re.Match):
                self._take_code(item)
            elif item.owner.cls.info.is_wrapper:
                self._take_wrapper(item)
            else:
                self._take_sentence(item)
        issues = self._issues
        if len(issues) > 1:
            left_out = self._dipv_sentences_beside_codes() | self._repetitions()
            issues = [issue for issue in issues if issue not in left_out]
        return sorted([*issues, *self._wrappers_that_hold_nothing()], key=lambda issue: issue.start)

    def _codes_and_sentences(self) -> Iterator[re.Match[str] | Sentence]:
        start = 0
        for code in code_pattern().finditer(self._record.raw):
            yield from sentence_index().find(self._folded, start, self._folded.place_of(code.start()))
            yield code
            start = self._folded.place_of(code.end())
        yield from sentence_index().find(self._folded, start, len(self._folded.text))

    def _take_code(self, found: re.Match[str]) -> None:
        code = found[0].upper()
        cls = class_by_code.get(code, UndocumentedCode)
        start = self._folded.place_of(found.start())
        issue = Issue(self._record, cls, code, "code", start, tuple(self._open))
        issue.place, issue.stop = self._record.offset + found.start(), self._record.offset + found.end()
        before = self._before
        if before is not None and before.cls is cls and before.matched_by == "sentence":
            if self._issues and self._issues[-1] is before:
                self._issues.pop()
            issue.start, issue.said_before = before.start, self._record.original(before.start, start)
        for wrapper in self._open:
            wrapper.holds_something = True
        if self._open and code.startswith(_DIPV):
            self._open[-1].holds_dipv_code = True
        self._issues.append(issue)
        self._before = issue

    def _take_sentence(self, sentence: Sentence) -> None:
        cls, before = sentence.owner.cls, self._before
        self._before = None
        if before is not None and before.cls is cls and before.matched_by == "code" and not before.said_before:
            return
        issue = Issue(self._record, cls, cls.code, "sentence", sentence.start, tuple(self._open), sentence)
        self._before = issue
        if self._open or self._stands_alone(sentence):
            for wrapper in self._open:
                wrapper.holds_something = True
            self._issues.append(issue)

    def _take_wrapper(self, sentence: Sentence) -> None:
        self._before = None
        cls = sentence.owner.cls
        same = next((depth for depth, wrapper in enumerate(self._open) if wrapper.cls is cls), None)
        leads_over = self._leads_over_to(sentence)
        if same is not None and same + 1 < len(self._open) and (leads_over or not self._begins_a_wrapper(sentence)):
            self._end_before_inner(same)
        elif same is not None:
            goes_on = leads_over or self._open[same].continued_by(sentence)
            if not goes_on and self._is_named_once_more(self._open[same], sentence):
                return
            self._close(same + 1, sentence.start)
            if goes_on:
                self._open[same].sentences.append(sentence)
                return
            self._close(same, sentence.start)
        if self._open or same is not None or self._begins_a_wrapper(sentence):
            for wrapper in self._open:
                wrapper.holds_something = True
            new = Wrapper(cls, [sentence], tuple(self._open), len(self._folded.text))
            self._open.append(new)
            self._wrappers.append(new)

    def _close(self, depth: int, place: int) -> None:
        for wrapper in self._open[depth:]:
            wrapper.stop = place
        del self._open[depth:]

    def _end_before_inner(self, depth: int) -> None:
        """End an open wrapper where the next one began inside it: that leads over to another one of its class."""
        ended, inner = self._open.pop(depth), self._open[depth]
        ended.stop, ended.holds_something = inner.start, self._is_nothing_said(ended, inner.start)
        lists: tuple[Sequence[Wrapper | Issue], ...] = (self._wrappers, self._issues)
        for items in lists:
            for item in takewhile(lambda item: item.start >= ended.start, reversed(items)):
                if ended in item.outer and item.start < inner.start:
                    ended.holds_something = True
                elif ended in item.outer:
                    item.outer = tuple(wrapper for wrapper in item.outer if wrapper is not ended)

    def _leads_over_to(self, sentence: Sentence) -> bool:
        """Whether the innermost wrapper leads over to a sentence."""
        if not self._open or not self._open[-1].sentences[-1].template.goes_on:
            return False
        return self._is_nothing_said(self._open[-1], sentence.start)

    def _is_nothing_said(self, wrapper: Wrapper, stop: int) -> bool:
        """Whether nothing is said between what a wrapper says last and a place."""
        return wrapper.sentences[-1].end_of_lead() >= stop

    def _is_named_once_more(self, wrapper: Wrapper, sentence: Sentence) -> bool:
        """Whether a sentence of an open wrapper neither opens the next one nor names anything else."""
        if wrapper.cls.info.in_parts or self._begins_a_wrapper(sentence) or self._leads_to_code(sentence):
            return False
        return sentence.values().items() <= (wrapper.sentences[0].values() | wrapper.sentences[-1].values()).items()

    def _leads_to_code(self, sentence: Sentence) -> bool:
        """Whether nothing is said between a sentence and a code."""
        return bool(code_pattern().match(self._folded.text, sentence.end_of_lead()))

    def _begins_a_wrapper(self, sentence: Sentence) -> bool:
        """Whether it begins as a sentence, and ends as one or with what leads over to what a wrapper holds."""
        after = self._folded.lower[sentence.end : sentence.end + _LONGEST_CODE]
        return self._begins(sentence) and (
            sentence.ends() or after.startswith((":", " :", " [", " -")) or bool(code_pattern().match(after.lstrip()))
        )

    def _stands_alone(self, sentence: Sentence) -> bool:
        """Whether a sentence counts without a wrapper around it."""
        return (
            not sentence.owner.only_in_wrapper
            and self._begins(sentence)
            and sentence.ends()
            and (self._is_long_or_whole(sentence) or self._record.map_before(sentence.start) is not None)
        )

    def _begins(self, sentence: Sentence) -> bool:
        """Whether it begins as a sentence does, or right behind the time stamp and the level of a log."""
        if sentence.begins():
            return True
        text, start = self._folded.text, sentence.start
        first = max(0, start - _LONGEST_LOG_PREFIX)
        return is_log_prefix(text[max(first, 1 + text.rfind("\n", first, start)) : start])

    def _is_long_or_whole(self, sentence: Sentence) -> bool:
        if sentence.template.length >= FEWEST_WORDS:
            return True
        return self._record.is_whole and sentence.is_all_of(0, len(self._folded.text))

    def _stands_as_wrapper(self, wrapper: Wrapper) -> bool:
        """Whether a wrapper in which nothing was recognized is an error itself."""
        sentence = wrapper.sentences[0]
        if wrapper.outer or sentence.template.length >= FEWEST_WORDS:
            return True
        if self._record.map_before(sentence.start) is not None:
            return True
        if not sentence.is_all_of(0, sentence.end) and (
            sentence.start > _LONGEST_LOG_PREFIX or not is_log_prefix(self._folded.text[: sentence.start])
        ):
            return False
        return sentence.template.goes_on or (self._record.is_whole and sentence.stops())

    def _dipv_sentences_beside_codes(self) -> set[Issue]:
        """The DIPV sentences that count for nothing: beside a DIPV code, on its line or in its wrapper."""
        codes = [issue for issue in self._issues if issue.matched_by == "code" and issue.code.startswith(_DIPV)]
        lines = {self._record.line_of(issue.start) for issue in codes}
        return {
            issue
            for issue in (self._issues if codes else ())
            if issue.sentence is not None
            and issue.code.startswith(_DIPV)
            and (self._record.line_of(issue.start) in lines or (issue.outer and issue.outer[-1].holds_dipv_code))
        }

    def _repetitions(self) -> set[Issue]:
        """What was said before in the same wrapper, word for word."""
        alike: dict[tuple[Wrapper, object], list[tuple[Issue, Sentence]]] = {}
        for issue in self._issues:
            if issue.sentence is not None and issue.outer:
                same = alike.setdefault((issue.outer[-1], issue.sentence.template), [])
                same.append((issue, issue.sentence))
        repeated: set[Issue] = set()
        for same in alike.values():
            seen: set[object] = set()
            for issue, sentence in same if len(same) > 1 else ():
                values = tuple(sentence.values().items())
                if values in seen:
                    repeated.add(issue)
                seen.add(values)
        return repeated

    def _wrappers_that_hold_nothing(self) -> Iterator[Issue]:
        for wrapper in self._wrappers:
            if wrapper.holds_something or not self._stands_as_wrapper(wrapper):
                continue
            codes = dataverse_codes_in(self._folded.text, wrapper.start, wrapper.stop)
            cls = next((known for code in codes if (known := class_by_dataverse_code().get(code))), None)
            if cls is None:
                cls, outer, first = wrapper.cls, wrapper.outer, wrapper.sentences[0]
                yield Issue(self._record, cls, cls.code, "sentence", wrapper.start, outer, first, wrapper)
            else:
                yield Issue(self._record, cls, cls.code, "dataverse_code", wrapper.start, (*wrapper.outer, wrapper))
