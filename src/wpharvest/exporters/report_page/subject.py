"""What the page is about: a site, the report of its export, and where both came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import unquote

import msgspec

from wpharvest.exporters.paths import in_order
from wpharvest.exporters.report import Report
from wpharvest.exporters.report_page.charts import MOST_SERIES, Row, Series
from wpharvest.model.documents import Document
from wpharvest.model.items import UNDETERMINED, Key
from wpharvest.model.site import Site


class Origin(msgspec.Struct, frozen=True):
    """The snapshot: its folder, version and time (UTC, ISO 8601), and its bytes by what they are."""

    folder: str
    version: str
    at: str
    sizes: Mapping[str, int]


class Subject(msgspec.Struct, frozen=True):
    """All that a section of the page may look at. `documents` are by `LANG/KIND/ID`, in their order."""

    site: Site
    told: Report
    origin: Origin
    documents: Mapping[str, Document]
    tongues: tuple[str, ...]

    def language(self, code: str) -> str:
        """A language as people call it."""
        if code == UNDETERMINED:
            return "language unknown"
        name = next((each.name for each in self.site.info.languages if each.code == code), "")
        return f"{name} ({code})" if name and name != code else code

    def kind(self, kind: str) -> str:
        """A collection as the site calls it."""
        collection = self.site.info.collection(kind)
        return (collection.label if collection else "") or kind

    def below_home(self, url: str) -> str:
        """An address of the site without what all its addresses begin with, as people read it."""
        path = url.removeprefix(self.site.info.home.rstrip("/"))
        return unquote(path) if path.startswith("/") else url

    def series(self) -> tuple[Series, ...]:
        """A colour for each language; where there are more than can be told apart, the last is the others."""
        if len(self.tongues) <= MOST_SERIES:
            return tuple(Series(self.language(each), f"s{at}") for at, each in enumerate(self.tongues))
        own = self.tongues[: MOST_SERIES - 1]
        named = tuple(Series(self.language(each), f"s{at}") for at, each in enumerate(own))
        return (*named, Series(f"{len(self.tongues) - len(own)} other languages", "rest"))

    def by_language(self, counts: Mapping[str, int]) -> tuple[int, ...]:
        """Counts by language as the values of `series`."""
        own = len(self.series())
        values = [counts.get(each, 0) for each in self.tongues]
        return (*values[: own - 1], sum(values[own - 1 :])) if values else ()


def subject(site: Site, told: Report, origin: Origin) -> Subject:
    """The subject, with its languages in the site's order, then those that only documents know."""
    found = Counter(key.language for key in keys(site))
    known = [each.code for each in site.info.languages if found[each.code]]
    others = sorted(found.keys() - set(known), key=lambda code: (-found[code], code))
    documents = {str(document.key): document for document in in_order(site.documents)}
    return Subject(site, told, origin, documents, (*known, *others))


def keys(site: Site) -> Iterator[Key]:
    """The keys of all that a snapshot holds: documents, media, users, comments."""
    for group in (site.documents, site.media, site.authors, site.comments):
        yield from (each.key for each in group)


def rows_by(
    subject: Subject, items: Iterable[tuple[str, str]], label: Callable[[str], str]
) -> tuple[Row, ...]:
    """A row for each group of (group, language) pairs, the largest first."""
    found: dict[str, Counter[str]] = {}
    for group, language in items:
        found.setdefault(group, Counter())[language] += 1
    ordered = sorted(found.items(), key=lambda each: (-each[1].total(), each[0]))
    return tuple(Row(label(group), subject.by_language(counts)) for group, counts in ordered)
