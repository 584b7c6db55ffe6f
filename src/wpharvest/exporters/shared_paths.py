"""Addresses of which translations share the part below their language's root: `/about/` and `/fr/about/`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

from wpharvest.config import Export
from wpharvest.errors import UsageError
from wpharvest.exporters.paths import same_place, segment_of_language
from wpharvest.exporters.permalinks import OLD, candidates, permalinks
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.site import Site

_LOCALE = re.compile(r"[a-z]{2}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_ENDING = re.compile(r"\.html?$")
_FOLDER_PAGES = ("index", "readme")  # names of which a generator makes the page of the folder


def locale_of(code: str) -> str:
    """A language as a locale: two letters, a script, a region. Raises UsageError if it is none.

    >>> locale_of("fr"), locale_of("pt-br"), locale_of("zh_hans")
    ('fr', 'pt-BR', 'zh-Hans')
    """
    language, *rest = re.split("[-_]", code)
    parts = (each.title() if len(each) == 4 else each.upper() for each in rest)
    found = "-".join([language.lower(), *parts])
    if not _LOCALE.fullmatch(found):
        raise UsageError(
            f"language {code!r} is no locale like fr, pt-BR or zh-Hans: leave it out with --lang"
        )
    return found


def shared_paths(
    site: Site,
    documents: Iterable[Document],
    kin: Mapping[Key, tuple[Key, ...]],
    homes: Mapping[str, Key],
    languages: list[str],
    options: Export,
) -> dict[Key, str]:
    """Each document's address, percent-encoded; the first of the languages is at the root.

    Translations have the path of the one in the first language, whatever they had. Two documents that aren't
    translations never have the same path, not even in two languages: a generator would pair them. `homes` are
    at their language's root. Raises UsageError, UnknownNameError.
    """
    own = permalinks(site, documents, options.permalink or OLD, "prefix")
    wishes = {key: _below(unquote(address), key.language) for key, address in own.items()}
    roots = {code: f"/{locale_of(code)}" if number else "" for number, code in enumerate(languages)}
    first = tuple(homes[code] for code in languages if code in homes)
    free = {key: set(kin.get(key, ())) & own.keys() - set(first) for key in own if key not in first}
    groups = dict.fromkeys(_group({key, *sisters}, languages) for key, sisters in free.items())
    taken: set[str] = set()
    found: dict[Key, str] = {}
    for group in filter(None, [first, *groups]):
        wish = "/" if group == first else wishes[group[0]]
        for path in candidates(wish, group[0]):
            addresses = {key: roots[key.language] + path for key in group}
            places = {same_place(each) for each in (f"path:{path}", *addresses.values())}
            if not places & taken and path.rstrip("/").rpartition("/")[2].lower() not in _FOLDER_PAGES:
                break
        taken |= places
        found |= {key: quote(address, safe="/-._~") for key, address in addresses.items()}
    return found


def _below(path: str, language: str) -> str:
    """A path without its language's part, as a folder."""
    root = f"/{segment_of_language(language)}/"
    return _ENDING.sub("/", f"/{path.removeprefix(root)}" if path.startswith(root) else path)


def _group(keys: Iterable[Key], languages: list[str]) -> tuple[Key, ...]:
    """Translations by the rank of their languages."""
    return tuple(sorted(keys, key=lambda each: languages.index(each.language)))
