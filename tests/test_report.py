"""The report as a page: its numbers are right, what the site says is only text, and it can be looked at."""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import wpharvest
from linked_site import SITE as LINKED
from report_site import CLEANING, HOME, HOSTILE, NOWHERE, ORIGIN, bare, full, told
from wpharvest.cli import built
from wpharvest.exporters.report import Harvested, report
from wpharvest.exporters.report_page import report_page
from wpharvest.exporters.report_page.charts import Chart, Listing, Row, Series
from wpharvest.exporters.report_page.completeness import parts
from wpharvest.exporters.report_page.drawing import ceiling, picture, table
from wpharvest.exporters.report_page.markup import text
from wpharvest.exporters.report_page.page import SECTIONS
from wpharvest.exporters.report_page.subject import Subject, subject
from wpharvest.linking import Addresses, Plan, gathered, relink
from wpharvest.model.items import Language, Refusal
from wpharvest.model.site import Site
from wpharvest.store import Snapshot

SEEDS = Path(__file__).parent / "seeds"


def about(site: Site) -> Subject:
    return subject(site, told(site), ORIGIN)


@cache
def whole_cards() -> dict[str, Chart | Listing]:
    return cards(about(full()))


def cards(about: Subject) -> dict[str, Chart | Listing]:
    return {card.id: card for section in SECTIONS for card in section(about).cards}


def chart(name: str, site: Site | None = None) -> Chart:
    found = cards(about(site))[name] if site else whole_cards()[name]
    assert isinstance(found, Chart)
    return found


def listing(name: str) -> Listing:
    found = whole_cards()[name]
    assert isinstance(found, Listing)
    return found


def total(chart: Chart) -> int:
    return sum(row.total for row in chart.rows)


# ── the numbers ──────────────────────────────────────────────────────────────────────────────────────


def test_each_thing_is_counted_once() -> None:
    """Whatever the documents are counted by, they are as many as there are."""
    whole = full()
    known = about(whole)
    documents = len(whole.documents)
    undated = sum(not each.date for each in whole.documents)
    assert total(chart("types")) == documents + len(whole.media) + 2
    assert total(chart("years")) == documents - undated
    assert total(chart("lengths")) == total(chart("coverage")) == documents
    assert total(chart("confidence")) == len(whole.families)
    assert total(chart("empty-bodies")) == len(known.told.empty_bodies) > 0
    assert total(chart("rules")) == sum(CLEANING.values())
    assert total(chart("library")) == len(whole.media)
    assert f"{undated} documents without a date" in chart("years").said


def test_languages_are_colours_in_the_order_of_the_site() -> None:
    """The site's own languages first; where there are more than colours, the last is the others."""
    known = about(full())
    assert [each.name for each in chart("types").series] == [
        "Français (fr)",
        "English (en)",
        "Nederlands (nl)",
        "de",
    ]
    many = msgspec.structs.replace(known, tongues=tuple(f"l{n}" for n in range(9)))
    assert [each.name for each in many.series()] == ["l0", "l1", "l2", "l3", "l4", "4 other languages"]
    assert many.by_language({"l0": 1, "l5": 2, "l8": 3}) == (1, 0, 0, 0, 0, 5)


def test_coverage_counts_documents_with_sisters() -> None:
    """In all languages, in some, alone: by what the families hold."""
    found = chart("coverage")
    sums = [sum(row.values[at] for row in found.rows) for at in range(3)]
    assert sums == [16, 31 * 3 + 33 * 2 - 12, 89 - 64]
    assert [row.label for row in found.rows][:2] == ["fr · Articles", "en · Articles"]


def test_what_came_of_a_collection() -> None:
    """Its objects fall into stored, closed, gone, uncovered and missing, as the report's own count has it."""
    refused = (Refusal("a", "x", closed=True), Refusal("b", "x"), Refusal("c", "x", part=True))
    read = Harvested(12, 10, 6, refused, 1, complete=True, uncovered=4)
    assert parts(read) == (6, 1, 1, 4, 3)
    assert parts(msgspec.structs.replace(read, complete=False)) == (6, 1, 1, 4, 1)
    known = about(full())
    assert len(listing("missing").rows) == len(known.told.missing) == 16
    assert chart("stored").rows[0].label == "fr · evenements"  # what lacks something comes first


