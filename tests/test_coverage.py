"""What sitemaps and feeds list is stored, or named: the proof from outside the REST API."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from fakepress import FakePress, Item, post
from fault_harness import COMPLETE, PARTIAL, Ran, fetch
from rawsite import Asked, Sent, Site, sent, serving
from rest_harness import still
from wpharvest.config import Harvest
from wpharvest.model.items import Json
from wpharvest.sources.rest import RestSource
from wpharvest.sources.rest.feeds import entries
from wpharvest.sources.rest.shown import sitemap_name
from wpharvest.sources.rest.sitemaps import parse
from wpharvest.steps.coverage import MOST_OPENED, place_of
from wpharvest.steps.fetch import fetch as fetch_step

HOME = "https://h.org"
Capture = pytest.CaptureFixture[str]


def index(*parts: str) -> str:
    inner = "".join(f"<sitemap><loc>{HOME}/{part}</loc></sitemap>" for part in parts)
    return f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/x">{inner}</sitemapindex>'


def urlset(*paths: str) -> str:
    inner = "".join(f"<url><loc>{HOME}{path}</loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/x">{inner}</urlset>'


def feed(*paths: str) -> str:
    inner = "".join(f"<item><link>{HOME}{path}</link></item>" for path in paths)
    return f'<rss version="2.0"><channel><link>{HOME}</link>{inner}</channel></rss>'


def shows(wordpress: FakePress, files: dict[str, str | bytes], pages: tuple[str, ...] = ()) -> Site:
    """A WordPress with these files, and these pages that its REST API doesn't know."""

    def site(asked: Asked) -> Sent:
        if asked.path in files:
            return sent(files[asked.path], kind="text/xml")
        if asked.path in pages:
            return sent("<html><head></head><body>Here</body></html>", kind="text/html")
        return wordpress(asked)

    return site


def press() -> FakePress:
    """Posts 1 and 2, page 9, a category with its archive, an author."""
    site = FakePress([post(1), post(2)], pages=[post(9, f"{HOME}/caf%C3%A9/")])
    site.bases[""]["categories"] = [{"id": 3, "link": f"{HOME}/category/news/", "name": "News", "count": 2}]
    site.bases[""]["users"] = [{"id": 1, "link": f"{HOME}/author/anne/", "name": "Anne"}]
    return site


def report(ran: Ran) -> Json:
    (path,) = ran.root.glob("output/*/report.json")
    value: Json = json.loads(path.read_text(encoding="utf-8"))
    return value


def test_what_the_sitemap_lists_and_nobody_stored_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A public type without REST API: each of its pages is missing, by name, with its type and language."""
    site = shows(
        press(),
        {
            "/wp-sitemap.xml": index("wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-ledger-1.xml"),
            "/wp-sitemap-posts-post-1.xml": urlset("/", "/post-1/", "/post-2/"),
            "/wp-sitemap-posts-ledger-1.xml": urlset("/ledger/a/", "/ledger/b/"),
        },
        ("/ledger/a/", "/ledger/b/"),
    )
    ran = fetch(site, tmp_path, monkeypatch, capsys)
    assert ran.code == PARTIAL
    assert "uncovered: 2 of the 5 addresses" in ran.said
    assert f"missing: {HOME}/ledger/a/: " in ran.said
    told = report(ran)
    assert told["uncovered"] == [
        {
            "url": f"{HOME}/ledger/{name}/",
            "language": "fr",
            "kind": "ledger",
            "where": f"{HOME}/wp-sitemap-posts-ledger-1.xml",
        }
        for name in "ab"
    ]
    assert [each["what"] for each in told["missing"]] == [f"{HOME}/ledger/a/", f"{HOME}/ledger/b/"]
    kinds = told["harvest"]["fr"]
    assert (kinds["posts"]["announced"], kinds["posts"]["stored"], kinds["posts"]["shown"]) == (2, 2, 3)
    assert (kinds["ledger"]["stored"], kinds["ledger"]["shown"], kinds["ledger"]["uncovered"]) == (0, 2, 2)


def test_archives_and_other_ways_to_write_an_address_are_no_gaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Home, terms, authors, dates, formats, a type's own archive, http, www, escapes: all is there."""
    wordpress = press()
    wordpress.types = {
        **wordpress.types,
        "book": {"name": "Books", "rest_base": "books", "has_archive": True},
    }
    wordpress.bases[""]["books"] = [post(20, f"{HOME}/books/one/")]
    files: dict[str, str | bytes] = {
        "/sitemap_index.xml": index(
            "page-sitemap.xml", "book-sitemap.xml", "category-sitemap.xml", "author-sitemap.xml",
            "post_format-sitemap.xml", "date-archive-sitemap.xml", "sitemap-7.xml.gz",
        ),
        "/page-sitemap.xml": urlset("/", "/caf%c3%a9").replace(f"{HOME}/caf", "http://www.h.org/caf"),
        "/book-sitemap.xml": urlset("/books/", "/books/one/"),
        "/category-sitemap.xml": urlset("/category/news/"),
        "/author-sitemap.xml": urlset("/author/anne/", "/author/nobody/"),
        "/post_format-sitemap.xml": urlset("/type/aside/"),
        "/date-archive-sitemap.xml": urlset("/2024/05/"),
        "/sitemap-7.xml.gz": gzip.compress(
            urlset("/post-1/", "/2023/", "/author/x/", "/?m=202403", "/index.php/post-2/").encode()
        ),
        "/feed/": feed("/post-1/?utm_source=rss", "/post-2/"),
    }  # fmt: skip
    ran = fetch(shows(wordpress, files), tmp_path, monkeypatch, capsys)
    assert ran.code == COMPLETE, ran.said
    assert "covered: all 7 addresses" in ran.said
    assert report(ran)["uncovered"] == []


