"""One WordPress server a session; each plugin's site is filled when a test first asks for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from . import content
from .server import Server, Site, missing, server


@dataclass(frozen=True)
class Filled:
    """A site and what was created in it: the items and the id of each `ref`."""

    site: Site
    mode: str
    items: list[content.Item]
    ids: dict[str, int]


@pytest.fixture(scope="session")
def wordpress() -> Iterator[Server]:
    """A real WordPress, or a skip that says what is missing; under CI=true that is a failure."""
    why = missing()
    if why and os.environ.get("CI") == "true":
        pytest.fail(why)
    if why:
        pytest.skip(why)
    with server() as running:
        yield running


@pytest.fixture(scope="session")
def filled(wordpress: Server) -> Callable[[str], Filled]:
    """The bilingual site as this multilingual plugin shows it ("" for none). Tests only read it."""
    known: dict[str, Filled] = {}

    def give(mode: str) -> Filled:
        if mode not in known:
            known[mode] = fill(wordpress.site(mode), mode)
        return known[mode]

    return give


def fill(site: Site, mode: str) -> Filled:
    """Put the content in: for TranslatePress French objects and a dictionary, else both languages."""
    one_object = mode == "translatepress"
    items = content.french() if one_object else content.bilingual()
    ids = site.create(items)
    if one_object:
        site.options(dictionary=content.DICTIONARY)
    return Filled(site, mode, items, ids)
