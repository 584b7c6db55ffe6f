"""A chart as an SVG picture, and as a table of the same numbers.

Places across are per cents and places down are pixels, so a picture is as wide as there is room and its text
keeps its size. Colours come from the page's style sheet. That is why no library draws: those of Python give
a picture of one size and one scheme, or a script that a browser has to run.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

import msgspec

from wpharvest.exporters.report_page.charts import Chart, Row, number, percent, size
from wpharvest.exporters.report_page.markup import NOTHING, Markup, joined, tag, text, words

MOST_BARS = 20  # what has no room in the picture is in the table
BAR = 12  # pixels
HIGH, HEAD, FOOT = 180, 16, 24  # pixels of columns, above and below them
LEAST = 0.008  # of a whole bar: what is there can be seen
TICKS = 8  # labels below columns
ROUND = (10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100)  # where a scale may end
GAP = 0.3  # per cent between the parts of a bar
MARGIN = 8  # per cent left of the columns: the numbers of the grid


class _Place(msgspec.Struct, frozen=True):
    """Where a bar stands.

    Pixels from one to the next, and from its top to the bar; per cents from the left, and of the longest bar;
    how many columns its label has on a telephone, and where there is more room.
    """

    step: int
    bar: int
    left: float
    wide: float
    room: int
    more: int


BESIDE = _Place(step=27, bar=4, left=37, wide=46, room=15, more=22)
ABOVE = _Place(step=40, bar=21, left=0, wide=100, room=38, more=54)


def picture(chart: Chart) -> Markup:
    """The chart as an `<svg>`."""
    return (_bars if chart.form == "bars" else _columns)(chart)


def legend(chart: Chart) -> Markup:
    """Which colour is what, in their order; `%` is beside the one whose share is written; nothing for one."""
    if len(chart.series) < 2:
        return NOTHING
    share = [" (%)" if chart.share and not at else "" for at in range(len(chart.series))]
    entries = (
        tag("li", tag("span", class_=f"key {each.role}"), words(each.name + unit))
        for each, unit in zip(chart.series, share, strict=True)
    )
    return tag("ul", *entries, class_="legend", aria_hidden="true")  # the table names them too


def table(chart: Chart) -> Markup:
    """All numbers of the chart, for those who read rather than look."""
    total = len(chart.series) > 1
    heads = [chart.rows_are, *(each.name for each in chart.series), *(["all"] if total else []), *chart.facts]
    head = joined(tag("th", words(each), scope="col") for each in heads)
    show = shower(chart)
    body = joined(
        tag(
            "tr",
            tag("th", words(row.label), scope="row"),
            *(tag("td", text(show(value)), class_="n") for value in row.values),
            *([tag("td", text(show(row.total)), class_="n")] if total else []),
            *(tag("td", words(fact)) for fact in row.facts),
        )
        for row in chart.rows
    )
    caption = tag("caption", text(chart.title), class_="unseen")
    inside = tag("table", caption, tag("thead", tag("tr", head)), tag("tbody", body))
    return scrolling(inside, f"{chart.title}: the numbers")


def scrolling(inside: Markup, name: str) -> Markup:
    """What may be wider or higher than its card; the keyboard scrolls it too."""
    return tag("div", inside, class_="scroll", tabindex=0, role="region", aria_label=name)


def shower(chart: Chart) -> Callable[[int], str]:
    """How a chart's numbers are written."""
    return size if chart.shown == "bytes" else number


def short(label: str, room: int) -> str:
    """A label that fits: what is too long ends in `…`; a Chinese character takes the room of two.

    >>> short("abcdef", 4), short("日本語", 4)
    ('abc…', '日…')
    """
    width = 0
    for place, character in enumerate(label):
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width > room - 1 and (place < len(label) - 1 or width > room):
            return f"{label[:place]}…"
    return label


def _svg(chart: Chart, height: int, inside: Iterator[Markup]) -> Markup:
    title = tag("title", text(chart.title), id=f"{chart.id}-t")
    about = tag("desc", text(chart.said), id=f"{chart.id}-d")
    named = {"aria_labelledby": f"{chart.id}-t", "aria_describedby": f"{chart.id}-d"}
    return tag("svg", title, about, *inside, role="img", width="100%", height=height, **named)


