"""The page on which a person decides: families by doubt, side by side, with their evidence."""

from __future__ import annotations

from wpharvest.web.review.application import application
from wpharvest.web.review.desk import Desk, PairsFile

__all__ = ["Desk", "PairsFile", "application"]
