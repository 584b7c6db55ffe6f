"""`wpharvest export`: the second half of a fetch again, without network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wpharvest.cli import options as o
from wpharvest.cli import target_options as t
from wpharvest.cli.run import COMPLETE, INCOMPLETE
from wpharvest.cli.screen import Screen
from wpharvest.cli.summary import output_lines
from wpharvest.steps.export import export

Snapshot = Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")]


@t.also_for_targets
def command(
    ctx: typer.Context,
    snapshot: Snapshot,
    output: o.Output = Path("output"),
    version: o.AtVersion = "",
    lang: o.Languages = None,
    type_: o.Types = None,
    include: o.Include = None,
    exclude: o.Exclude = None,
    remove: o.Remove = None,
    to: o.Targets = None,
    flavor: o.Flavor = "gfm",
    check: o.Check = True,
    jobs: o.Jobs = 0,
    force: o.Force = False,
    strict: o.Strict = False,
    dry_run: o.DryRun = False,
    verbose: o.Verbose = False,
    quiet: o.Quiet = False,
) -> None:
    """Derive paired Markdown and JSON from a snapshot again, or another target's files, without network.

    Same snapshot, same options, same bytes; what is already right isn't touched.
    """
    wanted = t.export_of(ctx.params)
    screen = Screen(verbose=verbose, quiet=quiet)
    folder = ctx.params["out"] or output / snapshot.resolve().name
    exported = export(snapshot, folder, wanted, force=force, dry_run=dry_run, version=version)
    if dry_run:
        for fate in ("new", "changed", "removed", "kept"):
            screen.lines(f"  {fate}: {path}" for path in getattr(exported.written, fate))
        screen.say("dry run: nothing is written; what follows would be")
    screen.lines(output_lines(exported, verbose=verbose))
    raise typer.Exit(INCOMPLETE if exported.report.missing else COMPLETE)
