"""Tags: a site's terms, and Ghost's internal ones (`#fr`) for what Ghost has no word for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count

import msgspec

from wpharvest.exporters.families import FamilyEntry
from wpharvest.exporters.ghost.addresses import ghost_slug, wishes
from wpharvest.exporters.paths import decoded, key_order
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.nodes import words_of

COMMON = ("categories", "tags")
Names = dict[Key, tuple[str, str, str]]


class Tag(msgspec.Struct, frozen=True):
    """One of Ghost's tags. `#` at the start of its name makes it internal: themes don't show it."""

    slug: str
    name: str
    description: str = ""

    @property
    def internal(self) -> bool:
        """Whether readers don't see it."""
        return self.name.startswith("#")


def term_tags(documents: Iterable[Document]) -> dict[Key, Tag]:
    """The tags of all terms among the documents, and of all that a document carries.

    Ghost knows neither taxonomies nor languages of tags: two terms of one slug are told apart by `-LANG`,
    categories first.
    """
    found: Names = {}
    for document in documents:
        for term in document.terms:
            key = Key(document.key.language, term.taxonomy, term.id)
            found.setdefault(key, (term.name, term.slug, ""))
        if document.role == "taxonomy":
            words = " ".join(words_of(document.body).split())
            found[document.key] = (document.title, document.slug, words)
    used: set[str] = set()
    tags: dict[Key, Tag] = {}
    for key in sorted(found, key=_common_first):
        name, slug, description = found[key]
        own = ghost_slug(decoded(slug)) or ghost_slug(name) or ghost_slug(f"{key.kind}-{key.id}")
        free = next(each for each in wishes(own, key) if each not in used)
        used.add(free)
        # A comma would make two of it, a `#` would hide it.
        tags[key] = Tag(free, name.lstrip("#,").strip() or free, description)
    return tags


def counted(wish: str) -> Iterator[str]:
    """The wish, then the same with a number behind it."""
    return chain([wish], (f"{wish}-{number}" for number in count(2)))


def _common_first(key: Key) -> tuple[int, tuple[str, str, bool, int, str]]:
    return (COMMON.index(key.kind) if key.kind in COMMON else len(COMMON)), key_order(key)


def language_tag(language: str) -> Tag:
    """`#fr`: the language of a text."""
    return internal(language)


def internal(word: str) -> Tag:
    """An internal tag. Ghost itself makes `hash-fr` of `#fr`."""
    slug = ghost_slug(word) or "und"
    return Tag(f"hash-{slug}", f"#{slug}")


def internal_tags(document: Document, family: FamilyEntry | None) -> Iterator[Tag]:
    """What themes and filters may want to know: language, kind, which texts are translations."""
    yield language_tag(document.key.language)
    if document.type not in ("post", "page"):
        yield internal(document.key.kind)
    if family:
        yield internal(f"translation-{family.key}")
    if document.status == "private":
        yield internal("private")
