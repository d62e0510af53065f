"""Bars: when errors were found, and on which table maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from ..summary import many
from .markup import Markup, element
from .places import LONGEST_NAME, short
from .timeline import Chart, Timeline

MOST_MAPS: Final = 100
"""The most table maps that a page names, and that can be chosen."""
_MAPS_IN_VIEW: Final = 10
_HEIGHT: Final = 100


def overview(timeline: Timeline, maps: Counter[str]) -> Markup:
    """When errors were found, as far as that is known, and on which table maps."""
    chart = timeline.chart()
    when = [_when(chart, timeline.without_time)] if chart else []
    return element("div", *when, _which_maps(maps), class_="overview")


def bars_of_maps(
    counts: Iterable[tuple[str, int]], most: int, numbers: Mapping[str, str] | None = None
) -> list[Markup]:
    """A line for each table map; with its number, by which it can be chosen."""
    return [
        bar(
            element("span", short(name, LONGEST_NAME), class_="name"),
            count,
            most,
            number=None if numbers is None else numbers.get(name, ""),
        )
        for name, count in counts
    ]


def folded(title: str, *children: str, kind: str | None = None) -> Markup:
    """What the reader unfolds by its title. Of the kind ``"long"``, it is printed only if it is unfolded."""
    return element("details", element("summary", title), *children, class_=kind)


def bar(label: Markup, count: int, most: int, *, number: str | None = None) -> Markup:
    """A line of a list of bars: `label`, a bar as long as its part of `most`, and the count."""
    drawn = element(
        "svg",
        element("rect", width=f"{max(100 * count / most, 0.5):.1f}", height="1"),
        class_="bar",
        viewBox="0 0 100 1",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
    return element("li", label, drawn, element("span", f"{count:,}", class_="number"), data_map=number)


def _which_maps(maps: Counter[str]) -> Markup:
    ranked = maps.most_common(MOST_MAPS)
    lines = bars_of_maps(ranked, most=ranked[0][1] if ranked else 0)
    first, more = lines[:_MAPS_IN_VIEW], lines[_MAPS_IN_VIEW:]
    left_out = len(maps) - len(ranked)
    return element(
        "section",
        element("h2", "On which table maps"),
        element("ul", *first, class_="bars") if first else element("p", "No line names a table map.", class_="quiet"),
        folded(many(len(more), "more table map"), element("ul", *more, class_="bars")) if more else "",
        element("p", f"Left out: {many(left_out, 'table map')} with fewer errors.", class_="quiet") if left_out else "",
        class_="panel",
    )


def _when(chart: Chart, without_time: int) -> Markup:
    busiest = max(chart.bars, key=lambda bar: bar.count)
    rows = (
        element("tr", element("th", bar.label, scope="row"), element("td", f"{bar.count:,}"))
        for bar in chart.bars
        if bar.count
    )
    missing = [
        f"{many(without_time, 'error')} in lines without a time stamp" if without_time else "",
        f"{many(chart.earlier, 'error')} before {chart.bars[0].label}" if chart.earlier else "",
    ]
    not_shown = "; ".join(filter(None, missing))
    return element(
        "section",
        element("h2", f"When: errors by {chart.unit}"),
        element("figure", _drawn(chart, busiest.count), _axis(chart)),
        element("p", f"Most: {many(busiest.count, 'error')}, {busiest.label}.", class_="quiet"),
        element("p", f"Not shown: {not_shown}.", class_="quiet") if not_shown else "",
        folded("The numbers", element("table", element("tbody", *rows)), kind="long"),
        class_="panel",
    )


def _drawn(chart: Chart, most: int) -> Markup:
    columns = (
        element(
            "rect",
            element("title", f"{bar.label}: {many(bar.count, 'error')}"),
            x=f"{number + 0.1:.1f}",
            y=f"{_HEIGHT - _HEIGHT * bar.count / most:.2f}",
            width="0.8",
            height=f"{_HEIGHT * bar.count / most:.2f}",
        )
        for number, bar in enumerate(chart.bars)
        if bar.count
    )
    return element(
        "svg",
        *columns,
        class_="chart",
        viewBox=f"0 0 {len(chart.bars)} {_HEIGHT}",
        preserveAspectRatio="none",
        role="img",
        aria_label=f"Errors by {chart.unit}, at most {most:,}. The numbers follow.",
    )


def _axis(chart: Chart) -> Markup:
    labels = dict.fromkeys((chart.bars[0].label, chart.bars[-1].label))
    return element("div", *(element("span", label) for label in labels), class_="axis")
