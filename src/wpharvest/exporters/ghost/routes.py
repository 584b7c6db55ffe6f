"""`routes.yaml`: which address shows what (https://ghost.org/docs/themes/routing/)."""

from __future__ import annotations

from typing import Any

import yaml

from wpharvest.exporters.ghost.addresses import Group, Layout
from wpharvest.exporters.ghost.tags import internal, language_tag
from wpharvest.model.site import Site


def routes(site: Site, layout: Layout) -> str:
    """A route for each page at a path of its own, a collection for the posts of each language and kind.

    The blog of the default language comes last and takes every post that no other collection asks for: also
    those that are written later without a tag.
    """
    groups = sorted(layout.groups, key=lambda each: _is_main(each, site))
    told: dict[str, Any] = {
        "routes": {
            path: {"data": f"page.{layout.slugs[key]}", "template": ["page", "post"]}
            for path, key in sorted(layout.routes.items())
        },
        "collections": {each.path: _collection(each, groups, site) for each in groups}
        or {"/": {"permalink": "/{slug}/", "template": "index"}},
        "taxonomies": {"tag": "/tag/{slug}/", "author": "/author/{slug}/"},
    }
    head = "# Where Ghost shows the pages and posts of the import. Settings → Labs → Routes → Upload.\n"
    return head + yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=float("inf"))


def _is_main(group: Group, site: Site) -> bool:
    return group.language == site.info.default_language and group.kind == "posts"


def _collection(group: Group, groups: list[Group], site: Site) -> dict[str, Any]:
    told: dict[str, Any] = {"permalink": group.permalink, "template": "index"}
    condition = _without(group, groups) if _is_main(group, site) else _filter(group, groups)
    return told | ({"filter": condition} if condition else {})


def _filter(group: Group, groups: list[Group]) -> str:
    """The language's tag, and the kind's; posts are what has no other kind."""
    language = f"tag:{language_tag(group.language).slug}"
    if group.kind != "posts":
        return f"{language}+tag:{internal(group.kind).slug}"
    others = sorted({internal(each.kind).slug for each in groups if each.kind != "posts"})
    return f"{language}+tag:-[{','.join(others)}]" if others else language


def _without(group: Group, groups: list[Group]) -> str:
    others = {internal(each.kind).slug for each in groups if each.kind != "posts"}
    others |= {language_tag(each.language).slug for each in groups if each.language != group.language}
    return f"tag:-[{','.join(sorted(others))}]" if others else ""
