"""What a text says about where an error was found: the table map, ids, the records of a log."""

import re

import pytest

from dualwrite_errors import UnrecognizedError, parse, parse_all
from dualwrite_errors.context import (
    ID_LABEL,
    dataverse_codes_in,
    http_status_of,
    id_places_in,
    ids_in,
    is_log_prefix,
    map_before,
    records_of,
)

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
        ("2031-05-06 Sites V2 (con_sites): ", "Sites V2 (con_sites)"),
        ("06.05.2031 con_sites - Sites V2: Error: ", "con_sites - Sites V2"),
        ("… in the schema. Sites V2 (con_sites): ", "Sites V2 (con_sites)"),
        ("first line\nSites V2 (con_sites): ", "Sites V2 (con_sites)"),
        ("Sites V2 (con_sites) : Dual write failure - ", "Sites V2 (con_sites)"),
        ("Sites V2 (con_sites): [", "Sites V2 (con_sites)"),
        ("Error: ", None),
        ("ERROR - worker: Error: ", None),
        ("worker ERROR - Sites: Error: ", None),
        ("worker DIPV1003 - Sites: Error: ", None),
        ("http://con.example/a - b: Error: ", None),
        ("a: b - c: Error: ", "b - c"),
        ("con_sites - Sites V2: ", None),
        ("Sites V2 (con sites): ", None),
        ("Sites V2 (con_sites) ", None),
        ("Sites V2 (con_sites): X", None),
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


def test_the_wrapper_before_a_label_is_no_part_of_the_name_of_the_map() -> None:
    for label in ("Sites V2 - con_sites: Error:", "Sites V2 (con_sites):"):
        (error,) = parse_all(f"Units (con_units) : Dual write failure - {label} Data type mismatch")
        assert error.context["map"] == label.partition(":")[0]
    for before in (
        "Project validation failed. ",
        "Unable to sync with entity con_a, ",
        "Project validation failed, ",
        "Unable to write data to entity con_a. Writes to ConA failed with error message ",
    ):
        error = parse_all(f"{before}Sites V2 (con_sites): [DIPV1003] Keys")[-1]
        assert error.context["map"] == "Sites V2 (con_sites)"
    (error,) = parse_all("Units (con_units) : Dual write failure - Data type mismatch")
    assert error.context["map"] == "Units (con_units)"


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


def test_an_id_before_a_wrapper_belongs_to_each_issue_in_it() -> None:
    wrapper = (
        "Writes to ConSiteEntity failed with error message Request failed with status code BadRequest and CDS error"
    )
    wrapper += " code : 0x0 response message: "
    lookups = [f"Unable to lookup {table} with values {{A}}. " for table in ("uoms", "con_sites", "con_docks")]
    text = f"Activity ID: {GUID}. {wrapper}{lookups[0]}{lookups[1]}Activity ID: {OTHER}. {wrapper}{lookups[2]}"
    assert [error.context["activity_id"] for error in parse_all(text)] == [GUID, GUID, OTHER]


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
        ("Unauthorized", "401"),
        ("PaymentRequired", "402"),
        ("Forbidden", "403"),
        ("NotFound", "404"),
        ("MethodNotAllowed", "405"),
        ("NotAcceptable", "406"),
        ("ProxyAuthenticationRequired", "407"),
        ("RequestTimeout", "408"),
        ("Conflict", "409"),
        ("Gone", "410"),
        ("LengthRequired", "411"),
        ("PreconditionFailed", "412"),
        ("RequestEntityTooLarge", "413"),
        ("RequestUriTooLong", "414"),
        ("UnsupportedMediaType", "415"),
        ("ExpectationFailed", "417"),
        ("UnprocessableEntity", "422"),
        ("Locked", "423"),
        ("FailedDependency", "424"),
        ("PreconditionRequired", "428"),
        ("TooManyRequests", "429"),
        ("RequestHeaderFieldsTooLarge", "431"),
        ("InternalServerError", "500"),
        ("NotImplemented", "501"),
        ("BadGateway", "502"),
        ("ServiceUnavailable", "503"),
        ("４０４", None),
        ("4o4", None),
        ("4040", None),
        ("OK", None),
        ("", None),
        ("40", None),
    ],
)
def test_a_status_is_a_number_or_its_name(word: str, status: str | None) -> None:
    assert http_status_of(word) == status


