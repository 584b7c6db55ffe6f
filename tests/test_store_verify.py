"""`verify` finds whatever isn't as it was written."""

from __future__ import annotations

import json
import shutil
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest
import typer

from wpharvest.cli.verify import command
from wpharvest.errors import SnapshotLayoutError, SnapshotMissingError
from wpharvest.model.items import RawItem, Resource, SiteInfo
from wpharvest.store import CODES, Snapshot, bag, verify
from wpharvest.store.rows import read_row, write_index

HEAD = Resource("heads/fr/pages/0000001-à-propos.html", "head", "https://example.org/fr/", b"<head></head>")
PHOTO = Resource("media/2024/03/IMG_1.JPG", "media", "https://example.org/IMG_1.JPG", b"\xff\xd8\x00")


def harvest(path: Path, at: str, slug: str, *resources: Resource) -> None:
    with Snapshot.draft(path, at) as draft:
        for number, name in ((1, slug), (2, "a")):
            value = {"id": number, "slug": name, "content": {"rendered": f"<p>é {name}</p>"}}
            draft.put(RawItem("pages", number, "fr", "", json.dumps(value).encode()))
        for each in resources:
            draft.put_resource(each)
        draft.commit(SiteInfo(home="https://example.org"), {"harvest": {}}, lambda row: True)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "s"
    harvest(path, "2026-11-23T14:00:00Z", "a", HEAD)
    harvest(path, "2026-11-24T14:00:00Z", "neu", HEAD, PHOTO)
    return path


def codes(path: Path) -> set[tuple[str, str]]:
    problems = list(verify(path))
    assert {each.code for each in problems} <= CODES.keys() and all(each.what for each in problems)
    return {(each.code, each.path) for each in problems}


def files(path: Path) -> list[Path]:
    return sorted(each for each in path.rglob("*") if each.is_file())


def test_nothing_is_wrong_with_a_whole_snapshot(whole: Path) -> None:
    (whole / ".git").mkdir()
    (whole / ".git" / "HEAD").touch()
    assert codes(whole) == set()


def test_every_flipped_byte_is_found(whole: Path) -> None:
    """One byte of each file in turn, first, middle and last, by one bit and by the case bit."""
    for path in files(whole):
        body = path.read_bytes()
        for place in {0, len(body) // 2, len(body) - 1}:
            for bit in (0x01, 0x20):
                path.write_bytes(body[:place] + bytes([body[place] ^ bit]) + body[place + 1 :])
                assert codes(whole), (path, place, bit)
        path.write_bytes(body)
    assert codes(whole) == set()


def test_every_byte_of_the_files_that_guard_themselves(whole: Path) -> None:
    """No byte of the two manifests can be changed unseen."""
    for name in (bag.TAGS, bag.MANIFEST):
        body = (whole / name).read_bytes()
        for place in range(0, len(body), 7):
            (whole / name).write_bytes(body[:place] + bytes([body[place] ^ 0x20]) + body[place + 1 :])
            assert codes(whole), (name, place)
        (whole / name).write_bytes(body)


def test_every_truncated_and_missing_file_is_found(whole: Path) -> None:
    for path in files(whole):
        body = path.read_bytes()
        path.write_bytes(body[:-1])
        assert codes(whole), path
        path.unlink()
        assert codes(whole), path
        path.write_bytes(body)
    assert codes(whole) == set()


@pytest.mark.parametrize(
    "name", ["data/x.txt", "data/content/fr/pages/0000009.json", "README", "runs/y/z.json"]
)
def test_every_foreign_file_is_found(whole: Path, name: str) -> None:
    (whole / name).parent.mkdir(exist_ok=True)
    (whole / name).write_text("{}")
    assert codes(whole) == {("foreign", name)}


def test_links_are_named_and_never_followed(whole: Path) -> None:
    target = whole / "data/content/fr/pages/0000002-a.html"
    target.unlink()
    target.symlink_to("/etc/passwd")
    (whole / "data/loop").symlink_to(whole)
    assert codes(whole) == {("link", "data/content/fr/pages/0000002-a.html"), ("link", "data/loop")}


def test_a_manifest_that_names_the_outside_is_a_problem(whole: Path) -> None:
    body = (whole / bag.MANIFEST).read_text(encoding="utf-8")
    (whole / bag.MANIFEST).write_text(f"{'0' * 64}  ../../etc/passwd\n{body}", encoding="utf-8")
    found = codes(whole)
    assert ("manifest", bag.MANIFEST) in found and not any("passwd" in path for _, path in found)


def rewrite(path: Path, index: bytes) -> None:
    """Change the index, and make both manifests say that this is right."""
    (path / bag.INDEX).write_bytes(index)
    for name, entry in ((bag.MANIFEST, bag.INDEX), (bag.TAGS, bag.MANIFEST), (bag.TAGS, bag.INFO)):
        entries = dict(bag.read_manifest((path / name).read_bytes()))
        entries[entry] = sha256((path / entry).read_bytes()).hexdigest()
        (path / name).write_bytes(bag.write_manifest(entries))


def test_an_index_that_lies_is_found_even_if_the_manifests_agree(whole: Path) -> None:
    index = (whole / bag.INDEX).read_bytes()
    lines = index.splitlines(keepends=True)
    for number, line in enumerate(lines):
        rewrite(whole, b"".join(lines[:number] + lines[number + 1 :]))
        assert any(code == "index" for code, _ in codes(whole)), line
        row = read_row(line)
        other = line.replace(row.sha256.encode(), b"0" * 64)
        rewrite(whole, b"".join([*lines[:number], other, *lines[number + 1 :]]))
        assert any(code == "index" for code, _ in codes(whole)), line
    rewrite(whole, write_index(read_row(line) for line in lines))
    assert codes(whole) <= {("size", bag.INFO)}


def test_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissingError):
        list(verify(tmp_path))


