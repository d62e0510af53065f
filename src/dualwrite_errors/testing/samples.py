"""Realistic raw texts of documented errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from ..codes import normal_code
from ..context import map_before
from ..errors import DualWriteError, UndocumentedCode
from ..info import Area
from ..parsing.catalog_index import FEWEST_WORDS
from ..parsing.text import parse_all
from ..registry import CATALOG, REGISTRY, near_miss
from ..templates import Template
from .sentences import filled, places_in

ErrorOrCode: TypeAlias = type[DualWriteError] | str
"""A documented class, or its name; or a code, documented or not."""
TextForm: TypeAlias = Literal["usual", "full_stop", "no_full_stop", "code", "sentence", "wrapped", "log_line"]
"""How `sample_text` writes an error."""

TEXT_FORMS: Final[tuple[TextForm, ...]] = get_args(TextForm)
"""Every `TextForm`."""

TABLE_MAP: Final = "con_sites - Sites V2"
UNDOCUMENTED_SENTENCE: Final = "The gate schedule cannot be paired"
FAILED_WRITE: Final = (
    "Unable to write data to entity con_docks.Writes to ConDockEntity failed with error message Request failed with"
    " status code BadRequest and CDS error code : 0x0 response message: "
)
VALIDATION: Final = "Project validation failed"


class Subject(NamedTuple):
    """What a sample is about."""

    cls: type[DualWriteError]
    code: str

    @property
    def name(self) -> str:
        """What a message calls it."""
        return self.code or self.cls.__name__

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the service says, with placeholders."""
        return (*self.cls.info.sentences, *self.cls.info.sentences_in_wrapper) or (UNDOCUMENTED_SENTENCE,)


def sample_text(
    error: ErrorOrCode,
    *more: ErrorOrCode,
    form: TextForm = "usual",
    sentence: str | None = None,
    table_map: str | None = None,
    **parameters: str,
) -> str:
    """A text as dual-write says it, from which `parse_all` reads exactly the given errors, in order.

    Args:
        error: A class of ``CATALOG``, its name, or a code, documented or not.
        more: Further errors, glued to the first as the service does it; on lines of their own in a ``"log_line"``. A
            wrapper has to be the last, since it would hold what follows.
        form: ``"usual"`` is what the service usually says: the code if there is one, the sentence, and the wrapper
            around it. ``"full_stop"`` and ``"no_full_stop"`` are the same with all full stops and without any.
            ``"code"`` is the code alone and ``"sentence"`` the sentence alone. ``"wrapped"`` is the sentence inside a
            wrapper, without the code. ``"log_line"`` is a line of a log: time stamp, level, table map, and the rest.
        sentence: One of ``error.info.sentences`` or ``sentences_in_wrapper``, where there are several; by default the
            first.
        table_map: The table map that the label in front names: ``"con_sites - Sites V2"`` or ``"Sites V2
            (con_sites)"``. By default only a ``"log_line"`` has a label.
        parameters: What stands in the places of the sentence, by the name that ``error.parameters`` has for it:
            ``field="con_siteid"``. Where you say nothing there is a made-up value.

    Raises:
        TypeError: An error is neither a class nor a str; or none of the errors has such a parameter.
        ValueError: The error has no such form: it has no code, or it counts only inside a wrapper. Or `parse` could not
            read the result back. The message says which, and what to do.
    """
    subjects = [subject_of(each) for each in (error, *more)]
    if form not in TEXT_FORMS:
        raise ValueError(f"{form!r} is not a form of a text: choose one of {', '.join(TEXT_FORMS)}")
    if sentence is not None and (more or sentence not in subjects[0].sentences):
        raise ValueError(f"sentence takes one of the sentences of a single error: {subjects[0].sentences}")
    said = [_said(subject, sentence or subject.sentences[0], form, parameters) for subject in subjects]
    unused = parameters.keys() - {name for each in said for name in each.places}
    if unused:
        names = sorted({name for each in said for name in each.places})
        raise TypeError(f"no parameter {', '.join(sorted(unused))} in {said[0].sentence!r}: it has {names or 'none'}")
    if form == "log_line":
        label = _label(table_map or TABLE_MAP)
        text = "\n".join(
            f"2031-05-06T08:{number // 60 % 60:02}:{number % 60:02}.2218830+00:00  [ERR] {label}{_glued([each], form)}"
            for number, each in enumerate(said)
        )
    else:
        text = (_label(table_map) if table_map else "") + _glued(said, form)
    if parameters or sentence:
        _check_that_it_is_read_back(text, said, parameters)
    return text


