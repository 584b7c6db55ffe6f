"""`wpharvest fetch`: the maintainer's whole job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wpharvest import config
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
    to: o.Targets = None,
    hreflang: o.Hreflang = DEFAULT.hreflang,
    delay: o.Delay = DEFAULT.delay,
    concurrency: o.Concurrency = DEFAULT.concurrency,
    retries: o.Retries = DEFAULT.retries,
    timeout: o.Timeout = DEFAULT.timeout,
    user_agent: o.UserAgent = DEFAULT.user_agent,
    contact: o.Contact = DEFAULT.contact,
    ignore_robots: o.IgnoreRobots = DEFAULT.ignore_robots,
    max_requests: o.MaxRequests = DEFAULT.max_requests,
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
        hreflang=hreflang,
        delay=delay,
        concurrency=concurrency,
        retries=retries,
        timeout=timeout,
        user_agent=user_agent,
        contact=contact,
        ignore_robots=ignore_robots,
        max_requests=max_requests,
    )
    export = None if no_export else _export(harvest, to, strict)
    wanted = Run(where, snapshots, output, harvest, export, name=name, force=force, dry_run=dry_run)
    raise typer.Exit(run(wanted, Screen(verbose=verbose, quiet=quiet)))


def _export(harvest: config.Harvest, to: list[str] | None, strict: bool) -> config.Export:
    """What is exported is what was harvested."""
    return config.Export(
        languages=harvest.languages,
        types=harvest.types,
        include=harvest.include,
        exclude=harvest.exclude,
        targets=tuple(to or config.Export().targets),
        strict=strict,
    )
