"""What a text says around its errors: ids and labels in front of them, and of what they are a part."""

import pytest

from dualwrite_errors import (
    DataverseRequestFailed,
    EntitySyncFailed,
    PrivilegeMissing,
    ReferencedRowNotFound,
    WriteToDataverseFailed,
    parse,
    parse_all,
    parse_payload,
)
from dualwrite_errors.parsing.text import errors_with_places

A, B, C, D = (f"5cfd4dea-0000-4000-8000-00000000000{number}" for number in range(1, 5))
SYNC_A, SYNC_B = "Unable to sync with entity con_a.", "Unable to sync with entity con_b."
LOOKUP_A, LOOKUP_B = "Unable to lookup con_a with values {A}.", "Unable to lookup con_b with values {B}."
REFUSED = (
    "Unable to write data to entity con_docks.Writes to ConDock failed with error message Request failed with"
    " status code BadRequest and CDS error code : {} response message: Nobody knows."
)


def said(text: str, name: str = "activity_id") -> list[str | None]:
    """What the context of each error in a text says."""
    return [error.context.get(name) for error in parse_all(text)]


# A short sentence counts where it is the whole text.


def test_a_short_sentence_that_is_one_record_of_a_log_is_not_the_whole_text() -> None:
    assert parse_all("Data type mismatch\n2031-05-06 08:00:01 done") == []
    assert parse_all("2031-05-06 08:00:01 begun\n2031-05-06 08:00:02 Data type mismatch") == []
    assert len(parse_all("Data type mismatch\n")) == 1


def test_a_short_sentence_that_is_a_part_of_a_text_is_not_the_whole_text() -> None:
    assert errors_with_places("Data type mismatch", is_part=True) == []
    assert errors_with_places("Project validation failed", is_part=True) == []
    assert len(errors_with_places("Data type mismatch")) == len(errors_with_places("Project validation failed")) == 1


def test_a_short_sentence_that_is_a_message_of_a_payload_is_the_whole_text() -> None:
    for said in ("Data type mismatch", "Project validation failed"):
        (error,) = parse_payload({"error": {"message": said}})
        assert type(error) is type(parse(said))
        assert error.matched_by == "sentence"


# Ids.

BETWEEN = [" ", ".", ", ", "; ", " | ", "\n", " .. "]
BEFORE_ERROR = [*BETWEEN, "", ", ErrorMessage: ", ". Message = ", " x:", " x:  ", " The error message of it:"]


@pytest.mark.parametrize("between", BEFORE_ERROR)
def test_ids_lead_up_to_the_error_that_they_stand_right_before(between: str) -> None:
    text = f"Activity ID: {A}{between}[DIPV1003] Keys are gone. Activity ID: {B}{between}[DIPV1010] Not mapped"
    assert said(text) == [A, B]
    assert [error.text for error in parse_all(text)] == ["Keys are gone.", "Not mapped"]


@pytest.mark.parametrize("code", ["DIPV1003", "[DIPV1003]", "([DIPV1003])", '"DIPV1003', "**DIPV1003**"])
def test_ids_lead_up_to_a_code_with_or_without_brackets(code: str) -> None:
    assert said(f"Activity ID: {A}. {code} Keys. Activity ID: {B}. {code} Keys.") == [A, B]


@pytest.mark.parametrize("between", BETWEEN)
def test_several_ids_lead_up_to_an_error_together(between: str) -> None:
    first, second = (f"Activity ID: {one}{between}Session ID: {other}" for one, other in ((A, B), (C, D)))
    text = f"{first}. {SYNC_A} {second}. {SYNC_B}"
    assert (said(text), said(text, "session_id")) == ([A, C], [B, D])


@pytest.mark.parametrize("between", [" said ", " - ", ": ", ". It was read. ", ". Of a, b: ", " Sites V2 (con_a) : "])
def test_ids_with_other_words_behind_them_do_not_lead_up_to_an_error(between: str) -> None:
    assert said(f"Activity ID: {A}{between}[DIPV1003] Keys. Activity ID: {B}. [DIPV1010] Not mapped") == [B, None]


def test_ids_behind_the_first_error_lead_up_to_none() -> None:
    assert said(f"{SYNC_A} Activity ID: {A}. {SYNC_B} Activity ID: {B}. {LOOKUP_A}") == [A, B, None]
    assert said(f"{SYNC_A} {SYNC_B} Activity ID: {A}. {LOOKUP_A} Activity ID: {B}. {LOOKUP_B}") == [None, A, B, None]


def test_an_error_without_ids_before_it_has_none_of_another() -> None:
    assert said(f"Activity ID: {A}. {SYNC_A} It was read. {LOOKUP_A} Activity ID: {B}. {SYNC_B}") == [A, None, B]


@pytest.mark.parametrize(
    ("code", "cls"),
    [("0x80040220", PrivilegeMissing), ("0x80040265", DataverseRequestFailed), ("0x0", DataverseRequestFailed)],
)
def test_ids_lead_up_to_a_wrapper_whatever_it_is_recognized_by(code: str, cls: type) -> None:
    errors = parse_all(f"Activity ID: {A}. {REFUSED.format(code)} Activity ID: {B}. {REFUSED.format(code)}")
    assert [type(error) for error in errors] == [cls, cls]
    assert [error.context["activity_id"] for error in errors] == [A, B]
    (text,) = {error.text for error in errors}
    assert (
        text
        == f"Request failed with status code BadRequest and CDS error code : {code} response message: Nobody knows."
    )


