"""The opt-in build: what it compiles, and that the rooms are made so that it can."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
MYPYC = TOOLS["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]


def compiled() -> list[Path]:
    patterns = MYPYC["include"]
    found = [sorted(ROOT.glob(pattern.removeprefix("/"))) for pattern in patterns]
    assert all(found), patterns
    return [path for paths in found for path in paths]


def test_what_is_compiled_is_there() -> None:
    """Each pattern of the build hook finds files, and nobody gets them compiled who doesn't ask."""
    assert len(compiled()) > 15
    assert MYPYC["enable-by-default"] is False


def test_what_is_compiled_can_be() -> None:
    """No compiled room uses `cached_property`, which classes of mypyc can't hold."""
    assert [path.name for path in compiled() if "cached_property" in path.read_text("utf-8")] == []
