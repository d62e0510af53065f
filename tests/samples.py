"""What several test modules need: one instance of every public exception class, and a view of all its fields."""

from typing import Any, Self

import dualwrite_errors
from dualwrite_errors import (
    ConnectionSetError,
    DualWriteError,
    DualWriteErrorGroup,
    IntegrationKeyMissing,
    InvalidCode,
    MandatoryFieldNotMapped,
    UndocumentedCode,
)

PUBLIC_CLASSES: list[type[Exception]] = [
    cls
    for name in dualwrite_errors.__all__
    if isinstance(cls := getattr(dualwrite_errors, name), type) and issubclass(cls, Exception)
]
ERROR_CLASSES: list[type[DualWriteError]] = [cls for cls in PUBLIC_CLASSES if issubclass(cls, DualWriteError)]
SINGLE_CLASSES = [cls for cls in ERROR_CLASSES if not issubclass(cls, DualWriteErrorGroup)]


class JobRefused(IntegrationKeyMissing):
    """A user's subclass with a constructor of its own, which pickle could not call."""

    def __init__(self, job: int, /, *, attempt: str) -> None:
        super().__init__(f"job {job} was refused", raw="the whole reply", context={"map": "Sites (con_sites)"})
        self.job = job
        self.attempt = attempt


class SilentlyRefused(MandatoryFieldNotMapped):
    """A user's subclass whose constructor never calls ours."""

    def __init__(self, *, job: int) -> None:
        self.job = job


class RefusedConnection(ConnectionSetError, ConnectionError):
    """A user's subclass that is also an OSError, which keeps its arguments elsewhere."""


class RefusedWithSlot(IntegrationKeyMissing):
    """A user's subclass with a slot."""

    __slots__ = ("job",)

    def __init__(self, job: int) -> None:
        super().__init__(f"job {job}")
        self.job = job


class JobsRefused(DualWriteErrorGroup):
    """A user's group with a constructor of its own."""

    def __new__(cls, *errors: DualWriteError) -> Self:
        return super().__new__(cls, "jobs were refused", errors)

    def __init__(self, *errors: DualWriteError) -> None:
        super().__init__("jobs were refused", errors)
        self.jobs = len(errors)


def example_of(cls: type[Exception]) -> Exception:
    """An error of `cls` with every field filled and a note of its own."""
    error: Exception
    if cls is InvalidCode:
        error = InvalidCode("1003", "DIPV1003")
    elif issubclass(cls, DualWriteErrorGroup):
        inner = cls("the second attempt", [example_of(MandatoryFieldNotMapped)])  # type: ignore[list-item] # it is one
        error = cls("the activation of Sites", [IntegrationKeyMissing("keys \udcff are missing"), inner])
    elif issubclass(cls, DualWriteError):
        code: dict[str, Any] = {"code": "DIPV1009"} if issubclass(cls, UndocumentedCode) else {}
        error = cls(
            "Missing source field con_siteid in the schema \u2603 \udcff",
            raw="12:00 [ERR] Missing source field con_siteid in the schema \u2603 \udcff",
            context={"map": "Sites (con_sites)", "activity_id": "0b5c"},
            matched_by="sentence",
            **code,
        )
    else:
        error = cls()
    error.add_note("seen in the nightly run")
    return error


def fields_of(error: BaseException) -> dict[str, Any]:
    """Everything that has to survive a journey, groups opened."""
    own = {name: value for name, value in vars(error).items() if not name.startswith("_")}
    own |= {"job": getattr(error, "job", None)}
    fields = {"type": type(error), "str": str(error), "notes": getattr(error, "__notes__", []), **own}
    if isinstance(error, DualWriteErrorGroup):
        fields["exceptions"] = [fields_of(inner) for inner in error.exceptions]
    else:
        fields["args"] = error.args
    if isinstance(error, DualWriteError):
        facts = ("info", "code", "message", "detail", "steps", "caution", "links", "actors", "retry", "remediation")
        found = ("text", "raw", "names", "matched_by", "wrapped_in", "area", "help_url", "is_transient")
        fields |= {name: getattr(error, name) for name in (*facts, *found)}
        fields |= {"context": dict(error.context), "parameters": dict(error.parameters)}
    return fields


SINGLE_ERRORS = [error for cls in SINGLE_CLASSES if isinstance(error := example_of(cls), DualWriteError)]
