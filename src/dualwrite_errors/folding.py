"""How raw text is folded: to one kind of space, hyphen and quotation mark, without tags and escapes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from .lowering import lowered

FOLDED_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»＂「」『』", '"'),
        **dict.fromkeys("‘’‚‛ʼ′´＇", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict(zip("：；，．（）［］【】！？｜＝", ":;,.()[][]!?|=", strict=True)),
        "。": ".",
        "、": ",",
        "…": ".",
        "\u00ad": "",
    }
)
_SPACE_ENTITY = (
    r"&(?:nbsp|ensp|emsp|thinsp|tab|newline|\#0*(?:9|10|13|32|160|8194|8195|8201)|\#x0*(?:9|a|d|20|a0|200[239]));"
)
_ESCAPED_BREAK = r"\\++r\\++n|\\++n(?=[A-Z\s\"'\[{(<]|\\|\Z)"
"""A line feed as JSON and logs write it. Before a small letter it may be part of a path."""
_SPACE = rf"(?:[\s\u200b\u2060\ufeff]|(?i:{_SPACE_ENTITY})|{_ESCAPED_BREAK})"
BLOCK_TAG = r"</?(?i:br|p|div|li|ul|ol|tr|td|th|table|tbody|thead|pre|hr|h[1-6])(?:\s[^<>]{0,500})?/?>"
INLINE_TAG = r"</?(?i:a|b|i|u|s|em|strong|code|span|font|tt|kbd|mark|small|sub|sup|ins|del|wbr)(?:\s[^<>]{0,500})?/?>"
TERMINAL_ESCAPE = r"\x1b(?:\[[0-?]{0,30}[ -/]{0,3}[@-~]|\][^\x07\x1b]{0,300}(?:\x07|\x1b\\))"
"""What colors a text in a terminal, moves its cursor, or makes a link of it."""
_UNSEEN = rf"(?:{INLINE_TAG}|{TERMINAL_ESCAPE})"
_FOLDED = re.compile(
    rf"""
      (?P<space>  (?:(?!\ )(?:{_SPACE}|{BLOCK_TAG})(?:{_SPACE}|{BLOCK_TAG}|{_UNSEEN})*+
                   | \ (?:{_SPACE}|{BLOCK_TAG}|{_UNSEEN})++ )(?:\*++(?=\S))?+ )
    | (?P<nothing> {INLINE_TAG}
                 | (?<![\w*])(?:{TERMINAL_ESCAPE}|\*++(?=\S))++ | (?:{TERMINAL_ESCAPE}|(?<=[^\s*])\*++)++(?!\w)
                 | \\++(?=[!-/:-@\[-`{{-~])
                 | (?<!\w)_{{1,3}}+(?=[A-Z][a-z'-]*\s) | (?<=[a-z.)])_{{1,3}}+(?!\w) )
    | (?P<escape> \\++u[0-9a-fA-F]{{4}} )
    | (?P<kept> \\++ )
    | (?P<entity> &(?:[A-Za-z]{{2,8}}|\#[0-9]{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}); )
    | (?P<other>  [{"".join(map(re.escape, map(chr, FOLDED_CHARACTERS)))}] )
    """,
    re.VERBOSE,
)
_OTHER_THAN_PLAIN = re.compile(r"[^ !-%'-)+-;=-\[\]-~]")
_UNDERSCORE_AT_EDGE = re.compile(r"_(?:(?<!\w_)|(?![^\W_]))")
_OTHER_THAN_PLAIN_WORDS = re.compile(rf"{_OTHER_THAN_PLAIN.pattern}|(?<= ) |{_UNDERSCORE_AT_EDGE.pattern}")
_LINE_BREAK = re.compile(rf"[\n\r\v\f\x85\u2028\u2029]|{BLOCK_TAG}|\\n|&(?i:newline|\#0*1[03]|\#x0*[ad]);")


class Folded:
    """A text in one spelling, and where in the original text each of its characters stood."""

    __slots__ = ("_folded_at", "_original_at", "lower", "text")

    text: str
    """One space or one line feed where any white space was; plain hyphens and quotation marks; no tags, no escapes."""
    lower: str
    """The same in lower case."""

    def __init__(self, original: str) -> None:
        self._folded_at = [0]
        self._original_at = [0]
        pieces: list[str] = []
        end = length = 0
        for sign in _signs_of_folding(original):
            place = sign.start()
            if place < end:
                continue
            with_space_before = original[place - 1] == " " and _FOLDED.match(original, place - 1)
            found = with_space_before or _FOLDED.match(original, place)
            if not found:
                continue
            place = found.start()
            before, new = original[end:place], _replacement(found)
            end = found.end()
            pieces += (before, new)
            length += len(before) + len(new)
            if len(new) != end - place:
                self._folded_at.append(length)
                self._original_at.append(end)
        self.text = "".join(pieces) + original[end:] if pieces else original
        self.lower = lowered(self.text)

    def original(self, place: int) -> int:
        """Where in the original text the character at `place` stood."""
        step = bisect_right(self._folded_at, place) - 1
        return self._original_at[step] + place - self._folded_at[step]

    def place_of(self, original: int) -> int:
        """Where the character is that stood at `original`; of a part of what was replaced, where that ends."""
        step = bisect_right(self._original_at, original)
        end = self._folded_at[step] if step < len(self._folded_at) else len(self.text)
        return min(end, self._folded_at[step - 1] + original - self._original_at[step - 1])


def _signs_of_folding(text: str) -> Iterator[re.Match[str]]:
    """Where something may have to be folded."""
    is_plain = "  " not in text and not ("_" in text and _UNDERSCORE_AT_EDGE.search(text))
    return (_OTHER_THAN_PLAIN if is_plain else _OTHER_THAN_PLAIN_WORDS).finditer(text)


def _replacement(found: re.Match[str]) -> str:
    kind, text = found.lastgroup, found[0]
    if kind == "space":
        return "\n" if _LINE_BREAK.search(text) else " "
    if kind == "nothing":
        return ""
    if kind == "escape":
        text = chr(int(text[-4:], 16))
    if kind == "entity":
        from html import unescape

        text = unescape(text)
    return text.translate(FOLDED_CHARACTERS)
