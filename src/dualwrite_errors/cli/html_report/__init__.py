"""`scan --format html`: gathers what the page needs while the logs are read, and prints the page at the end."""

from __future__ import annotations

import sys

from ...errors import DualWriteError
from ...scanning import Finding
from ..exit_codes import say
from ..summary import place, totals
from ..tally import Tally, key_of
from ..terminal import style_of
from .page import page
from .places import Place, Places
from .timeline import Timeline, time_of


class Html:
    """For whoever has to repair: one page that can be sent."""

    def __init__(self) -> None:
        self._places: dict[str, Places] = {}
        self._timeline = Timeline()

    def found(self, finding: Finding, error: DualWriteError) -> None:
        """Take note of the place and the time."""
        time = time_of(finding)
        self._timeline.add(time)
        places = self._places.setdefault(key_of(finding), Places())
        places.add(Place(place(finding), error.context.get("map", ""), time, error.text))

    def finish(self, tally: Tally) -> None:
        """Print the page, and say on standard error what was read."""
        written = page(tally, self._places, self._timeline)
        if not style_of(sys.stdout).unicode:
            written = written.encode("ascii", "xmlcharrefreplace").decode("ascii")
        print(written)
        say(totals(tally))
