"""What the engine finds: issues, and the wrappers around them."""

from __future__ import annotations

from typing import Protocol

import attrs

from ..errors import DualWriteError, Surroundings
from ..records import MatchedBy
from .catalog_index import ErrorClass, Sentence, openings_of


class Around(Protocol):
    """What knows the text around an issue."""

    def context_of(self, issue: Issue, /) -> dict[str, str]:
        """What the text around `issue` says, as a context."""
        ...

    def whole_of(self, issue: Issue, /) -> tuple[int, int]:
        """Where in the whole text all begins and ends that is told with `issue`: its sentence, or its wrappers."""
        ...


@attrs.define(eq=False)
class Wrapper:
    """A wrapper in a record, and what it holds."""

    cls: ErrorClass
    sentences: list[Sentence]
    outer: tuple[Wrapper, ...]
    stop: int
    """Where it ends."""
    holds_something: bool = False
    holds_dipv_code: bool = False
    context: dict[str, str] | None = None
    """What it says of what it holds, once somebody has asked."""

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.sentences[0].start

    def continued_by(self, sentence: Sentence) -> bool:
        """Whether a sentence of the same class goes on with this wrapper, instead of opening the next one."""
        order = openings_of(self.cls.__name__)
        return self.cls.info.in_parts and order[sentence.template.opening] > max(
            order[known.template.opening] for known in self.sentences
        )


@attrs.define(eq=False)
class Issue:
    """One error in a text."""

    around: Around
    cls: ErrorClass
    code: str
    matched_by: MatchedBy
    start: int
    """Where it begins in the folded record: its code, its sentence, or its wrapper."""
    outer: tuple[Wrapper, ...]
    """Those around it, outermost first."""
    sentence: Sentence | None = None
    wrapper: Wrapper | None = None
    """Itself, where it is a wrapper in which nothing was recognized."""
    said_before: str = ""
    """The sentence of its class that stands before its code."""
    text: str = ""
    """What the service said about it."""
    place: int = attrs.field(init=False)
    """Where in the whole text its code, its sentence or its wrapper begins."""
    stop: int = attrs.field(init=False)
    """Where in the whole text its code, or the sentence that it is recognized by, ends."""

    @property
    def whole(self) -> tuple[int, int]:
        """Where in the whole text its sentence, or the outermost wrapper, begins and ends."""
        return self.around.whole_of(self)

    def surroundings(self, _: DualWriteError) -> Surroundings:
        """What the text around it says."""
        return self.around.context_of(self), tuple(wrapper.cls for wrapper in self.outer)
