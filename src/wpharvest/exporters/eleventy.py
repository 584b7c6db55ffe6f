"""Eleventy: a project that `npx eleventy` builds, with a folder a language and data for its templates.

Each page says its own `permalink`, by default the address that it had; the translations of a page are its
`alternates`, by language. `_data/site.json` holds languages and menus. Markdown isn't run through a template
language, so that braces in a text stay braces. Source: https://www.11ty.dev/docs/.
"""

from __future__ import annotations

from wpharvest.exporters.page_fields import FIELDS, NEEDED
from wpharvest.exporters.site_facts import as_data
from wpharvest.exporters.static_site import HEEDS as HEEDS
from wpharvest.exporters.static_site import StaticSite, redirects_step

ELEVENTY = StaticSite(
    skeleton="eleventy",
    files={"type": "content/{language}/{kind}/{path}.md", "home": "content/{language}/index.md"},
    served="static",
    fields={**FIELDS, "published": "date"},  # Eleventy takes `date` for its own
    tables={"_data/site.json": as_data},
    syntaxes=("yaml", "json"),
    needed=NEEDED,
)
NEXT = (
    "cd {output} && npm install && npm start  # then open http://localhost:8080/",
    redirects_step("eleventy"),
)
plan, export = ELEVENTY.plan, ELEVENTY.export
