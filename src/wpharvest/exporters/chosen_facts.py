"""Which facts stand in a document's front matter, under which names: the target's choice or a person's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from wpharvest.config import FrontMatter
from wpharvest.errors import UnknownNameError, UsageError
from wpharvest.exporters.atlas import Atlas
from wpharvest.exporters.facts import FACTS, USUAL
from wpharvest.model.documents import Document
from wpharvest.model.moments import moment, zone

Names = Mapping[str, str]

USUAL_NAMES: Names = {name: name for name in USUAL}  # what is written -> the fact
SPREAD = "*"  # the name under which a mapping's own entries are written
DATES = ("date", "modified")
SAYING = ("id", "published")  # facts whose 0 or `false` says something
_SAMPLE = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
_ANOTHER = datetime(2019, 11, 20, 17, 38, 49, tzinfo=UTC)  # which has no part in common with it
_READ_BACK = re.compile(r"2001-02-03([T ]04:05:06 ?(Z|UTC|\+00:?00)?)?")  # by each generator, as this date
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def check_front_matter(wanted: FrontMatter) -> None:
    """Raise UnknownNameError for what is no fact, UsageError for a field, date or zone that is none."""
    _check_fields(wanted.fields)
    _check_extras(wanted.extra)
    pattern = wanted.date_format
    if pattern and _SAMPLE.strftime(pattern) == _ANOTHER.strftime(pattern):
        raise UsageError(f"--date-format {pattern!r} writes each date alike: it is like `%Y-%m-%d`")
    if wanted.time_zone and zone(wanted.time_zone) is None:
        hint = "say `Europe/Brussels` or `+02:00`"
        raise UsageError(f"--time-zone {wanted.time_zone!r} is no time zone: {hint}")


def _check_fields(fields: tuple[str, ...]) -> None:
    named: dict[str, str] = {}
    for each in fields:
        fact, mark, name = each.partition("=")
        _known(fact)
        if mark and not name:
            raise UsageError(f"--field {each!r} has no name: it is FACT or FACT=NAME")
        if named.setdefault(name or fact, each) != each:
            raise UsageError(f"--field {each!r}: --field {named[name or fact]!r} has that name already")


def _check_extras(extras: tuple[str, ...]) -> None:
    for each in extras:
        name, _, template = each.partition("=")
        if not name.strip() or "=" not in each:
            raise UsageError(f"--extra {each!r} isn't NAME=TEMPLATE")
        for match in _PLACEHOLDER.finditer(template):
            if match[1] is not None:
                _known(match[1].partition(".")[0])
        if set("{}") & set(_PLACEHOLDER.sub("", template)):
            raise UsageError(
                f"--extra {each!r} has a brace without its other: one that is meant is written twice"
            )


def check_dates(wanted: FrontMatter, reader: str) -> None:
    """Raise UsageError for dates that a generator would read as another day, or not at all."""
    pattern = wanted.date_format
    if pattern and not _READ_BACK.fullmatch(_SAMPLE.strftime(pattern)):
        raise UsageError(
            f"--date-format {pattern!r}: {reader} reads dates like `%Y-%m-%d` or `%Y-%m-%d %H:%M:%S`, "
            "and would lose or misread these"
        )


def chosen_facts(
    document: Document, atlas: Atlas, own: Names, wanted: FrontMatter, needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The facts of one document's front matter, by the name under which they are written.

    `own` is what the target writes (name to fact) unless the settings choose; those of the names `needed`
    are written anyway, and as they are. Facts that say nothing are left out, numbers stay. Raises
    UnknownNameError for a fact that there isn't.
    """
    chosen = _names(wanted.fields)
    names = {**chosen, **{name: own[name] for name in needed if name not in chosen}} if chosen else own
    told = {name: _told(fact, document, atlas, wanted) for name, fact in names.items()}
    spread = told.pop(SPREAD, None)
    told |= {name: value for name, value in (spread or {}).items() if name not in told}
    told |= {name: _filled(template, document, atlas, wanted) for name, template in _extras(wanted)}
    kept = {name: value for name, value in told.items() if value or names.get(name) in SAYING}
    return dict(_flat(kept, whole=needed)) if wanted.flat else kept


def _known(name: str) -> str:
    if name not in FACTS:
        raise UnknownNameError("fact", name, FACTS)
    return name


def _names(fields: Iterable[str]) -> dict[str, str]:
    parted = (each.partition("=") for each in fields)
    return {name or fact: _known(fact) for fact, _, name in parted}


def _extras(wanted: FrontMatter) -> list[tuple[str, str]]:
    parted = (each.partition("=") for each in wanted.extra)
    return [(name.strip(), template) for name, _, template in parted]


def _told(fact: str, document: Document, atlas: Atlas, wanted: FrontMatter) -> Any:
    value = FACTS[fact](document, atlas)
    return _dated(value, wanted) if fact in DATES and value else value


def _dated(written: str, wanted: FrontMatter) -> str:
    if not (wanted.date_format or wanted.time_zone):
        return written
    when = moment(written, zone(wanted.time_zone))
    if when is None:
        return written
    return when.strftime(wanted.date_format) if wanted.date_format else when.isoformat(timespec="seconds")


def _filled(template: str, document: Document, atlas: Atlas, wanted: FrontMatter) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        first, *rest = match[1].split(".")
        found = _told(_known(first), document, atlas, wanted)
        for name in rest:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, list):
            return ", ".join(map(str, found))
        return "" if found is None else str(found)

    return _PLACEHOLDER.sub(value, template)


def _flat(
    facts: Mapping[str, Any], above: str = "", whole: tuple[str, ...] = ()
) -> Iterable[tuple[str, Any]]:
    for name, value in facts.items():
        if isinstance(value, dict) and name not in whole:
            yield from _flat(value, f"{above}{name}_")
        else:
            yield above + name, value
