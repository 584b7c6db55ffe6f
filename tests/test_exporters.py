from __future__ import annotations

import json
import math
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from wpharvest.config import Export
from wpharvest.errors import UnknownNameError
from wpharvest.exporters import TARGETS
from wpharvest.exporters.atlas import atlas
from wpharvest.exporters.facts import FACTS, facts
from wpharvest.exporters.families import Families, families, families_file
from wpharvest.exporters.frontmatter import front_matter, tidy
from wpharvest.exporters.json import document_file
from wpharvest.exporters.jsonfile import json_file
from wpharvest.exporters.paths import paths, same_place, segment
from wpharvest.exporters.report import Report, report, report_file
from wpharvest.exporters.select import select
from wpharvest.exporters.shallow import DEPTH, shallow
from wpharvest.exporters.skeletons import skeleton
from wpharvest.model.documents import Author, Comment, Document, Media, TermRef
from wpharvest.model.families import Evidence, Family
from wpharvest.model.items import Key, Language, Refusal, SiteInfo, Tally
from wpharvest.model.nodes import Image, List, Paragraph, Quote, Root, Text, walk, words_of
from wpharvest.model.nodes import Item as ListItem
from wpharvest.model.notices import File, Notice
from wpharvest.model.site import Site
from wpharvest.steps.export import lead

CASES = Path(__file__).parent / "cases" / "export"
EVERYTHING = Export()


def made(target: str, site: Site, options: Export = EVERYTHING) -> list[File]:
    """A target's files, links led to their places, as an export writes them."""
    led = lead(site, target, options)
    return list(led.target.export(led.site, led.plan, options))


def document(
    slug: str, number: int | str = 1, language: str = "en", kind: str = "pages", **more: Any
) -> Document:
    facts: dict[str, Any] = {
        "role": "type",
        "type": kind.removesuffix("s"),
        "title": f"Title of {slug}",
        "url": f"https://example.org/{language}/{slug}/",
        "path": f"/{language}/{slug}/",
        "body": Root((Paragraph((Text(f"Words of {slug}."),)),)),
    }
    return Document(key=Key(language, kind, number), slug=slug, **(facts | more))


def site(*documents: Document, **more: Any) -> Site:
    info = SiteInfo(home="https://example.org/", name="Example", languages=(Language("fr"), Language("en")))
    facts: dict[str, Any] = {"info": info, "documents": documents}
    return Site(**(facts | more))


def pair(fr: Document, en: Document, **more: Any) -> Family:
    facts: dict[str, Any] = {"confidence": 0.98, "decided_by": "declared"}
    return Family(key=f"f-{fr.key.id}", members={"fr": fr.key, "en": en.key}, **(facts | more))


def as_dict(files: list[File]) -> dict[str, bytes]:
    return {file.path: file.body for file in files}


# ── paths ────────────────────────────────────────────────────────────────────────────────────────────


SLUGS = st.one_of(
    st.sampled_from(
        ["about", "About", "about-2", "été", "e\u0301te\u0301", "ETE", "aux", "", "..", "a/b", "%d1%82"]
    ),
    st.text(max_size=12),
)
DOCUMENTS = st.lists(
    st.builds(
        document,
        slug=SLUGS,
        number=st.one_of(st.integers(0, 9), st.sampled_from(["a", "A", "7", "x/y"])),
        language=st.sampled_from(["fr", "en"]),
        kind=st.sampled_from(["pages", "posts", "Pages"]),
        parent=st.integers(0, 9),
    ),
    max_size=12,
    unique_by=lambda each: each.key,
)


