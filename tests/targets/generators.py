"""Generators that are run on an exported project, and what they build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

OWN = (
    Path(sys.prefix) / "generators" / "bin"
)  # those in Python: `make` gives them an environment of their own
NODE = Path(__file__).parent / "node" / "node_modules"


def run(command: Sequence[str], folder: Path, **environment: str) -> str:
    """Run a generator to its end; what it said. Fails with it if it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def needs(program: str, package: str) -> pytest.MarkDecorator:
    """Skip, with the reason, where a program isn't installed."""
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} isn't installed ({package})")


def needs_npm(package: str) -> pytest.MarkDecorator:
    """Skip, with the reason, where a package of tests/targets/node isn't installed."""
    return pytest.mark.skipif(not (NODE / package).is_dir(), reason=f"npm's {package} isn't installed")


def npx(command: Sequence[str], folder: Path) -> str:
    """Run a program of tests/targets/node in a project."""
    modules = folder / "node_modules"  # a folder of the project's own: generators keep their caches in it
    if not modules.exists():
        modules.mkdir()
        for each in NODE.iterdir():
            (modules / each.name).symlink_to(each, target_is_directory=each.is_dir())
    return run(["npx", *command], folder, ASTRO_TELEMETRY_DISABLED="1", NODE_ENV="production")
