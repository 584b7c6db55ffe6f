"""A language switcher: links of the home page with `hreflang` or `lang`, in its body."""

from __future__ import annotations

from wpharvest import head
from wpharvest.language import bcp47
from wpharvest.sources.rest.languages.visit import Spoken, Visit, plain, short_code, url_code
from wpharvest.urls import join_url


def probe(visit: Visit) -> tuple[Spoken, ...]:
    """The links that carry a language code and lead to a home page (of one language each)."""
    found: dict[str, str] = {}
    for link in head.Elements(visit.page, ("a",)).named("a"):
        code = bcp47(link.get("hreflang") or link.get("lang") or "")
        home = join_url(visit.front_url, link.get("href", ""))
        if (
            code
            and "href" in link
            and (visit.is_front(home) or url_code(home))
            and plain(home) not in map(plain, found.values())
        ):
            found.setdefault(code, home)
    own = visit.front.language
    if own and found and own not in found and not any(visit.is_front(home) for home in found.values()):
        found[own] = visit.root.site
    return tuple(
        Spoken(short_code(code, home, list(found)), home=home, short=url_code(home), locale=code)
        for code, home in found.items()
    )
