"""The main part of a whole HTML page: for a document whose body the REST API serves empty.

A page builder marks what the author put in; themes have `<main>` or one of a few ids. Those are looked for
first, since a page made of many small blocks has no single one that scores well. Only a page without any of
them is left to turbohtml's scoring of text and links.
"""

from __future__ import annotations

from turbohtml import Element, parse

# The first that is there and holds something is taken; builders stand before themes.
PLACES: tuple[tuple[str, str], ...] = (
    ("[data-elementor-type^='wp-']", "Elementor"),
    (".et_builder_inner_content", "Divi"),
    (".fl-builder-content[data-post-id]:not([data-type])", "Beaver Builder"),
    (".ct-inner-content", "Oxygen"),
    ("#brx-content", "Bricks"),
    (".breakdance", "Breakdance"),
    (".brz-root__container", "Brizy"),
    (".entry-content", "WordPress's own themes"),
    (".wp-block-post-content", "block themes"),
    ("main", "HTML"),
    ("[role='main']", "ARIA"),
    ("#main-content", "themes"),
    ("#content", "themes"),
    ("#main", "themes"),
)

# What stands in a main part without being content.
NOISE = (
    "script,style,noscript,template,nav,form,dialog,[role='navigation'],[role='search'],[aria-hidden='true'],"
    ".screen-reader-text,.skip-link,.breadcrumb,.breadcrumbs,.sharedaddy,.post-navigation,#comments,.comments-area"
)
# Around the main part, where only scoring finds it.
FRAME = "header,footer,aside,[role='banner'],[role='contentinfo'],[role='complementary']"


def main_part(page: str) -> str:
    """The HTML of what a page is about; empty if it is about nothing.

    >>> main_part("<nav>Menu</nav><main><p>Text</p></main><footer>2025</footer>")
    '<p>Text</p>'
    """
    document = parse(page)
    for element in document.select(NOISE):
        element.decompose()
    for place, _ in PLACES:
        found = [each for each in document.select(place) if _says(each)]
        outer = [each for each in found if not any(_holds(other, each) for other in found)]
        if outer:
            return "".join(each.inner_html for each in outer).strip()
    for element in document.select(FRAME):
        element.decompose()
    scored = document.main_content()
    return scored.inner_html.strip() if scored is not None and _says(scored) else ""


def _says(element: Element) -> bool:
    return bool(element.text.strip()) or element.select_one("img,video,audio,iframe") is not None


def _holds(outer: Element, inner: Element) -> bool:
    return any(each == outer for each in inner.ancestors)
