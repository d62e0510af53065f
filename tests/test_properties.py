"""What holds for every input."""

import json
import pickle
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from samples import SINGLE_CLASSES, fields_of

from dualwrite_errors import (
    CATALOG,
    REGISTRY,
    DualWriteError,
    DualWriteErrorGroup,
    InvalidCode,
    UndocumentedCode,
    UnrecognizedError,
    code_of,
    from_code,
    parse,
    parse_all,
)

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=())) | st.text("DIPVdipv0123456789_[]. \n\rxé")
CODES = st.sampled_from(sorted(REGISTRY)) | st.integers(0, 9999).map("DIPV{:04}".format)
CONTEXTS = st.dictionaries(st.text(), st.text())
SENTENCES = [sentence for cls in CATALOG.values() for sentence in cls.info.sentences]
DIPV_MESSAGES = {cls.message: code for code, cls in REGISTRY.items() if code.startswith("DIPV")}
FRAGMENTS = st.lists(
    st.sampled_from([word for sentence in SENTENCES for word in sentence.split()])
    | st.sampled_from(SENTENCES)
    | CODES
    | ANY_TEXT
).map(" ".join)
NOISE = st.text(st.characters(codec=None, exclude_categories=(), exclude_characters="DdVv"))
"""Text that holds no code, since a code needs a D, and touches none as a letter."""


@st.composite
def single_errors(draw: st.DrawFn) -> DualWriteError:
    cls = draw(st.sampled_from(SINGLE_CLASSES))
    fields: dict[str, Any] = {"context": draw(st.none() | CONTEXTS), "raw": draw(st.none() | ANY_TEXT)}
    if cls is UndocumentedCode:
        fields["code"] = draw(CODES.filter(lambda code: code not in REGISTRY))
    error = cls(
        draw(st.none() | ANY_TEXT),
        matched_by=draw(st.sampled_from(["code", "sentence", "dataverse_code", None])),
        **fields,
    )
    for note in draw(st.lists(ANY_TEXT, max_size=2)):
        error.add_note(note)
    return error


ERRORS = st.recursive(
    single_errors(),
    lambda errors: st.builds(DualWriteErrorGroup, ANY_TEXT, st.lists(errors, min_size=1, max_size=3)),
    max_leaves=5,
)


@given(ANY_TEXT | FRAGMENTS)
@example("")
def test_parse_is_total_and_never_loses_its_input(text: str) -> None:
    error = parse(text)
    assert isinstance(error, DualWriteError)
    assert error.raw == text
    assert error.parameters is not None
    assert error.context is not None
    assert error.wrapped_in is not None


@given(ANY_TEXT | FRAGMENTS)
def test_parse_parse_all_and_code_of_agree(text: str) -> None:
    first, every = parse(text), parse_all(text)
    assert isinstance(first, UnrecognizedError) is (every == [])
    if every:
        assert fields_of(first) == fields_of(every[0])
    codes = [error.code for error in every if error.matched_by == "code"]
    assert code_of(text) == (codes[0] if codes else None)


@given(ERRORS)
def test_the_str_of_an_error_gives_its_class_and_code_back(error: DualWriteError) -> None:
    if not error.code:
        return
    restored = parse(str(error))
    assert (type(restored), restored.code) == (type(error), error.code)


@given(ANY_TEXT | FRAGMENTS)
def test_what_parse_returned_is_restored_from_its_str(text: str) -> None:
    error = parse(text)
    restored = parse(str(error))
    assert (type(restored), restored.code) == (type(error), error.code)


@given(ERRORS)
def test_a_record_gives_the_error_back_in_every_field(error: DualWriteError) -> None:
    record = error.to_dict()
    assert fields_of(DualWriteError.from_dict(json.loads(json.dumps(record)))) == fields_of(error)


@given(ERRORS, st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_a_pickle_gives_the_error_back_in_every_field(error: DualWriteError, protocol: int) -> None:
    assert fields_of(pickle.loads(pickle.dumps(error, protocol))) == fields_of(error)


@given(st.lists(st.tuples(NOISE, CODES)), NOISE)
def test_parse_all_finds_exactly_the_coded_issues_in_order(issues: list[tuple[str, str]], tail: str) -> None:
    text = "".join(f"{noise} [{code}] " for noise, code in issues) + tail
    found = [error for error in parse_all(text) if error.matched_by == "code"]
    assert [error.code for error in found] == [code for _, code in issues]
    assert all(type(error) is REGISTRY.get(error.code, UndocumentedCode) for error in found)


@given(st.lists(st.tuples(CODES, st.text("abc xyz,é", min_size=1))))
def test_each_coded_issue_gets_its_own_text(issues: list[tuple[str, str]]) -> None:
    text = "".join(f"Project validation failed. [{code}] {words}." for code, words in issues)
    expected = [(code, f"{words}.".lstrip(" ,.")) for code, words in issues]
    assert [(error.code, error.text) for error in parse_all(text)] == expected


@given(st.lists(st.sampled_from(sorted(DIPV_MESSAGES)), min_size=1))
def test_parse_all_finds_the_issues_of_a_validation_in_order_each_once(sentences: list[str]) -> None:
    found = parse_all(f"Project validation failed. {'. '.join(sentences)}")
    assert [error.code for error in found] == [DIPV_MESSAGES[sentence] for sentence in dict.fromkeys(sentences)]


@given(st.text(st.characters(codec=None, exclude_categories=(), exclude_characters="aAeEiIoOuU")))
def test_a_text_without_a_code_and_without_vowels_gives_nothing(text: str) -> None:
    if code_of(text) is None:
        assert parse_all(text) == []


@given(ANY_TEXT | FRAGMENTS | CODES)
def test_from_code_returns_an_error_or_raises_invalid_code(code: str) -> None:
    if code_of(code.strip()) == code.strip().upper():
        assert from_code(code).code == code.strip().upper()
    else:
        with pytest.raises(InvalidCode) as refusal:
            from_code(code)
        assert refusal.value.given == code
        assert len(str(refusal.value)) < 200


@given(st.text(), CONTEXTS)
def test_from_code_keeps_text_and_context(text: str, context: dict[str, str]) -> None:
    label = "[DIPV1003] "
    error = from_code("DIPV1003", text, context=context)
    assert (error.text, dict(error.context)) == (text.removeprefix(label), context)
    assert str(error) == label + (error.text or error.message)
