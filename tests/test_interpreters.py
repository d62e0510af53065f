"""The same errors give the same results in every thread, process and interpreter, and however Python was started."""

import functools
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from commands import LOG, ROOT
from journeys import everything

import dualwrite_errors
from dualwrite_errors import DualWriteError, parse, parse_all

TESTS = Path(__file__).parent
THREADS = 32
PROCESSES = 8
COLD_THREADS = 4
"""Threads that begin with the import; each works out for itself what is kept from then on."""
BEGIN_WITH_THE_IMPORT = f"""
import sys, threading
sys.path.insert(0, {str(TESTS)!r})
sys.setswitchinterval(1e-4)
from concurrent.futures import ThreadPoolExecutor
barrier = threading.Barrier({COLD_THREADS})
def first_use():
    barrier.wait()
    from journeys import everything
    return everything()
with ThreadPoolExecutor({COLD_THREADS}) as pool:
    results = {{each.result() for each in [pool.submit(first_use) for _ in range({COLD_THREADS})]}}
sys.stdout.write(ascii(*results))
"""


@pytest.fixture(scope="module")
def expected() -> str:
    """What one thread of one process makes of the errors."""
    return everything()


@pytest.fixture
def eager_switches() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.slow
def test_threads_that_begin_with_the_import_agree(expected: str) -> None:
    run = python("-c", BEGIN_WITH_THE_IMPORT)
    assert (run.stdout, run.stderr) == (ascii(expected), "")


@pytest.mark.slow
@pytest.mark.usefixtures("eager_switches")
def test_32_threads_agree(expected: str) -> None:
    barrier = threading.Barrier(THREADS)

    def work() -> str:
        barrier.wait()
        return everything()

    with ThreadPoolExecutor(THREADS) as pool:
        assert [each.result() for each in [pool.submit(work) for _ in range(THREADS)]] == [expected] * THREADS


@pytest.mark.usefixtures("eager_switches")
def test_32_threads_that_look_at_one_error_for_the_first_time_see_the_same() -> None:
    text = "Sites V2 (con_sites) : Unable to write data to entity con_sites.Unable to lookup uoms with values {TST}."
    usual = parse(text)
    for _ in range(20):
        errors, barrier = parse_all(text), threading.Barrier(THREADS)

        def look(errors: list[DualWriteError] = errors, barrier: threading.Barrier = barrier) -> list[object]:
            barrier.wait()
            return [[dict(error.parameters), dict(error.context), error.wrapped_in, error.names] for error in errors]

        with ThreadPoolExecutor(THREADS) as pool:
            seen = [each.result() for each in [pool.submit(look) for _ in range(THREADS)]]
        assert seen == [[[dict(usual.parameters), dict(usual.context), usual.wrapped_in, usual.names]]] * THREADS


@pytest.mark.slow
def test_8_processes_agree(expected: str) -> None:
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for result in [pool.submit(everything) for _ in range(PROCESSES)]:
            assert result.result(timeout=120) == expected


IN_A_SUBINTERPRETER = """
import sys
sys.path[:] = {path!r}
from journeys import everything
with open({file!r}, "w", encoding="utf-8") as result:
    result.write(everything())
"""


@pytest.mark.slow
def test_subinterpreters_with_locks_of_their_own_agree_side_by_side(expected: str, tmp_path: Path) -> None:
    """Their imports of the compiled module are refused from Python 3.12 on; they scan without it."""
    files = [tmp_path / f"{number}.txt" for number in range(3)]
    path = [str(TESTS), str(Path(dualwrite_errors.__file__).parent.parent), *sys.path]
    codes = [IN_A_SUBINTERPRETER.format(path=path, file=str(file)) for file in files]
    with ThreadPoolExecutor(len(files)) as pool:
        assert list(pool.map(run_in_a_subinterpreter, codes)) == [None] * len(files)
    assert [file.read_text(encoding="utf-8") for file in files] == [expected] * len(files)


def run_in_a_subinterpreter(code: str) -> object:
    """Run `code` in an interpreter of its own, and return how it failed, or None; before Python 3.13 it raises."""
    name = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    interpreters = pytest.importorskip(name, reason="this Python has no subinterpreters")
    number = interpreters.create()
    try:
        return interpreters.run_string(number, code)
    finally:
        interpreters.destroy(number)


STARTS = {
    "optimized": (["-OO"], {}),
    "isolated": (["-I"], {}),
    "development mode, warnings are errors": (["-W", "error", "-X", "dev"], {}),
    "C locale": ([], {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "another hash seed": ([], {"PYTHONHASHSEED": "7"}),
}
SCANS = [["scan", LOG], ["scan", "--format", "html", LOG], ["scan", "--format", "json", "--codes-only", LOG]]


@pytest.mark.slow
@pytest.mark.parametrize("start", STARTS)
def test_the_library_does_the_same_however_python_was_started(start: str, expected: str) -> None:
    options, environment = STARTS[start]
    run = python(*options, str(TESTS / "journeys.py"), **environment)
    assert (run.stdout, run.stderr) == (ascii(expected), "")


@pytest.mark.parametrize("arguments", SCANS, ids=" ".join)
@pytest.mark.parametrize("start", STARTS)
def test_the_command_does_the_same_however_python_was_started(start: str, arguments: list[str]) -> None:
    options, environment = STARTS[start]
    run = python(*options, "-m", "dualwrite_errors", *arguments, **environment)
    usual = usual_run(*arguments)
    printed = usual.stdout
    if start == "C locale":
        assert run.stdout.isascii()
        printed = printed.encode("ascii", "xmlcharrefreplace" if "html" in arguments else "backslashreplace").decode()
    assert (run.returncode, run.stdout, run.stderr) == (1, printed, usual.stderr)


@functools.cache
def usual_run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "dualwrite_errors", *arguments)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package in a ZIP file, without what is compiled: as zipimport, and programs built with zipapp, have it."""
    package = Path(dualwrite_errors.__file__).parent
    path = tmp_path_factory.mktemp("zip") / "dualwrite_errors.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(package.rglob("*")):
            if file.is_file() and file.suffix not in {".so", ".pyd", ".c", ".pyc"}:
                archive.write(file, Path(package.name, file.relative_to(package)))
    return path


def test_the_library_works_from_a_zip_file(archive: Path, expected: str) -> None:
    where = python("-c", "import dualwrite_errors as d; print(d.__file__)", PYTHONPATH=str(archive))
    assert where.stdout.startswith(str(archive))
    run = python(str(TESTS / "journeys.py"), PYTHONPATH=str(archive))
    assert (run.stdout, run.stderr) == (ascii(expected), "")


@pytest.mark.parametrize("arguments", SCANS, ids=" ".join)
def test_the_command_works_from_a_zip_file(archive: Path, arguments: list[str]) -> None:
    usual = usual_run(*arguments)
    run = python("-m", "dualwrite_errors", *arguments, PYTHONPATH=str(archive))
    assert (run.returncode, run.stdout, run.stderr) == (1, usual.stdout, usual.stderr)


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own in the root of the project, 80 columns wide."""
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1", **environment},
        timeout=240,
    )
