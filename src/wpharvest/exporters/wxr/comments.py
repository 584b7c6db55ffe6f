"""Comments, as threads that the importer can follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from wpharvest.exporters.paths import key_order
from wpharvest.exporters.wxr.times import moment
from wpharvest.exporters.wxr.xml import Tag
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers.blocks.classic import classic
from wpharvest.model.documents import Comment
from wpharvest.model.items import Key
from wpharvest.model.site import Site


def comments_of(site: Site, zone: tzinfo) -> dict[tuple[str, int | str], tuple[Tag, ...]]:
    """The comments below each document, by its language and id."""
    below: dict[tuple[str, int | str], list[Comment]] = {}
    for comment in sorted(site.comments, key=lambda each: key_order(each.key)):
        below.setdefault((comment.key.language, comment.post), []).append(comment)
    return {place: tuple(_tags(thread, zone)) for place, thread in below.items()}


def _tags(comments: list[Comment], zone: tzinfo) -> Iterator[Tag]:
    numbers = _numbers(comments)
    for comment in sorted(comments, key=lambda each: numbers[each.key]):
        above = Key(comment.key.language, comment.key.kind, comment.parent)
        yield _tag(comment, numbers[comment.key], numbers.get(above, 0), zone)


def _numbers(comments: Iterable[Comment]) -> dict[Key, int]:
    """A number for each: the importer takes comments by number, so an answer's is above what it answers."""
    waiting = {each.key: each for each in comments}
    taken = {key.id for key in waiting if isinstance(key.id, int)}
    found: dict[Key, int] = {}
    while waiting:
        ready = [each for each in waiting.values() if _above(each) not in waiting]
        for each in ready or list(waiting.values()):  # a circle of answers is cut
            own = each.key.id if isinstance(each.key.id, int) else 0
            if own <= found.get(_above(each), 0):
                own = max((*taken, *found.values(), 0)) + 1
            found[each.key] = own
            del waiting[each.key]
    return found


def _above(comment: Comment) -> Key:
    return Key(comment.key.language, comment.key.kind, comment.parent)


def _tag(comment: Comment, number: int, parent: int, zone: tzinfo) -> Tag:
    when = moment(comment.date, zone)
    return Tag(
        "wp:comment",
        (
            Tag("wp:comment_id", number),
            Tag("wp:comment_author", comment.author),
            Tag("wp:comment_author_email", ""),
            Tag("wp:comment_author_url", comment.url, plain=True),
            Tag("wp:comment_author_IP", ""),
            Tag("wp:comment_date", when.local),
            Tag("wp:comment_date_gmt", when.utc),
            Tag("wp:comment_content", classic(read(comment.html))),
            Tag("wp:comment_approved", "1"),
            Tag("wp:comment_type", "comment"),
            Tag("wp:comment_parent", parent),
            Tag("wp:comment_user_id", 0),
        ),
    )
