"""Templates one by one: the nouns, values and ends of names that they know."""

import pytest

from dualwrite_errors.folding import Folded
from dualwrite_errors.sentences import SentenceIndex
from dualwrite_errors.templates import NOUNS, Template

EVERY_NOUN = [
    *("dataset", "entity", "environment", "field", "fields", "key", "keys", "map", "mapping", "partition", "schema"),
    *("table", "task", "transform"),
]

NO_NAMES = (
    "after again a an and any are as at be because been before being but by can cannot could detected did does due"
    " exist exists failed for found from had has have if in into is it its must no not of on or"
    " please should since so than that the their then there these this to until was were when where"
    " which while will with would yet"
)
QUOTED = ['"{}"', "'{}'", "`{}`", "<{}>", "[{}]", "({})", "{{{}}}"]


def values(text: str, sentence: str, *, names_after_nouns: bool = False) -> dict[str, str] | None:
    """What stands in the places of a sentence in a text; None where it does not stand there."""
    index = SentenceIndex([(Template(sentence, names_after_nouns=names_after_nouns), None)])
    folded = Folded(text)
    return next((match.values() for match in index.find(folded, 0, len(folded.text))), None)


def test_these_are_the_nouns() -> None:
    assert sorted(NOUNS) == EVERY_NOUN


@pytest.mark.parametrize("noun", EVERY_NOUN)
def test_a_name_may_stand_behind_each_noun_inside_the_sentence_and_at_its_end(noun: str) -> None:
    inside, at_end = f"Missing source {noun} in the cache", f"The service found no {noun}"
    for name in ("con_site", "'Sites V2'", "[Sites]", "con_a.con_b", "a, b"):
        expected = {noun: name.strip("'[]")}
        assert values(f"Missing source {noun} {name} in the cache", inside, names_after_nouns=True) == expected
        assert values(f"Missing source {noun}: {name} in the cache", inside, names_after_nouns=True) == expected
    assert values(f"The service found no {noun} con_site", at_end, names_after_nouns=True) == {noun: "con_site"}
    assert values(f"The service found no {noun} 'Sites V2'.", at_end, names_after_nouns=True) == {noun: "Sites V2"}
    assert values(inside, inside, names_after_nouns=True) == {}
    assert values(f"Missing source {noun} con_site in the cache", inside) is None


@pytest.mark.parametrize("word", NO_NAMES.split())
def test_a_word_of_a_sentence_is_no_name_at_its_end(word: str) -> None:
    sentence = "The service found no field"
    for written in (word, word.upper()):
        assert values(f"{sentence} {written}", sentence, names_after_nouns=True) == {}
        assert values(f"{sentence} {written} con_x", sentence, names_after_nouns=True) == {}
        assert values(f"{sentence} '{written}'", sentence, names_after_nouns=True) == {"field": written}
        assert values(f"{sentence} {written}_1", sentence, names_after_nouns=True) == {"field": f"{written}_1"}


def test_a_noun_that_stands_twice_takes_the_word_before_it() -> None:
    sentence = "Data type mismatch between lookup field and destination field"
    text = "Data type mismatch between lookup field con_a and destination field con_b"
    assert values(text, sentence, names_after_nouns=True) == {"lookup_field": "con_a", "destination_field": "con_b"}


@pytest.mark.parametrize("quoted", QUOTED)
def test_a_value_in_quotes_or_brackets_is_one_value_without_them(quoted: str) -> None:
    sentence = "The key {key} requires the field {field}"
    for value in ("con_site", "Sites V2", "a, b; c. D", "x: y", "x\nB", ""):
        text = f"The key {quoted.format(value)} requires the field {quoted.format(value)}."
        assert values(text, sentence) == {"key": value, "field": value}


def test_several_quoted_values_with_full_stops_between_them_are_one() -> None:
    assert values("The key [a].[b c] requires x", "The key {key} requires {field}") == {"key": "a.b c", "field": "x"}
    assert values('The key "a"."b" requires x', "The key {key} requires {field}") == {"key": "a.b", "field": "x"}


