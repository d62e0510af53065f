"""Text in lower case, character by character. Apart from what folds text, since that takes a while to import."""

from __future__ import annotations


def lowered(text: str) -> str:
    """`text` in lower case, with every character at its place, and no ASCII letter where there was none.

    U+0130 is the one that `str.lower` makes two of, and U+212A the one of which it makes an ASCII letter: a K that
    would touch a code.
    """
    return text.lower() if text.isascii() else text.replace("\u0130", "\u0131").replace("\u212a", "\u0138").lower()
