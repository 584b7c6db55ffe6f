"""Shortcodes that came out as text, because the plugin that would have made something of them is gone.

Known ones become what they mean: `[caption]` a figure, `[embed]`, `[youtube]` and `[vimeo]` a link,
`[audio]` and `[video]` a player, a button a link. Of the page builders' (`vc_`, `et_pb_`, `fusion_`, `av_`,
`mk_`) the content stays, with the titles, pictures and links that stand in their attributes. Others stay as
text and are counted; so does `[gallery]`, whose images have no address here. A builder's tag that goes and
leaves nothing (a picture that is only a number, a list of posts) is told of as lost. Never in code, never
`[[name]]`, never a word in brackets, never `\\[`, which begins a formula.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from turbohtml import Element, Node, Text

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.shortcode import TOKEN, Shortcode, address, label, parse
from wpharvest.cleaning.signs import Signs
from wpharvest.cleaning.surgery import is_blank
from wpharvest.model.notices import Notice

BUILDERS = ("vc_", "et_pb_", "fusion_", "av_", "mk_")
MEDIA = ("src", "mp3", "m4a", "ogg", "wav", "wma", "flac", "mp4", "m4v", "webm", "ogv", "wmv", "flv")
_PAIRS = re.compile(
    r"(?<!\[)\[(?P<name>embed|youtube|button|[a-z_]*_button|su_button)(?P<said>(?:[\s\u00a0][^\[\]]*)?)\]"
    r"(?P<inside>[^\[\]]*)\[/(?P=name)\](?!\])",
    re.IGNORECASE,
)
_NUMBERED = ("image", "images", "ids", "include", "image_id", "attachment", "attachment_id")
_APPEARANCE = re.compile(r"(?:space|spacer|separator|divider|_hr|_css|clear)$")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:$|\?)", re.IGNORECASE)
_LIKELY = re.compile(r"=|[_-]")  # an unknown name in brackets is a shortcode if it looks like nothing else
_KNOWN = "caption|embed|youtube|vimeo|button|audio|video|gallery"
# Most of what stands in brackets is a word ([sic]) or a link's title.
_SIGN = re.compile(rf"\[(?:/[a-z]|(?:{_KNOWN})\b|[a-z][^\[\]=_-]*[=_-])", re.IGNORECASE)
SIGNS = Signs(prose=lambda text: "[" in text and _SIGN.search(text))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Leaked shortcodes become what they mean; unknown ones stay as text and are counted."""
    if "]" not in body.seen:
        return
    told = _Told(Counter(), Counter(), Counter(), body.source)
    if "caption]" in body.seen:
        for text in _bracketed(body):
            if text.parent is not None:
                _caption(text, told.made)
    for text in _bracketed(body):
        parts = _parts(text.data, told)
        if parts is not None:
            _replace(text, parts)
    for name, count in sorted(told.made.items()):
        yield Notice("shortcodes", f"[{name}] made what it means", count=count)
    for what, count in sorted(told.gone.items()):
        yield Notice("shortcodes", what, count=count, lost=True)
    for name, count in sorted(told.unknown.items()):
        body.remarks.append(Notice("shortcodes", f"[{name}] kept as text", count=count))


class _Told(NamedTuple):
    """What is counted on the way: what became what it means, what stayed text, what went and left nothing."""

    made: Counter[str]
    unknown: Counter[str]
    gone: Counter[str]
    source: str


def _bracketed(body: Body) -> list[Text]:
    return [each for each in body.prose("[") if "]" in each.data]


def _parts(text: str, told: _Told) -> list[Node | str] | None:
    """The text with its shortcodes replaced; None where there is nothing to replace."""
    parts: list[Node | str] = []
    end = 0
    position = 0
    while match := TOKEN.search(text, position):
        pair = _PAIRS.match(text, match.start())
        code = parse(match)
        made = _pair(code, pair["inside"]) if pair else None
        stop = pair.end() if pair and made is not None else match.end()
        if made is None:
            made = _single(code)
        position = stop
        if made is None:
            _remark(match, code, text, told.unknown)
            continue
        between = text[end : match.start()]
        if code.name.startswith(BUILDERS):
            _mourn(code, made, told)
            if between.strip() or not parts:
                made = [Element("br"), *made]  # what a builder's tag parts must not share a line
        parts += [between, *made]
        told.made[code.name] += 1
        end = stop
    return [*parts, text[end:]] if parts else None


def _pair(code: Shortcode, inside: str) -> list[Node | str] | None:
    if code.closes:
        return None
    if code.name in ("embed", "youtube"):
        url = address(inside)
        return [_link(url, url)] if url else None
    url = address(code.first("link", "url", "href", "button_url"))
    said = inside.strip() or code.first("button_text", "title", "text")
    return [_link(url, said)] if url and said else None


def _single(code: Shortcode) -> list[Node | str] | None:
    """What one tag becomes: nothing but its place, where only its content says something."""
    if code.name in MEANINGS and not code.closes:
        return MEANINGS[code.name](code)
    if code.name in ("audio", "video") and code.closes:
        return []
    if not code.name.startswith(BUILDERS):
        return None
    return [] if code.closes else list(_said(code))


