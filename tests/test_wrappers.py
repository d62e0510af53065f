"""Which wrapper holds which error, where each begins and ends, and what counts beside a code."""

import pytest

from dualwrite_errors import parse_all
from dualwrite_errors.context import is_log_prefix
from dualwrite_errors.parsing.text import errors_with_places

LOOKUP = "Unable to lookup uoms with values {TST}."
STALE = "Stale DualWrite Configuration present in F&O"
FIELD = "Missing source field con_b in the schema"
TO_FIELD = "Map the integration key associated with the entity lookup field to the source field"
SYNC = "Unable to sync with entity con_a"
WRITE, SAID = "Unable to write data to entity con_a.", "Writes to ConA failed with error message"


def request(code: str = "0x1") -> str:
    return f"Request failed with status code BadRequest and CDS error code : {code} response message:"


def found(text: str) -> list[tuple[str, ...]]:
    """The wrappers around each error, and its code or else its class."""
    return [
        (*(cls.__name__ for cls in error.wrapped_in), error.code or type(error).__name__) for error in parse_all(text)
    ]


FAILURE, PROJECT = "DualWriteFailure", "ProjectValidationFailed"
TO_DATAVERSE, REQUEST, ROW = "WriteToDataverseFailed", "DataverseRequestFailed", "ReferencedRowNotFound"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{WRITE} {request()} x. {SAID} [DIPV1003] y", [(TO_DATAVERSE, REQUEST), (TO_DATAVERSE, "DIPV1003")]),
        (f"Dual write failure - {WRITE} {SAID} x", [(FAILURE, TO_DATAVERSE)]),
        (f"Dual write failure - {WRITE} {LOOKUP} {WRITE} {LOOKUP}", [(FAILURE, TO_DATAVERSE, ROW)] * 2),
        (f"{WRITE} {SAID} {request()}Unable to write data to entity con_b. {LOOKUP}", [(REQUEST, TO_DATAVERSE, ROW)]),
        (f"{WRITE} {SAID} x. {SAID.replace('ConA', 'ConB')} y", [(TO_DATAVERSE,)] * 2),
        (f"{WRITE} x. {WRITE} y", [(TO_DATAVERSE,)] * 2),
        (f"{WRITE} x. {SAID} [DIPV1003] y", [(TO_DATAVERSE, "DIPV1003")]),
        (f"{request()} x. {request('0x80040220')} y.", [(REQUEST,), (REQUEST, "PrivilegeMissing")]),
        (f"{request('0x80040220')} x. {request()} y.", [(REQUEST, "PrivilegeMissing"), (REQUEST,)]),
        (f"{WRITE} {request()} {LOOKUP} {WRITE} {request()} {LOOKUP}", [(TO_DATAVERSE, REQUEST, ROW)] * 2),
        (f"{WRITE} Project validation failed", [(TO_DATAVERSE, PROJECT)]),
        (f"[DWFOEV1004] x. {WRITE} {STALE}", [("DWFOEV1004",), (TO_DATAVERSE, "DWFOEV1004")]),
        ("It said: Dual write failure - Plugin registration failed: y", [("PluginRegistrationFailed",)]),
        ("Project validation failed. As project validation failed at x: [DIPV1003] y", [(PROJECT, "DIPV1003")]),
        (
            f"Project validation failed. {FIELD}\nx Project validation failed ([DIPV1003] y)",
            [(PROJECT, "DIPV1022"), (PROJECT, "DIPV1003")],
        ),
        (
            f"Project validation failed. {WRITE} x. Project validation failed at y. Data type mismatch",
            [(TO_DATAVERSE, PROJECT, "DIPV1030")],
        ),
        (
            f"Project validation failed. {TO_FIELD} Project validation failed.\nData type mismatch",
            [(PROJECT, "DIPV1028"), (PROJECT, "DIPV1030")],
        ),
        (f"{WRITE} {SAID} x. As w{SAID[1:]} y [DIPV1003] z", [(TO_DATAVERSE,), (TO_DATAVERSE, "DIPV1003")]),
        (f"{WRITE} x and {WRITE} {SAID} y", [(TO_DATAVERSE,)] * 2),
        (f"{request('0x1')} x. As r{request('0x1')[1:]} y", [(REQUEST,)]),
        (f"{WRITE} {LOOKUP} and {WRITE.replace('con_a', 'con_b')} {LOOKUP}", [(TO_DATAVERSE, ROW)] * 2),
        (f"{SAID} x and {SAID.replace('ConA', 'ConB')} y. {LOOKUP}", [(TO_DATAVERSE,), (TO_DATAVERSE, ROW)]),
        (
            f"{request()} It did not work because {request('0x80072560')} no",
            [(REQUEST,), (REQUEST, "UserNotMemberOfOrganization")],
        ),
        ("Project validation failed (x). [DIPV1003] y", [(PROJECT, "DIPV1003")]),
        ("Project validation failed [x]. [DIPV1003] y", [(PROJECT, "DIPV1003")]),
        ("Project validation failed - x. [DIPV1003] y", [(PROJECT, "DIPV1003")]),
        ("Project validation failed : x. [DIPV1003] y", [(PROJECT, "DIPV1003")]),
        ("Project validation failed: x. [DIPV1003] y", [(PROJECT, "DIPV1003")]),
        ("Project validation failed DIPV1003 y", [(PROJECT, "DIPV1003")]),
        ("Project validation failed at DIPV1003 y", [("DIPV1003",)]),
        ("Project validation failed x: DIPV1003 y", [("DIPV1003",)]),
    ],
)
def test_what_each_wrapper_holds(text: str, expected: list[tuple[str, ...]]) -> None:
    assert found(text) == expected
    assert found(f"{SYNC}. {text}") == [("EntitySyncFailed",), *expected]
    assert {error.matched_by for error in parse_all(f"{WRITE} {SAID} x")} == {"sentence"}


