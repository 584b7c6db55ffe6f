"""A WordPress that was filled from a file, compared object by object with the site that the file is of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import msgspec
import requests

from wpharvest.config import Export
from wpharvest.exporters.select import select
from wpharvest.exporters.wxr.book import Book
from wpharvest.exporters.wxr.items import own_excerpt
from wpharvest.markup.fidelity import differences
from wpharvest.model.documents import Comment, Document, Media
from wpharvest.model.items import Key
from wpharvest.model.nodes import Image, Link, Root, walk
from wpharvest.model.site import Site
from wpharvest.steps.export import Led

# What the provider of an embed says at each import anew; and the name of a file that the importer fetched
# a second time, because two languages have a record of it.
_TOLD = ("title", "html")
_AGAIN = re.compile(r"-1(?=\.\w+$)")

Facts = Callable[["Imported", Document, Document], Iterator[tuple[str, Any, Any]]]


class Imported:
    """The new site beside the old one, whose links were led to the plan.

    `posts` and `terms` are the new numbers of those in the file, as the importer tells them.
    """

    def __init__(self, led: Led, book: Book, new: Site, posts: dict[int, int], terms: dict[int, int]) -> None:
        self.led, self.book, self.new, self.posts, self.terms = led, book, new, posts, terms
        self.old_home, self.new_home = (site.info.home.rstrip("/") for site in (led.site, new))
        self.documents = {each.key: each for each in new.documents}
        self.media = {each.key.id: each for each in new.media}
        self.asked: dict[str, int] = {}

    def complaints(self) -> list[str]:
        """Everything in which the new site differs; empty if nothing does."""
        found: list[str] = []
        for old in select(self.led.site, Export()):
            if old.status != "publish":
                continue
            new = self.documents.get(self.key(old.key))
            if new is None:
                found.append(f"{old.key}: isn't there as {self.key(old.key)}")
                continue
            for check in CHECKS:
                found += [
                    f"{old.key}: {what}: {wanted!r}, but {got!r}"
                    for what, wanted, got in check(self, old, new)
                    if wanted != got
                ]
        return [*found, *self._media(), *self._families(), *self._surplus()]

    def key(self, old: Key) -> Key:
        """The key that an object has on the new site."""
        if old in self.book.terms:
            return Key(old.language, old.kind, self.terms[self.book.terms[old]])
        if old in self.book.posts:
            return Key(old.language, old.kind, self.posts[self.book.posts[old]])
        return old

    def whole(self, url: str) -> str:
        """An address on the new site, as it was written for the old one."""
        whole = unquote(urljoin(self.new_home + "/", url.replace(self.old_home, self.new_home)))
        return self.name(whole) if "/uploads/" in whole else whole

    def name(self, url: str) -> str:
        """The address of a file without the number that it got for being there twice."""
        shared = [unquote(urlsplit(each.url).path) for each in self.led.site.media]
        once = _AGAIN.sub("", unquote(url))
        return once if shared.count(urlsplit(once).path) > 1 else url

    def answers(self, url: str) -> int:
        """What the new site answers at an address of its own, redirects followed."""
        bare = url.partition("#")[0]
        if bare not in self.asked:
            self.asked[bare] = requests.get(bare, timeout=30).status_code
        return self.asked[bare]

    def _media(self) -> Iterator[str]:
        for old in self.book.chosen.media:
            if not old.url:
                continue
            new = self.media.get(self.posts[self.book.posts[old.key]])
            if new is None:
                yield f"{old.key}: isn't there"
                continue
            for what, wanted, got in self._record(old, new):
                if wanted != got:
                    yield f"{old.key}: {what}: {wanted!r}, but {got!r}"

    def _record(self, old: Media, new: Media) -> Iterator[tuple[str, object, object]]:
        for name in ("title", "alt", "caption", "description", "mime_type", "width", "height", "date"):
            yield name, getattr(old, name), getattr(new, name)
        yield "slug", self.book.slugs[old.key], new.slug
        yield "file", unquote(urlsplit(old.url).path), unquote(urlsplit(self.name(new.url)).path)
        yield "answer", 200, self.answers(new.url)

    def _families(self) -> Iterator[str]:
        """The same documents are translations of each other; the new site declares all of them."""
        old = {
            frozenset(self.key(key) for key in each.members.values()): each for each in self.led.site.families
        }
        new = {frozenset(each.members.values()): each for each in self.new.families}
        yield from (f"no translations any more: {sorted(each)}" for each in old.keys() - new.keys())
        yield from (f"no translations before: {sorted(each)}" for each in new.keys() - old.keys())
        yield from (
            f"only inferred: {sorted(keys)}" for keys, each in new.items() if each.decided_by != "declared"
        )

    def _surplus(self) -> Iterator[str]:
        expected = {self.key(each.key) for each in self.led.site.documents}
        for key, document in self.documents.items():
            if key not in expected and document.slug not in ("non-classe", "uncategorized"):
                yield f"{key}: nobody asked for {document.title!r}"


def _plain(self: Imported, old: Document, new: Document) -> Iterator[tuple[str, Any, Any]]:
    for name in (
        "title",
        "status",
        "sticky",
        "format",
        "menu_order",
        "author",
        "protected",
        "type",
    ):
        yield name, getattr(old, name), getattr(new, name)
    if old.role == "type":
        yield "date", self.book.moments[old.key].utc.replace(" ", "T") + "Z", new.date
    yield "slug", unquote(self.book.slugs[old.key]), new.slug
    if own_excerpt(old):
        yield "excerpt", old.excerpt, new.excerpt
    above = Key(old.key.language, old.key.kind, old.parent)
    yield "parent", self.key(above).id if old.parent else 0, new.parent


def _address(self: Imported, old: Document, new: Document) -> Iterator[tuple[str, Any, Any]]:
    place = unquote(self.led.plan.places[old.key])
    is_home = place.strip("/") in ("", old.key.language)  # which page that is, is no part of the file
    if not is_home:
        yield "address", place, unquote(urlsplit(new.url).path)
    yield "answer", 200, self.answers(new.url)


def _body(self: Imported, old: Document, new: Document) -> Iterator[tuple[str, Any, Any]]:
    wanted = Root(()) if old.protected else _on_host(old.body, self.whole)
    yield "body", (), differences(wanted, _on_host(new.body, self.whole))
    for node in walk(new.body):
        if isinstance(node, Link | Image):
            url = urljoin(new.url, node.url)
            if url.startswith(self.new_home):
                yield f"answer of {url}", 200, self.answers(url)
            yield f"{url} leads to the old site", False, url.startswith(self.old_home)


def _on_host(body: Root, whole: Callable[[str], str]) -> Root:
    """A tree with each address in full, on the new host; of an embed only what is embedded."""

    def is_embed(value: dict[str, Any]) -> bool:
        return value.get("type") == "embed"

    def changed(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [changed(each) for each in value]
        if isinstance(value, dict):
            kept = {name: each for name, each in value.items() if not (is_embed(value) and name in _TOLD)}
            return {name: _led(name, changed(each), whole) for name, each in kept.items()}
        return value

    return msgspec.convert(changed(msgspec.to_builtins(body)), Root)


def _led(name: str, value: Any, whole: Callable[[str], str]) -> Any:
    led = name in ("url", "href", "src") and isinstance(value, str) and value and not value.startswith("#")
    return whole(value) if led else value


def _terms(self: Imported, old: Document, new: Document) -> Iterator[tuple[str, Any, Any]]:
    keys = self.book.chosen.terms_of.get(old.key, ())
    wanted = {(key.kind, unquote(self.book.slugs[key])) for key in keys}
    got = {(each.taxonomy, each.slug) for each in new.terms}
    yield "terms", wanted, got if wanted else got - {("categories", "non-classe")}


def _featured(self: Imported, old: Document, new: Document) -> Iterator[tuple[str, Any, Any]]:
    shown = [
        (unquote(urlsplit(self.name(each.featured_media.url)).path), each.featured_media.alt)
        if each.featured_media
        else None
        for each in (old, new)
    ]
    yield "featured picture", shown[0], shown[1]


def _comments(self: Imported, old: Document, new: Document) -> Iterator[tuple[str, Any, Any]]:
    if old.role == "type":
        yield "comments", _threads(self.led.site.comments, old), _threads(self.new.comments, new)


def _threads(comments: Iterable[Comment], document: Document) -> list[tuple[str, ...]]:
    """Author, date, text and website of each comment, and the text of what it answers."""
    below = {each.key.id: each for each in comments if each.post == document.key.id}
    texts = {number: each.markdown.strip() for number, each in below.items()} | {0: ""}
    found = [(c.author, c.date, texts[c.key.id], c.url, texts[c.parent]) for c in below.values()]
    return sorted(dict.fromkeys(found))


CHECKS: tuple[Facts, ...] = (_plain, _address, _body, _terms, _featured, _comments)
