"""`pairs.toml`: what a person decided stands above every other evidence, and survives every run."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_translation import ENGLISH, FRENCH, by_id, document, members
from wpharvest import config
from wpharvest.errors import PairsError, SnapshotError
from wpharvest.model.items import Key
from wpharvest.steps.export import export
from wpharvest.steps.fetch import fetch
from wpharvest.steps.load import load_site
from wpharvest.store import verify
from wpharvest.store.pairs import PAIRS, read_pairs, write_pairs
from wpharvest.translation import pair
from wpharvest.translation.overrides import Verdict, added, entries, key_of, read, removed, written
from wpharvest.translation.rulings import check, ruling

BY_HAND = '''# Decided with Anne, in May.

[[together]]
documents = ["fr/pages/1", "en/pages/2"]  # the [[apart]] of last year is no more
note = """
not an entry:
[[alone]]
"""

# They look alike.
  [[ apart ]]
documents = [
  "fr/pages/3", # the old one
  "en/pages/4",
]

[[alone]]
document = "fr/posts/33"
languages = ["en"]
# the end
'''


def verdict(kind: str, *documents: str, languages: tuple[str, ...] = (), line: int = 0) -> Verdict:
    keys = tuple(key for each in documents if (key := key_of(each)))
    return Verdict(kind, keys, languages, line=line)  # type: ignore[arg-type]


# ── reading and writing ──────────────────────────────────────────────────────────────────────────────


def test_a_file_by_hand() -> None:
    """Comments, indents and strings over several lines don't hide where an entry begins."""
    assert [(each.kind, each.line, list(map(str, each.documents))) for each in read(BY_HAND)] == [
        ("together", 3, ["fr/pages/1", "en/pages/2"]),
        ("apart", 11, ["fr/pages/3", "en/pages/4"]),
        ("alone", 17, ["fr/posts/33"]),
    ]
    assert read(BY_HAND)[2].languages == ("en",)
    assert read("") == read("# nothing yet\n") == ()


def test_what_a_person_wrote_stays() -> None:
    """Adding a verdict and taking it away again gives the file back, to the letter."""
    for text in (BY_HAND, BY_HAND.rstrip("\n") + "\n", ""):
        more = added(text, verdict("alone", "en/pages/9"))
        assert more.startswith(text)
        (*_, last) = read(more)
        assert removed(more, [last.line]) == text


def test_an_entry_is_taken_out_alone() -> None:
    """Comments and blank lines around it stay."""
    assert "# They look alike.\n\n[[alone]]" in removed(BY_HAND, [11])
    assert [each.kind for each in read(removed(BY_HAND, [3, 17]))] == ["apart"]


@given(
    st.lists(
        st.builds(
            Verdict,
            st.sampled_from(["together", "apart"]),
            st.lists(
                st.builds(Key, st.sampled_from(["fr", "pt-BR"]), st.just("pages"), st.integers(0, 99)),
                min_size=2,
                unique=True,
            ).map(tuple),
            note=st.text(),
        ),
        max_size=4,
    )
)
def test_what_is_written_is_read(verdicts: list[Verdict]) -> None:
    """Whatever a note holds, a file of verdicts reads as the verdicts, and each entry can be found."""
    text = ""
    for each in verdicts:
        text = added(text, each)
    found = read(text)
    assert [(each.kind, each.documents, each.note) for each in found] == [
        (each.kind, each.documents, each.note) for each in verdicts
    ]
    assert [text[each.start : each.stop] for each in entries(text)] == [written(each) for each in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[together]\n", "it isn't TOML"),
        ('[[togehter]]\ndocuments = ["fr/pages/1", "en/pages/2"]', "unknown field `togehter`"),
        ('\n[[apart]]\ndocument = "fr/pages/1"', "line 2: unknown field `document`"),
        ('[[apart]]\ndocuments = ["fr/p/1", "en/p/2"]\n[[apart]]\ndocuments = [1, 2]', "line 3: expected"),
        ('[[together]]\ndocuments = ["fr/pages/1", "fr/pages/1"]', "line 1: 'together' needs two"),
        ('[[alone]]\ndocument = "fr-pages-1"', "line 1: 'fr-pages-1' names no document"),
        ('alone = [{ document = "fr/pages/1" }]', "each 'alone' must begin with a line [[alone]]"),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, said: str) -> None:
    with pytest.raises(PairsError) as told:
        read(text, "s/pairs.toml")
    assert str(told.value).startswith("s/pairs.toml")
    assert said in str(told.value)


