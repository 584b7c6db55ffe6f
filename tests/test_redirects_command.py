"""`wpharvest redirects` leads every address of a snapshot's site to its new place."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from test_cli import wpharvest


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old")
    assert wpharvest("demo", "--snapshots", "s", "--output", "o", cwd=folder).returncode == 0
    return folder / "s" / "demo"


def test_each_old_address_has_its_new_one(snapshot: Path, tmp_path: Path) -> None:
    """Permalinks and `?p=` of both languages, to where a pattern puts the documents."""
    done = wpharvest(
        *("redirects", str(snapshot), "--for", "csv", "--out", "r"),
        *("--permalink", "/{language}/{slug}-{id}/"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    (file,) = (tmp_path / "r").glob("*.csv")
    with file.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.reader(opened))
    said = {row[0]: row[1] for row in rows}
    assert said["/en/other-resources/"] == "/en/other-resources-5106/"
    assert any("5106" in old and "?" in old for old in said)
    assert str(len(rows) - 1) in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--for", "nginks"), "did you mean 'nginx'"),
        (("--for", "csv", "--permalink", "/{slgu}/"), "did you mean 'slug'"),
        (("--for", "csv", "--permalink", "{slug}"), "begins neither with a slash"),
        (("--for", "csv", "--to", "mardown"), "did you mean 'markdown'"),
        (("--for", "csv", "--to", "parquet"), "puts nothing anywhere"),
        (("--for", "csv", "--base-url", "example.org"), "no address of a site"),
    ],
)
def test_mistakes_are_named(snapshot: Path, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    done = wpharvest("redirects", str(snapshot), *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert not (tmp_path / "redirects").exists()
