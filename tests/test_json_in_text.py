"""JSON in a text: what of it is found, where it stands, and what of broken JSON is whole."""

import json

import pytest

from dualwrite_errors.parsing import decoding, json_in_text
from dualwrite_errors.parsing.json_in_text import divided, recovered_at

LOOKUP = 'Unable to lookup uoms with values {"id": "S-01"}'


def found_in(text: str, *, recovers: bool = False) -> list[tuple[str, object]]:
    """Each value in a text as it is written, and decoded."""
    values, around = divided(text, recovers=recovers)
    assert len(around) == len(text)
    place = 0
    for found in values:
        assert around[place : found.start] == text[place : found.start]
        assert around[found.start : found.stop] == "\n" * (found.stop - found.start)
        place = found.stop
    assert around[place:] == text[place:]
    return [(text[found.start : found.stop], found.value) for found in values]


OBJECTS = [
    '{"error": "x"}',
    '{ \n"error": {"message": "x"}}',
    '[{"error": 1}]',
    '[ \t{"error": 1}]',
    '["error", 1]',
    '[["error"], 1]',
    '{"a": "}", "b": "{\\"c\\": [1]}"}',
    '{"a": "b\nc"}',
]


@pytest.mark.parametrize("before", ["", "answer: ", "{", '"', '[1, 2] {a} "b" [c] ', '{"', '{"a": ', "[[", "x" * 9_000])
@pytest.mark.parametrize("value", OBJECTS)
def test_an_object_or_an_array_is_found_wherever_it_stands(before: str, value: str) -> None:
    assert found_in(before + value) == [(value, json.loads(value, strict=False))]
    assert found_in(f"{before}{value}, {value} end") == [(value, json.loads(value, strict=False))] * 2


@pytest.mark.parametrize(
    "value",
    [
        *('{"error": "x"}', '{ \n"error": {"message": "x"}}', '[{"error": 1}]', ' [ [ {"a": "bc"}]]', '{"a": "\\\\"}'),
        *('{\r\n\t"error": "x"\r\n}', "\n[\n\t[\n" + '{ "a": "bc"}]]'),
    ],
)
def test_a_string_that_holds_json_is_found_as_json_and_csv_write_it(value: str) -> None:
    for written in (json.dumps(value), '"' + value.replace('"', '""') + '"'):
        assert found_in(f"1,{written},2") == [(written, value)]
        assert found_in(f'"a",{written},{written}') == [(written, value)] * 2


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "x",
            '"',
            "{",
            "[",
            '{"',
            '["',
            '"{',
            '"a"',
            "{a}",
            "[1, 2, 3]",
            '{"a"}',
            '["a]',
            '{"a": b}',
            "{'a': 'b'}",
        ),
        *('[1, "a"]', '{"a":1}', '"{"', '"[x]"', '"{\\\\"', '"{\\\\" [ ] "', '"{}"', '"{[[[[[[\\\\"'),
    ],
)
def test_what_is_no_json_or_can_hold_no_error_is_text(text: str) -> None:
    assert divided(text) == ([], text)
    assert found_in(f'{text} {{"error": "x"}}')[-1:] == [('{"error": "x"}', {"error": "x"})]


@pytest.mark.parametrize("text", ['"{""a"": 1', '"{\\"a\\": 1', '"{"" ', '"{\\"'])
def test_a_string_without_an_end_is_text(text: str) -> None:
    assert divided(text) == ([], text)
    assert found_in(f'[{{"error": "x"}}] {text}') == [('[{"error": "x"}]', [{"error": "x"}])]


def test_json_inside_a_sentence_or_a_wrapper_belongs_to_what_that_says() -> None:
    other = '{"error": "x"}'
    for told in (
        LOOKUP,
        f"{LOOKUP}.",
        f"- {LOOKUP}.\n",
        f'Unable to write data to entity con_a. {other}, {{"id": "S-01"}}',
    ):
        assert found_in(told) == []
        assert found_in(f"{other}{told}") == found_in(f"{other} x. {told}") == [(other, {"error": "x"})]
    request = "Request failed with status code BadRequest and CDS error code : 0x1 response message:"
    assert found_in(f"Unable to write data to entity con_a. {other} {request} {other}") == []
    assert found_in(f"Unable to write data to entity con_a. {other} {request} {LOOKUP}") == []
    assert found_in(f"x\n2031-05-06 08:00:01 {LOOKUP}\n2031-05-06 08:00:02 {other}") == [(other, {"error": "x"})]
    assert found_in(f"{LOOKUP}\n{other}") == [(other, {"error": "x"})]
    assert found_in(f"{LOOKUP}. {other} {other}. {LOOKUP}, {other}") == [(other, {"error": "x"})] * 3


