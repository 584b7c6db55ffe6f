"""The one place where a bad object can't stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from wpharvest.model.items import RawItem
from wpharvest.model.notices import Notice

T = TypeVar("T")


def read_each(
    items: Iterable[RawItem], read: Callable[[RawItem], Iterator[T]], notices: list[Notice]
) -> Iterator[T]:
    """What `read` makes of each item; one that it can't read becomes a notice, and the others go on."""
    for item in items:
        try:
            yield from read(item)
        except Exception as error:  # noqa: BLE001  see above
            what = f"can't be read: {type(error).__name__}: {error}"
            notices.append(Notice("conversion", what, item.key, lost=True))
