"""`wpharvest fetch`: the maintainer's whole job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wpharvest import config
from wpharvest.cleaning import check_selectors
from wpharvest.cli import options as o
from wpharvest.cli.run import Run, run
from wpharvest.cli.screen import Screen

NAME = "fetch"
DEFAULT = config.Harvest()

Where = Annotated[
    str,
    typer.Argument(
        metavar="URL|FOLDER|FILE",
        help="Any page of the site, its REST API, one object of it (…/wp-json/wp/v2/pages/5106), or a local "
        "folder or file of .json, .html, .md or .txt pages.",
    ),
]


def command(
    where: Where,
    snapshots: o.Snapshots = Path("snapshots"),
    output: o.Output = Path("output"),
    name: o.Name = "",
    lang: o.Languages = None,
    type_: o.Types = None,
    include: o.Include = None,
    exclude: o.Exclude = None,
    remove: o.Remove = None,
    to: o.Targets = None,
    media: o.Media = DEFAULT.media,
    max_media_size: o.MaxMediaSize = DEFAULT.max_media_size,
    hreflang: o.Hreflang = DEFAULT.hreflang,
    page_html: o.PageHtml = DEFAULT.page_html,
    delay: o.Delay = DEFAULT.delay,
    concurrency: o.Concurrency = DEFAULT.concurrency,
    retries: o.Retries = DEFAULT.retries,
    timeout: o.Timeout = DEFAULT.timeout,
    user_agent: o.UserAgent = DEFAULT.user_agent,
    flavor: o.Flavor = "gfm",
    check: o.Check = True,
    full: o.Full = False,
    force: o.Force = False,
    strict: o.Strict = False,
    no_export: o.NoExport = False,
    dry_run: o.DryRun = False,
    verbose: o.Verbose = False,
    quiet: o.Quiet = False,
) -> None:
    """Harvest a site (or a folder) into a snapshot, and derive paired Markdown and JSON from it.

    Run again, it rewrites only what changed, and says so if nothing did.
    """
    harvest = config.Harvest(
        languages=tuple(lang or ()),
        types=tuple(type_ or ()),
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
        media=media,
        max_media_size=max_media_size,
        hreflang=hreflang,
        page_html=page_html,
        delay=delay,
        concurrency=concurrency,
        retries=retries,
        timeout=timeout,
        user_agent=user_agent,
        full=full,
    )
    export = config.Export(
        languages=harvest.languages,
        types=harvest.types,
        include=harvest.include,
        exclude=harvest.exclude,
        targets=tuple(to or config.Export().targets),
        strict=strict,
        flavor=flavor,
        check=check,
        remove=check_selectors(tuple(remove or ())),
    )
    chosen = None if no_export else export
    wanted = Run(where, snapshots, output, harvest, chosen, name=name, force=force, dry_run=dry_run)
    raise typer.Exit(run(wanted, Screen(verbose=verbose, quiet=quiet)))
