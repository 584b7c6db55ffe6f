"""Nothing is lost, or it is told: words of any HTML, inputs that break parsers, and what losses look like."""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from test_cli import wpharvest
from wpharvest.cleaning import clean
from wpharvest.conversion.documents import convert
from wpharvest.conversion.records import convert_comment
from wpharvest.conversion.shelf import Shelf
from wpharvest.markup import fidelity
from wpharvest.markup.html_reader import read, read_telling
from wpharvest.markup.writers import WRITERS
from wpharvest.model.items import Collection, Key, RawItem, SiteInfo
from wpharvest.model.nodes import Image, Paragraph, Root, words_of

POSTS = (Collection("posts", "post", "type"),)
BODY = (
    '<h2>Title</h2><p>One <b>two</b> <a href="https://example.org/">three</a> '
    '<img src="https://example.org/a.jpg" alt="four"></p><ul><li>five</li><li>six</li></ul>'
)
# What somebody does to the Markdown, and what of it is told.
_IMAGE = "https://example.org/a.jpg"
ALTERED: dict[str, tuple[str, str, fidelity.Difference]] = {
    "words": ("five", "", fidelity.Difference("words", ("five",))),
    "links": (
        "example.org/)",
        "example.com/)",
        fidelity.Difference("links", ("https://example.org/ three",), ("https://example.com/ three",)),
    ),
    "images": (
        "![four]",
        "![]",
        fidelity.Difference("images", (f"{_IMAGE} 'four' ''",), (f"{_IMAGE} '' ''",)),
    ),
    "emphasis": ("**two**", "two", fidelity.Difference("emphasis", ("strong two",))),
    "structure": (
        "## Title",
        "### Title",
        fidelity.Difference("structure", ("1 heading 2 ",), ("1 heading 3 ",)),
    ),
}


@pytest.mark.parametrize("kind", ALTERED)
def test_a_loss_is_named(kind: str) -> None:
    """Altered Markdown doesn't read back: the difference says what is gone and what came, of each kind."""
    tree = read(BODY)
    before, after, difference = ALTERED[kind]
    markdown = WRITERS["markdown"](tree)
    assert fidelity.differences(tree, fidelity.read_back(markdown)) == ()
    assert difference in fidelity.differences(tree, fidelity.read_back(markdown.replace(before, after, 1)))


def test_strict_refuses_to_write_a_loss(tmp_path: Path) -> None:
    """With a drawing that no words say, `--strict` writes nothing; else report.json names the loss."""
    (tmp_path / "site").mkdir()
    drawing = "<svg viewBox='0 0 9 9'><path d='M0 0L9 9'/></svg>"
    html = f"<!doctype html><html lang=en><title>A</title><body><main><p>Words</p>{drawing}</main>"
    (tmp_path / "site" / "a.html").write_text(html, "utf-8")
    strict = wpharvest("fetch", "site", "--strict", cwd=tmp_path)
    assert strict.returncode == 1 and "drawings without words" in strict.stderr, strict.stderr
    assert not list((tmp_path / "output").rglob("*.md"))
    loose = wpharvest("fetch", "site", cwd=tmp_path)
    assert loose.returncode == 3, loose.stderr
    (report,) = (tmp_path / "output").rglob("report.json")
    told = json.loads(report.read_text("utf-8"))
    assert "drawings without words taken" in json.dumps(told)


def test_own_selectors_reach_excerpts_and_comments() -> None:
    """What the user wants out is out of bodies, excerpts and comments."""
    info = SiteInfo(home="https://example.org", collections=POSTS)
    field = {"rendered": '<p>Kept</p><p class="box">Gone</p>'}
    value = {"id": 1, "title": {"rendered": "A"}, "content": field, "excerpt": field}
    item = RawItem("posts", 1, "en", "", json.dumps(value).encode())
    document, _ = convert(item, info, Shelf((), info), remove=(".box",))
    comment = convert_comment(Key("en", "comments", 1), value, (".box",))
    assert (words_of(document.body), document.excerpt, comment.markdown) == ("Kept", "Kept", "Kept\n")


TAGS = (
    "p",
    "div",
    "b",
    "em",
    "a href=/x",
    "span lang=fr",
    "ul",
    "ol",
    "li",
    "li value=7",
    "table",
    "tr",
    "td",
    "th colspan=2",
    "thead",
    "caption",
    "pre",
    "code",
    "blockquote",
    "h2",
    "h3 id=x",
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
    "details",
    "summary",
    "sup",
    "u",
    "del",
    "q",
    "mark",
    "ruby",
    "rt",
    "math",
    "mi",
    "mtext",
    "mrow",
    "p dir=rtl",
    "section",
    "button",
    "label",
    "font",
    "center",
    "cite",
    "kbd",
    "small",
    "nobr",
    "address",
    "tbody",
    "ol start=3",
    "ol reversed",
    "ol type=a",
    "td align=right",
    "th",
    "dl",
    "rp",
    "pre class=language-c",
    "a href=#x",
    "abbr title=t",
)
ENDS = tuple(f"/{tag.split()[0]}" for tag in TAGS)
pieces = st.one_of(
    st.sampled_from(TAGS).map("<{}>".format),
    st.sampled_from(ENDS).map("<{}>".format),
    st.sampled_from(["<br>", "<hr>", "\n", " ", "<!-- c -->", "&amp;", "<img src=/i alt=i>"]),
    st.sampled_from(
        ["<iframe src=//a.bc/x></iframe>", "<video src=/v></video>", "<input type=checkbox>", "<a id=x></a>"]
    ),
    st.just("word"),
)
LAW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def _numbered(parts: list[str]) -> tuple[str, int]:
    """The fragment with each of its words another one, and how many there are."""
    count = 0
    out = []
    for part in parts:
        if part == "word":
            count += 1
            part = f" w{count}w "
        out.append(part)
    return "".join(out), count


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"w\d+w", text))


