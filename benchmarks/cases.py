"""What is timed inside one process: an error from a code, and an error from one text."""

from __future__ import annotations

import re
from statistics import median

from measure import Effort, Statement, timed
from peers import installed_peers
from table import Row, Section, shortened

from dualwrite_errors import from_code, parse
from dualwrite_errors.codes import code_pattern

_PEER_BUDGET = 1.0
_PARSE_BUDGET = 2.5
_UNCODED_BUDGET = 25.0
_PROSE_BUDGET = 6.0

_DOCUMENTED = re.compile("(?<![A-Za-z0-9_])DIPV[0-9]{4}(?![A-Za-z0-9_])", re.ASCII | re.IGNORECASE)

_CODE = code_pattern()

_FROM_CODE = ('from_code("DIPV1003")', 'from_code("DIPV1003", "duplicate key")')

_LINE = "Project validation failed. [DIPV1003] Integration keys are missing"
_NAMED = "Project validation failed. [DIPV1025] Missing destination field con_site.con_siteid in the schema"
_WORDS = "Project validation failed. Missing destination field con_site.con_siteid in the schema"
_LOOKUP = (
    "Unable to write data to entity con_sites.Unable to lookup uoms with values {TST}.Writes to con_sites failed with"
    " error message For information on troubleshooting see the documentation."
)
_LOG = "2026-01-31T12:23:27.93+03:00 [INF] accounts - Customers V3: the row was written to the destination\n"
_LONG = (_LOG * (10_000 // len(_LOG) + 1))[:10_000]


def documented_floor(text: str) -> Exception:
    """The least that a parser does: a search with the documented pattern, and a plain exception that holds the text."""
    _DOCUMENTED.search(text)
    return Exception(text)


def strict_floor(text: str) -> Exception:
    """The same with the pattern of this library, which finds the same codes and is faster."""
    _CODE.search(text)
    return Exception(text)


def from_a_code(effort: Effort) -> Section:
    """An error from a code, beside the peers: ours has to beat the fastest of them."""
    peers, skipped = installed_peers()
    ours = {call: Statement(call, {"from_code": from_code}) for call in _FROM_CODE}
    theirs = {f"{peer.name}: {peer.call}": peer.statement() for peer in peers}
    samples = timed({**ours, **theirs}, rounds=effort.rounds, sample=effort.sample)
    fastest = min(theirs, key=lambda label: median(samples[label]), default=None)
    rows = [
        Row(
            label=shortened(label),
            samples=taken,
            reference=samples[fastest] if fastest else None,
            against=fastest.partition(":")[0] if fastest else "",
            budget=_PEER_BUDGET if label in ours else None,
        )
        for label, taken in samples.items()
    ]
    return Section(title="An error from a code, against the fastest", rows=tuple(rows), skipped=tuple(skipped))


def one_line(effort: Effort) -> Section:
    """A text to an error, beside a bare search: with a code, without one, and ordinary prose."""
    texts = {
        "line": _LINE,
        "line_with_name": _NAMED,
        "validation": _WORDS,
        "failed_write": _LOOKUP,
        "prose": _LOG.rstrip(),
        "log_of_10_kB": _LONG,
    }
    functions = {"parse": parse, "floor": documented_floor, "strict_floor": strict_floor}
    statements = {
        f"{function}({text})": Statement(f"{function}({text})", {**functions, **texts})
        for text in texts
        for function in functions
    }
    samples = timed(statements, rounds=effort.rounds, sample=effort.sample)

    def compared(text: str, floor: str, budget: float | None) -> Row:
        label, reference = f"parse({text})", samples[f"{floor}({text})"]
        return Row(label=label, samples=samples[label], reference=reference, against=floor, budget=budget)

    rows = [
        *(compared(text, "floor", _PARSE_BUDGET) for text in ("line", "line_with_name")),
        *(compared(text, "strict_floor", None) for text in ("line", "line_with_name")),
        *(compared(text, "floor", _UNCODED_BUDGET) for text in ("validation", "failed_write")),
        *(compared(text, "floor", _PROSE_BUDGET) for text in ("prose", "log_of_10_kB")),
        *(Row(label=label, samples=taken) for label, taken in samples.items() if not label.startswith("parse")),
    ]
    return Section(title="A text to an error", rows=tuple(rows))
