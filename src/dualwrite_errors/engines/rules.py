"""How errors are found by replacing alone: what every engine does natively, as data.

A text is rewritten step by step until nothing is left of it but one character, a symbol, for each thing that was
found. The steps are those of `parsing.recognition`, each as a pattern in the common subset and its replacement:

1. codes, records of a log, folding;
2. marks where sentences may begin: as words (weak), as a sentence (strong), behind a map's label, as the whole text;
3. each sentence becomes the symbol of its class;
4. what counts without a wrapper is marked, everything but symbols is removed;
5. beside a DIPV code, DIPV sentences count no more; in a wrapper, all others do; a wrapper without content is empty.

Marks and symbols are characters for private use. Those that stand in a text by chance are replaced first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Final

from ..common_subset import (
    FOLDED_WORD,
    INNER_APOSTROPHE,
    INNER_STOP,
    MARKS,
    NO_NAME,
    Spelling,
    first_words_pattern,
    in_class,
    one_of,
    sentence_pattern,
)
from ..context import LEVEL
from ..parsing.catalog_index import (
    SentenceOwner,
    class_by_dataverse_code,
    templates,
)
from ..sentences import BEGINS_AFTER, ENDS_BEFORE
from ..templates import NO_NAME as WORDS_OF_NO_NAME
from ..templates import NOUNS, TEXT, Template
from .folding import ASCII_DATE, ASCII_MONTH_AND_DAY, ASCII_TIME, folding
from .marks import (
    ALONE,
    BEGINNINGS,
    CLOSES,
    CODE,
    COUNTS,
    DIPV,
    EMPTY,
    END,
    GOES_ON,
    HELD,
    LABELLED,
    LEADING,
    LEADS_OVER,
    LEADS_TO_CODE,
    LEVEL_MARK,
    MARK,
    NEAR_CODE,
    OPENS,
    RECORD,
    START,
    STRONG,
    SYMBOLS,
    WEAK,
    WHOLE,
    Exchange,
    Insertion,
    Rule,
    Stage,
    always,
)
from .symbols import Symbol, classes_with_dataverse_code, symbol_of, symbols, symbols_of

_LETTERS_OF_A_STAGE: Final = 2
ENDS: Final = in_class(sorted(ENDS_BEFORE)) + INNER_STOP + INNER_APOSTROPHE + END
_ENCLOSING: Final = in_class(" \n.!\"'`()[]{}<>")
_OPENING: Final = in_class("[({<*`\"'")
_NO_WORD: Final = in_class(filter(re.compile("[^0-9A-Za-z_]").match, map(chr, range(128)))) + MARKS
"""What folded text has between words, as what stands inside of a class: `FOLDED_WORD` are all other characters."""
_FAILURE: Final = "DualWriteFailure"
_SAYS_NOTHING: Final = in_class(" \n.,:;-!\"'`()[]{}<>*|") + INNER_STOP + INNER_APOSTROPHE + BEGINNINGS
FOLDED: Final = Spelling(
    space=rf"[ \n]{MARK}",
    optional_space=rf"[ \n]?{MARK}",
    blanks=" ",
    signs={
        r"\.{1,3}": rf"[.{INNER_STOP}]{{1,3}}{MARK}",
        "[\"'`]?": f"[\"'`{INNER_APOSTROPHE}]?",
        "'?": f"['{INNER_APOSTROPHE}]?",
    },
    stop="",
    outside_values=f"{WEAK}-{CODE}",
    times="*",
)
"""Folded text with marks in it."""


# From a text to symbols.


@cache
def stages_to_marks() -> tuple[Stage, ...]:
    """What folds a text between `START` and `END`, and marks in it where codes stand and where sentences may begin."""
    return (*folding(), *_beginnings(), _names(), *_dataverse_codes())


FIRST_LETTERS: Final = f"[{BEGINNINGS}]([A-Za-z]{{1,{_LETTERS_OF_A_STAGE}}})"
"""The pattern of what a sentence may begin with, after `stages_to_marks`; group 1 is the letters."""


@cache
def stages_to_symbols() -> tuple[Stage, ...]:
    """What makes symbols of sentences. The signs stand in all that `FIRST_LETTERS` finds, in lower case."""
    return tuple(_sentences())


HOLDS_SOMETHING: Final = f"[{DIPV}-{CODE}{SYMBOLS}]"
"""What a text has, after `stages_to_symbols`, in which something may be found."""


@cache
def stages_to_findings() -> tuple[Stage, ...]:
    """What leaves nothing but symbols, and marks those that count without a wrapper."""
    return (*_beginnings_of_short_sentences(), *_what_counts_alone(), *_beside_a_dipv_code(rf"\n{RECORD}"))


# Where sentences may begin.


def _beginnings() -> Iterator[Stage]:
    every = [template for template, _ in templates()]
    letters = "".join(sorted({word[0] for template in every for word in template.first_words}))
    yield always(Insertion(f"[{_NO_WORD}]", WEAK, first_words_pattern(every), letters + letters.upper()))
    values = one_of({template.words[0] for template in every if template.begins_with})
    yield Stage(f"{WEAK}(?i:{values})", (Rule(rf"([^ \n{MARKS}]+[ \n]){WEAK}((?i:{values}))", rf"{WEAK}\1\2"),))
    before = in_class(sorted(BEGINS_AFTER)) + INNER_STOP + INNER_APOSTROPHE + START + RECORD
    yield always(Exchange(f"(?:[{before}] ?|- )", WEAK, STRONG))


def _names() -> Stage:
    """What marks the words that are no names."""
    nouns, words = one_of(NOUNS), WORDS_OF_NO_NAME.removeprefix("(?i:").rpartition(")(?!")[0]
    have_names = [template for template, _ in templates() if any(slot.after_noun for slot in template.slots)]
    behind_noun = Rule(rf"([ \n{MARKS}-](?i:{nouns}):? )((?i:{words})[^{FOLDED_WORD}])", rf"\1{NO_NAME}\2")
    in_capitals = Insertion(" ", NO_NAME, rf"(?:{words.upper()})[^{FOLDED_WORD}]", "A-Z")
    return Stage(f"[{BEGINNINGS}]{first_words_pattern(have_names)}", (behind_noun, in_capitals))


def _beginnings_of_short_sentences() -> Iterator[Stage]:
    """What marks the symbols behind time stamps, levels and labels of table maps, and those that are the whole text.

    That matters to short sentences, to short wrappers without content, and where no other sign says that a sentence
    begins.
    """
    short, short_wrappers = symbols_of("sentence", is_long=False), symbols_of("wrapper", is_long=False)
    content = symbols_of("sentence") + f"{DIPV}-{CODE}"
    without_content = rf"[{short_wrappers}][^{content}]*(?:[{symbols_of('wrapper')}{RECORD}]|{END})"
    level_marks = Rule(rf"([{_NO_WORD}])((?i:{LEVEL}))([^{FOLDED_WORD}])", rf"\1{LEVEL_MARK}\2{LEVEL_MARK}\3")
    yield Stage(
        rf"[{short}]|[{SYMBOLS}]{WEAK}|{without_content}",
        (level_marks, *_behind_log_prefixes(), *_behind_labels(), *_leading(), Rule(LEVEL_MARK, "")),
    )


_LEVEL: Final = f"{LEVEL_MARK}{LEVEL}{LEVEL_MARK}"
_ZONE: Final = r"(?i:Z|UTC|GMT|[AP]M)|[+-][0-9][0-9]:?[0-9][0-9]"
_PART_OF_LOG_PREFIX: Final = (
    rf"(?i:{_LEVEL})|{ASCII_DATE}|{ASCII_MONTH_AND_DAY}|{ASCII_TIME}(?:[.,{INNER_STOP}][0-9]+)?|{_ZONE}"
)
_LOG_PREFIX: Final = rf"[ \[({{|:,-]{{0,9}}(?:(?:{_PART_OF_LOG_PREFIX})[Tt]?[ \[(\])}}|:,-]{{0,9}}){{0,9}}"


def _behind_log_prefixes() -> Iterator[Rule]:
    check = rf"[^{FOLDED_WORD}\n{MARKS}]{{0,3}}[0-9]{{1,4}}[.)\]]? "
    prefix = rf"(?:{_LOG_PREFIX}|{check})[{SYMBOLS}]"
    yield Rule(rf"([{START}{RECORD}]\n{{0,9}}{prefix})[{WEAK}{STRONG}]", rf"\1{LEADING}")
    yield Rule(rf"(\n{prefix}){WEAK}", rf"\1{STRONG}")


def _behind_labels() -> Iterator[Stage]:
    no = rf"""/:|\[\](){{}}<>"'`\n{LEVEL_MARK}{RECORD}-{MARKS[-1]}"""
    rest = rf"(?:[^{no}]|\([^{no}]*\)){{0,99}}"
    name, no_digit = f"[^ {no}-]{rest}", f"[^ {no}0-9-]{rest}"  # a digit may belong to a code or a time before it
    code = rf"[{DIPV}-{CODE}][A-Za-z]+[0-9]+[ \n]*"
    before = rf"[\n;|\]{START}{RECORD}] ?|[.!?:] "
    begins = rf"(?:{before})[ \[({{|:,-]{{0,9}}{name}|(?:{before}|{code}){_LOG_PREFIX}{no_digit}|\.[A-Z]{rest}"
    error = rf"[ \n]?{LEVEL_MARK}?(?i:Error){LEVEL_MARK}?[ \n]?:"
    logical_name = rf"[ \n]?\((?i:[a-z_][a-z0-9_]{{0,99}})\)[ \n]?:(?:{error})?"
    label = rf"(?:{begins})(?:{logical_name}|[ \n]-[ \n]{name}[ \n]?:{error})[ \n]?[{_OPENING}]*"
    labelled = Rule(rf"({label}[{SYMBOLS}])[{BEGINNINGS}]", rf"\1{LABELLED}")
    failure = rf"[{symbols_of('wrapper', name=_FAILURE)}]{LABELLED}[ \n]?-?[ \n]?[{_OPENING}]*"
    behind_failure = Rule(rf"({failure}[{SYMBOLS}])[{BEGINNINGS}]", rf"\1{LABELLED}")
    yield Stage(rf":[ \n]?[{_OPENING}]*[{SYMBOLS}]", (labelled, behind_failure))


