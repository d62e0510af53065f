"""`explain`: what a code means and what to do about it."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from ..codes import InvalidCode, normal_code
from ..errors import UndocumentedCode
from ..info import ERROR_TABLE, ErrorInfo
from ..registry import REGISTRY, near_miss
from .exit_codes import FAILED, FOUND, OK, complain
from .explanation import explanation, record
from .markdown import section
from .terminal import style_of

_DIGITS_OF_A_CODE = 4


def explain(arguments: Namespace) -> int:
    """Print what is known about each code that is given; return the exit status."""
    status = OK
    known: list[tuple[str, ErrorInfo]] = []
    for given in REGISTRY if arguments.all else arguments.codes:
        code = code_meant(given)
        if code is None:
            complain(str(InvalidCode(given, near_miss(given))))
            status = FAILED
        elif code in REGISTRY:
            known.append((code, REGISTRY[code].info))
        else:
            complain(f"{code} looks like a code, but no table has it: see {ERROR_TABLE.url}")
            known.append((code, UndocumentedCode.info))
            status = max(status, FOUND)
    if arguments.format == "json":
        print(json.dumps([record(code, info) for code, info in known], indent=2))
    elif known and arguments.format == "markdown":
        print("\n\n".join(section(code, info) for code, info in known))
    elif known:
        style = style_of(sys.stdout)
        print("\n\n".join("\n".join(explanation(code, info, style)) for code, info in known))
    return status


def code_meant(given: str) -> str | None:
    """The code that `given` names: in any case, by its digits alone, or by the name of its class."""
    name = given.strip()
    if len(name) == _DIGITS_OF_A_CODE and name.isascii() and name.isdigit():
        name = f"DIPV{name}"
    by_class = {cls.__name__.lower(): code for code, cls in REGISTRY.items()}
    return normal_code(name) or by_class.get(name.lower())
