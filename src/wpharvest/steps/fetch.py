"""Source -> snapshot: takes what a source yields and puts it where it belongs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from wpharvest import __version__
from wpharvest.config import Harvest
from wpharvest.model.items import DOCUMENT_ROLES, Coverage, Json, Key, RawItem, Resource, Shown, Tally
from wpharvest.model.notices import IN_PART, Notice
from wpharvest.sources import Event, Source
from wpharvest.sources.known import Also, Known, Still, Unchanged
from wpharvest.steps.beside import PARTIAL, Beside, tidy
from wpharvest.steps.coverage import Ledger
from wpharvest.steps.known import claim, heads_before, known_of
from wpharvest.steps.listener import Listener, Silence
from wpharvest.store import Commit, Row, Snapshot, Tombstone
from wpharvest.store.comparing import Verdict
from wpharvest.store.draft import Draft
from wpharvest.translation.declared import from_rest, from_sitemap

_END = 10_000  # bytes in which a page ends; what breaks a record often breaks its page off, too


class Fetched(msgspec.Struct, frozen=True):
    """What a harvest brought: the commit, the last tally of each collection, and what there is to say.

    `coverage` is what its sitemaps and feeds list, counted against what is stored.
    """

    snapshot: Path
    commit: Commit
    tallies: tuple[Tally, ...]
    notices: tuple[Notice, ...]
    coverage: Coverage = Coverage()

    @property
    def missing(self) -> tuple[str, ...]:
        """What the site shows and the snapshot hasn't, a line each: this is what makes the exit code 3."""
        gaps = [gap for tally in self.tallies for gap in tally.missing()]
        gaps += [each.gap for each in self.coverage.uncovered]
        lost = (told(notice) for notice in self.notices if notice.lost)
        return (*(f"{gap.what}: {gap.why}" for gap in gaps), *lost)

    @property
    def closed(self) -> tuple[str, ...]:
        """What the site doesn't show to visitors, a line each."""
        return tuple(
            f"{tally.language}/{tally.kind}: {refusal.why}"
            for tally in self.tallies
            for refusal in tally.refused
            if refusal.closed
        )


def told(notice: Notice) -> str:
    """A notice in one line, with the object that it is about."""
    return f"{notice.key}: {notice.what}" if notice.key else notice.what


class _Intake:
    """Puts events into a draft and remembers what the end of the run needs to know."""

    def __init__(self, source: Source, draft: Draft, listener: Listener, beside: Beside) -> None:
        self._source, self._draft, self._listener = source, draft, listener
        self._beside = beside
        self.ledger = Ledger(draft, source.info)
        self.tallies: dict[tuple[str, str], Tally] = {}
        self.notices: list[Notice] = []
        self.addresses: dict[Key, str] = {}  # documents whose HTML head may tell their translations
        self.spoken_for: set[str] = set()  # addresses that a sitemap already names a translation of
        self.seen: set[Key] = {row.key for row in draft.resumed.values() if row.role == "item"}
        self.same: set[Key] = set()  # as they were

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, RawItem):
                self._item(event)
            elif isinstance(event, Resource):
                self._resource(event)
            elif isinstance(event, Still):
                if event.key not in self.seen:  # what a killed run put isn't what was there before
                    self.same.add(event.key)
                self.seen.add(event.key)
                self._draft.keep(event.key)
                self.recall(event.key, "same")
            elif isinstance(event, Tally):
                self._tally(event)
            elif isinstance(event, Shown):
                self.ledger.take(event)
            elif isinstance(event, Also):
                self.ledger.also.add(event.url)
            elif isinstance(event, Unchanged):
                self.ledger.unchanged = True
            else:
                self.notices.append(event)

    def recall(self, key: Key, verdict: Verdict) -> None:
        """An object that isn't asked for again may still lack its file, its page or its head."""
        value = self._draft.value(key)
        if value is not None:
            self._beside.note(key, value, verdict)
            self._address(key, value)

    def _tally(self, tally: Tally) -> None:
        self.tallies[tally.language, tally.kind] = tally
        self._listener.tally(tally)
        if tally.done:
            self._draft.note({"tally": msgspec.to_builtins(tally)})

    def _item(self, item: RawItem) -> None:
        value = item.value
        verdict = self._draft.put(item, value)
        self.seen.add(item.key)
        self._beside.note(item.key, value, verdict)
        if verdict == "same":
            self.same.add(item.key)
        self._address(item.key, value)

    def _address(self, key: Key, value: Json) -> None:
        collection = self._source.info.collection(key.kind)
        if collection is None or collection.role not in DOCUMENT_ROLES:
            return
        link = value.get("link")
        empty_term = collection.role == "taxonomy" and not value.get("count")  # has no page worth asking for
        if link and not empty_term and not from_rest(value):
            self.addresses[key] = str(link)

    def _resource(self, resource: Resource) -> None:
        self._draft.put_resource(resource)
        if resource.role == "sitemap":
            for url, declared in from_sitemap(resource.body).items():
                self.spoken_for |= {url, *(each.url for each in declared)}


