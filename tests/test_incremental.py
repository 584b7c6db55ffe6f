"""A second fetch asks only for what changed; a killed one is gone on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fakepress import FakePress, Item, error, post
from rawsite import Asked, Sent, sent, serving
from rest_harness import still
from wpharvest.config import Harvest
from wpharvest.model.items import Json, Tally
from wpharvest.sources.rest import RestSource
from wpharvest.steps.fetch import Fetched, fetch
from wpharvest.steps.listener import Silence
from wpharvest.store import Snapshot, verify

OLD = "2024-01-01T10:00:00"
NOW, LATER = "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z"
OPTIONS = Harvest(retries=1)


def dated(id_: int, when: str = OLD, **more: Any) -> Item:
    return post(id_, modified_gmt=when, slug=f"p{id_}", **more)


class Changing(FakePress):
    """A site that knows `modified_after`, and answers 401 for what is private."""

    def __init__(self, posts: list[Item]) -> None:
        super().__init__(posts)
        self.private: set[str] = set()
        self.refuse = self.filtered

    def filtered(self, asked: Asked, route: str) -> Sent | None:
        if route.rpartition("/")[2] in self.private and route.startswith("wp/v2/posts/"):
            return error(401, "rest_forbidden")
        after = asked.query.get("modified_after", "").removesuffix("Z")
        if not after or not route.endswith("posts"):
            return None
        rest = {name: value for name, value in asked.query.items() if name != "modified_after"}
        shown = [each for each in self.bases[""]["posts"] if each.get("modified_gmt", "") > after]
        return FakePress(shown)(Asked(asked.path, rest, {}))


def run(
    site: Callable[[Asked], Sent], folder: Path, at: str = NOW, options: Harvest = OPTIONS
) -> tuple[Fetched, list[Asked]]:
    with serving(site) as (url, log):
        source = RestSource.open(url, options, still())
        source.name = "site"
        before = len(log)
        return fetch(source, folder, options, started_at=at), log[before:]


def asked_for(log: list[Asked], kind: str) -> list[dict[str, str]]:
    return [each.query for each in log if each.path.endswith(f"/{kind}")]


def stored(folder: Path) -> dict[int | str, str]:
    return {item.id: item.value["title"]["rendered"] for item in Snapshot.open(folder).items("posts")}


def stone(folder: Path, number: int) -> Json:
    value: Json = json.loads((folder / f"data/deleted/fr/posts/{number}.json").read_text())
    return value


def test_an_unchanged_site_costs_one_request_and_the_ids(tmp_path: Path) -> None:
    """5,000 posts: one request for changes, the id set, and not one body."""
    site = Changing([dated(number, f"{2000 + number // 250}-01-01T10:00:00") for number in range(1, 5001)])
    first, _ = run(site, tmp_path)
    again, log = run(site, tmp_path, LATER)
    queries = asked_for(log, "posts")
    assert (first.commit.new, again.commit.same, again.commit.written) == (5000, 5000, False)
    assert [query["_fields"] for query in queries] == ["id,modified_gmt"] + ["id"] * 50
    assert queries[0]["modified_after"] == "2020-01-01T07:00:00Z"


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    """An edited post and a new one come by `include`; the others are not asked for."""
    posts = [dated(number) for number in range(1, 251)]
    site = Changing(posts)
    run(site, tmp_path)
    posts[6] = dated(7, "2026-03-01T20:00:00", title={"rendered": "edited"})
    posts.append(dated(900, "2023-01-01T00:00:00"))  # a scheduled post keeps the date it was written
    fetched, log = run(site, tmp_path, LATER)
    bodies = [query["include"] for query in asked_for(log, "posts") if "_fields" not in query]
    assert bodies == ["7,900"]
    assert (fetched.commit.new, fetched.commit.changed, fetched.commit.same) == (1, 1, 249)
    assert stored(tmp_path)[7] == "edited" and len(stored(tmp_path)) == 251


@pytest.mark.parametrize(("private", "reason"), [(False, 404), (True, 401)])
def test_what_is_gone_becomes_a_tombstone(tmp_path: Path, private: bool, reason: int) -> None:
    """Believed after a complete listing and the word of the object's own address; undone if it comes back."""
    posts = [dated(number) for number in range(1, 4)]
    site = Changing(posts)
    run(site, tmp_path)
    gone = posts.pop(1)
    site.private = {"2"} if private else set()
    fetched, _ = run(site, tmp_path, LATER)
    assert fetched.commit.removed == 1 and sorted(stored(tmp_path)) == [1, 3]
    tomb = stone(tmp_path, 2)
    assert (tomb["reason"], tomb["last_seen"], tomb["first_missed"]) == (reason, NOW, LATER)
    assert not list(verify(tmp_path))
    assert not run(site, tmp_path, "2026-03-03T12:00:00Z")[0].commit.written
    posts.append(gone)
    run(site, tmp_path, "2026-03-04T12:00:00Z")
    assert sorted(stored(tmp_path)) == [1, 2, 3] and not (tmp_path / "data/deleted").exists()
    assert not list(verify(tmp_path))


