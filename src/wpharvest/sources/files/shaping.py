"""What a file holds, as the REST objects that WordPress would have served."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from bs4 import BeautifulSoup

from wpharvest.model.items import Json, RawItem
from wpharvest.sources.files import tongues
from wpharvest.sources.files.objects import TYPES, kind_of, objects
from wpharvest.sources.files.pages import READERS, Page
from wpharvest.text import plain_title, slugify

_IDS = 2**40  # exact in every JSON reader; a million pages rarely share one
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?")
_STAMPS = {"date": ("date", "published"), "modified": ("modified", "updated", "lastmod")}
_HOMES = ("index", "readme", "_index")


def from_json(path: PurePosixPath, root: str, body: bytes) -> Iterator[RawItem | None]:
    """The objects of a saved REST answer; None for a member of a list that is none.

    Raises ValueError if it isn't JSON, or holds no object.
    """
    value = json.loads(body)
    found = list(objects(value))
    if not any(found):
        raise ValueError("it is JSON, but holds no object of a WordPress REST API (`id` and `type`)")
    for each in found:
        if each is None:
            yield None
            continue
        own = _own_address(each)
        as_served = each is value and _is_utf8(body)
        served = body if as_served else _dump(each)
        yield RawItem(kind_of(each), each["id"], _language_of_object(each, path, root), own, served)


def from_page(path: PurePosixPath, root: str, body: bytes, taken: set[int]) -> RawItem:
    """A local page as a WordPress-shaped object. Its id follows from its path alone, unless it is `taken`.

    Raises ValueError if it isn't text, or is empty.
    """
    page = READERS[path.suffix.lower()](body)
    if not page.original.strip():
        raise ValueError("it is empty")
    stem, folders = tongues.name_parts(path)
    marked, words, sure = tongues.of_name(stem)
    place = tongues.of_folders((root, *folders))
    by_place = (place, marked if sure else "")
    # Front matter was written by the page's author; the `lang` of a saved page may be the theme's.
    certain = (page.language, *by_place) if page.said else (*by_place, page.language)
    spoken = f"{page.title}\n{BeautifulSoup(page.html, 'lxml').get_text(' ')}"
    language = tongues.decide(certain, ("" if sure else marked, tongues.of_link(page.link)), spoken)
    if not sure and marked != language:
        words = stem  # `de-la-terre.txt` in French: "de" is a word
    if words in _HOMES:
        words = folders[-1] if folders else root or words
    slug = _said(page, "slug") or slugify(words)
    number = _number(path, taken)
    value = _object(page, number, slug, page.link or str(path), page.title or words.replace("-", " "))
    kind: str = value["type"]
    return RawItem(TYPES.get(kind, kind), number, language, str(path), _dump(value))


def _object(page: Page, number: int, slug: str, link: str, title: str) -> Json:
    value: Json = {
        "id": number,
        "slug": slug,
        "type": _said(page, "type") or "page",
        "status": "publish",
        "link": link,
        "title": {"rendered": title.replace("&", "&amp;").replace("<", "&lt;")},
        "content": {"raw": page.original, "rendered": page.html, "protected": False},
    }
    for field, names in _STAMPS.items():
        stamp = next((said for said in (_said(page, name) for name in names) if _DATE.match(said)), "")
        if stamp:
            value[field] = stamp[:19] if "T" in stamp else f"{stamp[:10]}T00:00:00"
    summary = _said(page, "excerpt") or _said(page, "description")
    if summary:
        value["excerpt"] = {"rendered": summary, "protected": False}
    return value | ({"meta": page.said} if page.said else {})


def _said(page: Page, name: str) -> str:
    said = page.said.get(name)
    return said if isinstance(said, str) else ""


def _number(path: PurePosixPath, taken: set[int]) -> int:
    stem, folders = tongues.name_parts(path)
    name = "/".join((*folders, stem + path.suffix)).encode("utf-8", "surrogateescape")
    number = int.from_bytes(hashlib.sha256(name).digest()) % _IDS or 1
    while number in taken:
        number += 1
    taken.add(number)
    return number


def _language_of_object(value: Json, path: PurePosixPath, root: str) -> str:
    stem, folders = tongues.name_parts(path)
    marked, _, sure = tongues.of_name(stem)
    link = value.get("link")
    certain = (tongues.of_object(value), tongues.of_folders((root, *folders)), marked if sure else "")
    doubtful = (tongues.of_link(link) if isinstance(link, str) else "", "" if sure else marked)
    return tongues.decide(certain, doubtful, _words(value))


def _words(value: Json) -> str:
    parts = []
    for field in ("title", "name", "content", "excerpt", "description", "caption"):
        part: Any = value.get(field)
        part = part.get("rendered") if isinstance(part, dict) else part
        if isinstance(part, str):
            parts.append(BeautifulSoup(part, "lxml").get_text(" ") if "<" in part else plain_title(part))
    return "\n".join(parts)


def _own_address(value: Json) -> str:
    found: Any = value
    for step in ("_links", "self", 0, "href"):
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            found = value.get("link")
            break
    return found if isinstance(found, str) else ""


def _dump(value: Json) -> bytes:
    # Half a character pair (WordPress cuts emojis) is written as JSON's own escape.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _is_utf8(body: bytes) -> bool:
    try:
        return not body.decode().startswith("\ufeff")
    except UnicodeDecodeError:
        return False
