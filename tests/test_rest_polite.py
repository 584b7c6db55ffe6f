"""The client as a guest: who it says it is, what it leaves alone, how fast it asks, how it stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fakepress import FakePress, post
from fault_harness import COMPLETE, FAILED, PARTIAL, Ran, fetch
from rawsite import Asked, Sent, sent, serving
from rest_harness import NOW
from wpharvest.config import Harvest
from wpharvest.errors import UnknownNameError
from wpharvest.sources.rest.clock import Clock
from wpharvest.sources.rest.pace import Pace, is_here

SRC = str(Path(__file__).parents[1] / "src")
Capture = pytest.CaptureFixture[str]


def site(robots: str | Sent) -> FakePress:
    """A site with this robots.txt."""

    class WithRobots(FakePress):
        def __call__(self, asked: Asked) -> Sent:
            if asked.path == "/robots.txt":
                return sent(robots, kind="text/plain") if isinstance(robots, str) else robots
            return super().__call__(asked)

    return WithRobots([post(1), post(2)], pages=[post(9)], users=[{"id": 4, "link": "https://h.org/u/"}])


def asked(ran: Ran) -> list[str]:
    return [each.path for each in ran.log]


NOBODY = "User-agent: *\nDisallow: /\n"
# name: robots.txt, exit code, words, whether the API was asked
RULES: dict[str, tuple[str | Sent, int, str, bool]] = {
    "nothing": ("", COMPLETE, "", True),
    "404": (sent(b"", 404), COMPLETE, "", True),
    "403": (sent(b"", 403), COMPLETE, "", True),
    "a page instead": (sent("<html>Disallow: /</html>", kind="text/html"), COMPLETE, "", True),
    "everybody out": (NOBODY, FAILED, "forbids it (Disallow: /, line 2) (--ignore-robots is for", False),
    "we are out": ("User-agent: WPHarvest\nDisallow: /\n", FAILED, "line 2", False),
    "another one is out": ("User-agent: harvest\nUser-agent: wp\nDisallow: /\n", COMPLETE, "", True),
    "only we may": (NOBODY + "\nUser-agent: wpharvest\nAllow: /\n", COMPLETE, "", True),
    "the API is closed": (
        "User-agent: *\nDisallow: /wp-admin/\nDisallow: /wp-json/ # robots\n",
        FAILED,
        "Disallow: /wp-json/, line 3",
        False,
    ),
    "a wildcard": ("User-agent: *\nDisallow: /*json\n", FAILED, "Disallow: /*json, line 2", False),
    "the longest rule": ("User-agent: *\nDisallow: /wp\nAllow: /wp-json/\n", COMPLETE, "", True),
    "one collection": (
        "User-agent: *\nDisallow: /wp-json/wp/v2/users\n",
        PARTIAL,
        "missing: wp/v2/users: http",
        True,
    ),
    "500": (sent(b"", 500), FAILED, "answers with status 500, so everything is forbidden", False),
    "503": (sent(b"", 503), FAILED, "try again later", False),
    "a circle": (sent(b"", 301, {"Location": "/robots.txt"}), COMPLETE, "", True),
    "a closed connection": (Sent(()), FAILED, "connection was cut", False),
}


@pytest.mark.parametrize("name", RULES)
def test_robots_txt_is_obeyed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """RFC 9309: the longest rule for our own name, or for everybody; what it forbids has its line."""
    robots, code, says, api = RULES[name]
    ran = fetch(site(robots), tmp_path, monkeypatch, capsys, robots=True)
    assert ran.code == code, ran.said
    assert says in ran.said
    assert ("/wp-json/wp/v2/posts" in asked(ran)) == api
    if name == "one collection":
        assert ran.keys == {"posts/1", "posts/2", "pages/9"}
        assert "/wp-json/wp/v2/users" not in asked(ran)


def test_robots_txt_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """One robots.txt a host and run, first of all."""
    ran = fetch(site(""), tmp_path, monkeypatch, capsys, robots=True)
    assert asked(ran)[0] == "/robots.txt"
    assert asked(ran).count("/robots.txt") == 1


def test_the_owner_may_ignore_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """`--ignore-robots` asks for everything."""
    ran = fetch(site(NOBODY), tmp_path, monkeypatch, capsys, "--ignore-robots", robots=True)
    assert ran.code == COMPLETE
    assert len(ran.keys) == 4


def test_crawl_delay_is_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Crawl-delay lies between any two requests, and is announced."""
    ran = fetch(site("User-agent: *\nCrawl-delay: 3\n"), tmp_path, monkeypatch, capsys, robots=True)
    assert "asks for 3 s between two requests" in ran.said
    assert sum(ran.waits) >= 3.0 * (len(ran.log) - 1)


AGENTS: dict[str, tuple[tuple[str, ...], str]] = {
    "by default": ((), "wpharvest/0.1.0"),
    "mail": (("--contact", "me@example.org"), "wpharvest/0.1.0 (+mailto:me@example.org)"),
    "page": (("--contact", "https://example.org/bot"), "wpharvest/0.1.0 (+https://example.org/bot)"),
}


