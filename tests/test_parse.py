"""Text to errors: the codes and the words as dual-write really writes them."""

from collections.abc import Callable

import pytest

from dualwrite_errors import (
    CATALOG,
    REGISTRY,
    DestinationFieldMissingFromSchema,
    IntegrationKeyMissing,
    MandatoryFieldNotMapped,
    UndocumentedCode,
    UnrecognizedError,
    code_of,
    parse,
    parse_all,
)
from dualwrite_errors.codes import AFTER_CODE
from dualwrite_errors.parsing.text import error_at

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
    "DW9004",
    "DWDVEV100",
    "DWFOEV10011",
    "xDWDVEV1001",
    "DWDVEV",
    "0x80040265",
    "DIPV１００３",
    "ＤＩＰＶ1003",
    "dıpv1003",
    "DİPV1003",
    "D\u200bIPV1003",
    "DIPV 1003",
    "DIPV-1003",
    "the validation failed. [DIPV10",
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
        "\u212aDIPV1003\u212a",
        "\u0130DIPV1003\u017f",
    ],
    ids=ascii,
)
def test_a_code_is_found_in_any_case_and_whatever_touches_it_outside_ascii_words(text: str) -> None:
    assert code_of(text) == "DIPV1003"
    assert type(parse(text)) is IntegrationKeyMissing
    assert parse(text).raw == text


@pytest.mark.parametrize("code", ["DIPV1003", "DIPV1025", "DWDVEV1003", "DWFOEV1004", "DW9003"])
@pytest.mark.parametrize(
    "shape",
    [
        "Project validation failed. [{code}] {words}",
        "Project validation failed [{code}] {words}",
        "Project validation failed. [{code}] {words}.",
        "project validation failed. [{code}]\n{words}",
        "{code}: {words}",
        "{code} - {words}",
        "[{code}] - {words}",
        "{code} – {words}",
        "{code} · {words}",
        "({code}) {words}",
        "2031-05-01T02:03:04.0000001+00:00 [ERR] con_sites - Sites: Error: Project validation failed. [{code}] {words}",
    ],
)
def test_the_text_of_a_coded_issue_is_what_follows_the_code(code: str, shape: str) -> None:
    words = REGISTRY[code].message
    text = shape.format(code=code, words=words)
    error = parse(text, context={"job": "nightly"})
    assert type(error) is REGISTRY[code]
    assert error.text.rstrip(".") == words.rstrip(".")
    assert (error.raw, error.matched_by, error.context["job"]) == (text, "code", "nightly")


@pytest.mark.parametrize("code", REGISTRY)
def test_every_code_gives_its_class(code: str) -> None:
    for text in (code, f"[{code.lower()}] x", f"エラー{code}が発生", f"Project validation failed. [{code}] x"):
        assert type(parse(text)) is REGISTRY[code]
        assert code_of(text) == code


@pytest.mark.parametrize("code", ["DIPV1009", "DWDVEV1099", "DWFOEV1002"])
def test_a_code_without_a_class_is_undocumented(code: str) -> None:
    error = parse(f"[{code}] Something new")
    assert (type(error), error.code, error.text) == (UndocumentedCode, code, "Something new")


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
        ("] Keys\n12.30 job 7 said [", "Keys"),
        ("] Keys\n<6/50 job 7 said [", "Keys"),
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
        (" – Keys – ", "Keys"),
        (" — Keys — [", "Keys"),
        ("] · Keys · ", "Keys"),
        ("] • Keys • [", "Keys"),
        ("] - Keys - [", "Keys"),
        ("] - -5 is no number- [", "-5 is no number-"),
    ],
    ids=ascii,
)
def test_what_stands_between_two_codes_is_the_text_of_the_first_without_what_leads_up_to_the_second(
    between: str, text: str
) -> None:
    assert coded(f"[DIPV1030{between}DIPV1010] Not mapped") == [("DIPV1030", text), ("DIPV1010", "Not mapped")]


