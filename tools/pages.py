"""Reads a saved page, Markdown or HTML, as blocks of text: what `tools/drift.py` compares with the catalog."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["heading", "row", "text"]
_QUOTES = re.compile('[“”"]([^“”"\n]+)[“”"]')


class UnreadablePage(Exception):
    """A file that is no page; the message says why, and what to do."""


class Block(NamedTuple):
    """A heading, a row of a table, or some other text that stands for itself. White space is one space."""

    kind: Kind
    cells: tuple[str, ...]
    """The cells of a row; of other blocks the text alone."""
    quotations: tuple[str, ...] = ()
    """What is set off in it: in italics, in quotation marks, as code."""
    level: int = 0
    """Of a heading: 1 to 6."""

    @property
    def text(self) -> str:
        """All its text, a line for each cell."""
        return "\n".join(self.cells)


class Page(NamedTuple):
    """A page."""

    name: str
    """The last part of its address."""
    blocks: tuple[Block, ...]
    anchors: frozenset[str]
    """The names of its sections, as the fragment of an address has them."""

    @property
    def text(self) -> str:
        """All its text, a line for each block and cell."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def quotations(self) -> str:
        """What is set off, a line each: also headings, and the cells of tables."""
        return "\n".join(
            "\n".join(block.quotations if block.kind == "text" else (*block.cells, *block.quotations))
            for block in self.blocks
        )


def read_page(file: Path) -> Page:
    """The page in a file that ends in .md, .html or .htm.

    Raises:
        UnreadablePage: The file cannot be read, is not in UTF-8, or has no text.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadablePage(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadablePage(f"{file}: not UTF-8; save the page as UTF-8") from error
    if file.suffix.lower() == ".md":
        page = read_markdown(text, file.stem)
    elif file.suffix.lower() in {".html", ".htm"}:
        page = read_html(text, file.stem)
    else:
        raise UnreadablePage(f"{file}: neither .md nor .html")
    if not page.text.strip():
        raise UnreadablePage(f"{file}: no text; save the page after it was shown")
    return page


def read_html(text: str, name: str) -> Page:
    """The page in HTML: what is in its main part if it has one, and its name by its address if it says it."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    blocks = tuple(block for block, in_main in reader.blocks if in_main or not reader.has_main)
    address = re.split(r"[?#]", reader.address)[0].rstrip("/")
    return Page(address.rpartition("/")[2] or name, blocks, frozenset(reader.anchors))


class _Reader(HTMLParser):
    _SKIPPED = frozenset(["script", "style", "nav", "header", "footer", "template", "button"])
    _QUOTING = frozenset(["em", "i", "q", "code", "pre", "blockquote"])
    _BLOCKS = frozenset(
        ["p", "div", "li", "ul", "ol", "table", "tr", "pre", "blockquote", "section", "main", "article", "dt", "dd"]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[Block, bool]] = []
        self.anchors: set[str] = set()
        self.address = ""
        self.has_main = False
        self._skipping = 0
        self._main = 0
        self._heading = 0
        self._in_row = False
        self._cells = [""]
        self._quoted: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors.update(filter(None, (given.get("id"), given.get("name") if tag == "a" else None)))
        if tag == "link" and given.get("rel") == "canonical":
            self.address = given.get("href") or ""
        if tag in self._SKIPPED:
            self._skipping += 1
        elif re.fullmatch("h[1-6]", tag):
            self.end_block()
            self._heading = int(tag[1])
        elif tag in {"td", "th"}:
            self._in_row = True
            self._cells.append("")
        elif tag == "br":
            self.handle_data(" ")
        elif tag in self._BLOCKS and not self._in_row:
            self.end_block()
        self._main += tag == "main"
        self.has_main |= tag == "main"
        if tag in self._QUOTING and not self._skipping:
            self._open.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        if tag in self._QUOTING and self._open and not self._skipping:
            self._quoted.append(self._open.pop())
        if tag == "tr" or re.fullmatch("h[1-6]", tag) or (tag in self._BLOCKS and not self._in_row):
            self.end_block()
        elif tag in self._BLOCKS:
            self.handle_data(" ")
        self._main -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        self._cells[-1] += data
        self._open = [quoted + data for quoted in self._open]

    def end_block(self) -> None:
        """Take what was read since the last block as one."""
        kind: Kind = "row" if self._in_row else "heading" if self._heading else "text"
        block = _block(kind, self._cells, self._quoted, self._heading)
        if block:
            self.blocks.append((block, self._main > 0))
            if kind == "heading":
                self.anchors.add(slug(block.text))
        self._cells, self._quoted, self._in_row, self._heading = [""], [], False, 0


