"""Hypothesis strategies. Hypothesis is imported with their first use: it comes with the extra `testing`."""

from __future__ import annotations

import string
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..codes import FAMILIES
from ..errors import DualWriteError, UndocumentedCode
from ..parsing import parse
from ..registry import CATALOG, REGISTRY
from .payloads import PAYLOAD_SHAPES, sample_payload
from .samples import TEXT_FORMS, ErrorOrCode, TextForm, sample_text, subject_of
from .sentences import places_in

if TYPE_CHECKING:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn, SearchStrategy
else:

    class _ImportedWithFirstUse:
        def __getattr__(self, name: str) -> Any:
            try:
                from hypothesis import strategies
            except ModuleNotFoundError:
                raise ModuleNotFoundError(
                    "the strategies of dualwrite_errors.testing need Hypothesis:"
                    " pip install 'dualwrite-errors[testing]'",
                    name="hypothesis",
                ) from None
            return getattr(strategies, name)

    st = _ImportedWithFirstUse()

_MOST_ERRORS: Final = 3
_MAY_BE_ANY_NAME: Final = ("entity", "field", "fields", "key", "project", "solution", "table", "user", "value")
_LONGEST_NAME: Final = 8
_Classes: TypeAlias = tuple[type[DualWriteError], ...]


def codes(*, documented: bool | None = None) -> SearchStrategy[str]:
    """Codes in upper case.

    Args:
        documented: True for those of ``REGISTRY`` alone, False for well-formed ones that are not in it alone.

    Raises:
        ModuleNotFoundError: Hypothesis is not installed. Every strategy raises it.
    """
    known: SearchStrategy[str] = st.sampled_from(list(REGISTRY))
    numbered: SearchStrategy[str] = st.builds("{}{:04}".format, st.sampled_from(FAMILIES), st.integers(0, 9999))
    unknown = numbered.filter(_is_undocumented)
    if documented is None:
        return known | unknown
    return known if documented else unknown


def _is_undocumented(code: str) -> bool:
    return code not in REGISTRY


def raw_texts(*classes: type[DualWriteError]) -> SearchStrategy[str]:
    """Texts as dual-write says them, each with one to three errors, in every form of `sample_text`.

    Args:
        classes: Only errors of these classes. A base class stands for each of its errors; none stands for every error.

    Raises:
        ValueError: No error that has a text is of one of `classes`.
        ModuleNotFoundError: As `codes`.
    """
    return _texts(_pool(classes), _MOST_ERRORS)


def errors(*classes: type[DualWriteError]) -> SearchStrategy[DualWriteError]:
    """Single errors as `parse` returns them, with their text, raw, parameters and context.

    The arguments and what they raise are those of `raw_texts`.
    """
    return _texts(_pool(classes), 1).map(parse)


def payloads(*classes: type[DualWriteError]) -> SearchStrategy[dict[str, Any] | list[Any]]:
    """Decoded JSON with one to three errors, in every shape of `sample_payload`.

    The arguments and what they raise are those of `raw_texts`.
    """
    pool = _pool(classes)

    @st.composite
    def payload(draw: DrawFn) -> dict[str, Any] | list[Any]:
        shape = draw(st.sampled_from(PAYLOAD_SHAPES))
        drawn = _draw(draw, pool, _MOST_ERRORS)
        try:
            return sample_payload(drawn, shape=shape)
        except ValueError:  # they cannot stand in one text
            return sample_payload(drawn[0], shape=shape)

    return payload()


def _texts(pool: _Classes, most_errors: int) -> SearchStrategy[str]:

    @st.composite
    def text(draw: DrawFn) -> str:
        first, *more = _draw(draw, pool, most_errors)
        form = draw(st.sampled_from(_forms_of(subject_of(first).cls.__name__)))
        places = [] if form == "code" else _places_of(subject_of(first).cls)
        names = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=_LONGEST_NAME).map("con_{}".format)
        parameters = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(places, names)))
        try:
            return sample_text(first, *more, form=form, **parameters)
        except ValueError:  # they cannot stand in one text
            return sample_text(first, form=form, **parameters)

    return text()


def _draw(draw: DrawFn, pool: _Classes, most: int) -> list[ErrorOrCode]:
    drawn = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=most))
    return [draw(codes(documented=False)) if cls is UndocumentedCode else cls for cls in drawn]


def _pool(classes: _Classes) -> _Classes:
    """The documented errors of some classes, those with a code first, as they make the shortest examples."""
    every = dict.fromkeys((*REGISTRY.values(), *CATALOG.values(), UndocumentedCode))
    pool = tuple(cls for cls in every if issubclass(cls, classes or DualWriteError))
    if not pool:
        raise ValueError(f"no error with a text of its own is of {', '.join(cls.__name__ for cls in classes)}")
    return pool


@cache
def _forms_of(name: str) -> tuple[TextForm, ...]:
    """The forms that the class of a name has."""
    if name == UndocumentedCode.__name__:
        return tuple(form for form in TEXT_FORMS if form not in {"sentence", "wrapped"})
    return tuple(form for form in TEXT_FORMS if _has_form(name, form))


def _has_form(name: str, form: TextForm) -> bool:
    try:
        sample_text(name, form=form)
    except ValueError:
        return False
    return True


def _places_of(cls: type[DualWriteError]) -> list[str]:
    return [place for place in places_in(cls, cls.message) if place in _MAY_BE_ANY_NAME]
