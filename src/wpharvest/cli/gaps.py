"""`wpharvest gaps`: what is missing, left over or out of date between the languages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from wpharvest.cli import options as o
from wpharvest.cli.run import COMPLETE, INCOMPLETE
from wpharvest.exporters.gap_lists import FORMS
from wpharvest.model.gaps import KINDS
from wpharvest.steps.gaps import check_kinds, gaps

Form = Literal["table", "json", "html", "csv"]
_KINDS = ", ".join(KINDS)


def command(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="A folder below snapshots/.")],
    form: Annotated[Form, typer.Option("--format", help="How it is told.")] = "table",
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help=f"Only this kind (repeatable): {_KINDS}."),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on", metavar="KINDS", help="Exit code 3 if there are any of these: `untranslated,stale`."
        ),
    ] = "",
    remove: o.Remove = None,
) -> None:
    """List what is missing, left over or out of date between the languages of a snapshot, without network.

    Documents without a sister, sections and blocks that one side lacks, text still in the other language,
    links to the other language's page, pictures described in one language only, and blocks that didn't
    follow a change of their sister. The list goes to standard output.
    """
    feared = [name.strip() for name in fail_on.split(",") if name.strip()]
    check_kinds([*feared, *(kind or ())])
    found = gaps(snapshot, tuple(remove or ()))
    shown = [gap for gap in found if not kind or gap.kind in kind]
    sys.stdout.buffer.write(FORMS[form](shown).encode("utf-8", "replace"))
    raise typer.Exit(INCOMPLETE if any(gap.kind in feared for gap in found) else COMPLETE)
