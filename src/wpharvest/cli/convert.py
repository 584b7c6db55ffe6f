"""`wpharvest convert`: one fragment, from standard input to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from wpharvest.cli import options as o
from wpharvest.conversion import body_of
from wpharvest.errors import LocalSourceError
from wpharvest.markup import fidelity, second_opinion
from wpharvest.markup.writers import WRITERS, markdown
from wpharvest.model.nodes import Root

Engine = Literal["wpharvest", "html2text"]
To = Literal[
    "markdown", "html", "text", "blocks", "lexical", "streamfield", "json"
]  # the writers, and the tree itself


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE|-", help="A file of HTML (default: standard input).")
    ] = Path("-"),
    to: Annotated[To, typer.Option("--to", help="What to write.")] = "markdown",
    url: Annotated[
        str, typer.Option("--url", help="Where the HTML came from: makes its links absolute.")
    ] = "",
    flavor: o.Flavor = "gfm",
    engine: Annotated[
        Engine,
        typer.Option("--engine", help="Who writes the Markdown; html2text's losses go to standard error."),
    ] = "wpharvest",
) -> None:
    """Convert a fragment of HTML: clean it and write it as Markdown, HTML, text, a CMS's form or a tree.

    `blocks` are those of WordPress's block editor, `lexical` is Ghost's form, `streamfield` Wagtail's.
    """
    body = body_of(_read(file), url)
    if to == "json":
        out = msgspec.json.format(msgspec.json.encode(body), indent=1).decode()
    elif to == "markdown":
        out = _markdown(body, flavor, engine)
    else:
        out = WRITERS[to](body)
    sys.stdout.buffer.write((out.rstrip("\n") + "\n").encode("utf-8", "replace"))


def _markdown(body: Root, flavor: str, engine: Engine) -> str:
    if engine == "wpharvest":
        return markdown.write(body, flavor)
    out = second_opinion.write(body)
    for each in fidelity.differences(body, fidelity.read_back(out)):
        sys.stderr.write(f"{each.kind}: lost {list(each.lost)}, gained {list(each.gained)}\n")
    return out


def _read(file: Path) -> str:
    try:
        source = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
    except OSError as error:
        raise LocalSourceError(str(file), error.strerror or str(error)) from error
    return source.decode("utf-8-sig", "replace")
