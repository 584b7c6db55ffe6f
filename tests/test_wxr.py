"""WXR: what the importer would take for something else, and what XML, PHP and Polylang ask for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from wpharvest.config import Export
from wpharvest.conversion import convert_media
from wpharvest.conversion.fields import fields_of, html_fields_of
from wpharvest.exporters import wxr
from wpharvest.exporters.wxr.book import book
from wpharvest.exporters.wxr.chosen import chosen
from wpharvest.exporters.wxr.items import own_excerpt
from wpharvest.exporters.wxr.meta import field_meta, seo_meta
from wpharvest.exporters.wxr.numbers import numbered
from wpharvest.exporters.wxr.serialised import serialised
from wpharvest.exporters.wxr.xml import NAMESPACES, Tag
from wpharvest.exporters.wxr.xml import document as xml_document
from wpharvest.markup.html_reader import read
from wpharvest.model.documents import Author, Comment, Document, Media, TermRef
from wpharvest.model.families import Family
from wpharvest.model.items import Collection, Key, Language, SiteInfo
from wpharvest.model.menus import Menu, MenuItem
from wpharvest.model.nodes import Root
from wpharvest.model.site import Site

HOME = "https://example.org"
KINDS = {"posts": "post", "pages": "page", "publications": "publication"}
TAXONOMIES = {"categories": "category", "tags": "post_tag", "topics": "topic"}
INFO = SiteInfo(
    home=HOME,
    name="Les Mots",
    timezone="Europe/Brussels",
    default_language="fr",
    languages=(Language("fr"), Language("en", home="/en/")),
    collections=(
        *(Collection(kind, name, "type") for kind, name in KINDS.items()),
        *(Collection(kind, name, "taxonomy") for kind, name in TAXONOMIES.items()),
        Collection("media", "attachment", "media"),
    ),
)


def page(number: int | str, title: str = "A page", language: str = "fr", **more: Any) -> Document:
    kind = more.pop("kind", "pages")
    slug = more.pop("slug", f"slug-{number}")
    prefix = "/en" if language == "en" else ""
    about: dict[str, Any] = {
        "role": "taxonomy" if kind in TAXONOMIES else "type",
        "type": KINDS.get(kind) or TAXONOMIES[kind],
        "url": f"{HOME}{prefix}/{slug}/",
        "path": f"{prefix}/{slug}/",
        "body": Root(()),
        "date": "2024-07-01T10:00:00Z",
    }
    return Document(key=Key(language, kind, number), slug=slug, title=title, **(about | more))


def site(*documents: Document, **more: Any) -> Site:
    return Site(INFO, tuple(sorted(documents, key=lambda each: str(each.key))), **more)


def exported(whole: Site) -> etree._Element:
    (file,) = wxr.export(whole, wxr.plan(whole, Export()), Export())
    return etree.fromstring(file.body)


def items(whole: Site, kind: str = "") -> list[dict[str, str]]:
    """Each item's own texts by element."""
    found = [
        {etree.QName(child).localname: child.text or "" for child in item}
        for item in exported(whole).iter("item")
    ]
    return [each for each in found if not kind or each["post_type"] == kind]


def wxr_text(whole: Site) -> str:
    """The file as text."""
    return etree.tostring(exported(whole), encoding="unicode")


def in_wp(name: str) -> str:
    return f"{{{NAMESPACES['wp']}}}{name}"


def groups(whole: Site, taxonomy: str) -> list[str]:
    """The descriptions of the terms of one of Polylang's taxonomies."""
    return [
        term.findtext(in_wp("term_description")) or ""
        for term in exported(whole).iter(in_wp("term"))
        if term.findtext(in_wp("term_taxonomy")) == taxonomy
    ]


# ── numbers, names, times ────────────────────────────────────────────────────────────────────────────


@given(
    st.lists(
        st.tuples(st.integers(), st.one_of(st.integers(-2, 9), st.text(max_size=2))), unique_by=lambda e: e[0]
    )
)
def test_numbers_are_unique_and_stay_where_they_can(wanted: list[tuple[int, int | str]]) -> None:
    """Each has a number above 0 that no other has; the first of those that want a number has it."""
    found = numbered(wanted)
    assert len(set(found.values())) == len(found) == len(wanted)
    assert min(found.values(), default=1) > 0
    first: dict[int | str, int] = {}
    for key, number in wanted:
        first.setdefault(number, key)
    assert all(
        found[key] == number for number, key in first.items() if isinstance(number, int) and number > 0
    )


