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
