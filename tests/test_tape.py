"""Every exchange of a harvest is kept as it went over the wire, in WARC 1.1, and no secret ever is."""

from __future__ import annotations

import base64
import gzip
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import requests
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from werkzeug.wrappers import Request, Response

from quickdisk import QuickDisk
from wpharvest.config import Harvest
from wpharvest.errors import StorageError
from wpharvest.model.exchanges import Exchange
from wpharvest.sources.rest.credentials import Credentials, Doorman
from wpharvest.sources.rest.session import Session
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source
from wpharvest.store import Snapshot, verify
from wpharvest.store.behind import MOST, Behind
from wpharvest.store.disk import Place
from wpharvest.store.packing import pack
from wpharvest.store.prune import Policy, prune
from wpharvest.store.tape import LINES, WARC, Tape, read_lines
from wpharvest.web import sample
from wpharvest.web.replay import application
from wpharvest.web.serve import serving

NOW = "2026-01-01T00:00:00Z"


def exchange(number: int, body: bytes = b"", **more: Any) -> Exchange:
    fields: dict[str, Any] = {
        "url": f"http://h.example/{number}",
        "target": f"/{number}",
        "asked": (("Accept", "*/*"),),
        "protocol": "HTTP/1.1",
        "status": 200,
        "reason": "OK",
        "answered": (("Content-Type", "text/plain; charset=UTF-8"), ("X-Twice", "a"), ("X-Twice", "b")),
        "body": BytesIO(body),
        "size": len(body),
        "address": "127.0.0.1",
        "at": f"2026-01-01T00:00:00.{number:06d}Z",
    }
    return Exchange(**{**fields, **more})


def records(path: Path) -> list[tuple[str, Any, bytes]]:
    """Type, record and payload of each."""
    with path.open("rb") as stream:
        return [(each.rec_type, each, each.raw_stream.read()) for each in ArchiveIterator(stream)]


def sound(path: Path) -> bool:
    """Whether gzip can read it to its end, and `warcio check` finds each digest right."""
    gzip.decompress(path.read_bytes())
    checker = Checker(type("Asked", (), {"inputs": [str(path)], "verbose": False}))
    checker.process_all()
    return not checker.exit_value


def test_a_record_is_what_went_over_the_wire(tmp_path: Path) -> None:
    """Request line, headers in their order, body bytes, address and time; each pair knows each other."""
    tape = Tape(tmp_path, QuickDisk())
    tape.record(exchange(1, b"\x1f\x8b not really gzip\0"))
    info, answer, asked = records(tape.warc)
    assert info[0] == "warcinfo"
    assert answer[2] == b"\x1f\x8b not really gzip\0"
    heads, about = answer[1].http_headers, answer[1].rec_headers
    assert heads.headers == [
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("X-Twice", "a"),
        ("X-Twice", "b"),
    ]
    assert (heads.protocol, heads.statusline) == ("HTTP/1.1", "200 OK")
    assert about["WARC-IP-Address"] == "127.0.0.1"
    assert about["WARC-Date"] == "2026-01-01T00:00:00.000001Z"
    assert asked[1].rec_headers["WARC-Concurrent-To"] == about["WARC-Record-ID"]
    assert asked[1].http_headers.protocol == "GET"
    assert asked[1].http_headers.statusline == "/1 HTTP/1.1"
    assert sound(tape.warc)


def test_what_is_there_already_is_named(tmp_path: Path) -> None:
    """The same bytes again, in this run or an earlier one, are a `revisit`; nothing, and parts, never are."""
    tape = Tape(tmp_path / "a", QuickDisk())
    for number, body in enumerate([b"same", b"other", b"same", b"", b""]):
        tape.record(exchange(number, body))
    tape.record(exchange(8, b"same", cut=True))
    found = [each for each in records(tape.warc) if each[0] != "request"]
    assert [each[0] for each in found[1:]] == ["response", "response", "revisit", *["response"] * 3]
    again = found[3][1].rec_headers
    assert again["WARC-Refers-To-Target-URI"] == "http://h.example/0"
    assert again["WARC-Refers-To-Date"] == "2026-01-01T00:00:00.000000Z"
    assert found[-1][1].rec_headers["WARC-Truncated"] == "unspecified"
    later = Tape(tmp_path / "b", QuickDisk(), read_lines(tape.lines))
    later.record(exchange(9, b"other"))
    (_, _, (_, revisit, body), _) = [(), *records(later.warc)]
    assert (revisit.rec_type, body) == ("revisit", b"")
    assert revisit.rec_headers["WARC-Refers-To-Target-URI"] == "http://h.example/1"
    assert sound(later.warc)


