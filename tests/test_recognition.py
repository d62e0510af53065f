"""The engine: which sentences count where, what wrappers hold, and what each issue says."""

import re

import pytest
from samples import fields_of
from sampling import CAUSES, SENTENCES, ErrorClass, expected_parameters, in_its_wrapper

from dualwrite_errors import (
    CATALOG,
    DataTypeMismatch,
    DataverseRequestFailed,
    DestinationFieldMissingFromSchema,
    DualWriteError,
    DualWriteFailure,
    DuplicateKey,
    EntitySyncFailed,
    EnvironmentSetupFailed,
    EnvironmentSetupForbidden,
    InitialSyncFailed,
    IntegrationKeyMissing,
    LinePropertyNotFound,
    LocationKeyOutdated,
    LookupValueNotFound,
    PluginRegistrationFailed,
    PrivilegeMissing,
    ProductIdRequired,
    ProjectValidationFailed,
    ReferencedRowNotFound,
    ServiceProtectionLimit,
    SolutionVersionMismatch,
    SourceFieldMissingFromSchema,
    SourceSchemaMissing,
    TokenExchangeDenied,
    UnrecognizedError,
    WriteToDataverseFailed,
    parse,
    parse_all,
)
from dualwrite_errors.testing.samples import FAILED_WRITE
from dualwrite_errors.testing.sentences import filled


def classes(text: str) -> list[type[DualWriteError]]:
    return [type(error) for error in parse_all(text)]


def only(text: str) -> DualWriteError:
    (error,) = parse_all(text)
    return error


# Every sentence of the catalog.


@pytest.mark.parametrize(("cls", "sentence"), SENTENCES, ids=range(len(SENTENCES)))
def test_every_sentence_is_read_back_with_its_parameters(cls: ErrorClass, sentence: str) -> None:
    error = only(in_its_wrapper(cls, sentence))
    assert type(error) is cls
    assert error.matched_by == "sentence"
    assert expected_parameters(sentence).items() <= error.parameters.items()


@pytest.mark.parametrize(("cls", "sentence"), SENTENCES, ids=range(len(SENTENCES)))
def test_what_a_class_says_when_raised_bare_gives_the_class_back(cls: ErrorClass, sentence: str) -> None:
    if sentence in cls.info.sentences:
        assert type(parse(str(cls(sentence)))) is cls
        assert type(parse(str(cls()))) is cls


