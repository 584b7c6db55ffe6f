"""The only place that changes a disk: nine steps, each one system call, so that a test can stop at any."""

from __future__ import annotations

import ctypes
import errno
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wpharvest.errors import StorageError

MANY = 64  # files, from which on the whole file system is settled at once
Place = Path | str  # where ten thousand files are touched, building paths is what costs most
AT_ONCE = 8  # file systems flush many waiting files together: eight in flight, one journal commit


class Disk:
    """Changes files. Every method raises OSError as the system gives it; `storing` makes it a sentence."""

    def make_folder(self, path: Path) -> None:
        """One folder; its parent is there. That it is there already is no error."""
        path.mkdir(exist_ok=True)

    def write(self, path: Place, body: bytes) -> None:
        """A whole file, its length checked afterwards."""
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        try:
            rest = memoryview(body)
            while rest:
                rest = rest[os.write(number, rest) :]
            if os.fstat(number).st_size != len(body):
                raise OSError(errno.EIO, "the file is shorter than what was written", str(path))
        finally:
            os.close(number)

    def append(self, path: Place, body: bytes) -> None:
        """More at the end of a file, which is made if need be."""
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        try:
            if os.write(number, body) != len(body):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        finally:
            os.close(number)

    def cut(self, path: Place, size: int) -> None:
        """Take away what a file holds behind so many bytes."""
        os.truncate(path, size)

    def settle(self, path: Place) -> None:
        """Wait until a file or a folder is on the medium (fsync)."""
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(number)
        finally:
            os.close(number)

    def settle_system(self, path: Path) -> bool:
        """Wait until all of a folder's file system is on the medium (syncfs); False where that can't be had.

        For ten thousand small files this takes a tenth of a second, where an fsync for each takes one.
        """
        syncfs = _syncfs()
        if syncfs is None:
            return False
        number = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            if syncfs(number):
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code), str(path))
        finally:
            os.close(number)
        return True

    def rename(self, source: Place, target: Place) -> None:
        """Put a file in the place of another, at once."""
        os.replace(source, target)  # noqa: PTH105 - see Place

    def remove(self, path: Path) -> None:
        """Take a file away; that it isn't there is no error."""
        path.unlink(missing_ok=True)

    def remove_folder(self, path: Path) -> None:
        """Take an empty folder away; that it isn't there, or isn't empty, is no error."""
        try:
            path.rmdir()
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST):
                raise


def _syncfs() -> Any:
    """The system call, which Python doesn't have; None where there is none that tells errors (Linux 5.8)."""
    system = os.uname()
    version = re.match(r"(\d+)\.(\d+)", system.release)
    if system.sysname != "Linux" or version is None or (int(version[1]), int(version[2])) < (5, 8):
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


def make_folders(disk: Disk, path: Path) -> list[Path]:
    """The folder and those above it that aren't there; the ones made, outermost first."""
    missing = []
    while not path.is_dir():
        missing.append(path)
        path = path.parent
    for each in reversed(missing):
        disk.make_folder(each)
    return missing[::-1]


def settle_all(disk: Disk, top: Path, paths: Sequence[Place]) -> None:
    """Wait until all these, below `top`, are on the medium; together, which is many times faster."""
    if len(paths) >= MANY and disk.settle_system(top):
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(disk.settle, paths):
            pass  # reading the results is what raises their errors


def remove_tree(disk: Disk, top: Path) -> None:
    """Take a folder away with all that is in it. Links are removed, never followed."""
    for folder, folders, files in os.walk(top, topdown=False):
        here = Path(folder)
        for name in (*files, *folders):
            below = here / name
            if below.is_dir() and not below.is_symlink():
                disk.remove_folder(below)
            else:
                disk.remove(below)
    disk.remove_folder(top)


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turn what the system says into StorageError (disk full, read-only folder, file-size limit)."""
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise StorageError(str(where), error.strerror or str(error)) from error


@contextmanager
def best_effort() -> Iterator[None]:
    """For tidying up after an error that matters more."""
    with suppress(OSError, StorageError):
        yield
