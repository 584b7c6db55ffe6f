"""Which language a document is in: several in one object, who says so, and where the text disagrees."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from wpharvest.conversion import Shelf, convert, marked, tongues, with_marked
from wpharvest.conversion.tongues import blocks
from wpharvest.conversion.traces import switcher_links
from wpharvest.model.items import Collection, Key, Language, RawItem, SiteInfo
from wpharvest.model.nodes import words_of

PAGES = Collection("pages", "page", "type")
FRENCH = Language("fr", root="/wp-json/", home="/", source="hreflang")
ENGLISH = Language("en", root="/en/wp-json/", home="/en/", source="hreflang")
TWO = SiteInfo("https://h.org", default_language="fr", languages=(FRENCH, ENGLISH), collections=(PAGES,))
ONE = SiteInfo("https://h.org", languages=(Language("fr", source="html"),), collections=(PAGES,))
LONG = {
    "fr": "Nous accueillons les victimes de la traite des êtres humains dans un centre dont l’adresse est "
    "secrète. Une équipe de juristes, d’assistantes sociales et de bénévoles les accompagne, aussi longtemps "
    "qu’il le faut, dans leurs démarches auprès de la justice et des administrations.",
    "en": "We receive the victims of trafficking in human beings in a centre whose address is secret. A team "
    "of lawyers, social workers and volunteers goes with them, for as long as it takes, through everything "
    "that the courts and the administration ask of them, and afterwards too.",
}


def item(language: str = "fr", content: str = "", **facts: Any) -> RawItem:
    value = {"id": 7, "content": {"rendered": content}, **facts}
    return RawItem("pages", 7, language, "https://h.org/wp-json/wp/v2/pages/7", msgspec.json.encode(value))


def language_of(raw: RawItem, info: SiteInfo) -> tuple[str, str, list[str]]:
    document, notices = convert(raw, info, Shelf((), info))
    return (
        document.key.language,
        document.language_source,
        [each.what for each in notices if each.rule == "language"],
    )


# ── several languages in one object ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[:fr]Bonjour[:en]Hello[:]", {"fr": "Bonjour", "en": "Hello"}),
        ("a [:fr]b[:] c [:en]d[:] e", {"fr": "a b c  e", "en": "a  c d e"}),
        ("<!--:fr-->Bonjour<!--:--><!--:en-->Hello<!--:-->", {"fr": "Bonjour", "en": "Hello"}),
        ("{:fr}Bonjour{:en}Hello{:}", {"fr": "Bonjour", "en": "Hello"}),
        ("[:fr]a[:en]b[:fr]c[:]", {"fr": "ac", "en": "b"}),
        ("[:] and [gallery:fr]", {}),
        ("", {}),
    ],
)
def test_blocks(text: str, found: dict[str, str]) -> None:
    """Each form that the plugin had; what is outside of blocks belongs to all; other brackets are text."""
    assert blocks(text) == found


def test_one_document_a_language() -> None:
    """Title, body, slug and fields are in one language each; the keys differ by it, so nothing collides."""
    raw = item(
        content="<p>[:fr]Un texte</p>\n<p>long[:en]Some words</p>\n<p>more[:]</p>",
        title={"rendered": "[:fr]Équipe[:en]Team[:]"},
        slug="[:fr]equipe[:en]team[:]",
        acf={"intro": [{"text": "[:fr]Oui[:en]Yes[:]"}], "price": 3},
        link="https://h.org/equipe/",
    )
    info = with_marked(ONE, marked(raw.body))
    parts = list(tongues(raw, info))
    found = {part.language: convert(part, info, Shelf((), info))[0] for part in parts}
    assert [each.code for each in info.languages] == ["fr", "en"]
    assert [found[code].key for code in ("fr", "en")] == [Key("fr", "pages", 7), Key("en", "pages", 7)]
    assert [(each.title, each.slug) for each in found.values()] == [("Équipe", "equipe"), ("Team", "team")]
    assert found["en"].fields == {"acf": {"intro": [{"text": "Yes"}], "price": 3}}
    assert [words_of(each.body) for each in found.values()] == ["Un texte\nlong", "Some words\nmore"]
    assert found["en"].language_source == "marks"


def test_what_holds_one_language_stays_as_it_is() -> None:
    plain = item(content="<p>[gallery ids=3] {x: 1}</p>")
    assert list(tongues(plain, ONE)) == [plain]
    assert with_marked(ONE, marked(plain.body)) is ONE


def test_a_language_that_a_text_lacks_is_lent() -> None:
    """The plugin shows the first language where a text isn't translated; an empty block is no document."""
    raw = item(content="[:fr]Un[:en]One[:de] [:]", title={"rendered": "[:fr]Titre[:]"})
    assert [(part.language, part.value["title"]["rendered"]) for part in tongues(raw, ONE)] == [
        ("fr", "Titre"),
        ("en", "Titre"),
    ]


