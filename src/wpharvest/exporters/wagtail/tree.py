"""The page tree: a page is below the page whose address begins its own. What lacks in between is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count
from urllib.parse import quote, unquote

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.paths import in_order, same_place, segment, segment_of_language
from wpharvest.exporters.site_pages import permalinks_of
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.site import Site

Path = tuple[str, ...]
SLUG_LENGTH = 255


class Spot(msgspec.Struct, frozen=True):
    """One page of the tree. `document` is None where the page only holds those below it."""

    language: str
    path: Path
    address: str
    document: Document | None

    @property
    def name(self) -> str:
        """What the importer calls it: the document's key, or the place where none is."""
        return str(self.document.key) if self.document else f"{self.language}{self.address}"


def tree(site: Site, documents: Iterable[Document], options: Export) -> list[Spot]:
    """Parents before children, the default language first. Raises UsageError, UnknownNameError.

    The first page of a language is the only one without a parent; a site that has none there gets one.
    """
    chosen = in_order(documents)
    wished = permalinks_of(site, chosen, options)
    found: dict[str, dict[Path, Document | None]] = {}
    taken: set[str] = set()
    for document in chosen:
        language = document.key.language
        below = found.setdefault(language, {})
        names = _names(wished[document.key], language, site)
        path = next(each for each in _free(names, document.key) if _place(language, each) not in taken)
        taken.add(_place(language, path))
        below[path] = document
    languages = sorted(found, key=lambda each: (each != site.info.default_language, each))
    spots: list[Spot] = []
    for language in languages:
        whole = (
            found[language]
            | {
                path[:size]: None
                for path in found[language]
                for size in range(len(path))
                if path[:size] not in found[language]
            }
            | ({} if () in found[language] else {(): None})
        )
        root = _root(language, languages[0], options)
        spots += [
            Spot(
                language,
                path,
                quote(f"{root}/{''.join(f'{name}/' for name in path)}", safe="/-._~"),
                whole[path],
            )
            for path in sorted(whole, key=lambda each: (len(each), each))
        ]
    return spots


def locale(language: str) -> str:
    """A language's code as Django writes it: `pt-br`."""
    return segment_of_language(language).lower()


def _root(language: str, default: str, options: Export) -> str:
    """The language's part of an address: its code, as Django's `i18n_patterns` wants it."""
    bare = language == default and options.language_roots != "prefix"
    return "" if bare else f"/{locale(language)}"


def _names(address: str, language: str, site: Site) -> Path:
    """The slugs of an address below the first page of its language."""
    homes = {each.code: each.home.strip("/") for each in site.info.languages}
    names = [unquote(name).replace(".", "-") for name in address.split("/") if name]
    if names and names[0] in (homes.get(language), segment_of_language(language)):
        names = names[1:]
    return tuple(name[:SLUG_LENGTH] for name in names)


def _free(path: Path, key: Key) -> Iterator[Path]:
    """The path, then the same with the document's number."""
    last = path[-1] if path else segment(key.kind) or "page"
    first = f"{last[: SLUG_LENGTH - 40]}-{segment(str(key.id)) or 'x'}"
    return chain([path, (*path[:-1], first)], ((*path[:-1], f"{first}-{number}") for number in count(2)))


def _place(language: str, path: Path) -> str:
    return same_place("/".join((language, *path)))
