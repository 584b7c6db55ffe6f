"""The WSGI application: which part of the snapshot a request is for.

Source: `rest_api_loaded` and `rest_handle_options_request` in `rest-api.php`; `serve_request` and
`match_request_to_handler` in `class-wp-rest-server.php`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import msgspec
from werkzeug.wrappers import Request, Response

from wpharvest.model.items import RawItem, Resource, SiteInfo
from wpharvest.web.replay import answers, closed, contexts, descriptions, oembed, searching
from wpharvest.web.replay.answers import Answer, RefusedError
from wpharvest.web.replay.embedding import relations, with_embedded
from wpharvest.web.replay.objects import Asked, listing, number_of, seen, single, wanted_fields
from wpharvest.web.replay.pages import Pages
from wpharvest.web.replay.permission import of_listing
from wpharvest.web.replay.query import Query, parse, text
from wpharvest.web.replay.shelves import Library, View

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Describe = Callable[[Library, Asked], Any]
DESCRIPTIONS: dict[str, Describe] = {
    "/": descriptions.index,
    "/wp/v2/types": descriptions.types,
    "/wp/v2/taxonomies": descriptions.taxonomies,
    "/wp/v2/statuses": descriptions.statuses,
}
SINGLE_DESCRIPTIONS: dict[str, Callable[[Library, Asked, str], Any]] = {
    "/wp/v2/types": descriptions.type_,
    "/wp/v2/taxonomies": descriptions.taxonomy,
    "/wp/v2/statuses": descriptions.status,
}


def application(
    info: SiteInfo, items: Iterable[RawItem], resources: Iterable[Resource] = ()
) -> WSGIApplication:
    """A WSGI application that answers as the WordPress that these items came from.

    Objects are served with the bytes they have; their links stay the site's own (`info.home`), while the
    headers (`Link`) lead to the server that was asked, so that a client never leaves it unasked.
    """
    replay = _Replay(Library(info, items), resources)
    wrapped: WSGIApplication = Request.application(replay.respond)
    return wrapped


class _Replay:
    def __init__(self, library: Library, resources: Iterable[Resource]) -> None:
        self.library = library
        self.pages = Pages(library, resources)
        self._host = urlsplit(library.info.home).netloc
        # The longest path first: `/en/wp-json/` before `/wp-json/`.
        self.views = sorted(library.views, key=lambda view: (-len(view.base), not view.query))

    def respond(self, request: Request) -> Response:
        """The answer; one that the client has already becomes a 304, and a part of a file a 206."""
        response = self._respond(request)
        if request.method in {"GET", "HEAD"} and response.status_code == 200:
            if not response.direct_passthrough:
                response.content_length = len(response.get_data())
                response.add_etag()
            response.make_conditional(request, accept_ranges=True, complete_length=response.content_length)
        return response

    def _respond(self, request: Request) -> Response:
        query = parse(request.query_string.decode("utf-8", "replace"))
        found = self._route(request.path, query)
        if found is None:
            return self.pages.respond(request)
        view, route = found
        return self._rest(request, Asked(view, route, query, request.url_root.rstrip("/")))

    def _route(self, path: str, query: Query) -> tuple[View, str] | None:
        """The view and the route that a path means; None if it isn't the REST API's."""
        plain = text(query, "rest_route")
        for view in self.views:
            if any(query.get(name) != value for name, value in view.query.items()):
                continue
            if plain and path in {view.base, f"{view.base}index.php"}:
                return view, "/" + plain.strip("/")
            if view.pretty and f"{path}/".startswith(view.pretty):
                return view, "/" + path[len(view.pretty) :].strip("/")
        return None

    def _rest(self, request: Request, asked: Asked) -> Response:
        method = text(asked.query, "_method") or request.headers.get("X-HTTP-Method-Override", "")
        method = (method or request.method).upper()
        try:
            answer = self._answer(asked, method)
        except RefusedError as refused:
            answer = Answer(answers.encode(refused.value), refused.status, refused.headers)
        if "_embed" in asked.query:
            answer = self._embedding(asked, answer)
        if "_envelope" in asked.query:
            answer = answers.envelope(answer)
        response = Response(answer.body, answer.status, content_type=answers.JSON_TYPE)
        origin = request.headers.get("Origin", "")
        for name, value in answers.standing_headers(asked.url("/"), origin, request.method):
            response.headers[name] = value
        for name, own in answer.headers.items():
            response.headers[name] = str(own)
        return response

    def _embedding(self, asked: Asked, answer: Answer) -> Answer:
        value = with_embedded(
            json.loads(answer.body), relations(asked.query), lambda address: self._linked(asked, address)
        )
        return msgspec.structs.replace(answer, body=answers.encode(value))

    def _linked(self, asked: Asked, address: str) -> Any:
        """What an address in an object's `_links` answers; PHP's empty array if it isn't of this API."""
        parts = urlsplit(address)
        query = {"context": "embed", **parse(parts.query)}
        found = self._route(unquote(parts.path), query)
        if parts.netloc != self._host or found is None:
            return []
        view, route = found
        try:
            return json.loads(self._answer(Asked(view, route, query, asked.origin), "GET").body)
        except RefusedError as refused:
            return refused.value

    def _answer(self, asked: Asked, method: str) -> Answer:
        if method == "OPTIONS":
            return self._options(asked)
        if method not in {"GET", "HEAD"}:
            raise answers.no_route()
        closed.refuse(asked.route)
        if asked.route == searching.ROUTE:
            return searching.answer(self.library, asked)
        if asked.route == oembed.ROUTE:
            return oembed.answer(self.library, asked, self.pages.item_at)
        answer = self._described(asked)
        if answer:
            return answer
        route, _, id_ = asked.route.rpartition("/")
        shelf = asked.view.by_route.get(asked.route)
        if shelf:
            closed.refuse_empty(shelf)
            return listing(self.library, asked, shelf)
        shelf = asked.view.by_route.get(route)
        if shelf:
            return single(self.library, asked, shelf, id_)
        raise answers.no_route()

    def _described(self, asked: Asked) -> Answer | None:
        route, _, name = asked.route.rpartition("/")
        if asked.route in DESCRIPTIONS:
            value = DESCRIPTIONS[asked.route](self.library, asked)
        elif asked.route == "/pll/v1/languages" and descriptions.has_polylang(self.library):
            value = descriptions.polylang(self.library, asked)
        elif asked.route[1:] in descriptions.namespaces(self.library):
            value = descriptions.namespace_index(self.library, asked, asked.route[1:])
        elif route in SINGLE_DESCRIPTIONS:
            value = SINGLE_DESCRIPTIONS[route](self.library, asked, name)
        else:
            return None
        value = contexts.in_context(asked.route, asked.query, value)
        return Answer(_narrowed(value, asked), 200, {"Allow": "GET"})

    def _options(self, asked: Asked) -> Answer:
        """Like WordPress, which answers an unknown route with an empty list and no `Allow`."""
        for route in descriptions.routes(self.library, asked):
            head, variable, _ = route.partition("/(")
            same = asked.route == route
            below = variable and asked.route.rpartition("/")[0] == head
            if (same or below) and self._there(asked):
                value = descriptions.described(self.library, asked, route)
                return Answer(_narrowed(value, asked), 200, {"Allow": "GET"} if self._allowed(asked) else {})
        return Answer(json.dumps([]).encode())

    def _there(self, asked: Asked) -> bool:
        """Whether WordPress has this route: below a collection only numbers, and words that are there."""
        route, _, id_ = asked.route.rpartition("/")
        key, shelf = number_of(id_), asked.view.by_route.get(route)
        return shelf is None or isinstance(key, int) or key in shelf.by_id

    def _allowed(self, asked: Asked) -> bool:
        """Whether a visitor may GET this. To OPTIONS no parameter has a default or a type."""
        if shelf := asked.view.by_route.get(asked.route):
            return of_listing(asked.view, shelf)(asked.query) is None
        route, _, id_ = asked.route.rpartition("/")
        if shelf := asked.view.by_route.get(route):
            return seen(self.library, shelf, id_)[1](asked.query) is None
        return True


def _narrowed(value: Any, asked: Asked) -> bytes:
    """A description with no more than the fields that are asked for."""
    fields = wanted_fields(asked.query)
    return answers.encode(answers.only(value, answers.fields_of(fields)) if fields else value)
