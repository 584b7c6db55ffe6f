"""Trees built anew from trees, without recursion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from wpharvest.model.nodes import AnyNode, Figure

Change = Callable[[Any], Any]


def rebuild(root: AnyNode, change: Change) -> Any:
    """The tree with `change(node)` in the place of each node, from the leaves upwards.

    `change` sees a node whose children are already changed and returns a node.
    """
    stack: list[tuple[Any, list[Any]]] = []
    node, built = root, list[Any]()
    while True:
        below = _below(node)
        if len(built) < len(below):
            stack.append((node, built))
            node, built = below[len(built)], []
            continue
        made = change(_with(node, built) if below else node)
        if not stack:
            return made
        node, built = stack.pop()
        built.append(made)


def _below(node: Any) -> tuple[Any, ...]:
    children: tuple[Any, ...] = getattr(node, "children", ())
    return (*children, *node.caption) if isinstance(node, Figure) else children


def _with(node: Any, below: list[Any]) -> Any:
    if isinstance(node, Figure):
        split = len(node.children)
        return replace(node, children=tuple(below[:split]), caption=tuple(below[split:]))
    return replace(node, children=tuple(below))
