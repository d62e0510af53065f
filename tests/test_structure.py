"""What a file is by how its text begins, also where it is cut off in the middle of anything."""

import pytest

from dualwrite_errors.scanning.structure import STRUCTURES, checked_structure, separator_of, structure_of

JSON = '{"a": [true, false, null, 1.5e-3, -2E+4, "x\\u00e9\\n\\"", NaN, Infinity, -Infinity, {"b": []}], "c": ""}\n'


@pytest.mark.parametrize("cut", range(1, len(JSON) + 1))
def test_json_is_json_wherever_it_is_cut_off(cut: int) -> None:
    assert structure_of(JSON[:cut]) == "json"
    assert structure_of(f"\r\n \t{JSON[:cut]}") == "json"


@pytest.mark.parametrize(
    "text",
    [
        *('{\n "a": 1}', "{\n}", "{\n", '[\n "a"]', "[\n {}]", "[\n [1]]", "[\n]", "[\n"),
        *('" {\\"a', '"[\\"a', '"\\n[1]"'),
    ],
)
def test_json_is_json_however_it_is_spaced(text: str) -> None:
    assert structure_of(text) == "json"


@pytest.mark.parametrize(
    "text",
    [
        '{"a" b}',
        '{"a" b',
        '{"a": 1 23',
        "[ERR] x",
        "[1, 2] x",
        "{x}",
        "[2031-05-06]",
        '{"a": 1} {"b": 2}',
        "[tree",
        '{"a": nul }',
        "[]x\n[]",
        "7",
        "null",
    ],
)
def test_what_only_begins_like_json_is_text(text: str) -> None:
    assert structure_of(text) == "text"


@pytest.mark.parametrize("text", ['"Said"', ' "Said [DIPV1003]"\n'])
def test_one_string_of_json_alone_is_json(text: str) -> None:
    assert structure_of(text) == "json"


@pytest.mark.parametrize("text", ['{"a": 1,\n "b" 2}', '{"a": 1,\n "b": 2} and text', '[\n"a"]\ncalm'])
def test_json_over_several_lines_is_json_also_where_it_is_broken_or_text_follows(text: str) -> None:
    assert structure_of(text) == "json"


@pytest.mark.parametrize("text", ["7", "null", "-1.5\n"])
def test_a_number_or_a_word_alone_is_text(text: str) -> None:
    assert structure_of(text) == "text"


@pytest.mark.parametrize("text", ['{"a": 1}\n{"b": 2}', '{"a": 1} \t\r\n \n[1]', '{}\n{"a', "[]\n[ERR] x"])
def test_several_values_on_lines_of_their_own_are_json_lines(text: str) -> None:
    assert structure_of(text) == "jsonl"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_one_by_its_names_and_its_equal_rows(separator: str, end: str) -> None:
    rows = [["Time", "Map name", "Said"], ["2031", "Sites", "a b"], ["2032", '"x\ny"', ""]]
    table = end.join(separator.join(row) for row in rows) + end
    assert (separator_of(table), structure_of(table)) == (separator, "csv")
    assert structure_of(table + separator.join(["cut", "off"])) == "csv"
    assert structure_of(f"{table}{end}{end}") == "csv"
    assert structure_of(table + separator.join(["one", "less"]) + end) == "text"


@pytest.mark.parametrize(
    "head",
    [
        *(
            "a,a,b",
            "A,a,b",
            "a,,b",
            "a, ,b",
            "a, A,b",
            "1,2,3",
            "a,2,c",
            "2031-05-06 08:00:04 x,b,c",
            f"a,{'b' * 65},c",
        ),
        *('c,"a\nb",d', "abc", "a,b"),
    ],
)
def test_what_has_no_names_of_columns_is_no_table(head: str) -> None:
    assert structure_of(f"{head}\nx,y,z\n") == "text"


def test_a_name_of_a_column_has_at_most_64_characters_and_may_hold_a_time_stamp() -> None:
    assert structure_of(f"a,{'b' * 64},c\nx,y,z\n") == "csv"
    assert structure_of("a,since 2031-05-06 08:00:04,c\nx,y,z\n") == "csv"


def test_one_column_is_no_table_whatever_its_cells_hold() -> None:
    assert separator_of('"a, b"\n"x, y"\n') is None


def test_two_columns_with_commas_are_a_table_only_where_a_cell_is_quoted_or_no_space_follows() -> None:
    assert separator_of("When, Said\n8:00, calm\n") is None
    assert separator_of("When,Said\n8:00, calm\n") is None
    assert separator_of("When,Said\n8:00,calm\n") == ","
    assert separator_of('When, Said\n"8:00", calm\n') == ","
    assert separator_of("When; Said\n8:00; calm\n") == ";"
    assert separator_of("When, Said, Where\n8:00, calm, here\n") == ","


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_that_is_named_counts_whatever_follows(separator: str, end: str) -> None:
    assert separator_of(f"sep={separator}{end}calm") == separator
    assert separator_of(f"sep={separator} {end}calm") is None


def test_a_table_needs_a_row_below_its_names() -> None:
    assert separator_of("a,b\n") is None
    assert separator_of("a,b") is None
    assert separator_of("a,b\n1") is None
    assert separator_of("a,b\n1,2") == ","
    assert separator_of("a,b\n1,2\n3") == ","
    assert separator_of("a,b\n1,2\n") == ","
    assert separator_of("a,b\r1,2\r") == ","
    assert separator_of("") is None


def test_a_table_may_have_cells_of_json_and_names_in_marks() -> None:
    assert structure_of('When,Said,Where\n8:00,"{""a"": 1}",here\n') == "csv"
    assert structure_of('"When","Said"\n"8:00","calm"\n') == "csv"
    assert structure_of("[When],[Said],Where\n8:00,calm,here\n") == "csv"
    assert structure_of("{When},{Said},Where\n8:00,calm,here\n") == "csv"


def test_of_several_separators_the_one_of_most_columns_counts_and_none_that_is_named_later() -> None:
    assert separator_of("A;B, C;D\n1;2, 3;4\n") == ";"
    assert separator_of("A, B;C, D\n1, 2;3, 4\n") == ","
    assert separator_of("A,B\nsep=;\n1,2\n" + "1,2\n" * 9) == ","


def test_a_table_may_have_the_line_ends_of_an_old_mac() -> None:
    assert separator_of("When,Said\r8:00,calm\r") == ","
    assert separator_of("When, Said\r8:00, calm\r") == ","
    assert separator_of("When,Said\r8:00,calm\rno cells\r") is None


def test_the_first_rows_tell_what_a_table_is() -> None:
    assert separator_of("a,b\n" + "1,2\n" * 19 + "alone\n") == ","
    assert separator_of("a,b\n" + "1,2\n" * 19 + "not,so,many\n") == ","
    assert separator_of("a,b\n" + "1,2\n" * 9 + "not,so,many\n") == ","
    assert separator_of("a,b\n" + "1,2\n" * 8 + "not,so,many\n") is None


def test_the_name_of_a_structure_is_checked() -> None:
    assert [checked_structure(name) for name in (*STRUCTURES, None)] == ["text", "json", "jsonl", "csv", None]
    with pytest.raises(ValueError, match="read_as is one of 'text', 'json', 'jsonl', 'csv' or None, not 'xml'"):
        checked_structure("xml")
