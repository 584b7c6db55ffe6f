"""What isn't a document: media, users, comments."""

from __future__ import annotations

import html
from urllib.parse import unquote

from wpharvest.conversion.values import (
    body_of,
    number_of,
    object_of,
    plain_words,
    rendered,
    time_of,
    title_of,
)
from wpharvest.markup.writers import WRITERS
from wpharvest.model.documents import Author, Comment, Media
from wpharvest.model.items import Json, Key
from wpharvest.text import plain_title

# WordPress puts the file itself before its description (`prepend_attachment` in post-template.php).
_SHOWN_BY_THEMES = ("p.attachment", ".wp-video", ".wp-audio-shortcode")


def convert_media(key: Key, value: Json) -> Media:
    """A record of the media library."""
    details = object_of(value, "media_details")
    return Media(
        key=key,
        url=str(value.get("source_url") or object_of(value, "guid").get("rendered") or ""),
        title=title_of(value),
        alt=html.unescape(str(value.get("alt_text") or "")),
        caption=plain_words(rendered(value, "caption")),
        mime_type=str(value.get("mime_type") or ""),
        width=number_of(details.get("width")),
        height=number_of(details.get("height")),
        slug=unquote(str(value.get("slug") or "")),
        description=plain_words(rendered(value, "description"), _SHOWN_BY_THEMES),
        date=time_of(value, "date"),
        parent=number_of(value.get("post")),
        page=str(value.get("link") or ""),
    )


def convert_author(key: Key, value: Json) -> Author:
    """A user, as the public sees them."""
    return Author(
        key=key,
        name=plain_title(str(value.get("name") or "")),
        slug=unquote(str(value.get("slug") or "")),
        url=str(value.get("url") or ""),
        description=plain_words(str(value.get("description") or "")),
        page=str(value.get("link") or ""),
    )


def convert_comment(key: Key, value: Json, remove: tuple[str, ...] = ()) -> Comment:
    """A reader's comment, its text as Markdown; `remove` are the user's own CSS selectors."""
    body = body_of(rendered(value, "content"), str(value.get("link") or ""), remove)
    return Comment(
        key=key,
        post=number_of(value.get("post")),
        author=plain_title(str(value.get("author_name") or "")),
        date=time_of(value, "date"),
        markdown=WRITERS["markdown"](body),
        parent=number_of(value.get("parent")),
        url=str(value.get("author_url") or ""),
        html=WRITERS["html"](body),
    )
