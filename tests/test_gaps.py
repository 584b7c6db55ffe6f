"""What is missing, left over or out of date between the languages of a site."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace
from typer.testing import CliRunner

from quickdisk import QuickDisk
from test_alignment import document, seeds
from wpharvest import config
from wpharvest.cli import built
from wpharvest.errors import UnknownNameError
from wpharvest.exporters.gap_lists import FORMS, GapEntry, as_csv, as_html
from wpharvest.model.alignments import Block
from wpharvest.model.documents import Document
from wpharvest.model.families import Family
from wpharvest.model.gaps import KINDS, Gap
from wpharvest.model.items import Collection, Key, Language, RawItem, SiteInfo
from wpharvest.model.nodes import Paragraph, Text
from wpharvest.sources.files import FileSource
from wpharvest.steps.fetch import fetch
from wpharvest.steps.gaps import gaps
from wpharvest.store import Snapshot
from wpharvest.translation.gaps import Version, find_gaps
from wpharvest.translation.gaps.links import named_language
from wpharvest.translation.gaps.runs import runs

SEEDS = Path(__file__).parent / "seeds"


def family(*documents: Document) -> Family:
    return Family("f", {each.key.language: each.key for each in documents}, 1.0, "declared")


def between(fr: str, en: str, *kinds: str) -> list[Gap]:
    """The gaps of these kinds between two bodies of a family."""
    pair = document("fr", fr, "Titre"), document("en", en, "Title")
    return [gap for gap in find_gaps(pair, [family(*pair)]) if gap.kind in kinds]


def words(gaps: Iterable[Gap], kind: str, language: str) -> list[str]:
    return [gap.words for gap in gaps if gap.kind == kind and gap.document.language == language]


# ── the seeds, word for word ─────────────────────────────────────────────────────────────────────────


def test_the_gaps_of_the_seeds() -> None:
    """What a person finds in the two documents that the project began with."""
    pair = seeds()
    found = find_gaps(pair, [family(*pair)])
    assert words(found, "untranslated", "en") == [
        "Télécharger le rapport",
        "Rapport complet",
        "“Nos droits, notre avenir” – Rapport annuel de la Secrétaire Générale du Conseil de l’Europe 2024",
        "“Vers un pacte démocratique pour l’Europe” – Rapport annuel du Secrétaire Général du Conseil de "
        "l’Europe 2025",
        "Activités et rapports du GRETA : Consulter les rapports",
        "Rapports UNODC",
        "Rapport “État de la migration dans le monde” 2024",
    ]
    assert words(found, "cited", "en") == ["Les Myriades"]
    assert words(found, "untranslated", "fr") == []
    assert words(found, "missing", "en") == []
    centres, *reports = (gap for gap in found if gap.kind == "missing")
    assert centres.words == "Pag-Asa (Brussels)\nSÜRYA (Wallonia)\nPAYOKE (Flanders)"
    assert centres.heading[-1] == "Federally funded specialised centres for victims of human trafficking"
    assert centres.document.language == "fr"
    assert "fr has nothing for these 3 items" in centres.why
    assert "what was a link may have been lost by a copy" in centres.why
    assert [gap.words.count("\n") for gap in reports] == [1, 0]
    assert len(words(found, "links", "en")) == 5


# ── documents without a sister ───────────────────────────────────────────────────────────────────────


def test_documents_without_a_sister() -> None:
    """Each is told once for each language that the site has of its kind; what has no language isn't."""
    fr, en = document("fr", "<p>a</p>", "Un"), document("en", "<p>a</p>", "One")
    nl = document("nl", "<p>b</p>", "Twee")
    unknown = document("und", "<p>c</p>", "?")
    found = [gap for gap in find_gaps([fr, en, nl, unknown], [family(fr, en)]) if gap.kind == "alone"]
    assert [(str(gap.document), gap.words, gap.why) for gap in found] == [
        ("en/pages/2", "One", "there is no nl for it"),
        ("nl/pages/2", "Twee", "there is no en for it"),
        ("nl/pages/2", "Twee", "there is no fr for it"),
    ]