def test_one_number_in_two_languages() -> None:
    """TranslatePress's ids: the default language keeps it, the group names both numbers."""
    pair = Family("f", {"fr": Key("fr", "pages", 12), "en": Key("en", "pages", 12)}, 1.0, "declared")
    whole = site(page(12), page(12, language="en"), families=(pair,))
    assert [each["post_id"] for each in items(whole)] == ["12", "13"]
    assert groups(whole, "post_translations") == ['a:2:{s:2:"fr";i:12;s:2:"en";i:13;}']


def test_one_slug_in_two_languages() -> None:
    """WordPress would make `contact-2` of it; what lies below moves too, and a link to it."""
    french = page(
        1, "Contact", slug="contact", body=read(f'<p><a href="{HOME}/en/contact/who/#x">who</a></p>')
    )
    english = page(2, "Contact us", "en", slug="contact")
    below = page(3, "Who", "en", slug="who", parent=2, url=f"{HOME}/en/contact/who/", path="/en/contact/who/")
    whole = site(french, english, below)
    assert [each["post_name"] for each in items(whole)] == ["contact", "contact-en", "who"]
    places = wxr.plan(whole, Export()).places
    assert places[english.key] == "/en/contact-en/"
    assert places[below.key] == "/en/contact-en/who/"


def test_one_title_in_one_second() -> None:
    """The importer would take the second for the first: it is a second later, and both say so in UTC too."""
    whole = site(
        page(1, "Équipe"), page(2, "equipe", "en"), page(3, "Équipe", kind="posts"), page(4, ""), page(5, "")
    )
    found = {each["post_id"]: (each["post_date"], each["post_date_gmt"]) for each in items(whole)}
    assert found["1"] == found["3"] == ("2024-07-01 12:00:00", "2024-07-01 10:00:00")
    assert found["2"] == ("2024-07-01 12:00:01", "2024-07-01 10:00:01")
    assert len({found[number][0] for number in "145"}) == 3
    assert {each.what for each in wxr.plan(whole, Export()).notices if each.key == Key("en", "pages", 2)}


def test_a_script_of_its_own_keeps_its_slug() -> None:
    """Slugs are stored percent-encoded, in small letters: WordPress would take accents off decoded ones."""
    assert [each["post_name"] for each in items(site(page(1, slug="труд")))] == ["%d1%82%d1%80%d1%83%d0%b4"]


def test_the_library_of_both_languages_is_one() -> None:
    """A record that is the same in two languages is written once; one that is translated is a translation."""
    lake: dict[str, Any] = {
        "url": f"{HOME}/wp-content/uploads/2024/03/lake.jpg",
        "title": "Lake",
        "date": "2024-03-01T09:00:00Z",
    }
    same = [Media(Key(language, "media", 7), alt="", **lake) for language in ("fr", "en")]
    other = [
        Media(Key("fr", "media", 8), alt="Lac", **lake),
        Media(Key("en", "media", 8), alt="Lake", **lake),
    ]
    whole = site(page(1), page(2, language="en"), media=(*same, *other))
    assert [each["post_id"] for each in items(whole, "attachment")] == ["7", "8", "9"]
    assert len(groups(whole, "post_translations")) == 1
    assert len({each["post_date"] for each in items(whole, "attachment")}) == 3


def test_every_term_has_a_group() -> None:
    """Polylang tells a term's language by its group alone: one without a sister is in one by itself."""
    terms = (page(3, "Actualités", kind="categories"), page(4, "News", "en", kind="categories"))
    alone = page(5, "Aide", kind="tags", slug="aide")
    pair = Family("f", {"fr": terms[0].key, "en": terms[1].key}, 1.0, "declared")
    whole = site(page(1), page(2, language="en"), *terms, alone, families=(pair,))
    assert sorted(groups(whole, "term_translations")) == [
        'a:1:{s:2:"fr";i:5;}',
        'a:2:{s:2:"fr";i:3;s:2:"en";i:4;}',
    ]
    assert groups(site(page(1), alone), "term_translations") == []


def test_parents_come_before_their_children() -> None:
    """The importer finds a parent by its slug, among what is there already."""
    child = page(2, "Droit", kind="categories", slug="droit", parent=9)
    parent = page(9, "Actualités", kind="categories", slug="actualites")
    ref = TermRef("categories", 2, "Droit", "droit")
    root = exported(site(page(1, terms=(ref,)), child, parent))
    found = [
        (each.findtext(in_wp("category_nicename")), each.findtext(in_wp("category_parent")))
        for each in root.iter(in_wp("category"))
    ]
    assert found == [("actualites", ""), ("droit", "actualites")]


