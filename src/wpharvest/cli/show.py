"""`wpharvest show`: what each pass does to one document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wpharvest.cli import options as o
from wpharvest.steps.show import Stage, show


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="Which document: language, kind and number, `fr/pages/12`.")
    ],
    stage: Annotated[
        Stage, typer.Option("--stage", help="As served, cleaned, as a tree (JSON), or as Markdown.")
    ] = "markdown",
    version: o.AtVersion = "",
    remove: o.Remove = None,
    quiet: o.Quiet = False,
) -> None:
    """Show the body of one document as a pass leaves it; what cleaning took is said beside it.

    The body goes to standard output, the counts by rule to standard error.
    """
    shown = show(snapshot, key, stage, tuple(remove or ()), version)
    sys.stdout.buffer.write((shown.text.rstrip("\n") + "\n").encode("utf-8", "replace"))
    for notice in () if quiet else shown.notices:
        typer.echo(f"{notice.rule}: {notice.what} ({notice.count})", err=True)
