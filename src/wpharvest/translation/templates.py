"""Titles of one template: `Mapper of the Month: X`. What a site's sure pairs say of its X counts for all.

Where the other sure pairs of such titles have their X on both sides, a pair without is none, however much
else they share: interviews and meetings whose sisters are both missing look like each other's translations.
Where the X are translated (`Bouton`, `Button`), nothing can be said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from wpharvest.model.items import Key
from wpharvest.translation.profile import Profile

SEVERAL = 4  # titles of a language with a word before it is a template's, and other pairs before they teach
STRAY = 0.1  # share of the other pairs that may be without: some of what looks sure is wrong

Pair = tuple[Key, Key]
Template = tuple[str, str]


class Title(msgspec.Struct, frozen=True):
    """The word by which a title belongs to a template, and the words that no other title has."""

    template: str
    own: frozenset[str]


class Templates:
    """The titles of a site. `learn` takes its sure pairs; `apart` tells what they say of one more."""

    def __init__(self, profiles: Mapping[Key, Profile]) -> None:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for key, each in profiles.items():
            counts[key.language].update(each.bags["title_names"].keys())
        self._profiles = profiles
        self._titles = {key: _title(each, counts[key.language]) for key, each in profiles.items()}
        self._seen: Counter[Template] = Counter()
        self._lost: dict[Template, set[Pair]] = {}

    def learn(self, pairs: Iterable[Pair]) -> None:
        """Count how many pairs of each template have own words of a title on both sides."""
        self._seen, self._lost = Counter(), defaultdict(set)
        for pair in pairs:
            if template := self._template(*pair):
                self._seen[template] += 1
                if not self._carried(*pair):
                    self._lost[template].add(pair)

    def apart(self, a: Key, b: Key) -> bool:
        """Whether two titles share no own word, where the other sure pairs of their template do."""
        template = self._template(a, b)
        if template is None or self._carried(a, b):
            return False
        lost = self._lost.get(template, set())
        others, without = self._seen[template] - ((a, b) in lost), len(lost - {(a, b)})
        return others >= SEVERAL and without <= STRAY * others

    def _template(self, a: Key, b: Key) -> Template | None:
        left, right = self._titles[a], self._titles[b]
        return (left.template, right.template) if left and right else None

    def _carried(self, a: Key, b: Key) -> bool:
        """Whether an own word of one title stands anywhere in the other document."""
        left, right = self._titles[a], self._titles[b]
        return bool(
            (left and left.own & self._profiles[b].words) or (right and right.own & self._profiles[a].words)
        )


def _title(profile: Profile, counts: Counter[str]) -> Title | None:
    words = profile.bags["title_names"].keys()
    often = [word for word in words if counts[word] >= SEVERAL]
    own = frozenset(word for word in words if counts[word] == 1)
    template = max(often, key=lambda word: (counts[word], word), default="")
    return Title(template, own) if template and own else None