def test_an_interrupted_commit_is_named(whole: Path) -> None:
    (whole / ".incoming").mkdir()
    shutil.copy(whole / bag.BAGIT, whole / ".incoming/COMMIT")
    assert codes(whole) == {("unfinished", ".incoming/COMMIT")}


def test_every_file_of_the_history_is_watched(whole: Path) -> None:
    """A flipped, lost or foreign payload of an older version is found, and so is a version that needs it."""
    (old, *_) = [each for each in files(whole) if "history" in each.parts]
    name, body = old.relative_to(whole).as_posix(), old.read_bytes()
    old.write_bytes(bytes([body[0] ^ 1]) + body[1:])
    assert codes(whole) == {("changed", name)}
    old.unlink()
    assert codes(whole) == {("missing", name)}
    reseal(whole, without=name)
    assert {code for code, _ in codes(whole)} == {"history"}
    old.write_bytes(body)
    assert ("foreign", name) in codes(whole)


def test_a_payload_under_another_digest_is_found(whole: Path) -> None:
    (old, *_) = [each for each in files(whole) if "history" in each.parts]
    other = old.with_name("0" * 64)
    old.rename(other)
    reseal(whole, without=old.relative_to(whole).as_posix(), plus=other)
    assert ("history", other.relative_to(whole).as_posix()) in codes(whole)


def reseal(path: Path, without: str, plus: Path | None = None) -> None:
    """Make the tag manifest say that all is right but for one file more or less."""
    tags = dict(bag.read_manifest((path / bag.TAGS).read_bytes()))
    del tags[without]
    if plus is not None:
        tags[plus.relative_to(path).as_posix()] = sha256(plus.read_bytes()).hexdigest()
    (path / bag.TAGS).write_bytes(bag.write_manifest(tags))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("data/content/fr/pages/0000001-été.html", "data/content/fr/pages/0000001-e\u0301te\u0301.html"),
        ("data/media/2024/03/IMG_1.JPG", "data/media/2024/03/img_1.jpg"),
    ],
)
def test_a_file_system_that_changes_names_is_named(tmp_path: Path, name: str, other: str) -> None:
    """What a Mac's old file system (NFD) or a Windows share (capitals) makes of a name that it can't keep."""
    harvest(tmp_path, "2026-11-23T14:00:00Z", "été", PHOTO)
    (tmp_path / name).rename(tmp_path / other)
    assert ("spelled", name) in codes(tmp_path)
    with pytest.raises(SnapshotLayoutError, match="under another spelling"):
        opened = Snapshot.open(tmp_path)
        print(list(opened.items()), list(opened.resources()))


def test_the_command_names_each_problem(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where the damage is such that the snapshot can't be opened: exit code 1, a code for each."""
    (whole / bag.INDEX).write_bytes(b"{")
    (whole / "data/foreign.txt").touch()
    with pytest.raises(typer.Exit) as left:
        command(whole)
    assert left.value.exit_code == 1
    said = capsys.readouterr().out
    assert f"changed: {bag.INDEX}: SHA-256 is" in said and "foreign: data/foreign.txt" in said


def test_a_file_of_any_size_needs_no_memory(whole: Path) -> None:
    """A hole of a quarter of a gigabyte is read in small pieces."""
    with (whole / "data/media/2024/03/IMG_1.JPG").open("r+b") as file:
        file.truncate(1 << 28)
    tracemalloc.start()
    assert ("changed", "data/media/2024/03/IMG_1.JPG") in codes(whole)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8 << 20
