"""Times as WordPress's tables hold them: once on the site's own clock, once in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import format_datetime

import msgspec

from wpharvest.model import moments

NEVER = "0000-00-00 00:00:00"  # how WordPress writes that there is no such time
_FORMAT = "%Y-%m-%d %H:%M:%S"


class Moment(msgspec.Struct, frozen=True):
    """One time: on the site's clock and in UTC, as `YYYY-MM-DD HH:MM:SS`; `NEVER` where it isn't known."""

    local: str = NEVER
    utc: str = NEVER

    @property
    def known(self) -> bool:
        """Whether there is such a time."""
        return self.utc != NEVER

    @property
    def in_mail(self) -> str:
        """As RSS and mail write it (RFC 5322), in UTC; empty where it isn't known."""
        return format_datetime(datetime.strptime(self.utc, _FORMAT).replace(tzinfo=UTC)) if self.known else ""

    def later(self, seconds: int) -> Moment:
        """The same, so many seconds later."""
        by = timedelta(seconds=seconds)
        local, utc = (datetime.strptime(each, _FORMAT) + by for each in (self.local, self.utc))
        return Moment(local.strftime(_FORMAT), utc.strftime(_FORMAT))


def zone_of(name: str) -> tzinfo:
    """The time zone of a site; UTC for one that nobody knows."""
    return moments.zone(name) or UTC


def moment(told: str, zone: tzinfo) -> Moment:
    """A document's date (UTC with `Z`, else on the site's clock) in both forms.

    >>> moment("2024-07-01T10:00:00Z", zone_of("Europe/Brussels"))
    Moment(local='2024-07-01 12:00:00', utc='2024-07-01 10:00:00')
    """
    local = moments.moment(told, zone)
    if local is None or not 1 < local.year < 9999:  # at both ends UTC may be in another era
        return Moment()
    return Moment(local.strftime(_FORMAT), local.astimezone(UTC).strftime(_FORMAT))
