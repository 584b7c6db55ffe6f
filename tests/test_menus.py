"""Who a site is, and its menus, in `site.json`."""

from __future__ import annotations

import json
from typing import Any

from wpharvest.config import Export
from wpharvest.conversion import convert_menus
from wpharvest.exporters.identity import identity, identity_file
from wpharvest.model.documents import Document, Media
from wpharvest.model.items import Collection, Key, Language, RawItem, SiteInfo
from wpharvest.model.menus import Menu, MenuItem
from wpharvest.model.nodes import Root
from wpharvest.model.site import Site

HOME = "https://h.org/"
INFO = SiteInfo(
    home=HOME,
    name="Les Mots",
    description="Une association",
    timezone="Europe/Brussels",
    default_language="fr",
    languages=(Language("fr", "Français"), Language("en", home="/en/")),
    collections=(
        Collection("pages", "page", "type"),
        Collection("menus", "nav_menu", "other"),
        Collection("menu-items", "nav_menu_item", "other"),
        Collection("navigation", "wp_navigation", "other"),
    ),
    index={"site_icon": 7, "site_icon_url": "https://h.org/icon.png", "site_logo": 8},
)


def raw(kind: str, id_: int, **value: Any) -> RawItem:
    return RawItem(kind, id_, "fr", HOME, json.dumps({"id": id_, **value}).encode())


def menus(*items: RawItem) -> list[Menu]:
    return list(convert_menus(items, INFO))


def test_a_block_menu_is_its_nested_links() -> None:
    """The entries of `wp_navigation`, one without a link of its own, as WordPress renders them."""
    source = (
        '<li class="wp-block-navigation-item">'
        '<a href="/about/"><span>Qui <b>sommes</b>-nous&nbsp;?</span></a></li>'
        '<li><button><span class="wp-block-navigation-item__label">Plus</span></button><ul>'
        '<li><a href="https://other.org/">Ailleurs</a></li></ul></li>'
        '<ul class="wp-block-page-list"><li><a href="/a/">A</a>'
        '<ul><li><a href="/a/b/">B</a></li></ul></li></ul>'
    )
    (menu,) = menus(raw("navigation", 4, title={"rendered": "Principal"}, content={"rendered": source}))
    assert (menu.name, menu.key) == ("Principal", Key("fr", "navigation", 4))
    assert menu.items == (
        MenuItem("Qui sommes-nous ?", "https://h.org/about/"),
        MenuItem("Plus", children=(MenuItem("Ailleurs", "https://other.org/"),)),
        MenuItem("A", "https://h.org/a/", children=(MenuItem("B", "https://h.org/a/b/"),)),
    )


def test_a_classic_menu_is_a_tree_of_its_items() -> None:
    """Items come in any order; those of another menu aren't in it, and two that hold each other end."""

    def item(id_: int, order: int, parent: int = 0, menu: int = 3, **more: Any) -> RawItem:
        facts = {"title": {"rendered": f"N&deg;{id_}"}, "url": f"https://h.org/{id_}/", "object": "custom"}
        return raw("menu-items", id_, menu_order=order, parent=parent, menus=menu, **(facts | more))

    (menu,) = menus(
        item(12, 2),
        item(11, 1, object="page", object_id=5),
        item(13, 3, parent=12),
        item(14, 4, menu=9),
        item(15, 5, parent=16),
        item(16, 6, parent=15),
        raw("menus", 3, name="Main", slug="main", locations=["primary"]),
    )
    assert (menu.name, menu.slug, menu.locations) == ("Main", "main", ("primary",))
    assert menu.items == (
        MenuItem("N°11", "https://h.org/11/", "page", 5),
        MenuItem("N°12", "https://h.org/12/", children=(MenuItem("N°13", "https://h.org/13/"),)),
    )


def test_a_plugins_menu_holds_its_items() -> None:
    """Both plugins' names for the same things."""
    api_menus = [
        {"id": 1, "order": 1, "parent": 0, "title": "Un", "url": "/1/", "object": "page", "object_id": 5,
         "children": [{"id": 2, "order": 2, "parent": 1, "title": "Deux", "url": "/2/", "object": "custom"}]},
    ]  # fmt: skip
    v2_menus = [
        {"ID": 1, "menu_order": 1, "menu_item_parent": "0", "title": "Un", "url": "/1/", "object": "page",
         "object_id": "5", "child_items": [{"ID": 2, "title": "Deux", "url": "/2/", "object": "custom"}]},
    ]  # fmt: skip
    for held in (api_menus, v2_menus):
        (menu,) = menus(raw("menus", 3, name="Main", items=held))
        assert menu.items == (MenuItem("Un", "/1/", "page", 5, (MenuItem("Deux", "/2/"),)),)


def page(number: int, slug: str) -> Document:
    url = f"https://h.org/{slug}/"
    return Document(Key("fr", "pages", number), "type", "page", slug, slug, url, f"/{slug}/", Root(()))


def whole() -> Site:
    items = (
        MenuItem("A", "https://h.org/elsewhere/", "page", 5),
        MenuItem("B", "https://h.org/b/", children=(MenuItem("C", "https://c.org/"),)),
    )
    return Site(
        INFO,
        (page(5, "a"), page(6, "b")),
        media=(Media(Key("fr", "media", 8), "https://h.org/logo.svg", "Logo"),),
        menus=(Menu(Key("fr", "menus", 3), "Main", items=items),),
    )


def test_site_json_tells_who_the_site_is() -> None:
    """Name, description, home, zone, languages, icon and logo; an icon without a record by its address."""
    told = json.loads(identity_file(whole(), Export()).body)
    assert {name: told[name] for name in ("name", "description", "home", "timezone")} == {
        "name": "Les Mots",
        "description": "Une association",
        "home": HOME,
        "timezone": "Europe/Brussels",
    }
    assert [each["code"] for each in told["languages"]] == ["fr", "en"]
    assert (told["icon"]["url"], told["logo"]["title"]) == ("https://h.org/icon.png", "Logo")


def test_an_entry_leads_to_its_document() -> None:
    """By the number of its page, else by its address; to nothing that isn't in this export."""
    (menu,) = identity(whole(), Export()).menus["fr"]
    first, second = menu.items
    assert (first.path, second.path, second.items[0].path) == ("fr/pages/a.md", "fr/pages/b.md", "")
    (menu,) = identity(whole(), Export(include=("/a/",))).menus["fr"]
    assert [each.path for each in menu.items] == ["fr/pages/a.md", ""]
