"""A built site, compared page by page with what it was built from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from wpharvest.config import Export
from wpharvest.exporters.site_pages import AUTHOR, first_pages, shown
from wpharvest.markup import html_reader
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.menus import MenuItem
from wpharvest.model.moments import moment, zone
from wpharvest.model.nodes import AnyNode, Image, Link, walk, words_of
from wpharvest.steps.export import Led

HOST = "http://new.example"


class Built:
    """A folder that a generator has built from a site whose links were led to the places of a plan."""

    def __init__(self, root: Path, led: Led) -> None:
        self.root, self.led, self.plan = root, led, led.plan
        pages = shown(led.site, Export())
        self.documents = [each for each in pages if each.status == "publish" and each.key in self.plan.places]
        self.families = led.site.family_of()
        self.homes = first_pages(led.site, pages)

    def complaints(self) -> list[str]:
        """Everything in which a built page differs from its document; empty if nothing does."""
        found: list[str] = []
        for document in self.documents:
            file = self.file(self.address(document.key))
            if not file.is_file():
                found.append(f"{document.key}: no page at {self.address(document.key)}")
                continue
            soup = BeautifulSoup(file.read_bytes(), "lxml")
            for check in CHECKS:
                found += [f"{document.key}: {what}" for what in check(self, document, soup)]
        return found

    def address(self, key: Key) -> str:
        """Where a document is on the new host."""
        return self.plan.places[key]

    def file(self, address: str) -> Path:
        """The file that a static host serves for an address."""
        path = unquote(address).removeprefix(unquote(self.plan.base)).lstrip("/")
        whole = self.root / path
        return whole / "index.html" if not path or path.endswith("/") or whole.is_dir() else whole

    def whole(self, url: str, document: Document) -> str:
        """An address as a browser asks for it that shows this document."""
        return unquote(urljoin(HOST + self.address(document.key), url))

    def sisters(self, document: Document) -> dict[str, str]:
        """The addresses of a document's translations, by language."""
        family = self.families.get(document.key)
        homes = self.homes if document.key in self.homes.values() else {}
        people = {
            each.key.language: each.key
            for each in self.documents
            if (each.role, each.key.id) == (AUTHOR, document.key.id) == (document.role, document.key.id)
        }
        members = family.members if family else homes or people
        there = {each.key for each in self.documents}
        return {
            language: unquote(HOST + self.address(key))
            for language, key in members.items()
            if key != document.key and key in there
        }


Check = Callable[[Built, Document, BeautifulSoup], Iterator[str]]


def _same(what: str, built: object, source: object) -> Iterator[str]:
    if built != source:
        yield f"{what}: built {built!r}, source {source!r}"


def _body(soup: BeautifulSoup) -> AnyNode:
    content = soup.select_one(".content")
    return html_reader.read(content.decode_contents() if content else "")


