"""A site with something to say about each plot of the report page, and one with nothing."""

from __future__ import annotations

from functools import cache

from wpharvest.exporters.report import Report, report
from wpharvest.exporters.report_page import Origin
from wpharvest.model.documents import Author, Comment, Document, Media
from wpharvest.model.families import Evidence, Family
from wpharvest.model.items import Collection, Coverage, Key, Language, Refusal, SiteInfo, Tally, Uncovered
from wpharvest.model.nodes import Block, Embed, Html, Image, Link, Paragraph, Root, Text
from wpharvest.model.notices import EMPTY_BODY, Notice
from wpharvest.model.site import Site

HOME = "https://exemple.be"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>&\x00\ud83d\u202eevil'
ORIGIN = Origin(
    "snapshots/exemple.be",
    "v3",
    "2026-11-28T02:40:10Z",
    {"item": 4_812_331, "media": 912_004_511, "page": 220_101, "head": 99_000},
)
NOWHERE = Origin("snapshots/empty", "v1", "", {})
CLEANING = {"chatgpt": 412, "elementor": 288, "tracking": 97, "word": 31, "double_encoded": 4}


def _body(number: int, language: str) -> Root:
    words = "Les mots de la page. " * (3 + number * number % 190)
    kids: list[Block] = [Paragraph((Text(words),))]
    if number % 3 == 0:
        kids.append(Paragraph((Image(f"{HOME}/a-{number}.jpg", alt="" if number % 2 else "Une main"),)))
    if number % 4 == 0:
        there = f"{HOME}/{language}/page-{number - 4 or 4}/"
        kids.append(Paragraph((Link(there, (Text("ici"),)), Link(f"{HOME}/vieux-{number % 5}/", ()))))
    if number % 5 == 0:
        kids.append(Paragraph((Link("https://www.coe.int/conventions", ()), Link("mailto:a@b.c", ()))))
    if number % 7 == 0:
        kids.append(Embed("https://www.youtube.com/watch?v=1"))
        kids.append(Html('<p><a href="https://un.example/">x</a><img src="https://cdn.example/1.png"></p>'))
    return Root(tuple(kids))


def _document(number: int, language: str) -> Document:
    kind = ("posts", "pages", "projets")[number % 7 % 3]
    return Document(
        key=Key(language, kind, number),
        role="type",
        type=kind.removesuffix("s"),
        slug=f"page-{number}",
        title=HOSTILE if number == 9 else f"Page {number} : à lire",
        url="javascript:alert(3)" if number == 9 else f"{HOME}/{language}/page-{number}/",
        path=f"/{language}/page-{number}/",
        body=Root(()) if number % 23 == 0 else _body(number, language),
        date=f"{2011 + (number * 7) % 16}-03-0{1 + number % 9}T09:00:00Z" if number % 19 else "",
    )


@cache
def full() -> Site:
    """Four languages, sixteen years, dead links, undescribed pictures, hostile titles."""
    documents = [_document(number, "fr") for number in range(1, 90)]
    documents += [_document(number, "en") for number in range(200, 264)]
    documents += [_document(number, "nl") for number in range(400, 431)]
    documents += [_document(number, "de") for number in range(600, 604)]
    families = []
    for at in range(64):
        members = {"fr": documents[at].key, "en": documents[89 + at].key}
        if at < 31:
            members["nl"] = documents[89 + 64 + at].key
        if at < 4:
            members["de"] = documents[89 + 64 + 31 + at].key
        why = (Evidence(members["fr"], members["en"], "words", 1.5, "the same names"),)
        by = ("declared", "declared", "inferred", "person")[at % 4]
        families.append(Family(f"f{at}", members, 1 - (at * at % 37) / 100, by, why))  # type: ignore[arg-type]
    info = SiteInfo(
        HOME,
        name="Exemple & co",
        default_language="fr",
        languages=(
            Language("fr", "Français"),
            Language("en", "English", home="/en/"),
            Language("nl", "Nederlands"),
        ),
        collections=(
            Collection("posts", "post", "type", label="Articles"),
            Collection("pages", "page", "type", label="Pages"),
            Collection("projets", "projet", "type", label="Projets de recherche et d’accompagnement"),
            Collection("media", "attachment", "media", label="Médias"),
        ),
    )
    media = tuple(
        Media(Key("fr", "media", n), f"{HOME}/a-{n}.jpg", alt="" if n % 3 else "x", mime_type="image/jpeg")
        for n in range(1, 60)
    )
    empty = [
        Notice(EMPTY_BODY, "the body is empty", each.key) for each in documents if not each.body.children
    ]
    taken = [Notice(rule, "taken out", documents[0].key, count=count) for rule, count in CLEANING.items()]
    return Site(
        info=info,
        documents=tuple(sorted(documents, key=lambda each: each.key)),
        families=tuple(families),
        media=media,
        authors=(Author(Key("fr", "users", 1), "Anne", "anne"),),
        comments=(Comment(Key("fr", "comments", 4), 12, "Bob", "2025-01-01T00:00:00Z", "Merci"),),
        notices=(*empty, *taken),
    )


def told(site: Site) -> Report:
    """Its report: two things refused, one that didn't come, pages in the sitemap that nothing covers."""
    where = f"{HOME}/wp-sitemap.xml"
    gaps = tuple(Uncovered(f"{HOME}/fr/événements/{n}/", "fr", "evenements", where) for n in range(14))
    coverage = Coverage({"fr": {"pages": 40, "evenements": 14}, "en": {"pages": 20}}, gaps, gone=3)
    refused = (
        Refusal("fr/pages/77", "403: not for visitors", closed=True),
        Refusal("fr/pages/78", HOSTILE),
    )
    tallies = (
        Tally("fr", "pages", 44, 42, 38, 1, refused, done=True, complete=True),
        Tally("fr", "posts", 31, 31, 31, done=True, complete=True),
        Tally("en", "pages", 22, 22, 22, done=True, complete=True),
        Tally("en", "posts", None, 21, 21, done=True, complete=True),
    )
    return report(site, tallies=tallies, cleaning_rules=CLEANING, coverage=coverage)


def bare() -> Site:
    """A site that has nothing at all."""
    return Site(SiteInfo("https://empty.example"), ())
