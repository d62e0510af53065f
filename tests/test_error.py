"""What an error carries and how it reads."""

import traceback
from typing import Any, get_type_hints
from unittest.mock import Mock

import attrs
import pytest
from samples import SINGLE_CLASSES, SINGLE_ERRORS, example_of, fields_of

from dualwrite_errors import (
    REGISTRY,
    Actor,
    Area,
    ConnectionSetError,
    DestinationFieldMissingFromSchema,
    DualWriteError,
    EntitySyncFailed,
    EnvironmentInfoMissing,
    ErrorInfo,
    IntegrationKeyMissing,
    InvalidCode,
    Link,
    SchemaError,
    ServiceProtectionLimit,
    TaskEnvironmentNotInConnectionSet,
    UndocumentedCode,
    UnrecognizedError,
    from_code,
    parse,
)
from dualwrite_errors.info import ERROR_TABLE


@pytest.mark.parametrize("cls", SINGLE_CLASSES, ids=lambda cls: cls.__name__)
def test_nothing_is_required_to_raise_a_class(cls: type[DualWriteError]) -> None:
    with pytest.raises(cls) as caught:
        raise cls
    error = caught.value
    assert error.args == (str(error),)
    assert (error.text, error.raw, error.names, error.matched_by, dict(error.context)) == ("", None, (), None, {})


@pytest.mark.parametrize("error", SINGLE_ERRORS, ids=lambda error: type(error).__name__)
def test_str_is_the_code_and_the_text_and_args_hold_it(error: DualWriteError) -> None:
    assert str(error) == (f"[{error.code}] {error.text}" if error.code else error.text)
    assert error.args == (str(error),)
    assert error.help_url not in str(error)


@pytest.mark.parametrize("cls", SINGLE_CLASSES, ids=lambda cls: cls.__name__)
def test_without_a_text_str_has_the_documented_message(cls: type[DualWriteError]) -> None:
    error = cls()
    assert str(error) == (f"[{error.code}] {error.message}" if error.code else error.message)


@pytest.mark.parametrize("code", REGISTRY)
def test_the_facts_are_on_the_class_and_on_its_instances(code: str) -> None:
    cls = REGISTRY[code]
    for owner in (cls, cls()):
        for fact in ("code", "message", "detail", "steps", "caution", "links", "actors", "retry", "remediation"):
            assert getattr(owner, fact) == getattr(owner.info, fact)
        assert (owner.area, owner.help_url, owner.is_transient) == (owner.info.area, owner.info.help_url, False)


@pytest.mark.parametrize("code", REGISTRY)
def test_an_uncaught_error_prints_what_to_do_and_what_it_destroys(code: str) -> None:
    error = REGISTRY[code]()
    assert error.__notes__ == [error.remediation]
    printed = "".join(traceback.format_exception(error))
    assert all(step in printed for step in error.info.steps)
    assert (error.info.caution or "") in printed


def test_the_remedy_of_one_error_is_not_shared_with_the_next() -> None:
    IntegrationKeyMissing().add_note("seen in the nightly run")
    assert IntegrationKeyMissing().__notes__ == [IntegrationKeyMissing.remediation]


def test_a_class_works_as_the_side_effect_of_a_mock() -> None:
    with pytest.raises(IntegrationKeyMissing):
        Mock(side_effect=IntegrationKeyMissing)()


def test_several_steps_are_numbered_and_the_caution_stands_before_them() -> None:
    lines = EnvironmentInfoMissing.remediation.splitlines()
    assert [line[:2] for line in lines[1:]] == ["1.", "2."]
    assert lines[0].startswith("Caution: Reset link clears the runtime tables")


def test_a_single_step_stands_alone() -> None:
    assert TaskEnvironmentNotInConnectionSet.remediation == TaskEnvironmentNotInConnectionSet.steps[0]


def test_the_context_is_read_only_and_a_copy() -> None:
    given = {"map": "Sites (con_sites)"}
    error = IntegrationKeyMissing(context=given)
    given["map"] = "changed"
    assert error.context["map"] == "Sites (con_sites)"
    with pytest.raises(TypeError):
        error.context["map"] = "changed"  # type: ignore[index] # that it is refused is the point


