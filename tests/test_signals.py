"""What tells translations from each other: each signal speaks where it should, and is silent elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pytest

from test_translation import by_id, by_url, document, members
from wpharvest.markup import html_reader
from wpharvest.model.documents import Declared, Document, Media
from wpharvest.model.items import Key
from wpharvest.translation import pair
from wpharvest.translation.addresses import Directory
from wpharvest.translation.claims import claims
from wpharvest.translation.inference import CONTENT, SHARED, first_scores, log_odds, reasons
from wpharvest.translation.signals import SIGNALS
from wpharvest.translation.survey import Survey
from wpharvest.translation.weights import learned

A, B = Key("en", "pages", 2), Key("fr", "pages", 1)


def about(html: str = "", **facts: Any) -> Callable[[str, int], Document]:
    """A document of which only these facts are known."""

    def make(language: str, number: int) -> Document:
        bare = document(language, number, path="")
        return msgspec.structs.replace(bare, url="", body=html_reader.read(html), **facts)

    return make


def image(name: str) -> Media:
    return Media(Key("fr", "media", 1), f"https://h/wp-content/uploads/{name}")


def hello(words: str) -> str:
    return f"<p>{words}</p>"


# Signal -> (the French side, the English side) that speak for being one, and what can't tell.
SPEAK: dict[str, tuple[Callable[[str, int], Document], Callable[[str, int], Document]]] = {
    "links": (
        about('<p><a href="https://unodc.org/fr/x">x</a></p>'),
        about('<p><a href="https://unodc.org/en/x">y</a></p>'),
    ),
    "hosts": (
        about('<p><a href="https://unodc.org/a">x</a></p>'),
        about('<p><a href="https://unodc.org/b">y</a></p>'),
    ),
    "media": (about(featured_media=image("lac-300x200.jpg")), about(featured_media=image("lac-scaled.jpg"))),
    "numbers": (about(hello("En 1998, 1 234 dossiers")), about(hello("1,234 cases in 1998"))),
    "contacts": (about(hello("info@h.be, +32 2 123 45 67")), about(hello("Tel. 02/123.45.67, info@h.be"))),
    "names": (about(hello("L’avis de Myria et du GRETA")), about(hello("The opinion of Myria and GRETA"))),
    "code": (about("<p><code>wp_query</code></p>"), about("<p><code>wp_query</code></p>")),
    "words": (about(hello("Centre Surya")), about(hello("The Surya centre"))),
    "rarest": (
        about(hello("Surya, Payoke, Pag-Asa et Myria")),
        about(hello("Payoke, Surya, Pag-Asa and Myria")),
    ),
    "cognates": (about(hello("Liberté et égalité")), about(hello("Liberty and equality"))),
    "titles": (about(title="Victimes de la traite"), about(title="Victims of trafficking")),
    "headings": (about("<h2>Information juridique</h2>"), about("<h2>Juridical information</h2>")),
    "title_facts": (about(title="Rapport Myria 2024"), about(title="Myria report 2024")),
    "shape": (about("<h2>A</h2><ul><li>b</li></ul><p>c</p>"), about("<h2>D</h2><ul><li>e</li></ul><p>f</p>")),
    "lengths": (about(hello("Bonjour à tous et à toutes")), about(hello("Hello to all and everyone"))),
    "slugs": (about(slug="formation-police"), about(slug="police-formation")),
    "dates": (about(date="2024-05-01T10:00:00"), about(date="2024-05-01T16:00:00")),
    "menu": (about(menu_order=7), about(menu_order=7)),
    "builder": (about(builder_parts=("3f1c2aa", "7b1d0e4")), about(builder_parts=("3f1c2aa", "7b1d0e4"))),
}


def survey(*documents: Document) -> Survey:
    return Survey(documents, claims(Directory(documents)).claims)


@pytest.mark.parametrize("name", SPEAK)
def test_a_signal_speaks(name: str) -> None:
    """What both have is measured, and said in a sentence; other pages weigh less than those two."""
    french, english = SPEAK[name]
    known = survey(french("fr", 1), english("en", 2), document("fr", 8), document("en", 9))
    values = SIGNALS[name].measure(A, B, known)
    assert values is not None and len(values) == len(SIGNALS[name].FEATURES)
    assert any(values)
    assert SIGNALS[name].why(A, B, known)


@pytest.mark.parametrize("name", SIGNALS)
def test_unknown_is_not_disagreement(name: str) -> None:
    """Of two documents of which nothing is known a signal says nothing, neither for nor against."""
    known = survey(about()("fr", 1), about()("en", 2))
    assert SIGNALS[name].measure(A, B, known) is None
    assert SIGNALS[name].why(A, B, known) == ""


@pytest.mark.parametrize("name", [each for each in SPEAK if each != "title_facts"])
def test_one_side_alone_says_nothing(name: str) -> None:
    """A page without images doesn't disagree about images."""
    known = survey(SPEAK[name][0]("fr", 1), about()("en", 2))
    assert SIGNALS[name].measure(A, B, known) is None


