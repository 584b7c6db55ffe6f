"""What an HTML page says about itself in its head: language, translations, where its REST API is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress

import msgspec
from lxml import etree

from wpharvest.language import bcp47
from wpharvest.urls import join_url

_END = re.compile(rb"</head\s*>|<body[\s>]", re.IGNORECASE)
# A charset as a page may name it; not each that Python knows (`punycode` and others aren't of the web).
_CHARSET = re.compile(
    rb"<meta[^>]+?charset\s*=\s*[\"']?\s*((?:utf-8|iso|windows|cp|latin|koi|gb|big5|euc|shift)[\w-]*)",
    re.IGNORECASE,
)


class Head(msgspec.Struct, frozen=True):
    """The parts of an HTML head that matter here. Addresses are absolute.

    `alternates` is (BCP 47 code, address) of each `<link rel="alternate" hreflang>`, `x-default` left out;
    `api` the REST root of `<link rel="https://api.w.org/">`; `item` the address of the page's own object.
    """

    language: str = ""
    title: str = ""
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    api: str = ""
    item: str = ""
    generator: str = ""


def cut(page: bytes) -> bytes:
    """The page up to the end of its head; all of it where no head ends."""
    match = _END.search(page)
    if not match:
        return page
    return page[: match.end() if match[0].startswith(b"</") else match.start()]


def read(page: bytes | str, url: str) -> Head:
    """Read the head of an HTML page that was served at `url`. Never fails: what isn't there is empty."""
    elements = Elements(page, ("html", "base", "link", "meta", "title"))
    base = next((each["href"] for each in elements.named("base") if each.get("href")), None)
    here = join_url(url, base) if base else url
    found: dict[str, str] = {}
    alternates: list[tuple[str, str]] = []
    for link in elements.named("link"):
        if "href" not in link:
            continue
        rels, target = set(link.get("rel", "").lower().split()), join_url(here, link["href"].strip())
        if "alternate" in rels and link.get("hreflang"):
            code = bcp47(link["hreflang"])
            if code:
                alternates.append((code, target))
        elif "alternate" in rels and link.get("type") == "application/json":
            found.setdefault("item", target)
        for rel in rels & {"canonical", "https://api.w.org/"}:
            found.setdefault(rel, target)
    metas = elements.named("meta")
    generator = next((each.get("content", "") for each in metas if each.get("name") == "generator"), "")
    return Head(
        language=bcp47(next((each.get("lang", "") for each in elements.named("html")), "")),
        title=elements.title.strip(),
        canonical=found.get("canonical", ""),
        alternates=tuple(dict.fromkeys(alternates)),
        api=found.get("https://api.w.org/", ""),
        item=found.get("item", ""),
        generator=generator,
    )


class Elements:
    """The elements of a page that are called so, with their attributes, in their order; and its title.

    Read as they come, without a tree: no nesting is too deep. Bytes are UTF-8 if they nearly can be, else
    what the page says, else Windows-1252.
    """

    def __init__(self, page: bytes | str, names: tuple[str, ...]) -> None:
        self._found: dict[str, list[dict[str, str]]] = {name: [] for name in names}
        self._titles = 0
        self._in_title = False
        self.title = ""
        text = page if isinstance(page, str) else _decoded(page)
        # lxml's stubs know neither that it hands over text nor that a target may do without comments
        parser = etree.HTMLParser(target=self, encoding="utf-8")  # type: ignore[arg-type]
        with suppress(etree.XMLSyntaxError):  # there is no element in it
            parser.feed(text.replace("\0", "").encode("utf-8", "replace"))
            parser.close()

    def named(self, name: str) -> list[dict[str, str]]:
        """The attributes of each element of this name."""
        return self._found[name]

    # What lxml calls.

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag in self._found:
            self._found[tag].append(dict(attributes))
        if tag == "title":
            self._titles += 1
            self._in_title = self._titles == 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "title":
            self._in_title = False

    def data(self, text: str) -> None:
        """Text."""
        if self._in_title:
            self.title += text

    def close(self) -> None:
        """The page ends."""


def _decoded(page: bytes) -> str:
    if page.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page.decode("utf-16", "replace")
    text = page.decode("utf-8-sig", "replace")
    if "\ufffd" not in text or text.count("\ufffd") <= _count_beyond_ascii(text) / 2:
        return text
    named = _CHARSET.search(page)
    try:
        return page.decode(named[1].decode("ascii") if named else "cp1252", "replace")
    except LookupError:
        return page.decode("cp1252", "replace")


def _count_beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