def test_what_a_stale_sitemap_lists_is_opened_before_it_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A page that is gone, one that moved to a stored one and one that names a stored one aren't missing."""
    wordpress = press()
    wordpress.pages["/print/1/"] = f'<html><head><link rel="canonical" href="{HOME}/post-1/"></head></html>'
    files: dict[str, str | bytes] = {"/sitemap.xml": urlset("/deleted/", "/old/", "/print/1/")}
    listed = shows(wordpress, files)

    def site(asked: Asked) -> Sent:
        return sent("", 301, {"Location": "/post-2/"}) if asked.path == "/old/" else listed(asked)

    wordpress.pages["/post-2/"] = "<html></html>"
    ran = fetch(site, tmp_path, monkeypatch, capsys)
    assert ran.code == COMPLETE, ran.said
    assert report(ran)["outdated"] == 3


def test_a_feed_tells_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Where there is no sitemap, the newest posts are in the feed."""
    ran = fetch(
        shows(press(), {"/feed/": feed("/post-1/", "/post-77/")}, ("/post-77/",)),
        tmp_path,
        monkeypatch,
        capsys,
    )
    assert ran.code == PARTIAL
    assert report(ran)["uncovered"][0]["where"] == f"{HOME}/feed/"


def test_only_some_are_opened_and_the_others_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A large closed type doesn't cost a request a page."""
    pages = tuple(f"/x/{number:04}/" for number in range(3 * MOST_OPENED))
    ran = fetch(shows(press(), {"/sitemap.xml": urlset(*pages)}, pages), tmp_path, monkeypatch, capsys)
    assert sum(asked.path.startswith("/x/") for asked in ran.log) == MOST_OPENED
    assert len(report(ran)["uncovered"]) == len(pages)
    assert report(ran)["harvest"]["fr"]["?"]["uncovered"] == len(pages)


def test_a_harvest_of_a_part_misses_only_what_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """`--type page`: posts and unknown pages aren't missing. `--exclude`: nor is what it leaves out."""
    files: dict[str, str | bytes] = {
        "/wp-sitemap.xml": index("wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-page-1.xml", "other.xml"),
        "/wp-sitemap-posts-post-1.xml": urlset("/post-1/", "/post-5/"),
        "/wp-sitemap-posts-page-1.xml": urlset("/caf%C3%A9/"),
        "/other.xml": urlset("/other/"),
    }
    site = shows(press(), files, ("/post-5/", "/other/"))
    (tmp_path / "a").mkdir()
    assert fetch(site, tmp_path / "a", monkeypatch, capsys, "--type", "page").code == COMPLETE
    (tmp_path / "c").mkdir()
    with serving(site) as (url, _):
        only = f"{url}/wp-json/wp/v2/pages"
        assert fetch(site, tmp_path / "c", monkeypatch, capsys, at=only).code == COMPLETE
    (tmp_path / "b").mkdir()
    ran = fetch(site, tmp_path / "b", monkeypatch, capsys, "--exclude", "/post-5/")
    assert [each["url"] for each in report(ran)["uncovered"]] == [f"{HOME}/other/"]


def test_a_second_run_remembers_the_gap_and_asks_for_no_sitemap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Nothing changed: the gap is still one, the exit code too, the snapshot isn't written again."""
    dated = [{**each, "modified_gmt": "2024-01-01T00:00:00"} for each in (post(1), post(2))]
    site = shows(FakePress(dated), {"/sitemap.xml": urlset("/post-1/", "/lost/")}, ("/lost/",))
    with serving(site) as (url, log):
        for number in (1, 2):
            before = len(log)
            source = RestSource.open(url, Harvest(), still())
            fetched = fetch_step(source, tmp_path / "s", Harvest(), started_at=f"2026-01-0{number}T00:00:00Z")
            assert [each.url for each in fetched.coverage.uncovered] == [f"{HOME}/lost/"]
    assert not fetched.commit.written
    assert not any("sitemap" in asked.path or "feed" in asked.path for asked in log[before:])