def test_every_signal_of_the_content_is_shown() -> None:
    assert {*SPEAK, "paths", "parents", "lexicon", "best"} == set(CONTENT)


# ── what the site says ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("declared", "translations"),
        ("hreflang", "hreflang"),
        ("hreflang", "sitemap"),
        ("switcher", "switcher"),
    ],
)
def test_who_names_whom(name: str, source: str) -> None:
    """Each place where it is said is its own signal; others are silent about it."""
    french = document("fr", 1, declared=[by_url("en", "/en/2/", source)])
    one = survey(french, document("en", 2))
    both = survey(french, document("en", 2, declared=[by_url("fr", "/fr/1/", source)]))
    assert SIGNALS[name].measure(A, B, one) == (0.0, 1.0)
    assert SIGNALS[name].measure(A, B, both) == (1.0, 0.0)
    assert SIGNALS[name].why(A, B, both) == f"each names the other by {source}"
    others = {"declared", "hreflang", "switcher", "same_id"} - {name}
    assert [SIGNALS[other].measure(A, B, both) for other in others] == [None] * 3


def test_two_places_are_surer_than_one() -> None:
    def confidence(*declared: Declared) -> float:
        (family,) = pair([document("fr", 1, declared=declared), document("en", 2)]).families
        return family.confidence

    assert confidence(by_id("en", 2)) < confidence(by_id("en", 2), by_url("en", "/en/2/"))


def test_a_switcher_must_keep_its_word() -> None:
    """A link called IT that leads to a page in English is no translation; what the objects say goes first."""
    assert (
        pair([document("fr", 1, declared=[by_url("it", "/en/2/", "switcher")]), document("en", 2)]).families
        == ()
    )
    pages = [
        document("fr", 1, declared=[by_url("en", "/en/3/", "switcher"), by_id("en", 2)]),
        document("en", 2),
        document("en", 3),
    ]
    assert members(pair(pages)) == {frozenset({"fr/1", "en/2"})}


# ── the place on the site ────────────────────────────────────────────────────────────────────────────


def test_paths() -> None:
    """`/fr/x/` and `/en/x/`; an address with a number, and a home page, say nothing."""
    same = survey(document("fr", 1, path="/fr/equipe/"), document("en", 2, path="/en/equipe/"))
    assert SIGNALS["paths"].measure(A, B, same) == (1.0,)
    for french, english in (("/fr/equipe/", "/en/team/"), ("/fr/", "/en/"), ("/?p=1", "/?p=1&lang=en")):
        other = survey(document("fr", 1, path=french), document("en", 2, path=english))
        assert SIGNALS["paths"].measure(A, B, other) is None


def family_of_four(parents: Iterable[tuple[str, int]], orders: tuple[int, int] = (0, 0)) -> list[Document]:
    """Two pages below parents that are declared: fr/10 with en/20, fr/11 with en/21."""
    tops = [
        document(language, number, declared=[by_id(*other)])
        for language, number, other in (("fr", 10, ("en", 20)), ("fr", 11, ("en", 21)))
    ] + [document("en", 20), document("en", 21)]
    (_, left), (_, right) = parents
    pages = [
        msgspec.structs.replace(
            document("fr", 1, hello("Lundi"), title="Horaire"), parent=left, menu_order=orders[0]
        ),
        msgspec.structs.replace(
            document("en", 2, hello("Monday"), title="Hours"), parent=right, menu_order=orders[1]
        ),
    ]
    return [*tops, *pages]


