"""Menus as classic ones, which every theme shows and a block theme's navigation can be made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

import msgspec

from wpharvest.exporters.paths import key_order
from wpharvest.exporters.wxr.book import Book, stored
from wpharvest.exporters.wxr.items import item
from wpharvest.exporters.wxr.meta import Meta, meta_tags
from wpharvest.exporters.wxr.numbers import after
from wpharvest.exporters.wxr.polylang import term_tag
from wpharvest.exporters.wxr.serialised import serialised
from wpharvest.exporters.wxr.times import Moment
from wpharvest.exporters.wxr.xml import Tag
from wpharvest.linking import Plan
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.menus import Menu, MenuItem
from wpharvest.text import slugify
from wpharvest.urls import normal, split_url


class Menus(msgspec.Struct, frozen=True):
    """The terms that name the menus, and their entries as items."""

    terms: tuple[Tag, ...]
    items: tuple[Tag, ...]


def menus(book: Book, plan: Plan, first_term: int) -> Menus:
    """The menus of the chosen languages; `first_term` is the first number that no term has."""
    languages = set(book.chosen.languages) or {each.key.language for each in book.chosen.documents}
    wanted = [each for each in book.chosen.site.menus if each.key.language in languages and each.items]
    numbers = after(book.posts.values())
    finder = _Finder(book, plan)
    taken: set[str] = set()
    terms: list[Tag] = []
    items: list[Tag] = []
    for at, menu in enumerate(sorted(wanted, key=lambda each: key_order(each.key))):
        slug = next(each for each in _slugs(menu) if each not in taken)
        taken.add(slug)
        terms.append(term_tag(first_term + at, "nav_menu", slug, menu.name or slug))
        own = Tag("category", menu.name or slug, {"domain": "nav_menu", "nicename": slug})
        items += _entries(menu, own, finder, numbers)
    return Menus(tuple(terms), tuple(items))


def _slugs(menu: Menu) -> Iterator[str]:
    own = stored(menu.slug or slugify(menu.name or "menu"))
    yield own
    yield f"{own}-{menu.key.language.lower()}"
    yield from (f"{own}-{menu.key.language.lower()}-{number}" for number in count(2))


def _entries(menu: Menu, own: Tag, finder: _Finder, numbers: Iterator[int]) -> Iterator[Tag]:
    """The entries in the order of the menu, each with the number of the one that it is below."""
    todo = [(each, 0) for each in reversed(menu.items)]
    for order in count(1):
        if not todo:
            return
        entry, parent = todo.pop()
        number = next(numbers)
        todo += [(each, number) for each in reversed(entry.children)]
        meta = finder.meta(entry, menu.key.language, parent)
        yield item(
            entry.title,
            entry.url,
            number,
            "nav_menu_item",
            Moment(),
            home=finder.home,
            slug=str(number),
            order=order,
            more=(own, *meta_tags("wp:postmeta", meta)),
        )


class _Finder:
    """What an entry leads to: a document that is in the file, or an address."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self._book = book
        info = book.chosen.site.info
        self.home = info.home.rstrip("/")
        self._types = {each.name: each.kind for each in info.collections}
        self._by_url = {normal(each.url): each for each in reversed(self._documents()) if each.url}
        self._by_key: Mapping[Key, Document] = {each.key: each for each in self._documents()}
        self._plan = plan

    def _documents(self) -> list[Document]:
        terms = (each.document for each in self._book.chosen.terms)
        return [*self._book.chosen.documents, *(each for each in terms if each)]

    def meta(self, entry: MenuItem, language: str, parent: int) -> Iterator[Meta]:
        """An entry's meta: all eight are there, as the importer expects them."""
        document = self._found(entry, language)
        kind, number, name, url = "custom", 0, "custom", self._address(entry.url)
        if document is not None:
            is_term = document.role == "taxonomy"
            kind, name, url = "taxonomy" if is_term else "post_type", document.type, ""
            number = (self._book.terms if is_term else self._book.posts)[document.key]
        yield "_menu_item_type", kind
        yield "_menu_item_menu_item_parent", str(parent)
        yield "_menu_item_object_id", str(number)
        yield "_menu_item_object", name
        yield "_menu_item_target", ""
        yield "_menu_item_classes", serialised([""])
        yield "_menu_item_xfn", ""
        yield "_menu_item_url", url

    def _found(self, entry: MenuItem, language: str) -> Document | None:
        key = Key(language, self._types.get(entry.type, entry.type), entry.id)
        if "#" in entry.url:
            return None
        return self._by_key.get(key) or self._by_url.get(normal(entry.url) or "-")

    def _address(self, url: str) -> str:
        """A typed address: below the site's own home as a path, which is right on any host."""
        if not normal(url).startswith(normal(self.home)) or normal(self.home).count("/"):
            return url
        parts = split_url(url)
        if parts.netloc != split_url(self.home).netloc:
            return url
        return parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
