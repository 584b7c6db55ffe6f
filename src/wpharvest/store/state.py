"""What a snapshot's folder holds, checked while it is read: layout, manifest, index, the last run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from wpharvest.errors import SnapshotLayoutError, SnapshotMissingError
from wpharvest.model.items import Json, SiteInfo
from wpharvest.store import bag
from wpharvest.store.names import stays_inside
from wpharvest.store.rows import Row, read_row

ADVICE = "`wpharvest verify` says what is wrong"


class State(msgspec.Struct, frozen=True):
    """A snapshot but for its payload. `manifest` and `tags` are path and SHA-256 in hex."""

    manifest: dict[str, str]
    tags: dict[str, str]
    rows: tuple[Row, ...]
    info: SiteInfo
    run: Json


def is_there(path: Path) -> bool:
    """Whether the folder is a bag; False if there is nothing in it (hidden files such as `.git` aside).

    Raises SnapshotLayoutError if there is something else.
    """
    if (path / bag.BAGIT).is_file():
        return True
    if path.is_dir() and all(each.name.startswith(".") for each in path.iterdir()):
        return False
    if not path.exists():
        return False
    raise SnapshotLayoutError(str(path), "not a wpharvest snapshot (and not empty either)")


def load(path: Path) -> State:
    """Read it all but the payload. Raises SnapshotMissingError, SnapshotLayoutError."""
    if not is_there(path):
        raise SnapshotMissingError(str(path))
    tags = _layout(path)
    manifest = _manifest(path, bag.MANIFEST)
    with damaged(path, bag.INDEX):
        rows = tuple(_rows(checked(path, bag.INDEX, manifest), manifest))
    with damaged(path, bag.SITE):
        info = msgspec.convert(json.loads(checked(path, bag.SITE, manifest)), SiteInfo)
    return State(manifest, _manifest(path, bag.TAGS), rows, info, _run(path, tags.get(bag.RUN_TAG, "")))


@contextmanager
def damaged(root: Path, name: str) -> Iterator[None]:
    """Turn whatever is wrong with one file into one sentence that names it."""
    try:
        yield
    except FileNotFoundError as error:
        raise SnapshotLayoutError(str(root), f"half copied: {name} is missing; {ADVICE}") from error
    except OSError as error:
        raise SnapshotLayoutError(str(root), f"{name} can't be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise SnapshotLayoutError(str(root), f"{name} is damaged: {error}; {ADVICE}") from error


def read(root: Path, name: str) -> bytes:
    """A file of the snapshot. Raises ValueError if its path, or a link in it, leads out of the snapshot."""
    path = root / name
    if not stays_inside(name) or not path.resolve().is_relative_to(root.resolve()):
        raise ValueError("it leads out of the snapshot")
    return path.read_bytes()


def checked(root: Path, name: str, manifest: dict[str, str]) -> bytes:
    """A file of the snapshot. Raises ValueError also if it isn't what the manifest says."""
    body = read(root, name)
    if hashlib.sha256(body).hexdigest() != manifest.get(name):
        raise ValueError("it isn't what the manifest says")
    return body


def _layout(root: Path) -> dict[str, str]:
    with damaged(root, bag.INFO):
        tags = bag.read_info(read(root, bag.INFO))
    layout = tags.get(bag.LAYOUT_TAG)
    if layout is None:
        raise SnapshotLayoutError(str(root), "a BagIt bag of another tool, not a wpharvest snapshot")
    if not layout.isdecimal():
        raise SnapshotLayoutError(str(root), f"{bag.INFO} is damaged: no layout is called {layout!r}")
    if int(layout) > bag.LAYOUT:
        raise SnapshotLayoutError(
            str(root),
            f"made by a newer wpharvest (layout {layout}, this one reads {bag.LAYOUT}): upgrade wpharvest",
        )
    return tags


def _manifest(root: Path, name: str) -> dict[str, str]:
    with damaged(root, name):
        return dict(bag.read_manifest(read(root, name)))


def _rows(body: bytes, manifest: dict[str, str]) -> Iterator[Row]:
    for line in body.splitlines():
        row = read_row(line)
        if f"{bag.PAYLOAD}/{row.path}" not in manifest:
            raise ValueError(f"it names {row.path!r}, which isn't in the manifest")
        yield row


def _run(root: Path, name: str) -> Json:
    if not name:
        return {}
    where = f"{bag.RUNS}/{name}/run.json"
    with damaged(root, where):
        run = json.loads(read(root, where))
        if not isinstance(run, dict):
            raise ValueError("not a JSON object")
        return run
