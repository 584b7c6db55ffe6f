"""Junk out, safe HTML in its place, and a count of everything that was taken."""

from __future__ import annotations

from wpharvest.cleaning.body import Body, Cleaned
from wpharvest.cleaning.passes import check_selectors, clean
from wpharvest.cleaning.rules import RULES

__all__ = ["RULES", "Body", "Cleaned", "check_selectors", "clean"]
