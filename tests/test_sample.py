"""The bundled sample is a site that could be: parsed, consistent, small."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests

from wpharvest import head
from wpharvest.language import detect
from wpharvest.model.items import RawItem, Resource, SiteInfo
from wpharvest.text import plain_title
from wpharvest.web import sample
from wpharvest.web.replay import application
from wpharvest.web.serve import serving

SEEDS = Path(__file__).parent / "seeds"
LIMIT = 300_000  # bytes; every installation carries it


@cache
def site() -> tuple[SiteInfo, tuple[RawItem, ...], tuple[Resource, ...]]:
    return sample.load()


@cache
def values() -> dict[tuple[str, str, int | str], dict[str, Any]]:
    return {(item.language, item.kind, item.id): item.value for item in site()[1]}


def of_kind(*kinds: str) -> list[tuple[str, dict[str, Any]]]:
    return [(language, value) for (language, kind, _), value in values().items() if kind in kinds]


def test_every_kind_is_a_collection_of_the_site() -> None:
    """Every object lies in a collection and a language that site.json names, and each collection has some."""
    info, items, _ = site()
    assert {item.kind for item in items} == {each.kind for each in info.collections}
    assert {item.language for item in items} == {each.code for each in info.languages} == {"fr", "en"}
    assert len(items) > 40


def test_ids_are_unique_and_name_the_file() -> None:
    """An object's id, kind and language are where its file lies."""
    counted = Counter((item.kind, item.id) for item in site()[1])
    assert set(counted.values()) == {1}
    for item in site()[1]:
        assert item.value["_links"]["self"][0]["href"] == item.url


def test_bytes_are_what_php_writes() -> None:
    """Objects are stored as `json_encode` sends them: one line of ASCII, slashes escaped."""
    for item in site()[1]:
        text = item.body.decode("ascii")
        assert json.dumps(json.loads(text), separators=(",", ":")).replace("/", "\\/") == text


def test_every_id_that_is_named_exists() -> None:
    """Parents, featured images, terms, authors and commented posts exist, in the same language."""
    known = values()
    named: list[tuple[str, str, int]] = []
    for language, value in of_kind("pages", "posts", "projets"):
        named += [(language, "pages", value["parent"])] if value.get("parent") else []
        named += [(language, "media", value["featured_media"])] if value["featured_media"] else []
        named += [
            (language, kind, id_)
            for kind in ("categories", "tags", "thematiques")
            for id_ in value.get(kind, [])
        ]
        named.append(("fr", "users", value["author"]))
    for language, value in of_kind("comments"):
        named.append((language, "posts", value["post"]))
        named += [(language, "comments", value["parent"])] if value["parent"] else []
    for language, value in of_kind("categories"):
        named += [(language, "categories", value["parent"])] if value["parent"] else []
    assert len(named) > 50
    assert [each for each in named if each not in known] == []


def test_terms_count_their_posts() -> None:
    """`count` of a term is how many objects name it."""
    used = Counter(
        (kind, id_)
        for _, value in of_kind("posts", "projets")
        for kind in ("categories", "tags", "thematiques")
        for id_ in value.get(kind, [])
    )
    for kind in ("categories", "tags", "thematiques"):
        for _, value in of_kind(kind):
            assert value["count"] == used[kind, value["id"]]


def test_links_within_the_site_lead_somewhere() -> None:
    """Every link and image of a body that points into the site has its page or file."""
    info, items, resources = site()
    there = {resource.url for resource in resources} | {str(item.value.get("link")) for item in items}
    found = 0
    for _, value in of_kind("pages", "posts", "projets"):
        for target in re.findall(r'(?:href|src)="([^"#]+)"', value["content"]["rendered"]):
            address = urljoin(value["link"], target)
            if address.startswith(info.home):
                found += 1
                assert address in there
    assert found > 20