def test_links_are_followed() -> None:
    """An address leads to what is here, to nothing of this site, or elsewhere; mail is no address."""
    whole = full()
    fates = chart("fates")
    addresses = [a.url for each in whole.documents for a in gathered(each.body) if a.url.startswith("http")]
    assert total(fates) == len(addresses)
    inside, outside, nowhere = (sum(row.values[at] for row in fates.rows) for at in range(3))
    assert outside == sum(not url.startswith(HOME) for url in addresses) == total(chart("hosts"))
    there = {each.url for each in whole.documents} | {each.url for each in whole.media}
    dead = [url for url in addresses if url.startswith(HOME) and url not in there]
    assert (inside, nowhere) == (len(addresses) - outside - len(dead), len(dead))
    assert len(listing("dead").rows) == len(set(dead)) > 0
    assert [row.label for row in chart("hosts").rows] == [
        "coe.int",
        "cdn.example",
        "un.example",
        "youtube.com",
    ]


def test_what_can_be_led_elsewhere_is_gathered() -> None:
    """Each address that `relink` asks for is one that the page counts, but for `srcset` and `cite`."""
    asked: set[str] = set()

    class Heard(Addresses):
        def find(self, url: str, language: str) -> str:
            asked.add(url)
            return ""

    for each in (*full().documents, *LINKED.documents):
        asked.clear()
        relink(msgspec.structs.replace(each, featured_media=None, url=""), Heard(LINKED, Plan({})))
        assert asked <= {address.url for address in gathered(each.body)}


def test_pictures_without_a_description_are_counted_where_they_stand() -> None:
    without = sum(row.values[1] for row in chart("alt").rows)
    assert without == sum(int(str(row[2])) for row in listing("without").rows) > 0


def test_long_histories_keep_their_last_years() -> None:
    """Thirty years have room; what is older is one column."""
    whole = full()
    dates = ["0001-01-01", *(f"{year}-01-01" for year in range(1960, 2026)), "soon"]
    documents = [
        msgspec.structs.replace(each, date=date) for each, date in zip(whole.documents, dates, strict=False)
    ]
    found = chart("years", msgspec.structs.replace(whole, documents=tuple(documents)))
    assert [row.label for row in found.rows[:2]] == ["before 1996", "1996"]
    assert found.rows[0].total == 37 and len(found.rows) == 31


# ── the pictures ─────────────────────────────────────────────────────────────────────────────────────


NUMBERS = st.lists(st.integers(0, 10**7), min_size=3, max_size=3)
ROWS = st.lists(st.tuples(st.text(max_size=60), NUMBERS), min_size=1, max_size=15)


def drawn(form: str, share: bool, rows: list[tuple[str, list[int]]]) -> Chart:
    return Chart(
        id="x",
        title="T & t",
        said="S",
        rows_are="row",
        series=(Series("a", "s0"), Series("b", "s1"), Series("c", "s2")),
        rows=tuple(Row(label, tuple(values)) for label, values in rows),
        nothing="none",
        form=form,  # type: ignore[arg-type]
        share=share,
    )


@given(ROWS, st.sampled_from(["bars", "columns"]), st.booleans())
@example([("<svg onload=alert(1)>", [1, 0, 0])], "bars", False)
@settings(max_examples=80, deadline=None)
def test_a_picture_and_its_table_say_the_same(
    rows: list[tuple[str, list[int]]], form: str, share: bool
) -> None:
    """A rectangle for each number that isn't zero, the larger ones not smaller; the table has each number."""
    whole = drawn(form, share, rows)
    if whole.empty:
        return
    numbers = [[int(re.sub(r"\D", "", td.text_content())) for td in row.findall("td")] for row in body(whole)]
    assert numbers == [[*values, sum(values)] for _, values in rows]
    svg: Any = lxml.html.fragment_fromstring(picture(whole))
    assert svg.get("role") == "img" and svg.get("aria-labelledby") == "x-t"
    side = "width" if form == "bars" else "height"
    sizes = [
        (value, float(rect.get(side).rstrip("%")))
        for group, (_, values) in zip(svg.findall("g"), rows, strict=True)
        for value, rect in zip((v for v in values if v), group.findall("rect"), strict=True)
    ]
    if not share:
        assert all(one[1] <= other[1] + 1.01 for one, other in pairwise(sorted(sizes)))
    for rect in svg.iter("rect"):
        left, wide = (float(rect.get(name).rstrip("%")) for name in ("x", "width"))
        assert 0 <= left < left + wide <= 100


