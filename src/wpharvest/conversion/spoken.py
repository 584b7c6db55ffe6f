"""The language of a document, who says so, and whether its own words agree."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

from wpharvest import language
from wpharvest.conversion.values import object_of
from wpharvest.language import bcp47, primary
from wpharvest.model.items import UNDETERMINED, Json, Language, RawItem, SiteInfo
from wpharvest.model.notices import Notice
from wpharvest.urls import split_url

RULE = "language"
SURE = 0.95  # from here on a text's own language is believed against a site that names only one
TELLING = 200  # characters that a text needs for that
READ = 1_000  # characters that are looked at: more take time and are no surer

# Fields in which a plugin says it: Polylang Pro, wp-rest-polylang, wpml-rest-api.
FIELDS = ("lang", "polylang_current_lang", "wpml_current_locale")


def spoken(item: RawItem, info: SiteInfo, text: str) -> tuple[str, str, tuple[Notice, ...]]:
    """Code, source of it, and a notice where what the site says and what the text is disagree.

    A site with several languages knows its own; one that names none or a single one may still hold pages in
    another, and then their text decides if it is long enough to be sure. The source is one of `declared`,
    `url`, `og_locale`, `base`, `html lang`, `marks` (see `tongues`), `text`; empty if nothing says it.
    """
    code = item.language
    told, sure = language.detect(text[:READ]) if len(text) >= TELLING else ("", 0.0)
    differs = bool(told) and sure >= SURE and told != primary(code)
    if differs and (code == UNDETERMINED or len(info.languages) < 2):
        return told, "text", ()
    source = _source(item, info)
    if not differs:
        return code, source, ()
    what = f"it is filed as {code} ({source or 'the site'} says so), but its text is in {told}"
    return code, source, (Notice(RULE, what),)


def _source(item: RawItem, info: SiteInfo) -> str:
    """The first that names the document's language, in the order in which they are believed."""
    if item.language == UNDETERMINED:
        return ""
    value = item.value
    return next((name for name, says in _SAY.items() if says(item, value, info)), "")


def _declared(item: RawItem, value: Json, info: SiteInfo) -> bool:
    said = [bcp47(str(value[name])) for name in FIELDS if isinstance(value.get(name), str)]
    return any(primary(each) == primary(item.language) for each in said if each)


def _by_url(item: RawItem, value: Json, info: SiteInfo) -> bool:
    """Its address lies below the home of its language, and of no other language below that one."""
    parts = split_url(str(value.get("link") or ""))
    if primary(parse_qs(parts.query).get("lang", [""])[0]) == primary(item.language):
        return True
    homes = {each.code: _place(each, info) for each in info.languages if each.home and "?" not in each.home}
    place = f"{parts.hostname or ''}{parts.path.rstrip('/')}/"
    below = [code for code, home in homes.items() if place.startswith(home)]
    return bool(below) and len(homes) > 1 and max(below, key=lambda code: len(homes[code])) == item.language


def _place(spoken: Language, info: SiteInfo) -> str:
    parts = split_url(spoken.home)
    return f"{parts.hostname or split_url(info.home).hostname or ''}{parts.path.rstrip('/')}/"


def _by_base(item: RawItem, value: Json, info: SiteInfo) -> bool:
    """It was asked for at a base, or with a query, that shows this language alone."""
    own = [each for each in info.languages if each.code == item.language]
    same = [
        each for each in info.languages for one in own if (each.root, each.query) == (one.root, one.query)
    ]
    return len(info.languages) > 1 and len(same) == 1


def _by_seo(item: RawItem, value: Json, info: SiteInfo) -> bool:
    locale = bcp47(str(object_of(value, "yoast_head_json").get("og_locale") or ""))
    return primary(locale) == primary(item.language)


def _by(source: str, item: RawItem, info: SiteInfo) -> bool:
    return any(each.code == item.language and each.source == source for each in info.languages)


_SAY: dict[str, Callable[[RawItem, Json, SiteInfo], bool]] = {
    "declared": _declared,
    "url": _by_url,
    "og_locale": _by_seo,
    "base": _by_base,
    "html lang": lambda item, value, info: _by("html", item, info),
    "marks": lambda item, value, info: _by("marks", item, info),
}