def test_answers_come_after_what_they_answer() -> None:
    """The importer takes comments by number, so an answer with a smaller one gets a new one."""
    about: dict[str, Any] = {"post": 1, "date": "2024-07-02T10:00:00Z", "markdown": ""}
    comments = (
        Comment(
            Key("fr", "comments", 5), author="Zoé", parent=9, html="<p>Oui<br>non</p><p>enfin</p>", **about
        ),
        Comment(Key("fr", "comments", 9), author="Tom", html="<p>Ah</p>", **about),
    )
    (item,) = exported(site(page(1), comments=comments)).iter("item")
    found = [
        tuple(each.findtext(in_wp(f"comment_{name}")) for name in ("id", "parent", "content"))
        for each in item.iter(in_wp("comment"))
    ]
    assert found == [("9", "0", "Ah"), ("10", "9", "Oui\nnon\n\nenfin")]


def test_who_writes_in_two_languages_is_one() -> None:
    """A user is one, whatever the languages; who has no record gets a login made from the name."""
    claire = [Author(Key(language, "users", 4), "Claire", "claire") for language in ("fr", "en")]
    documents = (page(1, author="Claire"), page(2, "B", "en", author="Claire"), page(3, "C", author="Zoé Ő"))
    root = exported(site(*documents, authors=tuple(claire)))
    logins = [each.findtext(in_wp("author_login")) for each in root.iter(in_wp("author"))]
    assert logins == ["claire", "zoe-o"]


def test_menus_lead_to_what_is_there() -> None:
    """Entries name a document by its number or an address; children the entry that they are below."""
    below = MenuItem("Chez nous", url=f"{HOME}/contact/#x")
    menu = Menu(
        Key("fr", "menus", 2), "Principal", items=(MenuItem("Ici", type="page", id=1, children=(below,)),)
    )
    found = items(site(page(1), menus=(menu,)), "nav_menu_item")
    metas = [
        {m.findtext(in_wp("meta_key")): m.findtext(in_wp("meta_value")) for m in item.iter(in_wp("postmeta"))}
        for item in exported(site(page(1), menus=(menu,))).iter("item")
        if item.findtext(in_wp("post_type")) == "nav_menu_item"
    ]
    assert [
        (each["_menu_item_type"], each["_menu_item_object_id"], each["_menu_item_url"]) for each in metas
    ] == [
        ("post_type", "1", ""),
        ("custom", "0", "/contact/#x"),
    ]
    assert metas[1]["_menu_item_menu_item_parent"] == found[0]["post_id"]


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(), st.text())
def test_any_text_is_well_formed_xml(title: str, body: str) -> None:
    """Whatever a text holds comes back as it was, but for what XML can't hold and how it ends lines."""
    root = etree.fromstring(
        xml_document([Tag("title", title)], [Tag("item", (Tag("wp:x", body, {"a": title}),))])
    )
    allowed = "".join(
        c for c in body if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c not in "\ufffe\uffff"
    )
    assert (root.findtext(f".//{in_wp('x')}") or "") == allowed.replace("\r\n", "\n").replace("\r", "\n")


def test_the_end_of_cdata_and_control_characters() -> None:
    """`]]>` stays, a control character goes, with a notice."""
    odd = page(1, "a ]]> b\x08c < d &amp; e")
    (item,) = items(site(odd))
    assert item["title"] == "a ]]> bc &lt; d &amp;amp; e"
    assert [(each.what, each.count) for each in wxr.plan(site(odd), Export()).notices] == [
        ("control characters that XML can't hold are left out", 1)
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "N;"),
        (True, "b:1;"),
        (1.5, "d:1.5;"),
        (["a", {"b": 2}], 'a:2:{i:0;s:1:"a";i:1;a:1:{s:1:"b";i:2;}}'),
        ("été", 's:5:"été";'),
    ],
)
def test_values_as_php_writes_them(value: Any, written: str) -> None:
    assert serialised(value) == written


def test_what_is_protected_stays_protected() -> None:
    """The site doesn't tell a password, so another one stands in, and a notice says which."""
    whole = site(page(1, protected=True, raw_digest="sha256:0123456789abcdef0123456789"))
    (item,) = items(whole)
    assert item["post_password"] == "6789abcdef0123456789"
    assert any("6789abcdef0123456789" in each.what for each in wxr.plan(whole, Export()).notices)


@pytest.mark.parametrize(
    ("excerpt", "kept"),
    [
        ("Un deux trois […]", ""),
        ("Un deux trois", ""),
        ("De quoi il s’agit", "De quoi il s’agit"),
        ("", ""),
    ],
)
def test_an_excerpt_that_nobody_wrote_is_none(excerpt: str, kept: str) -> None:
    """WordPress makes one of a text's first words; kept as somebody's own, it would never follow the text."""
    assert own_excerpt(page(1, body=read("<p>Un deux</p><p>trois quatre</p>"), excerpt=excerpt)) == kept