def body(chart: Chart) -> Any:
    return lxml.html.fragment_fromstring(table(chart)).findall(".//tbody/tr")


@given(st.integers(1, 10**9))
def test_a_scale_ends_a_little_above_what_it_shows(value: int) -> None:
    """Never below, never more than twice as far (of two), and its half is whole."""
    end = ceiling(value)
    assert value <= end <= max(2, value * 1.4)
    assert end % 2 == 0


# ── what the site says is text ───────────────────────────────────────────────────────────────────────

# fmt: off
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "div", "p", "h1", "span", "strong", "ul",
    "li", "dl", "dt", "dd", "nav", "main", "section", "h2", "h3", "figure", "figcaption", "svg", "desc", "g",
    "text", "rect", "line", "details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "code", "footer", "bdi",
}
# fmt: on
LOADS = ("src", "srcset", "style", "data", "poster", "background")


def parsed(site: Site) -> Any:
    return lxml.html.document_fromstring(report_page(site, told(site), ORIGIN).body.decode())


def test_hostile_content_is_text() -> None:
    """Only our own elements, no handler, nothing that loads; links lead to the web alone, ids are unique."""
    page = parsed(full())
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= ELEMENTS
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name in LOADS]
    links = [element.get("href") for element in page.iter("a")]
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(link.startswith(("#", "http://", "https://")) for link in links)
    assert "alert(1)" in page.text_content()


@given(st.text())
@example(HOSTILE)
@settings(max_examples=60, deadline=None)
def test_any_title_comes_through_as_it_is(title: str) -> None:
    """The name of a site is the page's heading, but for characters that HTML can't hold."""
    info = msgspec.structs.replace(bare().info, name=title, languages=(Language("fr", title),))
    site = msgspec.structs.replace(bare(), info=info)
    html = report_page(site, report(site), NOWHERE).body.decode()
    heading = re.search(r"<h1><bdi>(.*?)</bdi></h1>", html, re.DOTALL)
    assert heading and heading[1] == text(title or site.info.home)
    assert "<" not in heading[1] and '"' not in heading[1]


def test_same_site_same_bytes() -> None:
    """In whatever order the documents, families and media come."""
    whole = full()
    mixed = {name: list(getattr(whole, name)) for name in ("documents", "families", "media", "notices")}
    for each in mixed.values():
        random.Random(7).shuffle(each)
    other = msgspec.structs.replace(whole, **{name: tuple(each) for name, each in mixed.items()})
    assert report_page(whole, told(whole), ORIGIN) == report_page(other, told(whole), ORIGIN)


def test_a_plot_without_anything_to_show_says_so() -> None:
    html = report_page(bare(), report(bare()), NOWHERE).body.decode()
    page: Any = lxml.html.document_fromstring(html)
    shown = page.xpath("//*[@class='card']")
    assert len(shown) == sum(len(section(about(bare())).cards) for section in SECTIONS)
    assert all(card.xpath(".//p[@class='nothing']") for card in shown)
    assert not page.xpath("//svg")
    assert "Complete or not" in page.text_content()


# ── the command ──────────────────────────────────────────────────────────────────────────────────────


def test_the_command_writes_the_page_and_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the output, not in it; the same bytes each time; opened only when asked for."""
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    wpharvest.fetch(str(SEEDS), snapshots="snapshots", output=None)
    said = CliRunner().invoke(built(), ["report", "snapshots/seeds"])
    assert said.exit_code == 0, said.output
    file = tmp_path / "output" / "seeds-report.html"
    first = file.read_bytes()
    assert b"Other resources" in first and opened == []
    said = CliRunner().invoke(built(), ["report", "snapshots/seeds", "--open", "--out", "new/page.html"])
    assert said.output.strip() == "report: new/page.html"
    assert (tmp_path / "new" / "page.html").read_bytes() == first
    assert opened == [(tmp_path / "new" / "page.html").as_uri()]
    content = (tmp_path / "snapshots/seeds/data/content").rglob("*.*")
    sizes = Snapshot.open(tmp_path / "snapshots/seeds").sizes()
    assert sizes["item"] == sum(path.stat().st_size for path in content)
    assert Counter(sizes)["media"] == 0
