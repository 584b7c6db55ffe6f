"""What lies on the desk: the families as they stand, the verdicts on them, and the way back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence

import msgspec

from wpharvest.errors import UsageError
from wpharvest.model.families import Family
from wpharvest.model.items import Key
from wpharvest.model.site import Site
from wpharvest.translation import overrides
from wpharvest.translation.overrides import Verdict
from wpharvest.translation.revision import revise
from wpharvest.translation.rulings import NOTHING, Ruling, ruling
from wpharvest.web.review.rows import Row, rows


class PairsFile(msgspec.Struct, frozen=True):
    """`pairs.toml`: what errors call it, how to read it and how to put another text in its place."""

    name: str
    read: Callable[[], str]
    write: Callable[[str], None]


class _Done(msgspec.Struct, frozen=True):
    """A verdict that can be undone: the file before and after, what was added and what it replaced."""

    before: str
    after: str
    verdict: Verdict
    replaced: tuple[Verdict, ...]


class Desk:
    """A site's families and a person's verdicts on them. Many threads may use it.

    The file is read again before each verdict, so that what a person writes into it meanwhile counts and
    stays. `once` is kind and id of everything that the snapshot has or had.
    """

    def __init__(self, site: Site, file: PairsFile, once: Collection[tuple[str, int | str]] = ()) -> None:
        self.site = site
        self.documents = {document.key: document for document in site.documents}
        self._file, self._once = file, frozenset(once)
        self._lock = threading.RLock()
        self._done: list[_Done] = []
        self._text: str | None = None
        self._ruling: Ruling = NOTHING
        self.verdicts: tuple[Verdict, ...] = ()
        self.families: tuple[Family, ...] = ()
        self._rows: dict[str, Row] = {}
        self.refresh()

    def refresh(self) -> None:
        """Take over what the file says now. Raises PairsError, and then nothing has changed."""
        with self._lock:
            text = self._file.read()
            if text != self._text:
                self._stand(text)

    def rows(self) -> list[Row]:
        """Every family and every document without one, the most doubtful first."""
        with self._lock:
            return list(self._rows.values())

    def row(self, name: str) -> Row | None:
        """The row of this name, if there is one."""
        with self._lock:
            return self._rows.get(name)

    def family(self, name: str) -> Family | None:
        """The family of this name; None if it names a document without one."""
        with self._lock:
            return next((family for family in self.families if family.key == name), None)

    def key(self, name: str) -> Key:
        """The document that is written so (`fr/pages/12`). Raises UsageError."""
        key = overrides.key_of(name)
        if key is None or key not in self.documents:
            raise UsageError(f"no document is called {name!r}")
        return key

    def about(self, keys: Collection[Key]) -> list[Verdict]:
        """The verdicts that speak of one of these documents."""
        with self._lock:
            return [each for each in self.verdicts if not set(keys).isdisjoint(each.documents)]

    def decide(self, verdict: Verdict, before_me: Collection[Key] = ()) -> None:
        """Write a verdict. It replaces those on its documents, and on nothing but those before the person.

        Raises PairsError if it contradicts another one; then nothing is written. StorageError.
        """
        if (verdict.kind == "alone") != (len(verdict.documents) == 1):
            raise UsageError(f"{verdict.kind!r} doesn't go with {len(verdict.documents)} documents")
        with self._lock:
            text = self._file.read()
            present, same = set(before_me), set(verdict.documents)
            old = tuple(
                each
                for each in overrides.read(text, self._file.name)
                if present >= set(each.documents) or same == set(each.documents)
            )
            kept = overrides.removed(text, [each.line for each in old])
            after = overrides.added(kept, verdict)
            self._put(after)
            self._done.append(_Done(text, after, verdict, old))

    def undo(self) -> Verdict:
        """Take the last verdict of this session back, and put what it replaced in its place again.

        What a person wrote into the file since stays. Raises UsageError if there is nothing to undo.
        """
        with self._lock:
            if not self._done:
                raise UsageError("there is nothing to undo")
            done = self._done[-1]
            text = self._file.read()
            self._put(done.before if text == done.after else _without(text, done, self._file.name))
            self._done.pop()
            return done.verdict

    def _put(self, text: str) -> None:
        """Check a text by its effect first, then write it."""
        stood = self._text
        self._stand(text)
        try:
            self._file.write(text)
        except BaseException:
            self._stand(stood or "")
            raise

    def _stand(self, text: str) -> None:
        verdicts = overrides.read(text, self._file.name)
        decided = ruling(verdicts, self.documents, self._once, self._file.name)
        self.families = revise(self.site.families, decided, self.documents)
        self._text, self._ruling, self.verdicts = text, decided, verdicts
        first = self.site.info.default_language
        self._rows = {row.id: row for row in rows(self.families, self.documents, decided, first)}


def _without(text: str, done: _Done, name: str) -> str:
    """The file, changed meanwhile, without the verdict and with what it had replaced."""
    ours = [each.line for each in overrides.read(text, name) if each.same(done.verdict)]
    return _with(overrides.removed(text, ours[-1:]), done.replaced)


def _with(text: str, verdicts: Sequence[Verdict]) -> str:
    for each in verdicts:
        text = overrides.added(text, each)
    return text
