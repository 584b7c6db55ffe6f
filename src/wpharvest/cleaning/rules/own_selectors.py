"""What the user has named: `remove = [".my-box"]` under `[cleaning]` in wpharvest.toml, or `--remove`.

It goes with all that it holds, whatever that is: the user has asked for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import EVERYWHERE
from wpharvest.cleaning.surgery import take
from wpharvest.model.notices import Notice

SIGNS = EVERYWHERE


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes what the user's own CSS selectors name."""
    for selector in body.remove:
        found = body.root.select(selector)
        for element in found:
            if element.parent is not None:
                take(element)
        if found:
            yield Notice("own_selectors", f"{selector} taken", count=len(found))
