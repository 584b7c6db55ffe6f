"""Where a document will be on the new site: its address, from a pattern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, count
from string import Formatter
from urllib.parse import quote, unquote

from wpharvest.config import PERMALINK_FIELDS, LanguageRoots
from wpharvest.errors import UnknownNameError, UsageError
from wpharvest.exporters.paths import decoded, paths_of, same_place, segment, segment_of_language
from wpharvest.language import language_folder
from wpharvest.model.documents import Document
from wpharvest.model.items import Key, SiteInfo
from wpharvest.model.moments import moment, zone
from wpharvest.model.site import Site
from wpharvest.urls import join_url, split_url

OLD, HOME = "{old}", "{prefix}/"
_ENDINGS = (".html", ".htm")


def check_permalink(permalink: str) -> None:
    """Raise UsageError, or UnknownNameError for a field that no document has."""
    if not permalink.startswith(("/", OLD, "{prefix}")):
        raise UsageError(
            f"--permalink {permalink!r} begins neither with a slash nor with {OLD} or {{prefix}}"
        )
    try:
        names = [name for _, name, _, _ in Formatter().parse(permalink) if name is not None]
    except ValueError as error:
        raise UsageError(f"--permalink {permalink!r}: {error}") from error
    for name in names:
        if name not in PERMALINK_FIELDS:
            raise UnknownNameError("field of a permalink", name, PERMALINK_FIELDS)


def check_base_url(base_url: str) -> None:
    """Raise UsageError for what is no address of a site, with or without a folder (empty: not given)."""
    parts = split_url(base_url)
    whole = parts.scheme in ("http", "https") and parts.netloc
    if base_url and (not whole or parts.query or parts.fragment):
        raise UsageError(
            f"--base-url {base_url!r} is no address of a site: it is like https://example.org/blog/"
        )


def permalinks(
    site: Site,
    documents: Iterable[Document],
    pattern: str,
    roots: LanguageRoots = "kept",
    homes: Collection[Key] = (),
    kept: Iterable[str] = (),
) -> dict[Key, str]:
    """Each document's address on the new site: a path from its root, percent-encoded, no two alike.

    `{old}` is the path of the old address, `{prefix}` the language's part of it (`/fr`, or nothing),
    `{path}` is `language/kind/parents/slug`. The first pages of the languages, `homes`, are at `{prefix}/`
    whatever the pattern; addresses that are `kept` for something else go to none. Where two documents would
    meet, also on a file system that doesn't tell case or accents apart, the later ones get `-ID`. Raises
    UsageError, UnknownNameError.
    """
    check_permalink(pattern)
    documents = tuple(documents)
    facts = _Facts(site, documents, roots)
    taken = {same_place(each) for each in kept}
    found: dict[Key, str] = {}
    for document in sorted(documents, key=lambda each: each.key not in homes):
        wish = (HOME if document.key in homes else pattern).format_map(facts.of(document))
        place = next(each for each in candidates(_tidy(wish), document.key) if same_place(each) not in taken)
        taken.add(same_place(place))
        found[document.key] = quote(place, safe="/-._~")
    return found


def _tidy(path: str) -> str:
    """A path of safe names, with the slash or the ending that it had."""
    names = [safe for name in path.split("/") if (safe := _name(name))]
    last = names[-1] if names else ""
    end = "" if last.endswith(_ENDINGS) or not names else "/"
    return "/" + "/".join(names) + end


def _name(text: str) -> str:
    stem, dot, ending = text.rpartition(".")
    if dot and dot + ending.lower() in _ENDINGS:
        return (segment(stem) or "x") + dot + ending.lower()
    return segment(text)


def candidates(path: str, key: Key) -> Iterator[str]:
    """The path, then the same with `-ID`, then with a number behind."""
    bare = path.rstrip("/")
    stem, end = next(
        ((bare.removesuffix(each), each) for each in _ENDINGS if bare.endswith(each)), (bare, "/")
    )
    first = f"{stem or '/page'}-{segment(str(key.id)) or 'x'}"
    return chain([path, first + end], (f"{first}-{number}{end}" for number in count(2)))


class _Facts:
    """What a pattern may name, for each document."""

    def __init__(self, site: Site, documents: Iterable[Document], roots: LanguageRoots) -> None:
        info = site.info
        self._paths = paths_of({each.key: each for each in (*site.documents, *documents)}.values())
        self._zone = zone(info.timezone)
        self._home = split_url(info.home)
        self._own = _own_parts(info)
        self._default = info.default_language
        self._roots = roots

    def of(self, document: Document) -> Mapping[str, str]:
        """The fields of one document."""
        when = moment(document.date, self._zone)
        path = self._paths[document.key]
        prefix = self._prefix(document.key.language)
        return {
            "old": self._old(document, prefix),
            "prefix": prefix,
            "path": path,
            "language": segment_of_language(document.key.language),
            "kind": segment(document.key.kind),
            "slug": path.rpartition("/")[2],
            "id": str(document.key.id),
            "year": when.strftime("%Y") if when else "",
            "month": when.strftime("%m") if when else "",
            "day": when.strftime("%d") if when else "",
        }

    def _prefix(self, language: str) -> str:
        """The language's part of an address: as it was, if it had one of its own, or as the options want."""
        if self._roots == "kept" and language in self._own:
            return self._own[language]
        bare = language == self._default and self._roots != "prefix"
        return "" if bare else f"/{segment_of_language(language)}"

    def _old(self, document: Document, prefix: str) -> str:
        """The path of the old address below the language's prefix; made up where the address is a query."""
        parts = split_url(document.url)
        asked = [name for name in parts.query.split("&") if name and not name.startswith("lang=")]
        if asked or not parts.netloc:
            return f"{prefix}/{self._paths[document.key].partition('/')[2]}/"
        path = f"/{parts.path.strip('/')}/".replace("//", "/")
        for above in (self._home.path.rstrip("/"), self._own.get(document.key.language) or prefix):
            if path.startswith(f"{above}/"):
                path = path[len(above) :]
        return prefix + "/".join(unquote(decoded(name)) for name in path.split("/"))


def _own_parts(info: SiteInfo) -> dict[str, str]:
    """The languages whose pages have a part of the address in common: `/fr`, or nothing.

    Not those that are told by the host, by a query, or not at all.
    """
    root = split_url(info.home)
    homes = {each.code: split_url(join_url(info.home, each.home)) for each in info.languages}
    below = {
        code: language_folder(home.path.removeprefix(root.path.rstrip("/")), code)
        for code, home in homes.items()
        if home.netloc == root.netloc and not home.query
    }
    several = Counter(below.values())
    return {code: part for code, part in below.items() if several[part] == 1 or code == info.default_language}
