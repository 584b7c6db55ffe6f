"""Reading a collection to its end."""

from __future__ import annotations

import json
import threading

import pytest

from fakepress import FakePress, Item, error, post
from rawsite import Asked, Sent, as_json, sent, serving
from rest_harness import still, take
from wpharvest.config import Harvest
from wpharvest.errors import RestClosedError, UnknownNameError
from wpharvest.model.items import RawItem, Tally
from wpharvest.sources.rest import RestSource

FEW = Harvest(retries=1, per_page=10, types=("posts",))


def posts(count: int) -> list[Item]:
    return [post(number) for number in range(1, count + 1)]


def ids(keys: list[str]) -> list[int]:
    return [int(key.rsplit("/", 1)[1]) for key in keys]


def test_every_post_comes_once_in_order() -> None:
    """Every object of a collection is handed over once, in the order of its id."""
    taken = take(FakePress(posts(35)), options=FEW)
    assert ids(taken.keys) == list(range(1, 36))
    tally = taken.tallies["fr/posts"]
    assert (tally.announced, tally.listed, tally.stored, tally.complete) == (35, 35, 35, True)


def test_bytes_are_as_served() -> None:
    """A body is the object's own slice of the list, byte for byte."""
    taken = take(FakePress([post(1, "https://h.org/é/")]), options=FEW)
    served = json.dumps(post(1, "https://h.org/é/")).replace("/", "\\/").encode()
    assert taken.items[0].body == served


@pytest.mark.parametrize("kind", ["posts", "categories"])
def test_without_totals(kind: str) -> None:
    """Without X-WP-Total a listing ends with a 400 (posts) or an empty list (terms)."""
    site = FakePress(posts(25), categories=posts(25))
    site.totals = False
    site.refuse = lambda asked, route: (
        error(400, "rest_invalid_param") if "_envelope" in asked.query else None
    )
    taken = take(site, options=Harvest(per_page=10, types=(kind,)))
    assert ids(taken.keys) == list(range(1, 26))
    assert taken.tallies[f"fr/{kind}"].complete


def test_the_envelope_tells_the_total() -> None:
    """Where a proxy drops X-WP-Total, `_envelope` says it."""
    site = FakePress(posts(25))
    site.totals = False
    assert take(site, options=FEW).tallies["fr/posts"].announced == 25


def test_short_and_empty_pages_are_not_the_end() -> None:
    """What a visitor may not read leaves holes, even whole pages of holes."""
    hidden = [{**each, "hidden": 5 < each["id"] <= 20} for each in posts(40)]
    taken = take(FakePress(hidden), options=FEW)
    assert ids(taken.keys) == [*range(1, 6), *range(21, 41)]
    assert taken.tallies["fr/posts"].complete


def test_a_poisoned_record_is_named_and_the_rest_kept() -> None:
    """One record that makes its page a 500 costs that record only, and it is named."""
    site = FakePress(posts(30))

    def poison(asked: Asked, route: str) -> Sent | None:
        if route == "wp/v2/posts/17":
            return sent("<h1>critical error</h1>", 500, kind="text/html")
        if route != "wp/v2/posts" or "_fields" in asked.query:
            return None
        size = int(asked.query.get("per_page", 10))
        start = int(asked.query.get("offset", (int(asked.query.get("page", 1)) - 1) * size))
        return sent("<h1>critical error</h1>", 500, kind="text/html") if start <= 16 < start + size else None

    site.refuse = poison
    taken = take(site, options=FEW)
    assert sorted(ids(taken.keys)) == [number for number in range(1, 31) if number != 17]
    tally = taken.tallies["fr/posts"]
    assert [each.what for each in tally.refused] == ["wp/v2/posts/17 (https://h.org/post-17/)"]
    assert "500" in tally.refused[0].why
    assert (tally.listed, tally.stored, tally.complete) == (30, 29, False)


def test_per_page_is_halved_until_the_server_takes_it() -> None:
    """A server that allows three at a time is read three at a time."""
    site = FakePress(posts(20))

    def refuse(asked: Asked, route: str) -> Sent | None:
        if route == "wp/v2/posts" and int(asked.query.get("per_page", 10)) > 3:
            return error(400, "rest_invalid_param", params={"per_page": "too many"})
        return None

    site.refuse = refuse
    assert ids(take(site, options=FEW).keys) == list(range(1, 21))


def test_a_cache_that_answers_page_one_for_every_page() -> None:
    """Pages that repeat the first one are noticed; `offset` and `include` get the rest."""
    site = FakePress(posts(30))

    def cache(asked: Asked, route: str) -> Sent | None:
        if route == "wp/v2/posts" and int(asked.query.get("page", 1)) > 1:
            return site(Asked(asked.path, {**asked.query, "page": "1"}, {}))
        return None

    site.refuse = cache
    taken = take(site, options=FEW)
    assert sorted(ids(taken.keys)) == list(range(1, 31))
    assert taken.tallies["fr/posts"].complete


def test_a_cache_that_ignores_every_query_is_told() -> None:
    """Where no way leads past the first page, the harvest says that it isn't complete."""
    site = FakePress(posts(30))
    site.refuse = lambda asked, route: (
        as_json(posts(10), headers={"X-WP-Total": "30", "X-WP-TotalPages": "3"})
        if route == "wp/v2/posts"
        else None
    )
    tally = take(site, options=FEW).tallies["fr/posts"]
    assert tally.stored == 10
    assert not tally.complete
    assert "10 of 30" in tally.refused[-1].why


