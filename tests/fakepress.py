"""A compact WordPress made of dicts, for what a real one can't easily be made to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rawsite import Asked, Sent, as_json, sent

Item = dict[str, Any]
INDEX: Item = {
    "name": "Caf&eacute; &#038; th&eacute;",
    "description": "Tea",
    "url": "https://h.org",
    "home": "https://h.org",
    "gmt_offset": 1,
    "timezone_string": "",
    "namespaces": ["wp/v2"],
    "routes": {"/wp/v2/posts": {}},
    "_links": {},
}
TYPES: Item = {
    "post": {"name": "Posts", "slug": "post", "rest_base": "posts", "rest_namespace": "wp/v2"},
    "page": {"name": "Pages", "slug": "page", "rest_base": "pages", "hierarchical": True},
    "attachment": {"name": "Media", "slug": "attachment", "rest_base": "media"},
    "wp_block": {"name": "Patterns", "slug": "wp_block", "rest_base": "blocks"},
}
TAXONOMIES: Item = {"category": {"name": "Categories", "rest_base": "categories"}}


def post(id_: int, link: str = "", **more: Any) -> Item:
    """A post as the REST API shows it."""
    text = f"<p>Text {id_}</p>"
    link = link or f"https://h.org/post-{id_}/"
    return {"id": id_, "link": link, "title": {"rendered": f"T{id_}"}, "content": {"rendered": text}, **more}


class FakePress:
    """Collections by REST base and then by language base (`""`, `"en"`); `page` is the home page.

    `refuse` may answer a request in WordPress's stead.
    """

    def __init__(self, posts: list[Item] | None = None, **collections: list[Item]) -> None:
        self.bases: dict[str, dict[str, list[Item]]] = {"": {"posts": posts or [], **collections}}
        self.index: Item = dict(INDEX)
        self.types: Item = dict(TYPES)
        self.page = '<html lang="fr-FR"><head><title>x</title></head></html>'
        self.refuse: Callable[[Asked, str], Sent | None] = lambda asked, route: None
        self.totals = True
        self.extra: dict[str, Any] = {}
        self.pages: dict[str, str] = {}

    def __call__(self, asked: Asked) -> Sent:
        base, found, route = self._route(asked)
        if not found:
            return self._html(asked)
        refusal = self.refuse(asked, route)
        if refusal is not None:
            return refusal
        if base not in self.bases:
            return sent("<html>404</html>", 404, kind="text/html")
        if not route:
            return as_json(self.index)
        if route in ("wp/v2/types", "wp/v2/taxonomies"):
            return as_json(self.types if route.endswith("types") else TAXONOMIES)
        if route in self.extra:
            return as_json(self.extra[route])
        return self._collection(asked, self.bases[base], route.removeprefix("wp/v2/"))

    def _route(self, asked: Asked) -> tuple[str, bool, str]:
        if "rest_route" in asked.query:
            return asked.path.strip("/"), True, asked.query["rest_route"].strip("/")
        base, found, route = asked.path.partition("/wp-json")
        return base.strip("/"), bool(found), route.strip("/")

    def _html(self, asked: Asked) -> Sent:
        if asked.path in self.pages:
            return sent(self.pages[asked.path], kind="text/html")
        if asked.path.strip("/") in self.bases:
            return sent(self.page, kind="text/html; charset=UTF-8")
        return sent("<html>404</html>", 404, kind="text/html")

    def _collection(self, asked: Asked, collections: dict[str, list[Item]], route: str) -> Sent:
        kind, _, id_ = route.partition("/")
        if kind not in collections and kind not in (
            "posts",
            "pages",
            "categories",
            "media",
            "users",
            "comments",
        ):
            return error(404, "rest_no_route")
        items = sorted(collections.get(kind, []), key=lambda item: item["id"])
        if id_:
            found = [item for item in items if str(item["id"]) == id_]
            return as_json(_named(asked, found[0])) if found else error(404, "rest_post_invalid_id")
        if "include" in asked.query:
            wanted = asked.query["include"].split(",")
            items = [item for item in items if str(item["id"]) in wanted]
        size, page = int(asked.query.get("per_page", 10)), int(asked.query.get("page", 1))
        start = int(asked.query.get("offset", (page - 1) * size))
        if start >= len(items) and start and kind != "categories":
            return error(400, "rest_post_invalid_page_number")
        shown = [item for item in items[start : start + size] if not item.get("hidden")]
        shown = [_named(asked, item) for item in shown]
        pages = -(-len(items) // size)
        totals = {"X-WP-Total": str(len(items)), "X-WP-TotalPages": str(pages)}
        if "_envelope" in asked.query:
            return as_json({"body": shown, "status": 200, "headers": totals})
        return as_json(shown, 200, totals if self.totals else None)


def _named(asked: Asked, item: Item) -> Item:
    """The fields that `_fields` names; all, where it names none."""
    names = asked.query["_fields"].split(",") if "_fields" in asked.query else item
    return {name: item[name] for name in names if name in item}


def error(status: int, code: str, message: str = "no", **data: Any) -> Sent:
    """A WordPress error."""
    return as_json({"code": code, "message": message, "data": {"status": status, **data}}, status)
