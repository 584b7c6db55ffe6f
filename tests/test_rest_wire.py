"""What goes wrong on the wire, and what the client makes of it."""

from __future__ import annotations

import gzip
import re
import socket
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rawsite import Asked, Sent, sent, serving
from rest_harness import NOW, still
from wpharvest.config import Harvest
from wpharvest.errors import BadAnswerError, UnreachableError
from wpharvest.sources.rest import session as rooms
from wpharvest.sources.rest.answers import Answer
from wpharvest.sources.rest.clock import Clock
from wpharvest.sources.rest.session import Session, check_redirect, retry_after

WHOLE = b'{"id": 1, "text": "' + b"abc" * 500 + b'"}'
PACKED = gzip.compress(WHOLE)
GZIP = {"Content-Encoding": "gzip"}

FAULTS: dict[str, Sent] = {
    "a body shorter than it says": sent(WHOLE, length=len(WHOLE) + 50),
    "a chunked body cut": Sent(
        (b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n", b"ff\r\n" + WHOLE[:100])
    ),
    "a gzip stream cut": sent(PACKED[:-12], headers=GZIP, length=None),
    "a gzip stream damaged": sent(PACKED[:20] + b"\0\0\0\0" + PACKED[24:], headers=GZIP),
    "a reset in the body": Sent(sent(WHOLE, length=5000).pieces, reset=True),
    "nothing at all": Sent(()),
    "too many requests": sent(b"{}", 429),
    "bad gateway": sent(b"<html>", 502, kind="text/html"),
}


def ask(first: Sent, then: Sent, options: Harvest | None = None) -> tuple[Answer, int, list[float]]:
    waits: list[float] = []
    answers = iter([first])
    with serving(lambda asked: next(answers, then)) as (url, log):
        answer = Session(options or Harvest(), still(waits)).get(url + "/x")
    return answer, len(log), waits


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed_and_asked_again(fault: str) -> None:
    """No cut, damaged or refused answer passes for a whole one; the next try gives it."""
    answer, requests, waits = ask(FAULTS[fault], sent(WHOLE))
    assert answer.body == WHOLE
    assert (requests, waits) == (2, [1.0])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_ends(fault: str) -> None:
    """A fault that stays is told after the retries, with waits that double."""
    waits: list[float] = []
    with serving(lambda asked: FAULTS[fault]) as (url, log):
        session = Session(Harvest(retries=2), still(waits))
        if fault in ("too many requests", "bad gateway"):
            assert session.get(url).status in (429, 502)
        else:
            with pytest.raises(UnreachableError, match=r"cut|damaged|connection"):
                session.get(url)
    assert len(log) == 3
    assert waits == [1.0, 2.0]


ENCODINGS: dict[str, tuple[str, bytes]] = {
    "gzip": ("gzip", PACKED),
    "two gzip members": ("gzip", gzip.compress(WHOLE[:100]) + gzip.compress(WHOLE[100:])),
    "deflate": ("deflate", zlib.compress(WHOLE)),
    "raw deflate": ("deflate", zlib.compress(WHOLE)[2:-4]),
    "gzip that isn't": ("gzip", WHOLE),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_encodings(name: str) -> None:
    """However a server packs a body, and whatever it calls that, the body comes out."""
    encoding, body = ENCODINGS[name]
    answer, requests, _ = ask(sent(body, headers={"Content-Encoding": encoding}), sent(b"never"))
    assert (answer.body, requests) == (WHOLE, 1)


def test_a_bomb_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small answer that inflates without end is given up at the limit."""
    monkeypatch.setattr(rooms, "BODY_LIMIT", 2**20)
    bomb = gzip.compress(b"\0" * 30 * 2**20)
    with pytest.raises(BadAnswerError, match="more than that"):
        ask(sent(bomb, headers=GZIP), sent())


def test_a_slow_drip_meets_the_deadline() -> None:
    """A body that comes byte by byte ends at the deadline, though each byte is in time."""
    drip = Sent((sent(b"", length=10_000).pieces[0], *[b"a"] * 10_000))
    ticks = iter(range(10_000))
    clock = Clock(sleep=lambda seconds: None, monotonic=lambda: float(next(ticks)), now=lambda: NOW)
    with serving(lambda asked: drip) as (url, _), pytest.raises(UnreachableError, match="longer than 3 s"):
        Session(Harvest(deadline=3.0, retries=0), clock).get(url)


DRIPS: dict[str, Sent] = {
    "status line": Sent((b"HTTP/1.1 ", *[b" "] * 5000)),
    "headers": Sent((b"HTTP/1.1 200 X\r\nX: ", *[b"a"] * 5000)),
    "size of a chunk": Sent(
        (b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n1;", *[b"a"] * 5000), False
    ),
    "a hundred continues": Sent((b"HTTP/1.1 100 Continue\r\n\r\n",) * 5000),
}


@pytest.mark.parametrize("name", DRIPS)
def test_every_read_meets_the_deadline(name: str) -> None:
    """Headers that never end, however slowly each byte comes, end at the deadline too."""
    ticks = iter(range(100_000))
    clock = Clock(sleep=lambda seconds: None, monotonic=lambda: float(next(ticks)), now=lambda: NOW)
    options = Harvest(deadline=4.0, retries=0, ignore_robots=True)
    with serving(lambda asked: DRIPS[name]) as (url, _), pytest.raises(UnreachableError, match="than 4 s"):
        Session(options, clock).get(url)


AFTER: dict[str, tuple[str, float | None]] = {
    "seconds": ("7", 7.0),
    "a date": ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
    "a date that is past": ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
    "nonsense": ("soon", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize("name", AFTER)
def test_retry_after(name: str) -> None:
    """Retry-After is seconds or a date."""
    value, seconds = AFTER[name]
    assert retry_after({"retry-after": value}, datetime(2026, 3, 1, 12, tzinfo=UTC)) == seconds


def test_retry_after_is_obeyed_and_a_long_one_ends_the_run() -> None:
    """The wait that a site asks for is kept; one of a day is no wait but a reason to stop."""
    _, _, waits = ask(sent(b"{}", 429, {"Retry-After": "9"}), sent(WHOLE))
    assert waits == [9.0]
    with pytest.raises(UnreachableError, match=r"24\.0 h"):
        ask(sent(b"{}", 503, {"Retry-After": "86400"}), sent(WHOLE))


def test_a_500_with_data_is_an_answer() -> None:
    """JSON data under status 500 isn't asked for again."""
    answer, requests, _ = ask(sent(b'[{"id": 1}]', 500), sent(b"never"))
    assert (answer.status, answer.body, requests) == (500, b'[{"id": 1}]', 1)


def test_reading_may_end_early() -> None:
    """With `until` only as much is read as is needed."""
    page = Sent((sent(b"", length=10**9).pieces[0], b"<head></he", b"ad>", b"<body>"))
    with serving(lambda asked: page) as (url, _):
        body = Session(Harvest(), still()).get(url, until=re.compile(rb"</head>")).body
    assert b"</head>" in body


def test_delay_keeps_requests_apart() -> None:
    """Between the starts of two requests lies the delay."""
    waits: list[float] = []
    clock = Clock(sleep=waits.append, monotonic=lambda: 100.0, now=lambda: NOW)
    with serving(lambda asked: sent(WHOLE)) as (url, _):
        session = Session(Harvest(delay=2.0, ignore_robots=True), clock)
        for _ in range(3):
            session.get(url)
    assert waits == [2.0, 4.0]


def _redirects(asked: Asked) -> Sent:
    targets = {"/a": "/b", "/b": "/c", "/loop": "/pool", "/pool": "/loop", "/file": "file:///etc/passwd"}
    if asked.path in targets:
        return sent(b"", 301, {"Location": targets[asked.path]})
    return sent(WHOLE)


def test_redirects() -> None:
    """Redirects are followed, circles and other schemes aren't."""
    with serving(_redirects) as (url, _):
        session = Session(Harvest(retries=0), still())
        assert session.get(url + "/a").final == url + "/c"
        with pytest.raises(UnreachableError, match="circle"):
            session.get(url + "/loop")
        with pytest.raises(UnreachableError, match="isn't an http address"):
            session.get(url + "/file")


def test_no_redirect_into_a_private_network() -> None:
    """A public site can't send the client into the network it runs in."""
    with pytest.raises(UnreachableError, match="private network"):
        check_redirect("https://8.8.8.8/", "https://8.8.8.8/", "http://127.0.0.1/admin")


def test_no_credentials_and_no_cookies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ~/.netrc holds and what a site sets as cookie is never sent."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with serving(lambda asked: sent(WHOLE, headers={"Set-Cookie": "pll_language=en; path=/"})) as (url, log):
        session = Session(Harvest(user_agent="me/1"), still())
        session.get(url)
        session.get(url)
    assert not {"authorization", "cookie"} & set(log[1].headers)
    assert log[1].headers["user-agent"] == "me/1"


def _closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    return f"http://127.0.0.1:{port}/"


WHY: dict[str, tuple[Callable[[], str], str]] = {
    "refused": (_closed_port, "connection was refused"),
    "no such host": (lambda: "http://nothing.invalid/", "no such host"),
}


@pytest.mark.parametrize("name", WHY)
def test_unreachable_says_why_at_once(name: str) -> None:
    """A host that isn't there is told in plain words, without retries."""
    url, words = WHY[name]
    waits: list[float] = []
    with pytest.raises(UnreachableError, match=words):
        Session(Harvest(), still(waits)).get(url())
    assert waits == []


def test_tls_failure_is_told() -> None:
    """A server that doesn't speak TLS is told as that."""
    with serving(lambda asked: sent()) as (url, _), pytest.raises(UnreachableError, match=r"TLS|secure"):
        Session(Harvest(retries=0, timeout=2), still()).get(url.replace("http:", "https:"))


def test_stamps() -> None:
    """A stamp is UTC with `Z` and whole seconds."""
    assert still().stamp() == "2026-03-01T12:00:00Z"
