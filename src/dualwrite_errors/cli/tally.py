"""What a scan has found, counted by error."""

from __future__ import annotations

from collections import Counter

import attrs

from ..errors import DualWriteError
from ..info import Area, ErrorInfo
from ..scanning import Finding

_ORDER_OF_REPAIR: dict[Area | None, int] = {area: place for place, area in enumerate((*Area, None))}
"""What has to be right comes before what builds on it; last comes a code of which the area is not known."""
_MOST_MAPS = 1_000


@attrs.define
class ErrorTally:
    """The findings of one error."""

    info: ErrorInfo
    code: str
    first: Finding
    said_first: str
    """What the first of them says."""
    count: int = 0
    maps: Counter[str] = attrs.field(factory=Counter[str])
    """How often it was found on which table map, as far as that is known; of very many maps, on the first ones."""
    on_other_maps: int = 0
    """How often it was found on maps that are not in `maps`, since there are so many."""

    @property
    def key(self) -> str:
        """What it is counted by."""
        return key_of(self.first)


@attrs.define
class Tally:
    """All findings, and what was read."""

    codes_only: bool
    """Whether nothing but codes was looked for."""
    errors: dict[str, ErrorTally] = attrs.field(factory=dict[str, ErrorTally])
    findings: int = 0
    sources: int = 0
    """How many files were read, in whole or in part."""
    lines: int = 0
    lines_with_finding: int = 0
    unread: list[tuple[str, str]] = attrs.field(factory=list[tuple[str, str]])
    """What could not be read, or not to its end, and why."""

    def add(self, finding: Finding, error: DualWriteError) -> None:
        """Count one more finding."""
        self.findings += 1
        key = key_of(finding)
        known = self.errors.get(key)
        if known is None:
            known = self.errors[key] = ErrorTally(error.info, finding.code, finding, error.text)
        known.count += 1
        name = error.context.get("map")
        if name and (name in known.maps or len(known.maps) < _MOST_MAPS):
            known.maps[name] += 1
        elif name:
            known.on_other_maps += 1

    def in_order_of_repair(self) -> list[ErrorTally]:
        """What has to be repaired first comes first; undocumented codes come last."""
        return sorted(self.errors.values(), key=lambda tally: (_ORDER_OF_REPAIR[tally.info.area], tally.code or "~"))


def key_of(finding: Finding) -> str:
    """What findings of the same error have in common: the code, or else the name of the class."""
    return finding.code or finding.name
