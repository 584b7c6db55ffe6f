"""Every fault that real sites have: produced on loopback, met by the whole program.

Each run ends complete (0), partial (3: the rest stored, the gap named) or failed fast (1: few requests, the
reason said); never with a traceback, a secret or a file outside its folders (see `fault_harness`).
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from fakepress import INDEX, FakePress, Item, error, post
from fault_harness import COMPLETE, FAILED, PARTIAL, SECRET, Ran, fetch
from rawsite import Asked, Sent, as_json, sent, serving
from wpharvest.cli import main
from wpharvest.sources.rest import session

Fault = Callable[[], FakePress]
POSTS = [post(n) for n in range(1, 6)]
ALL = {f"posts/{n}" for n in range(1, 6)} | {"pages/9"}
FEW = 40  # requests of a run that fails fast, retries included


def press(posts: list[Item] | None = None, **index: object) -> FakePress:
    """A site of five posts and a page."""
    site = FakePress(list(POSTS) if posts is None else posts, pages=[post(9)])
    site.index = {**INDEX, **index}
    return site


def everywhere(answer: Sent | Callable[[Asked], Sent]) -> Fault:
    """Whatever is asked, this comes."""

    class Broken(FakePress):
        def __call__(self, asked: Asked) -> Sent:
            return answer if isinstance(answer, Sent) else answer(asked)

    return Broken


def at_posts(answer: Callable[[Asked], Sent | None], times: int = 10**9) -> Fault:
    """The first so many requests for posts (but not for their ids) get this answer; None: WordPress's own."""

    def make() -> FakePress:
        site, left = press(), [times]

        def refuse(asked: Asked, route: str) -> Sent | None:
            whole = route.startswith("wp/v2/posts") and "_fields" not in asked.query
            if not whole or left[0] <= 0:
                return None
            left[0] -= 1
            return answer(asked)

        site.refuse = refuse
        return site

    return make


def once(answer: Sent) -> Fault:
    """It goes wrong once."""
    return at_posts(lambda asked: answer, 1)


def always(answer: Sent) -> Fault:
    """It goes wrong each time that posts are asked for."""
    return at_posts(lambda asked: answer)


def with_text(body: bytes, kind: str = "application/json; charset=UTF-8", status: int = 200) -> Fault:
    """The posts come as these bytes."""
    return at_posts(lambda asked: sent(body, status, kind=kind))


LIST = json.dumps(POSTS).encode()
LATIN = json.dumps([{**each, "slug": "café"} for each in POSTS], ensure_ascii=False).encode("cp1252")
PACKED = gzip.compress(LIST)
GZIP = {"Content-Encoding": "gzip"}
CHUNKED = b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
LOGIN = '<form id="loginform" action="https://h.org/wp-login.php"><input type="password"></form>'
CHALLENGE = "<html><head><title>Just a moment...</title></head></html>"


class Outcome(msgspec.Struct, frozen=True):
    """How a run should end: exit code, words that it says, what it kept."""

    code: int
    says: str = ""
    kept: frozenset[str] | None = None
    arguments: tuple[str, ...] = ()


def complete(says: str = "", kept: set[str] | None = None) -> Outcome:
    return Outcome(COMPLETE, says, frozenset(ALL if kept is None else kept))


def partial(says: str, kept: set[str], *arguments: str) -> Outcome:
    return Outcome(PARTIAL, says, frozenset(kept), arguments)


def failed(says: str, *arguments: str) -> Outcome:
    return Outcome(FAILED, says, None, arguments)


WITHOUT_POSTS = {"pages/9"}
SRC = str(Path(__file__).parents[1] / "src")

Case = tuple[Fault, Outcome]

