"""Several errors at once."""

import traceback

import pytest

from dualwrite_errors import (
    Area,
    DualWriteError,
    DualWriteErrorGroup,
    DuplicateValueMap,
    EnvironmentInfoMissing,
    IntegrationKeyError,
    IntegrationKeyMissing,
    Retry,
    SchemaError,
    ServiceProtectionLimit,
    SourceSchemaMissing,
    TableMapError,
    UnrecognizedError,
    errors_of,
    parse_all,
)

KEY, SCHEMA, MAP = IntegrationKeyMissing("key"), SourceSchemaMissing("schema"), DuplicateValueMap("map")


def group_of(*errors: DualWriteError) -> DualWriteErrorGroup:
    return DualWriteErrorGroup("Sites could not be activated", errors)


def test_except_star_picks_by_area_and_leaves_the_rest() -> None:
    picked: list[object] = []

    def activate() -> None:
        try:
            raise group_of(KEY, SCHEMA, MAP)
        except* SchemaError as schema:
            picked.extend(schema.exceptions)
        except* IntegrationKeyError as key:
            picked.extend(key.exceptions)

    with pytest.raises(DualWriteErrorGroup) as rest:
        activate()
    assert picked == [SCHEMA, KEY]
    assert rest.value.exceptions == (MAP,)


def test_one_except_catches_a_single_error_and_a_group() -> None:
    for raised in (KEY, group_of(KEY, MAP)):
        with pytest.raises(DualWriteError):
            raise raised


def test_a_group_reads_as_a_group() -> None:
    group = group_of(KEY, MAP)
    assert (group.message, str(group)) == (
        "Sites could not be activated",
        "Sites could not be activated (2 sub-exceptions)",
    )
    assert group.args == ("Sites could not be activated", [KEY, MAP])
    assert (group.code, group.text, group.raw, group.names, dict(group.context)) == ("", "", None, (), {})


def test_split_and_subgroup_give_groups_of_the_same_class_message_and_notes() -> None:
    group = group_of(KEY, SCHEMA)
    group.add_note("seen in the nightly run")
    for part in (*group.split(SchemaError), group.subgroup(SchemaError), group.derive([MAP])):
        assert type(part) is DualWriteErrorGroup
        assert part.message == group.message
    assert group.split(SchemaError)[0].__notes__ == ["seen in the nightly run"]  # type: ignore[union-attr] # it is one


def test_errors_are_every_single_error_in_order() -> None:
    assert group_of(KEY, group_of(SCHEMA, group_of(MAP)), KEY).errors == (KEY, SCHEMA, MAP, KEY)


def test_the_record_of_a_group_says_what_all_in_it_agree_on() -> None:
    def key(text: str, **context: str) -> IntegrationKeyMissing:
        return IntegrationKeyMissing(text, context={"map": "Sites", **context})

    group = group_of(group_of(key("a", job="1"), key("b", job="1")), group_of(key("c", job="2")))
    record = group.to_dict()
    assert (record["area"], record["context"]) == ("integration_key", {"map": "Sites"})
    assert [inner["context"] for inner in record["errors"]] == [
        {"map": "Sites", "job": "1"},
        {"map": "Sites", "job": "2"},
    ]
    other = group_of(group, group_of(MAP)).to_dict()
    assert (other["area"], other["context"]) == (None, {})
    assert other["errors"][0] == record


def test_a_group_that_is_nested_beyond_reason_still_lists_its_errors() -> None:
    group = group_of(KEY)
    for _ in range(5_000):
        group = group_of(group)
    assert group.errors == (KEY,)


def test_the_remediation_of_a_group_says_each_remedy_once_under_its_errors() -> None:
    remediation = group_of(KEY, MAP, IntegrationKeyMissing("another key")).remediation
    assert remediation == (
        f"[DIPV1003] key\n[DIPV1003] another key\n{KEY.remediation}\n\n[DIPV1029] map\n{MAP.remediation}"
    )


def test_an_error_without_a_remedy_is_left_out_of_the_remediation() -> None:
    assert group_of(SchemaError("no remedy is known"), MAP).remediation == f"[DIPV1029] map\n{MAP.remediation}"


