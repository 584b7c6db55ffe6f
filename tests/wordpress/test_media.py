"""Files, empty bodies and the probe on the real WordPress."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from wpharvest.config import Harvest
from wpharvest.steps.fetch import Fetched, fetch
from wpharvest.steps.load import load_site
from wpharvest.steps.open import open_source
from wpharvest.steps.probe import probe
from wpharvest.store import Snapshot, verify

from . import content
from .fixtures import Filled
from .server import Server

Fill = Callable[[str], Filled]


def harvest(url: str, folder: Path, options: Harvest) -> Fetched:
    return fetch(open_source(url, options), folder, options, started_at="2026-01-01T00:00:00Z")


@pytest.mark.parametrize("mode", ["", "wpml"])
def test_the_librarys_files_are_there_byte_for_byte(filled: Fill, mode: str, tmp_path: Path) -> None:
    """Each once, also where both languages show it; a second run asks for none again."""
    known = filled(mode)
    options = Harvest(types=("media",))
    fetched = harvest(known.site.url, tmp_path / "s", options)
    assert fetched.missing == ()
    stored = {each.path: each.body for each in Snapshot.open(tmp_path / "s").resources("media")}
    uploads = known.site.folder / "wp-content" / "uploads"
    assert sorted(stored) == [
        "media/2024/03/lake.jpg",
        "media/2024/03/plan.png",
        "media/2024/11/rapport-2024.pdf",
    ]
    for path, body in stored.items():
        assert hashlib.sha256(body).digest() == hashlib.sha256(_find(uploads, path)).digest()
    assert list(verify(tmp_path / "s")) == []
    assert not (tmp_path / "s" / ".partial").exists()
    again = harvest(known.site.url, tmp_path / "s", options)
    assert not again.commit.written


def test_a_file_that_only_a_body_knows(wordpress: Server, tmp_path: Path) -> None:
    """`--media all` finds it; the library's way doesn't. One that is gone is named."""
    site = wordpress.site()
    loose = site.folder / "wp-content" / "uploads" / "ftp" / "plan.pdf"
    loose.parent.mkdir(parents=True)
    loose.write_bytes(b"%PDF-1.4 loose")
    up = "/wp-content/uploads/ftp"
    body = f'<p><a href="{up}/plan.pdf">Plan</a> <a href="{up}/gone.pdf">Gone</a></p>'
    site.create([content.page("fr-x", "X", body)])
    assert harvest(site.url, tmp_path / "library", Harvest(types=("pages",))).missing == ()
    fetched = harvest(site.url, tmp_path / "all", Harvest(types=("pages",), media="all"))
    (missing,) = fetched.missing
    assert "gone.pdf" in missing
    assert "404" in missing
    (file,) = Snapshot.open(tmp_path / "all").resources("media")
    assert (file.path, file.body) == ("media/ftp/plan.pdf", b"%PDF-1.4 loose")


def test_an_empty_body_comes_from_its_page(wordpress: Server, tmp_path: Path) -> None:
    """Without the page the document is named as empty; with it, it has the words that a visitor reads."""
    site = wordpress.site()
    ids = site.create([content.page("fr-x", "Vide", ""), content.page("fr-y", "Y", "<p>Plein</p>")])
    harvest(site.url, tmp_path / "never", Harvest(types=("pages",), page_html="never"))
    never = load_site(tmp_path / "never")
    empty = [each for each in never.notices if each.rule == "empty_body"]
    assert [each.key.id for each in empty if each.key] == [ids["fr-x"]]
    harvest(site.url, tmp_path / "auto", Harvest(types=("pages",)))
    pages = list(Snapshot.open(tmp_path / "auto").resources("page"))
    assert [each.key.id for each in pages if each.key] == [ids["fr-x"]]
    assert b"<html" in pages[0].body
    again = harvest(site.url, tmp_path / "auto", Harvest(types=("pages",)))
    assert not again.commit.written


@pytest.mark.parametrize(
    ("mode", "plugin"),
    [("", ""), ("wpml", "WPML"), ("polylang", "Polylang"), ("translatepress", "TranslatePress")],
)
def test_the_probe_says_what_the_site_is(filled: Fill, mode: str, plugin: str) -> None:
    """Name, version, languages, what is there, what is closed and what it costs."""
    found = probe(filled(mode).site.url, Harvest())
    assert found.name == "Les Mots"
    assert found.wordpress[:1].isdigit()
    codes = [each.code for each in found.languages]
    assert codes == (["fr", "en"] if mode else ["fr"])
    assert found.multilingual_plugin.startswith(plugin)
    counted = {(each.kind, each.namespace): each for each in found.collections if "fr" in each.languages}
    assert (counted["posts", "wp/v2"].announced or 0) > content.SMALL_POSTS
    assert (counted["events", "agenda/v1"].announced or 0) >= 1
    assert "401" in counted["menus", "wp/v2"].closed
    assert found.cost.requests > len(found.collections)
    assert found.cost.media_files == 4  # one of the records has no file, which only its object tells


def _find(uploads: Path, path: str) -> bytes:
    return (uploads / path.removeprefix("media/")).read_bytes()
