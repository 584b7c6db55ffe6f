"""Which character needs an escape where: the table, and the functions that apply it.

Escapes are those of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) and GFM, and what template engines
would expand before Markdown is even read (Liquid `{{ }}` and `{% %}`, Hugo `{{< >}}`, kramdown `{: }`, MDX).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from string import ascii_letters, ascii_lowercase
from typing import NamedTuple

Instead = Callable[[str], str]


def backslash(found: str) -> str:
    """A backslash before each character: what Markdown calls an escape."""
    return "".join(f"\\{character}" for character in found)


def first_backslash(found: str) -> str:
    """A backslash before the first character."""
    return f"\\{found}"


def then_backslash(found: str) -> str:
    """A backslash behind it, so that what follows is escaped."""
    return f"{found}\\"


def reference(found: str) -> str:
    """A character reference, which renderers decode and template engines don't."""
    return "".join(f"&#{ord(character)};" for character in found)


def percent(found: str) -> str:
    """Percent-encoded UTF-8."""
    return "".join(f"%{byte:02X}" for byte in found.encode())


def ampersand(found: str) -> str:
    """`&` as a reference by name, which is what people expect there."""
    return found.replace("&", "&amp;").replace("<", "&lt;")


def line_end(found: str) -> str:
    """A line feed, of which `escaper` makes one space with the white space around it."""
    return "\n"


def apart(found: str) -> str:
    """An empty comment before it: the one thing that keeps GFM from seeing an address, pandoc a task."""
    return f"<!---->{found}"


def apart_escaped(found: str) -> str:
    """The same before an escape."""
    return f"<!---->\\{found}"


class Unsafe(NamedTuple):
    """A sign that would mean something in this place, and what makes of it what is written instead.

    `signs` are the characters that it can begin with, or words, where those characters are in most texts;
    `around` is a pattern, from behind that sign: what else belongs to it, what has to follow or stand before.
    """

    where: str
    signs: str | tuple[str, ...]
    around: str
    instead: Instead
    why: str


# What Python calls white space, and the control characters before it.
_SPACES = (
    "".join(map(chr, (*range(33), 0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))))
    + "\u2028\u2029\u202f\u205f\u3000"
)
_ROMAN = "ivxlcdmIVXLCDM"
_BLANK = r"(?:\s|$)"
_ENTITY = r"(?=#[xX]?[0-9a-fA-F]+;|[a-zA-Z][a-zA-Z0-9]*;)"

