"""What a site declares of its translations, made into pairs of documents; nothing is guessed here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from wpharvest import language
from wpharvest.model.documents import Declared, Document
from wpharvest.model.items import Key
from wpharvest.model.nodes import words_of
from wpharvest.model.notices import Notice
from wpharvest.text import fold
from wpharvest.translation.addresses import Directory
from wpharvest.urls import normal

RULE = "pairing"
SAME_ID = "same_id"
SWITCHER = "switcher"
BY_ADDRESS = ("hreflang", "sitemap", SWITCHER)
QUIET = {SAME_ID, SWITCHER}  # weaker than what is said aloud
SAME_TEXT = 0.9  # share of words from which two texts are one text shown twice
SAME_PART = 0.95  # share of the shorter one's words from which it is a part of the other
SEVERAL = 20  # words that tell something
SURE = 0.95  # how sure the language of a text must be to say that it isn't translated

Pair = tuple[Key, Key]


class Claim(msgspec.Struct, frozen=True):
    """Two documents that the site says are translations of each other.

    `a < b`; `sources` names the places that say so (`hreflang`, `translations` …), `by_both` those of them
    where each names the other; `mutual`: both say it, be it in different places.
    """

    a: Key
    b: Key
    sources: tuple[str, ...]
    mutual: bool
    by_both: tuple[str, ...] = ()

    @property
    def strength(self) -> tuple[bool, bool, int]:
        """Orders claims that contradict each other: mutual ones, then what is said aloud, then by sources."""
        return self.mutual, not QUIET.issuperset(self.sources), len(self.sources)


class Claims(msgspec.Struct, frozen=True):
    """All claims, strongest first; `twins` are documents that show one text under two languages."""

    claims: tuple[Claim, ...]
    twins: frozenset[Pair]
    copies: frozenset[Key]
    notices: tuple[Notice, ...]


def claims(directory: Directory) -> Claims:
    """Resolve every `Declared` to a document, and find documents that are served under one id."""
    told: dict[Pair, dict[str, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for document in directory.documents.values():
        for declared in document.declared:
            if (target := _target(document, declared, directory)) is not None:
                told[_pair(document.key, target)][declared.source].add(document.key)
    twins: set[Pair] = set()
    copies: set[Key] = set()
    notices: list[Notice] = []
    for pair in _one_id(directory):
        left, right = (directory.documents[key] for key in pair)
        if not (same_text(left, right) or _one_tongue(left, right)):
            told[pair][SAME_ID].update(pair)
            continue
        twins.add(pair)
        copies.update(_copy(left, right))
        notices.append(
            Notice(RULE, f"{pair[0]} and {pair[1]} show the same text: it isn't translated", pair[1])
        )
    found = [_claim(pair, sources) for pair, sources in told.items() if pair not in twins]
    kept = [claim for claim in found if claim.mutual or not _only_to_home(claim, told, directory)]
    return Claims(
        tuple(sorted(kept, key=lambda claim: (not claim.mutual, -len(claim.sources), claim.a, claim.b))),
        frozenset(twins),
        frozenset(copies),
        tuple(notices),
    )


def same_text(a: Document, b: Document) -> bool:
    """Whether two documents hold the same words, or one is the other less a part or all: no translation."""
    left, right = _words(a), _words(b)
    total, shared = (left | right).total(), (left & right).total()
    fewer = min(left.total(), right.total())
    part = fewer >= SEVERAL or not (words_of(a.body) and words_of(b.body))  # or nothing but the same title
    return not total or shared / total >= SAME_TEXT or (part and shared >= fewer * SAME_PART)


def _target(document: Document, declared: Declared, directory: Directory) -> Key | None:
    """The document that is meant, if it is another one, of the same role and in another language."""
    found = directory.by_id(document.key.kind, declared.id, declared.language) if declared.id else None
    if found is None and declared.url and normal(declared.url) != normal(document.url):
        found = directory.by_url(declared.url, declared.language)
    if found is None or found.language == document.key.language:
        return None
    named = language.primary(declared.language) == language.primary(found.language)
    if declared.source == SWITCHER and not named:  # a link called IT may lead to the computing department
        return None
    return found if directory.documents[found].role == document.role else None


def _only_to_home(claim: Claim, told: Mapping[Pair, Mapping[str, set[Key]]], directory: Directory) -> bool:
    """Whether a page points at a home page without being one: switchers do that for want of a sister."""
    homes = {key for key in (claim.a, claim.b) if directory.is_home(key)}
    speakers = {key for keys in told[claim.a, claim.b].values() for key in keys}
    by_address = all(source in BY_ADDRESS for source in claim.sources)
    return by_address and len(homes) == 1 and not speakers & homes


def _claim(pair: Pair, sources: Mapping[str, set[Key]]) -> Claim:
    mutual = len({key for keys in sources.values() for key in keys}) > 1
    by_both = tuple(sorted(source for source, keys in sources.items() if len(keys) > 1))
    return Claim(*pair, tuple(sorted(sources)), mutual, by_both)


def _one_id(directory: Directory) -> Iterator[Pair]:
    for keys in directory.shown_twice():
        ordered = sorted(keys)
        for place, left in enumerate(ordered):
            for right in ordered[place + 1 :]:
                if left.language != right.language and _same_place(left, right, directory):
                    yield left, right


def _same_place(a: Key, b: Key, directory: Directory) -> bool:
    """Whether one number can mean one post: sites of a network number their posts each for itself."""
    left, right = directory.documents[a], directory.documents[b]
    return left.slug == right.slug or left.date == right.date != "" or same_text(left, right)


def _one_tongue(a: Document, b: Document) -> bool:
    """Whether both are surely written in the same of their two languages: no translation, though edited."""
    told = {_tongue(each, a, b, SURE) for each in (a, b)}
    return len(told) == 1 and "" not in told


def _copy(a: Document, b: Document) -> Iterator[Key]:
    """Of two documents with one text, those whose language isn't the text's own."""
    told = _tongue(a, a, b, 0.5)
    if told:
        yield from (each.key for each in (a, b) if language.primary(each.key.language) != told)


def _tongue(document: Document, a: Document, b: Document, least: float) -> str:
    """Which of the languages of `a` and `b` a document is written in; empty if that isn't sure."""
    among = (language.primary(a.key.language), language.primary(b.key.language))
    if len(set(among)) < 2:
        return ""
    told, sure = language.detect(f"{document.title}\n{words_of(document.body)}", among)
    return told if sure >= least else ""


def _words(document: Document) -> Counter[str]:
    return Counter(fold(f"{document.title}\n{words_of(document.body)}").split())


def _pair(a: Key, b: Key) -> Pair:
    return (a, b) if a < b else (b, a)
