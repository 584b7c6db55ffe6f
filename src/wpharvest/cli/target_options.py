"""The options that say what a target's files look like: addresses, media files, front matter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from wpharvest import config
from wpharvest.exporters.permalinks import FIELDS

_PLACES, _FRONT = "Where things will be", "Front matter"

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Write into this very folder (default: a folder of the snapshot's name in --output).",
        rich_help_panel=_PLACES,
    ),
]
Permalink = Annotated[
    str,
    typer.Option(
        "--permalink",
        metavar="PATTERN",
        help=f"Where a document will be, of {{{'}, {'.join(FIELDS)}}} (default: the target's own).",
        rich_help_panel=_PLACES,
    ),
]
LanguageRoots = Annotated[
    config.LanguageRoots,
    typer.Option(
        "--language-roots",
        help="The default language without a prefix (root), with one like the others (prefix), or as it was.",
        rich_help_panel=_PLACES,
    ),
]
BaseUrl = Annotated[
    str,
    typer.Option(
        "--base-url",
        metavar="URL",
        help="Where the new site will be (default: where the old one is).",
        rich_help_panel=_PLACES,
    ),
]
MediaPlacement = Annotated[
    config.MediaPlacement,
    typer.Option(
        "--media",
        help="Media files in one folder, beside the first page that shows them, or left where they are.",
        rich_help_panel=_PLACES,
    ),
]
ImageSizes = Annotated[
    config.ImageSizes,
    typer.Option(
        "--image-sizes",
        help="The sizes of a picture that texts use, or the full one everywhere.",
        rich_help_panel=_PLACES,
    ),
]
Syntax = Annotated[
    Literal["", "yaml", "toml", "json"],
    typer.Option(
        "--front-matter",
        metavar="yaml|toml|json",
        help="Syntax of the front matter (default: the target's own).",
        rich_help_panel=_FRONT,
    ),
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="FACT[=NAME]",
        help="A fact for the front matter, under another name if you like (repeatable; default: the "
        "target's own; see `wpharvest list facts`).",
        rich_help_panel=_FRONT,
    ),
]
Extra = Annotated[
    list[str] | None,
    typer.Option(
        "--extra",
        metavar="NAME=TEMPLATE",
        help="A field of your own; `{title}` and `{seo.description}` stand for facts (repeatable).",
        rich_help_panel=_FRONT,
    ),
]
DateFormat = Annotated[
    str,
    typer.Option(
        "--date-format", metavar="PATTERN", help="Dates as `strftime` writes them.", rich_help_panel=_FRONT
    ),
]
TimeZone = Annotated[
    str,
    typer.Option(
        "--time-zone",
        metavar="ZONE",
        help="Dates in this zone: `Europe/Brussels`, `+02:00`.",
        rich_help_panel=_FRONT,
    ),
]
Flat = Annotated[
    bool,
    typer.Option("--flat", help="`seo_title: …` in the place of `seo: {title: …}`.", rich_help_panel=_FRONT),
]
