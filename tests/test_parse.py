"""Text to errors: the codes and the words as dual-write really writes them."""

from collections.abc import Callable

import pytest

from dualwrite_errors import (
    REGISTRY,
    DestinationFieldMissingFromSchema,
    DualWriteProjectValidationAborted,
    IntegrationKeyLookupNotMapped,
    IntegrationKeyMissing,
    IntegrationKeyNotMapped,
    MandatoryFieldNotMapped,
    ProjectValidationAborted,
    SourceFieldMissingFromSchema,
    SourceSchemaMissing,
    UndocumentedCode,
    UnrecognizedError,
    code_of,
    parse,
    parse_all,
)

NO_CODES = [
    "",
    " ",
    "DIPV",
    "DIPV100",
    "DIPV10031",
    "xDIPV1003",
    "DIPV1003_a",
    "_DIPV1003",
    "DIPV1003a",
    "1003",
    "[1003]",
    "isValidIPv10",
    "isValidIPv1000",
    "DIPV1-gf7j",
    "DW9003",
    "0x80040265",
    "DIPV１００３",
    "ＤＩＰＶ1003",
    "dıpv1003",
    "DİPV1003",
    "D\u200bIPV1003",
    "DIPV 1003",
    "DIPV-1003",
    "Project validation failed. [DIPV10",
    "health check 1003 of the table map",
]


def coded(text: str) -> list[tuple[str, str]]:
    return [(error.code, error.text) for error in parse_all(text)]


@pytest.mark.parametrize("text", NO_CODES, ids=ascii)
def test_what_only_resembles_a_code_is_none(text: str) -> None:
    assert code_of(text) is None
    assert parse_all(text) == []
    error = parse(text)
    assert type(error) is UnrecognizedError
    assert (error.text, error.raw, error.code, error.matched_by) == (text, text, "", None)


@pytest.mark.parametrize(
    "text",
    [
        "DIPV1003",
        "dipv1003",
        "DiPv1003",
        "[DIPV1003]",
        "(DIPV1003)",
        "DIPV1003.",
        "DIPV1003:",
        "エラーDIPV1003が発生",
        "éDIPV1003é",
        "\u00a0DIPV1003\u00a0",
        "\x00DIPV1003\x00",
        "-DIPV1003-DIPV",
        "xDIPV1010 DIPV10031 DIPV1003",
        "DIPVDIPV1003 DIPV1003",
        "\ud800DIPV1003\udfff",
    ],
    ids=ascii,
)
def test_a_code_is_found_in_any_case_and_whatever_touches_it_outside_ascii_words(text: str) -> None:
    assert code_of(text) == "DIPV1003"
    assert type(parse(text)) is IntegrationKeyMissing
    assert parse(text).raw == text


@pytest.mark.parametrize("code", REGISTRY)
@pytest.mark.parametrize(
    "shape",
    [
        "Project validation failed. [{code}] {words}",
        "Project validation failed [{code}] {words}",
        "Project validation failed. [{code}] {words}.",
        "project validation failed. [{code}]\n{words}",
        "{code}: {words}",
        "{code} - {words}",
        "({code}) {words}",
        "2031-05-01T02:03:04.0000001+00:00 [ERR] con_sites - Sites: Error: Project validation failed. [{code}] {words}",
    ],
)
def test_the_text_of_a_coded_issue_is_what_follows_the_code(code: str, shape: str) -> None:
    words = REGISTRY[code].message
    text = shape.format(code=code, words=words)
    error = parse(text, context={"map": "Sites (con_sites)"})
    assert type(error) is REGISTRY[code]
    assert error.text.removesuffix(".") == words
    assert (error.raw, error.matched_by, dict(error.context)) == (text, "code", {"map": "Sites (con_sites)"})


def test_words_never_overrule_a_code() -> None:
    error = parse("Project validation failed. [DIPV1010] Integration keys are missing")
    assert type(error) is MandatoryFieldNotMapped
    assert error.text == "Integration keys are missing"


def test_a_code_without_words_has_no_text_and_reads_as_its_message() -> None:
    error = parse("Project validation failed. [DIPV1002]")
    assert error.text == ""
    assert str(error) == f"[DIPV1002] {REGISTRY['DIPV1002'].message}"


