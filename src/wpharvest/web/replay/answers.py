"""What the REST API answers: JSON as PHP writes it, errors of WordPress's shape, its headers.

Source: `wp-includes/rest-api/class-wp-rest-server.php` (serve_request, envelope_response) and
`wp-includes/rest-api.php` (rest_send_cors_headers, rest_convert_error_to_response,
rest_filter_response_fields).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from wpharvest.model.items import Json

EXPOSED = "X-WP-Total, X-WP-TotalPages, Link"
ALLOWED = "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type"
METHODS = "OPTIONS, GET, POST, PUT, PATCH, DELETE"
JSON_TYPE = "application/json; charset=UTF-8"


class Answer(msgspec.Struct, frozen=True):
    """A REST response before it becomes HTTP: `body` is JSON; `headers` are those of this answer alone."""

    body: bytes
    status: int = 200
    headers: dict[str, str | int] = {}


class RefusedError(Exception):
    """WordPress would answer with an error: caught in the application, where it becomes an `Answer`.

    `allow`: whether the answer says what may be done here, as WordPress does unless the visitor may not
    read it at all (`rest_send_allow_header`); by default where the request was wrong (400).
    """

    def __init__(
        self, code: str, message: str, status: int, *, allow: bool | None = None, **data: Any
    ) -> None:
        self.code, self.message, self.status, self.data = code, message, status, data
        self.headers: dict[str, str | int] = {}
        if allow or (allow is None and status == 400):
            self.headers["Allow"] = "GET"
        super().__init__(message)

    @property
    def value(self) -> Json:
        """The error object that WordPress sends."""
        return {"code": self.code, "message": self.message, "data": {"status": self.status, **self.data}}


def no_route() -> RefusedError:
    """Nothing is served at this path, or not with this method."""
    return RefusedError("rest_no_route", "No route was found matching the URL and request method.", 404)


def encode(value: Any) -> bytes:
    """JSON as PHP's `json_encode` writes it: no spaces, slashes and everything outside ASCII escaped.

    >>> encode({"a": "é/"})
    b'{"a":"\\\\u00e9\\\\/"}'
    """
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()


def link(url: str, rel: str, **others: str) -> str:
    """A `Link` header as `WP_REST_Response::link_header` writes it."""
    return "; ".join([f"<{url}>", f'rel="{rel}"', *(f"{name}={value}" for name, value in others.items())])


def envelope(answer: Answer) -> Answer:
    """`_envelope`: the answer with its status and headers as the body of a 200 answer."""
    value = {
        "body": json.loads(answer.body),
        "status": answer.status,
        "headers": dict(answer.headers) or [],  # an empty PHP array is a list
    }
    return Answer(encode(value))


def fields_of(wanted: Iterable[str]) -> Json:
    """`_fields` as a tree: `title.rendered` keeps one part of the title, `title` all of it.

    >>> fields_of(["id", "title", "title.rendered", "slug"])
    {'id': True, 'title': True}
    """
    tree: Json = {}
    for field in wanted:
        *parents, last = field.strip().split(".")
        here = tree
        for parent in parents:
            below = here.setdefault(parent, {})
            if below is True:  # WordPress takes this for the end of the list (`break 2`)
                return tree
            here = below
        here[last] = True
    return tree


def only(value: Any, tree: Mapping[str, Any]) -> Any:
    """The value with no more than the fields of the tree; a list keeps theirs in each of its objects."""
    if isinstance(value, list):
        return [_within(each, tree) for each in value]
    return _within(value, tree)


def _within(value: Any, tree: Mapping[str, Any]) -> Any:
    """`_rest_array_intersect_key_recursive`: of a list within an object nothing has a name that is asked for,
    and what holds nothing any more is PHP's empty array.
    """
    kept = {
        name: _within(below, tree[name])
        if isinstance(below, dict | list) and isinstance(tree[name], dict)
        else below
        for name, below in (value.items() if isinstance(value, dict) else ())
        if name in tree
    }
    return kept or []


def standing_headers(api: str, origin: str, method: str) -> list[tuple[str, str]]:
    """The headers of each REST response; `origin` is the request's `Origin` header."""
    headers = [
        ("X-Robots-Tag", "noindex"),
        ("Link", link(api, "https://api.w.org/")),
        ("X-Content-Type-Options", "nosniff"),
        ("Access-Control-Expose-Headers", EXPOSED),
        ("Access-Control-Allow-Headers", ALLOWED),
    ]
    if origin:
        headers += [
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Methods", METHODS),
            ("Access-Control-Allow-Credentials", "true"),
        ]
    if origin or method == "GET":
        headers.append(("Vary", "Origin"))
    return headers
