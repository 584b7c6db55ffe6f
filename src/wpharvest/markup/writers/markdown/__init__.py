"""A tree as Markdown (CommonMark with GFM's tables, tasks and strikethrough) that reads back as the same tree."""

from __future__ import annotations

from wpharvest.markup.writers.markdown.blocks import write
from wpharvest.markup.writers.markdown.unsafe import UNSAFE

__all__ = ["UNSAFE", "write"]
