"""What a text says about where an error was found: the table map, ids, the records of a log."""

import pytest

from dualwrite_errors import UnrecognizedError, parse, parse_all
from dualwrite_errors.context import dataverse_codes_in, http_status_of, ids_in, map_before, records_of

GUID = "0b5c5d7e-1111-4222-8333-abcdefABCDEF"
OTHER = "1b5c5d7e-1111-4222-8333-abcdefABCDEF"


# The label of a table map.


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Sites V2 (con_sites): ", "Sites V2 (con_sites)"),
        ("Sites V2 (con_sites) :", "Sites V2 (con_sites)"),
        ("con_sites - Sites V2: Error: ", "con_sites - Sites V2"),
        ("con_sites - Sites V2:Error:", "con_sites - Sites V2"),
        ("2031-05-06T08:00:04.2218830+00:00  [ERR] con_sites - Sites V2: Error: ", "con_sites - Sites V2"),
        ("2031-05-06 08:00:04,221 ERROR con_sites - Sites V2: Error: ", "con_sites - Sites V2"),
        ("[2031-05-06 08:00] [worker] WARN: Sites V2 (con_sites) : ", "Sites V2 (con_sites)"),
        ("08:00:04 Sites V2 (con_sites): ", "Sites V2 (con_sites)"),
        ("… in the schema. Sites V2 (con_sites): ", "Sites V2 (con_sites)"),
        ("first line\nSites V2 (con_sites): ", "Sites V2 (con_sites)"),
        ("Sites V2 (con_sites) : Dual write failure - ", "Sites V2 (con_sites)"),
        ("Sites V2 (con_sites): [", "Sites V2 (con_sites)"),
        ("Error: ", None),
        ("ERROR - worker: Error: ", None),
        ("http://con.example/a - b: Error: ", None),
        ("a: b - c: Error: ", "b - c"),
        ("con_sites - Sites V2: ", None),
        ("Sites V2 (con sites): ", None),
        ("Sites V2 (con_sites) ", None),
        ("", None),
        ("x" * 400 + " (con_sites): ", None),
    ],
)
def test_a_label_names_the_map_that_follows_it(before: str, name: str | None) -> None:
    found = map_before(f"{before}[DIPV1003]", len(before))
    assert (found and found[0]) == name


def test_every_issue_of_a_wrapper_has_the_map_of_its_label() -> None:
    text = "Sites V2 (con_sites): Project validation failed. [DIPV1003] Keys. [DIPV1010] Not mapped"
    assert [error.context["map"] for error in parse_all(text)] == ["Sites V2 (con_sites)"] * 2


def test_a_label_holds_for_its_line_and_until_the_next_label() -> None:
    text = "A (con_a): [DIPV1003] x [DIPV1010] y. B (con_b): [DIPV1018] z\n[DIPV1020] w"
    assert [error.context.get("map") for error in parse_all(text)] == ["A (con_a)", "A (con_a)", "B (con_b)", None]


def test_each_record_of_a_log_has_its_own_map() -> None:
    text = (
        "2031-05-06 08:00:01 [ERR] con_a - A: Error: Project validation failed. [DIPV1003] x\n"
        "2031-05-06 08:00:02 [ERR] Project validation failed. [DIPV1010] y\n"
    )
    assert [error.context.get("map") for error in parse_all(text)] == ["con_a - A", None]


# Ids.


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (f"Activity ID: {GUID}", {"activity_id": GUID}),
        (f"Root Activity ID:\n{GUID}", {"activity_id": GUID}),
        (f"rootActivityId={GUID}", {"activity_id": GUID}),
        (f"Activity ID for troubleshooting {{{GUID}}}", {"activity_id": GUID}),
        (f"Session ID:\r\n{GUID}\r\nRoot activity ID:\r\n{OTHER}", {"session_id": GUID, "activity_id": OTHER}),
        (f"Request Id: {GUID}, correlation id {OTHER}", {"request_id": GUID, "correlation_id": OTHER}),
        (f"Session ID:\nRoot Activity ID:\n{GUID}", {"activity_id": GUID}),
        (f"Activity ID: {GUID} and again activity id {GUID}", {"activity_id": GUID}),
        (f"Activity ID: {GUID} and another activity id {OTHER}", {}),
        (f"Activity ID: {GUID}{GUID[:4]}", {}),
        ("Record Id: new record, ErrorMessage: x", {"record_id": "new record"}),
        (f"Record Id: {GUID}", {"record_id": GUID}),
        (f"inactivity id {GUID}", {}),
        ("Activity ID: unknown", {}),
        ("", {}),
    ],
)
def test_ids_are_read_off_a_text(text: str, ids: dict[str, str]) -> None:
    assert ids_in(text) == ids


def test_an_issue_has_the_ids_that_stand_nearest_to_it() -> None:
    text = (
        f"Session ID: {OTHER}. Unable to write data to entity con_a. No luck. Activity ID for troubleshooting"
        f" {{{GUID}}} Unable to write data to entity con_b. No luck. Activity ID for troubleshooting {{{OTHER}}}"
    )
    first, second = parse_all(text)
    assert (first.context["activity_id"], first.context["session_id"]) == (GUID, OTHER)
    assert (second.context["activity_id"], second.context["session_id"]) == (OTHER, OTHER)


def test_an_unrecognized_text_keeps_its_ids() -> None:
    error = parse(f"The service is on fire. Session ID: {GUID}")
    assert (type(error), error.context["session_id"]) == (UnrecognizedError, GUID)


# What the caller gives.


def test_the_callers_context_wins_and_what_was_found_is_kept() -> None:
    text = "Sites V2 (con_sites): Project validation failed. [DIPV1003] Integration keys are missing"
    for error in (
        parse(text, context={"map": "Sites", "job": "7"}),
        *parse_all(text, context={"map": "Sites", "job": "7"}),
    ):
        assert dict(error.context) == {"map": "Sites", "found_map": "Sites V2 (con_sites)", "job": "7"}


def test_the_context_found_later_is_that_of_the_moment_of_parsing() -> None:
    given = {"job": "7"}
    error = parse("[DIPV1003] Integration keys are missing", context=given)
    given["job"] = "8"
    assert error.context["job"] == "7"


# Records, codes, statuses.


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("", [""]),
        ("one\ntwo", ["one\ntwo"]),
        ("2031-05-06 a\nb\n2031-05-07 c", ["2031-05-06 a\nb\n", "2031-05-07 c"]),
        ("a\n[08:00:01] b", ["a\n", "[08:00:01] b"]),
        ("a\n06.05.2031 b", ["a\n", "06.05.2031 b"]),
        ("a\n12.50 in the schema", ["a\n12.50 in the schema"]),
    ],
)
def test_a_line_that_begins_with_a_time_stamp_opens_a_record(text: str, records: list[str]) -> None:
    assert [text[start:stop] for start, stop in records_of(text)] == records


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("0x80040265", ["0x80040265"]),
        ("0X8004418D and -2147220891", ["0x8004418d", "0x80040265"]),
        ("0x0, 0x8004, 0x800402651, 80040265, x0x80040265, 2147220891, -214722089", []),
    ],
)
def test_codes_of_dataverse_are_hexadecimal_or_signed_decimals(text: str, codes: list[str]) -> None:
    assert list(dataverse_codes_in(text)) == codes


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("BadRequest", "400"),
        ("bad request", "400"),
        ("404", "404"),
        ("GatewayTimeout", "504"),
        ("OK", None),
        ("", None),
        ("40", None),
    ],
)
def test_a_status_is_a_number_or_its_name(word: str, status: str | None) -> None:
    assert http_status_of(word) == status
