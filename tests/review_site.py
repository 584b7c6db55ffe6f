"""A small site on a desk, for the tests of the review page: `pairs.toml` is a string in memory."""

from __future__ import annotations

from collections.abc import Sequence

from test_translation import by_id, document
from wpharvest.model.documents import Document
from wpharvest.model.items import SiteInfo
from wpharvest.model.site import Site
from wpharvest.translation import pair
from wpharvest.web.review import Desk, PairsFile

HOSTILE = (
    '<p>One <a href="javascript:alert(1)">two</a> <img src=x onerror=alert(2) alt="three">'
    '<svg onload=alert(3)></svg><b onclick="alert(4)" id="list" style="position:fixed">four</b></p>'
    '<iframe src="https://evil.example/"></iframe><h5>Five</h5>'
)
FRENCH = (
    "<h2>Nos services</h2><p>Nous accompagnons les victimes depuis 2004, avec une équipe de juristes.</p>"
    "<ul><li>accueil et écoute : <a href='https://h/r.pdf'>Télécharger le rapport</a></li>"
    "<li>aide juridique gratuite</li></ul>"
    "<p>Le rapport annuel de notre association est publié chaque année au printemps.</p>"
)
ENGLISH = (
    "<h2>Our services</h2><p>We have supported victims since 2005, with a team of lawyers.</p>"
    "<ul><li>reception and listening: <a href='https://h/r.pdf'>Télécharger le rapport</a></li>"
    "<li>free legal assistance</li></ul>"
    "<p>Le rapport annuel de notre association est publié chaque année au printemps.</p>"
    "<p>This paragraph was never written in the other language at all.</p>"
)


class Shelf:
    """`pairs.toml` in memory."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def put(self, text: str) -> None:
        self.text = text


def documents() -> list[Document]:
    """Five families, one of three languages, and two documents alone."""
    found = [
        document("fr", 1, FRENCH, title="Nos services", declared=[by_id("en", 101)]),
        document("en", 101, ENGLISH, title="Our services", declared=[by_id("fr", 1)]),
        document("fr", 50, "<p>Seul.</p>", title="Actualité sans sœur"),
        document("en", 150, "<p>Lonely.</p>", title="Lonely news"),
        document("fr", 7, HOSTILE, title='<img src=x onerror=alert(5)> "7"', declared=[by_id("en", 107)]),
        document("en", 107, "<p>One two, four.</p>", title="Hostile", declared=[by_id("fr", 7)]),
        document("de", 207, "<p>Eins zwei.</p>", title="Feindlich", declared=[by_id("fr", 7)]),
    ]
    for number in (2, 3, 4):
        found += [
            document("fr", number, f"<p>Texte {number}.</p>", title=f"Page {number}"),
            document("en", 100 + number, title=f"Sheet {number}", declared=[by_id("fr", number)]),
        ]
    return found


def desk(found: Sequence[Document], shelf: Shelf) -> Desk:
    """A desk with these documents, paired."""
    known = sorted(found, key=lambda each: each.key)
    info = SiteInfo("https://h", name="A site & co", default_language="fr")
    site = Site(info, tuple(known), pair(known).families)
    return Desk(site, PairsFile("pairs.toml", lambda: shelf.text, shelf.put), {("pages", 99)})
