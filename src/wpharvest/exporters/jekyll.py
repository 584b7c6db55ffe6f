"""Jekyll: a project that `jekyll build` makes, with posts in `_posts`, language folders and `lang`.

Posts lie in `_posts/LANGUAGE/`, everything else in `LANGUAGE/KIND/`; `alternates` names the translations.
Markdown is read by jekyll-commonmark: kramdown, which is Jekyll's own choice, isn't CommonMark and shows the
Markdown within a figure as it stands. Every page keeps the address that it had, unless `--permalink` says
otherwise; with the plugin jekyll-redirect-from, `redirect_from` leads there from older ones.
Source: https://jekyllrb.com/docs/.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from wpharvest.exporters.site_facts import SiteFacts, as_data
from wpharvest.exporters.static_site import HEEDS as HEEDS
from wpharvest.exporters.static_site import StaticSite, redirects_step


def settings(facts: SiteFacts) -> dict[str, Any]:
    """`_config.yml`, in JSON, which is YAML (https://jekyllrb.com/docs/configuration/options/)."""
    parts = urlsplit(facts.base_url)
    return {
        "title": facts.title,
        "description": facts.description,
        "url": f"{parts.scheme}://{parts.netloc}",
        "baseurl": parts.path.rstrip("/"),
        "lang": facts.default_language,
        "languages": [each.code for each in facts.languages],
        "default_lang": facts.default_language,
        "timezone": facts.time_zone or "UTC",
        "plugins": ["jekyll-commonmark"],
        "markdown": "CommonMark",
        "commonmark": {
            "options": ["UNSAFE", "FOOTNOTES"],  # clean HTML stands for what Markdown can't say
            "extensions": ["strikethrough", "table", "tasklist"],
        },
        "excerpt_separator": "",  # the excerpt is the old site's
        "future": True,
        "exclude": [
            *("Gemfile", "Gemfile.lock", "vendor", "node_modules"),
            *("families.json", "report.json", "site.json"),
        ],
        "defaults": [{"scope": {"path": ""}, "values": {"layout": "default"}}],
    }


JEKYLL = StaticSite(
    skeleton="jekyll",
    files={
        "type": "{language}/{kind}/{path}.md",
        "post": "_posts/{language}/{date}-{slug}.md",
        "taxonomy": "{language}/{kind}/{slug}.md",
        "author": "{language}/authors/{slug}.md",
        "home": "{language}/index.md",
    },
    served="",
    fields={
        "title": "title",
        "lang": "lang",
        "permalink": "permalink",
        "date": "date",
        "last_modified_at": "modified",
        "published": "published",
        "redirect_from": "aliases",
        "translation_key": "translation_key",
        "alternates": "alternates",
        "description": "description",
        "excerpt": "excerpt",
        "author": "author",
        "author_page": "author_page",
        "categories": "categories",
        "tags": "tags",
        "taxonomies": "taxonomies",
        "terms": "terms",
        "image": "featured_image",
        "sticky": "sticky",
        "format": "format",
        "seo": "seo",
        "fields": "fields",
        "comments": "comments",
        "entries": "listed",
        "wordpress": "origin",
    },
    tables={"_config.yml": settings, "_data/site.json": as_data},
    reserved=("index",),
    needed=("lang", "permalink", "published", "alternates"),
)
plan, export = JEKYLL.plan, JEKYLL.export
NEXT = ("cd {output} && jekyll serve  # then open http://localhost:4000/", redirects_step("jekyll"))