# ── contradictions ───────────────────────────────────────────────────────────────────────────────────

FR1, FR9, EN2, DE3 = "fr/pages/1", "fr/pages/9", "en/pages/2", "de/pages/3"


@pytest.mark.parametrize(
    ("verdicts", "lines"),
    [
        ([verdict("together", FR1, FR9, line=5)], (5,)),
        ([verdict("together", FR1, EN2, line=1), verdict("apart", EN2, FR1, line=8)], (1, 8)),
        ([verdict("apart", EN2, FR1, line=1), verdict("together", FR1, EN2, line=8)], (1, 8)),
        ([verdict("together", FR1, EN2, line=1), verdict("together", EN2, FR9, line=4)], (1, 4)),
        (
            [
                verdict("together", FR1, EN2, line=1),
                verdict("together", EN2, DE3, line=4),
                verdict("apart", FR1, DE3, line=7),
            ],
            (1, 4, 7),
        ),
        ([verdict("alone", FR1, line=2), verdict("together", FR1, EN2, line=5)], (2, 5)),
        (
            [
                verdict("alone", FR1, languages=("de",), line=2),
                verdict("together", FR1, EN2, line=5),
                verdict("together", DE3, EN2, line=8),
            ],
            (2, 5, 8),
        ),
    ],
)
def test_a_contradiction_names_all_its_lines(verdicts: list[Verdict], lines: tuple[int, ...]) -> None:
    """Over however many entries it comes about."""
    with pytest.raises(PairsError) as told:
        check(verdicts)
    assert told.value.lines == lines


def test_what_is_no_contradiction() -> None:
    """Alone in one language leaves the others; saying a thing twice is saying it."""
    check(
        [
            verdict("together", FR1, EN2),
            verdict("together", EN2, FR1),
            verdict("alone", FR1, languages=("de",)),
            verdict("apart", FR9, EN2, DE3),
        ]
    )


# ── what follows ─────────────────────────────────────────────────────────────────────────────────────

KEYS = [Key("fr", "pages", 1), Key("en", "pages", 2)]


def test_together_against_what_the_site_declares() -> None:
    """A person outweighs claims of both sides."""
    site = [
        document("fr", 1, declared=[by_id("en", 4)]),
        document("en", 2),
        document("en", 4, declared=[by_id("fr", 1)]),
    ]
    decided = ruling([verdict("together", FR1, EN2)], [each.key for each in site])
    (family,) = pair(site, decided).families
    assert members(pair(site, decided)) == {frozenset({"fr/1", "en/2"})}
    assert (family.decided_by, family.confidence) == ("person", 1.0)
    assert family.evidence[0].why == "a person says that they belong together"
    assert family.evidence[0].weight == float("inf")


def test_apart_and_alone_against_all_evidence() -> None:
    """What a person keeps apart isn't joined by claims, nor by guesses, nor over a third language."""
    site = [
        document("fr", 1, FRENCH, declared=[by_id("en", 2)]),
        document("en", 2, ENGLISH, declared=[by_id("fr", 1)]),
        document("de", 3, declared=[by_id("en", 2), by_id("fr", 1)]),
    ]
    keys = [each.key for each in site]
    whole = frozenset({"fr/1", "en/2", "de/3"})
    assert members(pair(site)) == {whole}
    for decided, parted in (
        ([verdict("apart", FR1, EN2)], ({"fr/1", "en/2"},)),
        ([verdict("apart", FR1, EN2, DE3)], ({"fr/1", "en/2"}, {"fr/1", "de/3"}, {"en/2", "de/3"})),
        ([verdict("alone", FR1)], ({"fr/1", "en/2"}, {"fr/1", "de/3"})),
        ([verdict("alone", FR1, languages=("en",))], ({"fr/1", "en/2"},)),
    ):
        found = pair(site, ruling(decided, keys))
        assert all(not two <= family for two in parted for family in members(found)), decided
        assert all(each.key is None or "contradicts" in each.what for each in found.notices)


def test_the_weakest_joint_decides() -> None:
    """A family of which a person decided but a part is still for a person to look at."""
    site = [document("fr", 1), document("en", 2, declared=[by_id("de", 3)]), document("de", 3)]
    decided = ruling([verdict("together", FR1, EN2)], [each.key for each in site])
    (family,) = pair(site, decided).families
    assert members(pair(site, decided)) == {frozenset({"fr/1", "en/2", "de/3"})}
    assert family.decided_by == "declared"


