"""`families.json`: which documents say the same in different languages, for other tools to rely on.

The Structs here are the file's definition: its JSON Schema in `docs/reference/` is printed from them.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.jsonfile import json_file
from wpharvest.exporters.paths import paths
from wpharvest.exporters.select import select
from wpharvest.model.documents import Document
from wpharvest.model.families import DecidedBy, Evidence, Family
from wpharvest.model.items import Key
from wpharvest.model.notices import File
from wpharvest.model.site import Site

VERDICT = 1e9  # JSON has no infinity


class Member(msgspec.Struct, frozen=True):
    """One document of a family.

    `path` is its Markdown file's path below the output folder; empty if this export left it out.
    """

    kind: str
    id: int | str
    url: str
    path: str


class Reason(msgspec.Struct, frozen=True):
    """One reason for (or, below zero, against) a family. A person's verdict weighs 1e9 or -1e9."""

    signal: str
    weight: float
    why: str


class FamilyEntry(msgspec.Struct, frozen=True):
    """Documents that say the same: at most one a language, at least two in all. Members are by language."""

    key: str
    members: dict[str, Member]
    confidence: float
    decided_by: DecidedBy
    evidence: tuple[Reason, ...]


class Families(msgspec.Struct, frozen=True):
    """The whole of `families.json`. A document without a sister is in no family."""

    families: tuple[FamilyEntry, ...]


def entry(family: Family, documents: Mapping[Key, Document], places: Mapping[Key, str]) -> FamilyEntry:
    """A family as the file shows it. Members that aren't among the documents are left out.

    `places` holds the paths, without ending, of the documents that are exported.
    """
    return FamilyEntry(
        key=family.key,
        members={
            language: _member(documents[key], places)
            for language, key in sorted(family.members.items())
            if key in documents
        },
        confidence=family.confidence,
        decided_by=family.decided_by,
        evidence=tuple(sorted(map(_reason, family.evidence), key=_weightiest)),
    )


def families(site: Site, options: Export | None = None) -> Families:
    """Every family of the site, by key. Raises UnknownNameError for options that don't fit the site."""
    documents = {document.key: document for document in site.documents}
    written = {document.key for document in select(site, options or Export())}
    places = {key: path for key, path in paths(site).items() if key in written}
    entries = (entry(family, documents, places) for family in site.families)
    return Families(tuple(sorted((each for each in entries if len(each.members) > 1), key=lambda e: e.key)))


def families_file(site: Site, options: Export | None = None) -> File:
    """`families.json` of an export. Raises UnknownNameError for options that don't fit the site."""
    return json_file("families.json", families(site, options))


def _member(document: Document, places: Mapping[Key, str]) -> Member:
    place = places.get(document.key, "")
    return Member(document.key.kind, document.key.id, document.url, f"{place}.md" if place else "")


def _reason(evidence: Evidence) -> Reason:
    return Reason(evidence.signal, max(-VERDICT, min(VERDICT, evidence.weight)), evidence.why)


def _weightiest(reason: Reason) -> tuple[float, str, str]:
    return -abs(reason.weight), reason.signal, reason.why
