"""Snapshots that aren't right, as a person meets them: each has its own sentence, nothing is harmed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import bagit
import pytest

from quickdisk import QuickDisk
from wpharvest.errors import SnapshotError, SnapshotLayoutError
from wpharvest.model.items import RawItem, SiteInfo
from wpharvest.store import Snapshot, bag, verify
from wpharvest.store.prune import Policy, prune

RUN = "runs/2026-11-01T14-00-00Z"


def harvest(path: Path, day: int, html: str) -> None:
    value = {"id": 1, "slug": "a", "content": {"rendered": html}}
    with Snapshot.draft(path, f"2026-11-{day:02d}T14:00:00Z", QuickDisk()) as draft:
        draft.put(RawItem("pages", 1, "fr", "", json.dumps(value).encode()))
        draft.commit(SiteInfo(home=""), {"harvest": {}}, lambda row: True)


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    path = tmp_path / "s"
    harvest(path, 1, "<p>one")
    harvest(path, 2, "<p>two")
    return path


def reseal(path: Path, name: str) -> None:
    """Make the tag manifest agree with a file."""
    tags = dict(bag.read_manifest((path / bag.TAGS).read_bytes()))
    tags[name] = sha256((path / name).read_bytes()).hexdigest()
    (path / bag.TAGS).write_bytes(bag.write_manifest(tags))


def newer(path: Path) -> None:
    info = (path / bag.INFO).read_text(encoding="utf-8")
    (path / bag.INFO).write_text(info.replace("Layout: 2", "Layout: 9"), encoding="utf-8")


def another_tools(path: Path) -> None:
    shutil.rmtree(path)
    path.mkdir()
    (path / "thesis.txt").write_text("mine", encoding="utf-8")
    bagit.make_bag(str(path), checksums=["sha256"])


def half_copied(path: Path) -> None:
    (path / bag.INDEX).unlink()


def lying(path: Path) -> None:
    body = (path / bag.MANIFEST).read_text(encoding="utf-8")
    (path / bag.MANIFEST).write_text("0" * 64 + body[64:], encoding="utf-8")


def escaping(path: Path) -> None:
    body = (path / bag.MANIFEST).read_text(encoding="utf-8")
    (path / bag.MANIFEST).write_text(f"{'0' * 64}  ../../etc/passwd\n{body}", encoding="utf-8")


def garbled(path: Path) -> None:
    (path / bag.TAGS).write_bytes(b"\xff\xfe")


WRONG: list[tuple[Callable[[Path], None], str]] = [
    (newer, "made by a newer wpharvest (layout 9, this one reads 2): upgrade wpharvest"),
    (another_tools, "a BagIt bag of another tool, not a wpharvest snapshot"),
    (half_copied, "half copied: data/index.jsonl is missing"),
    (lying, "isn't what the manifest says"),
    (escaping, "names '../../etc/passwd', which is not below the snapshot"),
    (garbled, "tagmanifest-sha256.txt is damaged"),
]


@pytest.mark.parametrize(("harm", "why"), WRONG)
def test_each_wrong_snapshot_has_its_own_sentence(
    snapshot: Path, harm: Callable[[Path], None], why: str
) -> None:
    """… from whatever reads or writes it; `verify` finds something; and not a byte changes anywhere."""
    harm(snapshot)
    before = {each: each.read_bytes() for each in snapshot.parent.rglob("*") if each.is_file()}
    for work in (
        lambda: Snapshot.open(snapshot),
        lambda: harvest(snapshot, 3, "<p>three"),
        lambda: prune(snapshot, Policy(last=1), QuickDisk()),
    ):
        with pytest.raises(SnapshotLayoutError) as refused:
            work()
        assert why in str(refused.value) and "\n" not in str(refused.value)
    assert list(verify(snapshot))
    assert {each: each.read_bytes() for each in snapshot.parent.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize("where", ["../../etc/passwd", "/etc/passwd", "data/../../x", "C:\\x"])
def test_the_manifest_of_an_older_version_is_not_trusted_either(snapshot: Path, where: str) -> None:
    name = f"{RUN}/{bag.MANIFEST}"
    (snapshot / name).write_text(f"{'0' * 64}  {where}\n", encoding="utf-8")
    reseal(snapshot, name)
    with pytest.raises(SnapshotLayoutError, match="not below the snapshot"):
        Snapshot.open(snapshot, version="v1")
    assert ("manifest", name) in {(each.code, each.path) for each in verify(snapshot)}
    with pytest.raises(SnapshotError):
        prune(snapshot, Policy(last=5), QuickDisk())


def test_an_older_version_never_shows_other_bytes(snapshot: Path) -> None:
    """A manifest that names a digest which lies elsewhere as something else is refused, not believed."""
    name = f"{RUN}/{bag.MANIFEST}"
    body = (snapshot / name).read_text(encoding="utf-8")
    changed = body.replace(body[:64], sha256((snapshot / bag.SITE).read_bytes()).hexdigest())
    (snapshot / name).write_text(changed, encoding="utf-8")
    with pytest.raises(SnapshotLayoutError, match="isn't what the manifest says"):
        Snapshot.open(snapshot, version="v1")
    reseal(snapshot, name)
    with pytest.raises(SnapshotLayoutError):
        list(Snapshot.open(snapshot, version="v1").items())


def test_a_record_that_is_no_record_is_named(snapshot: Path) -> None:
    name = f"{RUN}/{bag.RECORD}"
    for body in ("[]", '{"version": "x"}', "{"):
        (snapshot / name).write_text(body, encoding="utf-8")
        reseal(snapshot, name)
        with pytest.raises(SnapshotLayoutError, match=r"run\.json is damaged"):
            Snapshot.open(snapshot).versions()


def test_a_link_in_the_history_is_not_followed(snapshot: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (snapshot / "history").rename(outside)
    (snapshot / "history").symlink_to(outside)
    with pytest.raises(SnapshotLayoutError, match="leads out of the snapshot"):
        Snapshot.open(snapshot, version="v1")
    before = {each: each.read_bytes() for each in outside.rglob("*") if each.is_file()}
    with pytest.raises(SnapshotLayoutError):
        harvest(snapshot, 3, "<p>three")
    assert {each: each.read_bytes() for each in outside.rglob("*") if each.is_file()} == before