@given(st.lists(st.tuples(st.sampled_from(["together", "apart"]), st.integers(0, 5), st.integers(6, 11))))
def test_every_verdict_holds(drawn: list[tuple[str, int, int]]) -> None:
    """What isn't contradictory is done, all of it."""
    site = [document("fr" if number < 6 else "en", number) for number in range(12)]
    keys = [each.key for each in site]
    verdicts = [
        verdict(kind, str(keys[a]), str(keys[b]), line=at) for at, (kind, a, b) in enumerate(drawn, 1)
    ]
    try:
        decided = ruling(verdicts, keys)
    except PairsError as error:
        assert len(error.lines) > 1
        return
    of = {key: family for family in pair(site, decided).families for key in family.members.values()}
    for each in verdicts:
        for a, b in combinations(each.documents, 2):
            assert (a in of and of[a] is of.get(b)) == (each.kind == "together")


def test_a_name_that_never_was_is_an_error_with_the_near_miss() -> None:
    with pytest.raises(
        PairsError, match=r"line 4: no document is called 'fr/page/1': did you mean 'fr/pages/1'"
    ):
        ruling([verdict("together", "fr/page/1", EN2, line=4)], KEYS)


def test_what_is_gone_from_the_site_is_a_notice() -> None:
    """So is a language that isn't in the snapshot: a harvest may be of one language only."""
    once = {("pages", 9)}
    told = ruling([verdict("together", FR9, EN2, line=4), verdict("apart", EN2, "nl/pages/3")], KEYS, once)
    assert [each.key for each in told.notices] == [key_of(FR9), key_of("nl/pages/3")]
    assert told.evidence == ()
    odd = ruling([verdict("alone", FR1, languages=("eng",), line=7)], KEYS)
    assert odd.notices[0].what == "line 7: no document is in 'eng': did you mean 'en'?"


# ── on the disk ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """The seeds, harvested; they are one family."""
    from wpharvest.steps.open import open_source

    source = open_source(str(Path(__file__).parent / "seeds"), config.Harvest())
    fetch(source, tmp_path / "snap", config.Harvest(), started_at="2026-01-01T00:00:00Z")
    return tmp_path / "snap"


def test_a_verdict_survives_every_run(snapshot: Path, tmp_path: Path) -> None:
    """The file isn't the harvest's: no run touches it, and the snapshot is whole with it."""
    from wpharvest.steps.open import open_source

    (family,) = load_site(snapshot).families
    text = added("# mine\n", Verdict("apart", tuple(family.members.values())))
    write_pairs(snapshot, text)
    assert load_site(snapshot).families == ()
    source = open_source(str(Path(__file__).parent / "seeds"), config.Harvest())
    fetch(source, snapshot, config.Harvest(full=True), started_at="2026-01-02T00:00:00Z")
    assert (snapshot / PAIRS).read_text() == text
    assert list(verify(snapshot)) == []
    assert export(snapshot, tmp_path / "out", config.Export()).report.families.paired == 0
    assert [path.name for path in snapshot.glob(".pairs*")] == []


def test_a_file_that_contradicts_itself_stops_an_export(snapshot: Path, tmp_path: Path) -> None:
    (family,) = load_site(snapshot).families
    keys = tuple(family.members.values())
    write_pairs(snapshot, added(added("", Verdict("together", keys)), Verdict("apart", keys)))
    with pytest.raises(PairsError, match=r"pairs\.toml, lines 1 and 4: "):
        export(snapshot, tmp_path / "out", config.Export())
    assert not (tmp_path / "out").exists()


def test_other_peoples_editors(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends are read; a link stays one; what isn't UTF-8 is told."""
    (tmp_path / PAIRS).write_bytes("\ufeff[[alone]]\r\ndocument = 'fr/pages/1'\r\n".encode())
    assert [str(each.documents[0]) for each in read(read_pairs(tmp_path))] == ["fr/pages/1"]
    (tmp_path / "kept").mkdir()
    (tmp_path / PAIRS).rename(tmp_path / "kept" / "mine.toml")
    (tmp_path / PAIRS).symlink_to("kept/mine.toml")
    write_pairs(tmp_path, "# mine\n")
    assert (tmp_path / PAIRS).is_symlink()
    assert (tmp_path / "kept" / "mine.toml").read_text() == "# mine\n"
    (tmp_path / PAIRS).write_bytes(b"\xff")
    with pytest.raises(SnapshotError, match="UTF-8"):
        read_pairs(tmp_path)
