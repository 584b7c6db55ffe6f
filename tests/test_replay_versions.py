"""A replay serves every version of a snapshot, each below a prefix of its own."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner
from werkzeug.test import Client

from wpharvest.cli import built
from wpharvest.cli.interruption import Interrupted
from wpharvest.cli.replay import command, served
from wpharvest.model.items import RawItem, Resource
from wpharvest.store import Snapshot
from wpharvest.web import sample
from wpharvest.web.replay import Versions

PAGES = "wp-json/wp/v2/pages/5106?_fields=title"


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """Two versions of the sample: in the second a page has another title, and a picture other bytes."""
    info, items, resources = sample.load()
    run = {"tool": "test", "source": "h", "settings": {}, "harvest": {}}
    for day, title in enumerate(["Before", "After"], 1):
        with Snapshot.draft(tmp_path / "s", f"2026-01-0{day}T00:00:00Z") as draft:
            for item in items:
                value = item.value | ({"title": {"rendered": title}} if item.id == 5106 else {})
                body = json.dumps(value).encode()
                draft.put(RawItem(item.kind, item.id, item.language, item.url, body))
            for each in resources:
                body = each.body + b"!" * day if each.role == "media" else each.body
                draft.put_resource(Resource(each.path, each.role, each.url, body, each.media_type, each.key))
            draft.commit(info, run, lambda row: False)
    return tmp_path / "s"


@pytest.fixture
def client(snapshot: Path) -> Client:
    opened = Snapshot.open(snapshot)
    return Client(Versions(served(opened), lambda version: served(opened.at(version))))


def test_each_version_answers_as_it_was(client: Client) -> None:
    """By its number, by its day; and the latest without a prefix."""
    titles = {
        where: client.get(f"{where}/{PAGES}").json["title"]["rendered"]  # type: ignore[index]
        for where in ("", "/@v1", "/@v2", "/@latest", "/@2026-01-01")
    }
    assert titles == {
        "": "After",
        "/@v1": "Before",
        "/@v2": "After",
        "/@latest": "After",
        "/@2026-01-01": "Before",
    }


def test_links_stay_in_the_version(client: Client) -> None:
    """What a client follows leads to the version that it asked."""
    answer = client.get("/@v1/wp-json/wp/v2/posts?per_page=1")
    assert (
        '<http://localhost/@v1/wp-json/wp/v2/posts?per_page=1&page=2>; rel="next"' in answer.headers["Link"]
    )
    moved = client.get("/@v1/en/other-resources")
    assert moved.headers["Location"] == "http://localhost/@v1/en/other-resources/"


def test_a_version_that_isnt_there_is_named(client: Client) -> None:
    """404, with those that are."""
    answer = client.get("/@v9/wp-json/")
    assert answer.status_code == 404
    assert "v9" in answer.text


def test_media_files_come_from_the_disk(client: Client) -> None:
    """Each version's own bytes, whole or in part; what a client has isn't sent again."""
    _, _, resources = sample.load()
    file = next(each for each in resources if each.role == "media")
    where = file.url.removeprefix("https://samilia.org")
    for prefix, tail in (("", b"!!"), ("/@v1", b"!")):
        whole = client.get(prefix + where)
        assert (whole.data, whole.headers["Content-Length"]) == (file.body + tail, str(len(file.body + tail)))
        part = client.get(prefix + where, headers={"Range": "bytes=2-9"})
        assert (part.status_code, part.data) == (206, file.body[2:10])
        again = client.get(prefix + where, headers={"If-None-Match": whole.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert client.head(prefix + where).data == b""


@pytest.mark.parametrize(
    ("host", "open_to_others"),
    [
        *((own, False) for own in ("127.0.0.1", "127.0.0.2", "localhost", "::1")),
        *((wide, True) for wide in ("0.0.0.0", "::", "192.0.2.7", "a.example")),
    ],
)
def test_who_opens_it_to_others_is_warned(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, host: str, *, open_to_others: bool
) -> None:
    """It listens on this machine alone; another address is taken only when asked for, and with a warning."""
    asked: list[str] = []

    @contextmanager
    def serving(app: object, host: str, port: int) -> Iterator[str]:
        asked.append(host)
        yield f"http://{host}:{port}"

    monkeypatch.setattr("wpharvest.cli.replay.serving", serving)
    monkeypatch.setattr("threading.Event.wait", ended)
    done = CliRunner().invoke(built(), ["replay", str(snapshot), "--host", host])
    assert done.exit_code == 0 and asked == [host]
    assert ("anyone who can reach" in done.stderr) is open_to_others


def ended(event: object) -> None:
    raise Interrupted("SIGINT")


def test_nobody_else_is_let_in_unasked() -> None:
    """Without `--host` it is the loopback."""
    assert inspect.signature(command).parameters["host"].default == "127.0.0.1"
