"""What `--to ghost` writes: slugs, addresses, routes, limits. `targets/test_ghost.py` asks a real Ghost."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from test_exporters import DOCUMENTS, as_dict, document, pair, site
from wpharvest.config import Export
from wpharvest.exporters import ghost
from wpharvest.exporters.ghost.addresses import PROTECTED, ghost_slug, layout
from wpharvest.exporters.ghost.limits import LIMITS
from wpharvest.linking import SERVERS, Redirect
from wpharvest.markup.html_reader import read
from wpharvest.model.documents import Author, Document, Media, TermRef
from wpharvest.model.items import Key, Language, Resource, SiteInfo
from wpharvest.model.menus import Menu, MenuItem
from wpharvest.model.site import Site

EVERYTHING = Export()
TWO = SiteInfo(
    home="https://example.org/",
    name="Example",
    timezone="Europe/Brussels",
    default_language="fr",
    languages=(Language("fr", "Français", home="/"), Language("en", "English", home="/en/")),
)


def post(slug: str, number: int = 1, language: str = "fr", **more: Any) -> Document:
    prefix = "" if language == "fr" else f"/{language}"
    facts: dict[str, Any] = {
        "path": f"{prefix}/{slug}/",
        "url": f"https://example.org{prefix}/{slug}/",
        "date": "2024-03-05T09:00:00Z",
    }
    return document(slug, number, language, "posts", **(facts | more))


def exported(whole: Site, options: Export = EVERYTHING) -> dict[str, bytes]:
    return as_dict(list(ghost.export(whole, ghost.plan(whole, options), options)))


def tables(whole: Site, options: Export = EVERYTHING) -> dict[str, list[dict[str, Any]]]:
    (told,) = json.loads(exported(whole, options)[ghost.DATA])["db"]
    found: dict[str, list[dict[str, Any]]] = told["data"]
    return found


def routes(whole: Site) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(exported(whole)["ghost/routes.yaml"])
    return told


@given(DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_no_post_or_page_is_lost(documents: list[Document]) -> None:
    """Ghost leaves out a second row of one slug, be it a post's or a page's: each has its own."""
    whole = site(*documents)
    found = layout(whole, documents, EVERYTHING)
    slugs = [found.slugs[each.key] for each in documents]
    assert len({*slugs}) == len(documents)
    assert all(slug == ghost_slug(slug) and slug not in PROTECTED for slug in slugs)
    assert len({*found.places.values()}) == len(found.places)


@given(DOCUMENTS)
@settings(max_examples=30, deadline=None)
def test_the_order_does_not_matter(documents: list[Document]) -> None:
    """The same documents in another order give the same import."""
    assert exported(site(*documents)) == exported(site(*reversed(documents)))


def test_a_language_keeps_its_slug_if_it_can() -> None:
    """The default language has the bare slug; a post gives way to a page."""
    pages = (document("contact", 1, "fr"), document("contact", 2, "en"), post("contact", 3))
    found = layout(site(*pages, info=TWO), pages, EVERYTHING)
    assert [found.slugs[each.key] for each in pages] == ["contact", "contact-en", "contact-fr"]


def test_other_letters() -> None:
    """Ghost's slugs are Latin: without a Latin letter the number stands for the slug."""
    pages = (document("%d1%82%d1%80%d1%83%d0%b4", 7), document("été-œuvre", 8))
    found = layout(site(*pages), pages, EVERYTHING)
    assert list(found.slugs.values()) == ["page-7", "ete-oeuvre"]


def test_pages_stay_where_they_were() -> None:
    """A page whose path isn't its slug alone has a route of its own."""
    child = document("team", 2, "en", path="/en/about/team/", url="https://example.org/en/about/team/")
    whole = site(child, info=TWO)
    assert ghost.plan(whole, EVERYTHING).places[child.key] == "/en/about/team/"
    assert routes(whole)["routes"] == {"/en/about/team/": {"data": "page.team", "template": ["page", "post"]}}
    (row,) = tables(whole)["posts"]
    assert row["canonical_url"] == "__GHOST_URL__/en/about/team/"


