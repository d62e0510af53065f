"""The short cut for usual lines: it answers for them, leaves others to the engine, and says the same as the engine."""

import pytest

from dualwrite_errors import REGISTRY, UndocumentedCode, parse
from dualwrite_errors.parsing.lone_code import error_of_lone_code, usual_lines
from dualwrite_errors.parsing.text import errors_with_places

DIPV = [code for code in REGISTRY if code.startswith("DIPV")]
MATCH, MAKERS = usual_lines()
ID = "5cfd4dea-0000-4000-8000-000000000001"


@pytest.mark.parametrize("code", DIPV)
def test_it_answers_for_a_line_with_one_code_and_nothing_else(code: str) -> None:
    for text in (
        f"[{code}] anything",
        f"Project validation failed. [{code}] anything." if code != "DIPV1000" else f"{code} x",
        f"2031-05-06T08:00:04Z [ERR] {code.lower()}: anything",
        f"{code} something new \n",
        f"{code} something new\r",
        f"[{code}] Missing source field con_a in the schema of old",
        f"Activity ID: {ID}. Sites (con_sites) : [{code}] anything",
    ):
        error = error_of_lone_code(text)
        assert error is not None
        assert (type(error), error.matched_by, error.raw) == (REGISTRY[code], "code", text)
        ((_, same),) = errors_with_places(text)  # of the engine
        assert (error.text, dict(error.context), error.wrapped_in) == (same.text, dict(same.context), same.wrapped_in)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "DIPV1009 x", "DWFOEV1001 x", "DIPV1003", "[DIPV1003]", "[DIPV1003] - x", "xDIPV1003 y"),
        *(
            "DIPV1003\u212ay DIPV1010 b",
            "DIPV1003 a dipv1010\u212a",
            "DIPV1003 a DIPV1003 b",
            "DIPV1003 a\nb",
            "DIPV1003 a\rb",
            "a\nDIPV1003 b",
            "DIPV1003 a\vb",
            "DIPV1003 a\fb",
            "DIPV1003 a\x85b",
            "DIPV1003 a\u2028b",
            "DIPV1003 a\u2029b",
        ),
        *("DIPV1003 a <br>b", '"DIPV1003 a', "it's DIPV1003 a", "\x1b[31mDIPV1003 a"),
        *("Integration keys are missing DIPV1003 a", "DIPV1003 Unable to write data to entity con_docks."),
        "DIPV1003 a. Missing AX APIHub connection",
        "DIPV1003 a. Sites (con_sites) : Project validation failed",
        "DIPV1003 a. Sites (con_sites) : Dual write failure - b",
        *(
            "Project validation failed. Project validation failed [DIPV1003] a",
            "Project validation failed. Project validation failed[DIPV1001] Exceptions encountered during validation",
        ),
    ],
)
def test_it_leaves_to_the_engine_what_may_hold_more_or_nothing(text: str) -> None:
    assert error_of_lone_code(text) is None


@pytest.mark.parametrize("code", DIPV)
def test_the_usual_line_of_a_code_is_matched_with_and_without_names(code: str) -> None:
    sentence = REGISTRY[code].info.sentences[0].lower()
    for line in (
        f"[{code.lower()}] {sentence}",
        f"{code.lower()}: {sentence}.",
        f"project validation failed. [{code.lower()}] {sentence}",
        f"project validation failed {code.lower()} {sentence}",
    ):
        found = MATCH(line)
        assert found is not None
        group = found.lastindex or 0
        assert found[group].rstrip(".") == sentence.rstrip(".")
        assert type(MAKERS[group](found[group], line)) is REGISTRY[code]


@pytest.mark.parametrize(
    "line",
    [
        *("[dipv1003] integration keys are missing x", "x [dipv1003] integration keys are missing", "[dipv1003]", ""),
        *("[dipv1003] integration keys dipv1009 are missing", "[dipv1002] integration keys are missing"),
    ],
)
def test_any_other_line_is_not_matched(line: str) -> None:
    assert MATCH(line) is None


def test_a_name_behind_a_noun_is_part_of_the_usual_line() -> None:
    text = "[DIPV1022] Missing source field con_site.con_siteid in the schema"
    found = MATCH(text.lower())
    assert found is not None
    error = parse(text)
    assert (error.text, error.parameters["field"]) == (text[11:], "con_site.con_siteid")
    assert MATCH("[dipv1022] missing source field dipv_1 in the schema") is None


def test_every_class_has_a_maker_and_the_first_is_for_no_group() -> None:
    assert len(MAKERS) == len(DIPV) + 1
    assert isinstance(parse("[DIPV1009] Integration keys are missing"), UndocumentedCode)


@pytest.mark.parametrize("code", DIPV)
def test_the_usual_line_may_end_with_a_full_stop_and_spell_the_code_in_any_case(code: str) -> None:
    sentence = REGISTRY[code].info.sentences[0].rstrip(".")
    for line in (f"{code} {sentence}", f"[{code}] {sentence}.", f"{code.lower()}: {sentence.upper()}."):
        ((_, same),) = errors_with_places(line)
        error = parse(line)
        assert (type(error), error.text, error.matched_by) == (type(same), same.text, "code")
        assert MATCH(f"{line} ".lower()) is None
        assert MATCH(f"x{line}".lower()) is None


@pytest.mark.parametrize("name", ["con_a", "con_a.con_b", "a1", "_x", "site.name.x"])
def test_a_name_without_quotation_marks_is_read_here_and_others_by_the_engine(name: str) -> None:
    assert MATCH(f"[dipv1022] missing source field {name} in the schema") is not None
    for other in (
        f"'{name}'",
        f"{name}.",
        f"d{name}",
        f"{name}.d1",
        f"{name} x",
        f"{name}-x",
        f"\u00e9{name}",
        f".{name}",
    ):
        assert MATCH(f"[dipv1022] missing source field {other} in the schema") is None
        error = parse(f"[DIPV1022] Missing source field {other} in the schema")
        assert error.text == f"Missing source field {other} in the schema"
