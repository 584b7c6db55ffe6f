"""`wpharvest replay`: a snapshot as a WordPress again."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import Annotated

import typer

from wpharvest.cli import options as o
from wpharvest.cli.interruption import Interrupted
from wpharvest.store import Snapshot
from wpharvest.web.replay import application
from wpharvest.web.serve import serving

NAME = "replay"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    port: o.Port = 8080,
    host: o.Host = "127.0.0.1",
) -> None:
    """Serve a snapshot as the WordPress REST API that it was taken from, until Ctrl-C."""
    opened = Snapshot.open(snapshot)
    app = application(opened.info, opened.items(), opened.resources())
    if host not in LOOPBACK:
        typer.secho(f"warning: anyone who can reach {host} can read this snapshot", err=True, fg="yellow")
    with serving(app, host=host, port=port) as url:
        typer.echo(f"{opened.info.home or snapshot} is served at {url}/wp-json/ (Ctrl-C ends it)")
        with contextlib.suppress(Interrupted):
            threading.Event().wait()
