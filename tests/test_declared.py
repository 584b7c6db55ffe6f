"""What a site itself says about translations."""

from __future__ import annotations

import pytest

from wpharvest import head
from wpharvest.model.documents import Declared
from wpharvest.model.items import Json
from wpharvest.translation.declared import from_head, from_rest, from_sitemap

EN = Declared("en", "translations", id=12)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"id": 7, "translations": {"fr": 7, "en": 12}}, (EN,)),
        ({"id": 7, "translations": {"fr": 7, "en": "12"}}, (EN,)),
        ({"id": 7, "translations": []}, ()),
        ({"id": 7, "translations": {"en": 0, "x-default": 3}}, ()),
        (
            {"id": 7, "translations": {"en": {"id": 12, "link": "u"}}},
            (Declared("en", "translations", 12, "u"),),
        ),
        (
            {"id": 7, "wpml_translations": [{"locale": "en_US", "id": 12, "href": "https://h/en/"}, "junk"]},
            (Declared("en-US", "wpml_translations", 12, "https://h/en/"),),
        ),
        ({"id": 7, "wpml_translations": False, "translations": "fr"}, ()),
        ({}, ()),
    ],
)
def test_rest(value: Json, found: tuple[Declared, ...]) -> None:
    """Each plugin's way of writing it, and what isn't one."""
    assert from_rest(value) == found


def test_head() -> None:
    page = (
        '<html lang="fr"><head><link rel="alternate" hreflang="fr-FR" href="/x/">'
        '<link rel="alternate" hreflang="en" href="https://h/en/x/">'
        '<link rel="alternate" hreflang="x-default" href="/x/"></head>'
    )
    assert from_head(head.read(page, "https://h/x/")) == (
        Declared("fr-FR", "hreflang", url="https://h/x/"),
        Declared("en", "hreflang", url="https://h/en/x/"),
    )


def test_sitemap() -> None:
    xml = b"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
    <url><loc> https://h/x/ </loc><xhtml:link rel="alternate" hreflang="en" href="https://h/en/x/"/></url>
    <url><loc>https://h/&x;/</loc></url></urlset>"""
    assert from_sitemap(xml) == {"https://h/x/": (Declared("en", "sitemap", url="https://h/en/x/"),)}


@pytest.mark.parametrize("junk", [b"", b"<html>", b"not xml", b"<urlset><url>", b"\xff\xfe"])
def test_what_is_no_sitemap(junk: bytes) -> None:
    assert from_sitemap(junk) == {}


HOSTILE_PAGES: dict[str, bytes] = {
    "nothing": b"",
    "NUL": b"\0<html lang=fr>\0",
    "a charset that nobody knows": b"<html lang=fr><meta charset=x-y>\xe9",
    "a charset with a NUL": b'<html lang=fr><meta charset="utf\0-8">\xe9',
    "punycode": b'<html lang=fr><meta charset="punycode">\xe9',
    "elements without an end": b"<html lang=fr><head>" + b"<div>" * 50_000,
    "half a character": b"<html lang=fr><title>caf\xc3",
    "UTF-16": "<html lang=fr>é".encode("utf-16"),
}


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_a_head_is_read_whatever_it_says(name: str) -> None:
    """Never fails: what isn't there is empty."""
    found = head.read(HOSTILE_PAGES[name], "https://h.org/")
    assert found.language == ("fr" if name != "nothing" else "")


def test_the_words_of_a_head_in_any_charset() -> None:
    """UTF-8 if it nearly is, what the page says, else Windows-1252; links however deep and odd."""
    page = '<html lang="fr-FR"><head>{}<title>Café &amp; thé</title>' + "<div>" * 300
    page += "<base href=/fr/><link rel='ALTERNATE x' hreflang=en href=' ../en/ '><link rel=canonical href=a>"
    for charset, told in (("utf-8", ""), ("cp1252", ""), ("iso-8859-2", "<meta charset='iso-8859-2'>")):
        found = head.read(page.format(told).encode(charset), "https://h.org/x")
        assert found.title == "Café & thé"
        assert (found.canonical, found.alternates) == ("https://h.org/fr/a", (("en", "https://h.org/en/"),))
    broken = page.format("").encode().replace(b"&amp;", b"\xff")
    assert head.read(broken, "https://h.org/x").title == "Café \ufffd thé"
