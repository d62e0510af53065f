"""`explain`: what an error means and what to do about it."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from ..arguments import shown
from ..codes import normal_code
from ..errors import UndocumentedCode
from ..info import ErrorInfo
from ..parsing import parse_all
from ..registry import CATALOG, REGISTRY, near_miss
from .exit_codes import FAILED, FOUND, OK, complain
from .explanation import explanation, record
from .markdown import section
from .terminal import style_of

_DIGITS_OF_A_CODE = 4


def explain(arguments: Namespace) -> int:
    """Print what is known about each error that is given; return the exit status."""
    status = OK
    known: list[tuple[ErrorInfo, str]] = []
    for given in CATALOG if arguments.all else arguments.errors:
        meant = errors_meant(given)
        if not meant:
            hint = f" Did you mean {meant_instead!r}?" if (meant_instead := near_miss(given)) else ""
            complain(f"{shown(given)} is no code, no class and no text of an error that is known.{hint}")
            status = FAILED
        for info, code in meant:
            if info is UndocumentedCode.info:
                complain(f"{code} looks like a code, but it is not in the official tables that this version knows")
                status = max(status, FOUND)
            known.append((info, code))
    known = list(dict.fromkeys(known))
    if arguments.format == "json":
        print(json.dumps([record(info, code) for info, code in known], indent=2))
    elif known and arguments.format == "markdown":
        print("\n\n".join(section(info, code) for info, code in known))
    elif known:
        style = style_of(sys.stdout)
        print("\n\n".join("\n".join(explanation(info, code, style)) for info, code in known))
    return status


def errors_meant(given: str) -> list[tuple[ErrorInfo, str]]:
    """The errors that `given` means, each with its code: a code or its digits, the name of a class, or a whole text."""
    name = given.strip()
    if len(name) == _DIGITS_OF_A_CODE and name.isascii() and name.isdigit():
        name = f"DW{name}" if f"DW{name}" in REGISTRY else f"DIPV{name}"
    code = normal_code(name)
    if code is not None:
        return [(REGISTRY.get(code, UndocumentedCode).info, code)]
    lower = name.lower()
    for cls in CATALOG.values():
        if cls.__name__.lower() == lower:
            return [(cls.info, cls.code)]
    return [(error.info, error.code) for error in parse_all(given)]
