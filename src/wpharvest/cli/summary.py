"""The lines that a run ends with."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wpharvest.model.items import Coverage
from wpharvest.model.notices import EMPTY_BODY
from wpharvest.sources import Source, Traffic
from wpharvest.steps.fetch import Fetched, told

if TYPE_CHECKING:  # no harvest waits for what only an export needs
    from wpharvest.exporters.report import Report
    from wpharvest.steps.export import Exported

SHOWN = 5  # of a long list, unless -v
MOST_RULES = 4


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
    """What was written, how it pairs, what was lost, and what to do next: about ten lines, unless -v."""
    report = exported.report
    yield _output_line(exported)
    yield _written_line(exported)
    alone = ", ".join(f"{count} only in {language}" for language, count in report.families.only.items())
    yield f"pairs: {report.families.paired} paired{f', {alone}' if alone else ''}"
    yield from _cleaned_line(report.cleaning)
    if report.empty_bodies:
        named = "; -v names each" if not verbose else ""
        have = "document has" if len(report.empty_bodies) == 1 else "documents have"
        yield f"empty: {len(report.empty_bodies)} {have} no body (report.json{named})"
    yield from _noted_line(report)
    yield from _some("left as you changed it (--force overwrites)", exported.written.kept, verbose)
    if exported.unheeded:
        yield f"unused: {', '.join(exported.unheeded)} (nothing to {' or '.join(exported.files)})"
    if not report.missing:
        yield "lost: nothing that the site shows"
    yield from missing_lines(tuple(f"{each.what}: {each.why}" for each in report.missing), verbose=verbose)
    if verbose:
        for notice in report.notices:
            yield f"  {notice.key or 'site'}: {notice.rule}: {notice.what} ({notice.count})"
    yield from next_lines(exported)


def _output_line(exported: Exported) -> str:
    written = exported.written
    if not (written.new or written.changed or written.removed):
        return f"output: {exported.output} (nothing to rewrite: all {len(written.same)} files are right)"
    counts = ((written.new, "new"), (written.changed, "changed"), (written.removed, "removed"))
    told = [f"{len(paths)} {word}" for paths, word in (*counts, (written.same, "unchanged"))]
    return f"output: {exported.output} ({', '.join(told)})"


def _written_line(exported: Exported) -> str:
    """How many documents of which language, as what."""
    by_language = {name: sum(kinds.values()) for name, kinds in exported.report.documents.items()}
    languages = ", ".join(f"{count} in {language}" for language, count in by_language.items())
    count = sum(by_language.values())
    documents = f"{count} document{'' if count == 1 else 's'}{f' ({languages})' if languages else ''}"
    targets = ", ".join(
        f"{name} ({count} file{'' if count == 1 else 's'})" for name, count in exported.files.items()
    )
    return f"written: {documents} as {targets}"


def _cleaned_line(cleaning: Mapping[str, int]) -> Iterator[str]:
    """What cleaning took most."""
    ordered = sorted(cleaning.items(), key=lambda each: (-each[1], each[0]))
    if ordered:
        most = [f"{count} × {rule}" for rule, count in ordered[:MOST_RULES]]
        rest = ordered[MOST_RULES:]
        more = [f"{sum(count for _, count in rest)} by {len(rest)} other rules"] if rest else []
        yield f"cleaned: {', '.join((*most, *more))}"


def _noted_line(report: Report) -> Iterator[str]:
    """What was noticed without being lost, counted by who noticed it."""
    counts = Counter(each.rule for each in report.notices if not each.lost and each.rule != EMPTY_BODY)
    if counts:
        told = ", ".join(f"{count} × {rule}" for rule, count in sorted(counts.items()))
        yield f"noted: {told} (report.json and -v name each)"


def next_lines(exported: Exported) -> Iterator[str]:
    """What to type next: to look at all of it, then what each target says of itself."""
    steps = ("wpharvest report {snapshot} --open  # look at what there is, and what to mend", *exported.next)
    places = {"{output}": str(exported.output), "{snapshot}": str(exported.snapshot)}
    for number, step in enumerate(steps):
        for name, place in places.items():
            step = step.replace(name, shlex.quote(place))
        yield f"{'next:' if not number else '     '} {step}"


def _some(title: str, lines: tuple[str, ...], verbose: bool) -> Iterator[str]:
    """A list, cut short unless everything is to be said."""
    shown = lines if verbose else lines[:SHOWN]
    for line in shown:
        yield f"  {title}: {line}"
    if len(lines) > len(shown):
        yield f"  {title}: and {len(lines) - len(shown)} more (-v shows all; report.json names each)"
