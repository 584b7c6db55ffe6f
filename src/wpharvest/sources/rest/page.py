"""One page of a listing, or why it couldn't be had."""

from __future__ import annotations

from typing import Any

import msgspec

from wpharvest.sources.rest.api import Reply


class Found(msgspec.Struct, frozen=True):
    """One object of a listing: its id, its bytes as served, its value."""

    id: int | str
    body: bytes
    value: dict[str, Any]
    stamp: str
    headers: dict[str, str]


class Failure(msgspec.Struct, frozen=True):
    """A page that couldn't be had."""

    why: str


Page = Reply | Failure


def page_of_one(reply: Reply) -> Reply:
    """The answer of one object's own route, as a page that holds nothing else."""
    return msgspec.structs.replace(reply, items=(reply.body,), value=[reply.value])


def identity(value: Any) -> int | str | None:
    """The id of an object; digits in a string are a number; None if it has none, or one beyond 64 bits."""
    id_ = value.get("id") if isinstance(value, dict) else None
    if isinstance(id_, str):
        return int(id_) if id_.isascii() and id_.isdigit() and len(id_) < 19 else id_ or None
    return id_ if isinstance(id_, int) and not isinstance(id_, bool) and abs(id_) < 2**63 else None


def is_end(page: Page) -> bool:
    """WordPress's way to say that there is no such page."""
    return isinstance(page, Reply) and page.code.endswith("_invalid_page_number")
