"""Query parameters as WordPress reads them, and refuses them.

Source: `rest_validate_value_from_schema` in `rest-api.php`, `has_valid_params` in
`class-wp-rest-request.php`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from wpharvest.model.items import Json
from wpharvest.web.replay.answers import RefusedError
from wpharvest.web.replay.params import Param, Type
from wpharvest.web.replay.query import Query, Value

_DATE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?P<zone>[Zz]|[+-]\d\d(?::\d\d)?)?")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_ESCAPED = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+", re.ASCII)
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


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


class WrongQueryError(RefusedError):
    """`rest_invalid_param`. `values` are the parameters that were read although others are wrong."""

    def __init__(self, wrong: Mapping[str, InvalidError], values: Mapping[str, Any]) -> None:
        self.values = values
        super().__init__(
            "rest_invalid_param",
            f"Invalid parameter(s): {', '.join(wrong)}",
            400,
            params={name: error.message for name, error in wrong.items()},
            details={
                name: {"code": error.code, "message": error.message, "data": error.data}
                for name, error in wrong.items()
            },
        )


def read(params: Mapping[str, Param], query: Query) -> dict[str, Any]:
    """The values of a request, defaults filled in. Raises `WrongQueryError`.

    As WordPress does in `has_valid_params` and then in `sanitize_params`: those with a callback first, in
    the order in which they are registered; if they are right, the others, in the order of the query.
    """
    given = {name: params[name] for name in query if name in params}
    first = {name: param for name, param in params.items() if param.first and name in given}
    values = {name: param.default for name, param in params.items()}
    try:
        values |= _read(first, query)
    except WrongQueryError as wrong:
        wrong.values = {}  # nothing is put in form before all of these are right
        raise
    return values | _read({name: param for name, param in given.items() if not param.first}, query)


def _read(params: Mapping[str, Param], query: Query) -> dict[str, Any]:
    values: dict[str, Any] = {}
    wrong: dict[str, InvalidError] = {}
    for name, param in params.items():
        try:
            value = _READERS[param.type](name, query[name], param)
            _check(name, value, param)
            values[name] = value
        except InvalidError as error:
            wrong[name] = error
    if wrong:
        raise WrongQueryError(wrong, values)
    return values


def as_query(value: Any, asked: Value) -> Value:
    """A value that was read, as it stands in a query again."""
    if isinstance(value, Terms) and isinstance(asked, dict):
        read = {"terms": [str(each) for each in value.ids], "include_children": "1" if value.children else ""}
        return {name: read.get(name, each) for name, each in asked.items()}
    if isinstance(value, Terms):
        value = value.ids
    if isinstance(value, dict):
        return value
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return str(value) if isinstance(value, int) else asked


def _check(name: str, value: Any, param: Param) -> None:
    each = (
        [(f"{name}[{at}]", one) for at, one in enumerate(value)]
        if isinstance(value, tuple)
        else [(name, value)]
    )
    for called, one in each:
        if param.enum and one not in param.enum and not isinstance(one, bool):
            raise InvalidError("rest_not_in_enum", f"{called} is not {_listed(param.enum)}.")
    if param.type == "statuses" and not set(param.default).issuperset(value):
        raise InvalidError("rest_forbidden_status", "Status is forbidden.", {"status": 401})
    low, high = param.minimum, param.maximum
    if low is not None and high is not None and not low <= value <= high:
        message = f"{name} must be between {low} (inclusive) and {high} (inclusive)"
        raise InvalidError("rest_out_of_bounds", message)
    if low is not None and high is None and value < low:
        raise InvalidError("rest_out_of_bounds", f"{name} must be greater than or equal to {low}")


def _listed(names: tuple[str, ...]) -> str:
    *others, last = names
    if not others:
        return last
    return f"one of {', '.join(others)}{',' if len(others) > 1 else ''} and {last}"


def _mistyped(name: str, kind: str) -> InvalidError:
    return InvalidError("rest_invalid_type", f"{name} is not of type {kind}.", {"param": name})


def _string(name: str, value: Value, param: Param) -> str:
    if not isinstance(value, str):
        raise _mistyped(name, "string")
    return sanitized(value) if name == "search" else value


def sanitized(text: str) -> str:
    """`sanitize_text_field`: without tags, escaped bytes and spaces that nobody needs.

    >>> sanitized(" <b>deux</b>   mots%20 ")
    'deux mots'
    """
    text = re.sub(r"\s+", " ", _TAG.sub("", text))
    while _ESCAPED.search(text):
        text = _ESCAPED.sub("", text)
    return re.sub(r" +", " ", text).strip()


def _email(name: str, value: Value, param: Param) -> str:
    """`is_email`."""
    local, _, domain = _string(name, value, param).partition("@")
    parts = domain.split(".")
    if not _LOCAL.fullmatch(local) or len(parts) < 2 or not all(map(_DOMAIN.fullmatch, parts)):
        raise InvalidError("rest_invalid_email", "Invalid email address.")
    return f"{local}@{domain}"


def _integer(name: str, value: Value, param: Param | None = None) -> int:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value) or not float(value).is_integer():
        raise _mistyped(name, "integer")
    return int(float(value))


def _boolean(name: str, value: Value, param: Param | None = None) -> bool:
    if not isinstance(value, str) or value.lower() not in _TRUTH:
        raise _mistyped(name, "boolean")
    return _TRUTH[value.lower()]


def _types(name: str, value: Value, param: Param) -> bool | tuple[str, ...]:
    if isinstance(value, str) and value.lower() in _TRUTH:
        return _TRUTH[value.lower()]
    if isinstance(value, dict):
        raise _mistyped(name, "boolean,array")
    return _strings(name, value)


def _strings(name: str, value: Value | list[str], param: Param | None = None) -> tuple[str, ...]:
    if isinstance(value, dict):
        raise _mistyped(name, "array")
    parts = re.split(r"[\s,]+", value) if isinstance(value, str) else value
    return tuple(part for part in parts if part)


def _slugs(name: str, value: Value, param: Param) -> tuple[str, ...]:
    """`wp_parse_slug_list`: each once, in small letters."""
    return tuple(dict.fromkeys(each.lower() for each in _strings(name, value)))


def _integers(name: str, value: Value | list[str], param: Param | None = None) -> tuple[int, ...]:
    return tuple(_integer(f"{name}[{at}]", each) for at, each in enumerate(_strings(name, value)))


def _terms(name: str, value: Value, param: Param) -> Terms:
    form, at = ("Term ID Taxonomy Query", 1) if isinstance(value, dict) else ("Term ID List", 0)
    try:
        return _terms_read(name, value, param)
    except InvalidError as error:
        if value == "":
            raise
        message = f"{name} is not a valid {form}. Reason: {error.message}"
        raise InvalidError("rest_no_matching_schema", message, {"position": at}) from error


def _terms_read(name: str, value: Value, param: Param) -> Terms:
    if value == "":
        titles = "Term ID List and Term ID Taxonomy Query"
        raise InvalidError(
            "rest_one_of_multiple_matches",
            f"{name} matches {titles}, but should match only one.",
            {"positions": [0, 1]},
        )
    if not isinstance(value, dict):
        return Terms(_integers(name, value))
    for part in value:
        if part not in param.parts:
            raise InvalidError(
                "rest_additional_properties_forbidden", f"{part} is not a valid property of Object."
            )
    operator = value.get("operator", "OR")
    _check(f"{name}[operator]", operator, Param("string", enum=("AND", "OR")))
    children = _boolean(f"{name}[include_children]", value.get("include_children", "false"))
    return Terms(_integers(f"{name}[terms]", value.get("terms", "")), children, operator == "AND")


def _date(name: str, value: Value, param: Param) -> Moment:
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


_READERS: dict[Type, Callable[[str, Value, Param], Any]] = {
    "integer": _integer,
    "string": _string,
    "boolean": _boolean,
    "integers": _integers,
    "strings": _strings,
    "date": _date,
    "email": _email,
    "terms": _terms,
    "types": _types,
    "statuses": _slugs,
    "slugs": _slugs,
}