def _leading() -> Iterator[Rule]:
    yield Rule(rf"([{START}{RECORD}][{_ENCLOSING}]*[{SYMBOLS}]){STRONG}", rf"\1{LEADING}")
    yield Rule(rf"({START}[{_ENCLOSING}]*[{SYMBOLS}]){LEADING}([^{RECORD}]*{END})", rf"\1{WHOLE}\2")


# Sentences.


def _sentences() -> Iterator[Stage]:
    # Sentences that end with a value come last: it stops where another sentence begins.
    for ends_with_value in (False, True):
        entries = [entry for entry in templates() if entry[0].ends_with_value is ends_with_value]
        for letters, same in groupby(sorted(entries, key=_specific), key=lambda entry: _specific(entry)[1]):
            yield Stage(letters, tuple(_sentences_of(list(same))))


def _specific(entry: tuple[Template, SentenceOwner]) -> tuple[bool, str, int, int]:
    """The letters with which a sentence begins, if no value does, and then what puts the more specific ones first."""
    template = entry[0]
    placeholders = len(set(template.placeholders) - {TEXT})
    letters = "" if template.begins_with else re.split("[^a-z]", template.words[0])[0][:_LETTERS_OF_A_STAGE]
    return not letters, letters, -placeholders if template.ends_with_value else placeholders, -template.length


