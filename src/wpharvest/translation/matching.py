"""Documents -> families: first what the site declares, then what the documents themselves give away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec

from wpharvest.model.documents import Document
from wpharvest.model.families import Evidence, Family
from wpharvest.model.items import Key
from wpharvest.model.notices import Notice
from wpharvest.translation import inference
from wpharvest.translation.addresses import Directory
from wpharvest.translation.claims import RULE, Claim, Claims, claims
from wpharvest.translation.grouping import Group, Groups
from wpharvest.translation.profile import Profile
from wpharvest.translation.rulings import NOTHING, Ruling
from wpharvest.translation.signals import SIGNALS
from wpharvest.translation.survey import Pair, Survey, comparable
from wpharvest.translation.weights import Weights, learned

SURE = 0.95  # the probability from which a family teaches others
DESCRIBED = 30  # characters from which a term's name and description are more than a word


class Pairing(msgspec.Struct, frozen=True):
    """Families by key, and what a person may want to know: refused claims, texts shown twice."""

    families: tuple[Family, ...]
    notices: tuple[Notice, ...] = ()


def pair(documents: Sequence[Document], ruling: Ruling = NOTHING) -> Pairing:
    """Find the families among a site's documents.

    What a person decided (`ruling`) stands above all. Declared translations come next; what they leave open
    is inferred between documents of one kind, one to one between each two languages, and refused rather than
    guessed. The order of the documents doesn't matter.
    """
    documents = sorted(documents, key=lambda document: sortable(document.key))
    directory = Directory(documents)
    groups = Groups(directory.documents, ruling)
    stated = claims(directory)
    survey, weights = Survey(documents, stated.claims, lambda key: groups.of(key).members), learned()
    _join_decided(ruling, groups, survey, weights)
    declared = _join_declared(stated, groups, survey, weights)
    notices = [*ruling.notices, *stated.notices, *declared]
    _join_inferred(stated, groups, survey, weights)
    return Pairing(tuple(named(groups.families())), tuple(notices))


def sortable(key: Key) -> tuple[str, bool, int, str, str]:
    """Orders keys by kind, then number; ids may be numbers or words."""
    number = key.id if isinstance(key.id, int) else 0
    return key.kind, isinstance(key.id, str), number, str(key.id), key.language


def _join_decided(ruling: Ruling, groups: Groups, survey: Survey, weights: Weights) -> None:
    """Join what a person put together; what speaks for it besides is told as well."""
    for verdict in ruling.joins():
        if not groups.together(verdict.a, verdict.b):
            besides = inference.reasons((verdict.a, verdict.b), survey, weights, SIGNALS)
            groups.join(verdict.a, verdict.b, 1.0, [verdict, *besides], "person")


def _join_declared(stated: Claims, groups: Groups, survey: Survey, weights: Weights) -> Iterator[Notice]:
    """Take the claims, strongest first; of those that contradict each other and are equally strong, none."""
    tiers: dict[tuple[bool, bool, int], list[Claim]] = defaultdict(list)
    for claim in stated.claims:
        tiers[claim.strength].append(claim)
    for strength in sorted(tiers, reverse=True):
        open_claims = [
            claim
            for claim in tiers[strength]
            if not (groups.together(claim.a, claim.b) or groups.barred(claim.a, claim.b))
        ]
        possible = [claim for claim in open_claims if groups.can_join(claim.a, claim.b)]
        refused = [claim for claim in open_claims if claim not in possible]
        rivals = Counter(place for claim in possible for place in _places(claim))
        for claim in possible:
            alone = all(rivals[place] == 1 for place in _places(claim))
            if not (alone and _join(claim, groups, survey, weights)):
                refused.append(claim)
        yield from map(_refusal, refused)


def _join(claim: Claim, groups: Groups, survey: Survey, weights: Weights) -> bool:
    if groups.together(claim.a, claim.b):
        return True
    if not groups.can_join(claim.a, claim.b):
        return False
    evidence = inference.reasons((claim.a, claim.b), survey, weights, inference.DECLARED)
    sure = inference.sigmoid(sum(each.weight for each in evidence))
    groups.join(claim.a, claim.b, round(sure, 4), evidence, "declared")
    return True


def _places(claim: Claim) -> Iterator[tuple[Key, str]]:
    """What a claim takes: a document's one place for a sister in a language."""
    yield claim.a, claim.b.language
    yield claim.b, claim.a.language


