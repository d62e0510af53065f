"""All entry points read a text in the same way."""

import random
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from sampling import SENTENCES, in_its_wrapper

from dualwrite_errors import REGISTRY, DualWriteError, parse, parse_all, parse_payload, scan, translated
from dualwrite_errors.testing.sentences import filled

GUID = "0b5c5d7e-1111-4222-8333-abcdefABCDEF"
PIECES = st.sampled_from(
    [
        *(f"[{code}] " for code in REGISTRY),
        *(in_its_wrapper(cls, sentence) for cls, sentence in SENTENCES),
        *(filled(cls, sentence, {}) for cls, sentence in SENTENCES),
        *("Project validation failed. ", "[DIPV1099] ", "Sites V2 (con_sites): ", "con_sites - Sites: Error: "),
        *(f"Activity ID for troubleshooting {{{GUID}}}", "2031-05-06 08:00:01 [ERR] ", "0x80060891 ", "con_siteid "),
        *(" ", ". ", ", ", "; ", "(", ")", '"', "the row was written"),
    ]
)
LINES = st.lists(PIECES, max_size=8).map("".join)
TEXTS = st.lists(LINES, max_size=3).map("\n".join)


def seen(error: DualWriteError, *without: str) -> dict[str, Any]:
    return {
        "class": type(error),
        "code": error.code,
        "text": error.text,
        "matched_by": error.matched_by,
        "parameters": dict(error.parameters),
        "wrapped_in": error.wrapped_in,
        "context": {name: value for name, value in error.context.items() if name not in without},
    }


def translation_of(text: str) -> list[DualWriteError]:
    try:
        with translated():
            raise RuntimeError(text)
    except DualWriteError as error:
        return list(error.errors)
    except RuntimeError:
        return []


@given(TEXTS)
@example("Project validation failed. [DIPV1003] Integration keys are missing")
@example("[DIPV1003] Integration keys are missing.\n")
@example("Integration keys are missing [DIPV1003]")
def test_parse_gives_the_first_of_what_parse_all_gives(text: str) -> None:
    errors = parse_all(text)
    if errors:
        assert seen(parse(text)) == seen(errors[0])
    else:
        assert parse(text).matched_by is None


@given(TEXTS)
def test_parse_payload_reads_an_error_message_like_parse_all(text: str) -> None:
    found = parse_payload([{"requestId": "r", "state": "3", "errorMessage": text}])
    errors = [error for error in found if error.matched_by]
    expected = [seen(error, "request_id") for error in parse_all(text)]
    assert [seen(error, "path", "request_id") for error in errors] == expected


@given(TEXTS)
def test_translated_finds_what_parse_all_finds_by_codes_and_in_wrappers(text: str) -> None:
    expected = [
        seen(error)
        for error in parse_all(text)
        if error.matched_by == "code" or error.wrapped_in or error.info.is_wrapper
    ]
    assert [seen(error) for error in translation_of(text)] == expected


@given(LINES)
@example("Project validation failed. Project validation failed [DIPV1003] Mapping is missing")
def test_scan_reads_a_line_like_parse_all(line: str) -> None:
    findings = list(scan([line]))
    assert [seen(finding.error, "source", "line", "column") for finding in findings] == [
        seen(error, "source", "line", "column") for error in parse_all(line)
    ]
    assert [(finding.name, finding.code, finding.matched_by) for finding in findings] == [
        (type(error).__name__, error.code, error.matched_by) for error in parse_all(line)
    ]


def test_many_generated_texts_of_log_lines_give_the_same_everywhere() -> None:
    dice = random.Random(7)  # noqa: S311 - no secret
    pieces = [in_its_wrapper(cls, sentence) for cls, sentence in SENTENCES]
    for _ in range(300):
        line = f"2031-05-06 08:00:01 [ERR] con_sites - Sites: Error: {'. '.join(dice.sample(pieces, 2))}"
        errors = [seen(error) for error in parse_all(line)]
        assert errors
        assert [seen(finding.error, "source", "line", "column") for finding in scan([line])] == errors
        assert seen(parse(line)) == errors[0]
