"""Which query parameters each collection takes, and how WordPress reads and refuses them.

Source: `get_collection_params` of `class-wp-rest-{controller,posts-controller,attachments-controller,
terms-controller,users-controller,comments-controller}.php`; `rest_validate_value_from_schema` in
`rest-api.php`; `has_valid_params` in `class-wp-rest-request.php`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from wpharvest.model.items import Json, Role
from wpharvest.web.replay.answers import RefusedError
from wpharvest.web.replay.query import Query, Value

Type = Literal["integer", "string", "boolean", "integers", "strings", "date", "terms", "statuses"]
READ_BY_VISITORS = {"publish", "inherit"}

_DATE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?P<zone>[Zz]|[+-]\d\d(?::\d\d)?)?")
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


class Param(msgspec.Struct, frozen=True):
    """One query parameter: its type, what counts without it, and what it may be."""

    type: Type
    default: Any = None
    enum: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


class Terms(msgspec.Struct, frozen=True):
    """A taxonomy filter: `categories=1,2` or `categories[terms]=1,2&categories[operator]=AND`."""

    ids: tuple[int, ...]
    children: bool = False
    every: bool = False


class Moment(msgspec.Struct, frozen=True):
    """A date to compare with: without a zone it is the site's local time, with one it is here in UTC."""

    value: str
    utc: bool


class InvalidError(ValueError):
    """A parameter that isn't what it should be; caught in `read`, which names all of them at once."""

    def __init__(self, code: str, message: str, data: Json | None = None) -> None:
        self.code, self.message, self.data = code, message, data
        super().__init__(message)


_ORDER = ("asc", "desc")
_LIST = Param("integers", ())
_IDS = Param("integers")
_DAY = Param("date")
_POST_ORDERS = (
    *("author", "date", "id", "include", "modified"),
    *("parent", "relevance", "slug", "include_slugs", "title"),
)

COMMON: dict[str, Param] = {
    "context": Param("string", "view", enum=("view", "embed", "edit")),
    "page": Param("integer", 1, minimum=1),
    "per_page": Param("integer", 10, minimum=1, maximum=100),
    "search": Param("string"),
}
_POSTS: dict[str, Param] = {
    **COMMON,
    "after": _DAY,
    "modified_after": _DAY,
    "author": _LIST,
    "author_exclude": _LIST,
    "before": _DAY,
    "modified_before": _DAY,
    "exclude": _LIST,
    "include": _LIST,
    "offset": Param("integer"),
    "order": Param("string", "desc", enum=_ORDER),
    "orderby": Param(
        "string",
        "date",
        enum=_POST_ORDERS,
    ),
    "slug": Param("strings"),
    "status": Param("statuses", ("publish",)),
}
_PARENTS = {"parent": _LIST, "parent_exclude": _LIST}

PARAMS: dict[Role, dict[str, Param]] = {
    "type": _POSTS,
    "other": _POSTS,
    "media": {
        **_POSTS,
        **_PARENTS,
        "status": Param("statuses", ("inherit",)),
        "media_type": Param("string", enum=("image", "video", "text", "application", "audio")),
        "mime_type": Param("string"),
    },
    "taxonomy": {
        **COMMON,
        "exclude": _LIST,
        "include": _LIST,
        "order": Param("string", "asc", enum=_ORDER),
        "orderby": Param(
            "string",
            "name",
            enum=("id", "include", "name", "slug", "include_slugs", "term_group", "description", "count"),
        ),
        "hide_empty": Param("boolean", False),
        "post": Param("integer"),
        "slug": Param("strings"),
    },
    "users": {
        **COMMON,
        "exclude": _LIST,
        "include": _LIST,
        "offset": Param("integer"),
        "order": Param("string", "asc", enum=_ORDER),
        "orderby": Param(
            "string",
            "name",
            enum=("id", "include", "name", "registered_date", "slug", "include_slugs", "email", "url"),
        ),
        "slug": Param("strings"),
    },
    "comments": {
        **COMMON,
        "after": _DAY,
        "author": _IDS,
        "author_exclude": _IDS,
        "author_email": Param("string"),
        "before": _DAY,
        "exclude": _LIST,
        "include": _LIST,
        "offset": Param("integer"),
        "order": Param("string", "desc", enum=_ORDER),
        "orderby": Param(
            "string", "date_gmt", enum=("date", "date_gmt", "id", "include", "post", "parent", "type")
        ),
        **_PARENTS,
        "post": _LIST,
        "status": Param("string", "approve"),
        "type": Param("string", "comment"),
    },
}
SINGLE: dict[str, Param] = {"context": COMMON["context"], "password": Param("string")}


