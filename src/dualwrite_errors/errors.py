"""How an error behaves: what it carries, how it reads, how it travels and how it is rebuilt.

The exceptions are plain classes rather than attrs classes: an attrs exception with keyword-only fields cannot be
unpickled, and a slotted one loses its notes.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, Self, TypeAlias, TypeVar

from typing_extensions import override

from .arguments import checked_context, checked_str, shown
from .classes import class_by_code, class_by_name, class_of_record, register
from .codes import normal_code
from .info import ERROR_TABLE, Actor, Area, ErrorInfo, Link, Retry

if TYPE_CHECKING:
    from .records import ErrorRecord, MatchedBy

__all__ = ["DualWriteError", "InvalidCode", "UndocumentedCode", "UnrecognizedError"]

_PASSING_STATUSES: Final = frozenset({"429", "502", "503", "504"})
_LONGEST_CODE: Final = 32
_IN_NOTES: Final = {"map": "Table map", "activity_id": "Activity ID", "http_status": "HTTP status"}

Surroundings: TypeAlias = "tuple[Mapping[str, str], tuple[type[DualWriteError], ...]]"
LookAround: TypeAlias = "Callable[[DualWriteError], Surroundings]"
"""What the text around an error says: names of its context to values, and the classes of the wrappers around it."""


class _Fact:
    """A field of `info`, read from the class and from its instances alike."""

    def __set_name__(self, owner: type["DualWriteError"], name: str) -> None:
        self._name = name

    def __get__(self, error: "DualWriteError | None", cls: "type[DualWriteError]") -> Any:
        return getattr(cls.info, self._name)


class _IsTransient:
    """True by the facts of the class; of an error of unknown cause, also by the HTTP status that it came with."""

    def __get__(self, error: "DualWriteError | None", cls: "type[DualWriteError]") -> bool:
        if error is None or error.retry is not Retry.UNKNOWN:
            return cls.info.is_transient
        return error.context.get("http_status") in _PASSING_STATUSES


def _fact() -> Any:
    return _Fact()


def _is_transient() -> Any:
    return _IsTransient()


class DualWriteError(Exception):
    """Any error of dual-write: the one class to catch so as to miss none of them.

    `parse` and `from_code` never return exactly this class. Raise it yourself for a dual-write failure of which nothing
    more is known.

    Args:
        text: What the service said about this one error. The code of the class in front of it, as `str` of an error
            has it, is left out.
        raw: The whole input in which the error was found.
        context: What else is known: ``map``, ``request_id``, ``activity_id``, ``record_id``, ``field`` …
        matched_by: How the error was recognized; `parse` sets it.

    Raises:
        TypeError: `text` or `raw` is not a str, or `context` does not map str to str.
        ValueError: `matched_by` is not 'code', 'sentence', 'dataverse_code' or None.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write error",
        detail="Dual-write reported an error of which nothing more is known.",
    )
    """Everything the library knows about this kind of error."""

    code: str = _fact()
    """The code in upper case, such as ``DIPV1003``; ``""`` where the service prints none."""
    message: str = _fact()
    """The official sentence, word for word. ``{name}`` stands for what varies."""
    detail: str = _fact()
    """What it means: the condition that the service found."""
    steps: tuple[str, ...] = _fact()
    """What to do, in order. A step that begins with ``Or`` applies where the ones before it cannot."""
    caution: str | None = _fact()
    """What a step destroys, or None. Read it before the steps."""
    links: tuple[Link, ...] = _fact()
    """Pages that explain the steps."""
    actors: tuple[Actor, ...] = _fact()
    """Who can act, first choice first; our own judgement."""
    retry: Retry = _fact()
    """Whether the same request can succeed later; our own judgement."""
    remediation: str = _fact()
    """What to do, as one text: the caution first, then the steps. ``""`` where nothing is known."""
    help_url: str = _fact()
    """The address of the official page to read first."""
    area: Area | None = None
    """The part of the setup that has to be repaired, or None; our own classification."""
    is_transient: bool = _is_transient()
    """Whether the failure passes by itself: an official page says so, or the cause is unknown and the error came with
    the HTTP status 429, 502, 503 or 504. Lets one retry predicate serve several libraries."""

    matched_by: Literal["code", "sentence", "dataverse_code"] | None = None
    """``"code"``, ``"sentence"`` or ``"dataverse_code"``; None where the error was not recognized in a text."""
    args: tuple[Any, ...]

    _prefix: str = ""
    _args_without_text: tuple[str] = (info.message,)
    _text: str = ""
    _raw: str | None = None
    _parameters: Mapping[str, str] | None = None
    _context: Mapping[str, str] = MappingProxyType({})
    _wrapped_in: tuple[type["DualWriteError"], ...] = ()
    _look_around: Any = None
    """What finds out about the surroundings, until somebody looks at them."""

    def __init__(
        self,
        text: str | None = None,
        *,
        raw: str | None = None,
        context: Mapping[str, str] | None = None,
        matched_by: "MatchedBy | None" = None,
    ) -> None:
        if text is not None:
            if type(text) is not str:
                text = checked_str(text, "text")
            if self._prefix:
                text = text.removeprefix(self._prefix)
        if text:
            self._text = text
            self.args = (self._prefix + text,)
        else:
            self.args = self._args_without_text
        if raw is not None:
            self._raw = raw if type(raw) is str else checked_str(raw, "raw")
        if context is not None:
            self._context = checked_context(context)
        if matched_by is not None:
            from .records import checked_matched_by

            self.matched_by = checked_matched_by(matched_by)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Take note of the new class.

        Raises:
            TypeError: Another class has `info.code`, and the new class does not derive from it; or `code` or `message`
                is not a str on the class.
        """
        super().__init_subclass__(**kwargs)
        register(cls)
        cls._prefix = f"[{cls.code}] " if cls.code else ""
        cls._args_without_text = (cls._prefix + cls.message,)

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        from .pickling import reduce_without_init

        self._see()
        return reduce_without_init(self)

    @property
    def text(self) -> str:
        """What the service said about this one error, without the code and its brackets; ``""`` if nothing."""
        return self._text

    @property
    def raw(self) -> str | None:
        """The whole input in which the error was found, or None."""
        return self._raw

    @property
    def context(self) -> Mapping[str, str]:
        """Where the error was found: what the text, the payload and the caller say; str to str, read-only.

        ``map``, ``table``, ``entity``, ``record_id``, ``request_id``, ``activity_id``, ``session_id``,
        ``http_status``, ``dataverse_code``, ``path`` and more, as far as they are known.
        """
        self._see()
        return MappingProxyType(self._context)

    @property
    def wrapped_in(self) -> "tuple[type[DualWriteError], ...]":
        """The classes of the wrappers around the error, outermost first: what failed because of it."""
        self._see()
        return self._wrapped_in

    @property
    def parameters(self) -> Mapping[str, str]:
        """What the service put into the sentence: ``field``, ``table``, ``entity``, ``values`` … to str; read-only."""
        if self._parameters is None:
            from .sentences import parameters_in

            self._parameters = parameters_in(self._text, self.info)
        return MappingProxyType(self._parameters)

    @property
    def names(self) -> tuple[str, ...]:
        """The table, entity and field names among the `parameters`, in order; a list of names as several."""
        from .sentences import names_among

        return names_among(self.parameters)

    @property
    def errors(self) -> "tuple[DualWriteError, ...]":
        """The error itself; of a group every single error. So that one handler serves both."""
        return (self,)

    @property  # made with the first look, as few errors are looked at
    def __notes__(self) -> list[str]:
        """The PEP 678 notes: what to do, then map, activity ID and HTTP status, then what `add_note` added."""
        if "__notes__" not in self.__dict__:
            self.__dict__["__notes__"] = self._first_notes()
        notes: list[str] = self.__dict__["__notes__"]
        return notes

    @__notes__.setter
    def __notes__(self, notes: list[str]) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]: of its type
        self.__dict__["__notes__"] = notes

    def _first_notes(self) -> list[str]:
        where = "; ".join(f"{title}: {self.context[name]}" for name, title in _IN_NOTES.items() if name in self.context)
        return [note for note in (self.remediation, where) if note]

    def to_dict(self) -> "ErrorRecord":
        """This error as plain data, ready for `json.dumps`. `from_dict` rebuilds the error from it.

        Raises:
            ValueError: It is a group of groups of groups, hundreds of them deep.
        """
        return self._record(self.area, self.context)

    def _record(self, area: Area | None, context: Mapping[str, str]) -> "ErrorRecord":
        return {
            "name": self.info.name,
            "code": self.code,
            "area": area.value if area else None,
            "message": self.message,
            "text": self.text,
            "raw": self.raw,
            "matched_by": self.matched_by,
            "parameters": dict(self.parameters),
            "names": list(self.names),
            "wrapped_in": [cls.__name__ for cls in self.wrapped_in],
            "context": dict(context),
            "notes": list(self.__notes__),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """The typed error that `to_dict` made `record` of, with its text, raw, parameters, context and notes.

        The code decides the class; a code that this version does not document gives an `UndocumentedCode`. Keys that
        this version does not know are ignored. One of ``code`` and ``name`` is needed, every other key may be missing.
        Called on a subclass of your own, it returns that subclass for a record of it or of the class it derives from.

        Raises:
            TypeError: `record` is not a mapping, or a value in it has the wrong type.
            ValueError: It was not made by `to_dict`, or its class is not a `cls`.
        """
        from .records import checked_record

        checked = checked_record(record)
        found = class_of_record(checked, cls)
        if found is None:
            raise InvalidCode(checked["code"])
        if not issubclass(found, cls):
            raise ValueError(f"the record is of {found.__name__}, not of {cls.__name__}: use DualWriteError.from_dict")
        try:
            error = found._restored(checked)
        except RecursionError:
            raise ValueError("the groups of the record are nested too deeply to be rebuilt") from None
        if record.get("parameters") is not None:
            error._parameters = checked["parameters"]
        if record.get("notes") is not None:
            error.__notes__ = checked["notes"]
        return error

    @classmethod
    def _restored(cls, record: "ErrorRecord") -> Self:
        """The error of a checked record, made without `__init__`: a subclass may have one of its own."""
        error = cls.__new__(cls)
        if record["code"] not in ("", cls.code):
            error.code = record["code"]
            error._prefix = f"[{error.code}] "
        error._take(record)
        error.args = (error._prefix + (error.text or error.message),)
        return error

    def _take(self, record: "ErrorRecord") -> None:
        self._text = record["text"]
        self._raw = record["raw"]
        self.matched_by = record["matched_by"]
        self._context = record["context"]
        self._wrapped_in = tuple(class_by_name[name] for name in record["wrapped_in"] if name in class_by_name)

    def attributes(self) -> dict[str, str]:
        """This error as OpenTelemetry attributes: a bounded number of values each, and no free text.

        ``error.type`` is the code; of an error without one the name of its class; ``_OTHER`` where the error is not in
        the catalog. ``dualwrite.error.retry`` is always there. ``dualwrite.error.code``, ``dualwrite.error.area`` and
        ``dualwrite.error.actor`` (the first choice) are left out where they are not known.
        """
        known: dict[str, str | None] = {
            "dualwrite.error.code": self.code,
            "dualwrite.error.area": self.area,
            "dualwrite.error.retry": self.retry,
            "dualwrite.error.actor": next(iter(self.actors), None),
        }
        name = self.info.name if self.info.first_sentence else "_OTHER"
        return {"error.type": self.code or name} | {key: str(value) for key, value in known.items() if value}

    def _see(self) -> None:
        """Find out about the surroundings, if nobody has looked at them before."""
        look_around = self._look_around
        if look_around is not None:
            found, wrapped_in = look_around(self)
            self._context = with_given(found, self._context)
            self._wrapped_in = wrapped_in
            self._look_around = None


register(DualWriteError)

_Error = TypeVar("_Error", bound=DualWriteError)
_ONLY_OF_WRAPPER = ("text", "http_status", "dataverse_code")
"""What a wrapper's sentence says, and its context says better or not at all."""


