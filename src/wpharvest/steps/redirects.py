"""Snapshot -> redirects: from every address of the old site to where the new one has it."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from urllib.parse import quote

from wpharvest.errors import UnknownNameError, UsageError
from wpharvest.exporters.paths import paths, segment, segment_of_language
from wpharvest.linking import SERVERS, Plan, Redirects, redirects
from wpharvest.model.documents import Document
from wpharvest.model.notices import File
from wpharvest.steps.load import load_site

PERMALINK = "/{path}/"  # as the Markdown lies in the output folder
FIELDS = ("path", "language", "kind", "slug", "id", "year", "month", "day")


def redirect_files(
    snapshot: Path, server: str, permalink: str = PERMALINK, version: str = ""
) -> tuple[tuple[File, ...], Redirects]:
    """The files for a web server, and what they hold. `permalink` says where each document will be.

    Raises UnknownNameError, UsageError for a permalink that puts two documents in one place, RedirectError
    where an old address is a new one too, SnapshotError.
    """
    if server not in SERVERS:
        raise UnknownNameError("server", server, SERVERS)
    check_permalink(permalink)
    site = load_site(snapshot, version=version)
    where = paths(site)
    places = {each.key: _place(each, where[each.key], permalink) for each in site.documents}
    taken: dict[str, Document] = {}
    for each in site.documents:
        first = taken.setdefault(places[each.key], each)
        if first is not each:
            both = f"{first.key} and {each.key}"
            raise UsageError(f"--permalink {permalink!r} puts {both} at {places[each.key]}: add {{id}}")
    found = redirects(site, Plan(places))
    return tuple(SERVERS[server](found.rows)), found


def check_permalink(permalink: str) -> None:
    """Raise UsageError, or UnknownNameError for a field that no document has."""
    if not permalink.startswith("/"):
        raise UsageError(f"--permalink {permalink!r} doesn't begin with a slash")
    try:
        names = [name for _, name, _, _ in Formatter().parse(permalink) if name is not None]
    except ValueError as error:
        raise UsageError(f"--permalink {permalink!r}: {error}") from error
    for name in names:
        if name not in FIELDS:
            raise UnknownNameError("field of a permalink", name, FIELDS)


def _place(document: Document, path: str, permalink: str) -> str:
    date = document.date or ""
    facts = {
        "path": path,
        "language": segment_of_language(document.key.language),
        "kind": segment(document.key.kind),
        "slug": path.rpartition("/")[2],
        "id": str(document.key.id),
        "year": date[:4],
        "month": date[5:7],
        "day": date[8:10],
    }
    return quote(permalink.format_map(facts), safe="/-._~")
