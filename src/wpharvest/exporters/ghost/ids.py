"""Ids and dates as Ghost wants them, the same in each run."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def row_id(table: str, *parts: object) -> str:
    """24 hexadecimal digits, as MongoDB's object ids have, made of what the row is about."""
    return _digest(table, parts)[:24]


def uuid(table: str, *parts: object) -> str:
    """A UUID (version 8 of RFC 9562: made as its maker likes)."""
    digits = _digest(table, parts)
    return "-".join((digits[:8], digits[8:12], f"8{digits[13:16]}", f"8{digits[17:20]}", digits[20:32]))


def _digest(table: str, parts: tuple[object, ...]) -> str:
    return hashlib.sha256("\0".join((table, *map(str, parts))).encode("utf-8", "backslashreplace")).hexdigest()


def utc(date: str, zone: str) -> str:
    """A date in UTC with milliseconds; one without `Z` is taken for the site's own time. Empty: none.

    >>> utc("2019-07-01T10:00:00", "Europe/Brussels"), utc("2019-07-01T10:00:00Z", "")
    ('2019-07-01T08:00:00.000Z', '2019-07-01T10:00:00.000Z')
    """
    try:
        found = datetime.fromisoformat(date)
    except ValueError:
        return ""
    if found.tzinfo is None:
        found = found.replace(tzinfo=_zone(zone))
    return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
