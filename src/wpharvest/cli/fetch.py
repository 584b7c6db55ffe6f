"""`wpharvest fetch`: the maintainer's whole job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wpharvest import config
from wpharvest.cli import options as o
from wpharvest.cli import target_options as t
from wpharvest.cli.options import filled
from wpharvest.cli.run import Run, run
from wpharvest.cli.screen import Screen
from wpharvest.errors import LocalSourceError, UsageError

DEFAULT = config.Harvest()

Where = Annotated[
    str,
    typer.Argument(
        metavar="URL|FOLDER|FILE",
        help="Any page of the site, its REST API, one object of it (…/wp-json/wp/v2/pages/5106), or a local "
        "folder or file of .json, .html, .md or .txt pages.",
    ),
]

FromWarc = Annotated[
    Path | None,
    typer.Option(
        "--from-warc",
        metavar="FILE",
        help="In the place of a site: the REST answers of a crawl (.warc, .warc.gz, .wacz).",
    ),
]


@t.also_for_targets
def command(
    ctx: typer.Context,
    where: Where = "",
    from_warc: FromWarc = None,
    snapshots: o.Snapshots = Path("snapshots"),
    output: o.Output = Path("output"),
    name: o.Name = "",
    lang: o.Languages = None,
    type_: o.Types = None,
    include: o.Include = None,
    exclude: o.Exclude = None,
    remove: o.Remove = None,
    to: o.Targets = None,
    media_placement: t.MediaPlacementAlone = "folder",
    media: o.Media = DEFAULT.media,
    max_media_size: o.MaxMediaSize = DEFAULT.max_media_size,
    srcset: o.Srcset = DEFAULT.srcset,
    hreflang: o.Hreflang = DEFAULT.hreflang,
    page_html: o.PageHtml = DEFAULT.page_html,
    warc: o.Warc = DEFAULT.warc,
    delay: o.Delay = DEFAULT.delay,
    concurrency: o.Concurrency = DEFAULT.concurrency,
    retries: o.Retries = DEFAULT.retries,
    timeout: o.Timeout = DEFAULT.timeout,
    user_agent: o.UserAgent = DEFAULT.user_agent,
    flavor: o.Flavor = "gfm",
    check: o.Check = True,
    full: o.Full = False,
    contact: o.Contact = DEFAULT.contact,
    ignore_robots: o.IgnoreRobots = DEFAULT.ignore_robots,
    max_requests: o.MaxRequests = DEFAULT.max_requests,
    jobs: o.Jobs = 0,
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
    _check_source(where, from_warc)
    harvest = filled(config.Harvest, ctx.params)
    export = None if no_export else t.export_of(ctx.params)
    _check_selectors(remove or [])
    wanted = Run(
        where or str(from_warc),
        snapshots,
        output,
        harvest,
        export,
        name=name,
        out=ctx.params["out"],
        force=force,
        dry_run=dry_run,
    )
    raise typer.Exit(run(wanted, Screen(verbose=verbose, quiet=quiet)))


def _check_source(where: str, crawl: Path | None) -> None:
    if bool(where) == bool(crawl):
        raise UsageError("name a site, a folder or a file; or a crawl with --from-warc")
    if crawl:
        from wpharvest.sources.crawls import is_crawl  # a harvest of a site doesn't wait for it

        if not is_crawl(crawl):
            raise LocalSourceError(str(crawl), "there is no such .warc, .warc.gz or .wacz")


def _check_selectors(selectors: list[str]) -> None:
    if selectors:
        from wpharvest.cleaning import check_selectors  # only for whoever gives some

        check_selectors(tuple(selectors))
