"""The Hypothesis strategies: what they give, to what it shrinks, and what is said where Hypothesis is missing."""

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import find, given

from dualwrite_errors import (
    CATALOG,
    REGISTRY,
    DataError,
    DualWriteError,
    IntegrationKeyMissing,
    SchemaError,
    UndocumentedCode,
    UnrecognizedError,
    from_code,
    parse,
    parse_all,
    parse_payload,
)
from dualwrite_errors.testing import codes, errors, payloads, raw_texts


@given(codes())
def test_a_code_makes_an_error(code: str) -> None:
    assert from_code(code).code == code


@given(codes(documented=True), codes(documented=False))
def test_codes_are_documented_or_not_as_asked(documented: str, undocumented: str) -> None:
    assert documented in REGISTRY
    assert type(from_code(undocumented)) is UndocumentedCode


@given(raw_texts())
def test_a_raw_text_has_one_to_three_errors(text: str) -> None:
    found = parse_all(text)
    assert 1 <= len(found) <= 3
    assert all(type(error) in {*CATALOG.values(), UndocumentedCode} for error in found)


@given(raw_texts(SchemaError, IntegrationKeyMissing))
def test_a_raw_text_has_errors_of_the_classes_asked_for_alone(text: str) -> None:
    assert all(isinstance(error, SchemaError | IntegrationKeyMissing) for error in parse_all(text))


@given(payloads(DataError))
def test_a_payload_has_one_to_three_errors_of_the_classes_asked_for(payload: Any) -> None:
    for found in (parse_payload(payload), parse_payload(json.dumps(payload))):
        assert 1 <= len(found) <= 3
        assert all(isinstance(error, DataError) for error in found)


@given(errors())
def test_an_error_was_recognized_in_its_raw_text(error: DualWriteError) -> None:
    assert error.matched_by is not None
    assert error.raw is not None
    assert str(parse(error.raw)) == str(error)


@pytest.mark.parametrize("name", ["usual", "log_line", "code"])
def test_every_form_is_drawn(name: str) -> None:
    said = {"usual": "Project validation failed. [", "log_line": "[ERR] con_sites", "code": "[DIPV1003]"}[name]
    assert find(raw_texts(), lambda text: text.startswith(said) or f" {said}" in text or text == said)


@pytest.mark.slow
def test_examples_shrink_to_short_readable_ones() -> None:
    usual = "Project validation failed. [DIPV1000] Connection validation failed"
    assert find(codes(), lambda _: True) == "DIPV1000"
    assert find(codes(documented=False), lambda _: True) == "DIPV0000"
    assert find(raw_texts(), lambda _: True) == usual
    assert find(errors(), lambda _: True).raw == usual
    assert find(raw_texts(UndocumentedCode), lambda _: True) == (
        "Project validation failed. [DIPV0000] The gate schedule cannot be paired"
    )
    assert find(raw_texts(DataError), lambda text: "con_a" in text).endswith(
        "Unable to lookup con_a with values {S-01}"
    )
    assert len(find(payloads(), lambda payload: isinstance(payload, dict))) == 2


@pytest.mark.parametrize("strategy", [raw_texts, errors, payloads])
def test_classes_that_no_text_has_are_a_value_error(strategy: object) -> None:
    assert callable(strategy)
    with pytest.raises(ValueError, match="no error with a text of its own is of UnrecognizedError"):
        strategy(UnrecognizedError)


WITHOUT_HYPOTHESIS = """
import sys
sys.modules["hypothesis"] = None
from dualwrite_errors import testing
testing.sample_text("DIPV1003"), testing.sample_payload("DIPV1003"), testing.FakeGateway()
for strategy in (testing.codes, testing.errors, testing.raw_texts, testing.payloads):
    try:
        strategy()
    except ModuleNotFoundError as error:
        print(error.name, error)
"""


def test_without_hypothesis_all_else_works_and_a_strategy_names_the_extra() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT_HYPOTHESIS], check=True, capture_output=True, text=True)
    said = (
        "hypothesis the strategies of dualwrite_errors.testing need Hypothesis:"
        " pip install 'dualwrite-errors[testing]'\n"
    )
    assert run.stdout == said * 4


def test_the_package_imports_no_kit_and_the_kit_imports_no_hypothesis() -> None:
    code = (
        "import sys, dualwrite_errors; print('dualwrite_errors.testing' in sys.modules);"
        "import dualwrite_errors.testing; print('hypothesis' in sys.modules, 'pytest' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["False", "False", "False"]
