"""How raw text spells a documented sentence, and which names it puts inside.

Pasted text differs from the table in case, white space, hyphens and apostrophes, and writes ``isn't`` for ``is not``.
The service puts the names of tables and fields between the documented words. A sentence's pattern allows both. It is
for folded text, and every quantifier in it is possessive or bounded, so that matching takes linear time on any input.
"""

import functools
import re

BEFORE_A_WORD = "(?<![a-z0-9_])"
AFTER_A_WORD = "(?![a-z0-9_])"

_NOUNS_BEFORE_A_NAME = {
    *("dataset", "entity", "environment", "field", "fields", "key", "keys"),
    *("map", "mapping", "partition", "schema", "table", "task", "transform"),
}
_NEGATION = r"\b(can|does|is)(?: ?not|n't)\b|\b(can)'t\b"
_SPACE = r"[\s\u200b\u2060\ufeff]"
_QUOTED = "[\"'‘“<\\[(`][^\"'‘’“”<>\\[\\]()`\n]{0,128}+[\"'’”>\\])`]"
_DOTTED = rf"{_QUOTED}(?:\.{_QUOTED}){{0,3}}+"
_BARE = "[^\\s\u200b\u2060\ufeff\"'‘’“”<>\\[\\]()`,;]{1,128}+(?<![.:!?])"
_IDENTIFIER = rf"(?=[^\s\u200b\u2060\ufeff]{{0,127}}?(?:_|\d|\.\w)){_BARE}"
_COLUMN = rf"(?=[^\s\u200b\u2060\ufeff]{{0,127}}?(?:_|\.\w)){_BARE}"
_WORD = rf"(?!(?:and|or|for|of|the)(?!\w)|{_COLUMN}){_BARE}"
_NAME = rf"(?<![^\s\u200b\u2060\ufeff,;])(?:{_DOTTED}|{_COLUMN}|{_WORD}(?:{_SPACE}++{_WORD})*+)"
_QUOTATION_PAIR = "[\"'’”>\\])`]\\.[\"'‘“<\\[(`]"
_QUOTATION_MARKS = "\"'‘’“”<>[]()`"


def folded(text: str) -> str:
    """`text` in lower case, with every character at its place: U+0130 is the one that `str.lower` makes two of."""
    return text.replace("\u0130", "I").lower()


def first_word(sentence: str) -> str:
    """The word in lower case that opens every spelling of `sentence`, up to a hyphen."""
    return sentence.lower().partition(" ")[0].partition("-")[0]


def sentence_pattern(sentence: str, *, capture_names: bool) -> str:
    """The regular expression source that finds one documented sentence in folded text.

    After a noun that names something (``field``, ``entity``, ``key`` …) up to three words or quoted names may stand
    that the sentence does not have, and before them up to sixteen that commas or semicolons follow; between two other
    words one quoted name, or one that can only be an identifier. With `capture_names` each such place is a group.
    """
    words = re.sub(_NEGATION, r"\1\2~", sentence.lower()).split()
    spellings = [_spelling(word) for word in words]
    opening = "(" if capture_names else "(?:"
    pattern = BEFORE_A_WORD + spellings[0]
    for word, following in zip(words, spellings[1:], strict=False):
        name, most, listed = (_BARE, 3, 16) if word in _NOUNS_BEFORE_A_NAME else (_IDENTIFIER, 1, 0)
        name = rf"(?!{following}{AFTER_A_WORD})(?:{_DOTTED}|{name})"
        names = rf"(?:{name}[,;]{_SPACE}++){{0,{listed}}}+(?:{name}{_SPACE}++){{0,{most}}}+"
        pattern += rf":?{_SPACE}++{opening}{names}){following}"
    return pattern + AFTER_A_WORD


def names_inside(text: str, sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The names that `text` puts inside the first of `sentences` that it holds, in order, without quotation marks."""
    found = _compiled(sentences).search(folded(text))
    if found is None:
        return ()
    gaps = (text[slice(*found.span(group))] for group in range(1, found.re.groups + 1) if found[group])
    names = (name for gap in gaps for name in re.findall(_NAME, gap, re.IGNORECASE))
    return tuple(bare for name in names if (bare := re.sub(_QUOTATION_PAIR, ".", name).strip(_QUOTATION_MARKS)))


@functools.cache
def _compiled(sentences: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sentence_pattern(sentence, capture_names=True) for sentence in sentences))


def _spelling(word: str) -> str:
    """The pattern of one word, with every hyphen, apostrophe and form of ``not`` that is in use."""
    if word.endswith("~"):
        return rf"{word[:-1]}(?:{_SPACE}*+not|n?['‘’ʼ]t)"
    return re.escape(word).replace(r"\-", r"[-\u2010-\u2014]").replace("'", "['‘’ʼ]")
