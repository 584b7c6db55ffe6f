"""A real WordPress on the loopback: Debian's files, a private MariaDB, PHP's own web server.

One copy of WordPress and one database serve several sites; each has its own tables, content folder, port
and multilingual plugin (`php/mu-plugins/modes/`, written for these tests after what the plugins do).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from . import database
from .processes import answers, free_port, program, running

WORDPRESS = Path("/usr/share/wordpress")
PHP = Path(__file__).parent / "php"
WORKERS = "4"
Item = Mapping[str, Any]
MODES = ("", "wpml", "wpml-rest-api", "polylang", "polylang-pro", "translatepress")


def missing() -> str:
    """What a real WordPress lacks on this machine; "" if it can be started."""
    lacks = [name for name in ("php", "mariadbd", "mariadb-install-db", "mariadb") if not program(name)]
    if not (WORDPRESS / "wp-settings.php").is_file():
        lacks.append(str(WORDPRESS))
    if lacks:
        return f"no real WordPress here: {', '.join(lacks)} missing (.ci/run installs them on Debian)"
    modules = subprocess.run([str(program("php")), "-m"], capture_output=True, text=True, check=False)
    has = modules.stdout.split()
    absent = [name for name in ("mysqli", "gd", "mbstring", "dom") if name not in has]
    return f"no real WordPress here: PHP lacks {', '.join(absent)}" if absent else ""


@dataclass(frozen=True)
class Site:
    """One WordPress site. `url` has no slash at its end; `folder` holds its wp-content."""

    url: str
    folder: Path
    environment: Mapping[str, str]

    def run(self, action: str, wanted: object) -> Any:
        """Run an action of `php/actions.php` inside the site."""
        done = subprocess.run(
            [*_php(self.folder.parent), str(PHP / "run.php"), action],
            input=json.dumps(wanted),
            env=dict(self.environment),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{action} failed:\n{done.stdout}\n{done.stderr}\n{self.complaints()}")
        return json.loads(done.stdout)

    def create(self, items: Sequence[Item]) -> dict[str, int]:
        """Create posts, terms, media, comments, users; answers the id of each `ref`."""
        ids: dict[str, int] = self.run("create", list(items))
        return ids

    def options(self, **values: object) -> None:
        """Set WordPress options, e.g. `timezone_string="Asia/Kolkata"`."""
        self.run("options", values)

    def permalinks(self, *, pretty: bool) -> None:
        """`/a-slug/` and `/wp-json/`, or `?p=1` and `?rest_route=/`."""
        self.options(permalink_structure="/%postname%/" if pretty else "")

    def get(self, address: str, **parameters: str | int) -> requests.Response:
        """GET an address of the site, given as a path or in full."""
        url = address if address.startswith("http") else self.url + address
        return requests.get(url, params=parameters, timeout=30, allow_redirects=False)

    def collection(self, address: str, **parameters: str | int) -> list[dict[str, Any]]:
        """All pages of a REST collection, by WordPress's own count."""
        found: list[dict[str, Any]] = []
        page, pages = 1, 1
        while page <= pages:
            answer = self.get(address, per_page=100, page=page, orderby="id", order="asc", **parameters)
            answer.raise_for_status()
            pages = int(answer.headers["X-WP-TotalPages"])
            found += answer.json()
            page += 1
        return found

    def complaints(self) -> str:
        """What PHP and WordPress complained about so far."""
        log = self.folder / "debug.log"
        return log.read_text(errors="replace") if log.exists() else ""


class Server:
    """Starts sites and ends them all. Made by `server()`."""

    def __init__(self, folder: Path, socket: Path, stack: ExitStack) -> None:
        self._folder, self._socket, self._stack = folder, socket, stack
        self._sites = 0

    def site(self, mode: str = "", *, pretty: bool = True, **options: object) -> Site:
        """A new, empty site that plays a multilingual plugin (one of `MODES`; "" for none)."""
        self._sites += 1
        site = self._prepare(f"s{self._sites}", mode)
        site.run("install", {"title": "Les Mots", "user": "owner", "password": "correct horse"})
        site.options(
            permalink_structure="/%postname%/" if pretty else "",
            blogdescription="Un site d’essai",
            **{"timezone_string": "Europe/Brussels", **options},
        )
        port = int(site.url.rpartition(":")[2])
        where = ["-S", f"127.0.0.1:{port}", "-t", str(site.folder)]
        command = [*_php(self._folder), *where, str(PHP / "router.php")]
        log = site.folder / "php.log"
        self._stack.enter_context(running(command, lambda: answers(port), log, site.environment))
        return site

    def _prepare(self, name: str, mode: str) -> Site:
        folder = self._folder / name
        content = folder / "wp-content"
        shutil.copytree(PHP / "theme", content / "themes" / "bare")
        shutil.copytree(PHP / "mu-plugins", content / "mu-plugins")
        (content / "plugins").mkdir()
        url = f"http://127.0.0.1:{free_port()}"
        environment = {
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "PHP_CLI_SERVER_WORKERS": WORKERS,
            "SITE_CORE": str(self._folder / "core"),
            "SITE_FOLDER": str(folder),
            "SITE_URL": url,
            "SITE_PREFIX": f"{name}_",
            "SITE_DATABASE": database.NAME,
            "SITE_SOCKET": str(self._socket),
            "SITE_MODE": mode,
        }
        return Site(url, folder, environment)


@contextmanager
def server() -> Iterator[Server]:
    """A WordPress server, ready for sites; everything of it is gone after the block."""
    # Not in pytest's folder: the name of a Unix socket may have 107 bytes, no more.
    with tempfile.TemporaryDirectory(prefix="wp-") as name, ExitStack() as stack:
        folder = Path(name)
        shutil.copytree(WORDPRESS, folder / "core", ignore_dangling_symlinks=True, ignore=_leave_out)
        shutil.copy(PHP / "wp-config.php", folder / "core" / "wp-config.php")
        yield Server(folder, stack.enter_context(database.database(folder)), stack)


def _leave_out(folder: str, names: list[str]) -> set[str]:
    """Debian's own configuration and its links into /etc and /var."""
    return {".htaccess", "wp-config.php", "wp-content"} & set(names) if Path(folder) == WORDPRESS else set()


def _php(cache: Path) -> list[str]:
    # Compiled scripts are shared by the workers, and through files by the short runs of run.php.
    flags = {"opcache.enable_cli": "1", "opcache.file_cache": str(cache), "memory_limit": "256M"}
    return [
        str(program("php")),
        *(word for name, value in flags.items() for word in ("-d", f"{name}={value}")),
    ]
