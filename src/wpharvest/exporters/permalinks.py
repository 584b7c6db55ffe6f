"""Where a document will be on the new site: its address, from a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from string import Formatter
from urllib.parse import quote, unquote

from wpharvest.config import LanguageRoots
from wpharvest.errors import UnknownNameError, UsageError
from wpharvest.exporters.paths import decoded, paths, same_place, segment, segment_of_language
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.moments import moment, zone
from wpharvest.model.site import Site
from wpharvest.urls import join_url, split_url

OLD = "{old}"
FIELDS = ("old", "prefix", "path", "language", "kind", "slug", "id", "year", "month", "day")
_ENDINGS = (".html", ".htm")


def check_permalink(permalink: str) -> None:
    """Raise UsageError, or UnknownNameError for a field that no document has."""
    if not permalink.startswith(("/", OLD)):
        raise UsageError(f"--permalink {permalink!r} begins neither with a slash nor with {OLD}")
    try:
        names = [name for _, name, _, _ in Formatter().parse(permalink) if name is not None]
    except ValueError as error:
        raise UsageError(f"--permalink {permalink!r}: {error}") from error
    for name in names:
        if name not in FIELDS:
            raise UnknownNameError("field of a permalink", name, FIELDS)


def permalinks(
    site: Site, documents: Iterable[Document], pattern: str, roots: LanguageRoots = "kept"
) -> dict[Key, str]:
    """Each document's address on the new site: a path from its root, percent-encoded, no two alike.

    `{old}` is the path of the old address, `{prefix}` the language's part of it (`/fr`, or nothing),
    `{path}` is `language/kind/parents/slug`. Where two documents would meet, also on a file system that
    doesn't tell case or accents apart, the later ones get `-ID`. Raises UsageError, UnknownNameError.
    """
    check_permalink(pattern)
    facts = _Facts(site, roots)
    taken: set[str] = set()
    found: dict[Key, str] = {}
    for document in documents:
        wish = pattern.format_map(facts.of(document))
        place = next(each for each in _candidates(_tidy(wish), document.key) if same_place(each) not in taken)
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


def _candidates(path: str, key: Key) -> Iterator[str]:
    """The path, then the same with `-ID`, then with a number behind."""
    bare = path.rstrip("/")
    stem, end = next(
        ((bare.removesuffix(each), each) for each in _ENDINGS if bare.endswith(each)), (bare, "/")
    )
    first = f"{stem or '/page'}-{segment(str(key.id)) or 'x'}"
    return chain([path, first + end], (f"{first}-{number}{end}" for number in count(2)))


class _Facts:
    """What a pattern may name, for each document."""

    def __init__(self, site: Site, roots: LanguageRoots) -> None:
        info = site.info
        self._paths = paths(site)
        self._zone = zone(info.timezone)
        self._home = split_url(info.home)
        self._homes = {each.code: split_url(join_url(info.home, each.home)) for each in info.languages}
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
        """The language's part of an address: as it was, or as the options want it."""
        if self._roots == "kept" and language in self._homes:
            home = self._homes[language]
            own = home.path.strip("/").removeprefix(self._home.path.strip("/")).strip("/")
            if own or (home.netloc == self._home.netloc and not home.query):
                return f"/{own}" if own else ""
        bare = language == self._default and self._roots != "prefix"
        return "" if bare else f"/{segment_of_language(language)}"

    def _old(self, document: Document, prefix: str) -> str:
        """The path of the old address below the language's prefix; made up where the address is a query."""
        parts = split_url(document.url)
        path = parts.path.strip("/")
        home = self._homes.get(document.key.language, self._home)
        asked = [name for name in parts.query.split("&") if name and not name.startswith("lang=")]
        if asked or not parts.netloc:
            return f"{prefix}/{self._paths[document.key].partition('/')[2]}/"
        root = home.path.strip("/") or self._home.path.strip("/")
        if path == root or path.startswith(f"{root}/"):
            path = path[len(root) :].strip("/")
        names = [unquote(decoded(name)) for name in path.split("/")]
        return f"{prefix}/{'/'.join(names)}"
