"""Paths of the snapshot: safe on every file system, and never two things in one place."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import bagit
from hypothesis import given
from hypothesis import strategies as st

from quickdisk import QuickDisk
from wpharvest.model.items import RawItem, Resource, SiteInfo
from wpharvest.store import Snapshot
from wpharvest.store.names import Places, item_path, resource_path, same_place, stays_inside

ORDINARY: list[tuple[Literal["head", "sitemap", "media"], str]] = [
    ("head", "heads/fr/pages/0000001-à-propos.html"),
    ("head", "heads/pt-BR/pages/0000001.html"),
    ("sitemap", "sitemaps/wp-sitemap-posts-page-1.xml"),
    ("media", "media/2024/03/img-2.min.jpg"),
    ("media", "media/2024/03/IMG_1.JPG"),
    ("media", "media/2024/03/Müller-Straße@2x.webp"),
    ("media", "media/2024/03/写真.png"),
]
ids = (
    st.integers(-3, 12_345_678_901)
    | st.text(max_size=30)
    | st.sampled_from(["con", "CON", "0000001", "a", "A"])
)
parts = st.sampled_from(
    ["fr", "FR", "pt-BR", "pt-br", "con", "..", "a/b", "", "é", "e\u0301", "\ud800", "x" * 600]
)
NASTY = [
    "media/IMG.jpg",
    "media/img.jpg",
    "media/Img.jpg",
    "media/../../etc/passwd",
    "/etc/passwd",
    "media/a",
    "media/a/b.jpg",
    "media/a.d/b.jpg",
    "media/con.jpg",
    "media/con",
    "media/aux/x.png",
    "media/\0",
    "media/é.jpg",
    "media/e\u0301.jpg",
    "media/" + "x" * 600 + ".jpg",
    "media/" + "x" * 601 + ".jpg",
    "media/a b.jpg",
    "media",
    "media/x.jpg ",
    "media/x.jpg.",
    "media/x.jpg",
    "media/X/x.jpg",
    "media/x/x.jpg",
    "C:\\x",
    "",
    "media/\ud800",
    "content/fr/pages/0000001-a.json",
    "site.json",
    "media//x.jpg",
    "media/-.jpg",
    "media/~.jpg",
    "media/.git/x.y",
]


def assert_safe(path: str) -> None:
    assert stays_inside(path) and unicodedata.is_normalized("NFC", path)
    for part in path.split("/"):
        assert part and len(part.encode()) < 200 and part[-1] not in " ." and part[0] != "."
        assert not set(part) & set('<>:"\\|?*') and part.isprintable()
        assert part.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


@given(st.lists(st.tuples(parts, parts, ids, st.text(max_size=700) | parts), max_size=6))
def test_no_two_objects_share_a_path(keys: list[tuple[str, str, int | str, str]]) -> None:
    """File names are safe on every system, and different keys never meet, not even by case."""
    taken: dict[str, tuple[str, str, int | str]] = {}
    for language, kind, number, slug in keys:
        path = item_path(RawItem(kind, number, language, "", b""), slug)
        assert_safe(path)
        assert taken.setdefault(path.casefold(), (language, kind, number)) == (language, kind, number)


@given(st.lists(st.sampled_from(NASTY) | st.text(max_size=40), min_size=2, unique=True))
def test_no_two_resources_share_a_path(given: list[str]) -> None:
    """… nor does one lie where another needs a folder."""
    places = Places()
    paths = [same_place(places.path(Resource(each, "media", "", b""))) for each in given]
    for each in given:
        assert_safe(places.path(Resource(each, "media", "", b"")))
    assert len(set(paths)) == len(paths)
    assert not {"/".join(path.split("/")[:n]) for path in paths for n in range(1, path.count("/") + 1)} & set(
        paths
    )


def test_all_nasty_names_at_once_survive_the_disk(tmp_path: Path) -> None:
    files = [Resource(path, "media", "", path.encode("utf-8", "replace")) for path in NASTY if path]
    with Snapshot.draft(tmp_path, "2026-11-23T14:00:00Z") as draft:
        assert {draft.put_resource(each) for each in files} == {"new"}
        draft.commit(SiteInfo(home=""), {}, lambda row: True)
    bagit.Bag(str(tmp_path)).validate()
    assert sorted(each.path for each in Snapshot.open(tmp_path).resources()) == sorted(filter(None, NASTY))


def test_ordinary_names_stay_as_they_are() -> None:
    for role, path in ORDINARY:
        assert resource_path(Resource(path, role, "", b"")) == path


def media(path: str, body: bytes = b"x") -> Resource:
    return Resource(path, "media", "", body)


def names(path: Path) -> dict[str, str]:
    return {row.name or row.path: row.path for row in Snapshot.open(path).rows()}


def harvest(path: Path, at: str, *files: Resource) -> None:
    with Snapshot.draft(path, at, QuickDisk()) as draft:
        for each in files:
            draft.put_resource(each)
        draft.commit(SiteInfo(home=""), {}, lambda row: False)


def test_a_twin_that_comes_later_moves_nothing(tmp_path: Path) -> None:
    """Who came first keeps the name, in every later run; two that differ by case never share a place."""
    big, small = media("media/2024/IMG_1.JPG"), media("media/2024/img_1.jpg", b"y")
    harvest(tmp_path, "2026-11-01T14:00:00Z", big)
    harvest(tmp_path, "2026-11-02T14:00:00Z", small, big)
    first = names(tmp_path)
    assert first[big.path] == big.path and first[small.path].startswith("media/2024/img_1~")
    harvest(tmp_path, "2026-11-03T14:00:00Z", media(small.path, b"z"), media(big.path, b"w"))
    assert names(tmp_path) == first
    assert {each.path: each.body for each in Snapshot.open(tmp_path).resources()} == {
        big.path: b"w",
        small.path: b"z",
    }


def test_the_names_of_the_first_layout_stay(tmp_path: Path) -> None:
    """A file that lies under a marked name stays there, although its own would be free now."""
    twin, photo = media("media/IMG.jpg"), media("media/img.jpg", b"y")
    harvest(tmp_path, "2026-11-01T14:00:00Z", photo)
    harvest(tmp_path, "2026-11-02T14:00:00Z", photo, twin)
    with Snapshot.draft(tmp_path, "2026-11-03T14:00:00Z", QuickDisk()) as draft:
        draft.put_resource(twin)
        draft.commit(SiteInfo(home=""), {}, lambda row: True)
    marked = names(tmp_path)
    harvest(tmp_path, "2026-11-04T14:00:00Z", media(twin.path, b"new"))
    assert list(marked) == [twin.path] and names(tmp_path) == marked != {twin.path: twin.path}
