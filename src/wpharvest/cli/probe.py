"""`wpharvest probe`: what is there, before anything is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
import typer

from wpharvest import config
from wpharvest.cli import options as o
from wpharvest.sources.rest.survey import Counted, Survey
from wpharvest.steps.probe import probe

DEFAULT = config.Harvest()

Format = Literal["text", "json"]


def command(
    where: Annotated[str, typer.Argument(metavar="URL", help="Any page of the site, or its REST API.")],
    format_: Annotated[Format, typer.Option("--format", help="For people, or for programs.")] = "text",
    delay: o.Delay = DEFAULT.delay,
    timeout: o.Timeout = DEFAULT.timeout,
    user_agent: o.UserAgent = DEFAULT.user_agent,
) -> None:
    """Say what a site is, what it shows, and what a full harvest would cost; fetch nothing.

    One request for each collection and language. Exit code 0 if a REST API was found.
    """
    found = probe(
        where, config.Harvest(delay=delay, timeout=timeout, user_agent=user_agent, retries=1, warc=False)
    )
    if format_ == "json":
        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
        return
    for line in lines(found):
        typer.echo(line)


def lines(found: Survey) -> Iterator[str]:
    """The survey for people."""
    version = found.wordpress or "of a version that it doesn't tell"
    yield f"{found.name or found.home} ({found.home}): WordPress {version}"
    yield f"REST API: {found.rest_root}"
    codes = ", ".join(each.code for each in found.languages)
    plugin = f"; plugin: {found.multilingual_plugin}" if found.multilingual_plugin else ""
    yield f"languages: {codes} (default: {found.default_language}){plugin}"
    yield f"  known by {found.languages_known_by}"
    yield "collections:"
    for each in found.collections:
        if not each.closed:
            number = "an unknown number" if each.announced is None else str(each.announced)
            yield f"  {_place(each)}: {number}"
    closed = [each for each in found.collections if each.closed]
    if closed:
        yield "closed to us:"
        yield from (f"  {_place(each)}: {each.closed}" for each in closed)
    cost = found.cost
    files = f", {cost.media_files} of them media files" if cost.media_files else ""
    yield f"a full harvest: at least {cost.requests} requests{files}, about {cost.seconds:,.0f} s"


def _place(each: Counted) -> str:
    return f"{'+'.join(each.languages)}/{each.kind}"
