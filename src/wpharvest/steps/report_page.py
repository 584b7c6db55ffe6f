"""Snapshot -> the report as a page for people."""

from __future__ import annotations

from pathlib import Path

from wpharvest.config import Export
from wpharvest.exporters.report import Report
from wpharvest.exporters.report_page import Origin, report_page
from wpharvest.model.notices import File
from wpharvest.steps.load import documents_in, read_site
from wpharvest.steps.report import report_of
from wpharvest.steps.workers import Workers, fitting
from wpharvest.store import Snapshot


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
