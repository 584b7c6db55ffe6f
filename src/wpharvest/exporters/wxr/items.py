"""Posts, pages and media as items of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from wpharvest.exporters.wxr.book import Book
from wpharvest.exporters.wxr.meta import Meta, field_meta, meta_tags, seo_meta
from wpharvest.exporters.wxr.polylang import Tongues, carried
from wpharvest.exporters.wxr.times import Moment, moment
from wpharvest.exporters.wxr.xml import Tag
from wpharvest.linking import without_size
from wpharvest.markup.writers import blocks
from wpharvest.model.documents import Document, Media
from wpharvest.model.nodes import words_of
from wpharvest.text import fold
from wpharvest.urls import normal, split_url

_WORDS = re.compile(r"\w+")
_LIKE_REFERENCE = re.compile(r"&(?=#?\w+;)")
_MORE = re.compile(r"\[(?:…|\.\.\.)\]\s*$")
_AUTOMATIC = 55  # words of a text that make the excerpt, unless told otherwise
_UPLOADS = re.compile(r"/uploads/(.+)$")


def title_text(title: str) -> str:
    """A title as WordPress keeps it: it may hold HTML there, so what looks like it is escaped."""
    return _LIKE_REFERENCE.sub("&amp;", title).replace("<", "&lt;")


def item(
    title: str,
    url: str,
    number: int,
    kind: str,
    when: Moment,
    *,
    home: str,
    creator: str = "",
    content: str = "",
    excerpt: str = "",
    slug: str = "",
    changed: Moment | None = None,
    comments: str = "closed",
    status: str = "publish",
    parent: int = 0,
    order: int = 0,
    password: str = "",
    sticky: bool = False,
    more: Iterable[Tag] = (),
) -> Tag:
    """An item: what all have, in the order of WordPress's own export, then what only this one has."""
    changed = changed if changed and changed.known else when
    return Tag(
        "item",
        (
            Tag("title", title_text(title)),
            Tag("link", url, plain=True),
            Tag("pubDate", when.in_mail, plain=True),
            Tag("dc:creator", creator),
            Tag("guid", f"{home}/?p={number}", {"isPermaLink": "false"}, plain=True),
            Tag("description", "", plain=True),
            Tag("content:encoded", content),
            Tag("excerpt:encoded", excerpt),
            Tag("wp:post_id", number),
            Tag("wp:post_date", when.local),
            Tag("wp:post_date_gmt", when.utc),
            Tag("wp:post_modified", changed.local),
            Tag("wp:post_modified_gmt", changed.utc),
            Tag("wp:comment_status", comments),
            Tag("wp:ping_status", "closed"),
            Tag("wp:post_name", slug),
            Tag("wp:status", status),
            Tag("wp:post_parent", parent),
            Tag("wp:menu_order", order),
            Tag("wp:post_type", kind),
            Tag("wp:post_password", password),
            Tag("wp:is_sticky", int(sticky)),
            *more,
        ),
    )


class Items:
    """Writes the items of a book; what it looks up again and again is looked up once."""

    def __init__(self, book: Book, tongues: Tongues) -> None:
        self._book, self._tongues = book, tongues
        self._home = book.chosen.site.info.home.rstrip("/")
        self._terms = {each.key: each for each in book.chosen.terms}
        self._pictures: dict[tuple[str, str], Media] = {}
        for media in book.chosen.media:
            whole = without_size(normal(media.url))
            self._pictures.setdefault((media.key.language, whole), media)
            self._pictures.setdefault(("", whole), media)

    def media(self, media: Media) -> Tag:
        """A record of the media library: the importer fetches its file."""
        book = self._book
        file = _UPLOADS.search(unquote(split_url(media.url).path))
        meta: list[Meta] = [("_wp_attached_file", file[1])] if file else []
        meta += [("_wp_attachment_image_alt", media.alt)] if media.alt else []
        return item(
            media.title,
            media.page or media.url,
            book.posts[media.key],
            "attachment",
            book.moments[media.key],
            home=self._home,
            content=media.description,
            excerpt=media.caption,
            slug=book.slugs[media.key],
            status="inherit",
            parent=book.post_near(media.key, media.parent) if media.parent else 0,
            more=(
                Tag("wp:attachment_url", media.url),
                *carried(media.key, book, self._tongues),
                *meta_tags("wp:postmeta", iter(meta)),
            ),
        )

    def document(self, document: Document, comments: Iterable[Tag]) -> Tag:
        """A post, page or custom post, with its comments."""
        book, key = self._book, document.key
        return item(
            document.title,
            document.url,
            book.posts[key],
            document.type,
            book.moments[key],
            home=self._home,
            creator=book.people.login(key.language, document.author),
            content=blocks.write(document.body, lambda url: self._picture(key.language, url)),
            excerpt=own_excerpt(document),
            slug=book.slugs[key],
            changed=moment(document.modified, book.zone),
            comments=document.comment_status or ("open" if document.type == "post" else "closed"),
            status=document.status,
            parent=book.post_near(key, document.parent) if document.parent else 0,
            order=document.menu_order,
            password=password_of(document),
            sticky=document.sticky,
            more=(
                *self._categories(document),
                *carried(key, book, self._tongues),
                *meta_tags("wp:postmeta", self._meta(document)),
                *comments,
            ),
        )

    def _picture(self, language: str, url: str) -> blocks.Picture:
        whole = without_size(normal(url))
        media = self._pictures.get((language, whole)) or self._pictures.get(("", whole))
        if media is None:
            return blocks.Picture()
        return blocks.Picture(self._book.posts[media.key], media.width, media.url)

    def _categories(self, document: Document) -> Iterator[Tag]:
        for key in self._book.chosen.terms_of[document.key]:
            term = self._terms[key]
            own = {"domain": term.taxonomy, "nicename": self._book.slugs[key]}
            yield Tag("category", term.name, own)
        if document.format:
            own = {"domain": "post_format", "nicename": f"post-format-{document.format}"}
            yield Tag("category", document.format.capitalize(), own)

    def _meta(self, document: Document) -> Iterator[Meta]:
        featured = document.featured_media
        if featured:
            key = self._book.chosen.media_key.get(featured.key, featured.key)
            if key in self._book.posts:
                yield "_thumbnail_id", str(self._book.posts[key])
        yield from field_meta(document)
        yield from seo_meta(document)


def password_of(document: Document) -> str:
    """A password for what has one that the site doesn't tell, so that it isn't open to all meanwhile."""
    return (document.raw_digest[-20:] or "protected") if document.protected else ""


def own_excerpt(document: Document) -> str:
    """The excerpt that somebody wrote; where nobody did, WordPress makes one of the first words.

    Such a one ends in `[…]` (`wp_trim_excerpt` in wp-includes/formatting.php), or is all of a short text but
    its pictures and players.
    """
    if _MORE.search(document.excerpt):
        return ""
    words = iter(_WORDS.findall(fold(words_of(document.body)))[:_AUTOMATIC])
    return "" if all(word in words for word in _WORDS.findall(fold(document.excerpt))) else document.excerpt