def test_one_language_only() -> None:
    """A site in one language lacks nothing."""
    assert find_gaps([document("fr", "<p>Télécharger le rapport</p>")], []) == []
    assert find_gaps([], []) == []


# ── text left over ───────────────────────────────────────────────────────────────────────────────────

BOTH = "<p>Le centre accueille les victimes et publie un rapport annuel avec des chiffres.</p>"
ENGLISH = "<p>The centre receives victims and publishes an annual report with figures.</p>"


def test_a_paragraph_that_was_never_translated() -> None:
    found = between(BOTH * 2, BOTH + ENGLISH, "untranslated")
    assert [(str(gap.document), gap.block) for gap in found] == [("en/pages/2", 1)]
    assert found[0].why == "in a paragraph on a page in en, this is in fr"


def test_a_sentence_in_a_translated_paragraph() -> None:
    sentence = "Les inscriptions sont ouvertes depuis le début de la semaine."
    found = between(
        BOTH.replace("</p>", f" {sentence}</p>"), ENGLISH.replace("</p>", f" {sentence}</p>"), "untranslated"
    )
    assert [(gap.document.language, gap.words) for gap in found] == [("en", sentence)]


def test_the_text_of_a_picture() -> None:
    found = between(
        BOTH + '<p><img src="a.jpg" alt="Les enfants jouent dans la cour"></p>',
        ENGLISH + '<p><img src="a.jpg" alt="Les enfants jouent dans la cour"></p>',
        "untranslated",
    )
    assert [gap.words for gap in found] == ["Les enfants jouent dans la cour"]
    assert "the text of a picture" in found[0].why


@pytest.mark.parametrize(
    "html",
    [
        "<p>MYRIA</p>",
        '<p>The <a href="https://h">Service Public Fédéral Justice</a> answers.</p>',
        "<p>Jean-Claude Van Damme and Marie-Noëlle Dupont were there.</p>",
        "<p>2024 – 12,50 €</p>",
        "<pre>Télécharger le rapport annuel</pre>",
        "<h2>Introduction</h2>",
        "<p>Abonnement</p>",
        "<p><code>retour vers la page principale</code></p>",
    ],
)
def test_names_numbers_and_code_are_in_no_language(html: str) -> None:
    found = between(BOTH + html, ENGLISH + html, "untranslated", "cited")
    assert [gap for gap in found if gap.document.language == "en"] == []


def test_titles_of_works_are_told_apart() -> None:
    """A quoted or slanted title may be meant; it doesn't count as text that somebody forgot."""
    html = ENGLISH.replace("</p>", " See “Histoire de la folie à l’âge classique”.</p>")
    found = between(BOTH, html, "untranslated", "cited")
    assert [(gap.kind, gap.words) for gap in found] == [("cited", "“Histoire de la folie à l’âge classique”")]


def test_varieties_of_one_language_are_one() -> None:
    """A page in British English isn't left in American English."""
    pair = document("en-US", ENGLISH), document("en-GB", ENGLISH)
    assert [gap for gap in find_gaps(pair, [family(*pair)]) if gap.kind == "untranslated"] == []


def test_runs_of_a_block() -> None:
    """A link is one phrase; what stands around it is cut at the ends of sentences and at colons."""
    node = document("en", '<p>Report (2024): <a href="https://h">Rapport complet</a>. See <i>Emma</i>.</p>')
    block = Block(0, "paragraph", "Report (2024): Rapport complet. See Emma.", node.body.children[0], 0)
    assert [(run.text, run.cited) for run in runs(block)] == [
        ("Rapport complet", False),
        ("Emma", True),
        ("Report (2024)", False),
        ("See", False),
    ]
    assert runs(Block(0, "paragraph", "…", Paragraph((Text("…"),)), 0)) == ()


# ── links and pictures ───────────────────────────────────────────────────────────────────────────────


