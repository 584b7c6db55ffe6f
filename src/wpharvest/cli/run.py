"""A harvest and its export as the screen shows them: what `fetch` and `demo` have in common."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from wpharvest import config
from wpharvest.cli.screen import Screen
from wpharvest.cli.summary import found_line, harvest_lines, output_lines
from wpharvest.errors import UsageError
from wpharvest.steps.export import export
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source

COMPLETE, INCOMPLETE = 0, 3


class Run(msgspec.Struct, frozen=True):
    """One harvest: from where, to where, and how. `export` is None where only a snapshot is wanted."""

    where: str
    snapshots: Path
    output: Path
    harvest: config.Harvest
    export: config.Export | None
    name: str = ""
    force: bool = False
    dry_run: bool = False


def run(wanted: Run, screen: Screen) -> int:
    """Harvest and export, say what was done, and give the exit code."""
    source = open_source(wanted.where, wanted.harvest)
    name = wanted.name or source.name
    if name in ("", ".", "..") or Path(name).name != name:
        raise UsageError(f"a snapshot can't be called {name!r}: it is the name of one folder")
    screen.say(found_line(source))
    if wanted.dry_run:
        for tally in source.announced():
            amount = "an unknown number" if tally.announced is None else tally.announced
            screen.say(f"  would fetch {amount} of {tally.language}/{tally.kind}")
        return COMPLETE
    snapshot = wanted.snapshots / name
    started_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with screen:
        fetched = fetch(source, snapshot, wanted.harvest, started_at=started_at, listener=screen)
    screen.lines(harvest_lines(fetched, verbose=screen.verbose))
    if wanted.export is None:
        return INCOMPLETE if fetched.missing else COMPLETE
    exported = export(snapshot, wanted.output / name, wanted.export, force=wanted.force)
    screen.lines(output_lines(exported, verbose=screen.verbose))
    return INCOMPLETE if fetched.missing or exported.report.missing else COMPLETE
