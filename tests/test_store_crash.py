"""A kill, a full disk or a read-only folder at any moment leaves the old state or the new one, whole."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from killing import in_child, kill
from quickdisk import QuickDisk
from wpharvest.errors import SnapshotBusyError, SnapshotLayoutError, SnapshotMissingError, StorageError
from wpharvest.model.items import RawItem, Resource, SiteInfo
from wpharvest.store import Snapshot, journal, verify
from wpharvest.store.disk import Disk, Place

NOW, LATER = "2026-11-23T14:00:00Z", "2026-11-24T14:00:00Z"


def page(number: int, slug: str = "a", html: str = "<p>é</p>\r\n", language: str = "fr") -> RawItem:
    value = {"id": number, "slug": slug, "content": {"rendered": html}}
    return RawItem("pages", number, language, "", json.dumps(value).encode())


HEAD = Resource("heads/fr/pages/0000001-à-propos.html", "head", "https://example.org/fr/", b"<head></head>")
MAP = Resource("sitemaps/wp-sitemap.xml", "sitemap", "https://example.org/wp-sitemap.xml", b"<urlset/>")
PHOTO = Resource("media/2024/03/IMG_1.JPG", "media", "https://example.org/IMG_1.JPG", b"\xff\xd8\x00")
BEFORE = (page(1, "before"), page(2, html="<p>gone</p>"), page(3, language="en"), HEAD, MAP)
AFTER = (page(1, "after"), page(3, html="<p>new</p>", language="en"), page(4), HEAD, PHOTO)


class Faulty(QuickDisk):
    """Counts the steps that change the disk; at one calls `fault`. A write is half done, others not begun."""

    def __init__(self, at: int, fault: Callable[[], None]) -> None:
        self.count, self.at, self.fault = 0, at, fault

    def _step(self, name: str, *paths: Place) -> None:
        self.count += 1
        if self.count == self.at:
            self.fault()
        getattr(super(), name)(*paths)

    def make_folder(self, path: Path) -> None:
        self._step("make_folder", path)

    def write(self, path: Place, body: bytes) -> None:
        self.count += 1
        if self.count == self.at:
            super().write(path, body[: len(body) // 2])
            self.fault()
        super().write(path, body)

    def settle(self, path: Place) -> None:
        self._step("settle", path)

    def settle_system(self, path: Path) -> bool:
        self._step("settle_system", path)
        return True

    def rename(self, source: Place, target: Place) -> None:
        self._step("rename", source, target)

    def remove(self, path: Path) -> None:
        self._step("remove", path)

    def remove_folder(self, path: Path) -> None:
        self._step("remove_folder", path)


def run(path: Path, disk: Disk, at: str, things: tuple[RawItem | Resource, ...]) -> None:
    with Snapshot.draft(path, at, disk) as draft:
        for each in things:
            if isinstance(each, RawItem):
                draft.put(each)
            else:
                draft.put_resource(each)
        draft.commit(SiteInfo(home="https://example.org", name="Café"), {"harvest": {}}, lambda row: True)


def content(path: Path) -> dict[str, bytes]:
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}


def data(path: Path) -> dict[str, bytes]:
    return {name: body for name, body in content(path).items() if name.startswith("data/")}


class States(NamedTuple):
    """The state before, copied where a test wants it; and what `data/` holds before and after."""

    old: Path
    before: dict[str, bytes]
    after: dict[str, bytes]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    old, new = tmp_path_factory.mktemp("states") / "old", tmp_path_factory.mktemp("states") / "new"
    run(old, QuickDisk(), NOW, BEFORE)
    shutil.copytree(old, new)
    run(new, QuickDisk(), LATER, AFTER)
    return States(old, data(old), data(new))


def test_killed_in_the_first_run_there_is_no_snapshot_or_a_whole_one(
    tmp_path: Path, states: States, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the whole file system is settled at once, as for a run of many files."""
    monkeypatch.setattr("wpharvest.store.disk.MANY", 1)
    for at in range(1, 400, 3):
        path = tmp_path / str(at)
        disk = Faulty(at, kill)
        status = in_child(lambda: run(path, disk, NOW, BEFORE))  # noqa: B023 - called at once
        if status == 0:
            break
        try:
            Snapshot.open(path)
        except SnapshotMissingError:
            assert not (path / "bagit.txt").exists()
        else:
            assert data(path) == states.before and not list(verify(path))
        run(path, QuickDisk(), NOW, BEFORE)
        assert data(path) == states.before and not list(verify(path)), at
    assert at > 40


def test_killed_while_rolling_forward_it_is_rolled_forward_again(tmp_path: Path, states: States) -> None:
    """Finishing a commit may itself be killed, any number of times."""
    run(tmp_path, QuickDisk(), NOW, BEFORE)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("wpharvest.store.staging.finish", interrupt)
        run(tmp_path, QuickDisk(), LATER, AFTER)
    assert {each.code for each in verify(tmp_path)} == {"unfinished"} and data(tmp_path) == states.before
    at = 1
    while in_child(lambda: reopened(tmp_path, Faulty(at, kill))):  # noqa: B023 - called at once
        at += 2
    assert at > 15 and data(tmp_path) == states.after
    Snapshot.open(tmp_path)
    assert not list(verify(tmp_path))


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def reopened(path: Path, disk: Disk) -> None:
    Snapshot.open(path, disk)


