"""Local folders and files as a source: what is taken, in which language, and what is said of the rest."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wpharvest.config import Harvest
from wpharvest.errors import LocalSourceError
from wpharvest.model.items import Json, RawItem, Tally
from wpharvest.model.notices import Notice
from wpharvest.sources import Event, Source
from wpharvest.sources.files import FileSource, plain

SEEDS = Path(__file__).parent / "seeds"
FRENCH = "Le site propose des ressources utiles pour comprendre la traite des êtres humains en Belgique. " * 3
ENGLISH = "The site offers useful resources to understand human trafficking in Belgium and elsewhere. " * 3


def events(path: Path, options: Harvest | None = None) -> list[Event]:
    return list(FileSource.open(path, options or Harvest()).harvest())


def items(path: Path, options: Harvest | None = None) -> list[RawItem]:
    return [each for each in events(path, options) if isinstance(each, RawItem)]


def write(root: Path, **files: str) -> Path:
    for name, body in files.items():
        put(root, name, body)
    return root


def put(root: Path, name: str, body: str | bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def only(path: Path) -> Json:
    (item,) = items(path)
    return item.value


def test_the_seeds_are_one_french_and_one_english_page() -> None:
    source: Source = FileSource.open(SEEDS, Harvest())
    found = [each for each in source.harvest() if isinstance(each, RawItem)]
    assert [(each.language, each.kind) for each in found] == [("en", "pages"), ("fr", "pages")]
    assert found[0].body == (SEEDS / "en-page-5106.json").read_bytes()
    assert found[0].url == "https://samilia.org/en/wp-json/wp/v2/pages/5106"
    assert source.name == "seeds" and source.info.home == "https://samilia.org"
    assert [each.code for each in source.info.languages] == ["en", "fr"]
    assert not list(source.heads([], thrifty=True))


def test_the_french_seed_has_its_headings_and_lists() -> None:
    value = only(SEEDS / "fr-autres-ressources.txt")
    html = value["content"]["rendered"]
    assert value["slug"] == "autres-ressources" and value["title"] == {"rendered": "Autres ressources"}
    assert value["content"]["raw"] == (SEEDS / "fr-autres-ressources.txt").read_text(encoding="utf-8")
    assert "<h2>Niveau national : la Belgique</h2>" in html and "<h3>MYRIA</h3>" in html
    assert "<h2>Niveau international</h2>\n<h3>Conseil de l’Europe</h3>" in html
    assert html.count("<ul>") == 4 and html.count("<li>") == 13
    assert "<p>Activités et rapports du GRETA : Consulter les rapports</p>" in html


def test_tallies_tell_what_is_complete(tmp_path: Path) -> None:
    write(tmp_path, **{"fr/a.txt": FRENCH, "en/b.md": ENGLISH})
    said = {
        (e.language, e.kind, e.stored, e.done, e.complete) for e in events(tmp_path) if isinstance(e, Tally)
    }
    assert said == {("fr", "pages", 1, True, True), ("en", "pages", 1, True, True)}
    put(tmp_path, "fr/broken.json", "{")
    assert not any(e.complete for e in events(tmp_path) if isinstance(e, Tally))


@pytest.mark.parametrize(
    ("name", "text", "language", "slug"),
    [
        ("fr/about.txt", ENGLISH, "fr", "about"),
        ("content/pt-BR/x.md", ENGLISH, "pt-BR", "x"),
        ("page.fr.md", ENGLISH, "fr", "page"),
        ("page_en.html", FRENCH, "en", "page"),
        ("fr-page.txt", FRENCH, "fr", "page"),
        ("de-la-terre.txt", FRENCH, "fr", "de-la-terre"),
        ("about.txt", ENGLISH, "en", "about"),
        ("x.txt", "42", "und", "x"),
        ("a/x.md", f"---\nlang: de_DE\nslug: über\n---\n{ENGLISH}", "de-DE", "über"),
        ("x.html", f'<html lang="nl-BE"><body>{ENGLISH}</body></html>', "nl-BE", "x"),
        ("fr/index.html", f"<p>{FRENCH}</p>", "fr", "fr"),
    ],
)
def test_language_and_slug(tmp_path: Path, name: str, text: str, language: str, slug: str) -> None:
    put(tmp_path, name, text)
    (item,) = items(tmp_path)
    assert (item.language, item.value["slug"]) == (language, slug)


OBJECT = {"id": 7, "type": "page", "slug": "a", "content": {"rendered": f"<p>{ENGLISH}</p>"}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (OBJECT, [("pages", 7, "en")]),
        (
            [OBJECT, OBJECT | {"id": 8, "type": "post", "lang": "fr"}],
            [("pages", 7, "en"), ("posts", 8, "fr")],
        ),
        ({"0": OBJECT, "1": OBJECT | {"id": 9}}, [("pages", 7, "en"), ("pages", 9, "en")]),
        ({"status": 200, "headers": {}, "body": [OBJECT]}, [("pages", 7, "en")]),
        (OBJECT | {"type": "attachment"}, [("media", 7, "en")]),
        (OBJECT | {"type": "book", "link": "https://x.org/fr/a"}, [("book", 7, "en")]),
        (OBJECT | {"yoast_head_json": {"og_locale": "fr_FR"}}, [("pages", 7, "fr")]),
        (
            {"id": 1, "taxonomy": "post_tag", "name": "x", "link": "https://x.org/fr/tag/x"},
            [("tags", 1, "fr")],
        ),
        ({"id": 1, "name": "Ann", "slug": "ann", "avatar_urls": {}}, [("users", 1, "und")]),
        ({"id": 1, "post": 2, "author_name": "Ann", "type": "comment"}, [("comments", 1, "und")]),
        (
            OBJECT
            | {
                "type": "b",
                "_links": {"self": [{"href": "https://x.org/?rest_route=%2Fwp%2Fv2%2Fbooks%2F7"}]},
            },
            [("books", 7, "en")],
        ),
    ],
)
def test_saved_rest_answers(tmp_path: Path, value: object, expected: list[tuple[str, int, str]]) -> None:
    path = put(tmp_path, "saved.json", json.dumps(value))
    assert [(each.kind, each.id, each.language) for each in items(path)] == expected


def test_markdown_has_front_matter_tables_and_its_title(tmp_path: Path) -> None:
    text = "---\ntitle: Café & thé\ndate: 2024-03-01\ntags: [a]\n---\n\n| a | b |\n|---|---|\n| ~~1~~ | 2 |\n"
    value = only(put(tmp_path, "x.md", text))
    assert value["title"] == {"rendered": "Café &amp; thé"} and value["date"] == "2024-03-01T00:00:00"
    assert "<table>" in value["content"]["rendered"] and "<s>1</s>" in value["content"]["rendered"]
    assert value["content"]["raw"] == text and value["meta"]["tags"] == ["a"]
    value = only(put(tmp_path, "x.md", "# The *title*\n\nBody\n"))
    assert value["title"] == {"rendered": "The title"} and value["content"]["rendered"] == "<p>Body</p>\n"


def test_html_pages_give_their_main_part_and_fragments_stay(tmp_path: Path) -> None:
    page = (
        "<html><head><title>About – Site</title></head><body><nav>x</nav><main><h1>About</h1><p>é</p></main>"
    )
    value = only(put(tmp_path, "x.html", page))
    assert value["content"]["rendered"] == "<h1>About</h1><p>é</p>" and value["title"] == {
        "rendered": "About"
    }
    assert only(put(tmp_path, "x.html", "<p>é&nbsp;<br>\r\n"))["content"]["rendered"] == "<p>é&nbsp;<br>\r\n"


@pytest.mark.parametrize(
    "body",
    [
        "<p>déjà vu</p>".encode("utf-8-sig"),
        "<p>déjà vu</p>".encode("utf-16"),
        "<p>déjà vu</p>".encode("latin-1"),
        '<meta charset="iso-8859-1"><p>déjà vu</p>'.encode("latin-1"),
        '<meta charset="nonsense"><p>déjà vu</p>'.encode(),
    ],
)
def test_encodings(tmp_path: Path, body: bytes) -> None:
    assert "<p>déjà vu</p>" in only(put(tmp_path, "x.html", body))["content"]["rendered"]


def test_ids_are_stable_positive_and_different(tmp_path: Path) -> None:
    """An id follows from the path alone, also where the file system writes names in NFD."""
    for folder, form in (("one", "NFC"), ("two", "NFD")):
        for name in ("été.txt", "a.txt"):
            put(tmp_path / folder, unicodedata.normalize(form, name), FRENCH)  # type: ignore[arg-type]
    put(tmp_path / "two", "b.txt", FRENCH)
    one, two = ([each.id for each in items(tmp_path / name)] for name in ("one", "two"))
    assert (
        len(set(two)) == 3 and set(one) < set(two) and all(isinstance(each, int) and each > 0 for each in two)
    )
    assert items(tmp_path / "two")[-1].value["slug"] == "été"


def test_links_in_circles_and_hidden_files(tmp_path: Path) -> None:
    put(tmp_path, "fr/a.txt", FRENCH)
    put(tmp_path, ".git/b.txt", FRENCH)
    (tmp_path / "fr/loop").symlink_to(tmp_path)
    (tmp_path / "fr/nowhere.txt").symlink_to(tmp_path / "none")
    found = events(tmp_path)
    assert len([each for each in found if isinstance(each, RawItem)]) == 1
    assert [each.what.split(":")[0] for each in found if isinstance(each, Notice)] == ["fr/nowhere.txt"]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, **{"a.txt": FRENCH, "b.json": "{nonsense", "c.txt": "\0", "d.jpg": "x", "e.txt": ""})
    notices = [each for each in events(tmp_path) if isinstance(each, Notice)]
    assert [(each.what.split(":")[0], each.lost) for each in notices] == [
        ("b.json", True),
        ("c.txt", True),
        ("e.txt", False),
        (".jpg", False),
    ]
    assert "not valid JSON" in notices[0].what


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("x.json", "{nonsense", r"x\.json: not valid JSON"),
        ("x.json", "[" * 100_000, r"x\.json: "),
        ("x.json", b'{"a": "\xff"}', r"x\.json: not valid JSON"),
        ("x.json", '{"name": "x"}', r"x\.json: it is JSON, but holds no object"),
        ("x.txt", "", r"x\.txt: it is empty"),
        ("x.jpg", "x", r"none of \.json"),
    ],
)
def test_a_bad_file_alone_is_an_error_that_names_it(tmp_path: Path, name: str, body: str, why: str) -> None:
    path = put(tmp_path, name, body)
    for each in (path, tmp_path):
        with pytest.raises(LocalSourceError, match=why.replace("none of", "(none|no file here) of")):
            events(each)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(LocalSourceError, match="No such file"):
        events(tmp_path / "none")
    with pytest.raises(LocalSourceError, match="there is no file here of"):
        events(tmp_path)


def test_the_same_object_twice_counts_once(tmp_path: Path) -> None:
    put(tmp_path, "a.json", json.dumps(OBJECT))
    put(tmp_path, "b.json", json.dumps([OBJECT]))
    assert len(items(tmp_path)) == 1
    put(tmp_path, "b.json", json.dumps([OBJECT | {"slug": "b"}]))
    assert [each.lost for each in events(tmp_path) if isinstance(each, Notice)] == [True]


@pytest.mark.parametrize(
    ("options", "slugs"),
    [
        (Harvest(languages=("fr",)), {"a"}),
        (Harvest(types=("posts",)), set()),
        (Harvest(include=("/en/*",)), {"b"}),
        (Harvest(exclude=("/en/*",)), {"a"}),
    ],
)
def test_limits(tmp_path: Path, options: Harvest, slugs: set[str]) -> None:
    write(tmp_path, **{"fr/a.txt": FRENCH, "en/b.txt": ENGLISH})
    assert {each.value["slug"] for each in items(tmp_path, options)} == slugs


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "T\n\n- a\n  - b\n- c\n\n– d",
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n<li>d</li>\n</ul>\n",
        ),
        ("T\n\n  - a\n1. b\n2. c", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n<li>c</li>\n</ol>\n"),
        ("T\n\n3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("T\n\n1. Intro\n\nText.", "<h2>1. Intro</h2>\n<p>Text.</p>\n"),
        ("T\n\nDe Lange 1\n1000 Brussel", "<p>De Lange 1<br>\n1000 Brussel</p>\n"),
        ("T\n\na < b & c\u00a0: d\u202f!", "<p>a &lt; b &amp; c\u00a0: d\u202f!</p>\n"),
        ("T\n\nOne\n\nText.\n\nLast words", "<h2>One</h2>\n<p>Text.</p>\n<p>Last words</p>\n"),
        ("T\n\nOne:\n\nTwo\n\nText.", "<p>One:</p>\n<p>Two</p>\n<p>Text.</p>\n"),
        ("T\n\n---\n\nText.", "<hr>\n<p>Text.</p>\n"),
    ],
)
def test_the_shape_of_a_text_is_its_structure(text: str, html: str) -> None:
    assert plain.read(text) == ("T", html)


@given(st.text(st.sampled_from("aB 1.-•:\n\t\u00a0é<&"), max_size=60))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    """Title and HTML hold every letter and no-break space of the text's words, in order."""
    title, html = plain.read(text)
    letters = [c for c in text if c in "aBé"]
    plainly = html
    for tag in ("ul", "ol", "li", "p", "hr", "br", *(f"h{n}" for n in range(1, 7))):
        plainly = plainly.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    kept = plainly.replace("&lt;", "<").replace("&amp;", "&").replace("start=", "")
    assert [c for c in title + kept if c in "aBé"] == letters
