"""The files below a folder, in one order on every system, each once even where links go in circles."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath


def files(top: Path, on_error: Callable[[OSError], None]) -> Iterator[tuple[PurePosixPath, Path]]:
    """Path below `top` and real path of each visible file, sorted; `on_error` hears of folders that can't be
    read. Folders that links lead to are read too, unless one of them is read already.
    """
    if top.is_file():
        yield PurePosixPath(top.name), top
        return
    found: list[tuple[PurePosixPath, Path]] = []
    seen: set[tuple[int, int]] = set()
    _first(top, seen)
    for name, folders, names in os.walk(top, followlinks=True, onerror=on_error):
        here = Path(name)
        folders[:] = sorted(
            each for each in folders if not each.startswith(".") and _first(here / each, seen)
        )
        for each in names:
            if not each.startswith("."):
                path = here / each
                found.append((PurePosixPath(path.relative_to(top).as_posix()), path))
    yield from sorted(found, key=lambda pair: (unicodedata.normalize("NFC", str(pair[0])), str(pair[0])))


def _first(folder: Path, seen: set[tuple[int, int]]) -> bool:
    try:
        what = folder.stat()
    except OSError:
        return False  # a link to nowhere
    known = (what.st_dev, what.st_ino) in seen
    seen.add((what.st_dev, what.st_ino))
    return not known
