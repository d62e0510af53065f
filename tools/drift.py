"""Compares saved copies of the official pages with the catalog, and prints what differs.

python tools/drift.py dual-write-error-codes.md table-map-health-check.html …

Save a page as Markdown or HTML, in UTF-8, under the last part of its address; an HTML page may name its address itself.
The more pages are given, the more is compared: that a code or a sentence is gone is only said of an error of which all
pages are there.

    new code        the page has a code that no error of the catalog has
    gone code       no page has the code any more
    changed error   the page says something else of the code, or in place of the sentence
    gone sentence   no page says the sentence any more
    new sentence    the page quotes what looks like an error and is in no sentence of the catalog
    spelling        the page spells a sentence in a way that the catalog does not list; the words are the same
    link            an error links to a section of the page that is not there

The exit status is 0 where nothing differs, 1 where something does, and 2 where a page cannot be read.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pages import Page, UnreadablePage, read_page

ROOT = Path(__file__).resolve().parent.parent
_CODE = re.compile(r"(?<![A-Za-z0-9_])(?:DIPV|DWDVEV|DWFOEV)[0-9]{4}(?![A-Za-z0-9_])|\bDW9003\b")
_SLOT = re.compile(r"\{\w+\}")
_CONTRACTION = re.compile(r"(?P<of_can>(?<=\bca))?n['’]t\b", re.IGNORECASE)
_LIKE_AN_ERROR = re.compile(
    r"\b(errors?|exceptions?|fail(s|ed|ure)?|unable|cannot|missing|invalid|denied|exceed(s|ed)|mismatch(ed)?|"
    r"mandatory|not|no|already|duplicate)\b|n['’]t\b",
    re.IGNORECASE,
)
_SHORTEST_QUOTATION = 4
_FEWEST_WORDS = 5
"""Fewer words than that are looked for in quotations alone."""
_ALIKE = 0.6
"""How alike a quotation and a sentence are, as `difflib` counts, to be taken for one another."""


class Fact(NamedTuple):
    """What the catalog says of one error, and which pages have to say the same."""

    name: str
    code: str
    sentences: tuple[str, ...]
    pages: frozenset[str]
    """All pages that may quote it, by their names; none if no page has to."""
    anchors: tuple[tuple[str, str], ...] = ()
    """The sections that it links to: the page and the fragment."""

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class Difference(NamedTuple):
    """One difference between a page and the catalog."""

    page: str
    """The name of the page, or ``""`` where it concerns all of them."""
    kind: str
    about: str

    def __str__(self) -> str:
        return f"{self.page or 'all pages'}: {self.kind}: {self.about}"


def facts_of_catalog() -> list[Fact]:
    """The facts of every error in the catalog."""
    sys.path.insert(0, str(ROOT / "src"))
    from dualwrite_errors import CATALOG, KnownFrom

    facts: list[Fact] = []
    for name, cls in CATALOG.items():
        info = cls.info
        urls = [info.help_url] if info.code.startswith("DIPV") else [link.url for link in info.links]
        is_quoted = info.known_from in {KnownFrom.OFFICIAL, KnownFrom.ELSEWHERE}
        sections = (link.url.partition("#") for link in info.links)
        facts.append(
            Fact(
                name,
                info.code,
                (*info.sentences, *info.sentences_in_wrapper),
                frozenset(map(name_of_page, urls)) if is_quoted else frozenset(),
                tuple((name_of_page(url), fragment) for url, _, fragment in sections if fragment),
            )
        )
    return facts


def name_of_page(url: str) -> str:
    """The last part of the address of a page."""
    return re.split(r"[?#]", url)[0].rstrip("/").rpartition("/")[2]


def differences(pages: Sequence[Page], facts: Sequence[Fact]) -> list[Difference]:
    """What differs, page by page, and then what is on none of them."""
    found = [difference for page in pages for difference in _on_page(page, facts)]
    return [*found, *_on_no_page(pages, facts, found)]


def not_compared(pages: Sequence[Page], facts: Sequence[Fact]) -> list[Fact]:
    """The errors of which not all pages are given: nobody can say what of them is gone."""
    given = {page.name for page in pages}
    return [fact for fact in facts if fact.pages and not fact.pages <= given]


def _on_page(page: Page, facts: Sequence[Fact]) -> Iterator[Difference]:
    defined = dict(_definitions(page))
    known = {fact.code for fact in facts}
    for code in sorted(set(_CODE.findall(page.text)) - known):
        yield Difference(page.name, "new code", f"{code}: {_shown(defined.get(code, ''))}")
    for fact in facts:
        yield from _of_fact(page, fact, defined.get(fact.code) if fact.code else None)
    for quotation in _new_quotations(page, facts):
        like = _most_alike(quotation, [fact for fact in facts if page.name in fact.pages and not fact.code])
        if like is None:
            yield Difference(page.name, "new sentence", _shown(quotation))
        else:
            yield Difference(page.name, "changed error", f"{like}: {_shown(quotation)}, in the catalog {_all_of(like)}")


def _of_fact(page: Page, fact: Fact, definition: str | None) -> Iterator[Difference]:
    """What differs about one error; `definition` is what the page says of its code."""
    text = page.text if definition is None else definition
    if not _says_exactly(text, fact):
        spelling = _other_spelling(text, fact, page.quotations if definition is None else definition)
        if spelling:
            yield Difference(page.name, "spelling", f"{fact}: {_shown(spelling)}, in the catalog {_all_of(fact)}")
        elif definition is not None:
            yield Difference(page.name, "changed error", f"{fact}: {_shown(text)}, in the catalog {_all_of(fact)}")
    for name, fragment in fact.anchors:
        if name == page.name and fragment not in page.anchors:
            yield Difference(page.name, "link", f"{fact} links to the section #{fragment}, which is not there")


def _on_no_page(pages: Sequence[Page], facts: Sequence[Fact], found: Sequence[Difference]) -> Iterator[Difference]:
    given = {page.name for page in pages}
    text = "\n".join(page.text for page in pages)
    quotations = "\n".join(page.quotations for page in pages)
    codes = set(_CODE.findall(text))
    told = {f"{fact}" for fact in facts for difference in found if difference.about.startswith(f"{fact}: ")}
    for fact in facts:
        if not fact.pages or not fact.pages <= given or str(fact) in told:
            continue
        if fact.code and fact.code not in codes:
            yield Difference("", "gone code", f"{fact}: {_all_of(fact)}")
        elif not fact.code and not (_says_exactly(text, fact) or _other_spelling(text, fact, quotations)):
            yield Difference("", "gone sentence", f"{fact}: {_all_of(fact)}")


def _definitions(page: Page) -> Iterator[tuple[str, str]]:
    """Codes and what the page says of them: the rest of a row that begins with the code, or the section below it."""
    for number, block in enumerate(page.blocks):
        codes = _CODE.findall(block.text)
        if block.kind == "row" and any(_CODE.fullmatch(cell) for cell in block.cells):
            yield codes[0], "\n".join(cell for cell in block.cells if cell != codes[0])
        elif block.kind == "heading" and codes:
            below = [block.text]
            for later in page.blocks[number + 1 :]:
                if later.kind == "heading" and later.level <= block.level:
                    break
                below.append(later.text)
            yield codes[0], "\n".join(below)


def _new_quotations(page: Page, facts: Sequence[Fact]) -> Iterator[str]:
    """What the page quotes as an error and no sentence of the catalog is in, each once."""
    quotations = dict.fromkeys(quotation for block in page.blocks for quotation in block.quotations)
    for quotation in quotations:
        if len(quotation.split()) < _SHORTEST_QUOTATION or not _LIKE_AN_ERROR.search(quotation):
            continue
        if not any(_says_exactly(quotation, fact) or _other_spelling(quotation, fact, quotation) for fact in facts):
            yield quotation


def _most_alike(quotation: str, facts: Iterable[Fact]) -> Fact | None:
    sentences = {squeezed(sentence)[0]: fact for fact in facts for sentence in fact.sentences}
    close = difflib.get_close_matches(squeezed(quotation)[0], sentences, n=1, cutoff=_ALIKE)
    return sentences[close[0]] if close else None


def _says_exactly(text: str, fact: Fact) -> bool:
    for sentence in fact.sentences:
        first, *rest = map(re.escape, _SLOT.split(sentence))
        words = first + "".join(rf".{{0,200}}?{literal}" for literal in rest)
        if re.search(rf"(?<!\w){words}(?!\w)" if sentence[:1].isalnum() else words, text):
            return True
    return False


def _other_spelling(text: str, fact: Fact, quotations: str) -> str:
    """How the text spells one of the sentences, or ``""``: with the same words in the same order.

    A sentence of few words may be part of the prose: it is looked for in the quotations.
    """
    for sentence in fact.sentences:
        is_short = len(_SLOT.sub("", sentence).split()) < _FEWEST_WORDS
        found = _spelled(sentence, quotations if is_short else text)
        if found:
            return found
    return ""


def _spelled(sentence: str, text: str) -> str:
    letters, places = squeezed(text)
    literals = [re.escape(squeezed(literal)[0]) for literal in _SLOT.split(sentence)]
    for found in re.finditer(".{0,160}?".join(literals), letters):
        if found[0]:
            start, end = places[found.start()], places[found.end() - 1] + 1
            if not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum()):
                return text[start:end]
    return ""


def squeezed(text: str) -> tuple[str, list[int]]:
    """The letters, digits and line feeds of a text in lower case, and where each stood; ``n't`` is ``not``."""
    letters: list[str] = []
    places: list[int] = []
    end = 0
    for contraction in [*_CONTRACTION.finditer(text), None]:
        start = contraction.start() if contraction else len(text)
        for place in range(end, start):
            if text[place].isalnum() or text[place] == "\n":
                letters.append(text[place].lower()[:1])
                places.append(place)
        if contraction:
            letters += "nnot" if contraction["of_can"] is not None else "not"
            places += [start] * (len(letters) - len(places) - 1) + [contraction.end() - 1]
            end = contraction.end()
    return "".join(letters), places


