"""`wpharvest diff`: what changed between two versions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from wpharvest.cli import options as o
from wpharvest.steps.diff import Diff, Difference, Field, diff
from wpharvest.steps.textdiff import Op, Piece

STYLES: dict[Op, str] = {"same": "", "removed": "red strike", "added": "green", "skipped": "dim"}
LINE_MARKS: dict[Op, str] = {"same": "  ", "removed": "- ", "added": "+ ", "skipped": "  "}
WORD_MARKS: dict[Op, tuple[str, str]] = {  # git's own, where there are no colours
    "same": ("", ""),
    "removed": ("[-", "-]"),
    "added": ("{+", "+}"),
    "skipped": ("", ""),
}
SKIPPED = "⋯"
LONG = 200  # characters of a field's value that are shown
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # what a site serves must not steer the terminal


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    before: Annotated[
        str, typer.Argument(metavar="[BEFORE]", help="`v3` or a time; else the version before the other.")
    ] = "",
    after: Annotated[str, typer.Argument(metavar="[AFTER]", help="`v5` or a time; else the latest.")] = "",
    word: Annotated[bool, typer.Option("--word", help="The text word by word, not line by line.")] = False,
    format_: o.Format = "text",
) -> None:
    """Show what changed between two versions: objects, their fields, and their text as Markdown.

    On a terminal in colours; elsewhere words are marked as git does, `[-taken out-]{+put in+}`.
    """
    found = diff(snapshot, before, after, "word" if word else "line")
    if format_ == "json":
        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=1))
        return
    console = Console(highlight=False, soft_wrap=True)
    for line in _lines(found, "word" if word else "line", coloured=console.color_system is not None):
        console.print(line)


def _lines(found: Diff, by: str, *, coloured: bool) -> Iterator[Text]:
    yield Text(f"{found.before} → {found.after}", style="bold")
    if found.site:
        yield Text("changed  the site itself")
        yield from map(_field, found.site)
    for item in found.items:
        yield _head(item)
        yield from map(_field, item.fields)
        if item.text:
            yield _by_word(item.text, coloured=coloured) if by == "word" else _by_line(item.text)
    if not (found.site or found.items):
        yield Text("nothing differs")


def _head(item: Difference) -> Text:
    change = item.change
    name = f"{change.language}/{change.kind}/{change.id}" if change.role == "item" else change.path
    moved = f"  (was {change.was})" if change.was else ""
    title = f"  {item.title}" if item.title else ""
    return Text(_plain(f"{change.change:<8} {name}{title}{moved}"), style="bold")


def _field(field: Field) -> Text:
    return Text(_plain(f"    {field.name}: {_short(field.before)} → {_short(field.after)}"))


def _short(value: Any) -> str:
    if value is None:
        return "–"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def _by_line(pieces: tuple[Piece, ...]) -> Text:
    text = Text()
    for piece in pieces:
        for line in (piece.text or SKIPPED).splitlines():
            text.append(_plain(f"    {LINE_MARKS[piece.op]}{line}\n"), style=STYLES[piece.op])
    return text[:-1]


def _by_word(pieces: tuple[Piece, ...], *, coloured: bool) -> Text:
    text = Text()
    for piece in pieces:
        opens, closes = ("", "") if coloured else WORD_MARKS[piece.op]
        shown = f"{opens}{piece.text}{closes}" if piece.text else f"{SKIPPED}\n"
        text.append(_plain(shown), style=STYLES[piece.op])
    return Text("    ") + Text("\n    ").join(text.split("\n"))


def _plain(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