@pytest.mark.parametrize("in_every_way", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_text_made_of_any_two_errors_gives_both_in_order(*, in_every_way: bool) -> None:
    texts = [(cls, in_its_wrapper(cls, sentence)) for cls, sentence in CAUSES if sentence == cls.message]
    glues = [" ", "", "\n", ". ", " .. "]
    glued = [
        (first, second, f"{first_text}.{glue}{second_text}.")
        for row, (first, first_text) in enumerate(texts)
        for column, (second, second_text) in enumerate(texts)
        for glue in (glues if in_every_way else [glues[(row + column) % len(glues)]])
    ]
    wrong = [
        text
        for first, second, text in glued
        if (found := classes(text)) != [first, second] and not (first is second and found == [first])
    ]
    assert wrong == []


def test_a_sentence_of_other_programs_counts_only_inside_a_wrapper() -> None:
    for cls, sentence in SENTENCES:
        if sentence in cls.info.sentences_in_wrapper:
            assert parse_all(filled(cls, sentence, {})) == []
            assert classes(FAILED_WRITE + filled(cls, sentence, {})) == [cls]


# Precision.


@pytest.mark.parametrize(
    "text",
    [
        "Database connection validation failed",
        "ERROR: Data type mismatch.",
        "data type mismatch: argument 1 requires (int or bigint) type",
        "Some optional integration keys are missing",
        "non-integration keys are missing",
        "cross-connection validation failed",
        "Duplicate value map 'x' on host 'y'",
        "Duplicate source fields are not allowed",
        '{"error":"Duplicate source fields are not allowed","errorCode":"VALIDATION"}',
        "missing destination schema directory: /srv",
        "ERROR: Project validation failed for module core",
        "ERROR: Project validation failed: see the console",
        "Plugin registration failed: webpack",
        "Unable to write data to table customers",
        "Request failed with status code 404",
        "unable to lookup host with values",
        "Response status code does not indicate success: 401 (Unauthorized).",
        "The user does not hold the necessary privileges.",
        "A record with the specified key values does not exist in account entity",
        "Number of requests exceeded the limit of 6000 over time window of 300 seconds.",
        "0x80040265 A validation error occurred",
        "0x80060891",
        "Error code -2147220891",
        "Missing the source of the schema",
        "Missing source field. Look it up in the schema",
        "Dismissing source field in the schema",
        "Missing source field in the schemas",
        "Missing source field con_a in the schema was added",
        "Unable to sync with entity con_a: retried",
        "Response status code does not indicate success: 403 (Forbidden)-ish",
        "We saw: the missing source field in the schema was added",
        "health check 1003 of the table map",
        "DW9004 - Failed to connect",
    ],
)
def test_what_other_programs_say_is_no_error_of_dual_write(text: str) -> None:
    assert parse_all(text) == []
    error = parse(text)
    assert (type(error), error.text, error.raw) == (UnrecognizedError, text, text)


@pytest.mark.parametrize(
    "text",
    [
        "Missing source field con_siteid in the schema",
        "12:30 Missing source field con_siteid in the schema".replace("12:30 ", "12:30: "),
        "(Missing source field con_siteid in the schema)",
        "- Missing source field con_siteid in the schema, see above",
        "* Missing source field con_siteid in the schema; again",
        "Error: Missing source field con_siteid in the schema (5c4d)",
        "failed - Missing source field con_siteid in the schema!",
        '"Missing source field con_siteid in the schema"',
        "before\nMissing source field con_siteid in the schema\nafter",
        "Ends here. Missing source field con_siteid in the schema.",
        "a | Missing source field con_siteid in the schema | b",
        "失敗。Missing source field con_siteid in the schema。",
        "<p>Missing source field <b>con_siteid</b> in&nbsp;the schema</p>",
        "**Missing source field** `con_siteid` in the schema",
        r"Missing source field con\_siteid in the schema",
        "Missing source field\ncon_siteid in the\r\nschema",
    ],
    ids=range(16),
)
def test_a_sentence_counts_where_it_begins_and_ends_as_a_sentence(text: str) -> None:
    error = only(text)
    assert (type(error), dict(error.parameters)) == (SourceFieldMissingFromSchema, {"field": "con_siteid"})


@pytest.mark.parametrize(
    "text",
    [
        "Data type mismatch",
        " [Data type mismatch]. ",
        "Project validation failed. Data type mismatch",
        "Project validation failed. The mapping has a Data type mismatch somewhere",
        "con_sites - Sites V2: Error: Data type mismatch",
        "2031-05-06T08:00:04+00:00 [ERR] Sites V2 (con_sites): Data type mismatch.",
    ],
)
def test_a_sentence_of_few_words_counts_alone_in_a_wrapper_or_behind_a_label(text: str) -> None:
    assert classes(text) == [DataTypeMismatch]


# Codes and sentences.

CONNECT = (
    "DW9003 - Failed to connect to CRM. Ensure that the service principal has the correct permissions to access CRM."
)


def test_a_sentence_of_the_class_of_a_code_belongs_to_it() -> None:
    for text in (
        "[DIPV1003] Integration keys are missing",
        "[DIPV1003]\nIntegration keys are missing",
        "Integration keys are missing (DIPV1003)",
        "DWFOEV1004 / **Description**: Stale DualWrite Configuration present in F&O",
        "Stale DualWrite Configuration present in F&O [DWFOEV1004]",
        CONNECT,
    ):
        assert only(text).matched_by == "code"


def test_the_sentence_before_a_code_without_words_is_its_text() -> None:
    assert only("Stale DualWrite Configuration present in F&O [DWFOEV1004]").text == (
        "Stale DualWrite Configuration present in F&O"
    )


def test_a_code_that_stands_twice_is_two_errors() -> None:
    assert len(parse_all("DWDVEV1003 DWDVEV1003")) == 2


def test_beside_a_dipv_code_no_other_dipv_sentence_counts() -> None:
    text = (
        "Missing source field a in the schema [DIPV1003] Duplicate source fields, Missing source field b in the schema"
    )
    assert classes(text) == [IntegrationKeyMissing]
    in_wrapper = "Project validation failed. [DIPV1003] Keys\nMissing source field b in the schema"
    assert classes(in_wrapper) == [IntegrationKeyMissing]


def test_on_another_line_outside_of_the_wrapper_a_sentence_counts() -> None:
    assert classes("[DIPV1003] Keys\nMissing source field b in the schema") == [
        IntegrationKeyMissing,
        SourceFieldMissingFromSchema,
    ]


def test_beside_a_dipv_code_an_error_without_a_code_counts() -> None:
    text = "[DIPV1003] Keys are missing. Unable to lookup uoms with values {TST}. [DIPV1010] Not mapped"
    assert [error.code for error in parse_all(text)] == ["DIPV1003", "", "DIPV1010"]
    assert [error.text for error in parse_all(text)] == [
        "Keys are missing.",
        "Unable to lookup uoms with values {TST}.",
        "Not mapped",
    ]


# Wrappers.

LOOKUPS = (
    "Unable to write data to entity con_sites.Unable to lookup uoms with values {TST}.Unable to lookup con_docks with"
    " values {D-1}.Writes to ConSiteEntity failed with error message For information see https://con.example."
)
REFUSED = (
    "Unable to write data to entity con_docks.Writes to ConDockEntity failed with error message Request failed with"
    " status code BadRequest and CDS error code : {code} response message: {message}"
)


def test_a_wrapper_gives_way_to_every_issue_in_it() -> None:
    first, second = parse_all(LOOKUPS)
    assert type(first) is type(second) is ReferencedRowNotFound
    assert [dict(error.parameters) for error in (first, second)] == [
        {"table": "uoms", "values": "TST"},
        {"table": "con_docks", "values": "D-1"},
    ]
    assert first.wrapped_in == second.wrapped_in == (WriteToDataverseFailed,)
    assert dict(second.context) == {"table": "con_sites", "entity": "ConSiteEntity"}


def test_a_wrapper_in_which_nothing_is_recognized_is_the_error_and_keeps_everything() -> None:
    error = only(REFUSED.format(code="0x80040265", message="The dock is closed."))
    assert type(error) is DataverseRequestFailed
    assert error.wrapped_in == (WriteToDataverseFailed,)
    assert dict(error.parameters) == {
        "http_status": "BadRequest",
        "dataverse_code": "0x80040265",
        "text": "The dock is closed.",
    }
    assert dict(error.context) == {
        "table": "con_docks",
        "entity": "ConDockEntity",
        "http_status": "400",
        "dataverse_code": "0x80040265",
    }


def test_sentences_that_continue_each_other_are_one_wrapper_and_the_same_again_is_the_next() -> None:
    one = "Unable to write data to entity con_a.Writes to ConA failed with error message Nothing known."
    two = "Unable to write data to entity con_b.Writes to ConB failed with error message Nothing known."
    first, second = parse_all(one + two)
    assert (first.text, second.text) == (one, two)
    assert [dict(error.parameters) for error in (first, second)] == [
        {"table": "con_a", "entity": "ConA", "text": "Nothing known."},
        {"table": "con_b", "entity": "ConB", "text": "Nothing known."},
    ]


def test_a_sentence_of_a_wrapper_that_only_leads_over_to_the_next_one_stays_with_it() -> None:
    text = (
        "Unable to write data to entity con_a. Writes to ConA failed with error message Writes to ConB failed with"
        " error message Nothing known."
    )
    assert only(text).text == text


def test_a_wrapper_ends_where_the_next_record_of_a_log_begins() -> None:
    text = (
        "2031-05-06 08:00:01 Unable to write data to entity con_a.\n"
        "2031-05-06 08:00:02 Product id is mandatory. Select a product from the catalog."
    )
    assert classes(text) == [WriteToDataverseFailed]


def test_the_map_that_could_not_be_started_is_named_by_its_label() -> None:
    error = only(
        "Sites V2 (con_sites) : Dual write failure - Dynamics 365 for Sales solution 'ConSolution' has version"
        " mismatch. Version: '1.0.0.0' Required version: '2.0.133'"
    )
    assert (type(error), error.wrapped_in) == (SolutionVersionMismatch, (DualWriteFailure,))
    assert error.context["map"] == "Sites V2 (con_sites)"


def test_the_more_specific_wrapper_wins() -> None:
    assert classes("Dual write failure - Plugin registration failed: No luck") == [PluginRegistrationFailed]
    assert classes("Dual write failure - No luck") == [DualWriteFailure]


def test_the_more_specific_error_wins() -> None:
    setup = "Failed to setup dual write environment. Error Details:Response status code does not indicate success: "
    assert classes(f"{setup}403 (Forbidden)") == [EnvironmentSetupForbidden]
    assert classes(f"{setup}403 (tokenexchange)") == [TokenExchangeDenied]
    assert classes(f"{setup}500 (Sorry)") == [EnvironmentSetupFailed]
    key = "A record that has the attribute values {} already exists. The entity key {} Key requires that this set of"
    end = " attributes contains unique values. Select unique values and try again."
    assert classes(FAILED_WRITE + key.format("Location ID", "Location ID") + end) == [LocationKeyOutdated]
    assert classes(FAILED_WRITE + key.format("con_id", "Site") + end) == [DuplicateKey]


def test_the_leg_of_an_initial_sync_holds_the_lookups_of_its_records() -> None:
    error = only(
        "Dual write Initial Sync completed with status: Error. Following are the details: Executed leg: From AX Sites"
        " V2 to CRM con_sites with exported records count: 10, ErrorsDetails: Record Id: new record, ErrorMessage:"
        " Couldn't resolve the guid for the field: con_site.con_siteid. The lookup value was not found: S-01. Try this"
    )
    assert (type(error), error.wrapped_in) == (LookupValueNotFound, (InitialSyncFailed,))
    assert (error.names, error.context["record_id"]) == (("con_site.con_siteid",), "new record")


@pytest.mark.parametrize("code", ["0x80040220", "0X80040220", "-2147220960"])
def test_a_code_of_dataverse_inside_a_wrapper_selects_the_class_that_lists_it(code: str) -> None:
    error = only(REFUSED.format(code=code, message="No luck"))
    assert (type(error), error.matched_by) == (PrivilegeMissing, "dataverse_code")
    assert error.wrapped_in == (WriteToDataverseFailed, DataverseRequestFailed)
    assert (error.context["dataverse_code"], error.context["http_status"]) == ("0x80040220", "400")


def test_a_sentence_inside_a_wrapper_goes_before_the_code_of_dataverse() -> None:
    message = "A record with the specified key values does not exist in con_docks entity"
    error = only(REFUSED.format(code="0x80040220", message=message))
    assert (type(error), error.matched_by) == (ReferencedRowNotFound, "sentence")
    assert error.context["dataverse_code"] == "0x80040220"


@pytest.mark.parametrize(
    ("word", "status"),
    [("BadRequest", "400"), ("InternalServerError", "500"), ("TooManyRequests", "429"), ("404", "404")],
)
def test_the_status_is_decimal_in_the_context_and_word_for_word_in_the_parameters(word: str, status: str) -> None:
    text = f"Request failed with status code {word} and CDS error code : Internal Server Error response message: x"
    error = only(text)
    assert (error.context["http_status"], error.parameters["http_status"]) == (status, word)
    assert "dataverse_code" not in error.context


def test_a_wrapper_of_unknown_cause_is_transient_by_its_status() -> None:
    text = "Request failed with status code {} and CDS error code : 0x0 response message: No luck"
    assert only(text.format("TooManyRequests")).is_transient
    assert not only(text.format("BadRequest")).is_transient
    limit = "Number of requests exceeded the limit of 6000 over time window of 300 seconds."
    protected = only(text.format("BadRequest").replace("No luck", limit))
    assert (type(protected), protected.is_transient) == (ServiceProtectionLimit, True)


def test_an_error_that_counts_only_inside_its_wrapper_has_the_wrapper_in_its_text() -> None:
    last_write = "Unable to write data to entity con_lines. Product id is mandatory. Select a product from the catalog."
    *_, last = parse_all(LOOKUPS + last_write)
    assert type(last) is ProductIdRequired
    assert last.text.startswith("Unable to write data to entity con_lines.")
    assert type(parse(str(last))) is ProductIdRequired


def test_the_same_sentence_with_the_same_parameters_inside_one_wrapper_is_one_error() -> None:
    lookup = "Unable to lookup uoms with values {TST}."
    assert len(parse_all(f"Unable to write data to entity con_sites.{lookup}{lookup}")) == 1
    assert len(parse_all(f"Unable to write data to entity con_sites.{lookup}{lookup.replace('TST', 'KG')}")) == 2
    assert len(parse_all(lookup + lookup)) == 2


def test_a_record_that_cannot_be_written_since_another_cannot_be_synchronized() -> None:
    error = only(
        "Cannot save the changes to the database. Unit of Work can not commit transaction. Unable to write data to"
        " entity uoms. Writes to ConUnitEntity failed with error message Unable to sync with entity uoms."
    )
    assert (type(error), error.wrapped_in) == (EntitySyncFailed, (WriteToDataverseFailed,))


# Project validation failed.


@pytest.mark.parametrize(
    "text",
    [
        *("Project validation failed", "Project validation failed ", "Project validation failed\u200b\xa0\n"),
        "Project validation failed.",
        "con_sites - Sites V2: Error: Project validation failed.",
        "Sites V2 (con_sites): Project validation failed",
    ],
)
def test_a_validation_that_says_no_more_is_an_error_of_its_own(text: str) -> None:
    error = only(text)
    assert type(error) is ProjectValidationFailed
    assert "Refresh tables" in error.steps[1]


def test_two_issues_of_one_map_without_codes() -> None:
    errors = parse_all(
        "Sites V3 (con_sites): Project validation failed. Missing destination field con_site.con_siteid in the schema."
        " Missing destination field con_contact.con_number in the schema."
    )
    assert [type(error) for error in errors] == [DestinationFieldMissingFromSchema] * 2
    assert [error.names for error in errors] == [("con_site.con_siteid",), ("con_contact.con_number",)]
    assert {error.context["map"] for error in errors} == {"Sites V3 (con_sites)"}
    assert {error.wrapped_in for error in errors} == {(ProjectValidationFailed,)}


def test_sentences_from_before_the_codes_glued_together() -> None:
    text = (
        "Project validation failed. Dual-write only supports mapping between cross-company entities or company-specific"
        " entities from both sides..keys are missing for either AX or CRM.keys are missing for either CRM or AX"
    )
    assert [error.code for error in parse_all(text)] == ["DIPV1002", "DIPV1003", "DIPV1003"]


def test_the_full_stop_after_failed_is_optional() -> None:
    for end in ("", ".", ":", " -", "\n"):
        assert classes(f"Project validation failed{end} [DIPV1018] Missing source schema") == [SourceSchemaMissing]
        assert only(f"Project validation failed{end} [DIPV1018] x").wrapped_in == (ProjectValidationFailed,)


# What an issue says.


def test_every_word_of_a_text_stands_in_the_raw_text_of_its_errors() -> None:
    for error in parse_all(LOOKUPS):
        assert error.raw == LOOKUPS


@pytest.mark.parametrize("end", ["", " ", "  ", "\n"])
def test_white_space_is_no_value_at_the_end_of_a_sentence(end: str) -> None:
    assert parse_all(f"Request failed with status code BadRequest and CDS error code :{end}") == []
    (error,) = parse_all(f"Request failed with status code BadRequest and CDS error code : 0x80040265{end}")
    assert type(error) is DataverseRequestFailed


def test_a_label_before_the_next_error_takes_nothing_of_what_the_error_said() -> None:
    text = (
        "Unable to write data to entity con_docks.Writes to ConDockEntity failed with error message Request failed with"
        " status code BadRequest and CDS error code : 0x0 response message: Line property Con line does not exist.,b"
        "Sites V2 (con_sites) : [DIPV1003] Keys"
    )
    first, second = parse_all(text)
    assert (type(first), second.code) == (LinePropertyNotFound, "DIPV1003")
    assert first.text.endswith("message: Line property Con line does not exist")
    assert type(parse(str(first))) is LinePropertyNotFound


def test_a_wrapper_that_only_leads_over_to_another_one_holds_that() -> None:
    (error,) = parse_all("Project validation failed. Dual write failure - Project validation failed. [DIPV1003] x")
    assert error.wrapped_in == (DualWriteFailure, ProjectValidationFailed)


def test_the_same_wrapper_twice_with_nothing_between_is_one_with_all_that_follows() -> None:
    text = "Dual write failure - Dual write failure - The flux is out of phase"
    assert [(type(error), error.text) for error in parse_all(text)] == [(DualWriteFailure, text)]


@pytest.mark.parametrize("name", ["", " con_a", " con_a con_B", " activity id 0b5c", " 'Sites V2'", ": a1, b_2"])
@pytest.mark.parametrize("end", [" ", "\n", " \r\n", "\t"])
def test_white_space_at_the_end_changes_nothing(name: str, end: str) -> None:
    text = f"08:00:04 Missing source field in the mapping{name}"
    errors = parse_all(text)
    assert len(errors) == 1
    assert [fields_of(error) | {"raw": ""} for error in parse_all(text + end)] == [
        fields_of(error) | {"raw": ""} for error in errors
    ]


@pytest.mark.parametrize("value", ["|", ",", "a", "("])
def test_a_quotation_mark_that_ends_a_value_begins_no_string(value: str) -> None:
    said = f"Write failed for table row of type '{value}'. Infolog: con_siteid"
    assert [error.text for error in parse_all(f"{said}. {said}")] == [f"{said}.", said]


@pytest.mark.parametrize(
    "text",
    [
        "Project validation failed for module core. Integration keys are missing",
        "Project validation failed for DIPV1003 alone. Mandatory field is not mapped",
        "The Project validation failed. Integration keys are missing",
    ],
)
def test_what_goes_on_otherwise_than_a_wrapper_holds_nothing(text: str) -> None:
    assert all(error.wrapped_in == () and error.matched_by == "code" for error in parse_all(text))


@pytest.mark.parametrize("between", ["", "{", "* ", "• ", "'\"[", ": ", "<b>"])
def test_a_wrapper_that_says_nothing_before_the_next_one_is_no_error_itself(between: str) -> None:
    failed = "Dual write failure - Unable to write data to entity a"
    text = f"Dual write failure - {between}Project validation failed {failed}"
    assert [type(error) for error in parse_all(text)] == [WriteToDataverseFailed]


@pytest.mark.parametrize("between", ["X ", "no ", "5 "])
def test_a_wrapper_that_says_anything_before_the_next_one_is_an_error_itself(between: str) -> None:
    text = f"Dual write failure - {between}Project validation failed Dual write failure - Unable to sync with entity a"
    assert classes(text) == [DualWriteFailure, EntitySyncFailed]


def test_the_text_of_a_wrapper_that_ends_as_no_sentence_keeps_the_wrapper_around_it() -> None:
    text = "Dual write failure - Unable to write data to entity con_a Writes to ConA failed with error message No luck"
    error = only(text)
    assert (type(error), error.text, error.wrapped_in) == (WriteToDataverseFailed, text, (DualWriteFailure,))


def test_the_text_of_a_short_wrapper_keeps_the_label_that_it_needs_to_count() -> None:
    error = parse("Sites V2 (con_sites) : Project validation failed '\"Project validation failed. It was [DIPV1003]")
    assert type(error) is ProjectValidationFailed
    assert error.text == "Sites V2 (con_sites) : Project validation failed '\""
    assert type(parse(str(error))) is ProjectValidationFailed


@pytest.mark.parametrize(("cls", "sentence"), SENTENCES, ids=range(len(SENTENCES)))
def test_what_parse_returns_for_a_sentence_is_restored_from_its_str(cls: ErrorClass, sentence: str) -> None:
    said = in_its_wrapper(cls, sentence)
    text = f"2031-05-06 [ERR] Sites V2 (con_sites): {said}{'' if said.endswith('.') else '.'} Activity ID: none"
    error = parse(text)
    assert type(error) is cls
    restored = parse(str(error))
    assert (type(restored), restored.code) == (type(error), error.code)
    assert restored.parameters == error.parameters


def test_no_class_has_a_sentence_that_the_engine_takes_for_another() -> None:
    for cls in CATALOG.values():
        for sentence in cls.info.sentences:
            assert type(parse(re.sub(r"\{text\}", "", sentence))) is cls


@pytest.mark.parametrize("enclosed", ["{{{}}}", "'{}'", '"{}"', "[{}]", "({})", "`{}`", "<{}>"])
def test_a_sentence_that_is_a_value_in_quotation_marks_or_brackets_is_no_error_of_its_own(enclosed: str) -> None:
    value = "Mapping is missing for integration key"
    text = f"{FAILED_WRITE}Unable to lookup uoms with values {enclosed.format(value)}"
    for behind in ("", ".", " ", "</p>", "<br/>\n", " [DIPV1003] x", "<br>[DIPV1003] x", "\n- [DIPV1003] x"):
        error = parse_all(text + behind)[0]
        assert dict(error.parameters) == {"table": "uoms", "values": value}, behind


@pytest.mark.parametrize("code", ["DIPV1003", "dwfoev1099", "[DIPV1003]", "- DIPV1003", ": DIPV1003"])
def test_a_wrapper_leads_over_to_a_code_with_or_without_a_mark_between(code: str) -> None:
    (error,) = parse_all(f"Project validation failed {code} Keys are gone")
    assert (error.text, error.wrapped_in) == ("Keys are gone", (ProjectValidationFailed,))


def test_a_wrapper_that_goes_on_as_no_sentence_does_is_none() -> None:
    (error,) = parse_all("Project validation failed before DIPV1003 Keys are gone")
    assert error.wrapped_in == ()


@pytest.mark.parametrize("code", ["(DWDVEV1004)", "[DWDVEV1004]"])
def test_a_code_behind_its_sentence_is_one_error_with_it_also_behind_another_error(code: str) -> None:
    sentence = "Stale dual-write configuration present in Dataverse"
    found = parse_all(f"[DIPV1003] Keys are gone\n{sentence} {code}")
    assert [(error.code, error.text) for error in found] == [("DIPV1003", "Keys are gone"), ("DWDVEV1004", sentence)]
