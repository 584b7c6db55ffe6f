"""From any writing of an old address to the new one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlencode

from wpharvest.linking.old import old_addresses, roots
from wpharvest.linking.plan import Plan
from wpharvest.model.items import Key
from wpharvest.model.site import Site
from wpharvest.text import slugify
from wpharvest.urls import normal, split_url

# What WordPress adds to the name of a file when it makes a size of it (`wp_create_image_subsizes`).
_SIZE = re.compile(r"(?:-scaled|-rotated|-e\d{10,13}|-\d{1,4}x\d{1,4})+(?=\.[a-z0-9]{2,5}$)", re.IGNORECASE)
_UPLOADS = "/wp-content/uploads/"  # where WordPress puts them unless told otherwise (`wp_upload_dir`)
# Parts of a query that choose nothing: without them the text is the same. `lang` is asked beforehand.
_IDLE = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|replytocom|preview(?:_\w+)?|share|lang|ver|amp|noamp")
# Parts of a query that ask for one object: beside one of them the others say nothing (`?post_type=x&p=12`).
_ASKS = ("p", "page_id", "attachment_id", "cat", "tag", "author")
# Parts of a query that ask for something else than what the path says: a search, a feed, a date's archive.
_ELSE = frozenset(
    (*_ASKS, "s", "feed", "m", "year", "monthnum", "day", "w", "rest_route", "preview_id", "name")
)
# Ends of a path that show a part or another form of the same thing.
_ENDS = re.compile(r"/(?:amp|embed|trackback|comment-page-\d+|page/\d+|\d{1,2})$")
_INDEX = re.compile(r"/index\.php(?=/|$)")
# Old permalinks. WordPress goes by the last part of a path that leads nowhere too
# (`redirect_guess_404_permalink`).
_NUMBERED = re.compile(r"/archives/(\d+)$")
_NAMED = re.compile(r"/([^/?.]+)(?:\.html?|\.php)?$")
_NO_POST = re.compile(r"/(?:wp-[^/]+|category|tag|author|feed|comments|search)(?:/|$)")


class Addresses:
    """Finds the new address of what stood at an old one, however it was written.

    Tried in this order: the permalink or file, the number in the query, a size of a picture, a part of a
    page, an old permalink. An address that two objects have goes to the one in the language asked for.
    """

    def __init__(self, site: Site, plan: Plan) -> None:
        self.plan = plan
        self.targets = plan.targets
        self._roots = tuple(sorted((normal(root) for root in roots(site)), key=len, reverse=True))
        self._families = site.family_of()
        self._files = {normal(old): new for old, new in plan.files.items()}
        self._keys: dict[str, list[Key]] = {}
        self._sizes: dict[str, list[Key]] = {}
        self._slugs: dict[str, list[Key]] = {}
        for key, address in old_addresses(site):
            _note(self._keys, normal(address), key)
        for media in site.media:
            whole = without_size(normal(media.url))
            _note(self._sizes, whole, media.key)
            _note(self._slugs, slugify(whole.rpartition("/")[2].rpartition(".")[0]), media.key)
        for document in site.documents:
            if document.role == "type" and document.slug:
                _note(self._slugs, slugify(unquote(document.slug)), document.key)

    def is_own(self, url: str) -> bool:
        """Whether this whole address is one of the old site's."""
        address = normal(url).partition("?")[0]
        return any(address == root or address.startswith(f"{root}/") for root in self._roots)

    def is_media(self, url: str) -> bool:
        """Whether this whole address is a media file of the old site, a size of one, or looks like it."""
        address = normal(url).partition("?")[0]
        return _UPLOADS in address or without_size(address) in self._sizes

    def find(self, url: str, language: str) -> str:
        """The new address for a whole old one, followed in a text in `language`; empty if there is none.

        The fragment stays, and so does a query that chooses nothing on the new site.
        """
        parts = split_url(url)
        query = parse_qsl(parts.query, True)
        asked = dict(query).get("lang", "")
        kept = ""
        new = self._file(url)
        if not new:
            for keys, rest in self._tries(normal(url), query):
                if new := self._place(keys, asked, language):
                    kept = rest
                    break
        if not new:
            return ""
        return new + (f"?{kept}" if kept else "") + (f"#{parts.fragment}" if parts.fragment else "")

    def _file(self, url: str) -> str:
        return self._files.get(normal(url)) or self._files.get(normal(url.partition("?")[0]), "")

    def _tries(self, address: str, query: list[tuple[str, str]]) -> Iterator[tuple[list[Key], str]]:
        """The objects that each way of reading an address finds, and what is left of its query."""
        path = _INDEX.sub("", address.partition("?")[0])
        none: list[Key] = []
        yield self._keys.get(address, none), ""
        for name, value in query:
            if name in _ASKS:
                yield self._keys.get(f"{self._root(path)}?{name}={value}", none), ""
        left = [(name, value) for name, value in query if not _IDLE.fullmatch(name)]
        telling = urlencode(left)
        if left:
            sorted_query = "&".join(f"{name}={value}" for name, value in sorted(left))
            yield self._keys.get(f"{path}?{sorted_query}", none), ""
        if any(name in _ELSE for name, _ in left):
            return
        yield self._keys.get(path, none), telling
        yield self._sizes.get(without_size(path), none), ""
        part = _ENDS.sub("", path)
        yield self._keys.get(part, none), telling
        yield self._formerly(path), telling
        yield self._formerly(part), telling

    def _formerly(self, path: str) -> list[Key]:
        """What an old permalink may have meant; nothing of two in one language."""
        root = self._root(path)
        below = path.removeprefix(root)
        if not path.startswith(f"{root}/") or _NO_POST.match(below):
            return []
        if match := _NUMBERED.search(below):
            return self._keys.get(f"{root}?p={match[1]}", [])
        match = _NAMED.search(below)
        keys = self._slugs.get(slugify(match[1]), []) if match else []
        return keys if len({key.language for key in keys}) == len(keys) else []

    def _root(self, path: str) -> str:
        return next((root for root in self._roots if path == root or path.startswith(f"{root}/")), "")

    def _place(self, keys: list[Key], asked: str, language: str) -> str:
        """The place of the object in the language asked for (`?lang=fr`), or of its translation into it."""
        there = [key for key in keys if key in self.plan.places]
        if not there:
            return ""
        best = min(there, key=lambda key: (key.language != asked, key.language != language))
        if asked and best.language != asked and best in self._families:
            sister = self._families[best].members.get(asked, best)
            best = sister if sister in self.plan.places else best
        return self.plan.places[best]


def without_size(address: str) -> str:
    """The address of the whole picture; of what is none, the address itself.

    >>> without_size("h.org/a-300x200.jpg"), without_size("h.org/a-scaled.jpg"), without_size("h.org/a.pdf")
    ('h.org/a.jpg', 'h.org/a.jpg', 'h.org/a.pdf')
    """
    return _SIZE.sub("", address)


def _note(index: dict[str, list[Key]], name: str, key: Key) -> None:
    known = index.setdefault(name, [])
    if key not in known:
        known.append(key)
