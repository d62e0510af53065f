"""How an error behaves: what it carries, how it reads, how it travels and how it is rebuilt.

    Exception
    ├── DualWriteError
    │   ├── ConnectionSetError, CompanyError, IntegrationKeyError, SchemaError, TableMapError, ValidationServiceError
    │   │   └── one class for each documented code, in `catalog`
    │   ├── UndocumentedCode
    │   ├── UnrecognizedError
    │   └── DualWriteErrorGroup (also an ExceptionGroup)
    └── ValueError
        └── InvalidCode

The exceptions are plain classes rather than attrs classes: an attrs exception with keyword-only fields cannot be
unpickled, and a slotted one loses its notes.
"""

import copy
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from typing_extensions import override

from .arguments import checked_context, checked_str, reduce_without_init, state_of, type_name
from .classes import class_of_record, describe, undocumented_code
from .codes import InvalidCode
from .info import ERROR_TABLE, Area, ErrorInfo
from .records import ErrorRecord, MatchedBy, checked_matched_by, checked_record

__all__ = [
    "DualWriteError",
    "DualWriteErrorGroup",
    "InvalidCode",
    "UndocumentedCode",
    "UnrecognizedError",
    "errors_of",
]


_E = TypeVar("_E", bound=BaseException)


class DualWriteError(Exception):
    """Any error of dual-write: the one class to catch so as to miss none of them.

    `parse` and `from_code` never return exactly this class. Raise it yourself for a dual-write failure of which nothing
    more is known.

    Args:
        text: What the service said about this one error, without the code.
        raw: The whole input in which the error was found.
        context: What else is known: ``map``, ``request_id``, ``activity_id``, ``record_id``, ``field`` …
        matched_by: How the error was recognized; `parse` sets it.

    Raises:
        TypeError: `text` or `raw` is no str, or `context` does not map str to str.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        name="DualWriteError",
        message="Dual-write error",
        detail="Dual-write reported an error of which nothing more is known.",
    )
    """Everything the library knows about this kind of error."""

    code: str
    """The DIPV code in upper case; ``""`` where the class stands for no single code."""
    message: str
    """What the official table calls the error, word for word."""
    detail: str
    """The condition that the service found."""
    remediation: str
    """What to do, as one text: the steps, and after them what they destroy. ``""`` where nothing is known."""
    area: Area | None
    """The part of the setup that the error is about; our own classification."""
    help_url: str
    """The address of the official table of error codes."""
    is_transient: bool = False
    """False throughout: no code is documented as transient. Lets one retry predicate serve several libraries."""

    text: str = ""
    """What the service said about this one error, without the code and its brackets; ``""`` if nothing."""
    raw: str | None = None
    """The whole input in which the error was found, or None."""
    matched_by: MatchedBy | None = None
    """``"code"`` or ``"wording"``; None where the error was not recognized in a text."""
    args: tuple[Any, ...]
    _prefix: str = ""
    _args_without_text: tuple[str] = (info.message,)
    _context: Mapping[str, str] = MappingProxyType({})

    def __init__(
        self,
        text: str | None = None,
        *,
        raw: str | None = None,
        context: Mapping[str, str] | None = None,
        matched_by: MatchedBy | None = None,
    ) -> None:
        if text:
            if type(text) is not str:
                text = checked_str(text, "text")
            self.text = text
            self.args = (self._prefix + text,)
        else:
            if text is not None:
                checked_str(text, "text")
            self.args = self._args_without_text
        if raw is not None:
            self.raw = raw if type(raw) is str else checked_str(raw, "raw")
        if context is not None:
            self._context = checked_context(context)
        if matched_by is not None:
            self.matched_by = checked_matched_by(matched_by)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Give the new class the facts of its `info` as attributes.

        Raises:
            TypeError: Another class has `info.code`, and the new class does not derive from it; or `code` or `message`
                is no str on the class.
        """
        super().__init_subclass__(**kwargs)
        describe(cls)
        cls._prefix = f"[{cls.code}] " if cls.code else ""
        cls._args_without_text = (cls._prefix + cls.message,)

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return reduce_without_init(self)

    @property  # made with the first look, as few errors are looked at
    def __notes__(self) -> list[str]:
        """The PEP 678 notes: the remedy, then what `add_note` added. A group begins with none: its errors have them."""
        if "__notes__" not in self.__dict__:
            has_remedy = self.remediation and not isinstance(self, BaseExceptionGroup)
            self.__dict__["__notes__"] = [self.remediation] if has_remedy else []
        notes: list[str] = self.__dict__["__notes__"]
        return notes

    @__notes__.setter
    def __notes__(self, notes: list[str]) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]: of its type
        self.__dict__["__notes__"] = notes

    @property
    def context(self) -> Mapping[str, str]:
        """What was known where the error was found, and what the caller gave: str to str, read-only."""
        return MappingProxyType(self._context)

    @property
    def names(self) -> tuple[str, ...]:
        """The table and field names that the service put inside the documented words of `text`, in order."""
        return self.info.names_in(self.text)

    def to_dict(self) -> ErrorRecord:
        """This error as plain data, ready for `json.dumps`. `from_dict` rebuilds the error from it.

        Raises:
            ValueError: It is a group of groups of groups, hundreds of them deep.
        """
        return {
            "name": self.info.name,
            "code": self.code,
            "area": self.area.value if self.area else None,
            "message": self.message,
            "text": self.text,
            "raw": self.raw,
            "names": list(self.names),
            "matched_by": self.matched_by,
            "context": dict(self._context),
            "notes": list(self.__notes__),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """The typed error that `to_dict` made `record` of, with its text, raw, context and notes.

        The code decides the class; a code that this version does not document gives an `UndocumentedCode`. Keys that
        this version does not know are ignored. One of ``code`` and ``name`` is needed, every other key may be missing.
        Called on a subclass of your own, it returns that subclass for a record of it or of the class it derives from.

        Raises:
            TypeError: `record` is no mapping, or a value in it has the wrong type.
            ValueError: It was not made by `to_dict`, or its class is not a `cls`.
        """
        checked = checked_record(record)
        found = class_of_record(checked, cls)
        if not issubclass(found, cls):
            raise ValueError(f"the record is of {found.__name__}, not of {cls.__name__}: use DualWriteError.from_dict")
        try:
            error = found._restored(checked)
        except RecursionError:
            raise ValueError("the groups of the record are nested too deeply to be rebuilt") from None
        if record.get("notes") is not None:
            error.__notes__ = checked["notes"]
        return error

    @classmethod
    def _restored(cls, record: ErrorRecord) -> Self:
        """The error of a checked record, made without `__init__`: a subclass may have one of its own."""
        error = cls.__new__(cls)
        if record["code"] not in ("", cls.code):
            error.code = record["code"]
            error._prefix = f"[{error.code}] "
        error._take(record)
        error.args = (error._prefix + (error.text or error.message),)
        return error

    def _take(self, record: ErrorRecord) -> None:
        self.text = record["text"]
        self.raw = record["raw"]
        self.matched_by = record["matched_by"]
        self._context = record["context"]

    def attributes(self) -> dict[str, str]:
        """This error as OpenTelemetry attributes: a bounded number of values each, and no free text.

        ``error.type`` is the code, or ``_OTHER`` where there is none. ``dualwrite.error.retry`` is always there.
        ``dualwrite.error.code``, ``dualwrite.error.area`` and ``dualwrite.error.actor`` (the first choice) are left out
        where they are not known.
        """
        known: dict[str, str | None] = {
            "dualwrite.error.code": self.code,
            "dualwrite.error.area": self.area,
            "dualwrite.error.retry": self.info.retry,
            "dualwrite.error.actor": next(iter(self.info.actors), None),
        }
        return {"error.type": self.code or "_OTHER"} | {key: str(value) for key, value in known.items() if value}


describe(DualWriteError)

_Error = TypeVar("_Error", bound=DualWriteError)


def recognized(cls: type[_Error], text: str, raw: str, matched_by: MatchedBy) -> _Error:
    """What `__init__` makes of a text that is known to be a str and not empty, in two thirds of the time."""
    error = cls.__new__(cls, cls._prefix + text)  # pyright: ignore[reportPrivateUsage]: the same module
    error.__dict__ = {"text": text, "raw": raw, "matched_by": matched_by}
    return error


def error_with_context(error: _Error, context: Mapping[str, str]) -> _Error:
    """A copy of `error` with another context."""
    new = copy.copy(error)
    new._context = dict(context)  # pyright: ignore[reportPrivateUsage]: the same module
    return new


class UndocumentedCode(DualWriteError):
    """A well-formed DIPV code that the official table does not have, with the code and the text kept.

    For a documented code you get its own class instead; for a text without any code, `UnrecognizedError`.

    Args:
        code: ``DIPV`` and four digits, in any case; by keyword only. Without it `code` is ``""``.

    Raises:
        InvalidCode: `code` does not look like that.
        ValueError: `code` is documented.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        name="UndocumentedCode",
        message="Undocumented dual-write error code",
        detail="Dual-write gave a code that is not in the table of error codes this version of the library knows.",
        steps=(
            "Read the error text: it is all that is known.",
            f"Look the code up in the official table, which may have gained it since: {ERROR_TABLE.url}",
            "If it is not there, contact Microsoft Support and give them the code, the error text and the activity ID.",
        ),
    )

    code: str
    """The undocumented code, in upper case."""

    def __init__(
        self,
        text: str | None = None,
        *,
        code: str = "",
        raw: str | None = None,
        context: Mapping[str, str] | None = None,
        matched_by: MatchedBy | None = None,
    ) -> None:
        if code:
            self.code = undocumented_code(code)
            self._prefix = f"[{self.code}] "
            self._args_without_text = (self._prefix + self.message,)
        super().__init__(text, raw=raw, context=context, matched_by=matched_by)


class UnrecognizedError(DualWriteError):
    """An error text in which neither a code nor the words of a documented error were found; `text` keeps it whole.

    `code` is ``""``. A text that does hold a code gives the class of that code, or `UndocumentedCode`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        name="UnrecognizedError",
        message="Unrecognized dual-write error",
        detail="The text holds neither a DIPV code nor the words of a documented error. It may be cut off, or come from"
        " another part of the two systems.",
        steps=(
            "Read the error text: it is all that is known.",
            "If it seems cut off, fetch the whole text: a code may stand in the missing part.",
            "If it does not help, contact Microsoft Support and give them the error text and the activity ID.",
        ),
    )


