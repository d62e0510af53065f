"""When errors were found, as the page of a scan shows it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualwrite_errors.cli.html_report.timeline import Time, Timeline, time_of
from dualwrite_errors.scanning import Finding


def finding(text: str, *, place: int = 0) -> Finding:
    return Finding("con.log", 1, 1, "IntegrationKeyMissing", "DIPV1003", "code", text, place)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2031-05-06T08:09:01.2218830+00:00  [ERR] [DIPV1003]", "2031-05-06 08:09"),
        ("2031-05-06 08:09:01,221 ERROR [DIPV1003]", "2031-05-06 08:09"),
        ("[2031/5/6 8:09] [DIPV1003]", "2031-05-06 08:09"),
        ("2031.05.06 08:09 x", "2031-05-06 08:09"),
        ("6.5.2031, 08:09:00 x", "2031-05-06 08:09"),
        ("06.05.2031 [DIPV1003]", "2031-05-06"),
        ("2031-05-06 [DIPV1003]", "2031-05-06"),
        ("5/6/2031 08:09 [DIPV1003]", None),
        ("08:09:01 [DIPV1003]", None),
        ("2031-13-06 08:09 x", None),
        ("2031-02-30 08:09 x", None),
        ("0000-01-01 08:09 x", None),
        ("2031-05-06 24:09 x", None),
        ("2031-05-06 23:60 x", None),
        ("2031-05-067 x", None),
        ("2031-05/06 x", None),
        ("٢٠٣١-٠٥-٠٦ 08:09 x", None),
        ("", None),
    ],
)
def test_the_time_stamp_in_front_of_a_line_is_read_where_it_is_unambiguous(text: str, read: str | None) -> None:
    time = time_of(finding(text))
    assert (time and str(time)) == read


def test_the_middle_of_a_line_has_no_time_stamp() -> None:
    assert time_of(finding("2031-05-06 08:09 x", place=1024)) is None


@pytest.mark.slow
@given(st.text())
def test_any_line_has_a_time_or_none(text: str) -> None:
    time = time_of(finding(text))
    assert time is None or str(time)


def timeline(*times: Time | None) -> Timeline:
    line = Timeline()
    for time in times:
        line.add(time)
    return line


DAY = date(2031, 5, 6)


def test_up_to_four_days_are_shown_by_the_hour_whole_days_without_a_gap() -> None:
    chart = timeline(Time(DAY, 8, 1), Time(DAY, 8, 59), Time(DAY + timedelta(3), 23)).chart()
    assert chart is not None
    assert (chart.unit, len(chart.bars)) == ("hour", 96)
    assert [(bar.label, bar.count) for bar in chart.bars if bar.count] == [
        ("2031-05-06 08:00", 2),
        ("2031-05-09 23:00", 1),
    ]


@pytest.mark.parametrize(
    ("last", "unit", "bars"),
    [
        (Time(DAY + timedelta(4), 1), "day", 14),
        (Time(DAY + timedelta(99), 1), "day", 100),
        (Time(DAY), "day", 14),
        (Time(DAY + timedelta(369), 1), "day", 370),
        (Time(DAY + timedelta(370), 1), "month", 13),
    ],
)
def test_longer_times_are_shown_by_the_day_and_more_than_a_year_by_the_month(last: Time, unit: str, bars: int) -> None:
    chart = timeline(Time(DAY, 8), last).chart()
    assert chart is not None
    assert (chart.unit, len(chart.bars), chart.earlier) == (unit, bars, 0)
    assert sum(bar.count for bar in chart.bars) == 2


def test_a_log_of_any_dates_is_a_chart_that_says_what_came_before_it() -> None:
    chart = timeline(Time(date(1, 1, 1), 0), Time(date(9999, 12, 31), 23), Time(date(9999, 12, 31))).chart()
    assert chart is not None
    assert (len(chart.bars), chart.bars[-1].label, chart.bars[-1].count, chart.earlier) == (370, "9999-12", 2, 1)
    assert len(timeline(Time(date(9999, 12, 30))).chart().bars) == 2  # type: ignore[union-attr]


def test_lines_without_a_time_are_counted() -> None:
    assert timeline(None, None).chart() is None
    assert timeline(None, Time(DAY, 8)).without_time == 1


@given(st.lists(st.builds(Time, st.dates(), st.none() | st.integers(0, 23)), min_size=1))
def test_every_error_is_in_a_bar_or_said_to_be_earlier(times: list[Time]) -> None:
    chart = timeline(*times).chart()
    assert chart is not None
    assert 1 <= len(chart.bars) <= 370
    assert sum(bar.count for bar in chart.bars) + chart.earlier == len(times)
