"""A packed snapshot is accepted by other people's tools: bagit, warcio, wacz, pywb and a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from wordpress.processes import answers, free_port, running
from wpharvest.cli import built
from wpharvest.config import Harvest
from wpharvest.errors import SnapshotDamagedError, SnapshotLayoutError, StorageError, UnknownNameError
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source
from wpharvest.store import verify
from wpharvest.store.packing import PACKINGS, pack
from wpharvest.web import sample
from wpharvest.web.replay import application
from wpharvest.web.serve import serving

JUDGES = Path(sys.prefix) / "judges" / "bin"  # `make test` installs them into an environment of their own


def judge(name: str) -> str:
    """Where a tool of others is; a skip where it isn't installed, a failure under CI=true."""
    found = shutil.which(name, path=os.pathsep.join([str(JUDGES), os.environ.get("PATH", "")]))
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"no {name}: `make test` installs it")
    if found is None:
        pytest.skip(f"no {name}: python -m venv {JUDGES.parent} && pip install wacz pywb")
    return str(found)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions of the sample, the second with all heads and pages read whole."""
    folder = tmp_path_factory.mktemp("packed") / "example.org"
    with serving(application(*sample.load())) as url:
        for day, options in enumerate(
            [Harvest(), Harvest(full=True, hreflang="always", page_html="always")], 1
        ):
            fetch(open_source(url, options), folder, options, started_at=f"2026-01-0{day}T00:00:00Z")
    return folder


@pytest.mark.parametrize("kind", PACKINGS)
def test_packing_twice_gives_the_same_bytes(snapshot: Path, kind: str) -> None:
    """Neither the clock nor the disk's order is in it; and the snapshot itself is left alone."""
    before = sorted(snapshot.rglob("*"))
    first = pack(snapshot, kind)
    body = first.read_bytes()
    assert first.name == f"example.org{PACKINGS[kind].suffix}"
    for path in before:
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert pack(snapshot, kind).read_bytes() == body
    assert sorted(snapshot.rglob("*")) == before
    first.unlink()


def test_a_bag_out_of_the_tar_is_valid(snapshot: Path, tmp_path: Path) -> None:
    """`bagit.py --validate` accepts it, and it is a whole snapshot, with every version."""
    with tarfile.open(pack(snapshot, "bagit", tmp_path / "s.tar")) as tar:
        tar.extractall(tmp_path, filter="data")
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(tmp_path / "example.org")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(verify(tmp_path / "example.org")) == []


def test_a_snapshot_out_of_the_zip_is_whole(snapshot: Path, tmp_path: Path) -> None:
    """Unpacked anywhere, it verifies."""
    with zipfile.ZipFile(pack(snapshot, "zip", tmp_path / "s.zip")) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert list(verify(tmp_path / "example.org")) == []


def test_warcio_finds_every_digest_right(snapshot: Path, tmp_path: Path) -> None:
    """`warcio check` and `gzip -t` accept the WARC of all runs; each revisit's record is before it."""
    path = pack(snapshot, "warc", tmp_path / "s.warc.gz")
    assert subprocess.run(["gzip", "-t", str(path)], check=False).returncode == 0
    check = subprocess.run([sys.executable, "-m", "warcio.cli", "check", str(path)], check=False)
    assert check.returncode == 0
    seen: set[tuple[str, str]] = set()
    revisits = 0
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            about = record.rec_headers
            if record.rec_type == "response":
                seen.add((about["WARC-Target-URI"], about["WARC-Date"]))
            elif record.rec_type == "revisit":
                revisits += 1
                assert (about["WARC-Refers-To-Target-URI"], about["WARC-Refers-To-Date"]) in seen
    assert revisits > 10


def test_wacz_validates(snapshot: Path, tmp_path: Path) -> None:
    """`wacz validate` accepts it."""
    path = pack(snapshot, "wacz", tmp_path / "s.wacz")
    done = subprocess.run(
        [judge("wacz"), "validate", "-f", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "Validation succeeded" in done.stdout


@contextmanager
def wayback(folder: Path, packed: Path) -> Iterator[str]:
    """pywb, serving what was packed; the address of its collection."""
    folder.mkdir()
    manager = [judge("wb-manager")]
    subprocess.run([*manager, "init", "c"], cwd=folder, check=True, capture_output=True)
    unpack = ["--unpack-wacz"] if packed.suffix == ".wacz" else []
    subprocess.run([*manager, "add", *unpack, "c", str(packed)], cwd=folder, check=True, capture_output=True)
    port = free_port()
    command = [judge("wayback"), "-p", str(port), "-b", "127.0.0.1", "-d", str(folder)]
    with running(command, lambda: answers(port), folder / "log.txt", dict(os.environ)):
        yield f"http://127.0.0.1:{port}/c"


@pytest.mark.parametrize("kind", ["warc", "wacz"])
def test_pywb_replays_it(snapshot: Path, tmp_path: Path, kind: str, browser: Browser) -> None:
    """Byte for byte what was served, also where the record is a revisit; and a browser shows the page."""
    path = pack(snapshot, kind, tmp_path / f"s{PACKINGS[kind].suffix}")
    served: dict[str, tuple[str, bytes]] = {}
    with pack(snapshot, "warc", tmp_path / "all.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and not record.rec_headers["WARC-Truncated"]:
                status = record.http_headers.get_statuscode()
                served[record.rec_headers["WARC-Target-URI"]] = (status, record.content_stream().read())
    pages = [url for url in served if url.endswith("/autres-ressources/")]
    with wayback(tmp_path / "wb", path) as collection:
        for url, (status, body) in list(served.items())[:25]:
            answer = requests.get(f"{collection}/2026id_/{url}", timeout=30)
            assert (str(answer.status_code), answer.content) == (status, body), url
        # pywb's own script would lead a page that stands in no frame away, sooner or later.
        page = browser.new_page(java_script_enabled=False)
        page.goto(f"{collection}/2026mp_/{pages[0]}")
        assert "Autres ressources" in page.content()
        page.close()


def test_what_cant_be_packed(snapshot: Path, tmp_path: Path) -> None:
    """A damaged snapshot, one without exchanges, into itself, in an unknown format: each says so."""
    with pytest.raises(UnknownNameError, match="did you mean 'warc'"):
        pack(snapshot, "wark")
    with pytest.raises(StorageError, match="inside the snapshot"):
        pack(snapshot, "zip", snapshot / "s.zip")
    bare = tmp_path / "bare"
    with serving(application(*sample.load())) as url:
        options = Harvest(warc=False)
        fetch(open_source(url, options), bare, options, started_at="2026-01-01T00:00:00Z")
    with pytest.raises(SnapshotLayoutError, match="--no-warc"):
        pack(bare, "warc")
    picture = next(bare.glob("data/media/**/*.*"))
    picture.write_bytes(picture.read_bytes()[:-1])
    with pytest.raises(SnapshotDamagedError, match=picture.name):
        pack(bare, "zip")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bare"]


def test_pack_says_where_the_file_is(snapshot: Path, tmp_path: Path) -> None:
    """The command names the file and its size; `list packings` says what each is for."""
    done = CliRunner().invoke(
        built(), ["pack", str(snapshot), "--as", "zip", "--out", str(tmp_path / "x.zip")]
    )
    assert done.exit_code == 0
    assert done.output.startswith(f"{tmp_path / 'x.zip'}: ")
    assert "for web archives" in CliRunner().invoke(built(), ["list", "packings"]).output
