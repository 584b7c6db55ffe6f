"""Only what is on the list comes out: nh3 (ammonia, html5ever) takes scripts, handlers and bad schemes.

It reads what was served with a parser of its own, so a body that no other rule has touched comes out byte for
byte only where two parsers agree that there is nothing to take.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import compress
from operator import attrgetter, ne, not_

import nh3
from turbohtml import Element, parse_fragment

from wpharvest.cleaning import signs
from wpharvest.cleaning.body import COMMENT, Body, plain
from wpharvest.model.formulas import FORMULA, LEAVES, SAYS
from wpharvest.model.notices import Notice

# fmt: off
TAGS = frozenset({
    "a", "abbr", "address", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "button",
    "caption", "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt",
    "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "i", "iframe", "img", "input", "ins", "kbd", "label", "li", "main", "mark", "nav", "ol", "p", "picture",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strike", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "tt",
    "u", "ul", "var", "video", "wbr",
})
# fmt: on
CONTENT_GOES = frozenset(["script", "style", "noembed", "noframes", "template", "object", "applet", "title"])
EVERYWHERE = frozenset(["class", "id", "lang", "dir", "title", "role", "data-start", "data-end"])
ATTRIBUTES: dict[str, str] = {
    "a": "href hreflang name rel target download type",
    "audio": "src controls loop muted preload",
    "bdo": "dir",
    "blockquote": "cite",
    "code": "data-language data-lang",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "del": "cite datetime",
    "details": "open name",
    "div": "data-language data-lang",
    "iframe": "src width height allow allowfullscreen frameborder loading referrerpolicy scrolling",
    "img": "src srcset sizes alt width height loading decoding fetchpriority align",
    "ins": "cite datetime",
    "li": "value",
    "mark": "style",
    "ol": "start reversed type",
    "pre": "data-language data-lang",
    "q": "cite",
    "source": "src srcset sizes media type width height",
    "span": "style",
    "sup": "data-fn",
    "table": "border",
    "td": "colspan rowspan headers align style",
    "th": "colspan rowspan headers align style scope abbr",
    "time": "datetime",
    "track": "src kind srclang label default",
    "video": "src poster width height controls loop muted autoplay playsinline preload",
}
# What shows something that no words say.
# fmt: off
SHOWS = frozenset({
    "<iframe>", "<object>", "<embed>", "<applet>", "<svg>", "<canvas>", "<map>", "<area>", "<image>", "<img>",
    "img src", "iframe src", "video src", "audio src", "source src",
})
# fmt: on
SCHEMES = frozenset(
    ["http", "https", "mailto", "tel", "sms", "ftp", "ftps", "geo", "magnet", "xmpp", "irc", "ircs", "webcal"]
)

_OUTER = re.compile(
    r"<(?=[bcfht])(html|head|body|frameset|frame|caption|colgroup|col|tbody|td|tfoot|thead|th|tr)(?![a-z0-9-])",
    re.I | re.A,
)
# Without it, another rule may find prey: an element's content, a span that says nothing now.
_BARES = ("<", "span style")
_FIRST_BREAK = re.compile(r"(<pre\b[^>]*>)\n")
# What nh3 has written of these, it reads once more.
_READ_TWICE = frozenset({"pre", "math"})
_TAG, _ATTRIBUTES = attrgetter("tag"), attrgetter("attrs")
_INNER = ",".join(sorted(FORMULA - {"math"} | {"annotation-xml"}))
_HOMES = ",".join(sorted(LEAVES | {"annotation-xml", "math"}))  # all but the last may hold HTML
_AT_HOME = FORMULA | CONTENT_GOES | {"annotation-xml"}
MANY = 5_000  # references in a body, from where on they are worth the detour
REFERENCES = ("&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;")

_ELEMENTS = TAGS | FORMULA
_LISTED = _ELEMENTS | {COMMENT}
_UNLISTED = f":not({','.join(sorted(_ELEMENTS))})"

_CLEANER = nh3.Cleaner(
    tags=set(_ELEMENTS),
    clean_content_tags=set(CONTENT_GOES),
    attributes={"*": set(EVERYWHERE)}
    | {tag: set(names.split()) for tag, names in ATTRIBUTES.items()}
    | {tag: set(SAYS) for tag in FORMULA},
    tag_attribute_values={
        "input": {"type": {"checkbox"}, "checked": {"", "checked"}, "disabled": {"", "disabled"}}
    },
    generic_attribute_prefixes={"aria-"},
    filter_style_properties={"text-align", "color", "background-color"},
    url_schemes=set(SCHEMES),
    link_rel=None,
)
SIGNS = signs.EVERYWHERE


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes everything that isn't on the list: scripts, handlers, forms, `javascript:` links."""
    strays = _open_strays(body)
    touched = body.touched or strays
    if not touched and body.source == body.safe:
        return  # nh3 itself wrote this in the round before, and since then nothing was found
    before = body.html
    safe = sanitised(before, before if touched else body.source)
    if "pre" in body.tags:  # parsers take its first line break away; nh3 doesn't write one more
        safe = _FIRST_BREAK.sub(r"\1\n\n", safe)
    if safe == before and not strays and (touched or _is_as_served(before, body) or not _drops(body)):
        body.written = before
        return
    after = parse_fragment(safe, positions=False)
    if not body.touched and after.inner_html == before == body.source:
        return
    lost = _lost(body.root, after)
    body.root = after
    body.again = (
        strays
        or not lost
        or any(what.startswith(_BARES) or what in SHOWS for what in lost)
        or (body.touched and parse_fragment(before, positions=False).inner_html != before)
    )
    if body.tags.isdisjoint(_READ_TWICE):
        body.safe = plain(safe)
    for what, count in sorted(lost.items()):
        yield Notice("allowlist", f"{what} taken", count=count, lost=what in SHOWS)
    if not lost and not body.touched:
        yield Notice("allowlist", "written anew, so that every parser reads the same")