def test_braces_may_stand_in_braces() -> None:
    assert values("values {a{b}c{d}} in x", "values {values} in {table}") == {"values": "a{b}c{d}", "table": "x"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Unable to sync with entity Sites V2. Then", "Sites V2"),
        ("Unable to sync with entity con_a.con_b, then", "con_a.con_b"),
        ("Unable to sync with entity a.B", "a"),
        ("Unable to sync with entity Sites (V2)", "Sites"),
        ("Unable to sync with entity a,b:c'd e", "a,b:c'd e"),
        ("Unable to sync with entity a; b", "a"),
        ("Unable to sync with entity a", "a"),
        ("Unable to sync with entity a,", "a"),
        ("Unable to sync with entity ab, or c", "ab"),
        ("Unable to sync with entity a\nb", "a"),
        ("Unable to sync with entity a|b", "a"),
        ("Unable to sync with entity a - b", "a - b"),
        ("Unable to sync with entity é_1", "é_1"),
        ("Unable to sync with entity {entity}", None),
        ("Unable to sync with entity '{entity}'", None),
    ],
)
def test_a_value_at_the_end_runs_to_the_end_of_its_sentence(text: str, value: str | None) -> None:
    assert values(text, "Unable to sync with entity {entity}") == ({} if value is None else {"entity": value})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Field con_a of the table", "con_a"),
        ("Field a b c of the table", "a b c"),
        ("Field con.a of the table", "con.a"),
        ("Field con.\na of the table", None),
        ("Field a. B of the table", None),
        ("Field a; b of the table", None),
        ("Field a\nb of the table", "a\nb"),
        ("Field a\nB of the table", None),
        ("Field of the table", ""),
    ],
)
def test_a_value_in_the_middle_runs_to_the_words_that_follow(text: str, value: str | None) -> None:
    found = values(text, "Field {field} of the table")
    assert found == (None if value is None else {"field": value} if value else {})


def test_a_placeholder_that_stands_twice_has_the_same_value() -> None:
    sentence = "The field {field} must be {field} again"
    assert values("The field a must be a again", sentence) == {"field": "a"}
    assert values("The field a must be A again", sentence) == {"field": "a"}
    assert values("The field a must be b again", sentence) is None


def test_a_placeholder_that_begins_a_sentence_is_one_word_or_a_number() -> None:
    assert values("x con_site is not valid here", "{field} is not valid here") == {"field": "con_site"}
    assert values("found 12 keys are missing here", "{n} keys are missing here") == {"n": "12"}
    assert values("found many keys are missing here", "{n} keys are missing here") == {}
    assert values("keys are missing here", "{n} keys are missing here") == {}


@pytest.mark.parametrize("verb", ["are", "can", "could", "did", "do", "does", "is", "was", "were"])
def test_every_negation_is_spelled_in_any_way(verb: str) -> None:
    for template in (f"The keys {verb} not valid here", f"The keys {verb}n't valid here"):
        for spelled in (f"{verb} not", f"{verb}n't", f"{verb}nt", f"{verb}not", f"{verb}'t"):
            assert values(f"The keys {spelled} valid here", template) == {}
        assert values(f"The keys {verb} valid here", template) is None


@pytest.mark.parametrize(
    "compound",
    [
        *("dual-write", "look-up", "read-only", "set-up", "plug-in", "bi-directionally", "cross-company"),
    ],
)
def test_every_compound_is_spelled_in_any_way(compound: str) -> None:
    for template in (compound, compound.replace("-", " "), compound.replace("-", "")):
        for spelled in (compound, compound.replace("-", " "), compound.replace("-", ""), compound.upper()):
            assert values(f"The {spelled} failed here", f"The {template} failed here") == {}


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("It failed... Then it ended", "It failed. Then it ended"),
        ("It failed then it ended", "It failed, then it ended"),
        ("It's x in `y`", 'It\'s x in "y"'),
        ("It is xy here", "It is 'xy' here"),
        ("It ended here : now", "It ended here: now"),
        ("It ended( here )now", "It ended (here) now"),
    ],
)
def test_marks_are_spelled_in_any_way(text: str, template: str) -> None:
    assert values(text, template) == {}


