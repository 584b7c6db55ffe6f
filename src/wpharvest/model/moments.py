"""Moments as WordPress writes them, in any time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"(?:UTC)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2})|\.(?P<part>\d+))?")


def zone(name: str) -> tzinfo | None:
    """A time zone by its IANA name or its distance from UTC; None for anything else.

    >>> str(zone("Europe/Brussels")), str(zone("+05:30")), str(zone("UTC-3.5")), zone("Mars/Base")
    ('Europe/Brussels', 'UTC+05:30', 'UTC-03:30', None)
    """
    if name.upper() in ("UTC", "Z", "GMT"):
        return UTC
    match = _OFFSET.fullmatch(name)
    if match:
        minutes = int(match["minutes"]) if match["minutes"] else round(float(f"0.{match['part'] or 0}") * 60)
        away = timedelta(hours=int(match["hours"]), minutes=minutes)
        return timezone(-away if match["sign"] == "-" else away) if away < timedelta(hours=24) else None
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):  # unknown, malformed, or a folder of the time zone database
        return None


def iana(name: str) -> str:
    """A time zone by a name that every tool knows; empty for none, and for one that isn't whole hours away.

    >>> iana("Europe/Brussels"), iana("+02:00"), iana("UTC-3"), iana("UTC+5.5"), iana("")
    ('Europe/Brussels', 'Etc/GMT-2', 'Etc/GMT+3', '', '')
    """
    found = zone(name)
    if not isinstance(found, timezone):
        return name if found else ""
    away = found.utcoffset(None)
    hours, rest = divmod(away, timedelta(hours=1))
    return "" if rest else f"Etc/GMT{-hours:+d}" if hours else "UTC"  # there a sign says the way to UTC


def moment(written: str, local: tzinfo | None = None) -> datetime | None:
    """A date as a document has it, in the zone `local`; None if it is none.

    One that ends in `Z` is UTC and is converted; one without is the site's own time already.

    >>> moment("2024-03-01T23:30:00Z", zone("+02:00")).isoformat()
    '2024-03-02T01:30:00+02:00'
    """
    try:
        when = datetime.fromisoformat(written)
        if when.tzinfo is None:
            return when.replace(tzinfo=local)
        return when.astimezone(local) if local else when
    except (ValueError, OverflowError):
        return None
