"""What of a document can be compared across languages, taken once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import sqrt

import msgspec

from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.nodes import (
    Code,
    Embed,
    Figure,
    Heading,
    Image,
    InlineCode,
    Item,
    Link,
    Paragraph,
    Quote,
    Root,
    Table,
    walk,
    words_of,
)
from wpharvest.text import fold
from wpharvest.translation.addresses import file_name, host_of, neutral, pathway

Bag = dict[str, float]

BEFORE = 20  # characters before a word in which a sentence's end and the spaces after it stand
GRAM = 4  # letters; shorter ones are everywhere, longer ones miss `liberte` and `liberty`
KNOWN = 1 << 17  # words, and runs of letters, that are kept: a site says the same ones again and again
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d{3})*(?:[.,]\d+)?")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(r"(?<![\w/.-])\+?\(?\d[\d\u00a0 ().-]{7,}\d(?![\w/-])")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+")
_NAME = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ENDS = re.compile(r"[.!?:;•–—\"“”«»(\[|]\s*$")
_MARK = {Paragraph: "p", Item: "i", Table: "t", Image: "m", Embed: "e", Quote: "q", Code: "c", Figure: "f"}


class Profile(msgspec.Struct, frozen=True):
    """A document's bags of comparable things, and its shape.

    `bags`: name of the bag -> thing -> how often, damped. `shape`: a letter a block, in order; `heads` those
    of headings, `runs` how often each three follow each other, the ends marked; `length` in
    characters; `date` the day it was published; `words` those of three letters or more.
    """

    key: Key
    role: str
    title: str
    bags: dict[str, Bag]
    shape: str
    length: int
    date: str
    headings: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    heads: str = ""
    runs: Mapping[str, int] = {}


def profile(document: Document) -> Profile:
    """Take a document's profile. A document without words or links has empty bags."""
    body = words_of(document.body)
    text = f"{document.title}\n{body}"
    own = host_of(document.url)
    urls = list(_addresses(document.body, body))
    outbound = [url for url in urls if (host := host_of(url)) and host != own and not file_name(url)]
    headings = [words_of(node) for node in walk(document.body) if isinstance(node, Heading)]
    media = [*urls, *_media(document)]
    bags = {
        "links": _bag(filter(None, map(neutral, outbound))),
        "hosts": _bag(filter(None, map(host_of, outbound))),
        "media": _bag(filter(None, map(file_name, media))),
        "numbers": _bag(numbers(text)),
        "contacts": _bag(contacts(text)),
        "names": _bag(names(text)),
        "code": _bag(_code(document.body)),
        "cognates": _damped(grams(text)),
        "titles": _damped(grams("\n".join((document.title, *headings[:1])))),
        "headings": _damped(grams("\n".join(headings))),
        "title_numbers": _bag(numbers(document.title)),
        "title_names": _bag(map(_folded, _WORD.findall(document.title))),
        "slugs": _damped(grams(document.slug.replace("-", " "))),
        "paths": _bag(filter(None, [pathway(document.url)])),
        "parts": _bag(document.builder_parts),
        "words": _bag(_folded(word) for word in _WORD.findall(text) if len(word) > 2),
    }
    shape = "".join(_letters(document.body))
    return Profile(
        document.key,
        document.role,
        document.title,
        bags,
        shape,
        len(body),
        document.date[:10],
        tuple(headings),
        frozenset(bags["words"]),
        "".join(filter(str.isdigit, shape)),
        Counter(f"^^{shape}$"[start : start + 3] for start in range(len(shape) + 1)),
    )


def numbers(text: str) -> Iterator[str]:
    """Numbers of two digits or more, with their digits only, so that `1 234,5` and `1,234.5` are one.

    >>> list(numbers("1 234,5 of 1,234.5 in 2024"))
    ['12345', '12345', '2024']
    """
    for match in _NUMBER.findall(text):
        digits = re.sub(r"\D", "", match)
        if len(digits) > 1:
            yield digits


def contacts(text: str) -> Iterator[str]:
    """E-mail addresses and telephone numbers (their last nine digits: `+32` or `0` before them vary)."""
    yield from (address.lower() for address in _EMAIL.findall(text))
    for match in _PHONE.findall(text):
        digits = re.sub(r"\D", "", match)
        if 8 < len(digits) < 16:
            yield digits[-8:]


def names(text: str) -> Iterator[str]:
    """Acronyms, and words written with a capital where no sentence begins.

    >>> list(names("Le MYRIA publie. Les gens de Bruxelles"))
    ['myria', 'bruxelles']
    """
    for line in text.split("\n"):
        shouting = line.isupper()
        for match in _NAME.finditer(line):
            word = match.group()
            if len(word) < 2 or not word[0].isupper():
                continue
            # Only what stands right before it: looking from the start of a long line takes forever.
            before = line[max(0, match.start() - BEFORE) : match.start()]
            inside = match.start() > 0 and not _ENDS.search(before)
            if inside or (word.isupper() and not shouting):
                yield fold(word)


def grams(text: str) -> Counter[str]:
    """Runs of four letters of each word, its beginning marked: what cognates have in common.

    >>> sorted(grams("Liberté, été"))
    ['^lib', 'bert', 'erte', 'iber', 'libe']
    """
    found: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(fold(text))).items():
        for gram in _grams_of(word):
            found[gram] += count
    return found


@lru_cache(KNOWN)
def _grams_of(word: str) -> tuple[str, ...]:
    marked = f"^{word}"
    runs = range(len(marked) - GRAM + 1) if len(word) >= GRAM else ()
    return tuple(_one(marked[start : start + GRAM]) for start in runs)


@lru_cache(KNOWN)
def _one(gram: str) -> str:
    """The same object for the same letters: a large site would hold each of them thousands of times."""
    return gram


@lru_cache(KNOWN)
def _folded(word: str) -> str:
    return fold(word)


def _bag(things: Iterable[str]) -> Bag:
    return _damped(Counter(things))


def _damped(counts: Counter[str]) -> Bag:
    """How often each thing occurs, damped: the tenth time says less than the first."""
    return {thing: _root(count) for thing, count in counts.items()}


@lru_cache(KNOWN)
def _root(count: int) -> float:
    return round(sqrt(count), 2)


def _addresses(body: Root, text: str) -> Iterator[str]:
    for node in walk(body):
        if isinstance(node, (Link, Image, Embed)):
            yield node.url
    yield from _ADDRESS.findall(text)


def _media(document: Document) -> Iterator[str]:
    if document.featured_media:
        yield document.featured_media.url


def _code(body: Root) -> Iterator[str]:
    for node in walk(body):
        if isinstance(node, (InlineCode, Code)):
            yield from re.findall(r"[\w-]{2,}", node.value)


def _letters(body: Root) -> Iterator[str]:
    for node in walk(body):
        if isinstance(node, Heading):
            yield str(node.depth)
        elif letter := _MARK.get(type(node)):
            yield letter