def test_fields_where_acf_looks_for_them() -> None:
    """Groups, repeaters, lists, pictures served whole; HTML as it was."""
    fields = {
        "meta": {"subtitle": "Oui", "years": [2023, 2024]},
        "acf": {
            "intro": "Un **deux**",
            "team": [{"name": "Zoé"}, {"name": "Tom"}],
            "address": {"city": "Liège"},
            "photo": {"ID": 7, "mime_type": "image/jpeg", "url": "x"},
            "link": {"title": "a", "url": "b", "target": ""},
            "open": True,
        },
    }
    found = list(
        field_meta(page(1, fields=fields, html_fields={"acf": {"intro": "<p>Un <strong>deux</strong></p>"}}))
    )
    assert found == [
        ("subtitle", "Oui"),
        ("years", "2023"),
        ("years", "2024"),
        ("intro", "<p>Un <strong>deux</strong></p>"),
        ("team", "2"),
        ("team_0_name", "Zoé"),
        ("team_1_name", "Tom"),
        ("address", ""),
        ("address_city", "Liège"),
        ("photo", "7"),
        ("link", 'a:3:{s:5:"title";s:1:"a";s:3:"url";s:1:"b";s:6:"target";s:0:"";}'),
        ("open", "1"),
    ]


def test_seo_for_yoast_and_rank_math() -> None:
    """Each plugin finds its own keys; a canonical address that is the page's own isn't kept."""
    seo = {
        "title": "T",
        "canonical": f"{HOME}/slug-1",
        "og_image": [{"url": "https://example.org/a.jpg"}],
        "robots": {"index": "noindex", "follow": "follow"},
    }
    assert dict(seo_meta(page(1, seo=seo))) == {
        "_yoast_wpseo_title": "T",
        "rank_math_title": "T",
        "_yoast_wpseo_opengraph-image": "https://example.org/a.jpg",
        "rank_math_facebook_image": "https://example.org/a.jpg",
        "_yoast_wpseo_meta-robots-noindex": "1",
        "rank_math_robots": 'a:1:{i:0;s:7:"noindex";}',
    }
    assert dict(seo_meta(page(1, seo={"canonical": "https://else.example/"})))["rank_math_canonical_url"]


def test_a_part_of_a_site_brings_what_it_shows() -> None:
    """Of the library what the chosen documents show, of the terms what they carry, with parents."""
    lake, other = (
        Media(Key("fr", "media", number), f"{HOME}/wp-content/uploads/{name}.jpg")
        for number, name in ((7, "lake"), (8, "other"))
    )
    body = read(f'<p><img src="{HOME}/wp-content/uploads/lake-300x200.jpg" alt=""></p>')
    terms = (
        page(3, "A", kind="categories"),
        page(4, "B", kind="categories", parent=3),
        page(5, "C", kind="tags"),
    )
    carrying = page(1, body=body, terms=(TermRef("categories", 4, "B", "slug-4"),), kind="posts")
    part = chosen(site(carrying, page(2), *terms, media=(lake, other)), Export(types=("posts",)))
    assert [each.key for each in part.documents] == [carrying.key]
    assert [each.key.id for each in part.media] == [7]
    assert [each.key.id for each in part.terms] == [3, 4]
    assert book(part).posts == {carrying.key: 1, lake.key: 7}


def test_what_a_record_says_reaches_the_file() -> None:
    """Slug, date, parent and description of a record (without the picture that themes show above it)."""
    shown = '<p class="attachment"><a href="x.pdf">Report</a></p>\n<p>What it is.</p>'
    value = {"source_url": f"{HOME}/x.pdf", "slug": "x", "date_gmt": "2024-03-01T09:00:00", "post": 1}
    record = convert_media(Key("fr", "media", 7), {**value, "description": {"rendered": shown}})
    (media, _) = items(site(page(1), media=(record,)))
    assert (media["encoded"], media["post_name"], media["post_parent"]) == ("", "x", "1")
    assert (record.description, media["post_date_gmt"]) == ("What it is.", "2024-03-01 09:00:00")
    assert "What it is." in wxr_text(site(page(1), media=(record,)))


def test_fields_that_hold_html_are_kept_as_html() -> None:
    """Beside the Markdown that people read, for targets that put fields back where they were."""
    value = {"acf": {"intro": "<p>Un <b>deux</b></p>", "plain": "a < b", "rows": [{"text": "<em>x</em>"}]}}
    assert fields_of(value, "")["acf"]["intro"] == "Un **deux**"
    assert html_fields_of(value, "") == {
        "acf": {"intro": "<p>Un <strong>deux</strong></p>", "rows": [{"text": "<p><em>x</em></p>"}]}
    }