def _refusal(claim: Claim) -> Notice:
    said = " and ".join(claim.sources)
    what = f"{claim.b} is declared ({said}) as its translation, but another claim contradicts that: refused"
    return Notice(RULE, what, claim.a)


def _join_inferred(stated: Claims, groups: Groups, survey: Survey, weights: Weights) -> None:
    """First what is sure; then, with what those families tell, the rest that is sure enough.

    Rivals keep counting after they found their own sister: or what lost its sister would take another's.
    """
    alone = inference.first_scores(_open_pairs(survey, stated, groups), survey, weights)
    for least, calibration in ((SURE, weights.at_first), (weights.threshold, weights.calibration)):
        known = list(_sure_pairs(groups))
        survey.teach(known)
        scores = {
            pair: score + inference.log_odds(pair, survey, weights, inference.FAMILIAR)
            for pair, score in alone.items()
        }
        guesses = inference.guesses(scores, weights.bias, calibration)
        surest = ((guess.a, guess.b) for guess in guesses if guess.probability >= SURE)
        survey.templates.learn(dict.fromkeys((*known, *surest)))
        for guess in guesses:
            if guess.probability < least:
                break
            _join_guess(guess, groups, survey, weights)


def _join_guess(guess: inference.Guess, groups: Groups, survey: Survey, weights: Weights) -> None:
    if not groups.can_join(guess.a, guess.b) or inference.contradict(guess.a, guess.b, survey):
        return
    why = inference.reasons((guess.a, guess.b), survey, weights)
    if why:
        groups.join(guess.a, guess.b, round(guess.probability, 4), why, "inferred")


def _sure_pairs(groups: Groups) -> Iterator[Pair]:
    for group in groups.families():
        if group.confidence >= SURE:
            yield from combinations(sorted(group.members.values()), 2)


def _open_pairs(survey: Survey, stated: Claims, groups: Groups) -> Iterator[Pair]:
    """Pairs of one kind and role in two languages that no declaration has settled."""
    shelves: dict[tuple[str, str], dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
    for key, document in survey.documents.items():
        if comparable(key) and key not in stated.copies and _tells_enough(survey.profiles[key]):
            shelves[key.kind, document.role][key.language].append(key)
    for shelf in shelves.values():
        for left, right in combinations(sorted(shelf), 2):
            lefts = [key for key in shelf[left] if right not in groups.of(key).members]
            rights = [key for key in shelf[right] if left not in groups.of(key).members]
            for a, b in survey.candidates(lefts, rights):
                if (a, b) not in stated.twins and groups.can_join(a, b):
                    yield a, b


def _tells_enough(profile: Profile) -> bool:
    """Whether a document says enough to be inferred; a tag that is a bare name is a word, not a text."""
    return profile.role != "taxonomy" or profile.length >= DESCRIBED


def named(groups: Sequence[Group]) -> list[Family]:
    """Families with their keys: the kind and the smallest number of their members.

    Sites of a network number their posts each for itself, so that two families may come to one name; then
    each adds the language whose number it is.
    """
    first = {id(group): min(group.members.values(), key=sortable) for group in groups}
    names = Counter(f"{key.kind}-{key.id}" for key in first.values())
    families = []
    for group in groups:
        key = first[id(group)]
        name = f"{key.kind}-{key.id}"
        families.append(_family(group, name if names[name] == 1 else f"{name}-{key.language}"))
    return sorted(families, key=lambda family: sortable(min(family.members.values(), key=sortable)))


def _family(group: Group, name: str) -> Family:
    return Family(
        key=name,
        members=dict(sorted(group.members.items())),
        confidence=group.confidence,
        decided_by=group.decided_by,
        evidence=tuple(sorted(group.evidence, key=_weightiest)),
    )


def _weightiest(each: Evidence) -> tuple[float, str, str, str]:
    return -each.weight, each.signal, str(each.a), str(each.b)
