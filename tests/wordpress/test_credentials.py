"""With an Application Password the real WordPress shows what visitors don't see; the secret stays secret."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wpharvest.config import Harvest
from wpharvest.errors import LoginError, RestClosedError
from wpharvest.model.items import RawItem, Tally
from wpharvest.sources.rest import RestSource
from wpharvest.sources.rest.credentials import PASSWORD, USER, Credentials
from wpharvest.steps.fetch import fetch
from wpharvest.steps.load import load_site
from wpharvest.steps.open import open_source

from . import content
from .fixtures import Filled

Fill = Callable[[str], Filled]


@pytest.fixture(scope="module")
def known(filled: Fill) -> Filled:
    """The site without a multilingual plugin."""
    return filled("")


@pytest.fixture(scope="module")
def secret(known: Filled) -> Iterator[dict[str, str]]:
    """The owner's name and a fresh application password."""
    given: dict[str, str] = known.site.run("password", {"name": "credentials"})
    yield given


@pytest.fixture(scope="module")
def seen(known: Filled, secret: dict[str, str]) -> dict[str, RawItem]:
    """What the owner sees, by `kind/id`."""
    credentials = Credentials(secret["user"], secret["password"])
    source = RestSource.open(known.site.url, Harvest(), credentials=credentials)
    events = list(source.harvest())
    tallies = [each for each in events if isinstance(each, Tally) and each.done]
    assert [list(each.missing()) for each in tallies if list(each.missing())] == []
    return {f"{each.kind}/{each.id}": each for each in events if isinstance(each, RawItem)}


@pytest.mark.parametrize(
    ("ref", "kind", "status"),
    [
        ("fr-draft", "pages", "draft"),
        ("fr-private", "posts", "private"),
        ("fr-future", "posts", "future"),
        ("fr-pending", "posts", "pending"),
    ],
)
def test_what_is_not_published_comes_too(
    known: Filled, seen: dict[str, RawItem], ref: str, kind: str, status: str
) -> None:
    """Drafts, private, scheduled and pending posts, with their raw content."""
    value = seen[f"{kind}/{known.ids[ref]}"].value
    assert value["status"] == status
    assert content.HIDDEN_WORD in value["content"]["raw"]
    assert content.HIDDEN_WORD in value["content"]["rendered"]


def test_a_protected_page_has_its_body(known: Filled, seen: dict[str, RawItem]) -> None:
    value = seen[f"pages/{known.ids['fr-password']}"].value
    assert value["content"]["protected"] is True
    assert content.HIDDEN_WORD in value["content"]["rendered"]


def test_raw_content_is_as_it_was_written(known: Filled, seen: dict[str, RawItem]) -> None:
    """Blocks with their comments, which the rendered body hasn't."""
    value = seen[f"posts/{known.ids['fr-opening']}"].value
    assert value["content"]["raw"].startswith("<!-- wp:paragraph -->")


def test_a_type_with_a_namespace_of_its_own_is_read_as_an_editor_too(
    known: Filled, seen: dict[str, RawItem]
) -> None:
    assert "raw" in seen[f"events/{known.ids['fr-fair']}"].value["content"]


def test_nobodys_mail_address_is_taken(seen: dict[str, RawItem]) -> None:
    """Users and comments are read as visitors see them."""
    for name, item in seen.items():
        if name.startswith(("users/", "comments/")):
            assert b"@example.org" not in item.body


def test_a_visitor_still_sees_none_of_it(known: Filled) -> None:
    source = RestSource.open(known.site.url, Harvest())
    for event in source.harvest():
        if isinstance(event, RawItem):
            assert content.HIDDEN_WORD.encode() not in event.body
            assert "raw" not in event.value.get("content", {})


def test_the_snapshot_holds_drafts_but_no_secret(
    known: Filled, secret: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The password is in no file of the snapshot, neither plain nor as the header has it."""
    monkeypatch.setenv(USER, secret["user"])
    monkeypatch.setenv(PASSWORD, secret["password"])
    options = Harvest(types=("pages",))
    fetch(open_source(known.site.url, options), tmp_path / "s", options, started_at="2026-01-01T00:00:00Z")
    header = Credentials(secret["user"], secret["password"]).header.removeprefix("Basic ")
    for path in (tmp_path / "s").rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            assert secret["password"].encode() not in body
            assert header.encode() not in body
    drafts = [each for each in load_site(tmp_path / "s").documents if each.status == "draft"]
    assert [each.key.id for each in drafts] == [known.ids["fr-draft"]]


def test_a_wrong_password_stops_at_the_first_answer(known: Filled, secret: dict[str, str]) -> None:
    """One line, no retries, and the password isn't in it."""
    with pytest.raises(LoginError, match="application password is wrong") as caught:
        RestSource.open(known.site.url, Harvest(), credentials=Credentials(secret["user"], "not the one"))
    assert "not the one" not in str(caught.value)


def test_an_author_reads_what_an_author_may(known: Filled) -> None:
    """Where this user may not see more, the visitor's view is taken; nothing is missing."""
    given = known.site.run("password", {"name": "author", "login": "claire"})
    source = RestSource.open(
        known.site.url, Harvest(), credentials=Credentials(given["user"], given["password"])
    )
    events = list(source.harvest())
    keys = {f"{each.kind}/{each.id}" for each in events if isinstance(each, RawItem)}
    assert f"pages/{known.ids['fr-about']}" in keys
    assert f"posts/{known.ids['fr-private']}" not in keys
    for each in events:
        if isinstance(each, Tally) and each.done:
            assert list(each.missing()) == []


def test_classic_menus_are_the_owners(known: Filled, secret: dict[str, str]) -> None:
    """WordPress shows menus to who may edit the theme; to visitors they are closed, which is no gap."""
    known.site.run("menu", {"name": "Principal", "pages": [known.ids["fr-about"]]})
    visitor = _menus(RestSource.open(known.site.url, Harvest(types=("menus", "menu-items"))))
    assert visitor == []
    owner = _menus(
        RestSource.open(
            known.site.url,
            Harvest(types=("menus", "menu-items")),
            credentials=Credentials(secret["user"], secret["password"]),
        )
    )
    assert [json.loads(each.body).get("name") for each in owner if each.kind == "menus"] == ["Principal"]
    assert [each.value["object_id"] for each in owner if each.kind == "menu-items"] == [known.ids["fr-about"]]


def _menus(source: RestSource) -> list[RawItem]:
    return [each for each in _harvested(source) if isinstance(each, RawItem)]


def _harvested(source: RestSource) -> list[object]:
    try:
        return list(source.harvest())
    except RestClosedError:
        return []