def test_declared_alternates_are_symmetrical() -> None:
    """If a page's head names a translation, that page's head names it back; some pairs are declared so."""
    alternates = {
        resource.url: dict(head.read(resource.body, resource.url).alternates)
        for resource in site()[2]
        if resource.role == "head"
    }
    declared = {url: found for url, found in alternates.items() if found}
    assert len(declared) == 12
    for url, found in declared.items():
        assert url in found.values()
        for other in found.values():
            assert alternates[other] == found


def test_heads_name_their_object() -> None:
    """A head's title, address, API root and object are those of the object it lies beside."""
    links = {str(item.value.get("link")): item for item in site()[1]}
    for resource in site()[2]:
        if resource.role == "head":
            found, item = head.read(resource.body, resource.url), links[resource.url]
            assert head.cut(resource.body) == resource.body
            assert found.canonical == resource.url
            assert found.item == item.url
            assert item.url.startswith(found.api)
            assert found.language.startswith(item.language)
            assert found.title == "Samilia" or found.title.startswith(
                plain_title(item.value["title"]["rendered"])
            )


def test_texts_are_in_their_language() -> None:
    """The words of each body are in the language of its folder."""
    for language, value in of_kind("pages", "posts", "projets"):
        words = plain_title(value["content"]["rendered"])
        if words:
            assert (detect(words, ("en", "fr"))[0], value["slug"]) == (language, value["slug"])


def test_media_records_fit_their_files() -> None:
    """A media record's address and size are those of a file that is there."""
    sizes = {resource.url: len(resource.body) for resource in site()[2] if resource.role == "media"}
    records = of_kind("media")
    assert len(sizes) == 2
    assert len({value["alt_text"] for _, value in records}) == len(records)
    for _, value in records:
        assert value["media_details"]["filesize"] == sizes[value["source_url"]] < 20_000


def test_there_is_something_of_everything() -> None:
    """The sample shows each thing that a later step must handle."""
    bodies = "".join(value["content"]["rendered"] for _, value in of_kind("pages", "posts", "projets"))
    for sign in (
        *("data-start=", "data-is-only-node", "elementor-widget", "[contact-form-7", "text-align: justify"),
        *("<table", "youtube.com/embed", "wp-block-gallery", "wp-block-footnotes", "<blockquote", "<pre"),
        *("&#8217;", "&nbsp;", "wp-image-601", "wp-image-701", "figcaption", "<cite>"),
    ):
        assert sign in bodies
    assert [value["slug"] for _, value in of_kind("pages") if value["content"]["protected"]] == [
        "espace-partenaires"
    ]
    titles = "".join(value["title"]["rendered"] for _, value in of_kind("pages", "posts"))
    assert "&amp;" in titles
    assert "«&nbsp;" in titles


def test_it_is_small() -> None:
    """The sample stays small enough to be part of every installation."""
    folder = Path(str(files("wpharvest") / "sample"))
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < LIMIT


def test_the_french_sister_has_every_word_of_the_seed() -> None:
    """The French page says what the French seed says, line by line, and nothing names its English sister."""
    value = values()["fr", "pages", 5080]
    words = " ".join(re.sub(r"<[^>]+>", "", value["content"]["rendered"]).split())
    title, *lines = (SEEDS / "fr-autres-ressources.txt").read_text(encoding="utf-8").split("\n")
    assert value["title"]["rendered"] == title.strip()
    for line in lines:
        assert " ".join(line.strip().lstrip("•").split()) in words
    assert not any("5106" in str(other) for language, other in of_kind("pages") if language == "fr")


def test_the_seed_is_served_byte_for_byte() -> None:
    """The English seed comes out of a real HTTP server with the bytes it came with."""
    seed = (SEEDS / "en-page-5106.json").read_bytes()
    assert (files("wpharvest") / "sample/objects/en/pages/5106.json").read_bytes() == seed
    with serving(application(*site())) as url:
        answer = requests.get(f"{url}/en/wp-json/wp/v2/pages/5106", timeout=10)
    assert answer.content == seed
