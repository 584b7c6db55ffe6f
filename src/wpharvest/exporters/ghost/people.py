"""Authors as Ghost's staff."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from wpharvest.exporters.atlas import Atlas
from wpharvest.exporters.ghost.addresses import ghost_slug
from wpharvest.exporters.ghost.tags import counted
from wpharvest.model.documents import Author, Document
from wpharvest.model.items import Key

MAIL = "example.invalid"  # RFC 2606 keeps `.invalid` for names that must never work


class Person(msgspec.Struct, frozen=True):
    """One member of the staff, under the keys of the users that they were."""

    slug: str
    name: str
    bio: str = ""
    website: str = ""
    keys: tuple[Key, ...] = ()

    @property
    def email(self) -> str:
        """Ghost asks for an address, and WordPress doesn't show one: nobody gets what is sent there."""
        return f"{self.slug}@{MAIL}"


def staff(documents: Iterable[Document], atlas: Atlas) -> dict[Key, Person]:
    """The author of each document that names one; who writes in two languages is one person.

    A site that hides its users still names them in its texts: then the name is all there is.
    """
    users: dict[Key, Author | str] = {}
    for document in documents:
        known = atlas.authors_of(document)
        if known or document.author:
            users[document.key] = known[0] if known else document.author
    people: dict[str, Person] = {}
    used: set[str] = set()
    for user in users.values():
        name = _identity(user)
        if name not in people:
            people[name] = _person(user, used)
        if isinstance(user, Author) and user.key not in people[name].keys:
            person = people[name]
            people[name] = msgspec.structs.replace(person, keys=(*person.keys, user.key))
    return {key: people[_identity(user)] for key, user in users.items()}


def _identity(user: Author | str) -> str:
    return f"slug {user.slug or user.name}" if isinstance(user, Author) else f"name {user}"


def _person(user: Author | str, used: set[str]) -> Person:
    name = user if isinstance(user, str) else user.name or user.slug
    wish = ghost_slug(user if isinstance(user, str) else user.slug or user.name) or "author"
    slug = next(each for each in counted(wish) if each not in used)
    used.add(slug)
    if isinstance(user, str):
        return Person(slug, name)
    return Person(slug, name, user.description, user.url if user.url.startswith("http") else "")