STATUSES: dict[str, Case] = {
    "429, seconds": (once(sent(b"{}", 429, {"Retry-After": "7"})), complete("7.0 s waited")),
    "429, a date": (
        once(sent(b"{}", 429, {"Retry-After": "Sun, 01 Mar 2026 12:00:09 GMT"})),
        complete("9.0 s waited"),
    ),
    "429 without a word": (once(sent(b"{}", 429)), complete("1.0 s waited")),
    "Retry-After nonsense": (once(sent(b"{}", 503, {"Retry-After": "soon"})), complete("1.0 s waited")),
    "500 once": (once(sent(b"oops", 500)), complete("waited")),
    "502 once": (once(sent(b"<html>", 502)), complete("waited")),
    "503 once": (once(sent(b"<html>", 503)), complete("waited")),
    "504 once": (once(sent(b"<html>", 504)), complete("waited")),
    "408 once": (once(sent(b"", 408)), complete("waited")),
    "500 with a valid body": (with_text(LIST, status=500), complete("0.0 s waited")),
    "500 for each list of posts": (always(sent(b"oops", 500)), partial("posts", ALL)),
    "503 everywhere": (everywhere(sent(b"<html>maintenance", 503)), failed("503")),
    "500 everywhere": (everywhere(sent(b"oops", 500)), failed("500")),
    "429 everywhere": (everywhere(sent(b"", 429)), failed("429")),
    "Retry-After: 86400 at once": (
        everywhere(sent(b"", 429, {"Retry-After": "86400"})),
        failed("24.0 h (Retry-After); run the same command again"),
    ),
    "Retry-After: 86400 in the middle": (
        always(sent(b"", 429, {"Retry-After": "86400"})),
        partial("24.0 h (Retry-After); run the same command again", WITHOUT_POSTS),
    ),
    "Retry-After: 86400 as a date": (
        everywhere(sent(b"", 503, {"Retry-After": "Mon, 02 Mar 2026 12:00:00 GMT"})),
        failed("24.0 h (Retry-After)"),
    ),
}

WIRE: dict[str, Case] = {
    "reset in the body": (once(Sent(sent(LIST, length=99_999).pieces, reset=True)), complete()),
    "reset before an answer": (once(Sent((), reset=True)), complete()),
    "closed without an answer": (once(Sent(())), complete()),
    "Content-Length too long": (once(sent(LIST, length=len(LIST) + 9)), complete()),
    "Content-Length too short": (once(sent(LIST, length=len(LIST) - 9)), complete()),
    "Content-Length is no number": (
        once(Sent((b"HTTP/1.1 200 X\r\nContent-Length: many\r\n\r\n", LIST))),
        complete(),
    ),
    "chunked body cut": (once(Sent((CHUNKED, b"fff\r\n" + LIST[:99]))), complete()),
    "chunk of nonsense": (once(Sent((CHUNKED, b"zz\r\n" + LIST))), complete()),
    "gzip cut": (once(sent(PACKED[:-20], headers=GZIP, length=None)), complete()),
    "gzip cut, each time": (
        always(sent(PACKED[:-20], headers=GZIP, length=None)),
        partial("cut", ALL),
    ),
    "gzip damaged": (once(sent(PACKED[:20] + b"\0\0\0" + PACKED[23:], headers=GZIP)), complete()),
    "gzip that isn't": (always(sent(LIST, headers=GZIP)), complete()),
    "closed early without length": (once(sent(LIST[:-30], length=None)), complete()),
    "cut, each time": (always(sent(LIST[:-30], length=None)), partial("posts", ALL)),
    "not HTTP": (everywhere(Sent((b"SSH-2.0-OpenSSH_9.2\r\n",))), failed("can't be reached")),
    "endless headers": (
        everywhere(Sent((b"HTTP/1.1 200 X\r\n", b"X: " + b"a" * 200_000))),
        failed("its headers have no end"),
    ),
    "a thousand headers": (
        everywhere(Sent((b"HTTP/1.1 200 X\r\n", *[b"X: 1\r\n"] * 1000))),
        failed("can't be reached"),
    ),
}

