"""`scan`: which errors are in logs, how often, where first, and who should do what."""

from __future__ import annotations

import os
import stat
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TextIO

from ..scanning import Finding, Scan
from ..scanning.documents import UnreadMembers
from ..scanning.sources import Source
from .exit_codes import FAILED, FOUND, OK, complain, say
from .files import files_meant
from .progress import STANDARD_INPUT, Progress
from .reports import report_for
from .tally import Tally
from .terminal import write_line_by_line


def scan_logs(arguments: Namespace) -> int:
    """Print what is in the logs that are given; return the exit status."""
    tally = Tally(codes_only=arguments.codes_only)
    paths = list(files_meant(arguments.files, partial(_unread, tally), recursive=arguments.recursive))
    if STANDARD_INPUT in paths:
        write_line_by_line(sys.stdout)
    report = report_for(arguments.format, details=arguments.details)
    with Progress(sys.stderr, paths) as progress:
        for path in paths:
            if _is_output(path):
                progress.clear()
                say(f"{path} is left out: the output goes there")
                continue
            for finding in _findings(path, arguments, tally, progress):
                error = finding.error
                tally.add(finding, error)
                progress.clear()
                report.found(finding, error)
            progress.next_file()
    report.finish(tally)
    if tally.unread:
        return FAILED
    return FOUND if tally.findings and not arguments.exit_zero else OK


def _is_output(path: str) -> bool:
    """Whether what is printed goes to the end of the file that is to be read, which then has no end."""
    with suppress(OSError):
        output = os.fstat(sys.stdout.fileno())
        return stat.S_ISREG(output.st_mode) and path != STANDARD_INPUT and os.path.samestat(output, Path(path).stat())
    return False


def _findings(path: str, arguments: Namespace, tally: Tally, progress: Progress) -> Iterator[Finding]:
    """What is in one file, as far as it can be read."""
    standard_input: TextIO | None = sys.stdin
    if path != STANDARD_INPUT:
        source: Source = path
    elif standard_input is not None:
        source = standard_input.buffer
    else:
        _unread(tally, path, OSError("standard input is closed"))
        return
    scan = Scan(
        source,
        arguments.encoding,
        codes_only=arguments.codes_only,
        watch=progress.watch,
        read_as=arguments.read_as,
    )
    failure = None
    try:
        yield from scan
    except UnreadMembers as unread:
        progress.clear()
        for member, error in unread.members:
            _unread(tally, member, error)
    except OSError as error:
        failure = error
        progress.clear()
        _unread(tally, scan.source, error)
    tally.sources += failure is None or scan.lines > 0
    tally.lines += scan.lines
    tally.lines_with_finding += scan.lines_with_finding


def _unread(tally: Tally, source: str, error: OSError) -> None:
    is_directory = isinstance(error, IsADirectoryError)
    reason = "it is a directory; --recursive reads the files in it" if is_directory else error.strerror or str(error)
    tally.unread.append((source, reason))
    complain(f"{source}: {reason}")
