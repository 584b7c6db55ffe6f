"""Two documents side by side: sections, blocks, what is missing, what has moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wpharvest.config import Harvest
from wpharvest.conversion import Shelf, convert
from wpharvest.markup import html_reader
from wpharvest.model.alignments import Alignment, Bead, Block
from wpharvest.model.documents import Document
from wpharvest.model.items import Key, RawItem
from wpharvest.sources.files import FileSource
from wpharvest.translation.alignment import align, outline, teach
from wpharvest.translation.lexicon import answered, learn

SEEDS = Path(__file__).parent / "seeds"


def document(language: str, html: str, title: str = "") -> Document:
    key = Key(language, "pages", 1 if language == "fr" else 2)
    body = html_reader.read(html)
    return Document(key, "type", "page", "", title, f"https://h/{language}/", f"/{language}/", body)


def seeds() -> tuple[Document, Document]:
    """The English page and the French text."""
    source = FileSource.open(SEEDS, Harvest())
    items = [event for event in source.harvest() if isinstance(event, RawItem)]
    shelf = Shelf(items, source.info)
    found = {item.language: convert(item, source.info, shelf)[0] for item in items}
    return found["en"], found["fr"]


def side_by_side(alignment: Alignment, beads: tuple[Bead, ...]) -> list[tuple[str, str]]:
    """The texts of beads of blocks; several blocks of one side are joined by ` + `."""

    def told(blocks: tuple[Block, ...], indexes: tuple[int, ...]) -> str:
        return " + ".join(blocks[each].text for each in indexes)

    return [
        (told(alignment.left_blocks, bead.left), told(alignment.right_blocks, bead.right)) for bead in beads
    ]


def headings(alignment: Alignment) -> list[tuple[str, str]]:
    """The last headings of the sections that answer each other."""
    left, right = alignment.left_sections, alignment.right_sections
    return [
        (
            " + ".join("".join(left[each].path[-1:]) for each in bead.left),
            " + ".join("".join(right[each].path[-1:]) for each in bead.right),
        )
        for bead in alignment.sections
    ]


# ── the seeds ────────────────────────────────────────────────────────────────────────────────────────


def test_the_sections_of_the_seeds() -> None:
    found = headings(align(*seeds()))
    assert found == [
        ("", ""),
        (
            "Combating Human Trafficking: National and International Resources",
            "Lutte contre la traite des êtres humains : ressources nationales et internationales",
        ),
        ("National Level: Belgium", "Niveau national : la Belgique"),
        (
            "Federally funded specialised centres for victims of human trafficking",
            "Centres fédéraux d’accueil et de prise en charge",
        ),
        ("MYRIA", "MYRIA"),
        ("SPF Justice", "SPF Justice"),
        ("International Level", "Niveau international"),
        ("Council of Europe", "Conseil de l’Europe"),
        ("UNODC", "UNODC"),
        ("IOM", "OIM"),
        ("ILO and the European Migration Network", "OIT et Réseau Européen des Migrations"),
    ]


def test_the_blocks_of_the_seeds() -> None:
    """Each block that has a sister has the right one; those without are the items that the copy lost."""
    alignment = align(*seeds())
    alone = [
        left or right for left, right in side_by_side(alignment, alignment.blocks) if not (left and right)
    ]
    assert alone == [
        "Pag-Asa (Brussels)",
        "SÜRYA (Wallonia)",
        "PAYOKE (Flanders)",
        "“Nos droits, notre avenir” – Rapport annuel de la Secrétaire Générale du Conseil de l’Europe 2024",
        "“Vers un pacte démocratique pour l’Europe” – Rapport annuel du Secrétaire Général du Conseil de "
        "l’Europe 2025",
        "Rapport “État de la migration dans le monde” 2024",
    ]
    paired = [bead for bead in alignment.blocks if bead.left and bead.right]
    assert all(len(bead.left) == len(bead.right) == 1 and not bead.moved for bead in paired)
    assert [bead.right[0] for bead in paired] == list(range(len(alignment.right_blocks)))


# ── shapes of beads ──────────────────────────────────────────────────────────────────────────────────

FR = """<h2>Adresse</h2><p>Rue de la Loi 16, 1000 Bruxelles, téléphone 02 123 45 67.</p>
<h2>Horaires</h2><p>Ouvert le lundi de 9:30 à 17:45, fermé en août 2024.</p>
<h2>Prix</h2><p>L’entrée coûte 12,50 euros, 8 euros pour les étudiants.</p>"""
EN = """<h2>Address</h2><p>Rue de la Loi 16, 1000 Brussels, telephone 02 123 45 67.</p>
<h2>Hours</h2><p>Open on Mondays from 9:30 to 17:45, closed in August 2024.</p>
<h2>Prices</h2><p>Admission costs 12.50 euros, 8 euros for students.</p>"""


def sections(html: str) -> list[str]:
    return [f"<h2>{part}" for part in html.split("<h2>")[1:]]


def test_a_section_that_one_side_lacks() -> None:
    first, _, last = sections(EN)
    found = align(document("fr", FR), document("en", first + last))
    assert headings(found) == [("", ""), ("Adresse", "Address"), ("Horaires", ""), ("Prix", "Prices")]
    found = align(document("en", first + last), document("fr", FR))
    assert headings(found) == [("", ""), ("Address", "Adresse"), ("", "Horaires"), ("Prices", "Prix")]


def test_a_section_that_stands_elsewhere() -> None:
    first, second, last = sections(EN)
    found = align(document("fr", FR), document("en", last + first + second))
    assert headings(found) == [("", ""), ("Adresse", "Address"), ("Horaires", "Hours"), ("Prix", "Prices")]
    assert [bead.moved for bead in found.sections] == [False, False, False, True]
    assert [bead.moved for bead in found.blocks] == [False] * 4 + [True] * 2


def test_two_paragraphs_for_one() -> None:
    split = (
        "<p>Le centre ouvre en mars 2021 à Namur, près de la gare, avec 14 places.</p>"
        "<p>Il accueille 250 familles par an et emploie 31 personnes à Liège.</p><p>Écrivez-nous.</p>"
    )
    whole = (
        "<p>The centre opens in March 2021 in Namur, near the station, with 14 places. It receives 250 "
        "families a year and employs 31 people in Liège.</p><p>Write to us.</p>"
    )
    found = align(document("fr", split), document("en", whole))
    assert [(bead.left, bead.right) for bead in found.blocks] == [((0, 1), (0,)), ((2,), (1,))]
    found = align(document("en", whole), document("fr", split))
    assert [(bead.left, bead.right) for bead in found.blocks] == [((0,), (0, 1)), ((1,), (2,))]


def test_headings_on_one_side_only() -> None:
    """Blocks find each other where the other side has no headings at all."""
    bare = "".join(part.partition("</h2>")[2] for part in sections(EN))
    found = align(document("fr", FR), document("en", bare))
    assert [(bead.left, bead.right) for bead in found.blocks if bead.right] == [
        ((1,), (0,)),
        ((3,), (1,)),
        ((5,), (2,)),
    ]


def test_the_blocks_of_everything() -> None:
    """Each thing that holds words is a block once: rows, captions, terms, what stands in an element."""
    found = outline(
        document(
            "en",
            "<p>a <b>b</b></p><ul><li>c<ul><li>d</li></ul></li></ul><blockquote><p>e</p></blockquote>"
            "<pre>f</pre>"
            "<table><tr><th>g</th><th>h</th></tr><tr><td>i</td><td>j</td></tr></table><hr>"
            '<figure><img src="k.jpg" alt="l"><figcaption>m</figcaption></figure>'
            "<dl><dt>n</dt><dd>o</dd></dl><details><summary>p</summary>q</details>",
            "T",
        )
    )
    assert [(block.kind, block.text) for block in found.blocks] == [
        ("title", "T"),
        ("paragraph", "a b"),
        ("item", "c"),
        ("item", "d"),
        ("quote", "e"),
        ("code", "f"),
        ("row", "g h"),
        ("row", "i j"),
        ("image", "l"),
        ("caption", "m"),
        ("paragraph", "n"),
        ("paragraph", "o"),
        ("paragraph", "p"),
        ("paragraph", "q"),
    ]
    assert [block.group for block in found.blocks] == [0, 0, 1, 1, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0]


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────

WORDS = st.sampled_from(["<h2>{}</h2>", "<h3>{}</h3>", "<p>{}</p>", "<ul><li>{}</li></ul>"])
TEXTS = st.sampled_from(["un", "deux mots", "Bruxelles 1000", "شكرا جزيلا", "שלום", "rapport 2024", ""])
BODIES = st.lists(st.builds(str.format, WORDS, TEXTS), max_size=12).map("".join)


@settings(max_examples=60, deadline=None)
@given(BODIES, BODIES)
def test_everything_is_in_one_bead(left: str, right: str) -> None:
    """Each section and each block of both sides is in exactly one bead, and the left side's order is kept."""
    found = align(document("fr", left, "t"), document("en", right, "t"))
    for beads, lefts, rights in (
        (found.sections, found.left_sections, found.right_sections),
        (found.blocks, found.left_blocks, found.right_blocks),
    ):
        assert [each for bead in beads for each in bead.left] == list(range(len(lefts)))
        assert sorted(each for bead in beads for each in bead.right) == list(range(len(rights)))