def test_ids_before_the_outermost_wrapper_belong_to_what_the_inner_one_holds() -> None:
    wrapped = REFUSED.format("0x80040265").replace("Nobody knows.", "{}")
    text = f"Activity ID: {A}. {wrapped.format(LOOKUP_A)} Activity ID: {B}. {wrapped.format(LOOKUP_B)}"
    assert [type(error) for error in parse_all(text)] == [ReferencedRowNotFound] * 2
    assert said(text) == [A, B]


def test_each_error_in_a_wrapper_has_the_ids_right_before_it() -> None:
    failed = "Unable to write data to entity con_docks."
    text = f"Activity ID: {A}. {failed} {LOOKUP_A} Activity ID: {B}. {LOOKUP_B}"
    assert said(text) == [A, B]
    assert [error.text for error in parse_all(text)] == [LOOKUP_A, LOOKUP_B]
    assert said(f"{failed} Activity ID: {A}. {LOOKUP_A} Activity ID: {B}. {LOOKUP_B}") == [B, None]


def test_the_cause_in_the_middle_of_ids_is_still_the_text() -> None:
    (error,) = parse_all(f"Activity ID: {A}. {SYNC_A} Session ID: {B}")
    assert (type(error), error.text) == (EntitySyncFailed, f"{SYNC_A} Session ID: {B}")
    assert (error.context["activity_id"], error.context["session_id"]) == (A, B)


def test_the_first_error_of_a_text_has_what_stands_around_it() -> None:
    text = f"Activity ID: {A}. Sites (con_sites) : {SYNC_A} Activity ID: {B}. Docks (con_docks) : {SYNC_B}"
    assert parse(text).context == parse_all(text)[0].context
    assert parse(text).context["map"] == "Sites (con_sites)"


# Labels.


def test_the_nearest_label_names_the_map() -> None:
    inner = "Sites V2 (con_sites) : Unable to write data to entity con_docks. "
    outer = "Docks (con_docks) : Dual write failure - "
    assert said(f"{outer}x. {inner}{LOOKUP_A}", "map") == ["Sites V2 (con_sites)"]
    assert said(f"{outer}x. {inner}Keys (con_keys) : {LOOKUP_A}", "map") == ["Keys (con_keys)"]
    assert said(f"{outer}Unable to write data to entity con_docks. {LOOKUP_A}", "map") == ["Docks (con_docks)"]


def test_a_label_behind_any_sentence_of_a_wrapper_names_the_map_and_that_is_no_part_of_it() -> None:
    written, refused = "Unable to write data to entity con_a.", "Writes to ConA failed with error message"
    sites = "Sites V2 (con_sites) : "
    for text in (
        f"{written} {sites}{LOOKUP_A}",
        f"{refused} {sites}{LOOKUP_A}",
        f"{written} {refused} {sites}{LOOKUP_A}",
        f"{written} {sites}{LOOKUP_A} {refused} x",
        f"Dual write failure - {written} {refused} {sites}{LOOKUP_A}",
        f"{sites}Dual write failure - {written} {refused}\n{LOOKUP_A}",
        f"{sites}Dual write failure - x. {written}\n{LOOKUP_A}",
        f"{sites}Dual write failure - x.\n{written} {LOOKUP_A}",
    ):
        assert said(text, "map") == ["Sites V2 (con_sites)"], text


def test_a_label_before_ids_names_the_map_of_the_error_behind_them() -> None:
    text = f"Docks (con_docks) : Activity ID: {A}. {SYNC_A} Sites V2 (con_sites) : Activity ID: {B}. {SYNC_B}"
    assert (said(text), said(text, "map")) == ([A, B], ["Docks (con_docks)", "Sites V2 (con_sites)"])


def test_a_label_names_the_map_of_all_errors_behind_it_on_its_line() -> None:
    text = f"{SYNC_A} Docks (con_docks) : {LOOKUP_A} {LOOKUP_B}\n{SYNC_B} Sites (con_sites): {LOOKUP_A} {LOOKUP_B}"
    docks, sites = "Docks (con_docks)", "Sites (con_sites)"
    assert said(text, "map") == [None, docks, docks, None, sites, sites]
    assert said(f"\n\n{text}", "map") == [None, docks, docks, None, sites, sites]


@pytest.mark.parametrize("code", ["0x80040220", "0x80040265"])
@pytest.mark.parametrize("between", [" ", "\n", ". "])
def test_the_label_of_the_next_wrapper_is_no_part_of_the_text_before_it(code: str, between: str) -> None:
    first, second = parse_all(f"A (con_a) : {REFUSED.format(code)}{between}B (con_b) : {REFUSED.format(code)}")
    assert (first.context["map"], second.context["map"]) == ("A (con_a)", "B (con_b)")
    assert first.text.rstrip(".") == second.text.rstrip(".")
    assert first.text.startswith("Request failed with status code BadRequest and CDS error code")


def test_the_sentences_of_a_wrapper_stay_together_in_its_text() -> None:
    one = "Unable to write data to entity con_a. Writes to ConA failed with error message Nobody knows."
    errors = parse_all(f"Activity ID: {A}. {one} Activity ID: {B}. {one}")
    assert [(type(error), error.text) for error in errors] == [(WriteToDataverseFailed, one)] * 2
