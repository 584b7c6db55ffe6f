"""RawItem -> Document: the passes of a body, in order, and the facts around it."""

from __future__ import annotations

from urllib.parse import unquote

import msgspec

from wpharvest.cleaning import clean
from wpharvest.conversion.fields import fields_of
from wpharvest.conversion.main_part import main_part
from wpharvest.conversion.records import convert_media
from wpharvest.conversion.seo import author_of, seo_of
from wpharvest.conversion.shelf import Shelf
from wpharvest.conversion.spoken import spoken
from wpharvest.conversion.traces import builder_parts, switcher_links
from wpharvest.conversion.values import (
    number_of,
    object_of,
    path_of,
    plain_words,
    rendered,
    time_of,
    title_of,
)
from wpharvest.markup import html_reader
from wpharvest.model.documents import Document
from wpharvest.model.items import Json, Key, RawItem, SiteInfo
from wpharvest.model.nodes import Root, words_of
from wpharvest.model.notices import EMPTY_BODY, Notice
from wpharvest.text import squeeze
from wpharvest.translation.declared import from_rest

DOCUMENT_ROLES = ("type", "taxonomy")
PAGE_HTML = "page_html"


def convert(
    item: RawItem, info: SiteInfo, shelf: Shelf, page: bytes = b"", remove: tuple[str, ...] = ()
) -> tuple[Document, tuple[Notice, ...]]:
    """Read one post, page, custom post or term: decode it, clean its body, make it a tree.

    `page` is the page's own HTML as a visitor gets it: where the REST API serves an empty body, its main part
    is taken. `remove` are the user's own CSS selectors. The notices name the document and say what each
    pass took, and whose body is empty.
    """
    value = item.value
    collection = info.collection(item.kind)
    role = collection.role if collection else "type"
    source, url = source_of(item, info)
    cleaned = clean(source, url, remove)
    body, flattened = html_reader.read_telling(cleaned.html)
    notices = [*cleaned.notices, *flattened]
    if role == "type" and not body.children:
        body, said = _otherwise(value, page, url, remove)
        notices += said
    from_page = any(notice.rule == PAGE_HTML for notice in notices)
    title = title_of(value)
    code, told_by, doubts = spoken(item, info, f"{title}\n{words_of(body)}")
    notices += doubts
    key = Key(code, item.kind, item.id)
    featured = shelf.find(item.language, "media", value.get("featured_media"))
    document = Document(
        key=key,
        role=role,
        type=str(
            value.get("type") or value.get("taxonomy") or (collection.name if collection else item.kind)
        ),
        slug=unquote(str(value.get("slug") or "")),
        title=title,
        url=url,
        path=path_of(url),
        body=body,
        status=str(value.get("status") or "publish"),
        date=time_of(value, "date"),
        modified=time_of(value, "modified"),
        author=shelf.author(item, value) or author_of(value),
        parent=number_of(value.get("parent")),
        menu_order=value["menu_order"] if isinstance(value.get("menu_order"), int) else 0,
        excerpt=_excerpt(value, remove),
        terms=tuple(shelf.terms(item, value)),
        featured_media=convert_media(*featured) if featured else None,
        seo=seo_of(value),
        fields=fields_of(value, url),
        declared=(*from_rest(value), *switcher_links(source, url)),
        protected=object_of(value, "content").get("protected") is True,
        sticky=value.get("sticky") is True,
        format=_format(value),
        body_source="page" if from_page else "",
        language_source=told_by,
        builder_parts=builder_parts(source),
        raw_digest=item.digest,
    )
    return document, tuple(msgspec.structs.replace(notice, key=key) for notice in notices)


def source_of(item: RawItem, info: SiteInfo) -> tuple[str, str]:
    """The body of a document as it was served, and the address of its page."""
    value = item.value
    collection = info.collection(item.kind)
    is_term = collection is not None and collection.role == "taxonomy"
    source = str(value.get("description", "")) if is_term else rendered(value, "content")
    return source, str(value.get("link") or "")


def _otherwise(value: Json, page: bytes, url: str, remove: tuple[str, ...]) -> tuple[Root, list[Notice]]:
    """The body of a document whose own one is empty, and what there is to say about that."""
    if page:
        cleaned = clean(main_part(page.decode(errors="replace")), url, remove)
        body, flattened = html_reader.read_telling(cleaned.html)
        if body.children:
            told = Notice(PAGE_HTML, "the body is the main part of its HTML page")
            return body, [*cleaned.notices, *flattened, told]
    return Root(()), [Notice(EMPTY_BODY, f"the body is empty{_because(value, page)}")]


def _because(value: Json, page: bytes) -> str:
    if object_of(value, "content").get("protected") is True:
        return ": it is behind a password"
    groups = " and ".join(fields_of(value, ""))
    if groups:
        return f"; there is text in the fields of {groups}"
    return ", and so is the main part of its HTML page" if page else ""


def _format(value: Json) -> str:
    """The post format (`aside`, `quote`, `video` …); `standard` is none."""
    name = value.get("format")
    return name if isinstance(name, str) and name != "standard" else ""


def _excerpt(value: Json, remove: tuple[str, ...]) -> str:
    return squeeze(plain_words(rendered(value, "excerpt"), remove))
