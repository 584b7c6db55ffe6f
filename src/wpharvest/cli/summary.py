"""The lines that a run ends with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wpharvest.model.items import Coverage
from wpharvest.sources import Source, Traffic
from wpharvest.steps.fetch import Fetched, told

if TYPE_CHECKING:  # no harvest waits for what only an export needs
    from wpharvest.steps.export import Exported

SHOWN = 5  # of a long list, unless -v


def found_line(source: Source) -> str:
    """What is about to be harvested."""
    languages = ", ".join(language.code for language in source.info.languages)
    title = source.info.name or source.name
    return f"{title} ({source.info.home or source.name}){f', languages: {languages}' if languages else ''}"


def harvest_lines(fetched: Fetched, *, verbose: bool) -> Iterator[str]:
    """What the snapshot now holds, and what visitors don't see."""
    commit = fetched.commit
    if not commit.written:
        yield f"unchanged since the last run: {fetched.snapshot}"
    else:
        parts = [
            f"{count} {word}"
            for count, word in (
                (commit.new, "new"),
                (commit.changed, "changed"),
                (commit.removed, "removed"),
                (commit.same, "unchanged"),
            )
            if count
        ]
        yield f"snapshot: {fetched.snapshot} ({', '.join(parts) or 'empty'})"
    yield from _coverage_line(fetched.coverage)
    yield from _some("closed to visitors", fetched.closed, verbose)
    said = [told(notice) for notice in fetched.notices if not notice.lost]
    yield from _some("note", tuple(said), verbose)


def _coverage_line(coverage: Coverage) -> Iterator[str]:
    """The proof from outside the REST API, or how much of it fails."""
    shown = sum(count for kinds in (coverage.shown or {}).values() for count in kinds.values())
    left = len(coverage.uncovered)
    if left:
        yield f"uncovered: {left} of the {shown} addresses that its sitemaps and feeds list"
    elif shown:
        old = f" ({coverage.gone} of them out of date)" if coverage.gone else ""
        yield f"covered: all {shown} addresses that its sitemaps and feeds list{old}"


def missing_lines(missing: tuple[str, ...], *, verbose: bool) -> Iterator[str]:
    """What the site has and the result hasn't, named one by one."""
    yield from _some("missing", missing, verbose)


def traffic_lines(traffic: Traffic) -> Iterator[str]:
    """What the harvest cost the site; nothing where nobody was asked."""
    if traffic.requests:
        asked = "1 request" if traffic.requests == 1 else f"{traffic.requests} requests"
        yield f"traffic: {asked}, {size(traffic.bytes)}, {traffic.waited:.1f} s waited"


def size(count: int) -> str:
    """Bytes as people read them.

    >>> size(999), size(1_234_567)
    ('999 B', '1.2 MB')
    """
    amount = float(count)
    for unit in ("B", "kB", "MB"):
        if amount < 1000:
            return f"{count} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def output_lines(exported: Exported, *, verbose: bool) -> Iterator[str]:
    """What was derived, how it pairs, and what to look at."""
    written, report = exported.written, exported.report
    touched = len(written.new) + len(written.changed) + len(written.removed)
    if touched:
        yield (
            f"output: {exported.output} ({len(written.new)} new, {len(written.changed)} changed, "
            f"{len(written.removed)} removed, {len(written.same)} unchanged)"
        )
    else:
        yield f"output: {exported.output} (nothing to rewrite: all {len(written.same)} files are right)"
    alone = ", ".join(f"{count} only in {language}" for language, count in report.families.only.items())
    yield f"pairs: {report.families.paired} paired{f', {alone}' if alone else ''}"
    if report.cleaning:
        taken = ", ".join(f"{count} × {rule}" for rule, count in report.cleaning.items())
        yield f"cleaned: {taken}"
    if report.empty_bodies:
        named = "; -v names each" if not verbose else ""
        yield f"empty: {len(report.empty_bodies)} documents have no body (report.json{named})"
    yield from _some("left as you changed it (--force overwrites)", written.kept, verbose)
    yield from missing_lines(tuple(f"{each.what}: {each.why}" for each in report.missing), verbose=verbose)
    if verbose:
        for notice in report.notices:
            yield f"  {notice.key or 'site'}: {notice.rule}: {notice.what} ({notice.count})"


def _some(title: str, lines: tuple[str, ...], verbose: bool) -> Iterator[str]:
    """A list, cut short unless everything is to be said."""
    shown = lines if verbose else lines[:SHOWN]
    for line in shown:
        yield f"  {title}: {line}"
    if len(lines) > len(shown):
        yield f"  {title}: and {len(lines) - len(shown)} more (-v shows all; report.json names each)"
