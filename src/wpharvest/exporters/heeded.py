"""Which options a target listens to, so that one to which nobody listens is told."""

from __future__ import annotations

from collections.abc import Iterable

from wpharvest.config import Export, FrontMatter

PLACES = frozenset({"permalink", "language_roots"})
BASE = frozenset({"base_url"})
MEDIA = frozenset({"media_placement", "image_sizes"})
FRONT = frozenset(FrontMatter.__struct_fields__)
FLAVOR = frozenset({"flavor"})

# What the command line calls otherwise than the settings do.
_FLAGS = {"media_placement": "media", "syntax": "front-matter", "fields": "field"}


def unheeded(options: Export, heeded: Iterable[frozenset[str]]) -> tuple[str, ...]:
    """The flags of what was chosen, and what no target listens to.

    >>> unheeded(Export(permalink="/{slug}/", base_url="https://h/"), [FRONT, BASE | FLAVOR])
    ('--permalink',)
    """
    heard = frozenset[str]().union(*heeded)
    pairs = ((options, Export()), (options.front_matter, FrontMatter()))
    return tuple(
        f"--{_FLAGS.get(name, name).replace('_', '-')}"
        for own, usual in pairs
        for name in sorted((PLACES | BASE | MEDIA | FRONT | FLAVOR) - heard)
        if getattr(own, name, None) != getattr(usual, name, None)
    )