@pytest.mark.parametrize("message", [b"two", None, 2], ids=repr)
def test_the_message_of_a_group_is_a_str(message: str) -> None:
    with pytest.raises(TypeError, match="message takes a str"):
        DualWriteErrorGroup(message, [KEY])


def test_the_caution_of_an_error_reaches_who_reads_the_group() -> None:
    assert EnvironmentInfoMissing.info.caution
    assert EnvironmentInfoMissing.info.caution in group_of(EnvironmentInfoMissing()).remediation


def test_an_uncaught_group_prints_every_remedy() -> None:
    printed = "".join(traceback.format_exception(group_of(KEY, MAP)))
    assert KEY.info.steps[0] in printed
    assert MAP.info.steps[0] in printed


def test_the_open_telemetry_view_of_a_group_is_bounded() -> None:
    assert group_of(KEY, MAP).attributes() == {"error.type": "_OTHER", "dualwrite.error.retry": "after fix"}
    assert group_of(KEY, IntegrationKeyMissing("other")).attributes() == KEY.attributes()


def test_a_group_has_what_its_errors_agree_on() -> None:
    alike = group_of(
        IntegrationKeyMissing("a", context={"map": "Sites", "request_id": "1"}),
        group_of(IntegrationKeyMissing("b", context={"map": "Sites", "request_id": "2"})),
    )
    assert (alike.retry, alike.area, dict(alike.context)) == (Retry.AFTER_FIX, Area.INTEGRATION_KEY, {"map": "Sites"})
    assert (alike.actors, alike.steps) == (KEY.actors, KEY.steps)
    mixed = group_of(KEY, MAP, UnrecognizedError("x"))
    assert (mixed.retry, mixed.area, dict(mixed.context)) == (Retry.UNKNOWN, None, {})
    assert mixed.actors == tuple(dict.fromkeys((*KEY.actors, *MAP.actors)))
    assert mixed.steps[: len(KEY.steps)] == KEY.steps


def test_a_group_is_transient_if_all_its_errors_are() -> None:
    passing = UnrecognizedError("x", context={"http_status": "503"})
    assert group_of(ServiceProtectionLimit("y"), passing).is_transient
    assert not group_of(KEY, passing).is_transient


def test_the_notes_of_ten_thousand_nested_groups_are_made_at_once() -> None:
    group = group_of(KEY)
    for _ in range(10_000):
        group = group_of(group, KEY)
    assert group.__notes__ == []
    while isinstance(group.exceptions[0], DualWriteErrorGroup):
        group = group.exceptions[0]  # taken apart by hand, for the interpreter would do so recursively


def test_a_group_takes_what_parse_all_returns() -> None:
    errors = parse_all("[DIPV1003] keys [DIPV1029] maps")
    assert group_of(*errors).exceptions == tuple(errors)


@pytest.mark.parametrize("stranger", [ValueError("x"), ExceptionGroup("x", [KEY]), "x", KeyboardInterrupt()], ids=repr)
def test_a_group_holds_nothing_but_dual_write_errors(stranger: DualWriteError) -> None:
    with pytest.raises(TypeError, match="holds nothing but DualWriteErrors"):
        group_of(KEY, stranger)


def test_an_empty_group_is_refused() -> None:
    with pytest.raises(ValueError, match="non-empty"):
        group_of()


def test_a_group_of_a_table_map_error_is_not_one_itself() -> None:
    assert not isinstance(group_of(MAP), TableMapError)
    assert not isinstance(group_of(UnrecognizedError("x")), UnrecognizedError)


def test_errors_of_takes_a_single_error_too_and_nothing_else() -> None:
    assert errors_of(KEY) == (KEY,)  # type: ignore[arg-type] # a single error is no group, and harmless
    for stranger in (None, "x", [KEY]):
        with pytest.raises(TypeError, match="errors_of takes an exception group"):
            errors_of(stranger)  # type: ignore[arg-type] # that it is refused is the point


