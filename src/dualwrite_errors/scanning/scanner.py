"""Logs and files of any size to findings."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Final

import attrs
from typing_extensions import override

from .codes import codes_in
from .documents import Document, UnreadMembers, Watch
from .finding import Finding
from .lines import Lines
from .regions import decoded
from .sources import Source, checked_encoding, checked_source, documents_of, name_of
from .structure import Structure, checked_structure, separator_of, structure_of
from .text import errors_in

_SAMPLE: Final = 1 << 16
"""The bytes that tell the structure of a text."""


class _Sampled:
    """Blocks of which the first are known beforehand, up to 64 KiB of them, or to where there is nothing for now."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.sample: list[bytes] = []
        self._blocks = blocks
        self._failure: Exception | None = None
        try:
            for block in blocks:
                self.sample.append(block)
                if not block or sum(map(len, self.sample)) >= _SAMPLE:
                    break
        except Exception as error:  # noqa: BLE001 - raised once what came before it has been read
            self._failure = error

    def blocks(self) -> Iterator[bytes]:
        """All of the blocks."""
        yield from self.sample
        if self._failure is not None:
            raise self._failure
        yield from self._blocks


class Scan(Iterator[Finding]):
    """The findings in one source, one after the other, and how many lines have been read. `scan` makes it.

    The source is opened with the first finding that is asked for and closed after the last one.
    """

    __module__ = "dualwrite_errors"

    source: str
    """What the findings call the source."""

    def __init__(
        self,
        source: Source,
        encoding: str | None,
        *,
        codes_only: bool,
        watch: Watch,
        read_as: Structure | None = None,
    ) -> None:
        self.source = name_of(source)
        self._lines = Lines()
        self._lines_before = self._lines_with_finding_before = 0
        self._read_as = read_as
        self._codes_only = codes_only
        self._findings = self._read(documents_of(source, encoding, watch))

    @property
    def lines(self) -> int:
        """How many lines have been read to their end; after the last finding, how many there are. Of a table, rows."""
        return self._lines_before + self._lines.read

    @property
    def lines_with_finding(self) -> int:
        """How many lines something was found in, as far as they have been read."""
        return self._lines_with_finding_before + self._lines.with_finding

    @override
    def __iter__(self) -> Iterator[Finding]:  # noqa: PYI034 - a generator is faster without a call around it
        return self._findings

    @override
    def __next__(self) -> Finding:
        return next(self._findings)

    def close(self) -> None:
        """Stop before the end: close the file if the scan has opened one. No finding comes after it."""
        self._findings.close()

    def _read(self, documents: Generator[Document]) -> Generator[Finding]:
        unread: list[tuple[str, OSError]] = []
        with closing(documents):
            for document in documents:
                self._lines_before, self._lines_with_finding_before = self.lines, self.lines_with_finding
                self._lines = Lines()
                try:
                    yield from self._findings_in(document)
                except OSError as error:
                    if not document.is_member:
                        raise
                    unread.append((document.name, error))
        if unread:
            raise UnreadMembers(unread)

    def _findings_in(self, document: Document) -> Iterator[Finding]:
        if document.workbook is not None:
            from .workbook import errors_in_workbook

            return errors_in_workbook(document, self._lines)
        if self._codes_only:
            return codes_in(document, self._lines)
        if document.is_lines and self._read_as is None:
            return errors_in(document, self._lines)
        first = _Sampled(document.blocks)
        document = attrs.evolve(document, blocks=first.blocks())
        sample = decoded(b"".join(first.sample)[:_SAMPLE])
        structure = self._read_as or structure_of(sample)
        if structure == "json":
            from .json_file import errors_in_json

            return errors_in_json(document, self._lines)
        if structure == "csv":
            from .csv_file import errors_in_csv

            return errors_in_csv(document, self._lines, separator_of(sample) or ",")
        return errors_in(document, self._lines, by_structure=self._read_as != "text")


def scan(
    source: Source, *, encoding: str | None = None, codes_only: bool = False, read_as: Structure | None = None
) -> Scan:
    """Every place in a log or a file where an error of dual-write stands, in order, whatever the size.

    Memory stays constant, also with lines of any length. A line may carry several errors; each is a `Finding`.

    Args:
        source: A path; an open file, binary or text; or an iterable of lines, each a str or bytes, with or without its
            end. For a text call `parse_all`.
        encoding: The encoding of bytes. A byte order mark at their beginning goes before it. Without either they are
            UTF-8, or what their zero bytes tell. What does not decode becomes U+FFFD, the text around it stays.
        codes_only: Look for codes alone, whatever the structure: many times as fast. Each code is a finding.
        read_as: ``"text"``, ``"json"``, ``"jsonl"`` or ``"csv"``, instead of what the file seems to be.

    Returns:
        An iterator of `Finding` that counts lines as it goes. It opens a path with its first step.

    Raises:
        TypeError: `source` is nothing that can be read; while it is read: a line is neither str nor bytes.
        LookupError: `encoding` is no text encoding that Python knows.
        ValueError: `read_as` is not one of these.
        OSError: While the source is read: it cannot be opened, it is not a text, or it cannot be read to its end. What
            could be read has been yielded; of an archive, also what is in the members after one that cannot be read.
    """
    return Scan(
        checked_source(source),
        checked_encoding(encoding),
        codes_only=codes_only,
        watch=lambda _: None,
        read_as=checked_structure(read_as),
    )
