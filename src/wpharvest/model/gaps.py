"""What is missing, left over or out of date between the languages of a site."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from wpharvest.model.items import Key

GapKind = Literal["alone", "missing", "untranslated", "cited", "links", "alt", "stale"]
KINDS: tuple[GapKind, ...] = get_args(GapKind)


class Gap(msgspec.Struct, frozen=True):
    """One thing that a translator may have to do.

    `document` is where it is to be done; `other` the sister that shows it (none for a document without one).
    `heading` (the headings above, outermost first) and `block` (its number in the document, -1 for the whole)
    say where `words` stand: in `document`, but for what is `missing` in `other`. `why` is one sentence.
    """

    kind: GapKind
    document: Key
    other: Key | None
    heading: tuple[str, ...]
    block: int
    words: str
    why: str