def _all_of(fact: Fact) -> str:
    return " or ".join(map(repr, fact.sentences))


def _shown(text: str) -> str:
    shown = " ".join(text.split())
    return ascii(shown if len(shown) <= 200 else f"{shown[:199]}…") if not shown.isprintable() else repr(shown[:200])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        description="Compare saved copies of the official pages with the catalog.",
        epilog="Exit status: 0 nothing differs, 1 something does, 2 a page cannot be read.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a page as Markdown or HTML")
    files = parser.parse_args(arguments).files
    facts = facts_of_catalog()
    names = {name for fact in facts for name in (*fact.pages, *(page for page, _ in fact.anchors))}
    try:
        pages = [_known_page(file, names) for file in files]
    except UnreadablePage as error:
        print(error, file=sys.stderr)
        return 2
    found = differences(pages, facts)
    print(*found, sep="\n", end="\n" if found else "")
    left = not_compared(pages, facts)
    if left:
        missing = sorted({name for fact in left for name in fact.pages} - {page.name for page in pages})
        print(f"Whether {len(left)} errors are gone was not looked at, without these pages: {', '.join(missing)}")
    spellings = sum(difference.kind == "spelling" for difference in found)
    print(f"{len(found) - spellings} changed, {spellings} spelled differently")
    return 1 if found else 0


def _known_page(file: Path, names: set[str]) -> Page:
    page = read_page(file)
    if page.name not in names:
        raise UnreadablePage(f"{file}: no error links to a page {page.name!r}: name the file like the page's address")
    return page


if __name__ == "__main__":
    sys.exit(main())
