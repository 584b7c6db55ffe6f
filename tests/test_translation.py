"""Documents -> families: what is declared, what is inferred, what is refused."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wpharvest.config import Harvest
from wpharvest.conversion import Shelf, convert
from wpharvest.markup import html_reader
from wpharvest.model.documents import Declared, Document
from wpharvest.model.items import Key, RawItem
from wpharvest.model.nodes import Root
from wpharvest.sources.files import FileSource
from wpharvest.translation import Pairing, pair
from wpharvest.translation.signals import SIGNALS

SEEDS = Path(__file__).parent / "seeds"
CASES = Path(__file__).parent / "cases" / "pairing"


def document(
    language: str,
    number: int,
    html: str = "",
    *,
    title: str = "",
    path: str | None = None,
    declared: Iterable[Declared] = (),
    kind: str = "pages",
    role: str = "type",
) -> Document:
    """A document at `https://h/LANGUAGE/NUMBER/`, or at `path`."""
    where = f"/{language}/{number}/" if path is None else path
    return Document(
        key=Key(language, kind, number),
        role=role,
        type="page",
        slug="",
        title=title,
        url=f"https://h{where}",
        path=where,
        body=html_reader.read(html) if html else Root(()),
        declared=tuple(declared),
    )


def by_id(language: str, number: int) -> Declared:
    return Declared(language, "translations", id=number)


def by_url(language: str, path: str, source: str = "hreflang") -> Declared:
    return Declared(language, source, url=f"https://h{path}")


def members(pairing: Pairing) -> set[frozenset[str]]:
    """The families as sets of `language/number`."""
    return {frozenset(f"{k.language}/{k.id}" for k in each.members.values()) for each in pairing.families}


# ── what is declared ─────────────────────────────────────────────────────────────────────────────────


def test_mutual_ids() -> None:
    found = pair(
        [document("fr", 7, declared=[by_id("en", 12)]), document("en", 12, declared=[by_id("fr", 7)])]
    )
    (family,) = found.families
    assert family.key == "pages-7"
    assert family.members == {"en": Key("en", "pages", 12), "fr": Key("fr", "pages", 7)}
    assert family.decided_by == "declared"
    assert [each.why for each in family.evidence] == ["each names the other by translations"]
    assert found.notices == ()


def test_both_sides_are_surer_than_one() -> None:
    one = pair([document("fr", 7, declared=[by_id("en", 12)]), document("en", 12)])
    both = pair(
        [document("fr", 7, declared=[by_id("en", 12)]), document("en", 12, declared=[by_id("fr", 7)])]
    )
    assert one.families[0].decided_by == "declared"
    assert 0.9 < one.families[0].confidence < both.families[0].confidence


@pytest.mark.parametrize(
    "url",
    [
        "http://www.h/en/%C3%A9t%C3%A9",
        "//h/en/été/#top",
        "https://H:443/en//été/",
        "https://h/?page_id=12",
        "https://www.h/index.php?lang=en&b=1",
    ],
)
def test_addresses_in_other_writings(url: str) -> None:
    """Scheme, `www.`, escapes, slashes, WordPress's short address: one address all the same."""
    path = "/index.php?b=1&lang=en" if "index" in url else "/en/été/"
    sister = document("en", 12, path=path)
    found = pair([document("fr", 7, declared=[Declared("en", "hreflang", url=url)]), sister])
    assert members(found) == {frozenset({"fr/7", "en/12"})}


def test_international_host() -> None:
    sister = msgspec.structs.replace(document("en", 12), url="https://été.be/en/")
    found = pair(
        [document("fr", 7, declared=[Declared("en", "hreflang", url="https://xn--t-9fab.be/en")]), sister]
    )
    home = msgspec.structs.replace(document("fr", 7, path="/"), declared=(by_url("en", "/en/"),))
    assert members(found) <= {frozenset({"fr/7", "en/12"})}
    assert members(pair([home, document("en", 12, path="/en/")])) == {frozenset({"fr/7", "en/12"})}


