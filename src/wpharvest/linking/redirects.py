"""From each old address to the new one, in one step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from urllib.parse import parse_qsl, quote, unquote, urlencode

import msgspec

from wpharvest.errors import RedirectError
from wpharvest.linking.old import date_archives, feeds, old_addresses, roots
from wpharvest.linking.plan import Plan
from wpharvest.model.items import Key
from wpharvest.model.notices import Notice
from wpharvest.model.site import Site
from wpharvest.urls import normal, split_url

_UNRESERVED = "/-._~@:+,;=!"  # characters that a path may hold as they are, and no server's syntax minds
# Characters that end a line or a string in some server's syntax: with them an address could write rules.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029`\"\\]")
_QUESTION = re.compile(r"[\w-]+=[^&\s]+", re.ASCII)


class Redirect(msgspec.Struct, frozen=True, order=True):
    """One old address and the new one. All are percent-encoded.

    `old` is a path from the root of the host; with `query` (`p=12`) only requests that ask this are meant.
    """

    old: str
    query: str
    new: str


class Redirects(msgspec.Struct, frozen=True):
    """The redirects, sorted, and a notice for each old address that leads nowhere now."""

    rows: tuple[Redirect, ...]
    notices: tuple[Notice, ...] = ()


def redirects(site: Site, plan: Plan) -> Redirects:
    """Redirects from every address under which the old site showed something that the plan has.

    Permalinks, numbers (`?p=12`), feeds, terms, authors, attachments, media files, and the archives of dates
    (to the first page of their language). An address that stays
    the same needs none. Where two objects shared an address, it is the first one's.
    Raises RedirectError if an old address is also a new one of something else: who goes there would be
    sent away.
    """
    found = _redirects(site, plan)
    _check(found.rows, plan)
    return found


def free_redirects(site: Site, plan: Plan) -> Redirects:
    """The same without those whose old address is a new one of something else; each has a notice."""
    found = _redirects(site, plan)
    there = {_same(target) for target in plan.targets}
    rows = tuple(row for row in found.rows if row.query or _same(row.old) not in there)
    kept = set(rows)
    taken = (
        Notice("redirects", f"{row.old} is a new address of something else: nothing leads on to {row.new}")
        for row in found.rows
        if row not in kept
    )
    return Redirects(rows, (*found.notices, *taken))


def _redirects(site: Site, plan: Plan) -> Redirects:
    hosts = {normal(root).partition("/")[0] for root in roots(site)}
    found: dict[tuple[str, str], str] = {}
    notices: list[Notice] = []
    for key, address, new in _moves(site, plan):
        step = _step(address, hosts)
        if step is None:
            continue
        what = ""
        if not new:
            what = "" if step[1] else "leads nowhere now"
        elif not _writable(step):
            what = "can't be written as a redirect"
        elif found.setdefault(step, new) != new:
            what = f"is also another's address: it goes to {found[step]}"
        if what:
            notices.append(Notice("redirects", f"{address} {what}", key))
    rows = tuple(
        Redirect(old, query, new)
        for (old, query), new in sorted(found.items())
        if query or _same(old) != _same(new)
    )
    return Redirects(rows, tuple(dict.fromkeys(notices)))


def aliases(site: Site, plan: Plan) -> dict[Key, tuple[str, ...]]:
    """The old paths of each object that are free on the new site: a page there can send people on.

    Without those that need a server: feeds, and addresses that ask for a number (`?p=12`).
    """
    hosts = {normal(root).partition("/")[0] for root in roots(site)}
    there = {_same(target) for target in plan.targets}
    found: dict[Key, dict[str, None]] = {}
    for key, address in old_addresses(site):
        step = _step(address, hosts)
        if key in plan.places and step and not step[1] and _writable(step) and _same(step[0]) not in there:
            found.setdefault(key, {})[step[0]] = None
    return {key: tuple(paths) for key, paths in found.items()}


def _moves(site: Site, plan: Plan) -> Iterator[tuple[Key | None, str, str]]:
    staying = {media.key for media in site.media} if plan.remote else set()
    for key, address in chain(old_addresses(site), feeds(site)):
        if key not in staying:
            yield key, address, written(plan.places.get(key, ""))
    for address, new in plan.files.items():
        yield None, address, written(new)
    for language, address in date_archives(site):
        if language in plan.homes:
            yield None, address, written(plan.homes[language])


def _step(address: str, hosts: set[str]) -> tuple[str, str] | None:
    """Path and query of an old address; None if another host answers for it."""
    if normal(address).partition("/")[0].partition("?")[0] not in hosts:
        return None
    parts = split_url(address)
    return encoded(parts.path or "/"), urlencode(parse_qsl(parts.query, True))


def encoded(path: str) -> str:
    """A path as a browser sends it, whatever was encoded of it.

    >>> encoded("/été/a b/"), encoded("/%c3%a9t%c3%a9/")
    ('/%C3%A9t%C3%A9/a%20b/', '/%C3%A9t%C3%A9/')
    """
    return quote(unquote(path), safe=_UNRESERVED, errors="replace")


def written(new: str) -> str:
    """A new address in the letters that no server's syntax minds.

    >>> written("/$a/%C3%A9/?b=c#d")
    '/%24a/%C3%A9/?b=c#d'
    """
    return quote(new, safe=_UNRESERVED + "%?&#", errors="replace")


def _writable(step: tuple[str, str]) -> bool:
    path, query = step
    return not _UNWRITABLE.search(unquote(path)) and (not query or bool(_QUESTION.fullmatch(query)))


def _same(path: str) -> str:
    """Equal for two paths that a server takes for one."""
    return unquote(path.partition("?")[0].partition("#")[0]).rstrip("/")


def _check(rows: tuple[Redirect, ...], plan: Plan) -> None:
    there = {_same(target) for target in plan.targets}
    by_path = {_same(row.old): row for row in rows if not row.query}
    for place, row in by_path.items():
        if place in there:
            raise RedirectError(_trail(row, by_path))


def _trail(row: Redirect, by_path: Mapping[str, Redirect]) -> list[str]:
    trail, seen = [row.old, row.new], {_same(row.old)}
    while (place := _same(trail[-1])) in by_path and place not in seen:
        seen.add(place)
        trail.append(by_path[place].new)
    return trail
