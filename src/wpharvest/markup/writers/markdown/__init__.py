"""A tree as Markdown that reads back as the same tree: CommonMark with GFM's tables, tasks, strikethrough."""

from __future__ import annotations

from wpharvest.markup.writers.markdown.blocks import write
from wpharvest.markup.writers.markdown.flavors import FLAVORS
from wpharvest.markup.writers.markdown.unsafe import UNSAFE

__all__ = ["FLAVORS", "UNSAFE", "write"]
