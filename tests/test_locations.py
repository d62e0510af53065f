"""Paths of what stands in a payload: written in full as long as they fit, and then their ends."""

import tracemalloc
from typing import Any

import pytest

from dualwrite_errors import parse_payload
from dualwrite_errors.parsing.locations import NO_NAMES, ROOT, Locations, Where
from dualwrite_errors.parsing.walker import Walk


def paths_of(payload: Any) -> list[str]:
    return [error.context["path"] for error in parse_payload(payload)]


def test_paths_are_written_in_full_until_there_are_too_many_letters() -> None:
    long = "k" * 5_000
    payload: Any = {long: {long: ["[DIPV1003]"] * 900}, "short": {"a b": "[DIPV1003]"}}
    paths = paths_of(payload)
    assert paths[0] == f"$.{long}.{long}[0]"
    assert paths[899] == "$..[899]"
    assert paths[-1] == "$.short['a b']"
    assert sum(map(len, paths)) < 4_300_000


def test_of_a_key_that_is_too_long_itself_the_beginning_is_kept() -> None:
    long = "k" * 5_000
    paths = paths_of([{long: "[DIPV1003]"} for _ in range(900)])
    assert paths[0] == f"$[0].{long}"
    assert paths[899] == f"$.{'.' + 'k' * 59}…"


def test_a_key_of_more_than_a_million_letters_is_cut_wherever_it_stands() -> None:
    key = "k" * 1_000_500
    for payload in ({key: "[DIPV1003]"}, {key: {"a": "[DIPV1003]"}}, {"a": [{key: {"b": ["[DIPV1003]"]}}]}):
        (path,) = paths_of(payload)
        assert len(path) < 65


def test_paths_of_two_hundred_letters_are_written_in_full_however_many_there_are() -> None:
    key = "k" * 180
    locations = Locations({})
    where: Where = (((None, ROOT, None, NO_NAMES), key, None, NO_NAMES), "rows", None, NO_NAMES)
    assert all(locations.context_of(where, number)["path"] == f"$.{key}.rows[{number}]" for number in range(7_000))


def test_looking_for_paths_that_are_too_long_shortens_no_other_for_good() -> None:
    long = "k" * 5_000
    payload: Any = [{long: {"a": ["[DIPV1003]"]}} for _ in range(110)]
    payload += [{long: {"a": ["[DIPV1003]"] * 400}}, {long[:150]: {"a": ["[DIPV1003]"]}}]
    paths = paths_of(payload)
    assert (paths[-2], paths[-1]) == ("$..a[399]", f"$[111].{long[:150]}.a[0]")


def test_the_paths_that_are_kept_take_no_more_memory_than_those_that_are_told() -> None:
    payload: Any = []
    for _ in range(150):
        payload = {"k" * 1_000: [payload, "[DIPV1003]"]}
    tracemalloc.start()
    try:
        paths_of(payload)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 6_000_000


def test_a_short_path_is_written_in_full_whatever_went_before() -> None:
    paths = paths_of([*({"k" * 5_000: "[DIPV1003]"} for _ in range(900)), "[DIPV1003]", ["[DIPV1003]"]])
    assert paths[-2:] == ["$[900]", "$[901][0]"]


def test_the_path_in_json_inside_strings_has_a_part_for_each() -> None:
    (error,) = parse_payload({"a": '{"b": "{\\"c d\\": [\\"[DIPV1003]\\"]}"}'})
    assert (error.context["path"], error.context["inner_path"]) == ("$.a", "$.b $['c d'][0]")


def test_keys_are_escaped_in_a_path() -> None:
    keys = ["it's", "a\\b", "line\nfeed", "tab\t", "\r\b\f", "_x1", "1x", "", "é", "A", "Z9_z", "a-b"]
    assert paths_of(dict.fromkeys(keys, "[DIPV1003]")) == [
        *(
            r"$['it\'s']",
            r"$['a\\b']",
            r"$['line\nfeed']",
            r"$['tab\t']",
            r"$['\r\b\f']",
            "$._x1",
            "$['1x']",
            "$['']",
            "$['é']",
            "$.A",
            "$.Z9_z",
            "$['a-b']",
        )
    ]


def test_what_has_been_read_says_nothing_about_what_is_read_after_it() -> None:
    walk = Walk(None, {}, {})
    for number in range(100):
        (error,) = walk.errors_in({f"k{number}": {"tName": f"map {number}", "rows": ["[DIPV1003]"]}})
        assert dict(error.context) == {"path": f"$.k{number}.rows[0]", "map": f"map {number}"}


def test_paths_that_were_too_long_shorten_no_path_in_what_is_read_after_them() -> None:
    walk = Walk(None, {}, {})
    long = "k" * 5_000
    assert walk.errors_in([{long: {"a": ["[DIPV1003]"]}} for _ in range(110)])[-1].context["path"] == "$..a[0]"
    assert walk.errors_in(["[DIPV1003]"] * 500)[-1].context["path"] == "$[499]"
    for number in range(100):
        (error,) = walk.errors_in({f"{long[:100]}{number}": {"a": ["[DIPV1003]"]}})
        assert error.context["path"] == f"$.{long[:100]}{number}.a[0]"


def test_the_nearest_of_what_is_named_counts() -> None:
    inner = {"tName": "Docks", "rows": [{"said": "[DIPV1003]"}, {"tName": "Units", "said": "[DIPV1003]"}]}
    errors = parse_payload({"tName": "Sites", "requestId": "r", "parts": [inner, "[DIPV1003]"]})
    assert [(error.context["map"], error.context["request_id"]) for error in errors] == [
        ("Docks", "r"),
        ("Units", "r"),
        ("Sites", "r"),
    ]


def test_what_a_shape_names_wins_over_what_stands_outside() -> None:
    action = {"name": "inner", "outputs": {"statusCode": 400, "body": {"rows": ["[DIPV1003]"]}}}
    answer = {"name": "outer", "outputs": {"statusCode": 200, "body": {"results": [action, "[DIPV1003]"]}}}
    first, second = parse_payload(answer)
    assert (first.context["action"], first.context["http_status"]) == ("inner", "400")
    assert (second.context["action"], second.context.get("http_status")) == ("outer", None)


@pytest.mark.parametrize("length", [57, 58, 59, 60, 61])
def test_the_end_of_a_long_path_has_at_most_sixty_characters(length: int) -> None:
    long, last = "k" * 5_000, "e" * length
    payload: Any = {long: {long: [*["[DIPV1003]"] * 900, {last: {"x": "[DIPV1003]"}}]}}
    shown = f"$..{last}.x" if length < 58 else "$..x"
    assert paths_of(payload)[-1] == shown
    assert paths_of({long: {long: [*["[DIPV1003]"] * 900, {last: "[DIPV1003]"}]}})[-1] == (
        f"$..{last}" if length < 60 else f"$..{last[:59]}…"
    )


@pytest.mark.parametrize("length", [1, 59, 60, 61, 1_000])
def test_a_key_of_any_length_is_written_in_full_while_there_is_room(length: int) -> None:
    key = "k" * length
    assert paths_of({key: "[DIPV1003]", "a": {key: ["[DIPV1003]"]}}) == [f"$.{key}", f"$.a.{key}[0]"]
