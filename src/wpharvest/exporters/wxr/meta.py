"""What WordPress and its plugins keep beside a post or a term: SEO, the fields of ACF, plain meta."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wpharvest.exporters.wxr.serialised import serialised
from wpharvest.exporters.wxr.xml import Tag
from wpharvest.model.documents import Document
from wpharvest.urls import normal

Meta = tuple[str, str]  # a key and its value, as the table of meta holds them


def meta_tags(name: str, meta: Iterator[Meta]) -> Iterator[Tag]:
    """Meta as elements: `wp:postmeta` or `wp:termmeta`."""
    for key, value in meta:
        yield Tag(name, (Tag("wp:meta_key", key), Tag("wp:meta_value", value)))


# ── SEO ──────────────────────────────────────────────────────────────────────────────────────────────


def _image(told: Any) -> str:
    """Yoast's list of pictures, or an address."""
    first = told[0] if isinstance(told, list) and told else told
    return str(first.get("url") or "") if isinstance(first, dict) else str(first or "")


def _words(told: Any) -> str:
    return told if isinstance(told, str) else ""


# Our name of a fact -> how it is read, Yoast SEO's key, Rank Math's key.
_SEO: dict[str, tuple[Callable[[Any], str], str, str]] = {
    "title": (_words, "_yoast_wpseo_title", "rank_math_title"),
    "description": (_words, "_yoast_wpseo_metadesc", "rank_math_description"),
    "canonical": (_words, "_yoast_wpseo_canonical", "rank_math_canonical_url"),
    "og_title": (_words, "_yoast_wpseo_opengraph-title", "rank_math_facebook_title"),
    "og_description": (_words, "_yoast_wpseo_opengraph-description", "rank_math_facebook_description"),
    "og_image": (_image, "_yoast_wpseo_opengraph-image", "rank_math_facebook_image"),
    "focus_keyword": (_words, "_yoast_wpseo_focuskw", "rank_math_focus_keyword"),
}


def seo_meta(document: Document) -> Iterator[Meta]:
    """What an SEO plugin said, for Yoast SEO and for Rank Math: each reads its own keys.

    A canonical address that is the document's own isn't kept: on the new site it would lead to the old one.
    """
    for name, (read, yoast, rank_math) in _SEO.items():
        value = read(document.seo.get(name))
        if value and not (name == "canonical" and normal(value) == normal(document.url)):
            yield yoast, value
            yield rank_math, value
    robots = _robots(document.seo.get("robots"))
    refused = [word for word in ("noindex", "nofollow") if word in robots]
    for word in refused:
        yield f"_yoast_wpseo_meta-robots-{word}", "1"
    if refused:
        yield "rank_math_robots", serialised(refused)


def _robots(told: Any) -> str:
    """Yoast tells a mapping, Rank Math a list, All in One SEO a text."""
    if isinstance(told, Mapping):
        return " ".join(map(str, told.values()))
    return " ".join(map(str, told)) if isinstance(told, list) else str(told or "")


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────


def field_meta(document: Document) -> Iterator[Meta]:
    """The fields of ACF and registered meta under their own names, HTML as it was.

    ACF keeps a group's parts as `group_part` and a repeater as its count and `rows_0_part`
    (https://www.advancedcustomfields.com/resources/repeater/); a list of meta is a row each.
    """
    for group, write in (("meta", _plain), ("acf", _acf)):
        html = document.html_fields.get(group, {})
        for name, value in document.fields.get(group, {}).items():
            yield from write(name, html.get(name, value))


def _plain(name: str, value: Any) -> Iterator[Meta]:
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        yield from ((name, _scalar(each)) for each in value)
    else:
        yield name, _scalar(value)


def _acf(name: str, value: Any) -> Iterator[Meta]:
    if isinstance(value, dict) and (number := _record(value)):
        yield name, number
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        numbers = [_record(each) for each in value]
        if all(numbers):
            yield name, serialised(numbers)
            return
        yield name, str(len(value))
        for at, row in enumerate(value):
            for part, each in row.items():
                yield from _acf(f"{name}_{at}_{part}", each)
    elif isinstance(value, dict) and not value.keys() <= _LINK:
        yield name, ""
        for part, each in value.items():
            yield from _acf(f"{name}_{part}", each)
    else:
        yield name, _scalar(value)


_LINK = {"title", "url", "target"}  # ACF's link, which it keeps whole


def _record(value: Mapping[str, Any]) -> str:
    """The number of a picture, file, post, term or user that ACF served whole; it keeps the number alone."""
    whole = any(key in value for key in ("mime_type", "post_type", "taxonomy", "user_nicename"))
    number = value.get("ID") or value.get("id") or value.get("term_id")
    return str(number) if whole and isinstance(number, int) else ""


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return serialised(value) if isinstance(value, dict | list) else "" if value is None else str(value)
