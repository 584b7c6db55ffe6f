"""RawItem -> Document: the passes of a body, in order, and the facts around it."""

from __future__ import annotations

from wpharvest.conversion.documents import Content, content_of, convert, source_of
from wpharvest.conversion.menus import convert_menus
from wpharvest.conversion.records import convert_author, convert_comment, convert_media
from wpharvest.conversion.shelf import Shelf
from wpharvest.conversion.tongues import marked, tongues, with_marked
from wpharvest.conversion.values import body_of

__all__ = [
    "Content",
    "Shelf",
    "body_of",
    "content_of",
    "convert",
    "convert_author",
    "convert_comment",
    "convert_media",
    "convert_menus",
    "marked",
    "source_of",
    "tongues",
    "with_marked",
]
