"""`/oembed/1.0/embed`: how other sites show a page of this one, and the page that they frame.

Source: `class-wp-oembed-controller.php`; `get_oembed_response_data`, `get_oembed_response_data_rich` and
`get_post_embed_html` in `wp-includes/embed.php`. WordPress's answer ends with a script that fits the frame to
its page; ours has the frame alone.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable
from urllib.parse import urljoin
from xml.etree import ElementTree as Xml

from wpharvest.model.items import Json
from wpharvest.web.replay import answers
from wpharvest.web.replay.answers import Answer, RefusedError
from wpharvest.web.replay.objects import Asked
from wpharvest.web.replay.query import text
from wpharvest.web.replay.shelves import Entry, Library

ROUTE = "/oembed/1.0/embed"
NARROWEST, WIDEST = 200, 600  # pixels
_REFERENCE = re.compile(r"(&(?:#\d+|#x[0-9a-fA-F]+|\w+);)")
XML_TYPE = "text/xml; charset=UTF-8"

Find = Callable[[str], Entry | None]  # a page's address -> the item


def answer(library: Library, asked: Asked, find: Find) -> Answer:
    """How a page of this site is embedded: JSON, or XML where `format=xml` asks for it."""
    if "url" not in asked.query:
        message = "Missing parameter(s): url"
        raise RefusedError("rest_missing_callback_param", message, 400, params=["url"])
    entry = find(text(asked.query, "url"))
    if entry is None or library.role(entry) not in {"type", "other", "media"}:
        raise RefusedError("oembed_invalid_url", "Not Found", 404, allow=True)
    value = _described(library, entry, _pixels(text(asked.query, "maxwidth")))
    if text(asked.query, "format") != "xml":
        return Answer(answers.encode(value), 200, {"Allow": "GET"})
    root = Xml.Element("oembed")
    for name, part in value.items():
        Xml.SubElement(root, name).text = _escaped(str(part))
    body = b'<?xml version="1.0"?>\n' + Xml.tostring(root) + b"\n"
    return Answer(body, 200, {"Allow": "GET", "Content-Type": XML_TYPE})


def _pixels(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() else (0 if asked else WIDEST)


def _described(library: Library, entry: Entry, wanted: int) -> Json:
    info = library.info
    width = min(max(wanted, NARROWEST), WIDEST)
    height = max(math.ceil(width / 16 * 9), 200)
    author = library.by_id.get(("users", entry.brief.get("author") or 0))
    person = author.brief if author else {"name": info.name, "link": info.home}
    value: Json = {
        "version": "1.0",
        "provider_name": info.name,
        "provider_url": info.home,
        "author_name": person.get("name", ""),
        "author_url": person.get("link", ""),
        "title": title_of(entry),
        "type": "rich",
        "width": width,
        "height": height,
        "html": _frame(info.name, entry, width, height),
    }
    return value | _thumbnail(library, entry, width)


def title_of(entry: Entry) -> str:
    """The title as HTML."""
    title = entry.brief.get("title")
    return str(title.get("rendered", "")) if isinstance(title, dict) else ""


def _frame(site: str, entry: Entry, width: int, height: int) -> str:
    address = str(entry.brief.get("link", ""))
    framed = html.escape(urljoin(f"{address.rstrip('/')}/", "embed/"))
    title = _escaped(f"&#8220;{title_of(entry)}&#8221; &#8212; {site}")
    return (
        f'<blockquote class="wp-embedded-content"><a href="{html.escape(address)}">{title_of(entry)}</a>'
        f'</blockquote><iframe sandbox="allow-scripts" security="restricted" src="{framed}" width="{width}" '
        f'height="{height}" title="{title}" frameborder="0" marginwidth="0" marginheight="0" scrolling="no" '
        'class="wp-embedded-content"></iframe>'
    )


def _escaped(text: str) -> str:
    """`esc_attr` and `esc_html`: references that are there already stay as they are."""
    return "".join(
        part if _REFERENCE.fullmatch(part) else html.escape(part) for part in _REFERENCE.split(text)
    )


def _thumbnail(library: Library, entry: Entry, width: int) -> Json:
    """The featured image in the smallest of its sizes that fills the frame."""
    id_ = entry.brief.get("featured_media") or (entry.item.id if library.role(entry) == "media" else 0)
    media = library.by_id.get(("media", id_))
    if media is None or media.brief.get("media_type") != "image":
        return {}
    details = media.item.value.get("media_details")
    original = details if isinstance(details, dict) else {}
    listed = original.get("sizes")
    sizes = list(listed.values()) if isinstance(listed, dict) else []
    whole = original | {"source_url": media.brief.get("source_url", "")}
    wide = [each for each in (whole, *sizes) if _wide(each) >= width]
    best = min(wide, key=_wide, default=whole)
    shrunk = min(1.0, width / (_wide(best) or width))
    return {
        "thumbnail_url": best["source_url"],
        "thumbnail_width": round(_wide(best) * shrunk),
        "thumbnail_height": round(int(best.get("height") or 0) * shrunk),
    }


def _wide(image: Json) -> int:
    return int(image.get("width") or 0)


def page(library: Library, entry: Entry) -> str:
    """The page below `/embed/` that the frame shows: title, excerpt, where it is from."""
    excerpt = entry.item.value.get("excerpt")
    words = str(excerpt.get("rendered", "")) if isinstance(excerpt, dict) else ""
    address = html.escape(str(entry.brief.get("link", "")))
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(library.served_as(entry.item.language))}">\n<head>\n'
        f'<meta charset="UTF-8" />\n<title>{title_of(entry)}</title>\n'
        f'<link rel="canonical" href="{address}" />\n</head>\n<body>\n'
        f'<p><a href="{address}" target="_top">{title_of(entry)}</a></p>\n{words}\n'
        f"<p>{html.escape(library.info.name)}</p>\n</body>\n</html>\n"
    )
