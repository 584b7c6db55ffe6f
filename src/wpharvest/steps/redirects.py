"""Snapshot -> redirects: from every address of the old site to where the new one has it."""

from __future__ import annotations

from pathlib import Path

from wpharvest.config import Export
from wpharvest.errors import UnknownNameError, UsageError
from wpharvest.exporters.permalinks import OLD, check_base_url, check_permalink, permalinks
from wpharvest.linking import SERVERS, Plan, Redirects, redirects
from wpharvest.model.notices import File
from wpharvest.model.site import Site
from wpharvest.steps import targets
from wpharvest.steps.load import load_site

PERMALINK = "/{path}/"  # as the Markdown lies in the output folder


def redirect_files(
    snapshot: Path, server: str, options: Export, target: str = "", version: str = ""
) -> tuple[tuple[File, ...], Redirects]:
    """The files for a web server, and what they hold.

    Everything is where `target` puts it under these options; without a target, documents are where
    `options.permalink` says. Raises UnknownNameError, UsageError, RedirectError where an old address is a new
    one of something else, SnapshotError.
    """
    if server not in SERVERS:
        raise UnknownNameError("server", server, SERVERS)
    goal = targets.target(target) if target else None
    check_permalink(options.permalink or OLD)
    check_base_url(options.base_url)
    site = load_site(snapshot, version=version)
    plan = goal.plan(site, options) if goal else _plan(site, options)
    if not plan.targets:
        raise UsageError(f"--to {target}: it puts nothing anywhere, so there is nowhere to lead people to")
    found = redirects(site, plan)
    return tuple(SERVERS[server](found.rows)), found


def _plan(site: Site, options: Export) -> Plan:
    return Plan(permalinks(site, site.documents, options.permalink or PERMALINK, options.language_roots))