def test_a_group_has_what_all_its_errors_agree_on_and_not_only_some() -> None:
    agreed, contexts = {"map": "Sites"}, [{"leg": "1"}, {"leg": "1"}, {"leg": "2"}]
    group = DualWriteErrorGroup("x", [IntegrationKeyMissing(context=agreed | context) for context in contexts])
    assert dict(group.context) == agreed
    mixed = DualWriteErrorGroup("x", [IntegrationKeyMissing(), IntegrationKeyMissing(), DuplicateValueMap()])
    assert mixed.attributes()["error.type"] == "_OTHER"
    assert "dualwrite.error.code" not in mixed.attributes()


def test_the_open_telemetry_view_of_errors_that_agree_on_nothing_is_other_and_unknown() -> None:
    mixed = group_of(KEY, ServiceProtectionLimit("y"))
    assert mixed.attributes() == {"error.type": "_OTHER", "dualwrite.error.retry": "unknown"}


def test_a_group_without_an_area_or_with_several_has_none() -> None:
    assert group_of(UnrecognizedError("x")).area is None
    assert group_of(KEY, UnrecognizedError("x")).area is None
    assert group_of(KEY, MAP).to_dict()["area"] is None


def test_the_context_of_a_group_is_read_only() -> None:
    with pytest.raises(TypeError):
        group_of(KEY).context["map"] = "x"  # type: ignore[index] # that it is refused is the point


def test_the_record_of_a_group_has_the_raw_text_once_where_it_is_the_same() -> None:
    def raws(*given: str | None) -> tuple[object, list[str | None], list[str | None]]:
        record = group_of(*(IntegrationKeyMissing("x", raw=raw) for raw in given)).to_dict()
        rebuilt = DualWriteError.from_dict(record)
        return (
            record.get("raw_of_errors"),
            [one["raw"] for one in record["errors"]],
            [one.raw for one in rebuilt.errors],
        )

    assert raws("a", "a") == ("a", [None, None], ["a", "a"])
    assert raws("", "") == ("", [None, None], ["", ""])
    assert raws("a", "b") == (None, ["a", "b"], ["a", "b"])
    assert raws("a", "a", None) == (None, ["a", "a", None], ["a", "a", None])
    assert raws("a") == (None, ["a"], ["a"])
    assert raws(None, None) == (None, [None, None], [None, None])
    assert "raw_of_errors" not in group_of(KEY, MAP).to_dict()


def test_an_error_of_a_record_keeps_a_raw_text_of_its_own_beside_the_shared_one() -> None:
    errors = [{"code": "DIPV1003", "raw": "mine"}, {"code": "DIPV1010"}]
    record = {"name": "DualWriteErrorGroup", "message": "m", "errors": errors, "raw_of_errors": "shared"}
    assert [error.raw for error in DualWriteError.from_dict(record).errors] == ["mine", "shared"]


def test_a_group_is_rebuilt_with_its_message_its_args_and_its_fields() -> None:
    group = group_of(KEY, group_of(MAP))
    group.add_note("seen in the nightly run")
    rebuilt = DualWriteError.from_dict(group.to_dict())
    assert isinstance(rebuilt, DualWriteErrorGroup)
    assert (rebuilt.message, str(rebuilt), rebuilt.__notes__) == (
        group.message,
        str(group),
        ["seen in the nightly run"],
    )
    assert rebuilt.args == (group.message, list(rebuilt.exceptions))
    assert [str(error) for error in rebuilt.errors] == ["[DIPV1003] key", "[DIPV1029] map"]


def test_what_the_class_of_groups_says_of_itself() -> None:
    assert (DualWriteErrorGroup.info.message, DualWriteErrorGroup.code) == ("Several dual-write errors", "")


def test_what_a_group_does_not_hold_is_told_with_what_to_do() -> None:
    with pytest.raises(
        TypeError,
        match=r"^a DualWriteErrorGroup holds nothing but DualWriteErrors, not ValueError:"
        r" put it into an ExceptionGroup, or use parse\(str\(error\)\)$",
    ):
        group_of(KEY, ValueError("x"))  # type: ignore[arg-type] # that it is refused is the point
