"""Families after a person said something: at once, without comparing the documents again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from wpharvest.model.families import Family
from wpharvest.model.items import Key
from wpharvest.translation.grouping import Groups
from wpharvest.translation.matching import named
from wpharvest.translation.rulings import SIGNAL, Ruling


def revise(families: Sequence[Family], ruling: Ruling, documents: Iterable[Key]) -> tuple[Family, ...]:
    """What `pair` found, with another ruling: joined and parted as it says, all else as it was.

    A document that a verdict sets free stays alone here, until `pair` looks for its next best sister.
    """
    groups = Groups(documents, ruling)
    for verdict in ruling.joins():
        if not groups.together(verdict.a, verdict.b):
            groups.join(verdict.a, verdict.b, 1.0, (), "person")
    for family in families:
        if family.decided_by != "person":  # those stand by the ruling alone
            for a, b in combinations(sorted(family.members.values()), 2):
                if not groups.together(a, b) and groups.can_join(a, b):
                    groups.join(a, b, family.confidence, (), family.decided_by)
    found = [each for family in families for each in family.evidence if each.signal != SIGNAL]
    for each in (*ruling.joins(), *found):
        if groups.together(each.a, each.b):
            groups.of(each.a).evidence.append(each)
    return tuple(named(groups.families()))
