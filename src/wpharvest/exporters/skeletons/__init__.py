"""The files of a static site that are the same for every site: layouts, styles, what a build tool wants."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable


def skeleton(name: str) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file in the folder `name` beside this module, by path."""
    folder = resources.files(__name__).joinpath(name)
    if folder.is_dir():
        yield from _below(folder, "")


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _below(entry, f"{path}{entry.name}/")
        else:
            yield path + entry.name, entry.read_bytes()
