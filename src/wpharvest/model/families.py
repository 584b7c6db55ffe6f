"""Which documents say the same thing in different languages, and how we know."""

from __future__ import annotations

from typing import Literal

import msgspec

from wpharvest.model.items import Key

DecidedBy = Literal["declared", "inferred", "person"]


class Evidence(msgspec.Struct, frozen=True):
    """One reason to believe that two documents are translations of each other (or not: weight < 0)."""

    a: Key
    b: Key
    signal: str
    weight: float
    why: str


class Family(msgspec.Struct, frozen=True):
    """At most one document a language, all saying the same. `key` is stable as long as its members are."""

    key: str
    members: dict[str, Key]  # language -> document
    confidence: float
    decided_by: DecidedBy
    evidence: tuple[Evidence, ...] = ()
