"""Which files a command line means: those that it names, those of a pattern, and those in a directory."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from .exit_codes import say

Unread = Callable[[str, OSError], None]
"""Is told what could not be read, and why."""


def files_meant(given: list[str], unread: Unread, *, recursive: bool) -> Iterator[str]:
    """The files that are given, and those in directories where asked for; each directory in order of name.

    A pattern, such as ``*.log``, is one where no file has that name: some shells leave patterns to the program.
    """
    for name in given:
        for path in _names_meant(name):
            if recursive and os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where this says no
                yield from _files_below(path, unread)
            else:
                yield path


def _names_meant(name: str) -> list[str]:
    if not glob.has_magic(name) or os.path.lexists(name):
        return [name]
    return sorted(glob.glob(name, recursive=True)) or [name]  # noqa: PTH207 - the names stay as they were written


def _files_below(top: str, unread: Unread) -> Iterator[str]:
    """Follows no link to a directory. It does not call itself: a tree may be deeper than the stack."""
    waiting, is_empty = [top], True
    while waiting:
        directory = waiting.pop()
        try:
            with os.scandir(directory) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            unread(directory, error)
            is_empty = False
            continue
        below: list[str] = []
        for entry in ordered:
            path = os.path.join(directory, entry.name)  # noqa: PTH118 - "./-" is a file, "-" is standard input
            if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where this says no
                if not entry.is_symlink():
                    below.append(path)
                elif _is_below(path, top):
                    say(f"{path} is left out: it is a link to a directory that is read anyway")
                else:
                    unread(path, OSError("it is a link to a directory elsewhere; name it to read the files in it"))
                    is_empty = False
            elif _is_special(path):
                say(f"{path} is left out: it is no regular file")
            else:
                yield path
                is_empty = False
        waiting += reversed(below)
    if is_empty:
        unread(top, OSError("there is no file in the directory"))


def _is_below(path: str, top: str) -> bool:
    return Path(path).resolve().is_relative_to(Path(top).resolve())


def _is_special(path: str) -> bool:
    try:
        return not stat.S_ISREG(Path(path).stat().st_mode)
    except OSError:
        return False