def test_a_sentence_inside_json_tells_nothing_of_the_json_behind_it() -> None:
    said = json.dumps({"message": f"Unable to write data to entity con_a.{LOOKUP}"})
    assert len(found_in(f"{said} and {said}")) == 2
    assert len(found_in(f"{LOOKUP}.\n{said} and {said}")) == 2
    assert found_in(f"Unable to write data to entity con_b. {said}") == []


CUT_OFF = [
    ('{"a": "b", "c": {"d": "e"}', ', "f', {"a": "b", "c": {"d": "e"}}),
    ('[{"a": 1}, {"b": 2', "", [{"a": 1}, {"b": 2}]),
    ('{"a": [1, 2, {"b": "c"', ', "d": ', {"a": [1, 2, {"b": "c"}]}),
    ('[{"a": "b"}', ", ", [{"a": "b"}]),
    ('{"a": {"b": {"c": 1}', ', "d', {"a": {"b": {"c": 1}}}),
    ('{"a": [], "b": {}', ', "c', {"a": [], "b": {}}),
    ('{"a":1,"b":-1.5e+3', ',"c":', {"a": 1, "b": -1500.0}),
    ('{"a": "x\\"y\\\\"', ', "b', {"a": 'x"y\\'}),
    ('{"a"\n:\t1', ' ,\r"b', {"a": 1}),
    ('{"a": "b\nc"', ', "d', {"a": "b\nc"}),
    ('{"a": ""', ", ", {"a": ""}),
    ('[[[{"a": [[1', ", ", [[[{"a": [[1]]}]]]),
    ('{"a": true, "b": null', ",", {"a": True, "b": None}),
]
BROKEN = [
    ('{"a": "b"', ' "c": 1}', {"a": "b"}),
    ('{"a": "b"', ', "c": }', {"a": "b"}),
    ('{"a": "b"', ', 1: "c"}', {"a": "b"}),
    ('{"a": "b"', ', "c", "d": 1}', {"a": "b"}),
    ('{"a": "b"', ', ["c"]}', {"a": "b"}),
    ('{"a": "b"', ", ,", {"a": "b"}),
    ('{"a": "b"', "; ", {"a": "b"}),
    ('{"a": "b"', '; , "c": 1}', {"a": "b"}),
    ('{"a": 12', ", }", {"a": 12}),
    ('{"a": 12', ":2}", {"a": 12}),
    ('{"a": [{"b": 1}', "}", {"a": [{"b": 1}]}),
    ('["x", 2, {"a": 1}', ' {"b": 2}]', ["x", 2, {"a": 1}]),
    ('[{"a":"b"}', ',,{"c":1}]', [{"a": "b"}]),
    ('[{"a":1}', ':{"b":2}]', [{"a": 1}]),
    ('[{"a":1}, "b"', ": 2]", [{"a": 1}, "b"]),
    ('[{"a":1}', ", ]", [{"a": 1}]),
    ('[{"a": 1}', ", {]", [{"a": 1}]),
    ('[{"a": 1}', ", }", [{"a": 1}]),
    *(
        ('{"a": 12', f', "b": {no_value}, "c": [2]}}', {"a": 12})
        for no_value in ("nul", "truer", "01", "1.", "-", '"\\q"')
    ),
    *((f'{{"a": {text}', " x", {"a": json.loads(text)}) for text in ("true", "-10.5e+3", "-Infinity", '"\\u00e9\\n"')),
]


@pytest.mark.parametrize(("whole", "rest", "value"), [*CUT_OFF, *BROKEN])
def test_of_json_that_breaks_off_or_is_broken_the_whole_members_are_kept(whole: str, rest: str, value: object) -> None:
    assert recovered_at(whole + rest, 0) == (0, len(whole), value)
    assert recovered_at(f"[ {whole}{rest}", 2) == (2, 2 + len(whole), value)
    assert found_in(f"it said {whole}{rest}", recovers=True)[0] == (whole, value)


