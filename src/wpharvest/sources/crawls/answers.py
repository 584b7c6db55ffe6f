"""What the REST answers of a crawl hold: the objects, each in its fullest form, and the site's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from wpharvest.model.items import Json, RawItem
from wpharvest.sources.crawls.records import Capture
from wpharvest.sources.files.objects import kind_of
from wpharvest.sources.files.shaping import from_json
from wpharvest.sources.rest.addresses import origin, split_rest

DESCRIPTIONS = {"wp/v2/types": "type", "wp/v2/taxonomies": "taxonomy"}
_WHOLE = frozenset({"page", "per_page", "order", "orderby", "offset", "lang", "_envelope", "rest_route"})


class Answers:
    """Takes REST answers one by one."""

    def __init__(self) -> None:
        self.index: Json = {}
        self.reached = ""  # scheme and host of the API
        self.described: dict[str, Json] = {}  # name of a type or taxonomy -> how it was described
        self.namespaces: dict[str, str] = {}  # kind -> where it is served
        self.totals: dict[str, int] = {}  # kind -> the most that a listing of all announced
        self._best: dict[tuple[str, str, int | str], tuple[int, str, bytes]] = {}

    def take(self, capture: Capture, body: bytes) -> None:
        """One answer of a REST API; what isn't JSON, or says an error, is passed over."""
        split = split_rest(capture.url)
        if split is None or capture.status != 200:
            return
        root, route, query = split
        self.reached = self.reached or origin(root)
        try:
            value = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError):
            return
        if not route and isinstance(value, dict) and "namespaces" in value:
            self.index = self.index or value
        elif route in DESCRIPTIONS and isinstance(value, dict):
            self.described |= {name: raw for name, raw in value.items() if isinstance(raw, dict)}
        else:
            self._objects(capture, route, _folder(root, query), value, body)
            self._count(capture, route, query)

    def items(self) -> Iterator[RawItem]:
        """The objects, as they were served, sorted by where they were served."""
        for (folder, kind, id_), (_, _, body) in sorted(self._best.items(), key=lambda each: str(each[0])):
            path = PurePosixPath(folder, kind, f"{id_}.json")
            yield from (item for item in from_json(path, "", body) if item is not None)

    def _objects(self, capture: Capture, route: str, folder: str, value: Any, body: bytes) -> None:
        several = isinstance(value, list)
        found = value if several else [value]
        slices = msgspec.json.decode(body, type=list[msgspec.Raw]) if several else [body]
        for each, served in zip(found, slices, strict=True):
            kind = kind_of(each) if isinstance(each, dict) else ""
            if not kind:
                continue
            namespace, _, _ = route.rpartition(f"/{kind}")
            self.namespaces.setdefault(kind, namespace or "wp/v2")
            fullness = (len(each), capture.at, bytes(served))
            key = (folder, kind, each["id"])
            if key not in self._best or fullness[:2] >= self._best[key][:2]:
                self._best[key] = fullness

    def _count(self, capture: Capture, route: str, query: str) -> None:
        """`X-WP-Total` of a listing that leaves nothing out."""
        total, kind = capture.headers.get("x-wp-total", ""), route.rpartition("/")[2]
        if total.isdigit() and kind in self.namespaces and _WHOLE.issuperset(parse_qs(query)):
            self.totals[kind] = max(self.totals.get(kind, 0), int(total))


def _folder(root: str, query: str) -> str:
    """A folder named after the language that a root or a query asks for: where a local copy would lie."""
    above = urlsplit(root).path.partition("/wp-json")[0].strip("/")
    return (parse_qs(query).get("lang") or [above])[0]


def rendered(index: Json, name: str) -> str:
    """A text of the index."""
    value = index.get(name)
    return value if isinstance(value, str) else json.dumps(value) if value else ""
