"""Runs tests against mutants, each in a process of its own.

Most mutants change a function. They are put into a process that has imported the library and collected the tests, which
takes no time: whatever fails there is noticed. What nothing notices there, and what changes a table of a module, is
decided in a process that imports the library with the mutant in it.
"""

from __future__ import annotations

import functools
import gc
import importlib
import importlib.util
import os
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Final, NamedTuple

from mutant_tests import OPTIONS, RESULTS, SOURCE, Tests, own_tests
from mutations import Mutant

_PATIENCE: Final = 8
"""The seconds of processor time for a test above ten times of what it usually takes: after it, it runs forever."""
_TIMES_AS_LONG: Final = 10
"""So many times as long by the clock: others may need the processor, too."""
_SECONDS_AT_ONCE: Final = 5.0
"""How long the tests usually take that are tried in the process that is ready."""
_MOST_MEMORY: Final = 6 << 30
_SURVIVES: Final = 0


def tried_in_warm_process(chosen: Sequence[tuple[str, Mutant]], tests: Tests) -> dict[int, str]:
    """Of the mutants that a test notices in a process that has imported the library: by place, the test."""
    noticed = RESULTS / "noticed"
    noticed.write_text("", "utf-8")
    files = sorted({test.partition("::")[0] for test in tests.seconds})
    child = os.fork()
    if not child:
        status = 1
        try:
            _redirect(RESULTS / "warm")
            status = _pytest([*OPTIONS, *files], _Warm(chosen, tests, noticed))
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"the tests could not be run: see {RESULTS / 'warm'}")
    lines = (line.split(" ", 1) for line in noticed.read_text("utf-8").splitlines())
    return {int(number): test for number, test in lines}


class _Warm:
    """In the place of the loop over the tests, a loop over mutants."""

    def __init__(self, chosen: Sequence[tuple[str, Mutant]], tests: Tests, noticed: Path) -> None:
        self._chosen = chosen
        self._tests = tests
        self._noticed = noticed

    def pytest_runtestloop(self, session: Any) -> bool:
        items: dict[str, list[Any]] = {}
        for item in session.items:
            items.setdefault(item.nodeid.partition("[")[0], []).append(item)
        for module in sorted({module for module, _ in self._chosen}):
            _import(module)
        live, caches = _live_functions(), _caches()
        gc.freeze()
        originals: dict[str, CodeType] = {}
        for number, (module, mutant) in enumerate(self._chosen):
            if module not in originals:
                file = SOURCE / module
                originals[module] = compile(file.read_text("utf-8"), str(file), "exec", dont_inherit=True)
            changed = [
                (function, code)
                for original, code in _changed_functions(originals[module], mutant.code)
                for function in live.get(original, ())
            ]
            near = self._tests.as_many_as_take(_SECONDS_AT_ONCE, self._tests.near(module, mutant.line))
            chosen = [item for test in near for item in items.get(test, ())]
            if changed and chosen:
                ended = _in_child(functools.partial(_run_in_place, changed, caches, chosen), self._tests.seconds)
                if ended.status != _SURVIVES:
                    with self._noticed.open("a", encoding="utf-8") as output:
                        output.write(f"{number} {ended.said}\n")
        return True


def _import(module: str) -> None:
    """Import a module that the library itself only imports where it needs it, if what that needs is installed."""
    name = module.removesuffix(".py").removesuffix("__init__").strip("/").replace("/", ".")
    with suppress(ImportError):
        importlib.import_module(f"dualwrite_errors.{name}".rstrip("."))


def _live_functions() -> dict[CodeType, list[FunctionType]]:
    """The functions of the library, by their code."""
    found: dict[CodeType, list[FunctionType]] = {}
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename.startswith(str(SOURCE)):
            found.setdefault(each.__code__, []).append(each)
    return found


def _caches() -> list[Any]:
    kind = type(functools.cache(len))
    return [each for each in gc.get_objects() if type(each) is kind and each.__module__.startswith("dualwrite_errors")]