@pytest.mark.parametrize(
    "context", [5, "map", ["map"], {"map": 5}, {"map": None}, {5: "map"}, {"map": b"Sites"}], ids=repr
)
def test_a_context_that_is_not_str_to_str_is_refused(context: object) -> None:
    with pytest.raises(TypeError, match="context"):
        IntegrationKeyMissing(context=context)  # type: ignore[arg-type] # that it is refused is the point


@pytest.mark.parametrize("text", [b"x", b"", bytearray(b"x"), 5, 0, False, ["x"], [], ValueError("x")], ids=repr)
def test_a_text_that_is_no_str_is_refused_with_a_remedy(text: object) -> None:
    with pytest.raises(TypeError, match=r"text takes a str, not \w+: (decode it first|pass str\(value\))"):
        IntegrationKeyMissing(text)  # type: ignore[arg-type] # that it is refused is the point


def test_a_str_subclass_is_kept_as_plain_str() -> None:
    class Tag(str):
        __slots__ = ()

    error = parse(Tag("[DIPV1003] Integration keys are missing"), context={"map": Tag("Sites")})
    assert {type(value) for value in (error.text, error.raw, error.context["map"], *error.args)} == {str}


def test_names_are_those_inside_the_sentence() -> None:
    error = from_code("DIPV1025", "Missing destination field con_site.con_siteid in the schema")
    assert error.names == ("con_site.con_siteid",)


def test_an_info_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        IntegrationKeyMissing.info.message = "x"  # type: ignore[misc] # that it is refused is the point


def test_an_area_class_can_be_raised_and_catches_its_codes() -> None:
    with pytest.raises(SchemaError):
        raise DestinationFieldMissingFromSchema
    assert (SchemaError("x").area, SchemaError("x").code, str(SchemaError("x"))) == (Area.SCHEMA, "", "x")


def test_every_area_has_its_own_base_under_dual_write_error() -> None:
    assert issubclass(ConnectionSetError, DualWriteError)
    assert not issubclass(ConnectionSetError, SchemaError)


def test_a_second_class_for_a_documented_code_is_refused_naming_both() -> None:
    with pytest.raises(TypeError, match=r"DIPV1003.*IntegrationKeyMissing.*Again"):

        class Again(DualWriteError):
            info = attrs.evolve(IntegrationKeyMissing.info)


def test_a_subclass_may_give_its_code_a_remedy_of_its_own() -> None:
    class OurKeyMissing(IntegrationKeyMissing):
        info = attrs.evolve(IntegrationKeyMissing.info, steps=("Ask the data team.",))

    assert OurKeyMissing().remediation == "Ask the data team."
    assert OurKeyMissing().__notes__ == ["Ask the data team."]
    assert REGISTRY["DIPV1003"] is IntegrationKeyMissing
    assert type(parse("[DIPV1003]")) is IntegrationKeyMissing
    assert IntegrationKeyMissing.remediation.startswith("1. ")


def test_a_subclass_may_replace_one_fact_in_its_body() -> None:
    class OurKeyMissing(IntegrationKeyMissing):
        message = "our keys are missing"

    assert str(OurKeyMissing()) == "[DIPV1003] our keys are missing"


def test_a_subclass_may_have_an_undocumented_code_and_stays_out_of_the_registry() -> None:
    class NewError(SchemaError):
        info = ErrorInfo(code="DIPV1099", message="New", detail="New.")

    assert str(NewError()) == "[DIPV1099] New"
    assert "DIPV1099" not in REGISTRY
    assert type(parse("[DIPV1099]")) is UndocumentedCode


@pytest.mark.parametrize("module", [__name__, "dualwrite_errors_of_ours", "dualwrite"])
def test_a_user_subclass_keeps_its_own_module(module: str) -> None:
    ours = type("Ours", (IntegrationKeyMissing,), {"__module__": module})
    assert ours.__module__ == module


