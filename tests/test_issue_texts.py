"""The text of each error: what the service said about it, and nothing that belongs to another one or to the log."""

import pytest

from dualwrite_errors import (
    DataTypeMismatch,
    DataverseRequestFailed,
    DualWriteFailure,
    LinePropertyNotFound,
    ProductIdRequired,
    ProjectValidationFailed,
    parse,
    parse_all,
)
from dualwrite_errors.parsing.recognition import issues_in

KEYS = "Keys are gone"


def texts(text: str) -> list[str]:
    return [error.text for error in parse_all(text)]


# Up to the next error.


@pytest.mark.parametrize("mark", [*" \t\r\n\f\v\u00a0\u3000[({<【「『*|–—·•", " [", " - ", "\n* ", " | ("])
def test_a_mark_in_front_of_the_next_code_is_no_part_of_the_text_before_it(mark: str) -> None:
    assert texts(f"[DIPV1003] Keys are gone{mark}DIPV1010 Not mapped") == ["Keys are gone", "Not mapped"]


@pytest.mark.parametrize("mark", ["#", "!", "/", "?", "]", ")"])
def test_any_other_mark_belongs_to_the_text_before_it(mark: str) -> None:
    assert texts(f"[DIPV1003] Keys are gone {mark} DIPV1010 Not mapped") == [f"Keys are gone {mark}", "Not mapped"]


@pytest.mark.parametrize("label", ["Sites V2 (con_sites) :", "con_sites - Sites V2: Error:"])
def test_a_label_stays_in_the_text_that_it_ends(label: str) -> None:
    assert texts(f"[DIPV1003] Keys of {label}") == [f"Keys of {label}"]
    assert texts(f"[DIPV1003] Keys of x. {label} [DIPV1010] Not mapped") == ["Keys of x.", "Not mapped"]


# Behind a code.


@pytest.mark.parametrize(
    "behind", ["DIPV1003 - Keys", "DIPV1003 -   Keys", "DIPV1003] - Keys", "DIPV1003: - Keys", "DIPV1003 Keys"]
)
def test_a_hyphen_between_a_code_and_its_text_goes(behind: str) -> None:
    assert texts(behind) == ["Keys"]


@pytest.mark.parametrize("said", ["-1 rows", "-Keys - x", "- - Keys"])
def test_a_hyphen_that_belongs_to_the_text_stays(said: str) -> None:
    assert texts(f"DIPV1003 {said}") == [said.removeprefix("- ")]


@pytest.mark.parametrize("mark", [".", ":", ";", "!", "?"])
def test_the_sentence_before_a_code_goes_on_behind_it(mark: str) -> None:
    sentence = "Stale DualWrite Configuration present in F&O"
    assert texts(f"{sentence}{mark} [DWFOEV1004] Run it again.") == [f"{sentence}{mark} Run it again."]
    assert texts(f"{sentence} [DWFOEV1004] Run it again.") == [f"{sentence}. Run it again."]
    assert texts(f"{sentence}{mark} [DWFOEV1004]") == [sentence + mark]


# On the line of the next error.


@pytest.mark.parametrize(
    "lead",
    [*("-", "+", "1", "1)", "1.)", "12])", "x:", "x >", "a b c =", "+ +"), *(f"{mark} 2." for mark in "-*•·|>([")],
)
def test_a_bullet_or_a_label_on_the_line_of_the_next_error_is_no_part_of_the_text(lead: str) -> None:
    for said, end in ((KEYS, "\n"), (f"{KEYS}\r\nof a", "\n"), (f"{KEYS}\rof a", "\r"), (f"{KEYS}\nof\ra", "\r")):
        whole = f"{said}{end}{lead}" if lead in ("+", "+ +") else said
        assert texts(f"[DIPV1003] {said}{end}{lead} [DIPV1010] Not mapped") == [whole, "Not mapped"]


