"""The snapshot: what goes in comes out, other people's tools accept it, and wrong things are told apart."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wpharvest.errors import SnapshotBusyError, SnapshotLayoutError, SnapshotMissingError
from wpharvest.model.items import Json, Language, RawItem, Resource, SiteInfo
from wpharvest.store import Commit, Row, Snapshot
from wpharvest.store.pieces import join, split

NOW, LATER = "2026-11-23T14:00:00Z", "2026-11-24T14:00:00Z"
INFO = SiteInfo(home="https://example.org", name="Café", languages=(Language("fr"), Language("en")))
HEAD = Resource("heads/fr/pages/0000001-à-propos.html", "head", "https://example.org/fr/", b"<head></head>")
MAP = Resource("sitemaps/wp-sitemap.xml", "sitemap", "https://example.org/wp-sitemap.xml", b"<urlset/>")
PHOTO = Resource("media/2024/03/IMG_1.JPG", "media", "https://example.org/IMG_1.JPG", b"\xff\xd8\x00")


def page(number: int, slug: str = "a", html: str = "<p>é</p>\r\n", language: str = "fr") -> RawItem:
    value = {"id": number, "slug": slug, "content": {"rendered": html}, "modified_gmt": "2026-01-01T00:00:00"}
    return RawItem("pages", number, language, "", json.dumps(value).encode())


def harvest(
    path: Path, *things: RawItem | Resource, at: str = NOW, gone: bool = True, run: Json | None = None
) -> Commit:
    with Snapshot.draft(path, at) as draft:
        for each in things:
            if isinstance(each, RawItem):
                draft.put(each)
            else:
                draft.put_resource(each)
        return draft.commit(INFO, {"harvest": {}} if run is None else run, lambda row: gone)


def tree(path: Path) -> dict[str, tuple[bytes, int]]:
    files = (each for each in path.rglob("*") if each.is_file())
    return {each.relative_to(path).as_posix(): (each.read_bytes(), each.stat().st_mtime_ns) for each in files}


words = st.text(st.characters(codec=None), max_size=12)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(words, below, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(words, values, max_size=4) | st.builds(
    lambda rest, content: rest | {"content": content},
    st.dictionaries(words, values, max_size=3),
    values | st.builds(lambda html: {"rendered": html, "protected": False}, words | values),
)


@given(objects)
def test_json_and_html_put_together_are_the_object_as_served(value: Json) -> None:
    """Splitting and joining gives the value back, whatever it holds."""
    served = json.loads(json.dumps(value))  # two lone halves that meet are one character in JSON
    assert join(*split(served)) == served


def test_the_html_file_is_byte_for_byte_what_was_rendered() -> None:
    fields, html = split({"content": {"rendered": "a\r\nb\0 é\u00a0", "protected": False}, "b": "\ud83d é"})
    assert html == "a\r\nb\0 é\u00a0".encode()
    assert fields == b'{\n "b": "\\ud83d \xc3\xa9",\n "content": {\n  "protected": false\n }\n}\n'


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "-1e999"])
def test_what_json_does_not_know_is_null(number: str) -> None:
    """A number that no other JSON reader would take isn't stored."""
    value = RawItem("pages", 1, "fr", "", f'{{"a": {number}, "b": 1.5, "c": "\\ud83d"}}'.encode()).value
    assert value == {"a": None, "b": 1.5, "c": "\ud83d"} and join(*split(value)) == value


def test_html_that_utf8_cannot_hold_stays_in_the_json() -> None:
    fields, html = split({"content": {"rendered": "\ud83d"}})
    assert html is None and json.loads(fields)["content"]["rendered"] == "\ud83d"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(st.lists(objects, min_size=1, max_size=3))
def test_items_come_back_equal(tmp_path_factory: pytest.TempPathFactory, values: list[Json]) -> None:
    """What was put is what is read, through the disk."""
    path = tmp_path_factory.mktemp("snap")
    put = [RawItem("pages", n, "fr", "", json.dumps(value).encode()) for n, value in enumerate(values)]
    harvest(path, *put)
    assert [item.value for item in Snapshot.open(path).items()] == [item.value for item in put]
    assert [item.digest for item in Snapshot.open(path).items()] == [item.digest for item in put]