AGAIN = "Dual write failure - [DIPV1010] y Project validation failed. [DIPV1003] x"


@pytest.mark.parametrize("before", ["", f"{SYNC}. ", f"{WRITE} {LOOKUP}\n2031-05-06 08:00:01 "])
def test_a_wrapper_ends_where_the_next_one_begins_inside_it_that_leads_over_to_another_of_its_class(
    before: str,
) -> None:
    first = found(before)
    expected = [(FAILURE, "DIPV1010"), (FAILURE, PROJECT, "DIPV1003")]
    assert found(f"{before}Project validation failed. {AGAIN}") == [*first, *expected]
    held = f"{before}Project validation failed. [DIPV1018] z {AGAIN}"
    assert found(held) == [*first, (PROJECT, "DIPV1018"), *expected]


@pytest.mark.parametrize(
    "text",
    [
        "x\nProject validation failed",
        "abc\nProject validation failed.",
        "x\nData type mismatch",
        "x: Data type mismatch",
        "Project validation failed\n2031-05-06 08:00:01 x",
        "Data type mismatch, x",
        "Data type mismatch; y",
        "X. Data type mismatch",
        "Project validation failed!",
        "Project validation failed, x",
    ],
)
def test_a_short_wrapper_or_sentence_beside_other_words_is_no_error(text: str) -> None:
    assert parse_all(text) == []


@pytest.mark.parametrize("before", ["08:00:01 ERR ", "[ERR] ", "2031-05-06 08:00:01: ", "", "- "])
def test_a_short_wrapper_behind_nothing_but_a_time_stamp_is_an_error(before: str) -> None:
    assert found(f"{before}Project validation failed.") == [(PROJECT,)]
    assert found(f"{before}Project validation failed") == found(f"{before}Project validation failed\n") == [(PROJECT,)]


# Sentences.


@pytest.mark.parametrize(
    "before", ["", "a\n", "a\nb\n", "ab " * 70 + "\n", "a\n\n", "ab " * 70 + "\n" + "ab " * 30 + "\n"]
)
def test_a_sentence_counts_right_behind_the_level_of_its_line(before: str) -> None:
    assert found(f"{before}ERR {SYNC}") == found(f"{before}1003 {SYNC}") == [("EntitySyncFailed",)]
    assert found(f"{before}ERR {SYNC}\n{'ab ' * 100}") == [("EntitySyncFailed",)]
    assert found(f"{before}x ERR {SYNC}") == []


