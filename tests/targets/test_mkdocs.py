"""The real MkDocs builds what `--to mkdocs` writes, and the site is the one that was harvested."""

from __future__ import annotations

from pathlib import Path

from targets.built import Built
from targets.conftest import Harvested
from targets.generators import OWN, needs, run

MKDOCS = str(OWN / "mkdocs")
pytestmark = needs(MKDOCS, "make lint")


def mkdocs(folder: Path) -> Path:
    """Build; the folder of the site. What MkDocs warns of is a failure: a link to a file that isn't there."""
    run([MKDOCS, "build", "--strict"], folder)
    return folder / "site"


def test_the_built_site_is_the_harvested_one(harvested: Harvested, tmp_path: Path) -> None:
    """Page by page: title, text, links, pictures, translations, dates, authors, terms, comments."""
    led = harvested.written("mkdocs", tmp_path)
    assert "\n".join(Built(mkdocs(tmp_path), led).complaints()) == ""


def test_below_a_folder_of_the_host(sample: Harvested, tmp_path: Path) -> None:
    """With a base URL that has a path, every address of the site begins with it."""
    led = sample.written("mkdocs", tmp_path, base_url="https://new.example/blog/", media_placement="beside")
    assert "\n".join(Built(mkdocs(tmp_path), led).complaints()) == ""