def test_every_document_without_a_body_is_counted_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """188 pages of a theme whose texts are elsewhere: 149 come empty, the pages of 9 have a main part."""

    def page(number: int) -> Item:
        body = "<p>Text</p>" if number > 149 else "<!-- wp:acf/hero /-->"
        facts = {"acf": {"intro": "Words"}} if number % 2 else {}
        return post(number, f"{HOME}/p{number}/", content={"rendered": body}, **facts)

    wordpress = FakePress(pages=[page(number) for number in range(1, 189)])
    for number in range(1, 150):
        main = "<p>Read me</p>" if number <= 9 else ""
        wordpress.pages[f"/p{number}/"] = f"<html><nav>Menu</nav><main>{main}</main></html>"
    ran = fetch(wordpress, tmp_path, monkeypatch, capsys)
    assert ran.code == COMPLETE, ran.said
    assert "empty: 140 documents have no body" in ran.said
    told = report(ran)
    assert sorted(told["empty_bodies"]) == sorted(f"fr/pages/{number}" for number in range(10, 150))
    notices = [each for each in told["notices"] if each["rule"] == "empty_body"]
    assert len(notices) == 140
    assert sum("text in the fields of acf" in each["what"] for each in notices) == 70


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("https://h.org/wp-sitemap-posts-page-1.xml", "page"),
        ("https://h.org/en/wp-sitemap-taxonomies-post_tag-12.xml", "post_tag"),
        ("https://h.org/wp-sitemap-users-1.xml", "users"),
        ("https://h.org/?sitemap=posts&sitemap-subtype=my-type&paged=1", "my-type"),
        ("https://h.org/?sitemap=users&paged=1", "users"),
        ("https://h.org/publication-sitemap2.xml", "publication"),
        ("https://h.org/post_tag-sitemap.xml.gz", "post_tag"),
        ("https://h.org/sitemap-pt-post-p2-2024-03.xml", "post"),
        ("https://h.org/sitemap-tax-category.xml", "category"),
        ("https://h.org/sitemap-misc.xml", "misc"),
        ("https://h.org/sitemap.xml", ""),
        ("https://h.org/sitemap-1.xml", ""),
        ("https://h.org/feed/", ""),
    ],
)
def test_a_sitemaps_name_tells_its_type(where: str, name: str) -> None:
    """As WordPress and the plugins call them."""
    assert sitemap_name(where) == name


@pytest.mark.parametrize(
    "body",
    [
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        b"<item><link> https://h.org/a/ </link></item></rdf:RDF>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://h.org/'/><entry>"
        b"<link rel='self' href='https://h.org/x'/><link href='/a/'/></entry></feed>",
        b"\n<rss xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'><channel><item><link>https://f.org/1</link>"
        b"<f:origLink>https://h.org/a/</f:origLink></item></channel></rss>",
    ],
)
def test_feeds_of_all_forms(body: bytes) -> None:
    assert entries(body, "https://h.org/feed/") == ("https://h.org/a/",)


@pytest.mark.parametrize("junk", [b"", b"<html><item><link>x</link></item></html>", b"\x00\x01", b"{}"])
def test_what_is_no_feed_and_no_sitemap(junk: bytes) -> None:
    assert entries(junk, "https://h.org/feed/") == ()
    assert parse(junk) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://h.org/a/", "http://www.H.org/a"),
        ("https://h.org/caf%c3%a9/", "https://h.org/cafe\u0301/"),
        ("https://h.org/?lang=en&p=3", "https://h.org/?p=3&lang=en"),
        ("https://h.org", "https://h.org/index.php"),
        ("https://h.org/a#b", "https://h.org/a?utm_medium=rss"),
    ],
)
def test_one_address_in_two_forms(one: str, other: str) -> None:
    assert place_of(one) == place_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("https://h.org/a/", "https://h.org/A/"), ("https://h.org/?p=3", "https://h.org/?p=4")]
)
def test_two_addresses(one: str, other: str) -> None:
    assert place_of(one) != place_of(other)


def test_a_lent_page_is_covered_under_its_other_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """WPML's English sitemap lists the French page that it lends; a later run remembers that."""
    wordpress = FakePress([post(1), post(2)])
    wordpress.bases["en"] = {
        "posts": [{**post(2), "link": f"{HOME}/en/post-2/"}, post(3, f"{HOME}/en/three/")]
    }
    wordpress.page = (
        f'<html lang="fr"><head><link rel="alternate" hreflang="fr" href="{HOME}/">'
        f'<link rel="alternate" hreflang="en" href="{HOME}/en/"></head></html>'
    )
    files: dict[str, str | bytes] = {
        "/sitemap.xml": urlset("/post-1/", "/post-2/"),
        "/en/sitemap.xml": urlset("/en/post-2/", "/en/three/"),
    }
    site = shows(wordpress, files, ("/en/post-2/",))
    for _ in range(2):
        ran = fetch(site, tmp_path, monkeypatch, capsys, "--name", "h")
        assert ran.code == COMPLETE, ran.said
        assert ran.keys == {"posts/1", "posts/2", "posts/3"}
    assert report(ran)["harvest"]["en"]["posts"]["shown"] is None
    assert report(ran)["harvest"]["en"]["?"]["shown"] == 2
