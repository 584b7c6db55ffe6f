"""The verbs: fetch, load, export, and the one place that writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from wpharvest import config
from wpharvest.errors import LossError, NotAUrlError, StorageError, UnknownNameError, WpharvestError
from wpharvest.model.exchanges import Recorder
from wpharvest.model.items import Collection, Key, Language, RawItem, Refusal, Resource, SiteInfo, Tally
from wpharvest.model.notices import File, Notice
from wpharvest.sources import Event, Traffic, Wanted
from wpharvest.sources.known import NOTHING, Fate, Known, Opened
from wpharvest.steps.export import export
from wpharvest.steps.fetch import Fetched, fetch
from wpharvest.steps.load import load_site
from wpharvest.steps.open import open_source
from wpharvest.steps.output import write
from wpharvest.store import Snapshot

PAGES = Collection(kind="pages", name="page", role="type")
STARTED = "2026-11-23T14:00:00Z"


def page(number: int, language: str = "fr", **more: object) -> RawItem:
    value = {
        "id": number,
        "type": "page",
        "slug": f"page-{number}",
        "link": f"https://example.org/{language}/page-{number}/",
        "title": {"rendered": f"Page {number}"},
        "content": {"rendered": f"<p>Texte {number}</p>"},
    } | more
    return RawItem("pages", number, language, "", json.dumps(value).encode())


class Scripted:
    """A source that yields what it is told to."""

    name = "example.org"
    traffic = Traffic()

    def __init__(self, *events: Event) -> None:
        self.events = events
        self.asked: list[tuple[Key, str]] = []
        self.info = SiteInfo(
            home="https://example.org",
            languages=(Language("fr"), Language("en")),
            default_language="fr",
            collections=(PAGES,),
        )

    def announced(self) -> Iterator[Tally]:
        yield from (event for event in self.events if isinstance(event, Tally))

    def harvest(self, known: Known = NOTHING) -> Iterator[Event]:
        yield from self.events

    def fate(self, key: Key) -> Fate:
        return Fate(404)

    def record(self, recorder: Recorder | None) -> None:
        pass

    def visits(self, urls: Iterable[str]) -> Iterator[Opened]:
        yield from ()

    def heads(
        self, wanted: Iterable[tuple[Key, str]], *, thrifty: bool, known: Known = NOTHING
    ) -> Iterator[Event]:
        self.asked += wanted
        yield from ()

    def pages(self, wanted: Iterable[tuple[Key, str]]) -> Iterator[Event]:
        yield from ()

    def files(self, wanted: Iterable[Wanted], folder: Path) -> Iterator[Event]:
        yield from ()


def complete(language: str, stored: int, *refused: Refusal) -> Tally:
    return Tally(language, "pages", stored, stored, stored, refused=refused, done=True, complete=True)


def harvest(folder: Path, *events: Event, options: config.Harvest | None = None) -> Fetched:
    return fetch(Scripted(*events), folder, options or config.Harvest(), started_at=STARTED)


def keys(folder: Path) -> list[str]:
    return [str(item.key) for item in Snapshot.open(folder).items()]


def test_what_a_complete_listing_lacks_is_gone(tmp_path: Path) -> None:
    """A deletion is believed after a complete listing of the collection."""
    harvest(tmp_path / "s", page(1), page(2), complete("fr", 2))
    harvest(tmp_path / "s", page(2), complete("fr", 1))
    assert keys(tmp_path / "s") == ["fr/pages/2"]


def test_a_failed_listing_deletes_nothing(tmp_path: Path) -> None:
    """What an incomplete run didn't see stays."""
    harvest(tmp_path / "s", page(1), page(2), complete("fr", 2))
    harvest(tmp_path / "s", page(2), Tally("fr", "pages", 2, 1, 1, done=True, complete=False))
    assert keys(tmp_path / "s") == ["fr/pages/1", "fr/pages/2"]


