"""A throw-away Wagtail project that has taken in what `--to wagtail` wrote; spoken to line by line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PYTHON = Path(sys.prefix) / "wagtail" / "bin" / "python"  # `make test` makes it
PROJECT = Path(__file__).parent / "wagtail_project"
Ask = Callable[[str, Any], Any]


def missing() -> str:
    """What a Wagtail lacks on this machine; "" if it is there."""
    return "" if PYTHON.is_file() else f"no Wagtail here: {PYTHON} missing (make test installs it)"


def new_project(exported: Path, folder: Path) -> None:
    """A project in `folder` with the exported app and an empty database."""
    shutil.copytree(PROJECT, folder)
    shutil.copytree(exported, folder, dirs_exist_ok=True)
    for command in ("makemigrations wpharvest_import", "migrate", "check --fail-level WARNING"):
        _manage(folder, *command.split())


def take_in(project: Path, exported: Path, folder: Path) -> None:
    """A copy of a new project in `folder`, whose command has taken the data in."""
    shutil.copytree(project, folder)
    shutil.copytree(exported, folder, dirs_exist_ok=True)
    again(folder)


def again(folder: Path) -> None:
    """Take the data in that is there."""
    _manage(folder, "import_wpharvest", "data")


@contextmanager
def asking(folder: Path) -> Iterator[Ask]:
    """Requests to the project, as `ask.py` answers them."""
    command = [str(PYTHON), "ask.py"]
    with subprocess.Popen(
        command, cwd=folder, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        asked, answered = running.stdin, running.stdout
        assert asked is not None
        assert answered is not None

        def ask(what: str, value: Any) -> Any:
            asked.write(json.dumps({what: value}).encode() + b"\n")
            asked.flush()
            return json.loads(answered.readline())

        yield ask
        asked.close()


def _manage(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [str(PYTHON), "-m", "django", *words],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": "."}
