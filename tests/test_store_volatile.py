"""What changes by itself is no new version; what an editor changes always is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quickdisk import QuickDisk
from wpharvest.model.items import Json, RawItem, Resource, SiteInfo
from wpharvest.store import Commit, Snapshot
from wpharvest.store.volatile import FIELDS, MARKUP, same_content, same_page

# For each row of the two tables, in order: two copies that say the same, and one that doesn't.
FIELD_CASES: list[tuple[Json, Json, Json]] = [
    ({"post_views_count": 7}, {"post_views_count": 8}, {"post_views_count": "lake views"}),
    ({"wpp_total": "1"}, {"wpp_total": "2"}, {"wpp_total": "two"}),
    ({"x": {"rest_nonce": "0123456789"}}, {"x": {"rest_nonce": "abcdef0123"}}, {"x": {"rest_nonce": "é"}}),
    ({"_edit_lock": "17:1"}, {"_edit_lock": "18:2"}, {"_edit_lock": "locked"}),
]
HTML_CASES = [
    (
        '<input name="_wpnonce" value="0123456789">',
        '<input name="_wpnonce" value="abcdefabcd">',
        '<input name="_wpnonce" value="">',
    ),
    (
        '<input value="0123456789" name="my-nonce">',
        '<input value="abcdefabcd" name="my-nonce">',
        '<input value="0123456789" name="my">',
    ),
    ("<a href='?a=1&_wpnonce=0123456789'>", "<a href='?a=1&_wpnonce=abcdefabcd'>", "<a href='?a=1'>"),
    ('{"nonce":"0123456789"}', '{"nonce":"abcdefabcd"}', '{"nonce":"a b"}'),
    ('<div id="wpcf7-f5-p2-o1">', '<div id="wpcf7-f5-p2-o3">', '<div id="wpcf7-f6-p2-o1">'),
    ('<div id="gallery-1">', '<div id="gallery-12">', '<div id="gallery-one">'),
    ('<audio id="audio-5-1">', '<audio id="audio-5-4">', '<audio id="audio-6-1">'),
    ('<div class="wp-container-3">', '<div class="wp-container-14">', '<div class="wp-container">'),
    ('<i class="wp-duotone-unset-1">', '<i class="wp-duotone-unset-2">', '<i class="wp-duotone-set">'),
    ('<table id="tablepress-4-no-2">', '<table id="tablepress-4-no-3">', '<table id="tablepress-5-no-2">'),
    ('<a data-cfemail="a1b2">', '<a data-cfemail="c3d4e5">', '<a data-cfemail="no">'),
    ('<a href="/cdn-cgi/l/email-protection#a1">', '<a href="/cdn-cgi/l/email-protection#b2c3">', "<a>"),
]


@pytest.mark.parametrize(("row", "case"), list(zip(FIELDS, FIELD_CASES, strict=True)), ids=str)
def test_each_volatile_field_is_seen_through(row: object, case: tuple[Json, Json, Json]) -> None:
    one, same, other = case
    assert same_content(one, same) and not same_content(one, other), row
    assert not same_content(one, {}), "that a field appears is a change"


@pytest.mark.parametrize(("row", "case"), list(zip(MARKUP, HTML_CASES, strict=True)), ids=str)
def test_each_volatile_markup_is_seen_through(row: object, case: tuple[str, str, str]) -> None:
    one, same, other = ({"content": {"rendered": f"<p>é</p>{html}"}} for html in case)
    assert same_content(one, same) and not same_content(one, other), row
    assert same_page(case[0].encode(), case[1].encode()) and not same_page(case[0].encode(), case[2].encode())


words = st.text(st.sampled_from("aé <>=\"'5-"), max_size=20)


def test_the_example_of_each_markup_is_one() -> None:
    for row in MARKUP:
        assert re.search(row.pattern, row.example, re.IGNORECASE), row


@given(words, words)
def test_words_are_never_volatile(one: str, other: str) -> None:
    """Text without digits that count something is the same only if it is equal."""
    assert same_content({"title": one}, {"title": other}) == (one == other)


def test_bytes_that_are_no_text_are_compared_as_they_are() -> None:
    assert same_page(b"\xff", b"\xff") and not same_page(b"\xff", b"\xfe")


def page(views: int, html: str = "<p>é</p>") -> RawItem:
    value = {"id": 1, "slug": "a", "views": views, "content": {"rendered": html}}
    return RawItem("pages", 1, "fr", "", json.dumps(value).encode())


def head(nonce: str, title: str = "a") -> Resource:
    html = f'<head><title>{title}</title><script>var x = {{"nonce":"{nonce}"}}</script></head>'
    return Resource("heads/fr/pages/0000001-a.html", "head", "https://example.org/a/", html.encode())


def harvest(path: Path, day: int, *things: RawItem | Resource) -> Commit:
    with Snapshot.draft(path, f"2026-11-{day:02d}T14:00:00Z", QuickDisk()) as draft:
        for each in things:
            if isinstance(each, RawItem):
                draft.put(each)
            else:
                draft.put_resource(each)
        return draft.commit(SiteInfo(home=""), {"harvest": {}}, lambda row: True)


def test_a_count_of_visits_is_no_new_version(tmp_path: Path) -> None:
    """… and what is stored is a copy as it was served, never a mixture of two."""
    harvest(tmp_path, 1, page(7), head("0123456789"))
    assert not harvest(tmp_path, 2, page(8), head("abcdef0123")).written
    assert [item.value for item in Snapshot.open(tmp_path).items()] == [page(7).value]
    assert harvest(tmp_path, 3, page(9, "<p>e</p>"), head("abcdef0123")).changed == 1
    assert [item.value for item in Snapshot.open(tmp_path).items()] == [page(9, "<p>e</p>").value]
    assert [each.body for each in Snapshot.open(tmp_path).resources()] == [head("0123456789").body]
    assert harvest(tmp_path, 4, page(9, "<p>e</p>"), head("abcdef0123", "b")).changed == 1


def test_a_damaged_copy_is_replaced(tmp_path: Path) -> None:
    """A stored object that can't be read is no reason to keep it."""
    harvest(tmp_path, 1, page(7))
    (tmp_path / "data/content/fr/pages/0000001-a.json").write_bytes(b"{")
    assert harvest(tmp_path, 2, page(8)).changed == 1
    assert [item.value for item in Snapshot.open(tmp_path).items()] == [page(8).value]