def test_a_label_alone_is_the_text() -> None:
    assert texts("[DIPV1003] Step: [DIPV1010] Not mapped") == ["Step:", "Not mapped"]
    assert texts("[DIPV1003] 12 [DIPV1010] Not mapped") == ["12", "Not mapped"]


# In quotation marks.


@pytest.mark.parametrize("mark", ['"', "'", r"\"", r"\\\"", '""', r"\'"])
@pytest.mark.parametrize("before", ["", " ", "\t", "\r", ":", ",", ";", "=", "|", "[", "{", "(", ">", "x: "])
def test_a_string_begins_behind_a_space_or_a_mark(before: str, mark: str) -> None:
    assert texts(f"{before}{mark}[DIPV1003] {KEYS}{mark}, and more") == [KEYS]


@pytest.mark.parametrize(
    "behind",
    [
        *(",", ";", "|", "}", "]", ")", "\t", "\r", "\n", "  ,", " }", "   |", ' "x', ' \\"', ""),
        *(" n=7", " Of=x", " _.:-9="),
    ],
)
def test_a_string_ends_before_a_mark_or_the_end(behind: str) -> None:
    assert texts(f'x="[DIPV1003] {KEYS}"{behind} more'.removesuffix(" more" if not behind else "")) == [KEYS]


@pytest.mark.parametrize("behind", ["x", " x", "-", '"x', "'", "/", ".", ": "])
def test_a_quotation_mark_before_anything_else_ends_no_string(behind: str) -> None:
    assert texts(f'x="[DIPV1003] {KEYS}"{behind} more') == [f'{KEYS}"{behind} more']
    assert texts(f"x='[DIPV1003] {KEYS}'\" more") == [f"{KEYS}'\" more"]


@pytest.mark.parametrize("before", ["x", "5", ".", "-", "x'", "x."])
def test_a_quotation_mark_right_behind_a_word_opens_no_string(before: str) -> None:
    assert texts(f'{before}"[DIPV1003] {KEYS}", x') == [f'{KEYS}", x']


def test_a_string_may_hold_quotation_marks_of_another_kind() -> None:
    assert texts('x="[DIPV1003] \'Keys\', he said, \\"are\\", too", z') == ["'Keys', he said, \\\"are\\\", too"]
    assert texts('1,"[DIPV1003] Keys of ""a"", ""b""",2') == ['Keys of ""a"", ""b""']
    assert texts('1,"[DIPV1003] Keys of ""a"", gone",2') == ['Keys of ""a"", gone']
    assert texts("1,'[DIPV1003] Keys of ''a'', gone',2") == ["Keys of ''a'', gone"]
    assert texts(r"{\"x\": \"[DIPV1003] Keys of \\\"a\\\", too\", \"y\": 1}") == [r"Keys of \\\"a\\\", too"]


def test_what_is_quoted_in_a_string_before_an_error_ends_no_string() -> None:
    assert texts('1,"say ""x"" [DIPV1003] Keys",z') == ["Keys"]
    assert texts('1,"""x"" and ""y"": [DIPV1003] Keys of ""a"", gone",z') == ['Keys of ""a"", gone']
    assert texts("1,'say ''x'' [DIPV1003] Keys',z") == ["Keys"]
    assert texts("1,\"'x' isn't [DIPV1003] Keys\",z") == ["Keys"]
    assert texts(r'at {"a": "say \"x\" [DIPV1003] Keys", and') == ["Keys"]
    assert texts(r"{\"a\": \"say \\\"x\\\" [DIPV1003] Keys\", and") == ["Keys"]
    assert texts(r'at {"a": "[DIPV1003] Keys of \"x\"", "b": 1') == [r"Keys of \"x\""]
    assert texts("1,\"'' of 5: [DIPV1003] Keys\",z") == ["Keys"]
    assert texts("1,\"say 'x' [DIPV1003] Keys\",z") == ["Keys"]
    assert texts("1,\"'b' and '' of 5: [DIPV1003] Keys\",z") == ["Keys"]
    assert texts('{\\"k\\": \'the dogs" [DIPV1003] Keys\', z') == ["Keys"]
    assert texts('"the \'x" y\' [DIPV1003] Keys", z') == ["Keys"]
    assert texts('"x " [DIPV1003] Keys", z') == ['Keys", z']
    assert texts('x\n"[DIPV1003] Keys", z') == ["Keys"]
    assert texts(f'y="x\n[DIPV1003] Keys", z{"y" * 2_000}')[0].startswith('Keys", z')
    assert texts('"' + "x" * 900 + ' [DIPV1003] Keys", z') == ["Keys"]
    assert texts('"' + "x" * 1_100 + ' [DIPV1003] Keys", z') == ['Keys", z']
    assert texts('1,"The customers\' group: [DIPV1003] Keys",z') == ["Keys"]
    assert texts('1,"A 5"" pipe: [DIPV1003] Keys",z') == ["Keys"]
    assert texts('say "x" [DIPV1003] Keys", z') == ['Keys", z']
    assert texts('of="a"b: [DIPV1003] Keys", z') == ['Keys", z']
    assert texts('say "x", "y" and 5" [DIPV1003] Keys", z') == ['Keys", z']