@pytest.mark.parametrize(
    "limited", [config.Harvest(include=("/fr/page-2/",)), config.Harvest(exclude=("/fr/page-1/",))]
)
def test_a_limited_run_deletes_nothing(tmp_path: Path, limited: config.Harvest) -> None:
    """Asking for some paths says nothing about the others."""
    harvest(tmp_path / "s", page(1), page(2), complete("fr", 2))
    harvest(tmp_path / "s", page(2), complete("fr", 1), options=limited)
    assert keys(tmp_path / "s") == ["fr/pages/1", "fr/pages/2"]


def test_the_second_run_writes_nothing(tmp_path: Path) -> None:
    """An unchanged site changes no byte of the snapshot and no byte of the output."""

    def state() -> dict[Path, tuple[int, bytes]]:
        files = (path for path in tmp_path.rglob("*") if path.is_file())
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    def run() -> Fetched:
        fetched = harvest(tmp_path / "s", page(1), page(2, "en"), complete("fr", 1), complete("en", 1))
        export(tmp_path / "s", tmp_path / "o", config.Export())
        return fetched

    assert run().commit.written
    before = state()
    assert not run().commit.written
    assert state() == before


def test_gaps_and_closed_doors_are_told_apart(tmp_path: Path) -> None:
    """A refusal is missing unless the site closes it to every visitor."""
    gap, closed = Refusal("page 7", "500"), Refusal("users", "401 closed to visitors", closed=True)
    fetched = harvest(tmp_path / "s", page(1), complete("fr", 1, gap, closed))
    assert fetched.missing == ("page 7: 500",)
    assert fetched.closed == ("fr/pages: 401 closed to visitors",)


@pytest.mark.parametrize(
    ("mode", "asked"), [("auto", ["fr/pages/1"]), ("always", ["en/pages/2", "fr/pages/1"]), ("never", [])]
)
def test_hreflang_is_asked_for_where_it_pays(
    tmp_path: Path, mode: config.HreflangMode, asked: list[str]
) -> None:
    """auto: only documents whose translations nothing else declares."""
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        "<url><loc>https://example.org/en/page-2/</loc>"
        '<xhtml:link rel="alternate" hreflang="fr" href="https://example.org/fr/page-9/"/></url></urlset>'
    )
    source = Scripted(
        Resource("sitemaps/sitemap.xml", "sitemap", "https://example.org/sitemap.xml", sitemap.encode()),
        page(1, title={"rendered": "Contact"}, content={"rendered": "<p>Tél. 02 123 45 67, en 1998</p>"}),
        page(2, "en", title={"rendered": "Myria"}, content={"rendered": "<p>Tel. 03 987 65 43, in 2011</p>"}),
        complete("fr", 1),
    )
    fetch(source, tmp_path / "s", config.Harvest(hreflang=mode), started_at=STARTED)
    assert [str(key) for key, _ in source.asked] == asked


def test_a_bad_object_stops_nobody(tmp_path: Path) -> None:
    """An object that can't be read becomes a notice; the others are there."""
    bad = page(2, acf={"deep": 1}, menu_order=3, slug={"not": "a string"}, title=7, content=[1], link=5)
    worse = page(3, parent="x", author=[], categories=["a", None], date_gmt=12, _embedded={"author": "?"})
    harvest(tmp_path / "s", page(1), bad, worse, complete("fr", 3))
    site = load_site(tmp_path / "s")
    read = {document.key.id for document in site.documents}
    failed = {notice.key.id for notice in site.notices if notice.lost and notice.key}
    assert 1 in read
    assert read | failed == {1, 2, 3}


def test_an_unknown_target_names_the_near_miss(tmp_path: Path) -> None:
    harvest(tmp_path / "s", page(1), complete("fr", 1))
    with pytest.raises(UnknownNameError, match="did you mean 'markdown'"):
        export(tmp_path / "s", tmp_path / "o", config.Export(targets=("markdwn",)))


def test_strict_refuses_to_write_a_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    harvest(tmp_path / "s", page(1), complete("fr", 1))

    def broken(*_: object) -> None:
        raise ValueError("boom")

    monkeypatch.setattr("wpharvest.steps.load.convert", broken)
    with pytest.raises(LossError, match="boom"):
        export(tmp_path / "s", tmp_path / "o", config.Export(strict=True))
    assert not (tmp_path / "o").exists()


