"""A harvest that is killed, at any moment: what was there is whole, and the next run completes the work."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from killing import in_child, killed_at
from quickdisk import QuickDisk
from test_steps import Scripted, complete, page
from test_tape import exchange, sound
from wpharvest import config
from wpharvest.errors import StorageError
from wpharvest.model.exchanges import Recorder
from wpharvest.model.items import Collection, Json, Key, RawItem, Resource, Tally
from wpharvest.sources import Event, Wanted
from wpharvest.sources.known import NOTHING, Known
from wpharvest.steps.fetch import fetch
from wpharvest.store import Snapshot, bag, verify
from wpharvest.store.disk import Disk
from wpharvest.store.journal import COMMIT
from wpharvest.store.prune import Policy, prune
from wpharvest.store.tape import LINES, WARC, read_lines

OPTIONS = config.Harvest(media="library", hreflang="always")
FIRST, SECOND = "2026-11-23T14:00:00Z", "2026-11-24T14:00:00Z"


class Site(Scripted):
    """A site with pages, their heads, a library with its files, and an exchange for each object."""

    _recorder: Recorder | None = None

    def __init__(self, pages: dict[int, str], photos: dict[int, bytes]) -> None:
        self._photos = {f"https://example.org/wp-content/uploads/{n}.jpg": body for n, body in photos.items()}
        items = [page(number, slug=slug) for number, slug in pages.items()]
        library = [photo(number, len(body)) for number, body in photos.items()]
        told = Tally("fr", "media", len(photos), len(photos), len(photos), done=True, complete=True)
        super().__init__(*items, complete("fr", len(pages)), *library, told)
        media = Collection(kind="media", name="attachment", role="media")
        self.info = type(self.info)(
            **{name: getattr(self.info, name) for name in self.info.__struct_fields__}
            | {"collections": (*self.info.collections, media)}
        )

    def record(self, recorder: Recorder | None) -> None:
        self._recorder = recorder

    def harvest(self, known: Known = NOTHING) -> Iterator[Event]:
        for event in super().harvest(known):
            if isinstance(event, RawItem) and self._recorder:
                self._recorder.record(exchange(int(event.id), event.body))
            yield event

    def heads(
        self, wanted: Iterable[tuple[Key, str]], *, thrifty: bool, known: Known = NOTHING
    ) -> Iterator[Event]:
        for key, url in wanted:
            path = f"heads/{key.language}/{key.kind}/{key.id:07d}.html"
            yield Resource(path, "head", url, f"<head><title>{url}</title></head>".encode(), "text/html", key)

    def files(self, wanted: Iterable[Wanted], folder: Path) -> Iterator[Event]:
        for each in wanted:
            body = self._photos[each.url]
            folder.mkdir(exist_ok=True)
            file = folder / each.path.replace("/", "-")
            number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.write(number, body)
            os.close(number)
            sha = hashlib.sha256(body).hexdigest()
            yield Resource(each.path, "media", each.url, b"", "image/jpeg", each.key, str(file), sha)


def photo(number: int, size: int) -> RawItem:
    url = f"https://example.org/wp-content/uploads/{number}.jpg"
    value = {"id": number, "source_url": url, "media_details": {"filesize": size}}
    return RawItem("media", number, "fr", "", json.dumps(value).encode())


BEFORE = Site({1: "one", 2: "two", 3: "three", 4: "four"}, {11: b"\xff" * 900, 12: b"\xfe" * 500})
AFTER = Site(  # one renamed, one as it was, one gone, and new ones
    {1: "uno", 2: "two", 4: "quattro"} | {number: f"new-{number}" for number in range(5, 9)},
    {11: b"\xfd" * 800, 13: b"\xfc" * 700},
)


def harvested(path: Path, site: Site, at: str) -> None:
    fetch(site, path, OPTIONS, started_at=at)


def data(path: Path) -> dict[str, bytes]:
    files = (each for each in path.joinpath("data").rglob("*") if each.is_file())
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in files}


def values(path: Path, version: str = "") -> list[Json]:
    return [item.value for item in Snapshot.open(path, version=version).items()]


def exchanges(path: Path) -> list[set[str]]:
    """The addresses that each run has the exchanges of, the oldest run first."""
    return [{each.url for each in read_lines(file)} for file in sorted(path.glob(f"runs/*/{LINES}"))]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("before") / "s"
    harvested(path, BEFORE, FIRST)
    return path


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory, before: Path) -> Path:
    path = shutil.copytree(before, tmp_path_factory.mktemp("after") / "s")
    harvested(path, AFTER, SECOND)
    return path


def test_killed_at_each_of_more_than_two_hundred_points(tmp_path: Path, before: Path, after: Path) -> None:
    """SIGKILL at every write, rename and fsync of a harvest and of its commit, one after the other.

    At each the snapshot opens and verifies, is the old version or the new one, and the next run completes it
    to the same content, with both versions in its history, each with the exchanges of its run.
    """
    whole, old, promised = data(after), data(before), []
    first, told = values(before), exchanges(after)
    for point in range(1, 2000):
        path = shutil.copytree(before, tmp_path / "s")
        if not killed_at(point, partial(harvested, path, AFTER, SECOND)):
            break
        promised.append((path / COMMIT).is_file())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", lambda number: None)  # a test needs no medium
            Snapshot.open(path)
            assert data(path) == (whole if len(Snapshot.open(path).versions()) > 1 else old), point
            assert not list(verify(path)), point
            harvested(path, AFTER, SECOND)
            assert data(path) == whole and not list(verify(path)), point
            assert values(path, "v1") == first, point
        assert exchanges(path) == told and all(map(sound, path.glob(f"runs/*/{WARC}"))), point
        assert {each.name for each in path.iterdir() if each.name.startswith(".")} == set(), point
        shutil.rmtree(path)
    assert len(promised) >= 200 and promised.count(True) > 50 and promised.count(False) > 100


def test_killed_at_any_point_of_a_pruning(tmp_path: Path, after: Path) -> None:
    """It is done or not done, and what is kept can be read."""
    done = []
    for point in range(1, 400, 2):
        path = shutil.copytree(after, tmp_path / "s")
        if not killed_at(point, partial(prune, path, Policy(last=1), QuickDisk())):
            break
        done.append(len(Snapshot.open(path).versions()) == 1)
        assert not list(verify(path)) and values(path) == values(after), point
        shutil.rmtree(path)
    assert done == sorted(done) and set(done) == {False, True}


def mounted(place: Path) -> bool:
    """Whether a small disk could be mounted: only root may, and not in each container."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)]
    return os.geteuid() == 0 and not subprocess.run(mount, check=False, capture_output=True).returncode


