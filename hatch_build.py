"""Compiles `scanning/_speedups.c` for the wheel. Without a C compiler the wheel is pure, and scanning is slower.

The environment variable DUALWRITE_ERRORS_PURE decides otherwise: with 1 nothing is compiled, with 0 it has to be.
"""

import os
import shutil
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.bdist_wheel import get_platform
from setuptools.command.build_ext import build_ext

MODULE = "dualwrite_errors.scanning._speedups"
SCANNING = Path("src", "dualwrite_errors", "scanning")
CHOICE = "DUALWRITE_ERRORS_PURE"


class CompiledSpeedups(BuildHookInterface[Any]):
    """Adds the compiled module to a wheel; an editable installation finds it beside its source."""

    _scratch: TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, before the files of the wheel are gathered."""
        choice = os.environ.get(CHOICE, "")
        if choice not in {"", "0", "1"}:
            raise ValueError(f"{CHOICE} is 0, 1 or not set, not {choice!r}")
        scanning = Path(self.root) / SCANNING
        editable = version == "editable"
        if editable:
            for stale in (*scanning.glob("_speedups*.so"), *scanning.glob("_speedups*.pyd")):
                stale.unlink()
        if choice == "1":
            return
        self._scratch = TemporaryDirectory()
        try:
            built = _compiled(scanning / "_speedups.c", Path(self._scratch.name))
        except Exception as error:  # whatever is in the way: the package works without the module
            if choice == "0":
                raise
            print(f"dualwrite-errors goes without its compiled module and scans slower: {error}", file=sys.stderr)
            return
        if editable:
            shutil.copy(built, scanning)
        else:
            build_data["pure_python"] = False
            build_data["tag"] = f"cp311-abi3-{get_platform(None).replace('.', '_')}"
            build_data["force_include"][str(built)] = f"{MODULE.replace('.', '/').rpartition('/')[0]}/{built.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what the wheel now holds."""
        if self._scratch is not None:
            self._scratch.cleanup()


def _compiled(source: Path, scratch: Path) -> Path:
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise NotImplementedError("this Python has no stable ABI")
    flags = ["-O3", "-g0"] if os.name == "posix" else []
    extension = Extension(MODULE, [str(source)], extra_compile_args=flags, py_limited_api=True)
    command = build_ext(Distribution({"ext_modules": [extension]}))
    command.build_lib = command.build_temp = str(scratch)
    command.ensure_finalized()
    command.run()
    (built,) = command.get_outputs()
    return Path(built)
