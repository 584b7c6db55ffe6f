"""HTML to a tree, as a browser reads it: one table from tag to handler, one loop, no recursion."""

from __future__ import annotations

from wpharvest.markup.html_reader.handlers import BREAKING, HANDLERS
from wpharvest.markup.html_reader.reading import read, read_telling

__all__ = ["BREAKING", "HANDLERS", "read", "read_telling"]
