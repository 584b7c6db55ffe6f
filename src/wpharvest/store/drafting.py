"""A draft from its beginning to its end: locked, gone on with or begun anew, tidied up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from wpharvest.store.disk import Disk, best_effort, make_folders, storing
from wpharvest.store.draft import Draft
from wpharvest.store.journal import COMMIT, discard, finish
from wpharvest.store.lock import locked
from wpharvest.store.state import is_there, load


@contextmanager
def drafting(path: Path, started_at: str, disk: Disk, claim: str = "") -> Iterator[Draft]:
    """A draft on the snapshot at `path`, which is made if need be, and locked until the block ends."""
    with ExitStack() as stack:
        with storing(path):
            made = make_folders(disk, path)
            stack.enter_context(locked(path))
            drafts: list[Draft] = []
            stack.callback(_tidy, disk, path, made, drafts)
            for folder in made:
                disk.settle(folder.parent)
            if (path / COMMIT).is_file():
                finish(disk, path)
                discard(disk, path)
            before = load(path) if is_there(path) else None
            drafts.append(Draft(path, started_at, disk, before, claim))
            stack.callback(drafts[0].close)
        yield drafts[0]


def _tidy(disk: Disk, path: Path, made: list[Path], drafts: list[Draft]) -> None:
    with best_effort():
        if not any(draft.resumable for draft in drafts):
            discard(disk, path)
        for folder in reversed(made):
            disk.remove_folder(folder)  # only where the run left nothing in it