def test_a_log_prefix_has_a_time_stamp_and_few_levels() -> None:
    assert is_log_prefix("2031-05-06 08:00:04,123 ERROR [WARN] INFO FATAL ")
    assert is_log_prefix("ERROR " * 5)
    assert is_log_prefix("[ERROR]: " * 5)
    assert not is_log_prefix("ERROR " * 6)
    assert not is_log_prefix("ERROR in ")


LEVELS = [
    *("ERR", "ERROR", "WRN", "WARN", "WARNING", "INF", "INFO", "DBG", "DEBUG", "VRB", "VERBOSE", "TRC", "TRACE"),
    *("FTL", "FATAL", "CRIT", "CRITICAL"),
]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
TIME_STAMPS = [
    *("2031-05-06T08:00:04Z ", "2031-05-06T08:00:04.123+02:00 ", "06.05.2031 08:00 ", "5/6/2031 8:00:04 AM "),
    *("2031/05/06 08:00:04,123 ", "08:00:04 ", "[2031-05-06 08:00:04] ", "(08:00) ", "2031-05-06 08:00:04 UTC - "),
    *(
        "2031-5-6 8:00 ",
        "6.5.2031, 8:00:04 ",
        "2031.05.06 08:00 GMT: ",
        "2031-05-06 08:00:04 +0200 | ",
        "2031-05-06, 08:00:04pm ",
    ),
]


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_stands_in_front_of_what_a_log_says(level: str) -> None:
    for written in (level, level.lower(), f"[{level}]", f"({level})", f"{{{level}}}"):
        assert is_log_prefix(f"{written} ")
        assert is_log_prefix(f"{written}: ")
        assert is_log_prefix(f"2031-05-06 08:00:04 {written} - ")
        assert list(records_of(f"a\n{written} 2031-05-06 b")) == [(0, 2), (2, len(written) + 15)]
    assert not is_log_prefix(f"{level}x ")
    assert map_before(f"{level} (con_sites): ", len(level) + 14) is None
    assert map_before(f"x{level} (con_sites): ", len(level) + 15) == (f"x{level} (con_sites)", 0)


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_and_a_time_open_a_record(month: str) -> None:
    for stamp in (f"{month} 6 08:00:04 ", f"{month}. 06 08:00 ", f"{month}  6 08:00:04 "):
        assert is_log_prefix(stamp)
        assert list(records_of(f"a\n{stamp}b")) == [(0, 2), (2, len(stamp) + 3)]
    assert list(records_of(f"a\n{month} 6 rows b")) == [(0, 14)]


@pytest.mark.parametrize("stamp", TIME_STAMPS)
def test_a_time_stamp_of_any_format_opens_a_record_and_is_no_part_of_a_label(stamp: str) -> None:
    assert is_log_prefix(stamp)
    assert list(records_of(f"a\n{stamp}b")) == [(0, 2), (2, len(stamp) + 3)]
    label = f"{stamp}con_sites - Sites V2: Error: "
    assert map_before(label, len(label)) == ("con_sites - Sites V2", len(stamp))


