"""Which collection is read through which roots, and what of it belongs to which language.

A language that has no root of its own is read with the default one, and each object tells its language by
itself. An object that a second root shows again isn't stored twice: not under the same key, and not under
another language either if it is word for word the same and nothing in it names that language, or if that
language's base only lends it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import msgspec

from wpharvest.config import Harvest
from wpharvest.errors import UnknownNameError
from wpharvest.model.items import (
    Collection,
    Json,
    Key,
    Language,
    RawItem,
    Refusal,
    SiteInfo,
    Tally,
    canonical,
)
from wpharvest.sources.known import NOTHING, Also, Known
from wpharvest.sources.rest.addresses import Mapping, Root, chosen
from wpharvest.sources.rest.collections import route
from wpharvest.sources.rest.languages.of_item import Judge
from wpharvest.sources.rest.lent import text_of
from wpharvest.sources.rest.page import Found

if TYPE_CHECKING:
    from wpharvest.sources.rest.pages import Listing

# Kinds that have no language of their own: read once, stored in the default language.
_NEUTRAL = ("users",)
# Kinds whose link only repeats the base they were asked at; their words decide whether they are the same.
_LINK_IS_NOISE = ("media", "users", "comments")
_WPML = ("wpml_current_locale", "wpml_translations")  # they follow the base that was asked
NOT_WORDS = frozenset(
    ("_links", "link", "guid", "_embedded", "yoast_head", "yoast_head_json", "class_list", *_WPML)
)


class Reading(msgspec.Struct, frozen=True):
    """One root, and the languages whose objects it shows; the first one is its own."""

    root: Root
    languages: tuple[Language, ...]


def readings(info: SiteInfo, here: str, only: tuple[str, ...]) -> tuple[Reading, ...]:
    """The roots to read, the default language's first; `only` leaves out roots of unwanted languages.

    Raises UnknownNameError for a language that the site doesn't have.
    """
    known = [each.code for each in info.languages]
    for code in only:
        if code not in known:
            raise UnknownNameError("language", code, known)
    groups: dict[Root, list[Language]] = {}
    for each in info.languages:
        groups.setdefault(root_of(each, here), []).append(each)
    return tuple(Reading(root, tuple(languages)) for root, languages in groups.items())


def root_of(language: Language, here: str) -> Root:
    """The REST root of a language of the site that was reached at `here`."""
    return Root(urljoin(here, language.root), language.query)


class Sorter:
    """Gives each object its language and its key, once."""

    def __init__(
        self,
        info: SiteInfo,
        options: Harvest,
        judge: Judge,
        mapping: Mapping,
        known: Known = NOTHING,
        lends: Callable[[Root], bool] = lambda base: False,
    ) -> None:
        self._info, self._options, self._judge, self._mapping = info, options, judge, mapping
        self._known, self._lends = known, lends
        self._several_roots = len({(each.root, each.query) for each in info.languages}) > 1
        self._texts: dict[tuple[str, int | str], bytes] = {}
        self.also: list[Also] = []  # where stored objects are shown too
        self._keys: set[Key] = set()
        self._words: dict[tuple[str, int | str], bytes] = {}

    def item(self, collection: Collection, reading: Reading, found: Found) -> RawItem | None:
        """The object as an item; None if it is there already."""
        own = reading.languages[0].code
        verdict = self._judge.language(found.value, own)
        code = self._info.default_language if collection.role in _NEUTRAL else verdict.code
        noise = collection.role in _LINK_IS_NOISE
        if len(self._info.languages) > 1 and (noise or not verdict.sure):
            words = _words(found.value)
            if own != self._default and self._words_of(collection.kind, found.id) == words:
                return None
            self._words.setdefault((collection.kind, found.id), words)
        elif self._several_roots and self._is_lent(collection, reading, found):
            self.also.append(Also(self._mapping.record(str(found.value.get("link") or ""))))
            return None
        key = Key(code, collection.kind, found.id)
        if key in self._keys:
            return None
        self._keys.add(key)
        address = self._mapping.record(reading.root.address(f"{route(collection)}/{found.id}"))
        return RawItem(key.kind, key.id, key.language, address, found.body, found.headers, found.stamp)

    def wanted(self, collection: Collection, item: RawItem, value: Json) -> bool:
        """Whether the options let this object through. What has no language of its own always comes along."""
        languages = self._options.languages
        if languages and item.language not in languages and collection.role not in (*_NEUTRAL, "media"):
            return False
        link = value.get("link")
        if not isinstance(link, str) or collection.role in _NEUTRAL:
            return True
        options = self._options
        if not (options.include or options.exclude):
            return True
        if collection.role != "type":  # what the chosen pages refer to is needed, so only `exclude` counts
            options = msgspec.structs.replace(options, include=())
        return chosen(link, options)

    def still(self, key: Key) -> None:
        """An object that isn't asked for again has its key too."""
        self._keys.add(key)

    def _is_lent(self, collection: Collection, reading: Reading, found: Found) -> bool:
        """Whether a language shows the default language's own text under the same id."""
        text, place = text_of(found.value), (collection.kind, found.id)
        if reading.languages[0].code == self._default:
            self._texts[place] = text
            return False
        if place not in self._texts:
            value = self._known.value(Key(self._default, *place))
            self._texts[place] = text_of(value) if value is not None else b""
        return self._texts[place] == text and self._lends(reading.root)

    def _words_of(self, kind: str, id_: int | str) -> bytes | None:
        """The words of the object that another root showed, in this run or in the one before."""
        if (kind, id_) not in self._words:
            value = self._known.value(Key(self._default, kind, id_))
            if value is not None:
                self._words[kind, id_] = _words(value)
        return self._words.get((kind, id_))

    @property
    def _default(self) -> str:
        return self._info.default_language


