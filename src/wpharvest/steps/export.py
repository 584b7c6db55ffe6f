"""Snapshot -> output: families, report, and one file a document for each target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

import msgspec

from wpharvest import __version__
from wpharvest.config import Export
from wpharvest.errors import LossError, UsageError
from wpharvest.exporters import Target
from wpharvest.exporters.chosen_facts import check_front_matter
from wpharvest.exporters.families import families_file
from wpharvest.exporters.heeded import unheeded
from wpharvest.exporters.identity import identity_file
from wpharvest.exporters.permalinks import OLD, check_base_url, check_permalink
from wpharvest.exporters.report import Report, report_file
from wpharvest.exporters.select import select
from wpharvest.linking import Addresses, Plan, Relinked, relink
from wpharvest.markup.fidelity import losses
from wpharvest.model.items import Json, Key
from wpharvest.model.nodes import Root
from wpharvest.model.notices import File, Notice
from wpharvest.model.site import Site
from wpharvest.steps.load import documents_in, read_site
from wpharvest.steps.output import Written, write
from wpharvest.steps.report import report_of
from wpharvest.steps.targets import target
from wpharvest.steps.workers import Workers, fitting
from wpharvest.store import Snapshot


class Exported(msgspec.Struct, frozen=True):
    """What an export did: where, which files, and the report that was written with them.

    `files` counts the files by target, `snapshot` is what they were made from, `next` what the targets
    say that a person types now, `unheeded` the options to which none of them listens.
    """

    output: Path
    written: Written
    report: Report
    files: dict[str, int]
    snapshot: Path
    next: tuple[str, ...] = ()
    unheeded: tuple[str, ...] = ()


def check_options(options: Export) -> None:
    """Raise UsageError, UnknownNameError or TargetError for what is wrong whatever the site is."""
    for name in options.targets:
        target(name)
    check_permalink(options.permalink or OLD)
    check_base_url(options.base_url)
    check_front_matter(options.front_matter)


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
    version that doesn't exist, UsageError for an output within the snapshot and for options that don't fit,
    LossError under `options.strict` if anything would be lost, SnapshotError, StorageError.
    """
    check_options(options)
    opened = Snapshot.open(snapshot, version=version)
    if output.resolve().is_relative_to(snapshot.resolve()):
        raise UsageError(f"{output} is in the snapshot that is exported: nothing but a harvest writes there")
    with Workers(options.jobs or fitting(documents_in(opened))) as workers:
        site = _checked(read_site(opened, options.remove, workers), options, workers)
    led = [lead(site, name, options) for name in options.targets]
    said = dict.fromkeys(chain.from_iterable(each.notices for each in led))
    site = msgspec.structs.replace(site, notices=(*site.notices, *said))
    told = report_of(site, opened, options)
    lost = [notice for notice in site.notices if notice.lost]
    if options.strict and lost:
        raise LossError(f"{len(lost)} losses, the first: {lost[0].key}: {lost[0].what} (nothing was written)")
    limited = bool(options.languages or options.types or options.include or options.exclude)
    counts = dict.fromkeys(options.targets, 0)
    files, source = _files(site, led, told, options, counts), _made_from(opened, options)
    written = write(files, output, force=force, prune=not limited, dry_run=dry_run, made_from=source)
    after = chain.from_iterable(getattr(each.target, "NEXT", ()) for each in led)  # not all have to say
    return Exported(output, written, told, counts, snapshot, tuple(after), _unheeded(led, options))


def _unheeded(led: Iterable[Led], options: Export) -> tuple[str, ...]:
    """Empty where one of the targets doesn't say to what it listens."""
    told = [getattr(each.target, "HEEDS", None) for each in led]
    heeded = [each for each in told if each is not None]
    return unheeded(options, heeded) if len(heeded) == len(told) else ()


def _made_from(snapshot: Snapshot, options: Export) -> Json:
    """What an output folder says of its origin: the same for the same bytes, whenever they were written."""
    settings = {name: value for name, value in msgspec.to_builtins(options).items() if name != "jobs"}
    return {
        "tool": f"wpharvest {__version__}",
        "site": snapshot.info.home,
        "version": snapshot.version.name,
        "manifest": snapshot.manifest_digest,
        "settings": settings,
    }


def _checked(site: Site, options: Export, workers: Workers) -> Site:
    """The site, with a notice for each document that the Markdown to be written doesn't hold whole."""
    if not options.check or "markdown" not in options.targets:
        return site
    bodies = ((each.body, each.key) for each in select(site, options))
    found = chain.from_iterable(workers.map(partial(_losses, options.flavor), bodies))
    return msgspec.structs.replace(site, notices=(*site.notices, *found))


def _losses(flavor: str, document: tuple[Root, Key]) -> list[Notice]:
    body, key = document
    return list(losses(body, flavor, key))


class Led(msgspec.Struct, frozen=True):
    """A site for one target: where everything will be, the links led there, and those that can't be."""

    name: str
    target: Target
    plan: Plan
    site: Site
    notices: tuple[Notice, ...]


def lead(site: Site, name: str, options: Export) -> Led:
    """The site with its links led to where a target puts things."""
    goal = target(name)
    plan = goal.plan(site, options)
    if not plan.targets:
        return Led(name, goal, plan, site, plan.notices)
    addresses = Addresses(site, plan)
    made = [relink(each, addresses) if each.key in plan.places else Relinked(each) for each in site.documents]
    moved = msgspec.structs.replace(site, documents=tuple(each.document for each in made))
    said = chain(plan.notices, *(each.notices for each in made))
    return Led(name, goal, plan, moved, tuple(said))


def _files(
    site: Site, led: Iterable[Led], told: Report, options: Export, counts: dict[str, int]
) -> Iterator[File]:
    """All files; those of each target are counted as they go."""
    for each in led:
        for file in each.target.export(each.site, each.plan, options):
            counts[each.name] += 1
            yield file
    yield families_file(site, options)
    yield identity_file(site, options)
    yield report_file(told)