def with_given(found: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What was found and what the caller gave: the caller wins, and what differs from it is kept as ``found_…``."""
    lost = {f"found_{name}": found[name] for name, value in given.items() if found.get(name, value) != value}
    return {**found, **lost, **given}


def maker_of(
    cls: type[_Error], matched_by: "MatchedBy | None", look_around: LookAround
) -> Callable[[str, str], _Error]:
    """What makes errors of `cls` of a text and a raw text that are known to be str and not empty.

    It takes two thirds of the time of a call of the class.
    """
    new = cls.__new__
    prefix = cls._prefix  # pyright: ignore[reportPrivateUsage]: the same module

    def make(text: str, raw: str) -> _Error:
        error = new(cls, prefix + text)
        error.__dict__ = {"_text": text, "_raw": raw, "matched_by": matched_by, "_look_around": look_around}
        return error

    return make


def look_around_later(error: DualWriteError, look_around: LookAround) -> None:
    """Let `look_around` find out about the surroundings of `error` once somebody looks at them."""
    error._look_around = look_around  # pyright: ignore[reportPrivateUsage]: the same module


def give_context(error: DualWriteError, given: Mapping[str, str]) -> None:
    """Let `error` have the context that its caller gives, which wins over what was found.

    Raises:
        TypeError: `given` does not map str to str.
    """
    error._context = checked_context(given)  # pyright: ignore[reportPrivateUsage]: the same module


def add_context(error: DualWriteError, given: Mapping[str, str]) -> None:
    """Let `error` have what it lacks of the context that a caller gives."""
    error._see()  # pyright: ignore[reportPrivateUsage]: the same module
    error._context = {**given, **error._context}  # pyright: ignore[reportPrivateUsage]: the same module


def found_inside(error: DualWriteError, raw: str, around: Mapping[str, str]) -> None:
    """Say that `error` was found inside of `raw`, where more is known about it: it wins over what its text says."""
    error._raw = raw  # pyright: ignore[reportPrivateUsage]: the same module
    look_around = error._look_around  # pyright: ignore[reportPrivateUsage]: the same module
    error._look_around = _FartherAround((look_around, around))  # pyright: ignore[reportPrivateUsage]: the same module


class _FartherAround(tuple["LookAround | None", Mapping[str, str]]):
    """Looks around an error where more is known; a tuple, as a function would take four times the memory."""

    __slots__ = ()

    def __call__(self, error: DualWriteError) -> Surroundings:
        look_around, around = self
        if look_around is None:
            return around, ()
        found, wrapped_in = look_around(error)
        return {**found, **around}, wrapped_in


def held_by(error: DualWriteError, wrapper: DualWriteError, text: str) -> None:
    """Say that `error` is the cause of `wrapper`, which stood elsewhere, in `text`."""
    look_around = error._look_around  # pyright: ignore[reportPrivateUsage]: the same module

    def look_at_wrapper(error: DualWriteError) -> Surroundings:
        found: Mapping[str, str] = {}
        wrapped_in: tuple[type[DualWriteError], ...] = ()
        if look_around is not None:
            found, wrapped_in = look_around(error)
        said = {name: value for name, value in wrapper.parameters.items() if name not in _ONLY_OF_WRAPPER}
        context = {**said, **wrapper.context, "outer_message": text, **found}
        return context, (*wrapper.wrapped_in, type(wrapper), *wrapped_in)

    error._look_around = look_at_wrapper  # pyright: ignore[reportPrivateUsage]: the same module


class UndocumentedCode(DualWriteError):
    """A well-formed code that is not in the official tables, with the code and the text kept.

    For a documented code you get its own class instead; for a text without any code, `UnrecognizedError`.

    Args:
        text: What the service said. Without `code`, the code is read from in front of it, where it stands in brackets.
        code: The code, in any case; by keyword only.

    Raises:
        InvalidCode: `code` does not look like a code.
        ValueError: `code` is documented.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Undocumented dual-write error code",
        detail="Dual-write gave a code that is not in the tables of error codes this version of the library knows.",
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
        matched_by: "MatchedBy | None" = None,
    ) -> None:
        code = code or _undocumented_code_before(text)
        if code:
            self.code = _undocumented_code(code)
            self._prefix = f"[{self.code}] "
            self._args_without_text = (self._prefix + self.message,)
        super().__init__(text, raw=raw, context=context, matched_by=matched_by)