@LAW
@given(st.lists(pieces, max_size=40).map(_numbered))
def test_no_word_of_any_html_is_lost(made: tuple[str, int]) -> None:
    """However the elements stand in each other: each word comes out once, in each writer, cleaned or not."""
    html, count = made
    wanted = Counter(f"w{number}w" for number in range(1, count + 1))
    for source in (html, clean(html).html):
        tree = read(source)
        assert _words(words_of(tree)) == wanted
        for name, write in WRITERS.items():
            assert _words(write(tree)) == wanted, name


@LAW
@given(st.lists(pieces, max_size=40).map(_numbered))
def test_a_tree_outlives_its_process(made: tuple[str, int]) -> None:
    """The tree of any HTML is what its JSON schema says, and comes back whole from another process."""
    tree = read(made[0])
    assert pickle.loads(pickle.dumps(tree)) == tree
    assert msgspec.json.decode(msgspec.json.encode(tree), type=Root) == tree


@LAW
@given(st.lists(pieces, max_size=30).map(_numbered))
def test_any_html_reads_back(made: tuple[str, int]) -> None:
    """The Markdown and the HTML of any body read back as the tree that they were written from."""
    tree = read(made[0])
    assert fidelity.differences(tree, read(WRITERS["html"](tree))) == ()
    assert list(fidelity.losses(tree)) == []


def _nested_tables(depth: int) -> str:
    return "".join(f"<table><tr><td>w{at}w" for at in range(1, depth + 1)) + "</table>" * depth


def _words_in(tag: str, count: int) -> str:
    return "".join(f"<{tag}>w{at}w " for at in range(1, count + 1))


STRESS: dict[str, tuple[str, int]] = {
    "10,000 lists": (_words_in("ul><li", 10_000), 10_000),
    "10,000 quotes": (_words_in("blockquote", 10_000), 10_000),
    "10,000 marks": (_words_in("b><i", 10_000), 10_000),
    "50 tables": (_nested_tables(50), 50),
    "100,000 items": ("<ul>" + _words_in("li", 100_000) + "</ul>", 100_000),
    "200,000 breaks": ("w1w" + "<br>" * 200_000 + "w2w", 2),
    "an attribute of 10 MB": (f'<p title="{"a" * 10_000_000}">w1w</p>', 1),
    "null bytes": ("\0<p\0>\0w1w\0</p>" + "\0" * 10_000 + "w2w", 2),
    "unclosed everything": ("<b><i><u><table><tr><td><ul><li><pre><h2><a href=x>w1w" * 200 + " w2w", 2),
}


@pytest.mark.parametrize("name", STRESS)
def test_stress_through_the_whole_path(name: str) -> None:
    """Cleaning and each writer keep every word of it, once; nothing recurses."""
    html, count = STRESS[name]
    tree = read(clean(html).html)
    wanted = {f"w{number}w" for number in range(1, count + 1)}
    for write in WRITERS.values():
        assert _words(write(tree)).keys() == wanted


@pytest.mark.parametrize("digits", [10, 5_000])  # from 4,301 digits on, Python refuses to read a number
def test_a_size_that_no_picture_has_is_none(digits: int) -> None:
    """A width with thousands of digits says nothing, and stops nobody."""
    tree = read(f'<img src="a.jpg" width="{"9" * digits}" height="600">')
    assert tree == Root((Paragraph((Image("a.jpg", height=600),)),))


@pytest.mark.parametrize("html", ["<ul><li>" * 150 + "words", "<blockquote>" * 150 + "words"])
def test_what_is_flattened_is_told(html: str) -> None:
    """Below 100 levels the words stand flat, and a notice says how much; above, there is none."""
    tree, (told,) = read_telling(html)
    assert words_of(tree) == "words"
    assert (told.rule, told.lost) == ("depth", True) and told.count > 0
    assert read_telling("<blockquote>" * 90 + "words")[1] == ()


def test_the_notice_reaches_the_document() -> None:
    """A body that is too deep is told of with the document's own key."""
    info = SiteInfo(home="https://example.org", collections=POSTS)
    value: dict[str, Any] = {"id": 1, "content": {"rendered": "<blockquote>" * 150 + "words"}}
    item = RawItem("posts", 1, "en", "", json.dumps(value).encode())
    _, notices = convert(item, info, Shelf((), info))
    assert [each.key for each in notices if each.rule == "depth"] == [Key("en", "posts", 1)]
