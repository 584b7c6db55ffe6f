"""What cleaning takes, and what it must leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wpharvest.cleaning import RULES, clean
from wpharvest.markup.fidelity import differences
from wpharvest.markup.html_reader import read

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases" / "cleaning").glob("*/*"))
SEED = json.loads((HERE / "seeds" / "en-page-5106.json").read_text("utf-8"))["content"]["rendered"]
PAGE = "https://example.org/blog/page/"


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_case(case: Path) -> None:
    """input.html comes out as clean.html, and what was taken is counted as notices.json says."""
    cleaned = clean((case / "input.html").read_text("utf-8"), PAGE)
    assert cleaned.html == (case / "clean.html").read_text("utf-8")
    told = [[notice.rule, notice.what, notice.count] for notice in cleaned.notices]
    assert told == json.loads((case / "notices.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_cleaning_twice_changes_nothing(case: Path) -> None:
    """Clean HTML comes out byte for byte, without a notice."""
    once = clean((case / "input.html").read_text("utf-8"), PAGE)
    assert clean(once.html, PAGE) == msgspec.structs.replace(once, notices=())


@settings(max_examples=300, deadline=None)
@given(st.text("<>/abp =\"'&;!-\0\u00a0\u202f#1divspanstyle", max_size=120))
def test_cleaning_anything_twice_changes_nothing(html: str) -> None:
    """Whatever comes in, what comes out is clean."""
    once = clean(html, PAGE).html
    assert clean(once, PAGE).html == once


def test_every_rule_has_cases() -> None:
    """One name in four places: a rule's file, its row, its cases, its heading in the docs."""
    names = set(RULES)
    assert names == {path.name for path in (HERE / "cases" / "cleaning").iterdir() if path.name != "whole"}


def test_the_seed_loses_its_junk_and_nothing_else() -> None:
    """No trace of ChatGPT or of styles is left, and every word, link and emphasis is."""
    cleaned = clean(SEED)
    for junk in ("data-start", "data-end", "style", "_new", "noopener", "&#", "&nbsp;"):
        assert junk not in cleaned.html
    assert differences(read(SEED), read(cleaned.html)) == ()
    assert {notice.rule: notice.count for notice in cleaned.notices}["chatgpt"] == SEED.count("data-start")