def test_posts_follow_the_permalink_that_most_had() -> None:
    """Dates in addresses are those of the site's own time zone, as Ghost writes them."""
    late = {
        "date": "2024-02-29T23:30:00Z",
        "path": "/2024/03/late/",
        "url": "https://example.org/2024/03/late/",
    }
    posts = (
        post("one", 1, path="/2024/03/one/", url="https://example.org/2024/03/one/"),
        post("late", 2, **late),
        post("stray", 3, path="/elsewhere/stray/", url="https://example.org/elsewhere/stray/"),
    )
    whole = site(*posts, info=TWO)
    assert list(ghost.plan(whole, EVERYTHING).places.values()) == [
        "/2024/03/one/",
        "/2024/03/late/",
        "/2024/03/stray/",
    ]
    assert routes(whole)["collections"] == {
        "/": {"permalink": "/{year}/{month}/{slug}/", "template": "index"},
    }


def test_each_language_and_kind_has_its_collection() -> None:
    """The default language's blog comes last and takes what no other collection asks for."""
    front = document("home", 9, "fr", path="/", url="https://example.org/")
    place = {"path": "/projects/bridge/", "url": "https://example.org/projects/bridge/"}
    project = document("bridge", 4, "fr", "projects", **place)
    whole = site(post("un"), post("one", 2, "en"), project, front, info=TWO)
    told = routes(whole)["collections"]
    assert [(path, each["permalink"], each["filter"]) for path, each in told.items()] == [
        ("/projects/", "/projects/{slug}/", "tag:hash-fr+tag:hash-projects"),
        ("/en/", "/en/{slug}/", "tag:hash-en+tag:-[hash-projects]"),
        ("/blog/", "/{slug}/", "tag:-[hash-en,hash-projects]"),
    ]
    assert "/" in routes(whole)["routes"]


def test_translations_are_told() -> None:
    """By an internal tag that the family shares, and to search engines."""
    fr, en = post("un", 1), post("one", 2, "en")
    rows = tables(site(fr, en, info=TWO, families=(pair(fr, en),)))
    heads = {row["slug"]: row["codeinjection_head"] for row in rows["posts"]}
    assert heads["un"] == heads["one"]
    assert '<link rel="alternate" hreflang="en" href="__GHOST_URL__/en/one/">' in heads["un"]
    assert '<link rel="alternate" hreflang="x-default" href="__GHOST_URL__/un/">' in heads["un"]
    names = {row["id"]: row["name"] for row in rows["tags"]}
    carried: dict[str, list[str]] = {}
    for row in rows["posts_tags"]:
        carried.setdefault(row["post_id"], []).append(names[row["tag_id"]])
    assert sorted(carried.values()) == [["#en", "#translation-f-1"], ["#fr", "#translation-f-1"]]


def test_terms_of_one_name() -> None:
    """A category and a tag, or two languages, may share a slug: in Ghost each has its own."""
    terms = (TermRef("tags", 2, "News", "news"), TermRef("categories", 1, "News", "news"))
    both = (post("un", 1, terms=terms), post("one", 2, "en", terms=terms))
    rows = tables(site(*both, info=TWO))["tags"]
    slugs = [row["slug"] for row in rows if row["visibility"] == "public"]
    assert slugs == ["news", "news-en", "news-fr", "news-fr-2"]


def test_authors_have_an_address_that_works_for_nobody() -> None:
    """Ghost wants a mail address; who writes in two languages is one person."""
    ann = {"name": "Ann", "slug": "ann", "description": "Writes."}
    authors = (Author(Key("fr", "users", 2), **ann), Author(Key("en", "users", 2), **ann))
    both = (post("un", 1, author="Ann"), post("one", 2, "en", author="Ann"), post("deux", 3, author="Gone"))
    rows = tables(site(*both, info=TWO, authors=authors))
    assert [(row["slug"], row["email"], row["bio"]) for row in rows["users"]] == [
        ("ann", "ann@example.invalid", "Writes."),
        ("gone", "gone@example.invalid", None),
    ]
    assert len(rows["posts_authors"]) == 3


@pytest.mark.parametrize(
    ("status", "protected", "expected"),
    [
        ("publish", False, ("published", "public")),
        ("future", False, ("scheduled", "public")),
        ("draft", False, ("draft", "public")),
        ("private", False, ("draft", "public")),
        ("publish", True, ("published", "members")),
    ],
)
def test_states(status: str, protected: bool, expected: tuple[str, str]) -> None:
    """What wasn't public isn't; what asked for a password is for members."""
    (row,) = tables(site(post("un", status=status, protected=protected), info=TWO))["posts"]
    assert (row["status"], row["visibility"]) == expected
    assert (row["published_at"] is None) == (row["status"] == "draft")