def test_what_the_site_shows_in_each_language_is_not_made_twice() -> None:
    """Where the bases of two languages show the same marks, each keeps its own part."""
    there = {Key("fr", "pages", 7), Key("en", "pages", 7)}
    content = "[:fr]Un[:en]One[:]"
    both = [part for code in ("fr", "en") for part in tongues(item(code, content), TWO, there)]
    assert [(part.language, part.value["content"]["rendered"]) for part in both] == [
        ("fr", "Un"),
        ("en", "One"),
    ]


# ── who says so ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "info", "source"),
    [
        (item(lang="fr"), TWO, "declared"),
        (item("en", link="https://h.org/en/team/"), TWO, "url"),
        (item("en", link="https://h.org/?p=7&lang=en"), TWO, "url"),
        (item("fr", link="https://h.org/equipe/"), TWO, "url"),
        (item("en", yoast_head_json={"og_locale": "en_GB"}), TWO, "og_locale"),
        (item("en", link="https://h.org/team/"), TWO, "base"),
        (item("fr"), ONE, "html lang"),
        (item("und"), SiteInfo("https://h.org", collections=(PAGES,)), ""),
    ],
)
def test_the_source_of_a_language(raw: RawItem, info: SiteInfo, source: str) -> None:
    assert language_of(raw, info) == (raw.language, source, [])


def test_a_site_without_a_plugin() -> None:
    """Where a site names one language or none, a text that is long enough speaks for itself."""
    for info in (ONE, SiteInfo("https://h.org", collections=(PAGES,))):
        assert language_of(item("und", f"<p>{LONG['en']}</p>"), info) == ("en", "text", [])
        assert language_of(item("fr", f"<p>{LONG['en']}</p>"), info) == ("en", "text", [])
    assert language_of(item("fr", "<p>Welcome</p>"), ONE) == ("fr", "html lang", [])


def test_a_french_page_filed_as_english() -> None:
    """The site's word stands, and a notice tells; a page in its own language gets none."""
    code, source, said = language_of(item("en", f"<p>{LONG['fr']}</p>", link="https://h.org/en/x/"), TWO)
    assert (code, source) == ("en", "url")
    assert said == ["it is filed as en (url says so), but its text is in fr"]
    assert language_of(item("en", f"<p>{LONG['en']}</p>", link="https://h.org/en/x/"), TWO)[2] == []


# ── links to translations ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ('<a href="/en/x/">English</a>', "en"),
        ('<a href="/en/x/">[<b>English version</b>]</a>', "en"),
        ('<a href="/x/">Français</a>', "fr"),
        ('<a href="/x/">Lire en français</a>', "fr"),
        ('<a href="/x/" hreflang="de-DE">Hier</a>', "de"),
        ('<a href="/x/">EN</a>', "en"),
        ('<a href="/x/">English courses</a>', ""),
        ('<a href="/x/">The English</a>', ""),
        ("English", ""),
    ],
)
def test_a_link_to_a_translation(link: str, code: str) -> None:
    """A link whose attribute or whose words are nothing but a language."""
    found = [each.language.split("-")[0] for each in switcher_links(f"<p>{link}</p>", "https://h.org/")]
    assert found == ([code] if code else [])
