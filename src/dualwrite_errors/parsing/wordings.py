"""Recognizing errors by their documented words, for texts without a code."""

import functools
import re
from collections.abc import Iterator

from ..errors import DualWriteError
from ..registry import REGISTRY
from ..sentences import AFTER_A_WORD, BEFORE_A_WORD, first_word, folded, sentence_pattern


def find_wordings(text: str, *, within_lines: bool = False) -> Iterator[tuple[int, type[DualWriteError]]]:
    """Where in `text` the words of a documented error begin, and the class of that error, in order.

    Of several errors whose words begin at the same place, the one with the most words wins. The words of one error are
    not read again as those of another. With `within_lines`, they do not go on beyond a line feed.
    """
    lowered = folded(text)
    read_to, end = 0, -1 if within_lines else len(lowered)
    for candidate in _first_words().finditer(lowered):
        if candidate.start() < read_to:
            continue
        pattern, classes = _sentences_from(candidate[0])
        if end < candidate.start():
            line_feed = lowered.find("\n", candidate.start())
            end = len(lowered) if line_feed < 0 else line_feed
        found = pattern.match(lowered, candidate.start(), end)
        if found and found.lastindex:
            read_to = found.end()
            yield found.start(), classes[found.lastindex - 1]


@functools.cache
def _first_words() -> re.Pattern[str]:
    words = {first_word(sentence) for cls in REGISTRY.values() for sentence in cls.info.documented_words}
    return re.compile(rf"{BEFORE_A_WORD}(?:{'|'.join(sorted(words))}){AFTER_A_WORD}")


@functools.cache
def _sentences_from(word: str) -> tuple[re.Pattern[str], list[type[DualWriteError]]]:
    """The sentences that begin with `word`, most words first, as one pattern; and the class of each of its groups."""
    sentences = [
        (sentence, cls)
        for cls in REGISTRY.values()
        for sentence in cls.info.documented_words
        if first_word(sentence) == word
    ]
    sentences.sort(key=lambda row: len(row[0].split()), reverse=True)
    alternatives = "|".join(f"({sentence_pattern(sentence, capture_names=False)})" for sentence, _ in sentences)
    return re.compile(alternatives), [cls for _, cls in sentences]