@pytest.mark.parametrize("first", [*" \t\r\n.,:;}])"])
def test_a_quotation_mark_before_a_space_or_a_mark_opens_no_string(first: str) -> None:
    assert texts(f'5 "{first} [DIPV1003] Keys", x') == ['Keys", x']
    assert texts('5 "Xa: [DIPV1003] Keys", x') == ["Keys"]


def test_the_last_quotation_mark_before_an_error_counts() -> None:
    assert texts(f"it's 'x' and 'y': '[DIPV1003] {KEYS}', z") == [KEYS]
    assert texts(f'5" and "x" and y: "[DIPV1003] {KEYS}", z') == [KEYS]
    assert texts(f"'x': \"[DIPV1003] it's {KEYS}\", 'z'") == [f"it's {KEYS}"]
    assert texts(f'"x": \'[DIPV1003] {KEYS}\', "z"') == [KEYS]


@pytest.mark.parametrize("start", ["x\n", "x X\n", "\\n\n"])
def test_a_string_that_began_on_another_line_is_none(start: str) -> None:
    for before in ("", "x\n", "x\n\n"):
        assert texts(f'{before}y="{start}[DIPV1003] Keys", z') == ['Keys", z']


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_string_ends_however_long_the_text_is_in_which_it_stands(mark: str) -> None:
    for before, behind in (("", "y" * 2_000), ("z " * 1_000, ""), ("z " * 1_000, "y" * 2_000)):
        assert texts(f"{before}{mark}[DIPV1003] {KEYS}{mark}, x{behind}") == [KEYS]
    assert texts(f"{mark}[DIPV1003] {KEYS}{mark}, \\") == [KEYS]


def test_a_string_that_holds_the_outermost_wrapper_ends_the_text_of_what_that_holds() -> None:
    failed = (
        "Unable to write data to entity 'con_a'. Request failed with status code BadRequest and CDS error code : 0x1"
    )
    assert texts(f'x="{failed} response message: Nobody knows", y') == [f"{failed[40:]} response message: Nobody knows"]
    assert texts(f'x="{failed} response message: [DIPV1003] {KEYS}", y') == [KEYS]


# Tags and terminals.


@pytest.mark.parametrize(
    "tags",
    [
        *("</p>", "</Message>", "</m>", "</s:Body></s:Envelope>", "</a.b-c_d:e1>", "<br/>", "</b> </p>"),
        *(" </p>", "  <br>", "\n</div>", "<br></z>"),
    ],
)
def test_tags_at_the_end_go(tags: str) -> None:
    assert texts(f"[DIPV1003] {KEYS}{tags}") == texts(f"[DIPV1003] {KEYS}{tags}  \n</P>\n") == [KEYS]
    assert texts(f"[DIPV1003] {KEYS}{tags}[DIPV1010] Not mapped") == [KEYS, "Not mapped"]


