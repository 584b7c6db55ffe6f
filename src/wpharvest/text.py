"""Small, exact things about text that several rooms need."""

from __future__ import annotations

import html
import re
import unicodedata

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_NOT_SLUG = re.compile(r"[^\w-]+", re.UNICODE)
_TAG = re.compile(r"<[a-zA-Z/!]")
_SCRIPTS_WITHOUT_SPACES = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # kana and Han
_WORD = re.compile(rf"[{_SCRIPTS_WITHOUT_SPACES}]|[^\s{_SCRIPTS_WITHOUT_SPACES}]+")


def squeeze(text: str) -> str:
    """Fold runs of breaking white space into one space and trim; no-break spaces are content and stay.

    >>> squeeze("  trois\\u00a0:  deux\\n")
    'trois\\xa0: deux'
    """
    return _BLANKS.sub(" ", text).strip(" \t\r\n\f")


def plain_title(rendered: str) -> str:
    """The words of a title as WordPress renders it: entities are characters, inline tags are gone.

    >>> plain_title("Caf&eacute; &#038; <em>th&eacute;</em>")
    'Café & thé'
    """
    if _TAG.search(rendered):
        from bs4 import BeautifulSoup  # few titles have tags, and no run should wait for this

        return squeeze(BeautifulSoup(rendered, "lxml").get_text())
    return squeeze(html.unescape(rendered))


def fold(text: str) -> str:
    """Lower case without accents or ligatures, for comparing words across languages.

    >>> fold("Élèves de l’Œuvre")
    'eleves de l’oeuvre'
    """
    text = text.casefold()
    if text.isascii():
        return text
    text = text.replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def slugify(text: str, limit: int = 80) -> str:
    """A file-name-safe slug in NFC, never empty, at most `limit` bytes of UTF-8.

    >>> slugify("../Être & avoir\\0")
    'être-avoir'
    """
    text = unicodedata.normalize("NFC", text.casefold())
    text = re.sub(r"-{2,}", "-", _NOT_SLUG.sub("-", text)).strip("-_")
    text = text.encode()[:limit].decode(errors="ignore").rstrip("-_")
    return text or "untitled"


def short_id(value: int | str) -> str:
    """An id as it stands in a file name: seven digits where it is a number, so that names sort by id."""
    return f"{value:07d}" if isinstance(value, int) else slugify(value)


def count_words(text: str) -> int:
    """How many words a text has, as word processors count: what stands between spaces, and each kana or Han.

    >>> count_words("l’été, déjà"), count_words("日本語 is one")
    (2, 5)
    """
    return sum(1 for _ in _WORD.finditer(text))
