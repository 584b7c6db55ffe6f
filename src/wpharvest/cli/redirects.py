"""`wpharvest redirects`: nobody who follows an old link finds nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wpharvest import config
from wpharvest.cli import target_options as t
from wpharvest.cli.options import filled
from wpharvest.linking import SERVERS
from wpharvest.steps.output import write
from wpharvest.steps.redirects import redirect_files


def command(
    ctx: typer.Context,
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    server: Annotated[str, typer.Option("--for", metavar="|".join(SERVERS), help="Who sends people on.")],
    target: Annotated[
        str, typer.Option("--to", metavar="TARGET", help="The target to which the site was exported.")
    ] = "",
    permalink: t.Permalink = "",
    language_roots: t.LanguageRoots = "kept",
    base_url: t.BaseUrl = "",
    media_placement: t.MediaPlacement = "folder",
    image_sizes: t.ImageSizes = "used",
    out: Annotated[Path, typer.Option("--out", help="The folder for the files.")] = Path("redirects"),
    version: Annotated[str, typer.Option("--version", help="A version of the snapshot; else the last.")] = "",
) -> None:
    """Write redirects from every address of the old site to the new one: permalinks, `?p=`, feeds, terms.

    Each leads to its place in one step; what has no place any more is named. Give the same options as for
    the export; without `--to`, documents are where the Markdown lies in the output folder.
    """
    files, found = redirect_files(snapshot, server, filled(config.Export, ctx.params), target, version)
    written = write(files, out, prune=False)  # another server's files may lie there too
    for path in (*written.new, *written.changed, *written.same):
        typer.echo(f"{out / path}: {len(found.rows)} redirects")
    for path in written.kept:
        typer.echo(f"{out / path}: left as you changed it (without it, it is written anew)")
    for notice in found.notices:
        typer.echo(f"  {notice.what}", err=True)
