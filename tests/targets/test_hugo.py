"""The real Hugo builds what `--to hugo` writes, and the site is the one that was harvested."""

from __future__ import annotations

from pathlib import Path

import pytest

from targets.built import Built
from targets.conftest import Harvested
from targets.generators import needs, run

pytestmark = needs("hugo", "Debian: hugo")


def hugo(folder: Path) -> Path:
    """Build; the folder of the site. What Hugo warns of is a failure."""
    run(["hugo", "--panicOnWarning", "--destination", "public"], folder)
    return folder / "public"


SPOILT = {
    "title": ("<h1>", "<h1>Another "),
    "text": ("</p>", " **word**</p>"),
    "Link": ('href="https://www.myria.be', 'href="https://elsewhere.example'),
    "translations": ('hreflang="en" lang="en" href="/en/', 'hreflang="en" lang="en" href="/en/x'),
    "lang": ('<html lang="fr"', '<html lang="en"'),
    "where nothing is": ("</main>", '<img src="/media/lost.png"></main>'),
}


@pytest.mark.parametrize("what", SPOILT)
def test_the_comparison_sees_what_is_wrong(sample: Harvested, tmp_path: Path, what: str) -> None:
    """A page that differs in one thing is named with this thing."""
    led = sample.written("hugo", tmp_path)
    built = Built(hugo(tmp_path), led)
    page = built.file("/autres-ressources/")
    before = page.read_text("utf-8")
    right, wrong = SPOILT[what]
    page.write_text(before.replace(right, wrong), "utf-8")
    assert right in before
    assert any(what in complaint for complaint in built.complaints())


def test_the_built_site_is_the_harvested_one(harvested: Harvested, tmp_path: Path) -> None:
    """Page by page: title, text, links, pictures, translations, dates, authors, terms, comments."""
    led = harvested.written("hugo", tmp_path)
    assert "\n".join(Built(hugo(tmp_path), led).complaints()) == ""


def test_below_a_folder_of_the_host(sample: Harvested, tmp_path: Path) -> None:
    """With a base URL that has a path, every address of the site begins with it; files beside their pages."""
    led = sample.written("hugo", tmp_path, base_url="https://new.example/blog/", media_placement="beside")
    assert "\n".join(Built(hugo(tmp_path), led).complaints()) == ""


def test_an_old_address_sends_on(sample: Harvested, tmp_path: Path) -> None:
    """Where a pattern moves a page, Hugo makes an alias at its old address."""
    led = sample.written("hugo", tmp_path, permalink="/{language}/{slug}-{id}/")
    built = Built(hugo(tmp_path), led)
    assert built.complaints() == []
    assert "/en/other-resources-5106/" in built.file("/en/other-resources/").read_text("utf-8")
