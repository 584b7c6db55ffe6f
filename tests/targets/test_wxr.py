"""A second, empty WordPress imports what `--to wxr` writes, and is then harvested: it is the same site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from targets.conftest import Harvested, _harvested
from targets.imported import Imported
from wordpress.server import Server, Site
from wpharvest.config import Export
from wpharvest.exporters.wxr.book import Book, book
from wpharvest.exporters.wxr.chosen import chosen
from wpharvest.exporters.wxr.xml import NAMESPACES
from wpharvest.model.documents import Document
from wpharvest.model.nodes import Root
from wpharvest.steps.export import Led
from wpharvest.web.replay import application
from wpharvest.web.sample import load
from wpharvest.web.serve import serving

PROJECTS = {"projet": {"base": "projets", "taxonomies": {"thematique": "thematiques"}}}
# What YouTube would answer, whom no test can ask.
VIDEO = "https://www.youtube.com/watch?v=Sm1l1aDem0x"
FRAME = (
    '<iframe title="A film" width="500" height="281" src="https://www.youtube.com/embed/Sm1l1aDem0x?feature=oembed"'
    " allowfullscreen></iframe>"
)


@dataclass(frozen=True)
class Moved:
    """A site, the file of it, and the new WordPress with what the import said."""

    led: Led
    book: Book
    file: Path
    site: Site
    new: Harvested
    said: dict[str, Any]

    @property
    def imported(self) -> Imported:
        """Both sites, to be compared."""
        posts, terms = (
            {int(old): new for old, new in self.said[name].items()} for name in ("posts", "terms")
        )
        return Imported(self.led, self.book, self.new.site, posts, terms)


@contextmanager
def old_files(name: str) -> Iterator[dict[str, str]]:
    """Where the files of the old host are, while an import fetches them."""
    if name == "real":
        yield {}
        return
    with serving(application(*load()), port=0) as url:
        yield {"https://samilia.org": url}


@pytest.fixture(scope="session")
def moved(
    wordpress: Server, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Moved]:
    """Each of the two sites, moved once."""
    known: dict[str, Moved] = {}

    def give(name: str) -> Moved:
        if name not in known:
            source: Harvested = request.getfixturevalue(name)
            folder = tmp_path_factory.mktemp(f"wxr-{name}")
            led = source.written("wxr", folder)
            file = folder / "wordpress.xml"
            site = wordpress.site("polylang-pro")
            site.options(timezone_string=led.site.info.timezone or "UTC", more_types=PROJECTS)
            with old_files(name) as served:
                said = site.run("import", {"file": str(file), "served": served})
            said["wrong"] = site.run("adopt", {})
            front = led.site.info.index.get("page_on_front")
            site.options(oembed={VIDEO: FRAME})
            if front:
                site.options(show_on_front="page", page_on_front=front)
            new = _harvested(site.url, tmp_path_factory.mktemp(f"new-{name}"))
            known[name] = Moved(led, book(chosen(led.site, Export())), file, site, new, said)
        return known[name]

    return give


both = pytest.mark.parametrize("name", ["sample", "real"])


@both
def test_the_import_has_nothing_to_say(moved: Callable[[str], Moved], name: str) -> None:
    """Nothing is refused, taken for something else, or out of order; groups name who carries them."""
    said = moved(name).said
    assert (said["problems"], said["wrong"]) == ([], [])


@both
def test_the_new_site_is_the_old_one(moved: Callable[[str], Moved], name: str) -> None:
    """Object by object: title, text, links, pictures, terms, dates, authors, comments, translations."""
    complaints = moved(name).imported.complaints()
    assert not complaints, "\n".join(complaints)


SPOILT: dict[str, Callable[[Document], Document]] = {
    "title": lambda document: replace(document, title="Another"),
    "date": lambda document: replace(document, date="2024-03-05T09:00:01Z"),
    "author": lambda document: replace(document, author="Nobody"),
    "body": lambda document: replace(document, body=Root(document.body.children[1:])),
    "terms": lambda document: replace(document, terms=document.terms[1:]),
    "featured picture": lambda document: replace(document, featured_media=None),
    "slug": lambda document: replace(document, slug="another"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_the_comparison_sees_what_is_wrong(moved: Callable[[str], Moved], what: str) -> None:
    """A document that differs in one thing is named with this thing."""
    known = moved("real")
    imported = known.imported
    (key,) = (key for key, each in imported.documents.items() if each.slug == "ouverture")
    imported.documents[key] = SPOILT[what](imported.documents[key])
    assert [each for each in imported.complaints() if f"{key}: {what}: " in each]


def test_lost_translations_are_seen(moved: Callable[[str], Moved]) -> None:
    """So is a family that isn't there any more, or a document."""
    imported = moved("real").imported
    imported.new = replace(imported.new, families=imported.new.families[1:])
    imported.documents.popitem()
    complaints = imported.complaints()
    assert [each for each in complaints if each.startswith("no translations any more")]
    assert [each for each in complaints if "isn't there as" in each]