def test_three_languages_one_sided() -> None:
    """Two claims towards one page make one family of three."""
    found = pair(
        [
            document("fr", 1, declared=[by_id("en", 3)]),
            document("de", 2, declared=[by_url("en", "/en/3/")]),
            document("en", 3),
        ]
    )
    assert members(found) == {frozenset({"fr/1", "de/2", "en/3"})}
    assert found.families[0].decided_by == "declared"


def test_an_id_claimed_twice_is_refused() -> None:
    found = pair(
        [
            document("fr", 1, declared=[by_id("en", 3)]),
            document("fr", 2, declared=[by_id("en", 3)]),
            document("en", 3),
        ]
    )
    assert found.families == ()
    assert {notice.key for notice in found.notices} == {Key("en", "pages", 3)}
    assert len(found.notices) == 2


def test_mutual_beats_one_sided() -> None:
    found = pair(
        [
            document("fr", 1, declared=[by_id("en", 3)]),
            document("fr", 2, declared=[by_id("en", 3), by_url("en", "/en/3/")]),
            document("en", 3, declared=[by_id("fr", 1)]),
        ]
    )
    assert members(found) == {frozenset({"fr/1", "en/3"})}
    assert "contradicts" in found.notices[0].what


def test_two_sources_beat_one() -> None:
    found = pair(
        [
            document("fr", 1, declared=[by_id("en", 3)]),
            document("fr", 2, declared=[by_id("en", 3), by_url("en", "/en/3/")]),
            document("en", 3),
        ]
    )
    assert members(found) == {frozenset({"fr/2", "en/3"})}


def test_a_home_page_is_no_translation_of_an_inner_page() -> None:
    """Language switchers lead to the home page where a translation is missing."""
    pages = [
        document("fr", 1, path="/", declared=[by_url("en", "/en/")]),
        document("fr", 2, path="/contact/", declared=[by_url("en", "/en/")]),
        document("en", 3, path="/en/", declared=[by_url("fr", "/")]),
    ]
    assert members(pair(pages)) == {frozenset({"fr/1", "en/3"})}
    assert pair(pages[1:]).families == ()


def test_home_pages_below_a_folder() -> None:
    pages = [
        document("fr", 2, path="/blog/contact/", declared=[by_url("en", "/blog/en/")]),
        document("fr", 4, path="/blog/plan/"),
        document("en", 3, path="/blog/en/"),
    ]
    assert pair(pages).families == ()


def test_regional_codes() -> None:
    """`fr-FR` means the site's `fr`; of two varieties the declared one is meant."""
    found = pair([document("en", 1, declared=[by_id("fr-FR", 2)]), document("fr", 2)])
    assert members(found) == {frozenset({"en/1", "fr/2"})}
    varieties = [document("en", 1, declared=[by_id("pt-PT", 3)]), document("pt-BR", 2), document("pt-PT", 3)]
    assert members(pair(varieties)) == {frozenset({"en/1", "pt-PT/3"})}
    declared_wrongly = [document("en", 1, declared=[by_url("fr", "/nl/2/")]), document("nl", 2)]
    assert members(pair(declared_wrongly)) == {frozenset({"en/1", "nl/2"})}


def test_a_term_is_no_translation_of_a_page() -> None:
    term = document("en", 3, kind="categories", role="taxonomy")
    assert pair([document("fr", 1, declared=[by_url("en", "/en/3/")]), term]).families == ()


def test_what_points_nowhere_or_at_itself() -> None:
    declared = [
        by_id("fr", 1),
        by_id("en", 99),
        by_url("en", "/fr/1/"),
        by_url("en", "/gone/"),
        by_id("x", 0),
    ]
    assert pair([document("fr", 1, declared=declared), document("en", 2)]).families == ()


# ── one id in two languages ──────────────────────────────────────────────────────────────────────────


FRENCH = "<p>Nous aidons les victimes depuis vingt ans, avec une équipe de juristes et de bénévoles.</p>"
ENGLISH = "<p>We have helped victims for twenty years, with a team of lawyers and of volunteers.</p>"


