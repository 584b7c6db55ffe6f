"""`wpharvest replay`: a snapshot as a WordPress again."""

from __future__ import annotations

import contextlib
import ipaddress
import threading
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wpharvest.cli import options as o
from wpharvest.cli.interruption import Interrupted
from wpharvest.store import Snapshot
from wpharvest.web.replay import Versions, application
from wpharvest.web.serve import serving

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

TEXTS: tuple[Literal["head", "page", "sitemap"], ...] = ("head", "page", "sitemap")


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    port: o.Port = 8080,
    host: o.Host = "127.0.0.1",
) -> None:
    """Serve a snapshot as the WordPress REST API that it was taken from, until Ctrl-C.

    The latest version is at `/wp-json/`, any other one at its name: `/@v3/wp-json/`, `/@2026-11-23/wp-json/`.
    """
    opened = Snapshot.open(snapshot)
    app = Versions(served(opened), lambda version: served(opened.at(version)))
    if not _is_own(host):
        typer.secho(f"warning: anyone who can reach {host} can read this snapshot", err=True, fg="yellow")
    with serving(app, host=host, port=port) as url:
        typer.echo(f"{opened.info.home or snapshot} is served at {url}/wp-json/ (Ctrl-C ends it)")
        with contextlib.suppress(Interrupted):
            threading.Event().wait()


def _is_own(host: str) -> bool:
    """Whether only this machine reaches this address. Of a name other than `localhost` nobody can tell."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def served(opened: Snapshot) -> WSGIApplication:
    """A version of a snapshot as an application; its media files stay on the disk."""
    texts = chain.from_iterable(opened.resources(role) for role in TEXTS)
    return application(opened.info, opened.items(), chain(texts, opened.files()))
