"""Texts as services glue them, as logs frame them, and as people paste them: each error with what belongs to it."""

import pytest

from dualwrite_errors import (
    DataverseRequestFailed,
    DualWriteError,
    DualWriteFailure,
    IntegrationKeyMissing,
    LookupValueNotFound,
    MandatoryFieldNotMapped,
    PluginTimedOut,
    ReferencedRowNotFound,
    SourceFieldMissingFromSchema,
    WriteToDataverseFailed,
    code_of,
    parse,
    parse_all,
    scan,
    translated,
)

A, B = "5cfd4dea-0000-4000-8000-000000000001", "5cfd4dea-0000-4000-8000-000000000002"


def found(text: str) -> list[tuple[str, dict[str, str]]]:
    return [(type(error).__name__, dict(error.parameters)) for error in parse_all(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Missing AX APIHub connection without ConnectionFix support.5 Attempts to get data from https://x/ failed.",
            [
                ("FinanceAndOperationsConnectionMissing", {}),
                ("DataverseExportFailed", {"n": "5", "url": "https://x/"}),
            ],
        ),
        (
            "Unable to sync with entity con_units.keys are missing for either AX or CRM",
            [("EntitySyncFailed", {"table": "con_units"}), ("IntegrationKeyMissing", {})],
        ),
        (
            'Unable to lookup con_units with values {TST}."Unable to sync with entity con_docks"',
            [
                ("ReferencedRowNotFound", {"table": "con_units", "values": "TST"}),
                ("EntitySyncFailed", {"table": "con_docks"}),
            ],
        ),
        (
            "Unable to lookup con_units\nUnable to lookup con_docks with values {A}",
            [("ReferencedRowNotFound", {"table": "con_docks", "values": "A"})],
        ),
        (
            "Principal team (Id=A is missing P privilege (Id=B)\nPrincipal team (Id=C is missing Q privilege (Id=D)",
            [
                ("PrivilegeMissing", {"principal": "A", "privilege": "P", "privilege_id": "B"}),
                ("PrivilegeMissing", {"principal": "C", "privilege": "Q", "privilege_id": "D"}),
            ],
        ),
        (
            "Missing source field con_a in the schema (DIPV1022). Missing source field con_b in the schema (DIPV1022).",
            [
                ("SourceFieldMissingFromSchema", {"field": "con_a"}),
                ("SourceFieldMissingFromSchema", {"field": "con_b"}),
            ],
        ),
        (
            "Project validation failed. Missing source field con_a,con_b in the schema",
            [("SourceFieldMissingFromSchema", {"field": "con_a,con_b"})],
        ),
        (
            "[DIPV1016] Missing Organization mapping for destination entity Released products V2",
            [("DestinationOrganizationMappingMissing", {"entity": "Released products V2"})],
        ),
        (
            "[DIPV1025] Missing destination field con_a in the schema please refresh",
            [("DestinationFieldMissingFromSchema", {"field": "con_a"})],
        ),
        ("{n} Attempts to get data from {url} failed.", [("DataverseExportFailed", {})]),
        ("Unable to sync with entity con_units (foo)", [("EntitySyncFailed", {"table": "con_units"})]),
        ("Unable to write data to entity con_docks (400)", [("WriteToDataverseFailed", {"table": "con_docks"})]),
        (
            "<B>Missing</B> destination field con_a in the schema",
            [("DestinationFieldMissingFromSchema", {"field": "con_a"})],
        ),
        ("<P>Unable to sync with entity con_units</P>", [("EntitySyncFailed", {"table": "con_units"})]),
        (
            "_Missing destination field con_a in the schema_",
            [("DestinationFieldMissingFromSchema", {"field": "con_a"})],
        ),
        ("Unable&ensp;to&#13;&#10;sync with entity con_units", [("EntitySyncFailed", {"table": "con_units"})]),
        (
            r"Party record not found for party type \u0027Organization\u0027",
            [("PartyNotFound", {"party_type": "Organization"})],
        ),
        (
            r'"errorMessage":"Unable to sync with entity con_a.\r\nUnable to sync with entity con_b.","x',
            [("EntitySyncFailed", {"table": "con_a"}), ("EntitySyncFailed", {"table": "con_b"})],
        ),
        ("Several attempts to get data from the API failed.", []),
        ("Project validation failed - pom.xml is invalid", []),
        ("Project validation failed: the pom is wrong", []),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_every_error_of_a_text_is_found_with_its_parameters(
    text: str, expected: list[tuple[str, dict[str, str]]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"Missing source field con_a in the schema [DIPV1022]. Activity ID for troubleshooting {{{A}}}",
            [f"Missing source field con_a in the schema. Activity ID for troubleshooting {{{A}}}"],
        ),
        (
            "<li>[DIPV1022] Missing source field con_a\nin the schema</li><li>[DIPV1004] x</li>",
            ["Missing source field con_a\nin the schema", "x"],
        ),
        (
            "[DIPV1025] Missing destination field con_site.con_id\nin the schema of the map: [DIPV1022] y",
            ["Missing destination field con_site.con_id\nin the schema of the map:", "y"],
        ),
        (
            'INF answer {"error":{"message":"[DIPV1003] Integration keys are missing for con_sites"}} read',
            ["Integration keys are missing for con_sites"],
        ),
        (r'x "{\"error\":{\"message\":\"[DIPV1003] Keys for con_sites\"}}"', ["Keys for con_sites"]),
        ('2031,"{""error"":""[DIPV1003] keys for \'a\'""}",x', ["keys for 'a'"]),
        ("{'message': '[DIPV1003] Keys can't be found', 'x': 1}", ["Keys can't be found"]),
        (
            (
                '"RecordError0":"Party record not found for party type \'Organization\'.",'
                '"RecordError1":"Unable to sync with entity con_units.","x":"y"'
            ),
            ["Party record not found for party type 'Organization'.", "Unable to sync with entity con_units."],
        ),
        (
            '"a": "Unable to lookup con_units with values {TST}.","x":1',
            ["Unable to lookup con_units with values {TST}."],
        ),
        ('said "[DIPV1003] keys are missing" and went', ['keys are missing" and went']),
        ('[DIPV1030] "Text" vs "Int"', ['"Text" vs "Int"']),
        ('"[DIPV1003] cut off', ["cut off"]),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_the_text_of_an_error_is_what_the_service_said_about_it(text: str, said: list[str]) -> None:
    assert [error.text for error in parse_all(text)] == said


@pytest.mark.parametrize(
    "text",
    [
        "A (a) : Dual write failure - The plug-in execution failed because no Sandbox Hosts are currently available.",
        "Project validation failed\nThe user does not hold the necessary privileges.",
        "Unable to write data to entity con_sites\r\nLine property Billable does not exist.",
        "Project validation failed [DIPV1019] x. The user does not hold the necessary privileges.",
    ],
    ids=ascii,
)
def test_an_error_that_counts_only_inside_a_wrapper_is_restored_from_its_str(text: str) -> None:
    error = parse_all(text)[-1]
    assert error.wrapped_in
    assert type(parse(str(error))) is type(error)


@pytest.mark.parametrize(
    "text",
    [
        "[DIPV1010] x. Sites V2 (con_sites) : Dual write failure - y",
        "Dual write failure - DIPV1003 Project validation failed",
        'DIPV1003\\"',
        'x "DIPV1003 y", z',
        "Integration keys are missing DIPV1003 here",
    ],
)
def test_every_function_reads_a_code_and_what_stands_beside_it_alike(text: str) -> None:
    errors = parse_all(text)
    scanned = [finding.error for finding in scan([text])]
    assert [(type(error), error.text) for error in scanned] == [(type(error), error.text) for error in errors]
    with pytest.raises(DualWriteError) as caught, translated():
        raise RuntimeError(text)
    assert [type(error) for error in caught.value.errors] == [type(error) for error in errors]


def test_the_short_cut_for_a_code_sees_the_wrapper_behind_it() -> None:
    text = "[DIPV1010] x. Sites V2 (con_sites) : Dual write failure - y"
    assert [type(error) for error in parse_all(text)] == [MandatoryFieldNotMapped, DualWriteFailure]


def test_ids_in_front_of_each_error_belong_to_it() -> None:
    row = "Record Id: {}, ErrorMessage: Couldn't resolve the guid for the field: a. The lookup was not found: {}. "
    first, second = parse_all(row.format("r1", "x") + row.format("r2", "y"))
    assert (type(first), first.context["record_id"], first.text[-2:]) == (LookupValueNotFound, "r1", "x.")
    assert (type(second), second.context["record_id"]) == (LookupValueNotFound, "r2")
    before = f"Activity ID: {A}. Unable to sync with entity a.\nActivity ID: {B}. Unable to sync with entity b."
    assert [error.context["activity_id"] for error in parse_all(before)] == [A, B]


def test_ids_behind_each_error_belong_to_it() -> None:
    behind = f"Unable to sync with entity a. Activity ID: {A}. Unable to sync with entity b. Activity ID: {B}."
    assert [error.context["activity_id"] for error in parse_all(behind)] == [A, B]


def test_an_activity_id_and_a_root_activity_id_stand_side_by_side() -> None:
    (error,) = parse_all(f"Unable to sync with entity a.\nActivity ID: {A}\nRoot Activity ID: {B}")
    assert (error.context["activity_id"], error.context["root_activity_id"]) == (A, B)
    (error,) = parse_all(f"Unable to sync with entity a.\nRoot Activity ID: {B}")
    assert error.context["activity_id"] == B


@pytest.mark.parametrize(
    "before",
    [
        "ERROR 2031-01-31 12:00:00 ",
        "[ERROR] 2031-01-31 12:00:00 ",
        "1/31/2031 12:00:00 PM ",
        "2031-01-31T12:23:27.9366512+03:00  [ERR] ",
        "Jan 31 12:00:00 ",
    ],
)
def test_time_stamp_and_level_stand_in_front_in_either_order(before: str) -> None:
    assert found(f"{before}Unable to sync with entity con_units") == [("EntitySyncFailed", {"table": "con_units"})]


def test_a_record_of_syslog_opens_with_its_month() -> None:
    records = ["h a: Unable to write data to entity con_a.", "h a: Line property color does not exist."]
    text = "\n".join(f"Jan 31 12:00:0{second} {record}" for second, record in enumerate(records))
    assert [type(error) for error in parse_all(text)] == [WriteToDataverseFailed]


def test_the_same_request_again_in_another_spelling_is_the_next() -> None:
    first = "Request failed with status code BadRequest and CDS error code : 0x80040265 response message: a. "
    second = "Request failed with the status code BadRequest and CDS error code: 0x80040999 response message: b."
    errors = parse_all(first + second)
    assert [type(error) for error in errors] == [DataverseRequestFailed, DataverseRequestFailed]
    assert [error.context["dataverse_code"] for error in errors] == ["0x80040265", "0x80040999"]


def test_a_code_is_no_part_of_the_name_of_a_map() -> None:
    (error, failure) = parse_all("DIPV1017  Sites V2 (con_sites) : Dual write failure - x")
    assert failure.context["map"] == "Sites V2 (con_sites)"
    (error,) = parse_all("Sales tax (1%) (con_tax): [DIPV1003] Integration keys are missing")
    assert (type(error), error.context["map"]) == (IntegrationKeyMissing, "Sales tax (1%) (con_tax)")


def test_the_sentence_in_front_of_a_code_gives_the_parameters() -> None:
    (error,) = parse_all(f"Missing source field con_a in the schema [DIPV1022]. Activity ID {A}")
    assert type(error) is SourceFieldMissingFromSchema
    assert (error.parameters["field"], error.context["activity_id"]) == ("con_a", A)


@pytest.mark.parametrize("value", ["con_docks ##[group]x", "con_docks(4711)", "con_docks[4711]", "con_docks -[x]"])
def test_a_value_at_the_end_may_meet_a_bracket(value: str) -> None:
    (error,) = parse_all(f"Unable to write data to entity {value}")
    assert type(error) is WriteToDataverseFailed
    assert error.raw == f"Unable to write data to entity {value}"


COLORED = "\x1b[90m2031-05-06 08:00:00\x1b[0m \x1b[1;31m[ERR]\x1b[0m \x1b[37m{}\x1b[0m\n"


def test_colors_of_a_terminal_hide_nothing() -> None:
    text = COLORED.format(
        "\x1b[1mDIPV1005\x1b[0m: Missing \x1b[32menvironment\x1b[m info for dataset \x1b[1mcon\x1b[0m"
    )
    text += COLORED.format("Unable to lookup uoms with values {TST}.")
    environment, lookup = parse_all(text)
    assert (environment.code, environment.text) == ("DIPV1005", "Missing environment info for dataset con")
    assert dict(environment.parameters) == {"dataset": "con"}
    assert (type(lookup), lookup.text) == (ReferencedRowNotFound, "Unable to lookup uoms with values {TST}.")
    assert {error.raw for error in (environment, lookup)} == {text}
    assert code_of("\x1b[1mDIPV1003\x1b[0m") == parse("\x1b[38;5;208mDIPV1003\x1b[0m").code == "DIPV1003"
    assert code_of("mDIPV1003") is code_of("[1mDIPV1003") is None
    found = [(finding.line, finding.code or finding.name) for finding in scan(text.splitlines())]
    assert found == [(1, "DIPV1005"), (2, "ReferencedRowNotFound")]
    assert [finding.column for finding in scan(text.splitlines(), codes_only=True)] == [56]


CLOSED = (
    "Request failed with status code BadRequest and CDS error code : 0x80040265 response message: The dock is closed"
)
TIMED_OUT = (
    "Unable to write data to entity con_docks.Writes to ConDockEntity failed with error message Request failed with"
    " status code BadRequest and CDS error code : 0x0 response message: The plug-in execution failed because the"
    " operation has timed-out at the Sandbox Host."
)


@pytest.mark.parametrize("between", ["\n", ". ", " "])
def test_a_wrapper_inside_the_next_one_does_not_take_over_what_a_like_one_before_said(between: str) -> None:
    closed, timed_out = parse_all(CLOSED + between + TIMED_OUT)
    assert (type(closed), closed.wrapped_in) == (DataverseRequestFailed, ())
    assert type(timed_out) is PluginTimedOut
    assert [cls.__name__ for cls in timed_out.wrapped_in] == ["WriteToDataverseFailed", "DataverseRequestFailed"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize(
    "start",
    [
        *("", "- ", "* ", "• ", "· ", "| ", "> ", "> > - ", "1. ", "12) ", "(2) ", "[3] ", "1234] "),
        *("2031-05-06 08:00 [worker 7] con sites: ", "2031-05-06 con sites ran again ", "-2031-05-06 con sites ran "),
        *("  2031-05-06T08:00 con sites ran again ", "[[2031-05-06 con sites ran] ", "06.05 con sites ran again "),
        *("6.05 con sites ran again ", "8:00 con sites ran again ", "12/05 con sites ran again "),
        *("[ERR] ", "08:00:01 INF ", "Step: ", "Step three: ", "The third step: ", "The third step : ", "step= "),
        *("Sites > ", f"{'x' * 100}: "),
    ],
)
def test_a_time_stamp_a_bullet_or_a_short_label_on_the_line_of_an_error_belongs_to_it(
    start: str, line_end: str
) -> None:
    first, second = parse_all(f"[DIPV1003] Keys are gone{line_end}{start}[DIPV1010] Not mapped")
    assert (first.text, second.text) == ("Keys are gone", "Not mapped")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize(
    "start",
    [
        *("x", "#1", "12345.", "123.45 rows were left", "2031 was the year", "8:0 it ran"),
        *(
            "203-05-06 rows ran again",
            "20310-05-06 rows ran",
        ),
        *("It is the third step:", "con sites ran again", f"{'x' * 101}:", "1. It went on", "- It went on"),
    ],
)
def test_other_words_on_the_line_of_the_next_error_belong_to_the_one_before(start: str, line_end: str) -> None:
    first, second = parse_all(f"[DIPV1003] Keys are gone{line_end}{start} [DIPV1010] Not mapped")
    assert (first.text, second.text) == (f"Keys are gone{line_end}{start}", "Not mapped")


@pytest.mark.parametrize("mark", ['"', "'"])
@pytest.mark.parametrize("before", ["", "x ", "message="])
def test_a_text_in_quotation_marks_ends_with_them_also_at_the_beginning(before: str, mark: str) -> None:
    (error,) = parse_all(f"{before}{mark}[DIPV1003] Keys are gone{mark}, said the log")
    assert error.text == "Keys are gone"


@pytest.mark.parametrize("behind", [" id=7", " trace.id=7 x", "/>", ">x</m>", ', "x"', "}]}", "|x"])
def test_a_text_in_an_attribute_or_in_a_pair_of_name_and_value_ends_with_its_quotation_mark(behind: str) -> None:
    for said in ('Keys of "x" are missing', "Keys are missing"):
        (error,) = parse_all(f'level=error msg="[DIPV1003] {said}"{behind}')
        assert error.text == said


@pytest.mark.parametrize("before", ['A pipe of 5 " ', 'Said: ", ', 'The cell ": '])
def test_a_quotation_mark_before_a_space_or_a_stop_opens_no_string(before: str) -> None:
    (error,) = parse_all(f'{before}[DIPV1003] The key is 12", not 5')
    assert error.text == 'The key is 12", not 5'


def test_tags_in_the_middle_of_a_text_stay_where_those_at_its_end_go() -> None:
    (error,) = parse_all("<p>[DIPV1003] Keys of <i>sites</i> are <b>gone</b></p>")
    assert error.text == "Keys of <i>sites</i> are <b>gone"
