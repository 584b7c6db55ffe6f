"""A harvest and its export as the screen shows them: what `fetch` and `demo` have in common.

What only an export needs, or a person's verdicts, is imported where it is used: no harvest waits for it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from wpharvest import config
from wpharvest.cli.screen import Screen
from wpharvest.cli.summary import found_line, harvest_lines, missing_lines, output_lines, traffic_lines
from wpharvest.errors import UsageError
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source
from wpharvest.store.pairs import PAIRS

COMPLETE, INCOMPLETE = 0, 3


class Run(msgspec.Struct, frozen=True):
    """One harvest: from where, to where, and how. `export` is None where only a snapshot is wanted.

    `out` is the very folder of the export, in the place of one of the snapshot's name in `output`.
    """

    where: str
    snapshots: Path
    output: Path
    harvest: config.Harvest
    export: config.Export | None
    name: str = ""
    out: Path | None = None
    force: bool = False
    dry_run: bool = False


def check(wanted: Run) -> None:
    """Raise UsageError for what can be known to be wrong before anybody is asked."""
    if wanted.export is not None:
        from wpharvest.steps.export import check_options

        check_options(wanted.export)
    for option, text in (("--contact", wanted.harvest.contact), ("--user-agent", wanted.harvest.user_agent)):
        if not text.isprintable() or not text.isascii():
            raise UsageError(f"{option} {text!r} can't be sent: only plain ASCII characters in one line")
    contact = wanted.harvest.contact
    if contact and "@" not in contact and not contact.startswith(("http://", "https://")):
        raise UsageError(f"--contact {contact!r} is neither a mail address nor the address of a page")


def run(wanted: Run, screen: Screen) -> int:
    """Harvest and export, say what was done, and give the exit code."""
    check(wanted)
    source = open_source(wanted.where, wanted.harvest)
    name = wanted.name or source.name
    if name in ("", ".", "..") or Path(name).name != name:
        raise UsageError(f"a snapshot can't be called {name!r}: it is the name of one folder")
    screen.say(found_line(source))
    _check_verdicts(wanted.snapshots / name)
    if source.traffic.crawl_delay:
        screen.say(f"its robots.txt asks for {source.traffic.crawl_delay:g} s between two requests")
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
    screen.lines(traffic_lines(source.traffic))
    if wanted.export is None:  # else the report names what is missing, from the harvest and from the export
        screen.lines(missing_lines(fetched.missing, verbose=screen.verbose))
        return INCOMPLETE if fetched.missing else COMPLETE
    from wpharvest.steps.export import export

    exported = export(snapshot, wanted.out or wanted.output / name, wanted.export, force=wanted.force)
    screen.lines(output_lines(exported, verbose=screen.verbose))
    return INCOMPLETE if fetched.missing or exported.report.missing else COMPLETE


def _check_verdicts(snapshot: Path) -> None:
    """A mistake in a person's `pairs.toml` is told now, not after hours of harvest."""
    if (snapshot / PAIRS).exists():
        from wpharvest.steps.load import person_verdicts

        person_verdicts(snapshot)