def _sentences_of(entries: list[tuple[Template, SentenceOwner]]) -> Iterator[Rule]:
    code = {"dataverse_code": f"([{symbols_of('dataverse_code')}])"}
    for symbol, same in groupby(entries, key=lambda entry: symbol_of(*entry)):
        sentences = "|".join(sentence_pattern(template, FOLDED, code) for template, _ in same)
        groups = re.compile(sentences).groups
        end = "" if symbol.goes_on else f"([^{FOLDED_WORD}])"
        values = "".join(rf"\{number + 2}" for number in range(groups + bool(end)))
        yield Rule(f"([{BEGINNINGS}])(?:{sentences}){end}", rf"{symbols()[symbol]}\1{values}")


def _dataverse_codes() -> Iterator[Stage]:
    code = r"0[xX][0-9A-Fa-f]{8}|-2[0-9]{9}"
    known: list[Rule] = []
    for cls in classes_with_dataverse_code():
        codes = [code for code, known in class_by_dataverse_code().items() if known is cls]
        written = "|".join(f"(?i:{code})|{int(code, 16) - (1 << 32)}" for code in codes)
        symbol = symbols()[Symbol(kind="dataverse_code", name=cls.__name__)]
        known.append(Rule(f"{NEAR_CODE}(?:{written})", symbol))
    mark = Rule(rf"([^{FOLDED_WORD}-])({code})([^{FOLDED_WORD}])", rf"\1{NEAR_CODE}\2\3")
    yield Stage(code, (mark, *known, Rule(NEAR_CODE, "")), ("0x", "0X", "-2"))


