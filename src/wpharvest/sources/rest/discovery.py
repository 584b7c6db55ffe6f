"""From any address of a site to its REST root, and to the one object or collection the address may name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

import msgspec
from requests.utils import parse_header_links

from wpharvest import head
from wpharvest.errors import (
    BadAnswerError,
    ChallengeError,
    ForbiddenError,
    NotAUrlError,
    NotWordPressError,
    RestClosedError,
    SourceError,
    UnreachableError,
)
from wpharvest.head import Head
from wpharvest.model.items import Json
from wpharvest.sources.rest.addresses import Mapping, Root, origin, split_rest
from wpharvest.sources.rest.answers import Answer
from wpharvest.sources.rest.api import Api
from wpharvest.sources.rest.closed import challenge

API_REL = "https://api.w.org/"

_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}\.?|localhost|\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f:]+\]?", re.I)
_OBJECT = re.compile(r"(?P<route>[\w.-]+(?:/v\d+)?/[\w%.-]+)(?:/(?P<id>\d+))?")


class Target(msgspec.Struct, frozen=True):
    """What an address names below the REST root: a collection, or one object of it. Empty: the site."""

    route: str = ""
    id: int | None = None
    query: str = ""


class Place(msgspec.Struct, frozen=True):
    """A WordPress that was found.

    `root` is the site's own REST root, `asked` the one of the address (a language's, perhaps); `front` and
    `page` the head and HTML of the home page (empty where it can't be read).
    """

    root: Root
    asked: Root
    index: Json
    mapping: Mapping
    target: Target
    front: Head
    page: str
    front_url: str


def discover(api: Api, argument: str) -> Place:
    """Find the WordPress behind an address. One or two requests where the site says where its API is.

    Raises NotAUrlError, UnreachableError, NotWordPressError, RestClosedError, ChallengeError, ForbiddenError.
    """
    found: Place | None = None
    meant = addresses(argument)
    for number, url in enumerate(meant, start=1):
        try:
            found = _rest_address(api, url) or _page_address(api, url)
            break
        except UnreachableError:
            if number == len(meant):
                raise
    if found is None:
        raise NotWordPressError(argument)
    return found


def addresses(argument: str) -> list[str]:
    """The addresses that an argument may mean: without a scheme https, then http. Credentials are dropped."""
    text = argument.strip()
    if re.match(r"https?://", text, re.IGNORECASE):
        candidates = [text]
    elif "://" in text or re.match(r"(?:mailto|javascript|data|file|ftp):", text):
        raise NotAUrlError(argument)
    else:
        candidates = [f"https://{text}", f"http://{text}"]
    found = []
    for candidate in candidates:
        try:
            parts = urlsplit(candidate)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise NotAUrlError(argument) from error
        if not _HOST.fullmatch(host) or re.search(r"\s", text):
            raise NotAUrlError(argument)
        netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
        found.append(urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, "")))
    return found


def _rest_address(api: Api, url: str) -> Place | None:
    rest = split_rest(url)
    if rest is None:
        return None
    root, route, query = rest
    found = read_index(api, Root(root))
    if found is None:
        raise NotWordPressError(url, [root])
    asked, index = found
    match = _OBJECT.fullmatch(route)
    target = Target()
    if match and route.count("/") > 1:
        lang = [pair for pair in parse_qsl(query) if pair[0] == "lang"]
        id_ = int(match["id"]) if match["id"] else None
        target = Target(match["route"], id_, "&".join(f"{name}={value}" for name, value in lang))
    return _place(api, asked, index, origin(asked.url), target, None)


def _page_address(api: Api, url: str) -> Place:
    answer = api.session.get(url)
    declared = declared_root(answer)
    troubles: list[SourceError] = []
    tried = []
    for root in _candidates(answer.final, declared):
        tried.append(root.url)
        try:
            found = read_index(api, root)
        except (RestClosedError, ChallengeError) as error:
            troubles.append(error)
            continue
        except UnreachableError:
            continue
        if found is not None:
            return _place(api, *found, origin(answer.final), Target(), answer)
    if troubles:
        raise troubles[0]
    what = challenge(answer.text, answer.headers) if answer.status != 200 or not declared else ""
    if what:
        raise ChallengeError(url, what)
    if answer.status >= 500 or answer.status == 429:
        raise UnreachableError(url, f"it answers with status {answer.status}")
    raise NotWordPressError(url, tried)


def declared_root(answer: Answer) -> str:
    """The REST root that a page names in its Link header or in its head; empty if it names none."""
    for link in parse_header_links(answer.headers.get("link", "")):
        if link.get("rel") == API_REL and link.get("url"):
            return urljoin(answer.final, str(link["url"]))
    return head.read(head.cut(answer.body), answer.final).api


def _candidates(page: str, declared: str) -> Iterator[Root]:
    """Where the API may be: where the page says (at the page's own origin first), then by its path."""
    seen: set[str] = set()
    for url in _candidate_urls(page, declared):
        if url not in seen:
            seen.add(url)
            yield Root(url)


def _candidate_urls(page: str, declared: str) -> Iterator[str]:
    if declared:
        rest = split_rest(declared)
        root = rest[0] if rest else declared.rstrip("/") + "/"
        yield Mapping(origin(root), origin(page)).ask(root)
        yield root
    here = origin(page)
    segments = [part for part in urlsplit(page).path.split("/")[:-1] if part]
    folders = ["/" + "".join(f"{part}/" for part in segments[:n]) for n in range(len(segments), -1, -1)]
    near = folders[-3:]  # the deepest first: a WordPress in /blog/ is another one than that above it
    yield from (f"{here}{folder}wp-json/" for folder in near)
    yield from (f"{here}{folder}?rest_route=/" for folder in near)


def read_index(api: Api, root: Root) -> tuple[Root, Json] | None:
    """The root (where redirects lead) and its index; None if what is there isn't one.

    Raises as `Api.one`, but no BadAnswerError.
    """
    try:
        reply = api.one(root)
    except BadAnswerError:
        return None
    value = reply.value
    if not reply.ok or not isinstance(value, dict) or not isinstance(value.get("namespaces"), list):
        return None
    moved = split_rest(reply.answer.final)
    return (Root(moved[0]) if moved else root), value


def _place(api: Api, asked: Root, index: Json, here: str, target: Target, answer: Answer | None) -> Place:
    root, index = _site_root(api, asked, index)
    said = origin(str(index.get("home") or index.get("url") or here))
    mapping = Mapping(said, here)
    front_url = root.site
    if answer is None or answer.final.rstrip("/") != front_url.rstrip("/"):
        try:
            answer = api.session.get(front_url)
        except (UnreachableError, BadAnswerError, ForbiddenError):
            answer = None
    if answer is None or answer.status != 200:
        return Place(root, asked, index, mapping, target, Head(), "", front_url)
    page = answer.text
    return Place(root, asked, index, mapping, target, head.read(page, answer.final), page, answer.final)


def _site_root(api: Api, asked: Root, index: Json) -> tuple[Root, Json]:
    """The site's own root, where `asked` is only the root of one language (`/en/wp-json/`).

    Both are one WordPress if they give the same site address (`url`).
    """
    folder = asked.site.rstrip("/").rsplit("/", 1)
    if not re.fullmatch(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?", folder[-1]) or folder[0].endswith("/"):
        return asked, index
    above = asked.below(folder[0])
    try:
        other = read_index(api, above)
    except SourceError:
        return asked, index
    if other is not None and other[1].get("url") == index.get("url"):
        return other
    return asked, index
