"""Versions: any run can be rebuilt, by us and by a shell, and what doesn't change costs nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import bagit
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quickdisk import QuickDisk
from wpharvest.config import Harvest
from wpharvest.errors import SnapshotLayoutError, UnknownNameError
from wpharvest.model.items import Json, RawItem, Resource, SiteInfo
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source
from wpharvest.store import Commit, Snapshot, Version, bag, verify
from wpharvest.store.changes import Change, read_changes
from wpharvest.store.rows import write_index
from wpharvest.web import sample
from wpharvest.web.replay import application
from wpharvest.web.serve import serving

SITE = SiteInfo(home="https://example.org")
PHOTO = Resource("media/2024/03/lake.jpg", "media", "https://example.org/lake.jpg", b"\xff\xd8\x00")
Pages = dict[int, tuple[str, str]]  # id: slug, HTML


def at(day: int) -> str:
    return f"2026-11-{day:02d}T14:00:00Z"


def harvest(path: Path, day: int, pages: Pages, *resources: Resource) -> Commit:
    with Snapshot.draft(path, at(day), QuickDisk()) as draft:
        for number, (slug, html) in pages.items():
            value = {"id": number, "slug": slug, "content": {"rendered": html}}
            draft.put(RawItem("pages", number, "fr", "", json.dumps(value).encode()))
        for each in resources:
            draft.put_resource(each)
        return draft.commit(SITE, {"harvest": {}, "started_at": at(day)}, lambda row: True)


def held(snapshot: Snapshot) -> tuple[list[Json], list[Resource]]:
    return [item.value for item in snapshot.items()], list(snapshot.resources())


pages = st.dictionaries(
    st.integers(1, 3), st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["", "<p>1", "<p>2"]))
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(pages, st.booleans()), min_size=2, max_size=5))
def test_every_version_can_be_rebuilt(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[Pages, bool]]
) -> None:
    """Whatever changed, went and came back: each version is read as it was, and nothing is kept twice."""
    path = tmp_path_factory.mktemp("s")
    was = {}
    for day, (some, photo) in enumerate(runs, 1):
        if harvest(path, day, some, *([PHOTO] if photo else [])).written:
            was[Snapshot.open(path).version.name] = held(Snapshot.open(path))
        assert not list(verify(path))
    assert {
        version.name: held(Snapshot.open(path, version=version.name)) for version in versions(path)
    } == was
    payloads = [each.read_bytes() for top in ("data", "history") for each in path.joinpath(top).rglob("*.*")]
    kept = [each for each in path.joinpath("history").rglob("*") if each.is_file()]
    assert all(sha256(each.read_bytes()).hexdigest() == each.name for each in kept)
    assert not {each.read_bytes() for each in kept} & set(payloads)


def versions(path: Path) -> tuple[Version, ...]:
    return Snapshot.open(path).versions()


@pytest.fixture
def four(tmp_path: Path) -> Path:
    path = tmp_path / "s"
    harvest(path, 1, {1: ("a", "<p>one"), 2: ("b", "<p>two")}, PHOTO)
    harvest(path, 2, {1: ("a", "<p>uno"), 2: ("b", "<p>two")}, PHOTO)
    harvest(path, 3, {1: ("renamed", "<p>uno"), 3: ("c", "<p>three")}, PHOTO)
    harvest(path, 5, {1: ("renamed", "<p>one"), 3: ("c", "<p>three")}, PHOTO)
    return path


def test_each_version_says_what_it_found(four: Path) -> None:
    assert [(v.name, v.run, v.started_at, v.new, v.changed, v.deleted) for v in versions(four)] == [
        ("v1", "2026-11-01T14-00-00Z", at(1), 3, 0, 0),
        ("v2", "2026-11-02T14-00-00Z", at(2), 0, 1, 0),
        ("v3", "2026-11-03T14-00-00Z", at(3), 1, 1, 1),
        ("v4", "2026-11-05T14-00-00Z", at(5), 0, 1, 0),
    ]
    assert Snapshot.open(four).run["complete"] is True


def test_a_rename_is_a_rename(four: Path) -> None:
    """The id is the identity: a changed slug is one change, with both places."""
    body = (four / "runs/2026-11-03T14-00-00Z/changes.jsonl").read_bytes()
    found = [(each.change, each.path, each.was) for each in read_changes(body)]
    assert found == [
        ("changed", "content/fr/pages/0000001-renamed.json", "content/fr/pages/0000001-a.json"),
        ("deleted", "content/fr/pages/0000002-b.json", ""),
        ("new", "content/fr/pages/0000003-c.json", ""),
    ]
    assert isinstance(next(read_changes(body)), Change)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("v2", "v2"),
        ("2", "v2"),
        ("latest", "v4"),
        ("2026-11-02", "v2"),
        ("2026-11-04", "v3"),
        ("2026-11-02T13:59", "v1"),
        ("2026-11-02T14:00", "v2"),
        ("2026-11", "v4"),
        ("2026-11-03T14-00-00Z", "v3"),
    ],
)
def test_a_version_is_meant_by_number_or_by_time(four: Path, wanted: str, name: str) -> None:
    """A time means what was there then, to the end of the day or minute that it names."""
    assert Snapshot.open(four, version=wanted).version.name == name


@pytest.mark.parametrize("wanted", ["v9", "0", "2026-10-31", "yesterday", "../x"])
def test_a_version_that_is_not_there_names_those_that_are(four: Path, wanted: str) -> None:
    with pytest.raises(UnknownNameError, match=r"no version is called|did you mean"):
        Snapshot.open(four, version=wanted)


def test_a_shell_can_rebuild_a_version(four: Path, tmp_path: Path) -> None:
    """With the run's manifest, `sha256sum` and `cp` alone; then `sha256sum -c` accepts it."""
    script = """
    set -e; snapshot=$1; out=$2; run=$3
    (cd "$snapshot" && find data history -type f -exec sha256sum {} +) > "$out/there"
    while read -r sha path; do
        mkdir -p "$out/$(dirname "$path")"
        cp "$snapshot/$(grep -m 1 "^$sha " "$out/there" | cut -c 67-)" "$out/$path"
    done < "$snapshot/runs/$run/manifest-sha256.txt"
    cd "$out" && sha256sum -c --strict --quiet "$snapshot/runs/$run/manifest-sha256.txt"
    """
    for version in versions(four):
        out = tmp_path / version.name
        out.mkdir()
        subprocess.run(["sh", "-c", script, "sh", four, out, version.run], check=True)
        html = {each.read_text() for each in out.rglob("*.html")}
        assert html == {
            item["content"]["rendered"] for item in held(Snapshot.open(four, version=version.name))[0]
        }


