"""Blocks of which one language changed and the other didn't."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

import msgspec

from wpharvest.model.documents import Document
from wpharvest.model.gaps import Gap
from wpharvest.translation.alignment import outline
from wpharvest.translation.gaps.side import Side


class Version(msgspec.Struct, frozen=True):
    """A document as it was at a time (ISO 8601, UTC): when the snapshot first held it so."""

    at: str
    document: Document


class Change(msgspec.Struct, frozen=True):
    """When a block changed, and what stood there before (empty: nothing)."""

    at: str
    before: str


def changes(versions: Sequence[Version]) -> Mapping[int, tuple[Change, ...]]:
    """Block of the newest version -> its changes, oldest first.

    `versions` go from the oldest to the newest; a block that never changed isn't in the result.
    """
    if len(versions) < 2:
        return {}
    known: dict[int, tuple[Change, ...]] = {}
    before = _texts(versions[0].document)
    for version in versions[1:]:
        after = _texts(version.document)
        now: dict[int, tuple[Change, ...]] = {}
        for tag, old, old_end, new, new_end in SequenceMatcher(None, before, after, False).get_opcodes():
            for index in range(new, new_end):
                place = old + index - new
                told = known.get(place, ()) if place < old_end else ()
                if tag != "equal":
                    told = (*told, Change(version.at, before[place] if place < old_end else ""))
                if told:
                    now[index] = told
        before, known = after, now
    return known


def find(side: Side, own: Sequence[Version], sisters: Sequence[Version]) -> Iterator[Gap]:
    """Blocks of this side that didn't follow a change of the block that they answer."""
    ours, theirs = changes(own), changes(sisters)
    for block in side.blocks:
        for answer in side.answer(block):
            if change := unanswered(theirs.get(answer.index, ()), ours.get(block.index, ())):
                said = (
                    f"from “{change.before}” to “{answer.text}”" if change.before else f"to “{answer.text}”"
                )
                why = f"{side.sister.key.language} changed {said} (seen {change.at}), this didn't"
                yield side.gap("stale", block, block.text, why)
                break


def unanswered(theirs: Sequence[Change], ours: Sequence[Change]) -> Change | None:
    """The change of theirs that no change of ours followed, if there is one.

    Who changes second follows the first; what changes at the same time is one change.
    """
    told = [(change.at, whose, change) for whose, each in enumerate((ours, theirs)) for change in each]
    waiting: tuple[int, Change] | None = None
    for _, together in groupby(sorted(told, key=itemgetter(0)), key=itemgetter(0)):
        here = {whose: change for _, whose, change in together}
        if len(here) == 2 or (waiting and waiting[0] not in here):
            waiting = None
        elif not waiting:
            waiting = next(iter(here.items()))
    return waiting[1] if waiting and waiting[0] else None


def _texts(document: Document) -> list[str]:
    return [block.text for block in outline(document).blocks]
