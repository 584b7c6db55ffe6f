"""Astro: a project that `npx astro build` builds, with one content collection and a page for each document.

Documents lie in `src/content/documents/`, a folder a language; each says its own `permalink`, by default
the address that it had, and its translations (`alternates`, by language). `src/data/site.json` holds
languages and menus. Source: https://docs.astro.build/en/guides/content-collections/.
"""

from __future__ import annotations

from wpharvest.exporters.page_fields import FIELDS, NEEDED
from wpharvest.exporters.site_facts import as_data
from wpharvest.exporters.static_site import HEEDS as HEEDS
from wpharvest.exporters.static_site import StaticSite, redirects_step

ASTRO = StaticSite(
    skeleton="astro",
    files={
        "type": "src/content/documents/{language}/{kind}/{path}.md",
        "home": "src/content/documents/{language}/index.md",
    },
    served="public",
    fields=FIELDS,
    tables={"src/data/site.json": as_data},
    syntaxes=("yaml", "toml"),
    kept=("/404/", "/500/"),
    needed=NEEDED,
)
NEXT = (
    "cd {output} && npm install && npm start  # then open http://localhost:4321/",
    redirects_step("astro"),
)
plan, export = ASTRO.plan, ASTRO.export
