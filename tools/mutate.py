"""Mutation testing: does a test fail when the code is wrong?

Usage: python tools/mutate.py [MODULE ...] [--sample N] [--seed N] [--since REF]

Each mutant is the library with one small mistake (`mutations.py` makes them). The tests that reach its line have to
fail with it. `--sample` takes so many of them by chance, spread over all modules. `--since` takes those alone that
stand in lines changed since a commit. Mutants that mean the same as the code are listed in `tests/mutants.toml`, with
the reason. Exit status 1: another one survives.

Which tests reach which line is found out first, and kept in `build/mutation` until something changes. Mutants run one
after the other, each in a process of its own that is forked from one that has imported what they share.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType
from typing import Any, Final, NamedTuple

import mutations

ROOT: Final = Path(__file__).parent.parent
SOURCE: Final = ROOT / "src" / "dualwrite_errors"
RESULTS: Final = ROOT / "build" / "mutation"
LISTED: Final = ROOT / "tests" / "mutants.toml"
PATTERNS: Final = (
    *("folding.py", "templates.py", "sentences.py", "codes.py", "context.py", "classes.py", "errors.py", "groups.py"),
    *("registry.py", "pickling.py", "arguments.py", "records.py", "parsing/*.py", "scanning/*.py"),
)
"""What recognizes, reads or rebuilds."""
_TESTS: Final = tuple(
    file
    for file in sorted((ROOT / "tests").glob("test_*.py"))
    if not re.match(
        r"test_(browser|cli|docs|examples|entry|package|readme|libraries|fake|sample|strat|corpus)", file.name
    )
)
"""What runs in this process and reads no pages."""
_OWN_TESTS: Final = {
    "folding.py": "sentences recognition",
    "templates.py": "templates sentences recognition pasted_texts",
    "sentences.py": "templates sentences recognition pasted_texts",
    "codes.py": "parse",
    "context.py": "context recognition pasted_texts",
    "classes.py": "error registry group",
    "errors.py": "arguments error group reliability",
    "groups.py": "group reliability",
    "registry.py": "registry arguments",
    "pickling.py": "reliability error group",
    "arguments.py": "arguments error payload",
    "records.py": "arguments error group",
    "parsing/translation.py": "translation",
    **dict.fromkeys(
        [
            f"parsing/{name}.py"
            for name in ("decoding", "failures", "locations", "payload", "responses", "shapes", "walker")
        ],
        "walker shapes locations decoding responses payload",
    ),
}
"""The tests that follow a module, without ``test_``: they run first."""
_OTHERS: Final = {
    "parsing/": "lone_code parse recognition pasted_texts",
    "scanning/": "structure scan_steps scan scan_formats scan_sources speedups",
}
_FIRST_SECONDS: Final = 2.0
"""For so long the tests run that reach the line of a mutant; if all pass, the other tests of its module run, too."""
_SLOW: Final = 3.0
"""Tests that take longer find hardly anything that no other test does, and are left out."""
_MOST_SECONDS: Final = 120
"""Processor time after which a mutant is taken to run forever."""
_MOST_MEMORY: Final = 6 << 30
_WANTED: Final = 0.95
_OPTIONS: Final = (
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "--hypothesis-seed=0",
    "--no-header",
    "-W",
    "ignore",
)


class Reached(NamedTuple):
    """Which tests reach a module."""

    by_line: dict[int, list[str]]
    every: list[str]


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


def modules() -> dict[str, Path]:
    """The modules that are mutated, by the path under the package."""
    files = [file for pattern in PATTERNS for file in sorted(SOURCE.glob(pattern)) if file.name != "__init__.py"]
    return {str(file.relative_to(SOURCE)): file for file in files}


def reached_lines() -> tuple[dict[str, Reached], dict[str, float]]:
    """For each module the tests that reach it, the fastest first; and how many seconds each test takes."""
    files = [*sorted(SOURCE.rglob("*.py")), *sorted((ROOT / "tests").glob("*.py"))]
    state = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    kept = RESULTS / "reached.json"
    if not kept.exists() or json.loads(kept.read_text("utf-8"))["state"] != state:
        RESULTS.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([sys.executable, __file__, "--watch-the-tests", state, str(kept)], check=False)
        if done.returncode:
            raise SystemExit("the tests fail without any mutant: mend them first")
    data = json.loads(kept.read_text("utf-8"))
    seconds: dict[str, float] = data["seconds"]
    lines = {
        name: {int(line): {test for test in tests if seconds[test] <= _SLOW} for line, tests in lines.items()}
        for name, lines in data["lines"].items()
    }
    directly = {name: set().union(*by_line.values()) for name, by_line in lines.items()}
    return {
        name: Reached(
            {line: sorted(tests, key=seconds.__getitem__) for line, tests in by_line.items()},
            sorted(set().union(*(directly[user] for user in (name, *_users_of(name)))), key=seconds.__getitem__),
        )
        for name, by_line in lines.items()
    }, seconds


def _users_of(module: str) -> list[str]:
    """The modules that import a module: their tests reach it, too, where it keeps what it once has made."""
    name = module.removesuffix(".py").rpartition("/")[2]
    imported = re.compile(rf"from \.+(?:\w+\.)*{name} import")
    return [user for user, file in modules().items() if imported.search(file.read_text("utf-8"))]


def _watch_the_tests(state: str, kept: str) -> int:
    """Run the tests once, without mutants, and write down what each of them reaches."""
    import coverage
    import pytest

    seconds: defaultdict[str, float] = defaultdict(float)
    watch = coverage.Coverage(data_file=None, source_pkgs=["dualwrite_errors"], config_file=False)

    class Watcher:
        def pytest_runtest_logstart(self, nodeid: str) -> None:
            watch.switch_context(nodeid.partition("[")[0])

        def pytest_runtest_logreport(self, report: Any) -> None:
            seconds[report.nodeid.partition("[")[0]] += report.duration

    watch.start()
    status = pytest.main([*_OPTIONS, *map(str, _TESTS)], plugins=[Watcher()])
    watch.stop()
    data = watch.get_data()
    lines: dict[str, dict[int, list[str]]] = {}
    for name, file in modules().items():
        contexts = data.contexts_by_lineno(str(file))
        lines[name] = {line: [test for test in tests if test] for line, tests in contexts.items()}
    Path(kept).write_text(json.dumps({"state": state, "lines": lines, "seconds": seconds}), "utf-8")
    return int(status)


def _import_what_is_shared() -> None:
    """Import what every mutant needs, but nothing of the library, and keep what is compiled on the way."""
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(RESULTS / "compiled")
    for name in ("pytest", "hypothesis", "hypothesis.strategies", "attrs", "typing_extensions", "sybil", "json", "csv"):
        __import__(name)
    for name in ("_hypothesis_pytestplugin", "hypothesis.extra.pytestplugin", "openpyxl", "defusedxml.ElementTree"):
        if importlib.util.find_spec(name.partition(".")[0]):
            __import__(name)
    if any(name.startswith("dualwrite_errors") for name in sys.modules):
        raise SystemExit("the library is imported already: its mutants would not be")


def survives(module: str, code: CodeType, tests: Sequence[str]) -> bool:
    """Whether all `tests` pass with a module replaced by a mutant."""
    child = os.fork()
    if not child:
        try:
            os._exit(_run(module, code, tests))
        except BaseException:  # noqa: BLE001 - whatever it is, it shows the mistake
            os._exit(1)
    stop = time.monotonic() + 10 * _MOST_SECONDS
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        if time.monotonic() > stop:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.01)


def _run(module: str, code: CodeType, tests: Sequence[str]) -> int:
    from importlib.machinery import SourceFileLoader

    import pytest

    os.setsid()
    output = os.open(RESULTS / "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(output, stream)
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(RESULTS / "hypothesis")
    name = "dualwrite_errors." + module.removesuffix(".py").replace("/", ".")
    load = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if fullname == name else load(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    __import__(name)
    return int(pytest.main([*_OPTIONS, *tests]))


def _tests_of(reached: Reached, line: int, seconds: dict[str, float]) -> Iterator[list[str]]:
    """The tests to run against a mutant in a line: those that reach it, as far as time allows, then the others."""
    near = reached.by_line.get(line) or reached.every
    first: list[str] = []
    taken = 0.0
    for test in near:
        taken += seconds[test]
        if first and taken > _FIRST_SECONDS:
            break
        first.append(test)
    yield first
    known = set(first)
    yield [test for test in dict.fromkeys([*near, *reached.every]) if test not in known]


def _own_tests(module: str) -> list[str]:
    """The files of tests that follow a module."""
    words = _OWN_TESTS.get(module) or next(words for part, words in _OTHERS.items() if module.startswith(part))
    return [str(ROOT / "tests" / f"test_{word}.py") for word in words.split()]


def _changed_lines(since: str) -> dict[str, set[int]]:
    """By module, the lines that are not as they were in a commit."""
    diff = subprocess.run(
        ["git", "diff", "--unified=0", "--no-color", since, "--", str(SOURCE)],  # noqa: S607 - the git of the user
        check=True, capture_output=True, text=True, cwd=ROOT,
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
    parser.add_argument("--quick", action="store_true", help="only the tests that follow the module of a mutant")
    parser.add_argument("--tests", nargs="+", help="run these test files against each mutant, and no others")
    parser.add_argument("--name", help="only those whose name holds this")
    given = parser.parse_args()
    changed = _changed_lines(given.since) if given.since else None
    chosen: list[tuple[str, mutations.Mutant]] = []
    for module, file in modules().items():
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
    reached, seconds = ({}, {}) if files or is_quick else reached_lines()
    RESULTS.mkdir(parents=True, exist_ok=True)
    _import_what_is_shared()
    started = time.monotonic()
    alike: list[str] = []
    survivors: list[str] = []
    for number, (module, mutant) in enumerate(chosen, start=1):
        name = f"{module} {mutant.name}"
        steps: list[list[str]] = [files or _own_tests(module)]
        if not (files or is_quick):
            steps += _tests_of(reached[module], mutant.line, seconds)
        if all(survives(module, mutant.code, tests) for tests in steps if tests):
            (alike if listed.has(name) else survivors).append(name)
            print(f"{number}/{len(chosen)} survives{' as listed' if listed.has(name) else ''}: {name}", flush=True)
    killed = len(chosen) - len(alike) - len(survivors)
    print(
        f"{len(chosen)} mutants in {time.monotonic() - started:.0f} s: {killed} killed ({killed / len(chosen):.1%}),"
        f" {len(alike)} mean the same as the code, {len(survivors)} survive"
    )
    return 1 if survivors or killed < _WANTED * (len(chosen) - len(alike)) else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--watch-the-tests"]:
        sys.exit(_watch_the_tests(*sys.argv[2:]))
    sys.exit(main())