@given(DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_no_path_is_lost_or_shared(documents: list[Document]) -> None:
    """Each document has a path, and no two meet, even where case and the form of accents don't count."""
    found = paths(site(*documents))
    assert set(found) == {each.key for each in documents}
    assert len({same_place(path) for path in found.values()}) == len(documents)


@given(DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_paths_are_safe_on_each_system(documents: list[Document]) -> None:
    """A path holds letters, marks, digits, `-` and `_` in NFC, in names that fit, below LANG/KIND/."""
    for key, path in paths(site(*documents)).items():
        names = path.split("/")
        assert len(names) >= 3
        assert names[0] == key.language
        assert unicodedata.is_normalized("NFC", path)
        assert len(path.encode()) <= 400
        for name in names:
            assert name and len(name.encode()) <= 150
            assert name.casefold() not in {"con", "nul", "aux", "prn"}
            assert all(c in "-_" or unicodedata.category(c)[0] in "LMN" for c in name)


@given(st.randoms(use_true_random=False), DOCUMENTS)
@settings(max_examples=40, deadline=None)
def test_order_does_not_matter(random: Any, documents: list[Document]) -> None:
    """The same documents in another order give the same files."""
    shuffled = list(documents)
    random.shuffle(shuffled)
    one, other = site(*documents), site(*shuffled)
    assert paths(one) == paths(other)
    assert families_file(one) == families_file(other)
    for target in TARGETS:
        assert made(target, one) == made(target, other)


@given(st.text())
@settings(deadline=None)
def test_a_name_made_safe_stays_as_it_is(text: str) -> None:
    """Making a safe name safe changes nothing."""
    once = segment(text)
    assert segment(once) == once


def test_parents_are_folders_and_circles_end() -> None:
    team, circle = document("team", 2, parent=1), document("b", 4, parent=3)
    found = paths(site(document("about", 1), team, document("a", 3, parent=4), circle))
    assert found[team.key] == "en/pages/about/team"
    assert found[circle.key] == "en/pages/a/b"


def test_a_deep_site_keeps_the_nearest_parents() -> None:
    deep = [document(f"level-{number:03d}-of-many", number, parent=number - 1) for number in range(1, 60)]
    last = paths(site(*deep))[deep[-1].key]
    assert last.endswith("/level-058-of-many/level-059-of-many")
    assert len(last) < 240


# ── front matter ─────────────────────────────────────────────────────────────────────────────────────


AWKWARD = st.one_of(
    st.text(),
    st.text(alphabet="-: \n\r\t#'\"&*!|>%@`{}[],?\x00\x85\u2028\ufeff\u00a0🎉éyno0.e+~"),
    st.sampled_from(
        ["---", "a\n---\nb", "1e3", "0o17", "0899", "yes", "N", "2024-01-01", "12:30", "~", ".inf", "="]
    ),
)
PLAIN = st.recursive(
    st.one_of(
        AWKWARD, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(AWKWARD, inner, max_size=3)),
    max_leaves=6,
)


def loaded(text: str) -> Any:
    """As naive tools read it: up to the first line that is `---`."""
    assert text.startswith("---\n")
    inside, rest = text.removeprefix("---\n").split("\n---\n", 1)
    assert rest == ""
    return yaml.safe_load(inside)


@given(st.dictionaries(st.sampled_from(sorted(FACTS)), PLAIN, min_size=1))
@settings(max_examples=200, deadline=None)
def test_front_matter_reads_back(values: dict[str, Any]) -> None:
    """What a YAML reader finds is what was written, whatever the texts hold; in the order given."""
    expected = tidy(values | {"id": 1})
    found = loaded(front_matter(values | {"id": 1}))
    assert found == expected
    assert list(found) == list(expected)


@pytest.mark.parametrize(
    "text", ["1e3", "0o17", "0899", "y", "N", "No", "~", "null", ".inf", "-1", "2024-01-01", "12:30"]
)
def test_what_some_reader_takes_for_something_else_is_quoted(text: str) -> None:
    assert front_matter({"title": text}) == f"---\ntitle: '{text}'\n---\n"


def test_front_matter_is_written_in_characters() -> None:
    text = front_matter(
        {"title": "Traite\u00a0: l’été 🎉", "excerpt": "x " * 200 + "y", "seo": {"a": "", "b": False}}
    )
    assert text == f"---\ntitle: 'Traite\u00a0: l’été 🎉'\nexcerpt: {'x ' * 200}y\nseo:\n  b: false\n---\n"


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert loaded(front_matter({"title": "a\ud83d"})) == {"title": "a\ufffd"}


def test_the_same_value_twice_is_written_twice() -> None:
    shared = {"a": [1]}
    assert "&" not in front_matter({"seo": shared, "fields": shared})


# ── targets ──────────────────────────────────────────────────────────────────────────────────────────


def bilingual() -> Site:
    fr = document(
        "autres-ressources",
        12,
        "fr",
        title="Autres\u00a0: ressources",
        author="Anne",
        terms=(TermRef("category", 3, "Aide", "aide"), TermRef("genre", 9, "Guide", "guide")),
        featured_media=Media(Key("fr", "media", 7), "https://example.org/a.jpg", alt="Une main"),
        body=Root((Paragraph((Text("Mots."), Image("https://example.org/b-300x200.jpg?x=1"))),)),
    )
    en, alone = document("other-resources", 5106), document("alone", 5107)
    evidence = (
        Evidence(fr.key, en.key, "words", 1.5, "both name Pag-Asa"),
        Evidence(fr.key, en.key, "person", math.inf, "said so"),
    )
    return site(
        fr,
        en,
        alone,
        families=(pair(fr, en, evidence=evidence),),
        media=(Media(Key("fr", "media", 8), "https://example.org/b.jpg"),),
        authors=(Author(Key("fr", "users", 1), "Anne", "anne"),),
        comments=(Comment(Key("fr", "comments", 4), 12, "Bob", "2025-01-01T00:00:00Z", "Merci"),),
    )


def test_json_tells_everything() -> None:
    files = as_dict(made("json", bilingual(), EVERYTHING))
    assert sorted(files) == [
        "en/pages/alone.json",
        "en/pages/other-resources.json",
        "fr/comments.json",
        "fr/media.json",
        "fr/pages/autres-ressources.json",
        "fr/users.json",
    ]
    text = files["fr/pages/autres-ressources.json"]
    found = json.loads(text)
    assert text.endswith(b"\n}\n") and "Autres\u00a0: ressources".encode() in text
    assert found["metadata"]["categories"] == ["Aide"]
    assert found["metadata"]["taxonomies"] == {"genre": ["Guide"]}
    assert found["authors"][0]["name"] == "Anne"
    assert found["terms"][0] == {"taxonomy": "category", "id": 3, "name": "Aide", "slug": "aide"}
    assert [each["key"]["id"] for each in found["media"]] == [7, 8]
    assert found["comments"][0]["markdown"] == "Merci"
    assert found["family"]["evidence"][0] == {"signal": "person", "weight": 1e9, "why": "said so"}
    assert found["body"]["type"] == "root"
    assert {"html", "markdown", "text"} <= set(found)


def test_a_body_tree_reads_back_from_json() -> None:
    """The `body` of a JSON file is the document's tree."""
    whole = bilingual()
    known = atlas(whole, EVERYTHING)
    files = as_dict(made("json", whole, EVERYTHING))
    for each, place in known.chosen():
        raw = json.loads(files[f"{place}.json"])
        assert msgspec.convert(raw["body"], Root) == each.body
        assert document_file(each, f"{place}.json", known).body == each.body


def test_markdown_is_front_matter_a_blank_line_and_the_body() -> None:
    files = as_dict(made("markdown", bilingual(), EVERYTHING))
    text = files["fr/pages/autres-ressources.md"].decode()
    head, body = text.split("\n---\n\n", 1)
    assert body.startswith("Mots.") and body.endswith("\n")
    found = yaml.safe_load(head.removeprefix("---\n"))
    assert found["translations"] == {
        "en": {"path": "en/pages/other-resources.md", "url": "https://example.org/en/other-resources/"}
    }
    assert found["translation_key"] == "f-12"


def test_front_matter_and_json_tell_the_same_facts() -> None:
    """The facts in the Markdown are those in the JSON, but for fields that are empty."""
    whole = bilingual()
    known = atlas(whole, EVERYTHING)
    for each in whole.documents:
        assert loaded(front_matter(facts(each, known))) == tidy(facts(each, known))


def test_a_document_without_words_is_front_matter_alone() -> None:
    empty = site(document("empty", body=Root(())))
    (file,) = made("markdown", empty, EVERYTHING)
    assert file.body.endswith(b"\n---\n")


def test_a_deep_tree_is_cut_to_its_words() -> None:
    """A tree that no JSON reader could read keeps its words; one that can be read stays as it is."""
    node: Any = Paragraph((Text("deep"),))
    for _ in range(5000):
        node = Quote((List((ListItem((node,)),)),))
    deep = Root((node,))
    cut = shallow(deep)
    assert words_of(cut) == "deep"
    assert sum(1 for _ in walk(cut)) <= DEPTH + 5
    assert json.loads(json_file("deep.json", cut).body)["type"] == "root"
    level = bilingual().documents[0].body
    assert shallow(level) is level


def test_half_a_surrogate_pair_harms_no_file() -> None:
    """A broken site can serve what UTF-8 can't hold: every file is UTF-8 all the same."""
    broken = site(document("a\udc00", title="b\ud83d", body=Root((Paragraph((Text("c\ud83d"),)),))))
    files = as_dict([file for target in TARGETS for file in made(target, broken)])
    assert {"en/pages/a.md", "en/pages/a.json", "csv/documents.csv"} <= set(files)
    assert "b\ufffd" in files["csv/documents.csv"].decode()
    assert "b\ufffd" in files["en/pages/a.md"].decode()
    assert json.loads(files["en/pages/a.json"])["metadata"]["title"] == "b\ud83d"


def test_targets_describe_themselves() -> None:
    for target in TARGETS.values():
        assert (target.__doc__ or "").splitlines()[0].endswith(".")


# ── selection ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (Export(), [1, 2, 3]),
        (Export(languages=("fr",)), [3]),
        (Export(types=("page",)), [1, 3]),
        (Export(types=("posts",)), [2]),
        (Export(include=("/en/*",)), [1, 2]),
        (Export(include=("/fr/été/*",)), [3]),
        (Export(exclude=("*/a/",)), [2, 3]),
    ],
)
def test_options_choose_documents(options: Export, kept: list[int]) -> None:
    whole = site(
        document("a", 1),
        document("b", 2, kind="posts"),
        document("c", 3, "fr-BE", path="/fr/%C3%A9t%C3%A9/c/"),
    )
    assert [each.key.id for each in select(whole, options)] == kept


