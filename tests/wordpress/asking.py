"""Requests that nobody chose: each parameter that the site's own index names, alone and several at once.

What a parameter may be is read from the index of the real WordPress (`/wp-json/wp/v2`), so that a parameter
which the replay doesn't know is asked for, too. The same seed gives the same requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any
from urllib.parse import quote

from .server import Site

Json = dict[str, Any]

# Collections that a visitor may list; of the others `test_replay.STANDING` compares the refusals.
NAMESPACES = ("wp/v2", "agenda/v1")
LEFT_OUT = re.compile(
    r"/wp/v2/(blocks|templates|template-parts|menu|navigation|themes|plugins|block|pattern|set)"
)
# Those whose objects have a language.
SPOKEN = tuple(f"wp/v2/{kind}" for kind in ("posts", "pages", "publications", "categories", "tags", "users"))
NOT_COLLECTIONS = ("types", "statuses", "taxonomies", "sidebars", "widgets", "widget-types")
MOST = 4  # parameters at once
ALONE = 0.15  # of the requests are for one object
WRONG = 0.08  # of the values are ones that no schema allows
# What every answer can be asked for, whatever its route.
GLOBAL = (
    *("_fields=id", "_fields=id,title.rendered,slug", "_fields[]=id&_fields[]=_links", "_fields=nothing"),
    *("_embed", "_embed=author", "_envelope=1", "_method=GET", "_method=OPTIONS", "context=embed"),
    *("_fields=_links.self,id", "_embed=wp:term&_fields=id,_links,_embedded", "_envelope&_embed=1"),
)
# What is stored as it is served: what only the database has, nobody else can look through.
WORDS = (
    *("centre", "le", "NOTE 7", "étienne", "etienne", '"sans balise"', "note -numéro", "d’un", "d'un"),
    *("strong", "%", "_", "Les Mots", "l", "rapport", "1", "é b", "news", "x" * 300, "note 1 2"),
)
OF_COMMENTS = ("merci", "zoé", "BIENTOT", "Enfin !", "nothing of it")
DATES = (
    *("2024-03-05T10:00:00", "2023-06-01T08:00:00", "2023-06-01T08:00:00Z", "2024-06-01T00:00:00+05:30"),
    *("2001-01-01T00:00:00", "2099-12-31T23:59:59", "2026-01-19T17:20:00"),
)
MISTAKES = (
    "",
    "x",
    "-1",
    "1.5",
    "0",
    "999999",
    "1,x",
    "[]",
    "true",
    "2024-13-45T00:00:00",
    "2024-03-05",
    "é",
)


def collections_of(site: Site) -> dict[str, Json]:
    """Each collection's route below the REST root, and its parameters as the site describes them."""
    found: dict[str, Json] = {}
    for namespace in NAMESPACES:
        routes = site.get(f"/wp-json/{namespace}").json()["routes"]
        for route, described in routes.items():
            reading = [each["args"] for each in described["endpoints"] if "GET" in each["methods"]]
            args: Json = (reading and reading[0]) or {}
            last = route.rpartition("/")[2]
            if "per_page" in args and "(" not in route and not LEFT_OUT.match(route):
                found[route[1:]] = args if last not in NOT_COLLECTIONS else {}
    return found


