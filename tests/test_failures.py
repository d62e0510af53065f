"""A failure while a payload is read: what belongs to it, what was found in it before, and what an inner one adds."""

import pytest

from dualwrite_errors import (
    DualWriteError,
    EntitySyncFailed,
    IntegrationKeyMissing,
    MandatoryFieldNotMapped,
    ReferencedRowNotFound,
    UndocumentedCode,
)
from dualwrite_errors.parsing.failures import Failure
from dualwrite_errors.parsing.locations import NO_NAMES, Where

ROOT: Where = (None, 0, None, NO_NAMES)
OTHER: Where = (ROOT, "b", None, NO_NAMES)
KEYS, FIELD = IntegrationKeyMissing("Keys of con_a"), MandatoryFieldNotMapped("con_b")


def failure(message: str | None = None, enclosing: Failure | None = None, *, is_part: bool = False) -> Failure:
    said = None if message is None else (message, ("message",))
    return Failure((ROOT, "a", None, NO_NAMES), said, enclosing, repeats=False, is_part=is_part)


def new(where: Failure, *errors: DualWriteError, repeats: bool = False) -> list[DualWriteError]:
    return where.new_among(list(errors), repeats=repeats)


def test_it_stands_at_one_place() -> None:
    assert failure().is_at(ROOT, "a")
    assert not failure().is_at(ROOT, "b")
    assert not failure().is_at(OTHER, "a")
    assert not failure().is_at(None, "a")


def test_a_failure_is_new_and_of_dual_write_and_says_nothing_until_it_is_read() -> None:
    fresh = failure()
    assert (fresh.found, fresh.recognized, fresh.inner_message, fresh.wrapper, fresh.speechless) == (
        0,
        [],
        "",
        None,
        None,
    )
    assert not fresh.says_anything
    assert not fresh.is_message_json
    assert fresh.is_of_dual_write
    assert not Failure(ROOT, None, None, repeats=False, is_of_dual_write=False).is_of_dual_write
    inner = Failure(ROOT, None, fresh, repeats=True)
    assert (inner.enclosing, inner.repeats, inner.where) == (fresh, True, ROOT)
    assert (new(inner, KEYS), new(fresh, KEYS)) == ([KEYS], [KEYS])


@pytest.mark.parametrize("text", ["DIPV1003", "dipv1003", "DW9003", "DWDVEV1999", " DIPV1003\n"])
def test_a_code_alone_is_about_the_message_beside_it(text: str) -> None:
    assert failure("Keys are gone").is_code_beside_message(text)
    assert not failure("Keys are gone").is_code_beside_message(f"{text} too")
    assert not failure("Keys are gone").is_code_beside_message(f"see {text}")
    assert not failure(text).is_code_beside_message(text)
    assert not failure().is_code_beside_message(text)
    said_as_json = failure("{}")
    said_as_json.is_message_json = True
    assert not said_as_json.is_code_beside_message(text)


def test_the_message_is_the_text_of_a_code_beside_it_unless_it_has_a_code_itself() -> None:
    (error,) = failure("Keys are gone").errors_of_code_beside_message("dipv1003")
    assert (type(error), error.text) == (IntegrationKeyMissing, "Keys are gone")
    (error,) = failure("Keys are gone").errors_of_code_beside_message(" DIPV1003 ")
    assert (type(error), error.text) == (IntegrationKeyMissing, "Keys are gone")
    (error,) = failure("Keys are gone").errors_of_code_beside_message("DIPV1999")
    assert (type(error), error.text) == (UndocumentedCode, "Keys are gone")
    for written, beside in (("DIPV1003", "dipv1003"), ("dipv1003", "DIPV1003"), ("dIPV1003", "Dipv1003")):
        assert failure(f"[{written}] Keys are gone").errors_of_code_beside_message(beside) == []
        (error,) = failure(f"[{written}] Keys are gone").errors_of_code_beside_message("DIPV1010")
        assert (type(error), error.text) == (MandatoryFieldNotMapped, "")
    (error,) = failure().errors_of_code_beside_message("DIPV1003")
    assert (type(error), error.text) == (IntegrationKeyMissing, "")


