"""Under which addresses the old site answers for each of its objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from wpharvest.language import language_folder
from wpharvest.model.documents import Author, Document, Media
from wpharvest.model.items import Key
from wpharvest.model.moments import moment, zone
from wpharvest.model.site import Site
from wpharvest.urls import join_url, split_url

Asking = Callable[[Any], str]

# WordPress's query variables (`WP::$public_query_vars` in wp-includes/class-wp.php) that ask for one object.
# They work whatever the permalinks are, and old texts and newsletters are full of them.
_BY_TYPE: dict[str, tuple[Asking, ...]] = {
    "page": (lambda page: f"page_id={page.key.id}", lambda page: f"p={page.key.id}"),
    "category": (lambda term: f"cat={term.key.id}",),
    "post_tag": (lambda term: f"tag={quote(term.slug, safe='%')}",),
}
_BY_ROLE: dict[str, tuple[Asking, ...]] = {
    "type": (lambda post: f"p={post.key.id}",),
    "taxonomy": (lambda term: f"{term.type}={quote(term.slug, safe='%')}",),
}
_MEDIA: tuple[Asking, ...] = (
    lambda media: f"attachment_id={media.key.id}",
    lambda media: f"p={media.key.id}",
)
_AUTHOR: tuple[Asking, ...] = (lambda author: f"author={author.key.id}",)


def roots(site: Site) -> tuple[str, ...]:
    """The addresses of the site's home pages, its own first, each ending in `/`."""
    homes = (site.info.home, *(join_url(site.info.home, each.home) for each in site.info.languages))
    return tuple(dict.fromkeys(home.rstrip("/") + "/" for home in homes if home))


def old_addresses(site: Site) -> Iterator[tuple[Key, str]]:
    """Each object with each address that shows it: its permalink or file, and by its number (`?p=12`).

    Documents in the site's order, then media, then authors; first the permalink.
    """
    for item, askings in _asked(site):
        if item.url and not isinstance(item, Author):
            yield item.key, item.url
        if not isinstance(item, Document) and item.page:
            yield item.key, item.page
        for root in roots(site):
            yield from ((item.key, f"{root}?{asking(item)}") for asking in askings)


def feeds(site: Site) -> Iterator[tuple[Key, str]]:
    """Each page, term and author with its feed's address. No link is led from there: it isn't for readers."""
    shown = [(each.key, each.url) for each in site.documents] + [
        (each.key, each.page) for each in site.authors
    ]
    for key, url in shown:
        if url and "?" not in url and url.rstrip("/") + "/" not in roots(site):
            yield key, url.rstrip("/") + "/feed/"


def date_archives(site: Site) -> Iterator[tuple[str, str]]:
    """The address of each year, month and day in which there are posts, with its language.

    Source: `WP_Rewrite::generate_rewrite_rules`; the days are those of the site's own time zone.
    """
    local = zone(site.info.timezone)
    wholes = {each.code: join_url(site.info.home, each.home) for each in site.info.languages}
    homes = {
        code: join_url(home, language_folder(split_url(home).path, code) or "/")
        for code, home in wholes.items()
    }
    found: dict[tuple[str, str], None] = {}
    for post in site.documents:
        when = moment(post.date, local) if post.type == "post" else None
        if when:
            root = homes.get(post.key.language, site.info.home).rstrip("/")
            for shape in ("%Y", "%Y/%m", "%Y/%m/%d"):
                found[post.key.language, f"{root}/{when.strftime(shape)}/"] = None
    yield from found


def _askings(document: Document) -> tuple[Asking, ...]:
    return _BY_TYPE.get(document.type) or _BY_ROLE.get(document.role, ())


def _asked(site: Site) -> Iterator[tuple[Document | Media | Author, tuple[Asking, ...]]]:
    for document in site.documents:
        yield document, _askings(document)
    for media in site.media:
        yield media, _MEDIA
    for author in site.authors:
        yield author, _AUTHOR
