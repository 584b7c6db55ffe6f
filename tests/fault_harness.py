"""One fault, one run of the program: how it ended, what it said, what it kept."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rawsite import Asked, Site, serving
from rest_harness import still
from wpharvest.cli import main
from wpharvest.sources.rest import session
from wpharvest.store import Snapshot, verify

COMPLETE, FAILED, PARTIAL = 0, 1, 3
SECRET = "s3cr3t-of-the-owner"


class Ran(msgspec.Struct):
    """What a run of `wpharvest fetch` left behind."""

    code: int
    said: str
    log: list[Asked]
    snapshot: Path | None
    waits: list[float]
    root: Path

    @property
    def keys(self) -> set[str]:
        """The keys of the objects in the snapshot, as kind/id."""
        if self.snapshot is None:
            return set()
        return {f"{item.kind}/{item.id}" for item in Snapshot.open(self.snapshot).items()}

    def value(self, kind: str, id_: int) -> dict[str, Any]:
        """One object of the snapshot."""
        assert self.snapshot is not None
        items = Snapshot.open(self.snapshot).items(kind=kind)
        return next(item.value for item in items if item.id == id_)


def fetch(
    site: Site,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *arguments: str,
    host: str = "",
    robots: bool = False,
    at: str = "",
) -> Ran:
    """Run `wpharvest fetch` on a site that is served on loopback, without really waiting.

    `host`: the site is asked for by this name, which leads to loopback, as do those that end with it.
    `at`: another address is fetched than that of this site.
    """
    waits: list[float] = []
    monkeypatch.chdir(folder)
    monkeypatch.setattr(session, "Clock", lambda: still(waits))
    if host:
        _names(monkeypatch, host)
    with serving(site, robots=robots) as (url, log):
        where = url.replace("127.0.0.1", host) if host else url
        monkeypatch.setattr(sys, "argv", ["wpharvest", "fetch", at or where, *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    out, err = capsys.readouterr()
    code = ended.value.code
    found = sorted(folder.glob("snapshots/*/bagit.txt"))
    ran = Ran(code if isinstance(code, int) else 0, out + err, log, None, waits, folder)
    ran.snapshot = found[0].parent if found else None
    _always(ran)
    return ran


def _always(ran: Ran) -> None:
    """What holds for every run, however it ends."""
    assert "Traceback" not in ran.said
    assert "\x1b" not in ran.said  # no site speaks to the terminal
    assert SECRET not in ran.said
    assert {path.name for path in ran.root.iterdir()} <= {"snapshots", "output"}
    if ran.snapshot is not None:
        assert list(verify(ran.snapshot)) == []
    if ran.code == FAILED:
        assert ran.said.strip().splitlines()[-1].startswith("wpharvest: ")


def _names(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    real = socket.getaddrinfo

    def known(name: Any, *more: Any, **options: Any) -> Any:
        return real("127.0.0.1" if str(name).endswith(host) else name, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", known)