def _what_counts_alone() -> Iterator[Stage]:
    yield Stage(f"[{SYMBOLS}]", tuple(_marks_of_what_counts_alone()))
    yield always(Rule(rf"[^\n{RECORD}-{MARKS[-1]}]+", ""))
    yield Stage("\n\n", (Rule("\n+", "\n"),))


def _marks_of_what_counts_alone() -> Iterator[Stage]:
    strong = f"[{STRONG}-{WHOLE}]"
    yield Stage(f"[{symbols_of('sentence', only_in_wrapper=False)}]", tuple(_sentences_that_count(strong)))
    wrapper = symbols_of("wrapper")
    goes_on, ends = symbols_of("wrapper", goes_on=True), symbols_of("wrapper", goes_on=False)
    leads_over = Rule(rf"([{goes_on}][{BEGINNINGS}])([{_SAYS_NOTHING}]*[{wrapper}])", rf"\1{LEADS_OVER}\2")
    short_end = symbols_of("wrapper", is_long=False, goes_on=False)
    counts = f"[{short_end}][{LEADING}{WHOLE}]"
    whole = rf"( ?(?:[.\n{INNER_STOP}][^{RECORD}]*)?{END})"
    first = rf"({START}[^{LEADING}{WHOLE}{RECORD}]*[{short_end}])[{LEADING}{WHOLE}]{whole}"
    yield Stage(
        f"[{goes_on}]",
        (
            leads_over,
            leads_over,  # of three in a row, the first match takes the second
            _opening_wrappers(f"[{LEADING}-{WHOLE}]", leads=True, is_long=False, counts=True),
            _opening_wrappers(strong, leads=True, is_long=True, counts=True),
            _opening_wrappers(strong, leads=True, is_long=False, counts=False),
        ),
    )
    yield Stage(
        f"[{ends}]",
        (
            Stage(counts, (Rule(first, rf"\1{LABELLED}\2"),)),
            _opening_wrappers(LABELLED, leads=False, is_long=False, counts=True),
            _opening_wrappers(strong, leads=False, is_long=True, counts=True),
            _opening_wrappers(strong, leads=False, is_long=False, counts=False),
        ),
    )
    leads_to_code = Rule(rf"([{wrapper}]{WEAK}[{_SAYS_NOTHING}]*[{DIPV}-{CODE}])", rf"{LEADS_TO_CODE}\1")
    yield Stage(rf"[{wrapper}][^{RECORD}]*[{wrapper}]", (leads_to_code,))


