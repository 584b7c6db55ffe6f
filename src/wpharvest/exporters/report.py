"""`report.json`: what a run found, what it wrote and what is missing. The same snapshot gives the same bytes.

The Structs here are the file's definition: its JSON Schema in `docs/reference/` is printed from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from wpharvest import __version__
from wpharvest.exporters.jsonfile import json_file
from wpharvest.exporters.paths import key_order
from wpharvest.model.documents import Document
from wpharvest.model.items import Coverage, Refusal, Tally, Uncovered
from wpharvest.model.notices import EMPTY_BODY, File, Notice
from wpharvest.model.site import Site

UNKNOWN = "?"  # the kind of pages of which nothing tells the collection


class SiteFacts(msgspec.Struct, frozen=True):
    """Which site this is. `languages` are codes, in the site's own order."""

    home: str
    name: str
    default_language: str
    languages: tuple[str, ...]


class Harvested(msgspec.Struct, frozen=True):
    """How one kind of object in one language was read.

    `announced` is what the server promised (null if it didn't say), `listed` what its lists named, `stored`
    what is in the snapshot, `vanished` what was listed and then gone; `complete` says that the listing was
    read to its end. `shown` is how many addresses the site's sitemaps and feeds list (null if none tells),
    `uncovered` how many of them no stored object has; where the REST API has no such collection, only these
    two are known.
    """

    announced: int | None
    listed: int
    stored: int
    refused: tuple[Refusal, ...]
    vanished: int
    complete: bool
    shown: int | None = None
    uncovered: int = 0


class FamilyCounts(msgspec.Struct, frozen=True):
    """How many families there are, and how many documents of each language are in none."""

    paired: int
    only: dict[str, int]


class NoticeLine(msgspec.Struct, frozen=True):
    """One notice. `key` is `LANG/KIND/ID` of the document, empty where it is about the site."""

    key: str
    rule: str
    what: str
    count: int
    lost: bool


class Missing(msgspec.Struct, frozen=True):
    """Something the site has and the result hasn't. One is enough for exit code 3."""

    what: str
    why: str


class Report(msgspec.Struct, frozen=True):
    """The whole of `report.json`. `harvest` and `documents` are by language, then by kind.

    `outdated` counts the addresses of sitemaps and feeds that have no page of their own any more; `uncovered`
    names those that no stored object has (`kind` is empty where the sitemap doesn't tell). `cleaning` counts
    what each cleaning rule took out; `empty_bodies` names (`LANG/KIND/ID`) the documents whose body is empty.
    """

    version: str
    site: SiteFacts
    harvest: dict[str, dict[str, Harvested]]
    outdated: int
    documents: dict[str, dict[str, int]]
    families: FamilyCounts
    uncovered: tuple[Uncovered, ...]
    cleaning: dict[str, int]
    empty_bodies: tuple[str, ...]
    notices: tuple[NoticeLine, ...]
    missing: tuple[Missing, ...]


def report(
    site: Site,
    documents: Sequence[Document] | None = None,
    tallies: Iterable[Tally] = (),
    harvest_notices: Iterable[Notice] = (),
    cleaning_rules: Collection[str] = (),
    coverage: Coverage = Coverage(),  # noqa: B008  frozen
) -> Report:
    """The report of a run.

    `documents` are those that were exported (all, if not given); of the tallies only each collection's last
    word counts; `harvest_notices` are the harvester's own; `cleaning_rules` names the rules whose notices are
    counted under `cleaning`, and only there unless they tell of a loss.
    """
    taken = site.documents if documents is None else documents
    last = {(tally.language, tally.kind): tally for tally in tallies}
    ordered = [last[place] for place in sorted(last)]
    notices = sorted(
        map(_line, (*harvest_notices, *site.notices)), key=lambda n: (n.key, n.rule, n.what, n.count, n.lost)
    )
    cleaning: Counter[str] = Counter()
    for notice in notices:
        if notice.rule in cleaning_rules:
            cleaning[notice.rule] += notice.count
    return Report(
        version=__version__,
        site=_site_facts(site),
        harvest=_harvest(ordered, coverage),
        outdated=coverage.gone,
        documents=_documents(taken),
        families=_families(site, taken),
        uncovered=coverage.uncovered,
        cleaning=dict(sorted(cleaning.items())),
        empty_bodies=tuple(each.key for each in notices if each.rule == EMPTY_BODY),
        notices=tuple(each for each in notices if each.lost or each.rule not in cleaning_rules),
        missing=tuple(missing(ordered, notices, coverage)),
    )


def report_file(value: Report) -> File:
    """`report.json`."""
    return json_file("report.json", value)


def missing(tallies: Iterable[Tally], notices: Iterable[NoticeLine], coverage: Coverage) -> Iterator[Missing]:
    """Everything that makes exit code 3, each by name.

    What the tallies lack (`Tally.missing`), what the sitemaps list beyond it, and what a notice calls lost.
    """
    for tally in tallies:
        yield from (Missing(gap.what, gap.why) for gap in tally.missing())
    yield from (Missing(each.gap.what, each.gap.why) for each in coverage.uncovered)
    for notice in notices:
        if notice.lost:
            yield Missing(notice.key or notice.rule, notice.what)


def _line(notice: Notice) -> NoticeLine:
    return NoticeLine(str(notice.key or ""), notice.rule, notice.what, notice.count, notice.lost)


def _site_facts(site: Site) -> SiteFacts:
    info = site.info
    return SiteFacts(info.home, info.name, info.default_language, tuple(each.code for each in info.languages))


def _harvest(tallies: Iterable[Tally], coverage: Coverage) -> dict[str, dict[str, Harvested]]:
    found: dict[str, dict[str, Harvested]] = {}
    uncovered = Counter((each.language, each.kind) for each in coverage.uncovered)
    shown = coverage.shown or {}
    for tally in tallies:
        found.setdefault(tally.language, {})[tally.kind] = Harvested(
            announced=tally.announced,
            listed=tally.listed,
            stored=tally.stored,
            refused=tuple(sorted(tally.refused, key=lambda each: (each.what, each.why))),
            vanished=tally.vanished,
            complete=tally.complete,
            shown=shown.get(tally.language, {}).get(tally.kind),
            uncovered=uncovered[tally.language, tally.kind],
        )
    for language in sorted(shown):
        for kind, count in sorted(shown[language].items()):
            only = Harvested(None, 0, 0, (), 0, False, shown=count, uncovered=uncovered[language, kind])
            found.setdefault(language, {}).setdefault(kind or UNKNOWN, only)
    return found


def _documents(documents: Iterable[Document]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for document in sorted(documents, key=lambda each: key_order(each.key)):
        kinds = found.setdefault(document.key.language, {})
        kinds[document.key.kind] = kinds.get(document.key.kind, 0) + 1
    return found


def _families(site: Site, documents: Iterable[Document]) -> FamilyCounts:
    """Families of which at least one member was exported; documents alone are counted by language."""
    taken = {document.key for document in documents}
    known = {document.key for document in site.documents}
    paired = [family for family in site.families if len(known & set(family.members.values())) > 1]
    together = {key for family in paired for key in family.members.values()}
    alone = Counter(key.language for key in taken - together)
    shown = sum(1 for family in paired if taken & set(family.members.values()))
    return FamilyCounts(paired=shown, only=dict(sorted(alone.items())))