def test_the_names_in_a_coded_issue() -> None:
    error = parse("Project validation failed. [DIPV1025] Missing destination field con_site.con_siteid in the schema")
    assert type(error) is DestinationFieldMissingFromSchema
    assert error.names == ("con_site.con_siteid",)


def test_several_issues_on_one_line() -> None:
    assert coded("Project validation failed. [DIPV1003] Keys are missing [DIPV1010] A field is not mapped") == [
        ("DIPV1003", "Keys are missing"),
        ("DIPV1010", "A field is not mapped"),
    ]


def test_several_issues_glued_together() -> None:
    assert coded(
        "Project validation failed. [DIPV1003] Keys are missing.Project validation failed. [DIPV1010] Not mapped."
        "[DIPV1029]"
    ) == [("DIPV1003", "Keys are missing."), ("DIPV1010", "Not mapped."), ("DIPV1029", "")]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_several_issues_on_lines_of_their_own(line_break: str) -> None:
    lines = [
        "2031-05-01 [ERR] con_sites - Sites: Error: Project validation failed. [DIPV1003] Keys are missing (5c4d)",
        "2031-05-01 [ERR] con_units - Units: Error: Project validation failed. [DIPV1010] Not mapped (5c4e)",
        "- [DIPV1029] Twice",
        "[DIPV1030]",
    ]
    assert coded(line_break.join(lines)) == [
        ("DIPV1003", "Keys are missing (5c4d)"),
        ("DIPV1010", "Not mapped (5c4e)"),
        ("DIPV1029", "Twice"),
        ("DIPV1030", ""),
    ]


@pytest.mark.parametrize(
    ("between", "text"),
    [
        ("] Keys\nProject validation failed.\n[", "Keys"),
        ("]\nProject validation failed.\n[", ""),
        ("] Keys. Project validation failed: [", "Keys."),
        ("] Keys. Project validation failed\u00a0[", "Keys."),
        ("] Keys. Project\u00a0 validation \t failed.[", "Keys."),
        ("] keys: [", "keys:"),
        ("] Keys\n(1) [", "Keys"),
        ("] Keys\n12. [", "Keys"),
        ("] Keys\n• [", "Keys"),
        ("] Keys\n* **", "Keys"),
        ("] Keys\n12:30:01 [ERR] [", "Keys"),
        ("] Keys\n[2031-05-06 12:30] [", "Keys"),
        ('] Keys\n"errorMessage": "', 'Keys\n"errorMessage": "'),
        ("] Keys\ncon_sites - Sites: [", "Keys"),
        ('] "Text" vs "Int"\n"Site" vs 3: [', '"Text" vs "Int"'),
        ("] source field 1a\n2nd_field in the schema [", "source field 1a\n2nd_field in the schema"),
        ("】Keys【", "Keys"),
        ("** Keys **", "Keys"),
        (" | Keys | ", "Keys"),
        ("：Keys [", "Keys"),
        (" - Keys (", "Keys"),
        ("] -5 is no number [", "-5 is no number"),
    ],
    ids=ascii,
)
def test_what_stands_between_two_codes_is_the_text_of_the_first_without_what_leads_up_to_the_second(
    between: str, text: str
) -> None:
    assert coded(f"[DIPV1030{between}DIPV1010] Not mapped") == [("DIPV1030", text), ("DIPV1010", "Not mapped")]


def test_an_issue_may_span_lines() -> None:
    text = "[DIPV1022] Missing source field con_siteid\nin the schema. Project validation failed. [DIPV1003] Keys"
    first, second = parse_all(text)
    assert first.text == "Missing source field con_siteid\nin the schema."
    assert first.names == ("con_siteid",)
    assert second.text == "Keys"


def test_the_same_issue_twice_is_two_errors() -> None:
    issue = "[DIPV1003] Keys are missing. "
    assert coded(issue * 2) == [("DIPV1003", "Keys are missing.")] * 2


def test_parse_gives_the_first_of_what_parse_all_gives() -> None:
    text = "[DIPV1010] A field is not mapped\n[DIPV1003] Keys are missing"
    assert (str(parse(text)), parse(text).text) == (str(parse_all(text)[0]), parse_all(text)[0].text)


