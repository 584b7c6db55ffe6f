"""`wpharvest prune`: fewer versions, less space."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wpharvest.cli import options as o
from wpharvest.cli.summary import size
from wpharvest.errors import UsageError
from wpharvest.store.prune import Policy, prune, would_prune


def _keep(name: str, what: str) -> object:
    return typer.Option(name, min=0, metavar="N", help=what)


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    keep: Annotated[int, _keep("--keep", "The last N versions.")] = 0,
    keep_daily: Annotated[int, _keep("--keep-daily", "The last version of each of the last N days.")] = 0,
    keep_weekly: Annotated[int, _keep("--keep-weekly", "… of the last N weeks.")] = 0,
    keep_monthly: Annotated[int, _keep("--keep-monthly", "… of the last N months.")] = 0,
    keep_yearly: Annotated[int, _keep("--keep-yearly", "… of the last N years.")] = 0,
    dry_run: o.DryRun = False,
) -> None:
    """Let go of old versions, and of the payloads that only they need. The latest version always stays.

    What any of the `--keep` options names stays; days, weeks, months and years count only if they have a
    version. Numbers are never given twice: `v7` stays `v7`.
    """
    policy = Policy(keep, keep_daily, keep_weekly, keep_monthly, keep_yearly)
    if policy == Policy():
        raise UsageError("say what to keep: --keep N, --keep-daily N, --keep-weekly N, … (-h lists them)")
    pruned = would_prune(snapshot, policy) if dry_run else prune(snapshot, policy)
    for title, versions in (("goes", pruned.gone), ("stays", pruned.kept)):
        for version in versions:
            typer.echo(f"  {title}: {version.name}  {version.run}")
    of = len(pruned.gone) + len(pruned.kept)
    did = "would free" if dry_run else "freed"
    typer.echo(f"{did} {size(pruned.size)}: {len(pruned.gone)} of {of} versions, {len(pruned.paths)} files")