def test_a_listing_that_drifted_deletes_nothing(tmp_path: Path) -> None:
    """A post that its list lacks but its own address shows is still there."""
    posts = [dated(number) for number in range(1, 4)]
    site = Changing(posts)
    run(site, tmp_path)
    posts[1]["hidden"] = True
    fetched, _ = run(site, tmp_path, LATER)
    assert fetched.commit.removed == 0 and sorted(stored(tmp_path)) == [1, 2, 3]


def test_full_asks_for_everything(tmp_path: Path) -> None:
    site = Changing([dated(number) for number in range(1, 151)])
    run(site, tmp_path)
    _, log = run(site, tmp_path, LATER, Harvest(retries=1, full=True))
    assert not any("modified_after" in each.query for each in log)
    assert any("_fields" not in query for query in asked_for(log, "posts"))


def test_what_fits_on_one_page_is_one_request(tmp_path: Path) -> None:
    """The first time its objects, the second time their ids and dates; either is its own set of ids."""
    site = Changing([dated(number) for number in range(1, 4)])
    assert [query.get("_fields") for query in asked_for(run(site, tmp_path)[1], "posts")] == [None]
    site.bases[""]["posts"].append(dated(4, LATER))
    fetched, log = run(site, tmp_path, LATER)
    assert [query.get("_fields", query.get("include")) for query in asked_for(log, "posts")] == [
        "id,modified_gmt",
        "4",
    ]
    assert (fetched.commit.new, fetched.commit.same, fetched.missing) == (1, 3, ())


def test_terms_and_users_tell_what_changed_by_all_their_fields(tmp_path: Path) -> None:
    """One request a collection without its links; what differs, whatever the field, is read whole."""
    terms = [
        {"id": number, "name": f"T{number}", "acf": {"colour": "red"}, "_links": {"self": []}}
        for number in range(1, 4)
    ]
    site = Changing([])
    site.bases[""] |= {"categories": terms, "users": [{"id": 7, "name": "Zoé", "_links": {}}]}
    run(site, tmp_path)
    terms[1] = terms[1] | {"acf": {"colour": "blue"}}
    fetched, log = run(site, tmp_path, LATER)
    queries = asked_for(log, "categories")
    assert [query.get("_fields") for query in queries] == ["id,acf,name", None]
    assert queries[1]["include"] == "2"
    assert [query.get("_fields") for query in asked_for(log, "users")] == ["id,name"]
    assert (fetched.commit.changed, fetched.commit.same, fetched.missing) == (1, 3, ())
    assert not run(site, tmp_path, "2026-03-03T12:00:00Z")[0].commit.written


