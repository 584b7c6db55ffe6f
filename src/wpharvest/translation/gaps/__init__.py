"""What is missing, left over or out of date between the languages of a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wpharvest.model.documents import Document
from wpharvest.model.families import Family
from wpharvest.model.gaps import KINDS, Gap
from wpharvest.model.items import Key
from wpharvest.translation.addresses import Directory
from wpharvest.translation.alignment import align, teach
from wpharvest.translation.gaps import alone, alt, links, missing, stale, untranslated
from wpharvest.translation.gaps.side import Side, sides
from wpharvest.translation.gaps.stale import Version
from wpharvest.translation.gaps.tongue import Tongues
from wpharvest.translation.lexicon import Lexicon

__all__ = ["Version", "find_gaps", "lexicon_of", "pairs_of"]

TEACHERS = 100  # families that teach the lexicon: more take longer and teach little

Versions = Mapping[Key, Sequence[Version]]


def find_gaps(
    documents: Sequence[Document],
    families: Sequence[Family],
    default_language: str = "",
    versions: Versions | None = None,
) -> list[Gap]:
    """All gaps of a site, by document, place and kind.

    Each family is looked at from its document in `default_language` (its first one, if it has none) to each
    of the others. `versions` are what a snapshot's history knows of the documents, oldest first; without
    them nothing is stale.
    """
    directory = Directory(documents)
    by_key = {key: family for family in families for key in family.members.values()}
    lexicon = lexicon_of(families, directory.documents)
    tongues, places, known = Tongues(documents), links.Places(directory, by_key), versions or {}
    found = [*alone.find(documents, by_key)]
    both = [
        side
        for left, right in pairs_of(families, directory.documents, default_language)
        for side in sides(left, right, align(left, right, lexicon))
    ]
    for side in both:
        untranslated.learn(side, tongues)
    for side in both:
        found += _of(side, tongues, places, known)
    return sorted(dict.fromkeys(found), key=_place)


def pairs_of(
    families: Iterable[Family], documents: Mapping[Key, Document], default_language: str = ""
) -> Iterator[tuple[Document, Document]]:
    """The documents of each family that are laid side by side: the first of it with each of the others."""
    for family in families:
        languages = sorted(family.members, key=lambda language: (language != default_language, language))
        here, *others = (documents[family.members[language]] for language in languages)
        yield from ((here, other) for other in others)


def lexicon_of(families: Iterable[Family], documents: Mapping[Key, Document]) -> Lexicon:
    """The lexicon that a site's surest families teach: declared ones and a person's before inferred ones."""
    surest = sorted(
        families, key=lambda family: (family.decided_by == "inferred", -family.confidence, family.key)
    )
    return teach(pairs_of(surest[:TEACHERS], documents))


def _of(side: Side, tongues: Tongues, places: links.Places, versions: Versions) -> Iterator[Gap]:
    yield from missing.find(side)
    yield from untranslated.find(side, tongues)
    yield from links.find(side, places)
    yield from alt.find(side)
    own, sisters = versions.get(side.document.key, ()), versions.get(side.sister.key, ())
    yield from stale.find(side, own, sisters)


def _place(gap: Gap) -> tuple[Key, int, int, str]:
    return gap.document, gap.block, KINDS.index(gap.kind), gap.words