def test_what_is_too_long_is_kept_beside() -> None:
    """Ghost refuses a longer value and with it the whole import; the whole value isn't lost."""
    long = "word " * 100
    whole = site(post("un", title=long, seo={"title": long, "description": long}), info=TWO)
    files = exported(whole)
    rows = tables(whole)
    assert len(rows["posts"][0]["title"]) <= LIMITS["title"]
    assert rows["posts"][0]["title"].endswith("word…")
    cuts = json.loads(files["ghost/shortened.json"])
    assert [(cut["field"], cut["value"]) for cut in cuts] == [("title", long), ("meta_title", long.strip())]


def test_an_excerpt_that_a_person_wrote() -> None:
    """The first words of the text are no excerpt: Ghost takes them by itself."""
    body = read("<p>Words of one and some more of them.</p>")
    made, own = post("un", excerpt="Words of one […]", body=body), post("deux", 2, excerpt="About words.")
    assert [row["custom_excerpt"] for row in tables(site(made, own, info=TWO))["posts"]] == [
        None,
        "About words.",
    ]


def test_media_lie_where_the_import_takes_them_from() -> None:
    """By their ending; names as Ghost would write them; what it doesn't take keeps its old address."""
    names = ["photo 1.JPG", "photo-1.jpg", "film.mp4", "paper.pdf", "data.zip"]
    files = tuple(
        Resource(
            f"media/2024/03/{name}", "media", f"https://example.org/wp-content/uploads/2024/03/{name}", b""
        )
        for name in names
    )
    whole = Site(info=TWO, documents=(post("un"),), files=files)
    assert list(ghost.plan(whole, EVERYTHING).files.values()) == [
        "/content/images/2024/03/photo-1.JPG",
        "/content/images/2024/03/photo-1-2.jpg",
        "/content/media/2024/03/film.mp4",
        "/content/files/2024/03/paper.pdf",
    ]


def test_the_menu_is_flat() -> None:
    """That of the default language, with new addresses; below it the languages."""
    items = (MenuItem("Un", "https://example.org/un/", children=(MenuItem("Loin", "https://far.example/"),)),)
    menus = (
        Menu(Key("en", "menus", 2), "Top", items=items),
        Menu(Key("fr", "menus", 1), "Haut", items=items),
    )
    front = document("home", 9, "fr", path="/", url="https://example.org/")
    whole = site(post("un"), post("one", 2, "en"), front, info=TWO, menus=menus)
    told = {row["key"]: row["value"] for row in tables(whole)["settings"]}
    assert json.loads(told["navigation"]) == [
        {"label": "Un", "url": "/un/"},
        {"label": "Loin", "url": "https://far.example/"},
    ]
    assert json.loads(told["secondary_navigation"]) == [
        {"label": "English", "url": "/en/"},
        {"label": "Français", "url": "/"},
    ]
    assert (told["title"], told["timezone"], told["locale"]) == ("Example", "Europe/Brussels", "fr")


def test_redirects_of_ghost_are_patterns() -> None:
    """A dot is a dot, a slash at the end may be there or not, encoded letters are taken in both cases."""
    rows = (Redirect("/a.b/", "", "/c/"), Redirect("/%C3%A9/", "", "/e/"), Redirect("/", "p=1", "/c/"))
    (file,) = SERVERS["ghost"](rows)
    assert json.loads(file.body) == [
        {"from": r"^/a\.b/?$", "to": "/c/", "permanent": True},
        {"from": "/^/%C3%A9/?$/i", "to": "/e/", "permanent": True},
    ]


def test_the_featured_picture() -> None:
    """With its alternative text and its caption."""
    media = Media(Key("fr", "media", 5), "/content/images/a.jpg", alt="Un lac", caption="Vu d’en haut")
    rows = tables(site(post("un", featured_media=media), info=TWO))
    assert rows["posts"][0]["feature_image"] == "__GHOST_URL__/content/images/a.jpg"
    meta = rows["posts_meta"][0]
    assert (meta["feature_image_alt"], meta["feature_image_caption"]) == ("Un lac", "Vu d’en haut")