@pytest.mark.parametrize("options", [Export(languages=("frr",)), Export(types=("pagse",))])
def test_a_name_that_the_site_has_not_is_an_error(options: Export) -> None:
    with pytest.raises(UnknownNameError, match="did you mean"):
        select(site(document("a", 1, "fr")), options)


def test_what_is_chosen_does_not_change_where_it_lies() -> None:
    """A document has the same path in a partial export as in a whole one."""
    whole = site(document("a", 1), document("A", 2), document("b", 3))
    everything = {file.path for file in made("markdown", whole, EVERYTHING)}
    options = Export(include=("/en/A/",))
    (file,) = made("markdown", whole, options)
    assert file.path == "en/pages/a-2.md"
    assert file.path in everything


def test_a_sister_that_is_not_exported_is_named_by_its_address_alone() -> None:
    options = Export(languages=("fr",))
    (file,) = made("markdown", bilingual(), options)
    found = yaml.safe_load(file.body.decode().removeprefix("---\n").split("\n---\n")[0])
    assert found["translations"] == {"en": {"url": "https://example.org/en/other-resources/"}}
    assert families(bilingual(), options).families[0].members["en"].path == ""


# ── families.json and report.json ────────────────────────────────────────────────────────────────────


def test_families_have_the_promised_shape() -> None:
    found = json.loads(families_file(bilingual()).body)
    (family,) = found["families"]
    assert list(family) == ["key", "members", "confidence", "decided_by", "evidence"]
    assert list(family["members"]) == ["en", "fr"]
    assert family["members"]["fr"] == {
        "kind": "pages",
        "id": 12,
        "url": "https://example.org/fr/autres-ressources/",
        "path": "fr/pages/autres-ressources.md",
    }
    assert [each["signal"] for each in family["evidence"]] == ["person", "words"]
    assert msgspec.convert(found, Families) == families(bilingual())


