"""Two texts -> what was taken out, what was put in, and the lines around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Literal

import msgspec

By = Literal["line", "word"]
Op = Literal["same", "removed", "added", "skipped"]

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
CONTEXT = 1  # lines shown before and after a change


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text, and what became of it. `skipped` stands for unchanged lines that aren't shown."""

    op: Op
    text: str


def compare(before: str, after: str, by: By) -> tuple[Piece, ...]:
    """The pieces in order; none if the texts are equal.

    >>> [(each.op, each.text) for each in compare("An old hat\\n", "A new hat\\n", "word")]
    [('removed', 'An old'), ('added', 'A new'), ('same', ' hat\\n')]
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT)
    pieces: list[Piece] = []
    for number, group in enumerate(groups):
        if number:
            pieces.append(Piece("skipped", ""))
        for op, start, end, new_start, new_end in group:
            one, other = "".join(old[start:end]), "".join(new[new_start:new_end])
            pieces += [Piece("same", one)] if op == "equal" else _FINER[by](one, other)
    return tuple(pieces)


def _lines(before: str, after: str) -> Iterator[Piece]:
    yield from (Piece("removed", line) for line in before.splitlines(keepends=True))
    yield from (Piece("added", line) for line in after.splitlines(keepends=True))


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    removed = added = ""
    for number, (op, start, end, new_start, new_end) in enumerate(opcodes):
        one, other = "".join(old[start:end]), "".join(new[new_start:new_end])
        between = 0 < number < len(opcodes) - 1
        if op != "equal" or (between and not one.strip()):  # a space between two changes belongs to both
            removed, added = removed + one, added + other
            continue
        yield from _change(removed, added)
        removed = added = ""
        yield Piece("same", one)
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)


_FINER: dict[By, Callable[[str, str], Iterator[Piece]]] = {"line": _lines, "word": _words}
