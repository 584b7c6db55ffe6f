"""Markdown, one file a document, with YAML front matter."""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.config import Export
from wpharvest.exporters.atlas import atlas
from wpharvest.exporters.facts import facts
from wpharvest.exporters.frontmatter import front_matter
from wpharvest.markup.writers import markdown
from wpharvest.model.notices import File
from wpharvest.model.site import Site


def export(site: Site, options: Export) -> Iterator[File]:
    """`LANG/KIND/[parents/]SLUG.md`: front matter, a blank line, the body. UTF-8, lines end in LF.

    Raises UnknownNameError for options that don't fit the site.
    """
    known = atlas(site, options)
    for document, place in known.chosen():
        body = markdown.write(document.body, options.flavor).strip("\n")
        head = front_matter(facts(document, known))
        text = f"{head}\n{body}\n" if body else head
        yield File(f"{place}.md", text.encode("utf-8", "replace"))
