"""Laws that hold across rooms."""

from __future__ import annotations

from pathlib import Path

import pytest

import wpharvest
from wpharvest.store import Snapshot
from wpharvest.web.replay import application
from wpharvest.web.sample import load
from wpharvest.web.serve import serving


def payload(snapshot: Path) -> dict[str, bytes]:
    """Every file below `data/`, by its path."""
    data = snapshot / "data"
    return {p.relative_to(data).as_posix(): p.read_bytes() for p in data.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, harvested over HTTP."""
    folder = tmp_path_factory.mktemp("first")
    with serving(application(*load())) as url:
        return wpharvest.fetch(url, snapshots=folder, output=None, name="site").snapshot


def test_fetch_of_replay_is_the_snapshot(first: Path, tmp_path: Path) -> None:
    """fetch(replay(snapshot)) == snapshot: every byte of the payload."""
    opened = Snapshot.open(first)
    with serving(application(opened.info, opened.items(), opened.resources())) as url:
        again = wpharvest.fetch(url, snapshots=tmp_path, output=None, name="site").snapshot
    assert payload(again) == payload(first)


def test_nothing_of_the_sample_is_lost(first: Path) -> None:
    """Every object of the sample is in the snapshot, with the value it was served with."""
    _, items, _ = load()
    stored = {item.key: item.value for item in Snapshot.open(first).items()}
    assert stored == {item.key: item.value for item in items}
