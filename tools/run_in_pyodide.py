"""Runs the tests in Pyodide, which has no processes, threads or sockets: `tools/run_in_pyodide.mjs` starts it.

A test that asks for one of them is skipped, and so counted and named; any other failure is one. Left out are the files
of `LEFT_OUT`, the tests of `LEFT_OUT_TESTS`, and pages with examples that ask for one of them.
"""

import importlib
import os
import re
import socket
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

ARGUMENTS: list[str] = globals().get("ARGUMENTS", [])
"""The arguments of pytest, which `tools/run_in_pyodide.mjs` sets."""

sys.path[:0] = ["/site", "/project/tests"]
sys.dont_write_bytecode = True
os.chdir("/project")
importlib.invalidate_caches()

import pytest  # noqa: E402 # it is found from here on

import dualwrite_errors  # noqa: E402

MISSING = (
    "does not support processes",
    "can't start new thread",
    "this Python has no sockets",
    "No module named '_multiprocessing'",
    "Function not implemented",
    "the file has nothing to read yet",
    "lacks multiprocessing.synchronize",
)
"""What Python says where Pyodide lacks something."""
LEFT_OUT = ("test_api_record", "test_browser", "test_cli", "test_docs", "test_drift", "test_entry", "test_interpreters")
"""Beginnings of the names of test files that are about programs."""
LEFT_OUT_TESTS = (
    *("any_depth", "deep"),  # the `json` of Python overflows the stack of WebAssembly, which ends the whole run
    "any_byte_damaged",  # damaged LZMA data take all the memory that WebAssembly has
    *("coroutine", "cancelled_task"),  # `asyncio.run` needs a newer Node
)
"""Words in the names of tests."""
ASKS_FOR_MORE = re.compile("FakeGateway|urlopen|PoolExecutor")
"""What an example of a page has that cannot run: the examples after it build on it, so the page is left out."""


def no_sockets(*_: object) -> None:
    """Say so: Pyodide itself would end here."""
    raise OSError("this Python has no sockets")


class Lacking:
    """Skips a test that fails for lack of processes, threads or sockets."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Generator[None, Any, Any]:
        """Look at how the fixtures of a test fail."""
        return (yield from skipping())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, Any, Any]:
        """Look at how a test fails."""
        return (yield from skipping())


def skipping() -> Generator[None, Any, Any]:
    """Run what is wrapped; make a failure for lack of something a skip that names it."""
    try:
        return (yield)
    except Exception as error:
        missing = next((words for words in MISSING if words in str(error)), None)
        if missing is None:
            raise
        pytest.skip(missing)


socket.socket.listen = socket.socket.connect = no_sockets  # type: ignore[method-assign]
pages = [
    str(page)
    for page in (Path("README.md"), *Path("docs").glob("*.md"))
    if not ASKS_FOR_MORE.search(page.read_text("utf-8"))
]
files = [str(file) for file in sorted(Path("tests").glob("test_*.py")) if not file.name.startswith(LEFT_OUT)]
options = ["-q", "-rs", "-p", "no:cacheprovider", "-k", f"not ({' or '.join(LEFT_OUT_TESTS)})"]
print(f"Python {sys.version.split()[0]} on {sys.platform}, {dualwrite_errors.__file__}", flush=True)
assert dualwrite_errors.__file__.startswith("/site/")
int(pytest.main([*options, *(ARGUMENTS or [*files, *sorted(pages)])], plugins=[Lacking()]))
