"""Ids and dates of rows in a database, the same in each run."""

from __future__ import annotations

import hashlib
from datetime import UTC, tzinfo

from wpharvest.model.moments import moment


def row_id(table: str, *parts: object) -> str:
    """24 hexadecimal digits, as MongoDB's object ids have, made of what the row is about."""
    return _digest(table, parts)[:24]


def uuid(table: str, *parts: object) -> str:
    """A UUID that is no accident: its digits are those of a digest, its version that of random ones."""
    digits = _digest(table, parts)
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"8{digits[17:20]}", digits[20:32]))


def _digest(table: str, parts: tuple[object, ...]) -> str:
    return hashlib.sha256(
        "\0".join((table, *map(str, parts))).encode("utf-8", "backslashreplace")
    ).hexdigest()


def utc(date: str, local: tzinfo | None) -> str | None:
    """A date in UTC with milliseconds; one without `Z` is taken for the site's own time. None for no date.

    >>> utc("2019-07-01T10:00:00Z", None), utc("", None)
    ('2019-07-01T10:00:00.000Z', None)
    """
    when = moment(date, local)
    if when is None:
        return None
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%S.000Z")