def test_every_path_in_families_is_a_file_of_the_export() -> None:
    whole = bilingual()
    files = as_dict(made("markdown", whole, EVERYTHING))
    members = [member for family in families(whole).families for member in family.members.values()]
    assert members and all(member.path in files for member in members)


def test_a_document_alone_is_no_family() -> None:
    fr = document("seul", 1, "fr")
    lonely = Family(
        key="f", members={"fr": fr.key, "en": Key("en", "pages", 99)}, confidence=1, decided_by="declared"
    )
    assert families(site(fr, families=(lonely,))).families == ()


def test_the_report_counts_and_names_what_is_missing() -> None:
    whole = bilingual()
    notices = (
        Notice("chatgpt", "data-start taken out", Key("en", "pages", 5106), count=40),
        Notice("convert", "the body can't be read", Key("fr", "pages", 12), lost=True),
    )
    tallies = (
        Tally("fr", "pages", announced=9, listed=2, stored=1),
        Tally(
            "fr",
            "pages",
            announced=3,
            listed=2,
            stored=1,
            refused=(Refusal("fr/pages/4", "403"),),
            done=True,
            complete=True,
        ),
        Tally("en", "posts", listed=1, stored=1, done=True),
    )
    found = report(msgspec.structs.replace(whole, notices=notices), None, tallies, (), {"chatgpt"})
    assert found.documents == {"en": {"pages": 2}, "fr": {"pages": 1}}
    assert found.families.paired == 1 and found.families.only == {"en": 1}
    assert found.cleaning == {"chatgpt": 40}
    assert [each.rule for each in found.notices] == ["convert"]
    assert [(each.what, each.why) for each in found.missing] == [
        ("en/posts", "the listing wasn't read to its end"),
        ("fr/pages/4", "403"),
        ("fr/pages/12", "the body can't be read"),
    ]
    assert msgspec.json.decode(report_file(found).body, type=Report) == found


