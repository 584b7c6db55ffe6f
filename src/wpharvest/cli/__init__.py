"""What a person types: one file a command."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module

import typer

from wpharvest.cli.interruption import Interrupted, interruptible, leave
from wpharvest.cli.options import Config, Version
from wpharvest.cli.screen import harmless
from wpharvest.cli.settings import load_settings
from wpharvest.errors import WpharvestError

MAKING = ("fetch", "export", "gaps", "probe", "convert")
READING = ("verify", "pack", "log", "diff", "prune", "redirects", "replay", "report", "review", "show")
COMMANDS = (*MAKING, *READING, "demo", "list")  # each a module of this room


def built(commands: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands. Only their modules are imported: nobody waits for another's."""
    app = typer.Typer(
        name="wpharvest",
        no_args_is_help=True,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    app.callback()(root)
    for name in commands:
        app.command(name)(import_module(f"{__name__}.{name}").command)
    return app


def root(ctx: typer.Context, config: Config = None, version: Version = False) -> None:
    """Get the content out of a WordPress site: faithful, complete, paired across languages.

    Start with `wpharvest demo`, then `wpharvest fetch https://example.org`. Every option can also stand in
    `wpharvest.toml`. Exit codes: 0 complete · 1 failed · 2 wrong usage · 3 finished, but something that the
    site has is missing from the result (each named in report.json).
    """
    ctx.default_map = load_settings(config, built)


def main() -> None:
    """Run the command line: the one place where an error becomes a line and an exit code."""
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        with interruptible():
            built((first,) if first in COMMANDS else COMMANDS)()
    except WpharvestError as error:
        typer.secho(harmless(f"wpharvest: {error}"), err=True, fg="red")
        sys.exit(error.exit_code)
    except Interrupted as stop:
        leave(f"wpharvest: stopped by {stop}; run the same command again to go on")
    except BrokenPipeError:  # whoever read our output has gone: nothing to say, and nobody to say it to
        sys.stderr.close()
        sys.exit(1)
