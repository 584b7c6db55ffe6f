"""Gaps as a person or a program reads them: a table, JSON, CSV, or a page.

The Structs here are the JSON's definition: its schema in `docs/reference/` is printed from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

import msgspec

from wpharvest.exporters.jsonfile import json_file
from wpharvest.exporters.sheet import sheet
from wpharvest.model.gaps import KINDS, Gap, GapKind
from wpharvest.model.site import Site

TOLD: dict[GapKind, str] = {
    "alone": "documents without a sister in a language",
    "missing": "sections and blocks that one side lacks",
    "untranslated": "text still in the other language",
    "cited": "titles of works in the other language: perhaps on purpose",
    "links": "links to a page in the other language",
    "alt": "pictures described in one language only",
    "stale": "blocks that didn't follow a change of their sister",
}


class GapEntry(msgspec.Struct, frozen=True):
    """One thing that a translator may have to do.

    `kind` is one of `alone`, `missing`, `untranslated`, `cited`, `links`, `alt`, `stale`; `document` (as
    `language/kind/id`) is where it is to be done, `other` the sister that shows it (empty for `alone`).
    `heading` (outermost first) and `block` (its number in the document, -1 for the whole) say where `words`
    stand: in `document`, but for what is `missing` in `other`.
    """

    kind: GapKind
    document: str
    title: str
    url: str
    other: str
    other_url: str
    heading: tuple[str, ...]
    block: int
    words: str
    why: str


class GapFile(msgspec.Struct, frozen=True):
    """All gaps, by document and place."""

    gaps: tuple[GapEntry, ...]


def entries(gaps: Iterable[Gap], site: Site) -> Iterator[GapEntry]:
    """The gaps with the titles and addresses of their documents."""
    documents = {document.key: document for document in site.documents}
    for gap in gaps:
        document, other = documents[gap.document], documents.get(gap.other) if gap.other else None
        yield GapEntry(
            kind=gap.kind,
            document=str(gap.document),
            title=document.title,
            url=document.url,
            other=str(gap.other or ""),
            other_url=other.url if other else "",
            heading=gap.heading,
            block=gap.block,
            words=gap.words,
            why=gap.why,
        )


def as_table(gaps: Sequence[GapEntry]) -> str:
    """Lines by document, and a count of each kind at the end."""
    lines = []
    for document, rows in groupby(gaps, key=lambda gap: gap.document):
        shown = list(rows)
        lines.append(f"{document}  {shown[0].title}  {shown[0].url}".rstrip())
        for gap in shown:
            place = " > ".join(gap.heading[-2:])
            lines.append(f"  {gap.kind:<12} {_line(place + ': ' if place else '')}{_line(gap.words)}")
            lines.append(f"  {'':<12} {_line(gap.why)}")
    counts = Counter(gap.kind for gap in gaps)
    lines += [f"{counts[kind]:5} {kind}: {TOLD[kind]}" for kind in KINDS if counts[kind]]
    return "\n".join(lines or ["no gaps"]) + "\n"


def as_json(gaps: Sequence[GapEntry]) -> str:
    """One object with `gaps`, a list."""
    return json_file("", GapFile(tuple(gaps))).body.decode()


def as_csv(gaps: Sequence[GapEntry]) -> str:
    """RFC 4180, with a header. No cell can become a formula: one that looks like it begins with `'`."""
    fields = GapEntry.__struct_fields__
    values = (msgspec.structs.asdict(gap) | {"heading": " > ".join(gap.heading)} for gap in gaps)
    return sheet(fields, (each.values() for each in values))


def as_html(gaps: Sequence[GapEntry]) -> str:
    """A page of its own, for light and dark screens and for paper."""
    counts = Counter(gap.kind for gap in gaps)
    summary = "".join(
        f"<li><b>{counts[kind]}</b> {kind}: {escape(TOLD[kind])}</li>" for kind in KINDS if counts[kind]
    )
    parts = [_HEAD, f"<h1>Gaps</h1><ul>{summary or '<li>none</li>'}</ul>"]
    for _, rows in groupby(gaps, key=lambda gap: gap.document):
        shown = list(rows)
        first = shown[0]
        parts.append(f"<section><h2 dir=auto>{escape(first.title or first.document)}</h2>")
        parts.append(f"<p>{_linked(first.document, first.url)}</p><table><thead><tr>")
        parts.append("".join(f"<th scope=col>{name}</th>" for name in ("kind", "place", "words", "why")))
        parts.append("</tr></thead><tbody>" + "".join(map(_row, shown)) + "</tbody></table></section>")
    return "\n".join([*parts, "</main></body></html>\n"])


FORMS: dict[str, Callable[[Sequence[GapEntry]], str]] = {
    "table": as_table,
    "json": as_json,
    "html": as_html,
    "csv": as_csv,
}


def _line(text: str) -> str:
    """A text in one line, without what a terminal would take for a command."""
    return "".join(char if char.isprintable() else " " for char in text.replace("\n", " / "))


def _row(gap: GapEntry) -> str:
    other = f"<br>{_linked(gap.other, gap.other_url)}" if gap.other else ""
    cells = (
        escape(gap.kind),
        f"<span dir=auto>{escape(' › '.join(gap.heading))}</span>",
        f"<span dir=auto>{escape(gap.words)}</span>",
        f"<span dir=auto>{escape(gap.why)}</span>{other}",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _linked(text: str, url: str) -> str:
    if not url.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(url)}" rel=noreferrer>{escape(text)}</a>'


_HEAD = """<!doctype html>
<html lang=en><head><meta charset=utf-8><title>Gaps</title>
<meta name=viewport content="width=device-width, initial-scale=1">
<meta http-equiv=Content-Security-Policy content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: auto; padding: 1rem; }
section { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid GrayText; padding: .3rem .5rem; text-align: start; vertical-align: top; }
td:nth-child(3) { white-space: pre-line; font-weight: 600; overflow-wrap: anywhere; }
</style></head><body><main>"""
