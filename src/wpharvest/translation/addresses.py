"""Addresses compared: what two writings of one address have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote

from wpharvest.language import bcp47, primary
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.urls import normal, split_url

_PLAIN = ("p", "page_id", "attachment_id")
_CODE = re.compile(r"(?:[a-z]{2}(?:[-_][a-z]{2})?|eng|fra|fre|nld|dut|deu|ger|spa|ita|por)")
_TAIL_CODE = re.compile(r"[-_](?:[a-z]{2}|eng|fra|fre|nld|dut|deu|ger|spa|ita|por)(?=$|\.[a-z]{2,5}$)")
_SIZE = re.compile(r"(?:-scaled|-rotated|-e\d{10,13}|[-_]\d{2,4}x\d{2,4})+$")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|pdf|docx?|xlsx?|pptx?|odt|mp[34]|zip|webm|ogg|csv)$")


def host_of(url: str) -> str:
    """The host of an address without `www.`; empty where it has none."""
    return normal(url).split("/", 1)[0].split("?", 1)[0]


def neutral(url: str) -> str:
    """`normal`, in lower case and without the parts that are a language's code.

    >>> neutral("https://www.payoke.be/en/about_en.pdf")
    'payoke.be/about.pdf'
    """
    address, _, query = normal(url).lower().partition("?")
    host, *parts = address.split("/")
    kept = [_TAIL_CODE.sub("", part) for part in parts if not _CODE.fullmatch(part)]
    asked = [each for each in query.split("&") if each and not _CODE.fullmatch(each.partition("=")[2])]
    return "/".join((host, *kept)) + ("?" + "&".join(asked) if asked else "")


def pathway(url: str) -> str:
    """The path of a page's address without its language; empty for a home page and for a number in a query.

    >>> pathway("https://h/en/about/team/"), pathway("https://h/fr/"), pathway("https://h/?p=12")
    ('about/team', '', '')
    """
    return "" if "?" in url else neutral(url).partition("/")[2]


def file_name(url: str) -> str:
    """The name of a media file without its ending, the size WordPress added and a language's code.

    >>> file_name("https://h/2024/03/Rapport-2024_FR-300x200.jpg"), file_name("https://h/page/")
    ('rapport-2024', '')
    """
    name = unquote(url.split("?", 1)[0].split("#", 1)[0]).rsplit("/", 1)[-1].lower()
    stem = _FILE.sub("", name)
    return _TAIL_CODE.sub("", _SIZE.sub("", stem)) if stem != name else ""


class Directory:
    """Finds documents by address or by number, and knows which of them is a language's home page."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.key: document for document in documents}
        self._by_url: dict[str, list[Key]] = {}
        self._by_id: dict[tuple[str, int | str], list[Key]] = {}
        for key, document in sorted(self.documents.items(), key=lambda each: _order(each[0])):
            self._by_id.setdefault((key.kind, key.id), []).append(key)
            if address := normal(document.url):
                self._by_url.setdefault(address, []).append(key)
            if short := _plain(document):
                self._by_url.setdefault(short, []).append(key)
        self._base = _common([_segments(document) for document in self.documents.values() if document.url])

    def by_id(self, kind: str, number: int | str, language: str) -> Key | None:
        """The one document of this kind and number in this language (or its only regional variety)."""
        return _in_language(self._by_id.get((kind, number), []), language, strict=True)

    def by_url(self, url: str, language: str) -> Key | None:
        """The one document at this address, in any language; where several are, the one in `language`."""
        return _in_language(self._by_url.get(normal(url), []), language, strict=False)

    def shown_twice(self) -> list[tuple[Key, ...]]:
        """Documents of one kind that have one number in several languages."""
        return [tuple(keys) for keys in self._by_id.values() if len({key.language for key in keys}) > 1]

    def is_home(self, key: Key) -> bool:
        """Whether this is its language's home page: its path holds nothing but the language."""
        document = self.documents[key]
        rest = _segments(document)[self._base :]
        return all(primary(bcp47(segment)) == primary(key.language) for segment in rest)


def _in_language(keys: list[Key], language: str, *, strict: bool) -> Key | None:
    exact = [key for key in keys if key.language == language]
    near = [key for key in keys if primary(key.language) == primary(language)]
    for found in (exact, near, [] if strict else keys):
        if len(found) == 1:
            return found[0]
    return None


def _plain(document: Document) -> str:
    """The address that WordPress answers for every post, whatever its permalinks: `?p=12`, `?page_id=12`."""
    host = host_of(document.url)
    if not host or document.role != "type" or any(f"?{name}=" in document.url for name in _PLAIN):
        return ""
    return f"{host}?{'page_id' if document.type == 'page' else 'p'}={document.key.id}"


def _segments(document: Document) -> list[str]:
    parts = split_url(document.url)
    query = [value for name, value in parse_qsl(parts.query) if name == "lang" or name in _PLAIN]
    return [part for part in parts.path.lower().split("/") if part] + query


def _common(paths: list[list[str]]) -> int:
    """How many first segments all paths share (a WordPress below a folder of its host)."""
    if len(paths) < 2:
        return 0
    low, high = min(paths), max(paths)
    count = 0
    while count < min(len(low), len(high)) and low[count] == high[count]:
        count += 1
    codes = [bool(_CODE.fullmatch(segment)) for segment in low[:count]]
    return codes.index(True) if True in codes else count


def _order(key: Key) -> tuple[str, str, str]:
    return key.kind, str(key.id), key.language
