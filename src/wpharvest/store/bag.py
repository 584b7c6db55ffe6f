"""The files that make the folder a bag (BagIt 1.0, https://www.rfc-editor.org/rfc/rfc8493).

The manifests are also what `sha256sum -c` reads: names are plain, so the percent-escapes of the standard
(for line ends in names) never occur, and the two formats are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wpharvest import __version__
from wpharvest.store.names import stays_inside

BAGIT, INFO = "bagit.txt", "bag-info.txt"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
PAYLOAD = "data"
SITE, INDEX = "data/site.json", "data/index.jsonl"
RUNS, RECORD, CHANGES = "runs", "run.json", "changes.jsonl"
LAYOUT = 2  # 1 had no history: its files are read, and the next run goes on in this layout
LAYOUT_TAG, RUN_TAG = "Wpharvest-Layout", "Wpharvest-Run"

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def write_manifest(entries: Mapping[str, str]) -> bytes:
    """A manifest, sorted by path; `entries` are path and SHA-256 in hex."""
    return "".join(f"{entries[path]}  {path}\n" for path in sorted(entries)).encode()


def read_manifest(body: bytes) -> Iterator[tuple[str, str]]:
    """Path and digest of each line.

    Raises ValueError where a line isn't as `write_manifest` writes it, names a file twice, or names
    something that isn't below the bag.
    """
    text = body.decode()
    if text and not text.endswith("\n"):
        raise ValueError("its last line is cut off")
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n")[:-1], 1):
        match = _LINE.fullmatch(line)
        if not match:
            raise ValueError(f"line {number} is not a digest and a path")
        digest, path = match.groups()
        if not stays_inside(path):
            raise ValueError(f"line {number} names {path!r}, which is not below the snapshot")
        if path in seen:
            raise ValueError(f"line {number} names {path!r} a second time")
        seen.add(path)
        yield path, digest


def write_info(home: str, started_at: str, run: str, size: int, files: int) -> bytes:
    """`bag-info.txt`. `size` is the payload's bytes, `files` how many there are."""
    tags = {
        "Bag-Software-Agent": f"wpharvest {__version__}",
        "Bagging-Date": started_at[:10],
        "External-Identifier": " ".join(home.split()),
        "Payload-Oxum": f"{size}.{files}",
        LAYOUT_TAG: str(LAYOUT),
        RUN_TAG: run,
    }
    return "".join(f"{tag}: {value}\n" for tag, value in tags.items() if value).encode(errors="replace")


def read_info(body: bytes) -> dict[str, str]:
    """The tags of `bag-info.txt`; of repeated tags the last. Raises ValueError if it isn't UTF-8."""
    tags: dict[str, str] = {}
    last = ""
    for line in body.decode().splitlines():
        if line[:1] in (" ", "\t") and last:
            tags[last] += " " + line.strip()
            continue
        last, _, value = line.partition(":")
        tags[last.strip()] = value.strip()
        last = last.strip()
    return tags


def run_file(run: str, name: str) -> str:
    """Where a file of a run lies."""
    return f"{RUNS}/{run}/{name}"


def run_name(started_at: str, taken: Mapping[str, str]) -> str:
    """The folder of a run that began then; `taken` are the paths of the tag files that are there."""
    safe = safe_time(started_at) or "run"
    names = (safe if not count else f"{safe}-{count + 1:02d}" for count in range(len(taken) + 1))
    return next(name for name in names if run_file(name, RECORD) not in taken)


def safe_time(started_at: str) -> str:
    """A time as the name of a folder.

    >>> safe_time("2026-11-23T14:00:00Z")
    '2026-11-23T14-00-00Z'
    """
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in started_at)
