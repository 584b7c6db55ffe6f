"""Which character needs an escape where: the table, and the functions that apply it.

Escapes are those of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) and GFM, and what template engines
would expand before Markdown is even read (Liquid `{{ }}` and `{% %}`, Hugo `{{< >}}`, kramdown `{: }`).
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Unsafe(NamedTuple):
    """A pattern that would mean something in this place, and what is written instead (`\\g<0>` is itself)."""

    where: str
    pattern: str
    instead: str
    why: str


UNSAFE = (
    Unsafe("text", r"[`\[\]{|~]", r"\\\g<0>", "code, links, templates, tables, strikethrough"),
    Unsafe("text", r"\\(?=[!-/:-@\[-`{-~\n]|$)", r"\\\\", "an escape of the character after it"),
    Unsafe("text", r"(?<! )\*|\*(?! )", r"\\*", "emphasis; between two spaces it is a star"),
    Unsafe("text", r"(?<![^\W_])_|_(?![^\W_])", r"\\_", "emphasis; between two letters it is a line"),
    Unsafe("text", r"<(?=[a-zA-Z/!?]|$)", "&lt;", "a tag, a comment, an address"),
    Unsafe("text", r"&(?=#[xX]?[0-9a-fA-F]+;|[a-zA-Z][a-zA-Z0-9]*;)", "&amp;", "a character reference"),
    Unsafe("text", r"\s*[\r\n]\s*", " ", "the end of a line"),
    Unsafe("start", r"^[-+](?=[ \t]|$)", r"\\\g<0>", "an item"),
    Unsafe("start", r"^[-=:|+](?=[-=:| +]*$)", r"\\\g<0>", "an underline, a rule, a table, front matter"),
    Unsafe("start", r"^#(?=#{0,5}(?:[ \t]|$))", r"\\#", "a heading"),
    Unsafe("start", r"^:(?=[ \t])", r"\\:", "a definition"),
    Unsafe("start", r"^>", r"\\>", "a quote"),
    Unsafe("start", r"^\d{1,9}(?=[.)](?:[ \t]|$))", r"\g<0>\\", "a numbered item"),
    Unsafe("title", r"[\"`<&|{\\]", "&#{code};", "the end of the title, code, a tag, a reference, a table"),
    Unsafe("url", r"[\x00-\x20<>`{|}\"\\^\x7f]", "%{hex}", "the end of the address, code, a tag, a table"),
    Unsafe("url", r"&(?=#[xX]?[0-9a-fA-F]+;|[a-zA-Z][a-zA-Z0-9]*;)", "&amp;", "a character reference"),
)


def _compiled(where: str) -> tuple[re.Pattern[str], dict[str, str]]:
    rows = [row for row in UNSAFE if row.where == where]
    pattern = "|".join(f"(?P<r{at}>{row.pattern})" for at, row in enumerate(rows))
    return re.compile(pattern), {f"r{at}": row.instead for at, row in enumerate(rows)}


_TABLES = {where: _compiled(where) for where in ("text", "start", "title", "url")}


def escaped(where: str, text: str) -> str:
    """The text with an escape for everything that would mean something in this place."""
    pattern, instead = _TABLES[where]

    def write(match: re.Match[str]) -> str:
        form, found = instead[match.lastgroup or ""], match[0]
        form = form.replace("{code}", str(ord(found[0]))).replace("{hex}", f"{ord(found[0]):02X}")
        return form.replace("\\g<0>", found).replace("\\\\", "\\")

    return pattern.sub(write, text)


_EDGE = re.compile(r"^[^\S ]|[^\S ]$")
_FENCE = re.compile(r"`+")
_TEMPLATE = re.compile(r"\{[{%#]")


def edges(line: str) -> str:
    """A line whose first or last no-break space no renderer can trim away."""
    if not line or not (line[0].isspace() or line[-1].isspace()):
        return line
    return _EDGE.sub(lambda match: f"&#{ord(match[0])};", line.strip(" "))


def fence(code: str, least: int) -> str:
    """As many backticks as it takes to hold the code."""
    longest = max(map(len, _FENCE.findall(code)), default=0)
    return "`" * (longest + 1 if least == 1 else max(least, longest + 1))


def is_template(code: str) -> bool:
    """Whether Liquid or Hugo would expand something in it, which no escape in code can prevent."""
    return _TEMPLATE.search(code) is not None


def address(url: str) -> str:
    """An address as it stands between the parentheses of a link."""
    written = escaped("url", url)
    if not _balanced(written):
        written = written.replace("(", "\\(").replace(")", "\\)")
    return written or "<>"


def _balanced(url: str) -> bool:
    depth = 0
    for character in url:
        depth += (character == "(") - (character == ")")
        if depth < 0 or depth > 30:  # CommonMark asks for three levels, renderers stop at 32
            return False
    return depth == 0
