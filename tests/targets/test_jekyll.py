"""The real Jekyll builds what `--to jekyll` writes, and the site is the one that was harvested."""

from __future__ import annotations

from pathlib import Path

from targets.built import Built
from targets.conftest import Harvested
from targets.generators import needs, run

pytestmark = needs("jekyll", "Debian: jekyll, ruby-jekyll-commonmark")


def jekyll(folder: Path) -> Path:
    """Build; the folder of the site. What Jekyll or Liquid warns of is a failure."""
    told = run(["jekyll", "build", "--strict_front_matter", "--disable-disk-cache"], folder)
    assert "Warning" not in told and "Conflict" not in told, told
    return folder / "_site"


def test_the_built_site_is_the_harvested_one(harvested: Harvested, tmp_path: Path) -> None:
    """Page by page: title, text, links, pictures, translations, dates, authors, terms, comments."""
    led = harvested.written("jekyll", tmp_path)
    assert "\n".join(Built(jekyll(tmp_path), led).complaints()) == ""


def test_below_a_folder_of_the_host(sample: Harvested, tmp_path: Path) -> None:
    """With a base URL that has a path, every address of the site begins with it."""
    led = sample.written("jekyll", tmp_path, base_url="https://new.example/blog/", media_placement="beside")
    assert "\n".join(Built(jekyll(tmp_path), led).complaints()) == ""
