"""Another package brings a target by an entry point."""

from __future__ import annotations

from pathlib import Path

import pytest

from test_cli import wpharvest

PLUG = '''"""Slides, one a page."""
from wpharvest.linking import Plan
from wpharvest.model.notices import File
def plan(site, options):
    return Plan({each.key: f"/{each.key.id}/" for each in site.documents})
def export(site, plan, options):
    for each in site.documents:
        yield File(f"{plan.places[each.key].strip('/')}.slide", each.title.encode())
'''


def installed(folder: Path, name: str, source: str) -> None:
    """A package that brings a target, as an installer leaves it, where Python finds it."""
    (folder / "slides.py").write_text(source)
    about = folder / "wpharvest_slides-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: wpharvest-slides\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[wpharvest.targets]\n{name} = slides\n")


def test_it_is_a_target_like_any_other(tmp_path: Path) -> None:
    """It is listed with its docstring's first line, and exported to."""
    installed(tmp_path, "slides", PLUG)
    assert "Slides, one a page." in wpharvest("list", "targets", cwd=tmp_path).stdout
    assert wpharvest("demo", "--snapshots", "s", "--output", "o", cwd=tmp_path).returncode == 0
    done = wpharvest("export", "s/demo", "--to", "slides", "--out", "site", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "5106.slide").read_text("utf-8") == "Other resources"


@pytest.mark.parametrize(
    ("name", "source", "says"),
    [
        ("hugo", PLUG, "the name is taken"),
        ("slides", "x = 1", "no function 'plan'"),
        ("slides", "import nothing_of_this_name", "nothing_of_this_name"),
    ],
)
def test_one_that_cannot_be_used_is_named(tmp_path: Path, name: str, source: str, says: str) -> None:
    """One line says which package brings it and why it can't be used; exit code 2."""
    installed(tmp_path, name, source)
    done = wpharvest("list", "targets", cwd=tmp_path)
    assert done.returncode == 2
    assert "wpharvest-slides" in done.stderr and says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