@pytest.mark.parametrize(("text", "is_one"), [("1) ", True), ("5200. ", True), ("[12] ", True), ("12345. ", False)])
def test_the_number_of_a_check_stands_in_front_of_it(text: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_log_prefix(text) is is_one


@pytest.mark.parametrize("label", ["{} ID: ", "{}Id=", "{}_id ", "{} id {{", "root {} Id for troubleshooting ("])
@pytest.mark.parametrize("name", ["Activity", "session", "REQUEST", "correlation", "record"])
def test_every_kind_of_id_is_read_with_its_name(label: str, name: str) -> None:
    guid = "0a1b2c3d-0000-1111-2222-333344445555"
    kind = f"{'root_' * (label.startswith('root') and name != 'Activity')}{name.lower()}_id"
    assert ids_in(f"x. {label.format(name)}{guid}. y") == {kind: guid}
    assert re.search(ID_LABEL, f"x. {label.format(name)}{guid}. y", re.IGNORECASE)
    assert not re.search(ID_LABEL, f"x. {name}. y. {name} I.D. {name}..ID", re.IGNORECASE)
    assert guid not in ids_in(f"x. {label.format(name)}{guid}0. y").values()
    assert label.startswith("root") or kind not in ids_in(f"x. my{label.format(name)}{guid}. y")


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Sites (V2) (con_sites): ", "Sites (V2) (con_sites)"),
        ("S (x" + "y" * 29 + ") (con_a): ", "S (x" + "y" * 29 + ") (con_a)"),
        ("S (x" + "y" * 30 + ") (con_a): ", None),
        ("S (x): y (con_a): ", "y (con_a)"),
        ("Sites () (con_sites): ", "Sites () (con_sites)"),
        ("Sites(con_sites): ", "Sites(con_sites)"),
        ("Sites (Con_Sites1): ", "Sites (Con_Sites1)"),
        ("Sites (_con1): ", "Sites (_con1)"),
        ("Sites (1con): ", None),
        ("Sites (con-sites): ", None),
        ("(con_sites): ", None),
        ("Sites/Docks (con_sites): ", None),
        ("Sites (kg/l) (con_sites): ", None),
        ("Sites (x): ", "Sites (x)"),
        ("con_sites - Sites (old ones): Error: ", "con_sites - Sites (old ones)"),
        ("'Sites' (con_sites): ", None),
        ("S" * 100 + " (con_sites): ", "S" * 100 + " (con_sites)"),
        ("S" * 101 + " (con_sites): ", None),
        ("S (c" + "o" * 99 + "): ", "S (c" + "o" * 99 + ")"),
        ("S (c" + "o" * 100 + "): ", None),
        ("con_sites - Sites : Error : ", "con_sites - Sites"),
        ("con_sites-Sites: Error: ", None),
        ("con_sites - Sites: Fault: ", None),
        ("Sites (con_sites):Error:", "Sites (con_sites)"),
        ("Sites (con_sites): Error: dual-write failure -", "Sites (con_sites)"),
        ("Sites (con_sites): Dualwrite failure - ", "Sites (con_sites)"),
        ("Sites (con_sites): Dual write failure- ", "Sites (con_sites)"),
        ("Sites (con_sites)  : ", None),
        ("con_sites - Sites: ERROR: ", "con_sites - Sites"),
    ],
)
def test_a_label_has_a_name_and_a_logical_name(before: str, name: str | None) -> None:
    found = map_before(f"{before}[DIPV1003]", len(before))
    assert found == (None if name is None else (name, before.index(name)))


@pytest.mark.parametrize(
    "between",
    [
        "\n",
        "; ",
        ";",
        " | ",
        "] ",
        "! ",
        "? ",
        ": ",
        ". ",
        ".",
        " [DIPV1003] ",
        " DIPV1003 ",
        " DIPV1003   ",
        " DW9003",
        " dipv1003 ",
    ],
)
def test_a_label_begins_behind_what_ends_a_sentence_and_behind_a_code(between: str) -> None:
    before = f"Not mapped{between}"
    label = f"{before}Sites V2 (con_sites): "
    is_touched = between == " DW9003"
    assert map_before(label, len(label)) == (
        ("Not mapped DW9003Sites V2 (con_sites)", 0) if is_touched else ("Sites V2 (con_sites)", len(before))
    )


@pytest.mark.parametrize("before", ["v2.1 ", "x.sites ", "a, b ", "a - b "])
def test_anything_else_in_front_of_a_name_is_a_part_of_it(before: str) -> None:
    label = f"{before}Sites (con_sites): "
    assert map_before(label, len(label)) == (f"{before}Sites (con_sites)", 0)


@pytest.mark.parametrize("opening", [*"[({<*`\"'", "[[", "**[", "('"])
def test_a_bracket_or_a_quotation_mark_may_stand_behind_a_label(opening: str) -> None:
    label = f"Sites V2 (con_sites): {opening}"
    assert map_before(f"{label}DIPV1003", len(label)) == ("Sites V2 (con_sites)", 0)