def _bars(chart: Chart) -> Markup:
    rows = chart.rows[:MOST_BARS]
    longest = max(row.total for row in rows)
    place = ABOVE if chart.long_labels else BESIDE
    bars = (_bar(chart, row, at * place.step, place, longest) for at, row in enumerate(rows))
    return _svg(chart, len(rows) * place.step, bars)


def _bar(chart: Chart, row: Row, top: int, place: _Place, longest: int) -> Markup:
    whole = (row.total if chart.share else longest) or 1
    value = shower(chart)(row.total)
    if chart.share and row.total:
        value = percent(row.values[0], row.total)
    return tag(
        "g",
        tag("title", text(_told(chart, row))),
        *_labels(row.label, top + 15, place),
        tag("text", text(value), x="100%", y=top + 15, class_="value", text_anchor="end"),
        *_stack(chart, row, top + place.bar, whole, place),
    )


def _labels(label: str, y: int, place: _Place) -> Iterator[Markup]:
    """The label; cut twice, where a wide card has room for more of it than a telephone."""
    brief, whole = short(label, place.room), short(label, place.more)
    if brief == whole:
        yield tag("text", text(whole), x=0, y=y)
    else:
        yield tag("text", text(brief), x=0, y=y, class_="brief")
        yield tag("text", text(whole), x=0, y=y, class_="more")


def _stack(chart: Chart, row: Row, top: int, whole: int, place: _Place) -> Iterator[Markup]:
    done = 0.0
    for series, value in zip(chart.series, row.values, strict=True):
        if value:
            share = min(max(value / whole, LEAST), 1 - done)
            left = f"{place.left + done * place.wide:.2f}%"
            width = f"{max(share * place.wide - GAP, GAP):.2f}%"
            yield tag("rect", x=left, y=top, width=width, height=BAR, rx=3, class_=series.role)
            done += share


def _told(chart: Chart, row: Row) -> str:
    show = shower(chart)
    if len(chart.series) == 1:
        return f"{row.label}: {show(row.total)}"
    parts = (
        f"{series.name} {show(value)}"
        for series, value in zip(chart.series, row.values, strict=True)
        if value
    )
    return f"{row.label}: {', '.join(parts) or '0'}"


def _columns(chart: Chart) -> Markup:
    highest = ceiling(max(row.total for row in chart.rows))
    height = HEAD + HIGH + FOOT
    grid = _grid(highest, shower(chart))
    inside = [*grid, *(_column(chart, row, at, highest) for at, row in enumerate(chart.rows))]
    return _svg(chart, height, iter(inside))


def ceiling(value: int) -> int:
    """A round number that isn't below the value, nor far above it, and whole where it is halved.

    >>> ceiling(1), ceiling(7), ceiling(13), ceiling(2001)
    (2, 8, 16, 2400)
    """
    if value <= ROUND[0]:
        return value + value % 2 or 2
    power = 1
    while value > ROUND[-1] * power:
        power *= 10
    return next(step * power for step in ROUND if value <= step * power)


def _grid(highest: int, show: Callable[[int], str]) -> Iterator[Markup]:
    for value in (0, highest // 2, highest):
        y = HEAD + HIGH - HIGH * value // highest
        yield tag("line", x1=0, x2="100%", y1=y, y2=y, class_="grid")
        if value:
            yield tag("text", text(show(value)), x=0, y=y - 4, class_="tick")


def _column(chart: Chart, row: Row, at: int, highest: int) -> Markup:
    count = len(chart.rows)
    step = (100 - MARGIN) / count
    wide = min(step * 0.78, 9)
    middle = MARGIN + step * (at + 0.5)
    pieces = [tag("title", text(_told(chart, row)))]
    low = float(HEAD + HIGH)
    for series, value in zip(chart.series, row.values, strict=True):
        if value:
            high = max(HIGH * value / highest, 2)
            low -= high
            place = {"x": f"{middle - wide / 2:.2f}%", "y": f"{low + 1:.1f}"}
            pieces.append(
                tag("rect", width=f"{wide:.2f}%", height=f"{high - 1:.1f}", rx=2, class_=series.role, **place)
            )
    if at % -(-count // TICKS) == 0:
        label = text(short(row.short or row.label, 9))
        y = HEAD + HIGH + 17
        pieces.append(tag("text", label, x=f"{middle:.2f}%", y=y, class_="tick", text_anchor="middle"))
    return tag("g", *pieces)
