"""CSV for spreadsheets: documents, terms, media, authors, comments and families as tables.

RFC 4180 in UTF-8 with a byte order mark, by which Excel knows UTF-8 (in Python: `encoding="utf-8-sig"`).
Members of a list are joined by `; `, truth values are `true` and `false`. A text that a spreadsheet would
take for a formula begins with an apostrophe.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.heeded import FLAVOR
from wpharvest.exporters.sheet import sheet
from wpharvest.exporters.tables import tables
from wpharvest.exporters.unmoved import plan as plan
from wpharvest.linking import Plan
from wpharvest.model.notices import File
from wpharvest.model.site import Site

HEEDS = FLAVOR
NEXT = ("libreoffice {output}/csv/documents.csv  # or Excel, or Numbers",)


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """`csv/NAME.csv`, one file a table, always all six.

    Raises UnknownNameError for options that don't fit the site.
    """
    for table in tables(site, options):
        rows = (map(_cell, msgspec.structs.astuple(row)) for row in table.rows)
        text = sheet(table.row.__struct_fields__, rows)
        yield File(f"csv/{table.name}.csv", text.encode("utf-8-sig"))


def _cell(value: Any) -> str | int | float | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(value) if isinstance(value, tuple) else value