@pytest.mark.parametrize("name", ["Amsterdam", "Zones", "UTC1", "GMTs", "Tax", "Informed sites", "T_1", "7 sites"])
@pytest.mark.parametrize("before", ["2031-05-06 ", "08:00 ", "2031-05-06T08:00:04 ", "2031-05-06 08:00:04Z "])
def test_no_letter_of_a_name_is_taken_for_a_part_of_the_time_stamp_before_it(before: str, name: str) -> None:
    label = f"{before}{name} (con_sites): "
    assert map_before(label, len(label)) == (f"{name} (con_sites)", len(before))


@pytest.mark.parametrize("level", ["ERROR", "info", "Warning"])
def test_a_level_inside_a_name_makes_it_no_label(level: str) -> None:
    for label in (f"Sites {level} V2 (con_sites): ", f"con_sites {level} - Sites V2: Error: "):
        assert map_before(label, len(label)) is None
    label = f"{level} Sites V2 (con_sites): "
    assert map_before(label, len(label)) == ("Sites V2 (con_sites)", len(level) + 1)


@pytest.mark.parametrize(
    "line",
    [
        *("September 6 08:00:04 b", "Sept. 6 08:00 b", "Jan  6 08:00 b", "jan 16 8:00 b", "2031-05-06T08:00 b"),
        *("\x1b[31m2031-05-06 b", "\x1b[1m\x1b[31m2031-05-06 b", "\x1b[1;31;40m08:00 b", "\x1b[m08:00 b"),
        "\x1b[1;38;2;255;255;255m08:00 b",
        *("[[[2031-05-06 b", "  2031-05-06 b", "\t08:00 b", "(08:00) b", "6/5/2031 b", "16.12.2031 b", "2031/5/16 b"),
        *("ERROR   2031-05-06 b", "ERROR [2031-05-06 b", "[ERROR] | 2031-05-06 b", "err: 08:00 b", "{INFO} (08:00 b"),
        *("1:02 b", "12:02:03 b", "08:00:04.123 b"),
    ],
)
def test_a_record_begins_with_a_date_or_a_time_maybe_colored_bracketed_or_behind_a_level(line: str) -> None:
    assert list(records_of(f"a\n{line}")) == [(0, 2), (2, 2 + len(line))]
    assert list(records_of(line)) == [(0, len(line))]


@pytest.mark.parametrize(
    "line",
    [
        *("\x1b[1m\x1b[31m\x1b[4m2031-05-06 b", f"\x1b[{1:019}m08:00 b", "[[[[2031-05-06 b", "x 2031-05-06 b"),
        *("ERROR    2031-05-06 b", "ERROR2031-05-06 b", "ERROR and 08:00 b", "Decemberly 6 08:00 b", "Jan   6 08:00 b"),
        *("2031-05-061 b", "20310-05-06 b", "2031-123-06 b", "31-05-06 b", "6/5/31 b", "1:023 b", "123:02 b", "12:3 b"),
        *("Januar 08:00 b", "May 6 b", "12 b"),
    ],
)
def test_no_other_line_opens_a_record(line: str) -> None:
    assert list(records_of(f"a\n{line}")) == [(0, 2 + len(line))]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (f"Activity ID: {'.' * 38}{GUID}", {"activity_id": GUID}),
        (f"Activity ID: {'.' * 39}{GUID}", {}),
        (f"Activity ID: {{x}} {GUID}", {}),
        (f"Activity ID (in the log): {GUID}", {}),
        (f"Activity ID 7: {GUID}", {}),
        (f"Activity ID of the session id: {GUID}", {"session_id": GUID}),
        (f"Activity ID: '{GUID}'", {"activity_id": GUID}),
        (f"Activity ID({GUID})", {"activity_id": GUID}),
        (f"Activity ID{{{GUID}}}", {"activity_id": GUID}),
        (f"Activity ID, identical to {GUID}", {"activity_id": GUID}),
        (f"Activity ID of the sessionId: {GUID}", {"session_id": GUID}),
        (f'"activityId": "{GUID}"', {"activity_id": GUID}),
        (f"Activity ID: ({GUID})", {"activity_id": GUID}),
        (f"Activity ID: [{GUID}]", {"activity_id": GUID}),
        (f"Activity ID: {GUID}-1", {}),
        (f"Activity ID: {GUID}_", {}),
        (f"Activity ID: {GUID[:-1]}", {}),
        (f"Activity ID: {GUID.replace('-', '')}", {}),
        (f"Activity ID: {GUID[:-1]}g", {}),
        (f"Activity identity: {GUID}", {}),
        (f"myActivity ID: {GUID}", {}),
        (f"Root activity ID: {GUID}, activity ID: {OTHER}", {"root_activity_id": GUID, "activity_id": OTHER}),
        (f"Root activity ID: {GUID}. Root activity ID: {OTHER}", {}),
        (f"root_activity_id={GUID}", {"activity_id": GUID}),
        (f"Root session ID: {GUID}", {"root_session_id": GUID}),
        ("Record Id: S-1 of 7; refused", {"record_id": "S-1 of 7"}),
        ("Record Id: S-1\nrefused", {"record_id": "S-1"}),
        ("Record Id : S-1 , x", {"record_id": "S-1"}),
        ("Record Id:7", {"record_id": "7"}),
        ("Record Id: ,", {}),
        ("Record Id S-1", {}),
        ("Record_Id: S-1", {}),
        ("Record Id: " + "x" * 200, {"record_id": "x" * 200}),
        ("Record Id: " + "x" * 201, {"record_id": "x" * 200}),
    ],
)
def test_an_id_is_a_guid_behind_its_name_and_that_of_a_record_may_be_anything(text: str, ids: dict[str, str]) -> None:
    assert ids_in(text) == ids


