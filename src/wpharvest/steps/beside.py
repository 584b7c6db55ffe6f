"""What lies beside the objects of a site, fetched after them: media files, and the HTML of empty pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from wpharvest.config import Harvest
from wpharvest.model.items import Json, Key, SiteInfo
from wpharvest.sources import Wanted
from wpharvest.store import Row
from wpharvest.store.comparing import Verdict
from wpharvest.urls import split_url

PARTIAL = ".partial"  # below a snapshot: half fetched files

_HIDDEN = re.compile(r"<!--.*?-->|<(script|style|noscript|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_SHOWS = re.compile(
    r"(?:^|>)(?:\s|&nbsp;|&#160;|\xa0)*[^<\s\xa0&]|&(?!nbsp;|#160;)|<(?:img|iframe|video|audio|svg|embed|object)\b",
    re.IGNORECASE,
)


class Beside:
    """Listens to the objects of a harvest, and knows afterwards what else to ask the site for.

    `before` are the rows of the last state in the snapshot at `folder`. A file that is there is asked for
    again only if its record in the library changed and tells another size (WordPress never gives an upload's
    name to another file), the page of a document only if the document changed.
    """

    def __init__(self, options: Harvest, info: SiteInfo, before: tuple[Row, ...], folder: Path) -> None:
        self._options, self._info, self._folder = options, info, folder
        self._files = {row.url: row for row in before if row.role == "media"}
        self._pages = {Key(row.language, row.kind, row.id) for row in before if row.role == "page"}
        self._empty: dict[Key, str] = {}
        self._library: dict[str, Wanted] = {}
        self._sizes: dict[str, Key] = {}  # made by WordPress of pictures in the library: no content
        self._touched: set[str] = set()  # files whose record in the library is new or changed
        self._referred: dict[str, Key] = {}

    def note(self, key: Key, value: Json, verdict: Verdict) -> None:
        """Look at one object, be it harvested now or known to be as it was."""
        collection = self._info.collection(key.kind)
        role = collection.role if collection else "type"
        if role == "media" and self._options.media != "none":
            self._picture(key, value, verdict)
        if role != "type":
            return
        content = value.get("content")
        source = content.get("rendered") if isinstance(content, dict) else content
        source, link = source if isinstance(source, str) else "", str(value.get("link") or "")
        if self._options.media == "all":
            from wpharvest.conversion.references import file_references  # no other harvest waits for it

            for url in file_references(source, link, self._options.srcset):
                self._referred.setdefault(url, key)
        known = verdict == "same" and key in self._pages
        if link and not known and self._reads_page(value, source):
            self._empty[key] = link

    def pages(self) -> list[tuple[Key, str]]:
        """The documents whose HTML page is to be read, with its address."""
        return sorted(self._empty.items())

    def files(self) -> Iterator[Wanted]:
        """The media files to be fetched, by path, each once however many records or bodies name it."""
        self._icon()
        hosts = {split_url(url).hostname for url in (self._info.home, *self._library)}
        wanted = dict(self._library)
        if self._options.srcset == "all":
            self._referred |= {url: key for url, key in self._sizes.items() if url not in self._referred}
            self._sizes.clear()
        for url, key in self._referred.items():
            if url not in self._sizes and split_url(url).hostname in hosts:
                wanted.setdefault(url, Wanted(url, self._path(url), key=key))
        by_path: dict[str, Wanted] = {}
        for each in wanted.values():
            by_path.setdefault(each.path, each)
        for path in sorted(by_path):
            if not self._is_there(by_path[path]):
                yield by_path[path]

    def _icon(self) -> None:
        """The site's icon, which the index tells even where the library is closed."""
        url = self._info.index.get("site_icon_url")
        if isinstance(url, str) and url.startswith(("http://", "https://")) and self._options.media != "none":
            self._library.setdefault(url, Wanted(url, self._path(url)))

    def _reads_page(self, value: Json, source: str) -> bool:
        mode = self._options.page_html
        if mode == "never" or value.get("status", "publish") != "publish":
            return False
        content = value.get("content")
        protected = isinstance(content, dict) and content.get("protected") is True
        return not protected and (mode == "always" or is_empty(source))

    def _picture(self, key: Key, value: Json, verdict: Verdict) -> None:
        url = str(value.get("source_url") or "")
        if not url.startswith(("http://", "https://")) or _is_page(url):
            return
        about = value.get("media_details")
        details = about if isinstance(about, dict) else {}
        size = details.get("filesize")
        number = size if isinstance(size, int) and size > 0 else None
        kind = str(value.get("mime_type") or "")
        self._library.setdefault(url, Wanted(url, self._path(url), number, kind, key))
        if verdict != "same":
            self._touched.add(url)
        sizes = details.get("sizes")
        for each in sizes.values() if isinstance(sizes, dict) else ():
            made = str(each.get("source_url") or "") if isinstance(each, dict) else url
            if made != url:
                self._sizes.setdefault(made, key)

    def _path(self, url: str) -> str:
        """`media/2024/03/lake.jpg` for an upload, on whichever of the site's hosts, else host and path."""
        parts = split_url(url)
        path = unquote(parts.path)
        below = path.partition("/uploads/")[2] or f"{parts.hostname or ''}{path}"
        return f"media/{below.strip('/')}{'?' + parts.query if parts.query else ''}"

    def _is_there(self, wanted: Wanted) -> bool:
        row = self._files.get(wanted.url)
        if row is None:
            return False
        try:
            size = (self._folder / "data" / row.path).stat().st_size
        except OSError:
            return False
        return wanted.url not in self._touched or wanted.size is None or wanted.size == size


def _is_page(url: str) -> bool:
    """Whether this is what WordPress gives for a record without a file: the address of its page."""
    parts = split_url(url)
    return parts.path.endswith("/") or "attachment_id=" in parts.query


def tidy(folder: Path) -> None:
    """Take the folder of half fetched files away if nothing is left in it."""
    with suppress(OSError):
        folder.rmdir()


def is_empty(source: str) -> bool:
    """Whether a body shows a visitor nothing: no word, no picture, no player.

    >>> is_empty("<!-- wp:acf/hero /--><div>&nbsp;</div>"), is_empty("<p>Non</p>")
    (True, False)
    """
    return not _SHOWS.search(_HIDDEN.sub("", source))