class DualWriteErrorGroup(  # pyright: ignore[reportIncompatibleVariableOverride]: `message` is both bases' str
    DualWriteError, ExceptionGroup[DualWriteError]
):
    """Several dual-write errors at once: a `DualWriteError` and an `ExceptionGroup`.

    ``except*`` picks from it by class, and one ``except DualWriteError`` catches it whole. `message` is the group's
    own; `remediation` joins those of its errors. As with every `ExceptionGroup`, `args` are the message and the errors.

    Args:
        message: What the errors have in common.
        errors: At least one; groups of this class may be among them.

    Raises:
        TypeError: `errors` holds something that is no `DualWriteError`.
        ValueError: `errors` is empty.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        name="DualWriteErrorGroup",
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

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return _regrouped, (type(self), self.message, list(self.exceptions)), state_of(self)

    @classmethod
    @override
    def _restored(cls, record: ErrorRecord) -> Self:
        shared = record.get("raw_of_errors")
        errors = [DualWriteError.from_dict(error) for error in record.get("errors", ())]
        for error in errors:
            error.raw = shared if error.raw is None else error.raw
        group = _regrouped(cls, record["message"], errors)
        group.message = record["message"]
        group._take(record)
        return group

    @override
    def to_dict(self) -> ErrorRecord:
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
        record: ErrorRecord = {**super().to_dict(), "errors": errors}
        shared = errors[0]["raw"]
        if shared is not None and len(errors) > 1 and all(error["raw"] == shared for error in errors):
            record["raw_of_errors"] = shared
            for error in errors:
                error["raw"] = None
        return record


_Group = TypeVar("_Group", bound=DualWriteErrorGroup)


def errors_of(group: BaseExceptionGroup[_E]) -> tuple[_E, ...]:
    """Every single exception of a group, in order, also those inside nested groups.

    For what ``except*`` gives, with the type that it has caught.
    """
    found: list[_E] = []
    waiting: list[_E | BaseExceptionGroup[_E]] = [group]
    while waiting:
        error = waiting.pop()
        if isinstance(error, BaseExceptionGroup):
            waiting.extend(reversed(cast("BaseExceptionGroup[_E]", error).exceptions))
        else:
            found.append(error)
    return tuple(found)


def _regrouped(cls: type[_Group], message: str, errors: list[DualWriteError]) -> _Group:
    """A group without a call of its `__new__` or `__init__`, which may have any signature in a subclass."""
    group = BaseExceptionGroup.__new__(cls, message, errors)
    group.args = (message, errors)
    return group
