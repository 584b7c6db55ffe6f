"""A crawl that someone made (WARC, WACZ) as a source: its REST answers, heads, pages, sitemaps and files.

Nobody is asked anything. Of each object the fullest capture counts, of equals the last. What the crawl didn't
come across can't be known to be missing, but where a listing announced more than there is, that is said.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from wpharvest import head
from wpharvest.config import Harvest
from wpharvest.errors import LocalSourceError
from wpharvest.model.exchanges import Recorder
from wpharvest.model.items import (
    UNDETERMINED,
    Collection,
    Key,
    Language,
    RawItem,
    Refusal,
    Resource,
    SiteInfo,
    Tally,
)
from wpharvest.sources import Event, Traffic, Wanted
from wpharvest.sources.crawls.answers import Answers, rendered
from wpharvest.sources.crawls.records import SUFFIXES, Capture, Crawl
from wpharvest.sources.files.objects import role_of, type_of
from wpharvest.sources.known import NOTHING, Fate, Known, Opened
from wpharvest.sources.rest.addresses import Mapping, origin
from wpharvest.sources.rest.heads import page_path
from wpharvest.sources.rest.languages.visit import plain
from wpharvest.sources.rest.siteinfo import snapshot_name
from wpharvest.text import slugify

RULE = "crawl"
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_XML = frozenset({"application/xml", "text/xml"})


def is_crawl(path: Path) -> bool:
    """Whether a file is called like a crawl."""
    return path.name.lower().endswith(SUFFIXES) and path.is_file()


class CrawlSource:
    """The captures of one file. `info` is complete once it is opened."""

    traffic = Traffic()  # nobody is asked

    def __init__(self, path: Path, options: Harvest) -> None:
        self._path, self._options = path, options
        self._crawl = Crawl(path)
        self._captures: dict[str, Capture] = {}  # address -> its last whole answer
        self._answers = Answers()
        self._read()
        self._items = [item for item in self._answers.items() if self._wanted(item)]
        if not self._items:
            raise LocalSourceError(str(path), "there is no object of a WordPress REST API in it")
        self.info = self._described()
        # The crawl of a staging copy has its pages there, while the objects name the live site's.
        self._mapping = Mapping(origin(self.info.home), self._answers.reached)
        self.name = snapshot_name(self.info.home) if self.info.home else slugify(path.name.partition(".")[0])

    @classmethod
    def open(cls, path: Path, options: Harvest) -> CrawlSource:
        """Read what is there. Raises LocalSourceError if it can't be read or holds no WordPress object."""
        return cls(path, options)

    def record(self, recorder: Recorder | None) -> None:
        """Nothing is said on any wire."""

    def announced(self) -> Iterator[Tally]:
        """What a harvest would find."""
        yield from self._tallies()

    def harvest(self, known: Known = NOTHING) -> Iterator[Event]:
        """Every object, then the sitemaps, then a tally for each language and kind."""
        yield from self._items
        for url, capture in sorted(self._captures.items()):
            name = urlsplit(url).path.rpartition("/")[2]
            if capture.media_type in _XML and "sitemap" in name:
                body = b"".join(self._crawl.body(capture))
                yield Resource(f"sitemaps/{name}", "sitemap", url, body, capture.media_type)
        yield from self._tallies()

    def heads(
        self, wanted: Iterable[tuple[Key, str]], *, thrifty: bool, known: Known = NOTHING
    ) -> Iterator[Event]:
        """The heads of those pages that the crawl has."""
        for key, url, body in self._pages(wanted):
            yield Resource(page_path("heads", key, url), "head", url, head.cut(body), "text/html", key)

    def pages(self, wanted: Iterable[tuple[Key, str]]) -> Iterator[Event]:
        """Those pages that the crawl has whole."""
        whole = [(key, url) for key, url in wanted if (capture := self._at(url)) and not capture.cut]
        for key, url, body in self._pages(whole):
            yield Resource(page_path("pages", key, url), "page", url, body, "text/html", key)

    def files(self, wanted: Iterable[Wanted], folder: Path) -> Iterator[Event]:
        """Those media files that the crawl has whole."""
        for each in wanted:
            capture = self._at(each.url)
            if capture is None or capture.cut:
                continue
            sha = hashlib.sha256()
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / f"{hashlib.sha256(each.url.encode()).hexdigest()[:32]}.part"
            with file.open("wb") as target:
                for piece in self._crawl.body(capture):
                    sha.update(piece)
                    target.write(piece)
            kind = capture.media_type
            yield Resource(each.path, "media", each.url, b"", kind, each.key, str(file), sha.hexdigest())

    def visits(self, urls: Iterable[str]) -> Iterator[Opened]:
        """What the crawl says of these pages."""
        for url in urls:
            capture = self._at(url)
            yield Opened(url, capture.status if capture else 0)

    def fate(self, key: Key) -> Fate:
        """That a crawl doesn't hold something proves nothing."""
        return Fate(0)

    def _read(self) -> None:
        for capture in self._crawl.captures():
            if "json" in capture.media_type:
                self._answers.take(capture, b"".join(self._crawl.body(capture)))
            elif capture.status == 200:
                before = self._captures.get(plain(capture.url))
                if before is None or (not capture.cut, capture.at) >= (not before.cut, before.at):
                    self._captures[plain(capture.url)] = capture

    def _at(self, url: str) -> Capture | None:
        return self._captures.get(plain(url)) or self._captures.get(plain(self._mapping.ask(url)))

    def _wanted(self, item: RawItem) -> bool:
        options = self._options
        return (not options.languages or item.language in options.languages) and (
            not options.types or item.kind in options.types
        )

    def _pages(self, wanted: Iterable[tuple[Key, str]]) -> Iterator[tuple[Key, str, bytes]]:
        for key, url in wanted:
            capture = self._at(url)
            if capture and capture.media_type in _HTML:
                yield key, url, b"".join(self._crawl.body(capture))

    def _described(self) -> SiteInfo:
        index = self._answers.index
        spoken = Counter(item.language for item in self._items)
        codes = sorted(code for code in spoken if code != UNDETERMINED)
        return SiteInfo(
            home=rendered(index, "home") or rendered(index, "url"),
            name=rendered(index, "name"),
            description=rendered(index, "description"),
            timezone=rendered(index, "timezone_string"),
            default_language=max(codes, key=spoken.__getitem__, default=UNDETERMINED),
            languages=tuple(Language(code, source=RULE) for code in codes),
            collections=tuple(self._collections()),
            index={name: part for name, part in index.items() if name not in ("routes", "_links")},
        )

    def _collections(self) -> Iterator[Collection]:
        first = {item.kind: item.value for item in reversed(self._items)}
        for kind, value in sorted(first.items()):
            name, role = type_of(value, kind), role_of(value, kind)
            raw = self._answers.described.get(name, {})
            label, hierarchical = rendered(raw, "name"), bool(raw.get("hierarchical"))
            yield Collection(kind, name, role, self._answers.namespaces[kind], label, hierarchical, raw)

    def _tallies(self) -> Iterator[Tally]:
        stored = Counter((item.language, item.kind) for item in self._items)
        by_kind = Counter(item.kind for item in self._items)
        said: set[str] = set()
        for (language, kind), count in sorted(stored.items()):
            total = self._answers.totals.get(kind)
            lacks = 0 if total is None or kind in said else total - by_kind[kind]
            said.add(kind)
            why = f"the crawl holds {by_kind[kind]} of the {total} that a listing announced"
            refused = (Refusal(kind, why),) if lacks > 0 else ()
            yield Tally(
                *(language, kind, total, count, count),
                refused=refused,
                done=True,
                partial=True,
            )
