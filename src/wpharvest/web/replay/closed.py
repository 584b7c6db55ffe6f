"""What WordPress has a route for and shows no visitor: the same refusals, so that a client can tell.

Source: the permission checks of the controllers in `wp-includes/rest-api/endpoints/`.
"""

from __future__ import annotations

import re

from wpharvest.web.replay.answers import RefusedError

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
        "/wp/v2/block-types",
        "rest_block_type_cannot_view",
        "Sorry, you are not allowed to manage block types.",
        False,
    ),
    (
        r"/wp/v2/[\w-]+/[1-9]\d*/(revisions|autosaves)",
        "rest_cannot_read",
        "Sorry, you are not allowed to view revisions of this post.",
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
