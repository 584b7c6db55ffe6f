"""`wpharvest pack`: a snapshot as one file that an archive takes in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wpharvest.cli.summary import size
from wpharvest.store.packing import PACKINGS, pack


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    kind: Annotated[
        str, typer.Option("--as", metavar="|".join(PACKINGS), help="The format; `wpharvest list packings`.")
    ] = "bagit",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The file to write; without it, one beside the snapshot with its name."),
    ] = None,
) -> None:
    """Pack a whole snapshot, every version of it, into one file. What is damaged isn't packed."""
    path = pack(snapshot, kind, out)
    typer.echo(f"{path}: {size(path.stat().st_size)}")
