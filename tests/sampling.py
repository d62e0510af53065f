"""The documented sentences, and how each stands in a text."""

import re

from dualwrite_errors import CATALOG, DualWriteError
from dualwrite_errors.testing import sample_text
from dualwrite_errors.testing.sentences import VALUES

ErrorClass = type[DualWriteError]

SENTENCES = [
    (cls, sentence) for cls in CATALOG.values() for sentence in (*cls.info.sentences, *cls.info.sentences_in_wrapper)
]
CAUSES = [(cls, sentence) for cls, sentence in SENTENCES if not cls.info.is_wrapper]
"""The sentences of errors that are no wrappers."""


def expected_parameters(sentence: str) -> dict[str, str]:
    """What is to be found in the placeholders of a sentence in a sample."""
    return {name: VALUES[name] for name in re.findall(r"\{(\w+)\}", sentence)}


def needs_wrapper(cls: ErrorClass, sentence: str) -> bool:
    """Whether `sentence` counts only inside a wrapper, when it is not a text of its own."""
    return sentence in cls.info.sentences_in_wrapper or len(re.findall(r"\w+", re.sub(r"\{\w+\}", "", sentence))) < 5


def in_its_wrapper(cls: ErrorClass, sentence: str) -> str:
    """`sentence` as it stands in a longer text: in a wrapper, if it counts only there."""
    return sample_text(cls, sentence=sentence, form="wrapped" if needs_wrapper(cls, sentence) else "sentence")
