"""The files that a body refers to: pictures at their largest, players' files, posters, linked documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from turbohtml import Element, parse_fragment

from wpharvest.config import SrcsetMode

# What a link leads to if it isn't a page: the endings that WordPress lets people upload
# (`wp_get_mime_types` in wp-includes/functions.php), without programs and pages.
_ENDINGS = """
jpg jpeg jpe gif png bmp tif tiff webp avif ico heic heif svg
asf wmv avi mov qt mpeg mpg mp4 m4v ogv webm mkv 3gp 3g2
mp3 m4a m4b aac ra ram wav ogg oga flac mid midi wma mka opus
pdf doc docx docm dot odt ods odp odg rtf txt csv tsv ics vtt srt dfxp
xls xlsx xlsm xlsb ppt pptx pptm pps ppsx key numbers pages epub
zip gz tar rar 7z json xml psd eps ai
"""
FILE_ENDINGS = frozenset(_ENDINGS.split())
_ATTRIBUTES: tuple[tuple[str, str], ...] = (
    ("img", "src"),
    ("img", "data-src"),
    ("video", "src"),
    ("video", "poster"),
    ("audio", "src"),
    ("source", "src"),
    ("track", "src"),
    ("embed", "src"),
    ("object", "data"),
)
_BACKGROUND = re.compile(r"url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_CANDIDATE = re.compile(r"\s*(\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")  # HTML's `srcset`
_MAYBE = re.compile(r"\bsrc(?:set)?\s*=|\bdata\s*=|\bposter\s*=|url\(|\bhref\s*=", re.IGNORECASE)


def file_references(source: str, page: str, sizes: SrcsetMode = "largest") -> tuple[str, ...]:
    """The addresses of the files in a fragment of HTML that stands at `page`, in reading order, each once.

    Of a picture that is there in several sizes only the largest, or all `sizes`.

    >>> file_references('<img src="a-300x200.jpg" srcset="a-300x200.jpg 300w, a.jpg 900w">', "https://h/x/")
    ('https://h/x/a.jpg',)
    """
    if not _MAYBE.search(source):
        return ()
    found: dict[str, None] = {}
    for element in parse_fragment(source).select("img,video,audio,source,track,embed,object,a[href],[style]"):
        for url in _of(element, _SIZES[sizes]):
            absolute = _absolute(url, page)
            if absolute:
                found[absolute] = None
    return tuple(found)


def _of(element: Element, pictures: Callable[[str, str], list[str]]) -> Iterator[str]:
    srcset = element.attr("srcset") or element.attr("data-srcset") or ""
    if srcset:
        yield from pictures(srcset, element.attr("src") or element.attr("data-src") or "")
    for tag, attribute in _ATTRIBUTES:
        if element.tag == tag and not (srcset and tag == "img"):
            yield element.attr(attribute) or ""
    if element.tag == "a" and _is_file(element.attr("href") or ""):
        yield element.attr("href") or ""
    yield from _BACKGROUND.findall(element.attr("style") or "")


def _largest(srcset: str, src: str) -> list[str]:
    candidates = [(float(size or 1), url) for url, size in _CANDIDATE.findall(srcset)]
    return [max(candidates, key=lambda each: each[0])[1] if candidates else src]


def _all(srcset: str, src: str) -> list[str]:
    return [src, *(url for url, _ in _CANDIDATE.findall(srcset))]


_SIZES: Mapping[SrcsetMode, Callable[[str, str], list[str]]] = {"largest": _largest, "all": _all}


def _is_file(url: str) -> bool:
    return urlsplit(url).path.rpartition(".")[2].lower() in FILE_ENDINGS if _splits(url) else False


def _absolute(url: str, page: str) -> str:
    url = url.strip()
    if not url or not _splits(url):
        return ""
    absolute = urljoin(page, url).split("#", 1)[0]
    return absolute if absolute.startswith(("http://", "https://")) else ""


def _splits(url: str) -> bool:
    try:
        return bool(urlsplit(url).path)
    except ValueError:  # an open bracket where a host should be
        return False
