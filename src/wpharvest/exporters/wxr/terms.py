"""Categories, tags and the terms of other taxonomies, parents before their children."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wpharvest.exporters.wxr.book import Book
from wpharvest.exporters.wxr.chosen import Term
from wpharvest.exporters.wxr.meta import field_meta, meta_tags, seo_meta
from wpharvest.exporters.wxr.polylang import term_tag
from wpharvest.exporters.wxr.xml import Tag

Write = Callable[[Term, int, str, str, tuple[Tag, ...]], Tag]


def term_tags(book: Book) -> Iterator[Tag]:
    """The terms in the order of WordPress's own export: categories, tags, the others."""
    ranks = list(_WRITERS)
    for taxonomy in (*ranks, ""):
        write = _WRITERS.get(taxonomy, _other)
        for term in book.chosen.terms:
            if term.taxonomy == taxonomy or (not taxonomy and term.taxonomy not in ranks):
                parent = book.slugs.get(term.parent, "") if term.parent else ""
                yield write(term, book.terms[term.key], book.slugs[term.key], parent, _meta(term))


def _meta(term: Term) -> tuple[Tag, ...]:
    if term.document is None:
        return ()
    meta = (*field_meta(term.document), *seo_meta(term.document))
    return tuple(meta_tags("wp:termmeta", iter(meta)))


def _category(term: Term, number: int, slug: str, parent: str, meta: tuple[Tag, ...]) -> Tag:
    told = (Tag("wp:category_description", term.description),) if term.description else ()
    head = (
        Tag("wp:term_id", number),
        Tag("wp:category_nicename", slug),
        Tag("wp:category_parent", parent),
        Tag("wp:cat_name", term.name),
    )
    return Tag("wp:category", (*head, *told, *meta))


def _tag(term: Term, number: int, slug: str, parent: str, meta: tuple[Tag, ...]) -> Tag:
    told = (Tag("wp:tag_description", term.description),) if term.description else ()
    head = (Tag("wp:term_id", number), Tag("wp:tag_slug", slug), Tag("wp:tag_name", term.name))
    return Tag("wp:tag", (*head, *told, *meta))


def _other(term: Term, number: int, slug: str, parent: str, meta: tuple[Tag, ...]) -> Tag:
    return term_tag(number, term.taxonomy, slug, term.name, term.description, parent, meta)


_WRITERS: dict[str, Write] = {"category": _category, "post_tag": _tag}
