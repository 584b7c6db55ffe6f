"""What a visitor may ask for: refused before anything is looked up, and said in the header `Allow`.

Source: `get_items_permissions_check` and `get_item_permissions_check` of the controllers in
`rest-api/endpoints/`; `rest_send_allow_header` in `rest-api.php`, which asks them again for each answer, even
for one that says that the parameters are wrong. Those are then as they came in the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from wpharvest.model.items import Role
from wpharvest.web.replay.answers import RefusedError
from wpharvest.web.replay.params import Param
from wpharvest.web.replay.query import Query
from wpharvest.web.replay.reading import WrongQueryError, read
from wpharvest.web.replay.shelves import POSTS, Entry, Shelf, View

Asks = Mapping[str, Any]  # the parameters, as they were read or as they came
Check = Callable[[Asks], RefusedError | None]

MISSING: dict[Role, tuple[str, str]] = {
    "taxonomy": ("rest_term_invalid", "Term does not exist."),
    "users": ("rest_user_invalid_id", "Invalid user ID."),
    "comments": ("rest_comment_invalid_id", "Invalid comment ID."),
}
MISSING_POST = ("rest_post_invalid_id", "Invalid post ID.")
# What an editor may do, of a whole collection and of one object.
EDITING: dict[Role, tuple[str, str]] = {
    "taxonomy": (
        "Sorry, you are not allowed to edit terms in this taxonomy.",
        "Sorry, you are not allowed to edit this term.",
    ),
    "users": (
        "Sorry, you are not allowed to edit users.",
        "Sorry, you are not allowed to edit this user.",
    ),
    "comments": ("Sorry, you are not allowed to edit comments.",) * 2,
}
EDITING_POSTS = (
    "Sorry, you are not allowed to edit posts in this post type.",
    "Sorry, you are not allowed to edit this post.",
)
_NUMBER = re.compile(r"\s*([+-]?\d+)")


def admitted(params: Mapping[str, Param], query: Query, check: Check) -> dict[str, Any]:
    """The values of a request that is right and allowed. Raises `RefusedError`."""
    try:
        values = read(params, query)
    except WrongQueryError as wrong:
        defaults = {name: param.default for name, param in params.items()}
        if check({**defaults, **query, **wrong.values}):
            del wrong.headers["Allow"]
        raise
    if refusal := check(query | values):
        raise refusal
    return values


def of_listing(view: View, shelf: Shelf) -> Check:
    """Whether a visitor may have a collection listed like this."""
    rule = _LISTINGS.get(shelf.collection.role)
    if rule is None:
        return lambda asks: _editing(asks, shelf.collection.role, 0)
    return lambda asks: rule(asks, view, shelf)


def of_single(role: Role, entry: Entry | None) -> Check:
    """Whether a visitor may see one object; None is one that isn't there."""

    def check(asks: Asks) -> RefusedError | None:
        if entry is None:
            return RefusedError(*MISSING.get(role, MISSING_POST), 404)
        if refused := _editing(asks, role, 1):
            return refused
        if role in POSTS and given(asks.get("password")):
            return RefusedError("rest_post_incorrect_password", "Incorrect post password.", 403)
        return None

    return check


def given(value: Any) -> bool:
    """PHP's `! empty()`."""
    return bool(value) and value != "0"


def _editing(asks: Asks, role: Role, one: int) -> RefusedError | None:
    if asks.get("context") != "edit":
        return None
    return RefusedError("rest_forbidden_context", EDITING.get(role, EDITING_POSTS)[one], 401)


# ── terms ────────────────────────────────────────────────────────────────────────────────────────────


def _terms(asks: Asks, view: View, shelf: Shelf) -> RefusedError | None:
    if refused := _editing(asks, "taxonomy", 0):
        return refused
    if not given(asks.get("post")):
        return None
    entry = view.posts.get(_id(asks["post"]))
    if entry is None:
        return RefusedError("rest_post_invalid_id", "Invalid post ID.", 400, allow=False)
    if shelf.collection.kind not in entry.brief:
        message = "Sorry, you are not allowed to view terms for this post."
        return RefusedError("rest_forbidden_context", message, 401)
    return None


def _id(value: Any) -> int:
    """An id as PHP's `(int)` has it."""
    match = _NUMBER.match(str(value))
    return int(match[1]) if match else 0


# ── people ───────────────────────────────────────────────────────────────────────────────────────────

_BY = "Sorry, you are not allowed to filter users by {}."
_UNSEEN_ORDERS = frozenset({"email", "registered_date"})


def _users(asks: Asks, view: View, shelf: Shelf) -> RefusedError | None:
    """Which users there are is the site's own affair."""
    for name, what in (("roles", "role"), ("capabilities", "capability")):
        if given(asks.get(name)):
            return RefusedError("rest_user_cannot_view", _BY.format(what), 401)
    if refused := _editing(asks, "users", 0):
        return refused
    if asks.get("orderby") in _UNSEEN_ORDERS:
        message = "Sorry, you are not allowed to order users by this parameter."
        return RefusedError("rest_forbidden_orderby", message, 401)
    if asks.get("who") == "authors":
        message = "Sorry, you are not allowed to query users by this parameter."
        return RefusedError("rest_forbidden_who", message, 401)
    return None


# ── comments ─────────────────────────────────────────────────────────────────────────────────────────

# What a visitor may not choose, and what is his without choosing.
_CHOSEN = {
    "author": None,
    "author_exclude": None,
    "author_email": None,
    "type": "comment",
    "status": "approve",
}


def _comments(asks: Asks, view: View, shelf: Shelf) -> RefusedError | None:
    """Not of nothing, not of what has a password, and none that wait."""
    posts = asks.get("post") or ()
    for post in posts if isinstance(posts, list | tuple) else (posts,):
        if refused := _comments_of(post, view):
            return refused
    if refused := _editing(asks, "comments", 0):
        return refused
    chosen = [
        name
        for name, own in _CHOSEN.items()
        if (given(asks.get(name)) if own is None else asks.get(name) != own)
    ]
    if chosen:
        message = f"Query parameter not permitted: {', '.join(chosen)}"
        return RefusedError("rest_forbidden_param", message, 401)
    return None


def _comments_of(post: Any, view: View) -> RefusedError | None:
    if post == 0 and isinstance(post, int):
        message = "Sorry, you are not allowed to read comments without a post."
        return RefusedError("rest_cannot_read", message, 401)
    entry = view.posts.get(_id(post))
    content = entry.item.value.get("content") if entry else None
    if isinstance(content, dict) and content.get("protected"):
        message = "Sorry, you are not allowed to read the post for this comment."
        return RefusedError("rest_cannot_read_post", message, 401)
    return None


_LISTINGS: dict[Role, Callable[[Asks, View, Shelf], RefusedError | None]] = {
    "taxonomy": _terms,
    "users": _users,
    "comments": _comments,
}