UNSAFE = (
    Unsafe("text", ("]:",), "", backslash, "kramdown takes it for an address's definition"),
    Unsafe("text", "`[]|~", "", backslash, "code, links, tables, strikethrough"),
    Unsafe("text", "{", r"(?=[%#]|$)", reference, "Liquid would expand `{%` behind a backslash too"),
    Unsafe("text", "{", "", backslash, "templates, attributes"),
    Unsafe("text", ("![",), "", backslash, "an image; marked sees one even where the bracket is escaped"),
    Unsafe("text", "\\", r"$", reference, "goldmark miscounts backslashes before a hard break"),
    Unsafe("text", "\\", r"(?=[!-/:-@\[-`{-~]|[^\S ])", backslash, "an escape of the character after it"),
    Unsafe("text", "*", r"(?:(?<! .)|(?! ))", backslash, "emphasis; between two spaces it is a star"),
    Unsafe("text", "_", r"(?:(?<![^\W_].)|(?![^\W_]))", backslash, "emphasis; between letters it is a line"),
    Unsafe("text", "<", r"(?=[a-zA-Z/!?]|$)", ampersand, "a tag, a comment, an address"),
    Unsafe("text", "&", rf"(?:{_ENTITY}|$)", ampersand, "a character reference"),
    Unsafe("text", "\r\n", "", line_end, "the end of a line"),
    Unsafe("start", "-+", r"(?=[ \t]|$)", backslash, "an item"),
    Unsafe("start", "-=:|+", r"(?=[-=:| +]*$)", backslash, "an underline, a rule, a table, YAML"),
    Unsafe("start", "#", rf"(?=#{{0,5}}{_BLANK})", backslash, "a heading; to marked before any blank"),
    Unsafe("start", ":", r"(?=[ \t])", backslash, "a definition"),
    Unsafe("start", ">", "", backslash, "a quote"),
    Unsafe("start", "0123456789", r"\d{0,8}(?=[.)](?:[ \t]|$))", then_backslash, "a numbered item"),
    Unsafe("start", "ie", r"(?=(?:m|x)port\b)", reference, "MDX runs imports and exports"),
    Unsafe("bare", ("://",), "", first_backslash, "GFM makes links of bare addresses"),
    Unsafe("bare", ("www", "WWW"), r"(?=\.)(?<![^\W_]...)", then_backslash, "www. too"),
    Unsafe("mail", "@", r"(?<=[\w.+-]@)(?=[\w-]+\.)", apart, "addresses of mail too, escaped or not"),
    Unsafe("jsx", "<", "", ampersand, "MDX reads every one as a tag"),
    Unsafe("jsx", "{}", "", reference, "MDX reads an expression"),
    Unsafe("pandoc", "$^@'\"", "", backslash, "mathematics, superscript, citations, smart quotes"),
    Unsafe("pandoc", "-", r"(?:(?=-)|(?<=--))", backslash, "dashes"),
    Unsafe("pandoc", ".", r"(?:(?=\.)|(?<=\.\.))", backslash, "an ellipsis"),
    Unsafe("pandoc", "\\", "", backslash, "TeX"),
    Unsafe("pandoc", "#", r"(?<=^.)", backslash, "a heading without a space"),
    Unsafe("pandoc", "[", r"(?<=^.)(?=[ xX]\])", apart_escaped, "a task, escaped or not"),
    Unsafe("pandoc", "*_", "", backslash, "emphasis"),
    Unsafe("pandoc", ":", r"(?<=^.)(?=:|\s)", backslash, "a division, a definition"),
    Unsafe(
        "pandoc", "“‘", r"(?=\S|$)", backslash, "smart quotes: what they hold is trimmed, and turned round"
    ),
    Unsafe("fancy", ascii_letters, rf"[{_ROMAN}]*(?=\){_BLANK})", then_backslash, "an item: `a)`, `iv)`"),
    Unsafe("fancy", ascii_lowercase, rf"(?=\.{_BLANK})", then_backslash, "an item: `a.`"),
    Unsafe("fancy", _ROMAN, rf"[{_ROMAN}]+(?=\.{_BLANK})", then_backslash, "an item: `iv.`"),
    Unsafe("fancy", "(", rf"(?:\d+|[a-zA-Z]|[{_ROMAN}]+)(?=\){_BLANK})", then_backslash, "an item: `(1)`"),
    Unsafe("image", "^", r"(?<=^.)", backslash, "cmark-gfm sees a footnote's mark behind the `!`"),
    Unsafe("link", "]", r"(?=\()", reference, "marked ends the link there even behind a backslash"),
    Unsafe("title", "\\", "", backslash, "cmark takes a reference to one for an escape"),
    Unsafe("title", '"`<&|{', "", reference, "the title's end, code, a tag, a reference, a table"),
    Unsafe("url", "&", _ENTITY, ampersand, "a character reference"),
    Unsafe("url", _SPACES + '<>`{|}"\\^', "", percent, "the address's end, code, a tag"),
    Unsafe("url", "%", r"(?![0-9a-fA-F]{2})", percent, "half an escape"),
)


# Between the tags of `<code>`, where some renderers decode references and take backslashes for text.
_IN_CODE = re.compile(r"[&<>*_`\[\]{}|~\\$^@:'\"“‘]|(?<=www)\.|-(?=-)|(?<=-)-")


def in_code(value: str) -> str:
    """Code as it stands between HTML's tags in a line of Markdown."""
    return _IN_CODE.sub(lambda match: reference(match[0]), value)


def _rows(places: tuple[str, ...]) -> list[Unsafe]:
    return [row for place in places for row in UNSAFE if row.where == place]


