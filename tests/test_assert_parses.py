"""`assert_parses`: when it passes, and what it says when it fails."""

import subprocess
import sys

import pytest

from dualwrite_errors import (
    DataError,
    DualWriteError,
    IntegrationKeyMissing,
    ReferencedRowNotFound,
    SchemaError,
    SourceFieldMissingFromSchema,
    UnrecognizedError,
)
from dualwrite_errors.testing import assert_parses, sample_payload

TEXT = (
    "12:00 Project validation failed. [DIPV1003] Keys\n"
    "Sites V2 (con_sites): [DIPV1022] Missing source field con_a in the schema"
)


def failure(raw: object, *expected: type[DualWriteError] | str) -> str:
    with pytest.raises(AssertionError) as caught:
        assert_parses(raw, *expected)  # type: ignore[arg-type]
    return str(caught.value)


def test_it_returns_the_errors_in_order() -> None:
    keys, field = assert_parses(TEXT, IntegrationKeyMissing, SourceFieldMissingFromSchema)
    assert (keys.text, dict(field.parameters)) == ("Keys", {"field": "con_a"})


def test_a_base_class_and_a_code_stand_for_an_error() -> None:
    assert_parses(TEXT, "dipv1003", SchemaError)
    assert_parses("[DIPV1099]", "DIPV1099")


def test_it_reads_payloads_bytes_and_json_text() -> None:
    assert_parses(sample_payload([ReferencedRowNotFound, "DIPV1003"]), DataError, IntegrationKeyMissing)
    assert_parses(b'{"tName": "con_sites - Sites V2", "said": "[DIPV1003]"}', IntegrationKeyMissing)
    assert_parses('["[DIPV1003]"]', IntegrationKeyMissing)


def test_nothing_expected_means_no_error_and_unrecognized_error_a_text_that_says_nothing_known() -> None:
    assert assert_parses("all is well") == ()
    assert_parses("all is well", UnrecognizedError)
    assert failure(TEXT).startswith("expected no errors, found 2 errors in '12:00 Project")
    assert failure(TEXT, UnrecognizedError)


def test_a_failure_shows_what_was_found_where_and_with_which_parameters() -> None:
    assert failure(TEXT, "DIPV1003", DataError, SchemaError) == (
        "expected 3 errors, found 2 errors in '12:00 Project validation failed. [DIPV1003] Keys\\nSites V2 …\n"
        "1. as expected, found DIPV1003 IntegrationKeyMissing at line 1, column 35\n"
        "   says        'Keys'\n"
        "   wrapped in  ProjectValidationFailed\n"
        "2. expected DataError, found DIPV1022 SourceFieldMissingFromSchema at line 2, column 24\n"
        "   says        'Missing source field con_a in the schema'\n"
        "   parameters  field='con_a'\n"
        "   context     map='Sites V2 (con_sites)'\n"
        "   wrapped in  ProjectValidationFailed\n"
        "3. expected SchemaError, found nothing more"
    )


def test_a_failure_in_a_payload_shows_the_path() -> None:
    said = failure(sample_payload(["DIPV1003", "DIPV1022"]), "DIPV1003")
    assert "2. expected nothing more, found DIPV1022 SourceFieldMissingFromSchema at $[1].detail.lastReq" in said
    assert "map='con_units - Units'" in said
    nested = failure(sample_payload("DIPV1003", shape="backend_request"))
    assert "found DIPV1003 IntegrationKeyMissing at $.Reason $.message" in nested
    assert " in line 2 at $.said" in failure('{"a": 1}\n{"said": "[DIPV1003]"}\n')


def test_a_failure_shows_no_control_character_and_no_endless_text() -> None:
    said = failure("[DIPV1003] \x1b[2J\u202e" + "x" * 100_000)
    assert said.isascii() or "…" in said
    assert not {character for character in said if not character.isprintable() and character != "\n"}
    assert len(said) < 1_000


def test_the_wrong_order_fails() -> None:
    assert "1. expected SourceFieldMissingFromSchema, found DIPV1003" in failure(
        TEXT, SourceFieldMissingFromSchema, IntegrationKeyMissing
    )


@pytest.mark.parametrize("expected", ["IntegrationKeyMissing", ValueError, None, 1003, IntegrationKeyMissing()])
def test_what_is_neither_a_class_nor_a_code_cannot_be_expected(expected: object) -> None:
    with pytest.raises(TypeError, match="assert_parses expects classes of errors and codes, not"):
        assert_parses(TEXT, expected)  # type: ignore[arg-type]


def test_it_fails_without_asserts_too() -> None:
    code = "from dualwrite_errors.testing import assert_parses; assert_parses('[DIPV1003]')"
    run = subprocess.run([sys.executable, "-O", "-c", code], check=False, capture_output=True, text=True)
    assert run.returncode == 1
    assert "AssertionError: expected no errors, found 1 error in '[DIPV1003]'" in run.stderr