@pytest.mark.parametrize("end", ["<con_a>", "</p> x", "</>", "</1>", "< /p>", "<b>x"])
def test_what_is_no_tag_or_not_at_the_end_stays(end: str) -> None:
    assert texts(f"[DIPV1003] {KEYS} {end}") == [f"{KEYS} {end}"]


def test_colors_go_but_where_they_stand_in_a_word() -> None:
    colored = "\x1b[31m\x1b[1m[DIPV1003]\x1b[0m\x1b[m Keys \x1b[1mare\x1b[0m gone of x\x1b[0my\x1b[0m\n"
    assert texts(colored) == ["Keys are gone of x\x1b[0my"]
    assert texts("\x1b[31mUnable to sync with entity \x1b[1mcon_a\x1b[0m. \x1b[0m") == [
        "Unable to sync with entity con_a."
    ]


# What a text needs in order to be recognized again.

PRODUCT = "Product id is mandatory. Select a product from the catalog."
REQUEST = "Request failed with status code BadRequest and CDS error code : 0x0 response message:"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"x. Unable to write data to entity con_a. {PRODUCT}", f"Unable to write data to entity con_a. {PRODUCT}"),
        (
            f"Unable to write data to entity con_a. Writes to ConA failed with error message {PRODUCT}",
            f"Unable to write data to entity con_a. {PRODUCT}",
        ),
        (f"Unable to write data to entity con_a. {REQUEST} {PRODUCT}", f"{REQUEST} {PRODUCT}"),
        (f"Dual write failure - {PRODUCT}", f"Dual write failure - {PRODUCT}"),
        (f"Sites (con_sites) : Dual write failure - x: {PRODUCT}", f"Dual write failure - {PRODUCT}"),
        (f"Project validation failed: {PRODUCT}", f"Project validation failed. {PRODUCT}"),
    ],
)
def test_the_innermost_wrapper_stands_before_a_sentence_that_counts_only_inside_one(text: str, said: str) -> None:
    (error,) = parse_all(text)
    assert (type(error), error.text) == (ProductIdRequired, said)
    assert type(parse(str(error))) is ProductIdRequired


def test_a_sentence_that_goes_on_inside_a_wrapper_keeps_the_wrapper() -> None:
    wrapped = "Unable to write data to entity con_a. Unable to sync with entity con_b"
    assert texts(f"{wrapped}.") == ["Unable to sync with entity con_b."]
    (error,) = parse_all("Unable to write data to entity con_a. Unable to build dual-write lookup metadata of late")
    assert error.text == "Unable to write data to entity con_a. Unable to build dual-write lookup metadata of late"
    assert type(parse(str(error))) is type(error)


def test_a_sentence_of_a_code_needs_nothing_before_it_as_the_code_stands_there() -> None:
    for before in ("Project validation failed. ", "Sites (con_sites) : "):
        for said in ("Data type mismatch", "Data type mismatch, it says"):
            (error,) = parse_all(before + said)
            assert (type(error), str(error)) == (DataTypeMismatch, f"[DIPV1030] {said}")


def test_a_sentence_of_five_words_needs_no_label_before_it() -> None:
    for sentence in ("Unable to sync with entity con_a", "Unable to lookup con_a with values {A}"):
        assert texts(f"Sites (con_sites) : {sentence}.") == [f"{sentence}."]


