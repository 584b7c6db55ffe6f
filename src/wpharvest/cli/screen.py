"""What a person sees: bars on a terminal, plain lines elsewhere, and the summary."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from wpharvest.model.items import Tally


class Screen:
    """A listener that shows how a run goes, on the standard error so that the output stays clean.

    A bar per collection on a terminal, one plain line when a collection is done elsewhere.
    """

    def __init__(self, *, verbose: bool = False, quiet: bool = False) -> None:
        self.verbose = verbose
        self.console = Console(stderr=True, quiet=quiet, highlight=False, soft_wrap=True)
        self._progress: Progress | None = None
        self._bars: dict[tuple[str, str], TaskID] = {}
        if self.console.is_terminal and not quiet:
            self._progress = Progress(
                TextColumn("{task.description:<28}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=self.console,
            )

    def __enter__(self) -> Screen:
        """Start to show progress."""
        if self._progress:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; the bars stay as they stand."""
        if self._progress:
            self._progress.stop()

    def say(self, line: str) -> None:
        """One line."""
        self.console.print(line, markup=False)

    def lines(self, lines: Iterable[str]) -> None:
        """Several lines."""
        for line in lines:
            self.say(line)

    def tally(self, tally: Tally) -> None:
        """How one collection in one language stands."""
        if self._progress:
            self._bar(self._progress, tally)
        elif tally.done:
            self.say(f"  {tally.language}/{tally.kind}: {counted(tally)}")

    def _bar(self, progress: Progress, tally: Tally) -> None:
        name = (tally.language, tally.kind)
        total = max(tally.announced or 0, tally.listed, tally.stored)
        if name not in self._bars:
            self._bars[name] = progress.add_task("/".join(name), total=total or None)
        if tally.done:
            total = tally.stored
        progress.update(self._bars[name], completed=tally.stored, total=total)


def counted(tally: Tally) -> str:
    """A tally in words."""
    parts = [f"{tally.stored} stored"]
    if tally.announced is not None and tally.announced != tally.stored:
        parts.append(f"{tally.announced} announced")
    if tally.vanished:
        parts.append(f"{tally.vanished} vanished while we read")
    parts += [
        f"{each.what} {'stored in part' if each.part else 'refused'}: {each.why}" for each in tally.refused
    ]
    return ", ".join(parts)
