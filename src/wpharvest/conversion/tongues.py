"""One object that holds several languages, as qTranslate-XT writes them, made one object a language.

`[:fr]Bonjour[:en]Hello[:]` in any of its texts; older ones are `<!--:fr-->Bonjour<!--:--><!--:en-->Hello
<!--:-->` or `{:fr}Bonjour{:en}Hello{:}`. What stands outside of such a block belongs to every language.
Source: qTranslate-XT, `qtranxf_get_language_blocks` and `qtranxf_split_blocks` in src/language_blocks.php.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec

from wpharvest.conversion.values import rendered
from wpharvest.language import primary
from wpharvest.model.items import Key, Language, RawItem, SiteInfo

_MARK = re.compile(r"<!--:([a-z]{2})?-->|\[:([a-z]{2})?\]|\{:([a-z]{2})?\}")
_ANY = re.compile(rb"<!--:([a-z]{2})|\[:([a-z]{2})\]|\{:([a-z]{2})\}")
MARKS = "marks"  # how these languages are known
_TOLD_BY = ("content", "description", "title", "name")  # the first that holds languages says which there are


def tongues(item: RawItem, info: SiteInfo, there: Collection[Key] = ()) -> Iterator[RawItem]:
    """The object in each of its languages; itself where it holds one.

    A language that the site shows the object in as well (one of `there`) isn't made a second time from this
    one. Texts that lack a language are taken from the first one that they have, as the plugin does.
    """
    found = _codes(item) if _ANY.search(item.body) else ()
    if not found:
        yield item
        return
    for code in found:
        language = _known(code, item, info)
        key = Key(language, item.kind, item.id)
        if language == item.language or key not in there:
            body = msgspec.json.encode(_in(code, item.value))
            yield msgspec.structs.replace(item, language=language, body=body)


def marked(body: bytes) -> set[str]:
    """The languages that the marks in an object name."""
    return {code.decode() for found in _ANY.findall(body) for code in found if code}


def with_marked(info: SiteInfo, codes: Iterable[str]) -> SiteInfo:
    """The site with the languages that only marks tell of."""
    known = {primary(each.code) for each in info.languages}
    new = tuple(Language(code, source=MARKS, home="") for code in sorted(set(codes)) if code not in known)
    return msgspec.structs.replace(info, languages=(*info.languages, *new)) if new else info


def blocks(text: str) -> dict[str, str]:
    """Language -> its text; empty for a text without marks.

    >>> blocks("[:fr]Bonjour[:en]Hello[:] !")
    {'fr': 'Bonjour !', 'en': 'Hello !'}
    """
    pieces = _MARK.split(text)
    codes = [next(filter(None, pieces[at : at + 3]), "") for at in range(1, len(pieces), 4)]
    found = {code: "" for code in codes if code}
    for code, piece in zip(["", *codes], pieces[::4], strict=True):
        for language in [code] if code else found:
            found[language] += piece
    return found


def _codes(item: RawItem) -> tuple[str, ...]:
    value = item.value
    for name in _TOLD_BY:
        if found := blocks(rendered(value, name)):
            return tuple(code for code, text in found.items() if text.strip())
    return ()


def _in(code: str, value: Any) -> Any:
    """A value with each of its texts in one language."""
    if isinstance(value, str):
        found = blocks(value) if "[:" in value or "<!--:" in value or "{:" in value else {}
        return found.get(code) or next(filter(None, found.values()), "") if found else value
    if isinstance(value, dict):
        return {name: _in(code, each) for name, each in value.items()}
    if isinstance(value, list):
        return [_in(code, each) for each in value]
    return value


def _known(code: str, item: RawItem, info: SiteInfo) -> str:
    """The site's own code for a language of the plugin's."""
    ours = [each.code for each in info.languages]
    near = [each for each in (item.language, *ours) if primary(each) == code]
    return code if code in ours or not near else near[0]