@pytest.mark.parametrize(
    ("said", "value"),
    [("b}, ", '{"c": 1, "d": 2}'), ("b\n", '{"c": 1, "d": 2}'), ("b}]}\n\n[\n ", '{\n"c": 1}'), ("b ", '[ "c", 1]')],
)
def test_a_string_without_its_end_hides_no_value_behind_it(said: str, value: str) -> None:
    broken = '{"z": 1, "a": "' + said
    assert found_in(broken + value, recovers=True) == [
        (broken, {"z": 1, "a": said}),
        (value, json.loads(value)),
    ]


def test_a_string_behind_which_json_is_broken_is_kept() -> None:
    assert recovered_at('{"a": "b {c" d"}', 0) == (0, 12, {"a": "b {c"})
    assert recovered_at('{"a": "b\n[1]" 2, "c": 3}', 0) == (0, 13, {"a": "b\n[1]"})
    assert recovered_at('{"a": "b ["', 0) == (0, 11, {"a": "b ["})
    assert recovered_at('{"a": "b [" c', 0) == (0, 11, {"a": "b ["})


def test_all_of_many_broken_values_are_recovered() -> None:
    assert found_in('{"a": "bcd",}' * 100, recovers=True) == [('{"a": "bcd"', {"a": "bcd"})] * 100


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "{",
            "[",
            "x",
            '"a"',
            '{"a"',
            '{"a": ',
            '["a", "b"',
            '{"a": "b]}',
            "{a: 1}",
            '{"a","b":1}',
            '{1: 2, "b": 3',
        ),
        *(
            '{"a": x, "b": 1',
            "{\"a\": 'x'}",
            '{"a": "b',
            "[[1], [2]",
            '{:"a"',
            "{,",
            '{{"a": 1',
            '}{"a": 1',
            ' {"a"}',
            '{"a": "\\q"}, 1',
        ),
    ],
)
def test_where_not_even_a_member_is_whole_there_is_nothing(text: str) -> None:
    assert recovered_at(text, 0) is None


def test_what_follows_broken_json_is_found() -> None:
    value = '{"error": "x"}'
    for broken in ('{"a": 1,, ', '{"a": "b" ', '[{"a": "b"} ', '{"a" ', '["a", "b" '):
        assert found_in(broken + value)[-1:] == [(value, {"error": "x"})]
        assert found_in(broken + value, recovers=True)[-1:] == [(value, {"error": "x"})]


def test_broken_json_is_recovered_only_where_that_is_asked_for() -> None:
    assert divided('{"a": "bcd", "e') == ([], '{"a": "bcd", "e')
    assert found_in('{"a": "bcd", "e', recovers=True) == [('{"a": "bcd"', {"a": "bcd"})]


@pytest.mark.parametrize("opening", ['{"a": "', '{"a": 1, ', '[{"a": ', '"{""a'])
def test_what_stands_before_many_that_never_end_is_found(opening: str) -> None:
    value = '{"error": "x"}'
    assert found_in(value + opening * 1_000)[0] == (value, {"error": "x"})
    assert found_in(opening * 2 + value)[-1:] == [(value, {"error": "x"})]
    assert found_in(f"[{value} {opening}") == [(value, {"error": "x"})]


@pytest.mark.parametrize(
    "text",
    [
        '{"a": ' * 1_000,
        '[{"a": [' * 1_000,
        '{"a": 1, "b": [' * 1_000,
        "[" * 200 + '"' + "x" * 1_000,
        '"' + '{\\"' * 1_000,
    ],
    ids=lambda text: text[:8],
)
def test_what_never_ends_is_read_a_few_times_and_no_more(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def decoded_at(text: str, start: int) -> tuple[object, int]:
        tried.append(start)
        return decoding.decoded_at(text, start)

    monkeypatch.setattr(json_in_text, "decoded_at", decoded_at)
    assert found_in(text) == []
    assert 3 <= len(tried) <= 10


@pytest.mark.parametrize("broken", ['{"a": "b",, ', '"{\\\\" '])
def test_what_is_broken_near_the_end_of_a_long_text_hides_nothing_behind_it(broken: str) -> None:
    value = '{"error": "x"}'
    found = found_in("x" * 1_000 + broken * 5 + value, recovers=True)
    assert found == [('{"a": "b"', {"a": "b"})] * 5 * broken.startswith("{") + [(value, {"error": "x"})]