JSON: dict[str, Case] = {
    "byte order mark": (with_text(b"\xef\xbb\xbf" + LIST), complete()),
    "PHP notices before": (with_text(b"<br />\n<b>Notice</b>: [0] in /x.php\n" + LIST), complete("note")),
    "comment behind": (with_text(LIST + b"\n<!-- cached -->"), complete("note")),
    "as text/html": (with_text(LIST, "text/html"), complete()),
    "with NaN": (with_text(LIST[:-2] + b', "x": NaN}]'), complete("NaN")),
    "with Infinity": (with_text(LIST[:-2] + b', "x": -Infinity}]'), complete("NaN")),
    "invalid UTF-8": (with_text(LIST[:-2] + ', "x": "é'.encode() + b'\xc3"}]'), complete("aren't UTF-8")),
    "lone surrogates": (with_text(LIST[:-2] + b', "x": "a\\ud83d"}]'), complete("half characters")),
    "Latin-1 called UTF-8": (with_text(LATIN), complete("Windows-1252")),
    "Latin-1 that says so": (
        with_text(LATIN, "application/json; charset=iso-8859-1"),
        complete("iso-8859-1"),
    ),
    "a charset that nobody knows": (with_text(LATIN, "application/json; charset=x-y"), complete("1252")),
    "a dict where a list belongs": (
        with_text(json.dumps({str(n): each for n, each in enumerate(POSTS)}).encode()),
        complete(),
    ),
    "another dict where a list belongs": (with_text(b'{"hello": 1}'), partial("posts", ALL)),
    "a string where a list belongs": (with_text(b'"hello"'), partial("posts", ALL)),
    "null where a list belongs": (with_text(b"null"), partial("posts", ALL)),
    "numbers where objects belong": (with_text(b"[1, 2, 3]"), partial("posts", ALL)),
    "an empty body": (with_text(b""), partial("posts", ALL)),
    "200,000 nested brackets": (
        with_text(b'[{"id": 1, "a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}]"),
        partial("posts", ALL),
    ),
    "200,000 brackets that never close": (with_text(b"[" * 200_000), partial("posts", ALL)),
    "200,000 brackets as the index": (everywhere(sent(b"[" * 200_000)), failed("WordPress")),
}

DOORS: dict[str, Case] = {
    "a bot check everywhere": (everywhere(sent(CHALLENGE, kind="text/html")), failed("Cloudflare")),
    "a bot check with 403": (everywhere(sent(CHALLENGE, 403, kind="text/html")), failed("Cloudflare")),
    "a login page everywhere": (everywhere(sent(LOGIN, kind="text/html")), failed("a login page")),
    "a login page for posts": (with_text(LOGIN.encode(), "text/html"), partial("login page", WITHOUT_POSTS)),
    "no WordPress": (everywhere(sent("<html></html>", kind="text/html")), failed("no REST API was found")),
    "404 everywhere": (everywhere(sent("no", 404, kind="text/html")), failed("no REST API was found")),
}


def index_refuses(status: int, code: str, message: str) -> Fault:
    def make() -> FakePress:
        site = press()
        site.refuse = lambda asked, route: error(status, code, message)
        return site

    return make


def kind_refuses(kind: str, status: int, code: str) -> Fault:
    def make() -> FakePress:
        site = press()
        site.refuse = lambda asked, route: (
            error(status, code, "Sorry.") if route.startswith(f"wp/v2/{kind}") else None
        )
        return site

    return make


DOORS |= {
    "REST disabled for visitors": (
        index_refuses(401, "rest_login_required", "REST API restricted."),
        failed("closed to visitors"),
    ),
    "REST forbidden": (index_refuses(403, "rest_forbidden", "No."), failed("closed to visitors")),
    "rest_no_route for posts": (
        kind_refuses("posts", 404, "rest_no_route"),
        complete("closed to visitors (404", WITHOUT_POSTS),
    ),
    "posts closed to visitors": (
        kind_refuses("posts", 401, "rest_forbidden"),
        complete("closed to visitors", WITHOUT_POSTS),
    ),
}


def redirect(to: str, status: int = 301) -> Fault:
    return everywhere(sent(b"", status, {"Location": to}))


def moving(asked: Asked) -> Sent:
    """To the same place with one more step each time."""
    return sent(b"", 302, {"Location": asked.path.rstrip("/") + "/on/"})


REDIRECTS: dict[str, Case] = {
    "to file:": (redirect("file:///etc/passwd"), failed("isn't an http address")),
    "to javascript:": (redirect("javascript:alert(1)"), failed("isn't an http address")),
    "to itself": (redirect("/"), failed("circle")),
    "without an end": (everywhere(moving), failed("more than 10 times")),
    "to nowhere": (redirect("http://nothing.invalid/"), failed("no such host")),
    "to a port that nobody listens on": (redirect("http://127.0.0.1:1/"), failed("refused")),
}


def page_size(most: int) -> Fault:
    def make() -> FakePress:
        site = press()

        def refuse(asked: Asked, route: str) -> Sent | None:
            if int(asked.query.get("per_page", 1)) > most:
                return error(400, "rest_invalid_param", "per_page", params={"per_page": "too large"})
            return None

        site.refuse = refuse
        return site

    return make


def poisoned(by: Callable[[Asked, str], Sent | None]) -> Fault:
    def make() -> FakePress:
        site = press()
        site.refuse = by
        return site

    return make


def poison(asked: Asked, route: str) -> Sent | None:
    """Record 3 breaks every answer that would hold it."""
    if route == "wp/v2/posts/3":
        return sent(b"", 500)
    if route != "wp/v2/posts" or "_fields" in asked.query:
        return None
    size = int(asked.query.get("per_page", 10))
    start = int(asked.query.get("offset", (int(asked.query.get("page", 1)) - 1) * size))
    included = asked.query.get("include")
    hit = "3" in included.split(",") if included else start <= 2 < start + size
    return sent(b"", 500) if hit else None


def page_one(asked: Asked, route: str) -> Sent | None:
    """A cache that doesn't look at `page`."""
    if route == "wp/v2/posts" and "include" not in asked.query and "_fields" not in asked.query:
        return as_json(POSTS[:2], 200, {"X-WP-Total": "5", "X-WP-TotalPages": "3"})
    return None


def lying(total: str | None) -> Fault:
    """`X-WP-Total` says something else."""

    def make() -> FakePress:
        site = press()
        real = site._collection

        def collection(asked: Asked, collections: dict[str, list[Item]], route: str) -> Sent:
            found = real(asked, collections, route)
            top = b"\r\n".join(
                line for line in found.pieces[0].split(b"\r\n") if not line.startswith(b"X-WP-")
            )
            extra = f"X-WP-Total: {total}\r\n".encode() if total is not None else b""
            return Sent((top[:-2] + extra + b"\r\n" if extra else top, *found.pieces[1:]))

        site._collection = collection  # type: ignore[method-assign]  # a server that differs in one thing
        return site

    return make


def terms_without_end() -> FakePress:
    """Terms end with an empty list; this server says that there are many more."""
    site = press()
    many = {"X-WP-Total": "99999999999", "X-WP-TotalPages": "999999999"}
    site.refuse = lambda asked, route: as_json([], 200, many) if route == "wp/v2/categories" else None
    return site


def records(*posts: Item) -> Fault:
    return lambda: press(list(posts))


def named(*slugs: str) -> Fault:
    return records(
        *({**post(n, f"https://h.org/{n}/"), "slug": slug} for n, slug in enumerate(slugs, start=1))
    )


def first(count: int) -> set[str]:
    return {f"posts/{n}" for n in range(1, count + 1)} | WITHOUT_POSTS


def types_are(answer: Sent) -> Fault:
    """The list of the site's types is this."""

    def make() -> FakePress:
        site = press()
        site.refuse = lambda asked, route: answer if route == "wp/v2/types" else None
        return site

    return make


SITES: dict[str, Case] = {
    "types that break": (types_are(sent(b"oops", 500)), partial("wp/v2/types", ALL)),
    "types cut each time": (types_are(sent(b'{"post', length=99)), partial("wp/v2/types", ALL)),
    "types that are a list": (types_are(sent(b"[1]")), partial("wp/v2/types", ALL)),
    "types closed to visitors": (types_are(error(401, "rest_forbidden")), complete("wp/v2/types")),
    "no types": (types_are(sent(b"[]")), complete()),
    **{f"per_page over {most} refused": (page_size(most), complete()) for most in (50, 25, 12, 6, 3, 1)},
    "a poisoned record": (poisoned(poison), partial("posts/3", ALL - {"posts/3"})),
    "a cache that answers page 1 for every page": (poisoned(page_one), complete()),
    "X-WP-Total too small": (lying("2"), complete()),
    "X-WP-Total far too large": (lying("99999999999"), complete()),
    "X-WP-Total of 5,000 digits": (lying("9" * 5000), complete()),
    "an id of 30 digits": (
        records({**post(1), "id": 10**30}, post(2)),
        partial("have no id", {"posts/2", "pages/9"}),
    ),
    "an object without an id": (
        with_text(json.dumps([{"title": "x"}, *POSTS[1:]]).encode()),
        partial("have no id", ALL - {"posts/1"}),
    ),
    "X-WP-Total far too large, empty pages": (terms_without_end, complete()),
    "X-WP-Total gone": (lying(None), complete()),
    "X-WP-Total is no number": (lying("many"), complete()),
    "ids as strings": (records(*({**each, "id": str(each["id"])} for each in POSTS)), complete()),
    "all dates equal": (
        records(*({**each, "date_gmt": "2026-01-01T00:00:00", "modified_gmt": "x"} for each in POSTS)),
        complete(),
    ),
    "a title that is no object": (
        records({**post(1), "title": "T"}, {**post(2), "title": None}),
        complete("", first(2)),
    ),
    "content that is no object": (
        records({**post(1), "content": [1]}, {**post(2), "content": None}),
        complete("", first(2)),
    ),
    "a name that speaks to the terminal": (lambda: press(name="\x1b[31mH\x07"), complete()),
    "an error that speaks to the terminal": (
        kind_refuses("posts", 500, "\x1b]0;mine\x07"),
        partial("posts", WITHOUT_POSTS),
    ),
    "two items with one slug": (named("same", "same"), complete("", first(2))),
    "slugs with ../": (named("../../../etc/passwd", "..", "."), complete("", first(3))),
    "slugs with NUL": (named("a\0b", "\0"), complete("", first(2))),
    "reserved names as slugs": (named("con", "NUL.txt", "aux", "com1"), complete("", first(4))),
    "a slug of 600 characters": (named("x" * 600, "é" * 600), complete("", first(2))),
    "slugs in NFC and NFD": (named("caf\u00e9", "cafe\u0301"), complete("", first(2))),
    "case twins": (named("About", "about", "ABOUT"), complete("", first(3))),
    "an absolute path as a slug": (named("/etc/passwd", "C:\\x", "\\\\h\\x"), complete("", first(3))),
    "a slug that is no text": (
        records({**post(1), "slug": 7}, {**post(2), "slug": None}),
        complete("", first(2)),
    ),
}

TABLE: dict[str, Case] = {
    f"{group}: {name}": case
    for group, cases in {
        "status": STATUSES,
        "wire": WIRE,
        "json": JSON,
        "door": DOORS,
        "redirect": REDIRECTS,
        "site": SITES,
    }.items()
    for name, case in cases.items()
}


@pytest.mark.parametrize("name", TABLE)
def test_a_fault_has_its_outcome(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Complete, partial with the gap named, or failed fast with the reason."""
    fault, outcome = TABLE[name]
    monkeypatch.setenv("NETRC", SECRET)
    ran = fetch(fault(), tmp_path, monkeypatch, capsys, *outcome.arguments)
    check(ran, outcome)


def check(ran: Ran, outcome: Outcome) -> None:
    assert ran.code == outcome.code, ran.said
    assert outcome.says in ran.said
    if outcome.kept is not None:
        assert ran.keys == outcome.kept
    if outcome.code == FAILED:
        assert ran.snapshot is None
        assert len(ran.log) <= FEW
    if outcome.code == PARTIAL:
        gaps = [line for line in ran.said.splitlines() if "missing: " in line]
        assert gaps
        assert len(gaps) == len(set(gaps))  # each is told once, be it known by the harvest or by the export


def test_a_site_that_wants_to_be_left_alone_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After `Retry-After: 86400` the same command has the rest, and doesn't list again what it had."""
    answer = sent(b"", 429, {"Retry-After": "86400"})
    first = fetch(always(answer)(), tmp_path, monkeypatch, capsys, "--name", "site")
    check(first, partial("24.0 h (Retry-After); run the same command again", WITHOUT_POSTS))
    assert not any(asked.path.endswith("/categories") for asked in first.log)
    second = fetch(press(), tmp_path, monkeypatch, capsys, "--name", "site")
    check(second, complete())
    pages = [
        each.query for each in second.log if each.path.endswith("/pages") and "include" not in each.query
    ]
    assert all("_fields" in query for query in pages)  # ids and dates, no bodies


def test_mis_declared_latin_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Latin-1 under the name of UTF-8 keeps every letter: none becomes U+FFFD."""
    ran = fetch(with_text(LATIN)(), tmp_path, monkeypatch, capsys)
    assert ran.value("posts", 1)["slug"] == "café"


BOMBS: dict[str, Sent] = {
    "a gzip bomb": sent(gzip.compress(b"\0" * 2**23), headers=GZIP),
    "an endless body": sent(b"[" + b" " * 2**23, length=None),
    "a declared length of 100 GB": sent(b"[" + b" " * 2**23, length=10**11),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_body_without_end_stops_at_the_limit(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What grows without end is given up at the limit of decompressed bytes; the rest is stored."""
    monkeypatch.setattr(session, "BODY_LIMIT", 2**20)
    ran = fetch(always(BOMBS[name])(), tmp_path, monkeypatch, capsys)
    check(ran, partial("more than that", ALL))


def moved_to_www(asked: Asked) -> Sent:
    """The bare host only knows the way to www."""
    host = asked.headers["host"]
    if host.startswith("www."):
        return press()(asked)
    query = "&".join(f"{name}={value}" for name, value in asked.query.items())
    return sent(b"", 301, {"Location": f"http://www.{host}{asked.path}?{query}"})


def api_elsewhere(asked: Asked) -> Sent:
    """The page's REST API is on a host of its own."""
    host = asked.headers["host"]
    if host.startswith("api."):
        return press()(asked)
    link = f'<http://api.{host}/wp-json/>; rel="https://api.w.org/"'
    found = asked.path == "/"
    return sent("<html></html>", 200 if found else 404, {"Link": link} if found else {}, "text/html")


HOSTS: dict[str, Callable[[Asked], Sent]] = {
    "a redirect to www": moved_to_www,
    "the API elsewhere": api_elsewhere,
}


@pytest.mark.parametrize("name", HOSTS)
def test_another_host_is_followed_without_secrets(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A site that lives on another host is harvested there; what ~/.netrc holds goes nowhere."""
    (tmp_path.parent / "netrc").write_text(f"default login me password {SECRET}\n")
    monkeypatch.setenv("NETRC", str(tmp_path.parent / "netrc"))
    ran = fetch(HOSTS[name], tmp_path, monkeypatch, capsys, host="h.example")
    check(ran, complete())
    assert not any("authorization" in asked.headers for asked in ran.log)


def growing(change: Callable[[list[Item]], None]) -> FakePress:
    """The posts change after their first page was read."""
    site = press([post(n) for n in range(1, 8)])
    posts, asked_before = site.bases[""]["posts"], [0]

    def refuse(asked: Asked, route: str) -> Sent | None:
        if route == "wp/v2/posts" and "_fields" not in asked.query:
            asked_before[0] += 1
            if asked_before[0] == 2:
                change(posts)
        if int(asked.query.get("per_page", 1)) > 3:
            return error(400, "rest_invalid_param", "per_page", params={"per_page": "too large"})
        return None

    site.refuse = refuse
    return site


CHANGES: dict[str, tuple[Callable[[list[Item]], None], set[str]]] = {
    "published": (lambda posts: posts.append(post(8)), {"posts/8"}),
    "deleted": (lambda posts: posts.remove(posts[0]), set()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_post_that_comes_or_goes_between_two_pages(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is published while the run goes on is had; what is deleted shifts nothing out of sight."""
    change, more = CHANGES[name]
    ran = fetch(growing(change), tmp_path, monkeypatch, capsys)
    assert ran.code == COMPLETE, ran.said
    assert ran.keys >= {f"posts/{n}" for n in range(2, 8)} | more


def test_a_self_signed_certificate_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A certificate that nobody vouches for ends the run at once, and the reason is said."""
    key, certificate = tmp_path.parent / "key.pem", tmp_path.parent / "cert.pem"
    words = ["-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=localhost"]
    subprocess.run(["openssl", "req", "-x509", *map(str, words)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_greet, args=(listener, context), daemon=True).start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["wpharvest", "fetch", url])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == FAILED
    assert "its certificate isn't valid" in capsys.readouterr().err


def _greet(listener: socket.socket, context: ssl.SSLContext) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True):
                pass


def test_a_file_size_limit_keeps_what_was_stored(tmp_path: Path) -> None:
    """Where the system allows no larger files, the run says so and leaves nothing half done."""
    site = press([post(1, content={"rendered": "x" * 200_000})])
    with serving(site) as (url, _):
        code = (
            "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
            "from wpharvest.cli import main; main()"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code, "fetch", url],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": SRC},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert ran.returncode == FAILED, ran.stderr
    assert "can't write" in ran.stderr
    assert "Traceback" not in ran.stderr
