"""A zip of the bag itself, for people: every system opens it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import BinaryIO

from wpharvest.store.packing.contents import Contents

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold, so that the same bytes come out
_PLAIN = frozenset({".json", ".jsonl", ".html", ".txt", ".xml", ".svg", ".css", ".pdf"})


def write(contents: Contents, out: BinaryIO) -> None:
    """A zip of the bag itself, for people: every system opens it."""
    with zipfile.ZipFile(out, "w") as archive:
        for path in contents.files:
            add(archive, f"{contents.name}/{path}", contents.root / path, squeeze=_squeezes(path))


def add(archive: zipfile.ZipFile, name: str, file: Path, *, squeeze: bool) -> None:
    """Put a file into a zip, in pieces."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED if squeeze else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    entry.file_size = file.stat().st_size  # says whether the entry needs the fields of a large zip
    with archive.open(entry, "w") as target, file.open("rb") as source:
        shutil.copyfileobj(source, target, 2**20)


def _squeezes(path: str) -> bool:
    """Whether it pays: pictures, films and gzip are packed already. The history knows no suffixes."""
    return Path(path).suffix.lower() in _PLAIN or path.startswith("history/")
