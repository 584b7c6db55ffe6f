"""What is in the bodies: what cleaning took out, pictures without a description, nothing at all."""

from __future__ import annotations

from collections import Counter

from wpharvest.cleaning import RULES
from wpharvest.exporters.report_page.charts import (
    Chart,
    Listing,
    Row,
    Section,
    Series,
    counted,
    number,
    percent,
)
from wpharvest.exporters.report_page.markup import Markup, joined, link, tag, text, words
from wpharvest.exporters.report_page.subject import Subject, rows_by
from wpharvest.linking import gathered

DESCRIBED = (Series("described", "good"), Series("without a description", "bad"))


def cleaning(subject: Subject) -> Section:
    """How much each rule took out of the bodies."""
    lead = joined(
        (
            text("What was taken out is residue of editors and plugins, never a word. "),
            tag("code", text(f"wpharvest show {subject.origin.folder} KEY --stage clean")),
            text(" shows it for one document."),
        )
    )
    taken = sorted(subject.told.cleaning.items(), key=lambda each: (-each[1], each[0]))
    chart = Chart(
        id="rules",
        title="What cleaning took out, by rule",
        said=f"{counted(sum(count for _, count in taken), 'piece')} by {counted(len(taken), 'rule')}.",
        rows_are="rule",
        series=(Series("pieces", "s0"),),
        rows=tuple(Row(rule, (count,), facts=(_about(rule),)) for rule, count in taken),
        nothing="Nothing: the bodies were clean.",
        facts=("what the rule takes",),
    )
    about = Listing(
        id="rules-taken",
        title="What these rules take",
        heads=("rule", "takes"),
        rows=tuple((tag("code", text(rule)), text(_about(rule))) for rule, _ in taken),
        nothing="No rule found anything to take.",
    )
    return Section("cleaning", "Cleaning", lead, (chart, about))


def _about(rule: str) -> str:
    """The first line of a rule's documentation; nothing for one that this version hasn't."""
    plug = RULES.get(rule)
    return (plug.__doc__ or "").strip().partition("\n")[0] if plug else ""


def pictures(subject: Subject) -> Section:
    """Which pictures have an alternative text."""
    lead = text(
        "A picture without an alternative text isn’t there for who can’t see it. Some are meant to be "
        "without one, because they only decorate: nobody but a person can tell."
    )
    missing: Counter[str] = Counter()
    shown: Counter[tuple[str, bool]] = Counter()
    for key, document in subject.documents.items():
        for address in gathered(document.body):
            if address.use == "image":
                shown[document.key.language, bool(address.alt.strip())] += 1
                missing[key] += not address.alt.strip()
    library: Counter[tuple[str, bool]] = Counter()
    for media in subject.site.media:
        if media.mime_type.startswith("image/"):
            library[media.key.language, bool(media.alt.strip())] += 1
    cards = (
        _described(subject, "alt", "Pictures in the texts", shown, "No text shows a picture."),
        _described(
            subject, "library", "Pictures of the media library", library, "The library has no pictures."
        ),
        _worst(subject, missing),
    )
    return Section("media", "Pictures", lead, cards)


def _described(
    subject: Subject, name: str, title: str, found: Counter[tuple[str, bool]], nothing: str
) -> Chart:
    rows = tuple(
        Row(subject.language(code), (found[code, True], found[code, False]))
        for code in subject.tongues
        if found[code, True] or found[code, False]
    )
    without = sum(row.values[1] for row in rows)
    return Chart(
        id=name,
        title=title,
        said=f"{number(without)} of {number(found.total())} have no description "
        f"({percent(without, found.total())}).",
        rows_are="language",
        series=DESCRIBED,
        rows=rows,
        nothing=nothing,
        share=True,
    )


def _worst(subject: Subject, missing: Counter[str]) -> Listing:
    ordered = sorted(((count, key) for key, count in missing.items() if count), key=lambda e: (-e[0], e[1]))
    return Listing(
        id="without",
        title="Documents with pictures to describe",
        heads=("document", "language", "pictures"),
        rows=tuple((*_document(subject, key), text(number(count))) for count, key in ordered),
        nothing="Each picture in the texts has a description.",
    )


def empty(subject: Subject) -> Section:
    """The documents without a body."""
    keys = subject.told.empty_bodies
    lead = joined(
        (
            text("Their text may be in fields, or only on the page itself: "),
            tag("code", text("wpharvest fetch --page-html always")),
            text(" reads it there."),
        )
    )
    names = [key.split("/", 2) for key in keys]
    chart = Chart(
        id="empty-bodies",
        title="Documents without a body",
        said=f"{number(len(keys))} of {counted(len(subject.documents), 'document')}.",
        rows_are="type",
        series=subject.series(),
        rows=rows_by(subject, ((name[1], name[0]) for name in names if len(name) == 3), subject.kind),
        nothing="Every document has a body.",
    )
    listing = Listing(
        id="empty-named",
        title="Which they are",
        heads=("document", "language", "key"),
        rows=tuple((*_document(subject, key), tag("code", text(key))) for key in keys),
        nothing="None.",
    )
    return Section("empty", "Empty bodies", lead, (chart, listing))


def _document(subject: Subject, key: str) -> tuple[Markup, Markup]:
    document = subject.documents.get(key)
    if document is None:
        return words(key), text("")
    return link(document.url, document.title or key), text(document.key.language)
