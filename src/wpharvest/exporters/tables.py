"""A site as six tables of typed rows: what the targets `csv` and `parquet` write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.atlas import Atlas, atlas
from wpharvest.exporters.facts import facts
from wpharvest.exporters.field_text import field_text
from wpharvest.exporters.frontmatter import tidy
from wpharvest.exporters.paths import key_order
from wpharvest.exporters.rows import (
    AuthorRow,
    CommentRow,
    DocumentRow,
    FamilyRow,
    MediaRow,
    Moment,
    TermRow,
)
from wpharvest.exporters.select import selection
from wpharvest.markup.writers import WRITERS, markdown
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.site import Site
from wpharvest.text import count_words


class Table(msgspec.Struct, frozen=True):
    """A name, what its rows are, and the rows."""

    name: str
    row: type[msgspec.Struct]
    rows: Sequence[msgspec.Struct]


def tables(site: Site, options: Export) -> Iterator[Table]:
    """The six tables, always all, of the chosen documents and languages; rows by key.

    Half surrogate pairs and NUL, which no file of text can hold, are replaced by U+FFFD. Raises
    UnknownNameError for options that don't fit the site.
    """
    known = atlas(site, options)
    languages = selection(site, options).languages
    chosen = list(known.chosen())
    document = _document(known, options)
    yield _table("documents", DocumentRow, (document(each, place) for each, place in chosen))
    yield _table("terms", TermRow, (row for each, _ in chosen for row in _terms(each)))
    yield _table("media", MediaRow, _records(site.media, languages, _media))
    yield _table("authors", AuthorRow, _records(site.authors, languages, _author))
    yield _table("comments", CommentRow, (row for each, _ in chosen for row in _comments(each, known)))
    yield _table("families", FamilyRow, _families(known))


def _table(name: str, row: type[msgspec.Struct], rows: Iterable[msgspec.Struct]) -> Table:
    return Table(name, row, [_writable(each) for each in rows])


def _writable(row: msgspec.Struct) -> msgspec.Struct:
    values = msgspec.structs.asdict(row)
    return type(row)(**{name: _clean(value) for name, value in values.items()})


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return tidy(value).replace("\0", "\ufffd")
    return tuple(map(_clean, value)) if isinstance(value, tuple) else value


def _number(value: int | str) -> int | None:
    """An id that is a number; what 64 bits can't hold isn't one that WordPress gave."""
    return value if isinstance(value, int) and -(2**63) <= value < 2**63 else None


def _beside(document: Document, value: int | str) -> str:
    """The key of another document of the same collection and language; empty for 0, which is none."""
    return str(Key(document.key.language, document.key.kind, value)) if value else ""


def _document(known: Atlas, options: Export) -> Callable[[Document, str], DocumentRow]:
    def row(document: Document, path: str) -> DocumentRow:
        told = facts(document, known)
        key, image, seo = document.key, document.featured_media, document.seo
        family = known.families.get(key)
        text = WRITERS["text"](document.body) if document.body.children else field_text(document.fields)
        return DocumentRow(
            key=str(key),
            language=key.language,
            kind=key.kind,
            id=_number(key.id),
            role=document.role,
            type=document.type,
            status=document.status,
            title=document.title,
            slug=told.get("slug", ""),
            url=document.url,
            path=path,
            date=Moment(document.date),
            modified=Moment(document.modified),
            author=document.author,
            parent=_beside(document, document.parent),
            menu_order=_number(document.menu_order) or 0,
            sticky=document.sticky,
            format=document.format,
            protected=document.protected,
            body_source=document.body_source,
            translation_key=told.get("translation_key", ""),
            translations=tuple(
                str(Key(language, member.kind, member.id))
                for language, member in (family.members.items() if family else ())
                if language != key.language
            ),
            categories=tuple(told.get("categories", ())),
            tags=tuple(told.get("tags", ())),
            taxonomies=tuple(
                f"{name}: {term}" for name, terms in told.get("taxonomies", {}).items() for term in terms
            ),
            featured_image=image.url if image else "",
            featured_image_alt=image.alt if image else "",
            seo_title=_text(seo.get("title")),
            seo_description=_text(seo.get("description")),
            words=count_words(text),
            seo=_json(seo),
            fields=_json(document.fields),
            excerpt=document.excerpt,
            text=text,
            markdown=markdown.write(document.body, options.flavor),
        )

    return row


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _json(value: dict[str, Any]) -> str:
    """JSON in one line, its keys sorted; empty for what says nothing."""
    return json.dumps(tidy(value), ensure_ascii=False, sort_keys=True) if value else ""


def _terms(document: Document) -> Iterator[TermRow]:
    for term in document.terms:
        place = (term.taxonomy, _number(term.id), term.name, term.slug)
        yield TermRow(str(document.key), document.key.language, *place)


def _records(
    records: Iterable[Any], languages: frozenset[str], row: Callable[[Any], msgspec.Struct]
) -> Iterator[msgspec.Struct]:
    """Users and media are whole in each chosen language, as in JSON."""
    for each in sorted(records, key=lambda each: key_order(each.key)):
        if not languages or each.key.language in languages:
            yield row(each)


def _media(media: Any) -> MediaRow:
    return MediaRow(
        key=str(media.key),
        language=media.key.language,
        id=_number(media.key.id),
        url=media.url,
        title=media.title,
        alt=media.alt,
        caption=media.caption,
        mime_type=media.mime_type,
        width=_number(media.width) or 0,
        height=_number(media.height) or 0,
    )


def _author(author: Any) -> AuthorRow:
    place = (str(author.key), author.key.language, _number(author.key.id))
    return AuthorRow(*place, author.name, author.slug, author.url, author.description)


def _comments(document: Document, known: Atlas) -> Iterator[CommentRow]:
    for each in known.comments_of(document):
        parent = str(msgspec.structs.replace(each.key, id=each.parent)) if each.parent else ""
        place = (str(each.key), each.key.language, _number(each.key.id), str(document.key), parent)
        yield CommentRow(*place, each.author, Moment(each.date), each.markdown)


def _families(known: Atlas) -> Iterator[FamilyRow]:
    """Every family of which a chosen document is a member, whole."""
    chosen = {known.families[key].key: known.families[key] for key in known.places if key in known.families}
    for family in sorted(chosen.values(), key=lambda each: each.key):
        for language, member in family.members.items():
            key = str(Key(language, member.kind, member.id))
            yield FamilyRow(family.key, language, key, member.url, family.confidence, family.decided_by)