def test_what_was_put_is_read_back(tmp_path: Path) -> None:
    made = harvest(tmp_path / "s", page(2), page(1, "à-propos"), HEAD, MAP, PHOTO, run={"a": 1})
    snapshot = Snapshot.open(tmp_path / "s")
    assert made == Commit(new=5, changed=0, same=0, removed=0, written=True)
    assert snapshot.info == INFO and snapshot.run["a"] == 1
    assert [item.id for item in snapshot.items("pages", "fr")] == [1, 2]
    assert not list(snapshot.items("posts")) and not list(snapshot.items(language="en"))
    assert {(each.path, each.body) for each in snapshot.resources()} == {
        (each.path, each.body) for each in (HEAD, MAP, PHOTO)
    }
    assert [each.media_type for each in snapshot.resources("media")] == ["image/jpeg"]
    assert snapshot.rows()[0].path == "content/fr/pages/0000001-à-propos.json"


def test_the_bag_is_accepted_by_other_tools(tmp_path: Path) -> None:
    """bagit and sha256sum find nothing wrong, also after a second run."""
    harvest(tmp_path, page(1, "à-propos"), page(2), HEAD, PHOTO)
    harvest(tmp_path, page(1, "neu"), HEAD, MAP, at=LATER)
    bagit.Bag(str(tmp_path)).validate()
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "-c", "--strict", "--quiet", name], cwd=tmp_path, check=True)


def test_the_id_is_the_identity(tmp_path: Path) -> None:
    """A changed slug is a rename: the old files go, nothing is there twice."""
    harvest(tmp_path, page(1, "before"))
    assert harvest(tmp_path, page(1, "after"), gone=False).changed == 1
    names = sorted(each.name for each in (tmp_path / "data/content/fr/pages").iterdir())
    assert names == ["0000001-after.html", "0000001-after.json"]


def test_a_run_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    """Not a byte, not a time stamp, of files nor of folders."""
    harvest(tmp_path, page(1), HEAD, PHOTO)
    before, folders = (
        tree(tmp_path),
        {p: p.stat().st_mtime_ns for p in (tmp_path, *tmp_path.glob("data/**/"))},
    )
    made = harvest(tmp_path, page(1), HEAD, PHOTO, at=LATER, run={"harvest": {}, "took": 3})
    assert made == Commit(new=0, changed=0, same=3, removed=0, written=False)
    assert tree(tmp_path) == before and {p: p.stat().st_mtime_ns for p in folders} == folders


def test_other_settings_are_a_new_run_of_the_same_data(tmp_path: Path) -> None:
    harvest(tmp_path, page(1))
    before = tree(tmp_path / "data")
    assert harvest(tmp_path, page(1), at=LATER, run={"harvest": {"types": ["pages"]}}).written
    assert tree(tmp_path / "data") == before
    assert Snapshot.open(tmp_path).run["harvest"] == {"types": ["pages"]}
    assert len(list((tmp_path / "runs").iterdir())) == 2


def test_two_runs_in_one_second_are_both_kept(tmp_path: Path) -> None:
    for number in range(3):
        harvest(tmp_path, page(1), run={"harvest": number})
    assert sorted(each.name for each in (tmp_path / "runs").iterdir()) == [
        "2026-11-23T14-00-00Z",
        "2026-11-23T14-00-00Z-02",
        "2026-11-23T14-00-00Z-03",
    ]
    assert Snapshot.open(tmp_path).run["harvest"] == 2


def test_only_what_is_gone_is_removed(tmp_path: Path) -> None:
    harvest(tmp_path, page(1), page(2), page(3, language="en"))
    with Snapshot.draft(tmp_path, LATER) as draft:
        assert draft.put(page(1, html="<p>new</p>")) == "changed"
        assert draft.put(page(4)) == "new"
        made = draft.commit(INFO, {}, lambda row: row.language == "en")
    assert made == Commit(new=1, changed=1, same=0, removed=1, written=True)
    assert [item.id for item in Snapshot.open(tmp_path).items()] == [1, 2, 4]
    assert not (tmp_path / "data/content/en").exists()


def test_the_last_put_of_a_key_counts(tmp_path: Path) -> None:
    harvest(tmp_path, page(1))
    with Snapshot.draft(tmp_path, LATER) as draft:
        draft.put(page(1, "drifted"))
        assert draft.put(page(1)) == "same"
        assert not draft.commit(INFO, {"harvest": {}}, lambda row: True).written


def test_leaving_without_commit_leaves_everything(tmp_path: Path) -> None:
    harvest(tmp_path, page(1))
    before = tree(tmp_path)
    with pytest.raises(KeyboardInterrupt), Snapshot.draft(tmp_path, LATER) as draft:
        draft.put(page(2))
        raise KeyboardInterrupt
    assert tree(tmp_path) == before
    with Snapshot.draft(tmp_path / "new" / "one", NOW) as draft:
        draft.put(page(2))
    assert not (tmp_path / "new").exists()


