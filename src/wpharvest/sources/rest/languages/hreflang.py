"""The home page names its translations: `<link rel="alternate" hreflang="en" href="…/en/">`."""

from __future__ import annotations

from wpharvest.sources.rest.languages.visit import Spoken, Visit, short_code, url_code


def probe(visit: Visit) -> tuple[Spoken, ...]:
    """The alternates of the home page's head."""
    locales = [code for code, _ in visit.front.alternates]
    return tuple(
        Spoken(short_code(code, home, locales), home=home, short=url_code(home), locale=code)
        for code, home in visit.front.alternates
    )
