"""`wpharvest convert`: one fragment, from standard input to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from wpharvest.conversion import body_of
from wpharvest.errors import LocalSourceError
from wpharvest.markup.writers import WRITERS

NAME = "convert"

To = Literal["markdown", "html", "text", "json"]  # the writers, and the tree itself


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE|-", help="A file of HTML (default: standard input).")
    ] = Path("-"),
    to: Annotated[To, typer.Option("--to", help="What to write.")] = "markdown",
    url: Annotated[
        str, typer.Option("--url", help="Where the HTML came from: makes its links absolute.")
    ] = "",
) -> None:
    """Convert a fragment of HTML: clean it and write it as Markdown, HTML, plain text or a JSON tree."""
    body = body_of(_read(file), url)
    if to == "json":
        out = msgspec.json.format(msgspec.json.encode(body), indent=1).decode()
    else:
        out = WRITERS[to](body)
    sys.stdout.buffer.write((out.rstrip("\n") + "\n").encode("utf-8", "replace"))


def _read(file: Path) -> str:
    try:
        source = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
    except OSError as error:
        raise LocalSourceError(str(file), error.strerror or str(error)) from error
    return source.decode("utf-8-sig", "replace")
