"""The program: its arguments, its streams, and how it ends."""

from __future__ import annotations

import sys
from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from typing_extensions import override

from ..info import Actor, Area
from ..scanning.sources import checked_encoding
from ..scanning.structure import STRUCTURES
from .exit_codes import CLOSED_PIPE, FAILED, INTERRUPTED, complain, say, say_where, write_nothing_more
from .explain import explain
from .listing import list_errors
from .progress import STANDARD_INPUT
from .scan import scan_logs
from .terminal import write_any_text

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

_DESCRIPTION = "Explain the errors of Microsoft Dynamics 365 dual-write, and find them in logs."
_EPILOG = """\
exit status:
  0    nothing to act on
  1    scan has found errors; explain was given a code that is not in the tables
  2    something could not be read, or the command line makes no sense
  130  stopped by Ctrl-C

environment:
  NO_COLOR     if not empty: no colors
  FORCE_COLOR  if not empty: colors, also where the output is no terminal
  COLUMNS      how wide to print, instead of what the terminal says
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with `arguments`, by default those of the process, and return its exit status.

    Raises:
        SystemExit: The command line makes no sense (status 2), or asks for help or the version (status 0).
    """
    streams: tuple[TextIO | None, ...] = (sys.stdout, sys.stderr)
    if streams[0] is None:
        complain("standard output is closed")
        return FAILED
    for stream in streams:
        write_any_text(stream)
    try:
        try:
            return _run(arguments)
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        complain("stopped")
        return INTERRUPTED
    except BrokenPipeError:
        write_nothing_more(sys.stdout)
        return CLOSED_PIPE
    except OSError as error:
        write_nothing_more(sys.stdout)
        complain(f"the output cannot be written: {error.strerror or error}")
        return FAILED
    except Exception as error:  # noqa: BLE001 - the status of an uncaught one is 1, which means that errors were found
        say_where(error)
        complain("this is a defect of the program: what was read so far is not all")
        return FAILED


def _run(arguments: Sequence[str] | None) -> int:
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if parsed.run is explain and not (parsed.errors or parsed.all):
        parser.error("explain takes a code or a class, such as DIPV1003, or --all")
    if parsed.run is explain and parsed.errors and parsed.all:
        parser.error("--all explains every error: give either --all or errors")
    if parsed.run is scan_logs and not parsed.files:
        if sys.stdin is None or sys.stdin.isatty():
            parser.error("scan takes a file, or - for standard input")
        parsed.files = [STANDARD_INPUT]
    status: int = parsed.run(parsed)
    return status


class _Parser(ArgumentParser):
    """Prints help like any other output, and what is wrong like any other complaint."""

    @override
    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        (file or sys.stdout).write(self.format_help())

    @override
    def error(self, message: str) -> NoReturn:
        for line in self.format_usage().splitlines():
            say(line)
        say(f"{self.prog}: error: {message}")
        self.exit(FAILED)


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="dualwrite-errors",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(title="commands", required=True, metavar="explain | list | scan")
    _add_explain(commands)
    _add_list(commands)
    _add_scan(commands)
    return parser


def _encoding(given: str) -> str | None:
    try:
        return checked_encoding(given)
    except LookupError as error:
        raise ArgumentTypeError(str(error)) from None


class _Version(Action):
    @override
    def __call__(self, parser: ArgumentParser, namespace: Namespace, values: object, option: str | None = None) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            known = version("dualwrite-errors")
        except PackageNotFoundError:
            known = "of an unknown version: the package is not installed"
        print(f"dualwrite-errors {known}")
        parser.exit()


def _add_explain(commands: Any) -> None:
    command = commands.add_parser("explain", help="what an error means and what to do", allow_abbrev=False)
    command.add_argument(
        "errors", nargs="*", metavar="ERROR", help="DIPV1003, 1003, IntegrationKeyMissing, or a text in quotation marks"
    )
    command.add_argument("--all", action="store_true", help="every documented error")
    command.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="default: %(default)s")
    command.set_defaults(run=explain)


def _add_list(commands: Any) -> None:
    command = commands.add_parser("list", help="the table of errors", allow_abbrev=False)
    for option, terms, what in (("--area", Area, "of this area"), ("--actor", Actor, "on which this actor can act")):
        names = [str(term) for term in terms]
        help_text = f"only errors {what}: {', '.join(names)}; may be repeated"
        command.add_argument(option, action="append", choices=names, metavar=option[2:].upper(), help=help_text)
    command.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="default: %(default)s")
    command.set_defaults(run=list_errors)


def _add_scan(commands: Any) -> None:
    command = commands.add_parser("scan", help="which errors are in logs", allow_abbrev=False)
    command.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="a log, JSON, CSV or .xlsx, also compressed or in a .zip; - is standard input, and so is no FILE at all",
    )
    command.add_argument("-r", "--recursive", action="store_true", help="read the files in directories, too")
    command.add_argument(
        "--as",
        dest="read_as",
        choices=STRUCTURES,
        help="how to read each file, instead of what it seems to be",
    )
    command.add_argument(
        "--encoding", type=_encoding, metavar="NAME", help="of what has no byte order mark; default: UTF-8"
    )
    command.add_argument(
        "--codes-only", action="store_true", help="look for codes alone, not for documented sentences; much faster"
    )
    command.add_argument(
        "--details", action="store_true", help="print each finding, too (text and json; the other formats always do)"
    )
    command.add_argument(
        "--format",
        choices=("text", "html", "json", "jsonl", "csv", "github"),
        default="text",
        help="default: %(default)s",
    )
    command.add_argument("--exit-zero", action="store_true", help="exit with 0 also where errors are found")
    command.set_defaults(run=scan_logs)