def subject_of(error: ErrorOrCode) -> Subject:
    """The class and the code that `error` means.

    Raises:
        TypeError: It is neither a class of an error nor a str.
        ValueError: It is a class that is not in the catalog, or a str that is neither a code nor a name.
    """
    if isinstance(error, str):
        code = normal_code(error)
        if code is not None:
            return Subject(REGISTRY.get(code, UndocumentedCode), code)
        if error in CATALOG:
            return Subject(CATALOG[error], CATALOG[error].code)
        hint = f" Did you mean {meant!r}?" if (meant := near_miss(error)) else ""
        raise ValueError(f"{error!r} is neither a code nor the name of a class of the catalog.{hint}")
    if not _is_class_of_error(error):
        raise TypeError(f"a sample takes a class, its name or a code, not {error!r}")
    if CATALOG.get(error.__name__) is not error:
        raise ValueError(
            f"{error.__name__} is not a documented error: give a class of CATALOG, or a code such as 'DIPV1099'"
        )
    return Subject(error, error.code)


def _is_class_of_error(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, DualWriteError)


def _check_that_it_is_read_back(text: str, said: Sequence[_Said], parameters: dict[str, str]) -> None:
    """Check what a caller's values, which may be anything, have made of a text.

    Raises:
        ValueError: `parse_all` reads other errors or other values from it.
    """
    found = parse_all(text)
    is_read_back = [(type(error), error.code) for error in found] == [each.subject for each in said] and all(
        error.parameters.get(name, value) in {value, f"'{value}'"}
        for error, each in zip(found, said, strict=True)
        for name, value in parameters.items()
        if name in each.places
    )
    if not is_read_back:
        raise ValueError(f"nobody could read these values back: {text!r} says {found}; choose other values")


class _Said(NamedTuple):
    """What the service says about one error."""

    subject: Subject
    sentence: str
    """With placeholders."""
    words: str
    """Without."""
    places: list[str]

    @property
    def is_wrapper(self) -> bool:
        return self.subject.cls.info.is_wrapper

    @property
    def only_in_wrapper(self) -> bool:
        return self.sentence in self.subject.cls.info.sentences_in_wrapper

    @property
    def is_short(self) -> bool:
        """Whether it has too few words to count in the middle of a text."""
        return Template(self.sentence).length < FEWEST_WORDS


def _said(subject: Subject, sentence: str, form: TextForm, parameters: dict[str, str]) -> _Said:
    places = [] if form == "code" else places_in(subject.cls, sentence)
    own = {name: value for name, value in parameters.items() if name in places}
    return _Said(subject, sentence, filled(subject.cls, sentence, own), places)


def _label(table_map: str) -> str:
    for label in (f"{table_map}: Error: ", f"{table_map}: "):
        if map_before(label, len(label)) == (table_map, 0):
            return label
    raise ValueError(
        f"{table_map!r} is not the label of a table map: 'con_sites - Sites V2' and 'Sites V2 (con_sites)' are"
    )


def _glued(said: Sequence[_Said], form: TextForm) -> str:
    text, lead_in = "", ""
    for number, each in enumerate(said):
        if each.is_wrapper and len(said) > 1 and (each.is_short or number < len(said) - 1):
            problem = (
                "too short to count beside others" if each.is_short else "and would hold what follows: put it last"
            )
            raise ValueError(f"{each.subject.name} is a wrapper {problem}, or take the form 'log_line'")
        if text:
            text += "" if text.endswith(".") else "."
        new_lead_in = _lead_in(each, form)
        if new_lead_in != lead_in:
            text += new_lead_in
        lead_in = new_lead_in or lead_in
        text += _words(each, form, is_alone=len(said) == 1)
    by_sentence = [each.words for each in said if form in {"sentence", "wrapped"} or not each.subject.code]
    if len(set(by_sentence)) < len(by_sentence):
        raise ValueError("the same sentence twice in one text is one error: choose another form, or other parameters")
    return f"{text.rstrip('.')}." if form == "full_stop" else text


def _lead_in(said: _Said, form: TextForm) -> str:
    """The wrapper in front of an error, if it stands in one."""
    if form in {"code", "sentence"} or said.is_wrapper:
        return ""
    if said.subject.code.startswith("DIPV"):
        return f"{VALIDATION} " if form == "no_full_stop" else f"{VALIDATION}. "
    is_usual = not said.subject.code and (said.only_in_wrapper or said.is_short or said.subject.cls.area is Area.DATA)
    return FAILED_WRITE if is_usual or form == "wrapped" else ""


def _words(said: _Said, form: TextForm, *, is_alone: bool) -> str:
    code = said.subject.code
    if form == "code":
        if not code:
            raise ValueError(f"{said.subject.name} has no code: choose another form")
        return f"[{code}]"
    if form in {"sentence", "wrapped"} and said.subject.cls is UndocumentedCode:
        raise ValueError(f"{code} is not documented and has no sentence: choose another form")
    if form == "sentence" and (said.only_in_wrapper or (said.is_short and not is_alone)):
        raise ValueError(f"{said.sentence!r} counts only inside a wrapper: take the form 'wrapped'")
    words = said.words.rstrip(".") if form == "no_full_stop" else said.words
    if form in {"sentence", "wrapped"} or not code:
        return words
    return f"[{code}] {words}" if code.startswith("DIPV") else f"{code} - {words}"