def test_links_to_the_other_language() -> None:
    """A link to a page that has a sister names the sister; the switch to the page's own sister is meant."""
    fr, en = document("fr", "<p>a</p>", "Un"), document("en", "<p>a</p>", "One")
    html = (
        '<p>See <a href="https://h/fr/">the other page</a>, <a href="https://h/en/a/">itself</a> and '
        '<a href="https://h/fr/b/">a page</a>, <a href="https://x.be/fr/actes/">deeds</a>, '
        '<a href="https://x.be/fr/rapport.pdf">a file</a>.</p>'
    )
    one = replace(document("en", html), key=Key("en", "pages", 8), url="https://h/en/a/")
    two = replace(document("fr", "<p>b</p>"), key=Key("fr", "pages", 9), url="https://h/fr/b/")
    families = [family(fr, en), Family("g", {"en": one.key, "fr": two.key}, 1.0, "declared")]
    found = [gap for gap in find_gaps([fr, en, one, two], families) if gap.kind == "links"]
    assert [(gap.words, gap.why) for gap in found] == [
        ("deeds <https://x.be/fr/actes/>", "its address is that of a page in fr"),
        ("the other page <https://h/fr/>", "it leads to fr/pages/1, whose sister is https://h/en/"),
    ]


@pytest.mark.parametrize("url", ["", "https://[", "mailto:a@b.c", "https://it.wikipedia.example.", "/fr"])
def test_addresses_that_are_none(url: str) -> None:
    """Whatever stands in a link, asking for its language doesn't fail."""
    assert named_language(url) in ("", "it", "fr")


def test_pictures_described_in_one_language() -> None:
    """The same file, or the picture that stands at the same place."""
    found = between(
        '<p><img src="https://h/a-300x200.jpg" alt="Un chat"></p><p><img src="https://h/b.jpg" alt=""></p>',
        '<p><img src="https://h/a.jpg" alt=""></p><p><img src="https://h/b.jpg" alt="A dog"></p>',
        "alt",
    )
    assert [(gap.document.language, gap.words, gap.why) for gap in found] == [
        ("en", "https://h/a.jpg", "fr describes it: Un chat"),
        ("fr", "https://h/b.jpg", "en describes it: A dog"),
    ]


# ── stale ────────────────────────────────────────────────────────────────────────────────────────────


