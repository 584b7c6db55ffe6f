"""A person's verdicts against a site's documents: what they join, what they keep apart, what contradicts."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from math import inf

import msgspec

from wpharvest.errors import PairsError, near_miss
from wpharvest.model.families import Evidence
from wpharvest.model.items import Key
from wpharvest.model.notices import Notice
from wpharvest.translation.overrides import Verdict, named_in

RULE = "pairs.toml"
SIGNAL = "person"

Joints = Mapping[Key, Sequence[tuple[Key, int]]]  # document -> those that a line joins it to


class Ruling(msgspec.Struct, frozen=True):
    """What a person decided, as evidence of infinite weight, and what alone means no evidence can undo.

    `evidence` is between two documents, `a < b`: `inf` where they belong together, `-inf` where they don't.
    `alone`: the languages in which a document has no sister; empty for all of them.
    """

    evidence: tuple[Evidence, ...] = ()
    alone: Mapping[Key, frozenset[str]] = {}
    notices: tuple[Notice, ...] = ()

    def joins(self) -> Iterator[Evidence]:
        """What belongs together."""
        return (each for each in self.evidence if each.weight > 0)

    def bars(self) -> frozenset[tuple[Key, Key]]:
        """What doesn't."""
        return frozenset((each.a, each.b) for each in self.evidence if each.weight < 0)


NOTHING = Ruling()


def ruling(
    verdicts: Sequence[Verdict],
    documents: Collection[Key],
    once: Collection[tuple[str, int | str]] = (),
    name: str = RULE,
) -> Ruling:
    """Make verdicts evidence. A document that is gone from the site is left out with a notice.

    `once` is kind and id of everything that the snapshot has or had. Raises PairsError, naming the lines, for
    a contradiction, and for a document that never was there, with the near miss.
    """
    check(verdicts, name)
    known = frozenset(documents)
    notices = list(_strangers(verdicts, known, once, name))
    evidence = []
    for verdict in verdicts:
        if verdict.kind != "alone":
            there = sorted(key for key in verdict.documents if key in known)
            evidence += [
                Evidence(a, b, SIGNAL, inf if verdict.kind == "together" else -inf, _why(verdict))
                for a, b in combinations(there, 2)
            ]
    return Ruling(tuple(evidence), _alone(verdicts), tuple(notices))


def check(verdicts: Sequence[Verdict], name: str = RULE) -> None:
    """Raise PairsError for the first contradiction, with all lines that bring it about."""
    joints = _joints(verdicts)
    for family in _families(joints):
        by_language: dict[str, Key] = {}
        for key in family:
            other = by_language.setdefault(key.language, key)
            if other != key:
                lines = _path(other, key, joints)
                raise PairsError(
                    name, lines, f"{other} and {key} can't be one family: both are in {key.language!r}"
                )
    for verdict in verdicts:
        if verdict.kind == "apart":
            for a, b in combinations(verdict.documents, 2):
                if lines := _path(a, b, joints):
                    raise PairsError(
                        name, (*lines, verdict.line), f"{a} and {b} can't be both together and apart"
                    )
        if verdict.kind == "alone":
            _check_alone(verdict, joints, name)


def _check_alone(verdict: Verdict, joints: Joints, name: str) -> None:
    (key,) = verdict.documents
    for other in sorted(_reached(key, joints)):
        if other != key and (not verdict.languages or other.language in verdict.languages):
            lines = (*_path(key, other, joints), verdict.line)
            raise PairsError(name, lines, f"{key} can't be both alone and together with {other}")


def _joints(verdicts: Sequence[Verdict]) -> Joints:
    joints: dict[Key, list[tuple[Key, int]]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.kind == "together":
            for a, b in combinations(verdict.documents, 2):
                joints[a].append((b, verdict.line))
                joints[b].append((a, verdict.line))
    return joints


def _families(joints: Joints) -> Iterator[list[Key]]:
    seen: set[Key] = set()
    for key in joints:
        if key not in seen:
            family = _reached(key, joints)
            seen.update(family)
            yield family


def _reached(key: Key, joints: Joints) -> list[Key]:
    """The document and all that lines join it to, nearest first."""
    found = {key: None}
    todo = deque([key])
    while todo:
        for other, _ in joints.get(todo.popleft(), ()):
            if other not in found:
                found[other] = None
                todo.append(other)
    return list(found)


def _path(start: Key, goal: Key, joints: Joints) -> tuple[int, ...]:
    """The lines of the shortest chain that joins two documents; empty if none does."""
    came: dict[Key, tuple[Key, int]] = {}
    todo = deque([start])
    while todo and goal not in came:
        here = todo.popleft()
        for other, line in joints.get(here, ()):
            if other != start and other not in came:
                came[other] = here, line
                todo.append(other)
    lines: list[int] = []
    while goal in came:
        goal, line = came[goal]
        lines.append(line)
    return tuple(dict.fromkeys(reversed(lines)))


def _strangers(
    verdicts: Sequence[Verdict], known: frozenset[Key], once: Collection[tuple[str, int | str]], name: str
) -> Iterator[Notice]:
    spoken = sorted({key.language for key in known})
    for verdict, key in named_in(verdicts):
        if key in known:
            continue
        if key.language in spoken and (key.kind, key.id) not in once:
            near = near_miss(str(key), _neighbours(key, known))
            hint = f": did you mean {near!r}?" if near else ""
            raise PairsError(name, (verdict.line,), f"no document is called {str(key)!r}{hint}")
        yield Notice(RULE, f"line {verdict.line} names a document that the site doesn't show any more", key)
    for verdict in verdicts:
        for code in verdict.languages:
            if code not in spoken:
                near = near_miss(code, spoken)
                hint = f": did you mean {near!r}?" if near else ""
                what = f"line {verdict.line}: no document is in {code!r}{hint}"
                yield Notice(RULE, what, verdict.documents[0])


def _neighbours(key: Key, known: frozenset[Key]) -> list[str]:
    """What may have been meant: the same number elsewhere, else the same kind; a whole site is too many."""
    same_number = [str(other) for other in known if other.id == key.id]
    return sorted(same_number) or sorted(str(other) for other in known if other.language == key.language)


def _alone(verdicts: Sequence[Verdict]) -> dict[Key, frozenset[str]]:
    """Languages add up; an entry without any means all of them."""
    found: dict[Key, frozenset[str]] = {}
    for verdict in verdicts:
        if verdict.kind == "alone":
            (key,) = verdict.documents
            more = frozenset(verdict.languages)
            before = found.get(key)
            found[key] = more if before is None else (before | more if before and more else frozenset())
    return found


def _why(verdict: Verdict) -> str:
    said = "a person says that they belong together"
    if verdict.kind == "apart":
        said = "a person says that they don't belong together"
    return f"{said}: {verdict.note}" if verdict.note else said
