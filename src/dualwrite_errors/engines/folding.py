"""The first steps: codes and records of a log are marked, and the text is folded as `dualwrite_errors.folding` does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from ..codes import FAMILIES
from ..common_subset import AFTER_INNER_STOP, FOLDED_WORD, INNER_APOSTROPHE, INNER_STOP, MARKS, WHITE_SPACE, WORD
from ..context import DATE, LEVEL, MONTH_AND_DAY, TIME
from ..folding import BLOCK_TAG, FOLDED_CHARACTERS, INLINE_TAG, TERMINAL_ESCAPE
from .marks import ALONE, CODE, DIPV, END, NEAR_CODE, RECORD, START, Characters, Rule, Stage
from .symbols import DIPV_FAMILY

ASCII_DATE, ASCII_TIME, ASCII_MONTH_AND_DAY = (
    f"(?:{part})".replace(r"\d", "[0-9]") for part in (DATE, TIME, MONTH_AND_DAY)
)
_CODES: Final = {*map(str.lower, FAMILIES), "dw9003"}
LINE_BREAKS: Final = "\n\r\v\f\x85\u2028\u2029"
_BLANKS: Final = "\t\x1c-\x1f\xa0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"


def without_colors() -> tuple[Stage, ...]:
    """What removes the colors of a terminal: the first step of all."""
    return (Stage("\x1b", (Rule(TERMINAL_ESCAPE, ""),)),)


def folding() -> Iterator[Stage]:
    """One kind of space, hyphen and quotation mark; no tags, no escapes; marks before codes and records of a log."""
    private = f"[{MARKS[0]}-{CODE}{ALONE}-{MARKS[-1]}]"
    yield Stage(_unusual(START), (Stage(private, (Rule(private, "\ufffd"),)), _records()))
    yield _codes()
    yield _underscores()
    yield Stage(_unusual(DIPV), tuple(_unusual_characters()))
    yield Stage("  ", (Rule("  +", " "),))
    inner_stop = Rule(rf"([{FOLDED_WORD}])\.([{AFTER_INNER_STOP}])", rf"\1{INNER_STOP}\2")
    # Twice, because of two neighbors the first match takes the letter between them.
    yield Stage(rf"\.[{AFTER_INNER_STOP}]", (inner_stop, inner_stop), (".",))
    yield Stage("'", (Rule(rf"([{FOLDED_WORD}])'([{FOLDED_WORD}])", rf"\1{INNER_APOSTROPHE}\2"),))


def _unusual(first_mark: str) -> str:
    """What has to be folded in few texts: others than plain ASCII, and what tags, entities and escapes have."""
    before, behind = chr(ord(first_mark) - 1), chr(ord(END) + 1)
    return rf"[\x00-\x1f&*<\\\x7f-{before}{behind}-{chr(sys.maxunicode)}]"


def _codes() -> Stage:
    no_word = "(^|[^A-Za-z0-9_])"
    others = "|".join(f"{family}[0-9]{{4}}" for family in FAMILIES if family != DIPV_FAMILY)
    return Stage(
        "[Dd](?i:ipv|w9003|wdvev|wfoev)",
        (
            Rule(rf"((?i:{'|'.join(FAMILIES)}|DW))([0-9]{{4}}[A-Za-z0-9_])", rf"\1{NEAR_CODE}\2"),
            Rule(rf"{no_word}((?i:{DIPV_FAMILY})[0-9]{{4}})", rf"\1{DIPV}\2"),
            Rule(rf"{no_word}((?i:{others}|DW9003))", rf"\1{CODE}\2"),
            Rule(NEAR_CODE, ""),
        ),
    )


def _records() -> Stage:
    level = rf"(?:(?i:{LEVEL})[\])}}]?[{WHITE_SPACE}:|-]{{1,3}}[\[(]?)?"
    stamp = rf"[^{WORD}\n]{{0,3}}{level}(?:{ASCII_DATE}|{ASCII_TIME}|{ASCII_MONTH_AND_DAY} {ASCII_TIME})"
    return Stage("\n", (Rule(rf"\n({stamp}[^0-9])", f"\n{RECORD}\\1"),))


def _underscores() -> Stage:
    return Stage(
        f"_(?:[A-Z]|[^{WORD}])",
        (
            Rule(rf"([^{WORD}])_{{1,3}}([A-Z][a-z'-]*[{WHITE_SPACE}])", r"\1\2"),
            Rule(rf"([a-z.)])_{{1,3}}([^{WORD}])", r"\1\2"),
        ),
        ("_",),
    )


def _unusual_characters() -> Iterator[Rule | Characters]:
    yield from without_tags("\n")
    yield Rule(r"\\{1,16}r\\{1,16}n", "\n")
    escaped_break = Rule(rf"\\{{1,16}}n([A-Z{WHITE_SPACE}\"'\[{{(<\\{END}])", "\n\\1")
    yield escaped_break
    yield escaped_break  # of two neighbors, the first match takes the beginning of the second
    yield Rule("&(?i:newline|#0*1[03]|#x0*[ad]);", "\n")
    yield Rule("&(?i:nbsp|ensp|emsp|thinsp|tab|#0*(?:9|32|160|819[45]|8201)|#x0*(?:9|20|a0|200[239]));", "\u00a0")
    yield Rule(f"[{_BLANKS}][{_BLANKS} ]*| [{_BLANKS} ]+", " ")
    yield Rule(f" ?[{LINE_BREAKS}][{LINE_BREAKS} ]*", "\n")
    yield Rule(rf"([^* \n{START}])\*+([^*{WORD}])", r"\1\2")
    yield Rule(rf"([^*{WORD}])\*+([^* \n{END}])", r"\1\2")
    yield Rule(r"\\{1,16}([!-/:-@\[-`{-~])", r"\1")
    yield from map(spelled_out, _SPELLED_OUT)
    yield Characters({chr(place): str(character) for place, character in FOLDED_CHARACTERS.items()})
    # Some engines take U+017F for an s and U+212A for a k.
    yield Rule("[\u017f\u212a\uf900-\uffdc]", "\u3042")
    # What is left of other characters only matters as a letter or as no letter.
    yield Rule("[\u00b7\u2022]", "*")
    yield Rule("[\x80-\xbf\u2000-\u2bff\u2e00-\u303f\uffdd-\uffff]", "^")


def without_tags(block: str) -> Iterator[Rule]:
    """What removes tags of HTML, and puts `block` where one divides a text into blocks."""
    for tag, replacement in ((INLINE_TAG, ""), (BLOCK_TAG, block)):
        yield Rule(tag.replace(r"\s", f"[{WHITE_SPACE}]").replace("{0,500}", "*"), replacement)


def spelled_out(character: str) -> Rule:
    """What puts a character in the place of its entities and escapes, also in lower case."""
    entities, escapes = _SPELLED_OUT[character]
    entity = f"&(?i:{entities});|" if entities else ""
    return Rule(rf"{entity}\\{{1,16}}u(?i:{escapes})", character)


_SPELLED_OUT: Final = {
    "<": ("lt|#0*60|#x0*3c", "003c"),
    ">": ("gt|#0*62|#x0*3e", "003e"),
    '"': ("quot|ldquo|rdquo|laquo|raquo|bdquo|#0*34|#x0*22|#0*822[01]|#x0*201[cd]", "0022|00[ab]b|201[c-f]"),
    "'": ("apos|lsquo|rsquo|sbquo|prime|acute|#0*39|#x0*27|#0*821[67]|#x0*201[89]", "0027|00b4|201[89ab]"),
    "-": (
        "dash|hyphen|ndash|mdash|horbar|minus|#0*(?:45|820[89]|821[0-3]|8722)|#x0*(?:2d|201[0-5]|2212)",
        "002d|201[0-5]|2212",
    ),
    ".": ("period|hellip|#0*46|#0*8230|#x0*2026", "002e|2026|3002"),
    ":": ("colon|#0*(?:58|65306)|#x0*(?:3a|ff1a)", "003a|ff1a"),
    "&": ("amp|#0*38|#x0*26", "0026"),
    " ": ("", "0020"),
    "\n": ("", "000a"),
    "[": ("lsqb|lbrack|#0*91|#x0*5b", "005b"),
    "(": ("lpar|#0*40|#x0*28", "0028"),
    ")": ("rpar|#0*41|#x0*29", "0029"),
    "]": ("rsqb|rbrack|#0*93|#x0*5d", "005d"),
    "": ("shy|#0*173|#x0*ad", "00ad"),
}
"""The entities of HTML and the escapes that stand for a character."""
