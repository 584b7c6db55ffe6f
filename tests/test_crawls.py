"""A crawl in WARC or WACZ is a source: what it holds of the site is harvested, without network."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from wpharvest.cli import built
from wpharvest.config import Harvest
from wpharvest.errors import LocalSourceError
from wpharvest.model.items import Key, RawItem
from wpharvest.sources.crawls import CrawlSource
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source
from wpharvest.store import Snapshot, verify
from wpharvest.store.packing import pack
from wpharvest.web import sample
from wpharvest.web.replay import application
from wpharvest.web.serve import serving

NOW = "2026-01-01T00:00:00Z"
HOME = "https://h.example"


def warc(path: Path, *answers: tuple[str, Any], gzipped: bool = True, **headers: str) -> Path:
    """A WARC of answers: an address and what came, JSON of a value or the bytes of a page."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzipped)
        for url, value in answers:
            html = isinstance(value, bytes)
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
            kind = "text/html" if html else "application/json; charset=UTF-8"
            named = {name.replace("_", "-"): said for name, said in headers.items()}
            heads = StatusAndHeaders("200 OK", [("Content-Type", kind), *named.items()], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=heads)
            )
    return path


def page(id_: int, words: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "type": "page",
        "slug": f"p{id_}",
        "link": f"{HOME}/p{id_}/",
        "title": {"rendered": f"Page {id_}"},
        "content": {"rendered": f"<p>{words}</p>", "protected": False},
        **more,
    }


@pytest.mark.parametrize("kind", ["warc", "wacz"])
def test_a_packed_snapshot_is_harvested_again(tmp_path: Path, kind: str) -> None:
    """What `pack` wrote holds the site: the same objects, the same heads, the same pictures."""
    first = tmp_path / "s"
    with serving(application(*sample.load())) as url:
        options = Harvest(hreflang="always")
        fetch(open_source(url, options), first, options, started_at=NOW)
    packed = pack(first, kind)
    again = tmp_path / "again"
    fetched = fetch(open_source(str(packed), options), again, options, started_at=NOW)
    assert fetched.missing == ()
    before, after = Snapshot.open(first), Snapshot.open(again)
    assert {(each.kind, each.id): each.value for each in after.items()} == {
        (each.kind, each.id): each.value for each in before.items()
    }
    assert after.info.name == before.info.name
    for role in ("head", "media"):
        assert {each.url for each in after.resources(role)} == {each.url for each in before.resources(role)}
    assert list(verify(again)) == []


def test_the_fullest_capture_counts(tmp_path: Path) -> None:
    """Of an object that came several times the one with most fields, of equals the last."""
    short = {"id": 1, "type": "page", "slug": "p1"}
    source = CrawlSource.open(
        warc(
            tmp_path / "c.warc.gz",
            (f"{HOME}/wp-json/wp/v2/pages?_fields=id,slug,type", [short]),
            (f"{HOME}/wp-json/wp/v2/pages/1", page(1, "The old words of this page")),
            (f"{HOME}/wp-json/wp/v2/pages", [page(1, "The new words of this page"), page(2, "Another one")]),
            (f"{HOME}/wp-json/wp/v2/pages?_fields=id", [{"id": 1}]),
            (f"{HOME}/wp-json/wp/v2/pages/9", {"code": "rest_post_invalid_id", "message": "", "data": {}}),
        ),
        Harvest(),
    )
    found = [each for each in source.harvest() if isinstance(each, RawItem)]
    items = {each.id: each.value["content"]["rendered"] for each in found}
    assert items == {1: "<p>The new words of this page</p>", 2: "<p>Another one</p>"}


def test_what_a_listing_announced_and_the_crawl_lacks_is_said(tmp_path: Path) -> None:
    """A crawler that took the first page of three hundred leaves a gap with a number."""
    path = warc(
        tmp_path / "c.warc",
        (f"{HOME}/wp-json/wp/v2/pages?per_page=1", [page(1, "Words")]),
        gzipped=False,
        X_WP_Total="300",
    )
    options = Harvest()
    fetched = fetch(open_source(str(path), options), tmp_path / "s", options, started_at=NOW)
    assert fetched.missing == ("pages: the crawl holds 1 of the 300 that a listing announced",)


def test_languages_of_a_crawl(tmp_path: Path) -> None:
    """The root or the query that was asked says the language; without one the text does."""
    french = page(3, "Nous avons ouvert un nouveau centre pour les personnes qui en ont besoin aujourd’hui.")
    source = CrawlSource.open(
        warc(
            tmp_path / "c.warc.gz",
            (f"{HOME}/en/wp-json/wp/v2/pages/1", page(1, "xyz")),
            (f"{HOME}/wp-json/wp/v2/pages/2?lang=nl", page(2, "xyz")),
            (f"{HOME}/wp-json/wp/v2/pages/3", french),
        ),
        Harvest(),
    )
    keys = {each.key for each in source.harvest() if isinstance(each, RawItem)}
    assert keys == {Key("en", "pages", 1), Key("nl", "pages", 2), Key("fr", "pages", 3)}


def test_pages_of_a_crawl(tmp_path: Path) -> None:
    """The HTML of a page gives its head, and its body where the REST API served none."""
    html = b"<html><head><title>P</title></head><body><p>Words of the page.</p></body></html>"
    path = warc(
        tmp_path / "c.warc.gz",
        (f"{HOME}/wp-json/wp/v2/pages/1", page(1, "", content={"rendered": "", "protected": False})),
        (f"{HOME}/p1/", html),
    )
    options = Harvest(hreflang="always")
    fetch(open_source(str(path), options), tmp_path / "s", options, started_at=NOW)
    opened = Snapshot.open(tmp_path / "s")
    assert [each.url for each in opened.resources("head")] == [f"{HOME}/p1/"]
    assert [each.body for each in opened.resources("page")] == [html]


BROKEN = {
    "empty.warc.gz": b"",
    "noise.warc.gz": b"\x00\x01nothing of a WARC",
    "cut.warc.gz": b"\x1f\x8b\x08\x00\x00",
    "noise.wacz": b"PK but not a zip",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_crawl_is_one_line(tmp_path: Path, name: str) -> None:
    """Not a traceback: what can't be read, or holds no object, is named."""
    (tmp_path / name).write_bytes(BROKEN[name])
    with pytest.raises(LocalSourceError, match=name):
        open_source(str(tmp_path / name), Harvest())


def test_from_warc_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--from-warc` stands in the place of the site; both, neither and a wrong name are mistakes."""
    monkeypatch.chdir(tmp_path)
    path = warc(tmp_path / "c.warc.gz", (f"{HOME}/wp-json/wp/v2/pages/1", page(1, "Words")))
    done = CliRunner().invoke(built(), ["fetch", "--from-warc", str(path)])
    assert done.exit_code == 0, done.output
    assert next(tmp_path.glob("output/*/**/p1.md")).read_text().endswith("Words\n")
    for wrong in (["fetch"], ["fetch", HOME, "--from-warc", str(path)], ["fetch", "--from-warc", "x.zip"]):
        assert CliRunner().invoke(built(), wrong).exit_code != 0
