"""A real Ghost imports what `--to ghost` writes, and its blog is the site that was harvested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup, Tag

from lexical_facts import said
from targets.conftest import Harvested
from targets.ghost import Ghost, ci, ghost, missing
from wpharvest.config import Export
from wpharvest.exporters.ghost.addresses import layout
from wpharvest.exporters.select import select
from wpharvest.linking import Redirect, redirects
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.steps.export import Led

VISITORS = 4  # at a time

pytestmark = pytest.mark.xdist_group("ghost")


@pytest.fixture(scope="module")
def blog() -> Iterator[Ghost]:
    """A Ghost that runs as long as the tests of this module."""
    why = missing()
    if why and ci():
        pytest.fail(why)
    if why:
        pytest.skip(why)
    with ghost() as running:
        yield running


class Imported:
    """A blog that has taken a site in, beside that site."""

    def __init__(self, blog: Ghost, led: Led) -> None:
        self.blog, self.site, self.plan = blog, led.site, led.plan
        documents = select(led.site, Export())
        self.slugs = layout(led.site, documents, Export()).slugs
        self.documents = [each for each in documents if each.role == "type"]
        self.families = led.site.family_of()
        rows = [*blog.all("posts", formats="html,lexical"), *blog.all("pages", formats="html,lexical")]
        self.rows: dict[str, dict[str, Any]] = {row["slug"]: row for row in rows}

    def complaints(self) -> list[str]:
        """Everything in which the blog differs from the site; empty if nothing does."""
        rows = [row for row in redirects(self.site, self.plan).rows if not row.query]
        with ThreadPoolExecutor(VISITORS) as visitors:
            found = [
                *visitors.map(lambda each: list(self.row(each)), self.documents),
                *visitors.map(lambda each: list(self.page(each)), self.looked_at()),
                *visitors.map(lambda each: list(self.moved(each)), rows),
                *visitors.map(lambda each: list(self.there(each)), sorted(self.asked())),
            ]
        return [complaint for each in found for complaint in each]

    def looked_at(self) -> list[Document]:
        """The documents whose pages are asked for: of the many that are alike (`note-12`) one in ten."""
        return [each for each in self.documents if not re.search(r"note-\d*[1-9]$", each.slug)]

    def row(self, document: Document) -> Iterator[str]:
        """What the Admin API tells of a document."""
        row = self.rows[self.slugs[document.key]]
        shown = said(read(self.at_home(row["html"] or "")))
        wanted = said(read(WRITERS["html"](document.body)))
        for what in wanted:
            yield from _same(document.key, what, shown[what], wanted[what])
        picture = document.featured_media
        yield from _same(document.key, "title", row["title"], document.title)
        yield from _same(document.key, "date", row["published_at"], document.date.replace("Z", ".000Z"))
        yield from _same(document.key, "status", row["status"], "published")
        yield from _same(document.key, "author", row["authors"][0]["name"], document.author or "Owner")
        yield from _same(
            document.key,
            "picture",
            (self.at_home(row["feature_image"] or ""), row["feature_image_alt"] or ""),
            (picture.url, picture.alt) if picture else ("", ""),
        )
        names = [tag["name"] for tag in row["tags"] if tag["visibility"] == "public"]
        yield from _same(document.key, "terms", sorted(names), sorted(each.name for each in document.terms))
        languages = [tag["name"] for tag in row["tags"]]
        if f"#{document.key.language}" not in languages:
            yield f"{document.key}: no tag of its language among {languages}"

    def page(self, document: Document) -> Iterator[str]:
        """What a visitor gets at its address."""
        answer = self.blog.page(self.plan.places[document.key])
        if answer.status_code != requests.codes.ok:
            yield f"{document.key}: {answer.status_code} at {self.plan.places[document.key]}"
            return
        soup = BeautifulSoup(answer.text, "lxml")
        heading = soup.select_one("h1.gh-article-title")
        title = heading.get_text() if heading else ""
        yield from _same(document.key, "heading", title.split(), document.title.split())
        content = soup.select_one(".gh-content")
        if not document.protected:
            letters = said(read(self.at_home(content.decode_contents() if content else "")))["letters"]
            yield from _same(document.key, "letters", letters, said(document.body)["letters"])
        links = soup.select("link[rel=alternate][hreflang]")
        told = {str(link["hreflang"]): self.at_home(str(link["href"])) for link in links}
        told.pop("x-default", None)
        family = self.families.get(document.key)
        members = family.members if family else {}
        there = {language: self.plan.places[key] for language, key in members.items()}
        yield from _same(document.key, "translations", told, there if len(there) > 1 else {})

    def moved(self, row: Redirect) -> Iterator[str]:
        """An old address leads to the new one in one step, and something is there."""
        answer = self.blog.page(row.old)
        goal = urljoin(self.blog.url, answer.headers.get("Location", ""))
        yield from _same(
            row.old, "redirect", (answer.status_code, unquote(self.at_home(goal))), (301, unquote(row.new))
        )
        yield from self.there(row.new)

    def there(self, address: str) -> Iterator[str]:
        """An address of the blog itself is answered."""
        answer = self.blog.page(address)
        if answer.status_code != requests.codes.ok:
            yield f"{answer.status_code} at {address}"

    def asked(self) -> set[str]:
        """Every address of the blog that its texts link to or show."""
        found: set[str] = set()
        for row in self.rows.values():
            for element in BeautifulSoup(row["html"] or "", "lxml").find_all(True):
                found.update(_addresses(element))
        own = urlsplit(self.blog.url).netloc
        whole = (urlsplit(urljoin(self.blog.url, each)) for each in found if not each.startswith("#"))
        return {each.path for each in whole if each.netloc == own}

    def at_home(self, text: str) -> str:
        """The blog's own addresses as paths."""
        return text.replace(self.blog.url, "")


def _addresses(element: Tag) -> Iterator[str]:
    for name in ("href", "src", "poster"):
        value = element.get(name)
        if isinstance(value, str):
            yield value
    for candidate in str(element.get("srcset") or "").split(","):
        yield from candidate.split()[:1]


def _same(of: Key | str, what: str, here: Any, there: Any) -> Iterator[str]:
    if here != there:
        if isinstance(here, list):
            at = next((at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
            here, there = here[max(at - 5, 0) : at + 15], there[max(at - 5, 0) : at + 15]
        yield f"{of}: {what}: in Ghost {here!r}, on the site {there!r}"


def test_the_blog_is_the_harvested_site(blog: Ghost, harvested: Harvested, tmp_path: Path) -> None:
    """Page by page: titles, texts, links, pictures, translations, dates, authors, tags, old addresses."""
    led = harvested.written("ghost", tmp_path)
    blog.take(tmp_path / "ghost")
    imported = Imported(blog, led)
    assert set(imported.rows) == {imported.slugs[each.key] for each in imported.documents}
    assert "\n".join(imported.complaints()) == ""