def test_the_next_collection_is_asked_for_before_the_last_object_is_stored() -> None:
    """Each listing once, however early it was begun; what is closed is told at its own place."""
    site, asked_for = FakePress(posts(3), pages=[post(9)]), threading.Event()

    def refuse(asked: Asked, route: str) -> Sent | None:
        if route == "wp/v2/posts" and asked.query.get("page") == "1":
            asked_for.set()
        return error(401, "x") if route == "wp/v2/users" else None

    site.refuse = refuse
    with serving(site) as (url, log):
        events = RestSource.open(url, Harvest(), still()).harvest()
        next(each for each in events if isinstance(each, RawItem) and each.kind == "pages")
        assert asked_for.wait(20)
        rest = list(events)
    listings = [asked.path for asked in log if asked.query.get("page") == "1"]
    assert len(listings) == len(set(listings))
    tallies = [each for each in rest if isinstance(each, Tally) and each.done]
    assert [each.kind for each in tallies if each.refused] == ["users"]


def test_a_closed_collection_does_not_stop_the_others() -> None:
    """Users that are closed to visitors are a refusal; posts are stored all the same."""
    site = FakePress(posts(3))
    site.refuse = lambda asked, route: (
        error(401, "rest_user_cannot_view", "Sorry.") if route == "wp/v2/users" else None
    )
    taken = take(site)
    assert len(taken.items) == 3
    assert taken.tallies["fr/users"].refused[0].why.startswith("closed to visitors (401: Sorry.")
    assert not taken.tallies["fr/users"].complete


def test_a_route_that_a_plugin_took_away_is_closed() -> None:
    """A collection without a route is closed to visitors, not a gap in the harvest."""
    site = FakePress(posts(1))
    site.refuse = lambda asked, route: error(404, "rest_no_route") if route == "wp/v2/users" else None
    assert take(site).tallies["fr/users"].refused[0].why == "closed to visitors (404: no)"


def test_a_site_that_falls_silent_is_left_alone() -> None:
    """Once two collections in a row find the site silent, the others aren't asked, and each says why."""
    site = FakePress(posts(1), pages=[post(9)])
    site.refuse = lambda asked, route: (
        None if "pages" in route or route in ("", "wp/v2/types", "wp/v2/taxonomies") else Sent((), reset=True)
    )
    taken = take(site, options=Harvest(retries=0))
    assert taken.keys == ["fr/pages/9"]
    assert "not asked any more" in taken.tallies["fr/media"].refused[0].why
    assert not any("/media" in asked.path for asked in taken.log)


def test_all_collections_closed_is_an_error() -> None:
    """An index that shows nothing behind it is a closed REST API, and the plugin is named."""
    site = FakePress()
    message = "DRA: Only authenticated users can access the REST API."
    site.refuse = lambda asked, route: error(401, "rest_cannot_access", message) if route else None
    with pytest.raises(RestClosedError, match="Disable REST API"):
        take(site)


def test_closed_types_fall_back_to_what_every_wordpress_has() -> None:
    """Without `/wp/v2/types` posts and pages are harvested all the same."""
    site = FakePress(posts(2), pages=[post(9)])
    site.refuse = lambda asked, route: (
        error(401, "x") if route in ("wp/v2/types", "wp/v2/taxonomies") else None
    )
    taken = take(site)
    assert taken.keys == ["fr/pages/9", "fr/posts/1", "fr/posts/2"]
    said = [notice for notice in taken.notices if notice.rule == "collections"]
    assert [notice.what.partition(":")[0] for notice in said] == ["wp/v2/types", "wp/v2/taxonomies"]
    assert not any(notice.lost for notice in said)


def test_machinery_only_if_asked_for() -> None:
    """Types that hold no content are left out, unless named; an unknown one names the near miss."""
    kinds = [each.kind for each in take(FakePress()).info.collections]
    assert kinds == ["pages", "posts", "categories", "media", "users", "comments"]
    named = take(FakePress(), options=Harvest(types=("wp_block",)))
    assert list(named.tallies) == ["fr/blocks"]
    with pytest.raises(UnknownNameError, match="did you mean 'posts'"):
        take(FakePress(), options=Harvest(types=("potss",)))


def test_paths_limit_what_is_taken() -> None:
    """`include` and `exclude` match the path of the link, and such a harvest never claims completeness."""
    site = FakePress(
        [post(1, "https://h.org/en/a/"), post(2, "https://h.org/en/b/"), post(3, "https://h.org/c/")]
    )
    taken = take(site, options=Harvest(include=("/en/*",), exclude=("*/b/",)))
    assert taken.keys == ["fr/posts/1"]
    assert not taken.tallies["fr/posts"].complete


def test_ids_as_strings_and_lists_as_objects() -> None:
    """PHP writes a list with a gap as an object, and some plugins write ids as strings."""
    site = FakePress(posts(1))
    site.refuse = lambda asked, route: (
        as_json({"0": {"id": "7"}, "2": {"id": 9}}, headers={"X-WP-Total": "2"})
        if route == "wp/v2/posts"
        else None
    )
    assert take(site, options=FEW).keys == ["fr/posts/7", "fr/posts/9"]


def test_the_same_site_gives_the_same_harvest() -> None:
    """Two harvests of one site are equal, requests included."""
    site = FakePress(posts(25), pages=posts(3))
    first, second = take(site), take(site)
    assert (first.items, first.info, first.tallies) == (second.items, second.info, second.tallies)
