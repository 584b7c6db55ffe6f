"""The replay of a harvest answers as the real WordPress does: status, headers, items, order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest
import requests
from werkzeug.test import Client

from wpharvest.config import Harvest
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source
from wpharvest.store import Snapshot
from wpharvest.web.replay import application

from .asking import Asking
from .fixtures import Filled
from .likeness import order_of, unlike
from .server import Site

SEED = 2026  # of the requests that nobody chose: `Asking` makes others up for another number
Fill = Callable[[str], Filled]

POSTS = ("posts", "pages", "publications", "media")
TERMS = ("categories", "tags", "topics")
PAGED = (
    *(
        "",
        "per_page=3",
        "per_page=3&page=2",
        "per_page=100&orderby=id&order=asc",
        "offset=2&per_page=2",
        "page=999",
    ),
    *("_fields=id", "_fields=id,title.rendered,_links", "_fields[]=id&_fields[]=slug", "context=embed"),
    *(
        "_envelope=1&per_page=1",
        "_fields=id,slug&_envelope",
        "_embed=1&per_page=5",
        "_embed=author,wp:term&per_page=5",
    ),
    *(
        "per_page=0",
        "per_page=101",
        "page=0",
        "orderby=nonsense",
        "order=up",
        "per_page=x&page=y",
        "include=0",
    ),
    *("exclude=1,2", "context=edit", "slug=nothing", "_method=DELETE"),
)
WAYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        POSTS,
        (
            *("orderby=title&order=asc&per_page=100", "orderby=slug", "orderby=relevance", "orderby=include"),
            *("search=centre", "search=centre -ouverture", "search=rapport&orderby=relevance", "search=zzz"),
            *(
                "after=2024-06-01T00:00:00",
                "before=2024-06-01T00:00:00Z",
                "modified_after=2001-01-01",
                "after=today",
            ),
            *(
                "author=1&per_page=2",
                "author_exclude=1",
                "status=draft",
                "status=any",
                "sticky=1",
                "status=publish",
            ),
            *(
                "categories_exclude=4&per_page=3",
                "tags=1",
                "categories=x",
                "categories[terms]=4&categories[operator]=AND",
            ),
        ),
    ),
    **dict.fromkeys(
        TERMS,
        (
            *(
                "orderby=count&order=desc",
                "orderby=slug",
                "hide_empty=true",
                "parent=0",
                "search=act",
                "post=999999",
            ),
            *("orderby=description", "offset=1"),
        ),
    ),
    "users": (
        "orderby=id",
        "orderby=slug&order=desc",
        "roles=editor",
        "who=authors",
        "orderby=registered_date",
    ),
    "comments": (
        "orderby=id&order=asc",
        "parent=0",
        "search=merci",
        "post=0",
        "status=hold",
        "type=pingback",
    ),
}
STANDING = (
    *(f"wp/v2/{each}?context=edit" for each in ("types", "types/post", "types/nope", "statuses")),
    *("wp/v2/taxonomies?context=edit", "wp/v2/taxonomies/category?context=edit", "wp/v2/types?context=x"),
    *(f"wp/v2/{each}?context=embed" for each in ("types/page", "taxonomies", "statuses", "taxonomies/topic")),
    *("wp/v2/taxonomies", "wp/v2/taxonomies?type=post", "wp/v2/types/post?_fields=name,slug"),
    *("wp/v2/menus", "wp/v2/menu-items", "wp/v2/templates", "wp/v2/widgets/x", "wp/v2/menu-locations"),
    *("wp/v2/block-patterns/patterns", "wp/v2/global-styles/themes/bare", "oembed/1.0/proxy?url=x"),
    *("wp/v2/block-types/core", "wp/v2/sidebars", "wp/v2/pattern-directory/patterns"),
    *("wp/v2/types/page", "wp/v2/types/nope", "wp/v2/taxonomies/category", "wp/v2/taxonomies/nope"),
    *(
        "wp/v2/statuses",
        "wp/v2/statuses/publish",
        "wp/v2/statuses/draft",
        "wp/v2/statuses/nope",
        "wp/v2/settings",
    ),
    *(
        "wp/v2/users/me",
        "wp/v2/themes",
        "wp/v2/plugins",
        "wp/v2/block-types",
        "nope",
        "wp/v2/nope",
        "nope/v1",
    ),
    *(
        "wp/v2/search?subtype=page,event&per_page=100",
        "wp/v2/search?search=le",
        "wp/v2/search?search=le&type=term",
        "wp/v2/search?type=term&per_page=3",
    ),
    *("wp/v2/search?subtype=event&per_page=1&page=2", "wp/v2/search?type=nope"),
    *("wp/v2/search?search=le&_embed", "wp/v2/search?_fields=id,url&type=term", "wp/v2/search?page=99"),
    *("oembed/1.0/embed", "oembed/1.0/embed?url=nope"),
)


def asked_of(site: Site, mode: str = "") -> Iterator[str]:
    """What a headless front end asks: each collection in each way, single objects, and mistakes."""
    yield from STANDING
    for kind in WAYS:
        for asks in (*PAGED, *WAYS[kind]):
            yield f"wp/v2/{kind}?{asks}"
        for name in ("999999", "abc", "-1"):
            yield f"wp/v2/{kind}/{name}"
        if kind == "users":
            continue
        for at, one in enumerate(site.collection(f"/wp-json/wp/v2/{kind}")[:6]):
            here = f"wp/v2/{kind}/{one['id']}"
            yield from (here, f"{here}?_embed", f"{here}?_fields=id,_links,_embedded&_embed=1")
            if kind == "posts":
                yield f"{here}/revisions"
                yield from (f"wp/v2/{each}?post={one['id']}" for each in (*TERMS, "comments"))
                yield from (f"wp/v2/posts?{each}={term}" for each in TERMS for term in one.get(each, ()))
            if (
                kind in {"posts", "pages"} and not mode
            ):  # our stand-in for Polylang doesn't know its addresses
                wide = ("", "&maxwidth=400", "&maxwidth=9", "&format=xml")[at % 4]
                yield f"oembed/1.0/embed?url={one['link']}{wide}"
            if kind in {"pages", "categories"}:
                yield f"wp/v2/{kind}?parent={one['id']}"


class Replayed(NamedTuple):
    """A site, its harvest served again, and who makes up requests to both."""

    site: Site
    client: Client
    asking: Asking

    def unlike(self, requests: Iterable[str]) -> list[tuple[str, dict[str, Any]]]:
        """The requests that the two answer differently, and in what."""
        found = []
        for where in dict.fromkeys(requests):
            theirs = self.site.get(f"/wp-json/{where}")
            ours = self.client.get(f"/wp-json/{where}", base_url=self.site.url)
            if why := unlike(theirs, ours, order_of(where, self.asking.known(where))):
                found.append((where, why))
        return found


@pytest.fixture(scope="module")
def replayed(filled: Fill, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Replayed]:
    """The site as this multilingual plugin shows it, and the replay of its harvest."""

    @cache
    def give(mode: str) -> Replayed:
        site, options = filled(mode).site, Harvest()
        folder = tmp_path_factory.mktemp("replayed") / "s"
        fetch(open_source(site.url, options), folder, options, started_at="2026-01-01T00:00:00Z")
        opened = Snapshot.open(folder)
        client = Client(application(opened.info, opened.items(), opened.resources()))
        return Replayed(site, client, Asking(site, SEED, ("lang=fr", "lang=en", "") if mode else ()))

    return give


@pytest.mark.parametrize("mode", ["", "polylang-pro"])
def test_every_answer_is_the_sites_own(replayed: Callable[[str], Replayed], mode: str) -> None:
    """Status, headers and JSON, of some 500 requests; what a visitor can't know is left out by name."""
    both = replayed(mode)
    assert both.unlike(asked_of(both.site, mode)) == []