def _block(kind: Kind, cells: list[str], quoted: list[str], level: int = 0) -> Block | None:
    clean = tuple(filter(None, map(_one_line, cells)))
    quotations = [*quoted, *(found for cell in clean for found in _QUOTES.findall(cell))]
    return Block(kind, clean, tuple(filter(None, map(_one_line, quotations))), level) if clean else None


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def slug(heading: str) -> str:
    """The fragment that a heading has in the address."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))


_FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})\s*(\S*)")
_CODE_OF_TEXT = {"", "text", "output", "console", "plaintext"}
_ITEM = re.compile(r"^(?:[-*+]|\d{1,9}[.)]) +")
_RULE_OF_TABLE = re.compile(r"\|?[ :]*-+[-| :]*")
_CELL = re.compile(r"(?:\\.|[^|\\])+")


def read_markdown(text: str, name: str) -> Page:
    """The page in Markdown."""
    text = _COMMENT.sub("", _FRONT_MATTER.sub("", text.replace("\r\n", "\n")))
    anchors = set(re.findall(r"<a\s[^<>]*?(?:name|id)=[\"']([^\"'<>]+)", text))
    anchors.update(re.findall(r"\{#([\w-]+)\}\s*$", text, re.MULTILINE))
    blocks = list(_markdown_blocks(text.split("\n")))
    anchors.update(slug(block.text) for block in blocks if block.kind == "heading")
    return Page(name, tuple(blocks), frozenset(anchors))


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    code: list[str] | None = None
    fence = language = ""
    for line in [*lines, ""]:
        stripped = line.strip()
        opening = _FENCE.match(line)
        if code is not None:
            if opening and opening[1].startswith(fence) and not opening[2]:
                block = _block("text", [" ".join(code)], [" ".join(code)] if language in _CODE_OF_TEXT else [])
                yield from filter(None, [block])
                code = None
            else:
                code.append(line)
            continue
        is_quotation = stripped.startswith(">")
        stripped = stripped.lstrip("> ")
        heading = re.match(r"(#{1,6})\s+(.*?)(?:\s+\{#[\w-]+\}|\s+#+)?$", stripped)
        starts = opening or heading or not stripped or stripped.startswith("|") or _ITEM.match(stripped)
        if starts and paragraph:
            yield from filter(None, [_of_markdown("text", [" ".join(paragraph)])])
            paragraph = []
        if opening:
            code, fence, language = [], opening[1], opening[2].lower()
        elif heading:
            yield from filter(None, [_of_markdown("heading", [heading[2]], len(heading[1]))])
        elif stripped.startswith("|") and not _RULE_OF_TABLE.fullmatch(stripped):
            yield from filter(None, [_of_markdown("row", _CELL.findall(stripped))])
        elif stripped and not _RULE_OF_TABLE.fullmatch(stripped) and not (is_quotation and stripped.startswith("[!")):
            paragraph.append(_ITEM.sub("", stripped, count=1))
    if code:
        yield from filter(None, [_block("text", [" ".join(code)], [])])


_INLINE_CODE = re.compile(r"(`+)(.+?)\1")
_EMPHASIS = re.compile(r"(?<![*\w\\])\*(?![\s*])([^*\n]+?)\*(?![*\w])|(?<![\w\\])_(?![\s_])([^_\n]+?)_(?!\w)")


def _of_markdown(kind: Kind, cells: list[str], level: int = 0) -> Block | None:
    quoted = [found[2] for cell in cells for found in _INLINE_CODE.finditer(cell)]
    quoted += [_plain(found[1] or found[2]) for cell in cells for found in _EMPHASIS.finditer(cell)]
    return _block(kind, [_plain(cell) for cell in cells], quoted, level)


def _plain(text: str) -> str:
    """The text without what Markdown and HTML mark up."""
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", lambda tag: " " if tag[0].lower().startswith("<br") else "", text)
    text = re.sub(r"(?<!\\)(?:\*{1,3}|`+)|(?<![\w\\])_{1,2}(?=\S)|(?<=\S)(?<!\\)_{1,2}(?!\w)", "", text)
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))
