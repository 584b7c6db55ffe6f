"""What a second run asks a real WordPress for, whatever its time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from wpharvest.config import Harvest
from wpharvest.sources.rest import RestSource
from wpharvest.steps.fetch import Fetched, fetch
from wpharvest.store import Snapshot

from . import content
from .server import Server, Site

OPTIONS = Harvest(per_page=2, media="none")  # so that a handful of pages is more than one page of a listing


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that are asked for from now on."""
    log: list[str] = []
    send = requests.Session.send

    def noted(session: requests.Session, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        log.append(str(request.url))
        return send(session, request, **more)

    monkeypatch.setattr(requests.Session, "send", noted)
    return log


def run(site: Site, folder: Path) -> Fetched:
    """A run now: when it began counts."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return fetch(RestSource.open(site.url, OPTIONS), folder, OPTIONS, started_at=now)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Brussels", "Pacific/Honolulu"])
def test_two_edits_in_a_row_are_both_seen(
    wordpress: Server, tmp_path: Path, asked: list[str], zone: str
) -> None:
    """`modified_after` is compared with the site's local time, fourteen hours ahead or ten behind."""
    site = wordpress.site(timezone_string=zone)
    ids = site.create([content.page(f"fr-{name}", name, "<p>old</p>") for name in ("a", "b", "c", "d", "e")])
    assert run(site, tmp_path).commit.new > 5
    for name in ("b", "d"):
        site.run("change", {"id": ids[f"fr-{name}"], "post_content": f"<p>new {name}</p>"})
        asked.clear()
        done = run(site, tmp_path)
        assert (done.commit.changed, done.commit.new, done.missing) == (1, 0, ())
        pages = [url for url in asked if "/wp/v2/pages?" in url]
        assert any("modified_after=" in url for url in pages)
        included = ",".join(url.partition("include=")[2].split("&")[0] for url in pages if "include=" in url)
        assert str(ids[f"fr-{name}"]) in included.split(",")
        assert str(ids["fr-a"]) not in included.split(",")
    bodies = {item.id: item.value["content"]["rendered"] for item in Snapshot.open(tmp_path).items("pages")}
    assert (bodies[ids["fr-b"]], bodies[ids["fr-d"]]) == ("<p>new b</p>\n", "<p>new d</p>\n")


def test_an_unchanged_site_shows_no_body_again(wordpress: Server, tmp_path: Path, asked: list[str]) -> None:
    """Of each collection its changes and its ids; terms and users by their fields; nothing is written."""
    site = wordpress.site()
    model = content.post("fr-note", "Note", "<p>a</p>", author="claire", terms={"category": ["fr-news"]})
    ids = site.create([*content.surroundings(), model])
    site.run("copies", {"id": ids["fr-note"], "count": 9, "first": "2008-01-01 08:00:00"})
    run(site, tmp_path)
    kinds = [item.kind for item in Snapshot.open(tmp_path).items()]
    assert kinds.count("posts") == 10
    asked.clear()
    again = run(site, tmp_path)
    # The record without a file has no date to compare, so it alone is asked for again.
    listings = [url for url in asked if "orderby=id" in url and "include=" not in url]
    assert not again.commit.written and again.commit.same >= len(kinds)
    whole = {url.partition("/wp-json/")[2].partition("?")[0] for url in listings if "_fields" not in url}
    assert not whole & {"wp/v2/posts", "wp/v2/media", "wp/v2/categories", "wp/v2/tags", "wp/v2/users"}
