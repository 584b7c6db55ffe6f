"""`pairs.toml` of a snapshot: a person's file, which lies beside `data/` and which no run touches."""

from __future__ import annotations

from pathlib import Path

from wpharvest.errors import SnapshotError
from wpharvest.store.disk import Disk, storing

PAIRS = "pairs.toml"
_PART = ".pairs.toml.part"


def read_pairs(snapshot: Path) -> str:
    """The file's text; empty if there is none. Raises SnapshotError if it can't be read."""
    try:
        return (snapshot / PAIRS).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise SnapshotError(str(snapshot / PAIRS), f"it isn't UTF-8 ({error})") from error
    except OSError as error:
        raise SnapshotError(str(snapshot / PAIRS), error.strerror or str(error)) from error


def write_pairs(snapshot: Path, text: str, disk: Disk | None = None) -> None:
    """Put a new text in the place of the file, at once: a reader sees the old one or the new one.

    Where it is a link, what it leads to is replaced. Raises StorageError.
    """
    disk = disk or Disk()
    target = (snapshot / PAIRS).resolve()
    part = target.with_name(_PART)
    with storing(target):
        disk.remove(part)
        disk.write(part, text.encode())
        disk.settle(part)
        disk.rename(part, target)
        disk.settle(target.parent)
