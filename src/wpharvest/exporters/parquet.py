"""Parquet for programs: the tables of `csv`, with types (needs `wpharvest[parquet]`).

Lists are lists, truth values are truth values. A time is two columns: `date`, a timestamp in UTC (null where
the site doesn't say which time zone it means), and `date_given`, as the site gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, get_type_hints

from wpharvest.config import Export
from wpharvest.errors import MissingExtraError
from wpharvest.exporters.heeded import FLAVOR
from wpharvest.exporters.rows import Moment
from wpharvest.exporters.tables import Table, tables
from wpharvest.exporters.unmoved import plan as plan
from wpharvest.linking import Plan
from wpharvest.model.notices import File
from wpharvest.model.site import Site

_SCHEMA = "import pyarrow.parquet as p; print(p.read_table('parquet/documents.parquet').schema)"
HEEDS = FLAVOR
NEXT = (f'cd {{output}} && python3 -c "{_SCHEMA}"  # or DuckDB, or Polars',)


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """`parquet/NAME.parquet`, one file a table, always all six, in zstd.

    The same site gives the same bytes with the same version of pyarrow, which writes its name into each file.
    Raises MissingExtraError without pyarrow, UnknownNameError for options that don't fit the site.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise MissingExtraError("--to parquet", "parquet") from error
    types = column_types(pyarrow)
    for table in tables(site, options):
        arrays = {name: pyarrow.array(values, types[kind]()) for name, kind, values in columns(table)}
        sink = pyarrow.BufferOutputStream()
        parquet.write_table(pyarrow.table(arrays), sink, compression="zstd")
        yield File(f"parquet/{table.name}.parquet", sink.getvalue().to_pybytes())


def column_types(pyarrow: Any) -> dict[Any, Callable[[], Any]]:
    """The type of a column, by the hint of its field."""
    return {
        str: pyarrow.string,
        bool: pyarrow.bool_,
        int: pyarrow.int64,
        int | None: pyarrow.int64,
        float: pyarrow.float64,
        tuple[str, ...]: lambda: pyarrow.list_(pyarrow.string()),
        Moment: lambda: pyarrow.timestamp("us", tz="UTC"),
    }


def columns(table: Table) -> Iterator[tuple[str, Any, Sequence[Any]]]:
    """Name, type and values of each column; a time is two columns."""
    hints = get_type_hints(table.row)
    for name in table.row.__struct_fields__:
        values = [getattr(row, name) for row in table.rows]
        if hints[name] is Moment:
            yield name, Moment, [utc(value) for value in values]
            yield f"{name}_given", str, values
        else:
            yield name, hints[name], values


def utc(moment: str) -> datetime | None:
    """A time that says its zone; None for one that doesn't, or that is none.

    >>> utc("2024-03-01T09:00:00Z"), utc("2024-03-01T10:00:00")
    (datetime.datetime(2024, 3, 1, 9, 0, tzinfo=datetime.timezone.utc), None)
    """
    try:
        found = datetime.fromisoformat(moment)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
