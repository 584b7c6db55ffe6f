"""A whole site's profiles: what is rare in it, and which documents are worth comparing at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from math import fsum, log, log1p, sqrt
from operator import mul

import msgspec

from wpharvest.model.documents import Document
from wpharvest.model.items import UNDETERMINED, Key
from wpharvest.translation.claims import Claim
from wpharvest.translation.lexicon import Known, Lexicon, answered, learn, words_of
from wpharvest.translation.profile import Bag, Profile, profile
from wpharvest.translation.templates import Templates

KEPT_WHOLE = (
    "links",
    "media",
    "contacts",
    "numbers",
    "title_numbers",
    "title_names",
)  # asked for as they are
KEPT = 400  # the weightiest things of a bag: the rest costs memory and says next to nothing
ASKED = {"links": 60, "media": 40, "contacts": 20, "numbers": 40, "names": 60, "code": 40, "cognates": 80}
ASKED |= {"titles": 30, "headings": 60, "slugs": 20, "words": 60, "paths": 1, "parts": 40}
RAREST = 30  # things of a bag that make a document this one and no other
TELLING = 3  # fewer things tell nothing
POSTED = 60  # a thing that more documents of a language than this have leads nowhere
NOTICED = 0.05  # a measure below this is no more than chance
CANDIDATES = 15  # a document is compared with that many of each other language

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
        self._known: dict[Key, tuple[Known, ...]] = {}  # the words of it that the lexicon knows
        self.claims = {(claim.a, claim.b): claim for claim in claims}
        self.documents = {document.key: document for document in documents}
        whole = [profile(document) for document in documents]
        rarity = _rarities(whole)
        self.profiles: dict[Key, Profile] = {}
        self._bags: dict[tuple[str, Key], Bag] = {}
        self._norms: dict[tuple[str, Key], float] = {}
        self._rarest: dict[tuple[str, Key], frozenset[str]] = {}
        while whole:  # the whole bags are large and hardly ever needed: they go one by one
            each = whole.pop()
            for name, bag in each.bags.items():
                weighted = _weighted(bag, rarity[name, each.key.language])
                self._bags[name, each.key] = weighted
                self._norms[name, each.key] = sqrt(fsum(weight * weight for weight in weighted.values()))
            kept = {name: each.bags[name] for name in KEPT_WHOLE}
            self.profiles[each.key] = msgspec.structs.replace(each, bags=kept)
        self.templates = Templates(self.profiles)

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
        lexicon = learn(texts)
        self._known = {key: _known(each, lexicon) for key, each in self.profiles.items()}

    def answered(self, a: Key, b: Key) -> tuple[float | None, float | None, float | None]:
        """The share of the known words of two titles, titles with headings, and texts that are answered."""
        if not self._known:
            return None, None, None
        title, top, text = map(answered, self._known[a], self._known[b])
        return title, top, text

    def overlap(self, name: str, a: Key, b: Key) -> Overlap | None:
        """What two documents' bags of this name share; None if one of them is empty: that says nothing."""
        left, right = self._bags[name, a], self._bags[name, b]
        if not left or not right:
            return None
        shared = left.keys() & right.keys()
        if not shared:
            return Overlap(0.0, 0.0, 0, 0.0)
        lefts, rights = [left[thing] for thing in shared], [right[thing] for thing in shared]
        norms = self._norms[name, a], self._norms[name, b]
        # `fsum`, because a set has its things in another order in each run
        contained = max(
            fsum(map(mul, own, own)) / norm**2 for own, norm in zip((lefts, rights), norms, strict=True)
        )
        cosine = fsum(map(mul, lefts, rights)) / (norms[0] * norms[1])
        return Overlap(cosine, contained, len(shared), log1p(fsum(map(min, lefts, rights))))

    def shared(self, name: str, a: Key, b: Key) -> list[str]:
        """The things in both bags, the rarest first."""
        left, right = self._bags[name, a], self._bags[name, b]
        return sorted(left.keys() & right.keys(), key=lambda thing: (-left[thing] * right[thing], thing))

    def rarest(self, name: str, a: Key, b: Key) -> tuple[float, float] | None:
        """Of the rarest things in each bag the share that is in the other bag: the smaller, the larger share.

        None if one of them has too few things to tell.
        """
        left, right = self._bags[name, a], self._bags[name, b]
        if min(len(left), len(right)) < TELLING:
            return None
        mine, theirs = self._rarest_of(name, a), self._rarest_of(name, b)
        shares = len(mine & right.keys()) / len(mine), len(theirs & left.keys()) / len(theirs)
        return min(shares), max(shares)

    def shared_rarest(self, name: str, a: Key, b: Key) -> list[str]:
        """The things in both bags that are among the rarest of one of them, the rarest first."""
        rare = self._rarest_of(name, a) | self._rarest_of(name, b)
        return [thing for thing in self.shared(name, a, b) if thing in rare]

    def _rarest_of(self, name: str, key: Key) -> frozenset[str]:
        found = self._rarest.get((name, key))
        if found is None:
            found = self._rarest[name, key] = frozenset(islice(self._bags[name, key], RAREST))
        return found

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
        scores: list[dict[int, float]] = [defaultdict(float) for _ in asking]
        for name, most in ASKED.items():
            self._add_shared(name, most, asking, asked, scores)
        for key, found in zip(asking, scores, strict=True):
            best = nlargest(CANDIDATES, found.items(), key=lambda each: (each[1], -each[0]))
            yield from ((key, asked[place]) for place, _ in best)
            found.clear()

    def _add_shared(
        self, name: str, most: int, asking: list[Key], asked: list[Key], scores: list[dict[int, float]]
    ) -> None:
        """Add to each asking document's scores what its rarest things of one bag find on the other side."""
        rare = [dict(islice(self._bags[name, key].items(), most)) for key in asking]
        sought = set().union(*rare)
        index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, key in enumerate(asked):
            bag, norm = self._bags[name, key], self._norms[name, key]
            for thing in bag.keys() & sought:
                index[thing].append((place, bag[thing] / norm))
        crowd = max(POSTED, len(asked) // 20)
        for key, things, found in zip(asking, rare, scores, strict=True):
            for thing, weight in things.items():
                posted = index.get(thing, ())
                if len(posted) <= crowd:
                    own = weight / self._norms[name, key]
                    for place, other in posted:
                        found[place] += own * other


def comparable(key: Key) -> bool:
    """Whether a document can be inferred into a family: its language is known."""
    return key.language != UNDETERMINED


def _known(profile: Profile, lexicon: Lexicon) -> tuple[Known, ...]:
    """The words of a title, of a title with headings, and of a text that the lexicon knows."""
    title = words_of(profile.title)
    places = (title, title.union(*map(words_of, profile.headings)), profile.words)
    return tuple(map(lexicon.known, places))


def _weighted(bag: Bag, rarity: Bag) -> Bag:
    """A bag by how rare its things are, the weightiest first, and no more of them than tell something."""
    weights = {thing: rarity[thing] if often == 1 else often * rarity[thing] for thing, often in bag.items()}
    return dict(nlargest(KEPT, weights.items(), key=lambda each: (each[1], each[0])))


def _rarities(profiles: Iterable[Profile]) -> dict[tuple[str, str], Bag]:
    """(bag, language) -> thing -> weight: `log(1 + documents / documents that have it)`."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for each in profiles:
        total[each.key.language] += 1
        for name, bag in each.bags.items():
            seen[name, each.key.language].update(bag.keys())
    found: dict[tuple[str, str], Bag] = {}
    for place, counts in seen.items():
        of_count = {count: log(1 + total[place[1]] / count) for count in set(counts.values())}
        found[place] = {thing: of_count[count] for thing, count in counts.items()}
    return found