def test_the_message_is_the_text_of_sixteen_codes_and_no_more() -> None:
    told = failure("Keys are gone")
    texts = [error.text for _ in range(18) for error in told.errors_of_code_beside_message("DIPV1003")]
    assert texts == ["Keys are gone"] * 16 + [""] * 2


def test_what_was_found_before_is_not_new() -> None:
    read = failure()
    assert new(read, KEYS, KEYS) == [KEYS, KEYS]
    assert new(read, KEYS, FIELD) == [FIELD]
    other_words = IntegrationKeyMissing("Keys of con_c")
    assert new(read, other_words) == [other_words]
    assert (read.found, read.recognized) == (5, [KEYS, KEYS, FIELD, other_words])


def test_what_may_only_repeat_others_is_new_by_its_class_alone() -> None:
    read = failure()
    assert new(read, KEYS, repeats=True) == [KEYS]
    other_words = IntegrationKeyMissing("Keys of con_c")
    assert new(read, other_words, FIELD, repeats=True) == [FIELD]
    unlike, like = (UndocumentedCode("x", code=code) for code in ("DIPV1998", "DIPV1999"))
    assert new(read, unlike, repeats=True) == [unlike]
    assert new(read, like, repeats=True) == [like]
    assert new(read, UndocumentedCode("y", code="DIPV1998"), repeats=True) == []


def test_errors_without_a_code_repeat_each_other_by_their_class() -> None:
    read = failure()
    sync, lookup = EntitySyncFailed("a"), ReferencedRowNotFound("b")
    assert new(read, sync, repeats=True) == [sync]
    assert new(read, lookup, EntitySyncFailed("c"), repeats=True) == [lookup]


def test_what_an_inner_failure_found_is_counted_and_repeated_in_the_outer_one() -> None:
    outer = failure()
    new(outer, KEYS)
    inner = failure(enclosing=outer)
    inner.says_anything = True
    new(inner, FIELD)
    outer.take_over(inner)
    assert (outer.found, outer.says_anything, outer.recognized) == (2, True, [KEYS])
    again = (MandatoryFieldNotMapped("x"), IntegrationKeyMissing("y"))
    assert new(outer, *again, repeats=True) == []
    empty = failure()
    empty.take_over(inner)
    assert new(empty, MandatoryFieldNotMapped("x"), repeats=True) == []
    assert new(outer, FIELD) == [FIELD]  # the same words in another failure are another error


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_inner_failure_that_found_more_or_fewer_is_repeated_alike(count: int) -> None:
    outer, inner = failure(), failure()
    new(outer, KEYS)
    new(inner, FIELD, *(UndocumentedCode(code=f"DIPV199{number}") for number in range(count)))
    outer.take_over(inner)
    outer.take_over(failure())
    assert new(outer, IntegrationKeyMissing("y"), MandatoryFieldNotMapped("x"), repeats=True) == []


def test_what_says_something_still_does_so_after_an_inner_failure_that_says_nothing() -> None:
    outer = failure()
    outer.take_over(failure())
    assert not outer.says_anything
    outer.says_anything = True
    outer.take_over(failure())
    assert outer.says_anything


def test_a_part_of_a_failure_knows_what_is_found_in_the_rest_of_it() -> None:
    outer = failure()
    part = failure(enclosing=outer, is_part=True)
    other_part = failure(enclosing=outer, is_part=True)
    assert new(part, KEYS) == [KEYS]
    assert new(outer, KEYS) == new(other_part, KEYS) == []
    assert new(other_part, FIELD) == [FIELD]
    outer.take_over(part)
    outer.take_over(other_part)
    assert sorted(map(str, outer.recognized)) == sorted(map(str, [KEYS, FIELD]))
    assert new(failure(enclosing=outer), KEYS) == [KEYS]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_part_hands_over_all_that_was_recognized_in_it(count: int) -> None:
    outer = failure()
    new(outer, KEYS)
    part = failure(enclosing=outer, is_part=True)
    found = [UndocumentedCode(code=f"DIPV199{number}") for number in range(count)]
    new(part, *found)
    outer.take_over(part)
    assert {id(error) for error in outer.recognized} == {id(error) for error in (KEYS, *found)}
