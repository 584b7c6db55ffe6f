"""`wpharvest log`: the versions of a snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from wpharvest.cli import options as o
from wpharvest.store import Snapshot, Version


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    format_: o.Format = "text",
) -> None:
    """List the versions of a snapshot, the newest first: when, and how much was new, changed, deleted.

    The counts are of objects and files. `diff` says what they are, `export --version` and `show --version`
    read any version.
    """
    versions = Snapshot.open(snapshot).versions()[::-1]
    if format_ == "json":
        typer.echo(msgspec.json.format(msgspec.json.encode(versions), indent=1))
        return
    width = max(len(version.name) for version in versions)
    for version in versions:
        when = version.started_at[:16].replace("T", " ") or version.run
        typer.echo(f"{version.name:<{width}}  {when}  {_counts(version)}")


def _counts(version: Version) -> str:
    said = ((version.new, "new"), (version.changed, "changed"), (version.deleted, "deleted"))
    return ", ".join(f"{count} {word}" for count, word in said if count) or "nothing but its record"
