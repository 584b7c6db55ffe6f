"""Marks of a line: which can be stars and tildes, and which have to be HTML."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from wpharvest.model.nodes import Delete, Emphasis, Node, Strong


class Sign(NamedTuple):
    """What a mark is written with: in Markdown, and as HTML where Markdown's rules don't let it be read."""

    markdown: str
    html: str


SIGNS: dict[type[Node], Sign] = {
    Emphasis: Sign("*", "em"),
    Strong: Sign("**", "strong"),
    Delete: Sign("~~", "del"),
}


class Mark:
    """One end of a mark in a line that is being written; its other end is `other`."""

    __slots__ = ("as_html", "depth", "opens", "other", "run", "sign")

    def __init__(self, sign: Sign, opens: bool, depth: int) -> None:
        self.sign = sign
        self.opens = opens
        self.depth = depth  # how many marks it stands in
        self.as_html = False
        self.other: Mark = self
        self.run: list[Mark] = []  # the marks that it stands with as one row of stars

    def written(self) -> str:
        """The sign as it stands in the line."""
        if self.as_html:
            return f"<{self.sign.html}>" if self.opens else f"</{self.sign.html}>"
        return self.sign.markdown


Token = str | Mark


def settle(tokens: list[Token]) -> None:
    """Write those marks as HTML that Markdown's rules about their neighbours would not let be read.

    https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis: whether a run of stars opens or closes
    depends on the characters on both sides. Writing one mark as HTML changes what stands beside others, so
    this goes round until nothing changes.
    """
    if _stand_well(tokens):
        return
    for _ in range(4):
        if not _settle_once(tokens):
            return
    for token in tokens:
        if isinstance(token, Mark):
            token.as_html = True


def _stand_well(tokens: list[Token]) -> bool:
    """Whether each mark has a letter inside and a blank or a stop outside, as nearly all have."""
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        if isinstance(token, str):
            continue
        before = tokens[at - 1] if at else " "
        after = tokens[at + 1] if at < last else " "
        if isinstance(before, Mark) or isinstance(after, Mark):
            return False
        inside, outside = (after[:1], before[-1:]) if token.opens else (before[-1:], after[:1])
        if not inside.isalpha() or not (outside == " " or _punctuation(outside or "a")):
            return False
    return True


def _settle_once(tokens: list[Token]) -> bool:
    changed = False
    for at, run in _runs(tokens):
        end = at + len(run)
        before = _last(tokens[at - 1]) if at else " "
        after = _first(tokens[end]) if end < len(tokens) else " "
        for mark in _unreadable(run, before, after):
            mark.as_html = mark.other.as_html = changed = True
    return changed


def _runs(tokens: list[Token]) -> list[tuple[int, list[Mark]]]:
    """The rows of stars and the rows of tildes, with where they begin."""
    runs: list[tuple[int, list[Mark]]] = []
    before: Mark | None = None
    for at, token in enumerate(tokens):
        if not isinstance(token, Mark) or token.as_html:
            before = None
            continue
        if before is not None and _same_sign(before, token):
            token.run = before.run
            token.run.append(token)
        else:
            token.run = [token]
            runs.append((at, token.run))
        before = token
    return runs


def _same_sign(one: Mark, other: Mark) -> bool:
    return one.sign.markdown[0] == other.sign.markdown[0]


def _unreadable(run: list[Mark], before: str, after: str) -> list[Mark]:
    opening = [mark for mark in run if mark.opens]
    if len(opening) < len(run) and opening:
        return opening  # `**a***b*`: which star belongs to which word?
    near, far = (after, before) if opening else (before, after)
    if _blank(near) or (_punctuation(near) and not (_blank(far) or _punctuation(far))):
        return run
    either = not _blank(far) and _punctuation(near) == _punctuation(far)  # it could open and close
    if not either or {id(mark.other) for mark in run} == {id(mark) for mark in run[0].other.run}:
        return []
    return [mark for mark in run if mark.depth > mark.opens]


def _last(token: Token) -> str:
    return token[-1:] if isinstance(token, str) else token.written()[-1]


def _first(token: Token) -> str:
    return token[:1] if isinstance(token, str) else token.written()[0]


def _blank(character: str) -> bool:
    return not character or character.isspace()


@lru_cache(maxsize=4096)
def _punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