def test_old_comments_are_told_by_their_ids_and_those_of_a_month_by_their_words(tmp_path: Path) -> None:
    """A comment has no date of change: what is still talked about is compared, the rest counted."""
    comments = [
        {"id": number, "date": "2026-02-20T10:00:00" if number > 118 else OLD, "content": {"rendered": "a"}}
        for number in range(1, 121)
    ]

    def recent(asked: Asked, route: str) -> Sent | None:
        after = asked.query.get("after", "").removesuffix("Z")
        if not after or not route.endswith("comments"):
            return None
        rest = {name: value for name, value in asked.query.items() if name != "after"}
        shown = [each for each in comments if str(each["date"]) > after]
        return FakePress([], comments=shown)(Asked(asked.path, rest, {}))

    site = FakePress([], comments=comments)
    site.refuse = recent
    run(site, tmp_path)
    comments[119] = comments[119] | {"content": {"rendered": "b"}}
    del comments[0]
    fetched, log = run(site, tmp_path, LATER)
    queries = asked_for(log, "comments")
    assert queries[0]["after"] == "2026-01-30T12:00:00Z"
    assert [query.get("_fields", query.get("include")) for query in queries] == [
        "id,content,date",
        "id",
        "id",
        "120",
    ]
    assert (fetched.commit.changed, fetched.commit.same, fetched.commit.removed) == (1, 118, 1)


def test_after_a_bulk_import_nothing_is_asked_for_twice(tmp_path: Path) -> None:
    """Everything has a new date: the pages of dates, the ids, and each object once."""
    posts = [dated(number) for number in range(1, 251)]
    site = Changing(posts)
    run(site, tmp_path)
    posts[:] = [dated(number, "2026-03-01T20:00:00") for number in range(1, 251)]
    fetched, log = run(site, tmp_path, LATER)
    queries = asked_for(log, "posts")
    bodies = [query["include"].split(",") for query in queries if "_fields" not in query]
    assert sorted(int(id_) for ids in bodies for id_ in ids) == list(range(1, 251))
    assert len(queries) == 3 + 3 + 3 and fetched.commit.changed == 250


def test_a_server_that_ignores_the_filter(tmp_path: Path) -> None:
    """WordPress before 5.7 lists everything: the dates still tell what changed."""
    posts = [dated(number) for number in range(1, 31)]
    site = FakePress(posts)
    run(site, tmp_path)
    posts[3] = dated(4, "2026-03-01T20:00:00", title={"rendered": "edited"})
    _, log = run(site, tmp_path, LATER)
    assert [query["include"] for query in asked_for(log, "posts") if "_fields" not in query] == ["4"]
    assert stored(tmp_path)[4] == "edited"


def test_published_and_deleted_while_it_is_read(tmp_path: Path) -> None:
    """What shifts between two pages is found by the set of ids."""
    posts = [dated(number) for number in range(1, 301)]
    site = FakePress(posts)
    moved = threading.Event()

    def meanwhile(asked: Asked, route: str) -> Sent | None:
        if route == "wp/v2/posts" and asked.query.get("page") == "2" and not moved.is_set():
            moved.set()
            del posts[10]
            posts.append(dated(999))
        return None

    site.refuse = meanwhile
    fetched, _ = run(site, tmp_path, options=Harvest(retries=1, concurrency=1))
    assert not fetched.missing
    assert {*range(1, 301), 999} - {11} <= set(stored(tmp_path))


def payload(folder: Path) -> dict[str, bytes]:
    data = folder / "data"
    return {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file()}


