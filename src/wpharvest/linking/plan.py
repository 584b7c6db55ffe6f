"""Where everything will be: what a target decides before a link can be led anywhere."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wpharvest.model.items import Key
from wpharvest.model.notices import Notice


class Plan(msgspec.Struct, frozen=True):
    """The new address of each object, and of files that have no object of their own.

    Addresses are paths from the root of the new host, percent-encoded, as a browser asks for them
    (`/en/about/`). `places` may name documents, media and authors; what it doesn't name isn't there any
    more. `files` goes from the whole old address of a file (a size of a picture) to its new one. `homes`
    are the first pages of the languages. `base` is the part of every address that the host of the new site
    adds (`/blog`). `relative` writes links from one place to the other
    (`../posts/news.md`), for files that are read where they lie. With `remote` the media files stay at the
    old site, and a link to one leads where it did. `notices` say what couldn't be as it was.
    """

    places: Mapping[Key, str] = {}
    files: Mapping[str, str] = {}
    homes: Mapping[str, str] = {}
    base: str = ""
    relative: bool = False
    remote: bool = False
    notices: tuple[Notice, ...] = ()

    @property
    def targets(self) -> frozenset[str]:
        """Every path that will be there."""
        return frozenset((*self.places.values(), *self.files.values(), *self.homes.values()))
