"""What is already there of a source, so that it needn't be asked for again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from wpharvest.model.items import Json, Key, RawItem, Resource, Tally


class Held(msgspec.Struct, frozen=True):
    """One stored copy of an object."""

    language: str
    modified_gmt: str


class Known(msgspec.Struct, frozen=True):
    """What the last run, and a killed one that is gone on with, left behind.

    `held` are the stored copies by kind and id; `complete` the listings (language, kind) that the last run
    read to their end, empty where everything is to be asked for again; `since` is when that run began;
    `begun` what the killed run had put, `done` the last word of the listings that it had ended, `heads` the
    HTML heads it had read; `value` reads a stored object.
    """

    held: Mapping[tuple[str, int | str], tuple[Held, ...]] = {}
    complete: frozenset[tuple[str, str]] = frozenset()
    since: str = ""
    begun: frozenset[Key] = frozenset()
    done: Mapping[tuple[str, str], Tally] = {}
    heads: Mapping[Key, Resource] = {}
    value: Callable[[Key], Json | None] = lambda key: None


NOTHING = Known()


class Still(msgspec.Struct, frozen=True):
    """An object is still on the site, as it is stored."""

    key: Key


class Also(msgspec.Struct, frozen=True):
    """An object that is stored is shown at this address too."""

    url: str


class Unchanged(msgspec.Struct, frozen=True):
    """Nothing on the site changed, so its sitemaps weren't read again: they list what they listed."""


class Opened(msgspec.Struct, frozen=True):
    """What came when a page was opened: the status (0: nothing), and the addresses that it is really at."""

    url: str
    status: int
    places: tuple[str, ...] = ()


class Fate(msgspec.Struct, frozen=True):
    """What an object's own address answers: the status (0: nothing that can be believed), and the object."""

    status: int
    item: RawItem | None = None
