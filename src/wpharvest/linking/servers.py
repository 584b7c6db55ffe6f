"""Redirects in the words of a web server or a host.

Each form is one function from redirects to files; where a form can't hold something, its file says so.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import unquote

import msgspec

from wpharvest.linking.redirects import Redirect
from wpharvest.model.notices import File

Server = Callable[[Sequence[Redirect]], Iterator[File]]

STATUS = 301  # moved for good: search engines take the new address over


def nginx(rows: Sequence[Redirect]) -> Iterator[File]:
    """Two files: `nginx-maps.conf` to include in `http`, `nginx-redirects.conf` in `server`.

    A map is one look-up, however many redirects there are
    (https://nginx.org/en/docs/http/ngx_http_map_module.html).
    """
    maps: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        name, _, value = row.query.partition("=")
        for old in _forms(row.old):
            maps[name].append((f"{unquote(old)}?{value}" if name else unquote(old), row.new))
    longest = max((len(key.encode()) for pairs in maps.values() for key, _ in pairs), default=0)
    most = max((len(pairs) for pairs in maps.values()), default=0)
    lines = [
        "# include this in `http { … }`, and nginx-redirects.conf in `server { … }`",
        f"map_hash_bucket_size {_power_of_two(longest + 64)};",
        f"map_hash_max_size {_power_of_two(4 * most + 2048)};",
    ]
    asked = ["# include this in `server { … }`, and nginx-maps.conf in `http { … }`"]
    for name in sorted(maps, reverse=True):  # a question first, then the bare path
        source, target = (f'"$uri?$arg_{name}"', f"$moved_by_{name}") if name else ("$uri", "$moved")
        lines += [f"map {source} {target} {{", '    default "";', *_entries(maps[name]), "}"]
        asked.append(f"if ({target}) {{ return {STATUS} {target}; }}")
    yield _file("nginx-maps.conf", lines)
    yield _file("nginx-redirects.conf", asked)


def _entries(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lines of a map. It compares without regard to case, so keys that differ in nothing else are regexes."""
    by_case: dict[str, dict[str, str]] = defaultdict(dict)
    for key, new in pairs:
        by_case[key.lower()].setdefault(key, new)
    for alike in by_case.values():
        for key, new in alike.items():
            written = key if len(alike) == 1 else f"~^{re.escape(key)}$"
            yield f"    {_quoted(written)} {_quoted(new)};"


def apache(rows: Sequence[Redirect]) -> Iterator[File]:
    """`.htaccess` for the root folder.

    It needs mod_rewrite (https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html).
    """
    # mod_rewrite takes what is in quotes as it stands: a backslash is one, and no address holds a quote.
    lines = ["RewriteEngine On"]
    for row in _questions_first(rows):
        if row.query:
            lines.append(f'RewriteCond %{{QUERY_STRING}} "(^|&){re.escape(row.query)}(&|$)"')
        path = re.escape(unquote(row.old).strip("/"))
        pattern = f"^{path}/?$" if row.old.endswith("/") and path else f"^{path}$"
        new = row.new.replace("%", r"\%")
        lines.append(f'RewriteRule "{pattern}" "{new}" [R={STATUS},L,NE,QSD]')
    yield _file(".htaccess", lines)


def caddy(rows: Sequence[Redirect]) -> Iterator[File]:
    """`redirects.caddy` to import in a site's block (https://caddyserver.com/docs/caddyfile/directives/redir)."""
    lines = ["route {"]
    for number, row in enumerate(_questions_first(rows)):
        paths = " ".join(f"`{unquote(old)}`" for old in _forms(row.old))
        asks = [f"        query `{row.query}`"] if row.query else []
        lines += [f"    @r{number} {{", f"        path {paths}", *asks, "    }"]
        lines.append(f"    redir @r{number} `{row.new}` {STATUS}")
    yield _file("redirects.caddy", [*lines, "}"])


def netlify(rows: Sequence[Redirect]) -> Iterator[File]:
    """`_redirects` of Netlify (https://docs.netlify.com/routing/redirects/redirect-options/)."""
    yield _file(
        "_redirects",
        [f"{row.old} {row.query} {row.new} {STATUS}!".replace("  ", " ") for row in _questions_first(rows)],
    )


def cloudflare(rows: Sequence[Redirect]) -> Iterator[File]:
    """`_redirects` of Cloudflare Pages, which can't ask for a query: those are in it as comments.

    https://developers.cloudflare.com/pages/configuration/redirects/
    """
    lines = [f"{old} {row.new} {STATUS}" for row in rows if not row.query for old in _forms(row.old)]
    left = [f"# not possible here: {row.old}?{row.query} {row.new}" for row in rows if row.query]
    yield _file("_redirects", [*lines, *left])


def vercel(rows: Sequence[Redirect]) -> Iterator[File]:
    """`vercel.json` (https://vercel.com/docs/project-configuration#redirects)."""
    found = []
    for row in _questions_first(rows):
        name, _, value = row.query.partition("=")
        asks = {"has": [{"type": "query", "key": name, "value": re.escape(unquote(value))}]} if name else {}
        for old in _forms(row.old):
            source = re.sub(r"([(){}:*+?\\])", r"\\\1", old)
            found.append({"source": source, **asks, "destination": row.new, "statusCode": STATUS})
    yield File(
        "vercel.json", msgspec.json.format(msgspec.json.encode({"redirects": found}), indent=2) + b"\n"
    )


def ghost(rows: Sequence[Redirect]) -> Iterator[File]:
    """`redirects.json` of Ghost, which can't ask for a query: those aren't in it.

    Old paths are regular expressions (`core/server/services/lib/DynamicRedirectManager.js`); an encoded
    letter is taken in both cases. https://ghost.org/docs/themes/routing/#redirects
    """
    found = []
    for row in rows:
        if not row.query:
            path = "^" + re.escape(row.old.rstrip("/") or "/") + "/?$"
            old = f"/{path}/i" if "%" in path else path
            found.append({"from": old, "to": row.new.replace("$", "$$"), "permanent": True})
    yield File("redirects.json", msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")


def table(rows: Sequence[Redirect]) -> Iterator[File]:
    """`redirects.csv`: old address, new address, status. For a person, or a plugin that imports it."""
    sheet = _Sheet()
    writer = csv.writer(sheet)
    writer.writerow(("old", "new", "status"))
    for row in rows:
        writer.writerow((f"{row.old}?{row.query}" if row.query else row.old, row.new, STATUS))
    yield File("redirects.csv", "".join(sheet.lines).encode())


SERVERS: dict[str, Server] = {
    "nginx": nginx,
    "apache": apache,
    "caddy": caddy,
    "netlify": netlify,
    "cloudflare": cloudflare,
    "vercel": vercel,
    "ghost": ghost,
    "csv": table,
}


class _Sheet:
    """What `csv` writes to."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, text: str) -> None:
        """Take one line."""
        self.lines.append(text)


def _forms(path: str) -> tuple[str, ...]:
    """A page's path with and without its last slash: WordPress answers to both."""
    return (path, path.rstrip("/")) if path.rstrip("/") and path.endswith("/") else (path,)


def _questions_first(rows: Sequence[Redirect]) -> list[Redirect]:
    """The order for servers that take the first that fits: `/?p=12` before `/`."""
    return sorted(rows, key=lambda row: not row.query)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _power_of_two(size: int) -> int:
    return 1 << (size - 1).bit_length()


def _file(path: str, lines: Iterable[str]) -> File:
    return File(path, "".join(f"{line}\n" for line in lines).encode())
