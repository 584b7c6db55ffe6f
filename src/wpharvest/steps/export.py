"""Snapshot -> output: families, report, and one file a document for each target."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from wpharvest.cleaning import RULES
from wpharvest.config import Export
from wpharvest.errors import LossError, UnknownNameError
from wpharvest.exporters import TARGETS
from wpharvest.exporters.families import families_file
from wpharvest.exporters.identity import identity_file
from wpharvest.exporters.report import Report, report, report_file
from wpharvest.exporters.select import select
from wpharvest.markup.fidelity import losses
from wpharvest.model.items import Coverage, Tally
from wpharvest.model.notices import File, Notice
from wpharvest.model.site import Site
from wpharvest.steps.load import read_site
from wpharvest.steps.output import Written, write
from wpharvest.store import Snapshot


class Exported(msgspec.Struct, frozen=True):
    """What an export did: where, which files, and the report that was written with them."""

    output: Path
    written: Written
    report: Report


def check_targets(options: Export) -> None:
    """Raise UnknownNameError for a target that doesn't exist."""
    for name in options.targets:
        if name not in TARGETS:
            raise UnknownNameError("target", name, TARGETS)


def export(
    snapshot: Path,
    output: Path,
    options: Export,
    *,
    force: bool = False,
    dry_run: bool = False,
    version: str = "",
) -> Exported:
    """Derive clean Markdown, JSON, families and a report from a snapshot, without network.

    Same snapshot (or `version` of it), same options, same bytes. Raises UnknownNameError for a target or a
    version that doesn't exist,
    LossError under `options.strict` if anything would be lost, SnapshotError, StorageError.
    """
    check_targets(options)
    opened = Snapshot.open(snapshot, version=version)
    site = _checked(read_site(opened, options.remove), options)
    told = _report(site, opened, options)
    lost = [notice for notice in site.notices if notice.lost]
    if options.strict and lost:
        raise LossError(f"{len(lost)} losses, the first: {lost[0].key}: {lost[0].what} (nothing was written)")
    limited = bool(options.languages or options.types or options.include or options.exclude)
    written = write(_files(site, told, options), output, force=force, prune=not limited, dry_run=dry_run)
    return Exported(output, written, told)


def _checked(site: Site, options: Export) -> Site:
    """The site, with a notice for each document that the Markdown to be written doesn't hold whole."""
    if not options.check or "markdown" not in options.targets:
        return site
    chosen = select(site, options)
    found = (notice for each in chosen for notice in losses(each.body, options.flavor, each.key))
    return msgspec.structs.replace(site, notices=(*site.notices, *found))


def _report(site: Site, snapshot: Snapshot, options: Export) -> Report:
    """The report of the snapshot's last run and of this export."""
    harvest = snapshot.run.get("harvest", {})
    return report(
        site,
        documents=select(site, options),
        tallies=msgspec.convert(harvest.get("tallies", []), list[Tally]),
        harvest_notices=msgspec.convert(harvest.get("notices", []), list[Notice]),
        cleaning_rules=RULES,
        coverage=msgspec.convert(harvest.get("coverage", {}), Coverage),
    )


def _files(site: Site, told: Report, options: Export) -> Iterator[File]:
    for name in options.targets:
        yield from TARGETS[name].export(site, options)
    yield families_file(site, options)
    yield identity_file(site, options)
    yield report_file(told)
