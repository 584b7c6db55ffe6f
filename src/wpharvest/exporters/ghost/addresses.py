"""Where Ghost shows each document: slugs, which posts and pages share, and the paths of `routes.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from itertools import chain, count
from urllib.parse import unquote

import msgspec

from wpharvest.config import Export, LanguageRoots
from wpharvest.exporters.paths import decoded, in_order
from wpharvest.exporters.site_pages import permalinks_of
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.moments import moment, zone
from wpharvest.model.site import Site
from wpharvest.text import fold

SLUG_LENGTH = 185  # Ghost cuts longer ones (`generate-slug.js`)
# fmt: off
# Ghost's own paths (`slugs.protected` in its overrides.json, and what its front end answers itself).
PROTECTED = frozenset([
    "ghost", "rss", "amp", "author", "tag", "page", "p", "r", "content", "members", "email",
    "unsubscribe", "webmentions", "assets", "public",
])
# fmt: on
SHOWN = frozenset(["publish", "future"])

_NOT_SLUG = re.compile(r"[^a-z0-9_]+")
_DATE = {"year": "%Y", "month": "%m", "day": "%d"}
_PLAIN_PATH = re.compile(r"/(?:[a-z0-9_-]+/)*")


class Group(msgspec.Struct, frozen=True):
    """The posts of one kind in one language: a collection of `routes.yaml`.

    `permalink` is in Ghost's words (`/{year}/{slug}/`), `path` that of the list of its posts.
    """

    language: str
    kind: str
    permalink: str
    path: str


class Layout:
    """Each document's slug; the path of each that is shown; the pages whose path `routes.yaml` must name."""

    def __init__(self, local: tzinfo | None) -> None:
        self.local = local
        self.slugs: dict[Key, str] = {}
        self.places: dict[Key, str] = {}
        self.routes: dict[str, Key] = {}
        self.groups: list[Group] = []
        self._slugs: set[str] = set()
        self._paths: set[str] = set()

    def free(self, *paths: str, slug: str = "") -> bool:
        """Whether neither the slug nor a path is another's."""
        return slug not in self._slugs and self._paths.isdisjoint(paths)

    def take(self, path: str, slug: str = "") -> None:
        """From now on they are somebody's."""
        self._paths.add(path)
        if slug:
            self._slugs.add(slug)


def home_of(site: Site, language: str, roots: LanguageRoots) -> str:
    """The path of a language's first page: `/`, `/fr/`. Two languages that shared one are told apart."""
    default = site.info.default_language
    homes = {each.code: each.home for each in site.info.languages}
    own = homes.get(language, "/" if language == default or not homes else "")
    shared = language != default and list(homes.values()).count(own) > 1
    if roots == "kept" and _PLAIN_PATH.fullmatch(own) and not shared:
        return own
    bare = language == default and roots != "prefix"
    return "/" if bare else f"/{ghost_slug(language) or 'und'}/"


def is_page(document: Document, site: Site) -> bool:
    """Whether Ghost has it as a page. Other types without a hierarchy are posts: they have dates and tags."""
    collection = site.info.collection(document.key.kind)
    return document.type == "page" or bool(collection and collection.hierarchical)


def ghost_slug(text: str) -> str:
    """A slug that Ghost takes as it is; empty if there is no Latin letter or digit in it.

    >>> ghost_slug("Être & avoir"), ghost_slug("труд")
    ('etre-avoir', '')
    """
    plain = unicodedata.normalize("NFKC", fold(text)).encode("ascii", "replace").decode()
    return _NOT_SLUG.sub("-", plain).strip("-")[:SLUG_LENGTH].rstrip("-")


def layout(site: Site, documents: Iterable[Document], options: Export) -> Layout:
    """Slugs and paths of the chosen documents: those of `--permalink`, as far as Ghost can.

    Pages first, the default language first, then by key: what comes later gives way. Raises UsageError,
    UnknownNameError for a permalink that says nothing.
    """
    chosen = sorted(in_order(documents), key=lambda each: each.key.language != site.info.default_language)
    types = [each for each in chosen if each.role == "type"]
    wished = permalinks_of(site, types, options)
    found = Layout(zone(site.info.timezone))
    for page in types:
        if is_page(page, site):
            _put_page(page, wished[page.key], found)
    posts: dict[tuple[str, str], list[Document]] = {}
    for post in types:
        if not is_page(post, site):
            posts.setdefault((post.key.language, post.key.kind), []).append(post)
    for (language, _), own in posts.items():
        home = home_of(site, language, options.language_roots)
        found.groups.append(_group(home, own, wished, found))
    for group in found.groups:
        for post in posts[group.language, group.kind]:
            _put_post(post, group, found)
    return found


