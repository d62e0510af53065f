"""Throw hostile inputs at `parse_all`, `parse_payload`, `scan` and the command, and check what has to hold for all.

Usage: python tools/fuzz.py TARGET [--seconds N] [--count N] [--seed N] [--guided]

TARGET is parse_all, parse_payload, scan or command. By default inputs are made from a seed, as fast as it goes. With
`--guided` atheris looks for inputs that reach new branches, and keeps them in `build/fuzz/TARGET`; it begins with
`tests/corpus/TARGET`. What fails is written to `build/fuzz/failures/TARGET`: put it into `tests/corpus/TARGET`, and it
is a test. Exit status 1: something was found.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import fuzz_checks
import fuzz_inputs
from fuzz_inputs import Dice

ROOT: Final = Path(__file__).parent.parent
CORPUS: Final = ROOT / "tests" / "corpus"
RESULTS: Final = ROOT / "build" / "fuzz"
RECIPE: Final = b"\xff\x00"
"""How a file begins that holds choices of a `Dice` instead of an input."""
_THOROUGH: Final = 31
"""One input in so many is checked thoroughly."""
_VARIATIONS: Final = 8
"""So many inputs are made of one, where that can be done."""
_SLOW: Final = 50
"""So many times as long as other inputs of the same length is too long."""
_FEWEST_SECONDS: Final = 0.02
_SAMPLE: Final = 1_000
_UNIT: Final = 200
"""An input, and each error in it, takes as long as so many characters do."""

Input: TypeAlias = Any


class Target(NamedTuple):
    """What is fuzzed."""

    make: Callable[[Dice], Input]
    """Makes an input."""
    check: Callable[..., int]
    """Checks what has to hold; the number of errors found."""
    vary: Callable[[Input, Dice], Input] | None = None
    """Makes another input of one, in a fraction of the time; then inputs are texts."""


TARGETS: Final = {
    "parse_all": Target(fuzz_inputs.text, fuzz_checks.check_text, fuzz_inputs.damaged),
    "parse_payload": Target(fuzz_inputs.payload, fuzz_checks.check_payload),
    "scan": Target(fuzz_inputs.file, fuzz_checks.check_file),
    "command": Target(fuzz_inputs.file, fuzz_checks.check_command),
}


def input_of(target: Target, data: bytes) -> Input:
    """The input that a file of the corpus stands for."""
    if data.startswith(RECIPE):
        return target.make(Dice.of(data[len(RECIPE) :]))
    if target.vary is None:
        return data
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def run(name: str, *, seed: int, count: int, seconds: float) -> Counter[str]:
    """Check inputs made from `seed`: `count` of them, or for so many seconds. What was counted."""
    target, counted = TARGETS[name], Counter[str]()
    stop = time.monotonic() + seconds
    usual, value, dice, recipe = 0.0, None, Dice(seed), b""
    with contextlib.suppress(KeyboardInterrupt):  # what was counted so far is worth knowing
        while counted["inputs"] < count and (counted["inputs"] % 64 or time.monotonic() < stop):
            number = counted["inputs"]
            if target.vary is not None and number % _VARIATIONS:
                value = target.vary(value, dice)
            else:
                recipe = RECIPE + b"%d:%d" % (seed, number)
                dice = Dice.of(recipe[len(RECIPE) :])
                value = target.make(dice)
            counted["inputs"] += 1
            started = time.process_time()
            try:
                found = target.check(value, thoroughly=number % _THOROUGH == 0)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
                counted["findings"] += 1
                report(name, recipe if target.vary is None else value.encode("utf-8", "surrogatepass"), value, error)
                continue
            counted["errors"] += found
            size = _size(value, found)
            took = (time.process_time() - started) / size
            usual = took if number < 2 else usual + (took - usual) / min(number, _SAMPLE)
            if took > _SLOW * usual and number > _SAMPLE and _is_slow(target, value, usual * size):
                counted["findings"] += 1
                report(
                    name,
                    recipe if target.vary is None else value.encode("utf-8", "surrogatepass"),
                    value,
                    TimeoutError(f"{took / usual:.0f} times as slow as others"),
                )
    return counted


def _size(value: Input, errors: int) -> int:
    """By what the time may grow: the length, and the errors, of which a compressed file may hold many."""
    return _UNIT * (1 + errors) + len(value if isinstance(value, str | bytes) else str(value))


def _is_slow(target: Target, value: Input, usual: float) -> bool:
    """Whether an input is slow again and again, and not only while the machine did something else."""
    fastest = float("inf")
    for _ in range(3):
        started = time.process_time()
        target.check(value, thoroughly=True)
        fastest = min(fastest, time.process_time() - started)
    return fastest > max(_FEWEST_SECONDS, _SLOW * usual)


def report(name: str, data: bytes, value: Input, error: BaseException) -> None:
    """Say what was found, and keep the input."""
    folder = RESULTS / "failures" / name
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / hashlib.sha256(data).hexdigest()[:16]
    file.write_bytes(data)
    print(f"{name}: {type(error).__name__}: {error}\n  {ascii(value)[:2_000]}\n  kept as {file.relative_to(ROOT)}")


def run_guided(name: str, *, seed: int, count: int, seconds: float) -> None:
    """Let atheris look for inputs that reach new branches. It ends the process itself."""
    import atheris

    target = TARGETS[name]

    def check(data: bytes) -> None:
        value = input_of(target, data)
        try:
            target.check(value, thoroughly=True)
        except Exception as error:
            report(name, data, value, error)
            raise

    found = RESULTS / name
    found.mkdir(parents=True, exist_ok=True)
    (found / "recipe").write_bytes(RECIPE + bytes(range(256)))
    options = [
        f"-max_total_time={seconds:.0f}",
        f"-seed={seed}",
        "-max_len=2048",
        "-timeout=20",
        "-print_final_stats=1",
    ]
    options += [f"-runs={count}"] if count < sys.maxsize else []
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *options, str(found), str(CORPUS / name)], check)
    atheris.Fuzz()


def main() -> int:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--count", type=int, default=sys.maxsize, help="stop after so many inputs, if time is left")
    parser.add_argument("--seed", type=int, default=20_310_506)
    parser.add_argument("--guided", action="store_true", help="with atheris, which watches the branches")
    given = parser.parse_args()
    limits = {"seed": given.seed, "count": given.count, "seconds": given.seconds}
    if given.guided:
        run_guided(given.target, **limits)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    counted = run(given.target, **limits)
    print(
        f"{given.target}: {counted['inputs']:,} inputs from seed {given.seed}, {counted['errors']:,} errors found in"
        f" them, {counted['findings']} findings"
    )
    return 1 if counted["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
