"""Where in a payload something stands: its path in the notation of JSON path, and what the objects around it name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from .decoding import Object
from .shapes import named_in

Step: TypeAlias = str | int | None
"""A key, an index, or None for the step from a string into the JSON that it holds."""
Names: TypeAlias = Mapping[str, str]
Where: TypeAlias = "tuple[Where | None, Step, Object | None, Names]"
"""Where a container stands: what it is in, the step from there, itself if it is an object, and what its shape names.

A plain tuple, as one is made for every container.
"""

ROOT: Final = -1
"""The step to the payload itself."""
NO_NAMES: Final[Names] = MappingProxyType({})

_SHORTHAND = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_ESCAPES = str.maketrans({"'": r"\'", "\\": r"\\", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
_INTO_STRING = "\n"
_LETTERS_IN_ADVANCE = 1_000_000
_LETTERS_OF_A_PATH = 200
"""How many characters a path may have on average."""
_LETTERS_OF_AN_END = 60
"""How many are kept of a path once the ones before it had more."""


class Locations:
    """Says where things stand, in time and memory that grow with the payload: all its paths may be longer than it is.

    Paths are written in full as long as they have no more than 200 characters on average, and a million beyond that;
    after that, of a longer path only its end is: ``$..y.z``.

    Args:
        around: What is known about everything in the payload.
    """

    def __init__(self, around: Names) -> None:
        self.around = around
        self._names: dict[int, tuple[Where, Names]] = {}
        """Of containers that hold others with errors, by the id of where they stand, which is kept alive."""
        self._paths: dict[int, str] = {}
        self._too_long: set[int] = set()
        """The containers with paths that are too long to be written in full."""
        self._letters_left = _LETTERS_IN_ADVANCE

    def forget(self) -> None:
        """Forget where things stood in a value that has been read: nobody asks for them again."""
        self._names.clear()
        self._paths.clear()
        self._too_long.clear()

    def context_of(self, where: Where | None, *below: Step) -> dict[str, str]:
        """What is known about the value that `below` leads to, with its ``path``, such as ``$.maps[3]['a key']``.

        Where it stands in JSON inside a string, the ``path`` is that of the string, and the ``inner_path`` leads on;
        where such JSON holds a string with JSON again, the inner path has a part for each, with a space between them.
        """
        if where is None:
            outer, context = None, dict(self.around)
        else:
            outer, step, value, names = where
            context = dict(self._names_at(outer))
            if value is not None:
                context.update(named_in(value))
            if names:
                context.update(names)
            below = (step, *below)
        path = self._path(outer, below)
        if _INTO_STRING in path:
            path, *inner = path.split(_INTO_STRING)
            context["inner_path"] = " ".join(inner)
        context["path"] = path
        return context

    def _names_at(self, where: Where | None) -> Names:
        new: list[Where] = []
        while where is not None and id(where) not in self._names:
            new.append(where)
            where = where[0]
        known = self.around if where is None else self._names[id(where)][1]
        for place in reversed(new):
            value, names = place[2:]
            inside = named_in(value) if value is not None else NO_NAMES
            if inside or names:
                known = {**known, **inside, **names}
            self._names[id(place)] = place, known
        return known

    def _path(self, where: Where | None, below: tuple[Step, ...]) -> str:
        self._letters_left += _LETTERS_OF_A_PATH
        path = self._path_to(where)
        if path is not None and len(path) > self._letters_left:
            path = None
        if path is not None:
            for step in below:
                path += _written(step)
            self._letters_left -= len(path)
        if path is None or self._letters_left < 0:
            path = _end_of_path(where, below)
        return path

    def _path_to(self, where: Where | None) -> str | None:
        """The path to a container in full, or None if it is too long for that."""
        if where is None:
            return ""
        steps: list[str] = []
        length, place, before = 0, where, self._paths.get(id(where))
        while before is None:
            if id(place) in self._too_long:
                self._too_long.add(id(where))
                return None
            steps.append(_written(place[1]))
            length += len(steps[-1])
            if length > self._letters_left:
                self._letters_left -= length  # so that looking for a way that is too long costs no more than a path
                self._too_long.add(id(where))
                return None
            outer = place[0]
            before = "" if outer is None else self._paths.get(id(outer))
            place = outer or place
        if steps:
            before += "".join(reversed(steps))
            self._letters_left -= len(before)
            self._paths[id(where)] = before
        return before


def _end_of_path(where: Where | None, below: tuple[Step, ...]) -> str:
    end = ""
    for step in _upward(where, below):
        written = _written(step)
        if len(written) + len(end) > _LETTERS_OF_AN_END:
            end = end or f"{written[:_LETTERS_OF_AN_END]}…"
            return f"$.{end}" if end.startswith(".") else f"$..{end}"
        end = written + end
    return end


def _upward(where: Where | None, below: tuple[Step, ...]) -> Iterator[Step]:
    yield from reversed(below)
    while where is not None:
        yield where[1]
        where = where[0]


@lru_cache
def _written(step: Step) -> str:
    if step is None:
        return f"{_INTO_STRING}$"
    if isinstance(step, int):
        return "$" if step == ROOT else f"[{step}]"
    return f".{step}" if _SHORTHAND.fullmatch(step) else f"['{step.translate(_ESCAPES)}']"
