"""Whether an item has the words of a search, and how well it fits.

Source: `parse_search` and `parse_search_order` in `class-wp-query.php`, `get_search_sql` in
`class-wp-term-query.php`, `class-wp-user-query.php` and `class-wp-comment-query.php`. WordPress looks into
what its database holds, which is served rendered: a short code that was carried out, and who wrote a comment
from which address, can't be found here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from wpharvest.model.items import Role
from wpharvest.web.replay.shelves import Entry, searchable
from wpharvest.web.replay.terms import search_terms, words_of

Test = Callable[[Entry], bool]
MOST_IN_TITLE = 7  # from so many words on, WordPress looks for the whole sentence alone


def finds(role: Role, search: str) -> Test:
    """Which items of a role a search finds."""
    return _SEARCHES.get(role, _in_posts)(search)


def _in_posts(search: str) -> Test:
    terms = search_terms(search)
    wanted = [searchable(term) for term in terms if not term.startswith("-")]
    unwanted = [searchable(term[1:]) for term in terms if term.startswith("-")]

    def test(entry: Entry) -> bool:
        content = entry.item.value.get("content")
        if isinstance(content, dict) and content.get("protected"):
            return False
        words = entry.words
        if unwanted and words.file is None and entry.item.kind == "media":
            return False  # to SQL, what isn't there isn't unlike anything either
        return all(map(words.hold, wanted)) and not any(map(words.hold, unwanted))

    return test


def _in_terms(search: str) -> Test:
    wanted = searchable(search)
    return lambda entry: wanted in entry.title or wanted in searchable(str(entry.brief.get("slug", "")))


def _in_users(search: str) -> Test:
    wanted = searchable(search)
    return lambda entry: (
        search == str(entry.item.id)
        or any(wanted in searchable(str(entry.brief.get(field, ""))) for field in ("name", "slug"))
    )


def _in_comments(search: str) -> Test:
    wanted = searchable(search)
    return lambda entry: (
        any(wanted in searchable(str(entry.brief.get(field, ""))) for field in ("author_name", "author_url"))
        or wanted in entry.words.content
    )


_SEARCHES: dict[Role, Callable[[str], Test]] = {
    "taxonomy": _in_terms,
    "users": _in_users,
    "comments": _in_comments,
}


def relevance(search: str) -> Callable[[Entry], int]:
    """How well a post fits a search, the best first: the sentence in its title, its words there, its text."""
    sentence = searchable(search)
    wanted = [searchable(term) for term in search_terms(search) if not term.startswith("-")]
    if len(words_of(search)) <= 1:
        return lambda entry: int(bool(wanted) and wanted[0] not in entry.title)
    whole = not re.search(r"(?:\s|^)-", search)

    def rank(entry: Entry) -> int:
        words = entry.words
        few = len(wanted) < MOST_IN_TITLE
        cases = (
            whole and sentence in words.title,
            few and all(term in words.title for term in wanted),
            few and any(term in words.title for term in wanted),
            whole and sentence in words.excerpt,
            whole and sentence in words.content,
        )
        return next((at for at, case in enumerate(cases) if case), len(cases))

    return rank
