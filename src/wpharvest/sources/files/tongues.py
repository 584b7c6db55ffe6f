"""Which language a local file is in: what it says, where it lies, what it is called, how it reads."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from wpharvest.language import bcp47, detect, primary
from wpharvest.model.items import UNDETERMINED, Json
from wpharvest.urls import split_url

# ISO 639-1, https://www.loc.gov/standards/iso639-2/php/code_list.php
_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
CODES = frozenset(_CODES.split())

_MARK = r"([a-z]{2})(?:[-_]([A-Z]{2}|[A-Z][a-z]{3}))?"
_BY_DOT = re.compile(rf"(.+)\.{_MARK}")  # page.fr
_BY_LINE = re.compile(rf"(.+)_{_MARK}")  # page_en
_AT_START = re.compile(rf"{_MARK}[-_.](.+)")  # fr-page
_AT_END = re.compile(rf"(.+)-{_MARK}")  # page-fr
SURE, ENOUGH = 0.9, 120  # how sure a guess must be, over how many letters, to overrule a doubtful mark
LIKELY = 0.5  # below that, a guess is none


def of_folders(folders: tuple[str, ...]) -> str:
    """The language that a folder is named after, the innermost first; empty if none is.

    >>> of_folders(("content", "pt-BR", "blog")), of_folders(("content", "blog"))
    ('pt-BR', '')
    """
    for folder in reversed(folders):
        code = bcp47(folder)
        if re.fullmatch(r"[a-z]{2}([-_][a-zA-Z]{2,4})?", folder) and primary(code) in CODES:
            return code
    return ""


def of_name(stem: str) -> tuple[str, str, bool]:
    """The language in a file's name, the name without it, and whether the mark is beyond doubt.

    >>> of_name("page.fr"), of_name("fr-autres-ressources"), of_name("about")
    (('fr', 'page', True), ('fr', 'autres-ressources', False), ('', 'about', False))
    """
    for pattern, sure in ((_BY_DOT, True), (_BY_LINE, True), (_AT_START, False), (_AT_END, False)):
        match = pattern.fullmatch(stem)
        if match:
            groups = [group for group in match.groups() if group]
            rest, *mark = groups if pattern is not _AT_START else [groups[-1], *groups[:-1]]
            if mark[0] in CODES:
                return bcp47("-".join(mark)), rest, sure
    return "", stem, False


def of_object(value: Json) -> str:
    """The language that a REST object names itself: `lang` (Polylang, WPML) or Yoast's `og_locale`."""
    yoast = value.get("yoast_head_json")
    said = [value.get("lang"), value.get("language"), value.get("locale")]
    said.append(yoast.get("og_locale") if isinstance(yoast, dict) else None)
    for each in said:
        code = bcp47(each) if isinstance(each, str) else ""
        if primary(code) in CODES:
            return primary(code) if each is said[-1] else code
    return ""


def of_link(link: str) -> str:
    """The language that an address begins with (`/en/other-resources/`); empty if it doesn't."""
    try:
        first = split_url(link).path.split("/")[1:2]
    except ValueError:
        return ""
    return of_folders(tuple(first))


def decide(certain: tuple[str, ...], doubtful: tuple[str, ...], text: str) -> str:
    """The first certain language; else the first doubtful one, if the text doesn't clearly speak another;
    else the text's; else `und`.
    """
    for code in certain:
        if code:
            return code
    guess, sure = detect(text)
    clear = sure >= SURE and sum(c.isalpha() for c in text) >= ENOUGH
    for code in doubtful:
        if code and not (clear and primary(code) != guess):
            return code
    return guess if guess and sure >= LIKELY else UNDETERMINED


def name_parts(path: PurePosixPath) -> tuple[str, tuple[str, ...]]:
    """A file's stem and its folders, in NFC (file systems differ)."""
    here = PurePosixPath(unicodedata.normalize("NFC", str(path)))
    return here.stem, here.parts[:-1]