@pytest.mark.parametrize(
    ("parents", "values"),
    [
        ((("fr", 10), ("en", 20)), (1.0, 0.0)),
        ((("fr", 10), ("en", 21)), (0.0, 1.0)),
        ((("fr", 10), ("en", 0)), None),
        ((("fr", 99), ("en", 20)), None),
    ],
    ids=["one family", "two families", "none", "not there"],
)
def test_parents(parents: Iterable[tuple[str, int]], values: tuple[float, float] | None) -> None:
    """Parents that are translations speak for their children, others against; no parent says nothing."""
    documents = family_of_four(parents)
    sisters = {
        Key("fr", "pages", 10): {"en": Key("en", "pages", 20)},
        Key("fr", "pages", 11): {"en": Key("en", "pages", 21)},
    }
    sisters |= {there["en"]: {"fr": here} for here, there in list(sisters.items())}
    known = Survey(documents, (), lambda key: sisters.get(key, {}))
    assert SIGNALS["parents"].measure(A, B, known) == values
    assert bool(SIGNALS["parents"].why(A, B, known)) == bool(values)


def test_parents_tip_the_scales() -> None:
    """What the words leave open, the parents decide: the same two pages, below one family and below two."""
    weights = learned()

    def odds(parents: Iterable[tuple[str, int]], orders: tuple[int, int] = (0, 0)) -> float:
        documents = family_of_four(parents, orders)
        found = {
            key: family.members for family in pair(documents[:4]).families for key in family.members.values()
        }
        return log_odds((A, B), Survey(documents, (), lambda key: found.get(key, {})), weights)

    below_one, below_two = (("fr", 10), ("en", 20)), (("fr", 10), ("en", 21))
    assert odds(below_one) > odds((("fr", 0), ("en", 0))) > odds(below_two)
    assert odds(below_one, (3, 3)) > odds(below_one) > odds(below_one, (3, 4))


def test_the_best_is_measured_by_the_sites_own_rod() -> None:
    """What two share is compared with what each shares with others; before that nothing is said."""
    pages = [about(hello(f"{number} cases"))("fr", number) for number in (11, 22)]
    pages += [about(hello(f"{number} and 77 cases"))("en", number + 100) for number in (11, 22)]
    known = Survey(pages)
    first, other = Key("fr", "pages", 11), Key("fr", "pages", 22)
    right, wrong = Key("en", "pages", 111), Key("en", "pages", 122)
    assert SIGNALS["best"].measure(right, first, known) is None
    first_scores([(right, first), (wrong, first), (right, other), (wrong, other)], known, learned())
    shares = SIGNALS["best"].measure(right, first, known)
    at = SIGNALS["best"].FEATURES.index("numbers")
    assert shares is not None and shares[at] == 1
    assert (SIGNALS["best"].measure(wrong, first, known) or shares)[at] < 1
    assert "numbers" in SIGNALS["best"].why(right, first, known)


WORDS = [
    ("Bouton", "Button"),
    ("Champ", "Field"),
    ("Lien", "Link"),
    ("Jour", "Day"),
    ("Mot", "Word"),
    ("Pied", "Foot"),
]


def named(number: int, french: str, english: str) -> list[Document]:
    return [
        document("fr", number, title=f"Exemple {french} {number}"),
        document("en", number + 100, title=f"Sample {english} {number}"),
    ]


def test_the_lexicon_knows_what_sure_pairs_teach() -> None:
    """Words that answered each other in the site's own pairs do so elsewhere; before that it is silent."""
    taught = [each for at in range(24) for each in named(at, *WORDS[at % 6])]
    asked = [
        document("fr", 900, title="Bouton"),
        document("en", 901, title="Button"),
        document("en", 902, title="Link"),
    ]
    known = Survey([*taught, *asked])
    right, wrong = ((Key("en", "pages", other), Key("fr", "pages", 900)) for other in (901, 902))
    assert SIGNALS["lexicon"].measure(*right, known) is None
    known.teach((Key("fr", "pages", at), Key("en", "pages", at + 100)) for at in range(24))
    assert log_odds(right, known, learned(), ["lexicon"]) > 0 > log_odds(wrong, known, learned(), ["lexicon"])
    assert "answer each other" in SIGNALS["lexicon"].why(*right, known)
    assert SIGNALS["lexicon"].why(*wrong, known) == ""


# ── what is known to go wrong ────────────────────────────────────────────────────────────────────────


FRENCH = "<p>Nous aidons les victimes depuis vingt ans, avec une équipe de juristes et de bénévoles.</p>"
ENGLISH = "<p>We have helped victims for twenty years, with a team of lawyers and of volunteers.</p>"


def test_hreflang_is_no_proof() -> None:
    """TranslatePress names every page's address in every language, translated or not."""
    french = document("fr", 5, FRENCH, declared=[by_url("en", "/en/5/")])
    english = document("en", 5, FRENCH, declared=[by_url("fr", "/fr/5/")])
    assert pair([french, english]).families == ()


