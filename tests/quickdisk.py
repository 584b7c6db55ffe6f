"""A disk that doesn't wait for its medium: a test needs the bytes, not that they survive a power cut."""

from __future__ import annotations

from pathlib import Path

from wpharvest.store.disk import Disk, Place


class QuickDisk(Disk):
    """As a disk, but for what only costs time."""

    def settle(self, path: Place) -> None:
        pass

    def settle_system(self, path: Path) -> bool:
        return True
