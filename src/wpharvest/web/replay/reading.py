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


def as_query(value: Any, asked: Value) -> Value:
    """A value that was read, as it stands in a query again."""
    if isinstance(value, Terms) and not isinstance(asked, dict):
        value = value.ids
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
        if param.enum and one not in param.enum:
            *first, last = param.enum
            listed = f"{', '.join(first)}, and {last}" if len(first) > 1 else f"{first[0]} and {last}"
            raise InvalidError("rest_not_in_enum", f"{called} is not one of {listed}.")
    if param.type == "statuses" and not set(param.default).issuperset(value):
        raise InvalidError("rest_forbidden_status", "Status is forbidden.", {"status": 401})
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
    form, at = ("Term ID Taxonomy Query", 1) if isinstance(value, dict) else ("Term ID List", 0)
    try:
        return _terms_read(name, value)
    except InvalidError as error:
        message = f"{name} is not a valid {form}. Reason: {error.message}"
        raise InvalidError("rest_no_matching_schema", message, {"position": at}) from error


def _terms_read(name: str, value: Value) -> Terms:
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


_READERS: dict[Type, Callable[[str, Value], Any]] = {
    "integer": _integer,
    "string": _string,
    "boolean": _boolean,
    "integers": _integers,
    "strings": _strings,
    "date": _date,
    "terms": _terms,
    "statuses": _strings,
}