def test_other_tools_accept_a_bag_of_several_versions(four: Path) -> None:
    bagit.Bag(str(four)).validate()
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "-c", "--strict", "--quiet", name], cwd=four, check=True)
    subprocess.run([sys.executable, "-m", "bagit", "--validate", "--quiet", four], check=True)


def test_unchanged_payloads_cost_nothing(tmp_path: Path) -> None:
    """A version with one edit among many pages keeps that page's old HTML and the index, nothing else."""
    many = {number: (f"page-{number}", f"<p>{number}" * 50) for number in range(1, 40)}
    harvest(tmp_path, 1, many, PHOTO)
    harvest(tmp_path, 2, many | {7: ("page-7", "<p>edited")}, PHOTO)
    kept = sorted(each.stat().st_size for each in tmp_path.joinpath("history").rglob("*") if each.is_file())
    assert len(kept) == 2 and kept[0] == len("<p>7" * 50)  # the HTML and the index: the JSON is as it was


def test_what_comes_back_moves_back(tmp_path: Path) -> None:
    one, two = {1: ("a", "<p>one")}, {1: ("a", "<p>two")}
    for day, some in enumerate((one, two, one, two), 1):
        harvest(tmp_path, day, some)
    html = [
        each
        for each in tmp_path.joinpath("history").rglob("*")
        if each.is_file() and b"<p>" in each.read_bytes()
    ]
    assert [each.read_bytes() for each in html] == [b"<p>one"]
    was = [held(Snapshot.open(tmp_path, version=f"v{number}"))[0] for number in (1, 2, 3, 4)]
    assert [value["content"]["rendered"] for (value,) in was] == ["<p>one", "<p>two", "<p>one", "<p>two"]