@pytest.mark.parametrize("name", AGENTS)
def test_it_says_who_it_is(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Each request carries our own name, and the contact where there is one."""
    arguments, agent = AGENTS[name]
    ran = fetch(site(""), tmp_path, monkeypatch, capsys, *arguments, robots=True)
    assert {each.headers["user-agent"] for each in ran.log} == {agent}


@pytest.mark.parametrize("most", [3, 12])
def test_max_requests_stops_cleanly(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Not one request more, exit code 3, what came is kept, and the line says how to go on."""
    ran = fetch(site(""), tmp_path, monkeypatch, capsys, "--max-requests", str(most), robots=True)
    assert (ran.code, len(ran.log)) == (PARTIAL, most)
    assert f"{most} requests were sent, and --max-requests allows no more; run the same command" in ran.said
    assert ("pages/9" in ran.keys) == (most == 12)


def test_the_total_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Requests, bytes and waiting stand at the end."""
    ran = fetch(site(""), tmp_path, monkeypatch, capsys, robots=True)
    assert f"traffic: {len(ran.log)} requests, " in ran.said
    assert "0.0 s waited" in ran.said


def paced(host: str, delay: float = 0.0) -> tuple[Pace, list[float]]:
    waits: list[float] = []
    clock = Clock(sleep=waits.append, monotonic=lambda: sum(waits), now=lambda: NOW)
    return Pace(clock, delay), waits


def test_a_slow_site_is_asked_less() -> None:
    """The pause is half of what the answer took, at most ten seconds, and more for a site in trouble."""
    pace, waits = paced("h.org")
    for seconds, well in ((1.0, True), (4.0, True), (1.0, False), (1.0, False), (1.0, True), (900.0, True)):
        pace.answered("h.org", seconds, well=well)
        pace.turn("h.org")
    assert waits == [0.5, 2.0, 1.0, 2.0, 1.0, 10.0]
    assert pace.waited == sum(waits)


def test_this_machine_needs_no_rest() -> None:
    """A server on this machine is asked again at once, other hosts don't wait for each other."""
    pace, waits = paced("127.0.0.1:80")
    pace.answered("127.0.0.1:80", 8.0, well=True)
    pace.turn("127.0.0.1:80")
    pace.answered("h.org", 8.0, well=True)
    pace.turn("other.org")
    assert waits == []
    assert not is_here("192.168.1.1")


def test_two_connections_at_most() -> None:
    """More than two at a time can't be asked for."""
    ran = run("fetch", "https://example.org", "--concurrency", "3")
    assert ran.returncode == 2
    assert "--concurrency" in ran.stderr


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wpharvest", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": SRC},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_at_once(number: signal.Signals, tmp_path: Path) -> None:
    """One line that says how to go on, exit code 1, and the next run has everything."""
    wordpress = site("")
    running: list[subprocess.Popen[str]] = []

    def stops(asked: Asked) -> Sent:
        if asked.path.endswith("/posts") and len(running) == 1 and "_fields" not in asked.query:
            running.pop().send_signal(number)
            return sent(b"", 503, {"Retry-After": "200"})
        return wordpress(asked)

    with serving(stops) as (url, _):
        process = subprocess.Popen(
            [sys.executable, "-m", "wpharvest", "fetch", url, "--name", "s"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": SRC},
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        _, said = process.communicate(timeout=60)
        assert process.returncode == FAILED
        last = said.strip().splitlines()[-1]
        assert last == f"wpharvest: stopped by {number.name}; run the same command again to go on"
        assert "Traceback" not in said
        assert run("fetch", url, "--name", "s", cwd=tmp_path).returncode == COMPLETE


MISTAKES: dict[str, tuple[tuple[str, ...], str]] = {
    "a language": (("--lang", "fx"), "did you mean 'fr'"),
    "a language in capitals": (("--lang", "FR"), "did you mean 'fr'"),
    "a type": (("--type", "pagse"), "did you mean 'page"),
    "a target": (("--to", "markdwon"), "did you mean 'markdown'"),
    "a contact": (("--contact", "me"), "neither a mail address"),
    "a contact in two lines": (("--contact", "me@h.org\nX: y"), "plain ASCII"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_names_the_near_miss(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A word that isn't known brings the one that was meant, before anything is fetched."""
    arguments, says = MISTAKES[name]
    ran = fetch(site(""), tmp_path, monkeypatch, capsys, *arguments)
    assert ran.code == 2
    assert says in ran.said
    assert ran.snapshot is None


def test_names_that_are_far_are_listed() -> None:
    """Where nothing is near, everything is named."""
    assert "there are: en, fr" in str(UnknownNameError("language", "zz", ("en", "fr")))
    assert Harvest().agent == "wpharvest/0.1.0"