def _sentences_that_count(strong: str) -> Iterator[Rule]:
    end = rf"( ?[{ENDS}]| \()"
    long, short = (f"[{symbols_of('sentence', is_long=is_long, only_in_wrapper=False)}]" for is_long in (True, False))
    yield Rule(rf"({long}){strong}{end}", rf"{ALONE}\1\2")
    before_bracket = symbols_of("sentence", is_long=True, only_in_wrapper=False, ends_with_value=True)
    yield Rule(rf"([{before_bracket}]){strong}( ?[\[<{{(])", rf"{ALONE}\1\2")
    yield Rule(rf"({short}){LABELLED}{end}", rf"{ALONE}\1\2")
    yield Rule(rf"({short}){WHOLE}([{_ENCLOSING}]*{END})", rf"{ALONE}\1\2")


def _opening_wrappers(beginning: str, *, leads: bool, is_long: bool, counts: bool) -> Rule:
    """What marks the wrappers that open, and those of them that count where they hold nothing."""
    wrappers = symbols_of("wrapper", goes_on=leads, is_long=is_long)
    code = f"[{symbols_of('dataverse_code')}]?"
    opens = "" if leads else rf"({code}(?: ?[{ENDS}]| ?:| [\[(-]|\{{|[ \n]*[{DIPV}-{CODE}]))"
    replacement = rf"{OPENS}\1{COUNTS if counts else ''}" + ("" if leads else r"\2")
    return Rule(f"([{wrappers}]){beginning}{opens}", replacement)


def _beside_a_dipv_code(borders: str) -> Iterator[Stage]:
    """Let the DIPV sentences near a DIPV code be held, but not found; `borders` is a class of what may not lie between.

    One sentence on each side of a code at a time, so that no place is looked at more than once.
    """
    sentences = symbols_of("sentence", is_dipv=True)
    between = rf"[^{borders}{DIPV}{sentences}]*"
    sentence = rf"{ALONE}?[{sentences}]"
    after = Rule(rf"({DIPV}{between}){sentence}", rf"\1{HELD}")
    before = Rule(rf"{sentence}({between}{DIPV})", rf"{HELD}\1")
    yield Stage(DIPV, (after, before) * 3)


# From symbols to what was found.


@cache
def stages_in_wrappers() -> tuple[Stage, ...]:
    """What follows on `stages` for what is found in wrappers."""
    wrapper = f"[{symbols_of('wrapper')}]"
    return (
        always(
            Rule("\n", ""),
            Rule(f"[{START}{END}]", RECORD),
            Rule(rf"{RECORD}[^{RECORD}{OPENS}]*", RECORD),
        ),
        Stage(rf"{wrapper}[^{RECORD}{OPENS}]*{wrapper}", (*_named_once_more(),) * 2),
        always(Rule(f"[{OPENS}{ALONE}{LEADS_TO_CODE}]", "")),
        Stage(rf"{wrapper}[^{RECORD}]*{wrapper}", tuple(_nesting())),
        *_beside_a_dipv_code(f"{symbols_of('wrapper')}{RECORD}{CLOSES}{GOES_ON}"),
        Stage(wrapper, tuple(_empty_wrappers())),
    )


