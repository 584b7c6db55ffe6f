"""Pelican: a project that `pelican` builds, of articles and pages with `lang`, paired by `translation_key`.

Posts are Pelican's articles, everything else its pages, with a folder a language. Python-Markdown, which is
Pelican's own reader, isn't CommonMark: it knows other escapes, wants lists four columns deep and takes every
HTML block as it stands, so that raw Markdown shows. `pelicanconf.py` therefore brings a reader of its own
(markdown-it-py, in `requirements.txt`), which also reads YAML front matter, for Pelican's has no lists of
comments. Each document is written to its permalink. Source: https://docs.getpelican.com/en/latest/settings.html.
"""

from __future__ import annotations

from typing import Any

from wpharvest.exporters.site_facts import SiteFacts, as_data
from wpharvest.exporters.static_site import HEEDS as HEEDS
from wpharvest.exporters.static_site import StaticSite, redirects_step


def settings(facts: SiteFacts) -> dict[str, Any]:
    """What `pelicanconf.py` reads: Pelican's settings that differ from site to site."""
    return {
        "SITENAME": facts.title,
        "SITESUBTITLE": facts.description,
        "SITEURL": facts.base_url.rstrip("/"),
        "TIMEZONE": facts.time_zone or "UTC",
        "DEFAULT_LANG": facts.default_language,
        "SITE": as_data(facts),
    }


PELICAN = StaticSite(
    skeleton="pelican",
    files={
        "type": "content/pages/{language}/{kind}/{path}.md",
        "post": "content/articles/{language}/{path}.md",
        "taxonomy": "content/pages/{language}/{kind}/{slug}.md",
        "author": "content/pages/{language}/authors/{slug}.md",
        "home": "content/pages/{language}/index.md",
    },
    served="content/served",
    fields={
        "title": "title",
        "lang": "lang",
        "slug": "slug",
        "permalink": "permalink",
        "translation_key": "group",
        "date": "date",
        "modified": "modified",
        "draft": "draft",
        "summary": "excerpt",
        "description": "description",
        "author": "author",
        "author_page": "author_page",
        "categories": "categories",
        "tags": "tags",
        "taxonomies": "taxonomies",
        "terms": "terms",
        "alternates": "alternates",
        "aliases": "aliases",
        "image": "featured_image",
        "sticky": "sticky",
        "format": "format",
        "seo": "seo",
        "fields": "fields",
        "comments": "comments",
        "entries": "listed",
        "wordpress": "origin",
    },
    tables={"settings.json": settings},
    reserved=("index",),
    needed=("title", "date", "lang", "permalink", "translation_key", "draft", "alternates"),
)
plan, export = PELICAN.plan, PELICAN.export
NEXT = ("cd {output} && pelican --listen  # then open http://localhost:8000/", redirects_step("pelican"))
