"""The list: one row a family or a document without one, the most doubtful first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from wpharvest.model.documents import Document
from wpharvest.model.families import Family
from wpharvest.model.items import Key
from wpharvest.translation.rulings import Ruling


class Member(msgspec.Struct, frozen=True):
    """A document as the list shows it."""

    language: str
    key: str
    title: str
    path: str


class Row(msgspec.Struct, frozen=True):
    """A family, or a document alone (then `id` is its key, `by` is empty or `person`).

    `decided`: a person has said all that is to be said; `confidence` is 0 to 1, 0 for a document alone.
    """

    id: str
    members: tuple[Member, ...]
    confidence: float
    by: str
    decided: bool


def rows(
    families: Sequence[Family], documents: Mapping[Key, Document], ruling: Ruling, first: str = ""
) -> list[Row]:
    """Families by doubt, then documents without one, then what a person decided.

    `first` is the language whose documents stand first in each family, the site's own.
    """
    paired = (_family(family, documents, first) for family in families)
    return sorted((*paired, *_alone(families, documents, ruling)), key=_by_doubt)


def _by_doubt(row: Row) -> tuple[bool, bool, float, str]:
    return row.decided, len(row.members) < 2, row.confidence, row.id


def _family(family: Family, documents: Mapping[Key, Document], first: str) -> Row:
    keys = sorted(family.members.values(), key=lambda key: (key.language != first, key))
    members = tuple(_member(documents[key]) for key in keys)
    return Row(family.key, members, family.confidence, family.decided_by, family.decided_by == "person")


def _alone(families: Sequence[Family], documents: Mapping[Key, Document], ruling: Ruling) -> Iterator[Row]:
    paired = {key for family in families for key in family.members.values()}
    spoken = {key.language for key in documents}
    for key, document in documents.items():
        if key not in paired:
            without = ruling.alone.get(key)
            decided = without is not None and (not without or without >= spoken - {key.language})
            yield Row(str(key), (_member(document),), 0.0, "person" if decided else "", decided)


def _member(document: Document) -> Member:
    return Member(document.key.language, str(document.key), document.title or document.slug, document.path)
