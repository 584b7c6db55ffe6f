"""A whole site, ready for the exporters."""

from __future__ import annotations

import msgspec

from wpharvest.model.documents import Author, Comment, Document, Media
from wpharvest.model.families import Family
from wpharvest.model.items import Key, Resource, SiteInfo
from wpharvest.model.menus import Menu
from wpharvest.model.notices import Notice


class Site(msgspec.Struct, frozen=True):
    """Everything that a snapshot holds, read, cleaned and paired. Documents are sorted by key.

    `files` are the media files that are there, sorted by path; their bytes are in the snapshot's own files.
    """

    info: SiteInfo
    documents: tuple[Document, ...]
    families: tuple[Family, ...] = ()
    media: tuple[Media, ...] = ()
    authors: tuple[Author, ...] = ()
    comments: tuple[Comment, ...] = ()
    menus: tuple[Menu, ...] = ()
    files: tuple[Resource, ...] = ()
    notices: tuple[Notice, ...] = ()

    def family_of(self) -> dict[Key, Family]:
        """Each paired document's family."""
        return {key: family for family in self.families for key in family.members.values()}