@pytest.mark.parametrize("before", ["", "x\n", "x\ny\n2031-05-06 08:00:01 z\n"])
@pytest.mark.parametrize(
    "behind", ["", "\n", "\n2031-05-06 08:00:02 y", "\n2031-05-06 08:00:02 y\n2031-05-06 08:00:03 z"]
)
def test_an_error_is_found_wherever_it_stands_in_a_log(before: str, behind: str) -> None:
    assert found(f"{before}DIPV1003{behind}") == [("DIPV1003",)]
    assert found(f"{before}{SYNC}{behind}") == [("EntitySyncFailed",)]


# Beside a code.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{SYNC[:-5]}DIPV1003 x", ["DIPV1003"]),
        (f"{SYNC[:-5]}DIPV1003.", ["DIPV1003"]),
        (
            f"[DIPV1003] x\nProject validation failed. [DWDVEV1003] Keys\n{FIELD}",
            ["DIPV1003", "DWDVEV1003", "DIPV1022"],
        ),
        (f"Project validation failed. [DWDVEV1003] Keys\n{FIELD}", ["DWDVEV1003", "DIPV1022"]),
        (f"Project validation failed. [DIPV1003] Keys\n{FIELD}", ["DIPV1003"]),
        (f"Dual write failure - Project validation failed. [DIPV1003] Keys\n{FIELD}", ["DIPV1003"]),
        (f"[DWDVEV1003] x. {FIELD}.", ["DWDVEV1003", "DIPV1022"]),
        (f"[DIPV1003] x. {FIELD}.", ["DIPV1003"]),
        (f"[DWFOEV1004] {STALE}. {STALE}.", ["DWFOEV1004"] * 2),
        (f"{STALE} [DWFOEV1004]. {STALE}.", ["DWFOEV1004"] * 2),
        (f"{STALE} [DWFOEV1004]. {STALE} [DWFOEV1004].", ["DWFOEV1004"] * 2),
        (f"[DIPV1022] {FIELD}\n{FIELD}", ["DIPV1022"] * 2),
        (f"[DWFOEV1004] {FIELD}\n{STALE}", ["DWFOEV1004", "DIPV1022", "DWFOEV1004"]),
    ],
)
def test_which_sentences_belong_to_a_code_beside_them(text: str, expected: list[str]) -> None:
    assert [error.code for error in parse_all(text)] == expected


def test_an_error_stands_where_its_code_its_sentence_or_its_wrapper_begins() -> None:
    text = (
        f"x [DIPV1003] y. {LOOKUP}\n08:00:01 {WRITE} {LOOKUP}\n08:00:02 {WRITE} z\n08:00:03 {request('0x80040220')} z"
    )
    places = [place for place, _ in errors_with_places(text)]
    assert [text[place:][:20] for place in places] == [
        *(
            "DIPV1003] y. Unable ",
            "Unable to lookup uom",
            "Unable to lookup uom",
            "Unable to write data",
            "Request failed with ",
        ),
    ]
    assert places == sorted(places)


def test_a_wrapper_goes_on_where_it_is_only_named_once_more() -> None:
    text = "Dual write failure - The dock is closed. After a dual write failure - of that kind, wait."
    (error,) = parse_all(text)
    assert (type(error).__name__, error.text) == (FAILURE, text)
    assert error.parameters == {"text": text.removeprefix("Dual write failure - ")}


def test_what_a_wrapper_says_in_the_middle_of_a_sentence_goes_on_with_it() -> None:
    (error,) = parse_all(f"{WRITE} Then {SAID.lower()} Data type mismatch.")
    assert (type(error).__name__, dict(error.context)) == ("DataTypeMismatch", {"table": "con_a", "entity": "cona"})


def test_of_what_stands_before_a_short_wrapper_no_more_is_looked_at_than_a_log_may_put_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lengths: list[int] = []

    def counted(text: str) -> bool:
        lengths.append(len(text))
        return is_log_prefix(text)

    monkeypatch.setattr("dualwrite_errors.parsing.recognition.is_log_prefix", counted)
    assert len(parse_all("Project validation failed. " * 1_000)) == 1
    assert 0 < max(lengths) <= 100
