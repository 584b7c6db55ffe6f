"""The two values of the room: a body while it is being cleaned, and what comes of it."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import Any

import msgspec
from turbohtml import Comment, Element, Node, Text, parse_fragment

from wpharvest.model.notices import Notice

# As functions of C, which `map` calls without a step of Python for each element of each body.
_TAG = attrgetter("tag")
_ATTRIBUTES = attrgetter("attrs")
COMMENT = "#comment"  # among the tags, where there are any: so DOM calls them
# So does `</` before no letter (https://html.spec.whatwg.org/multipage/parsing.html#bogus-comment-state).
_COMMENT = re.compile("<(?:[!?]|/[^a-zA-Z>])")
VERBATIM = "code, pre, kbd, samp, tt, var, script, style, textarea"
_VERBATIM = frozenset(VERBATIM.split(", "))


def _found(root: Element, path: str) -> list[Any]:
    """Comments or values of attributes, in a fraction of the time that it takes to ask each node."""
    found: Any = root.xpath(f"descendant::{path}")
    return list(found)


class Cleaned(msgspec.Struct, frozen=True):
    """Clean HTML, and what each rule took (notices without a key: the caller knows whose body it is)."""

    html: str
    notices: tuple[Notice, ...] = ()


class Body:
    """A body between two rules: its elements below `root`, which the rules change in place.

    `source` stays what was served; `tags` and `attributes` are the names of its elements and attributes,
    `size` is how many elements there were. From these a rule can tell that there is nothing for it to do:
    each body is searched for them once, not by every rule for its own signs (thirty rules' signs took longer
    to look for than to parse and sanitise).
    `remove` are the CSS selectors that the user has added, `remarks` what a rule has seen and left as it was,
    `again` says that what a rule took may have made prey for another, `written` is its HTML once all have
    gone through it, `safe` what nh3 itself has written in this round or the one before.
    """

    __slots__ = (
        "_linked",
        "_names",
        "_seen",
        "again",
        "attributes",
        "remarks",
        "remove",
        "root",
        "safe",
        "size",
        "source",
        "tags",
        "touched",
        "written",
    )

    def __init__(self, source: str, remove: tuple[str, ...] = (), safe: str = "") -> None:
        self.source = source
        self.root: Element = parse_fragment(source, positions=False)
        elements = self.root.select("*")
        self.size = len(elements)
        self.tags: set[str] = set(map(_TAG, elements))
        if _COMMENT.search(source):
            self.tags.add(COMMENT)
        # Three of four elements have none.
        self.attributes: set[str] = set().union(*filter(None, map(_ATTRIBUTES, elements)))
        self.remove = remove
        self.remarks: list[Notice] = []
        self.touched = False  # whether any rule has found something yet
        self.again = False
        self.written = ""
        self.safe = safe
        self._linked: frozenset[str] | None = None
        self._names: frozenset[str] | None = None
        self._seen: str | None = None

    @property
    def html(self) -> str:
        """The body as it stands, written as browsers write `innerHTML`."""
        return self.root.inner_html

    @property
    def linked(self) -> frozenset[str]:
        """The ids that something in this body links to."""
        if self._linked is None:
            links = self.root.select('a[href^="#"]') if "#" in self.source else []
            self._linked = frozenset(value(each, "href")[1:] for each in links) - {""}  # `#` is the top
        return self._linked

    @property
    def names(self) -> frozenset[str]:
        """Every class and id as it was served: a rule that knows its prey by name asks here first."""
        if self._names is None:
            found: set[str] = set()
            if "class" in self.attributes:
                found.update(" ".join(set(_found(self.root, "*/@class"))).split())
            if "id" in self.attributes:
                found.update(filter(None, _found(self.root, "*/@id")))
            self._names = frozenset(found)
        return self._names

    def has_name(self, *prefixes: str) -> bool:
        """Whether a class or id as it was served begins so."""
        return any(name.startswith(prefixes) for name in self.names)

    def is_target(self, element: Element) -> bool:
        """Whether something in this body links to the element."""
        return bool(self.linked) and (
            value(element, "id") in self.linked or value(element, "name") in self.linked
        )

    def forget_links(self) -> None:
        """To be called between two rules: a rule may have taken what linked to something."""
        self._linked = None

    @property
    def seen(self) -> str:
        """All texts as they were served, as one: rules look for their signs here first."""
        if self._seen is None:  # the source wouldn't do: tags that mean nothing may stand within a word
            self._seen = self.root.text
        return self._seen

    def prose(self, sign: str = "") -> list[Text]:
        """The texts outside of code that hold a sign."""
        texts = [node for node in self.root.descendants if isinstance(node, Text) and sign in node.data]
        if self.tags.isdisjoint(_VERBATIM):  # a rule that makes one says so
            return texts
        return [each for each in texts if not is_verbatim(each)]

    def comments(self) -> list[Comment]:
        """The comments, in order."""
        return _found(self.root, "comment()") if COMMENT in self.tags else []


def plain(html: str) -> str:
    """With U+00A0 as itself, the one character for which serialisers always write a reference."""
    return html.replace("&nbsp;", "\u00a0")


def value(element: Element, name: str) -> str:
    """An attribute as text, empty where there is none."""
    return element.attr(name) or ""


def is_verbatim(node: Node) -> bool:
    """Whether the node stands in code, which stays as it is."""
    parent = node.parent
    return isinstance(parent, Element) and parent.closest(VERBATIM) is not None
