"""Which documents an export takes: one place for `--lang`, `--type`, `--include` and `--exclude`."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from urllib.parse import unquote

import msgspec

from wpharvest.config import Export
from wpharvest.errors import UnknownNameError
from wpharvest.exporters.paths import in_order
from wpharvest.language import primary
from wpharvest.model.documents import Document
from wpharvest.model.site import Site


class Selection(msgspec.Struct, frozen=True):
    """A choice of documents, checked against what the site has. Empty fields choose everything."""

    languages: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, document: Document) -> bool:
        """Whether this document is exported."""
        return (
            (not self.languages or document.key.language in self.languages)
            and (not self.types or document.key.kind in self.types)
            and (not self.include or _matches(document.path, self.include))
            and not _matches(document.path, self.exclude)
        )


def selection(site: Site, options: Export) -> Selection:
    """What the options choose on this site.

    `languages` are codes (`fr` takes `fr-BE` too); `types` are WordPress's names or REST bases (`page`,
    `pages`); the patterns are shell globs over the path of the address, where `*` goes over slashes.
    Raises UnknownNameError for a language or type that the site hasn't.
    """
    return Selection(
        languages=_languages(site, options.languages),
        types=_types(site, options.types),
        include=options.include,
        exclude=options.exclude,
    )


def select(site: Site, options: Export) -> tuple[Document, ...]:
    """The documents that the options choose, by key. Raises UnknownNameError as `selection` does."""
    chosen = selection(site, options)
    return tuple(document for document in in_order(site.documents) if chosen.takes(document))


def _languages(site: Site, wanted: Iterable[str]) -> frozenset[str]:
    known = {language.code for language in site.info.languages}
    known |= {document.key.language for document in site.documents}
    found: set[str] = set()
    for name in wanted:
        low = name.replace("_", "-").lower()
        exact = {code for code in known if code.lower() == low}
        matches = exact | {code for code in known if primary(code) == low}
        if not matches:
            raise UnknownNameError("language", name, sorted(known))
        found |= matches
    return frozenset(found)


def _types(site: Site, wanted: Iterable[str]) -> frozenset[str]:
    kinds = {kind: kind for kind in (document.key.kind for document in site.documents)}
    kinds |= {document.type: document.key.kind for document in site.documents}
    kinds |= {each.name: each.kind for each in site.info.collections}
    kinds |= {each.kind: each.kind for each in site.info.collections}
    found: set[str] = set()
    for name in wanted:
        if name not in kinds:
            raise UnknownNameError("type", name, sorted(kinds))
        found.add(kinds[name])
    return frozenset(found)


def _matches(path: str, patterns: Iterable[str]) -> bool:
    """People type `/fr/été/*`; the address says `/fr/%c3%a9t%c3%a9/`. Both are right."""
    shapes = {path, unquote(path)}
    return any(fnmatchcase(shape, pattern) for pattern in patterns for shape in shapes)
