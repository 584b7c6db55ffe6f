"""The authors of the chosen documents, as users that the importer can make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import msgspec

from wpharvest.exporters.paths import key_order
from wpharvest.exporters.wxr.chosen import Chosen
from wpharvest.exporters.wxr.numbers import numbered
from wpharvest.exporters.wxr.xml import Tag
from wpharvest.model.documents import Author
from wpharvest.text import fold

# What a login may hold for `sanitize_user` in wp-includes/formatting.php, which is strict at an import.
_NOT_LOGIN = re.compile(r"[^a-z0-9_.@-]+")


class Person(msgspec.Struct, frozen=True):
    """A user: the login is the public slug, which is all that the site tells of it."""

    id: int
    login: str
    name: str


class People(msgspec.Struct, frozen=True):
    """Everybody who wrote something; `logins` by language and the name that a document calls them."""

    everybody: tuple[Person, ...]
    logins: dict[tuple[str, str], str]

    def login(self, language: str, name: str) -> str:
        """The login of an author; empty for a document that names none."""
        return self.logins.get((language, name), "")


def people(chosen: Chosen) -> People:
    """The authors of the documents, one who writes in two languages once."""
    records = _records(chosen)
    named = dict.fromkeys((each.key.language, each.author) for each in chosen.documents if each.author)
    who = {each: records.get(each) for each in named}
    identity = {each: _identity(record, each[1]) for each, record in who.items()}
    first = {identity[each]: each for each in reversed(named)}
    firsts = {one: at for one, at in identity.items() if first[at] == one}
    ids = numbered((one, record.key.id if (record := who[one]) else "") for one in firsts)
    logins: dict[tuple[str, str], str] = {}
    for one in firsts:
        record = who[one]
        wish = record.slug if record and record.slug else one[1]
        logins[one] = next(each for each in _wishes(wish) if each not in logins.values())
    everybody = tuple(Person(ids[one], logins[one], one[1]) for one in firsts)
    return People(everybody, {each: logins[first[identity[each]]] for each in named})


def author_tag(person: Person) -> Tag:
    """A user as the file lists them. Addresses of mail aren't public, so there is none."""
    return Tag(
        "wp:author",
        (
            Tag("wp:author_id", person.id),
            Tag("wp:author_login", person.login),
            Tag("wp:author_email", ""),
            Tag("wp:author_display_name", person.name),
            Tag("wp:author_first_name", ""),
            Tag("wp:author_last_name", ""),
        ),
    )


def _records(chosen: Chosen) -> dict[tuple[str, str], Author]:
    found: dict[tuple[str, str], Author] = {}
    for author in sorted(chosen.site.authors, key=lambda each: key_order(each.key)):
        for name in (author.name, author.slug, str(author.key.id)):
            if name:
                found.setdefault((author.key.language, name), author)
                found.setdefault(("", name), author)
    languages = {each.key.language for each in chosen.documents}
    return found | {
        (language, name): author
        for (_, name), author in found.items()
        for language in languages
        if (language, name) not in found
    }


def _identity(record: Author | None, name: str) -> tuple[int | str, str]:
    return (record.key.id, record.slug) if record else ("", name)


def _wishes(name: str) -> Iterator[str]:
    login = _NOT_LOGIN.sub("-", fold(name)).strip("-")[:50] or "author"
    yield login
    yield from (f"{login}-{number}" for number in count(2))
