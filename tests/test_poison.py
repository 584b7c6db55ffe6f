"""A record that breaks its own answer is stored as far as the site gives it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakepress import FakePress, post
from fault_harness import COMPLETE, PARTIAL, Ran, fetch
from rawsite import Asked, Sent, sent

Capture = pytest.CaptureFixture[str]
BROKEN = sent("<h1>There has been a critical error on this website.</h1>", 500, kind="text/html")
PAGE = "<html><body><nav>Menu</nav><main><p>What a visitor reads.</p></main></body></html>"


def poisoned(field: str, *, page: bool) -> FakePress:
    """Thirty posts; the seventeenth breaks where `field` is asked for. `page`: its HTML page doesn't."""
    posts = [post(number, meta={"mood": "good"}, slug=f"post-{number}") for number in range(1, 31)]
    site = FakePress(posts)

    def breaks(asked: Asked, route: str) -> Sent | None:
        if field not in asked.query.get("_fields", field).split(","):
            return None
        if route == "wp/v2/posts/17":
            return BROKEN
        if route != "wp/v2/posts":
            return None
        if "include" in asked.query:
            return BROKEN if "17" in asked.query["include"].split(",") else None
        size = int(asked.query.get("per_page", 10))
        start = int(asked.query.get("offset", (int(asked.query.get("page", 1)) - 1) * size))
        return BROKEN if start <= 16 < start + size else None

    site.refuse = breaks
    if page:
        site.pages["/post-17/"] = PAGE
    return site


def test_the_first_record_may_be_the_broken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Which fields there are is known from the others; a page that breaks off is no text."""
    site = poisoned("content", page=True)
    site.bases[""]["posts"] = site.bases[""]["posts"][16:]
    breaks = site.refuse
    site.refuse = lambda asked, route: breaks(asked, route) if route.endswith("/17") else first(asked, route)

    def first(asked: Asked, route: str) -> Sent | None:
        lean = "content" not in asked.query.get("_fields", "content")
        whole = route == "wp/v2/posts" and "include" not in asked.query
        return BROKEN if whole and not lean and asked.query.get("offset", "0") == "0" else None

    ran = fetch(site, tmp_path, monkeypatch, capsys)
    assert ran.code == COMPLETE, ran.said
    assert "posts/17: stored without content:" in ran.said
    site.pages["/post-17/"] = PAGE.split("What")[0]
    (tmp_path / "again").mkdir()
    ran = fetch(site, tmp_path / "again", monkeypatch, capsys)
    assert missing(ran) == ["fr/posts/17"]
    site.pages["/post-17/"] = PAGE.replace("<p>", '<div class="wp-die-message"><p>')
    (tmp_path / "third").mkdir()
    ran = fetch(site, tmp_path / "third", monkeypatch, capsys)
    assert missing(ran) == ["fr/posts/17"]
    assert "broke off" in ran.said


def exported(ran: Ran) -> str:
    (path,) = ran.root.glob("output/*/*/posts/post-17.md")
    return path.read_text(encoding="utf-8")


def missing(ran: Ran) -> list[str]:
    (path,) = ran.root.glob("output/*/report.json")
    return [each["what"] for each in json.loads(path.read_text(encoding="utf-8"))["missing"]]


def test_a_body_that_breaks_comes_from_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """All other fields are had without it, the text from the page, and both are said: nothing is missing."""
    ran = fetch(poisoned("content", page=True), tmp_path, monkeypatch, capsys)
    assert ran.code == COMPLETE, ran.said
    assert ran.keys == {f"posts/{number}" for number in range(1, 31)}
    assert ran.value("posts", 17)["meta"] == {"mood": "good"}
    assert "stored without content" in ran.said
    text = exported(ran)
    assert "What a visitor reads." in text
    assert "body_source: page" in text


def test_a_body_that_is_nowhere_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The rest of the record is kept, and the gap is named."""
    ran = fetch(poisoned("content", page=False), tmp_path, monkeypatch, capsys)
    assert ran.code == PARTIAL
    assert ran.value("posts", 17)["title"] == {"rendered": "T17"}
    assert missing(ran) == ["fr/posts/17"]
    assert "title: T17" in exported(ran)


def test_a_field_that_breaks_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Where it isn't the body, no page can replace it; what WordPress itself knows is kept."""
    ran = fetch(poisoned("meta", page=True), tmp_path, monkeypatch, capsys)
    assert ran.code == PARTIAL
    assert ran.value("posts", 17)["slug"] == "post-17"
    assert "stored without" in ran.said
    assert missing(ran) == ["fr/posts/17"]


def test_the_next_run_tries_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Once the site is repaired, the record comes whole, though its date didn't change."""
    site = poisoned("content", page=False)
    assert fetch(site, tmp_path, monkeypatch, capsys, "--name", "h").code == PARTIAL
    site.refuse = lambda asked, route: None
    ran = fetch(site, tmp_path, monkeypatch, capsys, "--name", "h")
    assert ran.code == COMPLETE, ran.said
    assert ran.value("posts", 17)["content"] == {"rendered": "<p>Text 17</p>"}
