"""The real Astro builds what `--to astro` writes, and the site is the one that was harvested."""

from __future__ import annotations

import json
from pathlib import Path

from targets.built import Built
from targets.conftest import Harvested
from targets.generators import NODE, needs_npm, npx
from wpharvest.exporters.skeletons import skeleton

pytestmark = needs_npm("astro")


def test_the_built_site_is_the_harvested_one(harvested: Harvested, tmp_path: Path) -> None:
    """Page by page: title, text, links, pictures, translations, dates, authors, terms, comments."""
    led = harvested.written("astro", tmp_path)
    npx(["astro", "build"], tmp_path)
    assert "\n".join(Built(tmp_path / "dist", led).complaints()) == ""


def test_below_a_folder_of_the_host(sample: Harvested, tmp_path: Path) -> None:
    """With a base URL that has a path, every address of the site begins with it."""
    led = sample.written("astro", tmp_path, base_url="https://new.example/blog/", media_placement="beside")
    npx(["astro", "build"], tmp_path)
    assert "\n".join(Built(tmp_path / "dist", led).complaints()) == ""


def test_what_is_built_with_is_what_the_project_asks_for() -> None:
    """The packages of the exported `package.json` are those that this test has run."""
    (asked,) = (json.loads(body) for path, body in skeleton("astro") if path == "package.json")
    for package, version in asked["dependencies"].items():
        installed = json.loads((NODE / package / "package.json").read_text("utf-8"))["version"]
        assert installed.split(".")[0] == version.lstrip("^").split(".")[0]
