"""A failure that a payload reports, while it is read."""

from __future__ import annotations

from typing import Final

from ..codes import code_pattern
from ..errors import DualWriteError
from .decoding import Json
from .locations import Step, Where
from .text import error_of_code

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
        is_part: Whether it is about the same as `enclosing`.
    """

    found = 0
    """How many errors were recognized in it, or added for it."""
    says_anything = False
    """Whether anything in it is more than a blank text or a zero."""
    inner_message = ""
    wrapper: tuple[DualWriteError, str, Where | None, Step] | None = None
    """A wrapper of which the cause may stand elsewhere in the failure: the error, its text, and where that stands."""
    speechless: Json = None
    """It itself, where it has no message."""
    _codes_beside_message = 0
    _seen: _Seen | None = None

    def __init__(
        self,
        where: Where,
        said: tuple[str, tuple[Step, ...]] | None,
        enclosing: Failure | None,
        *,
        repeats: bool,
        is_part: bool = False,
    ) -> None:
        self.where = where
        self.said = said
        self.enclosing = enclosing
        self.repeats = repeats
        if is_part and enclosing is not None:
            self._seen = enclosing._seen = enclosing._seen or _Seen()

    def is_at(self, outer: Where | None, step: Step) -> bool:
        """Whether it stands there."""
        return self.where[0] is outer and self.where[1] == step

    def errors_of_code_beside_message(self, code: str) -> list[DualWriteError]:
        """The error of a code that is all of a text: what the failure says is about it.

        Where the message has a code itself, that one counts. A message is the text of so many codes and no more.
        """
        message = self.said[0] if self.said else ""
        if not self._codes_beside_message and code_pattern().search(message):
            self._codes_beside_message = -1
        if self._codes_beside_message < 0:
            return []
        self._codes_beside_message += 1
        return [error_of_code(code, message if self._codes_beside_message <= _MOST_CODES_BESIDE_MESSAGE else "")]

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
        seen.issues.update(issues)
        seen.signs.update(sign for sign, _ in issues)
        return new

    def take_over(self, inner: Failure) -> None:
        """Count what was found in a failure inside."""
        self.found += inner.found
        self.says_anything = self.says_anything or inner.says_anything
        if inner._seen is not None and inner._seen is not self._seen:
            seen = self._seen = self._seen or _Seen()
            fewer, more = sorted((seen.signs, inner._seen.signs), key=len)
            more |= fewer
            seen.signs = more
