"""The options that say what a target's files look like: addresses, media files, front matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import typer
from msgspec.structs import replace

from wpharvest import config
from wpharvest.cli.options import filled

_FIELDS = ", ".join(f"{{{name}}}" for name in config.PERMALINK_FIELDS)
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
        help=f"Where a document will be, of {_FIELDS} (default: the target's own).",
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
        "--media-placement",
        help="Media files in one folder, beside the first page that shows them, or left where they are.",
        rich_help_panel=_PLACES,
    ),
]
# Of a command whose `--media` says which files to fetch.
MediaPlacementAlone = Annotated[
    config.MediaPlacement,
    typer.Option(
        "--media-placement",
        help="Media files in one folder, beside the first page that shows them, or left where they are "
        "(`--media` of `wpharvest export`).",
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


def _options(
    *,
    out: Out = None,
    permalink: Permalink = "",
    language_roots: LanguageRoots = "kept",
    base_url: BaseUrl = "",
    media_placement: MediaPlacement = "folder",
    image_sizes: ImageSizes = "used",
    syntax: Syntax = "",
    fields: Fields = None,
    extra: Extra = None,
    date_format: DateFormat = "",
    time_zone: TimeZone = "",
    flat: Flat = False,
) -> None:
    """What every command that exports takes."""


def also_for_targets(command: Callable[..., None]) -> Callable[..., None]:
    """The command with all options of this file, where it has none of that name: they are in `ctx.params`."""
    own, shared = _parameters(command), _parameters(_options)

    @wraps(command)
    def with_them(**given: Any) -> None:
        command(**{name: value for name, value in given.items() if name in own})

    parameters = shared | own
    ordered = [*own, *(name for name in shared if name not in own)]
    taken = [parameters[name].replace(kind=Parameter.KEYWORD_ONLY) for name in ordered]
    with_them.__signature__ = signature(command).replace(parameters=taken)  # type: ignore[attr-defined]
    with_them.__annotations__ = {each.name: each.annotation for each in taken}
    return with_them


def _parameters(command: Callable[..., None]) -> dict[str, Parameter]:
    hints = get_type_hints(command, include_extras=True)
    return {
        name: each.replace(annotation=hints[name]) for name, each in signature(command).parameters.items()
    }


def export_of(params: Mapping[str, Any]) -> config.Export:
    """All that a command's options say about an export."""
    return replace(filled(config.Export, params), front_matter=filled(config.FrontMatter, params))
