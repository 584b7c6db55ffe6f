"""RawItem -> Document: the passes of a body, in order, and the facts around it."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from wpharvest import language
from wpharvest.cleaning import clean
from wpharvest.markup import html_reader
from wpharvest.markup.writers import WRITERS
from wpharvest.model.documents import Author, Comment, Document, Media, TermRef
from wpharvest.model.items import UNDETERMINED, Json, Key, RawItem, SiteInfo
from wpharvest.model.nodes import Root, words_of
from wpharvest.model.notices import Notice
from wpharvest.text import plain_title, squeeze
from wpharvest.translation.declared import from_rest

SURE = 0.95  # from here on a text's own language is believed against a site that names only one
TELLING = 200  # characters that a text needs for that
DOCUMENT_ROLES = ("type", "taxonomy")

_SEO = ("title", "description", "canonical", "og_title", "og_description", "og_image", "robots")


class Shelf:
    """What documents refer to by number: terms, media and authors, found by id.

    A language's own record wins; a site that keeps such records in one language only (users nearly always)
    is served by that one.
    """

    def __init__(self, items: Iterable[RawItem], info: SiteInfo) -> None:
        self._info = info
        self._values: dict[Key, Json] = {item.key: item.value for item in items}
        self._anywhere: dict[tuple[str, int | str], Key] = {}
        for key in self._values:
            self._anywhere.setdefault((key.kind, key.id), key)

    @staticmethod
    def wanted(item: RawItem, info: SiteInfo) -> bool:
        """Whether a document may refer to this item."""
        collection = info.collection(item.kind)
        return collection is not None and collection.role in ("taxonomy", "media", "users")

    def find(self, near: str, kind: str, number: Any) -> tuple[Key, Json] | None:
        """The record of this kind and id, in the language `near` if it is there."""
        if not isinstance(number, (int, str)) or not number:
            return None
        key = Key(near, kind, number)
        if key not in self._values:
            key = self._anywhere.get((kind, number), key)
        return (key, self._values[key]) if key in self._values else None

    def terms(self, item: RawItem, value: Json) -> Iterator[TermRef]:
        """The terms that an object carries, in the order of the site's taxonomies."""
        for taxonomy in self._info.collections:
            numbers = value.get(taxonomy.kind)
            if taxonomy.role != "taxonomy" or not isinstance(numbers, list):
                continue
            for number in numbers:
                found = self.find(item.language, taxonomy.kind, number)
                if found:
                    key, term = found
                    name = plain_title(str(term.get("name", "")))
                    yield TermRef(taxonomy.kind, key.id, name, unquote(str(term.get("slug", ""))))

    def author(self, item: RawItem, value: Json) -> str:
        """The author's name: from the user's record, else from what the object itself says."""
        found = self.find(item.language, "users", value.get("author"))
        if found:
            return plain_title(str(found[1].get("name", "")))
        embedded = _object(value, "_embedded").get("author")
        if isinstance(embedded, list) and embedded and isinstance(embedded[0], dict):
            return plain_title(str(embedded[0].get("name", "")))
        return str(_object(value, "yoast_head_json").get("author", ""))


def convert(item: RawItem, info: SiteInfo, shelf: Shelf) -> tuple[Document, tuple[Notice, ...]]:
    """Read one post, page, custom post or term: decode it, clean its body, make it a tree.

    The notices name the document and say what each pass took.
    """
    value = item.value
    collection = info.collection(item.kind)
    role = collection.role if collection else "type"
    url = str(value.get("link") or "")
    source = str(value.get("description", "")) if role == "taxonomy" else rendered(value, "content")
    cleaned = clean(source, url)
    body = html_reader.read(cleaned.html)
    title = title_of(value)
    code, told_by = _language(item, info, f"{title}\n{words_of(body)}")
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
        date=_time(value, "date"),
        modified=_time(value, "modified"),
        author=shelf.author(item, value),
        parent=_number(value.get("parent")),
        menu_order=value["menu_order"] if isinstance(value.get("menu_order"), int) else 0,
        excerpt=_excerpt(value),
        terms=tuple(shelf.terms(item, value)),
        featured_media=convert_media(*featured) if featured else None,
        seo=_seo(value),
        fields=_fields(value),
        declared=from_rest(value),
        protected=_object(value, "content").get("protected") is True,
        language_source=told_by,
        raw_digest=item.digest,
    )
    return document, tuple(msgspec.structs.replace(notice, key=key) for notice in cleaned.notices)