def _undocumented_code(given: str) -> str:
    code = normal_code(checked_str(given, "code"))
    if code is None:
        raise InvalidCode(given)
    if code in class_by_code:
        raise ValueError(f"{code} is documented: use {class_by_code[code].__name__}, or from_code({code!r})")
    return code


def _undocumented_code_before(text: str | None) -> str:
    if isinstance(text, str) and text.startswith("["):
        code, closing, _ = text[1:_LONGEST_CODE].partition("] ")
        if closing and normal_code(code) == code and code not in class_by_code:
            return code
    return ""


class UnrecognizedError(DualWriteError):
    """An error text in which neither a code nor a documented sentence was found; `text` keeps it whole.

    `code` is ``""``. A text that does hold a code gives the class of that code, or `UndocumentedCode`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Unrecognized dual-write error",
        detail="The text holds neither a code nor a sentence that an official page documents. It may be cut off, or"
        " come from another part of the two systems.",
        steps=(
            "Read the error text: it is all that is known.",
            "If it seems cut off, fetch the whole text: a code may stand in the missing part.",
            "If it does not help, contact Microsoft Support and give them the error text and the activity ID.",
        ),
    )


class InvalidCode(ValueError):
    """What was given as a code is not a code of dual-write.

    For a code that looks like one but is not in the official tables, `from_code` returns an `UndocumentedCode`.

    Args:
        given: What was given.
        near_miss: The code or the class that was probably meant, or None.
    """

    __module__ = "dualwrite_errors"

    given: str
    """What was given."""
    near_miss: str | None
    """The code, or the name of the class, that was probably meant, or None."""

    def __init__(self, given: str, near_miss: str | None = None) -> None:
        named = class_by_name.get(given) if near_miss == given else None
        if named is not None:
            code = f"its code is {named.code!r}" if named.code else "the service prints no code for it"
            message = f"{shown(given)} is a class, not a code: {code}."
        else:
            hint = f" Did you mean {near_miss!r}?" if near_miss else ""
            message = f"{shown(given)} is not a code: a code looks like 'DIPV1003'.{hint}"
        super().__init__(message)
        self.given = given
        self.near_miss = near_miss

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        from .pickling import reduce_without_init

        return reduce_without_init(self)
