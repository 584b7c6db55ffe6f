"""Snapshot -> what a run found and what is missing."""

from __future__ import annotations

import msgspec

from wpharvest.cleaning import RULES
from wpharvest.config import Export
from wpharvest.exporters.report import Report, report
from wpharvest.exporters.select import select
from wpharvest.model.items import Coverage, Tally
from wpharvest.model.notices import Notice
from wpharvest.model.site import Site
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
