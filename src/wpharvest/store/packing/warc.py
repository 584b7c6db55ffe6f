"""One WARC 1.1 file of the exchanges of all runs, for web archives: `warcio check` and pywb read it.

A gzipped WARC is a row of gzip members (WARC 1.1, Annex D), so that the runs' files are one file when they
are written one after the other; what one run's `revisit` refers to is in an earlier one.
"""

from __future__ import annotations

import shutil
from typing import BinaryIO

from wpharvest.store.packing.contents import Contents


def write(contents: Contents, out: BinaryIO) -> None:
    """One WARC 1.1 file of the exchanges of all runs, for web archives."""
    for file in contents.warcs():
        with file.open("rb") as source:
            shutil.copyfileobj(source, out, 2**20)