@pytest.mark.parametrize(
    ("sentence", "length", "words"),
    [
        ("Keys are missing.", 3, ["keys", "are", "missing"]),
        ("It isn't here", 4, ["it", "is~", "here"]),
        ("Request failed with {text}", 3, ["request", "failed", "with"]),
        ("{n} keys are missing", 3, ["keys", "are", "missing"]),
        ("A dual write R&D map", 4, ["a", "dual-write", "r&d", "map"]),
    ],
)
def test_a_template_knows_its_words(sentence: str, length: int, words: list[str]) -> None:
    template = Template(sentence)
    assert (template.length, template.words) == (length, words)
    assert template.opening.startswith(words[0])


def test_a_template_knows_its_placeholders() -> None:
    assert Template("{n} keys of {entity}, '{key}' and 'x' {text}").placeholders == ["n", "entity", "key", "text"]


def test_a_template_knows_how_it_ends() -> None:
    ends = {
        sentence: (Template(sentence).goes_on, Template(sentence).ends_with_value)
        for sentence in (
            "It failed",
            "It failed with {text}",
            "It failed with {entity}",
            "{text} failed",
            "It {n} failed",
        )
    }
    assert list(ends.values()) == [(False, False), (True, False), (False, True), (False, False), (False, False)]


@pytest.mark.parametrize(
    ("sentence", "first_words", "second"),
    [
        ("Isn't it here", {"is", "isn", "isnt", "isnot"}, ""),
        ("Dual write failure", {"dual", "dualwrite"}, ""),
        ("Keys are missing", {"keys"}, "are"),
        ("Keys {key} are missing", {"keys"}, ""),
        ("Keys, are missing", {"keys"}, ""),
        ("Keys aren't missing", {"keys"}, ""),
        ("Keys", {"keys"}, ""),
    ],
)
def test_a_template_knows_the_words_to_look_for(sentence: str, first_words: set[str], second: str) -> None:
    template = Template(sentence)
    assert template.first_words == first_words
    assert template.second_word.removeprefix(r"[ \n]") == second


def test_the_rarest_part_of_a_sentence_stands_in_no_common_text_if_possible() -> None:
    template = Template("Quixotic lookup of the values")
    assert template.rare_parts() == ["quixotic", "values", "look"]
    assert template.rare_part("quixotic") == "values"
    assert template.rare_part("quixotic look values") == "quixotic"
    assert Template("unextraordinarily so").rare_part() in "unextraordinarily"
    assert len(Template("unextraordinarily so").rare_part()) == 8


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((f"found no field {name}", name) for name in ("B", "Sites V2", "con_a", "a1", "x b_c D")),
        *((f"found no field {name}.", name) for name in ("B", "Sites V2", "site")),
        *((f"found no field {name} (x)", name) for name in ("con_a",)),
        ("found no field site number", ""),
        ("found no field site.", "site"),
        ("found no field (x)", ""),
        ("found no field a1, B2, 'c d'; e", "a1, B2, 'c d'"),
    ],
)
def test_a_name_at_the_end_looks_like_one_or_ends_the_sentence(text: str, name: str) -> None:
    found = values(f"The service {text}", "The service found no field", names_after_nouns=True)
    assert found == ({"field": name} if name else {})


@pytest.mark.parametrize("name", ["B", "Sites", "con_a", "a1", "siteID", "B C D E F G", "c_1 c_2 c_3 c_4 c_5 c_6"])
@pytest.mark.parametrize("behind", [" please look", " please", ""])
def test_a_name_at_the_end_may_be_followed_by_other_words(name: str, behind: str) -> None:
    found = values(f"The service found no field {name}{behind}", "The service found no field", names_after_nouns=True)
    assert found == {"field": name}


