"""Snapshot -> what a run found, what is missing; as data, and as a page for people."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wpharvest.cleaning import RULES
from wpharvest.config import Export
from wpharvest.exporters.report import Report, report
from wpharvest.exporters.report_page import Origin, report_page
from wpharvest.exporters.select import select
from wpharvest.model.items import Coverage, Tally
from wpharvest.model.notices import File, Notice
from wpharvest.model.site import Site
from wpharvest.steps.load import documents_in, read_site
from wpharvest.steps.workers import Workers, fitting
from wpharvest.store import Snapshot


def report_of(site: Site, snapshot: Snapshot, options: Export) -> Report:
    """The report of the snapshot's last run and of what the options choose."""
    harvest = snapshot.run.get("harvest", {})
    return report(
        site,
        documents=select(site, options),
        tallies=msgspec.convert(harvest.get("tallies", []), list[Tally]),
        harvest_notices=msgspec.convert(harvest.get("notices", []), list[Notice]),
        cleaning_rules=RULES,
        coverage=msgspec.convert(harvest.get("coverage", {}), Coverage),
    )


def page_of(snapshot: Path, remove: tuple[str, ...] = (), version: str = "") -> tuple[File, Report]:
    """The page about a snapshot (or a version of it) and the report that it shows, without network.

    `remove` are the user's own CSS selectors. Raises SnapshotError, UnknownNameError for a version that isn't
    there, UsageError for a selector that isn't CSS, PairsError.
    """
    opened = Snapshot.open(snapshot, version=version)
    with Workers(fitting(documents_in(opened))) as workers:
        site = read_site(opened, remove, workers)
    told = report_of(site, opened, Export())
    is_from = opened.version
    origin = Origin(str(snapshot), is_from.name, is_from.started_at, opened.sizes())
    return report_page(site, told, origin), told
