"""Inputs of one kind, each ten times as large as the one before: whether time and memory grow no faster."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from time import process_time
from typing import Any

import attrs
from measure import Effort, Statement, timed
from table import Row, amount, duration, mebibytes

STEP = 10
GROWTH_BUDGET = 12.0
_MOST_ROUNDS = 3
_SIZES_SHOWN = 3


@attrs.frozen
class Series:
    """What is called, and its inputs.

    The inputs grow until the next one would take more than `Effort.longest_input` seconds if it went on like this: what
    turns out to be worse than linear does not hold up the others.
    """

    label: str
    call: Callable[[Any], object]
    made: Callable[[int], Any]
    """Makes an input of about so many characters, or bytes; or of as many parts as `unit` says."""
    unit: str = ""
    smallest: int = 1_000
    largest: int | None = None
    """The largest of them, if the `Effort` does not say that."""

    def rows(self, effort: Effort) -> list[Row]:
        """A row for each of the last sizes, against the one before."""
        sizes = self._sizes(effort)[-_SIZES_SHOWN:]
        statements = {
            size: Statement("call(argument)", {"call": self.call, "argument": self.made(size)}) for size in sizes
        }
        samples = timed(statements, rounds=min(effort.long_rounds, _MOST_ROUNDS), sample=effort.sample)
        return [
            Row(
                label=f"{self.label}, {self._amount(size)}",
                samples=samples[size],
                reference=samples[before],
                against=f"{duration(samples[before])} for {self._amount(before)}",
                budget=GROWTH_BUDGET,
            )
            for before, size in pairwise(sizes)
        ]

    def memory_row(self, effort: Effort, decoded: Callable[[str], object], budget: float) -> Row:
        """The peak of the memory that a call takes for the largest input, a text, against that and it decoded."""
        text = self.made(self._sizes(effort)[-1])
        taken, least = _memory_of(self.call, text), float(len(text)) + _memory_of(decoded, text)
        against = f"{mebibytes([least])} decoded; {taken / len(text):.1f}x the text"
        return self._row_of_memory(amount(len(text)), taken, least, against, budget)

    def growth_of_memory(self, effort: Effort) -> Row:
        """The peak of the memory that a call takes for the largest input, against the one before."""
        before, size = self._sizes(effort)[-2:]
        reference, taken = (_memory_of(self.call, self.made(each)) for each in (before, size))
        against = f"{mebibytes([reference])} for {self._amount(before)}"
        return self._row_of_memory(self._amount(size), taken, reference, against, GROWTH_BUDGET)

    def _row_of_memory(self, size: str, taken: float, reference: float, against: str, budget: float) -> Row:
        return Row(
            label=f"{self.label}, {size}",
            samples=[taken],
            shown=mebibytes,
            reference=[reference],
            against=against,
            budget=budget,
        )

    def _sizes(self, effort: Effort) -> list[int]:
        self.call(self.made(self.smallest))  # what is made at first use is no part of the time
        sizes = [self.smallest, self.smallest * STEP]
        before, seconds = map(self._seconds, sizes)
        largest = self.largest or effort.largest_input
        while sizes[-1] * STEP <= largest and seconds * max(seconds / before, STEP) <= effort.longest_input:
            sizes.append(sizes[-1] * STEP)
            before, seconds = seconds, self._seconds(sizes[-1])
        return sizes

    def _seconds(self, size: int) -> float:
        argument = self.made(size)
        start = process_time()
        self.call(argument)
        return process_time() - start

    def _amount(self, size: int) -> str:
        return f"{size:,} {self.unit}" if self.unit else amount(size)


def _memory_of(call: Callable[[Any], object], argument: Any) -> float:
    tracemalloc.start()
    kept = call(argument)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return float(peak)
