"""The tables by which the program is extended: one name in four places, and a line that says what it is.

A plug is a file, a row in its folder's table, a case folder and a heading in the reference, all of one name.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "wpharvest"


class Table(msgspec.Struct, frozen=True):
    """A table of plugs: its folder, its name, the plug's function, its folder below `tests/cases`."""

    folder: str
    name: str
    function: str
    cases: str


TABLES = (
    Table("cleaning/rules", "RULES", "clean", "cleaning"),
    Table("markup/writers", "WRITERS", "write", "writers"),
    Table("translation/signals", "SIGNALS", "measure", "signals"),
    Table("exporters", "TARGETS", "export", "export"),
    Table("sources/rest/languages", "PROBES", "probe", "probes"),
)
# A table whose folder isn't built yet is no fault.
BUILT = [table for table in TABLES if (SRC / table.folder / "__init__.py").is_file()]
each_table = pytest.mark.parametrize("table", BUILT, ids=lambda table: str(table.name))


def plugs(table: Table) -> dict[str, Any]:
    """Name to plug, as the table has them; where it is a tuple of modules, the file's name is the name."""
    folder = importlib.import_module(".".join(["wpharvest", *table.folder.split("/")]))
    rows = getattr(folder, table.name)
    return dict(rows) if isinstance(rows, dict) else {_home(row): row for row in rows}


def _home(plug: Any) -> str:
    module = plug if isinstance(plug, ModuleType) else inspect.getmodule(plug)
    return module.__name__.rpartition(".")[2] if module else ""


def files(table: Table) -> set[str]:
    """The modules and folders beside the table that have the plug's function: each is meant to be a plug."""
    found = set()
    for path in (SRC / table.folder).iterdir():
        source = path / "__init__.py" if path.is_dir() else path
        if source.suffix != ".py" or path.name == "__init__.py" or not source.is_file():
            continue
        if table.function in _public(source):
            found.add(path.stem)
    return found


def _public(source: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(source.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom) and source.name == "__init__.py":
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):  # a plug that is data: `plan, export = HUGO.plan, HUGO.export`
            names |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return names


def _folded(names: set[str]) -> set[str]:
    return {name.replace("-", "_") for name in names}


@each_table
def test_each_plug_is_a_file_and_a_row(table: Table) -> None:
    """No file without its row, no row without its file."""
    assert files(table) == _folded(set(plugs(table)))


@each_table
def test_each_plug_has_its_cases(table: Table) -> None:
    """Where a table is tested by case folders, each plug has one of its name."""
    folder = ROOT / "tests" / "cases" / table.cases
    names = _folded({path.name for path in folder.iterdir()}) if folder.is_dir() else None
    assert names is None or names >= _folded(set(plugs(table)))


@each_table
def test_each_plug_has_its_heading(table: Table) -> None:
    """Where the reference has a page for a table, each plug has a heading of its name there."""
    page = ROOT / "docs" / "reference" / f"{table.name.lower()}.md"
    lines = page.read_text(encoding="utf-8").splitlines() if page.is_file() else None
    headings = {line.lstrip("# `").rstrip("`") for line in lines or () if line.startswith("##")}
    assert lines is None or _folded(headings) >= _folded(set(plugs(table)))


@each_table
def test_each_plug_says_what_it_does(table: Table) -> None:
    """The first line of a plug's docstring is what `wpharvest list` prints."""
    silent = {name for name, plug in plugs(table).items() if not (inspect.getdoc(plug) or "").strip()}
    assert silent == set()
