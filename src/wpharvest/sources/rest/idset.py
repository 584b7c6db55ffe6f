"""The ids that a collection lists: the proof of a harvest, and what tells a deletion.

What is listed may be more than ids: `each` then looks at every object.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from functools import partial
from typing import Any

import msgspec

from wpharvest.sources.rest.addresses import Params
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.api import Reply
from wpharvest.sources.rest.page import Failure, Page, identity, is_end

MOST = 100_000  # pages; beyond, a server is inventing them
Ask = Callable[[Params], Page]


class IdSet(msgspec.Struct, frozen=True):
    """The ids in their order, whether the list came to an end by itself, and the total that it named."""

    ids: tuple[int | str, ...]
    ended: bool
    total: int | None


def read(
    ask: Ask,
    params: Params,
    total: int | None,
    width: int,
    begun: Iterable[Page] = (),
    each: Callable[[Any], object] = identity,
) -> IdSet:
    """All ids, `width` pages at a time. A server that repeats its pages is asked by offset.

    `begun` are the first pages, where these were asked for already.
    """
    ids: dict[int | str, None] = {}
    empty = 0
    with closing(_numbered(ask, params, width, begun)) as pages:
        for number, page in enumerate(pages, start=1):
            if is_end(page):
                return IdSet(tuple(ids), True, total)
            if isinstance(page, Failure) or not page.ok:
                return IdSet(tuple(ids), False, total)
            total = page.total if page.total is not None else total
            before = len(ids)
            ids.update(_ids(page, each))
            if len(ids) == before and page.items:
                break
            empty = 0 if page.items else empty + 1
            last = page.pages
            if len(ids) == total or empty == 2 or (empty and (last is None or number >= last)):
                return IdSet(tuple(ids), True, total)
        else:
            return IdSet(tuple(ids), False, total)
    return _by_offset(ask, params, total, ids, each)


def _numbered(ask: Ask, params: Params, width: int, begun: Iterable[Page]) -> Generator[Page, None, None]:
    had, last = 0, 1
    for page in begun:
        yield page
        had, last = had + 1, _last(page)
    if not had:
        first = ask({**params, "page": 1})
        yield first
        had, last = 1, _last(first)
    calls = (partial(ask, {**params, "page": number}) for number in range(had + 1, min(last, MOST) + 1))
    yield from ahead(calls, width)
    yield from (ask({**params, "page": number}) for number in range(max(had, last) + 1, MOST))


def _last(page: Page) -> int:
    """The number of the last page, as this one tells it."""
    return (page.pages or 1) if isinstance(page, Reply) and page.ok else 1


def _by_offset(
    ask: Ask, params: Params, total: int | None, ids: dict[int | str, None], each: Callable[[Any], object]
) -> IdSet:
    while True:
        page = ask({**params, "offset": len(ids)})
        if is_end(page):
            return IdSet(tuple(ids), True, total)
        if isinstance(page, Failure) or not page.ok:
            return IdSet(tuple(ids), False, total)
        before = len(ids)
        ids.update(_ids(page, each))
        if len(ids) == total or not page.items:
            return IdSet(tuple(ids), True, total)
        if len(ids) == before:
            return IdSet(tuple(ids), False, total)


def _ids(page: Reply, each: Callable[[Any], object]) -> dict[int | str, None]:
    for value in page.value:
        each(value)
    return {id_: None for id_ in map(identity, page.value) if id_ is not None}
