"""Which tests can notice a mutant: those that reach its line, and those that follow its module."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent
SOURCE: Final = ROOT / "src" / "dualwrite_errors"
RESULTS: Final = ROOT / "build" / "mutation"
OPTIONS: Final = (
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
_PATTERNS: Final = (
    *("folding.py", "templates.py", "sentences.py", "codes.py", "context.py", "classes.py", "errors.py", "groups.py"),
    *("registry.py", "pickling.py", "arguments.py", "records.py", "parsing/*.py", "scanning/*.py"),
)
"""What recognizes, reads or rebuilds."""
_TESTS: Final = tuple(
    file
    for file in sorted((ROOT / "tests").glob("test_*.py"))
    if not re.match(
        r"test_(api|browser|cli|docs|drift|error_pages|examples|entry|explain|interpreters|package|readme|libraries|site"
        r"|workflows)",
        file.name,
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
    "parsing/multipart.py": "multipart",
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


class Tests(NamedTuple):
    """What runs without any mutant: which tests reach which line, and how long each takes."""

    by_line: dict[str, dict[int, list[str]]]
    """By module and line."""
    by_module: dict[str, set[str]]
    """By module: the tests that reach it, or a module that imports it and may keep what it once has made."""
    seconds: dict[str, float]

    def near(self, module: str, line: int) -> list[str]:
        """Those that reach a line: those that follow the module, then the others, the fastest first."""
        return sorted(self.by_line[module].get(line, ()), key=self._turn_for(module))

    def others(self, module: str, *, only_own: bool) -> list[str]:
        """All that can notice a mistake in a module, in that order; or only those that follow it."""
        turn = self._turn_for(module)
        return sorted((test for test in self.by_module[module] if not only_own or turn(test)[0] < 2), key=turn)

    def _turn_for(self, module: str) -> Callable[[str], tuple[int, float]]:
        named = f"test_{module.rpartition('/')[2]}"
        own = {Path(file).name for file in own_tests(module)}

        def turn(test: str) -> tuple[int, float]:
            file = test.partition("::")[0].rpartition("/")[2]
            return 0 if file == named else 1 if file in own else 2, self.seconds[test]

        return turn

    def as_many_as_take(self, seconds: float, tests: list[str]) -> list[str]:
        """The first of `tests` that usually take so long together."""
        taken = accumulate(self.seconds[test] for test in tests)
        return [test for test, at_its_end in zip(tests, taken, strict=True) if at_its_end <= seconds]


def modules() -> dict[str, Path]:
    """The modules that are mutated, by the path under the package."""
    files = [file for pattern in _PATTERNS for file in sorted(SOURCE.glob(pattern)) if file.name != "__init__.py"]
    return {str(file.relative_to(SOURCE)): file for file in files}


def own_tests(module: str) -> list[str]:
    """The files of tests that follow a module."""
    words = _OWN_TESTS.get(module) or next(words for part, words in _OTHERS.items() if module.startswith(part))
    return [str(ROOT / "tests" / f"test_{word}.py") for word in words.split()]


def watched_tests() -> Tests:
    """What the tests reach. It is found out once, and kept until a file changes."""
    files = [*sorted(SOURCE.rglob("*.py")), *sorted((ROOT / "tests").glob("*.py")), Path(__file__)]
    state = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    kept = RESULTS / "reached.json"
    if not kept.exists() or json.loads(kept.read_text("utf-8"))["state"] != state:
        RESULTS.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([sys.executable, __file__, state, str(kept)], check=False)
        if done.returncode:
            raise SystemExit("the tests fail without any mutant: mend them first")
    data = json.loads(kept.read_text("utf-8"))
    by_line = {name: {int(line): tests for line, tests in lines.items()} for name, lines in data["lines"].items()}
    directly = {name: set().union(*lines.values()) for name, lines in by_line.items()}
    by_module = {name: set().union(*(directly[user] for user in (name, *_users_of(name)))) for name in by_line}
    return Tests(by_line, by_module, data["seconds"])


def _users_of(module: str) -> list[str]:
    name = module.removesuffix(".py").rpartition("/")[2]
    imported = re.compile(rf"from \.+(?:\w+\.)*{name} import")
    return [user for user, file in modules().items() if imported.search(file.read_text("utf-8"))]


def _watch(state: str, kept: str) -> int:
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
    status = pytest.main([*OPTIONS, *map(str, _TESTS)], plugins=[Watcher()])
    watch.stop()
    data = watch.get_data()
    lines: dict[str, dict[int, list[str]]] = {}
    for name, file in modules().items():
        contexts = data.contexts_by_lineno(str(file))
        lines[name] = {line: [test for test in tests if test] for line, tests in contexts.items()}
    Path(kept).write_text(json.dumps({"state": state, "lines": lines, "seconds": seconds}), "utf-8")
    return int(status)


if __name__ == "__main__":
    sys.exit(_watch(*sys.argv[1:]))
