"""The small values of the store: a line of the index, what a commit did, what verify found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from wpharvest.model.items import Json, Key, RawItem, Resource, digest, first_digest

Role = Literal["item", "head", "page", "sitemap", "media", "deleted"]

KEYED = ("item", "deleted")  # roles whose rows are about an object; the others are about a file


class Row(msgspec.Struct, frozen=True):
    """One line of `data/index.jsonl`: one object or one resource.

    `path` is below `data/` (an object's JSON file); `url` the address that a visitor opens; `sha256` the
    digest of an object's canonical JSON, or of a resource's bytes, in hex; `name` is `Resource.path` where
    that had to be made safe, else empty. The role `deleted` is a tombstone: its digest is that of its file.
    """

    path: str
    role: Role
    kind: str = ""
    language: str = ""
    id: int | str = 0
    url: str = ""
    modified_gmt: str = ""
    sha256: str = ""
    name: str = ""

    @property
    def key(self) -> Key:
        """Of the object itself, or of the one that a resource belongs to; no meaning where it has none."""
        return Key(self.language, self.kind, self.id)


Identity = tuple[str, ...] | tuple[str, str, str, int | str]


class Tombstone(msgspec.Struct, frozen=True):
    """What is left of an object that is no longer on the site: `data/deleted/LANG/KIND/ID.json`.

    `last_seen` and `first_missed` are when two runs began (UTC); `sha256` is the digest of the last copy, as
    in the index; `reason` what its own address answered: 404 or 410 it is gone, 401 or 403 it was made
    private, 200 it moved to another language.
    """

    kind: str
    language: str
    id: int | str
    url: str
    sha256: str
    last_seen: str
    first_missed: str
    reason: int


class Commit(msgspec.Struct, frozen=True):
    """What a commit did: objects and resources counted; `written` is False where nothing was to be done."""

    new: int
    changed: int
    same: int
    removed: int
    written: bool


class Problem(msgspec.Struct, frozen=True):
    """Something that `verify` found: a code of `CODES`, the path below the snapshot, one line."""

    code: str
    path: str
    what: str


def identity_of(row: Row) -> Identity:
    """What makes two rows of two states the same thing: the key of an object, the name of a file."""
    if row.role in KEYED:
        return (row.role, row.language, row.kind, row.id)
    return (row.role, row.name or row.path)


def dump(value: Any, indent: int | None = None) -> bytes:
    """JSON with sorted keys as UTF-8, characters unescaped but for what UTF-8 can't hold.

    A lone surrogate (WordPress cuts emojis in two) comes out as `\\ud83d`, which is how Python's
    `backslashreplace` writes it and how JSON reads it.
    """
    try:
        body = msgspec.json.encode(value, order="sorted")
        return msgspec.json.format(body, indent=indent) if indent else body
    except UnicodeEncodeError:
        pass
    separators = (",", ": ") if indent else (",", ":")
    value = msgspec.to_builtins(value)
    text = json.dumps(value, sort_keys=True, indent=indent, separators=separators, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace")


def order(row: Row) -> tuple[str, str, bool, int | str]:
    """Sorts rows by key; ids that are words come after those that are numbers."""
    return (row.language, row.kind, isinstance(row.id, str), row.id)


def write_index(rows: Iterable[Row]) -> bytes:
    """`data/index.jsonl`: one row a line, sorted by path; fields that are empty are left out."""
    return b"".join(dump(_said(row)) + b"\n" for row in sorted(rows, key=lambda row: row.path))


def read_row(line: bytes) -> Row:
    """A line of the index.

    Raises ValueError (also msgspec.ValidationError, which is one) if it isn't one.
    """
    return msgspec.convert(json.loads(line), Row)


def tomb_row(row: Row, path: str, digest: str) -> Row:
    """The row of the tombstone of an object whose row this is."""
    kept = {"kind": row.kind, "language": row.language, "id": row.id, "url": row.url}
    return Row(path=path, role="deleted", sha256=digest, **kept)  # type: ignore[arg-type]


def item_row(item: RawItem, value: Json, path: str, digest: str) -> Row:
    """The row of an object: only what the object itself says, so that no run changes it."""
    modified = value.get("modified_gmt")
    return Row(
        path=path,
        role="item",
        kind=item.kind,
        language=item.language,
        id=item.id,
        url=text_of(value, "link") or self_link(value),
        modified_gmt=modified if isinstance(modified, str) else "",
        sha256=digest.removeprefix("sha256:"),
    )


def digest_like(row: Row, value: Json) -> str:
    """The digest of an object, in hex, in the form that its row has.

    An object that didn't change keeps its row, so rows of the first layout live on in later ones.
    """
    now = digest(value).removeprefix("sha256:")
    if row.sha256 == now:
        return now
    first = first_digest(value).removeprefix("sha256:")
    return first if row.sha256 == first else now


def resource_row(resource: Resource, path: str, digest: str) -> Row:
    """The row of a head, a page, a sitemap or a media file."""
    name = resource.path if resource.path != path else ""
    of = resource.key or Key("", "", 0)
    return Row(
        path=path,
        role=resource.role,
        kind=of.kind,
        language=of.language,
        id=of.id,
        url=resource.url,
        sha256=digest,
        name=name,
    )


def _said(row: Row) -> Json:
    fields = {name: value for name, value in msgspec.structs.asdict(row).items() if value != ""}
    if not row.kind:
        del fields["id"]
    return fields


def text_of(value: Json, field: str) -> str:
    """A field that should be text; empty if it isn't."""
    found = value.get(field)
    return found if isinstance(found, str) else ""


def self_link(value: Json) -> str:
    """`_links.self[0].href`; empty if there is none."""
    found: Any = value
    for step in ("_links", "self", 0, "href"):
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return found if isinstance(found, str) else ""