def test_a_name_at_the_end_of_a_text_has_up_to_six_words() -> None:
    for name in ("B", "con dock site list number V2"):
        found = values(f"It found no field {name}.", "It found no field", names_after_nouns=True)
        assert found == {"field": name}
    assert (
        values("It found no field one two three four five six V2.", "It found no field", names_after_nouns=True) == {}
    )


def test_what_stands_in_parentheses_behind_a_list_of_names_is_no_name() -> None:
    found = values("The service found no field a1,B2, (c_3)", "The service found no field", names_after_nouns=True)
    assert found == {"field": "a1,B2"}


@pytest.mark.parametrize("word", ["for", "in", "of", "on", "ON"])
def test_a_name_behind_a_noun_may_follow_a_preposition_and_have_a_comma_behind_it(word: str) -> None:
    for name in ("con_a", "con_a, con_b", "con_a;con_b", "con_a, con b", "'Site code'"):
        for comma in ("", ",", ";"):
            found = values(f"The keys {word} {name}{comma} are missing", "The keys are missing", names_after_nouns=True)
            assert found == {"keys": name.strip("'")}


def test_a_name_in_the_middle_has_up_to_three_words() -> None:
    text = "Missing source field one two three in the schema"
    assert values(text, "Missing source field in the schema", names_after_nouns=True) == {"field": "one two three"}


@pytest.mark.parametrize(("opening", "closing"), ["<>", "[]", "()", "{}"])
def test_a_bracket_that_is_not_closed_takes_nothing_of_what_follows(opening: str, closing: str) -> None:
    text = f"The key {opening}a requires x. Then {opening}b{closing} requires y"
    assert values(text, "The key {key} requires {field}") == {"key": f"{opening}a", "field": "x"}


@pytest.mark.parametrize(("opened", "closed"), [("{a{b", "{c}}"), ("{a{b}", "{c}")])
def test_braces_in_braces_that_are_not_closed_take_nothing_of_what_follows(opened: str, closed: str) -> None:
    text = f"The key {opened} requires x. Then {closed} requires y"
    assert values(text, "The key {key} requires {field}") == {"key": opened, "field": "x"}


def test_a_value_may_have_four_parts_or_nine_pairs_of_braces_in_braces() -> None:
    assert values("The key [a].[b].[c].[d] fits", "The key {key} fits") == {"key": "a.b.c.d"}
    assert values("The key [a].[b. B].[c].[d] fits", "The key {key} fits") == {"key": "a.b. B.c.d"}
    pairs = ",".join(f"{{S-0{number}; x}}" for number in range(9))
    assert values(f"values {{{pairs}}} in x", "values {values} in {table}") == {"values": pairs, "table": "x"}
    assert values("values {{A; x}{}{B}} in x", "values {values} in {table}") == {"values": "{A; x}{}{B}", "table": "x"}


@pytest.mark.parametrize("quoted", QUOTED)
def test_a_word_may_touch_the_mark_that_closes_a_value(quoted: str) -> None:
    assert values(f"It lost the key {quoted.format('S-01')}and", "It lost the key {key}") == {"key": "S-01"}


def test_of_a_list_without_spaces_that_is_too_long_for_a_value_the_first_name_is_one() -> None:
    sentence = "Unable to sync with entity {entity}"
    for name in ("a", "con_sites", "con_a.con_b"):
        expected = name.partition(".")[0]
        assert values(f"Unable to sync with entity {f'{name},' * 150}", sentence) == {"entity": expected}
    assert values(f"Unable to sync with entity {'x' * 200} y", sentence) is None


