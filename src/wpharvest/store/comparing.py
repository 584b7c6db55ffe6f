"""What the last run stored, and how that compares with what a site serves now."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from wpharvest.model.items import Json
from wpharvest.store import bag
from wpharvest.store.names import paths_of
from wpharvest.store.pieces import read_object
from wpharvest.store.rows import Row, identity_of
from wpharvest.store.state import State
from wpharvest.store.volatile import same_content, same_page

Verdict = Literal["new", "changed", "same"]
HTML = ("head", "page")  # roles whose bytes are a page's


class Former:
    """The last state of a snapshot, empty before the first run. `rows` are its rows by what they are of."""

    def __init__(self, root: Path, before: State | None) -> None:
        self._root = root
        self._manifest = before.manifest if before else {}
        self.rows = {identity_of(row): row for row in before.rows} if before else {}

    def files(self, row: Row) -> dict[str, str]:
        """The files of a row: paths below the snapshot, with digests."""
        names = (f"{bag.PAYLOAD}/{path}" for path in paths_of(row.path, row.role))
        return {name: self._manifest[name] for name in names if name in self._manifest}

    def item(self, row: Row, value: Json) -> tuple[Row, Verdict]:
        """How an object compares, and the row that stands for it: the stored one if it says the same."""
        stored = self._whole(row)
        if stored and stored != row and _same_object(map(self._root.joinpath, self.files(stored)), value):
            return stored, "same"
        return row, self._against(stored, row)

    def resource(self, row: Row, body: bytes) -> tuple[Row, Verdict]:
        """How a head, a page, a sitemap or a small file compares, and the row that stands for it."""
        stored = self._whole(row)
        alike = stored and row.role in HTML and msgspec.structs.replace(stored, sha256=row.sha256) == row
        if stored and alike and same_page((self._root / bag.PAYLOAD / stored.path).read_bytes(), body):
            return stored, "same"
        return row, self._against(stored, row)

    def verdict(self, row: Row) -> Verdict:
        """How something compares by its row alone.

        `verify` finds flipped bytes; a file that isn't there at all is put back without being asked.
        """
        return self._against(self._whole(row), row)

    def _against(self, stored: Row | None, row: Row) -> Verdict:
        if identity_of(row) not in self.rows:
            return "new"
        return "same" if stored == row else "changed"

    def _whole(self, row: Row) -> Row | None:
        """The stored row of the same thing, if its files are there."""
        stored = self.rows.get(identity_of(row))
        if stored and all((self._root / name).is_file() for name in self.files(stored)):
            return stored
        return None


def _same_object(files: Iterable[Path], value: Json) -> bool:
    """Whether the files of an object say the same as this value; False if they can't be read."""
    try:
        return same_content(read_object(files), value)
    except (OSError, ValueError):
        return False
