"""What the service said about each issue in a record: its text, without what belongs to the next one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ..codes import AFTER_CODE
from ..context import is_log_prefix
from ..folding import BLOCK_TAG, INLINE_TAG, TERMINAL_ESCAPE
from .catalog_index import FEWEST_WORDS, Sentence
from .issues import Issue
from .record import Record

_BEFORE_ISSUE: Final = " \t\r\n\f\v\u00a0\u3000[({<【「『*|–—·•"
_ENDS_SENTENCE: Final = (".", ":", ";", "!", "?")
_LONGEST_START_OF_STRING: Final = 1_000
_BEFORE_STRING: Final = frozenset(("", *" \t\r\n:,;=|[{(>"))
_QUOTES: Final = ("'", '"')
_MOST_QUOTES: Final = 30
"""The quotation marks before an error that are looked at."""
_NO_START_OF_STRING: Final = frozenset(" \t\r\n.,:;}])")
_BEHIND_STRING: Final = r"""(?!["'])(?=[ ]*(?:[,;|}\])\t\r\n]|\\*"|/?>|\Z)|[ ][A-Za-z_][\w.:-]{0,100}=)"""
_TAGS_AT_END: Final = re.compile(rf"(?:(?:</[A-Za-z][\w:.-]{{0,100}}>|{BLOCK_TAG}|{INLINE_TAG})\s*)+\Z")
"""Of HTML; and those that end an element of XML, as opening ones may be values."""
_TERMINAL_ESCAPES: Final = re.compile(rf"(?<!\w)(?:{TERMINAL_ESCAPE})++|(?:{TERMINAL_ESCAPE})++(?!\w)")
"""Such as stand in no word."""
_STARTS_A_RECORD: Final = re.compile(r"\W{0,2}(?:\d{4}-\d\d-\d\d|\d\d?[:./]\d\d)")
_IS_A_BULLET: Final = re.compile(r"[-*•·|>(\[\s]*+(?:\d{1,4}[.)\]]*)?$")
_IS_A_LABEL: Final = re.compile(r"\S{1,100}(?: \S{1,100}){0,2} ?[:=>]")


def write_texts(record: Record, issues: list[Issue]) -> None:
    """Give each issue its text, and its place in the whole text."""
    for issue in issues:
        if issue.matched_by == "code":
            issue.text = _text_of_code(record, issue)
        else:
            sentences, end = _sentences_of(record, issue)
            first, last = sentences[0], sentences[-1]
            stop = min(record.following(last.start), end)
            issue.place = record.offset + record.folded.original(issue.start)
            issue.stop = record.offset + record.folded.original(first.end)
            start = record.folded.original(issue.start)
            least = record.folded.original(last.end - 1) + 1  # without the tags behind it
            said = _said(record, issue, start, least, stop)
            issue.text = _plain(_lead_of(record, issue, stop) + said)


def _sentences_of(record: Record, issue: Issue) -> tuple[list[Sentence], int]:
    """The sentences of an issue without a code: its own, or those of the wrapper told for it, and where that ends."""
    if issue.sentence and not issue.wrapper:
        return [issue.sentence], len(record.folded.text)
    wrapper = issue.wrapper or issue.outer[-1]
    return wrapper.sentences, wrapper.stop


def _plain(text: str) -> str:
    return _TERMINAL_ESCAPES.sub("", text).rstrip() if "\x1b" in text else text


def _text_of_code(record: Record, issue: Issue) -> str:
    start, stop = issue.stop - record.offset, record.following(issue.start)
    said = _plain(_said(record, issue, start, start, stop)).lstrip(AFTER_CODE)
    said = said.removeprefix("- ").lstrip()
    before = issue.said_before.rstrip(_BEFORE_ISSUE)
    if not said or not before:
        return said or before
    return f"{before} {said}" if before.endswith(_ENDS_SENTENCE) else f"{before}. {said}"


def _lead_of(record: Record, issue: Issue, stop: int) -> str:
    """What has to stand before a sentence so that it counts: the wrapper around it, or the label of the map."""
    sentence = issue.sentence
    if issue.code or sentence is None:
        return ""
    template = sentence.template
    stops = template.goes_on or sentence.stops()
    is_long_or_whole = template.length >= FEWEST_WORDS or (stops and sentence.is_all_of(issue.start, stop))
    if is_long_or_whole and sentence.ends() and not sentence.owner.only_in_wrapper:
        return ""
    if issue.outer:
        opening = issue.outer[-1].sentences[0]
        written = record.original(opening.start, opening.end)
        return written + (" " if opening.template.goes_on else ". ")
    label = record.map_before(issue.start)
    return record.original(label[1], issue.start) if label else ""


def _said(record: Record, issue: Issue, start: int, least: int, stop: int) -> str:
    """What stands between a place in the original record and one in the folded, without what leads up to the next.

    It ends where the string ends in which the issue began, or where tags end the text, but not before `least`.
    """
    is_last = stop >= len(record.folded.text)
    label = None if is_last else record.map_before(stop)
    end = len(record.raw) if is_last else record.folded.original(label[1] if label else stop)
    end = max(end, least)
    begin = issue.outer[0].start if issue.outer else issue.start
    end_of_string = _end_of_string(record.raw, record.folded.original(begin), least, end)
    said = record.raw[start:end_of_string].rstrip()
    if end_of_string < end:
        return said
    if not is_last:
        said = _before_next_issue(record.raw[start:end])
    elif said.endswith(">"):
        said = _TAGS_AT_END.sub("", said).rstrip()
    return record.raw[start : max(start + len(said), least)]


def _end_of_string(text: str, begin: int, least: int, end: int) -> int:
    """Where the string in quotation marks ends that is open at `begin`, between `least` and `end`; or else `end`.

    Quotation marks may be escaped or doubled, as JSON and CSV in a string have them.
    """
    opening = _opening_quote(text, begin)
    closing = _closing_quote(opening).search(text, least, end) if opening else None
    return closing.start("mark") if closing else end


def _opening_quote(text: str, begin: int) -> str:
    """What opens the string that is open at `begin`, ``""`` if there is none: what is quoted in it has been closed."""
    line = text[max(0, begin - _LONGEST_START_OF_STRING) : begin + 1].rpartition("\n")[2]
    place, closed, maybe = len(line), "", ""
    for _ in range(_MOST_QUOTES):
        last = max(line.rfind('"', 0, place), line.rfind("'", 0, place))
        if last < 0:
            break
        is_doubled = line[last - 1 : last] == line[last]
        place = last - is_doubled
        while line[place - 1 : place] == "\\":
            place -= 1
        mark, before, behind = line[place : last + 1], line[place - 1 : place], line[last + 1 : last + 2]
        may_open, is_before_word = before in _BEFORE_STRING, behind not in _NO_START_OF_STRING
        if mark == "'" and before.isalnum() and behind.isalnum():
            continue  # an apostrophe
        if mark == closed:
            if not may_open and before not in _QUOTES:
                return ""
            closed = maybe = ""
        elif may_open and is_before_word:
            if not closed:
                return mark
            maybe = maybe or mark
        elif not (is_doubled and may_open):
            closed = closed or mark
    return maybe  # what was taken for the end of a string is a lone mark


@lru_cache
def _closing_quote(opening: str) -> re.Pattern[str]:
    """Finds as ``mark`` what ends a string that begins with `opening`: behind doubled ones, as they stand in cells."""
    doubled = rf"(?<!(?<!\\){opening})(?:{opening}{opening})*+" if len(opening) == 1 else ""
    return re.compile(rf"(?<!\\){doubled}(?P<mark>{re.escape(opening)}){_BEHIND_STRING}")


def _before_next_issue(said: str) -> str:
    """`said` without what leads up to the next issue: its bracket, tags, label, bullet or time stamp."""
    last_line = 1 + max(said.rfind("\n"), said.rfind("\r"))
    before, lead = said[:last_line], said[last_line:].rstrip(_BEFORE_ISSUE)
    lead = _TAGS_AT_END.sub("", lead).removesuffix(" -").rstrip(_BEFORE_ISSUE)
    return before.rstrip(_BEFORE_ISSUE) if before and _leads_up(lead) else before + lead


def _leads_up(line: str) -> bool:
    """Whether the start of a line belongs to the issue after it: a time stamp, a label, a bullet, or nothing at all."""
    return bool(
        _IS_A_BULLET.match(line) or _STARTS_A_RECORD.match(line) or _IS_A_LABEL.fullmatch(line) or is_log_prefix(line)
    )
