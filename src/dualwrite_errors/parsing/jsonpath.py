"""Where in a payload a value stands, in the notation of JSON path."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

Step: TypeAlias = str | int | None
"""A key, an index, or None for the step from a string into the JSON that it holds."""


class Path(NamedTuple):
    """The steps from the root to a value, the last one first, so that one step deeper costs the same at any depth."""

    before: Path | None
    step: Step


_SHORTHAND = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_ESCAPES = str.maketrans({"'": r"\'", "\\": r"\\", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
_INTO_STRING = "\n"
_KEPT_OF_LONG_PATH = 16


class PathWriter:
    """Writes paths in full as long as that is cheap: all the paths of a payload may be longer than the payload itself.

    Once a million steps have been written, of a path of more than 16 steps only the last 16 are: ``$..y.z``.
    """

    def __init__(self, budget: int = 1_000_000) -> None:
        self._budget = budget

    def context_of(self, path: Path | None) -> dict[str, str]:
        """The ``path``, such as ``$.maps[3]['a key']``, and the ``inner_path`` in JSON inside the string at that path.

        Where such JSON holds a string with JSON again, the inner path has a part for each, with a space between them.
        """
        steps: list[Step] = []
        most = None if self._budget > 0 else _KEPT_OF_LONG_PATH
        while path and len(steps) != most:
            steps.append(path.step)
            path = path.before
        self._budget -= len(steps)
        written = "".join(_written(step) for step in reversed(steps))
        if path:
            written = f".{written}" if written.startswith(".") else f"..{written}"
        outer, *inner = f"${written}".split(_INTO_STRING)
        return {"path": outer} | ({"inner_path": " ".join(inner)} if inner else {})


def below(path: Path | None, steps: Sequence[Step]) -> Path | None:
    """The path that leads on from `path` by `steps`."""
    for step in steps:
        path = Path(path, step)
    return path


def _written(step: Step) -> str:
    if step is None:
        return f"{_INTO_STRING}$"
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _SHORTHAND.fullmatch(step) else f"['{step.translate(_ESCAPES)}']"
