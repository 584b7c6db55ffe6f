"""Handlers of figures, players and embeds."""

from __future__ import annotations

import re

from turbohtml import Element as Dom

from wpharvest.markup.html_reader.flow import paragraphs, phrasing
from wpharvest.markup.html_reader.inlines import meaning
from wpharvest.markup.html_reader.pieces import Caption, Piece, Reading, attribute
from wpharvest.markup.html_text import tag
from wpharvest.markup.urls import safe_url
from wpharvest.model.nodes import Element, Embed, Figure

# who it is, what the player's address looks like, what a person would open
PROVIDERS = (
    (
        "YouTube",
        r"//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,})",
        "https://www.youtube.com/watch?v={}",
    ),
    ("Vimeo", r"//player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{}"),
    (
        "Dailymotion",
        r"//(?:www\.|geo\.)?dailymotion\.com/(?:embed/video/|player(?:/\w+)?\.html\?(?:.*&)?video=)(\w+)",
        "https://www.dailymotion.com/video/{}",
    ),
    ("Spotify", r"//open\.spotify\.com/embed/(\w+/\w+)", "https://open.spotify.com/{}"),
    ("SoundCloud", r"//w\.soundcloud\.com/player/?\?.*?url=(https?[^&]+)", "{}"),
    ("WordPress", r"^(https?://[^?#]+/)embed/(?:\?[^#]*)?#\?secret=", "{}"),
    ("X", r"//platform\.twitter\.com/embed/.*[?&]id=(\d+)", "https://x.com/i/status/{}"),
)
FRAME = ("src", "title", "width", "height", "allowfullscreen")
PLAYER = ("src", "poster", "width", "height", "controls", "loop", "muted", "preload", "playsinline")
SOURCE = ("src", "type", "media", "kind", "srclang", "label", "default")

_PROVIDERS = tuple((name, re.compile(pattern), page) for name, pattern, page in PROVIDERS)


def caption(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<figcaption>`"""
    return [Caption(phrasing(children))]


def figure(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<figure>`; without a caption it says nothing that its content doesn't say"""
    below = [piece for piece in children if isinstance(piece, Caption) and piece.children]
    blocks = paragraphs([piece for piece in children if not isinstance(piece, Caption)])
    if not below or not blocks:
        return [*blocks, *below]
    first, *more = below
    return [Figure(blocks, first.children), *more]


def embed(reading: Reading, element: Dom) -> list[Piece]:
    """`<iframe>`"""
    source = safe_url(attribute(element, "src"))
    if not source.startswith(("https://", "http://", "//")):
        return []
    provider, url = _opened(source)
    written = meaning(element, FRAME) | {"src": source}
    html = tag("iframe", {name: written[name] for name in FRAME if name in written}) + "</iframe>"
    title = " ".join(attribute(element, "title").split())
    return [Embed(url, title, provider, html)]


def _opened(source: str) -> tuple[str, str]:
    for name, pattern, page in _PROVIDERS:
        if match := pattern.search(source):
            return name, safe_url(page.format(match[1].replace("%3A", ":").replace("%2F", "/"))) or source
    return "", source


def player(reading: Reading, element: Dom) -> list[Piece]:
    """`<video>`, `<audio>` with their sources and tracks"""
    own = _safe(meaning(element, PLAYER))
    found = element.select("source, track")
    parts = tuple(Element(each.tag, _safe(meaning(each, SOURCE))) for each in found)
    parts = tuple(part for part in parts if "src" in part.attributes)
    return [Element(element.tag, own, parts)] if parts or "src" in own else []


def _safe(attributes: dict[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in attributes.items()
        if name not in ("src", "poster") or (safe_url(value) and value == value.strip())
    }
