"""How a body goes through the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from turbohtml import parse_fragment

from wpharvest.cleaning.body import Body, Cleaned, plain
from wpharvest.cleaning.rules import RULES, allowlist
from wpharvest.cleaning.signs import Signs
from wpharvest.errors import UsageError
from wpharvest.model.notices import Notice

ROUNDS = 8  # where a rule took something, what stood around it may have become another rule's prey
LAST_WORD = "allowlist"
# Rules that only rewrite attributes or count, or say by themselves where another round is due: after them
# nothing new can come to light.
SETTLED = frozenset({"entities", "chatgpt", "inline_styles", "addresses", "same_host", "tracking", LAST_WORD})
# Rules that leave nothing to those before them but texts that stood apart and have come together.
# fmt: off
JOINING = frozenset({
    "drawings", "background_pictures", "lazy_images", "tracking_pixels", "gutenberg", "comments",
    "share_bars", "related_posts", "newsletters", "tables_of_contents", "invisible", "elementor", "divi",
    "wpbakery", "beaver", "empty_wrappers", "wpautop",
})
# fmt: on
_ORDER = {name: place for place, name in enumerate(RULES)}
WORDS = 10_000  # of each kind, that are remembered
# a sign in the source -> the rules that it concerns
TEXTS = {
    text: tuple(name for name, rule in RULES.items() if text in rule.SIGNS.texts)
    for text in dict.fromkeys(text for rule in RULES.values() for text in rule.SIGNS.texts)
    if text
}
# Of a sign, the character that texts hardly have: to look for one takes a twentieth of the time.
RARE = {text: next((each for each in text if each in "?#"), "") for text in TEXTS}
# References to what a sign may consist of, and which need not be written so: then any sign may be there.
_HIDING = re.compile(
    r"&(?:#(?:0*(?:3[35-7]|[45]\d|6[13-9]|[7-9]\d|1[01]\d|12[0-6])(?!\d)"
    r"|[xX]0*(?:2[1358-9a-fA-F]|3[0-9abdfABDF]|[4-7][0-9a-fA-F])(?![0-9a-fA-F]))"
    r"|(?:colon|equals|lowbar|num|period|quest|sol);)"
)
SPEAKING = {name: rule.SIGNS.prose for name, rule in RULES.items() if rule.SIGNS.prose is not Signs().prose}
EVERYWHERE = frozenset(name for name, rule in RULES.items() if "" in rule.SIGNS.texts)


def clean(html: str, page_url: str = "", remove: tuple[str, ...] = ()) -> Cleaned:
    """Take the junk out of a body and make it safe; every thing that was taken is counted by its rule.

    `html` is a fragment as WordPress renders it, `page_url` the address of its page, against which relative
    links become absolute (empty: they stay); `remove` are CSS selectors of what the user wants out as well.
    Words, links and emphasis stay. A body in which no rule finds anything comes out byte for byte; cleaning
    twice changes nothing.
    """
    try:
        return _cleaned(html, page_url, remove)
    except UnicodeEncodeError:  # a lone surrogate, which no file can hold, becomes a question mark
        return _cleaned(html.encode("utf-8", "replace").decode("utf-8"), page_url, remove)


def _cleaned(html: str, page_url: str, remove: tuple[str, ...]) -> Cleaned:
    notices: list[Notice] = []
    safe = ""
    for left in reversed(range(ROUNDS)):
        body = Body(html, remove, safe)
        html, is_settled = _once(body, notices, page_url, is_last=not left)
        if is_settled:
            break
        safe = body.safe
    return Cleaned(html, (*_summed(notices), *body.remarks))


def check_selectors(selectors: tuple[str, ...]) -> tuple[str, ...]:
    """The same selectors. Raises UsageError for one that isn't CSS."""
    nothing = parse_fragment("")
    for selector in selectors:
        try:
            nothing.select(selector)
        except ValueError as error:
            raise UsageError(f"{selector!r} isn't a CSS selector: {error}") from error
    return selectors


def _is_settled(body: Body, found: list[Notice]) -> bool:
    """Whether another round would find nothing."""
    rules = {notice.rule for notice in found} - SETTLED
    return not body.again and rules <= JOINING and not (rules and _spoken(body.root.text))


def _spoken(text: str) -> list[str]:
    """The rules that may change one of a body's texts, which are given as one."""
    return [name for name, test in SPEAKING.items() if test(text)]


def _once(body: Body, notices: list[Notice], page_url: str, *, is_last: bool) -> tuple[str, bool]:
    """One round: what it made of the body, and whether another would find nothing.

    The allowlist has the last word: unless it has work, it waits till nothing else is found.
    """
    found: list[Notice] = []
    wanted = due(body)
    is_settled = False
    for name in filter(wanted.__contains__, RULES):
        if name == LAST_WORD:
            is_settled = _is_settled(body, found)
            if not (is_last or is_settled or allowlist.has_prey(body)):
                break
        before = len(found)
        found.extend(RULES[name].clean(body, page_url))
        if len(found) > before:
            body.touched = True
            body.forget_links()
    notices.extend(found)
    html = plain(body.written or body.html) if found else body.source
    return html, is_settled and not body.again


def due(body: Body) -> Set[str]:
    """The rules whose signs are in the body: a handful of thirty, mostly."""
    found = set(EVERYWHERE)
    for kind, words in (("tags", body.tags), ("attributes", body.attributes), ("names", body.names)):
        found.update(*_SIGNS[kind].concerned(words))
    is_hidden = "&" in body.source and _HIDING.search(body.source) is not None
    for text, rules in TEXTS.items():
        if is_hidden or (RARE[text] in body.source and text in body.source):
            found.update(rules)
    found.update(_spoken(body.seen))
    return found


class _Words:
    """What has been found out about the words of one kind: which rules they concern, and which none."""

    __slots__ = ("_innocent", "_kind", "_rules")

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._rules: dict[str, tuple[str, ...]] = {}
        self._innocent: set[str] = set()

    def concerned(self, words: set[str] | frozenset[str]) -> Iterable[tuple[str, ...]]:
        """The rules that words are signs for.

        Without a step of Python for each word: a site uses the same few hundred on all of its pages.
        """
        if len(self._rules) + len(self._innocent) > WORDS:  # ids may be new on each page
            self._rules.clear()
            self._innocent.clear()
        suspects = words - self._innocent
        for word in suspects.difference(self._rules):
            self._learn(word)
        return filter(None, map(self._rules.get, suspects))

    def _learn(self, word: str) -> None:
        rules = tuple(name for name, rule in RULES.items() if getattr(rule.SIGNS, self._kind)(word))
        if rules:
            self._rules[word] = rules
        else:
            self._innocent.add(word)


_SIGNS = {kind: _Words(kind) for kind in ("tags", "attributes", "names")}


def _summed(notices: list[Notice]) -> list[Notice]:
    """One notice for each kind of thing, however many rounds it took to find them; in the rules' order."""
    counts: dict[tuple[str, str, bool], int] = {}
    for each in notices:
        kind = (each.rule, each.what, each.lost)
        counts[kind] = counts.get(kind, 0) + each.count
    summed = notices
    if len(counts) < len(notices):
        summed = [Notice(rule, what, count=count, lost=lost) for (rule, what, lost), count in counts.items()]
    return sorted(summed, key=lambda each: _ORDER[each.rule])