@pytest.mark.parametrize("second", ["dipv1010", "DipV1010", "dwdvev1010"])
def test_a_second_code_counts_in_any_case(second: str) -> None:
    assert coded(f"[DIPV1003] Keys. [{second}] Not mapped") == [("DIPV1003", "Keys."), (second.upper(), "Not mapped")]


@pytest.mark.parametrize("text", ["{}", "{} ", "{}\n. ", '{} "', 'x " {}', '"{}', "DW9003 {}", "{}{}"])
def test_a_code_in_a_tag_is_a_code_wherever_the_tag_stands(text: str) -> None:
    for tag in ("<b DIPV1003>", "</p DIPV1003>", "<b x='DIPV1003'>", '<b class="DIPV1003" >'):
        codes = [error.code for error in parse_all(text.replace("{}", tag))]
        assert codes[-1] == "DIPV1003"
        assert len(codes) == text.count("{}") + ("DW9003" in text)


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


# What is refused.


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


@pytest.mark.parametrize("place", [0, 1])
def test_an_error_that_was_found_in_a_longer_text_keeps_its_class_in_what_is_left_of_it(place: int) -> None:
    text = "Unable to sync with entity con_a."
    for name, code in (("EntitySyncFailed", ""), ("ReferencedRowNotFound", ""), ("IntegrationKeyMissing", "DIPV1003")):
        error = error_at(text, place, name, code, "sentence", context={"source": "x.log"})
        assert (type(error), error.text, error.raw) == (CATALOG[name], text[place:], text)
        assert (error.matched_by, error.context["source"]) == ("sentence", "x.log")
    error = error_at(text, place, "UndocumentedCode", "DIPV1999", "code", context={})
    assert (type(error), error.code, error.text) == (UndocumentedCode, "DIPV1999", text[place:])


@pytest.mark.parametrize(
    "style",
    ["", "1", "31", "1;31;40", "38;5;208", "1;38;5;208", "38;2;255;0;0", "48;2;255;255;255", "1;38;2;255;255;255"],
)
@pytest.mark.parametrize("code", ["DIPV1003", "dwdvev1001", "DW9003"])
def test_what_colors_a_text_in_a_terminal_touches_no_code(code: str, style: str) -> None:
    text = f"failed: \x1b[{style}m{code}\x1b[0m Keys"
    assert (code_of(text), parse(text).code, [error.code for error in parse_all(text)]) == (
        code.upper(),
        code.upper(),
        [code.upper()],
    )


@pytest.mark.parametrize(
    "text", ["mDIPV1003", "[1mDIPV1003", "\x1b1mDIPV1003", "\x1b[1xmDIPV1003", "\x1b[31mxDIPV1003"]
)
def test_a_letter_that_colors_nothing_touches_a_code(text: str) -> None:
    assert code_of(text) is None
    assert parse_all(text) == []


@pytest.mark.parametrize("code", ["DIPV1003", "DWDVEV1001", "DWFOEV1001", "DW9003", "DIPV9999", "DWDVEV9999"])
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "[{}]",
        "({}): x",
        "-{}-",
        "é{}é",
        "エラー{}が",
        "x {}",
        "{} x",
        "/{}.",
        "${}\n",
        "\u200b{}",
        "\U0001f600{}",
    ],
)
def test_a_code_may_stand_between_anything_but_ascii_letters_digits_and_underscores(code: str, frame: str) -> None:
    for written in (code, code.lower(), code.title()):
        assert code_of(frame.format(written)) == code
        assert [error.code for error in parse_all(frame.format(written))] == [code]
    for touching in "aZ09_":
        assert code_of(frame.format(f"{touching}{code}")) is None
        assert code_of(frame.format(f"{code}{touching}")) is None


@pytest.mark.parametrize("mark", AFTER_CODE)
def test_no_mark_between_a_code_and_its_text_is_a_part_of_the_text(mark: str) -> None:
    assert parse(f"DIPV1003{mark}Keys of con_site").text == "Keys of con_site"
    assert parse(f"DIPV1003 {mark} Keys of con_site").text == "Keys of con_site"
