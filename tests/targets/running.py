"""The site generators themselves, run as their users run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

# `make` installs those that are written in Python into an environment of their own.
OWN = Path(sys.prefix) / "generators" / "bin"


def run(command: Sequence[str], folder: Path) -> str:
    """What a program prints that must succeed; a skip where it isn't installed, which is a failure in CI."""
    program = shutil.which(command[0], path=os.pathsep.join((str(OWN), os.environ.get("PATH", ""))))
    if program is None:
        pytest.skip(f"no {command[0]} here: apt install it, or `make lint`")
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    return told
