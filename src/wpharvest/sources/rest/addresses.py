"""Addresses: where a REST route is on a site, and how a site's own addresses map to where it was reached."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlunsplit

import msgspec

from wpharvest.config import Harvest
from wpharvest.urls import join_url, split_url

Params = dict[str, str | int]

_REST = re.compile(r"^(?P<root>.*?/wp-json)(?:/(?P<route>.*))?$")


class Root(msgspec.Struct, frozen=True):
    """A REST root: `https://h/en/wp-json/`, or `https://h/?rest_route=/` where permalinks are plain.

    `query` is added to each request (`lang=en`).
    """

    url: str
    query: str = ""

    def address(self, route: str = "", params: Params | None = None) -> str:
        """Where a route is: `address("wp/v2/posts", {"page": 2})`."""
        pairs = [*parse_qsl(self.query), *(params or {}).items()]
        query = urlencode(pairs, safe=",")
        if self.plain:
            front, back = self.url.split("rest_route=", 1)
            rest = back.split("&", 1)[1:]
            path = quote("/" + route, safe="/")
            return "&".join(part for part in (f"{front}rest_route={path}", *rest, query) if part)
        return self.url + quote(route, safe="/") + (f"?{query}" if query else "")

    @property
    def plain(self) -> bool:
        """Whether routes go into the query."""
        return "rest_route=" in self.url

    @property
    def site(self) -> str:
        """The folder of the site that this root belongs to: `https://h/en/`."""
        if self.plain:
            return join_url(self.url, split_url(self.url).path.rsplit("/", 1)[0] + "/")
        return self.url.removesuffix("/").rsplit("/", 1)[0] + "/"

    def below(self, folder: str) -> Root:
        """The same kind of root in another folder: `https://h/fr/`."""
        folder = folder.split("?", 1)[0].rstrip("/") + "/"
        return Root(
            folder + ("?rest_route=/" if self.plain else self.url.rstrip("/").rsplit("/", 1)[1] + "/")
        )


def split_rest(url: str) -> tuple[str, str, str] | None:
    """(root, route, query) of a REST address, None for any other address.

    >>> split_rest("https://h.org/en/wp-json/wp/v2/pages/5106?_embed")
    ('https://h.org/en/wp-json/', 'wp/v2/pages/5106', '_embed')
    """
    parts = split_url(url)
    match = _REST.match(parts.path)
    if match:
        root = urlunsplit((parts.scheme, parts.netloc, match["root"] + "/", "", ""))
        return root, unquote(match["route"] or "").strip("/"), parts.query
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    route = dict(pairs).get("rest_route")
    if route is None:
        return None
    rest = urlencode([pair for pair in pairs if pair[0] != "rest_route"])
    root = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "rest_route=/", ""))
    return root, route.strip("/"), rest


def origin(url: str) -> str:
    """Scheme, host and port."""
    parts = split_url(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def local(url: str, here: str) -> str:
    """An address without its origin, if that is `here`; else as it is."""
    if origin(url) != origin(here):
        return url
    parts = split_url(url)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


class Mapping(msgspec.Struct, frozen=True):
    """A site that calls itself `said` was reached at `reached`: two origins, equal on a live site."""

    said: str = ""
    reached: str = ""

    def ask(self, url: str) -> str:
        """Where to ask for one of the site's addresses."""
        return self._swap(url, self.said, self.reached)

    def record(self, url: str) -> str:
        """How the site itself would write an address that was asked."""
        return self._swap(url, self.reached, self.said)

    @staticmethod
    def _swap(url: str, old: str, new: str) -> str:
        if old == new or origin(url) != old:
            return url
        return new + url[len(old) :]


def chosen(link: str, options: Harvest) -> bool:
    """Whether `include` and `exclude` let an object with this link through; globs match its path.

    >>> chosen("https://h.org/en/blog/a/", Harvest(include=("/en/*",), exclude=("*/blog/*",)))
    False
    """
    path = unquote(split_url(link).path) or "/"
    if options.include and not any(fnmatchcase(path, glob) for glob in options.include):
        return False
    return not any(fnmatchcase(path, glob) for glob in options.exclude)
