"""Whether everything came: what was announced, listed, stored, refused, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.exporters.report import Harvested
from wpharvest.exporters.report_page.charts import Chart, Listing, Row, Section, Series, counted, number
from wpharvest.exporters.report_page.markup import Markup, joined, link, tag, text, words
from wpharvest.exporters.report_page.subject import Subject

SERIES = (
    Series("stored", "good"),
    Series("closed to visitors", "mute"),
    Series("gone while it was read", "rest"),
    Series("not stored, though sitemaps list it", "warn"),
    Series("refused or missing", "bad"),
)
FACTS = ("announced", "listed", "shown in sitemaps")


def completeness(subject: Subject) -> Section:
    """How each collection was read, and each thing that is missing, by name."""
    lead = joined(
        (
            text("Measured against the site’s own lists, and against its sitemaps and feeds. "),
            tag("code", text("report.json")),
            text(" beside an export names each gap."),
        )
    )
    cards = (_chart(subject), _missing(subject))
    return Section("completeness", "Completeness", lead, cards)


def parts(harvested: Harvested) -> tuple[int, ...]:
    """Into what the objects of a collection fall: as many numbers as `SERIES`."""
    refused = [each for each in harvested.refused if not each.part]
    closed = sum(each.closed for each in refused)
    open_ = len(refused) - closed
    unexplained = harvested.listed - harvested.stored - harvested.vanished - open_
    lost = max(0, unexplained) if harvested.complete else 0
    return harvested.stored, closed, harvested.vanished, harvested.uncovered, open_ + lost


def _chart(subject: Subject) -> Chart:
    told = subject.told
    rows = tuple(sorted(_rows(subject), key=_wholeness))
    stored = sum(row.values[0] for row in rows)
    gaps = len(told.missing)
    said = f"{counted(stored, 'object')} stored; " + (
        f"{counted(gaps, 'thing is', 'things are')} missing." if gaps else "nothing is missing."
    )
    if told.outdated:
        said += f" {counted(told.outdated, 'address', 'addresses')} of the sitemaps out of date."
    return Chart(
        id="stored",
        title="What came of each collection",
        said=said,
        rows_are="collection",
        series=tuple(
            series for at, series in enumerate(SERIES) if at == 0 or any(row.values[at] for row in rows)
        ),
        rows=tuple(_without_zeros(rows)),
        nothing="The snapshot doesn’t tell how it was harvested.",
        share=True,
        facts=FACTS,
    )


def _rows(subject: Subject) -> Iterator[Row]:
    for language, kinds in subject.told.harvest.items():
        for kind, harvested in kinds.items():
            announced = "not said" if harvested.announced is None else number(harvested.announced)
            shown = "" if harvested.shown is None else number(harvested.shown)
            facts = (announced, number(harvested.listed), shown)
            yield Row(f"{language} · {subject.kind(kind)}", parts(harvested), facts=facts)


def _wholeness(row: Row) -> tuple[float, int]:
    """The collections that lack most come first; of those that lack nothing, the largest."""
    return row.values[0] / (row.total or 1), -row.total


def _without_zeros(rows: tuple[Row, ...]) -> Iterator[Row]:
    """The rows without the series that are empty everywhere."""
    used = [at for at in range(len(SERIES)) if at == 0 or any(row.values[at] for row in rows)]
    for row in rows:
        yield Row(row.label, tuple(row.values[at] for at in used), row.short, row.facts)


def _missing(subject: Subject) -> Listing:
    return Listing(
        id="missing",
        title="What is missing",
        heads=("what", "why"),
        rows=tuple((_named(subject, each.what), words(each.why)) for each in subject.told.missing),
        nothing="Nothing: all that the site shows to visitors is here.",
    )


def _named(subject: Subject, what: str) -> Markup:
    return link(what, subject.below_home(what))