def test_a_disk_that_is_full_stops_it_and_loses_nothing(tmp_path: Path, before: Path, after: Path) -> None:
    """A real file system, too small in steps: one line, and the old version stands whole."""
    stopped = 0
    for room in range(8, 400, 24):
        place = tmp_path / f"disk-{room}"
        if not mounted(place):
            pytest.skip("this machine lets nobody mount a small disk")
        try:
            path = shutil.copytree(before, place / "s")
            used = int(subprocess.check_output(["du", "-sk", path]).split()[0])
            subprocess.run(["mount", "-o", f"remount,size={used + room}k", place], check=True)
            if not in_child(partial(harvested, path, AFTER, SECOND)):
                assert data(path) == data(after)
                break
            stopped += 1
            with pytest.raises(StorageError, match="No space left on device"):
                harvested(path, AFTER, SECOND)
            assert data(path) == data(before) and not list(verify(path))
        finally:
            subprocess.run(["umount", place], check=True)
    assert stopped > 2


def test_the_record_is_the_last_file_of_a_version(tmp_path: Path, before: Path) -> None:
    """Payload, tombstones, index, manifest, tag manifest, record; a folder that is new moves as a whole."""
    path = shutil.copytree(before, tmp_path / "s")
    moved: list[str] = []
    rename = Disk.rename

    def noted(disk: Disk, source: Path, target: Path) -> None:
        moved.append(str(target))
        rename(disk, source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Disk, "rename", noted)
        harvested(path, AFTER, SECOND)
    names = [each.removeprefix(f"{path}/") for each in moved if "/.incoming/" not in each]
    order = [bag.INDEX, bag.MANIFEST, bag.TAGS]
    places = [names.index(name) for name in order]
    assert places == sorted(places) and names[-1] == "runs/2026-11-24T14-00-00Z/run.json"
    payload = [names.index(name) for name in names if name.startswith(("data/content", "data/media"))]
    tombs = [names.index(name) for name in names if name.startswith("data/deleted")]
    assert max(payload) < min(tombs) <= max(tombs) < places[0]