@pytest.mark.parametrize("html", [FR, EN, "<p>שלום עולם</p><h2>כותרת</h2><p>طريق 12</p>"])
def test_a_document_answers_itself(html: str) -> None:
    """A document beside its own copy: every block is its own partner."""
    found = align(document("fr", html), document("en", html))
    assert all(bead.left == bead.right and not bead.moved for bead in found.blocks + found.sections)


def test_an_empty_side() -> None:
    """Nothing beside something: all of it is missing, and nothing fails."""
    found = align(document("fr", FR), document("en", ""))
    assert [(bead.left, bead.right) for bead in found.blocks] == [((each,), ()) for each in range(6)]
    assert align(document("fr", ""), document("en", "")).blocks == ()


def test_ten_thousand_headings() -> None:
    """Large documents are compared along the diagonal and where they share something rare."""

    def body(word: str, numbers: range) -> str:
        return "".join(f"<h3>{word} {number}</h3>" for number in numbers)

    found = align(document("fr", body("loi", range(10_000))), document("en", body("law", range(500, 10_000))))
    paired = [bead for bead in found.sections if bead.left and bead.right][1:]
    right = sum(bead.left[0] == bead.right[0] + 500 for bead in paired)
    assert len(found.left_sections) == 10_001
    assert right > 9_400


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("<p>" + "mot Bruxelles 12 " * 60_000 + "</p>", "<p>" + "word Brussels 12 " * 60_000 + "</p>"),
        ("<p>x</p>" * 600, "<p>x</p>" * 500),
        ("<p>قانون 1998 العمل</p>" * 30, "<p>חוק 1998 העבודה</p>" * 20),
        ("<ul><li>" * 3_000 + "un", "<ul><li>" * 10 + "one"),
    ],
    ids=["one long line", "all the same", "right to left", "deep"],
)
def test_awkward_documents(left: str, right: str) -> None:
    """A megabyte in a line, blocks that are all the same, other scripts, deep nests: each has its bead."""
    found = align(document("fr", left), document("en", right))
    assert [each for bead in found.blocks for each in bead.left] == list(range(len(found.left_blocks)))
    assert any(bead.left and bead.right for bead in found.blocks)


