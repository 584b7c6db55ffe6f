"""How an element is taken or opened so that no two words run into each other."""

from __future__ import annotations

from turbohtml import Comment, Element, Node, Text

from wpharvest.cleaning.body import Body

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "audio", "blockquote", "caption", "center", "col", "colgroup", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "iframe", "legend", "li", "main", "menu", "nav",
    "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul", "video",
})
# fmt: on
_SAYING = frozenset({"lang", "dir", "style", "title"})
WRAPPERS = frozenset({"div", "section", "span", "header", "footer", "main", "article", "aside"})


def is_blank(node: Node) -> bool:
    """White space or a comment: nothing that a reader sees."""
    return isinstance(node, Comment) or (isinstance(node, Text) and not node.data.strip(" \t\r\n\f"))


def is_block(node: Node | None) -> bool:
    """Whether a line ends at this node (so it does at the edge of the parent)."""
    return node is None or (isinstance(node, Element) and (node.tag in BLOCKS or node.tag == "br"))


def neighbour(node: Node, *, forward: bool) -> Node | None:
    """The next (or previous) sibling that a reader sees."""
    found = node.next_sibling if forward else node.previous_sibling
    while found is not None and is_blank(found):
        found = found.next_sibling if forward else found.previous_sibling
    return found


def parts_words(element: Element) -> bool:
    """Whether the words before and after a block would run together without it."""
    return (
        element.tag in BLOCKS
        and not is_block(neighbour(element, forward=False))
        and not is_block(neighbour(element, forward=True))
    )


def take(element: Element) -> None:
    """Out with an element and all that it holds; the lines around it stay two lines."""
    if parts_words(element):
        element.replace_with(Element("br"))
    else:
        element.extract()


def unwrap(element: Element) -> None:
    """Out with a wrapper, its content stays. A block around loose text stays as a bare `<div>`."""
    if element.tag in BLOCKS:
        inside = [child for child in element.children if not is_blank(child)]
        if not inside or not all(map(child_ends_lines, inside)):
            for name in list(element.attrs):
                del element.attrs[name]
            element.tag = "div"
            return
    element.unwrap()


def child_ends_lines(node: Node) -> bool:
    """Whether it is a block by itself, not by what stands around it (a `<br>` is a line's end only there)."""
    return isinstance(node, Element) and node.tag in BLOCKS


def keep_classes(element: Element, kept: list[str]) -> None:
    """Write the classes anew; no class, no attribute."""
    if kept:
        element.attrs["class"] = " ".join(kept)
    elif "class" in element.attrs:
        del element.attrs["class"]


def say_address(link: Element, old: str, new: str) -> None:
    """Where a link shows its own address, it shows the new one."""
    inside = link.children
    if len(inside) == 1 and isinstance(inside[0], Text) and inside[0].data.strip() == old.strip():
        inside[0].data = new


def drop_classes(body: Body, prefixes: tuple[str, ...], *, wrappers: frozenset[str] = WRAPPERS) -> int:
    """Take every class that begins so, and each wrapper that has no other: how many elements had one.

    A wrapper that something links to stays as a bare element with its id.
    """
    doomed = {name for name in body.names if name.startswith(prefixes)}
    if not doomed:
        return 0
    found = 0
    for element in body.root.select("[class]"):
        names = (element.attr("class") or "").split()
        if doomed.isdisjoint(names):
            continue
        kept = [name for name in names if name not in doomed]
        found += 1
        keep_classes(element, kept)
        if not kept and element.tag in wrappers and not _says(element) and not body.is_target(element):
            unwrap(element)
    return found


def _says(element: Element) -> bool:
    """Whether a wrapper's attributes mean something to a reader."""
    return not _SAYING.isdisjoint(element.attrs)


def take_boxes(body: Body, boxes: frozenset[str], *, longest: int) -> int:
    """Take the elements that have one of these names as a class or id: how many there were.

    One with more than `longest` characters of text isn't the box of a plugin: it holds content, and stays.
    """
    found = 0
    for name in sorted(boxes & body.names):
        for element in body.root.select(f'[class~="{name}"], [id="{name}"]'):
            if element.parent is not None and len(element.text) <= longest:
                take(element)
                found += 1
    return found
