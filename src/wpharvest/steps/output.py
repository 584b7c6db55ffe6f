"""Files -> folder: the one place that writes what an exporter yields."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import msgspec

from wpharvest.errors import StorageError, WpharvestError
from wpharvest.model.items import Json
from wpharvest.model.notices import File

LEDGER = ".wpharvest.json"


class Written(msgspec.Struct, frozen=True):
    """What happened in the output folder: paths below it, sorted.

    `kept` are files that a person changed since we wrote them: they stay as they are unless forced.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class _Ledger(msgspec.Struct):
    """What we wrote last time: path -> sha256, which tells our files from a person's; and from what."""

    files: dict[str, str] = {}
    made_from: Json = {}


def write(
    files: Iterable[File],
    folder: Path,
    *,
    force: bool = False,
    prune: bool = True,
    dry_run: bool = False,
    made_from: Json | None = None,
) -> Written:
    """Write files below a folder, touching only what differs.

    A file that a person changed since our last run is kept unless `force`; with `prune`, files that we wrote
    before and don't write any more are removed, those too only if nobody changed them. `dry_run` only says
    what would happen. `made_from` is recorded beside the digests in `.wpharvest.json`.
    Raises StorageError where the disk refuses.
    """
    ledger = _read_ledger(folder)
    before = ledger.files
    now: dict[str, str] = {}
    done: dict[str, list[str]] = {name: [] for name in Written.__struct_fields__}
    for file in files:
        digest = file.sha256 or hashlib.sha256(file.body).hexdigest()
        fate = _fate(_inside(folder, file.path), digest, before.get(file.path), force)
        done[fate].append(file.path)
        now[file.path] = before[file.path] if fate == "kept" and file.path in before else digest
        if fate in ("new", "changed") and not dry_run:
            put(folder / file.path, file)
    for path in [path for path in before if path not in now]:
        there = _digest(_inside(folder, path))
        if prune and (force or there == before[path]) and there is not None:
            done["removed"].append(path)
            if not dry_run:
                _remove(folder / path, folder)
        elif not prune or there is not None:
            now[path] = before[path]
            done["kept"] += [path] if prune else []
    told = msgspec.json.encode(_Ledger(now, made_from or {}), order="sorted")
    if told != msgspec.json.encode(ledger, order="sorted") and not dry_run:
        put(folder / LEDGER, File(LEDGER, msgspec.json.format(told)))
    return Written(**{name: tuple(sorted(paths)) for name, paths in done.items()})


def _fate(target: Path, digest: str, ours: str | None, force: bool) -> str:
    """What is to be done with one file: `new`, `changed`, `same`, or `kept` because a person changed it."""
    there = _digest(target)
    if there is None:
        return "new"
    if there == digest:
        return "same"
    return "changed" if force or there == ours else "kept"


def _read_ledger(folder: Path) -> _Ledger:
    try:
        return msgspec.json.decode((folder / LEDGER).read_bytes(), type=_Ledger)
    except FileNotFoundError:
        return _Ledger()
    except (msgspec.MsgspecError, NotADirectoryError) as error:
        raise StorageError(str(folder), f"it isn't an output folder of wpharvest ({error})") from error


def _inside(folder: Path, path: str) -> Path:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts:
        raise WpharvestError(f"that is outside the output folder: {path}")
    return folder / parts


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def put(path: Path, file: File) -> None:
    """Write under a temporary name, then rename: a reader sees the old file or the new one.

    Raises StorageError where the disk refuses.
    """
    temporary = path.with_name(f".{path.name[:200]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.source:
            shutil.copyfile(file.source, temporary)
        else:
            temporary.write_bytes(file.body)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StorageError(str(path), error.strerror or str(error)) from error


def _remove(path: Path, folder: Path) -> None:
    """Take a file away, and the folders that it leaves empty."""
    try:
        path.unlink()
        for parent in path.parents:
            if parent == folder or any(parent.iterdir()):
                return
            parent.rmdir()
    except OSError as error:
        raise StorageError(str(path), error.strerror or str(error)) from error