ORIGIN = {"Origin": "https://front.example"}
BY_METHOD: tuple[tuple[str, str, dict[str, str]], ...] = (
    *(
        ("HEAD", "wp/v2/posts?per_page=2&page=2", {}),
        ("HEAD", "wp/v2/pages/999999", {}),
        ("HEAD", "nope", ORIGIN),
    ),
    *(("GET", "wp/v2/posts?per_page=1", ORIGIN), ("GET", "wp/v2/posts?page=0", ORIGIN), ("GET", "", ORIGIN)),
    *(("OPTIONS", "wp/v2/pages", ORIGIN), ("OPTIONS", "wp/v2/pages", {}), ("OPTIONS", "nope", ORIGIN)),
    *(("OPTIONS", "wp/v2/posts/999999", {}), ("OPTIONS", "wp/v2/search", ORIGIN)),
    ("POST", "wp/v2/tags?per_page=1", {"X-HTTP-Method-Override": "GET"}),
    ("GET", "wp/v2/tags", {"X-HTTP-Method-Override": "OPTIONS"}),
)


@pytest.mark.parametrize(("method", "where", "headers"), BY_METHOD)
def test_methods_and_origins(
    replayed: Callable[[str], Replayed], method: str, where: str, headers: dict[str, str]
) -> None:
    """HEAD, OPTIONS, a method that a header names, and what a browser asks from another site."""
    both = replayed("")
    url = f"{both.site.url}/wp-json/{where}"
    theirs = requests.request(method, url, headers=headers, timeout=30)
    ours = both.client.open(f"/wp-json/{where}", method=method, headers=headers, base_url=both.site.url)
    if where == "":  # the index lists what can be written, too
        assert theirs.ok and ours.status_code == 200
        assert theirs.headers["Access-Control-Allow-Origin"] == ours.headers["Access-Control-Allow-Origin"]
        return
    assert unlike(theirs, ours) == {}


@pytest.mark.parametrize(("mode", "count"), [("", 300), ("polylang-pro", 200)])
def test_whatever_is_asked(replayed: Callable[[str], Replayed], mode: str, count: int) -> None:
    """Requests that nobody chose: any parameters of any collection together, right and wrong ones."""
    both = replayed(mode)
    assert both.unlike(both.asking.requests(count)) == []