@pytest.mark.parametrize("torn", ["warc", "lines", "both"])
def test_a_killed_runs_tape_is_gone_on_with(tmp_path: Path, torn: str) -> None:
    """Wherever it broke off, what is whole stays, and the file that comes of it is sound."""
    tape = Tape(tmp_path, QuickDisk())
    for number in range(3):
        tape.record(exchange(number, b"%d" % number * 100))
    for name in ("warc", "lines"):
        if torn in (name, "both"):
            path: Path = getattr(tape, name)
            path.write_bytes(path.read_bytes()[:-7])
    again = Tape(tmp_path, QuickDisk())
    again.record(exchange(7, b"seven"))
    told = list(read_lines(again.lines))
    kept = 3 if torn == "none" else 2
    assert [each.url.rpartition("/")[2] for each in told] == [*map(str, range(kept)), "7"]
    assert [
        each[1].rec_headers["WARC-Target-URI"] for each in records(again.warc) if each[0] == "response"
    ] == [each.url for each in told]
    assert again.warc.stat().st_size == told[-1].end
    assert sound(again.warc)


class _SlowDisk(QuickDisk):
    """Writes nothing until it is let."""

    def __init__(self) -> None:
        self.let = Event()

    def append(self, path: Place, body: bytes) -> None:
        assert self.let.wait(10)
        super().append(path, body)


def test_writing_keeps_nobody_waiting(tmp_path: Path) -> None:
    """Exchanges are taken over before they are written, and are there in their order once asked for."""
    disk = _SlowDisk()
    behind = Behind(Tape(tmp_path, disk))
    said = [exchange(number, b"%d" % number) for number in range(MOST)]
    for each in said:
        behind.record(each)
    assert not list(tmp_path.rglob("http.*"))
    disk.let.set()
    told = list(read_lines(behind.files[LINES]))
    assert [each.url for each in told] == [f"http://h.example/{number}" for number in range(MOST)]
    assert all(each.body.closed for each in said)
    assert sound(behind.files[WARC])
    behind.close()


