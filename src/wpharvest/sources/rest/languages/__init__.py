"""Which languages a site has, and through which REST root each one is read.

`PROBES` is the table: how a multilingual plugin shows its languages. The first probe that finds two or more
decides; a site where none does has one language, that of its home page.
"""

from __future__ import annotations

from wpharvest.language import bcp47, primary
from wpharvest.model.items import UNDETERMINED, Language
from wpharvest.sources.rest.addresses import local
from wpharvest.sources.rest.languages import anchors, hreflang, links, polylang, routes, wpml
from wpharvest.sources.rest.languages.reading import readable
from wpharvest.sources.rest.languages.visit import Probe, Spoken, Visit

PROBES: dict[str, Probe] = {
    "polylang": polylang.probe,
    "hreflang": hreflang.probe,
    "anchors": anchors.probe,
    "routes": routes.probe,
    "wpml": wpml.probe,
    "links": links.probe,
}


def find(visit: Visit) -> tuple[tuple[Language, ...], str]:
    """The languages of a site, the default one first, and the code of the default one."""
    spoken: tuple[Spoken, ...] = ()
    source = ""
    for name, probe in PROBES.items():
        spoken = _distinct(probe(visit))
        if len(spoken) > 1:
            source = name
            break
    if len(spoken) < 2:
        code = bcp47(visit.front.language)
        code = primary(code) if code else UNDETERMINED
        only = Language(code, root=local(visit.root.url, visit.root.url), home=visit.home_path, source="html")
        return (only,), code
    default = _default(visit, spoken)
    ordered = sorted(spoken, key=lambda each: (each.code != default, each.code))
    found = tuple(readable(visit, each, each.code == default, source) for each in ordered)
    return found, default


def _distinct(spoken: tuple[Spoken, ...]) -> tuple[Spoken, ...]:
    known: dict[str, Spoken] = {}
    for each in spoken:
        if each.code:
            known.setdefault(each.code, each)
    return tuple(known.values())


def _default(visit: Visit, spoken: tuple[Spoken, ...]) -> str:
    """Said by the plugin; else whose home is the site's home; else what the home page is written in."""
    for each in spoken:
        if each.default:
            return each.code
    for each in spoken:
        if each.home and visit.is_front(each.home):
            return each.code
    front = visit.front.language
    for each in spoken:
        if front and front in (each.locale, each.code):
            return each.code
    for each in spoken:
        if front and primary(each.code) == primary(front):
            return each.code
    return spoken[0].code
