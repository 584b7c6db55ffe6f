"""A real Ghost on the loopback, with a private MariaDB; spoken to through its Admin API."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from wordpress import database
from wordpress.processes import free_port, program, running

# `make test` unpacks and installs it (see Makefile).
GHOST = Path(sys.prefix) / "ghost" / "package"
OWNER = {"name": "Owner", "email": "owner@example.org", "password": "correct horse battery"}
PATIENCE = 90.0  # seconds for an import


def missing() -> str:
    """What a real Ghost lacks on this machine; "" if it can be started."""
    lacks = [name for name in ("node", "mariadbd", "mariadb-install-db", "mariadb") if not program(name)]
    if not (GHOST / "node_modules" / "express").is_dir():
        lacks.append(str(GHOST))
    return f"no real Ghost here: {', '.join(lacks)} missing (.ci/run and make install them)" if lacks else ""


class Ghost:
    """A running Ghost, as its owner sees it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.headers["Origin"] = url  # Ghost takes its cookie only from its own pages

    def sign_in(self) -> None:
        """Set the blog up as a person does who wants links to stay as they are."""
        self._ask("POST", "authentication/setup/", json={"setup": [OWNER | {"blogTitle": "New"}]})
        self._ask("POST", "session/", json={"username": OWNER["email"], "password": OWNER["password"]})

        # Else it adds `?ref=` to each link that leads elsewhere.
        self._ask("PUT", "settings/", json={"settings": [{"key": "outbound_link_tagging", "value": False}]})

    def take(self, folder: Path) -> None:
        """Import what `--to ghost` wrote, as a person does; what was there is deleted first."""
        self._ask("DELETE", "db/")
        archive = shutil.make_archive(str(folder / "import"), "zip", folder / "import")
        wanted = json.loads((folder / "import" / "blog.json").read_text("utf-8"))["db"][0]["data"]["posts"]
        self._send("db/", "importfile", Path(archive), "application/zip")
        self._until(lambda: len(self.all("posts")) + len(self.all("pages")) >= len(wanted))
        self._send("settings/routes/yaml/", "routes", folder / "routes.yaml", "text/yaml")
        self._send("redirects/upload/", "redirects", folder / "redirects.json", "application/json")

    def all(self, kind: str, **more: str) -> list[dict[str, Any]]:
        """Every post, page, tag or user."""
        answer = self._ask("GET", f"{kind}/", params={"limit": "all", **more}).json()
        found: list[dict[str, Any]] = answer[kind]
        return found

    def page(self, address: str) -> requests.Response:
        """What a visitor gets at a path, without following redirects."""
        return requests.get(self.url + address, timeout=60, allow_redirects=False)

    def _send(self, place: str, field: str, file: Path, kind: str) -> None:
        with file.open("rb") as opened:
            self._ask("POST", place, files={field: (file.name, opened, kind)})

    def _ask(self, method: str, place: str, **more: Any) -> requests.Response:
        answer = self._session.request(method, f"{self.url}/ghost/api/admin/{place}", timeout=60, **more)
        assert answer.ok, f"{method} {place}: {answer.status_code} {answer.text[:1000]}"
        return answer

    def _until(self, ready: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not ready():
            assert time.monotonic() < until, "Ghost didn't import everything in time"
            time.sleep(0.5)


@contextmanager
def ghost() -> Iterator[Ghost]:
    """An empty blog, its owner signed in; everything of it is gone after the block."""
    # Not in pytest's folder: the name of a Unix socket may have 107 bytes, no more.
    with tempfile.TemporaryDirectory(prefix="ghost-") as name:
        folder = Path(name)
        with database.database(folder) as socket:
            url = f"http://127.0.0.1:{free_port()}"
            shutil.copytree(GHOST / "content", folder / "content")
            command = ["sh", "-c", 'cd "$0" && exec node index.js', str(GHOST)]
            settings = _settings(url, folder, socket)
            with running(command, lambda: _answers(url), folder / "ghost.log", settings):
                site = Ghost(url)
                site.sign_in()
                yield site


def _settings(url: str, folder: Path, socket: Path) -> dict[str, str]:
    """As environment variables: https://ghost.org/docs/config/#running-ghost-with-config-env-variables."""
    return {
        "NODE_ENV": "development",
        "url": url,
        "server__host": "127.0.0.1",
        "server__port": url.rpartition(":")[2],
        "database__client": "mysql",
        "database__connection__socketPath": str(socket),
        "database__connection__user": "root",
        "database__connection__database": database.NAME,
        "database__connection__charset": "utf8mb4",
        "mail__transport": "stub",
        "logging__level": "warn",
        "privacy__useUpdateCheck": "false",
        "privacy__useGravatar": "false",
        "privacy__useRpcPing": "false",
        "paths__contentPath": str(folder / "content"),
    }


def _answers(url: str) -> bool:
    """Ghost listens early and says 503 until it is ready."""
    try:
        return requests.get(f"{url}/ghost/api/admin/site/", timeout=5).ok
    except requests.RequestException:
        return False


def ci() -> bool:
    """Whether everything must be there."""
    return os.environ.get("CI") == "true"
