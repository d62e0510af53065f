"""JSON that stands in a text, such as a line of a log, to the errors in it and around it."""

from __future__ import annotations

import re
from typing import Final

from ..context import ids_in, map_before
from ..errors import DualWriteError
from ..parsing.text import errors_with_places

_MAY_BE_JSON: Final = re.compile(r"""[{\[](?=\s*(?:["{\[]|\}))""")
_MOST_BEGINNINGS: Final = 4
_FEWEST_CHARACTERS: Final = 8


def errors_by_structure(text: str) -> list[tuple[int, DualWriteError]] | None:
    """The errors in a text that holds JSON, and where each of them, or the JSON, begins; None where it holds none."""
    if "{" not in text:
        return None
    from ..parsing.decoding import JSONDecodeError, decoded_at
    from ..parsing.walker import errors_in_value

    for number, found in enumerate(_MAY_BE_JSON.finditer(text)):
        start = found.start()
        try:
            value, stop = decoded_at(text, start)
        except JSONDecodeError:
            if number == _MOST_BEGINNINGS:
                break
            continue
        if stop - start < _FEWEST_CHARACTERS:
            continue
        before, behind = text[:start], text[stop:]
        around = ids_in(before) | ids_in(behind)
        if label := map_before(before, start):
            around["map"] = label[0]
        errors = [(start, error) for error in errors_in_value(value, around)]
        errors = [*errors_with_places(before), *errors]
        errors += ((stop + place, error) for place, error in errors_with_places(behind))
        return errors
    return None