def test_menus_are_what_they_were(moved: Callable[[str], Moved]) -> None:
    """The block theme's menu is a classic one now; its entry leads to the page, whatever its address."""
    rows = moved("real").site.run("query", {"sql": MENUS})
    assert [(row["menu"], row["title"], row["page"]) for row in rows] == [("Principal", "Écrire", "contact")]


MENUS = """
SELECT t.name AS menu, p.post_title AS title, page.post_name AS page FROM {posts} p
JOIN {term_relationships} r ON r.object_id = p.ID JOIN {term_taxonomy} x USING (term_taxonomy_id)
JOIN {terms} t USING (term_id) JOIN {postmeta} m ON m.post_id = p.ID AND m.meta_key = '_menu_item_object_id'
JOIN {posts} page ON page.ID = m.meta_value
WHERE p.post_type = 'nav_menu_item' AND x.taxonomy = 'nav_menu' ORDER BY p.menu_order
"""

# What an import makes anew.
ANEW = frozenset(["link", "guid", "pubDate", "attachment_url", "post_modified", "post_modified_gmt"])
META = frozenset(["_wp_attachment_image_alt", "_thumbnail_id"])
AGAIN = re.compile(r"-1(?=\.(?:jpg|png))")  # a file that two languages have is fetched twice


def texts(item: etree._Element, homes: Iterable[str]) -> dict[str, object]:
    """An item's own elements, in order, then its terms, its comments and the meta that counts."""

    def text(value: str | None) -> str:
        for home in homes:
            value = (value or "").replace(home, "")
        return AGAIN.sub("", (value or "").strip())

    own: dict[str, object] = {
        str(each.tag): text(each.text)
        for each in item
        if not len(each) and each.tag != "category" and etree.QName(each).localname not in ANEW
    }
    told = ("author", "author_url", "date", "date_gmt", "content", "approved", "type")
    own["terms"] = {
        (each.get("domain"), each.get("nicename"), each.text) for each in item.findall("category")
    }
    own["comments"] = [
        tuple(text(each.findtext(f"wp:comment_{name}", "", NAMESPACES)) for name in told)
        for each in item.findall("wp:comment", NAMESPACES)
    ]
    own["meta"] = {
        (each.findtext("wp:meta_key", "", NAMESPACES), each.findtext("wp:meta_value", "", NAMESPACES))
        for each in item.findall("wp:postmeta", NAMESPACES)
        if each.findtext("wp:meta_key", "", NAMESPACES) in META
    }
    return own


@both
def test_wordpress_exports_the_same(moved: Callable[[str], Moved], name: str) -> None:
    """What WordPress itself exports of the new site is, element by element, what was imported."""
    known = moved(name)
    ours = etree.parse(known.file).getroot()
    theirs = etree.fromstring(known.site.run("export", {})["xml"].strip().encode())
    assert ours.nsmap == theirs.nsmap
    there = {each.findtext("wp:post_id", "", NAMESPACES): each for each in theirs.iter("item")}
    for item in ours.iter("item"):
        if item.findtext("wp:post_type", "", NAMESPACES) == "nav_menu_item":
            continue
        number = str(known.said["posts"][item.findtext("wp:post_id", "", NAMESPACES)])
        homes = [each.info.home.rstrip("/") for each in (known.led.site, known.new.site)]
        wanted, got = texts(item, homes), texts(there[number], homes)
        creator = f"{{{NAMESPACES['dc']}}}creator"
        if not wanted[creator]:  # the site doesn't tell: then it is whoever imports
            del wanted[creator], got[creator]
        assert list(wanted) == list(got)
        assert wanted == got
