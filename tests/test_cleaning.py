"""What cleaning takes, and what it must leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wpharvest.cleaning import RULES, Cleaned, check_selectors, clean, passes
from wpharvest.errors import UsageError
from wpharvest.markup.fidelity import differences
from wpharvest.markup.html_reader import read

HERE = Path(__file__).parent
NO_OPS = ("look-alike", "about-html", "transcript", "classic", "gutenberg")
CASES = sorted((HERE / "cases" / "cleaning").glob("*/*"))
ALIKE = [case for case in CASES if case.name in NO_OPS]
SEED = json.loads((HERE / "seeds" / "en-page-5106.json").read_text("utf-8"))["content"]["rendered"]
PAGE = "https://example.org/blog/page/"


def _remove(case: Path) -> tuple[str, ...]:
    """The selectors that a user has added, where the case has any."""
    own = case / "remove.json"
    return tuple(json.loads(own.read_text("utf-8"))) if own.exists() else ()


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_case(case: Path) -> None:
    """input.html comes out as clean.html, and what was taken is counted as notices.json says."""
    cleaned = clean((case / "input.html").read_text("utf-8"), PAGE, _remove(case))
    assert cleaned.html == (case / "clean.html").read_text("utf-8")
    told = [[notice.rule, notice.what, notice.count] for notice in cleaned.notices]
    assert told == json.loads((case / "notices.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_cleaning_twice_changes_nothing(case: Path) -> None:
    """Clean HTML comes out byte for byte; nothing is told but what was kept, and is still there."""
    once = clean((case / "input.html").read_text("utf-8"), PAGE, _remove(case))
    kept = tuple(notice for notice in once.notices if "kept" in notice.what)
    assert clean(once.html, PAGE, _remove(case)) == msgspec.structs.replace(once, notices=kept)


@pytest.mark.parametrize("case", ALIKE, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_look_alike_stays_byte_for_byte(case: Path) -> None:
    """What only looks like a rule's prey isn't touched and isn't told of."""
    html = (case / "input.html").read_text("utf-8")
    assert clean(html, PAGE, _remove(case)) == Cleaned(html)


@settings(max_examples=300, deadline=None)
@given(st.text("<>/abp =\"'&;!-\0\u00a0\u202f#1divspanstyle", max_size=120))
def test_cleaning_anything_twice_changes_nothing(html: str) -> None:
    """Whatever comes in, what comes out is clean."""
    once = clean(html, PAGE).html
    assert clean(once, PAGE).html == once


def test_where_no_sign_is_a_rule_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body goes only through the rules whose signs are in it; all of them would make the same of it."""
    bodies = [((case / "input.html").read_text("utf-8"), PAGE, _remove(case)) for case in CASES]
    some = [clean(*body) for body in bodies]
    monkeypatch.setattr(passes, "due", lambda body: RULES.keys())
    assert [clean(*body) for body in bodies] == some


def test_every_rule_has_cases() -> None:
    """One name in four places: a rule's file, its row, its cases, its heading in the docs."""
    names = set(RULES)
    assert len(ALIKE) >= len(names)
    assert names == {path.name for path in (HERE / "cases" / "cleaning").iterdir() if path.name != "whole"}


def test_the_seed_loses_its_junk_and_nothing_else() -> None:
    """No trace of ChatGPT or of styles is left, and every word, link and emphasis is."""
    cleaned = clean(SEED)
    for junk in ("data-start", "data-end", "style", "_new", "noopener", "&#", "&nbsp;"):
        assert junk not in cleaned.html
    assert differences(read(SEED), read(cleaned.html)) == ()
    assert {notice.rule: notice.count for notice in cleaned.notices}["chatgpt"] == SEED.count("data-start")


# fmt: off
PREY = (
    '<div class="elementor-element">', "</div>", "<p>", "</p>", "<br>", "[vc_row]", "[/vc_row]", "a ",
    " b",
    "\u200b",
    '<span class="MsoNormal">', "</span>", '<p class="MsoListParagraph">·\u00a0 ', "turn0search0",
    "<!-- c -->",
    "<xml>",
    '<b style="font-weight:normal">', "</b>", '<a href="#x">', "</a>", '<div id="x">', "&amp;eacute;", "é",
    "<ul><li>",
    '<div class="sharedaddy">', '<img src="data:," data-src="/a.jpg">', "<noscript>", "</noscript>",
    "[caption]",
    "<i>",
    "[/caption]", '<table><tr><td class="vc_x">', "<pre>", "\n", '<p style="text-align:left">', "<svg><p>",
    "</ul>",
    '<span class="ez-toc-section" id="x">', '<a href="http://example.org/?utm_source=x&fbclid=1">',
    # halves of what may come together when something between them goes
    "tu", "rn0search0", "[audio src=", "/a.mp3]", "&amp;ea", "cute;", "[cap",
    "tion]<img src=/a.jpg>[/caption]",
    "<span data-x=1>", "<script>", "</script>", "<center>", "</center>", "<form>", "</form>", "<input>",
    "<style>", "</style>", "<div>", "</div>", '<div class="fl-row">', "<p> </p>", "<b></b>", "<ruby>", "<rt>",
    '<div style="background:url(/a.jpg)" role="img">', "<img src=/a.gif width=1 height=1>", "<font>",
    "</font>",
    '<a href="/x?utm_source=', "chatgpt.com", "?utm_source=",
    '<a href="https://example.org/x&#63;utm_source=1">', '<a href="http&#58;//example.org/x">',
    "<select><option>", "<option>", "</select>", "<menu>", "<legend>", "<xmp>", "</>", "<body>", "</x>",
    '<div id="toc_container"><a href="#x">',
)
# fmt: on


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PREY), max_size=14).map("".join))
def test_cleaning_any_mixture_twice_changes_nothing(html: str) -> None:
    """Rules may meet in any order and within each other: what comes out is clean."""
    once = clean(html, PAGE).html
    assert clean(once, PAGE).html == once


