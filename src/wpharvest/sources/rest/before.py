"""What of one listing is already stored, and the cheapest question that shows what changed since.

| objects | asked for | of |
|---|---|---|
| types, media | date of change | those changed since the newest that is stored |
| comments | all fields but links | those written in the month before the last run |
| terms, users, menus | all fields but links | all |

To the first two comes the set of ids, which tells what was deleted, hidden, or published with an old date. A
listing that fits on one page is asked for as a whole, and is its own set of ids. What this can't see: what
WordPress doesn't date (a shortcode's new output, a field that a plugin writes past the editor), and an older
comment that somebody edits. `--full` asks for everything.

`modified_after` and `after` compare with the site's local time (class-wp-rest-posts-controller.php gives them
to WP_Date_Query with the column `post_modified`), which takes a time with `Z` as UTC. A clock that is set
back by an hour or two shows the same local time twice: so we ask from a little earlier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from wpharvest.model.items import Collection, Json, Key, canonical
from wpharvest.sources.known import Held, Known
from wpharvest.sources.rest.addresses import Params
from wpharvest.sources.rest.page import identity
from wpharvest.sources.rest.readings import NOT_WORDS, Reading

OVERLAP = timedelta(hours=3)
TALK = timedelta(days=30)  # how long comments are looked at again
DATED = ("type", "media")  # the roles whose objects say when they were changed

_DATES = frozenset(("modified_gmt",))
_REPEATS = frozenset(("id", "_links", "_embedded", "yoast_head"))  # of what other fields say

Copies = Mapping[int | str, Held]


class Before(msgspec.Struct, frozen=True):
    """`here` are the stored objects of this listing, `elsewhere` those that another root showed before.

    `marks` are digests of the `fields` that are compared, of what is elsewhere without those that differ
    from root to root. `later` asks only for what may have changed; what changed from `since` on is read again
    in any case, because the last run may have read it before.
    """

    here: Copies = {}
    elsewhere: Copies = {}
    fields: frozenset[str] = frozenset()
    marks: Mapping[int | str, bytes] = {}
    later: Params = {}
    since: str = ""

    def question(self, size: int) -> tuple[Params, bool]:
        """The parameters that ask what changed, and whether the answer lists everything there is."""
        whole = not self.later or len(self.here) + len(self.elsewhere) < size
        fields: Params = {"_fields": ",".join(("id", *sorted(self.fields)))}
        return (fields if whole else {**fields, **self.later}), whole

    def changed(self, value: Json) -> bool:
        """Whether an object isn't as it is stored."""
        id_ = identity(value)
        if id_ is None or self.marks.get(id_) != _mark(value, _compared(self.fields, id_ in self.here)):
            return True
        return bool(self.since) and str(value.get("modified_gmt")) >= self.since


class Comparison:
    """A listing beside what is stored of it: what is `still` as it was, and how many are so `elsewhere`.

    `left`: something is stored that isn't listed any more.
    """

    def __init__(self, before: Before) -> None:
        self._before = before
        self._stale: set[int | str | None] = set()
        self.still: list[int | str] = []
        self.elsewhere = 0
        self.left = False

    def look(self, value: Json) -> None:
        """Note an object that isn't as it is stored."""
        if self._before.changed(value):
            self._stale.add(identity(value))

    def wanted(self, ids: Iterable[int | str]) -> list[int | str]:
        """Of all ids that are listed those that aren't stored as they are; the others are counted."""
        here, elsewhere = self._before.here, self._before.elsewhere
        listed = list(ids)
        fresh = [id_ for id_ in listed if id_ not in self._stale]
        self.still = [id_ for id_ in fresh if id_ in here]
        self.elsewhere = sum(id_ in elsewhere for id_ in fresh)
        self.left = not here.keys() <= set(listed)
        return [id_ for id_ in listed if id_ in self._stale or not (id_ in here or id_ in elsewhere)]


def before(
    known: Known, collection: Collection, reading: Reading, listed: set[int | str], later: set[str]
) -> Before | None:
    """What is known of this listing; None if it is to be read from its start.

    `listed` are the ids that earlier roots showed in this run, `later` the languages not read yet.
    """
    kind = collection.kind
    codes = {each.code for each in reading.languages}
    held = {id_: copies for (of, id_), copies in known.held.items() if of == kind}
    own = {id_: next((one for one in copies if one.language in codes), None) for id_, copies in held.items()}
    here = {id_: copy for id_, copy in own.items() if copy is not None}
    elsewhere: dict[int | str, Held] = {}
    since = ""
    if all((code, kind) in known.complete for code in codes):
        others = {id_: copies for id_, copies in held.items() if id_ not in here}
        elsewhere = {
            id_: copies[0]
            for id_, copies in others.items()
            if id_ in listed or any(each.language in later for each in copies)
        }
        since = known.since.removesuffix("Z")
    else:
        begun = {key.id for key in known.begun if key.kind == kind and key.language in codes}
        here = {id_: copy for id_, copy in here.items() if id_ in begun}
    if not here and not elsewhere:
        return None
    if collection.role in DATED:
        return _by_date(here, elsewhere, since)
    return _by_fields(known, collection, here, elsewhere, since)


def _by_date(here: Copies, elsewhere: Copies, since: str) -> Before:
    copies = {**here, **elsewhere}
    marks = {id_: _mark({"modified_gmt": copy.modified_gmt}, _DATES) for id_, copy in copies.items()}
    newest = min(max(copy.modified_gmt for copy in copies.values()), since)
    after = _earlier(newest, OVERLAP)
    return Before(here, elsewhere, _DATES, marks, {"modified_after": after} if after else {}, since)


def _by_fields(
    known: Known, collection: Collection, here: Copies, elsewhere: Copies, since: str
) -> Before | None:
    keys = {id_: Key(copy.language, collection.kind, id_) for id_, copy in {**here, **elsewhere}.items()}
    names: set[str] = set()
    for value in map(known.value, keys.values()):
        names.update(value or ())
    fields = frozenset(names - _REPEATS)
    marks = {id_: _mark(known.value(key) or {}, _compared(fields, id_ in here)) for id_, key in keys.items()}
    after = _earlier(since, TALK) if collection.role == "comments" else ""
    return Before(here, elsewhere, fields, marks, {"after": after} if after else {})


def _compared(fields: frozenset[str], here: bool) -> Iterable[str]:
    return fields if here else fields - NOT_WORDS


def _mark(value: Json, fields: Iterable[str]) -> bytes:
    kept = {name: value[name] for name in fields if name in value}
    return hashlib.blake2b(canonical(kept), digest_size=16).digest()


def _earlier(moment: str, by: timedelta) -> str:
    try:
        date = datetime.fromisoformat(moment.removesuffix("Z")).replace(tzinfo=UTC) - by
    except (ValueError, OverflowError):
        return ""
    return date.strftime("%Y-%m-%dT%H:%M:%SZ")
