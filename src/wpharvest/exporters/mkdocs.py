"""MkDocs: a project that `mkdocs build` makes, with a nav a language and translations as `page.fr.md`.

The languages are those of mkdocs-static-i18n: what says the same in two of them shares one path, that of
the default language, which is at the root (`docs/about.md`, `docs/about.fr.md`: `/about/`, `/fr/about/`);
what has no translation has a path of its own. So addresses may differ from the old ones, and the redirects
say how. The nav is the site's menu, or the tree of its pages. Links between pages of a language lead from
file to file. Python-Markdown, which MkDocs builds on, isn't CommonMark and would show raw Markdown: a hook
(`commonmark.py`) puts markdown-it-py in its place. `overrides/main.html` works with themes that have a
block `content`.
Source: https://www.mkdocs.org/user-guide/configuration/, https://ultrabug.github.io/mkdocs-static-i18n/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from msgspec.structs import replace

from wpharvest.config import Export
from wpharvest.errors import UsageError
from wpharvest.exporters.atlas import atlas
from wpharvest.exporters.media_files import with_media
from wpharvest.exporters.shared_paths import locale_of, shared_paths
from wpharvest.exporters.site_facts import Entry, SiteFacts, Tongue, languages_of
from wpharvest.exporters.site_pages import first_pages, shown, with_pages
from wpharvest.exporters.static_site import HEEDS as HEEDS
from wpharvest.exporters.static_site import StaticSite, base_of, page_of, redirects_step, suffix_of
from wpharvest.linking import Plan, relative
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.nodes import AnyNode, Link
from wpharvest.model.notices import File
from wpharvest.model.site import Site
from wpharvest.model.trees import rebuild

_LOOKS_TRANSLATED = re.compile(r"\.([a-z]{2}(?:-[A-Za-z]{4})?(?:-[A-Z]{2})?|[a-z]{2}_[A-Z]{2})(?=\.[^./]*$)")


def settings(facts: SiteFacts) -> dict[str, Any]:
    """`mkdocs.yml`, in JSON, which is YAML."""
    base = urlsplit(facts.base_url).path.rstrip("/")
    several = len(facts.languages) > 1
    navs = {each.code: list(_nav(_entries(facts, each), facts, each)) for each in facts.languages}
    nav = navs.get(facts.default_language)
    return {
        "site_name": facts.title or facts.base_url,
        "site_description": facts.description,
        "site_url": facts.base_url,
        "docs_dir": "docs",
        "exclude_docs": "!/templates/\n",  # left out otherwise, and a site may have a page of this name
        "theme": {"name": "mkdocs", "custom_dir": "overrides", "highlightjs": False},  # it would ask a CDN
        "validation": {"nav": {"omitted_files": "ignore"}, "links": {"absolute_links": "ignore"}},
        "hooks": ["commonmark.py"],
        "markdown_extensions": [{"toc": {"marker": ""}}],  # a text that says [TOC] means it
        "plugins": ["search", *([_i18n(facts, navs)] if several else [])],
        **({"nav": nav} if nav and not several else {}),
        "extra": {"base_path": base, "language_names": {each.code: each.name for each in facts.languages}},
    }


def _i18n(facts: SiteFacts, navs: dict[str, list[Any]]) -> dict[str, Any]:
    languages = [
        {
            "locale": locale_of(each.code),
            "name": each.name,
            **({"default": True} if each.code == facts.default_language else {}),
            **({"nav": navs[each.code]} if navs[each.code] else {}),
        }
        for each in facts.languages
    ]
    return {"i18n": {"docs_structure": "suffix", "fallback_to_default": False, "languages": languages}}


def _entries(facts: SiteFacts, language: Tongue) -> tuple[Entry, ...]:
    """The menu or the tree of pages, with the first page on its top level, which MkDocs asks for."""
    found = facts.menus.get(language.code) or facts.pages.get(language.code, ())
    home = _base(facts) + language.home
    there = any(unquote(each.url) == home and not each.items for each in found)
    return found if there else (Entry(facts.title or language.name, home), *found)


def _nav(entries: tuple[Entry, ...], facts: SiteFacts, language: Tongue) -> Iterator[Any]:
    """Files of pages, addresses of everything else; a page with others below it is the first among them."""
    for entry in entries:
        page = {entry.title: _file(entry.url, facts, language)}
        below = list(_nav(entry.items, facts, language))
        yield {entry.title: [page, *below]} if below else page


def _file(url: str, facts: SiteFacts, language: Tongue) -> str:
    home = _base(facts) + language.home
    others = [_base(facts) + each.home for each in facts.languages if each != language and each.home != "/"]
    path = unquote(url)
    if not path.startswith(home) or not path.endswith("/") or path.startswith(tuple(others)):
        return url
    return (path.removeprefix(home).strip("/") or "index") + ".md"


def _base(facts: SiteFacts) -> str:
    return unquote(urlsplit(facts.base_url).path.rstrip("/"))


MKDOCS = StaticSite(
    skeleton="mkdocs",
    files={"type": "docs/{page}{suffix}.md"},
    served="docs",
    fields={
        "title": "title",
        "lang": "lang",
        "date": "date",
        "modified": "modified",
        "draft": "draft",
        "translation_key": "translation_key",
        "alternates": "alternates",
        "description": "description",
        "summary": "excerpt",
        "author": "author",
        "author_page": "author_page",
        "tags": "tags",
        "terms": "terms",
        "image": "featured_image",
        "seo": "seo",
        "fields": "fields",
        "comments": "comments",
        "entries": "listed",
        "wordpress": "origin",
    },
    tables={"mkdocs.yml": settings},
    shared="",
    needed=("title", "lang", "draft", "alternates"),
)


def plan(site: Site, options: Export) -> Plan:
    """Translations share a path, the default language is at the root.

    Raises UsageError for languages that mkdocs-static-i18n doesn't know and for `--language-roots prefix`.
    """
    if options.language_roots == "prefix":
        raise UsageError("--language-roots prefix: MkDocs has the default language at the root")
    MKDOCS.check(options)
    documents = shown(site, options)
    homes = first_pages(site, documents)
    known = with_pages(atlas(site, options), documents, homes.values())
    base = base_of(options)
    found = shared_paths(site, documents, known.kin, homes, languages_of(site, documents), options)
    places = {key: base + address for key, address in found.items()}
    first = {language: places[key] for language, key in homes.items()}
    made = with_media(Plan(places, homes=first, base=base), site, documents, options, base)
    return _as_no_translations(made, places)


def _as_no_translations(plan: Plan, pages: Mapping[Key, str]) -> Plan:
    """The plugin takes `photo.hd.jpg` for a picture in a language `hd`, and leaves it out."""
    files = {*plan.files.values(), *(place for key, place in plan.places.items() if key not in pages)}
    taken, names = set(files), {}
    for file in sorted(filter(_LOOKS_TRANSLATED.search, files)):
        marks = ("-" * number for number in count(1))
        wishes = (_LOOKS_TRANSLATED.sub(rf"{mark}\1", file) for mark in marks)
        names[file] = next(each for each in wishes if each not in taken)
        taken.add(names[file])
    return replace(
        plan,
        places={key: names.get(place, place) for key, place in plan.places.items()},
        files={url: names.get(place, place) for url, place in plan.files.items()},
    )


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """A project that MkDocs builds as it stands."""
    pages = {each.key for each in shown(site, options)}
    files = {plan.places[key]: (key.language, _source(plan, key)) for key in pages}
    led = [_by_file(each, plan, files) if each.key in pages else each for each in site.documents]
    yield from MKDOCS.export(replace(site, documents=tuple(led)), plan, options)


def _source(plan: Plan, key: Key) -> str:
    return f"/{page_of(plan, key) or 'index'}{suffix_of(plan, key.language)}.md"


def _by_file(document: Document, plan: Plan, files: Mapping[str, tuple[str, str]]) -> Document:
    """Links to pages of the same language lead to their files, as MkDocs checks them."""
    here = _source(plan, document.key)

    def led(node: AnyNode) -> AnyNode:
        if not isinstance(node, Link):
            return node
        address, mark, anchor = node.url.partition("#")
        language, there = files.get(address, ("", ""))
        if language != document.key.language:
            return node
        return replace(node, url=quote(relative(here, there), safe="/-._~") + mark + anchor)

    return replace(document, body=rebuild(document.body, led))


NEXT = ("cd {output} && mkdocs serve  # then open http://localhost:8000/", redirects_step("mkdocs"))
