"""Templates and raw text: how sentences are spelled, and what stands in their places."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualwrite_errors import (
    CATALOG,
    DataverseRequestFailed,
    DualWriteFailure,
    DuplicateSourceFields,
    IntegrationKeyNotBidirectional,
    ReferencedRowNotFound,
    WriteToDataverseFailed,
    parse,
    parse_all,
)
from dualwrite_errors.folding import Folded
from dualwrite_errors.sentences import Match, SentenceIndex, names_among, parameters_in
from dualwrite_errors.templates import Template
from dualwrite_errors.testing.samples import FAILED_WRITE

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=())) | st.text("ab <>b/&;lt#39\\*_“’\u00a0\n\r-")


def found_in(text: str, *templates: str, names_after_nouns: bool = False) -> list[tuple[str, dict[str, str]]]:
    index = SentenceIndex((Template(t, names_after_nouns=names_after_nouns), t) for t in templates)
    folded = Folded(text)
    return [(match.owner, match.values()) for match in index.find(folded, 0, len(folded.text))]


def values(text: str, template: str) -> dict[str, str] | None:
    found = found_in(text, template)
    return found[0][1] if found else None


# Folding.


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a  b", "a b"),
        ("a\u00a0\u3000b", "a b"),
        ("a \r\n\t b", "a\nb"),
        ("a\u200bb", "a b"),
        ("a&nbsp;b", "a b"),
        ("a &nbsp; b", "a b"),
        ("a<br/>b", "a\nb"),
        ("a <b>b</b> c", "a b c"),
        ('<span class="x">a</span>', "a"),
        ("&lt;name&gt; isn&#39;t &quot;x&quot;", '<name> isn\'t "x"'),
        ("“a” ‘b’ «c»", '"a" \'b\' "c"'),
        ("bi\u2011directionally", "bi-directionally"),
        (r"con\_site \"x\"", 'con_site "x"'),
        ("**Error**: *x*", "Error: x"),
        ("2 * 3", "2 * 3"),
        ("5*3", "5*3"),
        ("*a* \x1b[1m**b**\x1b[0m c", "a b c"),
        ("con\x1b[1mdock\x1b[0m", "con\x1b[1mdock"),
        ("失敗：a。b（c）", "失敗:a.b(c)"),
        ("C:\\new", "C:\\new"),
        ("a < b & c", "a < b & c"),
        ("&unknown;", "&unknown;"),
        *((quote, '"') for quote in "“”„‟«»＂「」『』"),
        *((quote, "'") for quote in "‘’‚‛ʼ′´＇"),
        *((hyphen, "-") for hyphen in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"),
        *zip("：；，．（）［］【】！？｜＝。、…", ":;,.()[][]!?|=.,.", strict=True),
        ("soft\u00adhyphen", "softhyphen"),
        *((f"a&{space};b", "a b") for space in ("ensp", "emsp", "thinsp", "tab", "#32", "#9", "#160", "#8194")),
        *((f"a&{space};b", "a b") for space in ("#8195", "#8201", "#x20", "#xA0", "#x2003", "#x9", "NBSP")),
        *((f"a{br}b", "a\nb") for br in ("&newline;", "&#10;", "&#013;", "&#xa;", "&#x0D;", "\u2028", "\x85", "\v")),
        *((f"a<{tag}>b", "a\nb") for tag in ("br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "tbody")),
        *((f"a<{tag}>b", "a\nb") for tag in ("thead", "pre", "hr", "h1", "/h6", "BR/", "p class='x'")),
        *(
            (f"a<{tag}>b", "ab")
            for tag in ("a", "b", "i", "u", "s", "em", "strong", "code", "span", "font", "tt", "kbd")
        ),
        *((f"a<{tag}>b", "ab") for tag in ("mark", "small", "sub", "sup", "ins", "del", "/b", "I")),
        ('a<wbr/>b<a href="x">c</a>', "abc"),
        ("a<bx>b<hx>", "a<bx>b<hx>"),
        ("&#x27;&#X27;&#39;&#0039;", "''''"),
        ("&#xg;&#;&#12345678;", "&#xg;&#;&#12345678;"),
        (r"\u0027a\\u2019b\u00e9", "'a'bé"),
        (r"\u00zz", r"\u00zz"),
        (r"a\nB\r\nC\n", "a\nB\nC\n"),
        (r"a\n[b]\n'c' \n\n d", "a\n[b]\n'c'\nd"),
        ("***a*** **b** * c", "a b * c"),
        ("a *** b\n****\n***", "a *** b\n****\n***"),
        ("a ****b**** c\n*d*\n\n**e**", "a b c\nd\ne"),
        (r"a\r\n*b*\r\n**c** <br>***d***", "a\nb\nc\nd"),
        ("a \x1b[1m*b*\x1b[0m \x1b[1m***c***\x1b[0m", "a b c"),
        ("_Key is_ ___Key is", "Key is Key is"),
        ("table.__ (x)_ ___", "table. (x) ___"),
        ("table.___ (x)___", "table. (x)"),
        ("__Keys are gone__ ___Keys are__, a_b__c a__", "Keys are gone Keys are, a_b__c a"),
        ("_Key, _Site1 _Key_", "_Key, _Site1 _Key"),
        ("&Auml;&AMP;&thetasym;&#0000039;&#x000027;&#7;&#x7;", "Ä&ϑ''"),
        ("", ""),
    ],
)
def test_raw_text_is_folded_to_one_spelling(text: str, folded: str) -> None:
    assert Folded(text).text == folded


def test_letters_and_digits_stay_as_they_are() -> None:
    text = "".join(chr(code) for code in range(ord("0"), ord("z") + 1) if chr(code).isalnum())
    assert Folded(text).text == text
    assert Folded(f"“{text}”").text == f'"{text}"'
    assert Folded("".join(rf"\u{ord(character):04x}" for character in text)).text == text
    assert Folded("".join(f"&#{ord(character)};" for character in text)).text == text


@pytest.mark.parametrize(
    "escape",
    [
        *("\x1b[m", "\x1b[0m", "\x1b[38;5;208m", "\x1b[K", "\x1b[2J", "\x1b[?25l", "\x1b[3@", "\x1b[5~", "\x1b[1 q"),
        *(
            "\x1b[!p",
            "\x1b[1 !/q",
            "\x1b[?2 /x",
            "\x1b[<0;1M",
            "\x1b]0;Log of con_sites\x07",
            "\x1b]8;;https://con.example/\x1b\\",
        ),
        "\x1b]\x07",
    ],
)
def test_escape_sequences_of_a_terminal_around_a_word_are_nothing(escape: str) -> None:
    assert Folded(f"{escape}Keys{escape}{escape} {escape}are {escape}").text == "Keys are "


@pytest.mark.parametrize("text", ["\x1b", "a\x1b[", "a\x1b]0;x", "a\x1b[1\n", "a\x1b(b"])
def test_an_escape_sequence_that_is_cut_off_stays(text: str) -> None:
    assert Folded(text).text == text


@pytest.mark.parametrize(
    "text", ["a <b and c <d> e", "a <p and c <d> e", "a<brown>", "a<px>", "a<5>", "a</>", "a < b > c"]
)
def test_a_sign_before_a_word_is_no_tag(text: str) -> None:
    assert Folded(text).text == text


@pytest.mark.parametrize("end", ["", " ", "/", " /", " class='x'", "\nid=1 /"])
def test_a_tag_may_have_attributes_and_space_before_its_end(end: str) -> None:
    assert Folded(f"a<b{end}>b</B> <td{end}>c</TD >").text == "ab\nc\n"


SPACE_ENTITIES = [
    *("nbsp", "NBSP", "ensp", "emsp", "thinsp", "tab", "#9", "#32", "#160", "#8194", "#8195", "#8201"),
    *("#x9", "#x20", "#xa0", "#xA0", "#x2002", "#x2003", "#x2009", "#0032", "#x0020"),
]


@pytest.mark.parametrize("entity", SPACE_ENTITIES)
def test_an_entity_of_a_space_is_one_with_the_space_around_it(entity: str) -> None:
    assert Folded(f"a &{entity}; b&{entity};&{entity};c &{entity};").text == "a b c "
    assert Folded(f"a &{entity};\n b").text == "a\nb"


@pytest.mark.parametrize("entity", ["newline", "NewLine", "#10", "#13", "#010", "#xa", "#xA", "#xd", "#x0D"])
def test_an_entity_of_a_line_break_is_one_with_the_space_around_it(entity: str) -> None:
    assert Folded(f"a &{entity}; b&{entity};&{entity};c &{entity};").text == "a\nb\nc\n"


@pytest.mark.parametrize("spelled", ["an_ entity", "an_, entity", "an__ entity", "(_Entity_ _b", "_Key is", "a_b _c_"])
def test_how_a_word_is_folded_does_not_depend_on_what_stands_elsewhere(spelled: str) -> None:
    for before, after in [("x. ", " x"), ("x  y. ", " x"), ("_ . ", " x"), ("x. ", " _y_")]:
        folded = Folded(f"{before}{spelled}{after}").text
        assert Folded(f"x. {spelled} x").text.removeprefix("x. ").removesuffix(" x") in folded


@given(ANY_TEXT)
def test_what_is_left_as_it_was_leads_back_to_where_it_stood(text: str) -> None:
    folded = Folded(text)
    assert len(folded.lower) == len(folded.text)
    for place, character in enumerate(folded.text):
        if character.isalnum() and character.isascii() and "&" not in text:
            assert text[folded.original(place)] == character
            assert folded.place_of(folded.original(place)) == place
    assert folded.original(len(folded.text)) <= len(text)


def test_what_was_part_of_something_that_is_gone_stands_where_that_ended() -> None:
    folded = Folded("a<b DIPV1003>c  d")
    assert folded.text == "ac d"
    assert [folded.place_of(place) for place in (0, 4, 12, 13, 16)] == [0, 1, 1, 1, 3]
    assert [folded.original(place) for place in range(4)] == [0, 13, 14, 16]
    assert Folded("x <i DIPV1003>").place_of(9) == 2


# Spellings.

READONLY = "Readonly field in destination entity must not be mapped"
GUID = "Couldn't resolve the guid for the field: {field}. The lookup value was not found: {value}."


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("Integration key field isn't bi-directionally mapped", "Integration key field is not bi-directionally mapped"),
        ("Integration key field is not bidirectionally mapped", "Integration key field is not bi-directionally mapped"),
        ("Integration key field isnt bi directionally mapped", "Integration key field is not bi-directionally mapped"),
        ("Read-only field in destination entity mustn't be mapped".replace("mustn't", "must not"), READONLY),
        ("Read only field in destination entity must not be mapped", READONLY),
        ("Could not resolve the guid for the field : x. The look up value was not found : y", GUID),
        ("Couldn’t resolve the guid for the field: x. The look-up value wasn't found: y.", GUID),
        ("Unable to look up x with values {y}", "Unable to lookup {table} with values {values}"),
        ("DUALWRITE FAILURE - x", "Dual write failure - {text}"),
        ("Dual-write failure - x", "Dual write failure - {text}"),
        ('Cannot convert the literal "x" to the expected type edm.Double',
         "Can't convert the literal '{value}' to the expected type'Edm.{type}'"),
        ("Error Details: x", "Error Details:{text}"),
        ("saving connection set failed!An item with the same key has already been added",
         "Saving connection set failed! An item with the same key has already been added."),
    ],
)  # fmt: skip
def test_a_spelling_that_is_in_use_is_recognized(text: str, template: str) -> None:
    assert [owner for owner, _ in found_in(text, template)] == [template]


EVERY_SENTENCE = [s for cls in CATALOG.values() for s in cls.info.sentences + cls.info.sentences_in_wrapper]


@pytest.mark.parametrize(
    "spell",
    [
        str,
        str.upper,
        str.lower,
        lambda s: s.replace("'", "’"),
        lambda s: s.replace(" ", "\u00a0"),
        lambda s: s.replace(" ", " \r\n\t "),
        lambda s: s.replace("-", "\u2011"),
        lambda s: re.sub(r"(?<=\w)-(?=\w)", " ", s),
        lambda s: s.replace("an't", "an not").replace("n't", " not"),
        lambda s: s.replace("is not", "isn't").replace("does not", "doesn't").replace("annot", "an't"),
        lambda s: s.replace("lookup", "look up").replace("setup", "set up"),
        lambda s: s.replace("ual write", "ual-write").replace("ual-write", "ualWrite"),
        lambda s: s.replace(" :", ":").replace(":", " :"),
        lambda s: s.replace("_", r"\_").replace("'", r"\'"),
        lambda s: " ".join(f"**{word}**" if number % 3 else word for number, word in enumerate(s.split())),
        lambda s: s.replace(" ", "&nbsp;"),
    ],
    ids=range(16),
)
def test_every_sentence_is_recognized_in_every_spelling(spell: Callable[[str], str]) -> None:
    index = SentenceIndex((Template(sentence), sentence) for sentence in EVERY_SENTENCE)
    names = {name: cls.__name__ for name, cls in CATALOG.items()}
    owner = {
        s: names[cls.__name__] for cls in CATALOG.values() for s in cls.info.sentences + cls.info.sentences_in_wrapper
    }
    for sentence in EVERY_SENTENCE:
        folded = Folded(spell(sentence))
        found = [owner[match.owner] for match in index.find(folded, 0, len(folded.text))]
        assert found == [owner[sentence]], spell(sentence)


# Values.

LOOKUP = "Unable to lookup {table} with values {values}"
WRITE = "Unable to write data to entity {table}"
CONNECT = "Failed to connect to {side}. Ensure access to {side}."
FIELD = "Missing source field in the schema"
VERSION = "Solution '{solution}' has version mismatch. Version: '{version}' Required version: '{required_version}'"


@pytest.mark.parametrize(
    ("text", "template", "expected"),
    [
        ("Unable to lookup uoms with values {TST}.", LOOKUP, {"table": "uoms", "values": "TST"}),
        ("Unable to lookup uoms with values {A,{1B},c}", LOOKUP, {"table": "uoms", "values": "A,{1B},c"}),
        ("Unable to lookup uoms with values {}", LOOKUP, {"table": "uoms", "values": ""}),
        ("Unable to lookup {table} with values {values}", LOOKUP, {}),
        ("Unable to lookup with values {TST}", LOOKUP, {"values": "TST"}),
        ("Unable to write data to entity Sites V2.", WRITE, {"table": "Sites V2"}),
        ("Unable to write data to entity con_sites.Writes to", WRITE, {"table": "con_sites"}),
        ("Unable to write data to entity con_site.con_key, and", WRITE, {"table": "con_site.con_key"}),
        ("Unable to write data to entity con_a,con_b", WRITE, {"table": "con_a,con_b"}),
        ("Unable to write data to entity 'Men's wear'", WRITE, {"table": "Men's wear"}),
        ("Unable to write data to entity “Sites. V2”", WRITE, {"table": "Sites. V2"}),
        ("Unable to write data to entity [con_site].[con_key]", WRITE, {"table": "con_site.con_key"}),
        ("Unable to write data to entity con_sites\nnext line", WRITE, {"table": "con_sites"}),
        ("Solution 'Con' has version mismatch. Version: '1.0' Required version: '2.0'", VERSION,
         {"solution": "Con", "version": "1.0", "required_version": "2.0"}),
        ("Solution '' has version mismatch. Version: '' Required version: ''", VERSION,
         {"solution": "", "version": "", "required_version": ""}),
        ("Solution Con V2 has version mismatch. Version: 1.0 Required version: 2.0", VERSION,
         {"solution": "Con V2", "version": "1.0", "required_version": "2.0"}),
        ("3 Attempts to get data from https://con.example/api?x=1.2 failed.",
         "{n} Attempts to get data from {url} failed.",
         {"n": "3", "url": "https://con.example/api?x=1.2"}),
        ("Failed to connect to AX. Ensure access to AX.", CONNECT, {"side": "AX"}),
        ("Failed to connect to AX. Ensure access to ax.", CONNECT, {"side": "AX"}),
    ],
)  # fmt: skip
def test_what_stands_in_the_place_of_a_placeholder(text: str, template: str, expected: dict[str, str]) -> None:
    assert values(text, template) == expected


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("Unable to lookup host with values", LOOKUP),
        ("Unable to write data to entity", WRITE),
        ("Unable to lookup a. Sentence with values {x}", LOOKUP),
        (f"Unable to lookup {'x' * 500} with values {{y}}", LOOKUP),
        (
            "Failed to connect to AX. Ensure access to CRM.",
            "Failed to connect to {side}. Ensure access to {side} again.",
        ),
        ("Unable to writedata to entity x", WRITE),
        ("Unable to lookups x with values {y}", LOOKUP),
    ],
)
def test_what_is_no_whole_sentence_is_not_recognized(text: str, template: str) -> None:
    assert found_in(text, template) == []


def test_a_sentence_that_begins_in_the_value_of_another_ends_it() -> None:
    text = "Unable to write data to entity con_sites unable to lookup uoms with values {TST}"
    assert found_in(text, WRITE, LOOKUP) == [
        (WRITE, {"table": "con_sites"}),
        (LOOKUP, {"table": "uoms", "values": "TST"}),
    ]


def test_of_two_sentences_at_one_place_the_more_specific_one_wins() -> None:
    general, special = (
        "The entity key {key} requires unique values",
        "The entity key Location ID Key requires unique values",
    )
    assert found_in(f"{special}. {general.format(key='Other')}", general, special) == [
        (special, {}),
        (general, {"key": "Other"}),
    ]


# Names after nouns.


@pytest.mark.parametrize(
    ("text", "template", "expected"),
    [
        ("Missing source field con_a in the schema", FIELD, {"field": "con_a"}),
        ("Missing source field: Con_A in the schema", FIELD, {"field": "Con_A"}),
        ("Missing source field 'Site code' in the schema", FIELD, {"field": "Site code"}),
        ("Missing source field con_a, con_b in the schema", FIELD, {"field": "con_a, con_b"}),
        ("Missing source field in the schema con_sites", FIELD, {"schema": "con_sites"}),
        ("Missing mapping for entity Sites V2.", "Missing mapping for entity", {"entity": "Sites V2"}),
        ("Missing mapping for entity accounts", "Missing mapping for entity", {"entity": "accounts"}),
        ("Duplicate source fields con_a, con_b", "Duplicate source fields", {"fields": "con_a, con_b"}),
        ("Duplicate source fields are not allowed", "Duplicate source fields", {}),
        ("Map the key of the lookup field con_a to the source field con_b",
         "Map the key of the lookup field to the source field",
         {"lookup_field": "con_a", "source_field": "con_b"}),
        ("Integration keys for con_site are missing", "Integration keys are missing", {"keys": "con_site"}),
    ],
)  # fmt: skip
def test_a_name_may_follow_a_noun_and_is_called_like_it(text: str, template: str, expected: dict[str, str]) -> None:
    ((_, found),) = found_in(text, template, names_after_nouns=True)
    assert found == expected


def test_four_words_in_the_middle_are_no_name() -> None:
    text = "Missing source field one two three four in the schema"
    assert found_in(text, "Missing source field in the schema", names_after_nouns=True) == []


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"field": "con_a", "entity": "con_sites", "values": "x"}, ("con_a", "con_sites")),
        ({"lookup_field": "a", "table": "b", "schema": "c"}, ("a", "b")),
        ({"fields": "con_a, con_b; 'Site code' and con_c"}, ("con_a", "con_b", "Site code", "con_c")),
        ({"field": ""}, ()),
        ({}, ()),
    ],
)
def test_names_are_those_of_tables_entities_and_fields(parameters: dict[str, str], names: tuple[str, ...]) -> None:
    assert names_among(parameters) == names


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("'a' or 'b'", ("'a' or 'b'",)),
        ("'a', 'b' and \"c d\"", ("a", "b", "c d")),
        ("'O'Hare'", ("O'Hare",)),
        ("['a b']", ("a b",)),
        ("{[(`x`)]}", ("x",)),
        ("'", ("'",)),
        ("a;b , c", ("a", "b", "c")),
        (" a  and  b and\nc ", ("a", "b", "c")),
        ("sand and brandy", ("sand", "brandy")),
        (" , ", ()),
    ],
)
def test_a_list_of_names_is_split_and_each_is_freed_of_what_encloses_it(value: str, names: tuple[str, ...]) -> None:
    assert names_among({"fields": value, "values": "x", "lookup_field": ""}) == names


@pytest.mark.parametrize(("count", "read"), [(1, 1), (2, 2), (30, 30), (31, 31), (32, 31), (200, 31)])
def test_of_a_list_at_the_end_31_names_are_read(count: int, read: int) -> None:
    listed = [f"con_field{number}" for number in range(count)]
    error = parse(f"[DIPV1023] Duplicate source fields: {', '.join(listed)}")
    assert type(error) is DuplicateSourceFields
    assert error.names == tuple(listed[:read])


@pytest.mark.parametrize("separator", [", ", ",", "; "])
def test_of_a_list_in_the_middle_17_names_are_read_and_a_longer_one_is_none(separator: str) -> None:
    listed = [f"con_field{number}" for number in range(18)]
    sentence = "[DIPV1004] Integration key field {} is not bi-directionally mapped"
    assert parse(sentence.format(separator.join(listed[:17]))).names == tuple(listed[:17])
    error = parse(sentence.format(separator.join(listed)))
    assert (type(error), error.names) == (IntegrationKeyNotBidirectional, ())


@pytest.mark.parametrize("length", [1, 199, 200])
def test_a_value_has_up_to_200_characters(length: int) -> None:
    assert parse(f"Unable to write data to entity {'x' * length}").parameters == {"table": "x" * length}
    assert parse(f"Unable to lookup {'x' * length} with values {{S-01}}").parameters["table"] == "x" * length


def test_what_stands_in_the_place_of_a_value_and_is_longer_belongs_to_the_wrapper() -> None:
    (error,) = parse_all(f"{FAILED_WRITE}Unable to lookup uoms with values {'x' * 201}")
    assert type(error) is DataverseRequestFailed
    assert error.parameters["text"] == f"Unable to lookup uoms with values {'x' * 201}"


@pytest.mark.parametrize(("name", "value"), [("", {}), (" con_a", {"table": "con_a"}), (": con_a", {"table": "con_a"})])
def test_a_sentence_inside_another_is_none_of_its_own(name: str, value: dict[str, str]) -> None:
    templates = ("Field lost in table", "Lost in table")
    assert found_in(f"Field lost in table{name}", *templates, names_after_nouns=True) == [(templates[0], value)]


@pytest.mark.parametrize(
    ("before", "value"), [("S-01 ", "S-01"), ("S-01\n", "S-01"), ("S-01:", ""), ("'S-01'", ""), ("", "")]
)
def test_a_value_that_begins_a_sentence_is_the_word_before_a_space(before: str, value: str) -> None:
    template = "{record} blocked for good"
    assert found_in(f"{before}blocked for good", template) == [(template, {"record": value} if value else {})]


@pytest.mark.parametrize("written", ["{ S-01 }", "' S-01'", '" S-01 "', "( ' S-01 ' )", "[S-01 ]", "` S-01 `"])
def test_a_value_is_freed_of_what_encloses_it_and_of_the_blanks_inside(written: str) -> None:
    assert parse(f"Unable to lookup uoms with values {written}").parameters == {"table": "uoms", "values": "S-01"}


def test_the_parameters_of_an_error_are_those_of_its_first_sentence() -> None:
    text = "Unable to lookup with values {A}. Unable to lookup con_sites with values {B}"
    assert parameters_in(text, ReferencedRowNotFound.info) == {"values": "A"}
    assert parameters_in("Unable to sync with con_sites", ReferencedRowNotFound.info) == {}
    assert parameters_in("", ReferencedRowNotFound.info) == {}


def test_the_parameters_of_a_wrapper_are_those_of_all_its_sentences_and_the_rest_behind_the_last() -> None:
    table, entity = "Unable to write data to entity con_a.", "Writes to ConA failed with error message"
    named, failure = {"table": "con_a", "entity": "ConA"}, "Dual write failure -"
    request = "Request failed with status code 429 and CDS error code : 0x1 response message:"
    asked, later = {"http_status": "429", "dataverse_code": "0x1"}, request.replace("0x1", "0x2")
    for text, info, expected in (
        (f"{table} {entity} x. y\n", WriteToDataverseFailed.info, named | {"text": "x. y"}),
        (f"{table} x. {entity} y", WriteToDataverseFailed.info, named | {"text": "y"}),
        (f"{table} {entity} {table} {entity} x", WriteToDataverseFailed.info, named | {"text": "x"}),
        (f"{table} {entity}\n", WriteToDataverseFailed.info, named),
        (f"{failure} {failure} x", DualWriteFailure.info, {"text": "x"}),
        (f"{failure} x {failure} y", DualWriteFailure.info, {"text": f"x {failure} y"}),
        (f"{failure} x {failure}", DualWriteFailure.info, {"text": f"x {failure}"}),
        (f"{request} x {later} y", DataverseRequestFailed.info, asked | {"text": f"x {later} y"}),
    ):
        assert parameters_in(text, info) == expected


# Where a sentence begins and ends.


def matches(text: str, *templates: str) -> list[Match[str]]:
    index = SentenceIndex((Template(template), template) for template in templates)
    folded = Folded(text)
    return list(index.find(folded, 0, len(folded.text)))


def spans(text: str, *templates: str) -> list[str]:
    folded = Folded(text).text
    return [folded[match.start : match.end] for match in matches(text, *templates)]


BLOCKED = "{record} blocked for good"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S-01 blocked for good", "S-01 blocked for good"),
        ("S-01\nblocked for good, it said", "S-01\nblocked for good"),
        ("the rows S-01 blocked for good. " + "x" * 300, "S-01 blocked for good"),
        ("y" * 300 + " S-01 blocked for good", "S-01 blocked for good"),
        (f"a {'z' * 120} blocked for good", f"{'z' * 120} blocked for good"),
        ("blocked for good", "blocked for good"),
        ("(blocked for good", "blocked for good"),
    ],
)
def test_a_sentence_begins_with_the_value_that_stands_before_it(text: str, expected: str) -> None:
    assert spans(text, BLOCKED) == [expected]


@pytest.mark.parametrize("before", ["x12 ", "12x ", "1 2x ", "x"])
def test_only_a_number_of_its_own_begins_a_sentence_with_a_number(before: str) -> None:
    template = "{n} rows blocked for good"
    assert spans(f"{before}34 rows blocked for good", template) == ["34 rows blocked for good"]
    assert found_in(f"{before}34 rows blocked for good", template) == [(template, {"n": "34"})]
    expected = {"n": "12"} if before == "x12 " else {}
    assert found_in(f"{before}rows blocked for good", template) == ([(template, expected)] if before != "x" else [])
    assert found_in("{n} rows blocked for good", template) == [(template, {})]
    assert spans("{n} rows blocked for good", template) == ["{n} rows blocked for good"]
    assert spans("{n} x rows blocked for good", template) == ["rows blocked for good"]


@pytest.mark.parametrize("behind", ["", " ", "\n", " \n ", " [x]", " (x)", " {x}", ". Then", ", then", " | x"])
def test_a_sentence_ends_before_the_space_behind_its_value(behind: str) -> None:
    assert spans(f"Unable to write data to entity con_a{behind}", WRITE) == ["Unable to write data to entity con_a"]


@pytest.mark.parametrize("between", ["", " ", "\n", ". ", ".", "...", " . "])
@pytest.mark.parametrize("value", ["{S-01}", "'S-01'", "[S-01]"])
def test_a_sentence_in_another_begins_right_behind_its_value(value: str, between: str) -> None:
    first = f"Unable to lookup uoms with values {value}"
    assert spans(f"{first}{between}{WRITE[:-8]} con_a", LOOKUP, WRITE) == [first, f"{WRITE[:-8]} con_a"]


@pytest.mark.parametrize("name", ["con_a", "con_X", "X", "a b", "a - b"])
@pytest.mark.parametrize("between", [" ", "\n", " . ", ". ", ".\n"])
def test_the_value_of_a_sentence_ends_where_the_next_sentence_begins(name: str, between: str) -> None:
    text = f"Unable to write data to entity {name}{between}Unable to lookup uoms with values {{S-01}}"
    assert spans(text, LOOKUP, WRITE) == [
        f"Unable to write data to entity {name}",
        "Unable to lookup uoms with values {S-01}",
    ]


@pytest.mark.parametrize("quoted", ["'{}'", '"{}"', "`{}`", "({})", "[{}]", "<{}>", "{{{}}}"])
def test_a_sentence_in_the_quoted_value_of_another_one_is_none(quoted: str) -> None:
    text = f"It lost the key {quoted.format('Keys are gone')}"
    assert spans(f"{text}. Keys are gone", "It lost the key {key}", "Keys are gone") == [text, "Keys are gone"]


def test_a_sentence_of_which_the_value_is_another_one_is_none() -> None:
    text = "Unable to write data to entity Unable to lookup uoms with values {S-01}"
    assert spans(text, LOOKUP, WRITE) == ["Unable to lookup uoms with values {S-01}"]


def test_a_sentence_that_begins_right_behind_a_mark_in_the_place_of_a_value_is_none_of_that_sentence() -> None:
    text = "It failed:Unable to lookup uoms with values {S-01}"
    assert spans(text, "It failed: {key}", LOOKUP) == ["Unable to lookup uoms with values {S-01}"]


@pytest.mark.parametrize("sentence", ["Keys are gone", "Keys {key} are gone"])
def test_the_first_word_of_a_sentence_alone_hides_none_that_follows(sentence: str) -> None:
    last = sentence.format(key="con_a")
    text = f"Keys. Unable to lookup uoms with values {{keys of y}}. {last}. Unable to write data to entity con_a"
    assert spans(text, sentence, LOOKUP, WRITE) == [
        "Unable to lookup uoms with values {keys of y}",
        last,
        "Unable to write data to entity con_a",
    ]


@pytest.mark.parametrize("mark", [*"\n.,:;!?()[]{}<>\"'`•·|", "\n*"])
def test_a_sentence_begins_behind_a_mark(mark: str) -> None:
    for before in (mark, f"x{mark}", f"x{mark} "):
        (match,) = matches(f"{before}Keys are gone", "Keys are gone")
        assert match.begins()


@pytest.mark.parametrize("before", ["x ", "X ", "x-", "-", "x/", "=", "x_ ", "#", "é "])
def test_a_sentence_does_not_begin_behind_a_word_or_another_mark(before: str) -> None:
    (match,) = matches(f"{before}Keys are gone", "Keys are gone")
    assert not match.begins()


@pytest.mark.parametrize("before", ["", " ", "- ", "x - ", "x- "])
def test_a_sentence_begins_a_text_or_behind_a_hyphen_and_a_space(before: str) -> None:
    for behind in ("", " ", " x", "- "):
        (match,) = matches(f"{before}Keys are gone{behind}", "Keys are gone")
        assert match.begins()


@pytest.mark.parametrize("behind", ["", " ", *"\n.,;!?)]}>\"'`|", " (x", " ( x", " ).", " ] x", " .", "(x", " [x", '"'])
def test_a_sentence_ends_before_a_mark(behind: str) -> None:
    (match,) = matches(f"Keys are gone{behind}", "Keys are gone")
    assert match.ends() == (behind not in ("(x", " [x"))
    (match,) = matches(f"It lost the key con_a{behind}", "It lost the key {key}")
    assert match.ends()


@pytest.mark.parametrize(
    "behind", [" x", " X", ":", ": x", "-", "/", " - x", "(", "[", "<", "{", " <x", "=", " :", "X"]
)
def test_a_sentence_does_not_end_before_other_words_or_marks(behind: str) -> None:
    for match in matches(f"Keys are gone{behind}", "Keys are gone"):
        assert not match.ends()


@pytest.mark.parametrize("behind", [" x", "x", " : x", " -", "=1"])
def test_a_sentence_with_a_quoted_value_at_its_end_does_not_end_before_other_words(behind: str) -> None:
    (match,) = matches(f"It lost the key 'S-01'{behind}", "It lost the key {key}")
    assert not match.ends()


@pytest.mark.parametrize("behind", [" [x", " <x", " 'x", "[x", "{x"])
def test_a_sentence_with_a_value_at_its_end_ends_before_what_is_quoted(behind: str) -> None:
    (match,) = matches(f"It lost the key S-01{behind}", "It lost the key {key}")
    assert match.ends()


def test_a_sentence_that_goes_on_ends_anyhow() -> None:
    (match,) = matches("Keys are gone: and more", "Keys are gone: {text}")
    assert match.ends()


@pytest.mark.parametrize(
    ("behind", "stops"),
    [
        ("", True),
        (".", True),
        (". x", True),
        ("\n", True),
        ("\nx", True),
        (" ", True),
        (" .", True),
        (",", False),
        ("!", False),
        (" x", False),
    ],
)
def test_a_sentence_stops_before_a_full_stop_or_the_end_of_the_line(behind: str, *, stops: bool) -> None:
    (match,) = matches(f"Keys are gone{behind}", "Keys are gone")
    assert match.stops() == stops


@pytest.mark.parametrize("mark", [*" \n.!\"'`()[]{}<>"])
def test_marks_around_a_sentence_leave_it_all_of_a_text(mark: str) -> None:
    for before, behind in ((mark, ""), ("", mark), (mark, mark), (f"({mark}", f"{mark}).")):
        text = f"{before}Keys are gone{behind}"
        (match,) = matches(text, "Keys are gone")
        assert match.is_all_of(0, len(Folded(text).text))


@pytest.mark.parametrize(
    ("before", "behind"),
    [("x. ", ""), ("", ". x"), (" X ", ""), ("", ", "), ("- ", ""), ("", " :"), ("x. " * 50, ""), ("", ". x" * 50)],
)
def test_anything_else_beside_a_sentence_makes_it_a_part(before: str, behind: str) -> None:
    text = f"{before}Keys are gone{behind}"
    (match,) = matches(text, "Keys are gone")
    assert not match.is_all_of(0, len(text))
    assert match.is_all_of(len(before), len(text) - len(behind))
