"""What the site holds: by type, language and year; how long its texts are, what takes room."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import pairwise

from wpharvest.exporters.report_page.charts import (
    Chart,
    Listing,
    Row,
    Section,
    Series,
    counted,
    number,
    percent,
    size,
)
from wpharvest.exporters.report_page.markup import link, text
from wpharvest.exporters.report_page.subject import Subject, keys, rows_by
from wpharvest.model.nodes import words_of
from wpharvest.text import count_words

MOST_YEARS = 30
LENGTHS = (1, 50, 100, 250, 500, 1000, 2500)  # words: where one column ends and the next begins
ROLES = {
    "item": "objects of the REST API",
    "media": "media files",
    "page": "HTML pages",
    "head": "HTML heads",
    "sitemap": "sitemaps and feeds",
    "deleted": "tombstones of what is gone",
}


def holdings(subject: Subject) -> Section:
    """How much there is of what."""
    lead = text("Everything the snapshot holds, before anything is chosen for an export.")
    return Section("holdings", "What the site holds", lead, (_types(subject), _years(subject)))


def sizes(subject: Subject) -> Section:
    """How long the texts are, and what takes room on the disk."""
    lead = text("Words are those of the bodies as they are exported, after cleaning.")
    lengths = sorted(
        (
            (count_words(words_of(each.body)), key)
            for key, each in subject.documents.items()
            if each.role == "type"
        ),
        key=lambda each: (-each[0], each[1]),
    )
    cards = (_lengths(subject, lengths), _longest(subject, lengths), _bytes(subject))
    return Section("size", "Size", lead, cards)


def _types(subject: Subject) -> Chart:
    items = list(keys(subject.site))
    rows = rows_by(subject, ((each.kind, each.language) for each in items), subject.kind)
    spoken = Counter(each.language for each in items)
    shares = (f"{percent(spoken[code], len(items))} {subject.language(code)}" for code in subject.tongues[:3])
    said = f"{counted(len(items), 'item')} in {counted(len(rows), 'collection')}: {', '.join(shares)}."
    return Chart(
        id="types",
        title="Items by type and language",
        said=said,
        rows_are="type",
        series=subject.series(),
        rows=rows,
        nothing="The snapshot holds no items.",
    )


def _years(subject: Subject) -> Chart:
    dated = [each for each in subject.site.documents if each.role == "type" and _year(each.date)]
    undated = sum(each.role == "type" and not _year(each.date) for each in subject.site.documents)
    found: dict[int, Counter[str]] = {}
    for each in dated:
        found.setdefault(_year(each.date), Counter())[each.key.language] += 1
    years = _span(sorted(found))
    first = years[0] if years else 0
    early: Counter[str] = Counter()
    for year, counts in found.items():
        if year < first:
            early += counts
    rows = [Row(str(year), subject.by_language(found.get(year, {}))) for year in years]
    if early:
        rows.insert(0, Row(f"before {first}", subject.by_language(early), short="earlier"))
    most = max(found, key=lambda year: (found[year].total(), year), default=0)
    said = f"Most are from {most}: {number(found[most].total())} of {number(len(dated))}." if found else ""
    if undated:
        said += f" {counted(undated, 'document')} without a date."
    return Chart(
        id="years",
        title="Documents by year of publication",
        said=said.strip(),
        rows_are="year",
        series=subject.series(),
        rows=tuple(rows),
        nothing="No document tells when it was published.",
        form="columns",
    )


def _year(date: str) -> int:
    return int(date[:4]) if date[:4].isascii() and date[:4].isdigit() else 0


def _span(years: list[int]) -> list[int]:
    """Every year from the first to the last, if they have room; else the last that something is from."""
    if not years:
        return []
    if years[-1] - years[0] < MOST_YEARS:
        return list(range(years[0], years[-1] + 1))
    return years[-MOST_YEARS:]


def _lengths(subject: Subject, lengths: list[tuple[int, str]]) -> Chart:
    found = [Counter[str]() for _ in range(len(LENGTHS) + 1)]
    for words, key in lengths:
        found[bisect_right(LENGTHS, words)][subject.documents[key].key.language] += 1
    labels = [("no words", "0")]
    labels += [(f"{low} to {high - 1} words", f"<{_brief(high)}") for low, high in pairwise(LENGTHS)]
    labels += [(f"{LENGTHS[-1]} words or more", f"≥{_brief(LENGTHS[-1])}")]
    total = sum(words for words, _ in lengths)
    middle = lengths[len(lengths) // 2][0] if lengths else 0
    return Chart(
        id="lengths",
        title="How long the documents are",
        said=f"{counted(total, 'word')} in all; half the documents have {counted(middle, 'word')} or more.",
        rows_are="length",
        series=subject.series(),
        rows=tuple(
            Row(label, subject.by_language(counts), short=below)
            for (label, below), counts in zip(labels, found, strict=True)
        ),
        nothing="There are no pages, posts or other documents.",
        form="columns",
    )


def _brief(words: int) -> str:
    """A round number below a column: `2.5k`."""
    return f"{words / 1000:g}k" if words >= 1000 else str(words)


def _longest(subject: Subject, lengths: list[tuple[int, str]]) -> Listing:
    rows = []
    for words, key in lengths[:8]:
        document = subject.documents[key]
        title = link(document.url, document.title or key)
        rows.append((title, text(document.key.language), text(number(words))))
    return Listing(
        id="longest",
        title="The longest documents",
        heads=("document", "language", "words"),
        rows=tuple(row for row, (words, _) in zip(rows, lengths, strict=False) if words),
        nothing="No document has a text.",
    )


def _bytes(subject: Subject) -> Chart:
    held = subject.origin.sizes
    rows = sorted(held.items(), key=lambda each: (-each[1], each[0]))
    return Chart(
        id="bytes",
        title="What takes room in the snapshot",
        said=f"{size(sum(held.values()))} in all, without the history of earlier versions.",
        rows_are="what",
        series=(Series("bytes", "s0"),),
        rows=tuple(Row(ROLES.get(role, role), (count,)) for role, count in rows if count),
        nothing="The sizes of the snapshot’s files aren’t known.",
        shown="bytes",
        long_labels=True,
    )
