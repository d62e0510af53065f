"""Mutation testing: does a test fail when the code is wrong?

Usage: python tools/mutate.py [MODULE ...] [--sample N] [--seed N] [--since REF]

Each mutant is the library with one small mistake (`mutations.py` makes them). The tests that reach its line have to
fail with it. `--sample` takes so many of them by chance, spread over all modules. `--since` takes those alone that
stand in lines changed since a commit. Mutants that mean the same as the code are listed in `tests/mutants.toml`, with
the reason. Exit status 1: another one survives.

Which tests reach which line is found out first, and kept in `build/mutation` until something changes. The file `tried`
there says which test noticed which mutant. Mutants run one after the other, each in a process of its own.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from typing import Final, NamedTuple

import mutant_runs
import mutant_tests
import mutations

LISTED: Final = mutant_tests.ROOT / "tests" / "mutants.toml"
_WANTED: Final = 0.95


class Entry(NamedTuple):
    """Mutants that mean the same as the code."""

    where: str
    """The module and the function, class or ``module``; a ``*`` in the place of the module stands for any."""
    line: str
    """A part of the line."""
    what: str
    """A part of what is changed in it; ``""`` for whatever is."""
    reason: str

    def means(self, name: str) -> bool:
        """Whether it means the mutant of this name."""
        changed, _, line = name.partition(" | ")
        where, _, what = changed.partition(": ")
        is_there = where.endswith(self.where[1:]) if self.where.startswith("*") else where == self.where
        return is_there and self.line in line and self.what in what


class Listed(NamedTuple):
    """What `tests/mutants.toml` says."""

    entries: list[Entry]

    @classmethod
    def read(cls) -> Listed:
        """The file as it is."""
        tables = tomllib.loads(LISTED.read_text("utf-8")).get("alike", [])
        return cls([Entry(table["where"], table["line"], table.get("what", ""), table["reason"]) for table in tables])

    def has(self, name: str) -> bool:
        """Whether the mutant of a name is listed."""
        return any(entry.means(name) for entry in self.entries)


def _changed_lines(since: str) -> dict[str, set[int]]:
    """By module, the lines that are not as they were in a commit."""
    diff = subprocess.run(
        ["git", "diff", "--unified=0", "--no-color", since, "--", str(mutant_tests.SOURCE)],  # noqa: S607 - the git of the user
        check=True, capture_output=True, text=True, cwd=mutant_tests.ROOT,
    ).stdout  # fmt: skip
    changed: dict[str, set[int]] = {}
    module = ""
    for line in diff.splitlines():
        if line.startswith("+++ b/"):
            module = line.removeprefix("+++ b/src/dualwrite_errors/")
        elif found := re.match(r"@@ \S+ \+(\d+)(?:,(\d+))? @@", line):
            first, count = int(found[1]), int(found[2] or 1)
            changed.setdefault(module, set()).update(range(first, first + count))
    return changed


def main() -> int:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="such as parsing/text.py; by default all")
    parser.add_argument("--sample", type=int, help="so many mutants, by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--since", metavar="REF", help="only in lines that have changed since then")
    parser.add_argument("--quick", action="store_true", help="only the tests that reach the line or follow the module")
    parser.add_argument("--tests", nargs="+", help="run these test files against each mutant, and no others")
    parser.add_argument("--name", help="only those whose name holds this")
    given = parser.parse_args()
    changed = _changed_lines(given.since) if given.since else None
    chosen: list[tuple[str, mutations.Mutant]] = []
    for module, file in mutant_tests.modules().items():
        if (given.modules and module not in given.modules) or (changed is not None and module not in changed):
            continue
        for mutant in mutations.mutants_of(file.read_text("utf-8"), str(file)):
            is_meant = changed is None or mutant.line in changed[module]
            if is_meant and (not given.name or given.name in f"{module} {mutant.name}"):
                chosen.append((module, mutant))
    every = {f"{module} {mutant.name}" for module, mutant in chosen}
    listed = Listed.read()
    is_all = not (given.modules or given.sample or given.since or given.name)
    if is_all and (gone := [entry for entry in listed.entries if not any(entry.means(name) for name in every)]):
        raise SystemExit(f"no longer mutants, to be taken off tests/mutants.toml: {gone}")
    if given.sample and given.sample < len(chosen):
        chosen = random.Random(given.seed).sample(chosen, given.sample)  # noqa: S311 - a repeatable sample
    return _report(chosen, listed, given.tests, is_quick=given.quick)


def _report(
    chosen: Sequence[tuple[str, mutations.Mutant]], listed: Listed, files: list[str] | None, *, is_quick: bool
) -> int:
    if not chosen:
        print("no mutants")
        return 0
    mutant_tests.RESULTS.mkdir(parents=True, exist_ok=True)
    tests = None if files else mutant_tests.watched_tests()
    started = time.monotonic()
    mutant_runs.import_what_is_shared()
    noticed = {} if tests is None else mutant_runs.tried_in_warm_process(chosen, tests)
    print(f"{len(noticed)} of {len(chosen)} are noticed at once", flush=True)
    alike: list[str] = []
    survivors: list[str] = []
    with (mutant_tests.RESULTS / "tried").open("w", encoding="utf-8", buffering=1) as output:
        for number, (module, mutant) in enumerate(chosen):
            name = f"{module} {mutant.name}"
            by = noticed.get(number) or mutant_runs.noticed_by(module, mutant, tests, files, is_quick=is_quick)
            output.write(f"{by or 'survives'}\t{name}\n")
            if not by:
                (alike if listed.has(name) else survivors).append(name)
                print(f"survives{' as listed' if listed.has(name) else ''}: {name}", flush=True)
    killed = len(chosen) - len(alike) - len(survivors)
    print(
        f"{len(chosen)} mutants in {time.monotonic() - started:.0f} s: {killed} killed ({killed / len(chosen):.1%}),"
        f" {len(alike)} mean the same as the code, {len(survivors)} survive"
    )
    return 1 if survivors or killed < _WANTED * (len(chosen) - len(alike)) else 0


if __name__ == "__main__":
    sys.exit(main())