def test_an_undocumented_code_survives_with_its_text() -> None:
    documented, undocumented = parse_all("[DIPV1003] Keys. [dipv1099] Something new happened to con_site")
    assert type(documented) is IntegrationKeyMissing
    assert type(undocumented) is UndocumentedCode
    assert (undocumented.code, undocumented.text) == ("DIPV1099", "Something new happened to con_site")
    assert type(parse("DIPV1009")) is UndocumentedCode


def test_a_text_cut_in_a_later_code_keeps_the_issues_before_it() -> None:
    assert coded("[DIPV1003] Keys are missing. Project validation failed. [DIPV10") == [
        ("DIPV1003", "Keys are missing. Project validation failed. [DIPV10")
    ]


def test_a_text_cut_in_its_words_keeps_its_code() -> None:
    assert coded("Project validation failed. [DIPV1025] Missing destination fi") == [
        ("DIPV1025", "Missing destination fi")
    ]


# By words, where there is no code.


def worded(text: str) -> list[tuple[str, tuple[str, ...]]]:
    errors = parse_all(text)
    assert all(error.matched_by == "wording" and error.raw == text for error in errors)
    return [(error.code, error.names) for error in errors]


SENTENCES = [(code, sentence) for code, cls in REGISTRY.items() for sentence in (cls.message, *cls.info.wordings)]


@pytest.mark.parametrize(("code", "sentence"), SENTENCES)
@pytest.mark.parametrize(
    "spell",
    [
        lambda s: s,
        str.upper,
        str.lower,
        lambda s: s.replace("'", "’"),
        lambda s: s.replace(" ", "\u00a0"),
        lambda s: s.replace(" ", " \r\n\t "),
        lambda s: s.replace("-", "\u2011"),
        lambda s: s.replace("isn't", "is not").replace("doesn't", "does not").replace("can't", "cannot"),
        lambda s: s.replace("is not", "isn't").replace("does not", "doesn't").replace("cannot", "can't"),
        lambda s: f"Project validation failed. {s}.",
        lambda s: f"2031-05-01 [ERR] con_sites - Sites: Error: {s} (5c4d)",
        lambda s: f"エラー{s}が発生",
        lambda s: f"...{s}.İstanbul",
    ],
    ids=range(13),
)
def test_every_documented_sentence_is_recognized_in_every_spelling(
    code: str, sentence: str, spell: Callable[[str], str]
) -> None:
    assert worded(spell(sentence)) == [(code, ())]


def test_the_longest_sentence_wins() -> None:
    assert type(parse("Mapping is missing for integration key for lookup field")) is IntegrationKeyLookupNotMapped
    assert type(parse("Mapping is missing for integration key")) is IntegrationKeyNotMapped
    assert type(parse("Mapping is missing for integration key for con_site")) is IntegrationKeyNotMapped


def test_the_two_messages_about_exceptions_are_told_apart() -> None:
    assert (
        type(parse("Exceptions encountered during Dual-write project validation")) is DualWriteProjectValidationAborted
    )
    assert type(parse("Exceptions encountered during project validation")) is ProjectValidationAborted


def test_a_missing_schema_is_told_from_a_missing_field() -> None:
    assert type(parse("Missing source schema")) is SourceSchemaMissing
    assert type(parse("Missing source field con_siteid in the schema")) is SourceFieldMissingFromSchema


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("Missing source field con_siteid in the schema", "DIPV1022", ("con_siteid",)),
        ("Missing source field: Con_SiteId in the schema", "DIPV1022", ("Con_SiteId",)),
        ("Missing source field name in the schema", "DIPV1022", ("name",)),
        ("Missing source field lookup.keyfield in the mapping", "DIPV1021", ("lookup.keyfield",)),
        ("Missing source field 'Site code' in the schema", "DIPV1022", ("Site code",)),
        ("Missing source field “Site code” in the schema", "DIPV1022", ("Site code",)),
        ("Missing source field [con_siteid] in the schema", "DIPV1022", ("con_siteid",)),
        ("Missing source field <con_siteid> in the schema", "DIPV1022", ("con_siteid",)),
        ("Missing source field con_a, con_b in the schema", "DIPV1022", ("con_a", "con_b")),
        ("Missing source field  in the schema", "DIPV1022", ()),
        (
            "Mandatory field con_code in destination entity Sites V2 must be mapped",
            "DIPV1010",
            ("con_code", "Sites V2"),
        ),
        (
            "Mapping is missing for integration key con_key for lookup field con_site.con_siteid",
            "DIPV1015",
            ("con_key",),
        ),
        (
            "Task Sites has environment north-2 that doesn’t exist in the connection set",
            "DIPV1007",
            ("Sites", "north-2"),
        ),
        ("Missing İ_field source schema", "DIPV1018", ("İ_field",)),
        ("Integration keys for con_site are missing", "DIPV1003", ("con_site",)),
        ("Mandatory field con_a and con_b in destination entity must be mapped", "DIPV1010", ("con_a", "con_b")),
        (
            "Mandatory field in destination entity con_site con_code must be mapped",
            "DIPV1010",
            ("con_site", "con_code"),
        ),
        ("Missing source field [con_site].[con_id] in the schema", "DIPV1022", ("con_site.con_id",)),
        ("Missing source field '' in the schema", "DIPV1022", ()),
        ("Missing source field a, b, c, d, e in the schema", "DIPV1022", ("a", "b", "c", "d", "e")),
        ("Missing source field con_siteid; in the schema", "DIPV1022", ("con_siteid",)),
        ("Missing environment info for dataset", "DIPV1005", ()),
        ("Missing default transform T for mandatory destination field", "DIPV1031", ("T",)),
    ],
)
def test_names_may_stand_inside_the_words(text: str, code: str, names: tuple[str, ...]) -> None:
    assert worded(text) == [(code, names)]


