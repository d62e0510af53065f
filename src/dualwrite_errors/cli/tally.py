"""What a scan has found, counted by code."""

from __future__ import annotations

import attrs

from ..errors import UndocumentedCode
from ..info import ErrorInfo
from ..registry import REGISTRY
from ..scanning import Finding
from .explanation import ORDER_OF_REPAIR


@attrs.define
class CodeTally:
    """The findings of one code."""

    code: str
    info: ErrorInfo
    first: Finding
    count: int = 0
    by_wording: int = 0
    """How many of them were found by the documented words."""


@attrs.define
class Tally:
    """All findings, and what was read."""

    wordings: bool
    """Whether lines without a code were searched for the documented words."""
    codes: dict[str, CodeTally] = attrs.field(factory=dict[str, CodeTally])
    findings: int = 0
    sources: int = 0
    """How many files were read, in whole or in part."""
    lines: int = 0
    lines_with_code: int = 0
    unread: list[tuple[str, str]] = attrs.field(factory=list[tuple[str, str]])
    """What could not be read, or not to its end, and why."""

    @property
    def lines_without_code(self) -> int:
        """How many lines were read that carry no code."""
        return self.lines - self.lines_with_code

    def add(self, finding: Finding) -> None:
        """Count one more finding."""
        self.findings += 1
        known = self.codes.get(finding.code)
        if known is None:
            known = self.codes[finding.code] = CodeTally(finding.code, info_of(finding.code), finding)
        known.count += 1
        known.by_wording += finding.matched_by == "wording"

    def in_order_of_repair(self) -> list[CodeTally]:
        """What has to be repaired first comes first; undocumented codes come last."""
        return sorted(self.codes.values(), key=lambda tally: (ORDER_OF_REPAIR.index(tally.info.area), tally.code))


def info_of(code: str) -> ErrorInfo:
    """What is known about a well-formed code, documented or not."""
    return REGISTRY.get(code, UndocumentedCode).info
