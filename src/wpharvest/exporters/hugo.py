"""Hugo: a project that `hugo` builds, with language folders, `translationKey`, taxonomies and menus.

Languages are Hugo's own, each with its folder below `content/`; categories, tags, other taxonomies and
authors are Hugo taxonomies, whose terms have a page each. Every page keeps the address that it had, unless
`--permalink` says otherwise. The layouts are small and made to be replaced by a theme.
Source: https://gohugo.io/content-management/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wpharvest.exporters.site_facts import Entry, SiteFacts, Tongue
from wpharvest.exporters.static_site import HEEDS as HEEDS
from wpharvest.exporters.static_site import StaticSite, redirects_step

_SINGULAR = {"categories": "category"}


def settings(facts: SiteFacts) -> dict[str, Any]:
    """`hugo.json` (https://gohugo.io/getting-started/configuration/)."""
    taxonomies = (*facts.taxonomies, "authors")
    return {
        "baseURL": facts.base_url,
        "title": facts.title,
        "timeZone": facts.time_zone or "UTC",
        "defaultContentLanguage": facts.default_language,
        "disablePathToLower": True,
        # Lists that the old site hadn't, at addresses where it may have a page.
        "disableKinds": ["taxonomy", "section"],
        "ignoreErrors": ["error-disable-taxonomy"],  # Hugo asks whether we know that terms stay: we do
        "taxonomies": {_SINGULAR.get(each, each.removesuffix("s") or each): each for each in taxonomies},
        "languages": {
            each.code: _language(facts, each, number) for number, each in enumerate(facts.languages, 1)
        },
        "markup": {
            "goldmark": {
                # Clean HTML stands for what Markdown can't say; what looks like a mark is one already.
                "renderer": {"unsafe": True},
                "parser": {"attribute": {"title": False}},
                "extensions": {"definitionList": False, "typographer": False},
            }
        },
    }


def _language(facts: SiteFacts, language: Tongue, weight: int) -> dict[str, Any]:
    return {
        "languageName": language.name,
        "languageCode": language.code,
        "contentDir": f"content/{language.code}",
        "title": facts.title,
        "weight": weight,
        "params": {"description": facts.description},
        "menus": {"main": list(_entries(facts.menus.get(language.code, ()), ""))},
    }


def _entries(items: tuple[Entry, ...], above: str) -> Iterator[dict[str, Any]]:
    for number, item in enumerate(items, 1):
        identifier = f"{above}{number}"
        parent = {"parent": above.removesuffix(".")} if above else {}
        yield {"identifier": identifier, "name": item.title, "url": item.url, "weight": number, **parent}
        yield from _entries(item.items, f"{identifier}.")


HUGO = StaticSite(
    skeleton="hugo",
    files={
        "type": "content/{language}/{kind}/{path}.md",
        "taxonomy": "content/{language}/{kind}/{slug}/_index.md",
        "author": "content/{language}/authors/{slug}/_index.md",
        "home": "content/{language}/_index.md",
    },
    served="static",
    fields={
        "title": "title",
        "date": "date",
        "lastmod": "modified",
        "draft": "draft",
        "url": "permalink",
        "aliases": "aliases",
        "translationKey": "group",  # else Hugo pairs what has the same path in two languages
        "description": "description",
        "summary": "excerpt",
        "*": "term_slugs",
        "authors": "authors",
        "author": "author",
        "alternates": "alternates",
        "image": "featured_image",
        "sticky": "sticky",
        "format": "format",
        "seo": "seo",
        "fields": "fields",
        "comments": "comments",
        "wordpress": "origin",
    },
    tables={"hugo.json": settings},
    syntaxes=("yaml", "toml", "json"),
    reserved=("index",),
    needed=("url", "translationKey", "draft"),
)
NEXT = ("cd {output} && hugo server  # then open http://localhost:1313/", redirects_step("hugo"))
plan, export = HUGO.plan, HUGO.export
