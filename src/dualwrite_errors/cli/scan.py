"""`scan`: which errors are in logs, how often, where first, and who should do what."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from ..scanning import Finding, Scan
from .exits import FAILED, FOUND, OK, complain, say
from .progress import STANDARD_INPUT, Progress
from .reports import report_for
from .tally import Tally


def scan_logs(arguments: Namespace) -> int:
    """Print what is in the logs that are given; return the exit status."""
    tally = Tally(wordings=arguments.wordings)
    paths = list(_paths(arguments.files, tally, recursive=arguments.recursive))
    report = report_for(arguments.format, details=arguments.details)
    with Progress(sys.stderr, paths) as progress:
        for path in paths:
            source = sys.stdin.buffer if path == STANDARD_INPUT else path
            scan = Scan(source, arguments.encoding, wordings=arguments.wordings, watch=progress.watch)
            for finding in _readable(scan, tally):
                tally.add(finding)
                progress.clear()
                report.found(finding)
            progress.next_file()
    report.finish(tally)
    if tally.unread:
        return FAILED
    return FOUND if tally.findings and not arguments.exit_zero else OK


def _paths(given: list[str], tally: Tally, *, recursive: bool) -> Iterator[str]:
    """The files that are given and, where asked for, those in the directories that are given, in order of name."""

    def unreadable(error: OSError) -> None:
        _unread(tally, str(error.filename), error)

    for path in given:
        if not (recursive and Path(path).is_dir()):
            yield path
            continue
        for directory, directories, files in os.walk(path, onerror=unreadable):
            directories.sort()
            for name in sorted(files):
                file = Path(directory, name)
                if file.is_fifo() or file.is_socket() or file.is_char_device() or file.is_block_device():
                    say(f"{file} is left out: it is no regular file")
                else:
                    yield str(file)


def _readable(scan: Scan, tally: Tally) -> Iterator[Finding]:
    """What `scan` finds until its source ends or cannot be read any further."""
    readable = True
    try:
        yield from scan
    except OSError as error:
        readable = False
        _unread(tally, scan.source, error)
    tally.sources += readable or scan.lines > 0
    tally.lines += scan.lines
    tally.lines_with_code += scan.lines_with_code


def _unread(tally: Tally, source: str, error: OSError) -> None:
    is_directory = isinstance(error, IsADirectoryError)
    reason = "it is a directory; --recursive reads the files in it" if is_directory else error.strerror or str(error)
    tally.unread.append((source, reason))
    complain(f"{source}: {reason}")
