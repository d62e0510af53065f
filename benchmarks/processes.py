"""Programs that run as processes of their own: their output, their time and their memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from measure import Samples

_CHILD = """\
import sys
sys.modules.update({modules})
from time import process_time
from dualwrite_errors import scan
start = process_time()
for path in sys.argv[1:]:
    sum(1 for _ in scan(path, **{options}))
print(process_time() - start)
"""
_PARENT = """\
import resource, subprocess, sys
subprocess.run([sys.executable, "-c", *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak if sys.platform == "darwin" else peak << 10)
"""
"""A small process that starts the measured one: the peak of a process is never below that of the one it comes from."""


def knows_resources() -> bool:
    """Whether the platform tells what processes have used."""
    return find_spec("resource") is not None


def output_of(command: list[str]) -> str:
    """What a program prints: into a pipe, because grep stops at the first line if nobody would see the output."""
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def seconds_of(call: Callable[[], object]) -> float:
    """The seconds that a call takes, with those of the processes that it waits for.

    Seconds of the processor, in which nothing else that runs on the machine counts, where the platform tells them.
    """
    clock = _processor_seconds if knows_resources() else perf_counter
    start = clock()
    call()
    return clock() - start


def _processor_seconds() -> float:
    import resource

    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def scan_in_a_fresh_process(path: Path, *, without: tuple[str, ...] = (), **options: object) -> float:
    """The seconds of a scan alone, by the clock of its process, which cannot import the modules in `without`."""
    modules = dict.fromkeys(without)
    child = _CHILD.format(modules=modules, options=options)
    return float(output_of([sys.executable, "-c", child, str(path)]))


def peak_of_scan(paths: list[Path], options: Mapping[str, object]) -> Samples:
    """The peak of the memory of a process that scans some files and does nothing else, in bytes."""
    child = _CHILD.format(modules={}, options=dict(options))
    return [float(output_of([sys.executable, "-c", _PARENT, child, *map(str, paths)]))]
