"""From a code to its class and to an error."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

import dualwrite_errors
from dualwrite_errors import (
    CATALOG,
    REGISTRY,
    Area,
    DualWriteError,
    IntegrationKeyMissing,
    InvalidCode,
    UndocumentedCode,
    from_code,
)


@pytest.mark.parametrize("code", REGISTRY)
@pytest.mark.parametrize("spell", [str, str.lower, str.title, " {}\n\t".format, "\u00a0{}\u3000".format])
def test_any_case_and_surrounding_space(code: str, spell: Callable[[str], str]) -> None:
    error = from_code(spell(code), "as it said", context={"map": "Sites"})
    assert type(error) is REGISTRY[code]
    assert (error.code, error.text, dict(error.context)) == (code, "as it said", {"map": "Sites"})


def test_text_and_context_are_kept() -> None:
    error = from_code("DIPV1003", "keys are missing", context={"map": "Sites (con_sites)"})
    assert (error.text, dict(error.context), error.raw, error.matched_by) == (
        *("keys are missing", {"map": "Sites (con_sites)"}),
        *(None, None),
    )


@pytest.mark.parametrize("code", ["DIPV1009", "dipv1013", " DIPV1099 ", "DIPV0000", "DIPV9999"])
def test_a_well_formed_code_outside_the_table_is_kept(code: str) -> None:
    error = from_code(code, "something new", context={"map": "Sites"})
    assert type(error) is UndocumentedCode
    assert (error.code, error.text, dict(error.context)) == (code.strip().upper(), "something new", {"map": "Sites"})


@pytest.mark.parametrize(
    ("given", "near_miss"),
    [
        ("1003", "DIPV1003"),
        (" 1003 ", "DIPV1003"),
        ("DIPV 1003", "DIPV1003"),
        ("DIPV-1003", "DIPV1003"),
        ("DPIV1003", "DIPV1003"),
        ("DIPV10O3", "DIPV1003"),
        ("DIPV1OO3", "DIPV1003"),
        ("DIPVlOo3", "DIPV1003"),
        ("code [DIPV10O3]", "DIPV1003"),
        ("DIPVABCD", None),
        ("[DIPV1003]", "DIPV1003"),
        ("Project validation failed. [dipv1010] Mandatory", "DIPV1010"),
        ("Stale DualWrite Configuration present in F&O: the two environments differ [DWFOEV1004]", "DWFOEV1004"),
        ("DWDEV1003", "DWDVEV1003"),
        ("DVDVEV1003", "DWDVEV1003"),
        ("DWFOE1004", "DWFOEV1004"),
        ("integrationkeymising", "IntegrationKeyMissing"),
        ("WriteToDataverseFailled", "WriteToDataverseFailed"),
        (f"{'':22}IntegrationKeyMissin{'':20}", "IntegrationKeyMissing"),
        ("WRITETODATAVERSEFAIL", "WriteToDataverseFailed"),
        ("DWDVEV100", None),
        ("dıpv1003", "DIPV1003"),
        ("", None),
        ("   ", None),
        ("DW9004", "DW9003"),
        ("0x80040265", None),
        ("hello world", None),
        ("x" * 10_000_000, None),
        ("\x1b[31m", None),
        ("D\u0131PV \u202e 9999", None),
        ("10030", None),
        ("21003", None),
        ("x" * 60 + "1003", "DIPV1003"),
        ("x" * 61 + "1003", None),
        ("DIPV103", None),
        ("OOl0", None),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_no_code_is_refused_with_a_near_miss(given: str, near_miss: str | None) -> None:
    with pytest.raises(InvalidCode) as caught:
        from_code(given)
    assert (caught.value.given, caught.value.near_miss) == (given, near_miss)
    message = str(caught.value)
    assert "is not a code: a code looks like 'DIPV1003'" in message
    assert (f"Did you mean '{near_miss}'?" in message) is (near_miss is not None)
    assert len(message) < 200
    assert message.isprintable()


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("IntegrationKeyMissing", "its code is 'DIPV1003'"),
        ("WriteToDataverseFailed", "the service prints no code for it"),
    ],
)
def test_the_name_of_a_class_is_refused_with_its_code(given: str, known: str) -> None:
    with pytest.raises(InvalidCode, match=f"^'{given}' is a class, not a code: {known}.$") as caught:
        from_code(given)
    assert caught.value.near_miss == given


def test_an_invalid_code_is_a_value_error() -> None:
    assert issubclass(InvalidCode, ValueError)
    assert not issubclass(InvalidCode, DualWriteError)


@pytest.mark.parametrize("code", [1003, b"DIPV1003", None, ["DIPV1003"], IntegrationKeyMissing], ids=repr)
def test_a_code_that_is_no_str_is_a_type_error_that_shows_one(code: str) -> None:
    with pytest.raises(TypeError, match="from_code takes a code as str, such as 'DIPV1003', not "):
        from_code(code)


def test_the_registry_is_read_only() -> None:
    with pytest.raises(TypeError):
        REGISTRY["DIPV1099"] = IntegrationKeyMissing  # type: ignore[index] # that it is refused is the point


def test_a_users_subclass_never_changes_the_registry() -> None:
    before = dict(REGISTRY)

    class Ours(IntegrationKeyMissing):
        pass

    assert dict(REGISTRY) == before
    assert type(from_code("DIPV1003")) is IntegrationKeyMissing
    assert not hasattr(dualwrite_errors, Ours.__name__)


def test_from_code_has_an_overload_for_every_code_and_no_other() -> None:
    from typing import get_args, get_overloads, get_type_hints

    hints = [get_type_hints(overload) for overload in get_overloads(from_code)]
    literal = {get_args(hint["code"])[0]: hint["return"] for hint in hints if get_args(hint["code"])}
    assert literal == dict(REGISTRY)


def test_the_typing_test_checks_every_code() -> None:
    checked = (Path(__file__).parent / "typing" / "precision.py").read_text(encoding="utf-8")
    expected = [f'assert_type(from_code("{code}"), d.{cls.__name__})' for code, cls in REGISTRY.items()]
    assert [line for line in expected if line not in checked] == []


def test_the_registry_is_in_code_order_and_the_catalog_in_the_order_of_repair() -> None:
    assert list(REGISTRY) == sorted(REGISTRY)
    areas = [cls.area for cls in CATALOG.values()]
    assert [area for area, _ in groupby(areas)] == [area for area in Area if area in areas]
    assert all(name == cls.__name__ and cls.info.first_sentence for name, cls in CATALOG.items())
    assert set(REGISTRY.values()) <= set(CATALOG.values())
    with pytest.raises(TypeError):
        CATALOG["Ours"] = IntegrationKeyMissing  # type: ignore[index] # that it is refused is the point