def test_a_value_that_is_missing_is_not_sought_behind_the_words_that_follow_it() -> None:
    text = "Unable to lookup with values {A} and uoms with values {B}"
    assert values(text, "Unable to lookup {table} with values {values}") == {"values": "A"}
    text = "Unable to lookup with values {A} and within values {B} with values {C}"
    assert values(text, "Unable to lookup {table} with values {values}") == {"values": "A"}
    text = "Unable to lookup with valuesets with values {B}"
    assert values(text, "Unable to lookup {table} with values {values}") == {"table": "with valuesets", "values": "B"}


def test_a_placeholder_in_quotation_marks_has_any_value_that_stands_in_them() -> None:
    sentence = "Cannot change it from '{old}' to '{new}', so there"
    for quote in "\"'`":
        text = f"Cannot change it from {quote}Sites. V2{quote} to {quote}x; Y{quote}, so there"
        assert values(text, sentence) == {"old": "Sites. V2", "new": "x; Y"}
    assert values("Cannot change it from a to b so there", sentence) == {"old": "a", "new": "b"}


@pytest.mark.parametrize("quote", "\"'`")
def test_words_that_are_quoted_in_a_template_may_stand_in_any_quotation_marks_or_in_none(quote: str) -> None:
    sentence = f"Field {quote}Party number{quote} must be filled in"
    for other in ('"', "'", "`", ""):
        assert values(f"Field {other}Party number{other} must be filled in", sentence) == {}


def test_a_full_stop_that_touches_a_word_or_a_value_has_no_space_beside_it() -> None:
    sentence = "The expected type edm.{type} is lost"
    assert values("The expected type Edm.Double is lost", sentence) == {"type": "Double"}
    assert values("The expected type edm. Double is lost", sentence) == {"type": "Double"}
    assert values("The expected type Edm .Double is lost", sentence) is None
    assert values("It failed.Then it ended", "It failed. Then it ended") == {}
    assert values("It called Con.Sites here", "It called Con.Sites here") == {}
    assert values("It called Con. Sites here", "It called Con.Sites here") is None
    assert values("It called Con .Sites here", "It called Con.Sites here") is None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The individual writes failed", ["the", "individual", "writes", "failed"]),
        ("The individual write failed", ["the", "individual", "write", "failed"]),
        ("A dual writer failed", ["a", "dual", "writer", "failed"]),
        ("The software not found", ["the", "software", "not", "found"]),
        ("It is nothing", ["it", "is", "nothing"]),
        ("It is not here", ["it", "is~", "here"]),
    ],
)
def test_a_compound_or_a_negation_begins_and_ends_with_a_word(sentence: str, words: list[str]) -> None:
    assert Template(sentence).words == words


def test_a_sentence_that_ends_with_the_word_text_does_not_go_on() -> None:
    assert not Template("It could not read the text").goes_on
    assert Template("It could not read the {text}").goes_on


@pytest.mark.parametrize("mark", [*".,;:!?()[]{}<>\"'`|", " ", "\n"])
def test_a_name_ends_before_a_mark(mark: str) -> None:
    for name in ("con_a", "B", "Sites"):
        found = values(f"It found no field {name}{mark} there", "It found no field", names_after_nouns=True)
        assert found == {"field": name}
        found = values(f"The field {name}{mark}C_1 is lost", "The field is lost", names_after_nouns=True)
        assert found == ({"field": f"{name}{mark}C_1"} if mark in ",; \n" else None)


def test_a_sentence_ends_with_a_word_unless_it_goes_on() -> None:
    assert values("The keys are gone.Then", "The keys are gone") == {}
    assert values("The keys are gonex", "The keys are gone") is None
    assert values("It failed:No luck", "It failed: {text}") == {}
    assert values("It failed withNo luck", "It failed with {text}") == {}


def test_a_template_knows_the_words_between_its_values() -> None:
    runs = Template("Unable to lookup {table} with values {values}").runs
    assert runs == [["unable", "to", "look-up"], ["with", "values"], []]
