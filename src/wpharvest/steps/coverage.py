"""What the site lists for everybody against what is stored: the pages that no object covers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, unquote

import msgspec

from wpharvest.model.items import Coverage, Shown, SiteInfo, Tally, Uncovered
from wpharvest.sources import Source
from wpharvest.store.draft import Draft
from wpharvest.urls import join_url, split_url

MOST_OPENED = 50  # pages that are opened to see whether they are really there; the others are believed
GONE = (401, 403, 404, 410)  # a sitemap that is out of date: no visitor sees that page


class Ledger:
    """Hears what the site lists for everybody and keeps what nothing stored covers."""

    def __init__(self, draft: Draft, info: SiteInfo) -> None:
        self._draft, self._info = draft, info
        told = draft.run.get("harvest", {}).get("coverage")
        self._before = msgspec.convert(told, Coverage) if told else Coverage()
        self.also = set(self._before.also)  # a later run doesn't ask again for what is as it was
        self._covered: set[str] = set()
        self._listed: dict[str, Uncovered | None] = {}  # by place; None: it is covered
        self._shown: dict[str, dict[str, int]] = {}
        self.unchanged = False

    def take(self, shown: Shown) -> None:
        """Compare one list with what is stored by now."""
        self._covered = self._covered or self._all_covered()
        for url in shown.urls:
            place = place_of(url)
            if place not in self._listed:
                gap = Uncovered(url, shown.language, shown.kind, shown.where)
                self._listed[place] = None if place in self._covered else gap
                kinds = self._shown.setdefault(shown.language, {})
                kinds[shown.kind] = kinds.get(shown.kind, 0) + 1

    def close(self, source: Source, tallies: Iterable[Tally]) -> Coverage:
        """How it stands at the end of the harvest: what is left is opened, and believed if it is there.

        What a tally already names as refused isn't named again.
        """
        if self.unchanged:
            return self._as_before()
        named = " ".join(refusal.what for tally in tallies for refusal in tally.refused)
        left = [gap for gap in self._listed.values() if gap is not None and gap.url not in named]
        left.sort(key=lambda gap: (gap.language, gap.kind, gap.url))
        gone: set[str] = set()
        for opened in source.visits(gap.url for gap in left[:MOST_OPENED]):
            if opened.status in GONE or self._covered & set(map(place_of, opened.places)):
                gone.add(opened.url)
        uncovered = tuple(gap for gap in left if gap.url not in gone)
        return Coverage(self._shown or None, uncovered, len(gone), tuple(sorted(self.also)))

    def _as_before(self) -> Coverage:
        """What the last run found, of which something may be stored by now."""
        before = self._before
        if not before.uncovered:
            return before
        covered = self._all_covered()
        left = tuple(gap for gap in before.uncovered if place_of(gap.url) not in covered)
        return msgspec.structs.replace(before, uncovered=left)

    def _all_covered(self) -> set[str]:
        return {*_covered(self._draft, self._info), *map(place_of, self.also)}


def _covered(draft: Draft, info: SiteInfo) -> Iterator[str]:
    """The places of all that is stored, of the home pages, and of the archives of what is stored."""
    archives = {each.kind: each.raw.get("has_archive") for each in info.collections}
    homes = {join_url(info.home, each.home) for each in info.languages} | {info.home}
    yield from map(place_of, homes)
    yield from (
        place_of(join_url(home, f"{name}/")) for home in homes for name in archives.values() if _is_slug(name)
    )
    for row in draft.rows():
        if row.role in ("item", "media") and row.url:
            place = place_of(row.url)
            yield place
            if row.role == "item" and archives.get(row.kind):
                yield place.rpartition("/")[0]


def _is_slug(archive: object) -> bool:
    return isinstance(archive, str) and bool(archive)


def place_of(url: str) -> str:
    """An address for comparing: without what differs between two ways to write the same one.

    >>> place_of("https://www.h.org/caf%C3%A9/?utm_source=rss") == place_of("http://h.org/café")
    True
    """
    parts = split_url(url.strip())
    host = (parts.netloc.lower()).removeprefix("www.")
    pairs = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith("utm_")
    ]
    query = "&".join(f"{name}={value}" for name, value in sorted(pairs))
    path = unicodedata.normalize("NFC", unquote(parts.path)).removeprefix("/index.php").strip("/")
    return f"{host}/{path}".rstrip("/") + (f"?{query}" if query else "")
