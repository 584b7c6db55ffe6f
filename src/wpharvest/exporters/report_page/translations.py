"""Which documents are there in which languages, and how sure that is."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import pairwise

from wpharvest.exporters.report_page.charts import Chart, Row, Section, Series, counted, number, percent
from wpharvest.exporters.report_page.markup import joined, tag, text
from wpharvest.exporters.report_page.subject import Subject
from wpharvest.model.families import DecidedBy

SERIES = (Series("in all languages", "good"), Series("in some", "warn"), Series("alone", "mute"))
DECIDED: dict[DecidedBy, str] = {
    "declared": "the site says so",
    "inferred": "inferred",
    "person": "a person decided",
}
EDGES = (0.7, 0.8, 0.9, 0.95, 0.99)


def translations(subject: Subject) -> Section:
    """Coverage by type and language, and the confidence of the families."""
    folder = subject.origin.folder
    lead = joined(
        (
            text("Look at the families that are least sure with "),
            tag("code", text(f"wpharvest review {folder}")),
            text("; what is missing within them is listed by "),
            tag("code", text(f"wpharvest gaps {folder}")),
            text("."),
        )
    )
    return Section("translations", "Translations", lead, (_coverage(subject), _confidence(subject)))


def sisters(subject: Subject) -> dict[str, int]:
    """For each document, in how many other languages it is there."""
    known = {str(document.key) for document in subject.site.documents}
    found = dict.fromkeys(known, 0)
    for family in subject.site.families:
        members = [str(key) for key in family.members.values() if str(key) in known]
        for member in members:
            found[member] = len(members) - 1
    return found


def _coverage(subject: Subject) -> Chart:
    beside = sisters(subject)
    codes = {document.key.language for document in subject.site.documents}
    wanted = len(codes) - 1
    counts: dict[tuple[str, str], list[int]] = {}
    for document in subject.site.documents:
        there = beside[str(document.key)]
        row = counts.setdefault((document.key.kind, document.key.language), [0, 0, 0])
        row[0 if there >= wanted else 1 if there else 2] += 1
    sizes = Counter(document.key.kind for document in subject.site.documents)
    order = {code: at for at, code in enumerate(subject.tongues)}
    places = sorted(counts, key=lambda each: (-sizes[each[0]], each[0], order.get(each[1], len(order))))
    used = (0, 1, 2) if wanted > 1 else (0, 2)
    whole = sum(row[0] for row in counts.values())
    said = (
        f"{percent(whole, len(beside))} of {counted(len(beside), 'document')} in all {len(codes)} languages."
    )
    if wanted == 1:
        said = f"{percent(whole, len(beside))} of {counted(len(beside), 'document')} have a sister."
    series = SERIES if wanted > 1 else (Series("with a sister", "good"), SERIES[2])
    return Chart(
        id="coverage",
        title="Translated, by type and language",
        said=said,
        rows_are="type and language",
        series=series,
        rows=tuple(
            Row(f"{language} · {subject.kind(kind)}", tuple(counts[kind, language][at] for at in used))
            for kind, language in (places if wanted > 0 else ())
        ),
        nothing="The site is in one language." if codes else "There are no documents.",
        share=True,
    )


def _confidence(subject: Subject) -> Chart:
    families = [family for family in subject.site.families if len(family.members) > 1]
    found = [Counter[DecidedBy]() for _ in range(len(EDGES) + 1)]
    for family in families:
        found[bisect_right(EDGES, family.confidence)][family.decided_by] += 1
    by = Counter(family.decided_by for family in families)
    edges = [0, *(round(edge * 100) for edge in EDGES), 100]
    doubtful = sum(family.confidence < EDGES[1] for family in families)
    said = f"{counted(len(families), 'family', 'families')}, {number(doubtful)} less than 80\u00a0% sure."
    return Chart(
        id="confidence",
        title="How sure the families are",
        said=said,
        rows_are="confidence",
        series=tuple(Series(name, f"s{at}") for at, (who, name) in enumerate(DECIDED.items()) if by[who]),
        rows=tuple(
            Row(
                f"{low} to {high}\u00a0%",
                tuple(counts[who] for who in DECIDED if by[who]),
                short=f"{low}–{high}",
            )
            for (low, high), counts in zip(pairwise(edges), found, strict=True)
        ),
        nothing="No two documents say the same in different languages.",
        form="columns",
    )
