"""One writer at a time. The lock is on the snapshot's folder itself, so that it leaves no trace."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wpharvest.errors import SnapshotBusyError

LOCK = ".lock"
_TAKEN = (errno.EWOULDBLOCK, errno.EACCES)
_FOLDERS_CANT = (errno.EBADF, errno.EINVAL, errno.ENOTSUP, errno.EISDIR)  # NFS locks only open files


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the folder until the block ends; the system lets go if the process dies.

    Raises SnapshotBusyError if someone else holds it, OSError if it can't be locked.
    """
    number = _take(path)
    try:
        yield
    finally:
        os.close(number)


def _take(path: Path) -> int:
    try:
        return _flock(path, os.O_RDONLY | os.O_DIRECTORY)
    except SnapshotBusyError:
        raise
    except OSError as error:
        if error.errno not in _FOLDERS_CANT:
            raise
    return _flock(path / LOCK, os.O_RDWR | os.O_CREAT)


def _flock(path: Path, how: int) -> int:
    number = os.open(path, how | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(number)
        if error.errno in _TAKEN:
            raise SnapshotBusyError(str(path.parent if path.name == LOCK else path)) from error
        raise
    return number
