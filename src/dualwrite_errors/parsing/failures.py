"""A failure that a payload reports, while it is read."""

from __future__ import annotations

from typing import Final, TypeAlias

from ..codes import code_pattern
from ..errors import DualWriteError
from .decoding import Json
from .json_in_text import divided
from .locations import Step, Where
from .text import error_of_code

WrapperAlone: TypeAlias = tuple[DualWriteError, str, "Where | None", Step]
"""A wrapper that is all that was recognized in a text: the error, the text, and where that stands."""

_MOST_CODES_BESIDE_MESSAGE: Final = 16


class _Seen:
    """What has been found in a failure, and in all that is about the same."""

    def __init__(self) -> None:
        self.issues: set[tuple[str, str]] = set()
        self.signs: set[str] = set()


class Failure:
    """One failure: what was recognized in it so far, and what it says if nothing is.

    Args:
        where: Where it stands: an object, or the element of a list of failures.
        said: What it says, and the steps to that from `where`; None where it has no message.
        enclosing: The failure in which it is reported.
        repeats: Whether it may only repeat what was found before in `enclosing`.
        is_of_dual_write: Whether no other service reports a failure like this.
        is_part: Whether it is about the same as `enclosing`.
        leaves_what_encloses_it: Whether `enclosing` says something else where nothing is recognized in it.
    """

    found: int = 0
    """How many errors were recognized in it, or added for it."""
    says_anything: bool = False
    """Whether anything in it is more than a word for nothing or a zero."""
    inner_message: str = ""
    wrapper: WrapperAlone | None = None
    """A wrapper of which the cause may stand elsewhere in the failure."""
    recognized: list[DualWriteError]
    """The errors that were recognized in it, and in all that is about the same."""
    speechless: Json = None
    """It itself, where it has no message."""
    is_unrecognized: bool = False
    """Whether what was found is no more than what it says."""
    is_message_json: bool = False
    """Whether the message is JSON itself: then it is no text of the codes that stand beside it or in it."""
    _codes_beside_message = 0
    _codes_in_message: frozenset[str] | None = None
    _seen: _Seen | None = None

    def __init__(
        self,
        where: Where,
        said: tuple[str, tuple[Step, ...]] | None,
        enclosing: Failure | None,
        *,
        repeats: bool,
        is_of_dual_write: bool = True,
        is_part: bool = False,
        leaves_what_encloses_it: bool = False,
    ) -> None:
        self.where = where
        self.said = said
        self.enclosing = enclosing
        self.repeats = repeats
        self.is_of_dual_write = is_of_dual_write
        self.recognized = []
        self._is_part = is_part
        self._leaves_what_encloses_it = leaves_what_encloses_it
        if is_part and enclosing is not None:
            self._seen = enclosing._seen = enclosing._seen or _Seen()

    def is_at(self, outer: Where | None, step: Step) -> bool:
        """Whether it stands there."""
        return self.where[0] is outer and self.where[1] == step

    def is_code_beside_message(self, text: str) -> bool:
        """Whether a text is a code and nothing else, and what the failure says is about it."""
        if not self.said or self.is_message_json or text == self.said[0]:
            return False
        return code_pattern().fullmatch(text.strip()) is not None

    def errors_of_code_beside_message(self, code: str) -> list[DualWriteError]:
        """The error of such a code; none where the message has the same code itself.

        A message is the text of so many codes and no more.
        """
        code, message = code.strip(), self.said[0] if self.said else ""
        if self._codes_in_message is None:
            _, around = divided(message)  # a code in JSON that stands in the message is read on its own
            self._codes_in_message = frozenset(found.upper() for found in code_pattern().findall(around))
        if code.upper() in self._codes_in_message:
            return []
        self._codes_beside_message += 1
        is_shared = self._codes_beside_message <= _MOST_CODES_BESIDE_MESSAGE and not self._codes_in_message
        return [error_of_code(code, message if is_shared else "")]

    def new_among(self, errors: list[DualWriteError], *, repeats: bool) -> list[DualWriteError]:
        """Those of `errors` that have not been found in it before; by class alone where they may only repeat others."""
        seen = self._seen = self._seen or _Seen()
        issues = [(error.code or type(error).__name__, error.text) for error in errors]
        new = [
            error
            for issue, error in zip(issues, errors, strict=True)
            if issue not in seen.issues and not (repeats and issue[0] in seen.signs)
        ]
        self.found += len(errors)
        self.recognized += new
        seen.issues.update(issues)
        seen.signs.update(sign for sign, _ in issues)
        return new

    def take_over(self, inner: Failure) -> None:
        """Count what was found in a failure inside."""
        if inner.found:
            self.is_unrecognized = inner.is_unrecognized and (self.is_unrecognized or not self.found)
        if not (inner._leaves_what_encloses_it and inner.is_unrecognized):
            self.found += inner.found
        if inner._is_part:
            few, many = sorted((self.recognized, inner.recognized), key=len)
            many += few
            self.recognized = many
        self.says_anything = self.says_anything or inner.says_anything
        if inner._seen is not None and inner._seen is not self._seen:
            seen = self._seen = self._seen or _Seen()
            fewer, more = sorted((seen.signs, inner._seen.signs), key=len)
            more |= fewer
            seen.signs = more
