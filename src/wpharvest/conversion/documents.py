"""RawItem -> Document: the passes of a body, in order, and the facts around it."""

from __future__ import annotations

from urllib.parse import unquote

import msgspec

from wpharvest.cleaning import clean
from wpharvest.conversion.fields import fields_of, html_fields_of
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
from wpharvest.model.items import Json, Key, RawItem, Role, SiteInfo
from wpharvest.model.nodes import Root, words_of
from wpharvest.model.notices import EMPTY_BODY, Notice
from wpharvest.text import squeeze
from wpharvest.translation.declared import from_rest

PAGE_HTML = "page_html"


class Content(msgspec.Struct, frozen=True):
    """What takes time in a conversion, and needs nothing but the object: its body, and whose language it is.

    `notices` say what each pass took; `told_by` who says that the document is in this language.
    """

    body: Root
    language: str
    told_by: str
    notices: tuple[Notice, ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether the body was taken from the page's own HTML."""
        return any(notice.rule == PAGE_HTML for notice in self.notices)


def content_of(item: RawItem, info: SiteInfo, page: bytes = b"", remove: tuple[str, ...] = ()) -> Content:
    """The body of one post, page, custom post or term, cleaned and made a tree.

    `page` is the page's own HTML as a visitor gets it: where the REST API serves an empty body, its main part
    is taken. `remove` are the user's own CSS selectors.
    """
    value = item.value
    source, url = source_of(item, info)
    cleaned = clean(source, url, remove)
    body, flattened = html_reader.read_telling(cleaned.html)
    notices = [*cleaned.notices, *flattened]
    if role_of(item, info) == "type" and not body.children:
        body, said = _otherwise(value, page, url, remove)
        notices += said
    code, told_by, doubts = spoken(item, info, f"{title_of(value)}\n{words_of(body)}")
    return Content(body, code, told_by, (*notices, *doubts))


def role_of(item: RawItem, info: SiteInfo) -> Role:
    """What the object's collection is for."""
    collection = info.collection(item.kind)
    return collection.role if collection else "type"


def convert(
    item: RawItem,
    info: SiteInfo,
    shelf: Shelf,
    content: Content | None = None,
    remove: tuple[str, ...] = (),
) -> tuple[Document, tuple[Notice, ...]]:
    """Read one post, page, custom post or term: its content, where that isn't known yet, and its facts.

    `remove` are the user's own CSS selectors. The notices name the document and say what each pass took, and
    whose body is empty.
    """
    content = content or content_of(item, info, remove=remove)
    value = item.value
    collection = info.collection(item.kind)
    source, url = source_of(item, info)
    key = Key(content.language, item.kind, item.id)
    featured = shelf.find(item.language, "media", value.get("featured_media"))
    document = Document(
        key=key,
        role=role_of(item, info),
        type=str(
            value.get("type") or value.get("taxonomy") or (collection.name if collection else item.kind)
        ),
        slug=unquote(str(value.get("slug") or "")),
        title=title_of(value),
        url=url,
        path=path_of(url),
        body=content.body,
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
        html_fields=html_fields_of(value, url),
        declared=(*from_rest(value), *switcher_links(source, url)),
        protected=object_of(value, "content").get("protected") is True,
        sticky=value.get("sticky") is True,
        format=_format(value),
        comment_status=str(value.get("comment_status") or ""),
        body_source="page" if content.is_page else "",
        language_source=content.told_by,
        builder_parts=builder_parts(source),
        raw_digest=item.digest,
    )
    return document, tuple(msgspec.structs.replace(notice, key=key) for notice in content.notices)


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
