"""`wpharvest list`: the tables of the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import typer

from wpharvest.cleaning import RULES
from wpharvest.exporters.facts import FACTS
from wpharvest.steps.targets import targets
from wpharvest.store.packing import PACKINGS
from wpharvest.translation.signals import SIGNALS

Table = Literal["rules", "targets", "facts", "signals", "packings"]


def command(table: Annotated[Table, typer.Argument(help="Which table.")]) -> None:
    """List cleaning rules, targets, facts of front matter, signals or packings, each with what it does."""
    rows = list(entries(table))
    width = max(len(name) for name, _ in rows)
    for name, what in rows:
        typer.echo(f"{name:<{width}}  {what}")


def entries(table: Table) -> Iterator[tuple[str, str]]:
    """Name and first docstring line of each entry, in the table's order."""
    tables: dict[Table, Mapping[str, object]] = {
        "rules": RULES,
        "targets": targets(),
        "facts": FACTS,
        "signals": SIGNALS,
        "packings": {name: packing.write for name, packing in PACKINGS.items()},
    }
    for name, plug in tables[table].items():
        yield name, (plug.__doc__ or "").strip().split("\n", 1)[0]
