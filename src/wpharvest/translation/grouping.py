"""Families under construction: at most one document a language, a document in at most one of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from wpharvest.model.families import DecidedBy, Evidence
from wpharvest.model.items import Key
from wpharvest.translation.rulings import NOTHING, Ruling

LEAST_SURE: tuple[DecidedBy, ...] = ("inferred", "declared", "person")


class Group:
    """The documents of one family so far, by language, and what held them together."""

    def __init__(self, key: Key) -> None:
        self.members = {key.language: key}
        self.confidence = 1.0
        self.decided_by: DecidedBy = "person"  # until a joint of the family was decided by less
        self.evidence: list[Evidence] = []


class Groups:
    """Every document's group; groups only ever grow together, and never against a person's ruling."""

    def __init__(self, keys: Iterable[Key], ruling: Ruling = NOTHING) -> None:
        self._of = {key: Group(key) for key in keys}
        self._bars, self._alone = ruling.bars(), ruling.alone

    def of(self, key: Key) -> Group:
        """The group that a document is in, alone or not."""
        return self._of[key]

    def together(self, a: Key, b: Key) -> bool:
        """Whether two documents are in one family already."""
        return self._of[a] is self._of[b]

    def can_join(self, a: Key, b: Key) -> bool:
        """Whether the two groups have no language in common, and no person keeps them apart."""
        left, right = self._of[a].members, self._of[b].members
        return left.keys().isdisjoint(right) and not self.barred(a, b)

    def barred(self, a: Key, b: Key) -> bool:
        """Whether a person says that some of the one group don't belong to some of the other."""
        if not (self._bars or self._alone):
            return False
        pairs = product(self._of[a].members.values(), self._of[b].members.values())
        return any(
            (min(x, y), max(x, y)) in self._bars or self._is_alone(x, y) or self._is_alone(y, x)
            for x, y in pairs
        )

    def join(
        self, a: Key, b: Key, confidence: float, evidence: Iterable[Evidence], decided_by: DecidedBy
    ) -> None:
        """Make two groups one. The family is as sure as the weakest of its joints, and decided by it."""
        kept, other = self._of[a], self._of[b]
        kept.members |= other.members
        kept.confidence = min(kept.confidence, other.confidence, confidence)
        kept.decided_by = min(kept.decided_by, other.decided_by, decided_by, key=LEAST_SURE.index)
        kept.evidence += [*other.evidence, *evidence]
        for key in other.members.values():
            self._of[key] = kept

    def families(self) -> list[Group]:
        """The groups of two documents or more."""
        groups = {id(group): group for group in self._of.values() if len(group.members) > 1}
        return list(groups.values())

    def _is_alone(self, key: Key, other: Key) -> bool:
        languages = self._alone.get(key)
        return languages is not None and (not languages or other.language in languages)
