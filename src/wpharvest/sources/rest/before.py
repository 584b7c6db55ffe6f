"""What of one listing is already stored, and how to ask for what changed since.

`modified_after` compares with the site's local time (class-wp-rest-posts-controller.php gives it to
WP_Date_Query with the column `post_modified`), which takes a time with `Z` as UTC. A clock that is set back
by an hour or two shows the same local time twice: so we ask from a little earlier, for ids and dates alone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from wpharvest.model.items import Collection
from wpharvest.sources.known import Held, Known
from wpharvest.sources.rest.addresses import Params
from wpharvest.sources.rest.readings import Reading

OVERLAP = timedelta(hours=3)
DATED = ("type", "media")  # the roles whose objects say when they were changed


class Before(msgspec.Struct, frozen=True):
    """`here` are the stored objects of this listing, `elsewhere` those that another root showed before."""

    here: dict[int | str, Held] = {}
    elsewhere: frozenset[int | str] = frozenset()
    since: str = ""
    after: str = ""

    @property
    def query(self) -> Params:
        """The parameters that ask what changed."""
        return {"_fields": "id,modified_gmt", **({"modified_after": self.after} if self.after else {})}

    def changed(self, id_: int | str, modified: str) -> bool:
        """Whether an object isn't as it is stored; one changed while the last run went on may not be."""
        held = self.here.get(id_)
        return held is None or held.modified_gmt != modified or (bool(self.after) and modified >= self.since)


def before(
    known: Known, collection: Collection, reading: Reading, listed: set[int | str], later: set[str]
) -> Before | None:
    """What is known of this listing; None if it is to be read from its start.

    `listed` are the ids that earlier roots showed in this run, `later` the languages not read yet.
    """
    kind = collection.kind
    codes = {each.code for each in reading.languages}
    held = {
        id_: next((copy for copy in copies if copy.language in codes), None)
        for (of, id_), copies in known.held.items()
        if of == kind
    }
    here = {id_: copy for id_, copy in held.items() if copy is not None}
    if collection.role in DATED and all((code, kind) in known.complete for code in codes):
        elsewhere = frozenset(
            id_
            for id_, copy in held.items()
            if copy is None
            and (id_ in listed or any(each.language in later for each in known.held[kind, id_]))
        )
        newest = min(max((copy.modified_gmt for copy in here.values()), default=""), known.since)
        after = _earlier(newest)
        return Before(here, elsewhere, known.since.removesuffix("Z"), after) if after else None
    begun = {key.id for key in known.begun if key.kind == kind and key.language in codes}
    here = {id_: copy for id_, copy in here.items() if id_ in begun}
    return Before(here) if here else None


def _earlier(moment: str) -> str:
    try:
        date = datetime.fromisoformat(moment.removesuffix("Z")).replace(tzinfo=UTC) - OVERLAP
    except (ValueError, OverflowError):
        return ""
    return date.strftime("%Y-%m-%dT%H:%M:%SZ")