@pytest.mark.parametrize(
    ("text", "cls", "said"),
    [
        ("Sites (con_sites) : Project validation failed", ProjectValidationFailed, "Project validation failed"),
        ("Sites (con_sites) : Project validation failed.", ProjectValidationFailed, "Project validation failed."),
        (
            "Sites (con_sites) : Project validation failed!\n",
            ProjectValidationFailed,
            "Sites (con_sites) : Project validation failed!",
        ),
        ("[Project validation failed.]", ProjectValidationFailed, "Project validation failed.]"),
        (
            "Sites (con_sites) : Project validation failed, it said",
            ProjectValidationFailed,
            "Sites (con_sites) : Project validation failed, it said",
        ),
        (
            "Sites (con_sites) : Project validation failed!",
            ProjectValidationFailed,
            "Sites (con_sites) : Project validation failed!",
        ),
        ("Dual write failure - x", DualWriteFailure, "Dual write failure - x"),
        ("Dual write failure - ", DualWriteFailure, "Dual write failure -"),
        ("Sites (con_sites) : Dual write failure - ", DualWriteFailure, "Dual write failure -"),
        ("Sites (con_sites) : Dual write failure - x", DualWriteFailure, "Sites (con_sites) : Dual write failure - x"),
    ],
)
def test_the_label_stands_before_a_short_wrapper_that_counts_only_behind_one(text: str, cls: type, said: str) -> None:
    (error,) = parse_all(text)
    assert (type(error), error.text) == (cls, said)
    assert type(parse(str(error))) is cls


def test_a_long_wrapper_needs_no_label_before_it() -> None:
    assert texts(f"Sites (con_sites) : {REQUEST} x") == [f"{REQUEST} x"]
    plugin = "Dual write failure - Plugin registration failed: x"
    assert texts(f"Sites (con_sites) : {plugin}") == [plugin]
    (error,) = parse_all(f"Dual write failure - {REQUEST} x")
    assert (type(error), error.text) == (DataverseRequestFailed, f"{REQUEST} x")
    (error,) = parse_all("Unable to write data to entity con_a. Line property Color does not exist. Sorry")
    assert type(error) is LinePropertyNotFound
    assert error.text == "Unable to write data to entity con_a. Line property Color does not exist. Sorry"


# Of a wrapper.

WROTE = "Unable to write data to entity con_a"


@pytest.mark.parametrize("said", ["0x80040237: the key is there", "It is full", "It is full. Try again."])
def test_a_wrapper_in_two_sentences_is_told_with_both(said: str) -> None:
    text = f"{WROTE}. Writes to ConA failed with error message {said}"
    assert texts(text) == [text]
    cells = f'{WROTE}","Writes to ConA failed with error message {said}'
    assert texts(f'7,"{cells}",8') == [cells]


def test_the_text_of_a_wrapper_ends_with_it_so_that_the_text_gives_the_same_error() -> None:
    text = f"Project validation failed. {WROTE}.Project validation failed [1. ja.Project validation failed [1. of"
    for error in parse_all(text):
        assert type(parse(str(error))) is type(error)
    assert texts(f"{WROTE}. Nobody knows. {WROTE}. Again.") == [f"{WROTE}. Nobody knows.", f"{WROTE}. Again."]


def test_a_code_right_behind_a_value_is_no_part_of_the_text_before_it() -> None:
    assert texts(f"{WROTE}. Unable to sync with entity con_b/DIPV1003 {KEYS}")[1:] == [KEYS]
    assert texts(f"{WROTE}. Unable to sync with entity con_b/DIPV1003 {KEYS}")[0].endswith("sync with entity con_b/")


# Where an issue stands.


@pytest.mark.parametrize("before", ["", "x\n", "2031-05-06 10:00:00 x\n2031-05-06 10:00:01 "])
def test_an_issue_tells_where_its_code_or_the_sentence_stands_that_it_is_recognized_by(before: str) -> None:
    for sign, behind in (
        ("DIPV1003", f" {KEYS}"),
        ("Unable to <b>sync</b> with&nbsp;entity con_a", ". Again."),
        (WROTE, ". Nobody knows."),
        (WROTE, ". Writes to ConA failed with error message It is full"),
        (WROTE, ". Writes to ConA failed with error message 0x80040237"),
    ):
        text = f"{before}{sign}{behind}"
        (issue,) = issues_in(text)
        assert text[issue.place : issue.stop] == sign