def stale(fr: list[tuple[str, str]], en: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(language, words, why) of what is stale after these versions, each a time and a body."""
    left = [Version(at, document("fr", html)) for at, html in fr]
    right = [Version(at, document("en", html)) for at, html in en]
    pair = left[-1].document, right[-1].document
    versions = {pair[0].key: left, pair[1].key: right}
    found = find_gaps(pair, [family(*pair)], versions=versions)
    return [(gap.document.language, gap.words, gap.why) for gap in found if gap.kind == "stale"]


FR_PRICE, EN_PRICE = (
    "<p>Entrée : {} euros</p><p>Fermé le lundi</p>",
    "<p>Admission: {} euros</p><p>Closed on Monday</p>",
)


def test_a_change_that_the_sister_didnt_follow() -> None:
    """It names the block that is out of date, and what its sister said before and says now."""
    (gap,) = stale(
        [("2024", FR_PRICE.format(10)), ("2025", FR_PRICE.format(12))], [("2024", EN_PRICE.format(10))]
    )
    assert gap[:2] == ("en", "Admission: 10 euros")
    assert gap[2] == "fr changed from “Entrée : 10 euros” to “Entrée : 12 euros” (seen 2025), this didn't"


def test_a_change_that_was_followed() -> None:
    """Later or at the same time: then both are up to date. Another block's change doesn't count."""
    before, after = [FR_PRICE.format(n) for n in (10, 12)], [EN_PRICE.format(n) for n in (10, 12)]
    for when in ("2025", "2026"):
        assert stale([("2024", before[0]), ("2025", before[1])], [("2024", after[0]), (when, after[1])]) == []
    closed = after[0].replace("Monday", "Mondays")
    found = stale([("2024", before[0]), ("2025", before[1])], [("2024", after[0]), ("2026", closed)])
    assert [gap[:2] for gap in found] == [("en", "Admission: 10 euros"), ("fr", "Fermé le lundi")]


def test_without_a_history_nothing_is_stale() -> None:
    assert stale([("2024", FR_PRICE.format(10))], [("2024", EN_PRICE.format(12))]) == []


# ── lists and the command ────────────────────────────────────────────────────────────────────────────

NASTY = GapEntry(
    "untranslated",
    "en/pages/2",
    "=cmd|' /C calc'!A0",
    "javascript:alert(1)",
    "fr/pages/1",
    "https://h/?a=1&b=<2>",
    ("@SUM(1)",),
    3,
    '<script>alert("x")</script>\n-1+2, "q"\x1b[2J',
    " \t=1+1",
)


def test_a_cell_is_never_a_formula() -> None:
    """A spreadsheet runs what begins with one of these signs; the texts come from anywhere."""
    (_, *rows) = csv.reader(io.StringIO(as_csv([NASTY])))
    assert rows[0][2] == "'=cmd|' /C calc'!A0"
    assert all(cell[:1] not in "=+-@\t\r" for row in rows for cell in row if cell)
    assert rows[0][8].endswith('\n-1+2, "q"\x1b[2J')


def test_a_page_runs_and_loads_nothing() -> None:
    """Texts and addresses of a site can't become markup, and only web addresses are links."""
    page = BeautifulSoup(as_html([NASTY]), "lxml")
    assert page.find_all(["script", "img", "iframe"]) == []
    assert [a["href"] for a in page.find_all("a")] == ["https://h/?a=1&b=<2>"]
    assert '<script>alert("x")</script>' in page.get_text()


def test_a_table_holds_no_commands_for_a_terminal() -> None:
    assert "\x1b" not in FORMS["table"]([NASTY])


@pytest.mark.parametrize("form", FORMS)
def test_no_gaps_is_a_list_too(form: str) -> None:
    assert FORMS[form]([])


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gaps") / "s"
    fetch(FileSource.open(SEEDS, config.Harvest()), path, config.Harvest(), started_at="2026-01-01T00:00:00Z")
    return path


@pytest.mark.parametrize(
    ("fear", "code"), [("untranslated", 3), ("stale,missing", 3), ("stale, alone", 0), ("", 0), ("stail", 1)]
)
def test_fail_on(snapshot: Path, fear: str, code: int) -> None:
    """Exit code 3 if there is one gap of a feared kind, whatever is shown."""
    done = CliRunner().invoke(built(), ["gaps", str(snapshot), "--fail-on", fear, "--kind", "alone"])
    assert done.exit_code == code
    assert isinstance(done.exception, UnknownNameError) == (fear == "stail")


def test_the_list_as_json(snapshot: Path) -> None:
    done = CliRunner().invoke(built(), ["gaps", str(snapshot), "--format", "json", "--kind", "missing"])
    found = json.loads(done.stdout)["gaps"]
    assert [gap["kind"] for gap in found] == ["missing"] * 3
    assert set(KINDS) >= {"missing"}
    assert found[0]["title"] == "Autres ressources"
    assert found[0]["heading"][-1].startswith("Federally funded")


# ── a snapshot's history ─────────────────────────────────────────────────────────────────────────────


def harvest(path: Path, at: str, fr: str, en: str) -> None:
    info = SiteInfo(
        "https://h",
        languages=(Language("fr"), Language("en")),
        collections=(Collection("pages", "page", "type"),),
    )
    with Snapshot.draft(path, at, QuickDisk()) as draft:
        for language, number, sister, html in (("fr", 1, 2, fr), ("en", 2, 1, en)):
            other = "en" if language == "fr" else "fr"
            value = {"id": number, "title": {"rendered": language}, "content": {"rendered": html}}
            body = json.dumps(value | {"translations": {other: sister}}).encode()
            draft.put(RawItem("pages", number, language, "", body))
        draft.commit(info, {"harvest": {}, "started_at": at}, lambda row: True)


def test_stale_from_the_history_of_a_snapshot(tmp_path: Path) -> None:
    """Three harvests: the French price changes in the second, the English one follows in the third."""
    path = tmp_path / "s"
    prices = [(10, 10), (12, 10), (12, 12)]
    found = []
    for day, (fr, en) in enumerate(prices, 1):
        harvest(path, f"2026-01-0{day}T00:00:00Z", FR_PRICE.format(fr), EN_PRICE.format(en))
        found.append([(gap.document, gap.words) for gap in gaps(path) if gap.kind == "stale"])
    assert found == [[], [("en/pages/2", "Admission: 10 euros")], []]
