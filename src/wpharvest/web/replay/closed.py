"""What WordPress has a route for and shows no visitor: the same refusals, so that a client can tell.

Source: the permission checks of the controllers in `wp-includes/rest-api/endpoints/`.
"""

from __future__ import annotations

import re

from wpharvest.web.replay.answers import RefusedError
from wpharvest.web.replay.shelves import Shelf

# Route, code, message, whether the answer names the allowed methods.
CLOSED: tuple[tuple[str, str, str, bool], ...] = (
    ("/wp/v2/users/me", "rest_not_logged_in", "You are not currently logged in.", True),
    ("/wp/v2/settings", "rest_forbidden", "Sorry, you are not allowed to do that.", False),
    (
        "/wp/v2/themes",
        "rest_cannot_view_themes",
        "Sorry, you are not allowed to view themes.",
        False,
    ),
    (
        "/wp/v2/plugins",
        "rest_cannot_view_plugins",
        "Sorry, you are not allowed to manage plugins for this site.",
        False,
    ),
    (
        "/wp/v2/block-types(/.+)?",
        "rest_block_type_cannot_view",
        "Sorry, you are not allowed to manage block types.",
        False,
    ),
    (
        r"/wp/v2/[\w-]+/[1-9]\d*/revisions(/\d+)?",
        "rest_cannot_read",
        "Sorry, you are not allowed to view revisions of this post.",
        False,
    ),
    (
        r"/wp/v2/[\w-]+/[1-9]\d*/autosaves",
        "rest_cannot_read",
        "Sorry, you are not allowed to view autosaves of this post.",
        False,
    ),
    (
        "/wp/v2/(templates|template-parts)",
        "rest_cannot_manage_templates",
        "Sorry, you are not allowed to access the templates on this site.",
        False,
    ),
    (
        "/wp/v2/(sidebars|widgets|widget-types)(/.+)?",
        "rest_cannot_manage_widgets",
        "Sorry, you are not allowed to manage widgets on this site.",
        False,
    ),
    (
        "/wp/v2/menu-locations(/.+)?",
        "rest_cannot_view",
        "Sorry, you are not allowed to view menu locations.",
        False,
    ),
    (
        "/wp/v2/block-patterns/patterns",
        "rest_cannot_view",
        "Sorry, you are not allowed to view the registered block patterns.",
        False,
    ),
    (
        "/wp/v2/block-patterns/categories",
        "rest_cannot_view",
        "Sorry, you are not allowed to view the registered block pattern categories.",
        False,
    ),
    (
        "/wp/v2/global-styles/themes/[^/]+",
        "rest_cannot_manage_global_styles",
        "Sorry, you are not allowed to access the global styles on this site.",
        False,
    ),
    (
        "/wp/v2/pattern-directory/patterns",
        "rest_pattern_directory_cannot_view",
        "Sorry, you are not allowed to browse the local block pattern directory.",
        False,
    ),
    (
        "/oembed/1.0/proxy",
        "rest_forbidden",
        "Sorry, you are not allowed to make proxied oEmbed requests.",
        False,
    ),
    (
        r"/wp/v2/statuses/(draft|pending|private|future|trash|auto-draft|inherit)",
        "rest_cannot_read_status",
        "Cannot view status.",
        False,
    ),
)


def refuse(route: str) -> None:
    """Raise `RefusedError` (401) if the route is one of those."""
    for pattern, code, message, allow in CLOSED:
        if re.fullmatch(pattern, route):
            raise RefusedError(code, message, 401, allow=allow)


# Collections that WordPress shows nobody without a login: open where a harvest with one brought something.
EMPTY = {
    "/wp/v2/menus": "Sorry, you are not allowed to view menus.",
    "/wp/v2/menu-items": "Sorry, you are not allowed to view menu items.",
}


def refuse_empty(shelf: Shelf) -> None:
    """Raise `RefusedError` (401) if a visitor may not list this collection."""
    if shelf.route in EMPTY and not shelf.by_id:
        raise RefusedError("rest_cannot_view", EMPTY[shelf.route], 401)