def test_no_hreflang_is_no_disproof() -> None:
    """Most pages of a site name their sisters; those that somebody forgot are found all the same."""
    places = ["Namur", "Ostende", "Dinant", "Arlon", "Wavre", "Huy"]
    forgotten = {"Arlon", "Huy"}
    pages = []
    for number, place in enumerate(places, 1):
        told = place not in forgotten
        pages += [
            centre("fr", number, place, [by_url("en", f"/en/{number + 100}/")] * told),
            centre("en", number + 100, place, [by_url("fr", f"/fr/{number}/")] * told),
        ]
    families = pair(pages).families
    assert members(pair(pages)) == {frozenset({f"fr/{n}", f"en/{n + 100}"}) for n in range(1, 7)}
    assert [family.decided_by for family in families].count("inferred") == len(forgotten)


def centre(language: str, number: int, place: str, declared: list[Declared]) -> Document:
    """A page that differs from its siblings in a place, a telephone number and a year."""
    words = {
        "fr": f"<p>Le centre de {place} accueille depuis {1990 + number % 100}. Tél. 02 511 ",
        "en": f"<p>The centre of {place} has been open since {1990 + number % 100}. Tel. 02 511 ",
    }[language]
    html = f"{words}{10 + number % 100} 77</p>"
    title = {"fr": f"Centre de {place}", "en": f"{place} centre"}[language]
    return document(language, number, html, title=title, declared=declared)


def test_a_page_that_was_edited_in_one_language_only_isnt_translated() -> None:
    """One id in two languages: the language of the text decides, not how many words differ."""
    more = (
        FRENCH
        + "<p>Ce paragraphe ne se trouve que sur une des deux adresses, et il est en français aussi.</p>"
    )
    found = pair([document("fr", 5, more), document("en", 5, FRENCH)])
    assert found.families == ()
    assert "isn't translated" in found.notices[0].what
    assert members(pair([document("fr", 5, FRENCH), document("en", 5, ENGLISH)])) == {
        frozenset({"fr/5", "en/5"})
    }


def test_a_copy_is_not_inferred_into_a_family_either() -> None:
    """The French text at the English address doesn't take the sister of another page."""
    pages = [document("fr", 5, FRENCH), document("en", 5, FRENCH), document("nl", 6, FRENCH)]
    assert all("en/5" not in each for each in members(pair(pages)))


def test_one_sided_and_foreign_links() -> None:
    """wpml-rest-api forgets one side, and names ids of other kinds and of deleted posts."""
    one = [document("fr", 1, declared=[by_id("en", 2)]), document("en", 2)]
    assert members(pair(one)) == {frozenset({"fr/1", "en/2"})}
    foreign = [document("fr", 1, declared=[by_id("en", 2)]), document("en", 2, kind="posts")]
    assert pair(foreign).families == ()


def facts(language: str, number: int, *paragraphs: str) -> Document:
    words = {"fr": "Notre rapport de", "en": "Our report from"}[language]
    return document(language, number, "".join(f"<h2>{words}</h2><p>{each}</p>" for each in paragraphs))


WHOLE = (
    "Myria, 2019: 1 412",
    "UNODC, 2020: 7 731",
    "GRETA, 2021: 5 518",
    "Payoke, 2022: 3 301",
    "Surya, 2023: 9 127",
)


def test_an_abridged_translation() -> None:
    """A translation of two parts of five is contained in the original, though not like it."""
    fillers = [facts("fr", n, f"Surya, {1950 + n}: {n * 37}") for n in range(10, 16)]
    pages = [facts("fr", 1, *WHOLE), facts("en", 2, *WHOLE[1:3]), *fillers]
    assert members(pair(pages)) == {frozenset({"fr/1", "en/2"})}


@pytest.mark.parametrize("lone", ["Rapport annuel 2021", "Report of the year 2021"])
def test_a_sibling_whose_sister_is_missing(lone: str) -> None:
    """Yearly reports that differ in their year only: the lonely one doesn't take another year's sister."""
    language = "fr" if "annuel" in lone else "en"
    titles = {"fr": "Rapport annuel {}", "en": "Report of the year {}"}
    pages = [
        document(
            code, number + year, f"<p>{titles[code].format(year)}, CIDT</p>", title=titles[code].format(year)
        )
        for code, number in (("fr", 0), ("en", 5000))
        for year in (2018, 2019, 2020, 2022)
    ]
    other = "en" if language == "fr" else "fr"
    missing = msgspec.structs.replace(
        pages[0], key=Key(other, "pages", 9999), title=titles[other].format(2023)
    )
    missing = msgspec.structs.replace(
        missing, body=html_reader.read(f"<p>{titles[other].format(2023)}, CIDT</p>")
    )
    found = members(pair([*pages, document(language, 2021, f"<p>{lone}, CIDT</p>", title=lone), missing]))
    assert all(not {f"{language}/2021", f"{other}/9999"} & family for family in found)


