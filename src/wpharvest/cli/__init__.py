"""What a person types: one file a command."""

from __future__ import annotations

import sys

import typer

from wpharvest.cli import (
    convert,
    demo,
    diff,
    export,
    fetch,
    gaps,
    listing,
    log,
    pack,
    probe,
    prune,
    redirects,
    replay,
    report,
    review,
    show,
    verify,
)
from wpharvest.cli.interruption import Interrupted, interruptible, leave
from wpharvest.cli.options import Config, Version
from wpharvest.cli.settings import load_settings
from wpharvest.errors import WpharvestError

app = typer.Typer(
    name="wpharvest",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


@app.callback()
def root(ctx: typer.Context, config: Config = None, version: Version = False) -> None:
    """Get the content out of a WordPress site: faithful, complete, paired across languages.

    Start with `wpharvest demo`, then `wpharvest fetch https://example.org`. Every option can also stand in
    `wpharvest.toml`. Exit codes: 0 complete · 1 failed · 2 wrong usage · 3 finished, but something that the
    site has is missing from the result (each named in report.json).
    """
    ctx.default_map = load_settings(config, app)


MAKING = (fetch, export, gaps, probe, convert)
READING = (verify, pack, log, diff, prune, redirects, replay, report, review, show)

for module in (*MAKING, *READING, demo, listing):
    app.command(module.NAME)(module.command)


def main() -> None:
    """Run the command line: the one place where an error becomes a line and an exit code."""
    try:
        with interruptible():
            app()
    except WpharvestError as error:
        typer.secho(f"wpharvest: {error}", err=True, fg="red")
        sys.exit(error.exit_code)
    except Interrupted as stop:
        leave(f"wpharvest: stopped by {stop}; run the same command again to go on")
    except BrokenPipeError:  # whoever read our output has gone: nothing to say, and nobody to say it to
        sys.stderr.close()
        sys.exit(1)