def test_one_id_translated() -> None:
    """TranslatePress shows one id in each language: other words, so it is translated."""
    found = pair([document("fr", 5, FRENCH), document("en", 5, ENGLISH)])
    no_slug = members(found)
    assert no_slug == {frozenset({"fr/5", "en/5"})}
    assert found.families[0].decided_by == "declared"
    assert "number 5" in found.families[0].evidence[0].why


def test_one_id_shown_twice() -> None:
    """WPML's fallback shows the French text on the English page: that is no translation."""
    pages = [
        document("fr", 5, FRENCH, declared=[by_url("en", "/en/5/")]),
        document("en", 5, FRENCH, declared=[by_url("fr", "/fr/5/")]),
    ]
    found = pair(pages)
    assert found.families == ()
    assert "isn't translated" in found.notices[0].what
    true_sister = document("en", 9, ENGLISH, declared=[by_id("fr", 5)])
    assert members(pair([*pages, true_sister])) == {frozenset({"fr/5", "en/9"})}


def test_one_id_with_a_title_and_no_text() -> None:
    """The same title over an empty page: nothing of it is translated. Another title is a translation."""
    full = document("fr", 5, FRENCH, title="Conclusion de la partie")
    assert pair([full, document("en", 5, title="Conclusion de la partie")]).families == ()
    (family,) = pair([full, document("en", 5, title="Conclusion of this part")]).families
    assert family.decided_by == "declared"


# ── what is inferred ─────────────────────────────────────────────────────────────────────────────────


def seeds() -> list[Document]:
    source = FileSource.open(SEEDS, Harvest())
    items = [event for event in source.harvest() if isinstance(event, RawItem)]
    shelf = Shelf((), source.info)
    return [convert(item, source.info, shelf)[0] for item in items]


def test_the_seeds_are_one_family() -> None:
    """A REST object in English and plain text in French; neither names the other."""
    (family,) = pair(seeds()).families
    assert sorted(family.members) == ["en", "fr"]
    assert family.decided_by == "inferred"
    assert family.confidence > 0.9
    assert any("myria" in each.why for each in family.evidence)


def template(language: str, number: int, place: str, count: int, year: int, mail: str) -> Document:
    """Siblings that differ in nothing but a place, a number, a year and an address."""
    texts = {
        "fr": (
            f"Centre de {place}",
            f"<h2>Accueil</h2><p>Le centre de {place} a accueilli {count} personnes en {year}. "
            f"Écrivez à {mail}@centres.be.</p><h2>Horaires</h2><ul><li>Lundi</li><li>Mardi</li></ul>",
        ),
        "en": (
            f"{place} centre",
            f"<h2>Reception</h2><p>The centre of {place} received {count} people in {year}. "
            f"Write to {mail}@centres.be.</p><h2>Hours</h2><ul><li>Monday</li><li>Tuesday</li></ul>",
        ),
    }
    title, html = texts[language]
    return document(language, number, html, title=title)


PLACES = [("Namur", 112, 2019, "namur"), ("Ostende", 87, 2021, "ost"), ("Dinant", 45, 2018, "dinant")]
PLACES += [("Arlon", 63, 2020, "arlon"), ("Wavre", 91, 2022, "wavre"), ("Huy", 38, 2017, "huy")]


def test_siblings_find_their_own_sister_and_the_bereaved_stay_alone() -> None:
    french = [template("fr", number, *place) for number, place in enumerate(PLACES, 1)]
    english = [template("en", number, *place) for number, place in enumerate(PLACES, 101)]
    found = pair([*french[1:], *english[:-1]])
    assert members(found) == {frozenset({f"fr/{n}", f"en/{n + 100}"}) for n in range(2, 6)}


