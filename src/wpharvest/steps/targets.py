"""The targets that there are: those of the house, and those that other packages bring."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from wpharvest.errors import TargetError, UnknownNameError
from wpharvest.exporters import TARGETS, Target

GROUP = "wpharvest.targets"


@cache
def targets() -> Mapping[str, Target]:
    """Every target by name.

    A package adds one by an entry point of the group `wpharvest.targets`: its name, and a module or object
    with the functions `plan` and `export` (https://packaging.python.org/specifications/entry-points/).
    Raises TargetError for one that can't be loaded, has no such functions, or takes a name that is taken.
    """
    found = dict(TARGETS)
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        if point.name in found:
            raise TargetError(point.name, _package(point), "the name is taken")
        found[point.name] = _loaded(point)
    return found


def target(name: str) -> Target:
    """One target. Raises UnknownNameError for a name that none has, TargetError as `targets` does."""
    known = targets()
    if name not in known:
        raise UnknownNameError("target", name, known)
    return known[name]


def _loaded(point: EntryPoint) -> Target:
    try:
        loaded = point.load()
    except (ImportError, AttributeError) as error:
        raise TargetError(point.name, _package(point), str(error)) from error
    for function in ("plan", "export"):
        if not callable(getattr(loaded, function, None)):
            raise TargetError(point.name, _package(point), f"it has no function {function!r}")
    plug: Target = loaded
    return plug


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value
