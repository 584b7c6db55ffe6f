"""What a snapshot knows already, as a source wants to be told it."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from wpharvest import __version__
from wpharvest.config import Harvest
from wpharvest.model.items import Key, Resource, Tally
from wpharvest.model.notices import Notice
from wpharvest.sources import Source
from wpharvest.sources.known import Held, Known
from wpharvest.store.draft import Draft


def claim(source: Source, options: Harvest) -> str:
    """Names the work: two runs of one claim may go on with each other's results."""
    languages = msgspec.to_builtins(source.info.languages)
    return json.dumps([__version__, source.name, source.info.home, _settings(options), languages])


def known_of(draft: Draft, source: Source, options: Harvest) -> Known:
    """What is stored. Listings count as complete only if the last run read them in the same way."""
    held: dict[tuple[str, int | str], tuple[Held, ...]] = {}
    for row in draft.rows():
        if row.role == "item" and draft.has(row):
            place = (row.kind, row.id)
            held[place] = (*held.get(place, ()), Held(row.language, row.modified_gmt))
    run = draft.run
    tallies = msgspec.convert(run.get("harvest", {}).get("tallies", []), list[Tally])
    alike = not options.full and _as_before(draft, source, options)
    ended = (msgspec.convert(note["tally"], Tally) for note in draft.notes if "tally" in note)
    rows = draft.resumed.values()
    return Known(
        held=held,
        complete=frozenset((each.language, each.kind) for each in tallies if each.complete and alike),
        since=str(run.get("began_at") or run.get("started_at") or ""),
        begun=frozenset(row.key for row in rows if row.role == "item"),
        done={(each.language, each.kind): each for each in ended},
        heads={
            row.key: Resource(row.name or row.path, "head", row.url, draft.body(row), "text/html", row.key)
            for row in rows
            if row.role == "head"
        },
        value=draft.value,
    )


def heads_before(draft: Draft) -> tuple[frozenset[Key], tuple[Notice, ...]]:
    """The pages whose heads the last run couldn't read, and what it said of those that no visitor sees."""
    notices = msgspec.convert(draft.run.get("harvest", {}).get("notices", []), list[Notice])
    named = [notice for notice in notices if notice.rule == "heads" and notice.key]
    failed = frozenset(notice.key for notice in named if notice.lost and notice.key)
    return failed, tuple(notice for notice in named if not notice.lost)


def _as_before(draft: Draft, source: Source, options: Harvest) -> bool:
    """Whether the last run was this version's, with these settings, of the same languages."""
    info, run = draft.info, draft.run
    if info is None or run.get("tool") != f"wpharvest {__version__}":
        return False
    then = msgspec.convert(run.get("settings", {}), Harvest)
    same = (info.home, info.languages, info.default_language)
    now = (source.info.home, source.info.languages, source.info.default_language)
    return same == now and _settings(then) == _settings(options)


def _settings(options: Harvest) -> dict[str, Any]:
    """The settings that decide what is harvested."""
    names = ("languages", "types", "include", "exclude", "hreflang")
    return {name: getattr(options, name) for name in names}
