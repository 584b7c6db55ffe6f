"""The addresses themselves: `/en/…` and `/fr/…` in the links of pages and of the home page.

Free Polylang without hreflang shows nothing else. A folder counts as a language only if it has a REST root
of its own (`/en/wp-json/`), as every language of Polylang, WPML and TranslatePress has: `/it/` may be a page.
"""

from __future__ import annotations

import re
from collections import Counter

from wpharvest.errors import SourceError
from wpharvest.language import bcp47
from wpharvest.sources.rest.addresses import Root, origin
from wpharvest.sources.rest.languages.visit import TWO_LETTERS, Spoken, Visit, short_code
from wpharvest.urls import join_url, split_url

_MOST = 12  # folders that are tried
_HREF = re.compile(r"<a\s[^>]*?href=[\"']([^\"'#]+)", re.IGNORECASE)


def probe(visit: Visit) -> tuple[Spoken, ...]:
    """The language folders in use that answer as a WordPress."""
    links = [join_url(visit.front_url, each) for each in _HREF.findall(visit.page)]
    links += [str(each.get("link", "")) for each in visit.recent()]
    folders = Counter(filter(None, (_folder(visit, link) for link in links)))
    found = []
    for folder, _ in folders.most_common(_MOST):
        home = join_url(visit.root.site, folder + "/")
        if _answers(visit, visit.root.below(home)):
            found.append(Spoken(bcp47(folder), home=visit.mapping.record(home), short=folder))
    own = visit.front.language
    if found and own and not any(each.code in (own, own.split("-")[0]) for each in found):
        found.insert(0, Spoken(short_code(own, "", []), home=visit.root.site, locale=own))
    return tuple(found)


def _folder(visit: Visit, link: str) -> str:
    asked = visit.mapping.ask(link)
    path = split_url(asked).path
    if origin(asked) != origin(visit.root.url) or not path.startswith(visit.home_path):
        return ""
    folder = path[len(visit.home_path) :].split("/", 1)[0]
    return (
        folder
        if folder.lower()[:2] in TWO_LETTERS and re.fullmatch(r"[a-z]{2}(-[a-zA-Z]{2})?", folder)
        else ""
    )


def _answers(visit: Visit, root: Root) -> bool:
    try:
        reply = visit.api.one(root, retries=1)
    except SourceError:
        return False
    return reply.ok and isinstance(reply.value, dict) and reply.value.get("url") == visit.index.get("url")