def _named_once_more() -> Iterator[Rule]:
    """What removes wrappers that neither open nor go on where one of their class is open: every second one in a row.

    Those that have values may name another table or entity: they stay.
    """
    no = f"{symbols_of('wrapper')}{RECORD}{OPENS}{LEADS_OVER}{LEADS_TO_CODE}"
    with_values = {owner.cls.__name__ for template, owner in templates() if set(template.placeholders) - {TEXT}}
    for name in dict.fromkeys(symbol.name for symbol in symbols() if symbol.kind == "wrapper"):
        if name not in with_values:
            own = symbols_of("wrapper", name=name)
            yield Rule(rf"([{own}][^{no}]*)[{own}]", r"\1")


def _nesting() -> Iterator[Rule]:
    """Let a record begin with a wrapper that lies in no other, and mark where those in it are closed."""
    wrapper = symbols_of("wrapper")
    names = dict.fromkeys(symbol.name for symbol in symbols() if symbol.kind == "wrapper")
    for name in names:
        if later := "".join(symbols_of("wrapper", name=name, place=place) for place in range(1, 9)):
            first = symbols_of("wrapper", name=name, place=0)
            yield Rule(rf"([{first}][^{first}{later}{RECORD}]*)[{later}]{COUNTS}?", rf"\1{GOES_ON}")
            yield Rule(rf"([{first}]{COUNTS}?){LEADS_OVER}?{GOES_ON}", r"\1")
        if goes_on := symbols_of("wrapper", name=name, goes_on=True):
            own = symbols_of("wrapper", name=name)
            yield Rule(rf"([{goes_on}]{COUNTS}?)(?:{LEADS_OVER}[{own}]{COUNTS}?)+", r"\1")
    no = RECORD + CLOSES
    outermost = RECORD
    second = rf"{RECORD}[{wrapper}][^{wrapper}{no}]*"
    third = rf"(?:{RECORD}[{wrapper}][^{wrapper}{no}]*|{CLOSES})[{wrapper}][^{wrapper}{no}]*"
    for before, closed in ((outermost, RECORD), (second, CLOSES), (third, CLOSES)):
        for name in names:
            own = symbols_of("wrapper", name=name)
            again = rf"([{own}][^{own}{no}]*)"
            yield Rule(
                rf"({before}){again}{again}{again}?{again}?{again}?{again}?{again}?{again}?",
                r"\1\2" + "".join(rf"{closed}\{number}" for number in range(3, 10)),
            )
    yield Rule(rf"{CLOSES}+", CLOSES)


def _empty_wrappers() -> Iterator[Rule]:
    wrapper, codes = symbols_of("wrapper"), symbols_of("dataverse_code")
    short = symbols_of("wrapper", is_long=False)
    closes = f"[{RECORD}{CLOSES}{GOES_ON}]"
    yield Rule(rf"{RECORD}+", RECORD * 2)
    yield Rule(rf"{RECORD}[{short}][{codes}]*{RECORD}", "")
    yield Rule(COUNTS, "")
    yield Rule(rf"[{wrapper}]([{codes}])[{codes}]*({closes})", rf"{EMPTY}\1\2")
    yield Rule(rf"([{wrapper}])({closes})", rf"{EMPTY}\1\2")


def stages_outside() -> tuple[Stage, ...]:
    """What follows on `stages` for what is found outside of wrappers."""
    return (Stage(OPENS, (Rule(rf"{OPENS}[^{RECORD}]*", ""),)),)


FOUND_ALONE: Final = f"{ALONE}[{SYMBOLS}]"
"""The pattern of what counts without a wrapper, after `stages_outside`."""


def found_in_wrappers() -> str:
    """The pattern of what counts in a wrapper, after `stages_in_wrappers`."""
    return f"[{symbols_of('sentence')}]|{EMPTY}[{SYMBOLS}]"


@cache
def names_of_findings() -> Mapping[str, str]:
    """What the two patterns find, and the class that it stands for."""
    names: dict[str, str] = {}
    for symbol, character in symbols().items():
        if symbol.kind == "sentence":
            names |= {character: symbol.name, ALONE + character: symbol.name}
        else:
            names[EMPTY + character] = symbol.name
    return names