def test_an_undocumented_code_keeps_code_and_text() -> None:
    error = UndocumentedCode("something new", code="dipv1099")
    assert (error.code, error.text, str(error)) == ("DIPV1099", "something new", "[DIPV1099] something new")
    assert str(UndocumentedCode(code="DIPV1099")) == "[DIPV1099] Undocumented dual-write error code"


@pytest.mark.parametrize("code", ["1032", "DIPV132", "DIPV10991", "DIPV１０９９", "dıpv1099"])
def test_an_undocumented_code_must_be_well_formed(code: str) -> None:
    with pytest.raises(InvalidCode):
        UndocumentedCode(code=code)


def test_an_undocumented_code_must_not_be_documented() -> None:
    with pytest.raises(ValueError, match="IntegrationKeyMissing"):
        UndocumentedCode(code="DIPV1003")


def test_an_unrecognized_error_keeps_its_text_and_has_no_code() -> None:
    error = UnrecognizedError("the service is on fire")
    assert (error.code, error.text, str(error)) == ("", "the service is on fire", "the service is on fire")


def test_the_open_telemetry_view_of_a_documented_code() -> None:
    assert IntegrationKeyMissing("con_secret").attributes() == {
        "error.type": "DIPV1003",
        "dualwrite.error.code": "DIPV1003",
        "dualwrite.error.area": "integration_key",
        "dualwrite.error.retry": "after fix",
        "dualwrite.error.actor": "maker",
    }


def test_the_open_telemetry_view_without_a_code_is_other() -> None:
    attributes = UnrecognizedError("con_secret").attributes()
    assert attributes == {"error.type": "_OTHER", "dualwrite.error.retry": "unknown"}


@pytest.mark.parametrize("error", SINGLE_ERRORS, ids=lambda error: type(error).__name__)
def test_the_open_telemetry_view_has_no_free_text(error: DualWriteError) -> None:
    values = error.attributes().values()
    assert all(type(value) is str for value in values)
    assert not any("con_siteid" in value for value in values)


def test_the_keys_of_a_record_are_these() -> None:
    assert list(IntegrationKeyMissing("x").to_dict()) == [
        *("name", "code", "area", "message", "text", "raw", "matched_by", "parameters", "names", "wrapped_in"),
        *("context", "notes"),
    ]


def test_a_record_needs_only_a_code() -> None:
    assert fields_of(DualWriteError.from_dict({"code": "DIPV1003"})) == fields_of(IntegrationKeyMissing())


def test_null_in_a_record_is_what_is_missing() -> None:
    record = {"code": "DIPV1003", "raw": None, "context": None, "notes": None, "matched_by": None}
    assert fields_of(DualWriteError.from_dict(record)) == fields_of(IntegrationKeyMissing())


def test_the_code_of_a_record_outlives_its_class_name_and_unknown_keys() -> None:
    error = DualWriteError.from_dict({"code": "DIPV1003", "name": "CalledOtherwiseOnce", "severity": "high"})
    assert type(error) is IntegrationKeyMissing


def test_a_record_with_a_code_from_the_future_keeps_it() -> None:
    error = DualWriteError.from_dict({"code": "DIPV1099", "name": "NotYetKnown", "text": "new"})
    assert (type(error), error.code, str(error)) == (UndocumentedCode, "DIPV1099", "[DIPV1099] new")


def test_a_record_with_an_unknown_name_and_no_code_is_unrecognized() -> None:
    assert type(DualWriteError.from_dict({"name": "NotYetKnown", "text": "new"})) is UnrecognizedError


def test_a_subclass_rebuilds_its_own_records() -> None:
    class Ours(IntegrationKeyMissing):
        def __init__(self, first: int, second: int) -> None:
            super().__init__(f"{first}/{second}")

    rebuilt = Ours.from_dict(Ours(1, 2).to_dict())
    assert (type(rebuilt), rebuilt.text) == (Ours, "1/2")