def _joined(rows: list[Unsafe]) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    """One pattern for all rows, and what writes what is to stand there instead.

    Each of its alternatives begins with one character: so `re` looks for these characters alone, in a
    fiftieth of the time in which it would try twenty patterns at each place of a text.
    """
    each = [(sign, row) for row in rows for sign in row.signs]

    def write(match: re.Match[str]) -> str:
        return each[(match.lastindex or 0) - 1][1].instead(match[0])

    return re.compile("|".join(f"{re.escape(sign)}{row.around}()" for sign, row in each)), write


def _without(signs: list[str]) -> re.Pattern[str]:
    """The pattern of whole texts that hold none of these characters and words."""
    alone = {sign for sign in signs if len(sign) == 1}
    words = [sign for sign in signs if len(sign) > 1 and sign[0] not in alone]
    begin = {word[0] for word in words}
    others = f"[{_all_but(alone | begin)}]*+"
    if not words:
        return re.compile(others)
    no_word = f"(?!{'|'.join(map(re.escape, words))})[{re.escape(''.join(begin))}]"
    return re.compile(f"{others}(?:{no_word}{others})*+")


def _all_but(characters: Iterable[str]) -> str:
    """`[^…]` as ranges, in which `re` finds a character in half the time."""
    ends = [-1, *sorted(map(ord, characters)), 0x110000]
    ranges = ((chr(a + 1), chr(b - 1)) for a, b in pairwise(ends) if b - a > 1)
    return "".join(f"{re.escape(first)}-{re.escape(last)}" for first, last in ranges)


@cache
def escaper(*places: str) -> Callable[[str], str]:
    """The function that writes an escape for everything that would mean something in these places.

    Where rows of two places match, that of the place named first is taken.
    """
    rows = _rows(places)
    is_safe = _without([sign for row in rows for sign in row.signs]).fullmatch
    pattern, write = _joined(rows)

    def escaped(text: str) -> str:
        if is_safe(text):  # as nearly all are
            return text
        written = pattern.sub(write, text)
        return _LINE_END.sub(" ", written) if "\n" in written else written

    return escaped


_LINE_END = re.compile(r"(?<!\s)\s*\n\s*")
_EDGE = re.compile(r"^[^\S ]|[^\S ]$")
_FENCE = re.compile(r"`+")
_TEMPLATE = re.compile(r"\{[{%#]")
_PARENTHESES = re.compile(r"[()]")
_url = escaper("url")
in_title = escaper("title")


@cache
def starter(*places: str) -> Callable[[str], str]:
    """The function that makes of escaped text a line that begins no block."""
    rows = _rows(places)
    signs = frozenset(sign for row in rows for sign in row.signs)
    pattern, write = _joined(rows)

    def started(text: str) -> str:
        found = pattern.match(text) if text[:1] in signs else None
        return text if found is None else write(found) + text[found.end() :]

    return started


def edges(line: str) -> str:
    """A line whose first or last no-break space no renderer can trim away."""
    if line.strip() == line:
        return line
    return _EDGE.sub(lambda match: f"&#{ord(match[0])};", line.strip(" "))


def fence(code: str, least: int) -> str:
    """As many backticks as it takes to hold the code."""
    if "`" not in code:
        return "`" * least
    longest = max(map(len, _FENCE.findall(code)))
    return "`" * (longest + 1 if least == 1 else max(least, longest + 1))


def is_template(code: str) -> bool:
    """Whether Liquid or Hugo would expand something in it, which no escape in code can prevent."""
    return _TEMPLATE.search(code) is not None


# Addresses that anybody may follow and that stand as they are between parentheses, as nearly all do.
is_plain_address = re.compile(r"(?:https?:)?[!#$'*-9;=?-Z_a-z~]++").fullmatch


def address(url: str) -> str:
    """An address as it stands between the parentheses of a link."""
    written = _url(url)
    if not _balanced(written):
        written = written.replace("(", "\\(").replace(")", "\\)")
    return written or "<>"


def _balanced(url: str) -> bool:
    if "(" not in url and ")" not in url:
        return True
    depth = 0
    for match in _PARENTHESES.finditer(url):
        depth += 1 if match[0] == "(" else -1
        if depth < 0 or depth > 30:  # CommonMark asks for three levels, renderers stop at 32
            return False
    return depth == 0
