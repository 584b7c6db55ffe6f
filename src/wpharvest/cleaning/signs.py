"""How a rule says what it looks for, so that a body goes only through the rules that concern it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

Test = Callable[[str], object]


def one_of(words: Iterable[str]) -> Test:
    """Whether a word is one of these."""
    return frozenset(words).__contains__


def beginning(*prefixes: str) -> Test:
    """Whether a word begins with one of these."""
    return lambda word: word.startswith(prefixes)


class Signs(msgspec.Struct, frozen=True):
    """What must be there for a rule to find anything: one of these is enough.

    `tags`, `attributes` and `names` (classes and ids) say of one such word in the body whether it is a sign.
    They are asked once about each word, not once a body, so they may take their time. `texts` are looked for
    in the source as it was served. `prose` says of all texts as one whether one of them may be changed.
    """

    tags: Test = one_of(())
    attributes: Test = one_of(())
    names: Test = one_of(())
    texts: tuple[str, ...] = ()
    prose: Test = one_of(())


def holding(*signs: str) -> Test:
    """Whether a text holds one of these."""
    return lambda text: any(map(text.__contains__, signs))


EVERYWHERE = Signs(texts=("",))  # a rule that looks for itself
