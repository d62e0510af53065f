"""Import time: fresh processes, each of which times one import with a clock of its own."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from measure import Effort, in_turns
from peers import installed_peers
from table import Row, Section

import dualwrite_errors

_BUDGET = 1.25
_FLOOR = "attrs, typing_extensions"
_FLOOR_LABEL = f"import {_FLOOR}"
_PACKAGE = "dualwrite_errors"
_CHILD = """\
{before}
from time import process_time
start = process_time()
import {modules}
print(process_time() - start)
"""


def import_time(effort: Effort) -> Section:
    """The import of this library beside the import of what it needs, and beside the peers."""
    peers, skipped = installed_peers()
    children = {
        f"import {_PACKAGE}": _CHILD.format(before="", modules=_PACKAGE),
        "  the same after the floor": _CHILD.format(before=f"import {_FLOOR}", modules=_PACKAGE),
        _FLOOR_LABEL: _CHILD.format(before="", modules=_FLOOR),
        **{f"import {peer.module}": _CHILD.format(before="", modules=peer.module) for peer in peers},
    }
    with _environment() as environment:
        samplers = {label: partial(_seconds, child, environment) for label, child in children.items()}
        in_turns(samplers, rounds=1)  # loads the files from the disk, and caches the bytecode of all that is imported
        samples = in_turns(samplers, effort.imports)
    rows = [
        Row(
            label=label,
            samples=taken,
            reference=None if label == _FLOOR_LABEL else samples[_FLOOR_LABEL],
            against="" if label == _FLOOR_LABEL else "floor",
            budget=_BUDGET if label == f"import {_PACKAGE}" else None,
        )
        for label, taken in samples.items()
    ]
    return Section(title="Import; floor: what it depends on", rows=tuple(rows), skipped=tuple(skipped))


@contextmanager
def _environment() -> Generator[dict[str, str], None, None]:
    """An environment in which the library is what an installed one is: plain files beside their bytecode.

    The library may be on the path as a source tree, and bytecode may be switched off; either would count the compiling
    of its source as import time. So a compiled copy of it stands first on the path of every process.
    """
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory, _PACKAGE)
        source = Path(dualwrite_errors.__file__).parent
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        if not compileall.compile_dir(copy, quiet=1):
            raise RuntimeError(f"{source} does not compile")
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (directory, os.environ.get("PYTHONPATH"))))
        yield environment


def _seconds(child: str, environment: dict[str, str]) -> float:
    finished = subprocess.run(
        [sys.executable, "-P", "-c", child], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return float(finished.stdout)