WORDS = st.sampled_from(
    ["one", "deux", "MsoNormal", "[sic]", "a&amp;b", "«\u00a0oui\u00a0»", "👩\u200d🚀", "x < y", "[1]"]
)
INLINE = st.recursive(
    WORDS,
    lambda inner: st.tuples(
        st.sampled_from(
            ["<em>{}</em>", "<strong>{}</strong>", '<a href="https://example.org/a">{}</a>', "{} <br>x"]
        ),
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
    ).map(lambda pair: pair[0].replace("{}", pair[1])),
    max_leaves=5,
)
BLOCK = st.recursive(
    st.tuples(st.sampled_from(["p", "h2", "pre", "blockquote"]), INLINE).map(
        lambda t: f"<{t[0]}>{t[1]}</{t[0]}>"
    ),
    lambda inner: st.tuples(
        st.sampled_from(
            ["<div>{}</div>", "<ul><li>{}</li></ul>", "<blockquote>{}</blockquote>", "<section>{}</section>"]
        ),
        st.lists(inner, min_size=1, max_size=3).map("".join),
    ).map(lambda pair: pair[0].replace("{}", pair[1])),
    max_leaves=6,
)
WRAPPED = (
    '<div class="elementor-widget"><div class="elementor-widget-container">{}</div></div>',
    '<div class="vc_row"><div class="wpb_wrapper">{}</div></div>',
    '<div class="et_pb_row">{}</div>',
    '<div class="fl-row">{}</div>',
    "<p>[vc_row][vc_column]</p>{}<p>[/vc_column][/vc_row]</p>",
    '{}<div class="sharedaddy">Share this</div>',
    "<!-- wp:group -->{}<!-- /wp:group -->",
    '{}<p>&nbsp;</p><img width="1" height="1" src="https://example.org/x" alt="">',
    "<div>{}</div>",
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WRAPPED), BLOCK), min_size=1, max_size=4))
def test_what_no_rule_names_is_never_lost(parts: list[tuple[str, str]]) -> None:
    """Words, links, images and emphasis are after cleaning what they would be without any junk."""
    bare = "".join(block for _, block in parts)
    junk = "".join(wrapper.replace("{}", block) for wrapper, block in parts)
    assert differences(read(bare), read(clean(junk).html)) == ()


def test_notices_come_in_the_order_of_the_rules() -> None:
    """However many rounds it took: one notice for each kind, in the table's order, and the same each time."""
    html = "".join((case / "input.html").read_text("utf-8") for case in CASES)
    cleaned = clean(html, PAGE)
    told = [list(RULES).index(notice.rule) for notice in cleaned.notices if "kept" not in notice.what]
    assert told == sorted(told)
    assert clean(html, PAGE) == cleaned


def test_a_selector_that_is_none_is_wrong_usage() -> None:
    """The user hears of it before anything is cleaned."""
    assert check_selectors((".my-box", "div > p[lang]")) == (".my-box", "div > p[lang]")
    with pytest.raises(UsageError, match="isn't a CSS selector"):
        check_selectors(("a[[",))


@pytest.mark.parametrize("tag", ["div", "ul><li", "b", "blockquote"])
def test_depth_costs_no_words(tag: str) -> None:
    """However deep: every word is there."""
    levels = 5000
    html = "".join(f"<{tag}>w{number} " for number in range(levels))
    out = clean(html).html
    assert all(f"w{number} " in out for number in range(levels))


def test_very_many_references_stay_what_they_are() -> None:
    """The detour around html5ever's slow path gives what the straight way gives."""
    text = "&amp;&lt;b&gt;&amp;amp;" * 3000
    assert (
        clean(f"<p title='&amp;&quot;'>{text}</p><script>x</script>").html
        == f'<p title="&amp;&quot;">{text}</p>'
    )