def _put_page(page: Document, wish: str, found: Layout) -> None:
    slug = next(each for each in _slugs(page) if found.free(f"/{each}/", slug=each))
    found.slugs[page.key] = slug
    found.take(f"/{slug}/", slug)
    if page.status not in SHOWN:
        return
    usable = _PLAIN_PATH.fullmatch(wish) and wish.split("/")[1] not in PROTECTED
    if usable and found.free(wish):
        found.take(wish)
        found.routes[wish] = page.key
        found.places[page.key] = wish
    else:
        found.places[page.key] = f"/{slug}/"


def _put_post(post: Document, group: Group, found: Layout) -> None:
    """Its slug must be free, also as a page's path: Ghost asks for a page first."""
    slug = next(
        each
        for each in _slugs(post)
        if found.free(_place(post, group.permalink, each, found.local), f"/{each}/", slug=each)
    )
    found.slugs[post.key] = slug
    place = _place(post, group.permalink, slug, found.local)
    found.take(place, slug)
    if post.status in SHOWN:
        found.places[post.key] = place


def _slugs(document: Document) -> Iterator[str]:
    own = ghost_slug(decoded(document.slug)) or ghost_slug(f"{document.type}-{document.key.id}")
    yield from wishes(own, document.key)


def wishes(own: str, key: Key) -> Iterator[str]:
    """A slug, then with its language, then with its number, then with a count."""
    language, number = ghost_slug(key.language), ghost_slug(str(key.id))
    room = SLUG_LENGTH - len(language) - len(number) - 8
    names = (own, f"{own[:room]}-{language}", f"{own[:room]}-{language}-{number}")
    more = (f"{names[-1]}-{each}" for each in count(2))
    yield from (each for each in chain(names, more) if each not in PROTECTED)


def _group(home: str, posts: list[Document], wished: Mapping[Key, str], found: Layout) -> Group:
    language, kind = posts[0].key.language, posts[0].key.kind
    blog = posts[0].type == "post"
    own = f"{home}{'blog' if blog else ghost_slug(kind) or 'more'}/"
    permalink = _permalink(posts, wished, found.local) or f"{home if blog else own}{{slug}}/"
    paths = chain((permalink.partition("{")[0], own), (f"{own[:-1]}-{number}/" for number in count(2)))
    path = next(each for each in paths if found.free(each))
    found.take(path)
    return Group(language, kind, permalink, path)


def _permalink(posts: list[Document], wished: Mapping[Key, str], local: tzinfo | None) -> str:
    """The pattern that most of these posts follow; empty if it is none of Ghost's."""
    patterns = Counter(filter(None, (_pattern(post, wished[post.key], local) for post in posts)))
    return patterns.most_common(1)[0][0] if patterns else ""


def _pattern(post: Document, wish: str, local: tzinfo | None) -> str:
    """An address in Ghost's words: `/{year}/{month}/{slug}/`; empty where it has no word for a part."""
    *folders, name = wish.strip("/").split("/")
    if ghost_slug(unquote(name)) != ghost_slug(decoded(post.slug)):
        return ""
    for word, value in _day(post, local).items():
        if value in folders:
            folders[folders.index(value)] = f"{{{word}}}"
    bare = [each for each in folders if "{" not in each]
    plain = _PLAIN_PATH.fullmatch("".join(f"{each}/" for each in ("", *bare)))
    if not plain or any(each.isdigit() for each in bare) or (bare and bare[0] in PROTECTED):
        return ""
    return "/" + "".join(f"{each}/" for each in (*folders, "{slug}"))


def _place(post: Document, permalink: str, slug: str, local: tzinfo | None) -> str:
    return permalink.format(slug=slug, **_day(post, local))


def _day(post: Document, local: tzinfo | None) -> dict[str, str]:
    """The parts of its date as Ghost writes them in addresses: in the time of the site."""
    when = moment(post.date, local)
    return {name: when.strftime(sign) if when else "" for name, sign in _DATE.items()}
