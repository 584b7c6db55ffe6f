"""The real Pelican builds what `--to pelican` writes, and the site is the one that was harvested."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from targets.built import Built
from targets.conftest import Harvested
from targets.generators import OWN, needs, run

PELICAN = str(OWN / "pelican")
pytestmark = needs(PELICAN, "make lint")


def pelican(folder: Path) -> Path:
    """Build; the folder of the site. What Pelican takes for an error is a failure."""
    run([PELICAN, "--fatal", "errors"], folder)
    return folder / "output"


def test_the_built_site_is_the_harvested_one(harvested: Harvested, tmp_path: Path) -> None:
    """Page by page: title, text, links, pictures, translations, dates, authors, terms, comments."""
    led = harvested.written("pelican", tmp_path)
    assert "\n".join(Built(pelican(tmp_path), led).complaints()) == ""


def test_below_a_folder_of_the_host(sample: Harvested, tmp_path: Path) -> None:
    """With a base URL that has a path, every address of the site begins with it."""
    led = sample.written("pelican", tmp_path, base_url="https://new.example/blog/", media_placement="beside")
    assert "\n".join(Built(pelican(tmp_path), led).complaints()) == ""


def test_pelicans_own_translations_are_the_families(sample: Harvested, tmp_path: Path) -> None:
    """What Pelican itself takes for translations of each other (any theme shows it) is a family."""
    led = sample.written("pelican", tmp_path)
    built = Built(pelican(tmp_path), led)
    told = [each for each in built.documents if each.key in built.families]
    assert len(told) > 10
    for document in told:
        soup = BeautifulSoup(built.file(built.address(document.key)).read_bytes(), "lxml")
        links = soup.select("link[rel=alternate]")
        own = {str(link["hreflang"]): unquote(urlsplit(str(link["href"])).path) for link in links}
        assert own == {
            language: unquote(urlsplit(url).path) for language, url in built.sisters(document).items()
        }
