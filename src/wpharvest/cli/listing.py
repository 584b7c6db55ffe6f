"""`wpharvest list`: the tables of the house."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from wpharvest.cleaning import RULES
from wpharvest.exporters import TARGETS
from wpharvest.translation.signals import SIGNALS

NAME = "list"


class Table(StrEnum):
    """What can be listed."""

    RULES = "rules"
    TARGETS = "targets"
    SIGNALS = "signals"


def command(table: Annotated[Table, typer.Argument(help="Which table.")]) -> None:
    """List the cleaning rules, the export targets or the pairing signals, each with what it does."""
    rows = list(entries(table))
    width = max(len(name) for name, _ in rows)
    for name, what in rows:
        typer.echo(f"{name:<{width}}  {what}")


def entries(table: Table) -> Iterator[tuple[str, str]]:
    """Name and first docstring line of each entry, in the table's order."""
    modules: dict[Table, dict[str, object]] = {
        Table.RULES: {name: rule for name, rule in RULES.items()},
        Table.TARGETS: dict(TARGETS.items()),
        Table.SIGNALS: dict(SIGNALS.items()),
    }
    for name, plug in modules[table].items():
        yield name, (plug.__doc__ or "").strip().split("\n", 1)[0]
