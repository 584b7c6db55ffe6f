"""The options that several commands share, each documented once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import typer

from wpharvest import __version__
from wpharvest.config import HreflangMode, MarkdownFlavor, MediaMode, PageHtmlMode, SrcsetMode


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wpharvest {__version__}")
        raise typer.Exit


Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings file (default: wpharvest.toml here, if any)."),
]
Version = Annotated[
    bool,
    typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end."),
]

_WHICH, _WHERE, _HOW, _SAY = "Which content", "Where to", "How to ask the site", "What is said"

Languages = Annotated[
    list[str] | None,
    typer.Option("--lang", metavar="CODE", help="Only this language (repeatable).", rich_help_panel=_WHICH),
]
Types = Annotated[
    list[str] | None,
    typer.Option(
        "--type", metavar="KIND", help="Only this kind: pages, posts, … (repeatable).", rich_help_panel=_WHICH
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include", metavar="GLOB", help="Only addresses like `/en/blog/*`.", rich_help_panel=_WHICH
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="GLOB", help="No addresses like `/tag/*`.", rich_help_panel=_WHICH),
]
Snapshots = Annotated[
    Path, typer.Option("--snapshots", metavar="DIR", help="Folder of snapshots.", rich_help_panel=_WHERE)
]
Output = Annotated[
    Path,
    typer.Option("--output", metavar="DIR", help="Folder of derived files.", rich_help_panel=_WHERE),
]
Name = Annotated[
    str,
    typer.Option(
        "--name",
        metavar="NAME",
        help="Name of the snapshot (default: the site's host, or the folder's name).",
        rich_help_panel=_WHERE,
    ),
]
Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        metavar="TARGET",
        help="What to write (repeatable; default: markdown and json; see `wpharvest list targets`).",
        rich_help_panel=_WHERE,
    ),
]
Flavor = Annotated[
    MarkdownFlavor,
    typer.Option("--flavor", help="What will read the Markdown.", rich_help_panel=_WHERE),
]
Check = Annotated[
    bool,
    typer.Option(
        "--check/--no-check",
        help="Read all Markdown back and report what it doesn't hold.",
        rich_help_panel=_WHERE,
    ),
]
Remove = Annotated[
    list[str] | None,
    typer.Option(
        "--remove",
        metavar="SELECTOR",
        help="Take what this CSS selector names out of every body (repeatable).",
        rich_help_panel=_WHICH,
    ),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Overwrite output files that a person has changed.", rich_help_panel=_WHERE),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        min=0,
        metavar="N",
        help="Processes that share the work of an export (0: as many as cores and documents are worth).",
        rich_help_panel=_WHERE,
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Refuse to write if anything would be lost.", rich_help_panel=_WHERE)
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be done; write nothing.", rich_help_panel=_WHERE)
]
NoExport = Annotated[
    bool, typer.Option("--no-export", help="Only make the snapshot.", rich_help_panel=_WHERE)
]
Hreflang = Annotated[
    HreflangMode,
    typer.Option(
        "--hreflang",
        help="Read the pages' HTML heads for links between translations: where nothing else tells them "
        "(auto), for each page, or never.",
        rich_help_panel=_HOW,
    ),
]
Media = Annotated[
    MediaMode,
    typer.Option(
        "--media",
        help="Media files: none, those of the media library, or also those of the site that only bodies "
        "refer to.",
        rich_help_panel=_WHICH,
    ),
]
Srcset = Annotated[
    SrcsetMode,
    typer.Option(
        "--srcset",
        help="Of a picture that is there in several sizes: the largest, or all.",
        rich_help_panel=_WHICH,
    ),
]
MaxMediaSize = Annotated[
    int,
    typer.Option(
        "--max-media-size",
        min=1,
        metavar="MB",
        help="No media file larger than this.",
        rich_help_panel=_WHICH,
    ),
]
Warc = Annotated[
    bool,
    typer.Option(
        "--warc/--no-warc",
        help="Keep every exchange with the site, as it went over the wire, in the version's http.warc.gz.",
        rich_help_panel=_HOW,
    ),
]
PageHtml = Annotated[
    PageHtmlMode,
    typer.Option(
        "--page-html",
        help="Read the HTML pages themselves: of documents whose body the REST API serves empty (auto), "
        "of all (always), or never.",
        rich_help_panel=_HOW,
    ),
]
Delay = Annotated[
    float,
    typer.Option(
        "--delay",
        min=0,
        metavar="SECONDS",
        help="Pause between requests, at least; a slow site and its robots.txt get more by themselves.",
        rich_help_panel=_HOW,
    ),
]
Concurrency = Annotated[
    int,
    typer.Option(
        "--concurrency", min=1, max=2, help="Connections at a time: one or two.", rich_help_panel=_HOW
    ),
]
Retries = Annotated[
    int,
    typer.Option("--retries", min=0, max=20, help="How often a failure is retried.", rich_help_panel=_HOW),
]
Timeout = Annotated[
    float,
    typer.Option(
        "--timeout", min=1, metavar="SECONDS", help="Silence after which to give up.", rich_help_panel=_HOW
    ),
]
Full = Annotated[
    bool,
    typer.Option(
        "--full",
        help="Ask for everything, not only for what changed since the last run.",
        rich_help_panel=_HOW,
    ),
]
UserAgent = Annotated[
    str,
    typer.Option("--user-agent", metavar="TEXT", help="How we introduce ourselves.", rich_help_panel=_HOW),
]
Contact = Annotated[
    str,
    typer.Option(
        "--contact",
        metavar="MAIL|URL",
        help="Who asks: a mail address or a page, told to the site in the User-Agent.",
        rich_help_panel=_HOW,
    ),
]
IgnoreRobots = Annotated[
    bool,
    typer.Option(
        "--ignore-robots",
        help="Ask also for what robots.txt forbids: for the site's owners.",
        rich_help_panel=_HOW,
    ),
]
MaxRequests = Annotated[
    int,
    typer.Option(
        "--max-requests",
        min=0,
        metavar="N",
        help="Stop after so many requests, keep what came, exit code 3 (0: no limit).",
        rich_help_panel=_HOW,
    ),
]
AtVersion = Annotated[
    str,
    typer.Option(
        "--version",
        metavar="VERSION",
        help="As it was then: `v3`, or a time such as `2026-11-23` (default: as it is; see `wpharvest log`).",
    ),
]
Format = Annotated[Literal["text", "json"], typer.Option("--format", help="For people, or for programs.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more: every notice.", rich_help_panel=_SAY)
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.", rich_help_panel=_SAY)]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on (0: any free one).")]

# What the command line calls otherwise than the settings do.
_RENAMED = {"lang": "languages", "type_": "types", "to": "targets"}
T = TypeVar("T", bound=msgspec.Struct)


def filled(settings: type[T], params: Mapping[str, Any]) -> T:
    """Settings from a command's options of the same names; what wasn't given keeps its default."""
    named = {_RENAMED.get(name, name): value for name, value in params.items()}
    given = {
        name: named[name] for name in settings.__struct_fields__ if named.get(name) not in (None, [], ())
    }
    return settings(**{name: tuple(each) if isinstance(each, list) else each for name, each in given.items()})
