"""When errors were found: by hour, by day or by month, from the time stamps that a log has in front of its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import attrs
from typing_extensions import override

from ...scanning import Finding
from ...scanning.finding import MOST_TEXT_BEFORE

_STAMP: Final = re.compile(
    r"[^\w\n]{0,3}(?:(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
    r"|(?P<day_first>\d\d?)\.(?P<month_next>\d\d?)\.(?P<year_last>\d{4}))"
    r"(?!\d)(?:[T\s,]{1,3}(?P<hour>\d\d?):(?P<minute>\d\d))?",
    re.ASCII,
)
_HOURS_OF_A_DAY: Final = 24
_MINUTES_OF_AN_HOUR: Final = 60
_MOST_DAYS_BY_HOUR: Final = 4
_FEWEST_BARS: Final = 14
_MOST_BARS: Final = 370
_MOST_HOURS: Final = 100_000
"""The most different hours that are counted, so that a log with any dates takes no more memory."""


@attrs.frozen
class Time:
    """When a line was written, in the time zone of the log."""

    day: date
    hour: int | None = None
    minute: int = 0

    @override
    def __str__(self) -> str:
        return f"{self.day}" if self.hour is None else f"{self.day} {self.hour:02}:{self.minute:02}"


def time_of(finding: Finding) -> Time | None:
    """What the time stamp in front of the line says; None where there is none.

    ``5/6/2031`` is not read: nobody can tell the day from the month.
    """
    found = _STAMP.match(finding.text)
    if found is None or finding.place >= MOST_TEXT_BEFORE:  # of a long text, the middle is kept
        return None
    year, month, day = (
        int(found[name] or found[other])
        for name, other in (("year", "year_last"), ("month", "month_next"), ("day", "day_first"))
    )
    try:
        when = date(year, month, day)
    except ValueError:
        return None
    if found["hour"] is None:
        return Time(when)
    hour, minute = int(found["hour"]), int(found["minute"])
    return Time(when, hour, minute) if hour < _HOURS_OF_A_DAY and minute < _MINUTES_OF_AN_HOUR else None


@attrs.frozen
class Bar:
    """A part of the time, and how many errors fall into it."""

    label: str
    count: int


@attrs.frozen
class Chart:
    """Bars of the same length of time, without a gap, in order."""

    unit: str
    """``"hour"``, ``"day"`` or ``"month"``."""
    bars: list[Bar]
    earlier: int
    """How many errors were found before the first bar."""


@attrs.define
class Timeline:
    """How many errors were found when."""

    without_time: int = 0
    """How many errors stand in lines of which nobody can tell the time."""
    _hours: Counter[tuple[date, int | None]] = attrs.field(factory=Counter[tuple[date, int | None]])

    def add(self, time: Time | None) -> None:
        """Count an error."""
        key = (time.day, time.hour) if time else None
        if key is None or (len(self._hours) >= _MOST_HOURS and key not in self._hours):
            self.without_time += 1
        else:
            self._hours[key] += 1

    def chart(self) -> Chart | None:
        """The bars, by the hour for up to four days; None where no time is known."""
        if not self._hours:
            return None
        first, last = min(day for day, _ in self._hours), max(day for day, _ in self._hours)
        days = (last - first).days + 1
        if days <= _MOST_DAYS_BY_HOUR and all(hour is not None for _, hour in self._hours):
            hours = ((day, hour) for day in _days(first, days) for hour in range(_HOURS_OF_A_DAY))
            return Chart("hour", [Bar(f"{day} {hour:02}:00", self._hours[day, hour]) for day, hour in hours], 0)
        if days <= _MOST_BARS:
            by_day = Counter[date]()
            for (day, _), count in self._hours.items():
                by_day[day] += count
            return Chart("day", [Bar(str(day), by_day[day]) for day in _days(first, max(days, _FEWEST_BARS))], 0)
        by_month = Counter[int]()
        for (day, _), count in self._hours.items():
            by_month[_month(day)] += count
        months = range(_month(first), _month(last) + 1)[-_MOST_BARS:]
        bars = [Bar(f"{month // 12:04}-{month % 12 + 1:02}", by_month[month]) for month in months]
        return Chart("month", bars, sum(by_month.values()) - sum(bar.count for bar in bars))


def _days(first: date, count: int) -> Iterator[date]:
    for number in range(count):
        if (date.max - first).days >= number:
            yield first + timedelta(number)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
