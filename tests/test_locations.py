"""Paths of what stands in a payload: written in full as long as they fit, and then their ends."""

from typing import Any

from dualwrite_errors import parse_payload


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


def test_a_short_path_is_written_in_full_whatever_went_before() -> None:
    paths = paths_of([*({"k" * 5_000: "[DIPV1003]"} for _ in range(900)), "[DIPV1003]", ["[DIPV1003]"]])
    assert paths[-2:] == ["$[900]", "$[901][0]"]


def test_the_path_in_json_inside_strings_has_a_part_for_each() -> None:
    (error,) = parse_payload({"a": '{"b": "{\\"c d\\": [\\"[DIPV1003]\\"]}"}'})
    assert (error.context["path"], error.context["inner_path"]) == ("$.a", "$.b $['c d'][0]")


def test_keys_are_escaped_in_a_path() -> None:
    keys = ["it's", "a\\b", "line\nfeed", "tab\t", "\r\b\f", "_x1", "1x", "", "é"]
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
        )
    ]
