"""From any address of a site to its REST root."""

from __future__ import annotations

import pytest

from fakepress import INDEX, FakePress, error, post
from rawsite import Asked, Sent, sent, serving
from rest_harness import still, take
from wpharvest.config import Harvest
from wpharvest.errors import NotAUrlError, NotWordPressError, RestClosedError, UnreachableError
from wpharvest.model.items import Key, Resource
from wpharvest.sources.rest import RestSource
from wpharvest.sources.rest.addresses import Root, split_rest

PAGE = "<html lang='en'><head>{}</head><body></body></html>"


def site() -> FakePress:
    return FakePress([post(1), post(2)], pages=[post(3)])


def test_the_link_header_leads_to_the_root() -> None:
    """The Link header of any page names the root, however it is called."""
    wordpress = site()

    def renamed(asked: Asked) -> Sent:
        if asked.path.startswith("/api/"):
            return wordpress(Asked("/wp-json/" + asked.path[5:], asked.query, asked.headers))
        if asked.path == "/some/page/":
            link = '</api/>; rel="https://api.w.org/", </?p=1>; rel=shortlink'
            return sent(PAGE.format(""), kind="text/html", headers={"Link": link})
        return sent("no", 404, kind="text/html")

    taken = take(renamed, "/some/page/")
    assert len(taken.items) == 3
    assert taken.info.languages[0].root == "/api/"


def test_the_head_leads_to_the_root() -> None:
    """Where a cache dropped the header, the head of the page has the link."""
    wordpress = site()
    wordpress.pages["/a/b/"] = PAGE.format("<link rel='https://api.w.org/' href='/wp-json/'>")
    taken = take(wordpress, "/a/b/")
    assert [asked.path for asked in taken.log[:2]] == ["/a/b/", "/wp-json/"]
    assert len(taken.items) == 3


def test_plain_permalinks() -> None:
    """A site without pretty permalinks is harvested whole through `?rest_route=`."""
    wordpress = site()

    def plain(asked: Asked) -> Sent:
        return sent("no", 404, kind="text/html") if "/wp-json" in asked.path else wordpress(asked)

    taken = take(plain)
    assert taken.keys == ["fr/pages/3", "fr/posts/1", "fr/posts/2"]
    assert taken.info.languages[0].root == "/?rest_route=/"
    assert taken.items[0].url == "https://h.org/?rest_route=/wp/v2/pages/3"


def test_wordpress_in_a_folder() -> None:
    """A WordPress below the host's root is found from a page inside it."""
    wordpress = site()
    wordpress.index = {**INDEX, "url": "https://h.org/blog", "home": "https://h.org/blog"}

    def folder(asked: Asked) -> Sent:
        if not asked.path.startswith("/blog"):
            return sent("no", 404, kind="text/html")
        inner = Asked(asked.path.removeprefix("/blog"), asked.query, asked.headers)
        return sent(PAGE.format(""), kind="text/html") if inner.path == "/2024/x/" else wordpress(inner)

    taken = take(folder, "/blog/2024/x/")
    assert len(taken.items) == 3
    assert taken.items[0].url == "https://h.org/blog/wp-json/wp/v2/pages/3"


@pytest.mark.parametrize("path", ["/wp-json/wp/v2/posts/2", "/?rest_route=/wp/v2/posts/2"])
def test_the_address_of_one_object(path: str) -> None:
    """The address of an object harvests that object alone, byte for byte."""
    taken = take(site(), path)
    assert taken.keys == ["fr/posts/2"]
    tally = taken.tallies["fr/posts"]
    assert (tally.stored, tally.complete) == (1, False)


def test_the_address_of_a_collection() -> None:
    """The address of a collection harvests that collection."""
    assert take(site(), "/wp-json/wp/v2/posts?per_page=1").keys == ["fr/posts/1", "fr/posts/2"]


@pytest.mark.parametrize(
    "argument", ["", "no url", "ftp://h.org/", "https://", "mailto:a@b.org", "http://h:x/", "word"]
)
def test_what_is_no_address(argument: str) -> None:
    """What can't be an address is said to be none, without asking anybody."""
    with pytest.raises(NotAUrlError):
        RestSource.open(argument, Harvest(), still())


def test_without_a_scheme() -> None:
    """An address without a scheme is tried with https, then with http."""
    with serving(site()) as (url, _):
        source = RestSource.open(url.removeprefix("http://"), Harvest(retries=0, timeout=5), still())
    assert source.info.home == "https://h.org"


def test_not_a_wordpress() -> None:
    """A site without a REST API is no WordPress, and the error says what was asked."""
    with pytest.raises(NotWordPressError, match=r"wp-json/.*rest_route"):
        take(lambda asked: sent(PAGE.format(""), kind="text/html"))


def test_json_that_is_no_index() -> None:
    """Another program's JSON isn't taken for a REST index."""
    with pytest.raises(NotWordPressError):
        take(lambda asked: sent('{"hello": 1}'))


def test_a_closed_index() -> None:
    """An index that refuses visitors is told with the plugin it looks like."""
    wordpress = site()
    wordpress.refuse = lambda asked, route: error(401, "rest_login_required", "REST API restricted.")
    with pytest.raises(
        RestClosedError, match=r"401: REST API restricted\.; this looks like Disable WP REST API"
    ):
        take(wordpress)


def test_a_server_that_is_down() -> None:
    """A site that only answers 503 can't be reached: it isn't said to be no WordPress."""
    with pytest.raises(UnreachableError, match="503"):
        take(lambda asked: sent("<html>maintenance", 503, kind="text/html"), options=Harvest(retries=1))


def test_a_copy_is_never_left_for_the_live_site() -> None:
    """A site that calls itself h.org is asked where it was reached; its own addresses are recorded."""
    wordpress = site()
    wordpress.page = PAGE.format("<link rel='https://api.w.org/' href='https://h.org/wp-json/'>")
    wordpress.pages["/post-1/"] = PAGE.format("<title>One</title>") + "x" * 100
    with serving(wordpress) as (url, log):
        source = RestSource.open(url, Harvest(retries=0), still())
        assert source.info.home == "https://h.org"
        key = Key("en", "posts", 1)
        (head,) = source.heads([(key, "https://h.org/post-1/")], thrifty=True)
    assert isinstance(head, Resource)
    assert head.path == "heads/en/posts/0000001-post-1.html"
    assert (head.url, head.body.endswith(b"</head>")) == ("https://h.org/post-1/", True)
    assert log[-1].path == "/post-1/"


def test_roots() -> None:
    """An address is a root and a route, either way of writing it."""
    plain = Root("https://h.org/?rest_route=/", "lang=en")
    assert (
        plain.address("wp/v2/posts", {"page": 2}) == "https://h.org/?rest_route=/wp/v2/posts&lang=en&page=2"
    )
    assert plain.below("https://h.org/en/") == Root("https://h.org/en/?rest_route=/")
    assert Root("https://h.org/en/wp-json/").site == "https://h.org/en/"
    assert split_rest("https://h.org/?rest_route=/wp/v2/posts&lang=en") == (
        "https://h.org/?rest_route=/",
        "wp/v2/posts",
        "lang=en",
    )
    assert split_rest("https://h.org/a/") is None
