"""A snapshot as one file, in the formats that archives take in. To add one: a module and a row.

A plug's function is `write(contents, out)`; the first line of its docstring is what `list packings` prints.
Where a format allows it, the same snapshot gives the same bytes.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from wpharvest.errors import SnapshotDamagedError, StorageError, UnknownNameError
from wpharvest.store.checks import verify
from wpharvest.store.disk import Disk, storing
from wpharvest.store.packing import bagit, wacz, warc, zipped
from wpharvest.store.packing.contents import Contents, Packing
from wpharvest.store.snapshot import Snapshot

PACKINGS: dict[str, Packing] = {
    "bagit": Packing(bagit.write, ".tar"),
    "zip": Packing(zipped.write, ".zip"),
    "warc": Packing(warc.write, ".warc.gz"),
    "wacz": Packing(wacz.write, ".wacz"),
}


def pack(snapshot: Path, kind: str, target: Path | None = None, disk: Disk | None = None) -> Path:
    """Write a whole snapshot, every version of it, to one file; where that is.

    Without a `target` it lies beside the snapshot and has its name. What is damaged isn't packed. Raises
    UnknownNameError, SnapshotError and its kind, StorageError.
    """
    if kind not in PACKINGS:
        raise UnknownNameError("packing", kind, PACKINGS)
    opened = Snapshot.open(snapshot)
    first = next(verify(snapshot), None)
    if first:
        raise SnapshotDamagedError(str(snapshot), f"{first.path}: {first.what}")
    root = snapshot.resolve()
    packing = PACKINGS[kind]
    path = target or root.parent / f"{root.name}{packing.suffix}"
    if path.resolve().is_relative_to(root):
        raise StorageError(str(path), "it is inside the snapshot")
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    contents = Contents.of(root, opened)
    disk = disk or Disk()
    try:
        with storing(path):
            with part.open("xb") as out:
                packing.write(contents, out)
                out.flush()
                os.fsync(out.fileno())
            disk.rename(part, path)
            disk.settle(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return path
