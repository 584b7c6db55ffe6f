"""`wpharvest report`: what a snapshot holds and lacks, to look at."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from wpharvest.cli import options as o
from wpharvest.steps.output import put
from wpharvest.steps.report_page import page_of


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write it (default: output/NAME-report.html)."),
    ] = None,
    version: o.AtVersion = "",
    remove: o.Remove = None,
) -> None:
    """Write one HTML page with pictures: what there is, what is missing, untranslated, dead or undescribed.

    The page is one file that loads nothing and runs nothing, so it can be sent to anybody. Its exit code is
    0 also where something is missing: that is what it shows.
    """
    page, told = page_of(snapshot, tuple(remove or ()), version)
    file = out or Path("output") / f"{snapshot.resolve().name}-report.html"
    put(file, page)
    typer.echo(f"report: {file} ({len(told.missing)} missing)" if told.missing else f"report: {file}")
    if open_:
        webbrowser.open(file.resolve().as_uri())