# ── the lexicon ──────────────────────────────────────────────────────────────────────────────────────


def test_a_lexicon_from_texts() -> None:
    """Words that meet far more often than by chance are partners; words that are the same are no news."""
    nouns = [("maison", "house"), ("chien", "dog"), ("arbre", "tree"), ("route", "road")]
    texts = [(f"la {fr} de Liège", f"the {en} of Liège") for fr, en in nouns for _ in range(4)]
    known = learn(texts).partners
    assert {fr: known[fr] for fr, _ in nouns} == {fr: frozenset({en}) for fr, en in nouns}
    assert known["house"] == {"maison"}
    assert "liege" not in known


def test_partners_that_are_equally_sure() -> None:
    """Which of them are kept doesn't hang on the order of a set, which differs from run to run."""
    found = learn([("un mot", "abel baker charlie delta echo"), ("rien", "nothing")] * 20).partners
    assert found["mot"] == {"baker", "charlie", "delta", "echo"}


_SOME = st.frozensets(st.sampled_from([*"abcdefgh"]))


@given(st.lists(st.tuples(_SOME, _SOME), max_size=40), _SOME, _SOME)
def test_looking_words_up_before_changes_nothing(
    taught: list[tuple[frozenset[str], frozenset[str]]], left: frozenset[str], right: frozenset[str]
) -> None:
    """What two texts answer each other is the same, whether their words were looked up before or not."""
    lexicon = learn((" ".join(f"{w}aa" for w in a), " ".join(f"{w}bb" for w in b)) for a, b in taught * 9)
    here, there = (frozenset(f"{word}{end}" for word in side) for side, end in ((left, "aa"), (right, "bb")))
    assert answered(lexicon.known(here), lexicon.known(there)) == lexicon.coverage(here, there)


def test_the_better_partner_wins() -> None:
    """Two sections much alike, one of them lost on the other side: the nearer one is its partner."""
    fr = "<h2>Contact Liège</h2><p>Téléphone 04 123 45 67, Liège.</p>"
    near = "<h2>Contact Namur</h2><p>Téléphone 081 22 33 44, Namur.</p>"
    en = "<h2>Contact Namur</h2><p>Telephone 081 22 33 44, Namur.</p>"
    assert headings(align(document("fr", fr + near), document("en", en)))[1:] == [
        ("Contact Liège", ""),
        ("Contact Namur", "Contact Namur"),
    ]


def test_declared_pairs_teach_the_others() -> None:
    """Sections without any common name or number find each other by words that other pages taught."""
    pages = [
        (
            document("fr", f"<h2>Maison {n}</h2><p>Le toit {n}</p><h2>Chien {n}</h2><p>Un aboiement {n}</p>"),
            document("en", f"<h2>House {n}</h2><p>The roof {n}</p><h2>Dog {n}</h2><p>Some barking {n}</p>"),
        )
        for n in range(100, 112)
    ]
    lexicon = teach(pages)
    assert "roof" in lexicon.partners["toit"]
    fr = document("fr", "<h2>Maison</h2><p>toit</p><h2>Chien</h2><p>aboiement</p>")
    en = document("en", "<h2>Dog</h2><p>barking</p>")
    assert headings(align(fr, en, lexicon)) == [("", ""), ("Maison", ""), ("Chien", "Dog")]
