"""The house rules: floors, no circles, purity, sizes.

Each rule is a function from source to a list of complaints; each is first shown something that it must see.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = "wpharvest"
SRC = ROOT / "src" / PACKAGE

# From the roof to the ground; imports run downwards only. The package itself is the public API: it may
# import anything, and is imported for its version alone.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"__main__"}),
    frozenset({"cli", "api"}),
    frozenset({"steps", "web"}),
    frozenset({"conversion", "exporters"}),
    frozenset({"sources", "store", "cleaning", "markup", "linking", "translation"}),
    frozenset({"config"}),
    frozenset({"model", "errors", "text", "urls", "language", "head"}),
)
GROUND = len(FLOORS) - 1

PURE = (
    frozenset({"cleaning", "markup", "linking", "translation", "conversion", "exporters", "config"})
    | FLOORS[-1]
)
# What a pure room may not import: network, disk, processes, clocks and chance come in as arguments.
# fmt: off
IMPURE = frozenset({
    "requests", "urllib3", "http", "socket", "ssl", "ftplib", "smtplib", "asyncio", "subprocess",
    "threading", "multiprocessing", "os", "shutil", "tempfile", "glob", "io", "sys", "fileinput",
    "sqlite3", "logging", "time", "random", "secrets", "uuid", "importlib",
})
IMPURE_NAMES = frozenset({"open", "print", "input", "exec", "eval", "breakpoint"})
IMPURE_CALLS = frozenset({
    "now", "utcnow", "today", "read_text", "read_bytes", "write_text", "write_bytes", "open",
    "mkdir", "unlink", "touch", "rename", "exists", "is_file", "is_dir", "iterdir", "glob", "rglob",
    "stat", "urlopen",
})
# fmt: on
PATHS_WITHOUT_DISK = frozenset({"PurePath", "PurePosixPath", "PureWindowsPath"})
# The pure modules that read something: their own tables and templates, which lie in the package.
_READS = frozenset({"importlib", "read_text", "read_bytes", "open", "iterdir", "is_dir"})
OWN_DATA = {"translation.weights": _READS, "exporters.skeletons": _READS}

MODULE_LINES, FUNCTION_LINES = 300, 60
ISOLATES = "steps"  # the room with the one place where a document may fail without stopping the run
BANNED_FILES = frozenset({"utils.py", "helpers.py", "util.py", "misc.py"})


class Module(msgspec.Struct, frozen=True):
    """A module of the package: its dotted name below `wpharvest` ("" for the package) and its source."""

    name: str
    source: str
    package: bool = False

    @property
    def room(self) -> str:
        """The first part of its name."""
        return self.name.partition(".")[0]

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.source)


def modules() -> list[Module]:
    """Every module of the package, in order. What a skeleton holds belongs to another program."""
    found = []
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        if parts[:2] == ("exporters", "skeletons") and len(parts) > 3:
            continue
        package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if package else parts)
        found.append(Module(name, path.read_text(encoding="utf-8"), package))
    return found


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """(line, full dotted name) of each import; `from a import b` is `a.b`. Without what only types need."""
    tree = module.tree
    typing = _only_for_types(tree)
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = _absolute(module, node)
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def _only_for_types(tree: ast.Module) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            found |= {id(inner) for statement in node.body for inner in ast.walk(statement)}
    return found


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = [PACKAGE, *filter(None, module.name.split("."))]
    up = node.level - 1 if module.package else node.level
    return ".".join([*parts[: len(parts) - up], *filter(None, [node.module])])


def floor(room: str) -> int | None:
    """The number of a room's floor, 0 for the roof."""
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), None)


def climbs(module: Module) -> Iterator[str]:
    """Imports that run upwards, or from one room to another of the same floor."""
    if not module.name:
        return
    here = floor(module.room)
    if here is None:
        yield f"{module.name}: the room {module.room!r} is on no floor"
        return
    for line, name in imports(module):
        first, _, rest = name.partition(".")
        if first != PACKAGE or rest == "__version__":
            continue
        room = rest.partition(".")[0]
        there = floor(room)
        if room == module.room or (there is not None and (there > here or there == here == GROUND)):
            continue
        yield f"{module.name}:{line} imports {name}, which isn't below it"


def circle(known: list[Module]) -> list[str]:
    """The names of modules that import each other in a circle; empty if none do."""
    names = {module.name for module in known}
    graph: dict[str, set[str]] = {}
    for module in known:
        wanted = (name.removeprefix(f"{PACKAGE}.") for _, name in imports(module) if name.startswith(PACKAGE))
        targets = {name if name in names else name.rpartition(".")[0] for name in wanted}
        graph[module.name] = (targets & names) - {module.name, ""}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []


def impurities(module: Module) -> Iterator[str]:
    """Network, disk, clock, chance and screen in a pure room."""
    if module.room not in PURE:
        return
    allowed = OWN_DATA.get(module.name, frozenset())
    for line, name in imports(module):
        first, _, rest = name.partition(".")
        bad = first in IMPURE or (first == "pathlib" and rest not in PATHS_WITHOUT_DISK)
        if (bad or name.startswith("urllib.request")) and first not in allowed:
            yield f"{module.name}:{line} imports {name}"
    for call in calls(module):
        function = call.func
        if isinstance(function, ast.Name) and function.id in IMPURE_NAMES - allowed:
            yield f"{module.name}:{call.lineno} calls {function.id}()"
        if isinstance(function, ast.Attribute) and function.attr in IMPURE_CALLS - allowed:
            yield f"{module.name}:{call.lineno} calls .{function.attr}()"


