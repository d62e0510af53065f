"""The benchmarks as one command: ``python benchmarks/run.py``. The README beside it says what the rows mean."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable

from cases import from_a_code, one_line
from columns import beside_udfs, more_rows
from growth import hostile_texts, many_issues
from imports import import_time
from measure import FULL, PATIENT, QUICK, Effort
from memory import memory_of_scan
from payloads import payloads
from peers import installed_peers
from scans import beside_a_loop, beside_grep, larger_logs, other_forms, uncompiled
from table import Section, section_lines, summary_lines
from worst_files import worst_files
from worst_inputs import memory_of_inputs, worst_inputs
from worst_payloads import memory_of_payloads, worst_payloads

GROUPS: dict[str, tuple[Callable[[Effort], Section], ...]] = {
    "import": (import_time,),
    "from-code": (from_a_code,),
    "parse": (one_line,),
    "hostile": (hostile_texts,),
    "issues": (many_issues,),
    "payload": (payloads,),
    "engines": (beside_udfs, more_rows),
    "logs": (beside_grep, beside_a_loop, uncompiled, other_forms),
    "growth": (worst_inputs, worst_payloads, worst_files, larger_logs),
    "memory": (memory_of_payloads, memory_of_inputs, memory_of_scan),
}


def main() -> None:
    """Run the chosen groups and print each as soon as it is measured. A budget that is exceeded is printed, no more."""
    parser = argparse.ArgumentParser(description="Measure the budgets of dualwrite_errors, as ratios in one run.")
    parser.add_argument("groups", nargs="*", metavar="group", help=f"what to run: {', '.join(GROUPS)}; default: all")
    effort = parser.add_mutually_exclusive_group()
    effort.add_argument(
        "--quick",
        dest="effort",
        action="store_const",
        const=QUICK,
        default=FULL,
        help="too few repeats to judge: shows that everything runs",
    )
    effort.add_argument(
        "--patient",
        dest="effort",
        action="store_const",
        const=PATIENT,
        help="ever larger inputs up to 100 MB or twenty seconds, each once: takes hours",
    )
    arguments = parser.parse_args()
    unknown = [group for group in arguments.groups if group not in GROUPS]
    if unknown:
        parser.error(f"unknown group: {', '.join(unknown)}; there are {', '.join(GROUPS)}")
    peers, _ = installed_peers()
    print(f"{platform.python_implementation()} {platform.python_version()} on {platform.platform()}")
    print(f"beside {', '.join(peer.version() for peer in peers) or 'no peer at all'}")
    if arguments.effort is QUICK:
        print("quick: too few repeats to judge; read nothing into the numbers")
    sections: list[Section] = []
    for group in arguments.groups or GROUPS:
        for measure in GROUPS[group]:
            sections.append(measure(arguments.effort))
            print("", *section_lines(sections[-1]), sep="\n", flush=True)
    print("", *summary_lines(sections), sep="\n")


if __name__ == "__main__":
    main()
