"""Plain text to HTML: paragraphs, lists and headings as a person would see them.

A text says its structure only by its shape, so each rule is about shape alone:

- Blank lines part blocks. A block of short lines keeps its line ends (an address, a poem).
- A line that starts with a bullet or a number is an item of a list; bullets apart by blank lines are one
  list, deeper ones are nested. A number alone is no list.
- A short line without final punctuation that stands alone before other text is a heading, unless what stands
  before it announces it (`… :`), or it looks like the list item before it (`label : value`).
- A heading directly before a heading is above it. A heading directly before text is as deep as the deepest
  one so far; where no heading ever follows another, all are `h2`.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

BLANK = " \t\r\n\f"  # what may be trimmed: a no-break space is content
LONGEST_HEADING = 100
LONGEST_TITLE = 160
SHORT_LINE = 45

_LINES = re.compile(r"\r\n|\r|\n|\f")
_BULLET = re.compile(r"([ \t]*)(?:[•‣▪●◦·*–—-]|(\d{1,3})[.)])[ \t\u00a0\u202f]+(?=\S)(.*)")
_RULE = re.compile(r"[ \t]*(?:[-*_=~][ \t]*){3,}")
_LABEL = re.compile(r"\w.*[ \u00a0\u202f]?:[ \u00a0\u202f]\S")
_ENDS = tuple(".,;:…!?")


class Item(NamedTuple):
    """A line of a list: how far it is indented, its number (None for a bullet), its text."""

    indent: int
    number: int | None
    text: str


class Block(NamedTuple):
    """Lines of text, or the items of a list; never both."""

    lines: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def text(self) -> str:
        """Its last line, which says whether the next block is announced."""
        return self.lines[-1] if self.lines else self.items[-1].text


def read(text: str) -> tuple[str, str]:
    """The title of a text and its HTML; the title is empty where the text doesn't begin with one.

    >>> read("À lire\\n\\nDeux livres :\\n\\n• Un\\n\\n• Deux")
    ('À lire', '<p>Deux livres :</p>\\n<ul>\\n<li>Un</li>\\n<li>Deux</li>\\n</ul>\\n')
    """
    blocks = _blocks(text.removeprefix("\ufeff"))
    title = ""
    if len(blocks) > 1 and _is_title(blocks[0]):
        title = " ".join(blocks[0].lines)
        blocks = blocks[1:]
    levels = _levels(blocks)
    return title, "".join(_html(block, level) for block, level in zip(blocks, levels, strict=True))


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    lines: list[str] = []
    for line in [*_LINES.split(text), ""]:
        if line.strip(BLANK):
            lines.append(line)
        elif lines:
            blocks.extend(_parts(lines))
            lines = []
    return _joined([_as_text(block) if _lonely(blocks, at) else block for at, block in enumerate(blocks)])


def _parts(lines: list[str]) -> list[Block]:
    """A run of lines as text, then a list; a line below an item goes on with it."""
    text: list[str] = []
    items: list[Item] = []
    for line in lines:
        match = None if _RULE.fullmatch(line) else _BULLET.fullmatch(line)
        if match:
            indent, number, words = match.groups()
            item = Item(len(indent.expandtabs(4)), int(number) if number else None, words.rstrip(BLANK))
            items.append(item)
        elif items:
            items[-1] = items[-1]._replace(text=f"{items[-1].text} {line.strip(BLANK)}")
        else:
            text.append(line.strip(BLANK))
    return [Block(lines=tuple(text))] * bool(text) + [Block(items=tuple(items))] * bool(items)


def _lonely(blocks: list[Block], at: int) -> bool:
    """Whether a block is one number alone (`1. Introduction`): more likely a heading than a list."""
    beside = [blocks[i] for i in (at - 1, at + 1) if 0 <= i < len(blocks)]
    items = blocks[at].items
    numbered = any(item.number is not None for block in beside for item in block.items)
    return len(items) == 1 and items[0].number is not None and not numbered


def _as_text(block: Block) -> Block:
    item = block.items[0]
    return Block(lines=(f"{item.number}. {item.text}",))


def _joined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        if block.items and joined and joined[-1].items:
            joined[-1] = Block(items=joined[-1].items + block.items)
        else:
            joined.append(block)
    return joined


def _is_title(block: Block) -> bool:
    words = " ".join(block.lines)
    return 0 < len(words) <= LONGEST_TITLE and len(block.lines) <= 2 and not words.endswith(tuple(".,;:…"))


def _levels(blocks: list[Block]) -> list[int]:
    """The level of each block that is a heading, 0 for the others."""
    heads = [_looks_like_heading(blocks, at) for at in range(len(blocks))]
    chains: list[list[int]] = []
    for at, head in enumerate(heads):
        if head and at and heads[at - 1]:
            chains[-1].append(at)
        elif head:
            chains.append([at])
    if chains and chains[-1][-1] == len(blocks) - 1:
        chains.pop()  # nothing follows that they could head
    longest = max(map(len, chains), default=0)
    leaf = 2 if longest < 2 else min(6, max(3, longest))
    levels = [0] * len(blocks)
    nested = False
    for chain in chains:
        nested = nested or len(chain) > 1
        for above, at in enumerate(reversed(chain)):
            levels[at] = max(1, leaf - above) if nested else 2
    return levels


def _looks_like_heading(blocks: list[Block], at: int) -> bool:
    block = blocks[at]
    if len(block.lines) != 1:
        return False
    line = block.lines[0]
    short = len(line) <= LONGEST_HEADING and not line.endswith(_ENDS) and not _RULE.fullmatch(line)
    if not short or "://" in line or "@" in line or not any(c.isalpha() for c in line) or line[0].islower():
        return False
    before = blocks[at - 1] if at else None
    if before and before.text.endswith(":"):
        return False
    return not (before and before.items and _LABEL.match(before.text) and _LABEL.match(line))


def _html(block: Block, level: int) -> str:
    if block.items:
        return _list(list(block.items))
    if level:
        return f"<h{level}>{escape(block.lines[0], quote=False)}</h{level}>\n"
    if len(block.lines) == 1 and _RULE.fullmatch(block.lines[0]):
        return "<hr>\n"
    wrapped = all(len(line) >= SHORT_LINE for line in block.lines[:-1])
    between = "\n" if wrapped else "<br>\n"
    return f"<p>{between.join(escape(line, quote=False) for line in block.lines)}</p>\n"


def _list(items: list[Item]) -> str:
    """Nested lists by indentation, written from left to right with a stack of what is open."""
    out: list[str] = []
    open_: list[tuple[int, str]] = []
    for item in items:
        tag = "ul" if item.number is None else "ol"
        while open_ and _ends(open_, item.indent, tag):
            out.append(f"</li>\n</{open_.pop()[1]}>\n")
        if open_ and item.indent <= open_[-1][0] and open_[-1][1] == tag:
            out.append("</li>\n")
        else:
            start = f' start="{item.number}"' if item.number not in (None, 1) else ""
            out.append(("\n" if open_ else "") + f"<{tag}{start}>\n")
            open_.append((item.indent, tag))
        out.append(f"<li>{escape(item.text, quote=False)}")
    out.extend(f"</li>\n</{tag}>\n" for _, tag in reversed(open_))
    return "".join(out)


def _ends(open_: list[tuple[int, str]], indent: int, tag: str) -> bool:
    """Whether the innermost list ends before an item: a shallower one, or one of the other sort."""
    innermost, kind = open_[-1]
    return (indent < innermost and len(open_) > 1) or (indent <= innermost and tag != kind)
