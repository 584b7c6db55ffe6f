"""One number for each object: WordPress counts posts, terms, users and comments of all languages together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import count
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def numbered(wanted: Iterable[tuple[K, int | str]], taken: frozenset[int] = frozenset()) -> dict[K, int]:
    """A number for each, its own one where that is free; the first to ask keeps it.

    >>> numbered([("fr", 12), ("en", 12), ("file", "about.md")])
    {'fr': 12, 'en': 13, 'file': 14}
    """
    found: dict[K, int] = {}
    late: list[K] = []
    used = set(taken)
    for key, number in wanted:
        if isinstance(number, int) and number > 0 and number not in used:
            used.add(number)
            found[key] = number
        else:
            late.append(key)
    fresh = after(used)
    for key in late:
        found[key] = next(fresh)
    return found


def after(used: Iterable[int]) -> Iterator[int]:
    """The numbers above all of these."""
    return count(max(used, default=0) + 1)