def params_of(role: Role, name: str, hierarchical: bool, taxonomies: Iterable[str]) -> dict[str, Param]:
    """The parameters of one collection; `taxonomies` are the `rest_base`s of its taxonomies."""
    params = dict(PARAMS[role])
    if role == "taxonomy":
        params |= {"parent": Param("integer")} if hierarchical else {"offset": Param("integer")}
    if role in {"type", "other"}:
        if hierarchical:  # what core calls page attributes comes with it
            params |= {**_PARENTS, "menu_order": Param("integer")}
            by = params["orderby"]
            params["orderby"] = msgspec.structs.replace(by, enum=(*by.enum, "menu_order"))
        if name == "post":
            params["sticky"] = Param("boolean")
    if taxonomies := tuple(taxonomies):
        params["tax_relation"] = Param("string", enum=("AND", "OR"))
        for base in taxonomies:
            params |= {base: Param("terms"), f"{base}_exclude": Param("terms")}
    return params


def read(params: Mapping[str, Param], query: Query) -> dict[str, Any]:
    """The values of a request, defaults filled in. Raises `RefusedError` (`rest_invalid_param`)."""
    values: dict[str, Any] = {}
    wrong: dict[str, InvalidError] = {}
    for name, param in params.items():
        if name not in query:
            values[name] = param.default
            continue
        try:
            value = _READERS[param.type](name, query[name])
            _check(name, value, param)
            values[name] = value
        except InvalidError as error:
            wrong[name] = error
    if wrong:
        raise RefusedError(
            "rest_invalid_param",
            f"Invalid parameter(s): {', '.join(wrong)}",
            400,
            params={name: error.message for name, error in wrong.items()},
            details={
                name: {"code": error.code, "message": error.message, "data": error.data}
                for name, error in wrong.items()
            },
        )
    return values


def _check(name: str, value: Any, param: Param) -> None:
    if param.enum and value not in param.enum:
        *first, last = param.enum
        listed = f"{', '.join(first)}, and {last}" if len(first) > 1 else f"{first[0]} and {last}"
        raise InvalidError("rest_not_in_enum", f"{name} is not one of {listed}.")
    low, high = param.minimum, param.maximum
    if low is not None and high is not None and not low <= value <= high:
        message = f"{name} must be between {low} (inclusive) and {high} (inclusive)"
        raise InvalidError("rest_out_of_bounds", message)
    if low is not None and high is None and value < low:
        raise InvalidError("rest_out_of_bounds", f"{name} must be greater than or equal to {low}")


def _mistyped(name: str, kind: str) -> InvalidError:
    return InvalidError("rest_invalid_type", f"{name} is not of type {kind}.", {"param": name})


def _string(name: str, value: Value) -> str:
    if not isinstance(value, str):
        raise _mistyped(name, "string")
    return value


def _integer(name: str, value: Value) -> int:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value) or not float(value).is_integer():
        raise _mistyped(name, "integer")
    return int(float(value))


def _boolean(name: str, value: Value) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    if not isinstance(value, str) or value.lower() not in known:
        raise _mistyped(name, "boolean")
    return known[value.lower()]


def _strings(name: str, value: Value) -> tuple[str, ...]:
    if isinstance(value, dict):
        raise _mistyped(name, "array")
    parts = re.split(r"[\s,]+", value) if isinstance(value, str) else value
    return tuple(part for part in parts if part)


def _integers(name: str, value: Value) -> tuple[int, ...]:
    return tuple(_integer(f"{name}[{at}]", each) for at, each in enumerate(_strings(name, value)))


def _terms(name: str, value: Value) -> Terms:
    if not isinstance(value, dict):
        return Terms(_integers(name, value))
    children = _boolean(f"{name}[include_children]", value.get("include_children", "false"))
    return Terms(
        _integers(f"{name}[terms]", value.get("terms", "")), children, value.get("operator") == "AND"
    )


def _date(name: str, value: Value) -> Moment:
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise InvalidError("rest_invalid_date", "Invalid date.")
    try:
        when = datetime.fromisoformat(match[0].upper().replace(" ", "T"))
    except ValueError as error:
        raise InvalidError("rest_invalid_date", "Invalid date.") from error
    if match["zone"]:
        return Moment(when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), utc=True)
    return Moment(when.strftime("%Y-%m-%dT%H:%M:%S"), utc=False)


def _statuses(name: str, value: Value) -> tuple[str, ...]:
    statuses = _strings(name, value)
    if not READ_BY_VISITORS.issuperset(statuses):
        raise InvalidError("rest_forbidden_status", "Status is forbidden.", {"status": 401})
    return statuses


_READERS: dict[Type, Callable[[str, Value], Any]] = {
    "integer": _integer,
    "string": _string,
    "boolean": _boolean,
    "integers": _integers,
    "strings": _strings,
    "date": _date,
    "terms": _terms,
    "statuses": _statuses,
}
