"""What of a section or a block can be compared with one in another language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import log, sqrt

import msgspec

from wpharvest.model.alignments import Block, Section
from wpharvest.model.nodes import Code, Embed, Image, InlineCode, Link, walk
from wpharvest.text import fold
from wpharvest.translation.addresses import file_name, neutral
from wpharvest.translation.profile import contacts, names, numbers

Bag = dict[str, float]

PREFIX = 4  # letters: `liberté` and `liberty` begin alike
ENOUGH = 10_000  # characters of a block by which it is known
WORDS = 400  # of one unit: a longer text is known by its first words
_WORD = re.compile(r"[^\W\d_]+")
_folded = lru_cache(50_000)(fold)  # words come again and again
_HEADS = ("title", "heading")
_LETTERS = {
    "title": "h",
    "heading": "h",
    "item": "i",
    "row": "r",
    "code": "c",
    "image": "m",
    "embed": "e",
    "quote": "q",
}


class Unit(msgspec.Struct, frozen=True):
    """A section or a few blocks as bags of things, each with how often it occurs.

    `anchors` are the same in every language (links, files, numbers, names, code); `head` and `body` are the
    beginnings of words, of the headings and of all; `words` are whole words, for a lexicon; `shape` is a
    letter a block, `length` in characters, `depth` a heading's.
    """

    anchors: Bag
    head: Bag
    body: Bag
    words: frozenset[str]
    shape: str
    length: int
    depth: int


def unit(blocks: Sequence[Block], depth: int = 0) -> Unit:
    """The unit that these blocks are."""
    text = "\n".join(block.text[:ENOUGH] for block in blocks)
    head = "\n".join(block.text for block in blocks if block.kind in _HEADS)
    words = [_folded(word) for word in _WORD.findall(text)[:WORDS]]
    return Unit(
        anchors=_bag(_anchors(blocks, text)),
        head=_bag(_beginnings(_folded(word) for word in _WORD.findall(head))),
        body=_bag(_beginnings(words)),
        words=frozenset(word for word in words if len(word) > 2),
        shape="".join(_LETTERS.get(block.kind, "p") for block in blocks),
        length=sum(len(block.text) for block in blocks),
        depth=depth,
    )


def of_section(section: Section, blocks: Sequence[Block]) -> Unit:
    """The unit that a section is."""
    return unit(blocks[section.start : section.stop], section.depth)


def weighted(units: Sequence[Unit]) -> list[Unit]:
    """The units with each thing weighed by how rare it is among them, each bag of length 1."""
    found = [{name: getattr(each, name) for name in ("anchors", "head", "body")} for each in units]
    for name in ("anchors", "head", "body"):
        seen = Counter(thing for each in found for thing in each[name])
        for each in found:
            each[name] = _normal(
                {thing: often * log(1 + len(units) / seen[thing]) for thing, often in each[name].items()}
            )
    return [msgspec.structs.replace(each, **bags) for each, bags in zip(units, found, strict=True)]


def joined(units: Sequence[Unit]) -> Unit:
    """Several weighed units as one."""
    if len(units) == 1:
        return units[0]
    sums = {}
    for name in ("anchors", "head", "body"):
        total: Counter[str] = Counter()
        for each in units:
            total.update(getattr(each, name))
        sums[name] = _normal(dict(total))
    return msgspec.structs.replace(
        units[0],
        **sums,
        words=frozenset().union(*(each.words for each in units)),
        shape="".join(each.shape for each in units),
        length=sum(each.length for each in units),
    )


def _anchors(blocks: Sequence[Block], text: str) -> Iterator[str]:
    for block in blocks:
        for node in walk(block.node):
            if isinstance(node, (Link, Image, Embed)):
                yield f"file {name}" if (name := file_name(node.url)) else f"link {neutral(node.url)}"
            elif isinstance(node, (Code, InlineCode)):
                yield from (f"code {word}" for word in re.findall(r"[\w-]{2,}", node.value))
    yield from (f"number {number}" for number in numbers(text))
    yield from (f"contact {contact}" for contact in contacts(text))
    yield from (f"name {name}" for name in names(text))


def _beginnings(words: Iterable[str]) -> Iterator[str]:
    return (word[:PREFIX] for word in words if len(word) > 2)


def _bag(things: Iterable[str]) -> Bag:
    return {thing: sqrt(count) for thing, count in Counter(things).items()}


def _normal(bag: Bag) -> Bag:
    length = sqrt(sum(weight * weight for weight in bag.values()))
    return {thing: weight / length for thing, weight in bag.items()} if length else bag
