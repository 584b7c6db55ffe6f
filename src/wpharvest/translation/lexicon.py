"""A small bilingual dictionary that a site teaches: which words answer each other in its pairs of texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import nlargest
from itertools import product
from math import log

import msgspec

from wpharvest.text import fold

SURE = 10.83  # log-likelihood ratio from which a word's partner isn't chance (p < 0.001)
PARTNERS = 4  # of a word: its forms in the other language
LONGEST = 60  # different words of a text; in a longer one everything meets everything
BUDGET = 4_000_000  # meetings of two words that are counted, of the shortest texts first
_WORD = re.compile(r"[^\W\d_]{3,}")


class Known(msgspec.Struct, frozen=True):
    """Of a text's words those that a lexicon knows, and all that one of them would answer."""

    words: frozenset[str]
    echoes: frozenset[str]


class Lexicon(msgspec.Struct, frozen=True):
    """Word -> the words that it answers to in another language, without accents, in lower case.

    It goes both ways and over all languages of a site. An empty one knows nothing and says nothing.
    """

    partners: dict[str, frozenset[str]] = {}
    answers: dict[str, frozenset[str]] = {}  # the same the other way round: word -> whose partner it is

    def known(self, words: Iterable[str]) -> Known:
        """What there is to say of a text: taken once, compared many times."""
        found = frozenset(word for word in words if word in self.partners)
        return Known(found, frozenset().union(*(self.answers.get(word, ()) for word in found)))

    def coverage(self, left: frozenset[str], right: frozenset[str]) -> float | None:
        """The share (0 to 1) of the words that it knows in two texts whose partner stands in the other.

        A word more is counted as not answered, so that one lucky word isn't a proof. None if it knows none.
        """
        known = answered = 0
        for here, there in ((left, right), (right, left)):
            for word in here:
                if partners := self.partners.get(word):
                    known += 1
                    answered += not partners.isdisjoint(there)
        return answered / (known + 1) if known else None


def answered(left: Known, right: Known) -> float | None:
    """`Lexicon.coverage` for many comparisons of each text: their words were looked up before."""
    known = len(left.words) + len(right.words)
    if not known:
        return None
    return (len(left.words & right.echoes) + len(right.words & left.echoes)) / (known + 1)


EMPTY = Lexicon()


def words_of(text: str) -> frozenset[str]:
    """The words of a text as a lexicon has them."""
    return frozenset(fold(word) for word in _WORD.findall(text))


def learn(texts: Iterable[tuple[str, str]]) -> Lexicon:
    """A lexicon from pairs of texts that say the same: titles, headings, blocks. Short ones teach most.

    Two words are partners where they meet far more often than by chance: Dunning's log-likelihood ratio
    ("Accurate Methods for the Statistics of Surprise and Coincidence", 1993). Words that are the same on
    both sides are no news.
    """
    both = sorted(
        ((words_of(a), words_of(b)) for a, b in texts), key=lambda pair: len(pair[0]) * len(pair[1])
    )
    lefts: Counter[str] = Counter()
    rights: Counter[str] = Counter()
    met: Counter[tuple[str, str]] = Counter()
    total = spent = 0
    for left, right in both:
        spent += len(left) * len(right)
        if spent > BUDGET or max(len(left), len(right)) > LONGEST:
            break
        total += 1
        lefts.update(left)
        rights.update(right)
        met.update(product(left - right, right - left))
    strong: dict[str, dict[str, float]] = {}
    for (a, b), count in met.items():
        if count > 1 and (sure := surprise(count, lefts[a], rights[b], total)) >= SURE:
            strong.setdefault(a, {})[b] = sure
            strong.setdefault(b, {})[a] = sure
    partners = {word: _strongest(found) for word, found in strong.items()}
    return Lexicon(partners, _turned(partners))


def _turned(partners: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, others in partners.items():
        for other in others:
            found.setdefault(other, set()).add(word)
    return {word: frozenset(others) for word, others in found.items()}


def _strongest(found: dict[str, float]) -> frozenset[str]:
    """Of equally strong partners the later in the alphabet: the same ones in every run."""
    return frozenset(nlargest(PARTNERS, found, key=lambda word: (found[word], word)))


def surprise(both: int, left: int, right: int, total: int) -> float:
    """Dunning's log-likelihood ratio of two words that meet `both` times; 0 if they meet less than by chance.

    >>> surprise(1, 10, 10, 100), round(surprise(9, 10, 10, 100), 1)
    (0.0, 47.5)
    """
    if both * total <= left * right:
        return 0.0
    cells = (both, left - both, right - both, total - left - right + both)
    margins = ((left, right), (left, total - right), (total - left, right), (total - left, total - right))
    return 2 * sum(
        seen * log(seen * total / (row * column))
        for seen, (row, column) in zip(cells, margins, strict=True)
        if seen
    )