def convert_media(key: Key, value: Json) -> Media:
    """A record of the media library."""
    details = _object(value, "media_details")
    return Media(
        key=key,
        url=str(value.get("source_url") or _object(value, "guid").get("rendered") or ""),
        title=title_of(value),
        alt=html.unescape(str(value.get("alt_text") or "")),
        caption=_plain(rendered(value, "caption")),
        mime_type=str(value.get("mime_type") or ""),
        width=_number(details.get("width")),
        height=_number(details.get("height")),
    )


def convert_author(key: Key, value: Json) -> Author:
    """A user, as the public sees them."""
    return Author(
        key=key,
        name=plain_title(str(value.get("name") or "")),
        slug=unquote(str(value.get("slug") or "")),
        url=str(value.get("url") or ""),
        description=_plain(str(value.get("description") or "")),
    )


def convert_comment(key: Key, value: Json) -> Comment:
    """A reader's comment, its text as Markdown."""
    return Comment(
        key=key,
        post=_number(value.get("post")),
        author=plain_title(str(value.get("author_name") or "")),
        date=_time(value, "date"),
        markdown=WRITERS["markdown"](body_of(rendered(value, "content"), str(value.get("link") or ""))),
        parent=_number(value.get("parent")),
    )


def body_of(source: str, url: str = "") -> Root:
    """A fragment of HTML, cleaned, as a tree."""
    return html_reader.read(clean(source, url).html)


def rendered(value: Json, name: str) -> str:
    """The HTML of a field that WordPress serves as `{"rendered": …}`; plugins also send plain strings."""
    field = value.get(name)
    if isinstance(field, dict):
        field = field.get("rendered")
    return field if isinstance(field, str) else ""


def title_of(value: Json) -> str:
    """An object's title (posts) or name (terms), without entities or tags."""
    return plain_title(rendered(value, "title") or rendered(value, "name"))


def path_of(url: str) -> str:
    """The path of an address; with its query where WordPress's plain permalinks put the id there."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    return f"{path}?{parts.query}" if parts.query else path


def _language(item: RawItem, info: SiteInfo, text: str) -> tuple[str, str]:
    """The document's language and who says so.

    A site with several languages knows its own; one that names none or a single one may still hold pages in
    another, and then their text decides if it is long enough to be sure.
    """
    if item.language != UNDETERMINED and len(info.languages) > 1:
        return item.language, "site"
    told, sure = language.detect(text) if len(text) >= TELLING else ("", 0.0)
    if told and sure >= SURE and told != language.primary(item.language):
        return told, "text"
    return item.language, "site"


def _object(value: Json, name: str) -> Json:
    """A field that should be an object; PHP writes an empty one as `[]`, ACF a missing one as `false`."""
    field = value.get(name)
    return field if isinstance(field, dict) else {}


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _time(value: Json, name: str) -> str:
    """UTC with `Z` where the site gives it, else local time; WordPress writes no date as year 0."""
    utc = str(value.get(f"{name}_gmt") or "")
    if utc and not utc.startswith("0000"):
        return utc.removesuffix("Z") + "Z"
    return str(value.get(name) or "")


def _plain(source: str) -> str:
    return words_of(body_of(source)) if source else ""


def _excerpt(value: Json) -> str:
    return squeeze(_plain(rendered(value, "excerpt")))


def _fields(value: Json) -> Json:
    """ACF's fields and public meta.

    Names that begin with an underscore are WordPress's own notes (`is_protected_meta` in
    wp-includes/meta.php); empty values say nothing.
    """
    groups = {"acf": _object(value, "acf"), "meta": _object(value, "meta")}
    kept = {
        group: {
            name: field
            for name, field in fields.items()
            if not name.startswith("_") and field not in ("", [], None, {})
        }
        for group, fields in groups.items()
    }
    return {group: fields for group, fields in kept.items() if fields}


def _seo(value: Json) -> Json:
    """What Yoast SEO says to search engines, without its schema graph (which repeats it in bulk)."""
    yoast = _object(value, "yoast_head_json")
    return {name: yoast[name] for name in _SEO if yoast.get(name)}
