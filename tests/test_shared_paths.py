"""The addresses of MkDocs: translations share a path below their language's root, and nobody else does."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_exporters import DOCUMENTS, document, pair, site
from wpharvest.config import Export
from wpharvest.errors import UsageError
from wpharvest.exporters import mkdocs
from wpharvest.exporters.paths import same_place
from wpharvest.exporters.site_pages import first_pages, shown
from wpharvest.exporters.static_site import page_of
from wpharvest.linking import Plan
from wpharvest.model.documents import Document, Media
from wpharvest.model.items import Key, Language, Resource, SiteInfo
from wpharvest.model.site import Site

ROOTS = (Language("fr", "Français", home="/"), Language("en", "English", home="/en/"))
INFO = SiteInfo(home="https://example.org/", name="Example", default_language="fr", languages=ROOTS)
PATTERNS = st.sampled_from(
    ["", "{old}", "/{slug}/", "/{prefix}/{kind}/{slug}.html", "/{path}/", "{prefix}/x/"]
)


def bilingual(documents: Sequence[Document], **more: object) -> Site:
    """A site whose nth French and nth English document are translations of each other, as far as they go."""
    fr, en = ([each for each in documents if each.key.language == code] for code in ("fr", "en"))
    families = [pair(*both) for both in list(zip(fr, en, strict=False))[::2]]
    return site(*documents, info=INFO, families=tuple(families), **more)


@given(DOCUMENTS, PATTERNS)
@settings(max_examples=40, deadline=None)
def test_translations_share_a_path_and_nobody_else(documents: list[Document], permalink: str) -> None:
    """Two documents have one path if and only if they are translations; no two have one address."""
    whole = bilingual(documents)
    options = Export(permalink=permalink)
    plan = mkdocs.plan(whole, options)
    pages = shown(whole, options)
    homes = set(first_pages(whole, pages).values())
    kin = {key: str(family.members) for family in whole.families for key in family.members.values()}
    people = {each.key: f"user-{each.key.id}" for each in pages if each.role == "author"}
    found: dict[str, set[str]] = {}
    for each in pages:
        group = "home" if each.key in homes else kin.get(each.key) or people.get(each.key) or str(each.key)
        found.setdefault(same_place(page_of(plan, each.key)), set()).add(group)
    assert all(len(groups) == 1 for groups in found.values())
    assert len(found) == len({group for groups in found.values() for group in groups})
    assert len({same_place(unquote(plan.places[each.key])) for each in pages}) == len(pages)
    assert plan.homes == {each.key.language: plan.places[each.key] for each in pages if each.key in homes}


def places(plan: Plan) -> dict[str, str]:
    return {f"{key.language}/{key.id}": unquote(place) for key, place in plan.places.items()}


def test_the_path_is_that_of_the_default_language() -> None:
    """Also for what has no sister; what would meet there gets its number."""
    fr, en = document("équipe", 1, "fr"), document("team", 2, "en")
    alone, other = document("contact", 3, "fr"), document("contact", 4, "en")
    whole = site(fr, en, alone, other, info=INFO, families=(pair(fr, en),))
    found = places(mkdocs.plan(whole, Export(base_url="https://new.example/docs/")))
    assert (found["fr/1"], found["en/2"]) == ("/docs/équipe/", "/docs/en/équipe/")
    assert {found["fr/3"], found["en/4"]} == {"/docs/contact-3/", "/docs/en/contact/"}


def test_a_file_is_no_translation() -> None:
    """`photo.hd.jpg` isn't a picture in a language `hd`, which would be left out; no other name changes."""
    names = ("photo.hd.jpg", "photo-hd.jpg", "plan.2024.pdf", "a.png")
    files = [Resource(f"media/{name}", "media", f"https://example.org/{name}", b"x") for name in names]
    media = [Media(Key("", "media", n), each.url) for n, each in enumerate(files)]
    plan = mkdocs.plan(site(document("a"), info=INFO, files=tuple(files), media=tuple(media)), Export())
    found = [plan.places[each.key] for each in media]
    assert found == ["/media/photo--hd.jpg", "/media/photo-hd.jpg", "/media/plan.2024.pdf", "/media/a.png"]


def test_a_language_that_is_no_locale_is_refused() -> None:
    """mkdocs-static-i18n would refuse it later; the default language, at the root, needs no name."""
    odd = document("a", 1, "roa-tara")
    with pytest.raises(UsageError, match="roa-tara"):
        mkdocs.plan(site(odd, document("b", 2, "fr"), info=INFO), Export())
    with pytest.raises(UsageError, match="root"):
        mkdocs.plan(site(document("b", 2, "fr"), info=INFO), Export(language_roots="prefix"))
