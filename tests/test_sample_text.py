"""`sample_text`: whatever it writes, `parse` and `parse_all` read back; and what it refuses to write."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sampling import SENTENCES

from dualwrite_errors import (
    CATALOG,
    DualWriteError,
    IntegrationKeyMissing,
    ProjectValidationFailed,
    ReferencedRowNotFound,
    SchemaError,
    SourceFieldMissingFromSchema,
    UndocumentedCode,
    UnrecognizedError,
    parse,
    parse_all,
)
from dualwrite_errors.testing import TEXT_FORMS, TextForm, sample_text
from dualwrite_errors.testing.sentences import places_in

LOG_LINE = (
    "2031-05-06T08:00:00.2218830+00:00  [ERR] con_sites - Sites V2: Error: Project validation failed. [DIPV1003]"
    " Integration keys are missing"
)


def written(*errors: type[DualWriteError], form: TextForm, sentence: str | None = None) -> str | None:
    """The text, or None where the errors have no such form."""
    try:
        return sample_text(*errors, form=form, sentence=sentence)
    except ValueError:
        return None


def classes(text: str) -> list[type[DualWriteError]]:
    return [type(error) for error in parse_all(text)]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("usual", "Project validation failed. [DIPV1003] Integration keys are missing"),
        ("full_stop", "Project validation failed. [DIPV1003] Integration keys are missing."),
        ("no_full_stop", "Project validation failed [DIPV1003] Integration keys are missing"),
        ("code", "[DIPV1003]"),
        ("sentence", "Integration keys are missing"),
        ("wrapped", "Project validation failed. Integration keys are missing"),
        ("log_line", LOG_LINE),
    ],
)
def test_the_forms_of_an_error_with_a_code(form: TextForm, text: str) -> None:
    assert sample_text(IntegrationKeyMissing, form=form) == text


def test_the_usual_form_of_an_error_without_a_code_has_the_wrapper_around_it() -> None:
    assert sample_text(ReferencedRowNotFound, table="uoms", values="TST").endswith(
        "response message: Unable to lookup uoms with values {TST}"
    )
    assert parse(sample_text(ReferencedRowNotFound)).wrapped_in
    assert not parse(sample_text(ReferencedRowNotFound, form="sentence")).wrapped_in


@pytest.mark.parametrize("form", TEXT_FORMS)
def test_every_documented_sentence_is_read_back_in_every_form_that_it_has(form: TextForm) -> None:
    texts = {(cls, sentence): written(cls, form=form, sentence=sentence) for cls, sentence in SENTENCES}
    expected_to_lack_it = {
        (cls, sentence)
        for cls, sentence in SENTENCES
        if (form == "code" and not cls.code) or (form == "sentence" and sentence in cls.info.sentences_in_wrapper)
    }
    assert {key for key, text in texts.items() if text is None} == expected_to_lack_it
    wrong = {key: text for key, text in texts.items() if text is not None and classes(text) != [key[0]]}
    assert wrong == {}
    assert all(type(parse(text)) is cls for (cls, _), text in texts.items() if text is not None)


@pytest.mark.parametrize("form", TEXT_FORMS)
def test_any_two_errors_that_are_glued_are_read_back_in_order(form: TextForm) -> None:
    pairs = list(itertools.product(list(CATALOG.values())[::2], list(CATALOG.values())[1::3]))
    texts = {pair: text for pair in pairs if (text := written(*pair, form=form)) is not None}
    assert len(texts) > {"code": 200, "sentence": 200}.get(form, 1_000)
    assert {pair: text for pair, text in texts.items() if classes(text) != list(pair)} == {}


@given(st.lists(st.sampled_from(list(CATALOG.values())), min_size=1, max_size=5))
def test_a_log_has_a_line_for_each_error(errors: list[type[DualWriteError]]) -> None:
    text = sample_text(*errors, form="log_line", table_map="Sites V2 (con_sites)")
    found = parse_all(text)
    assert [type(error) for error in found] == errors
    assert {error.context["map"] for error in found} == {"Sites V2 (con_sites)"}
    assert len(text.splitlines()) == len(errors)


@pytest.mark.parametrize(("cls", "sentence"), SENTENCES, ids=range(len(SENTENCES)))
def test_a_parameter_is_read_back(cls: type[DualWriteError], sentence: str) -> None:
    for name in places_in(cls, sentence):
        value = {"http_status": "Conflict", "dataverse_code": "0x80040266", "n": "7"}.get(name, "con_a.con_b")
        text = sample_text(cls, sentence=sentence, form="wrapped", **{name: value})
        (error,) = parse_all(text)
        assert error.parameters[name] == value, text


def test_codes_and_names_stand_for_their_classes() -> None:
    assert sample_text("dipv1003") == sample_text("IntegrationKeyMissing") == sample_text(IntegrationKeyMissing)


@pytest.mark.parametrize("code", ["DIPV1099", "DWDVEV1099", "DWFOEV0001"])
def test_a_code_that_is_not_documented_has_a_text_too(code: str) -> None:
    for form in ("usual", "full_stop", "no_full_stop", "code", "log_line"):
        (error,) = parse_all(sample_text(code, form=form))
        assert (type(error), error.code) == (UndocumentedCode, code)


def test_a_table_map_is_named_in_front() -> None:
    text = sample_text("DIPV1003", table_map="con_units - Units")
    assert text == "con_units - Units: Error: Project validation failed. [DIPV1003] Integration keys are missing"
    assert parse(text).context["map"] == "con_units - Units"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: sample_text(SchemaError), "SchemaError is not a documented error: give a class of CATALOG, or a code"),
        (lambda: sample_text(UnrecognizedError), "UnrecognizedError is not a documented error"),
        (lambda: sample_text("DIPV1O03"), "'DIPV1O03' is neither a code nor .* Did you mean 'DIPV1003'"),
        (lambda: sample_text(ReferencedRowNotFound, form="code"), "ReferencedRowNotFound has no code"),
        (
            lambda: sample_text("ProductIdRequired", form="sentence"),
            "counts only inside a wrapper: take the form 'wrap",
        ),
        (lambda: sample_text("DIPV1099", form="sentence"), "DIPV1099 is not documented and has no sentence"),
        (lambda: sample_text("DIPV1003", form="shouted"), "'shouted' is not a form of a text: choose one of usual, "),  # type: ignore[arg-type]
        (
            lambda: sample_text("DIPV1003", sentence="Keys"),
            "sentence takes one of the sentences of a single error: .*In",
        ),
        (lambda: sample_text("DIPV1003", "DIPV1022", sentence="Integration keys are missing"), "of a single error"),
        (lambda: sample_text(ProjectValidationFailed, "DIPV1003"), "is a wrapper too short to count beside others"),
        (lambda: sample_text("WriteToDataverseFailed", "DIPV1003"), "would hold what follows: put it last, or take"),
        (lambda: sample_text("DIPV1003", "DIPV1003", form="wrapped"), "the same sentence twice in one text is one"),
        (lambda: sample_text("DIPV1003", table_map="Sites"), "'Sites' is not the label of a table map: 'con_sites - "),
        (lambda: sample_text("DIPV1022", field="is. Not a name"), "parse would not read field='is. Not a name' from"),
        (lambda: sample_text("DW9003", side="DIPV1003"), "nobody could read these values back: 'DW9003 - Failed to"),
    ],
)
def test_what_has_no_such_text_is_a_value_error_that_says_what_to_do(call: object, said: str) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=said):
        call()


def test_a_parameter_that_no_error_has_is_a_type_error_that_names_those_that_there_are() -> None:
    with pytest.raises(TypeError, match=r"no parameter tabel in 'Unable to lookup .*: it has \['table', 'values'\]"):
        sample_text(ReferencedRowNotFound, tabel="uoms")
    with pytest.raises(TypeError, match="it has none"):
        sample_text(IntegrationKeyMissing, form="code", keys="con_sitekey")


@pytest.mark.parametrize("given", [1003, None, IntegrationKeyMissing(), ValueError])
def test_what_is_neither_a_class_nor_a_code_is_a_type_error(given: object) -> None:
    with pytest.raises(TypeError, match="a sample takes a class, its name or a code, not"):
        sample_text(given)  # type: ignore[arg-type]


def test_a_class_of_your_own_has_no_text_as_no_text_gives_it_back() -> None:
    class KeyRefused(SourceFieldMissingFromSchema):
        """A class of a user."""

    with pytest.raises(ValueError, match="KeyRefused is not a documented error"):
        sample_text(KeyRefused)
