"""The HTML side of the site: home pages, heads, sitemaps, media files, and short forms of all other pages.

Source: `rest_output_link_header` and `rest_output_link_wp_head` in `wp-includes/rest-api.php`,
`wp_shortlink_header` in `link-template.php`, `redirect_canonical` in `canonical.php`.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from functools import cached_property
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import wrap_file

from wpharvest.model.items import Language, Resource
from wpharvest.web.replay import answers, oembed
from wpharvest.web.replay.shelves import Entry, Library, View

HTML = "text/html; charset=UTF-8"
XML = "application/xml; charset=UTF-8"
PAGES = ("type", "other", "media")

Place = tuple[str, str]  # path without escapes, query


class Pages:
    """Answers everything that isn't the REST API."""

    def __init__(self, library: Library, resources: Iterable[Resource]) -> None:
        self.library = library
        self.resources: dict[Place, Resource] = {}
        for resource in resources:
            self.resources.setdefault(_place(resource.url), resource)
        self.homes = {f"/{each.home.strip('/')}/".replace("//", "/"): each for each in library.languages}

    @cached_property
    def linked(self) -> dict[Place, Entry]:
        """Every item that has a page of its own, by the path of its link. A comment's link is its post's."""
        found: dict[Place, Entry] = {}
        for entry in self.library.entries:
            link = entry.brief.get("link")
            if link and self.library.role(entry) != "comments":
                found.setdefault(_place(str(link)), entry)
        return found

    def item_at(self, url: str) -> Entry | None:
        """The item whose page this address is; None if it's no page of this site (`url_to_postid`)."""
        if urlsplit(url).netloc != urlsplit(self.library.info.home).netloc:
            return None
        path, query = _place(url)
        return self.linked.get((path, query)) or self.linked.get((f"{path.rstrip('/')}/", query))

    def respond(self, request: Request) -> Response:
        """The page, head, sitemap or file at this address; a redirect to it; or a 404 page."""
        place = (request.path, request.query_string.decode("utf-8", "replace"))
        if place[0] in self.homes and (target := self._by_number(request)):
            return _moved(target)
        for each in dict.fromkeys([place, (place[0], "")]):
            resource = self.resources.get(each)
            if resource and resource.role != "head":
                return _file(request, resource)
            entry = self.linked.get(each)
            if resource or entry or each[0] in self.homes:
                return self._page(request, each, resource, entry)
        if framed := self._framed(request.path):
            return Response(oembed.page(self.library, framed), content_type=HTML)
        if target := self._canonical(request):
            return _moved(target)
        page = "<!DOCTYPE html><html><head><title>Page not found</title></head><body></body></html>"
        return self._linking(
            request, Response(page, 404, content_type=HTML), self._view(None, place[0]), None
        )

    def _page(
        self, request: Request, place: Place, resource: Resource | None, entry: Entry | None
    ) -> Response:
        view = self._view(entry, place[0])
        if resource:
            kind = resource.media_type if "charset" in resource.media_type else HTML
            rest = f"<body>{self._switcher(place[0])}</body></html>"
            response = Response(resource.body + rest.encode(), content_type=kind)
        else:
            api = view.url("", "/")  # without the host: the page is the same wherever the snapshot is served
            body = self._written(place[0], entry, api)
            response = Response(body, content_type=HTML)
        return self._linking(request, response, view, entry)

    def _linking(self, request: Request, response: Response, view: View, entry: Entry | None) -> Response:
        """WordPress's three `Link` headers, leading to the server that was asked."""
        origin = request.url_root.rstrip("/")
        response.headers.add("Link", answers.link(view.url(origin, "/"), "https://api.w.org/"))
        shelf = view.shelves.get(entry.item.kind) if entry else None
        if entry and shelf:
            route = f"{shelf.route}/{entry.item.id}"
            json = answers.link(view.url(origin, route), "alternate", type='"application/json"')
            response.headers.add("Link", json)
            if shelf.collection.role in PAGES:
                name = "page_id" if shelf.collection.name == "page" else "p"
                response.headers.add("Link", f"<{origin}/?{name}={entry.item.id}>; rel=shortlink")
        return response

    def _view(self, entry: Entry | None, path: str) -> View:
        """The REST root that a page at this path names: its language's."""
        language = self.library.served_as(entry.item.language) if entry else self._language(path).code
        views = [view for view in self.library.views if language in [each.code for each in view.languages]]
        return min(views, key=lambda view: len(view.languages))

    def _language(self, path: str) -> Language:
        below = [(len(home), home) for home in self.homes if path.startswith(home)]
        if below:
            return self.homes[max(below)[1]]
        default = self.library.default
        return next(each for each in self.library.languages if each.code == default)

    def _written(self, path: str, entry: Entry | None, api: str) -> str:
        """A page with the head that WordPress would write, for what no head was kept of."""
        language = self.library.served_as(entry.item.language) if entry else self._language(path).code
        head = [
            f"<title>{(entry and oembed.title_of(entry)) or escape(self.library.info.name)}</title>",
            f'<link rel="https://api.w.org/" href="{escape(api)}" />',
        ]
        if self._says(path, "hreflang", ""):
            head += [
                f'<link rel="alternate" hreflang="{code}" href="{escape(home)}" />'
                for code, home in self._addresses()
            ]
        lines = "\n".join(head)
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="UTF-8" />\n'
            f"{lines}\n</head>\n<body>{self._switcher(path)}{_content(entry)}</body>\n</html>\n"
        )

    def _says(self, path: str, *sources: str) -> bool:
        """Whether this is a home page, on which the languages were seen in one of these ways.

        Only the head of a page is kept, so what stood below it is written again.
        """
        said = {language.source for language in self.library.info.languages}
        return path in self.homes and len(self.homes) > 1 and not said.isdisjoint(sources)

    def _addresses(self) -> list[tuple[str, str]]:
        root = urljoin(self.library.info.home, "/")
        return [(language.code, urljoin(root, home)) for home, language in self.homes.items()]

    def _switcher(self, path: str) -> str:
        if not self._says(path, "anchors"):
            return ""
        links = (f'<a hreflang="{code}" href="{escape(home)}">{code}</a>' for code, home in self._addresses())
        return f"<nav>{' '.join(links)}</nav>"

    def _framed(self, path: str) -> Entry | None:
        """The item whose page ends in `/embed/`: what oEmbed's frames show."""
        above, last, rest = path.rpartition("embed/")
        return self.linked.get((above, "")) if last and not rest else None

    def _by_number(self, request: Request) -> str:
        """Where `/?p=12` leads: the page of that post at the server that was asked; empty if nowhere."""
        asked = request.args.get("p") or request.args.get("page_id", "")
        number = int(asked) if asked.isascii() and asked.isdigit() else 0
        for collection in self.library.collections:
            entry = self.library.by_id.get((collection.kind, number)) if collection.role in PAGES else None
            path, query = _place(str(entry.brief.get("link", ""))) if entry else ("", "")
            if path and not query:
                return request.url_root.rstrip("/") + quote(path)
        return ""

    def _canonical(self, request: Request) -> str:
        """Where WordPress's `redirect_canonical` would send the visitor; empty if nowhere."""
        here = request.url_root.rstrip("/")
        with_slash = request.path.rstrip("/") + "/"
        known = (with_slash, "") in self.resources or (with_slash, "") in self.linked
        if request.path != with_slash and (known or with_slash in self.homes):
            return here + quote(with_slash)
        return ""


def _place(url: str) -> Place:
    parts = urlsplit(url)
    return unquote(parts.path) or "/", parts.query


def _moved(target: str) -> Response:
    body = f'<!DOCTYPE html><title>Moved</title><a href="{escape(target)}">{escape(target)}</a>'
    return Response(body, 301, {"Location": target, "X-Redirect-By": "WordPress"}, content_type=HTML)


def _file(request: Request, resource: Resource) -> Response:
    guessed = mimetypes.guess_type(resource.url)[0] or "application/octet-stream"
    kind = resource.media_type or (XML if resource.role == "sitemap" else guessed)
    if not resource.file:
        return Response(resource.body, content_type=kind)
    opened = Path(resource.file).open("rb")  # noqa: SIM115  # the server closes it, once the answer is sent
    response = Response(wrap_file(request.environ, opened), content_type=kind, direct_passthrough=True)
    response.content_length = Path(resource.file).stat().st_size
    response.set_etag(resource.sha256)
    return response


def _content(entry: Entry | None) -> str:
    content = entry.item.value.get("content") if entry else None
    return str(content.get("rendered", "")) if isinstance(content, dict) else ""
