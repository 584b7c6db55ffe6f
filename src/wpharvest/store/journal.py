"""How a new state takes the place of the old one without a moment in which neither is there.

1. Every new file is written to `.incoming/files/`, under the path it will have. Readers don't look there.
2. When all of them are on the medium, `.incoming/COMMIT` (the list of what moves and what goes) appears by a
   rename: the point of no return. Killed before it, the old state stands, and `.incoming` is thrown away.
3. What is replaced moves to the history, what is deleted goes, files move in, in the order payload, index,
   manifests, run; a folder whose place is empty moves in as a whole. Killed here, whoever opens the snapshot
   next does the rest: each step may be done twice.
4. `COMMIT` is removed, then `.incoming`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from wpharvest.errors import SnapshotLayoutError
from wpharvest.store.disk import Disk, best_effort, make_folders, remove_tree, settle_all, storing
from wpharvest.store.lock import locked
from wpharvest.store.names import stays_inside

INCOMING = ".incoming"
STAGE = f"{INCOMING}/files"
COMMIT = f"{INCOMING}/COMMIT"
STAYS = (".", "data")  # even if empty: without data/ it isn't a bag


class Plan(msgspec.Struct, frozen=True):
    """What a commit does, as paths below the snapshot, in order: `keeps` (from, to), `removes`, `moves`."""

    removes: tuple[str, ...]
    moves: tuple[str, ...]
    keeps: tuple[tuple[str, str], ...] = ()


def promise(disk: Disk, root: Path, plan: Plan) -> None:
    """Make the plan certain to happen: it is on the medium, and so is all that it moves."""
    staged = [*(f"{STAGE}/{path}" for path in plan.moves)]
    settle_all(disk, root / INCOMING, [f"{root}/{path}" for path in (*staged, *_folders(staged))])
    draft = root / f"{COMMIT}.part"
    plan = msgspec.structs.replace(plan, moves=_by_folder(root, plan.moves))
    disk.write(draft, msgspec.json.encode(plan))
    disk.settle(draft)
    disk.settle(root)
    disk.rename(draft, root / COMMIT)
    disk.settle(root / INCOMING)


def finish(disk: Disk, root: Path) -> None:
    """Do what the plan says; what is done already is done again without harm."""
    plan = _read(root)
    kept = [target for _, target in plan.keeps]
    touched = (*(source for source, _ in plan.keeps), *kept, *plan.removes, *plan.moves)
    outside = {folder for folder in _folders(touched, above=False) if not _is_below(root, folder)}
    for path in touched:
        if not stays_inside(path) or path.rpartition("/")[0] in outside:
            raise SnapshotLayoutError(str(root), f"{COMMIT} names {path!r}, which is not below the snapshot")
    for folder in _folders(kept, above=False):
        make_folders(disk, root / folder)
    for source, target in plan.keeps:
        _keep(disk, root, source, target)
    for path in plan.removes:
        _remove(disk, root, path)
    for folder in _folders(plan.moves, above=False):
        make_folders(disk, root / folder)
    for path in plan.moves:
        _move(disk, root, path)
    folders = [root / folder for folder in _folders(touched)]
    settle_all(disk, root, [each for each in folders if each.is_dir()])
    disk.remove(root / COMMIT)
    disk.settle(root / INCOMING)


def recover(disk: Disk, root: Path) -> None:
    """Roll an interrupted commit forward. Raises SnapshotBusyError if it isn't interrupted but going on."""
    if not (root / COMMIT).is_file():
        return
    with storing(root), locked(root):
        if (root / COMMIT).is_file():
            finish(disk, root)
        with best_effort():
            discard(disk, root)


def discard(disk: Disk, root: Path) -> None:
    """Throw away what was never committed."""
    if (root / INCOMING).is_dir() and not (root / COMMIT).is_file():
        remove_tree(disk, root / INCOMING)


def _by_folder(root: Path, moves: Sequence[str]) -> tuple[str, ...]:
    """The same moves, with a folder in the place of its files where it is new and nothing else is in it.

    A first harvest moves a handful of folders and not ten thousand files. Only below `data/`: among the files
    that say what is there, the order counts.
    """
    below: dict[str, set[str]] = {}
    for path in moves:
        below.setdefault(path.rpartition("/")[0], set()).add(path)
    for folder in list(below):
        for above in map(str, PurePosixPath(folder).parents):
            below[above] = below.get(above, set()) | below[folder]
    whole: dict[str, str] = {}  # each file of such a folder -> the folder
    for folder in sorted(below, key=len):
        files = below[folder]
        if not folder.startswith("data/") or whole.keys() & files or (root / folder).exists():
            continue
        if _files_in(root / STAGE / folder, folder) == files:
            whole |= dict.fromkeys(files, folder)
    return tuple(dict.fromkeys(whole.get(path, path) for path in moves))


def _files_in(top: Path, name: str) -> set[str]:
    """All that is in a folder but folders, as paths below it that begin with `name`."""
    found: set[str] = set()
    for folder, folders, files in os.walk(top):
        here = f"{name}{folder[len(str(top)) :]}"
        links = (each for each in folders if Path(folder, each).is_symlink())
        found.update(f"{here}/{each}" for each in (*files, *links))
    return found


def _read(root: Path) -> Plan:
    try:
        return msgspec.json.decode((root / COMMIT).read_bytes(), type=Plan)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SnapshotLayoutError(str(root), f"{COMMIT} is damaged: {error}") from error


def _keep(disk: Disk, root: Path, source: str, target: str) -> None:
    # Once it is there, what lies at the source is something else: the file that took its place.
    if (root / target).is_file():
        return
    if not (root / source).is_file():
        raise SnapshotLayoutError(str(root), f"half copied: {COMMIT} keeps {source}, which is nowhere")
    disk.rename(root / source, root / target)


def _remove(disk: Disk, root: Path, path: str) -> None:
    target = root / path
    if not target.parent.is_dir():
        return
    disk.remove(target)
    for folder in target.relative_to(root).parents:
        if str(folder) not in STAYS:
            disk.remove_folder(root / folder)


def _move(disk: Disk, root: Path, path: str) -> None:
    staged, target = f"{root}/{STAGE}/{path}", f"{root}/{path}"
    try:
        disk.rename(staged, target)
    except FileNotFoundError as error:
        if not (root / path).exists():
            why = f"half copied: {COMMIT} promises {path}, which is nowhere"
            raise SnapshotLayoutError(str(root), why) from error


def _is_below(root: Path, folder: str) -> bool:
    return (root / folder).resolve().is_relative_to(root.resolve())


def _folders(paths: Iterable[str], *, above: bool = True) -> list[str]:
    """The folders that these are in, and those above, deepest first.

    A folder's entry is on the medium only when the folder above it is settled too.
    """
    found = {path.rpartition("/")[0] for path in paths}
    if above:
        found |= {str(each) for folder in found for each in PurePosixPath(folder).parents}
    return sorted(found, key=lambda folder: folder.count("/"), reverse=True)
