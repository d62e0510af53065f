"""Texts in which an error comes, for its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dualwrite_errors import DualWriteError
from dualwrite_errors.testing import TEXT_FORMS, TextForm, sample_text

FORMS: Final[dict[TextForm, str]] = {
    "usual": "Usually it comes as",
    "full_stop": "With all full stops",
    "no_full_stop": "Without full stops",
    "code": "The code alone",
    "sentence": "The sentence alone",
    "wrapped": "In a wrapper, without the code",
    "log_line": "In a log",
}
OTHER_WORDS: Final = "In other words"


def examples_of(cls: type[DualWriteError]) -> Iterator[tuple[str, str]]:
    """A text in each form in which the error comes, and one with each further sentence."""
    shown: set[str] = set()
    for form in TEXT_FORMS:
        text = _sample(cls, form=form)
        if text and text not in shown:
            yield FORMS[form], text
            shown.add(text)
    for sentence in (*cls.info.sentences, *cls.info.sentences_in_wrapper):
        text = _sample(cls, form="sentence", sentence=sentence) or _sample(cls, sentence=sentence)
        if text and text not in shown:
            yield OTHER_WORDS, text
            shown.add(text)


def _sample(cls: type[DualWriteError], **wanted: Any) -> str | None:
    try:
        return sample_text(cls, **wanted)
    except ValueError:
        return None