def test_ids_are_those_in_a_part_of_a_text() -> None:
    text = f"Activity ID: {GUID}. Session ID: {OTHER}."
    middle = text.index("Session")
    assert ids_in(text, 0, middle) == {"activity_id": GUID}
    assert ids_in(text, middle) == {"session_id": OTHER}
    assert id_places_in(text, 0, len(text)) == [(0, middle - 2), (middle, len(text) - 1)]
    assert id_places_in(text, 1, middle) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(0x80040265)", ["0x80040265"]),
        ("code:-2147220891.", ["0x80040265"]),
        ("-2147483648, -2000000000", ["0x80000000", "0x88ca6c00"]),
        ("x0x80040265 _0x80040265 -0x80040265 0x80040265_ 0x8004026g", []),
        ("--2147220891 1-2147220891 -21472208911 -1147220891 -2147220891x", []),
    ],
)
def test_a_code_of_dataverse_is_touched_by_no_letter_digit_or_hyphen(text: str, codes: list[str]) -> None:
    assert list(dataverse_codes_in(text)) == codes
    assert list(dataverse_codes_in(f"0x80040265 {text} 0x80040265", 11, 11 + len(text))) == codes


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *(("1. ", True), ("[5200] ", True), ("- 12) ", True), ("7 ", True), ("(((7 ", True), ("((((7 ", False)),
        *(
            ("1.", False),
            ("x1. ", False),
            ("1. x", False),
            ("12.  ", True),
            ("08:00:04ERROR ", False),
            ("1.. ", False),
            ("ERROR 08:00 x ", False),
            (" ", True),
            ("", False),
        ),
        *(("ERROR:|- 2031-05-06, ", True), ("2031-05-06T08:00:04,123 PM UTC] ", True), ("08:00 PMx ", False)),
        *(("06.05.2031 08:00:04 +02:00 | [INFO] ", True), ("May 6 08:00 - ", True), ("[(08:00)] ", True)),
    ],
)
def test_a_log_prefix_is_a_number_or_a_time_stamp_and_levels(text: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_log_prefix(text) is is_one


@pytest.mark.parametrize("separator", "-/.")
def test_a_date_is_written_with_any_separator_and_with_the_year_first_or_last(separator: str) -> None:
    for parts in (("2031", "05", "16"), ("2031", "5", "6"), ("16", "12", "2031"), ("6", "5", "2031")):
        line = f"{separator.join(parts)} b"
        assert list(records_of(f"a\n{line}")) == [(0, 2), (2, 2 + len(line))]
        assert is_log_prefix(f"{line[:-1]}")


def test_a_label_behind_a_code_at_the_beginning_of_a_text_is_none_in_front_of_it() -> None:
    text = '"DIPV1003 Sites V2 (con_sites): "'
    assert map_before(text, 1) is None
    assert map_before(text, 0) is None
