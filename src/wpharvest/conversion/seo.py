"""What SEO plugins say about an object to search engines, under one set of names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

from wpharvest.conversion.values import object_of
from wpharvest.model.items import Json

# Our name of a fact -> Yoast SEO's (`yoast_head_json`). Its schema graph repeats all this in bulk.
_YOAST = {
    name: name
    for name in ("title", "description", "canonical", "og_title", "og_description", "og_image", "robots")
}
# All in One SEO's (`aioseo_head_json`).
_AIOSEO = {
    "title": "title",
    "description": "description",
    "canonical": "canonical_url",
    "og_title": "og:title",
    "og_description": "og:description",
    "og_image": "og:image",
    "robots": "robots",
}
# Rank Math's fields, in the object itself or in its `meta`.
_RANK_MATH = {
    "title": "rank_math_title",
    "description": "rank_math_description",
    "canonical": "rank_math_canonical_url",
    "og_title": "rank_math_facebook_title",
    "og_description": "rank_math_facebook_description",
    "og_image": "rank_math_facebook_image",
    "robots": "rank_math_robots",
    "focus_keyword": "rank_math_focus_keyword",
}
# Names of `<meta>` in a head that a plugin serves as HTML.
_META = {
    "description": "description",
    "og_title": "og:title",
    "og_description": "og:description",
    "og_image": "og:image",
    "robots": "robots",
}
_HEADS = ("head", "rank_math_head", "aioseo_head")  # Rank Math's headless mode, its add-ons, All in One SEO


def seo_of(value: Json) -> Json:
    """The SEO facts of an object; where several plugins tell one, the first of the tables."""
    found: Json = {}
    for names, source in _sources(value):
        for name, theirs in names.items():
            if source.get(theirs):
                found.setdefault(name, source[theirs])
    return found


def author_of(value: Json) -> str:
    """The author whom an SEO plugin names: its meta tag, else a person in its schema graph."""
    for field in ("yoast_head_json", "aioseo_head_json"):
        told = object_of(value, field)
        if told.get("author"):
            return str(told["author"])
        graph = object_of(told, "schema").get("@graph")
        for node in graph if isinstance(graph, list) else []:
            name = node.get("name") if isinstance(node, dict) and "Person" in _types(node) else None
            if isinstance(name, str) and name:
                return name
    return ""


def _types(node: Json) -> list[Any]:
    kind = node.get("@type")
    return kind if isinstance(kind, list) else [kind]


def _sources(value: Json) -> Iterator[tuple[dict[str, str], Json]]:
    yield _YOAST, object_of(value, "yoast_head_json")
    yield _RANK_MATH, value
    yield _RANK_MATH, object_of(value, "meta")
    yield _AIOSEO, object_of(value, "aioseo_head_json")
    for field in _HEADS:
        head = value.get(field)
        if isinstance(head, str) and "<" in head:
            yield {name: name for name in (*_META, "title", "canonical")}, _from_html(head)


def _from_html(head: str) -> Json:
    soup = BeautifulSoup(head, "lxml")
    told = {
        str(tag.get("name") or tag.get("property") or "").lower(): str(tag["content"])
        for tag in soup.find_all("meta", content=True)
    }
    found: Json = {name: told[theirs] for name, theirs in _META.items() if told.get(theirs)}
    title, canonical = soup.find("title"), soup.find("link", rel="canonical", href=True)
    if title:
        found["title"] = title.get_text().strip()
    if canonical:
        found["canonical"] = str(canonical["href"])
    return found
