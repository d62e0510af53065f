"""What is known about errors, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..info import ErrorInfo, KnownFrom

_URL = re.compile(r"https://[^\s)]+")


def section(info: ErrorInfo, code: str = "") -> str:
    """A section with a heading, about one error; `code` is the one that it has where its class has none."""
    return "\n\n".join([f"## {' '.join(filter(None, (info.code or code, info.name)))}", *_paragraphs(info)])


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell does not end it."""
    return "\n".join(_row(cells) for cells in (heads, ["---"] * len(heads), *rows))


def _paragraphs(info: ErrorInfo) -> Iterator[str]:
    yield _quoted(info.message)
    yield from _signs(info)
    yield f"**What it means.** {_prose(info.detail)}"
    if info.caution:
        yield f"> **Caution.** {_prose(info.caution)}"
    yield _numbered("What to do", [_prose(step) for step in info.steps])
    if info.actors:
        actors = [f"{actor.description} (`{actor}`)" for actor in info.actors]
        yield _numbered("Who can act" if len(actors) == 1 else "Who can act, first choice first", actors)
    yield f"**Retry.** `{info.retry}`: {info.retry.description[0].lower()}{info.retry.description[1:]}."
    if info.known_from is not KnownFrom.OFFICIAL:
        yield f"**Where this comes from.** {info.known_from.description}."
    if info.links:
        yield "**Links.**"
        yield _bullets(f"[{link.title}]({link.url})" for link in info.links)


def _signs(info: ErrorInfo) -> Iterator[str]:
    """By what the error is recognized, beside its code and its message."""
    if info.sentences[1:]:
        yield "Also:"
        yield _bullets(map(_code, info.sentences[1:]))
    only_inside = info.sentences_in_wrapper[0 if info.sentences else 1 :]
    if not info.sentences and info.first_sentence:
        yield "It counts only inside a wrapper of dual-write."
    if only_inside:
        yield "Only inside a wrapper of dual-write:"
        yield _bullets(map(_code, only_inside))
    if info.dataverse_codes:
        yield f"With the code of Dataverse, inside a wrapper: {', '.join(map(_code, info.dataverse_codes))}."
    if info.is_wrapper:
        yield "A wrapper: you get this class only where nothing inside is recognized."


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_prose(cell.replace('|', '&#124;')) for cell in cells)} |"


def _numbered(title: str, items: Sequence[str]) -> str:
    """A paragraph where there is one item, a numbered list where there are several."""
    if len(items) == 1:
        return f"**{title}.** {items[0]}"
    return "\n".join([f"**{title}.**", "", *(f"{number}. {item}" for number, item in enumerate(items, start=1))])


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _quoted(sentence: str) -> str:
    return f"> {_prose(sentence)}"


def _code(text: str) -> str:
    return f"`{text}`"


def _prose(text: str) -> str:
    """`text` with its bare addresses as links, and with nothing that would be markup."""
    return _URL.sub(r"<\g<0>>", text.replace("<", r"\<")) if "](" not in text else text
