"""Several errors at once."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from typing_extensions import override

from .arguments import checked_str, type_name
from .errors import DualWriteError
from .info import Actor, Area, ErrorInfo, Retry

if TYPE_CHECKING:
    from .records import ErrorRecord

_E = TypeVar("_E", bound=BaseException)
_T = TypeVar("_T")


class DualWriteErrorGroup(  # pyright: ignore[reportIncompatibleVariableOverride]: `message` is both bases' str
    DualWriteError, ExceptionGroup[DualWriteError]
):
    """Several dual-write errors at once: a `DualWriteError` and an `ExceptionGroup`.

    ``except*`` picks from it by class, and one ``except DualWriteError`` catches it whole. `message` is the group's
    own. `retry`, `area` and `context` are what all its errors agree on; `actors` and `steps` are those of all, each
    once; `remediation` joins theirs. It `is_transient` if all its errors are. As with every `ExceptionGroup`, `args`
    are the message and the errors.

    Args:
        message: What the errors have in common.
        errors: At least one; groups of this class may be among them.

    Raises:
        TypeError: `errors` holds something that is not a `DualWriteError`.
        ValueError: `errors` is empty.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Several dual-write errors",
        detail="Dual-write reported several errors at once; each of them says what it means.",
    )

    if TYPE_CHECKING:

        @property
        def exceptions(self) -> tuple[DualWriteError, ...]:
            """The errors and groups as they were given."""
            ...

    def __new__(cls, message: str, errors: Sequence[DualWriteError]) -> Self:
        """Check the errors before an `ExceptionGroup` is made of them."""
        for error in cast("Sequence[object]", errors):
            if not isinstance(error, DualWriteError):
                raise TypeError(
                    f"a {cls.__name__} holds nothing but DualWriteErrors, not {type_name(error)}:"
                    " put it into an ExceptionGroup, or use parse(str(error))"
                )
        return super().__new__(cls, checked_str(message, "message"), errors)

    def __init__(self, message: str, errors: Sequence[DualWriteError]) -> None:  # noqa: ARG002 - `__new__` keeps them
        Exception.__init__(self, message, list(self.exceptions))
        self.message = message

    @override
    def derive(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]: holds nothing else
        self, excs: Sequence[DualWriteError], /
    ) -> "DualWriteErrorGroup":
        """A group of `excs` with the same message; `split` and ``except*`` call it."""
        return DualWriteErrorGroup(self.message, excs)

    @property
    def errors(self) -> tuple[DualWriteError, ...]:
        """Every single error, in order, also those inside nested groups."""
        return errors_of(self)

    @property
    def remediation(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]: made on demand
        self,
    ) -> str:
        """What to do about each of the errors, in order, each remedy once and under the errors that it is for."""
        headings: dict[str, list[str]] = {}
        for error in self.errors:
            headings.setdefault(error.remediation, []).append(str(error))
        return "\n\n".join("\n".join([*errors, remedy]) for remedy, errors in headings.items() if remedy)

    @property
    def steps(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]: made on demand
        self,
    ) -> tuple[str, ...]:
        """The steps of all the errors, in order, each once."""
        return tuple(dict.fromkeys(step for error in self.errors for step in error.steps))

    @property
    def actors(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]: made on demand
        self,
    ) -> tuple[Actor, ...]:
        """Who can act on any of the errors, each once."""
        return tuple(dict.fromkeys(actor for error in self.errors for actor in error.actors))

    @property
    def retry(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]: made on demand
        self,
    ) -> Retry:
        """What all the errors agree on, else `Retry.UNKNOWN`."""
        return _agreed(error.retry for error in self.errors) or Retry.UNKNOWN

    @property
    def area(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]: made on demand
        self,
    ) -> Area | None:
        """The area of all the errors, or None where they differ."""
        return _agreed(error.area for error in self.errors)

    @property
    def is_transient(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]: made on demand
        self,
    ) -> bool:
        """Whether every single error is."""
        return all(error.is_transient for error in self.errors)

    @property
    def context(self) -> Mapping[str, str]:
        """What the contexts of all the errors agree on; read-only."""
        return MappingProxyType(_common(error.context for error in self.errors))

    @override
    def attributes(self) -> dict[str, str]:
        """The OpenTelemetry attributes that all the errors agree on; ``error.type`` is ``_OTHER`` where they differ."""
        agreed = _common(error.attributes() for error in self.errors)
        return {"error.type": "_OTHER", "dualwrite.error.retry": str(Retry.UNKNOWN)} | agreed

    @override
    def _first_notes(self) -> list[str]:
        """None: each of the errors has its own."""
        return []

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        from .pickling import state_of

        return _regrouped, (type(self), self.message, list(self.exceptions)), state_of(self)

    @classmethod
    @override
    def _restored(cls, record: "ErrorRecord") -> Self:
        shared = record.get("raw_of_errors")
        errors = [DualWriteError.from_dict(error) for error in record.get("errors", ())]
        for error in errors:
            error._raw = shared if error.raw is None else error.raw
        group = _regrouped(cls, record["message"], errors)
        group.message = record["message"]
        group._take(record)
        return group

    @override
    def to_dict(self) -> "ErrorRecord":
        """The group as plain data: a record with those of its errors in ``errors``.

        Where all of them were found in the same text, as those of `parse_all` were, it stands once: in
        ``raw_of_errors``.

        Raises:
            ValueError: It is a group of groups of groups, hundreds of them deep.
        """
        try:
            errors = [error.to_dict() for error in self.exceptions]
        except RecursionError:
            raise ValueError("the groups are nested too deeply for a record") from None
        area = _agreed(error["area"] for error in errors)
        context = _common(error["context"] for error in errors)
        record: ErrorRecord = {**self._record(Area(area) if area else None, context), "errors": errors}
        shared = errors[0]["raw"]
        if shared is not None and len(errors) > 1 and all(error["raw"] == shared for error in errors):
            record["raw_of_errors"] = shared
            for error in errors:
                error["raw"] = None
        return record


_Group = TypeVar("_Group", bound=DualWriteErrorGroup)


def errors_of(group: BaseExceptionGroup[_E]) -> tuple[_E, ...]:
    """Every single exception of a group, in order, also those inside nested groups.

    For what ``except*`` gives, with the type that it has caught. A single exception is its only one.

    Raises:
        TypeError: `group` is not an exception.
    """
    if not isinstance(cast("object", group), BaseException):
        raise TypeError(f"errors_of takes an exception group, such as except* gives, not {type_name(group)}")
    found: list[_E] = []
    waiting: list[_E | BaseExceptionGroup[_E]] = [group]
    while waiting:
        error = waiting.pop()
        if isinstance(error, BaseExceptionGroup):
            waiting.extend(reversed(cast("BaseExceptionGroup[_E]", error).exceptions))
        else:
            found.append(error)
    return tuple(found)


def _agreed(values: Iterable[_T]) -> _T | None:
    different = set(values)
    return different.pop() if len(different) == 1 else None


def _common(mappings: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """What all of them have in common."""
    first, *others = mappings
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}


def _regrouped(cls: type[_Group], message: str, errors: list[DualWriteError]) -> _Group:
    """A group without a call of its `__new__` or `__init__`, which may have any signature in a subclass."""
    return BaseExceptionGroup.__new__(cls, message, errors)
