"""Snapshot -> Site: everything read, cleaned and paired, without network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import tee
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from wpharvest.cleaning import check_selectors
from wpharvest.conversion import (
    Content,
    Shelf,
    content_of,
    convert,
    convert_author,
    convert_comment,
    convert_media,
    convert_menus,
    marked,
    tongues,
    with_marked,
)
from wpharvest.model.documents import Document
from wpharvest.model.items import DOCUMENT_ROLES, Json, Key, RawItem, SiteInfo
from wpharvest.model.notices import Notice
from wpharvest.model.site import Site
from wpharvest.steps.declarations import Declarations
from wpharvest.steps.isolate import read_each
from wpharvest.steps.workers import Workers
from wpharvest.store import Snapshot
from wpharvest.store.pairs import PAIRS, read_pairs
from wpharvest.translation import overrides, pair, rulings

T = TypeVar("T")
IN_THIS_PROCESS = Workers(1)


def load_site(path: Path, remove: tuple[str, ...] = (), version: str = "") -> Site:
    """The site in the snapshot at this path, now or at a version, as `read_site` reads it.

    Raises SnapshotError, UnknownNameError for a version that isn't there.
    """
    return read_site(Snapshot.open(path, version=version), remove)


def read_site(snapshot: Snapshot, remove: tuple[str, ...] = (), workers: Workers = IN_THIS_PROCESS) -> Site:
    """Read a snapshot into a `Site`: documents as trees, families, media, authors and comments.

    An object that can't be read becomes a notice, and the others go on. `remove` are CSS selectors of what
    the user wants out of each body; `workers` make trees of the bodies. Raises SnapshotError, UsageError for
    a selector that isn't CSS, PairsError for a `pairs.toml` that is wrong.
    """
    check_selectors(remove)
    verdicts = person_verdicts(snapshot.path)
    keys = {row.key for row in snapshot.rows() if row.role == "item"}
    codes: set[str] = set()
    shelf = Shelf(_shelved(snapshot, keys, codes), snapshot.info)
    info = with_marked(snapshot.info, codes)
    declared = Declarations(snapshot.resources("sitemap"), snapshot.resources("head"))
    notices: list[Notice] = []

    def read(convert_each: Callable[[RawItem], Iterator[T]], *roles: str) -> Iterator[T]:
        return read_each(_with_role(snapshot, info, *roles), convert_each, notices)

    pages = {resource.key: resource.body for resource in snapshot.resources("page")}

    def split(item: RawItem) -> Iterator[Part]:
        return (Part(item, each, pages.get(item.key, b"")) for each in tongues(item, info, keys))

    def document(part: Part, content: Content | None, served: RawItem) -> Iterator[Document]:
        # what failed in a worker is tried again here, where a failure becomes a notice
        content = content or content_of(part.item, info, part.page, remove)
        converted, taken = convert(part.item, info, shelf, content, remove)
        notices.extend(taken)
        converted = msgspec.structs.replace(converted, raw_digest=served.digest)
        yield declared.added_to(converted, served.key)

    def documents_of(parts: Iterator[Part]) -> Iterator[Document]:
        tasks, same = tee(parts)
        contents = workers.map(partial(_content, info, remove), tasks)
        for part, content in zip(same, contents, strict=True):
            yield from read_each([part.served], partial(document, part, content), notices)

    def each(convert_one: Callable[[Key, Json], T]) -> Callable[[RawItem], Iterator[T]]:
        return lambda item: (convert_one(part.key, part.value) for part in tongues(item, info, keys))

    documents = sorted(documents_of(read(split, *DOCUMENT_ROLES)), key=lambda document: document.key)
    place = str(snapshot.path / PAIRS)
    decided = rulings.ruling(verdicts, [each.key for each in documents], ever_there(snapshot), place)
    pairing = pair(documents, decided)
    return Site(
        info=info,
        documents=tuple(documents),
        families=pairing.families,
        media=tuple(read(each(convert_media), "media")),
        authors=tuple(read(each(convert_author), "users")),
        comments=tuple(read(each(lambda key, value: convert_comment(key, value, remove)), "comments")),
        menus=tuple(convert_menus(_with_role(snapshot, info, "other"), info)),
        files=tuple(snapshot.files()),
        notices=(*notices, *pairing.notices),
    )


class Part(NamedTuple):
    """One language of an object as it was served, and the HTML page where there is one."""

    served: RawItem
    item: RawItem
    page: bytes


def _content(info: SiteInfo, remove: tuple[str, ...], part: Part) -> Content | None:
    made = read_each([part.item], lambda item: iter([content_of(item, info, part.page, remove)]), [])
    return next(made, None)


def documents_in(snapshot: Snapshot) -> int:
    """How many objects a snapshot has that become documents."""
    kinds = {each.kind for each in snapshot.info.collections if each.role in DOCUMENT_ROLES}
    return sum(row.role == "item" and row.kind in kinds for row in snapshot.rows())


def ever_there(snapshot: Snapshot) -> frozenset[tuple[str, int | str]]:
    """Kind and id of everything that a snapshot has or had: such a name isn't misspelt."""
    return frozenset((row.kind, row.id) for row in snapshot.rows() if row.role in ("item", "deleted"))


def _shelved(snapshot: Snapshot, keys: Collection[Key], codes: set[str]) -> Iterator[RawItem]:
    """What documents may refer to. All objects pass here, so the languages that marks name are noted."""
    for item in snapshot.items():
        codes |= marked(item.body)
        if Shelf.wanted(item, snapshot.info):
            yield from tongues(item, snapshot.info, keys)


def person_verdicts(path: Path) -> tuple[overrides.Verdict, ...]:
    """What `pairs.toml` of a snapshot says; nothing, if there is none. Raises PairsError, SnapshotError."""
    name = str(path / PAIRS)
    verdicts = overrides.read(read_pairs(path), name)
    rulings.check(verdicts, name)
    return verdicts


def _with_role(snapshot: Snapshot, info: SiteInfo, *roles: str) -> Iterator[RawItem]:
    """The items whose collection plays one of these roles."""
    for collection in info.collections:
        if collection.role in roles:
            yield from snapshot.items(kind=collection.kind)
