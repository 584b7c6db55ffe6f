"""Bytes of a local file to text."""

from __future__ import annotations

import codecs

from bs4.dammit import EncodingDetector

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decode(body: bytes, *, html: bool = False) -> str:
    """The text: by its byte order mark, by what an HTML page declares, as UTF-8, else as Windows' Latin-1.

    Raises ValueError if it isn't text at all (it holds NUL).
    """
    text = _decoded(body, html)
    if "\0" in text:
        raise ValueError("it isn't text")
    return text


def _decoded(body: bytes, html: bool) -> str:
    for mark, name in _MARKS.items():
        if body.startswith(mark):
            return body.decode(name)
    declared = EncodingDetector.find_declared_encoding(body, is_html=True) if html else None
    # A page that says Latin-1 is read as Windows-1252, as browsers do (https://encoding.spec.whatwg.org).
    known: tuple[str | None, ...] = (declared if declared != "iso-8859-1" else "cp1252", "utf-8", "cp1252")
    for encoding in known:
        try:
            return body.decode(encoding or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("latin-1")
