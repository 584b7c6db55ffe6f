"""What the API says about itself: the index, its types, its taxonomies, its routes.

Source: `get_index`, `get_namespace_index`, `get_data_for_route` in `class-wp-rest-server.php`;
`class-wp-rest-post-types-controller.php` and `class-wp-rest-taxonomies-controller.php`; Polylang Pro's
`/pll/v1/languages` (https://polylang.pro/doc/rest-api/).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

import msgspec

from wpharvest.language import primary
from wpharvest.model.items import Collection, Json
from wpharvest.web.replay import oembed, searching
from wpharvest.web.replay.answers import RefusedError
from wpharvest.web.replay.objects import Asked, params_for
from wpharvest.web.replay.params import Param, params_of_one
from wpharvest.web.replay.shelves import POLYLANG, POSTS, Library

MENU = "nav_menu"  # a taxonomy that nobody would call one
# How a parameter type of ours stands in WordPress's JSON Schema.
_SCHEMAS: dict[str, Json] = {
    "integer": {"type": "integer"},
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "integers": {"type": "array", "items": {"type": "integer"}},
    "strings": {"type": "array", "items": {"type": "string"}},
    "slugs": {"type": "array", "items": {"type": "string"}},
    "statuses": {"type": "array", "items": {"type": "string"}},
    "date": {"type": "string", "format": "date-time"},
    "email": {"type": "string", "format": "email"},
    "terms": {"type": ["object", "array"]},
    "types": {"type": ["boolean", "array"], "items": {"type": "string"}},
}


def index(library: Library, asked: Asked) -> Json:
    """The REST index: as the site served it, with the routes that are served here."""
    info = library.info
    stored = info.index
    value: Json = {
        "name": info.name,
        "description": info.description,
        "url": info.home,
        "home": info.home,
        "gmt_offset": "0",
        "timezone_string": info.timezone,
        "namespaces": namespaces(library),
        "authentication": [],
        **{name: part for name, part in stored.items() if name not in {"routes", "_links"}},
        "routes": {route: described(library, asked, route) for route in routes(library, asked)},
    }
    return value | {"_links": {"help": [{"href": "https://developer.wordpress.org/rest-api/"}]}}


def namespaces(library: Library) -> list[str]:
    """The namespaces that have something to serve."""
    own = dict.fromkeys(each.namespace for each in library.collections)
    return list(dict.fromkeys(["oembed/1.0", "wp/v2", *own, *(["pll/v1"] if has_polylang(library) else [])]))


def has_polylang(library: Library) -> bool:
    """Whether the site's languages were read from Polylang's own endpoint."""
    return any(source.startswith(POLYLANG) for source in _sources(library))


def _sources(library: Library) -> set[str]:
    return {language.source.lower() for language in library.info.languages}


def namespace_index(library: Library, asked: Asked, namespace: str) -> Json:
    """`/wp/v2`: the routes of one namespace."""
    own = [route for route in routes(library, asked) if route.startswith(f"/{namespace}")]
    return {
        "namespace": namespace,
        "routes": {route: described(library, asked, route) for route in own},
        "_links": {"up": [{"href": _href(library, asked, "/")}]},
    }


def routes(library: Library, asked: Asked) -> list[str]:
    """Every route served here, as WordPress's regular expressions write them."""
    found = ["/", *(f"/{namespace}" for namespace in namespaces(library))]
    for shelf in asked.view.shelves.values():
        found += [shelf.route, f"{shelf.route}/(?P<id>[\\d]+)"]
    found += ["/wp/v2/types", "/wp/v2/types/(?P<type>[\\w-]+)"]
    found += ["/wp/v2/taxonomies", "/wp/v2/taxonomies/(?P<taxonomy>[\\w-]+)"]
    found += ["/wp/v2/statuses", "/wp/v2/statuses/(?P<status>[\\w-]+)", searching.ROUTE, oembed.ROUTE]
    return [*found, "/pll/v1/languages"] if has_polylang(library) else found


def described(library: Library, asked: Asked, route: str) -> Json:
    """One route in the index, and the answer to OPTIONS: its methods and parameters."""
    shelf = asked.view.by_route.get(route)
    args = _args(_params(library, asked, route))
    if shelf and shelf.collection.role in {"type", "taxonomy"} and (codes := _asked_codes(library)):
        args["lang"] = {"type": "string", "enum": codes, "required": False}
    own = next((each for each in namespaces(library) if f"{route}/".startswith(f"/{each}/")), "")
    value: Json = {
        "namespace": own,
        "methods": ["GET"],
        "endpoints": [{"methods": ["GET"], "args": args or []}],
    }
    if "(" not in route:
        value["_links"] = {"self": [{"href": _href(library, asked, route)}]}
    return value


def _params(library: Library, asked: Asked, route: str) -> Mapping[str, Param]:
    if shelf := asked.view.by_route.get(route):
        return params_for(library, shelf.collection)
    if route == searching.ROUTE:
        return searching.params(asked.view)
    shelf = asked.view.by_route.get(route.partition("/(")[0])
    return {"id": Param("integer"), **params_of_one(shelf.collection.role)} if shelf else {}


