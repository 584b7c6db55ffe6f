"""Snapshot -> what is missing, left over or out of date between its languages."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from wpharvest.errors import UnknownNameError
from wpharvest.exporters.gap_lists import GapEntry, entries
from wpharvest.model.gaps import KINDS
from wpharvest.steps.load import read_site
from wpharvest.steps.past import past
from wpharvest.store import Snapshot
from wpharvest.translation.gaps import find_gaps


def gaps(snapshot: Path, remove: tuple[str, ...] = ()) -> list[GapEntry]:
    """The gaps of a snapshot, without network.

    `remove` are the user's own CSS selectors. Raises SnapshotError, UsageError for a selector that isn't CSS.
    """
    opened = Snapshot.open(snapshot)
    site = read_site(opened, remove)
    before = past(opened, site.info, remove)
    found = find_gaps(site.documents, site.families, site.info.default_language, before)
    return [*entries(found, site)]


def check_kinds(kinds: Collection[str]) -> None:
    """Raise UnknownNameError for a kind of gap that doesn't exist."""
    for kind in kinds:
        if kind not in KINDS:
            raise UnknownNameError("kind of gap", kind, KINDS)
