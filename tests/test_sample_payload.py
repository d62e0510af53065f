"""`sample_payload`: whatever it makes, `parse_payload` reads back; and what it refuses to make."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualwrite_errors import (
    CATALOG,
    DataTypeMismatch,
    DualWriteError,
    IntegrationKeyMissing,
    ReferencedRowNotFound,
    SourceFieldMissingFromSchema,
    UnrecognizedError,
    parse_payload,
    raise_for_errors,
)
from dualwrite_errors.testing import PAYLOAD_SHAPES, PayloadShape, sample_payload, sample_text

WITH_A_PLACE_FOR_EACH = ("gateway_status", "field_mappings", "execution", "error_log", "record_errors")
shapes = pytest.mark.parametrize("shape", PAYLOAD_SHAPES)


def classes(payload: Any) -> list[type[DualWriteError]]:
    return [type(error) for error in parse_payload(payload)]


@shapes
def test_every_error_is_read_back_from_every_shape(shape: PayloadShape) -> None:
    for cls in CATALOG.values():
        payload = sample_payload(cls, shape=shape)
        written = json.dumps(payload)
        assert classes(payload) == classes(written) == classes(written.encode("utf-16")) == [cls], written


@given(st.sampled_from(PAYLOAD_SHAPES), st.lists(st.sampled_from(list(CATALOG.values())), min_size=2, max_size=4))
def test_several_errors_are_read_back_in_order(shape: PayloadShape, errors: list[type[DualWriteError]]) -> None:
    try:
        payload = sample_payload(errors, shape=shape)
    except ValueError:
        assert shape not in WITH_A_PLACE_FOR_EACH
    else:
        assert classes(payload) == errors


@shapes
def test_a_text_of_your_own_stands_in_every_shape_as_it_is(shape: PayloadShape) -> None:
    text = sample_text(SourceFieldMissingFromSchema, field="con_zone")
    (error,) = parse_payload(sample_payload(text, shape=shape))
    assert (type(error), error.parameters["field"]) == (SourceFieldMissingFromSchema, "con_zone")


def test_a_text_that_is_not_recognized_is_reported_as_it_is() -> None:
    (error,) = parse_payload(sample_payload(["The flux is out of phase"]))
    assert (type(error), error.text) == (UnrecognizedError, "The flux is out of phase")


def test_the_answer_of_the_gateway_names_a_map_and_an_activity_for_each_error() -> None:
    found = parse_payload(
        sample_payload([IntegrationKeyMissing, "DIPV1099", DataTypeMismatch, ReferencedRowNotFound, "DIPV1022"])
    )
    assert len({error.context["map"] for error in found}) == 5
    assert len({error.context["activity_id"] for error in found}) == 5
    assert found[0].context["map"] == "con_sites - Sites V2"


@pytest.mark.parametrize("shape", WITH_A_PLACE_FOR_EACH)
def test_no_error_is_a_payload_without_one(shape: PayloadShape) -> None:
    raise_for_errors(sample_payload([], shape=shape))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: sample_payload("DIPV1003", shape="soap"),  # type: ignore[arg-type]
            "'soap' is not a shape of a payload: choose one of gateway_",
        ),
        (lambda: sample_payload([], shape="odata"), "an empty list says nothing: give at least one error"),
        (lambda: sample_payload("DIPV1O03"), "Did you mean 'DIPV1003'"),
        (lambda: sample_payload(""), "is neither a code nor the name of a class"),
        (lambda: sample_payload(["WriteToDataverseFailed", "DIPV1003"], shape="odata"), "would hold what follows"),
    ],
)
def test_what_cannot_be_reported_is_a_value_error_that_says_what_to_do(call: object, said: str) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=said):
        call()


def test_what_is_neither_a_class_nor_a_str_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="a sample takes a class, its name or a code, not 1003"):
        sample_payload([1003])  # type: ignore[list-item]


def test_what_is_no_error_is_refused() -> None:
    nothing: Any
    for nothing in (7, None, {"DIPV1003"}):
        with pytest.raises(TypeError, match="errors takes a class, a code, a text, or a list of these, not"):
            sample_payload(nothing)
