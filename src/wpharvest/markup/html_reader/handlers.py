"""Which handler reads which element. An element in neither table is looked through: its content stands."""

from __future__ import annotations

from turbohtml import Element as Dom

from wpharvest.markup.html_reader import blocks, formulas, inlines, lists, media, tables
from wpharvest.markup.html_reader.pieces import Handler, Piece, Reading
from wpharvest.model.formulas import FORMULA


def nothing(reading: Reading, element: Dom) -> list[Piece]:
    """What isn't content."""
    return []


_STRONG = Handler(close=inlines.strong, mark="strong", plain=inlines.plain_strong)
_EMPHASIS = Handler(close=inlines.emphasis, mark="emphasis", plain=inlines.plain_emphasis)
_DELETE = Handler(close=inlines.delete, mark="delete", plain=inlines.plain_delete)
_CODE = Handler(inlines.code, inlines.code_around, mark="code", plain=inlines.plain_code)
_KEPT = Handler(close=inlines.kept)
_READING = Handler(close=inlines.kept, mark="reading")  # HTML ends one where another begins
_HEADING = Handler(close=blocks.heading, block=True, plain=blocks.plain_heading)
_LIST = Handler(close=lists.items, block=True, holds_text=False)
_CELL = Handler(close=tables.cell, block=True, plain=tables.plain_cell)
_NOTHING = Handler(nothing)
_PLAYER = Handler(media.player, block=True)
_DEFINITION = Handler(close=blocks.definition, block=True)

HANDLERS: dict[str, Handler] = {
    # within a line
    "a": Handler(inlines.footnote_link, inlines.link, mark="link", plain=inlines.plain_link),
    "abbr": _KEPT,
    "b": _STRONG,
    "bdi": _KEPT,
    "bdo": _KEPT,
    "cite": _KEPT,
    "br": Handler(inlines.line_break),
    "code": _CODE,
    "data": _KEPT,
    "del": _DELETE,
    "dfn": _KEPT,
    "em": _EMPHASIS,
    "i": _EMPHASIS,
    "img": Handler(inlines.image),
    "input": Handler(inlines.checkbox),
    "ins": _KEPT,
    "kbd": _CODE,
    "mark": _KEPT,
    "q": _KEPT,
    "rp": _READING,
    "rt": _READING,
    "ruby": _KEPT,
    "s": _DELETE,
    "samp": _CODE,
    "small": _KEPT,
    "span": Handler(close=inlines.span),
    "strike": _DELETE,
    "strong": _STRONG,
    "sub": _KEPT,
    "sup": Handler(inlines.footnote_reference, inlines.kept),
    "time": _KEPT,
    "tt": _CODE,
    "u": _KEPT,
    "var": _KEPT,
    **dict.fromkeys(FORMULA, Handler(close=formulas.formula)),
    # on lines of their own
    "audio": _PLAYER,
    "blockquote": Handler(close=blocks.quote, block=True),
    "caption": Handler(close=tables.caption, block=True),
    "dd": _DEFINITION,
    "details": Handler(close=blocks.details, block=True),
    "dl": Handler(close=blocks.definitions, block=True, holds_text=False),
    "dt": _DEFINITION,
    "figcaption": Handler(close=media.caption, block=True),
    "figure": Handler(close=media.figure, block=True),
    "h1": _HEADING,
    "h2": _HEADING,
    "h3": _HEADING,
    "h4": _HEADING,
    "h5": _HEADING,
    "h6": _HEADING,
    "hr": Handler(blocks.rule, block=True),
    "iframe": Handler(media.embed, block=True),
    "li": Handler(close=lists.item, block=True, plain=lists.plain_item),
    "ol": _LIST,
    "p": Handler(close=blocks.paragraph, block=True, plain=blocks.plain_paragraph),
    "pre": Handler(blocks.code, blocks.preformatted, block=True, verbatim=True),
    "summary": Handler(close=blocks.summary, block=True),
    "table": Handler(close=tables.table, block=True, holds_text=False),
    "td": _CELL,
    "th": _CELL,
    "tr": Handler(close=tables.row, block=True, holds_text=False),
    "ul": _LIST,
    "video": _PLAYER,
    # not content
    "colgroup": _NOTHING,
    "head": _NOTHING,
    "noembed": _NOTHING,
    "noframes": _NOTHING,
    "object": _NOTHING,
    "script": _NOTHING,
    "style": _NOTHING,
    "svg": _NOTHING,
    "template": _NOTHING,
    "title": _NOTHING,
}

# elements that say nothing but end the line before them and the line within them
BREAKING = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dialog",
        "dir",
        "div",
        "fieldset",
        "footer",
        "form",
        "header",
        "hgroup",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "optgroup",
        "option",
        "plaintext",
        "search",
        "section",
        "select",
        "xmp",
    ]
).difference(HANDLERS)
