"""`wpharvest demo`: a real harvest without network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wpharvest import config
from wpharvest.cli import options as o
from wpharvest.cli.run import Run, run
from wpharvest.cli.screen import Screen
from wpharvest.web.replay import application
from wpharvest.web.sample import load
from wpharvest.web.serve import serving

SITE = "demo"


def command(
    snapshots: o.Snapshots = Path("snapshots"),
    output: o.Output = Path("output"),
    port: Annotated[int, typer.Option("--port", help="Port of the sample site (0: any free one).")] = 0,
    verbose: o.Verbose = False,
    quiet: o.Quiet = False,
) -> None:
    """Harvest a small bilingual sample site over real HTTP on this machine, and show what comes out.

    Needs no network: the sample is bundled, and served by `wpharvest replay` on the loopback address.
    """
    screen = Screen(verbose=verbose, quiet=quiet)
    with serving(application(*load()), port=port) as url:
        screen.say(f"a small bilingual WordPress is served at {url} (the bundled sample, replayed)")
        screen.say(f"$ wpharvest fetch {url} --name {SITE}")
        wanted = Run(url, snapshots, output, config.Harvest(), config.Export(), name=SITE)
        code = run(wanted, screen)
    screen.say(f"look at {output / SITE}, for instance:")
    for path in sorted((output / SITE).glob("*/pages/*ressources.md")) + sorted(
        (output / SITE).glob("*/pages/*resources.md")
    ):
        screen.say(f"  {path}")
    screen.say(f"  {output / SITE / 'families.json'}")
    screen.say(f"and check the snapshot: wpharvest verify {snapshots / SITE}")
    raise typer.Exit(code)
