"""Sets of known pairs, as documents that know nothing of each other."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from wpharvest.markup import html_reader
from wpharvest.model.documents import Document, Media
from wpharvest.model.items import Key
from wpharvest.model.nodes import Root, words_of

Pair = tuple[Key, Key]


class Gold(msgspec.Struct, frozen=True):
    """Documents in two languages and which of them belong together."""

    name: str
    documents: tuple[Document, ...]
    pairs: frozenset[Pair]

    @property
    def languages(self) -> tuple[str, str]:
        """Of the left and of the right side."""
        (a, b), *_ = self.pairs
        return a.language, b.language


def read(path: Path, *, slugs: bool) -> Gold:
    """One file of `{"la", "lb", "A", "B", "pairs"}`. Ids become numbers: paths tell too much."""
    value = json.loads(path.read_bytes())
    keys: dict[tuple[str, str], Key] = {}
    documents = []
    for side, language, start in (("A", value["la"], 1), ("B", value["lb"], 100_001)):
        entries = sorted(value[side], key=lambda entry: hash_of(entry["id"]))
        for number, entry in enumerate(entries, start):
            keys[side, entry["id"]] = Key(language, "pages", number)
            documents.append(_document(Key(language, "pages", number), entry, slugs=slugs))
    pairs = frozenset((keys["A", a], keys["B", b]) for a, b in value["pairs"])
    return Gold(value["name"], tuple(documents), pairs)


def bereaved(gold: Gold, share: float, seed: int) -> Gold:
    """The set with one side of this share of its pairs gone: what must stay alone."""
    dice = random.Random(seed)
    pairs = sorted(gold.pairs)
    lost = dice.sample(pairs, round(share * len(pairs)))
    gone = {dice.choice(pair) for pair in lost}
    return _only(gold, {document.key for document in gold.documents} - gone)


def excerpts(gold: Gold, sizes: Sequence[int], seed: int) -> Iterator[Gold]:
    """Small sites cut out of a large one, a quarter of their pairs bereaved."""
    dice = random.Random(seed)
    pairs = sorted(gold.pairs)
    for size in sizes:
        if size < len(pairs):
            kept = {key for pair in dice.sample(pairs, size) for key in pair}
            yield bereaved(_only(gold, kept), 0.3, dice.randrange(10**6))


def bared(gold: Gold) -> Gold:
    """The set with nothing but its titles: what terms and empty pages are."""
    bare = (msgspec.structs.replace(document, body=Root(())) for document in gold.documents)
    return msgspec.structs.replace(gold, documents=tuple(bare))


def _only(gold: Gold, kept: set[Key]) -> Gold:
    documents = tuple(document for document in gold.documents if document.key in kept)
    pairs = frozenset(pair for pair in gold.pairs if kept.issuperset(pair))
    return Gold(gold.name, documents, pairs)


def _document(key: Key, entry: dict[str, Any], *, slugs: bool) -> Document:
    image = entry.get("image")
    return Document(
        key=key,
        role="type",
        type=entry.get("type") or "page",
        slug=(entry.get("slug") or "") if slugs else "",
        title=entry.get("title") or "",
        url="",
        path="",
        body=html_reader.read(entry["html"]),
        date=(entry.get("date") or "") if slugs else "",
        featured_media=Media(Key(key.language, "media", 1), image) if image else None,
    )


def hash_of(name: str) -> float:
    """A number that shuffles names the same way each time."""
    return random.Random(name).random()


def shown_twice(gold: Gold) -> tuple[tuple[Document, ...], frozenset[frozenset[Key]]]:
    """A site that shows one id at two bases (TranslatePress, WPML's fallback), and its untranslated pages.

    Of three pairs one is translated, one is the left side at both bases, one is that with a part less.
    """
    documents = {document.key: document for document in gold.documents}
    site: list[Document] = []
    copies: set[frozenset[Key]] = set()
    for number, (a, b) in enumerate(sorted(gold.pairs), 1):
        left, right = documents[a], documents[b]
        if sum(map(len, _words(left))) < 200 or sum(map(len, _words(right))) < 200:
            continue
        keys = Key(a.language, "pages", number), Key(b.language, "pages", number)
        if number % 3:
            copies.add(frozenset(keys))
            body = left.body if number % 3 == 1 else Root(left.body.children[: -len(left.body.children) // 4])
            right = msgspec.structs.replace(left, body=body)
        site += (
            msgspec.structs.replace(document, key=key, slug=f"s{number}")
            for document, key in ((left, keys[0]), (right, keys[1]))
        )
    return tuple(site), frozenset(copies)


def _words(document: Document) -> list[str]:
    return words_of(document.body).split()
