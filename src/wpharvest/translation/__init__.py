"""Which documents say the same thing in different languages."""

from __future__ import annotations

from wpharvest.translation.matching import Pairing, pair

__all__ = ["Pairing", "pair"]