QUESTIONS = {
    "fr": ("Qui êtes-vous ?", "Comment avez-vous découvert OpenStreetMap ?", "Que cartographiez-vous ?"),
    "en": ("Who are you?", "How did you discover OpenStreetMap?", "What do you map?"),
}
ANSWERS = {
    "Racky": ("Abidjan", "Wikimedia Commons", "Yamoussoukro"),
    "Benoît": ("Strasbourg", "Mapillary", "Colmar"),
    "Anisa": ("Tirana", "Nextcloud", "Durrës"),
    "Volker": ("Padova", "JOSM", "Vicenza"),
    "Aylin": ("Izmir", "QGIS", "Bornova"),
    "Tomoya": ("Osaka", "OsmAnd", "Kobe"),
    "Stijn": ("Genk", "Overpass", "Hasselt"),
}


def interview(language: str, number: int, name: str) -> Document:
    """The same questions to everybody; only names and places differ."""
    said = {
        "fr": "Je m’appelle {}, j’habite à {} et j’utilise {}.",
        "en": "My name is {}, I live in {} and use {}.",
    }
    home, tool, place = ANSWERS[name]
    texts = (said[language].format(name, home, tool), tool, place)
    html = "".join(f"<h2>{a}</h2><p>{b}</p>" for a, b in zip(QUESTIONS[language], texts, strict=True))
    title = {"fr": "Contributeur du mois : {}", "en": "Mapper of the month: {}"}[language].format(name)
    return document(language, number, html, title=title)


def test_interviews_whose_sisters_are_both_missing() -> None:
    """One template, two persons: each would be the other's best, and both stay alone."""
    lone_french, lone_english, *others = ANSWERS
    pages = [interview("fr", 1, lone_french), interview("en", 101, lone_english)]
    for number, name in enumerate(others, 2):
        pages += [interview("fr", number, name), interview("en", number + 100, name)]
    assert members(pair(pages)) == {frozenset({f"fr/{n}", f"en/{n + 100}"}) for n in range(2, 7)}


def test_a_template_is_judged_by_its_sure_pairs() -> None:
    """Where titles keep names, a pair that shares none is refused; where they are translated, none is."""
    people = [interview(code, n, name) for n, name in enumerate(ANSWERS) for code in ("fr", "en")]
    parts = [
        document(code, n, title=f"{first} {word}")
        for n, both in enumerate(WORDS)
        for code, first, word in (("fr", "Exemple", both[0]), ("en", "Sample", both[1]))
    ]
    for pages, refused in ((people, True), (parts, False)):
        templates = survey(*pages).templates
        templates.learn((Key("en", "pages", n), Key("fr", "pages", n)) for n in range(6))
        assert templates.apart(Key("en", "pages", 0), Key("fr", "pages", 1)) is refused
        assert not templates.apart(Key("en", "pages", 0), Key("fr", "pages", 0))


def test_what_is_shared_may_be_too_little() -> None:
    """Where what two pages share speaks against them, the sentence says that it is all they share."""
    pages = [
        about(
            hello(f"Réunion OpenStreetMap de {place}, à {hour} h, chez {host}."),
            title="Réunion OpenStreetMap",
        )
        for place, hour, host in (("Namur", 18, "Paul"), ("Huy", 19, "Jeanne"), ("Mons", 20, "Luc"))
    ]
    french = [page("fr", number) for number, page in enumerate(pages, 1)]
    lone = about(hello("OpenStreetMap workshop in Ghent, 21:30."), title="OpenStreetMap workshop")("en", 2)
    found = reasons((A, B), survey(*french, lone), learned())
    assert {each.weight < 0 for each in found if each.signal in SHARED} == {True, False}
    assert all(
        each.why.startswith("this is all: ") == (each.weight < 0) for each in found if each.signal in SHARED
    )


def test_numbers_of_media_say_nothing() -> None:
    """WPML gives every language its own media ids: only the file's name tells."""
    other = msgspec.structs.replace(image("mer.jpg"), key=Key("en", "media", 1))
    known = survey(about(featured_media=image("lac.jpg"))("fr", 1), about(featured_media=other)("en", 2))
    assert SIGNALS["media"].why(A, B, known) == ""
