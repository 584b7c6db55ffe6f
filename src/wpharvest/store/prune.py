"""Which versions to keep, and letting go of the others with what only they need.

The exchanges of a run stay as long as a later run's `revisit` records refer to them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from wpharvest.store import bag, progress, tape
from wpharvest.store.disk import Disk, make_folders, storing
from wpharvest.store.history import held
from wpharvest.store.journal import STAGE, Plan, discard, finish, promise, recover
from wpharvest.store.lock import locked
from wpharvest.store.state import State, load
from wpharvest.store.versions import Version, state_at, versions


class Policy(msgspec.Struct, frozen=True):
    """How many to keep: the last so many, and the last one of each of so many days, weeks, months, years."""

    last: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0
    yearly: int = 0


class Pruned(msgspec.Struct, frozen=True):
    """What goes and what stays; `paths` are the files that go, `size` their bytes."""

    gone: tuple[Version, ...]
    kept: tuple[Version, ...]
    paths: tuple[str, ...]
    size: int


def _week(started_at: str) -> str:
    year, week, _ = date.fromisoformat(started_at[:10]).isocalendar()
    return f"{year}-{week}"


PERIODS: dict[str, Callable[[str], str]] = {
    "daily": lambda started_at: started_at[:10],
    "weekly": _week,
    "monthly": lambda started_at: started_at[:7],
    "yearly": lambda started_at: started_at[:4],
}


def kept(known: tuple[Version, ...], policy: Policy) -> tuple[Version, ...]:
    """The versions that a policy keeps, the oldest first; the last one is always among them.

    A period counts only if it has a version, as with restic: `daily=3` are the last three days that have one.
    """
    stay = {version.number for version in known[-max(1, policy.last) :]}
    for period, name_of in PERIODS.items():
        last_of = {name_of(version.run): version.number for version in known}
        wanted = getattr(policy, period)
        stay |= set(sorted(last_of.values())[-wanted:] if wanted else ())
    return tuple(version for version in known if version.number in stay)


def plan(root: Path, state: State, policy: Policy) -> Pruned:
    """What pruning would do. Raises SnapshotLayoutError."""
    known = versions(root, state)
    stays = kept(known, policy)
    gone = tuple(version for version in known if version not in stays)
    needed: set[str] = set()
    for version in stays:
        needed |= set(state_at(root, state, version).manifest.values())
    runs = tuple(bag.run_file(version.run, "") for version in gone)
    paths = [path for path in state.tags if runs and path.startswith(runs)]
    told = tape.referred_to(root, [version.run for version in stays], [version.run for version in gone])
    paths = [path for path in paths if path not in told]
    paths += [path for path, sha in held(state.tags).items() if gone and sha not in needed]
    size = sum((root / path).stat().st_size for path in paths if (root / path).is_file())
    return Pruned(gone, stays, tuple(sorted(paths)), size)


def would_prune(root: Path, policy: Policy) -> Pruned:
    """What `prune` would do; nothing is touched. Raises SnapshotError."""
    recover(Disk(), root)
    return plan(root, load(root), policy)


def prune(root: Path, policy: Policy, disk: Disk | None = None) -> Pruned:
    """Let go of the versions that a policy doesn't keep, as one step that no crash can halve.

    Raises SnapshotMissingError, SnapshotLayoutError, SnapshotBusyError, StorageError.
    """
    disk = disk or Disk()
    recover(disk, root)
    with storing(root), locked(root):
        state = load(root)
        pruned = plan(root, state, policy)
        if pruned.gone:
            going = set(pruned.paths)
            tags = {path: sha for path, sha in state.tags.items() if path not in going}
            make_folders(disk, root / STAGE)
            disk.write(root / STAGE / bag.TAGS, bag.write_manifest(tags))
            promise(disk, root, Plan(pruned.paths, (bag.TAGS,)))
            finish(disk, root)
        # Where there is a log, a fetch was killed, and the next one goes on with what it left.
        if not (root / progress.LOG).is_file():
            discard(disk, root)
    return pruned
