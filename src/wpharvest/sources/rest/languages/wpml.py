"""wpml-rest-api writes each object's language and translations into it."""

from __future__ import annotations

from wpharvest.language import bcp47
from wpharvest.model.items import Json
from wpharvest.sources.rest.languages.visit import Spoken, Visit, short_code


def probe(visit: Visit) -> tuple[Spoken, ...]:
    """The locales that the newest pages and posts are in or are translated to."""
    own: dict[str, None] = {}
    others: dict[str, None] = {}
    for item in visit.recent():
        _read(item, own, others)
    locales = list({**own, **others})
    return tuple(Spoken(short_code(each, "", locales), locale=each) for each in locales)


def _read(item: Json, own: dict[str, None], others: dict[str, None]) -> None:
    code = bcp47(str(item.get("wpml_current_locale") or ""))
    if code:
        own[code] = None
    translations = item.get("wpml_translations")
    if isinstance(translations, dict):
        translations = list(translations.values())
    for each in translations if isinstance(translations, list) else []:
        code = bcp47(str(each.get("locale", ""))) if isinstance(each, dict) else ""
        if code:
            others[code] = None
