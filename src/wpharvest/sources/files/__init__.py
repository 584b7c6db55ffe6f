"""A local folder or file as a source: saved REST answers, and pages in HTML, Markdown or plain text."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path, PurePosixPath

import msgspec

from wpharvest.config import Harvest
from wpharvest.errors import LocalSourceError
from wpharvest.language import primary
from wpharvest.model.exchanges import Recorder
from wpharvest.model.items import (
    UNDETERMINED,
    Collection,
    Json,
    Key,
    Language,
    RawItem,
    Refusal,
    SiteInfo,
    Tally,
)
from wpharvest.model.notices import Notice
from wpharvest.sources import Event, Traffic, Wanted
from wpharvest.sources.files.folder import files
from wpharvest.sources.files.objects import role_of, type_of
from wpharvest.sources.files.pages import READERS
from wpharvest.sources.files.shaping import from_json, from_page
from wpharvest.sources.known import NOTHING, Fate, Known, Opened
from wpharvest.text import slugify
from wpharvest.urls import split_url

RULE = "files"
SUFFIXES = (".json", *READERS)


class FileSource:
    """A folder or a single file. `info` is complete once `harvest` has ended."""

    traffic = Traffic()  # nobody is asked

    def __init__(self, path: Path, options: Harvest, found: list[tuple[PurePosixPath, Path]]) -> None:
        self.path, self.options = path, options
        self.name = slugify(path.resolve().stem if path.is_file() else path.resolve().name)
        self.info = SiteInfo(home="", name=self.name)
        self._files = found
        self._root = path.resolve().parent.name if path.is_file() else path.resolve().name
        self._taken: set[int] = set()
        self._digests: dict[Key, str] = {}
        self._stored: Counter[tuple[str, str]] = Counter()
        self._collections: dict[str, Collection] = {}
        self._homes: Counter[str] = Counter()
        self._failed: list[tuple[str, str]] = []

    @classmethod
    def open(cls, path: Path, options: Harvest) -> FileSource:
        """Look at what is there. Raises LocalSourceError if it can't be read or holds nothing of use."""
        failures: list[OSError] = []
        try:
            path.stat()
            if path.is_dir():
                next(os.scandir(path), None)
            found = list(files(path, failures.append))
        except OSError as error:
            raise LocalSourceError(str(path), error.strerror or str(error)) from error
        if not any(name.suffix.lower() in SUFFIXES for name, _ in found):
            what = "the file is none of" if path.is_file() else "there is no file here of"
            raise LocalSourceError(str(path), f"{what} {', '.join(SUFFIXES)}")
        source = cls(path, options, found)
        source._failed = [(str(each.filename), each.strerror or str(each)) for each in failures]
        return source

    def harvest(self, known: Known = NOTHING) -> Iterator[Event]:
        """Every object and page, then a tally for each language and kind.

        A file that can't be read among others that can is a notice. Raises LocalSourceError if none can.
        """
        yield from (Notice(RULE, f"{name}: {why}", lost=True) for name, why in self._failed)
        for name, path in self._files:
            if name.suffix.lower() in SUFFIXES:
                yield from self._file(name, path)
        if not self._digests:
            first, why = self._failed[0] if self._failed else ("", "there is no page and no object in it")
            raise LocalSourceError(str(self.path if self.path.is_file() else self.path / first), why)
        yield from self._skipped()
        self.info = self._described()
        yield from self._tallies()

    def record(self, recorder: Recorder | None) -> None:
        """Nothing is said on any wire."""

    def announced(self) -> Iterator[Tally]:
        """What a harvest would find: the files are read, nothing is kept."""
        for event in FileSource.open(self.path, self.options).harvest():
            if isinstance(event, Tally):
                yield msgspec.structs.replace(event, announced=event.listed)

    def pages(self, wanted: Iterable[tuple[Key, str]]) -> Iterator[Event]:
        """None: a folder is read without network."""
        yield from ()

    def files(self, wanted: Iterable[Wanted], folder: Path) -> Iterator[Event]:
        """None: a folder is read without network."""
        yield from ()

    def visits(self, urls: Iterable[str]) -> Iterator[Opened]:
        """None: a folder has no sitemap."""
        return iter(())

    def fate(self, key: Key) -> Fate:
        """What the folder doesn't hold isn't there."""
        return Fate(404)

    def heads(
        self, wanted: Iterable[tuple[Key, str]], *, thrifty: bool, known: Known = NOTHING
    ) -> Iterator[Event]:
        """Nothing: files have no heads to ask for."""
        return iter(())

    def _file(self, name: PurePosixPath, path: Path) -> Iterator[Event]:
        try:
            body = path.read_bytes()
            if not body.strip():
                yield Notice(RULE, f"{name}: it is empty")
                if len(self._files) == 1:
                    self._failed.append((str(name), "it is empty"))
                return
            items = self._read(name, body)
        except OSError as error:
            yield self._failure(name, error.strerror or str(error))
        except RecursionError:
            yield self._failure(name, "it nests too deep")
        except ValueError as error:
            yield self._failure(name, f"{'not valid JSON: ' if _is_json_error(error) else ''}{error}")
        else:
            yield from chain.from_iterable(self._item(name, item) for item in items)

    def _read(self, name: PurePosixPath, body: bytes) -> list[RawItem | None]:
        if name.suffix.lower() == ".json":
            return list(from_json(name, self._root, body))
        return [from_page(name, self._root, body, self._taken)]

    def _failure(self, name: PurePosixPath, why: str) -> Notice:
        self._failed.append((str(name), why))
        return Notice(RULE, f"{name}: {why}", lost=True)

    def _item(self, name: PurePosixPath, item: RawItem | None) -> Iterator[Event]:
        if item is None:
            yield self._failure(name, "something in its list is no WordPress object")
            return
        value, key = item.value, item.key
        if key in self._digests:
            if self._digests[key] != item.digest:
                yield self._failure(name, f"holds another {key} than a file before it; the first one counts")
            return
        self._digests[key] = item.digest
        self._learn(item, value)
        if self._wanted(item, value):
            self._stored[(item.language, item.kind)] += 1
            yield item

    def _learn(self, item: RawItem, value: Json) -> None:
        if item.kind not in self._collections:
            role, name = role_of(value, item.kind), type_of(value, item.kind)
            self._collections[item.kind] = Collection(item.kind, name, role)
        link = value.get("link")
        parts = split_url(link) if isinstance(link, str) and link.startswith("http") else None
        if parts and parts.netloc:
            self._homes[f"{parts.scheme}://{parts.netloc}"] += 1

    def _wanted(self, item: RawItem, value: Json) -> bool:
        options, link = self.options, value.get("link")
        path = split_url(link).path if isinstance(link, str) else ""
        path = path if path.startswith("/") else f"/{path}"
        return (
            (not options.languages or bool({item.language, primary(item.language)} & {*options.languages}))
            and (not options.types or item.kind in options.types)
            and (not options.include or any(fnmatchcase(path, each) for each in options.include))
            and not any(fnmatchcase(path, each) for each in options.exclude)
        )

    def _skipped(self) -> Iterator[Notice]:
        suffixes = (name.suffix.lower() for name, _ in self._files)
        others = Counter(suffix for suffix in suffixes if suffix not in SUFFIXES)
        for suffix, count in sorted(others.items()):
            kind = suffix or "files without a suffix"
            yield Notice(RULE, f"{kind}: not a kind of page, skipped", count=count)

    def _described(self) -> SiteInfo:
        languages = Counter(key.language for key in self._digests)
        known = sorted(code for code in languages if code != UNDETERMINED)
        return SiteInfo(
            home=max(sorted(self._homes), key=self._homes.__getitem__, default=""),
            name=self.name,
            default_language=max(known, key=languages.__getitem__, default=UNDETERMINED),
            languages=tuple(Language(code, source=RULE) for code in known),
            collections=tuple(self._collections[kind] for kind in sorted(self._collections)),
        )

    def _tallies(self) -> Iterator[Tally]:
        """What a broken file held is unknown, so with one nothing can be said to be gone."""
        limited = bool(self.options.include or self.options.exclude)
        refused = tuple(Refusal(name, why) for name, why in self._failed)
        for number, ((language, kind), stored) in enumerate(sorted(self._stored.items())):
            yield Tally(
                language=language,
                kind=kind,
                listed=stored,
                stored=stored,
                refused=refused if not number else (),
                done=True,
                complete=not self._failed and not limited,
                partial=limited,
            )


def _is_json_error(error: ValueError) -> bool:
    return type(error).__name__ in ("JSONDecodeError", "UnicodeDecodeError")