class Asking:
    """Makes requests up for one site. `also`: parts of a query, one of which each listing gets."""

    def __init__(self, site: Site, seed: int, also: tuple[str, ...] = ()) -> None:
        self._random, self._also = Random(seed), also
        self.collections = collections_of(site)
        self._objects = {
            route: {} if route.endswith("/search") else _by_id(site.collection(f"/wp-json/{route}"))
            for route in self.collections
        }
        self._ids = {route: list(objects) for route, objects in self._objects.items()}
        self._slugs = {
            route: [each["slug"] for each in objects.values() if each.get("slug")]
            for route, objects in self._objects.items()
        }

    def known(self, where: str) -> Mapping[int, Json]:
        """The objects that an answer may list, by id."""
        route = where.partition("?")[0]
        if not route.endswith("/search"):
            return self._objects.get(route, {})
        kinds = self._objects.values()
        return {id_: each for kind in kinds for id_, each in kind.items() if "date" in each}

    def requests(self, count: int) -> Iterator[str]:
        """So many requests, the collections in turn."""
        routes = list(self.collections)
        for number in range(count):
            route = routes[number % len(routes)]
            alone = self._random.random() < ALONE and not route.endswith("/search")
            yield self._single_request(route) if alone else self._request(route)

    def _single_request(self, route: str) -> str:
        known = [*self._ids[route], 999999, 0, "x"]
        context = ("context=view", "context=embed", "context=edit", "context=x", "password=x", "page=2")
        parts = self._random.sample((*context, *GLOBAL), self._random.randint(0, 2))
        return f"{route}/{self._random.choice(known)}?{'&'.join(parts)}"

    def _request(self, route: str) -> str:
        args = self.collections[route]
        names = self._random.sample(sorted(args), self._random.randint(1, min(MOST, len(args))))
        parts = [self._part(route, name, args[name]) for name in names]
        if self._random.random() < 0.3:
            parts.append(self._random.choice(GLOBAL))
        if self._random.random() < 0.5 and "per_page" not in names:
            parts.append(f"per_page={self._random.choice((1, 2, 3, 7, 100))}")
        if route in SPOKEN and self._also:
            parts.append(self._random.choice(self._also))
        return f"{route}?{'&'.join(dict.fromkeys(parts))}"

    def _part(self, route: str, name: str, arg: Json) -> str:
        secret = name == "search" and route.endswith("/comments")  # it looks into addresses, too
        if self._random.random() < WRONG and not secret:
            return f"{name}={quote(self._random.choice(MISTAKES))}"
        kind = arg.get("type")
        if kind == ["object", "array"]:
            return self._terms(name, name.removesuffix("_exclude"))
        if kind == ["boolean", "array"] or kind == "boolean":
            return f"{name}={self._random.choice(('true', 'false', '1', '0'))}"
        if name in ("search", "author_email"):
            words = OF_COMMENTS if route.endswith("/comments") else WORDS
            return f"{name}={quote(self._random.choice(words))}"
        if arg.get("format") == "date-time":
            return f"{name}={quote(self._random.choice(DATES))}"
        if kind == "array":
            return self._list(route, name, arg)
        return f"{name}={self._single(route, name, arg)}"

    def _single(self, route: str, name: str, arg: Json) -> str:
        if arg.get("enum"):
            return str(self._random.choice(_listed(arg["enum"])))
        if name in ("page", "offset", "menu_order"):
            return str(self._random.choice((1, 1, 2, 3, 9, 40)))
        if name == "per_page":
            return str(self._random.choice((1, 2, 3, 5, 10, 50, 100)))
        if name in ("parent", "post"):
            return str(self._random.choice(self._known(route, name)))
        return self._random.choice(("image", "image/jpeg", "application/pdf", "comment", "approve", "all"))

    def _list(self, route: str, name: str, arg: Json) -> str:
        items: Json = arg.get("items") or {}
        if items.get("enum"):
            known: list[Any] = _listed(items["enum"])
        elif items.get("type") == "string":
            known = self._slugs.get(route) or ["author", "read"]
        else:
            known = self._known(route, name)
        chosen = [self._random.choice(known) for _ in range(self._random.randint(1, 4))]
        if self._random.random() < 0.3:
            return "&".join(f"{name}[]={quote(str(each))}" for each in chosen)
        return f"{name}={quote(','.join(map(str, chosen)))}"

    def _terms(self, name: str, taxonomy: str) -> str:
        known = [*self._ids.get(f"wp/v2/{taxonomy}", self._ids.get(f"agenda/v1/{taxonomy}", [])), 999999]
        chosen = ",".join(str(self._random.choice(known)) for _ in range(self._random.randint(1, 3)))
        if self._random.random() < 0.5:
            return f"{name}={chosen}"
        more = self._random.choice(
            ("", "&{}[operator]=AND", "&{}[operator]=OR", "&{}[include_children]=true")
        )
        return f"{name}[terms]={chosen}{more.format(name)}"

    def _known(self, route: str, name: str) -> list[int]:
        """Ids that may be meant by a parameter: people, posts of any type, or the collection's own."""
        if name.startswith("author"):
            return [*self._ids["wp/v2/users"], 999999]
        if name == "post" or (name.startswith("parent") and route.endswith("media")):
            return [*self._ids["wp/v2/posts"][-12:], *self._ids["wp/v2/pages"], 0, 999999]
        own = self._ids[route] or [*self._ids["wp/v2/pages"], *self._ids["wp/v2/posts"][-12:]]
        return [*own, 0, 999999]


def _by_id(objects: list[Json]) -> dict[int, Json]:
    return {each["id"]: each for each in objects}


def _listed(enum: list[Any] | Mapping[str, Any]) -> list[Any]:
    """PHP writes an array with names for its keys as an object."""
    return list(enum.values()) if isinstance(enum, Mapping) else enum
