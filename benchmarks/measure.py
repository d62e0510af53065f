"""Repeated timings, taken in turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import process_time
from timeit import Timer
from typing import TypeAlias, TypeVar

import attrs

Key = TypeVar("Key")

Samples: TypeAlias = Sequence[float]
"""Seconds, or bytes of memory: one number for each round."""


@attrs.frozen(kw_only=True)
class Effort:
    """How much time a run spends."""

    imports: int
    """How many times each import is timed, every time in a new process."""
    rounds: int
    """How many samples are taken of each short statement."""
    long_rounds: int
    """How many samples are taken of each statement that may take a good part of a second."""
    sample: float
    """The seconds that one sample of a statement lasts at least: a short statement is repeated that long."""
    hostile_size: int
    """The length in characters of the longer one of each two hostile texts."""
    longest_input: float
    """The seconds that the largest of ever larger inputs is expected to take at most."""
    largest_input: int = 10_000_000
    """Its characters or bytes."""
    log_size: int
    """The bytes of the largest log."""


FULL = Effort(
    imports=21,
    rounds=41,
    long_rounds=5,
    sample=0.005,
    hostile_size=1_000_000,
    longest_input=1.0,
    log_size=1_000_000_000,
)
PATIENT = attrs.evolve(FULL, long_rounds=1, longest_input=20.0, largest_input=100_000_000)
QUICK = Effort(
    imports=3,
    rounds=3,
    long_rounds=1,
    sample=0.001,
    hostile_size=100_000,
    longest_input=0.02,
    log_size=20_000_000,
)


@attrs.frozen
class Statement:
    """Python code to time, and the names that it uses.

    The code is timed as it stands, without a function around it: the call of that function would be the same for
    everybody and so would bring every ratio nearer to 1.
    """

    code: str
    names: Mapping[str, object]
    setup: str = "pass"
    """Code that runs before each sample, outside of its time."""


def in_turns(samplers: Mapping[Key, Callable[[], float]], rounds: int) -> dict[Key, Samples]:
    """What each sampler returns. In each round each takes one sample, so that noise hits all alike.

    Every second round runs backwards, so that nobody always follows the same other one.
    """
    taken: dict[Key, list[float]] = {key: [] for key in samplers}
    order = list(samplers)
    for _ in range(rounds):
        for key in order:
            taken[key].append(samplers[key]())
        order.reverse()
    return dict(taken)


def timed(statements: Mapping[Key, Statement], *, rounds: int, sample: float) -> dict[Key, Samples]:
    """The seconds that one execution of each statement takes, all of them timed in turns.

    They are seconds of the processor, in which nothing else that runs on the machine counts. As always with `timeit`,
    the garbage collector is off unless the `setup` of a statement enables it.
    """
    return in_turns({key: _sampler(statement, sample) for key, statement in statements.items()}, rounds)


def _sampler(statement: Statement, seconds: float) -> Callable[[], float]:
    timer = Timer(statement.code, statement.setup, process_time, dict(statement.names))
    timer.timeit(1)  # what is made at first use, such as a compiled pattern, is no part of a sample
    loops = 1
    while timer.timeit(loops) < seconds:
        loops *= 2
    return lambda: timer.timeit(loops) / loops
