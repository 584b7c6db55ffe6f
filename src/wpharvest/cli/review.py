"""`wpharvest review`: the page on which a person decides which documents belong together."""

from __future__ import annotations

import contextlib
import secrets
import threading
import webbrowser
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from wpharvest.cli import options as o
from wpharvest.cli.interruption import Interrupted
from wpharvest.steps.load import ever_there, load_site
from wpharvest.store import Snapshot
from wpharvest.store.pairs import PAIRS, read_pairs, write_pairs
from wpharvest.web.review import Desk, PairsFile, application
from wpharvest.web.serve import serving


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    port: o.Port = 0,
    open_: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser, or only say where it is.")
    ] = True,
) -> None:
    """Look at the families, side by side and the most doubtful first, and decide; until Ctrl-C.

    The page is for this machine only: it listens on the loopback address, and its address holds a key that is
    made anew each time. Each verdict is written to `pairs.toml` in the snapshot's folder at once.
    """
    typer.echo(f"reading {snapshot} …", err=True)
    file = PairsFile(str(snapshot / PAIRS), partial(read_pairs, snapshot), partial(write_pairs, snapshot))
    desk = Desk(load_site(snapshot), file, ever_there(Snapshot.open(snapshot)))
    token = secrets.token_urlsafe(32)
    with serving(application(desk, token), port=port) as url:
        address = f"{url}/#{token}"
        typer.echo(f"the page is at {address} (Ctrl-C ends it)")
        if open_:
            webbrowser.open(address)
        with contextlib.suppress(Interrupted):
            threading.Event().wait()
