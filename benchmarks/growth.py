"""Whether the time grows with the input and no faster: hostile texts, and texts with many issues."""

from __future__ import annotations

from itertools import cycle, islice

import attrs
from measure import Effort, Statement, timed
from series import Series
from table import LABEL_WIDTH, Row, Section, duration, shortened

from dualwrite_errors import REGISTRY, parse, parse_all

_BUDGET = 12.0
_STEP = 10
_ISSUES = (10, 100, 1_000, 10_000)
_CALLED = {"parse": parse, "parse_all": parse_all}
_MIXED = tuple(REGISTRY.values())[::3][:10]
"""The errors that follow each other in a text: ten, so that every number of issues is the same mixture."""


@attrs.frozen
class Repeated:
    """A text that repeats one piece, and what reads it."""

    call: str
    """The code to time; the text is its ``{}``."""
    piece: str
    opening: str = ""

    @property
    def label(self) -> str:
        """The code with the text written out, as far as a row has room for it."""
        opening = f"{self.opening!a} + " if self.opening else ""
        around = len(self.call) - len("{}") + len(opening) + len(" * n")
        shortest = 16
        return shortened(
            self.call.format(f"{opening}{shortened(ascii(self.piece), max(shortest, LABEL_WIDTH - around))} * n")
        )

    def text(self, size: int) -> str:
        """The text, of about `size` characters."""
        return self.opening + self.piece * (size // len(self.piece))

    def statement(self, size: int) -> Statement:
        """The code on a text of about `size` characters."""
        return Statement(self.call.format("text"), {**_CALLED, "text": self.text(size)})

    def series(self) -> Series:
        """The code on ever larger texts."""
        code = compile(self.call.format("text"), self.label, "eval")
        return Series(self.label, lambda text: eval(code, {**_CALLED, "text": text}), self.text)  # noqa: S307 - of this file


HOSTILE = (
    Repeated("parse({})", "x"),
    Repeated("parse({})", "missing source field "),
    Repeated("parse({})", "missing source field '"),
    Repeated("parse({})", "map the integration key associated with the entity lookup field "),
    Repeated("parse({})", " ", opening="missing "),
    Repeated("parse({})", "\n"),
    Repeated("parse({})", "\u0130"),
    Repeated("parse({})", "DIPV"),
    Repeated("parse({})", "dipv1003"),
    Repeated("parse({})", "[DIPV1003] "),
    Repeated("parse({}).names", "missing source field ", opening="DIPV1022 "),
    Repeated("parse({})", "unable to lookup "),
    Repeated("parse({})", "unable to lookup x with values {"),
    Repeated("parse({})", "unable to sync with entity "),
    Repeated("parse({})", "attempts to get data from "),
    Repeated("parse({})", "couldn't resolve the guid for the field: "),
    Repeated("parse({})", "failed to connect to {side}. ensure "),
    Repeated("parse({})", "&lt;", opening="unable "),
    Repeated("parse({})", "<b ", opening="unable "),
    Repeated("parse_all({})", "[DIPV1003] "),
    Repeated("parse_all({})", "project validation failed. "),
    Repeated("parse_all({})", "DIPV1003 project validation failed. "),
    Repeated("parse_all({})", "dual write failure - a "),
    Repeated("parse_all({})", "unable to write data to entity a. "),
    Repeated("parse_all({})", "unable to lookup a with values {b}. "),
    Repeated("parse_all({})", "writes to a failed with error message ", opening="unable to write data to entity a. "),
    Repeated("parse_all({})[-1].context", "A (a): [DIPV1003] "),
    Repeated("parse_all({})[-1].context", "activity id [DIPV1003] "),
    Repeated("parse_all({})", "2026-01-31 12:00:00 [DIPV1003] x\n"),
)


def hostile_texts(effort: Effort) -> Section:
    """Texts made to be slow, each at two sizes."""
    large, small = effort.hostile_size, effort.hostile_size // _STEP
    statements = {(case, size): case.statement(size) for case in HOSTILE for size in (small, large)}
    samples = timed(statements, rounds=effort.long_rounds, sample=effort.sample)
    rows = [
        Row(
            label=case.label,
            samples=samples[case, large],
            reference=samples[case, small],
            against=f"{duration(samples[case, small])} at {small // 1000} kB",
            budget=_BUDGET,
        )
        for case in HOSTILE
    ]
    return Section(title=f"Hostile texts of {large // 1000:,} kB", rows=tuple(rows))


def many_issues(effort: Effort) -> Section:
    """One text with ever more issues in it, by their codes and by their words."""
    rows = [
        row
        for kind, issue in (("codes", "[{0.code}] {0.message}"), ("sentences", "{0.message}"))
        for row in _steps(f"issues by their {kind}", f"Project validation failed. {issue}", effort)
    ]
    return Section(title="parse_all of one text with ...", rows=tuple(rows))


def _steps(label: str, issue: str, effort: Effort) -> list[Row]:
    """A row for each number of issues, and one that says what the garbage collector adds to the last of them.

    The collector is told to leave alone what else is alive in this process: the peers would count as ours.
    """
    statements = {str(count): _parse_all(_text(count, issue)) for count in _ISSUES}
    most = str(_ISSUES[-1])
    collected = attrs.evolve(statements[most], setup="import gc; gc.freeze(); gc.enable()")
    samples = timed({**statements, "collected": collected}, rounds=effort.rounds, sample=effort.sample)

    def row(count: int, before: int | None) -> Row:
        reference = samples[str(before)] if before else None
        against = f"{duration(reference)} for {before:,}" if reference else ""
        return Row(
            label=f"{count:,} {label}",
            samples=samples[str(count)],
            reference=reference,
            against=against,
            budget=_BUDGET,
        )

    return [
        *map(row, _ISSUES, (None, *_ISSUES)),
        Row(label="  the same, collector on", samples=samples["collected"], reference=samples[most], against="off"),
    ]


def _parse_all(text: str) -> Statement:
    return Statement("parse_all(text)", {"parse_all": parse_all, "text": text})


def _text(count: int, issue: str) -> str:
    return "\n".join(issue.format(documented) for documented in islice(cycle(_MIXED), count))