def seal(path: Path, tags: list[str]) -> None:
    (path / bag.TAGS).write_bytes(
        bag.write_manifest({name: sha256((path / name).read_bytes()).hexdigest() for name in tags})
    )


def as_the_first_layout(path: Path, run: Path) -> None:
    """Its digests are those of JSON escaped to ASCII, and its runs have neither manifest nor changes."""
    (run / bag.MANIFEST).unlink()
    (run / bag.CHANGES).unlink()
    rows = []
    snapshot = Snapshot.open(path)
    for row in snapshot.rows():
        if row.role == "item":
            value = json.loads(snapshot.item(row).body)
            form = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
            row = msgspec.structs.replace(row, sha256=sha256(form).hexdigest())
        rows.append(row)
    index = path / bag.INDEX
    before = index.stat().st_size
    index.write_bytes(write_index(rows))
    assert index.stat().st_size == before  # so that the sum in bag-info.txt stands
    payload = dict(bag.read_manifest((path / bag.MANIFEST).read_bytes()))
    payload[bag.INDEX] = sha256(index.read_bytes()).hexdigest()
    (path / bag.MANIFEST).write_bytes(bag.write_manifest(payload))
    info = path / bag.INFO
    info.write_text(info.read_text().replace("Layout: 2", "Layout: 1"))


@pytest.fixture
def first_layout(tmp_path: Path) -> Path:
    """A snapshot of two runs as the first layout had it: without history."""
    path = tmp_path / "old"
    harvest(path, 1, {1: ("a", "<p>one"), 2: ("b", "<p>élan")})
    run = path / "runs/2026-11-01T14-00-00Z"
    as_the_first_layout(path, run)
    record = {"harvest": {}, "started_at": at(1)}
    (run / bag.RECORD).write_text(json.dumps(record))
    earlier = path / "runs/2026-10-31T14-00-00Z"
    earlier.mkdir()
    (earlier / bag.RECORD).write_text(json.dumps(record))
    runs = [f"runs/{each.name}/run.json" for each in (run, earlier)]
    seal(path, [bag.BAGIT, bag.INFO, bag.MANIFEST, *runs])
    return path


def test_the_first_layout_is_read_and_goes_on_in_this_one(first_layout: Path) -> None:
    """Its last state is the first version; the next run makes it one of two."""
    assert not list(verify(first_layout))
    assert [version.name for version in versions(first_layout)] == ["v1"]
    before = held(Snapshot.open(first_layout))
    found = harvest(first_layout, 2, {1: ("a", "<p>two"), 2: ("b", "<p>élan")})
    assert (found.changed, found.same) == (1, 1)
    assert not list(verify(first_layout))
    assert [version.name for version in versions(first_layout)] == ["v1", "v2"]
    assert len(held(Snapshot.open(first_layout))[0]) == 2
    assert held(Snapshot.open(first_layout, version="v1")) == before
    assert "Wpharvest-Layout: 2" in (first_layout / bag.INFO).read_text()


def test_a_harvest_of_the_first_layout_asks_only_for_what_changed(tmp_path: Path) -> None:
    """Its listings are proofs as good as any: nothing is fetched anew, and nothing differs."""
    path = tmp_path / "old"
    with serving(application(*sample.load())) as url:
        options = Harvest(warc=False)
        first = open_source(url, options)
        fetch(first, path, options, started_at=at(1))
        run = path / "runs/2026-11-01T14-00-00Z"
        as_the_first_layout(path, run)
        record = json.loads((run / bag.RECORD).read_text())
        del record["version"], record["changes"]
        (run / bag.RECORD).write_text(json.dumps(record))
        seal(path, [bag.BAGIT, bag.INFO, bag.MANIFEST, f"runs/{run.name}/run.json"])
        assert not list(verify(path))
        second = open_source(url, options)
        found = fetch(second, path, options, started_at=at(2))
    assert not found.commit.changed
    assert not found.commit.new
    assert second.traffic.bytes < first.traffic.bytes / 2
    assert not list(verify(path))


def test_a_version_whose_payload_was_taken_away_says_so(four: Path) -> None:
    for each in four.joinpath("history").rglob("*"):
        if each.is_file():
            each.unlink()
    assert held(Snapshot.open(four))
    with pytest.raises(SnapshotLayoutError, match="is missing"):
        Snapshot.open(four, version="v1")