def _changed_functions(original: CodeType, mutant: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions that a mutant changes, and those around them; none where it changes a table of the module."""
    inner = [each for each in original.co_consts if isinstance(each, CodeType)]
    others = [each for each in mutant.co_consts if isinstance(each, CodeType)]
    is_same = _own_parts(original) == _own_parts(mutant) and len(inner) == len(others)
    pairs = zip(inner, others, strict=True) if is_same else ()
    below = [pair for one, other in pairs for pair in _changed_functions(one, other)]
    if original.co_flags & CO_OPTIMIZED and (below or not is_same):
        yield original, mutant
    yield from below


def _own_parts(code: CodeType) -> tuple[Any, ...]:
    constants = [repr(each) for each in code.co_consts if not isinstance(each, CodeType)]
    return code.co_name, code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars


def _run_in_place(
    changed: list[tuple[FunctionType, CodeType]], caches: list[Any], items: list[Any], watcher: _Watcher
) -> int:
    for function, code in changed:
        if len(function.__code__.co_freevars) != len(code.co_freevars):
            return _SURVIVES  # as far as can be said here
    for function, code in changed:
        function.__code__ = code
    for cache in caches:
        cache.cache_clear()
    manager = items[0].config.pluginmanager
    manager.register(watcher)
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return _SURVIVES


def noticed_by(
    module: str, mutant: Mutant, tests: Tests | None, files: list[str] | None, *, is_quick: bool = False
) -> str:
    """The first test that fails in a process that imports the library with a mutant; ``""`` for none.

    All tests run that can notice it; `is_quick`, those that reach its line and those that follow its module. Without
    `tests`, only those in `files` run.
    """
    if tests is None:
        steps = [files or own_tests(module)]
    else:
        near, others = tests.near(module, mutant.line), tests.others(module, only_own=is_quick)
        order = [*near, *(test for test in others if test not in near)]
        first = tests.as_many_as_take(_SECONDS_AT_ONCE, order)
        steps = [first, order[len(first) :]]
    for step in steps:
        if step:
            ended = _in_child(functools.partial(_run_fresh, module, mutant, step), tests.seconds if tests else {})
            if ended.status != _SURVIVES:
                return ended.said
    return ""


def _run_fresh(module: str, mutant: Mutant, tests: Sequence[str], watcher: _Watcher) -> int:
    name = "dualwrite_errors." + module.removesuffix(".py").replace("/", ".")
    load = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return mutant.code if fullname == name else load(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    watcher.say("the import")
    __import__(name)
    return _pytest([*OPTIONS, "-x", *tests], watcher)


def import_what_is_shared() -> None:
    """Import what every mutant needs, but nothing of the library, and keep what is compiled on the way."""
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(RESULTS / "hypothesis")
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(RESULTS / "compiled")
    for name in ("pytest", "hypothesis", "hypothesis.strategies", "attrs", "typing_extensions", "sybil", "json", "csv"):
        __import__(name)
    for name in ("_hypothesis_pytestplugin", "hypothesis.extra.pytestplugin", "openpyxl", "defusedxml.ElementTree"):
        if importlib.util.find_spec(name.partition(".")[0]):
            __import__(name)
    if any(name.startswith("dualwrite_errors") for name in sys.modules):
        raise SystemExit("the library is imported already: its mutants would not be")


class _Watcher:
    """Says which test fails, and lets none run forever."""

    def __init__(self, said: Path, seconds: dict[str, float]) -> None:
        self._said = said
        self._seconds = seconds

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.say(f"{nodeid} (does not end)")
        used = resource.getrusage(resource.RUSAGE_SELF)
        usual = self._seconds.get(nodeid.partition("[")[0], 1.0)
        most = int(used.ru_utime + used.ru_stime + _PATIENCE + 10 * usual)
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
        signal.alarm(int(_TIMES_AS_LONG * (_PATIENCE + 10 * usual)))  # what waits takes no time of the processor

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.say(report.nodeid)
            os._exit(1)

    def say(self, what: str) -> None:
        self._said.write_text(what, "utf-8")


class _Ended(NamedTuple):
    status: int
    said: str


def _in_child(run: Any, seconds: dict[str, float]) -> _Ended:
    said = RESULTS / "said"
    child = os.fork()
    if not child:
        status = 1
        try:
            os.setsid()
            _redirect(RESULTS / "output")
            resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
            status = run(_Watcher(said, seconds))
        finally:  # whatever is raised, it shows the mistake
            os._exit(status)
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what it has started
    return _Ended(os.waitstatus_to_exitcode(status), " ".join(said.read_text("utf-8").split()))


def _redirect(file: Path) -> None:
    output = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(output, stream)


def _pytest(arguments: Sequence[str], plugin: object) -> int:
    import pytest

    return int(pytest.main([*arguments], plugins=[plugin]))
