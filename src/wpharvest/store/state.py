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
from wpharvest.store.names import same_place, stays_inside
from wpharvest.store.rows import Row, read_row

ADVICE = "`wpharvest verify` says what is wrong"


class State(msgspec.Struct, frozen=True):
    """A snapshot, or an older version of it, but for its payload.

    `manifest` and `tags` are path and SHA-256 in hex; `places` says of an older version's files where they
    lie now, if not at their path.
    """

    manifest: dict[str, str]
    tags: dict[str, str]
    rows: tuple[Row, ...]
    info: SiteInfo
    run: Json
    run_name: str = ""
    places: dict[str, str] = {}


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
    if all((path / name).is_file() for name in (bag.INFO, bag.MANIFEST, bag.TAGS)):
        raise SnapshotLayoutError(str(path), f"half copied: {bag.BAGIT} is missing; {ADVICE}")
    raise SnapshotLayoutError(str(path), "not a wpharvest snapshot (and not empty either)")


def load(path: Path) -> State:
    """Read it all but the payload. Raises SnapshotMissingError, SnapshotLayoutError."""
    if not is_there(path):
        raise SnapshotMissingError(str(path))
    run = _layout(path).get(bag.RUN_TAG, "")
    manifest, tags = _manifest(path, bag.MANIFEST), _manifest(path, bag.TAGS)
    with damaged(path, bag.MANIFEST):
        checked(path, bag.MANIFEST, tags)
    state = State(manifest, tags, (), SiteInfo(home=""), _run(path, run), run)
    return msgspec.structs.replace(state, rows=read_index(path, state), info=read_site(path, state))


def read_index(root: Path, state: State) -> tuple[Row, ...]:
    """The rows of a state. Raises SnapshotLayoutError."""
    with damaged(root, bag.INDEX):
        return tuple(_rows(payload(root, bag.INDEX, state), state.manifest))


def read_site(root: Path, state: State) -> SiteInfo:
    """The site of a state. Raises SnapshotLayoutError."""
    with damaged(root, bag.SITE):
        return msgspec.convert(json.loads(payload(root, bag.SITE, state)), SiteInfo)


@contextmanager
def damaged(root: Path, name: str) -> Iterator[None]:
    """Turn whatever is wrong with one file into one sentence that names it."""
    try:
        yield
    except FileNotFoundError as error:
        raise SnapshotLayoutError(str(root), f"{_why_missing(root, name, error)}; {ADVICE}") from error
    except OSError as error:
        raise SnapshotLayoutError(str(root), f"{name} can't be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise SnapshotLayoutError(str(root), f"{name} is damaged: {error}; {ADVICE}") from error


def _why_missing(root: Path, name: str, error: OSError) -> str:
    """A copy that went through an old Mac or a Windows share has all files, some under another spelling."""
    missing = Path(error.filename or root / name)
    if missing.is_relative_to(root):  # an older version's file lies elsewhere than its name says
        name = missing.relative_to(root).as_posix()
    there = [each.name for each in missing.parent.iterdir()] if missing.parent.is_dir() else []
    if any(same_place(twin) == same_place(missing.name) for twin in there):
        return f"{name} is there under another spelling (case or Unicode form): a file system changed names"
    return f"half copied: {name} is missing"


def read(root: Path, name: str) -> bytes:
    """A file of the snapshot. Raises ValueError if its path, or a link in it, leads out of the snapshot."""
    path = root / name
    if not stays_inside(name) or not path.resolve().is_relative_to(root.resolve()):
        raise ValueError("it leads out of the snapshot")
    return path.read_bytes()


def payload(root: Path, name: str, state: State) -> bytes:
    """A file of a state, wherever it lies now. Raises ValueError if it isn't what the manifest says."""
    return checked(root, name, state.manifest, state.places.get(name, name))


def checked(root: Path, name: str, manifest: dict[str, str], where: str = "") -> bytes:
    """A file of the snapshot; `where` it lies, if not at its name. Raises ValueError also if it isn't what
    the manifest says.
    """
    body = read(root, where or name)
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
