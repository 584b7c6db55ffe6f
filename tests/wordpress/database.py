"""A private MariaDB: its own folder, reached by its own socket only, gone with the block."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .processes import program, running

NAME = "wordpress"
# Nothing here has to survive a power cut.
QUICK = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-log-file-size=16M",
    "--innodb-buffer-pool-size=64M",
    "--performance-schema=0",
    "--skip-log-bin",
)


@contextmanager
def database(folder: Path) -> Iterator[Path]:
    """Yield the socket of a MariaDB that holds one empty database `wordpress` (user root, no password)."""
    data, socket = folder / "data", folder / "db.sock"
    # MariaDB refuses to run as root unless told so.
    user = ["--user=root"] if os.geteuid() == 0 else []
    first = folder / "first.sql"
    first.write_text(f"CREATE DATABASE IF NOT EXISTS {NAME} CHARACTER SET utf8mb4;\n")
    temporary = folder / "tmp"  # two servers that start at once in /tmp itself take each other's tables away
    temporary.mkdir()
    own = [f"--datadir={data}", f"--tmpdir={temporary}", *QUICK, *user]
    _install(own)
    command = [
        program("mariadbd") or "mariadbd",
        "--no-defaults",
        f"--socket={socket}",
        f"--pid-file={folder / 'db.pid'}",
        f"--init-file={first}",
        "--skip-networking",
        "--skip-name-resolve",
        "--character-set-server=utf8mb4",
        *own,
    ]
    with running(command, lambda: _is_up(socket), folder / "db.log", {}):
        yield socket


def _install(own: list[str]) -> None:
    command = [
        program("mariadb-install-db") or "mariadb-install-db",
        "--no-defaults",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        *own,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"mariadb-install-db failed:\n{done.stdout}\n{done.stderr}")


def _is_up(socket: Path) -> bool:
    if not socket.exists():
        return False
    ask = [
        program("mariadb") or "mariadb",
        "--no-defaults",
        f"--socket={socket}",
        "-uroot",
        "-e",
        f"USE {NAME}",
    ]
    return subprocess.run(ask, capture_output=True, check=False).returncode == 0