def has_prey(body: Body) -> bool:
    """Whether there are elements that aren't on the list."""
    return not body.tags <= _LISTED and body.root.select_one(_UNLISTED) is not None


def _open_strays(body: Body) -> bool:
    """Open what is of a formula and not in one, and the other way round: nh3 would take its words too."""
    if _AT_HOME.isdisjoint(body.tags):
        return False
    strays = [each for each in body.root.select(_INNER) if not _is_in_formula(each)]
    strays += [
        each for each in body.root.select("math *") if each.tag not in _AT_HOME and _is_in_formula(each)
    ]
    for each in strays:
        each.unwrap()
    return bool(strays)


def _is_as_served(html: str, body: Body) -> bool:
    return html == body.source or plain(html) == body.source


def _is_in_formula(element: Element) -> bool:
    """Whether it stands in a formula, and not in one of its leaves, where HTML begins again."""
    parent = element.parent
    home = parent.closest(_HOMES) if isinstance(parent, Element) else None
    return home is not None and home.tag == "math"


def _drops(body: Body) -> bool:
    """Whether tags were served that a fragment can't have: in a page, `<body onload>` would still run."""
    served = Counter(map(str.lower, _OUTER.findall(body.source)))
    return any(count > len(body.root.select(tag)) for tag, count in served.items())


def sanitised(before: str, served: str) -> str:
    """What nh3 lets through.

    html5ever takes time that grows with the square of the number of references in one text or attribute.
    Where there are very many, each is handed over as one private-use character that the body doesn't have,
    and put back afterwards: to a parser it is a character like any other, before and after.
    """
    if len(served) <= MANY or served.count("&") <= MANY:
        return _CLEANER.clean(served)
    free = (chr(code) for code in range(0xF0000, 0xFFFFD) if chr(code) not in before)
    stands_for = dict(zip(REFERENCES, free, strict=False))
    for reference, character in stands_for.items():
        before = before.replace(reference, character)
    safe = _CLEANER.clean(before)
    for reference, character in stands_for.items():
        safe = safe.replace(character, reference)
    return safe


def _lost(before: Element, after: Element) -> Counter[str]:
    """The elements and attributes that have gone."""
    old, new = before.select("*"), after.select("*")
    listed = list(map(_ELEMENTS.__contains__, map(_TAG, old)))
    kept = list(compress(old, listed))
    if list(map(_TAG, kept)) == list(map(_TAG, new)):
        # As long as two parsers see the same elements, only those are counted of which something has gone:
        # nh3 adds no attribute, so one that has as many as before has them all.
        changed = list(map(ne, map(len, map(_ATTRIBUTES, kept)), map(len, map(_ATTRIBUTES, new))))
        old = [*compress(old, map(not_, listed)), *compress(kept, changed)]
        new = list(compress(new, changed))
    return _census(old) - _census(new)


def _census(elements: list[Element]) -> Counter[str]:
    # Most elements look like another one: they are counted without a step of Python for each.
    shapes = Counter(zip(map(_TAG, elements), map(tuple, map(_ATTRIBUTES, elements)), strict=True))
    found: Counter[str] = Counter()
    for (tag, names), count in shapes.items():
        found[f"<{tag}>"] += count
        for name in names:
            found[f"{tag} {name}"] += count
    return found