def calls(module: Module) -> Iterator[ast.Call]:
    """Every call in a module."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def prints(module: Module) -> Iterator[str]:
    """`print` outside the command line."""
    for call in calls(module):
        if module.room != "cli" and isinstance(call.func, ast.Name) and call.func.id == "print":
            yield f"{module.name}:{call.lineno} prints"


def catches_all(module: Module) -> Iterator[str]:
    """Handlers of every error; one of everything (`BaseException`) is fine if it raises again."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = ast.unparse(node.type) if node.type else "BaseException"
        again = any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
        if "BaseException" in caught and not again:
            yield f"{module.name}:{node.lineno} catches everything and keeps it"
        elif caught.replace("BaseException", "").strip("() ,").split(", ").count("Exception"):
            yield f"{module.name}:{node.lineno} catches Exception"


def too_long(module: Module) -> Iterator[str]:
    """Modules over 300 lines, functions over 60."""
    lines = len(module.source.splitlines())
    if lines > MODULE_LINES:
        yield f"{module.name}: {lines} lines"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            long = (node.end_lineno or node.lineno) - node.lineno + 1
            if long > FUNCTION_LINES:
                yield f"{module.name}.{node.name}: {long} lines"


RULES: dict[str, Callable[[Module], Iterator[str]]] = {
    "floors": climbs,
    "purity": impurities,
    "print": prints,
    "sizes": too_long,
}

SEEN = {
    "floors": [
        ("model.items", "from wpharvest.store import Snapshot"),
        ("cleaning.body", "import wpharvest.markup"),
        ("markup.urls", "def f():\n    from wpharvest.exporters import paths"),
        ("store.bag", "from ..sources import rest"),
        ("attic.box", "x = 1"),
        ("model.items", "from wpharvest import load_site"),
    ],
    "purity": [
        ("text", "import os.path"),
        ("cleaning.body", "from pathlib import Path"),
        ("markup.urls", "from urllib import request"),
        ("exporters.paths", "open('x')"),
        ("translation.align", "from importlib import resources"),
        ("config", "from datetime import datetime\nx = datetime.now()"),
    ],
    "print": [("steps.fetch", "print('x')")],
    "sizes": [("text", "x = 1\n" * 301), ("text", "def f():\n" + "    x = 1\n" * 60)],
}
UNSEEN = {
    "floors": [
        ("cli.fetch", "from wpharvest.model.items import Key\nimport requests"),
        ("config", "from wpharvest import __version__"),
        ("head", "from wpharvest.language import bcp47"),
        ("store.bag", "from . import disk\nfrom .disk import put"),
        (
            "markup.urls",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from wpharvest import store",
        ),
    ],
    "purity": [
        ("store.disk", "import os\nopen('x')"),
        ("exporters.paths", "from pathlib import PurePosixPath"),
        ("markup.urls", "from urllib.parse import urljoin"),
        ("translation.weights", "from importlib import resources\nx = resources.files('a').read_text()"),
    ],
    "print": [("cli.fetch", "print('x')")],
    "sizes": [("text", "x = 1\n" * 300), ("text", "def f():\n" + "    x = 1\n" * 59)],
}


def _shown(table: dict[str, list[tuple[str, str]]]) -> list[tuple[str, Module]]:
    return [(rule, Module(name, source)) for rule, rows in table.items() for name, source in rows]


@pytest.mark.parametrize(("rule", "module"), _shown(SEEN))
def test_a_rule_sees_what_is_forbidden(rule: str, module: Module) -> None:
    assert list(RULES[rule](module))


@pytest.mark.parametrize(("rule", "module"), _shown(UNSEEN))
def test_a_rule_lets_pass_what_is_allowed(rule: str, module: Module) -> None:
    assert list(RULES[rule](module)) == []


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_its_rules(rule: str) -> None:
    """Floors, purity, no print outside the command line, small modules and functions."""
    assert [complaint for module in modules() for complaint in RULES[rule](module)] == []


def test_there_are_no_import_circles() -> None:
    """Not even one that Python forgives, because the import is inside a function."""
    one = Module("store.a", "from wpharvest.store.b import x")
    other = Module("store.b", "def f():\n    from wpharvest.store import a")
    assert set(circle([one, other])) == {"store.a", "store.b"}
    assert circle(modules()) == []


def test_one_place_isolates_a_document() -> None:
    """Only there may every error be caught: the document becomes a notice and the run goes on."""
    bare = Module("text", "try:\n    x = 1\nexcept (OSError, Exception):\n    pass")
    swallowed = Module("text", "try:\n    x = 1\nexcept:\n    pass")
    again = Module("text", "try:\n    x = 1\nexcept BaseException:\n    raise")
    assert [len(list(catches_all(each))) for each in (bare, swallowed, again)] == [1, 1, 0]
    found = [(module.room, complaint) for module in modules() for complaint in catches_all(module)]
    assert [complaint for room, complaint in found if room != ISOLATES] == []
    assert len(found) <= 1, found


def test_no_drawer_for_odds_and_ends() -> None:
    """What has no better name than `utils` has no room yet."""
    assert [str(path) for path in SRC.rglob("*.py") if path.name in BANNED_FILES] == []
