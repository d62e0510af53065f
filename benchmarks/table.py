"""The table: what a row holds, whether it keeps its budget, and how it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from statistics import median

import attrs
from measure import Samples

LABEL_WIDTH = 46
_ALIGNMENTS = (f"<{LABEL_WIDTH + 2}", ">10", ">8", ">8", "<7", "<19")


def duration(samples: Samples) -> str:
    """The median of `samples` for people: three digits and a unit."""
    seconds = median(samples)
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("us", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:#.3g} {unit}".replace(". ", " ")
    return f"{seconds * 1e9:.0f} ns"


def mebibytes(samples: Samples) -> str:
    """The median of `samples`, which are bytes, for people."""
    return f"{median(samples) / (1 << 20):.1f} MiB"


def amount(size: int) -> str:
    """A number of bytes or characters for people, such as ``100 MB``."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if float(f"{size:.3g}") >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{size} B"


@attrs.frozen(kw_only=True)
class Row:
    """One measured time, or amount of memory, and what it is compared with."""

    label: str
    samples: Samples
    shown: Callable[[Samples], str] = duration
    """What prints the samples: `mebibytes` where they are bytes and no seconds."""
    reference: Samples | None = None
    """What the ratio divides by, of the same rounds."""
    against: str = ""
    """What was measured as the reference."""
    budget: float | None = None
    """The highest ratio allowed, or None where the ratio is for information only."""

    @property
    def ratio(self) -> float | None:
        """How many times the reference it takes: the median of the ratios of the single rounds.

        The ratio of the two medians would move more: each may come from a moment when the machine had another speed.
        """
        if self.reference is None:
            return None
        return median(taken / reference for taken, reference in zip(self.samples, self.reference, strict=True))

    @property
    def verdict(self) -> str:
        """``"ok"``, ``"over"``, or ``""`` where there is nothing to judge. It judges the ratio as printed."""
        if self.ratio is None or self.budget is None:
            return ""
        return "ok" if round(self.ratio, 2) <= self.budget else "over"


@attrs.frozen(kw_only=True)
class Section:
    """The rows that were measured in turns with each other."""

    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    """What the reader has to know about the rows, a line each."""
    skipped: tuple[str, ...] = ()
    """What could not be measured, each with the reason."""


def section_lines(section: Section) -> Iterator[str]:
    """A section as lines of at most 100 columns."""
    yield _line(section.title, "median", "ratio", "budget", "", "against")
    for row in section.rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}x"
        budget = f"{row.budget:g}x" if row.verdict else ""
        yield _line(f"  {row.label}", row.shown(row.samples), ratio, budget, f"  {row.verdict}", row.against)
    for note in section.notes:
        yield f"  {note}"
    for skipped in section.skipped:
        yield f"  !! SKIPPED {skipped}"


def summary_lines(sections: Iterable[Section]) -> Iterator[str]:
    """How many budgets hold, which do not, and what was skipped."""
    measured = list(sections)
    judged = [(section, row) for section in measured for row in section.rows if row.verdict]
    over = [(section, row) for section, row in judged if row.verdict == "over"]
    yield f"{len(judged) - len(over)} of {len(judged)} budgets hold"
    for section, row in over:
        yield f"  over: {section.title}: {row.label}: {row.ratio:.2f}x, budget {row.budget:g}x"
    for skipped in dict.fromkeys(line for section in measured for line in section.skipped):
        yield f"  !! SKIPPED {skipped}"


def shortened(text: str, most: int = LABEL_WIDTH) -> str:
    """`text` with its middle left out where it is longer than `most`."""
    if len(text) <= most:
        return text
    half = (most - 3) // 2
    return f"{text[:half]}...{text[-half:]}"


def _line(*cells: str) -> str:
    return "".join(map(format, cells, _ALIGNMENTS)).rstrip()
