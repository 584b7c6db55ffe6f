"""An address that makes no sense, wherever a site may write one, stops nothing and costs nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakepress import FakePress, post
from fault_harness import COMPLETE, PARTIAL, fetch
from test_coverage import HOME, feed, index, shows, urlset

BAD = "http://[x"
LANGUAGES = (
    f'<html lang="fr"><head><link rel="alternate" hreflang="fr" href="{HOME}/">'
    f'<link rel="alternate" hreflang="en" href="{HOME}/en/"></head></html>'
)


def plain() -> FakePress:
    return FakePress([post(1), post(2)])


def in_a_link() -> FakePress:
    return FakePress([post(1), post(2, BAD)])


def in_a_second_language() -> FakePress:
    site = plain()
    site.page = LANGUAGES
    site.bases["en"] = {"posts": [post(5, BAD)]}
    return site


def in_the_library() -> FakePress:
    return FakePress([post(1), post(2)], media=[post(7, BAD, source_url=BAD)])


def in_a_page() -> FakePress:
    site = plain()
    site.pages["/x/"] = f'<html><head><link rel="canonical" href="{BAD}"></head></html>'
    return site


PLACES = {
    "a link": (in_a_link, {}, COMPLETE),
    "a link of a second language": (in_a_second_language, {}, PARTIAL),
    "the address of a file": (in_the_library, {}, PARTIAL),
    "a canonical address": (in_a_page, {"/sitemap.xml": urlset("/x/")}, PARTIAL),
    "a sitemap": (plain, {"/sitemap.xml": urlset("/x/").replace(f"{HOME}/x/", BAD)}, COMPLETE),
    "an index of sitemaps": (plain, {"/sitemap.xml": index("x").replace(f"{HOME}/x", BAD)}, COMPLETE),
    "a feed": (plain, {"/feed/": feed("/x").replace(f"{HOME}/x", BAD)}, COMPLETE),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_address_without_sense(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The objects are stored and exported; where something can't be had, it is named."""
    make, files, code = PLACES[place]
    ran = fetch(shows(make(), dict(files)), tmp_path, monkeypatch, capsys)
    assert ran.code == code, ran.said
    assert ran.keys >= {"posts/1"}
    assert list(tmp_path.glob("output/*/*/posts/*.md"))
