"""Fixity: is every file of a snapshot what was written, no more, no less?"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from wpharvest.errors import SnapshotMissingError
from wpharvest.model.items import RawItem
from wpharvest.store import bag, history
from wpharvest.store.journal import COMMIT
from wpharvest.store.names import html_path, item_path, same_place, stays_inside
from wpharvest.store.pairs import PAIRS
from wpharvest.store.pieces import join
from wpharvest.store.rows import Problem, Row, digest_like, item_row, read_row, text_of

CODES = {
    "layout": "bagit.txt or bag-info.txt isn't as this version writes it",
    "manifest": "a line of a manifest can't be understood, or names something outside the snapshot",
    "missing": "a manifest names a file that isn't there",
    "changed": "a file's bytes aren't those that were written",
    "foreign": "a file that no manifest names",
    "spelled": "a file is there under a name that differs only in case or Unicode form",
    "link": "a link or a device where a file or a folder should be",
    "size": "bag-info.txt counts other bytes or files than the manifest names",
    "index": "data/index.jsonl and the files don't say the same",
    "history": "a version can't be rebuilt: its manifest needs a payload that is nowhere",
    "unfinished": "a commit was interrupted; opening the snapshot finishes it",
}

Manifest = dict[str, str]


def verify(path: Path) -> Iterator[Problem]:
    """Everything that is wrong with a snapshot, one problem at a time; nothing, if it is whole.

    Reads each file in small pieces and writes nothing. Hidden files at the top (`.git`) are left alone.
    Raises SnapshotMissingError if there is nothing to check.
    """
    if not any((path / name).is_file() for name in (bag.BAGIT, bag.INFO, bag.MANIFEST, bag.TAGS)):
        raise SnapshotMissingError(str(path))
    if (path / COMMIT).exists():
        yield Problem("unfinished", COMMIT, CODES["unfinished"])
    yield from _layout(path)
    payload: Manifest = {}
    tags: Manifest = {}
    yield from _manifest(path, bag.MANIFEST, payload)
    yield from _manifest(path, bag.TAGS, tags)
    for name in (bag.BAGIT, bag.INFO, bag.MANIFEST):
        if name not in tags:
            yield Problem("manifest", bag.TAGS, f"doesn't name {name}")
    found: dict[str, int] = {}
    yield from _files(path, payload | tags, found)
    yield from _sizes(path, payload, found)
    yield from _index(path, payload, found)
    yield from _history(path, tags, {*payload.values(), *history.held(tags).values()})


def _layout(root: Path) -> Iterator[Problem]:
    if _small(root, bag.BAGIT) != bag.DECLARATION:
        yield Problem("layout", bag.BAGIT, "isn't the declaration of BagIt 1.0 in UTF-8")
    layout = _info(root).get(bag.LAYOUT_TAG, "")
    if layout not in {str(number) for number in range(1, bag.LAYOUT + 1)}:
        yield Problem(
            "layout", bag.INFO, f"{bag.LAYOUT_TAG} is {layout!r}, and this version reads {bag.LAYOUT}"
        )


def _manifest(root: Path, name: str, into: Manifest) -> Iterator[Problem]:
    try:
        for path, sha in bag.read_manifest(_small(root, name)):
            if (name == bag.MANIFEST) == path.startswith(f"{bag.PAYLOAD}/"):
                into[path] = sha
            else:
                yield Problem("manifest", name, f"names {path}, which belongs in the other manifest")
    except ValueError as error:
        yield Problem("manifest", name, str(error))


def _files(root: Path, manifest: Manifest, found: dict[str, int]) -> Iterator[Problem]:
    """Compare the files with the manifests; `found` gets the sizes of those that are what they should be."""
    seen = set()
    for name, plain in _walk(root):
        seen.add(name)
        if not plain:
            yield Problem("link", name, CODES["link"])
        elif name not in manifest:
            if name not in (bag.TAGS, PAIRS):
                yield Problem("foreign", name, CODES["foreign"])
        else:
            sha, size, why = _digest(root / name)
            if sha == manifest[name]:
                found[name] = size
            else:
                yield Problem("changed", name, why or f"SHA-256 is {sha}, not {manifest[name]}")
    lacking = sorted(manifest.keys() - seen)
    twins = {same_place(name): name for name in seen - manifest.keys()} if lacking else {}
    for name in lacking:
        twin = twins.get(same_place(name))
        what = f"is there as {twin!r}: a file system changed the name" if twin else CODES["missing"]
        yield Problem("spelled" if twin else "missing", name, what)


def _walk(root: Path) -> Iterator[tuple[str, bool]]:
    """Each thing that isn't a folder, and whether it is an ordinary file. Links aren't followed."""
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        if here == root:
            folders[:] = [name for name in folders if not name.startswith(".")]
            files = [name for name in files if not name.startswith(".")]
        folders.sort()
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted([*files, *links]):
            path = here / name
            yield path.relative_to(root).as_posix(), path.is_file() and not path.is_symlink()


def _digest(path: Path) -> tuple[str, int, str]:
    try:
        with path.open("rb") as file:
            sha = hashlib.file_digest(file, "sha256").hexdigest()
            return sha, file.tell(), ""
    except OSError as error:
        return "", 0, f"can't be read: {error.strerror or error}"


def _sizes(root: Path, payload: Manifest, found: dict[str, int]) -> Iterator[Problem]:
    said = _info(root).get("Payload-Oxum", "")
    if payload.keys() <= found.keys():
        counted = f"{sum(found[name] for name in payload)}.{len(payload)}"
        if said != counted:
            yield Problem("size", bag.INFO, f"Payload-Oxum is {said!r}, but the files are {counted}")


def _index(root: Path, payload: Manifest, found: dict[str, int]) -> Iterator[Problem]:
    for name in (bag.INDEX, bag.SITE):
        if name not in payload:
            yield Problem("index", name, f"isn't in {bag.MANIFEST}")
    named = {bag.INDEX, bag.SITE}
    last = ""
    for number, row in _rows(root):
        if isinstance(row, str):
            yield Problem("index", bag.INDEX, f"line {number}: {row}")
            continue
        if row.path <= last:
            yield Problem("index", bag.INDEX, f"line {number}: not sorted by path")
        last = row.path
        files = _files_of(row, payload)
        named.update(files)
        if files[0] not in payload:
            yield Problem("index", files[0], "the index names it, the manifest doesn't")
        elif all(name in found for name in files):
            yield from _agrees(root, row, files, payload)
    for name in sorted(payload.keys() - named):
        yield Problem("index", name, "the manifest names it, the index doesn't")


def _history(root: Path, tags: Manifest, there: set[str]) -> Iterator[Problem]:
    """Each version's manifest must name only payloads that are in the bag or in its history."""
    for path, sha in history.held(tags).items():
        if path != history.place(sha):
            yield Problem("history", path, "doesn't lie where its digest says")
    for name in tags:
        if name.startswith(f"{bag.RUNS}/") and name.endswith(f"/{bag.MANIFEST}"):
            try:
                lacking = [path for path, sha in bag.read_manifest(_small(root, name)) if sha not in there]
            except ValueError as error:
                yield Problem("manifest", name, str(error))
                continue
            for path in lacking:
                yield Problem("history", name, f"needs {path} as it was then, which is nowhere")


