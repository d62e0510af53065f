"""What is known about errors, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..info import ErrorInfo

_URL = re.compile(r"https://[^\s)]+")


def section(code: str, info: ErrorInfo) -> str:
    """A section with a heading, about one error."""
    return "\n\n".join([f"## {code} {info.name}", *_paragraphs(info)])


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell does not end it."""
    return "\n".join(_row(cells) for cells in (heads, ["---"] * len(heads), *rows))


def _paragraphs(info: ErrorInfo) -> Iterator[str]:
    yield f"> {info.message}"
    if info.wordings:
        yield "Other wordings:"
        yield _bullets(info.wordings)
    yield f"**What it means.** {_prose(info.detail)}"
    yield _numbered("What to do", [_prose(step) for step in info.steps])
    if info.caution:
        yield f"> **Caution.** {_prose(info.caution)}"
    if info.actors:
        actors = [f"{actor.description} (`{actor}`)" for actor in info.actors]
        yield _numbered("Who can act" if len(actors) == 1 else "Who can act, first choice first", actors)
    yield f"**Retry.** `{info.retry}`: {info.retry.description[0].lower()}{info.retry.description[1:]}."
    if info.links:
        yield "**Links.**"
        yield _bullets(f"[{link.title}]({link.url})" for link in info.links)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _numbered(title: str, items: Sequence[str]) -> str:
    """A paragraph where there is one item, a numbered list where there are several."""
    if len(items) == 1:
        return f"**{title}.** {items[0]}"
    return "\n".join([f"**{title}.**", "", *(f"{number}. {item}" for number, item in enumerate(items, start=1))])


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _prose(text: str) -> str:
    """`text` with its bare addresses as links."""
    return _URL.sub(r"<\g<0>>", text)
