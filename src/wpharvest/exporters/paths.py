"""Where each document lies in the output: `LANG/KIND/[parents/]SLUG`, the same on every file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, count
from urllib.parse import unquote

from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.site import Site

SEGMENT_BYTES = 100  # a name may have 255 on most file systems, and some store é as two characters
FOLDER_BYTES = 140  # Windows ends a whole path at 260 characters unless told otherwise

_CUT_ESCAPE = re.compile(r"%[0-9a-fA-F]?$")  # WordPress cuts encoded slugs at 200 bytes, mid-escape too
# Characters nobody sees and some file systems (HFS+) don't compare: Unicode's Default_Ignorable_Code_Point,
# as far as its members aren't of category Cf, which goes anyway.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_DASHES = re.compile(r"-{2,}")
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file: these names are devices, whatever the ending
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]", re.IGNORECASE)


def decoded(slug: str) -> str:
    """A slug as people read it: WordPress stores non-Latin slugs percent-encoded.

    >>> decoded("%d1%82%d1%80%d1%83%d0%b4"), decoded("%e3%81%82%e3%8")
    ('труд', 'あ')
    """
    if "%" not in slug:
        return slug
    return unquote(_CUT_ESCAPE.sub("", slug), errors="ignore")


def segment(text: str) -> str:
    """One folder or file name of a path, in NFC: letters, marks and digits of any script, `-` and `_`.

    Nothing else is left, so no system finds a separator, a device or a hidden file in it; empty if there
    was nothing of use.

    >>> segment("../Équipe & Co."), segment("हिन्दी"), segment("λόγος"), segment("aux")
    ('équipe-co', 'हिन्दी', 'λόγος', 'aux_')
    """
    return _safe(
        text.lower()
    )  # not casefold, which is for comparing: it would spell λόγος with a σ at its end


def segment_of_language(code: str) -> str:
    """The folder of a language: its code, in its own case (`pt-BR`)."""
    return _safe(code) or "und"


def _safe(text: str) -> str:
    normal = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    kept = "".join(_character(c) for c in normal)
    kept = _DASHES.sub("-", kept).strip("-_")
    short = kept.encode()[:SEGMENT_BYTES].decode(errors="ignore").rstrip("-_")
    return f"{short}_" if _DEVICES.fullmatch(short) else short


def _character(character: str) -> str:
    if character in "-_":
        return character
    category = unicodedata.category(character)
    if category[0] in "LMN":
        return character
    return "" if category == "Cf" else "-"


def same_place(path: str) -> str:
    """Equal for two paths that some file system takes for one: case, accents' form, width don't count.

    It is coarser than any single file system, which costs a suffix now and then and never a document.

    >>> same_place("fr/Été") == same_place("FR/e\\u0301te\\u0301")
    True
    """
    upper = unicodedata.normalize("NFKD", path).upper()  # there ı meets i, and ſ meets s
    return unicodedata.normalize("NFKD", upper.casefold())


def key_order(key: Key) -> tuple[str, str, bool, int, str]:
    """Sorts keys whose ids are numbers or strings: numbers first, by value."""
    number = key.id if isinstance(key.id, int) else 0
    return key.language, key.kind, isinstance(key.id, str), number, str(key.id)


def in_order(documents: Iterable[Document]) -> list[Document]:
    """Documents by key, whatever the order they came in."""
    return sorted(documents, key=lambda document: key_order(document.key))


def paths(site: Site) -> dict[Key, str]:
    """Each document's path without an ending (`en/pages/about/team`), in the order of the keys.

    Two documents that would meet on some file system are told apart by `-ID` on the one of the later id.
    The order of the documents doesn't matter, nor which of them an export will choose.
    """
    return paths_of(site.documents)


def paths_of(all_documents: Iterable[Document]) -> dict[Key, str]:
    """The same for documents that needn't be a site's."""
    wanted = _wanted(in_order(all_documents))
    taken: set[str] = set()
    found: dict[Key, str] = {}
    late: list[Key] = []
    for key, path in wanted.items():
        place = same_place(path)
        if place in taken:
            late.append(key)
        else:
            taken.add(place)
            found[key] = path
    for key in late:
        path = next(each for each in _candidates(wanted[key], key) if same_place(each) not in taken)
        taken.add(same_place(path))
        found[key] = path
    return {key: found[key] for key in wanted}


def _candidates(path: str, key: Key) -> Iterator[str]:
    first = f"{path}-{segment(str(key.id)) or 'x'}"
    return chain([first], (f"{first}-{number}" for number in count(2)))


def _wanted(documents: list[Document]) -> dict[Key, str]:
    names = {document.key: _name(document) for document in documents}
    parents = {document.key: _parent(document) for document in documents}
    return {
        key: "/".join(
            [
                segment_of_language(key.language),
                segment(key.kind) or "other",
                *_folders(key, names, parents),
                name,
            ]
        )
        for key, name in names.items()
    }


def _name(document: Document) -> str:
    wishes = (decoded(document.slug), document.title, str(document.key.id))
    return next((name for name in map(segment, wishes) if name), "untitled")


def _parent(document: Document) -> Key | None:
    if not document.parent:
        return None
    return Key(document.key.language, document.key.kind, document.parent)


def _folders(key: Key, names: dict[Key, str], parents: dict[Key, Key | None]) -> list[str]:
    """The names of the parents, nearest last: as many as fit, and none twice (a site can hold a circle)."""
    found: list[str] = []
    seen = {key}
    room = FOLDER_BYTES
    above = parents[key]
    while above is not None and above in names and above not in seen:
        room -= len(names[above].encode()) + 1
        if room < 0:
            break
        seen.add(above)
        found.append(names[above])
        above = parents[above]
    return found[::-1]