@pytest.mark.parametrize(
    "text",
    [
        "Missing the source of the schema",
        "Data of some type with a mismatch",
        "Duplicate records in source fields",
        "Missing source field. Look it up in the schema",
        "Missing source field one two three four in the schema",
        "Missing source fieldin the schema",
        "Dismissing source schema",
        "Missing source schemas",
        "Missing source sche",
        "Missing\nsource",
        "AX or CRM",
    ],
)
def test_words_that_only_resemble_a_sentence_are_not_recognized(text: str) -> None:
    assert parse_all(text) == []
    assert type(parse(text)) is UnrecognizedError


def test_the_words_of_one_error_are_not_read_again_as_those_of_another() -> None:
    assert worded("Integration keys are missing for either AX or CRM") == [("DIPV1003", ())]


def test_sentences_from_before_the_codes_glued_together() -> None:
    text = (
        "Project validation failed. Dual-write only supports mapping between cross-company entities or company-specific"
        " entities from both sides..keys are missing for either AX or CRM.keys are missing for either CRM or AX"
    )
    assert worded(text) == [("DIPV1002", ()), ("DIPV1003", ()), ("DIPV1003", ())]
    assert [error.text for error in parse_all(text)][1:] == [
        "keys are missing for either AX or CRM.",
        "keys are missing for either CRM or AX",
    ]


def test_the_text_of_a_worded_issue_runs_to_the_next() -> None:
    errors = parse_all("Project validation failed. Missing source schema (con_sites)\nError: Duplicate value map!")
    assert [error.text for error in errors] == ["Missing source schema (con_sites)", "Duplicate value map!"]


def test_context_reaches_every_error() -> None:
    context = {"map": "Sites (con_sites)", "request_id": "7d"}
    texts = ["[DIPV1003] a [DIPV1099] b", "Missing source schema. Duplicate value map", "the service is on fire"]
    errors = [error for text in texts for error in (parse(text, context=context), *parse_all(text, context=context))]
    assert len(errors) == 7
    assert all(dict(error.context) == context for error in errors)


@pytest.mark.parametrize("function", [parse, parse_all, code_of], ids=lambda function: function.__name__)
@pytest.mark.parametrize(
    ("value", "instead"),
    [
        (b"[DIPV1003]", "decode it first"),
        (bytearray(b"[DIPV1003]"), "decode it first"),
        (ValueError("[DIPV1003]"), r"\(str\(error\)\)"),
        (None, "there is no text"),
        (1003, "on the text inside it"),
        ({"message": "[DIPV1003]"}, "parse_payload"),
        (["[DIPV1003]"], "parse_payload"),
    ],
    ids=repr,
)
def test_what_is_no_str_is_a_type_error_that_says_what_to_call(
    function: Callable[[object], object], value: object, instead: str
) -> None:
    with pytest.raises(TypeError, match=instead) as caught:
        function(value)
    assert getattr(function, "__name__", "") in str(caught.value)