def _asked_codes(library: Library) -> list[str]:
    """The values of `lang` that a site names in its routes, where that is how its languages were found."""
    queries = [language.query for language in library.info.languages if language.source == "routes"]
    codes = [query.removeprefix("lang=") for query in queries if query.startswith("lang=")]
    return codes if len(codes) == len(queries) else [primary(each.code) for each in library.languages]


def _args(params: Mapping[str, Param]) -> Json:
    args: Json = {}
    for name, param in params.items():
        schema = dict(_SCHEMAS[param.type])
        if param.default is not None:
            # WordPress names a list of one word by the word.
            alone = isinstance(param.default, tuple) and len(param.default) == 1
            schema["default"] = param.default[0] if alone else param.default
        if param.enum and "items" in schema:
            schema["items"] = {**schema["items"], "enum": param.enum}
        elif param.enum:
            schema["enum"] = param.enum
        if param.minimum is not None:
            schema["minimum"] = param.minimum
        if param.maximum is not None:
            schema["maximum"] = param.maximum
        args[name] = schema | {"required": False}
    return args


def _href(library: Library, asked: Asked, route: str) -> str:
    """An address as it stands in a body: the site's own, as in the objects."""
    return asked.view.url(urljoin(library.info.home, "/").rstrip("/"), route)


def types(library: Library, asked: Asked) -> Json:
    """`/wp/v2/types`, keyed by type name."""
    kinds = [each for each in library.collections if each.role in POSTS and each.name != MENU]
    return {each.name: _raw(library, asked, each) for each in kinds}


def type_(library: Library, asked: Asked, name: str) -> Json:
    """`/wp/v2/types/page`"""
    found: Json | None = types(library, asked).get(name)
    if found is None:
        raise RefusedError("rest_type_invalid", "Invalid post type.", 404, allow=True)
    return found


# A visitor sees no other status (`class-wp-rest-post-statuses-controller.php`).
_PUBLISHED: Json = {
    "name": "Published",
    "public": True,
    "queryable": True,
    "slug": "publish",
    "date_floating": False,
}


def statuses(library: Library, asked: Asked) -> Json:
    """`/wp/v2/statuses`: what a visitor may see."""
    links = {"archives": [{"href": _href(library, asked, "/wp/v2/posts")}]}
    return {"publish": _PUBLISHED | {"_links": links}}


def status(library: Library, asked: Asked, name: str) -> Json:
    """`/wp/v2/statuses/publish`"""
    found: Json | None = statuses(library, asked).get(name)
    if found is None:
        raise RefusedError("rest_status_invalid", "Invalid status.", 404)
    return found


def taxonomies(library: Library, asked: Asked) -> Json:
    """`/wp/v2/taxonomies`, keyed by taxonomy name; `type` keeps those of one post type."""
    kinds = [each for each in library.collections if each.role == "taxonomy" or each.name == MENU]
    found = {each.name: _raw(library, asked, each) for each in kinds}
    if wanted := asked.query.get("type"):
        return {name: raw for name, raw in found.items() if wanted in raw.get("types", ())}
    return found


def taxonomy(library: Library, asked: Asked, name: str) -> Json:
    """`/wp/v2/taxonomies/category`"""
    found = taxonomies(library, msgspec.structs.replace(asked, query={})).get(name)
    if found is None:
        raise RefusedError("rest_taxonomy_invalid", "Invalid taxonomy.", 404, allow=True)
    return dict(found)


def _raw(library: Library, asked: Asked, collection: Collection) -> Json:
    """The description as the site served it; what every site says where it wasn't kept."""
    folder = "taxonomies" if collection.role == "taxonomy" or collection.name == MENU else "types"
    described = collection.raw or {
        "description": "",
        "hierarchical": collection.hierarchical,
        "name": collection.label or collection.kind,
        "slug": collection.name,
        **({"types": []} if collection.role == "taxonomy" else {"taxonomies": []}),
        "rest_base": collection.kind,
        "rest_namespace": collection.namespace,
    }
    return {"_links": _item_links(library, asked, collection, folder)} | described


def _item_links(library: Library, asked: Asked, collection: Collection, folder: str) -> Json:
    return {
        "collection": [{"href": _href(library, asked, f"/wp/v2/{folder}")}],
        "wp:items": [{"href": _href(library, asked, f"/{collection.namespace}/{collection.kind}")}],
        "curies": [{"name": "wp", "href": "https://api.w.org/{rel}", "templated": True}],
    }


def polylang(library: Library, asked: Asked) -> list[Json]:
    """`/pll/v1/languages`"""
    home = urljoin(library.info.home, "/")
    return [
        {
            "locale": language.code.replace("-", "_"),
            "is_rtl": False,
            "w3c": language.code,
            "name": language.name,
            "slug": dict([language.query.partition("=")[::2]]).get("lang") or primary(language.code),
            "is_default": language.code == library.default,
            "home_url": urljoin(home, language.home),
        }
        for language in library.languages
    ]
