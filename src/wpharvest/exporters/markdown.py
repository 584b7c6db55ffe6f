"""Markdown, one file a document, with YAML front matter."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from wpharvest.config import Export
from wpharvest.exporters.atlas import atlas
from wpharvest.exporters.chosen_facts import USUAL_NAMES, chosen_facts
from wpharvest.exporters.frontmatter import front_matter
from wpharvest.exporters.heeded import FLAVOR, FRONT, MEDIA
from wpharvest.exporters.media_files import media_files, with_media
from wpharvest.exporters.paths import paths
from wpharvest.exporters.select import select
from wpharvest.linking import Plan
from wpharvest.markup.writers import markdown
from wpharvest.model.notices import File
from wpharvest.model.site import Site

HEEDS = MEDIA | FRONT | FLAVOR
NEXT = ("wpharvest list targets  # a project for a generator or a CMS instead of plain files",)


def plan(site: Site, options: Export) -> Plan:
    """Links lead from file to file (`../posts/news.md`), media files lie in `media/` or beside the texts.

    Raises UnknownNameError for options that don't fit the site.
    """
    documents, where = select(site, options), paths(site)
    places = {each.key: quote(f"/{where[each.key]}.md", safe="/-._~") for each in documents}
    return with_media(Plan(places, relative=True), site, documents, options)


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """`LANG/KIND/[parents/]SLUG.md`: front matter, a blank line, the body. UTF-8, lines end in LF.

    Raises UnknownNameError for options that don't fit the site.
    """
    known = atlas(site, options, plan)
    for document, place in known.chosen():
        body = markdown.write(document.body, options.flavor).strip("\n")
        told = chosen_facts(document, known, USUAL_NAMES, options.front_matter)
        head = front_matter(told, options.front_matter.syntax or "yaml")
        text = f"{head}\n{body}\n" if body else head
        yield File(f"{place}.md", text.encode("utf-8", "replace"))
    yield from media_files(site, plan)
