"""What a visitor may see beside posts, what a password opens, and what plugins say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from fakepress import FakePress, error, post
from rawsite import Asked, Sent, as_json, sent, serving
from rest_harness import still, take
from wpharvest.cli.probe import lines
from wpharvest.config import Harvest
from wpharvest.conversion import Shelf, content_of, convert
from wpharvest.conversion.main_part import main_part
from wpharvest.conversion.seo import author_of, seo_of
from wpharvest.errors import LoginError, UsageError
from wpharvest.model.documents import Document
from wpharvest.model.items import Collection, RawItem, SiteInfo, canonical
from wpharvest.model.nodes import Heading, Paragraph
from wpharvest.model.notices import EMPTY_BODY, Notice
from wpharvest.sources.rest import RestSource
from wpharvest.sources.rest.credentials import Credentials, Doorman, from_environment
from wpharvest.steps.probe import probe

SECRET = Credentials("me", "abcd efgh")
NAMED = "https://h.org/"


# -- the password ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "carries"),
    [
        ("https://h.org/wp-json/wp/v2/posts", True),
        ("https://h.org/en/wp-json/wp/v2/posts?lang=en", True),
        ("https://h.org/?rest_route=/wp/v2/posts", True),
        ("https://h.org/a-page/", False),
        ("https://h.org/wp-content/uploads/a.jpg", False),
        ("http://h.org/wp-json/wp/v2/posts", False),
        ("https://www.h.org/wp-json/wp/v2/posts", False),
        ("https://h.org:8443/wp-json/wp/v2/posts", False),
        ("https://h.org.evil.org/wp-json/", False),
    ],
)
def test_where_the_password_goes(url: str, carries: bool) -> None:
    """To the REST API of the named host over https; not to pages, other hosts, ports, or down to http."""
    request = Doorman(SECRET, NAMED)(requests.Request("GET", url).prepare())
    assert ("Authorization" in request.headers) is carries


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
def test_this_machine_may_be_asked_over_http(host: str) -> None:
    assert Doorman(SECRET, f"http://{host}/").may(f"http://{host}/wp-json/")


def test_half_of_it_is_a_mistake() -> None:
    with pytest.raises(UsageError, match="WPHARVEST_PASSWORD isn't"):
        from_environment({"WPHARVEST_USER": "me"})
    assert from_environment({}) is None


def test_no_representation_shows_it() -> None:
    assert "efgh" not in f"{SECRET!r} {SECRET} {[SECRET]}"


def login(site: FakePress, code: str, status: int = 401) -> list[Asked]:
    """Open a site that answers each REST request with this error; what it was asked."""
    site.refuse = lambda asked, route: error(status, code, "<strong>Error</strong>")
    with serving(site) as (url, log):
        with pytest.raises(LoginError) as caught:
            RestSource.open(f"{url}/wp-json/", Harvest(retries=3), still(), SECRET)
        assert "efgh" not in str(caught.value)
        return list(log)


@pytest.mark.parametrize("code", ["incorrect_password", "invalid_username", "application_passwords_disabled"])
def test_a_refused_login_is_asked_once(code: str) -> None:
    assert len(login(FakePress([post(1)]), code)) == 1


def test_a_site_that_ignores_the_password_is_no_site_to_harvest_as_a_visitor() -> None:
    """Some servers drop the header: then `users/me` says that nobody is logged in."""
    site = FakePress([post(1)])
    site.refuse = lambda asked, route: error(401, "rest_not_logged_in") if route == "wp/v2/users/me" else None
    with serving(site) as (url, _), pytest.raises(LoginError, match="takes us for a visitor"):
        RestSource.open(url, Harvest(), still(), SECRET)


def test_a_redirect_to_another_host_goes_without_it() -> None:
    other = FakePress([post(1)])
    with serving(other) as (there, log):

        def here(asked: Asked) -> Sent:
            return sent("", 302, {"Location": there + asked.path})

        with serving(here) as (url, _), pytest.raises(LoginError, match="isn't sent there"):
            RestSource.open(url, Harvest(), still(), SECRET)
    assert log
    assert all("authorization" not in asked.headers for asked in log)


def test_without_a_password_nothing_more_is_asked() -> None:
    taken = take(FakePress([post(1)]))
    assert not any("context" in asked.query or "authorization" in asked.headers for asked in taken.log)


# -- people and menus ------------------------------------------------------------------------------------


def closed_users(asked: Asked, route: str) -> Sent | None:
    if route.startswith("wp/v2/users"):
        return error(401, "rest_user_cannot_view")
    if asked.query.get("_embed") == "author":
        person = {"id": 7, "name": "Claire", "slug": "claire", "link": "https://h.org/author/claire/"}
        return as_json({"author": 7, "_embedded": {"author": [person]}})
    return None


def test_authors_come_with_their_posts_where_users_are_closed() -> None:
    """One request an author; the refusal stays on record."""
    site = FakePress([post(1, author=7), post(2, author=7)])
    site.refuse = closed_users
    taken = take(site)
    (author,) = [each.value for each in taken.items if each.kind == "users"]
    assert author["name"] == "Claire"
    assert taken.tallies["fr/users"].stored == 1
    assert taken.tallies["fr/users"].refused[0].closed
    assert sum("_embed" in asked.query for asked in taken.log) == 1


def test_a_menus_plugin_is_read() -> None:
    """WP API Menus: a list, then each menu with its items."""
    site = FakePress([post(1)])
    site.index = {**site.index, "namespaces": ["wp/v2", "wp-api-menus/v2"]}
    items = [{"id": 4, "title": "Accueil", "url": "https://h.org/"}]
    site.extra = {
        "wp-api-menus/v2/menus": [{"ID": 3, "name": "Main", "slug": "main"}],
        "wp-api-menus/v2/menus/3": {"ID": 3, "name": "Main", "slug": "main", "items": items},
    }
    taken = take(site)
    (menu,) = [each for each in taken.items if each.kind == "menus"]
    assert menu.id == 3
    assert menu.value["items"] == items
    assert not list(taken.tallies["fr/menus"].missing())


# -- facts -----------------------------------------------------------------------------------------------


def converted(page: bytes = b"", **more: Any) -> tuple[Document, tuple[Notice, ...]]:
    value = {"id": 1, "type": "post", "link": "https://h.org/x/", "content": {"rendered": ""}, **more}
    info = SiteInfo("https://h.org", collections=(Collection("posts", "post", "type"),))
    item = RawItem("posts", 1, "fr", "", canonical(value))
    return convert(item, info, Shelf((), info), content_of(item, info, page))


def test_sticky_and_format() -> None:
    document, _ = converted(sticky=True, format="quote")
    assert (document.sticky, document.format) == (True, "quote")
    assert converted(format="standard")[0].format == ""


def test_fields_are_clean_text() -> None:
    """HTML in a WYSIWYG field becomes Markdown, and the document is named as one without a body."""
    acf = {"intro": '<p data-start="1">Un <b>deux</b></p>', "rows": [{"t": "a < b"}], "none": "", "_key": "x"}
    document, notices = converted(acf=acf)
    assert document.fields == {"acf": {"intro": "Un **deux**", "rows": [{"t": "a < b"}]}}
    (notice,) = notices
    assert (notice.rule, notice.lost) == (EMPTY_BODY, False)
    assert "fields of acf" in notice.what


def test_an_empty_body_is_taken_from_the_page() -> None:
    page = (
        b"<nav>Menu</nav><div data-elementor-type='wp-page'><h2>Titre</h2><p>Mots</p></div><footer>F</footer>"
    )
    document, notices = converted(page)
    assert [type(each) for each in document.body.children] == [Heading, Paragraph]
    assert [each.rule for each in notices] == ["page_html"]


def test_a_protected_body_says_why_it_is_empty() -> None:
    _, (notice,) = converted(content={"rendered": "", "protected": True})
    assert "behind a password" in notice.what


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("<main><p>a</p></main><main><p>b</p></main>", "<p>a</p><p>b</p>"),
        ("<div id=content><form>x</form><p>a</p></div>", "<p>a</p>"),
        ("<main> </main><div class=entry-content><p>a</p></div>", "<p>a</p>"),
        ("", ""),
        ("<nav>only a menu</nav>", ""),
    ],
)
def test_main_part(page: str, part: str) -> None:
    assert main_part(page) == part


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ({"yoast_head_json": {"title": "Y"}, "aioseo_head_json": {"title": "A"}}, "Y"),
        ({"aioseo_head_json": {"title": "A", "og:image": "i"}}, "A"),
        ({"meta": {"rank_math_title": "R"}}, "R"),
        ({"head": '<title>H &amp; h</title><meta name="description" content="d">'}, "H & h"),
    ],
)
def test_seo_plugins_speak_one_language(value: dict[str, Any], title: str) -> None:
    assert seo_of(value)["title"] == title


def test_the_schema_names_the_author() -> None:
    graph = [{"@type": "WebPage"}, {"@type": ["Person"], "name": "Claire"}]
    assert author_of({"yoast_head_json": {"schema": {"@graph": graph}}}) == "Claire"
    assert author_of({"yoast_head_json": {"author": "Zoé"}}) == "Zoé"
    assert author_of({}) == ""


# -- probe -----------------------------------------------------------------------------------------------


def test_the_probe_names_what_is_closed_and_what_it_costs() -> None:
    site = FakePress([post(number) for number in range(1, 251)])
    site.refuse = closed_users
    with serving(site) as (url, log):
        found = probe(url, Harvest())
    posts = next(each for each in found.collections if each.kind == "posts")
    assert posts.announced == 250
    said = "\n".join(lines(found))
    assert "fr/posts: 250" in said
    assert "fr/users: 401" in said
    assert "at least" in said
    assert len(log) < 20


def test_a_folder_cant_be_probed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(post(1)))
    with pytest.raises(UsageError, match="only a site can be probed"):
        probe(str(tmp_path), Harvest())
