"""What is to be drawn, as values: rows of numbers, one for each series."""

from __future__ import annotations

from typing import Literal

import msgspec

from wpharvest.exporters.report_page.markup import Markup

MOST_SERIES = 6  # colours that can be told apart
MOST_LISTED = 10

Form = Literal["bars", "columns"]
Shown = Literal["count", "bytes"]


class Series(msgspec.Struct, frozen=True):
    """One colour. `role` names it in the style sheet: `s0` … `s5`, `rest`, `good`, `warn`, `bad`, `mute`."""

    name: str
    role: str


class Row(msgspec.Struct, frozen=True):
    """One bar or column: a value for each series, and what the table says beside them.

    `short` is the label below a column, where the whole one has no room.
    """

    label: str
    values: tuple[int, ...]
    short: str = ""
    facts: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(self.values)


class Chart(msgspec.Struct, frozen=True):
    """A plot with its title and the sentence that says what it shows.

    `share`: each bar is as long as the others, and shows parts of its own whole. `long_labels` stand above
    their bars. `facts` head the columns of the table that aren't drawn, `rows_are` the first one. Without
    rows, `nothing` is said in its place.
    """

    id: str
    title: str
    said: str
    rows_are: str
    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    nothing: str
    form: Form = "bars"
    share: bool = False
    shown: Shown = "count"
    long_labels: bool = False
    facts: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(row.total for row in self.rows)


class Listing(msgspec.Struct, frozen=True):
    """Things by name, as a table. The page shows the first `MOST_LISTED`, and how many more there are."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Markup, ...], ...]
    nothing: str


class Section(msgspec.Struct, frozen=True):
    """A part of the page: a title, what to do about what it shows, and what stands in it."""

    id: str
    title: str
    lead: Markup
    cards: tuple[Chart | Listing, ...]


def number(value: int) -> str:
    """A whole number with a thin space between thousands, which no line breaks at.

    >>> number(1234567)
    '1\\u202f234\\u202f567'
    """
    return f"{value:,}".replace(",", "\u202f")


def size(value: int) -> str:
    """Bytes as people read them.

    >>> size(999), size(1_234_567)
    ('999\\xa0B', '1.2\\xa0MB')
    """
    if value < 1000:
        return f"{value}\u00a0B"
    amount = value / 1000
    for unit in ("kB", "MB", "GB"):
        if amount < 999.95:
            return f"{amount:.1f}\u00a0{unit}"
        amount /= 1000
    return f"{amount:.1f}\u00a0TB"


def percent(part: int, whole: int) -> str:
    """A share in whole per cents; all and nothing are said only of all and nothing.

    >>> percent(999, 1000), percent(1, 1000), percent(1, 1)
    ('99\\xa0%', '1\\xa0%', '100\\xa0%')
    """
    share = round(100 * part / whole) if whole else 0
    if 0 < part < whole:
        share = min(99, max(1, share))
    return f"{share}\u00a0%"


def counted(count: int, one: str, many: str = "") -> str:
    """A number and its noun.

    >>> counted(1, "page"), counted(2, "page"), counted(2, "family", "families")
    ('1 page', '2 pages', '2 families')
    """
    return f"{number(count)} {one if count == 1 else many or one + 's'}"
