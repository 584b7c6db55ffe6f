"""Payloads that a later run replaced or deleted: `history/sha256/ab/abcd…`, by digest.

The bytes of a version lie in `data/` or here, each once: what a run leaves as it was costs nothing, and what
comes back moves back. Whoever has a run's `manifest-sha256.txt` can rebuild the run with a shell.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from wpharvest.store.state import State

HISTORY = "history/sha256"


class Turnover(msgspec.Struct, frozen=True):
    """What one commit means for the history, as paths below the snapshot.

    `keeps` are files that move there (from, to); `drops` those that are in the payload again; `tags` all that
    the history then holds, with digests.
    """

    keeps: tuple[tuple[str, str], ...]
    drops: tuple[str, ...]
    tags: dict[str, str]


def place(sha: str) -> str:
    """Where the history holds a payload of this SHA-256."""
    return f"{HISTORY}/{sha[:2]}/{sha}"


def held(tags: dict[str, str]) -> dict[str, str]:
    """The part of the tag manifest that is history: path to digest."""
    return {path: sha for path, sha in tags.items() if path.startswith(f"{HISTORY}/")}


def turnover(root: Path, before: State, payload: dict[str, str]) -> Turnover:
    """What becomes history when this payload takes the place of a state.

    A file that isn't there any more (someone took it away) can't be kept; `verify` has said so.
    """
    now = set(payload.values())
    there = held(before.tags)
    drops = tuple(path for path, sha in there.items() if sha in now)
    retired = {
        place(sha): path
        for path, sha in before.manifest.items()
        if sha not in now and place(sha) not in there and (root / path).is_file()
    }
    tags = {path: sha for path, sha in there.items() if path not in drops}
    tags |= {path: path.rpartition("/")[2] for path in retired}
    return Turnover(tuple((source, target) for target, source in sorted(retired.items())), drops, tags)