def _said(code: Shortcode) -> Iterator[Node | str]:
    """The title, the picture and the link that stand in a page builder's attributes."""
    picture = address(code.first("src", "image_url", "image"))
    picture = picture if _PICTURE.search(picture) else ""
    written = code.first("button_url", "link", "url", "href", "src", "audio")
    url = address(written)
    is_button = code.name.endswith(("_button", "_btn"))
    title = code.first("title", "heading", "text", "h2", "author")
    if picture:
        yield Element("img", {"src": picture, "alt": code.first("alt", "title_text")})
    said = code.first("button_text") or (title if is_button else "") or label(written)
    if title and not is_button:
        strong = Element("strong")
        strong.append(Text(title))
        yield strong
        yield Element("br")
    if url and said:
        yield _link(url, said)
    elif said:
        yield said
    elif url and not picture:
        yield _link(url, url)


def _mourn(code: Shortcode, made: list[Node | str], told: _Told) -> None:
    """Say of a builder's tag that nothing stands for it, if it showed something."""
    if code.closes or _APPEARANCE.search(code.name):
        return
    number = code.first(*_NUMBERED)
    if re.fullmatch(r"[\d,\s]+", number):
        told.gone[f"[{code.name}]: its picture is only a number, {number}"] += 1
    elif not made and f"[/{code.name}]" not in told.source:
        told.gone[f"[{code.name}]: what it showed, only its plugin knows"] += 1


def _player(code: Shortcode) -> list[Node | str] | None:
    url = next((found for name in MEDIA if (found := address(code.attributes.get(name, "")))), "")
    url = url or next((found for word in code.words if (found := address(word))), "")
    if not url:
        return None
    player = Element(code.name, {"controls": "", "src": url})
    for name in ("poster", "width", "height") if code.name == "video" else ():
        if said := code.first(name):
            player.attrs[name] = said
    return [player]


def _known_video(pattern: str, page: str) -> Callable[[Shortcode], list[Node | str] | None]:
    def made(code: Shortcode) -> list[Node | str] | None:
        for said in (*code.words, *code.attributes.values()):
            url = address(said) or (page.format(said) if re.fullmatch(pattern, said) else "")
            if url:
                return [_link(url, url)]
        return None

    return made


MEANINGS: dict[str, Callable[[Shortcode], list[Node | str] | None]] = {
    "audio": _player,
    "video": _player,
    "youtube": _known_video(r"[\w-]{11}", "https://www.youtube.com/watch?v={}"),
    "vimeo": _known_video(r"\d{5,12}", "https://vimeo.com/{}"),
}


def _link(url: str, said: str) -> Node:
    link = Element("a", {"href": url})
    link.append(Text(said))
    return link


def _remark(match: re.Match[str], code: Shortcode, text: str, unknown: Counter[str]) -> None:
    if not code.closes and (_LIKELY.search(match[0]) or f"[/{match[2]}]" in text or code.name == "gallery"):
        unknown[code.name] += 1


def _replace(text: Text, parts: list[Node | str]) -> None:
    for part in parts:
        if isinstance(part, str):
            if part:
                text.insert_before(Text(part))
        else:
            text.insert_before(part)
    text.extract()


# ── [caption]: an image and its words, over several nodes ────────────────────────────────────────────


def _caption(text: Text, counts: Counter[str]) -> None:
    """`[caption …]<img> words[/caption]` within one parent becomes a figure."""
    opening = next(
        (m for m in TOKEN.finditer(text.data) if m[2] in ("caption", "wp_caption") and not m[1]), None
    )
    if opening is None:
        return
    run: list[Node] = []
    node = text.next_sibling
    while node is not None and not (isinstance(node, Text) and "[/" in node.data):
        run.append(node)
        node = node.next_sibling
    if not isinstance(node, Text):
        return
    closing = re.search(r"\[/(?:wp_)?caption\]", node.data)
    image = next((each for each in run if not is_blank(each)), None)
    if closing is None or not isinstance(image, Element) or not _is_image(image):
        return
    said = parse(opening).first("caption")
    figure = _figure(image, [*run[run.index(image) + 1 :], Text(said + node.data[: closing.start()].strip())])
    before, after = text.data[: opening.start()], node.data[closing.end() :]
    _put(text, node, run, figure, before, after)
    counts["caption"] += 1


def _is_image(element: Element) -> bool:
    return element.tag == "img" or (element.tag == "a" and element.select_one("img") is not None)


def _figure(image: Element, words: list[Node]) -> Element:
    figure, below = Element("figure"), Element("figcaption")
    figure.append(image)
    for each in words:
        below.append(each)
    if below.text.strip():
        figure.append(below)
    return figure


def _put(text: Text, last: Text, run: list[Node], figure: Element, before: str, after: str) -> None:
    """The figure in its place: a paragraph can't hold one, so it ends before it and another begins after."""
    parent = text.parent
    following = [] if last is None else list(last.next_siblings)
    text.data, last.data = before, after
    for each in run:
        if each.parent is parent:
            each.extract()
    if not isinstance(parent, Element) or parent.tag != "p":
        last.insert_before(figure)
        return
    rest = Element("p")
    for each in (last, *following):
        rest.append(each)
    parent.insert_after(figure)
    if rest.text.strip() or rest.select("*"):
        figure.insert_after(rest)
    if not parent.text.strip() and not parent.select("*"):
        parent.extract()
