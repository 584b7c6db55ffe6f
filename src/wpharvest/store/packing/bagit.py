"""A tar of the bag itself, for archives that take in BagIt: unpacked, `bagit.py --validate` accepts it.

The serialisation is that of BagIt 1.0, 4: one folder at the top, which is the bag. Times and owners are left
out, so that the same snapshot gives the same bytes.
"""

from __future__ import annotations

import tarfile
from typing import BinaryIO

from wpharvest.store.packing.contents import Contents


def write(contents: Contents, out: BinaryIO) -> None:
    """A tar of the bag itself, for archives that take in BagIt."""
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in contents.files:
            file = contents.root / path
            entry = tarfile.TarInfo(f"{contents.name}/{path}")
            entry.size, entry.mode = file.stat().st_size, 0o644
            with file.open("rb") as opened:
                tar.addfile(entry, opened)
