"""A whole site's profiles: what is rare in it, and which documents are worth comparing at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from math import log, log1p, sqrt

import msgspec

from wpharvest.model.documents import Document
from wpharvest.model.items import UNDETERMINED, Key
from wpharvest.translation.claims import Claim
from wpharvest.translation.lexicon import EMPTY, Lexicon, learn, words_of
from wpharvest.translation.profile import Bag, Profile, profile

KEPT = 400  # the weightiest things of a bag: the rest costs memory and says next to nothing
ASKED = {"links": 60, "media": 40, "contacts": 20, "numbers": 40, "names": 60, "code": 40, "cognates": 80}
ASKED |= {"titles": 30, "headings": 60, "slugs": 20, "words": 60, "paths": 1, "parts": 40}
POSTED = 60  # a thing that more documents of a language than this have leads nowhere
NOTICED = 0.05  # a measure below this is no more than chance
CANDIDATES = 25  # a document is compared with that many of each other language

Pair = tuple[Key, Key]


class Overlap(msgspec.Struct, frozen=True):
    """What two bags share: `cosine` and `containment` in 0 to 1, `count` things, the rarest ones first."""

    cosine: float
    containment: float
    count: int
    amount: float


class Survey:
    """Profiles of documents with the weights of what is in their bags: rare things weigh more.

    The weight is the usual inverse document frequency, within each language. `sisters` gives the members of
    a document's family, as far as that is known when it is asked.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        claims: Iterable[Claim] = (),
        sisters: Callable[[Key], Mapping[str, Key]] = lambda key: {},
    ) -> None:
        self.sisters = sisters
        self._measures: Mapping[Pair, tuple[float, ...]] = {}
        self._most: dict[Key, tuple[float, ...]] = {}
        self._lexicon = EMPTY
        self._known: dict[Key, tuple[frozenset[str], ...]] = {}  # the words of it that the lexicon knows
        self.claims = {(claim.a, claim.b): claim for claim in claims}
        self.documents = {document.key: document for document in documents}
        self.profiles = {document.key: profile(document) for document in documents}
        self._rarity = _rarities(self.profiles.values())
        self._bags: dict[tuple[str, Key], Bag] = {}
        self._norms: dict[tuple[str, Key], float] = {}
        for key, each in self.profiles.items():
            for name, bag in each.bags.items():
                weighted = self._weighted(name, key.language, bag)
                self._bags[name, key] = weighted
                self._norms[name, key] = sqrt(sum(weight * weight for weight in weighted.values()))

    def _weighted(self, name: str, language: str, bag: Bag) -> Bag:
        rarity = self._rarity[name, language]
        weighted = {thing: often * rarity[thing] for thing, often in bag.items()}
        if len(weighted) > KEPT:
            weighted = dict(nlargest(KEPT, weighted.items(), key=lambda each: (each[1], each[0])))
        return weighted

    def parent(self, key: Key) -> Key | None:
        """The page above this one, if it is there."""
        document = self.documents[key]
        above = Key(key.language, key.kind, document.parent)
        return above if document.parent and above in self.documents else None

    def sister(self, key: Key, language: str) -> Key | None:
        """The translation of a document, as far as families are known by now."""
        return self.sisters(key).get(language)

    def compare(self, measures: Mapping[Pair, tuple[float, ...]]) -> None:
        """Take what all candidates were measured to have in common, so that `rank` can tell."""
        most: dict[Key, tuple[float, ...]] = {}
        for pair, values in measures.items():
            for key in pair:
                known = most.get(key)
                most[key] = values if known is None else tuple(map(max, known, values))
        self._measures, self._most = measures, most

    def rank(self, a: Key, b: Key) -> tuple[float, ...] | None:
        """A pair's measures as shares (0 to 1) of the most that either reaches; None if not compared."""
        values = self._measures.get((a, b))
        if values is None or not any(values):
            return None
        most = map(max, self._most[a], self._most[b])
        return tuple(
            value / best if best > NOTICED else 0.0 for value, best in zip(values, most, strict=True)
        )

    def teach(self, pairs: Iterable[Pair]) -> None:
        """Learn the site's own dictionary from pairs that are sure: from their titles and headings."""
        texts: list[tuple[str, str]] = []
        for a, b in pairs:
            left, right = self.profiles[a], self.profiles[b]
            texts.append((left.title, right.title))
            if len(left.headings) == len(right.headings):
                texts += zip(left.headings, right.headings, strict=True)
        self._lexicon = learn(texts)
        self._known = {key: _known(each, self._lexicon) for key, each in self.profiles.items()}

    def answered(self, a: Key, b: Key) -> tuple[float | None, float | None, float | None]:
        """The share of the known words of two titles, titles with headings, and texts that are answered."""
        if not self._known:
            return None, None, None
        shares = map(self._lexicon.coverage, self._known[a], self._known[b])
        title, top, text = shares
        return title, top, text

    def overlap(self, name: str, a: Key, b: Key) -> Overlap | None:
        """What two documents' bags of this name share; None if one of them is empty: that says nothing."""
        left, right = self._bags[name, a], self._bags[name, b]
        if not left or not right:
            return None
        few, many = (left, right) if len(left) <= len(right) else (right, left)
        dot = amount = 0.0
        in_left = in_right = 0.0
        count = 0
        for thing, weight in few.items():
            other = many.get(thing)
            if other is not None:
                dot += weight * other
                in_left += weight * weight
                in_right += other * other
                amount += min(weight, other)
                count += 1
        first, second = (a, b) if few is left else (b, a)
        norms = self._norms[name, first], self._norms[name, second]
        contained = max(in_left / norms[0] ** 2, in_right / norms[1] ** 2)
        return Overlap(dot / (norms[0] * norms[1]), contained, count, log1p(amount))

    def shared(self, name: str, a: Key, b: Key) -> list[str]:
        """The things in both bags, the rarest first."""
        left, right = self._bags[name, a], self._bags[name, b]
        return sorted(left.keys() & right.keys(), key=lambda thing: (-left[thing] * right[thing], thing))

    def candidates(self, left: Iterable[Key], right: Iterable[Key]) -> Iterator[Pair]:
        """The pairs worth comparing: they share rare things. Each document asks for its best."""
        lefts, rights = sorted(left, key=str), sorted(right, key=str)
        found = dict.fromkeys(self._best(lefts, rights))
        found |= dict.fromkeys((a, b) for b, a in self._best(rights, lefts))
        return iter(found)

    def _best(self, asking: list[Key], asked: list[Key]) -> Iterator[Pair]:
        """For each that asks, those of the other side that share most, by an index of rare things."""
        if len(asked) <= CANDIDATES:
            yield from ((key, other) for key in asking for other in asked)
            return
        index: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        for name in ASKED:
            for place, key in enumerate(asked):
                norm = self._norms[name, key] or 1.0
                for thing, weight in self._bags[name, key].items():
                    index[name, thing].append((place, weight / norm))
        for key in asking:
            scores: dict[int, float] = defaultdict(float)
            for name, most in ASKED.items():
                norm = self._norms[name, key] or 1.0
                rare = nlargest(most, self._bags[name, key].items(), key=lambda each: (each[1], each[0]))
                for thing, weight in rare:
                    posted = index.get((name, thing), ())
                    if len(posted) <= max(POSTED, len(asked) // 20):
                        for place, other in posted:
                            scores[place] += weight * other / norm
            best = nlargest(CANDIDATES, scores.items(), key=lambda each: (each[1], -each[0]))
            yield from ((key, asked[place]) for place, _ in best)


def comparable(key: Key) -> bool:
    """Whether a document can be inferred into a family: its language is known."""
    return key.language != UNDETERMINED


def _known(profile: Profile, lexicon: Lexicon) -> tuple[frozenset[str], ...]:
    """The words of a title, of a title with headings, and of a text that the lexicon knows."""
    title = words_of(profile.title)
    places = (title, title.union(*map(words_of, profile.headings)), profile.bags["words"].keys())
    return tuple(frozenset(word for word in words if word in lexicon.partners) for words in places)


def _rarities(profiles: Iterable[Profile]) -> dict[tuple[str, str], Bag]:
    """(bag, language) -> thing -> weight: `log(1 + documents / documents that have it)`."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for each in profiles:
        total[each.key.language] += 1
        for name, bag in each.bags.items():
            seen[name, each.key.language].update(bag.keys())
    return {
        place: {thing: log(1 + total[place[1]] / count) for thing, count in counts.items()}
        for place, counts in seen.items()
    }
