"""Ghost: an import of posts, pages, tags and authors (Lexical), its media files, routes and redirects.

Below `ghost/import/` lies what Ghost's importer takes as a zip, beside it what is uploaded on its own:
`routes.yaml` and `redirects.json`. Languages are internal tags (`#fr`) and paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from msgspec.structs import replace

from wpharvest.config import Export
from wpharvest.exporters.atlas import atlas
from wpharvest.exporters.ghost.addresses import home_of, is_page, layout
from wpharvest.exporters.ghost.limits import Scissors
from wpharvest.exporters.ghost.media import with_ghost_media
from wpharvest.exporters.ghost.people import Person, staff
from wpharvest.exporters.ghost.posts import Desk, meta_row, post_row
from wpharvest.exporters.ghost.routes import routes
from wpharvest.exporters.ghost.settings import settings
from wpharvest.exporters.ghost.tags import Tag, internal_tags, term_tags
from wpharvest.exporters.heeded import PLACES
from wpharvest.exporters.jsonfile import json_file
from wpharvest.exporters.media_files import media_files
from wpharvest.exporters.paths import in_order
from wpharvest.exporters.row_ids import row_id
from wpharvest.exporters.select import select
from wpharvest.linking import SERVERS, Addresses, Plan, free_redirects
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.nodes import Link, walk
from wpharvest.model.notices import File
from wpharvest.model.site import Site

# https://ghost.org/docs/migration/custom/ and docs/how-to/move-to-ghost.md
NEXT = (
    "cd {output}/ghost/import && zip -r ../import.zip .  # Ghost: Settings, Import, Universal import",
    "ls {output}/ghost  # then routes.yaml and redirects.json: Settings, Labs, Beta features",
)
HEEDS = PLACES | {"media_placement"}
FOLDER = "ghost"
# Ghost's importer reads the first `.json` of the zip: this name comes before `content/`.
DATA = f"{FOLDER}/import/blog.json"
VERSION = "5.0.0"  # of the format; Ghost 5 and 6 take it
ROLE = "Author"
Rows = list[dict[str, Any]]


def plan(site: Site, options: Export) -> Plan:
    """Pages where they were, as far as Ghost can; posts by the permalink that most of them had.

    Terms and authors have a page in Ghost where a published post has them. Raises UnknownNameError,
    UsageError for options that don't fit the site.
    """
    documents = select(site, options)
    placed = layout(site, documents, options)
    posts = [
        each
        for each in documents
        if each.key in placed.places and each.status == "publish" and not is_page(each, site)
    ]
    tags = term_tags(documents)
    people = staff(documents, atlas(site, options))
    places = dict(placed.places)
    for post in posts:
        for key in _carried(post):
            places[key] = f"/tag/{tags[key].slug}/"
        if post.key in people:
            places |= dict.fromkeys(people[post.key].keys, f"/author/{people[post.key].slug}/")
    paths = {*placed.routes, *(each.path for each in placed.groups)}
    languages = dict.fromkeys(each.key.language for each in documents if each.key in placed.places)
    homes = {each: home_of(site, each, options.language_roots) for each in languages}
    there = {each: home for each, home in homes.items() if home in paths}
    return with_ghost_media(Plan(places, homes=there), site, options)


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """`ghost/import/` (data and media files), `ghost/routes.yaml`, `ghost/redirects.json`.

    `ghost/shortened.json` holds the values that were too long for Ghost, whole, if there are any; comments,
    which Ghost doesn't import, are in `ghost/comments.json`. Raises as `plan` does.
    """
    documents = select(site, options)
    desk = Desk(
        site=site,
        plan=plan,
        layout=layout(site, documents, options),
        known=atlas(site, options),
        addresses=Addresses(site, plan),
        anchors=_anchors(documents, plan),
        scissors=Scissors(),
    )
    texts = [each for each in documents if each.role == "type"]
    ordered = replace(site, documents=tuple(in_order(site.documents)))
    yield json_file(
        DATA,
        {"db": [{"meta": {"exported_on": 0, "version": VERSION}, "data": _data(texts, documents, desk)}]},
    )
    yield File(f"{FOLDER}/routes.yaml", routes(site, desk.layout).encode())
    for file in SERVERS["ghost"](free_redirects(ordered, plan).rows):
        yield replace(file, path=f"{FOLDER}/{file.path}")
    if desk.scissors.cuts:
        yield json_file(f"{FOLDER}/shortened.json", desk.scissors.cuts)
    comments = [comment for each in texts for comment in desk.known.comments_of(each)]
    if comments:
        yield json_file(f"{FOLDER}/comments.json", comments)
    yield from media_files(site, plan, f"{FOLDER}/import")


def _data(texts: list[Document], documents: Iterable[Document], desk: Desk) -> dict[str, Rows]:
    tags = term_tags(documents)
    people = staff(texts, desk.known)
    carried = {each.key: _tags_of(each, tags, desk) for each in texts}
    used = {tag.slug: tag for found in carried.values() for tag in found}
    persons = {person.slug: person for person in people.values()}
    languages = dict.fromkeys(each.key.language for each in texts)
    homes = {each: desk.plan.homes[each] for each in languages if each in desk.plan.homes}
    return {
        "posts": [post_row(each, desk) for each in texts],
        "posts_meta": [row for each in texts if (row := meta_row(each, desk))],
        "tags": [_tag_row(each, desk.scissors) for _, each in sorted(used.items())],
        "posts_tags": [
            _relation("posts_tags", "tag_id", each.key, row_id("tags", tag.slug), order)
            for each in texts
            for order, tag in enumerate(carried[each.key])
        ],
        "users": [_user_row(each, desk.scissors) for _, each in sorted(persons.items())],
        "roles": [{"id": row_id("roles", ROLE), "name": ROLE}],
        "roles_users": [
            {
                "id": row_id("roles_users", slug),
                "role_id": row_id("roles", ROLE),
                "user_id": row_id("users", slug),
            }
            for slug in sorted(persons)
        ],
        "posts_authors": [
            _relation("posts_authors", "author_id", key, row_id("users", person.slug), 0)
            for key, person in people.items()
        ],
        "settings": settings(desk.site, desk.addresses, homes),
    }


def _tags_of(document: Document, tags: Mapping[Key, Tag], desk: Desk) -> list[Tag]:
    """Its terms, categories first (Ghost calls the first one primary), then the internal ones."""
    terms = [tags[key] for key in _carried(document)]
    family = desk.known.families.get(document.key)
    return list(dict.fromkeys([*terms, *internal_tags(document, family)]))


def _carried(document: Document) -> list[Key]:
    keys = [Key(document.key.language, term.taxonomy, term.id) for term in document.terms]
    return sorted(keys, key=lambda key: key.kind != "categories")


def _tag_row(tag: Tag, scissors: Scissors) -> dict[str, Any]:
    return {
        "id": row_id("tags", tag.slug),
        "name": scissors.fit(tag.slug, "tag", tag.name),
        "slug": tag.slug,
        "description": scissors.fit(tag.slug, "description", tag.description) or None,
        "visibility": "internal" if tag.internal else "public",
    }


def _user_row(person: Person, scissors: Scissors) -> dict[str, Any]:
    return {
        "id": row_id("users", person.slug),
        "name": scissors.fit(person.slug, "name", person.name),
        "slug": person.slug,
        "email": person.email,
        "bio": scissors.fit(person.slug, "bio", person.bio) or None,
        "website": scissors.address(person.slug, "website", person.website),
    }


def _relation(table: str, column: str, post: Key, other: str, order: int) -> dict[str, Any]:
    return {
        "id": row_id(table, post, other),
        "post_id": row_id("posts", post),
        column: other,
        "sort_order": order,
    }


def _anchors(documents: Iterable[Document], plan: Plan) -> dict[Key, frozenset[str]]:
    """The places within each text to which links of others lead (`/about/#team`)."""
    keys = {place: key for key, place in plan.places.items()}
    found: dict[Key, set[str]] = {}
    for document in documents:
        for node in walk(document.body):
            if isinstance(node, Link) and "#" in node.url:
                place, _, fragment = node.url.partition("#")
                if place in keys and fragment:
                    found.setdefault(keys[place], set()).add(unquote(fragment))
    return {key: frozenset(each) for key, each in found.items()}
