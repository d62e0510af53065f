"""`dualwrite-errors list`: which errors it lists, in which order and in which form."""

import json
import re
from itertools import groupby

import pytest
from commands import Ran, run, titles

from dualwrite_errors import CATALOG, REGISTRY, Actor, Area, DualWriteError
from dualwrite_errors.cli.markdown import table

IN_ORDER = [*REGISTRY.values(), *(cls for cls in CATALOG.values() if not cls.code)]


def listed(ran: Ran) -> list[str]:
    assert (ran.status, ran.err) == (0, "")
    return titles(ran.out)


def titles_of(classes: list[type[DualWriteError]]) -> list[str]:
    return [cls.code or cls.__name__ for cls in classes]


def test_it_lists_all_errors_those_with_a_code_first() -> None:
    assert listed(run("list")) == titles_of(IN_ORDER)
    assert len(IN_ORDER) == len(CATALOG)


def test_errors_without_a_code_are_in_the_order_of_repair() -> None:
    areas = [CATALOG[name].area for name in listed(run("list")) if name in CATALOG]
    assert [area for area, _ in groupby(areas)] == [area for area in Area if area in areas]


def test_it_is_a_table_where_there_is_room_for_one() -> None:
    out = run("list", COLUMNS="250").out
    head, *lines = out.splitlines()
    starts = [head.index(title) for title in ("Code", "Class", "Area", "Who can act", "What it says")]
    rows: list[list[str]] = []
    for line in lines:
        cells = [line[start:stop].strip() for start, stop in zip(starts, [*starts[1:], None], strict=True)]
        if cells[1]:
            rows.append(cells)
        else:
            rows[-1][-1] += f" {cells[-1]}"
    assert rows == [[cls.code, cls.__name__, cls.area, ", ".join(cls.actors), cls.message] for cls in IN_ORDER]


def test_it_is_a_paragraph_for_each_error_where_there_is_no_room_for_a_table() -> None:
    out = run("list").out
    assert (
        "DIPV1003  IntegrationKeyMissing\n    Integration keys are missing\n    integration_key; maker, map_admin\n"
        in out
    )
    assert "\nEntitySyncFailed\n    Unable to sync with entity {table}.\n    synchronization; " in out


def test_it_lists_one_area() -> None:
    for area in Area:
        assert listed(run("list", "--area", area)) == titles_of([cls for cls in IN_ORDER if cls.area == area])


def test_it_lists_what_one_actor_can_act_on() -> None:
    for actor in Actor:
        assert listed(run("list", "--actor", actor)) == titles_of([cls for cls in IN_ORDER if actor in cls.actors])


def test_several_areas_and_actors_are_those_that_have_one_of_each() -> None:
    arguments = ("--area", "schema", "--area", "connection", "--actor", "maker", "--actor", "support")
    assert listed(run("list", *arguments)) == titles_of(
        [
            cls
            for cls in IN_ORDER
            if cls.area in {"schema", "connection"} and not {"maker", "support"}.isdisjoint(cls.actors)
        ]
    )


@pytest.mark.parametrize("columns", ["80", "200"])
def test_a_list_of_nothing_is_still_a_list(columns: str) -> None:
    nothing = ("list", "--area", "schema", "--actor", "link_owner")
    assert listed(run(*nothing, COLUMNS=columns)) == []
    assert json.loads(run(*nothing, "--format", "json").out) == []
    assert len(run(*nothing, "--format", "markdown").out.splitlines()) == 2


def test_json_has_the_records_of_explain_in_the_order_of_the_list() -> None:
    records = json.loads(run("list", "--format", "json").out)
    assert [record["code"] or record["name"] for record in records] == titles_of(IN_ORDER)
    explained = json.loads(run("explain", "--all", "--format", "json").out)
    assert {record["name"]: record for record in records} == {record["name"]: record for record in explained}


def test_markdown_is_a_table() -> None:
    head, rule, *rows = run("list", "--format", "markdown").out.splitlines()
    assert head == "| Code | Class | Area | Who can act | What it says |"
    assert rule == "| --- | --- | --- | --- | --- |"
    assert [re.findall(r"`(\w+)`", row)[0] for row in rows] == [cls.__name__ for cls in IN_ORDER]
    assert {row.count("|") for row in rows} == {6}


def test_a_bar_in_a_markdown_table_does_not_end_its_cell() -> None:
    assert table(["Head"], [["a|b"]]).splitlines() == ["| Head |", "| --- |", "| a&#124;b |"]