class _FullDisk(QuickDisk):
    """Has room for so many writes; the next one leaves half of what it should have written."""

    def __init__(self, room: int) -> None:
        self.room = room

    def append(self, path: Place, body: bytes) -> None:
        self.room -= 1
        if self.room < 0:
            super().append(path, body[: len(body) // 2])
            raise OSError(28, "No space left on device", str(path))
        super().append(path, body)


@pytest.mark.parametrize("room", range(5))
def test_a_full_disk_is_told(tmp_path: Path, room: int) -> None:
    """Whichever write fails, the run hears of it, nothing is written behind it, and the next goes on."""
    disk = _FullDisk(room)
    behind = Behind(Tape(tmp_path, disk))
    with pytest.raises(StorageError, match="No space"):
        for number in range(3):
            behind.record(exchange(number, b"body"))
            behind.settle()
    with pytest.raises(StorageError, match="No space"):
        behind.record(exchange(8, b"late"))
    with pytest.raises(StorageError, match="No space"):
        _ = behind.files
    behind.close()
    disk.room = 100
    again = Tape(tmp_path, disk)
    again.record(exchange(9, b"nine"))
    assert sound(again.warc)
    assert (
        len(list(read_lines(again.lines))) == room // 3 + 1
    )  # two writes an exchange, and one for who we are


def test_a_harvest_keeps_its_exchanges(tmp_path: Path) -> None:
    """Each version has its own; those of finding the site are there too, and every byte as it was served."""
    with serving(application(*sample.load())) as url:
        source = open_source(url, Harvest())
        fetch(source, tmp_path / "s", Harvest(), started_at=NOW)
        (warc,) = (tmp_path / "s").glob(f"runs/*/{WARC}")
        told = list(read_lines(warc.with_name(LINES)))
        assert len(told) == source.traffic.requests
        assert told[0].url == f"{url}/robots.txt"
        asked = [each for each in records(warc) if each[0] == "response"]
        whole = [each for each in asked if not each[1].rec_headers["WARC-Truncated"]]
        for _, record, body in whole[:20]:
            now = requests.get(record.rec_headers["WARC-Target-URI"], timeout=10, allow_redirects=False)
            assert (body, record.http_headers.get_statuscode()) == (now.content, str(now.status_code))
        fetch(
            open_source(url, Harvest()),
            tmp_path / "s",
            Harvest(full=True, hreflang="always"),
            started_at="2026-02-01T00:00:00Z",
        )
    later = sorted((tmp_path / "s").glob(f"runs/*/{WARC}"))[-1]
    kinds = [each[0] for each in records(later) if each[0] != "request"]
    assert kinds.count("revisit") > kinds.count("response")
    assert sound(warc)
    assert sound(later)
    assert not list(verify(tmp_path / "s"))


def test_without_a_tape(tmp_path: Path) -> None:
    """`--no-warc` keeps none, and neither does a folder, which is asked over no wire."""
    with serving(application(*sample.load())) as url:
        options = Harvest(warc=False)
        fetch(open_source(url, options), tmp_path / "s", options, started_at=NOW)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.md").write_text("# A\n\nText\n")
    fetch(open_source(str(tmp_path / "pages"), Harvest()), tmp_path / "f", Harvest(), started_at=NOW)
    assert not list(tmp_path.rglob("http.*"))
    assert Snapshot.open(tmp_path / "f").run["complete"]


USER, PASSWORD = "owner", "abcd EFGH 1234 ijkl MNOP 5678"
TOKEN = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
ECHOES: dict[str, tuple[bytes, dict[str, str]]] = {
    "plain": (PASSWORD.encode(), {}),
    "without spaces": (PASSWORD.replace(" ", "").encode(), {}),
    "as it is sent": (f"Basic {TOKEN}".encode(), {}),
    "gzipped": (gzip.compress(b"x" * 70_000 + PASSWORD.encode()), {"Content-Encoding": "gzip"}),
    "in a header": (b"{}", {"X-Echo": TOKEN}),
    "across two pieces": (b"x" * (2**16 - 5) + PASSWORD.encode() + b"x" * 2**17, {}),
}


@pytest.mark.parametrize("echo", ECHOES)
def test_no_secret_is_kept(tmp_path: Path, echo: str) -> None:
    """Neither what we send nor an answer that repeats it, in whichever coding."""
    body, headers = ECHOES[echo]

    @Request.application
    def site(request: Request) -> Response:
        assert request.headers["Authorization"] == f"Basic {TOKEN}"
        quiet = request.path.endswith("/quiet")
        return Response(b"[]" if quiet else body, headers={} if quiet else headers)

    tape = Tape(tmp_path, QuickDisk())
    with serving(site) as url:
        session = Session(Harvest(ignore_robots=True), doorman=Doorman(Credentials(USER, PASSWORD), url))
        session.get(f"{url}/wp-json/wp/v2/loud")
        session.recording.tell(tape)
        session.get(f"{url}/wp-json/wp/v2/quiet")
        session.get(f"{url}/wp-json/wp/v2/loud")
        session.close()
    found = [each for each in records(tape.warc) if each[0] == "response"]
    assert [each[1].rec_headers["WARC-Target-URI"] for each in found] == [f"{url}/wp-json/wp/v2/quiet"]
    plain = gzip.decompress(tape.warc.read_bytes()).decode("latin-1")
    for secret in (PASSWORD, PASSWORD.replace(" ", ""), TOKEN):
        assert secret not in plain


def test_chunks_and_redirects(tmp_path: Path) -> None:
    """The transfer coding is undone and named so; a redirect is an exchange of its own."""

    @Request.application
    def site(request: Request) -> Response:
        if request.path == "/old":
            return Response("", 301, {"Location": "/new"})
        return Response(iter([b"one ", b"two"]), content_type="text/plain")

    tape = Tape(tmp_path, QuickDisk())
    with serving(site) as url:
        session = Session(Harvest(ignore_robots=True))
        session.recording.tell(tape)
        assert session.get(f"{url}/old").body == b"one two"
        session.close()
    _, moved, _, new, _ = records(tape.warc)
    assert moved[1].http_headers.get_header("Location") == "/new"
    assert new[2] == b"one two"
    assert new[1].http_headers.get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"
    assert sound(tape.warc)


def test_lines_name_what_the_records_hold(tmp_path: Path) -> None:
    """`http.jsonl` beside it: address, status, kind, size and where each exchange ends."""
    tape = Tape(tmp_path, QuickDisk())
    tape.record(exchange(1, b"abc"))
    (told,) = read_lines(tmp_path / ".incoming" / LINES)
    assert (told.url, told.status, told.media_type, told.size) == ("http://h.example/1", 200, "text/plain", 3)
    assert told.end == tape.warc.stat().st_size


def test_pruning_keeps_what_a_revisit_refers_to(tmp_path: Path) -> None:
    """A version goes, and its exchanges stay as long as a later one's are only named again."""
    folder = tmp_path / "s"
    with serving(application(*sample.load())) as url:
        for day, options in enumerate([Harvest(), Harvest(full=True, hreflang="always")], 1):
            fetch(open_source(url, options), folder, options, started_at=f"2026-01-0{day}T00:00:00Z")
    prune(folder, Policy(last=1))
    assert [path.parent.name[:10] for path in sorted(folder.glob("runs/*/run.json"))] == ["2026-01-02"]
    packed = pack(folder, "warc")
    found = [each[1].rec_headers for each in records(packed) if each[0] in ("response", "revisit")]
    whole = {
        (each["WARC-Target-URI"], each["WARC-Date"]) for each in found if each["WARC-Type"] == "response"
    }
    again = [each for each in found if each["WARC-Type"] == "revisit"]
    assert again
    for each in again:
        assert (each["WARC-Refers-To-Target-URI"], each["WARC-Refers-To-Date"]) in whole
    assert not list(verify(folder))
