"""Where an object or a resource lies below `data/`: safe on every file system, never two in one place.

A name that is plain (lower case ASCII, no reserved word; of a media file also capitals and letters of any
script) stays as it is. Any other is made plain and gets `~` and twelve hex digits of its own digest, which no
plain name has. So does a media file whose name another one holds already, up to case and Unicode form
(`IMG.jpg`, `img.jpg`): who came first keeps the name for ever, so that a twin that appears later moves
nothing (`Places`). Reserved are Windows' names
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import unquote

from wpharvest.model.items import RawItem, Resource
from wpharvest.text import short_id, slugify

CONTENT, DELETED = "content", "deleted"
FOLDERS = {"head": "heads", "page": "pages", "sitemap": "sitemaps", "media": "media"}

_WORD = re.compile(r"[a-z_][a-z0-9_-]{0,59}")
_FOLDER = re.compile(r"[a-z0-9_][a-z0-9_-]{0,79}")
_MEDIA = re.compile(r"[\w][\w@-]{0,99}(\.[\w@-]{1,20}){1,4}")
_FILE = re.compile(r"[a-z0-9_][a-z0-9_-]{0,99}(\.[a-z0-9_-]{1,20}){1,4}")
# A page's slug stands in the names of heads after its id, in any script.
_NUMBERED = re.compile(r"\d{7,}(-[\w-]{1,100})?\.[a-z0-9]{1,10}")
_BYTES = 200  # of a name; file systems allow 255, and a temporary name is longer
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-\d{3})?")
_RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_UP = re.compile(r"(^|/)\.\.?(/|$)")


def item_path(item: RawItem, slug: str) -> str:
    """`content/fr/pages/0000012-a-propos.json`. The id decides; the slug is there for the reader.

    >>> item_path(RawItem("pages", 12, "fr", "", b"{}"), "%C3%A0-propos")
    'content/fr/pages/0000012-à-propos.json'
    """
    return f"{CONTENT}/{language_name(item.language)}/{folder_name(item.kind)}/{_stem(item.id, slug)}.json"


def tomb_path(language: str, kind: str, id_: int | str) -> str:
    """Where the tombstone of an object lies: `deleted/fr/pages/12.json`."""
    name = str(id_) if isinstance(id_, int) else _stem(id_, "")
    return f"{DELETED}/{language_name(language)}/{folder_name(kind)}/{name}.json"


def html_path(path: str) -> str:
    """Where the HTML of an object lies whose JSON is at `path`."""
    return path.removesuffix(".json") + ".html"


def paths_of(path: str, role: str) -> tuple[str, ...]:
    """The files that a row may have: an object's JSON and its HTML, else the file itself."""
    return (path, html_path(path)) if role == "item" else (path,)


class Places:
    """Where the resources of a snapshot lie: what has a place keeps it, what is new gets a free one."""

    def __init__(self) -> None:
        self._by_name: dict[str, str] = {}
        self._taken: set[str] = set()

    def hold(self, name: str, path: str) -> None:
        """The resource of this name (`Resource.path`) lies there."""
        self._by_name[name] = path
        self._taken.add(same_place(path))

    def path(self, resource: Resource) -> str:
        """The path of a resource, the same each time."""
        known = self._by_name.get(resource.path)
        if known is None:
            known = resource_path(resource)
            if same_place(known) in self._taken:
                known = _marked(resource)
            self.hold(resource.path, known)
        return known


def same_place(path: str) -> str:
    """Equal for paths that some file system takes for one: they differ in case or in Unicode form.

    >>> same_place("media/IMG_1.JPG") == same_place("media/img_1.jpg")
    True
    """
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", path).upper().casefold())


def resource_path(resource: Resource) -> str:
    """`Resource.path`, made safe where it isn't, always below the folder of its role."""
    first, *rest = resource.path.split("/")
    if first == FOLDERS[resource.role] and rest and _plain(resource.role, rest):
        return resource.path
    return _marked(resource)


def _marked(resource: Resource) -> str:
    first, *rest = resource.path.split("/")
    folders = [_UNSAFE.sub("-", each).replace(".", "-").strip("-").lower()[:60] for each in rest[:-1]]
    middle = "".join(f"{each}_/" if _RESERVED.fullmatch(each) else f"{each}/" for each in folders[:8] if each)
    stem, dot, suffix = _UNSAFE.sub("-", (rest or [first])[-1]).strip("-.").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    mark = _mark(resource.path)
    return f"{FOLDERS[resource.role]}/{middle}{stem[:60].strip('-. ')}~{mark}{dot}{suffix[:10].strip('-. ')}"


def language_name(language: str) -> str:
    """The folder of a language: its code as BCP 47 writes it."""
    if _LANGUAGE.fullmatch(language) and not _RESERVED.fullmatch(language):
        return language
    return f"{slugify(language, 40)}~{_mark(language)}"


def folder_name(kind: str) -> str:
    """The folder of a kind."""
    if _FOLDER.fullmatch(kind) and not _RESERVED.fullmatch(kind):
        return kind
    return f"{slugify(kind, 60)}~{_mark(kind)}"


def stays_inside(path: str) -> bool:
    """Whether a relative path, read from a manifest or an index, can only name something below its root.

    >>> stays_inside("data/a.json"), stays_inside("../../etc/passwd"), stays_inside("C:\\\\x")
    (True, False, False)
    """
    hostile = path.startswith("/") or "\\" in path or ":" in path or "\0" in path or "//" in path
    return bool(path) and not hostile and not _UP.search(path)


def _stem(number: int | str, slug: str) -> str:
    if isinstance(number, int):
        words = slugify(unquote(slug)) if slug else ""
        return f"{short_id(number)}-{words}" if words else short_id(number)
    if _WORD.fullmatch(number) and not _RESERVED.fullmatch(number):
        return number
    return f"{slugify(number, 60)}~{_mark(number)}"


def _plain(role: str, parts: list[str]) -> bool:
    # Folders never have a dot and files always do, so that no file lies where another needs a folder.
    *folders, file = parts
    if any(_RESERVED.fullmatch(part) for part in parts):
        return False
    if role in ("head", "page") and folders:
        language, *folders = folders
        if not _LANGUAGE.fullmatch(language):
            return False
        if _NUMBERED.fullmatch(file) and slugify(file.rpartition(".")[0], 200) == file.rpartition(".")[0]:
            return all(_FOLDER.fullmatch(folder) for folder in folders)
    named = _MEDIA.fullmatch(file) if role == "media" else _FILE.fullmatch(file)
    return bool(named) and _ordinary(file) and all(_FOLDER.fullmatch(folder) for folder in folders)


def _ordinary(file: str) -> bool:
    # The composed form is the one that git and every file system but Apple's old one give back.
    return unicodedata.is_normalized("NFC", file) and file.isprintable() and len(file.encode()) < _BYTES


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
