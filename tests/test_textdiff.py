"""What differs between two texts, by line and by word."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wpharvest.steps.diff import fields
from wpharvest.steps.textdiff import compare

OLD = "# Hours\n\nThe desk is open from nine to five, every day but Sunday.\n\nOne.\n\nTwo.\n\nCome by.\n"
NEW = "# Hours\n\nThe desk is open from ten to five, every day but Monday.\n\nOne.\n\nTwo.\n\nCome by!\n"

texts = st.lists(st.sampled_from(["a", "b", "été", " ", ", ", "\n", "\n\n", "x1"]), max_size=20).map("".join)


@given(texts, texts, st.sampled_from(["line", "word"]))
def test_a_comparison_loses_nothing(before: str, after: str, by: Literal["line", "word"]) -> None:
    """What is removed and what is the same was there before; what is added and the same is there after."""
    pieces = compare(before, after, by)
    for text, other, op in ((before, after, "removed"), (after, before, "added")):
        shown = "".join(piece.text for piece in pieces if piece.op in ("same", op))
        lines = text.splitlines(keepends=True)
        assert all(line in lines for line in shown.splitlines(keepends=True))
        changed = [line for line in lines if line not in other.splitlines(keepends=True)]
        assert all(line in shown for line in changed)
    assert bool(pieces) == (before.splitlines(keepends=True) != after.splitlines(keepends=True))


def test_words_that_changed_are_named_and_no_others() -> None:
    assert [(piece.op, piece.text) for piece in compare(OLD, NEW, "word") if piece.op != "same"] == [
        ("removed", "nine"),
        ("added", "ten"),
        ("removed", "Sunday"),
        ("added", "Monday"),
        ("skipped", ""),
        ("removed", "."),
        ("added", "!"),
    ]


def test_lines_that_changed_have_one_line_around_them() -> None:
    assert [(piece.op, piece.text) for piece in compare(OLD, NEW, "line")] == [
        ("same", "\n"),
        ("removed", "The desk is open from nine to five, every day but Sunday.\n"),
        ("added", "The desk is open from ten to five, every day but Monday.\n"),
        ("same", "\n"),
        ("skipped", ""),
        ("same", "\n"),
        ("removed", "Come by.\n"),
        ("added", "Come by!\n"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": {"b": 1, "c": {"d": 2}}}, {"a": {"b": 1, "c": {"d": 3}}}, [("a.c.d", 2, 3)]),
        ({"a": [1, 2]}, {"a": [2, 1]}, [("a", [1, 2], [2, 1])]),
        ({"a": None}, {}, [("a", None, None)]),
        ({}, {"b": 1}, [("b", None, 1)]),
    ],
)
def test_fields_that_differ(old: dict[str, object], new: dict[str, object], found: list[object]) -> None:
    assert [(each.name, each.before, each.after) for each in fields(old, new)] == found
