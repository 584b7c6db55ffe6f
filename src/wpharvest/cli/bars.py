"""A bar for each collection, on a terminal. Imported only there: elsewhere nobody waits for what draws it."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from wpharvest.model.items import Tally


class Bars:
    """Shows how far each collection is, with the lines that are said above the bars."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self.progress = Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
        )
        self._bars: dict[tuple[str, str], TaskID] = {}

    def say(self, line: str) -> None:
        """One line."""
        self._console.print(line, markup=False)

    def tally(self, tally: Tally) -> None:
        """How one collection in one language stands."""
        name = (tally.language, tally.kind)
        total = max(tally.announced or 0, tally.listed, tally.stored)
        if name not in self._bars:
            self._bars[name] = self.progress.add_task("/".join(name), total=total or None)
        if tally.done:
            total = tally.stored
        self.progress.update(self._bars[name], completed=tally.stored, total=total)