def title(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """The first heading is the title."""
    heading = soup.find("h1")
    yield from _same("title", heading.get_text().split() if heading else None, document.title.split())


def text(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """Every word of the body, in order, and none beside: no raw Markdown, no raw HTML shows."""
    here, there = words_of(_body(soup)).split(), words_of(document.body).split()
    if here != there:
        pairs = enumerate(zip(here, there, strict=False))
        at = next((number for number, (a, b) in pairs if a != b), min(len(here), len(there)))
        part = slice(max(at - 3, 0), at + 9)
        yield f"text: built {here[part]}, source {there[part]}"


def links_and_pictures(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """The links and pictures of the body lead where the document's do."""
    here = _body(soup)
    for kind in (Link, Image):
        found = [
            [built.whole(each.url, document) for each in walk(body) if isinstance(each, kind)]
            for body in (here, document.body)
        ]
        yield from _same(kind.__name__, *found)


def there(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """Whatever a page asks its own host for is there."""
    for element in soup.find_all(True):
        for url in _asked(element):
            asked = urlsplit(urljoin(HOST + built.address(document.key), url))
            if asked.netloc == urlsplit(HOST).netloc and not built.file(asked.path).is_file():
                yield f"<{element.name}> asks for {url}, where nothing is"


def _asked(element: Tag) -> Iterator[str]:
    for name in ("href", "src", "poster"):
        value = element.get(name)
        if isinstance(value, str) and not value.startswith(("#", "mailto:", "tel:", "data:")):
            yield value
    for candidate in str(element.get("srcset") or "").split(","):
        yield from candidate.split()[:1]


def switcher(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """The language switcher leads to the translations, and to nothing else."""
    here = {
        str(link["hreflang"]): built.whole(str(link["href"]), document)
        for link in soup.select("nav.languages a[hreflang]")
    }
    yield from _same("translations", here, built.sisters(document))


def language(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """The page says which language it is in."""
    root = soup.find("html")
    yield from _same("lang", root.get("lang") if isinstance(root, Tag) else "", document.key.language)


def byline(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """Posts tell their day and their author."""
    if document.type != "post":
        return
    meta = soup.select_one("article .meta")
    time, author = (meta.select_one(each) if meta else None for each in ("time", ".author"))
    local = zone(built.led.site.info.timezone)
    here = moment(str(time["datetime"]), local) if time else None
    yield from _same("date", here, moment(document.date, local))
    yield from _same("author", author.get_text() if author else "", document.author)


def terms(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """Its terms are named, and lead to their pages."""
    here = {(a.get_text(), built.whole(str(a["href"]), document)) for a in soup.select(".terms a")}
    wanted = set()
    for term in document.terms:
        key = Key(document.key.language, term.taxonomy, term.id)
        if key in built.plan.places:
            wanted.add((term.name, built.whole(built.address(key), document)))
    yield from _same("terms", here, wanted)


def comments(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """The readers' comments are there, each answer below what it answers."""
    if document.role != "type":
        return
    told = [
        each
        for each in built.led.site.comments
        if each.post == document.key.id and each.key.language == document.key.language
    ]
    here = {}
    for item in soup.select(".comments li"):
        above = item.find_parent("li")
        here[str(item["id"])] = str(above["id"]) if above else ""
    known = {each.key.id for each in told}
    wanted = {
        f"comment-{each.key.id}": f"comment-{each.parent}" if each.parent in known else "" for each in told
    }
    yield from _same("comments", here, wanted)


def menu(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """Each entry of the menu in the page's language is there, and leads to its new place."""
    here = {
        (" ".join(link.get_text().split()), built.whole(str(link["href"]), document))
        for link in soup.select("nav:not(.languages) a[href], .navbar a[href]")
    }
    for each in built.led.site.menus:
        if each.key.language == document.key.language:
            for item in _entries(each.items):
                wanted = (" ".join(item.title.split()), built.whole(_place(built, item, each.key), document))
                if wanted not in here:
                    yield f"menu: {wanted} isn't in {sorted(here)}"


def _entries(items: tuple[MenuItem, ...]) -> Iterator[MenuItem]:
    for item in items:
        yield item
        yield from _entries(item.children)


def _place(built: Built, item: MenuItem, menu_key: Key) -> str:
    pages = (each.key for each in built.documents if each.url == item.url)
    return next((built.address(key) for key in pages if key.language == menu_key.language), item.url)


def picture(built: Built, document: Document, soup: BeautifulSoup) -> Iterator[str]:
    """The featured picture is shown, with its alternative text."""
    image = soup.select_one(".featured img")
    media = document.featured_media
    here = (built.whole(str(image["src"]), document), image.get("alt", "")) if image else None
    yield from _same("featured", here, (built.whole(media.url, document), media.alt) if media else None)


CHECKS: tuple[Check, ...] = (
    title,
    text,
    links_and_pictures,
    there,
    switcher,
    language,
    byline,
    terms,
    comments,
    picture,
)