def test_a_file_that_went_missing_is_put_back(tmp_path: Path) -> None:
    harvest(tmp_path, page(1), page(2))
    before = {name: body for name, (body, _) in tree(tmp_path / "data").items()}
    (tmp_path / "data/content/fr/pages/0000001-a.html").unlink()
    assert harvest(tmp_path, page(1), page(2), at=LATER).written
    assert {name: body for name, (body, _) in tree(tmp_path / "data").items()} == before


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with Snapshot.draft(tmp_path, NOW), pytest.raises(SnapshotBusyError), Snapshot.draft(tmp_path, NOW):
        pass  # pragma: no cover


def relabel(path: Path, old: str, new: str, name: str = "bag-info.txt") -> None:
    body = (path / name).read_text(encoding="utf-8")
    assert old in body
    (path / name).write_text(body.replace(old, new), encoding="utf-8")


def test_there_is_no_snapshot(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(SnapshotMissingError):
            Snapshot.open(path)


def test_a_folder_with_other_things_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(SnapshotLayoutError, match="not a wpharvest snapshot"):
        Snapshot.open(tmp_path)
    with pytest.raises(SnapshotLayoutError, match="not a wpharvest snapshot"), Snapshot.draft(tmp_path, NOW):
        pass  # pragma: no cover
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.doc"]


WRONG: list[tuple[str, str, str, str]] = [
    ("bag-info.txt", "Wpharvest-Layout: 2", "Other: 2", "of another tool, not a wpharvest snapshot"),
    ("bag-info.txt", "Layout: 2", "Layout: 3", "made by a newer wpharvest"),
    ("bag-info.txt", "Layout: 2", "Layout: x", "damaged"),
    (
        "manifest-sha256.txt",
        "data/content/fr/pages/0000001-a.html",
        "../../etc/passwd",
        "not below the snapshot",
    ),
    ("manifest-sha256.txt", "data/content/fr/pages/0000001-a.html", "/etc/passwd", "not below the snapshot"),
    (
        "data/index.jsonl",
        "content/fr/pages/0000001-a.json",
        "../../../etc/passwd",
        "isn't what the manifest says",
    ),
    ("data/site.json", "Café", "Thé", "isn't what the manifest says"),
]


@pytest.mark.parametrize(("name", "old", "new", "why"), WRONG)
def test_a_snapshot_that_is_not_right_says_how(
    tmp_path: Path, name: str, old: str, new: str, why: str
) -> None:
    harvest(tmp_path, page(1))
    relabel(tmp_path, old, new, name)
    with pytest.raises(SnapshotLayoutError, match=why):
        Snapshot.open(tmp_path)


@pytest.mark.parametrize(
    "name", ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "data/index.jsonl", "data/site.json"]
)
def test_half_a_copy_says_what_is_missing(tmp_path: Path, name: str) -> None:
    harvest(tmp_path, page(1))
    (tmp_path / name).unlink()
    with pytest.raises(SnapshotLayoutError, match=f"half copied: {name} is missing"):
        Snapshot.open(tmp_path)


def test_a_link_out_of_the_snapshot_is_not_followed(tmp_path: Path) -> None:
    harvest(tmp_path / "s", page(1))
    (tmp_path / "s/data/content").rename(tmp_path / "outside")
    (tmp_path / "s/data/content").symlink_to(tmp_path / "outside")
    with pytest.raises(SnapshotLayoutError, match="leads out of the snapshot"):
        list(Snapshot.open(tmp_path / "s").items())


def test_reading_a_changed_file_is_an_error(tmp_path: Path) -> None:
    harvest(tmp_path, page(1))
    (tmp_path / "data/content/fr/pages/0000001-a.html").write_bytes(b"<p>e</p>")
    with pytest.raises(SnapshotLayoutError, match=r"0000001-a\.html is damaged"):
        list(Snapshot.open(tmp_path).items())


def test_a_row_says_only_what_does_not_change(tmp_path: Path) -> None:
    harvest(tmp_path, page(1), PHOTO)
    first, second = (tmp_path / "data/index.jsonl").read_text(encoding="utf-8").splitlines()
    assert first == (
        '{"id":1,"kind":"pages","language":"fr","modified_gmt":"2026-01-01T00:00:00",'
        '"path":"content/fr/pages/0000001-a.json","role":"item",'
        f'"sha256":"{page(1).digest.removeprefix("sha256:")}"}}'
    )
    assert json.loads(second)["path"] == PHOTO.path and "name" not in json.loads(second)
    assert isinstance(Snapshot.open(tmp_path).rows()[0], Row)
