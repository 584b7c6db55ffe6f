"""The versions of a snapshot: which there are, which one a person means, and its state rebuilt.

Each run that changed something is a version. Its number is given once and never to another; a run's folder
is `runs/TIME/`, and its `manifest-sha256.txt` names all that the version holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from wpharvest.errors import SnapshotLayoutError, UnknownNameError
from wpharvest.model.items import Json
from wpharvest.store import bag
from wpharvest.store.history import held, place
from wpharvest.store.state import ADVICE, State, checked, damaged, read_index, read_site

LATEST = "latest"
_NUMBER = re.compile(r"v?(\d+)")


class Version(msgspec.Struct, frozen=True):
    """One version: its number, its run's folder, when that began (UTC), and what it found.

    The counts are those of objects and files, compared with the version before.
    """

    number: int
    run: str
    started_at: str = ""
    new: int = 0
    changed: int = 0
    deleted: int = 0

    @property
    def name(self) -> str:
        """`v3`: what a person calls it."""
        return f"v{self.number}"


def versions(root: Path, state: State) -> tuple[Version, ...]:
    """All versions of a snapshot whose current state this is, the oldest first.

    Raises SnapshotLayoutError if a run's record is damaged.
    """
    found = sorted(_versions(root, state), key=lambda version: version.number)
    if not found:
        raise SnapshotLayoutError(str(root), f"no run has left its record; {ADVICE}")
    return tuple(found)


def find(known: tuple[Version, ...], wanted: str) -> Version:
    """The version that a person means: `v3`, `3`, `latest`, or a time.

    A time (`2026-11-23`, `2026-11-23T14:00`) means what was there then: the last version that had begun by
    the end of that day, hour or minute. Raises UnknownNameError.
    """
    number = _NUMBER.fullmatch(wanted)
    if wanted in ("", LATEST):
        return known[-1]
    if number:
        chosen = [version for version in known if version.number == int(number[1])]
    else:
        then = bag.safe_time(wanted)
        chosen = [version for version in known if then[:1].isdigit() and version.run[: len(then)] <= then]
    if not chosen:
        raise UnknownNameError("version", wanted, (version.name for version in known))
    return chosen[-1]


def state_at(root: Path, state: State, version: Version) -> State:
    """The state that a version was, from the snapshot's current state. Raises SnapshotLayoutError."""
    if version.run == state.run_name:
        return state
    name = bag.run_file(version.run, bag.MANIFEST)
    with damaged(root, name):
        manifest = dict(bag.read_manifest(checked(root, name, state.tags)))
    places = dict(_places(manifest, state))
    rebuilt = State(
        manifest, state.tags, (), state.info, _record(root, version.run, state), version.run, places
    )
    info = read_site(root, rebuilt)
    return msgspec.structs.replace(rebuilt, rows=read_index(root, rebuilt), info=info)


def _versions(root: Path, state: State) -> Iterator[Version]:
    for path in state.tags:
        run = path.removeprefix(f"{bag.RUNS}/").removesuffix(f"/{bag.RECORD}")
        # A run of the first layout has no manifest: only the last of them can be had, as the current state.
        if path == bag.run_file(run, bag.RECORD) and (
            run == state.run_name or bag.run_file(run, bag.MANIFEST) in state.tags
        ):
            record = state.run if run == state.run_name else _record(root, run, state)
            counts: Any = record.get("changes", {})
            with damaged(root, path):
                yield msgspec.convert(
                    {
                        **counts,
                        "number": record.get("version", 1),
                        "run": run,
                        "started_at": record.get("started_at", ""),
                    },
                    Version,
                )


def _record(root: Path, run: str, state: State) -> Json:
    name = bag.run_file(run, bag.RECORD)
    with damaged(root, name):
        record = json.loads(checked(root, name, state.tags))
        if not isinstance(record, dict):
            raise ValueError("not a JSON object")
        return record


def _places(manifest: dict[str, str], state: State) -> Iterator[tuple[str, str]]:
    """Where the files of an older version lie now, but for those that are where they were."""
    by_digest = {sha: path for path, sha in state.manifest.items()}
    by_digest |= {sha: path for path, sha in held(state.tags).items()}
    for path, sha in manifest.items():
        if state.manifest.get(path) != sha:
            yield path, by_digest.get(sha, place(sha))