def test_a_subclass_with_an_info_of_its_own_rebuilds_its_own_records() -> None:
    class Ours(IntegrationKeyMissing):
        info = attrs.evolve(IntegrationKeyMissing.info)

    class Theirs(SchemaError):
        info = ErrorInfo(code="DIPV9001", message="New", detail="New.")

    for cls in (Ours, Theirs):
        rebuilt = cls.from_dict(cls("x").to_dict())
        assert (type(rebuilt), str(rebuilt)) == (cls, str(cls("x")))
    assert type(Ours.from_dict(IntegrationKeyMissing("x").to_dict())) is Ours


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"steps": "Call the desk."}, TypeError),
        ({"actors": [Actor.MAKER]}, TypeError),
        ({"code": "dipv9002"}, ValueError),
        ({"code": "CON0001"}, ValueError),
    ],
    ids=str,
)
def test_an_info_that_could_not_work_is_refused(facts: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        ErrorInfo(**{"message": "New", "detail": "New.", **facts})


def test_two_classes_of_a_user_cannot_have_the_same_code() -> None:
    info = ErrorInfo(code="DIPV9003", message="New", detail="New.")

    for _ in ("made", "made again, as in a notebook"):
        type("First", (SchemaError,), {"info": info, "__qualname__": "First"})
    with pytest.raises(TypeError, match=r"DIPV9003.*First.*Second"):
        type("Second", (SchemaError,), {"info": info, "__qualname__": "Second"})


@pytest.mark.parametrize("fact", ["code", "message"])
def test_what_str_is_made_of_cannot_be_a_property(fact: str) -> None:
    with pytest.raises(TypeError, match=f"Ours.{fact} must be a str"):
        type("Ours", (IntegrationKeyMissing,), {fact: property(lambda self: "x"), "__qualname__": "Ours"})


def test_a_class_without_a_remedy_has_no_note() -> None:
    assert SchemaError("x").__notes__ == []
    assert DualWriteError.from_dict(SchemaError("x").to_dict()).__notes__ == []
    assert "\n\n" not in "".join(traceback.format_exception(SchemaError("x")))


def test_how_an_error_was_matched_is_checked() -> None:
    with pytest.raises(ValueError, match="'code', 'sentence', 'dataverse_code' or None, not 'banana'"):
        IntegrationKeyMissing(matched_by="banana")  # type: ignore[arg-type] # that it is refused is the point


@pytest.mark.parametrize("code", REGISTRY)
def test_a_record_needs_only_a_name(code: str) -> None:
    assert fields_of(DualWriteError.from_dict({"name": REGISTRY[code].__name__})) == fields_of(REGISTRY[code]())


def test_the_annotations_of_the_public_classes_can_be_read_at_run_time() -> None:
    assert get_type_hints(DualWriteError)["area"] == Area | None
    assert get_type_hints(ErrorInfo)["links"] == tuple[Link, ...]


def test_a_record_of_another_class_is_refused() -> None:
    with pytest.raises(ValueError, match="MandatoryFieldNotMapped, not of IntegrationKeyMissing"):
        IntegrationKeyMissing.from_dict({"code": "DIPV1010"})
    assert SchemaError.from_dict({"code": "DIPV1018"}).code == "DIPV1018"


@pytest.mark.parametrize(
    ("record", "refusal"),
    [
        (None, TypeError),
        ([], TypeError),
        ("{}", TypeError),
        ({}, ValueError),
        ({"text": "x"}, ValueError),
        ({"code": "1003"}, InvalidCode),
        ({"code": "DIPV1003\n"}, InvalidCode),
        ({"code": 1003}, TypeError),
        ({"code": "DIPV1003", "text": None}, TypeError),
        (
            {"name": "DualWriteErrorGroup", "message": "m", "errors": [{"code": "DIPV1003"}], "raw_of_errors": 1},
            TypeError,
        ),
        ({"code": "DIPV1003", "context": {"map": 1}}, TypeError),
        ({"code": "DIPV1003", "notes": "x"}, TypeError),
        ({"code": "DIPV1003", "notes": [1]}, TypeError),
        ({"code": "DIPV1003", "matched_by": "luck"}, ValueError),
        ({"code": "DIPV1003", "matched_by": ["code"]}, ValueError),
        ({"name": "DualWriteErrorGroup", "message": "m"}, ValueError),
        ({"name": "DualWriteErrorGroup", "message": "m", "errors": [1]}, TypeError),
        ({"name": "DualWriteErrorGroup", "message": "m", "errors": 1}, TypeError),
    ],
)
def test_what_to_dict_did_not_make_is_refused(record: object, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        DualWriteError.from_dict(record)  # type: ignore[arg-type] # that it is refused is the point


def test_a_record_nested_beyond_reason_is_refused_and_not_a_recursion_error() -> None:
    record: dict[str, Any] = {"code": "DIPV1003"}
    for _ in range(100_000):
        record = {"name": "DualWriteErrorGroup", "message": "m", "errors": [record]}
    with pytest.raises(ValueError, match="nested too deeply"):
        DualWriteError.from_dict(record)
    while record:
        record = record.pop("errors", [{}])[0]  # taken apart by hand, for the interpreter would do so recursively


def test_text_and_raw_are_read_only() -> None:
    error = parse("[DIPV1003] Integration keys are missing")
    for name in ("text", "raw"):
        with pytest.raises(AttributeError):
            setattr(error, name, "other")


def test_a_single_error_is_its_own_errors() -> None:
    error = IntegrationKeyMissing("x")
    assert error.errors == (error,)


@pytest.mark.parametrize("error", SINGLE_ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_made_of_the_str_or_the_args_of_another_reads_like_it(error: DualWriteError) -> None:
    for again in (type(error)(str(error)), type(error)(*error.args)):
        assert (str(again), again.text, again.code) == (str(error), error.text, error.code)


def test_the_code_of_another_class_in_front_of_a_text_stays() -> None:
    assert IntegrationKeyMissing("[DIPV1010] x").text == "[DIPV1010] x"
    assert UndocumentedCode("[DIPV1003] x").text == "[DIPV1003] x"


def test_a_note_says_which_map_activity_and_status() -> None:
    error = IntegrationKeyMissing(context={"http_status": "412", "map": "Sites (con_sites)", "activity_id": "0b5c"})
    assert error.__notes__ == [
        IntegrationKeyMissing.remediation,
        "Table map: Sites (con_sites); Activity ID: 0b5c; HTTP status: 412",
    ]
    uncaught = "".join(traceback.format_exception(parse("Sites V2 (con_sites): Project validation failed. [DIPV1003]")))
    assert "Table map: Sites V2 (con_sites)" in uncaught


def test_an_error_of_unknown_cause_is_transient_by_its_status() -> None:
    for status in ("429", "502", "503", "504"):
        assert UnrecognizedError("x", context={"http_status": status}).is_transient
        assert not IntegrationKeyMissing("x", context={"http_status": status}).is_transient
    assert not UnrecognizedError("x", context={"http_status": "500"}).is_transient


def test_an_info_taken_over_by_a_class_of_a_user_leaves_the_first_class_its_name() -> None:
    class Ours(SchemaError):
        info = SchemaError.info

    assert (Ours.info.name, SchemaError.info.name) == ("Ours", "SchemaError")


def test_an_example_of_every_class_has_its_own_note() -> None:
    assert example_of(IntegrationKeyMissing).__notes__[-1] == "seen in the nightly run"


def test_what_an_error_says_that_has_no_class_of_its_own() -> None:
    assert str(DualWriteError()) == "Dual-write error"
    assert str(UnrecognizedError()) == "Unrecognized dual-write error"
    assert str(UndocumentedCode()) == "Undocumented dual-write error code"
    assert (DualWriteError.code, DualWriteError.area, DualWriteError.remediation) == ("", None, "")
    assert ERROR_TABLE.url in UndocumentedCode.remediation


def test_an_empty_text_is_none() -> None:
    for error in (IntegrationKeyMissing(""), IntegrationKeyMissing("[DIPV1003] "), IntegrationKeyMissing()):
        assert (error.text, str(error)) == ("", str(IntegrationKeyMissing()))
        assert error.args == (str(error),)


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("[DIPV1099] x", "DIPV1099", "x"),
        ("[DWDVEV1099] [DIPV1098] x", "DWDVEV1099", "[DIPV1098] x"),
        ("[DIPV1099] ", "DIPV1099", ""),
        ("[DIPV1099]x", "", "[DIPV1099]x"),
        ("[DIPV1099]", "", "[DIPV1099]"),
        ("[DIPV1099", "", "[DIPV1099"),
        ("[dipv1099] x", "", "[dipv1099] x"),
        ("[ DIPV1099] x", "", "[ DIPV1099] x"),
        ("DIPV1099] x", "", "DIPV1099] x"),
        ("x[DIPV1099] y", "", "x[DIPV1099] y"),
        ("xDIPV1099] y", "", "xDIPV1099] y"),
        ("[DIPV1003] x", "", "[DIPV1003] x"),
        ("[" + "x" * 10_000 + "] y", "", "[" + "x" * 10_000 + "] y"),
    ],
)
def test_an_undocumented_code_is_read_from_in_front_of_the_text_as_str_writes_it(
    text: str, code: str, rest: str
) -> None:
    error = UndocumentedCode(text)
    assert (error.code, error.text) == (code, rest)


def test_a_given_undocumented_code_counts_before_one_in_the_text() -> None:
    error = UndocumentedCode("[DIPV1098] x", code=" dipv1099 ")
    assert (error.code, error.text, error.args) == ("DIPV1099", "[DIPV1098] x", ("[DIPV1099] [DIPV1098] x",))
    with pytest.raises(TypeError, match=r"^code takes a str, not int"):
        UndocumentedCode(code=7)  # type: ignore[arg-type] # that it is refused is the point
    with pytest.raises(TypeError, match=r"^text takes a str, not int"):
        UndocumentedCode(7)  # type: ignore[arg-type] # that it is refused is the point
    with pytest.raises(
        ValueError, match=r"^DIPV1003 is documented: use IntegrationKeyMissing, or from_code\('DIPV1003'\)$"
    ):
        UndocumentedCode(code="dipv1003")


@pytest.mark.parametrize("code", ["DIPV1099", "DIPV1003"])
@pytest.mark.parametrize("text", ["x", ""])
def test_a_rebuilt_error_has_args_and_str_like_the_one_it_was(code: str, text: str) -> None:
    error = from_code(code, text)
    rebuilt = DualWriteError.from_dict(error.to_dict())
    assert (rebuilt.args, str(rebuilt), rebuilt.code) == (error.args, str(error), code)
    assert str(type(rebuilt)(str(rebuilt))) == str(error)


def test_a_record_says_what_cannot_be_read_off_the_text() -> None:
    record = from_code("DIPV1025", "Missing destination field con_a in the schema").to_dict()
    for parameters, expected in (({"field": "con_b"}, ("con_b",)), ({}, ()), (None, ("con_a",))):
        rebuilt = DualWriteError.from_dict({**record, "parameters": parameters})
        assert rebuilt.names == expected
    del record["parameters"]  # type: ignore[misc] # an old record may lack it
    assert DualWriteError.from_dict(record).names == ("con_a",)
    assert DualWriteError.from_dict({**record, "notes": []}).__notes__ == []
    assert DualWriteError.from_dict({**record, "notes": ["a", "b"]}).__notes__ == ["a", "b"]


def test_wrappers_of_a_record_that_this_version_does_not_know_are_left_out() -> None:
    record = {"code": "DIPV1003", "wrapped_in": ["NoSuchWrapper", "WriteToDataverseFailed", "ProjectValidationFailed"]}
    wrappers = DualWriteError.from_dict(record).wrapped_in
    assert [cls.__name__ for cls in wrappers] == ["WriteToDataverseFailed", "ProjectValidationFailed"]


def test_the_parameters_are_read_only() -> None:
    error = from_code("DIPV1025", "Missing destination field con_a in the schema")
    with pytest.raises(TypeError):
        error.parameters["field"] = "con_b"  # type: ignore[index] # that it is refused is the point
    assert dict(error.parameters) == {"field": "con_a"}


def test_the_open_telemetry_view_of_an_error_without_a_code_has_its_class() -> None:
    attributes = EntitySyncFailed("Unable to sync with entity con_a.").attributes()
    assert attributes["error.type"] == "EntitySyncFailed"
    assert "dualwrite.error.code" not in attributes
    assert SchemaError("x").attributes() == {
        "error.type": "_OTHER",
        "dualwrite.error.area": "schema",
        "dualwrite.error.retry": "unknown",
    }
    assert UndocumentedCode(code="DIPV1099").attributes()["error.type"] == "DIPV1099"


def test_whether_an_error_passes_by_itself_is_known_of_its_class_too() -> None:
    assert ServiceProtectionLimit.is_transient
    assert ServiceProtectionLimit("x", context={"http_status": "400"}).is_transient
    assert not UnrecognizedError.is_transient
    assert not UnrecognizedError("x").is_transient


def test_a_note_has_what_is_known_and_no_more() -> None:
    assert UnrecognizedError("x", context={"request_id": "r"}).__notes__ == [UnrecognizedError.remediation]
    assert SchemaError("x", context={"http_status": "412"}).__notes__ == ["HTTP status: 412"]
    error = SchemaError("x")
    error.__notes__ = ["mine"]
    error.add_note("another")
    assert error.__notes__ == ["mine", "another"]


def test_what_is_wrong_about_a_code_of_a_class_is_told_with_both_classes() -> None:
    info = ErrorInfo(code="DIPV9004", message="New", detail="New.")
    for _ in ("made", "made again, as in a notebook"):
        first = type("First", (SchemaError,), {"info": info})
    narrower = type("Narrower", (first,), {"info": attrs.evolve(info, message="Newer")})
    assert str(narrower()) == "[DIPV9004] Newer"
    with pytest.raises(
        TypeError,
        match=r"^DIPV9004 is the code of First already: derive Second from it, or give it a code of its own$",
    ):
        type("Second", (SchemaError,), {"info": attrs.evolve(info)})


def test_a_class_of_a_user_has_the_area_of_the_class_it_derives_from() -> None:
    ours: Any = type("Ours", (SchemaError,), {"info": ErrorInfo(message="New", detail="New.")})
    assert (ours.area, ours.info.area, ours.info.name) == (Area.SCHEMA, Area.SCHEMA, "Ours")
    other: Any = type("Other", (DualWriteError,), {"info": ErrorInfo(message="New", detail="New."), "area": property()})
    assert other.info.area is None


def test_a_class_of_a_user_rebuilds_no_record_of_another_class() -> None:
    class Ours(IntegrationKeyMissing):
        info = attrs.evolve(IntegrationKeyMissing.info)

    with pytest.raises(ValueError, match=r"^the record is of MandatoryFieldNotMapped, not of Ours: use DualWriteError"):
        Ours.from_dict({"code": "DIPV1010"})
    with pytest.raises(ValueError, match=r"^the record is of UnrecognizedError, not of Ours"):
        Ours.from_dict({"name": "Unknown"})
    with pytest.raises(InvalidCode, match=r"^'1003' is not a code"):
        Ours.from_dict({"code": "1003"})
    assert type(DualWriteError.from_dict(Ours("x").to_dict())) is IntegrationKeyMissing


def test_what_is_no_code_says_what_a_code_looks_like() -> None:
    assert str(InvalidCode("x")) == "'x' is not a code: a code looks like 'DIPV1003'."
    assert str(InvalidCode("x", "DIPV1010")) == (
        "'x' is not a code: a code looks like 'DIPV1003'. Did you mean 'DIPV1010'?"
    )
    assert str(InvalidCode("SchemaError", "SchemaError")) == (
        "'SchemaError' is a class, not a code: the service prints no code for it."
    )
    assert str(InvalidCode("SchemaError")) == "'SchemaError' is not a code: a code looks like 'DIPV1003'."


def test_a_class_of_a_user_may_take_arguments_for_a_mixin() -> None:
    class Owned:
        owner = ""

        def __init_subclass__(cls, owner: str = "", **others: Any) -> None:
            super().__init_subclass__(**others)
            cls.owner = owner

    class Ours(IntegrationKeyMissing, Owned, owner="data team"):
        pass

    assert (Ours.owner, Ours("x").code) == ("data team", "DIPV1003")
