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


def test_two_servers_share_a_folder_and_a_persons_change_stays(snapshot: Path, tmp_path: Path) -> None:
    """The second server's files take nothing of the first's away; what a person changed is told, and kept."""
    for server in ("netlify", "csv"):
        assert wpharvest("redirects", str(snapshot), "--for", server, cwd=tmp_path).returncode == 0
    names = {each.name for each in (tmp_path / "redirects").iterdir()}
    assert {"_redirects", "redirects.csv"} <= names
    (tmp_path / "redirects/_redirects").write_text("/mine /yours 301")
    done = wpharvest("redirects", str(snapshot), "--for", "netlify", cwd=tmp_path)
    assert "left as you changed it" in done.stdout
    assert (tmp_path / "redirects/_redirects").read_text() == "/mine /yours 301"


def test_no_export_writes_into_a_snapshot(snapshot: Path) -> None:
    """A snapshot is a harvest's alone: its files would be taken for a person's, or be overwritten."""
    before = sorted(snapshot.rglob("*"))
    for folder in (snapshot, snapshot / "data"):
        done = wpharvest("export", str(snapshot), "--to", "json", "--out", str(folder), cwd=snapshot)
        assert done.returncode == 2
        assert "is in the snapshot" in " ".join(done.stderr.split())
    assert sorted(snapshot.rglob("*")) == before
