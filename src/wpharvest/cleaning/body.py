"""The two values of the room: a body while it is being cleaned, and what comes of it."""

from __future__ import annotations

import msgspec
from turbohtml import Element, parse_fragment

from wpharvest.model.notices import Notice


class Cleaned(msgspec.Struct, frozen=True):
    """Clean HTML, and what each rule took (notices without a key: the caller knows whose body it is)."""

    html: str
    notices: tuple[Notice, ...] = ()


class Body:
    """A body between two rules: its elements below `root`, which the rules change in place.

    `source` stays what was served, so that a rule can tell from it, without a search, that there is nothing
    for it to do.
    """

    __slots__ = ("_linked", "root", "source", "touched")

    def __init__(self, source: str) -> None:
        self.source = source
        self.root: Element = parse_fragment(source, positions=False)
        self.touched = False  # whether any rule has found something yet
        self._linked: frozenset[str] | None = None

    @property
    def html(self) -> str:
        """The body as it stands, written as browsers write `innerHTML`."""
        return self.root.inner_html

    @property
    def linked(self) -> frozenset[str]:
        """The ids that something in this body links to."""
        if self._linked is None:
            links = self.root.select('a[href^="#"]') if "#" in self.source else []
            self._linked = frozenset(value(each, "href")[1:] for each in links)
        return self._linked

    def is_target(self, element: Element) -> bool:
        """Whether something in this body links to the element."""
        return bool(self.linked) and (
            value(element, "id") in self.linked or value(element, "name") in self.linked
        )


def value(element: Element, name: str) -> str:
    """An attribute as text, empty where there is none."""
    return element.attr(name) or ""
