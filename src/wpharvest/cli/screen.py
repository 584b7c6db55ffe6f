"""What a person sees: bars on a terminal, plain lines elsewhere, and the summary."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING

import typer

from wpharvest.model.items import Tally

if TYPE_CHECKING:
    from wpharvest.cli.bars import Bars


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tabs and ends of lines


class Screen:
    """A listener that shows how a run goes, on the standard error so that the output stays clean.

    A bar per collection on a terminal, one plain line when a collection is done elsewhere.
    """

    def __init__(self, *, verbose: bool = False, quiet: bool = False) -> None:
        self.verbose, self._quiet = verbose, quiet
        self._bars = None if quiet or not sys.stderr.isatty() else _bars()

    def __enter__(self) -> Screen:
        """Start to show progress."""
        if self._bars:
            self._bars.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; the bars stay as they stand."""
        if self._bars:
            self._bars.progress.stop()

    def say(self, line: str) -> None:
        """One line."""
        if self._bars:
            self._bars.say(harmless(line))
        elif not self._quiet:
            typer.echo(harmless(line), err=True)

    def lines(self, lines: Iterable[str]) -> None:
        """Several lines."""
        for line in lines:
            self.say(line)

    def tally(self, tally: Tally) -> None:
        """How one collection in one language stands."""
        if self._bars:
            self._bars.tally(tally)
        elif tally.done:
            self.say(f"  {tally.language}/{tally.kind}: {counted(tally)}")


def harmless(line: str) -> str:
    """A line whose control characters, which a site may have sent, do nothing to a terminal."""
    return _CONTROLS.sub("\ufffd", line)


def _bars() -> Bars:
    from wpharvest.cli.bars import Bars

    return Bars()


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