def _words(value: Json) -> bytes:
    kept = {name: each for name, each in value.items() if name not in NOT_WORDS}
    return hashlib.blake2b(canonical(kept), digest_size=16).digest()


class Count:
    """How one listing stands, counted by language."""

    def __init__(self, collection: Collection, reading: Reading, limited: bool) -> None:
        self._kind, self._limited = collection.kind, limited
        self._stored = {each.code: 0 for each in reading.languages}
        self._listed = dict(self._stored)
        self._own = reading.languages[0].code
        self._elsewhere = 0

    def add(self, item: RawItem | None, wanted: bool) -> None:
        """Count one object; None is one that was stored from another root."""
        if item is None:
            self._elsewhere += 1
            return
        code = item.language if item.language in self._stored else self._own
        self._listed[code] += wanted
        self._stored[code] += wanted

    def still(self, language: str) -> None:
        """Count one object that is as it is stored."""
        self._listed[language] += 1
        self._stored[language] += 1

    def elsewhere(self, number: int) -> None:
        """Count objects that are stored from another root and weren't asked for again."""
        self._elsewhere += number

    def tallies(self, listing: Listing, done: bool) -> Iterator[Tally]:
        """One tally a language. What is announced, vanished or refused is counted with the root's own one.

        `complete` is never said of a harvest that leaves objects out by their path.
        """
        for code, stored in self._stored.items():
            own = code == self._own
            announced = listing.announced if own and len(self._stored) == 1 else None
            refused = tuple(each for each in listing.refused if own or each.closed)
            listed = self._listed[code] + (listing.vanished + _items(refused) if own else 0)
            yield Tally(
                language=code,
                kind=self._kind,
                announced=None if announced is None else max(0, announced - self._elsewhere),
                listed=listed,
                stored=stored,
                vanished=listing.vanished if own else 0,
                refused=refused,
                done=done,
                complete=done and listing.complete and not self._limited,
                partial=self._limited and listing.complete,
            )


def _items(refused: tuple[Refusal, ...]) -> int:
    """How many of the refusals are about one record."""
    return sum((each.what.count("/") > 2 or ", number" in each.what) and not each.part for each in refused)