def test_inference_completes_a_declared_family() -> None:
    """The third language joins the family; the family says that it isn't all declared."""
    french, english = seeds()
    if french.key.language == "en":
        french, english = english, french
    dutch = document("nl", 3, declared=[by_url("fr", "/fr/77/")])
    french = msgspec.structs.replace(french, url="https://h/fr/77/")
    (family,) = pair([french, english, dutch]).families
    assert sorted(family.members) == ["en", "fr", "nl"]
    assert family.decided_by == "inferred"


def test_kinds_do_not_mix() -> None:
    first, second = seeds()
    other = msgspec.structs.replace(second, key=msgspec.structs.replace(second.key, kind="posts"))
    assert pair([first, other]).families == ()


@pytest.mark.parametrize(
    "documents",
    [
        [],
        [document("fr", 1)],
        [document("fr", 1), document("en", 2)],
        [document("fr", 1, FRENCH), document("fr", 2, FRENCH)],
        [document("und", 1, FRENCH), document("und", 2, ENGLISH)],
        [document("fr", 1, FRENCH), document("en", 2)],
        [document("fr", 1, title="Contact"), document("ar", 2, "<p>اتصل بنا</p>", title="اتصل بنا")],
    ],
    ids=["nothing", "one", "empty", "one language", "no language", "an empty side", "right to left"],
)
def test_too_little_to_tell(documents: list[Document]) -> None:
    """Nothing is guessed from nothing, and nothing falls over."""
    assert pair(documents) == Pairing(())


def test_families_of_a_network_have_names_of_their_own() -> None:
    """Each site of a network counts for itself, so that two families may share their smallest number."""
    found = pair(
        [
            document("fr", 1, title="a", declared=[by_url("en", "/en/2/")]),
            document("en", 2, title="b", declared=[by_url("fr", "/fr/1/")]),
            document("fr", 3, title="c", declared=[by_url("en", "/en/1/")]),
            document("en", 1, title="d", declared=[by_url("fr", "/fr/3/")]),
        ]
    )
    assert {family.key for family in found.families} == {"pages-1-fr", "pages-1-en"}


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────


LANGUAGES = ("fr", "en", "de", "en-GB")
targets = st.tuples(st.sampled_from((*LANGUAGES, "fr-FR")), st.integers(1, 4), st.booleans())


@st.composite
def sites(draw: st.DrawFn) -> list[Document]:
    """Small sites with all sorts of contradicting claims."""
    keys = draw(st.lists(st.tuples(st.sampled_from(LANGUAGES), st.integers(1, 4)), unique=True, max_size=8))
    documents = []
    for language, number in keys:
        claimed = draw(st.lists(targets, max_size=3))
        declared = [by_id(code, n) if plain else by_url(code, f"/{code}/{n}/") for code, n, plain in claimed]
        place = draw(st.sampled_from(PLACES))
        words = template("fr" if language in ("fr", "de") else "en", number, *place)
        documents.append(
            msgspec.structs.replace(
                document(language, number, declared=declared), body=words.body, title=words.title
            )
        )
    return documents


@settings(max_examples=60, deadline=None)
@given(sites(), st.randoms(use_true_random=False))
def test_laws(documents: list[Document], dice: random.Random) -> None:
    """The order doesn't matter; a family has two documents or more, one a language; each is in one family."""
    found = pair(documents)
    shuffled = list(documents)
    dice.shuffle(shuffled)
    assert pair(shuffled) == found
    known = {each.key for each in documents}
    members = [key for family in found.families for key in family.members.values()]
    assert len(members) == len(set(members))
    assert set(members) <= known
    assert len({family.key for family in found.families}) == len(found.families)
    for family in found.families:
        assert len(family.members) > 1
        assert all(key.language == code for code, key in family.members.items())
        assert 0.5 <= family.confidence <= 1
        assert family.evidence


def test_every_signal_has_weights_and_a_sentence() -> None:
    from wpharvest.translation.weights import learned

    known = learned()
    assert known.origin
    for name, signal in SIGNALS.items():
        assert set(signal.FEATURES) == set(known.signals[name])
        assert (signal.__doc__ or "").strip().split("\n", 1)[0].endswith(".")
    assert set(known.signals) == set(SIGNALS)
