"""What a site is, before anything is harvested: a handful of requests, no objects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

import msgspec

from wpharvest.config import Harvest
from wpharvest.errors import RestClosedError, SourceError
from wpharvest.model.items import Collection, Language, SiteInfo
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.api import Api
from wpharvest.sources.rest.collections import route
from wpharvest.sources.rest.discovery import Place
from wpharvest.sources.rest.readings import Reading

# What a multilingual plugin leaves on a home page and in the index: page, namespace, name. First match wins.
_TRACES: tuple[tuple[str, str, str], ...] = (
    (r"name=[\"']generator[\"'] content=[\"']WPML ver:([\d.]+)", "", "WPML"),
    (r"(?!)", "wpml/", "WPML"),
    (r"(?!)", "pll/", "Polylang"),
    (r"plugins/polylang|pll_[a-z]+_", "", "Polylang"),
    (r"trp-language-switcher|translatepress-multilingual", "trp/", "TranslatePress"),
    (r"weglot", "weglot/", "Weglot"),
    (r"(?!)", "qtranxf/", "qTranslate-XT"),
    (r"sitepress-multilingual-cms", "", "WPML"),
)
# How a language was found (the names in `languages.PROBES`), in words.
_HOW = {
    "polylang": "Polylang's own list of languages (pll/v1/languages)",
    "hreflang": "the home page's hreflang links",
    "anchors": "the language switcher on the home page",
    "routes": "a REST API at the root of each language",
    "wpml": "the languages that WPML writes into each object",
    "links": "the folders in the addresses of pages and posts",
    "html": "the language that the home page says it is in",
}
_GENERATOR = re.compile(r"name=[\"']generator[\"'] content=[\"']WordPress ?([\w.-]*)", re.IGNORECASE)


class Counted(msgspec.Struct, frozen=True):
    """One collection through one REST root: how many objects it announces (None: it doesn't), or why none.

    `languages` are the codes of those that are read together through that root.
    """

    kind: str
    label: str
    namespace: str
    languages: tuple[str, ...]
    announced: int | None = None
    closed: str = ""


class Cost(msgspec.Struct, frozen=True):
    """What a full harvest would take at least; `seconds` from how fast the site answered just now."""

    requests: int
    seconds: float
    media_files: int


class Survey(msgspec.Struct, frozen=True):
    """What a site is and shows. `wordpress` is its version, empty where it doesn't tell."""

    name: str
    home: str
    rest_root: str
    wordpress: str
    default_language: str
    languages: tuple[Language, ...]
    multilingual_plugin: str
    languages_known_by: str
    collections: tuple[Counted, ...]
    cost: Cost


def survey(
    api: Api, place: Place, info: SiteInfo, work: Iterable[tuple[Collection, Reading]], options: Harvest
) -> Survey:
    """Count every collection through every root. One request each; nothing is raised for one's sake."""
    before, started = api.session.traffic.requests, api.session.now()
    asked = list(work)
    width = max(1, options.concurrency)
    counted = tuple(
        ahead([partial(_count, api, collection, reading) for collection, reading in asked], width)
    )
    took = (api.session.now() - started) / max(1, api.session.traffic.requests - before)
    version = _GENERATOR.search(place.page)
    several = len(info.languages) > 1
    return Survey(
        name=info.name,
        home=info.home,
        rest_root=place.root.url,
        wordpress=version[1] if version else "",
        default_language=info.default_language,
        languages=info.languages,
        multilingual_plugin=_plugin(place) if several else "",
        languages_known_by=_HOW.get(info.languages[0].source, info.languages[0].source),
        collections=counted,
        cost=_cost(counted, took, options),
    )


def _count(api: Api, collection: Collection, reading: Reading) -> Counted:
    codes = tuple(each.code for each in reading.languages)
    found = Counted(collection.kind, collection.label, collection.namespace, codes)
    try:
        reply = api.many(reading.root, route(collection), {"per_page": 1, "_fields": "id"})
    except RestClosedError as error:
        return msgspec.structs.replace(found, closed=error.reason)
    except SourceError as error:
        return msgspec.structs.replace(found, closed=str(error))
    if not reply.ok:
        return msgspec.structs.replace(found, closed=reply.why)
    return msgspec.structs.replace(found, announced=reply.total)


def _cost(counted: tuple[Counted, ...], seconds: float, options: Harvest) -> Cost:
    """A page of objects and a page of ids for each `per_page` objects, and each file of the library.

    What is less than a page is its own list of ids.
    """
    sizes = [each.announced or 0 for each in counted if not each.closed]
    pages = [1 if size < options.per_page else 2 * -(-size // options.per_page) for size in sizes]
    library = max((each.announced or 0 for each in counted if each.kind == "media"), default=0)
    files = library if options.media != "none" else 0
    requests = sum(pages) + files + sum(1 for each in counted if each.closed)
    return Cost(requests, round(requests * (seconds + options.delay), 1), files)


def _plugin(place: Place) -> str:
    said = place.index.get("namespaces")
    namespaces = [str(each) for each in said] if isinstance(said, list) else []
    for pattern, namespace, name in _TRACES:
        match = re.search(pattern, place.page)
        if match:
            return " ".join((name, *match.groups()))
        if namespace and any(each.startswith(namespace) for each in namespaces):
            return name
    return ""
