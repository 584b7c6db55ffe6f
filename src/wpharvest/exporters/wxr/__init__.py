"""WordPress eXtended RSS (WXR 1.2): back into a WordPress, with Polylang's languages and translations.

One file, `wordpress.xml`, for Tools → Import → WordPress: authors, terms, media, documents with comments and
meta, menus. Bodies are the block editor's. Where there are two or more languages, it also holds what Polylang
needs to have them and to know which documents are translations of each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest import __version__
from wpharvest.config import Export
from wpharvest.exporters.heeded import PLACES
from wpharvest.exporters.wxr.book import Book, book
from wpharvest.exporters.wxr.chosen import chosen
from wpharvest.exporters.wxr.comments import comments_of
from wpharvest.exporters.wxr.items import Items
from wpharvest.exporters.wxr.menus import menus
from wpharvest.exporters.wxr.people import author_tag
from wpharvest.exporters.wxr.places import places
from wpharvest.exporters.wxr.polylang import tongues
from wpharvest.exporters.wxr.terms import term_tags
from wpharvest.exporters.wxr.times import Moment, moment
from wpharvest.exporters.wxr.xml import Tag, document
from wpharvest.linking import Plan
from wpharvest.model.notices import File
from wpharvest.model.site import Site

FILE = "wordpress.xml"
WXR_VERSION = "1.2"
HEEDS = PLACES
NEXT = ("wp import {output}/wordpress.xml --authors=create  # or Tools, Import; activate Polylang before it",)


def plan(site: Site, options: Export) -> Plan:
    """Everything keeps its path, which is right on any host; only what must have another slug moves.

    Raises UnknownNameError for options that don't fit the site.
    """
    return places(book(chosen(site, options)), options)


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """`wordpress.xml`. Numbers stay what they were where no two languages share one.

    Raises UnknownNameError for options that don't fit the site.
    """
    known = book(chosen(site, options))
    languages = tongues(known)
    listed = menus(known, plan, max(known.terms.values(), default=0) + len(languages.tags) + 1)
    head = (
        *_about(known),
        *map(author_tag, known.people.everybody),
        *term_tags(known),
        *languages.tags,
        *listed.terms,
    )
    items = Items(known, languages)
    comments = comments_of(site, known.zone)
    below = {each.key: comments.get((each.key.language, each.key.id), ()) for each in known.chosen.documents}
    written = (
        *map(items.media, known.chosen.media),
        *(items.document(each, below[each.key]) for each in known.chosen.documents),
        *listed.items,
    )
    yield File(FILE, document(head, written))


def _about(known: Book) -> Iterator[Tag]:
    info = known.chosen.site.info
    home = info.home.rstrip("/")
    times = (moment(each.modified or each.date, known.zone) for each in known.chosen.documents)
    latest = max((each for each in times if each.known), key=lambda each: each.utc, default=Moment())
    yield Tag("title", info.name, plain=True)
    yield Tag("link", home, plain=True)
    yield Tag("description", info.description, plain=True)
    yield Tag("pubDate", latest.in_mail, plain=True)
    yield Tag("language", info.default_language, plain=True)
    yield Tag("wp:wxr_version", WXR_VERSION, plain=True)
    yield Tag("wp:base_site_url", home, plain=True)
    yield Tag("wp:base_blog_url", home, plain=True)
    yield Tag("generator", f"wpharvest {__version__}", plain=True)