def _rows(root: Path) -> Iterator[tuple[int, Row | str]]:
    """Each line of the index: a row, or what is wrong with the line."""
    path = root / bag.INDEX
    if not path.is_file() or path.is_symlink():
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = read_row(line)
            except (ValueError, RecursionError) as error:
                yield number, str(error)
                continue
            yield number, row if stays_inside(row.path) else f"{row.path!r} is not below the snapshot"


def _files_of(row: Row, payload: Manifest) -> list[str]:
    name, html = (f"{bag.PAYLOAD}/{path}" for path in (row.path, html_path(row.path)))
    return [name, html] if row.role == "item" and html in payload else [name]


def _agrees(root: Path, row: Row, files: list[str], payload: Manifest) -> Iterator[Problem]:
    if row.role != "item":
        if payload[files[0]] != row.sha256:
            yield Problem("index", files[0], "another digest in the index than in the manifest")
        return
    fields, *html = (_small(root, name) for name in files)
    try:
        value = join(fields, html[0] if html else None)
        item = RawItem(row.kind, row.id, row.language, "", b"")
        expected = item_row(item, value, item_path(item, text_of(value, "slug")), digest_like(row, value))
    except (ValueError, RecursionError) as error:
        yield Problem("index", files[0], str(error))
        return
    if expected != row:
        yield Problem("index", files[0], f"differs from its line in the index in {_differing(expected, row)}")


def _differing(one: Row, other: Row) -> str:
    names: Iterable[str] = Row.__struct_fields__
    return ", ".join(name for name in names if getattr(one, name) != getattr(other, name))


def _small(root: Path, name: str) -> bytes:
    path = root / name
    try:
        return b"" if path.is_symlink() else path.read_bytes()
    except OSError:
        return b""  # `missing` or `changed` says so


def _info(root: Path) -> dict[str, str]:
    try:
        return bag.read_info(_small(root, bag.INFO))
    except ValueError:
        return {}