def test_listed_objects_that_never_came_are_missing() -> None:
    """Counted against the list of ids, not against X-WP-Total, which promises what no visitor may see."""
    tally = Tally("fr", "pages", announced=9, listed=3, stored=2, done=True, complete=True)
    assert [each.why for each in report(bilingual(), tallies=[tally]).missing] == [
        "1 of 3 listed objects didn't come"
    ]


def test_a_complete_run_misses_nothing() -> None:
    tally = Tally("fr", "pages", announced=3, listed=3, stored=2, vanished=1, done=True, complete=True)
    assert report(bilingual(), tallies=[tally]).missing == ()


@given(st.permutations(range(4)))
@settings(max_examples=24, deadline=None)
def test_the_report_does_not_depend_on_order(order: list[int]) -> None:
    """The same notices and tallies in another order give the same bytes."""
    rules: list[Literal["a", "b"]] = ["a", "b", "a", "b"]
    notices = [Notice(rules[n], f"what {n}", Key("fr", "pages", n % 2)) for n in range(4)]
    tallies = [Tally("fr", f"kind-{n}", listed=1, done=True) for n in range(4)]
    whole = msgspec.structs.replace(bilingual(), notices=tuple(notices))
    mixed = msgspec.structs.replace(bilingual(), notices=tuple(notices[n] for n in order))
    expected = report_file(report(whole, None, tallies, cleaning_rules={"a"}))
    assert report_file(report(mixed, None, [tallies[n] for n in order], cleaning_rules={"a"})) == expected


# ── cases ────────────────────────────────────────────────────────────────────────────────────────────


def printed(files: list[File]) -> str:
    """Files as one text: names of any script would not survive each file system that holds this project."""
    return "".join(f"===== {file.path}\n{as_text(file)}" for file in files)


def as_text(file: File) -> str:
    """A Parquet file as its schema and a line of JSON a row; any other as it is."""
    if not file.path.endswith(".parquet"):
        return file.body.decode()
    table = parquet.read_table(BytesIO(file.body))
    rows = (json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist())
    return "\n".join((table.schema.to_string(show_field_metadata=False), *rows, ""))


def test_each_target_has_a_case() -> None:
    assert {folder.name for folder in CASES.iterdir()} == set(TARGETS)


@pytest.mark.parametrize(
    "case", sorted(CASES.glob("*/*")), ids=lambda case: f"{case.parent.name}-{case.name}"
)
def test_cases(case: Path) -> None:
    """`TARGET/NAME/site.json` is exported as `expected.txt` shows, `families.json` last.

    Without the files that are the same for every site: layouts and styles.
    """
    whole = msgspec.json.decode((case / "site.json").read_bytes(), type=Site)
    frame = {body for name in (case.parent.name, "shared") for _, body in skeleton(name)}
    files = [each for each in made(case.parent.name, whole) if each.body not in frame]
    assert printed([*files, families_file(whole)]) == (case / "expected.txt").read_bytes().decode()