@pytest.mark.parametrize(("number", "every"), [(errno.ENOSPC, 4), (errno.EROFS, 11), (errno.EIO, 11)])
def test_an_error_of_the_disk_is_one_line_and_loses_nothing(
    tmp_path: Path, states: States, number: int, every: int
) -> None:
    """At every step: StorageError, and what opens afterwards is the old state or the new one."""

    def fail() -> None:
        raise OSError(number, os.strerror(number), "x")

    for at in range(1, 400, every):
        path = tmp_path / str(at)
        shutil.copytree(states.old, path)
        disk = Faulty(at, fail)
        try:
            run(path, disk, LATER, AFTER)
        except StorageError as error:
            assert os.strerror(number) in str(error)
            Snapshot.open(path)
            assert not list(verify(path))
            assert data(path) in states[1:]
        if disk.count < at:
            break
    assert at > 80


def test_an_error_while_the_run_goes_on_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are settled behind the run's back: what the system says then isn't lost, and nothing is kept."""
    monkeypatch.setattr("wpharvest.store.settling.EVERY", 2)

    class Failing(QuickDisk):
        def settle_system(self, path: Path) -> bool:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    with pytest.raises(StorageError, match="Input/output"):
        run(tmp_path, Failing(), NOW, tuple(page(number) for number in range(1, 9)))
    with pytest.raises(SnapshotMissingError):
        Snapshot.open(tmp_path)


def test_a_new_folder_moves_as_a_whole_and_nothing_with_it(tmp_path: Path) -> None:
    """One step for all its files; not if it holds something that nobody put, or if its place is taken."""
    moved: list[str] = []

    class Watched(QuickDisk):
        def rename(self, source: Place, target: Place) -> None:
            moved.append(str(target).removeprefix(f"{tmp_path}/"))
            super().rename(source, target)

    with Snapshot.draft(tmp_path, NOW, Watched()) as draft:
        for each in (page(1), page(2), page(3, language="en")):
            draft.put(each)
        (tmp_path / journal.STAGE / "data/content/en/left").write_text("by somebody")
        draft.commit(SiteInfo(home="https://example.org"), {"harvest": {}}, lambda row: False)
    new = [path for path in moved if path.startswith("data/content/")]
    assert new[0] == "data/content/en/pages" and "data/content/fr" in new
    run(tmp_path, Watched(), LATER, (page(1, html="new"), page(2), page(4)))
    assert "data/content/fr/pages/0000004-a.json" in moved
    assert not list(verify(tmp_path))


def test_a_file_size_limit_stops_it_and_loses_nothing(tmp_path: Path) -> None:
    """RLIMIT_FSIZE, which the system itself enforces."""
    run(tmp_path, QuickDisk(), NOW, (page(1),))
    before = content(tmp_path)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
        with pytest.raises(StorageError, match="File too large"):
            run(
                tmp_path,
                QuickDisk(),
                LATER,
                (
                    page(1),
                    page(2, html="x" * 100_000),
                ),
            )
        kill()

    assert os.WTERMSIG(in_child(limited)) == signal.SIGKILL
    assert content(tmp_path) == before


def test_a_read_only_folder_is_named() -> None:
    """For root nothing is read-only, so a child becomes somebody else first."""
    nobody = 65534
    with tempfile.TemporaryDirectory() as place:  # pytest's own folders are closed to others
        folder = Path(place)
        run(folder, QuickDisk(), NOW, (page(1),))
        before = content(folder)
        folder.chmod(0o555)

        def limited() -> None:
            if os.geteuid() == 0:
                os.setuid(nobody)
            with pytest.raises(StorageError, match="Permission denied"):
                run(folder, QuickDisk(), LATER, (page(2),))
            kill()

        assert os.WTERMSIG(in_child(limited)) == signal.SIGKILL
        folder.chmod(0o755)
        assert not list((folder / ".incoming").glob("*"))
        assert content(folder) == before


def test_where_no_folder_can_be_made() -> None:
    with pytest.raises(StorageError, match="/proc/wpharvest"), Snapshot.draft(Path("/proc/wpharvest"), NOW):
        pass  # pragma: no cover


def test_a_commit_that_goes_on_is_not_rolled_forward_by_a_reader(tmp_path: Path) -> None:
    run(tmp_path, QuickDisk(), NOW, (page(1),))
    with Snapshot.draft(tmp_path, LATER):
        (tmp_path / journal.INCOMING).mkdir()
        (tmp_path / journal.COMMIT).write_bytes(b'{"removes":[],"moves":[]}')
        with pytest.raises(SnapshotBusyError):
            Snapshot.open(tmp_path)


@pytest.mark.parametrize("field", ["removes", "moves"])
@pytest.mark.parametrize("where", ["../victim", "/etc/hostname", "link/victim"])
def test_a_hostile_plan_touches_nothing_outside(tmp_path: Path, field: str, where: str) -> None:
    snapshot, victim = tmp_path / "s", tmp_path / "victim"
    run(snapshot, QuickDisk(), NOW, (page(1),))
    victim.write_text("mine")
    (snapshot / "link").symlink_to(tmp_path)
    (snapshot / journal.INCOMING).mkdir()
    plan = {"removes": "[]", "moves": "[]"} | {field: f'["{where}"]'}
    body = ",".join(f'"{name}":{value}' for name, value in plan.items())
    (snapshot / journal.COMMIT).write_text(f"{{{body}}}")
    with pytest.raises(SnapshotLayoutError, match="not below the snapshot"):
        Snapshot.open(snapshot)
    assert victim.read_text() == "mine"