def fetch(
    source: Source, snapshot: Path, options: Harvest, *, started_at: str, listener: Listener | None = None
) -> Fetched:
    """Harvest a source into a snapshot. The previous state stays readable until the new one is whole.

    `started_at` is UTC in ISO 8601 and names the run. Raises SourceError if nothing can be had,
    SnapshotError or StorageError if it can't be kept.
    """
    with Snapshot.draft(snapshot, started_at, claim=claim(source, options)) as draft:
        source.record(draft.tape() if options.warc else None)
        beside = Beside(options, source.info, draft.before, snapshot)
        intake = _Intake(source, draft, listener or Silence(), beside)
        for row in [row for row in draft.resumed.values() if row.role == "item"]:
            intake.recall(row.key, "changed")
        known = known_of(draft, source, options)
        intake.take(source.harvest(known))
        failed, hidden = heads_before(draft)
        intake.notices += (each for each in hidden if known.complete and each.key in intake.same)
        wanted = _heads_wanted(source, intake, options, known, failed)
        if wanted and options.hreflang == "auto":
            from wpharvest.steps.doubt import settled  # pairing: not for a site of one language

            sure = settled(draft, source.info)
            wanted = [(key, url) for key, url in wanted if key not in sure]
        if wanted:
            intake.take(source.heads(wanted, thrifty=options.hreflang == "auto", known=known))
        intake.take(source.pages(beside.pages()))
        intake.take(source.files(beside.files(), snapshot / PARTIAL))
        intake.take(_bodiless(draft, intake.notices))
        gone = _Gone(options, intake)
        _bury(source, draft, intake, gone, known.since)
        tallies = tuple(intake.tallies[name] for name in sorted(intake.tallies))
        coverage = intake.ledger.close(source, tallies)
        run = _run(source, options, started_at, tallies, intake.notices)
        run["harvest"]["coverage"] = msgspec.to_builtins(coverage)
        run["began_at"] = draft.began_at
        commit = draft.commit(source.info, run, gone)
        tidy(snapshot / PARTIAL)
    return Fetched(snapshot, commit, tallies, tuple(intake.notices), coverage)


def _bodiless(draft: Draft, notices: list[Notice]) -> list[Notice]:
    """The objects whose body the REST API couldn't give, and of which there is no whole page either."""
    wanted = {notice.key for notice in notices if notice.rule == IN_PART and notice.key}
    wanted -= {notice.key for notice in notices if notice.lost}
    pages = (row for row in draft.rows() if row.role == "page" and row.key in wanted) if wanted else ()
    whole = {row.key for row in pages if b"</html" in draft.body(row)[-_END:].lower()}
    what = "its text is missing: its page couldn't be had, or not to its end"
    return [Notice(IN_PART, what, key, lost=True) for key in sorted(wanted - whole)]


def _bury(source: Source, draft: Draft, intake: _Intake, gone: _Gone, last_seen: str) -> None:
    """Ask for each object that a complete listing lacks, and believe only its own address."""
    for row in [row for row in draft.rows() if row.role == "item" and gone(row)]:
        fate = source.fate(row.key)
        if fate.item is not None:
            intake.take([fate.item])
        moved = fate.item is not None and fate.item.key != row.key
        if fate.status in (401, 403, 404, 410) or moved:
            stone = Tombstone(
                row.kind, row.language, row.id, row.url, row.sha256, last_seen, draft.began_at, fate.status
            )
            draft.bury(row, stone)
            continue
        intake.seen.add(row.key)
        if not fate.status:
            what = f"{row.url or row.path} is not listed any more, and whether it is gone couldn't be told"
            intake.take([Notice("deletions", what, row.key, lost=True)])


def _heads_wanted(
    source: Source, intake: _Intake, options: Harvest, known: Known, failed: frozenset[Key]
) -> list[tuple[Key, str]]:
    """The pages whose heads are read: all of them, none, or those that nothing else speaks for.

    Of what is stored and unchanged only those whose heads couldn't be read the last time.
    """
    several = len(source.info.languages) > 1
    if options.hreflang == "never" or (options.hreflang == "auto" and not several):
        return []
    thrifty = options.hreflang == "auto"
    return [
        (key, url)
        for key, url in sorted(intake.addresses.items())
        if not (thrifty and url in intake.spoken_for)
        and (not known.complete or key not in intake.same or key in failed)
    ]


class _Gone:
    """Which rows of the previous state are no longer on the site.

    Believed only after a complete listing, of everything or of the row's own collection, and never when only
    some paths were asked for. A head and a page go with their document. A sitemap or a file of the
    library that wasn't read this time stays.
    """

    def __init__(self, options: Harvest, intake: _Intake) -> None:
        tallies = intake.tallies.values()
        self._seen = intake.seen
        self._by_path = bool(options.include or options.exclude)
        self._everything = (
            not (options.languages or options.types)
            and bool(tallies)
            and all(tally.complete for tally in tallies)
        )
        self._complete = {(tally.language, tally.kind) for tally in tallies if tally.complete}

    def __call__(self, row: Row) -> bool:
        if self._by_path or row.role not in ("item", "head", "page"):
            return False
        if Key(row.language, row.kind, row.id) in self._seen:
            return False
        return self._everything or (row.language, row.kind) in self._complete


def _run(
    source: Source, options: Harvest, started_at: str, tallies: tuple[Tally, ...], notices: list[Notice]
) -> dict[str, Any]:
    """What the run's record holds: who, when, with which settings, and how complete."""
    return {
        "tool": f"wpharvest {__version__}",
        "source": source.name,
        "started_at": started_at,
        "settings": msgspec.to_builtins(options),
        "traffic": msgspec.to_builtins(source.traffic),
        "harvest": {
            "tallies": msgspec.to_builtins(tallies),
            "notices": msgspec.to_builtins(sorted(notices, key=lambda notice: (notice.rule, notice.what))),
        },
    }
