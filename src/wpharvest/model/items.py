"""What a source hands over: objects as served, pages and files beside them, and what the site is."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

Json = dict[str, Any]
Role = Literal["type", "taxonomy", "media", "users", "comments", "other"]

UNDETERMINED = "und"  # BCP 47's own code for "we don't know"
DOCUMENT_ROLES: tuple[Role, ...] = ("type", "taxonomy")  # whose objects become documents


class Key(msgspec.Struct, frozen=True, order=True):
    """Names one object of one site: language, kind (WordPress's `rest_base`) and WordPress's id.

    The same id in two languages is two keys: TranslatePress shows one id in every language.
    """

    language: str
    kind: str
    id: int | str

    def __str__(self) -> str:
        return f"{self.language}/{self.kind}/{self.id}"


class RawItem(msgspec.Struct, frozen=True):
    """One REST object, byte for byte as it was served.

    `body` is a JSON object in UTF-8 (where a list was served, its slice of it); `url` is the REST address
    that was asked; `fetched_at` is UTC in ISO 8601 with `Z`.
    """

    kind: str
    id: int | str
    language: str
    url: str
    body: bytes
    headers: dict[str, str] = {}
    fetched_at: str = ""

    @property
    def key(self) -> Key:
        """Language, kind and id."""
        return Key(self.language, self.kind, self.id)

    @property
    def value(self) -> Json:
        """The object, parsed anew at each call: keep it if you need it twice. Raises ValueError."""
        value: Json = parse(self.body)
        return value

    @property
    def digest(self) -> str:
        """`sha256:` of the canonical form, so that the order of keys and the escapes don't matter."""
        return digest(self.value)


class Resource(msgspec.Struct, frozen=True):
    """Something else the site served that a later step reads: an HTML head or page, a sitemap, a media file.

    `path` is where it lies below a snapshot's `data/`, with forward slashes; `key` the object that it belongs
    to, if it belongs to one (a head to its page). A large one isn't held in memory: its bytes are then in the
    file `file` on this machine, which whoever stores it takes over, and `sha256` is their digest in hex.
    """

    path: str
    role: Literal["head", "page", "sitemap", "media"]
    url: str
    body: bytes
    media_type: str = ""
    key: Key | None = None
    file: str = ""
    sha256: str = ""


class Language(msgspec.Struct, frozen=True):
    """One language of a site and where its objects are read.

    `root` is the REST root's path on the host (`/en/wp-json/`, `/?rest_route=/`), `query` what is added to
    each request (`lang=en`), `home` the path of the language's home page, `source` how we know.
    """

    code: str
    name: str = ""
    root: str = "/wp-json/"
    query: str = ""
    home: str = "/"
    source: str = ""


class Collection(msgspec.Struct, frozen=True):
    """A kind of object: a post type, a taxonomy, or one of WordPress's own collections.

    `kind` is the `rest_base` (`pages`), `name` the type's name (`page`), `namespace` where it is served
    (`wp/v2`), `raw` the description as served by `/wp/v2/types` or `/wp/v2/taxonomies`.
    """

    kind: str
    name: str
    role: Role
    namespace: str = "wp/v2"
    label: str = ""
    hierarchical: bool = False
    raw: Json = {}


class SiteInfo(msgspec.Struct, frozen=True):
    """What a site says about itself.

    `home` is the address it gives itself; `index` is the REST index as served without `routes` and `_links`
    (which describe the software, not the content).
    """

    home: str
    name: str = ""
    description: str = ""
    timezone: str = ""
    default_language: str = UNDETERMINED
    languages: tuple[Language, ...] = ()
    collections: tuple[Collection, ...] = ()
    index: Json = {}

    def collection(self, kind: str) -> Collection | None:
        """The collection of this kind, if the site has one."""
        return next((each for each in self.collections if each.kind == kind), None)


class Refusal(msgspec.Struct, frozen=True):
    """Something the site has that couldn't be had, and why.

    `closed`: the site doesn't show it to visitors, so that nothing is missing from what they may see. `part`:
    it is stored, but not whole; a notice tells whether something is missing for good.
    """

    what: str
    why: str
    closed: bool = False
    part: bool = False


class Tally(msgspec.Struct, frozen=True):
    """How one collection in one language stands: yielded while it is read, and once more at its end.

    `announced` is `X-WP-Total` (None if the server didn't say), `listed` the ids its id set holds, `stored`
    what was handed over, `vanished` what was listed and then gone. `done` marks the last word;
    `complete` says that the listing was read to its end, so that what it doesn't hold isn't there; `partial`
    that only a part of the collection was asked for (one object, some paths), so that nothing follows from
    what the listing doesn't hold.
    """

    language: str
    kind: str
    announced: int | None = None
    listed: int = 0
    stored: int = 0
    vanished: int = 0
    refused: tuple[Refusal, ...] = ()
    done: bool = False
    complete: bool = False
    partial: bool = False

    def missing(self) -> Iterator[Refusal]:
        """What the site shows and the harvest hasn't: this is what makes exit code 3.

        Measured against the ids that were listed, not against `announced`: WordPress counts before it checks
        permissions, so its total may promise what no visitor may see.
        """
        named = [refusal for refusal in self.refused if not (refusal.closed or refusal.part)]
        yield from named
        place = f"{self.language}/{self.kind}"
        if not (self.complete or self.partial or self.refused):
            yield Refusal(place, "the listing wasn't read to its end")
        unexplained = self.listed - self.stored - self.vanished - len(named)
        if self.complete and unexplained > 0:
            yield Refusal(place, f"{unexplained} of {self.listed} listed objects didn't come")


class Shown(msgspec.Struct, frozen=True):
    """Addresses that the site lists for everybody: those of one language in the sitemap or feed `where`.

    `kind` is the collection that the sitemap is of, by its `rest_base`; by the type's own name where the REST
    API has no such collection; empty where the sitemap doesn't tell.
    """

    where: str
    language: str
    kind: str
    urls: tuple[str, ...]


class Uncovered(msgspec.Struct, frozen=True):
    """An address that the site lists for everybody (in `where`) and that no stored object has."""

    url: str
    language: str
    kind: str
    where: str

    @property
    def gap(self) -> Refusal:
        """The gap in words."""
        return Refusal(self.url, f"{self.where} lists this page, and no stored object is it")


class Coverage(msgspec.Struct, frozen=True):
    """The sitemaps and feeds against what is stored.

    `shown` counts the addresses that they list, by language and kind; None: the site has neither, or nobody
    looked (where one object was asked for). `gone` of them are out of date: no page is there, or one that is
    stored under another address. `also` are addresses under which stored objects are shown too.
    """

    shown: dict[str, dict[str, int]] | None = None
    uncovered: tuple[Uncovered, ...] = ()
    gone: int = 0
    also: tuple[str, ...] = ()


def parse(body: bytes) -> Any:
    """A JSON value. What JSON doesn't know (NaN, infinity, 1e400) is None. Raises ValueError.

    Half characters (lone surrogates: WordPress cuts emojis in two) are kept.
    """
    try:
        return msgspec.json.decode(body)  # many times faster than what takes everything
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(body, parse_float=_finite, parse_constant=lambda name: None)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: equal values, equal bytes."""
    try:
        return msgspec.json.encode(value, order="sorted")
    except UnicodeEncodeError:  # half characters, which UTF-8 can't hold
        return _escaped(value)


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def digest(value: Any) -> str:
    """`sha256:…` of a JSON value's canonical form."""
    return _named(canonical(value))


def first_digest(value: Any) -> str:
    """`sha256:…` as the first snapshots have it: there the canonical form was escaped to ASCII."""
    return _named(_escaped(value))


def _escaped(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _named(form: bytes) -> str:
    return "sha256:" + hashlib.sha256(form).hexdigest()
