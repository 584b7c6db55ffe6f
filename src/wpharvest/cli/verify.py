"""`wpharvest verify`: is the snapshot what it says it is?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wpharvest.store import verify
from wpharvest.store.disk import Disk
from wpharvest.store.journal import recover


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
) -> None:
    """Check every byte of a snapshot against its manifests; name each problem.

    Exit code 0: all is as it was written. 1: something isn't, or it isn't a snapshot. A commit that was
    interrupted is done to its end first.
    """
    recover(Disk(), snapshot)
    problems = 0
    for problem in verify(snapshot):
        typer.echo(f"{problem.code}: {problem.path}: {problem.what}")
        problems += 1
    if problems:
        named = "1 problem" if problems == 1 else f"{problems:,} problems"
        typer.secho(f"{snapshot}: {named}", err=True, fg="red")
        raise typer.Exit(1)
    typer.echo(f"{snapshot}: every file is as it was written")
