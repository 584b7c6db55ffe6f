"""Which language a few words are in, on this site: by a model of languages, and by the site's own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log

from wpharvest.language import leaning, primary
from wpharvest.model.documents import Document
from wpharvest.model.nodes import words_of
from wpharvest.text import fold
from wpharvest.translation.gaps.runs import Run

RARE = -2.0  # log-odds that a run is in the other language before anything is known about it
COPIED = 1.5  # what it is worth that the sister has the same words at this place
ENOUGH = 40  # letters from which the model's word counts in full
MODEL, WORD, WORDS = 8.0, 2.5, 5.0  # the most that the model, one word and all words can say
MEANT = 3  # letters; shorter words are everywhere
_WORD = re.compile(r"[^\W\d_]+")
_SPOKEN = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")  # without what makes an address, a file's name, code
_AROUND = ".,;:!?…\"“”„«»‘’'()[]–—-*•"


class Tongues:
    """Judges runs of text by what a site's documents teach about its languages."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._seen: dict[str, Counter[str]] = defaultdict(Counter)
        self._odds: dict[tuple[str, str, str], float] = {}
        for document in documents:
            self._seen[primary(document.key.language)].update(_common(words_of(document.body)))

    def forget(self, language: str, text: str) -> None:
        """A text on pages of a language isn't in that language: its words teach nothing about it."""
        self._seen[language].subtract(_common(text))

    def foreign(self, run: Run, own: str, other: str, *, copied: bool) -> float:
        """Log-odds that a run on a page in `own` is in `other`; 0 or less where nothing can be said.

        `copied`: the sister has the very same words. Names say nothing; what is only a name isn't judged.
        """
        words, text = _judged(run)
        if not words:
            return 0.0
        model = self._model(text, own, other) * min(1.0, sum(map(len, words)) / ENOUGH)
        itself = Counter(_common(run.text))
        known = sum(
            self._word(word, itself[word], itself[word] * copied, own, other)
            for word in {fold(word) for whole in words for word in _WORD.findall(whole)}
            if len(word) >= MEANT
        )
        if len(words) == 1 and known <= 0:
            return 0.0  # a model's word on a single word is a guess: the site's own pages must know it
        return RARE + model + max(-WORDS, min(WORDS, known)) + (COPIED if copied else 0.0)

    def _model(self, text: str, own: str, other: str) -> float:
        """What the model of languages says; asked once for a text."""
        asked = (text, own, other)
        if asked not in self._odds:
            self._odds[asked] = max(-MODEL, min(MODEL, leaning(text, own, (other,))[1]))
        return self._odds[asked]

    def _word(self, word: str, here: int, copy: int, own: str, other: str) -> float:
        """What one word says. The run itself is no witness, nor is its copy on the other side."""
        there = max(0, self._seen[other][word] - copy)
        at_home = max(0, self._seen[own][word] - here)
        if not there and not at_home:
            return 0.0
        share = (there + 0.5) / (len(self._seen[other]) + 1)
        usual = (at_home + 0.5) / (len(self._seen[own]) + 1)
        return max(-WORD, min(WORD, log(share / usual)))


def _common(text: str) -> Iterator[str]:
    """The words in lower case: those with a capital may be names, which every language has."""
    return (fold(word) for word in _WORD.findall(text) if word.islower())


def _judged(run: Run) -> tuple[list[str], str]:
    """The words of a run that aren't names, and its text of them; nothing if it is only a name.

    Addresses, file names, code and the like are no words. A text in which every word has a capital is the
    name of something: Service Public Fédéral Justice.
    """
    words = [word for token in run.text.split() if (word := token.strip(_AROUND)) and _SPOKEN.fullmatch(word)]
    plain = [word for place, word in enumerate(words) if word.islower() or (not place and word.istitle())]
    if len(words) - len(plain) > 1 and not any(map(str.islower, plain)):
        return [], ""
    return plain, " ".join(plain)