class TestOutput:
    """The one place that writes."""

    def test_it_touches_only_what_differs(self, tmp_path: Path) -> None:
        write([File("a.md", b"1"), File("b/c.md", b"2")], tmp_path)
        before = (tmp_path / "a.md").stat().st_mtime_ns
        done = write([File("a.md", b"1"), File("b/c.md", b"3")], tmp_path)
        assert (done.same, done.changed) == (("a.md",), ("b/c.md",))
        assert (tmp_path / "a.md").stat().st_mtime_ns == before

    def test_it_removes_what_it_no_longer_yields(self, tmp_path: Path) -> None:
        write([File("a.md", b"1"), File("b/c.md", b"2")], tmp_path)
        assert write([File("a.md", b"1")], tmp_path).removed == ("b/c.md",)
        assert not (tmp_path / "b").exists()

    def test_it_never_removes_what_it_did_not_write(self, tmp_path: Path) -> None:
        (tmp_path / "mine.md").write_text("mine")
        write([File("a.md", b"1")], tmp_path)
        write([], tmp_path)
        assert (tmp_path / "mine.md").read_text() == "mine"

    def test_a_person_s_edit_stays_until_forced(self, tmp_path: Path) -> None:
        write([File("a.md", b"1"), File("b.md", b"1")], tmp_path)
        (tmp_path / "a.md").write_text("edited")
        (tmp_path / "b.md").write_text("edited")
        for _ in range(2):  # it is said each time, also of a file that isn't made any more
            assert write([File("a.md", b"2")], tmp_path).kept == ("a.md", "b.md")
        assert (tmp_path / "b.md").read_text() == "edited"
        done = write([File("a.md", b"2")], tmp_path, force=True)
        assert (done.changed, done.removed, done.kept) == (("a.md",), ("b.md",), ())
        assert (tmp_path / "a.md").read_bytes() == b"2"

    def test_a_dry_run_writes_nothing(self, tmp_path: Path) -> None:
        assert write([File("a.md", b"1")], tmp_path / "o", dry_run=True).new == ("a.md",)
        assert not (tmp_path / "o").exists()

    @pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x"])
    def test_nothing_is_written_outside(self, tmp_path: Path, path: str) -> None:
        with pytest.raises(WpharvestError, match="outside"):
            write([File(path, b"")], tmp_path / "o")

    def test_nothing_is_removed_outside(self, tmp_path: Path) -> None:
        """What an output folder says of itself isn't believed: it may be somebody else's."""
        (tmp_path / "victim").write_bytes(b"1")
        write([File("a.md", b"1")], tmp_path / "o")
        ledger = tmp_path / "o" / ".wpharvest.json"
        ledger.write_text(ledger.read_text().replace("a.md", "../victim"))
        with pytest.raises(WpharvestError, match="outside"):
            write([], tmp_path / "o")
        assert (tmp_path / "victim").read_bytes() == b"1"

    def test_a_file_where_the_folder_should_be(self, tmp_path: Path) -> None:
        (tmp_path / "o").write_text("a file")
        with pytest.raises(StorageError):
            write([File("a.md", b"1")], tmp_path / "o")


@pytest.mark.parametrize("where", ["not a url", "ftp://example.org", "nothing-here", ""])
def test_what_is_neither_address_nor_path(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotAUrlError, match="neither an address"):
        open_source(where, config.Harvest())


def test_notices_of_a_harvest_are_sorted(tmp_path: Path) -> None:
    """The order in which threads finish doesn't show in the record."""
    notices = [Notice("b", "2"), Notice("a", "1")]
    harvest(tmp_path / "s", page(1), *notices, complete("fr", 1))
    recorded = Snapshot.open(tmp_path / "s").run["harvest"]["notices"]
    assert [notice["rule"] for notice in recorded] == ["a", "b"]
