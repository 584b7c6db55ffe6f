"""The same snapshot and settings give the same bytes, wherever and whenever they are written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"


def wpharvest(folder: Path, *arguments: str, **environment: str) -> None:
    known = os.environ | {"PYTHONPATH": str(SRC), **environment}
    subprocess.run([sys.executable, "-m", "wpharvest", *arguments], cwd=folder, env=known, check=True)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("determinism")
    wpharvest(folder, "demo", PYTHONHASHSEED="0")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


WHERE = {
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "another time zone": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"},
    "another locale": {"LC_ALL": "C", "LANG": "", "PYTHONUTF8": "0", "PYTHONHASHSEED": "3"},
}


@pytest.mark.parametrize("where", WHERE)
def test_an_export_is_the_same_everywhere(demo: Path, tmp_path: Path, where: str) -> None:
    """Neither the time zone, nor the locale, nor the order of a hash table is in a byte of it."""
    wpharvest(demo, "export", "snapshots/demo", "--output", str(tmp_path / "o"), **WHERE[where])
    written = next((tmp_path / "o").rglob("families.json")).parent
    assert files(written) == files(demo / "output" / "demo")


def test_an_export_says_what_it_was_made_from(demo: Path) -> None:
    """The tool, the site, the version with the digest of all that it holds, and the settings."""
    ledger = json.loads((demo / "output" / "demo" / ".wpharvest.json").read_bytes())
    source = ledger["made_from"]
    assert (source["site"], source["version"]) == ("https://samilia.org", "v1")
    manifest = subprocess.run(
        ["sha256sum", "manifest-sha256.txt"], cwd=demo / "snapshots" / "demo", capture_output=True, check=True
    )
    assert manifest.stdout.decode().startswith(source["manifest"])
    assert source["settings"]["flavor"] == "gfm"
    assert "jobs" not in source["settings"]
