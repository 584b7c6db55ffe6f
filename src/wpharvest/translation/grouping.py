"""Families under construction: at most one document a language, a document in at most one of them."""

from __future__ import annotations

from collections.abc import Iterable

from wpharvest.model.families import Evidence
from wpharvest.model.items import Key


class Group:
    """The documents of one family so far, by language, and what held them together."""

    def __init__(self, key: Key) -> None:
        self.members = {key.language: key}
        self.confidence = 1.0
        self.inferred = False
        self.evidence: list[Evidence] = []


class Groups:
    """Every document's group; groups only ever grow together."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._of = {key: Group(key) for key in keys}

    def of(self, key: Key) -> Group:
        """The group that a document is in, alone or not."""
        return self._of[key]

    def together(self, a: Key, b: Key) -> bool:
        """Whether two documents are in one family already."""
        return self._of[a] is self._of[b]

    def can_join(self, a: Key, b: Key) -> bool:
        """Whether the two groups have no language in common."""
        return self._of[a].members.keys().isdisjoint(self._of[b].members)

    def join(
        self, a: Key, b: Key, confidence: float, evidence: Iterable[Evidence], *, inferred: bool
    ) -> None:
        """Make two groups one. The family is as sure as the weakest of its joints."""
        kept, other = self._of[a], self._of[b]
        kept.members |= other.members
        kept.confidence = min(kept.confidence, other.confidence, confidence)
        kept.inferred |= other.inferred or inferred
        kept.evidence += [*other.evidence, *evidence]
        for key in other.members.values():
            self._of[key] = kept

    def families(self) -> list[Group]:
        """The groups of two documents or more."""
        groups = {id(group): group for group in self._of.values() if len(group.members) > 1}
        return list(groups.values())