@pytest.mark.parametrize("page", [2, 4, 6])
def test_killed_it_goes_on_where_it_was(tmp_path: Path, page: int) -> None:
    """SIGKILL while page N is answered: the next run doesn't ask for the bodies again, and ends the same."""
    site = FakePress([dated(number) for number in range(1, 701)])
    child: list[subprocess.Popen[bytes]] = []

    def kill(asked: Asked, route: str) -> Sent | None:
        if route == "wp/v2/posts" and asked.query.get("page") == str(page) and "_fields" not in asked.query:
            os.kill(child[0].pid, signal.SIGKILL)
        return None

    site.refuse = kill
    with serving(site) as (url, log):
        command = [sys.executable, "-m", "wpharvest", "fetch", url, "--no-export", "--snapshots"]
        killed = subprocess.Popen([*command, str(tmp_path / "a"), "--name", "s", "--quiet"])
        child.append(killed)
        assert killed.wait(60) == -signal.SIGKILL
        site.refuse = lambda asked, route: None
        begun = sum(1 for _ in (tmp_path / "a/s/.incoming/files").rglob("*.json"))
        before = len(log)
        subprocess.run([*command, str(tmp_path / "a"), "--name", "s", "--quiet"], check=True)
        later = log[before:]
        subprocess.run([*command, str(tmp_path / "b"), "--name", "s", "--quiet"], check=True)
    whole = [query for query in asked_for(later, "posts") if "_fields" not in query]
    again = {number for query in whole for number in query.get("include", "").split(",") if number}
    assert payload(tmp_path / "a/s") == payload(tmp_path / "b/s")
    if begun > 2:
        assert all("include" in query for query in whole)
        assert len(again) <= 700 - begun + 2
    assert not list(verify(tmp_path / "a/s"))


HREFLANG = """<html lang="fr"><head><link rel="alternate" hreflang="fr" href="https://h.org/" />
<link rel="alternate" hreflang="en" href="https://h.org/en/" /></head></html>"""


def bilingual() -> FakePress:
    """Pages at two bases, which name no translations, so that their heads are read."""
    french = [dated(number, link=f"https://h.org/p{number}/") for number in range(1, 4)]
    site = FakePress(french)
    site.bases["en"] = {"posts": [dated(11, link="https://h.org/en/p11/")]}
    site.page = HREFLANG
    page = "<html><head><title>x</title></head></html>"
    site.pages = dict.fromkeys(("/p1/", "/p2/", "/p3/", "/en/p11/"), page)
    return site


def heads(folder: Path) -> list[int | str]:
    return sorted(each.key.id for each in Snapshot.open(folder).resources("head") if each.key)


class Stopping(Silence):
    """Ctrl-C when this language's posts are read."""

    def __init__(self, language: str) -> None:
        self._language = language

    def tally(self, tally: Tally) -> None:
        if tally.done and (tally.language, tally.kind) == (self._language, "posts"):
            raise KeyboardInterrupt


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_heads_of_what_a_stopped_run_had_read_are_read_too(tmp_path: Path, language: str) -> None:
    """What is gone on with isn't taken for what was there: its pages were never opened."""
    with serving(bilingual()) as (url, _), pytest.raises(KeyboardInterrupt):
        source = RestSource.open(url, OPTIONS, still())
        source.name = "site"
        fetch(source, tmp_path, OPTIONS, started_at=NOW, listener=Stopping(language))
    again, log = run(bilingual(), tmp_path)
    assert again.commit.new == 8 and heads(tmp_path) == [1, 2, 3, 11]
    french = [each.query for each in log if each.path == "/wp-json/wp/v2/posts"]
    assert all("_fields" in query for query in french)


def test_a_head_that_could_not_be_read_is_asked_for_again(tmp_path: Path) -> None:
    """Only that one; a page that no visitor sees stays named, and isn't opened again."""
    site = bilingual()
    del site.pages["/p2/"]

    def ill(asked: Asked) -> Sent:
        return sent("", 503) if asked.path == "/p1/" else site(asked)

    first, _ = run(ill, tmp_path)
    assert heads(tmp_path) == [3, 11] and len(first.missing) == 1
    again, log = run(site, tmp_path, LATER)
    assert heads(tmp_path) == [1, 3, 11] and not again.missing
    assert [each.path for each in log if each.path.startswith("/p")] == ["/p1/"]
    assert [notice.key.id for notice in again.notices if notice.key] == [2]


def test_two_runs_at_once(tmp_path: Path) -> None:
    """The second run on one snapshot says so and stops; the first isn't disturbed."""
    with serving(FakePress([dated(1)])) as (url, _), Snapshot.draft(tmp_path / "s", NOW):
        command = [
            sys.executable,
            "-m",
            "wpharvest",
            "fetch",
            url,
            "--name",
            "s",
            "--snapshots",
            str(tmp_path),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "is writing this snapshot" in done.stdout + done.stderr
