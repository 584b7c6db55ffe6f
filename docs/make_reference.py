"""Writes `docs/reference/` from the code, so that it can't say anything else than the code does.

`python docs/make_reference.py` writes; `tests/test_docs.py` compares what is committed with what would be
written now.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

HERE = Path(__file__).parent / "reference"
GENERATED = "<!-- Printed from the code by docs/make_reference.py: change the code, not this page. -->"


class Page(msgspec.Struct, frozen=True):
    """One file of the reference: the module that it is printed from, and the function that prints it."""

    source: str
    text: Callable[[Any], str]


# ── the command line ─────────────────────────────────────────────────────────────────────────────────


def cli(module: Any) -> str:
    """The page of all commands with their arguments and options, from the typer app."""
    from typer.main import get_command

    parts = [_title("The command line", "What `wpharvest --help` and each command's `--help` say.")]
    parts += [
        _command(name, command) for name, command in _commands("wpharvest", get_command(module.built()))
    ]
    return "\n".join(parts)


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for word, below in sorted(getattr(command, "commands", {}).items()):
        if not below.hidden:
            yield from _commands(f"{name} {word}", below)


def _command(name: str, command: Any) -> str:
    shown = [each for each in command.params if not getattr(each, "hidden", False)]
    arguments = [each for each in shown if each.param_type_name == "argument"]
    options = [each for each in shown if each.param_type_name == "option"]
    words = [name, *(["[OPTIONS]"] if options else []), *map(_argument_name, arguments)]
    lines = [f"## `{name}`", "", inspect.cleandoc(command.help or "").replace("\f", ""), ""]
    if not hasattr(command, "commands"):
        lines += ["```text", " ".join(words), "```", ""]
    if arguments:
        lines += _table(
            ("Argument", "Meaning"), ((f"`{_argument_name(a)}`", a.help or "") for a in arguments)
        )
    if options:
        lines += _table(("Option", "Meaning", "Default"), map(_option, options))
    return "\n".join(lines)


def _argument_name(argument: Any) -> str:
    name = str(argument.metavar or argument.name.upper())
    return name if argument.required else f"[{name.strip('[]')}]"


def _option(option: Any) -> tuple[str, str, str]:
    spellings = ", ".join(f"`{each}`" for each in (*option.opts, *option.secondary_opts))
    environment = f" (also the environment variable `{option.envvar}`)" if option.envvar else ""
    return spellings, f"{option.help or ''}{environment}", _value(option.default)


# ── the tables ───────────────────────────────────────────────────────────────────────────────────────


def _plugs(table: Any) -> Iterator[tuple[str, Any]]:
    """Name and plug of each row; a plug of a tuple is a module, or a value or function of one."""
    if isinstance(table, Mapping):
        yield from table.items()
        return
    for plug in table:
        own = getattr(plug, "name", None)
        module = plug if inspect.ismodule(plug) else inspect.getmodule(plug)
        yield (str(own) if own else module.__name__.rpartition(".")[2] if module else str(plug)), plug


def table_page(title: str, lead: str, name: str) -> Callable[[Any], str]:
    """A page with one heading a row of the table called `name`, in the table's order."""

    def text(module: Any) -> str:
        parts = [_title(title, lead)]
        for row, plug in _plugs(getattr(module, name)):
            parts.append(f"## {row}\n\n{_said(plug)}\n")
        return "\n".join(parts)

    return text


def _said(plug: Any) -> str:
    """The docstring of a plug; of its module, where the plug is a plain function or value without one."""
    own = plug.__doc__ if inspect.ismodule(plug) or callable(plug) else None
    module = inspect.getmodule(plug)
    return inspect.cleandoc(own or (module.__doc__ if module else None) or "")


# ── errors, settings, files ──────────────────────────────────────────────────────────────────────────


def errors(module: Any) -> str:
    """The page of all errors: the tree as the module draws it, then each with its exit code."""
    classes = [each for each in vars(module).values() if _is_error(each, module)]
    rows = ((f"`{each.__name__}`", _first_line(each), str(each.exit_code)) for each in classes)
    body = inspect.cleandoc(module.__doc__ or "").partition("\n\n")[2]
    parts = [_title("Errors", "Everything that can stop a run."), body, ""]
    return "\n".join([*parts, *_table(("Error", "When", "Exit code"), rows)])


def _is_error(value: Any, module: Any) -> bool:
    return isinstance(value, type) and issubclass(value, Exception) and value.__module__ == module.__name__


def volatile(module: Any) -> str:
    """The page of what is no reason for a new version, from the two tables of `store/volatile.py`."""
    lead = inspect.cleandoc(module.__doc__ or "").partition("\n")
    parts = [_title("What is volatile", lead[0]), lead[2].strip(), "", "## Fields", ""]
    parts += _table(("Name", "Value", "Why"), ((f"`{f.name}`", f"`{f.value}`", f.why) for f in module.FIELDS))
    parts += ["## In HTML", "", "Only the number, or what is as random as it looks, is seen through.", ""]
    rows = ((f"`{each.example}`", each.why) for each in module.MARKUP)
    return "\n".join([*parts, *_table(("For example", "Why"), rows)])


def codes(module: Any) -> str:
    """The page of what `verify` may find, from the table of `store/checks.py`."""
    lead = "Each line that `wpharvest verify` prints begins with a code, the path and a line about it follow."
    rows = ((f"`{code}`", what) for code, what in module.CODES.items())
    return "\n".join([_title("What verify finds", lead), *_table(("Code", "What is wrong"), rows)])


def settings(module: Any) -> str:
    """The page of all settings, from the Structs of `config.py`."""
    parts = [
        _title("Settings", "Every setting with its default: the command line and `wpharvest.toml` fill them.")
    ]
    for struct in _structs(module):
        fields = msgspec.structs.fields(struct)
        rows = ((f"`{each.name}`", f"`{_type(struct, each.name)}`", _value(each.default)) for each in fields)
        parts += [f"## {struct.__name__}", "", inspect.cleandoc(struct.__doc__ or ""), ""]
        parts += _table(("Setting", "Type", "Default"), rows)
    return "\n".join(parts)


def _structs(module: Any) -> list[Any]:
    found = [each for each in vars(module).values() if isinstance(each, type)]
    return [each for each in found if issubclass(each, msgspec.Struct) and each.__module__ == module.__name__]


def file_page(title: str, lead: str, top: str) -> Callable[[Any], str]:
    """A page about a JSON file: the Structs of its module, the whole file's (`top`) first."""

    def text(module: Any) -> str:
        parts = [_title(title, lead)]
        for struct in sorted(_structs(module), key=lambda each: each.__name__ != top):
            fields = msgspec.structs.fields(struct)
            rows = ((f"`{each.name}`", f"`{_type(struct, each.name)}`") for each in fields)
            parts += [f"## {struct.__name__}", "", inspect.cleandoc(struct.__doc__ or ""), ""]
            parts += _table(("Field", "Type"), rows)
        return "\n".join(parts)

    return text


def _type(struct: Any, name: str) -> str:
    """A field's type as it is written in the code; a name for a few words is shown as the words."""
    hint = get_type_hints(struct)[name]
    if get_origin(hint) is Literal:
        return " | ".join(map(repr, get_args(hint)))
    return next(str(each.__annotations__[name]) for each in struct.__mro__ if name in each.__annotations__)


def schema_page(name: str) -> Callable[[Any], str]:
    """The JSON Schema of the Struct called `name`."""

    def text(module: Any) -> str:
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        schema |= msgspec.json.schema(getattr(module, name))
        return json.dumps(schema, ensure_ascii=False, indent=1)

    return text


def tree_schema(module: Any) -> str:
    """The JSON Schema of a body's tree, with its version."""
    schema = {"$id": f"tree-{module.TREE_VERSION}", **json.loads(schema_page("Root")(module))}
    return json.dumps(schema, ensure_ascii=False, indent=1)


# ── Markdown ─────────────────────────────────────────────────────────────────────────────────────────


def _title(title: str, lead: str) -> str:
    return f"{GENERATED}\n\n# {title}\n\n{lead}\n"


def _first_line(value: Any) -> str:
    return inspect.cleandoc(value.__doc__ or "").partition("\n")[0]


def _value(value: Any) -> str:
    """A default as a person would type it; nothing where there is none."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    if value is None or callable(value) or value in ("", msgspec.NODEFAULT):
        return ""
    return f"`{'yes' if value is True else 'no' if value is False else value}`"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return [*("| " + " | ".join(map(_cell, line)) + " |" for line in lines), ""]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: dict[str, Page] = {
    "cli.md": Page("wpharvest.cli", cli),
    "targets.md": Page(
        "wpharvest.exporters",
        table_page("Targets", "The forms in which a site is exported (`wpharvest list targets`).", "TARGETS"),
    ),
    "facts.md": Page(
        "wpharvest.exporters.facts",
        table_page("Facts", "What front matter can tell of a document (`wpharvest list facts`).", "FACTS"),
    ),
    "rules.md": Page(
        "wpharvest.cleaning",
        table_page("Cleaning rules", "What is taken out, in this order (`wpharvest list rules`).", "RULES"),
    ),
    "signals.md": Page(
        "wpharvest.translation.signals",
        table_page(
            "Signals", "What tells translations from each other (`wpharvest list signals`).", "SIGNALS"
        ),
    ),
    "errors.md": Page("wpharvest.errors", errors),
    "volatile.md": Page("wpharvest.store.volatile", volatile),
    "verify.md": Page("wpharvest.store.checks", codes),
    "settings.md": Page("wpharvest.config", settings),
    "families.md": Page(
        "wpharvest.exporters.families",
        file_page("families.json", "Schema: [families.schema.json](families.schema.json).", "Families"),
    ),
    "report.md": Page(
        "wpharvest.exporters.report",
        file_page("report.json", "Schema: [report.schema.json](report.schema.json).", "Report"),
    ),
    "site.schema.json": Page("wpharvest.exporters.identity", schema_page("Identity")),
    "gaps.md": Page(
        "wpharvest.exporters.gap_lists",
        file_page("Gaps as JSON", "Schema: [gaps.schema.json](gaps.schema.json).", "GapFile"),
    ),
    "gaps.schema.json": Page("wpharvest.exporters.gap_lists", schema_page("GapFile")),
    "families.schema.json": Page("wpharvest.exporters.families", schema_page("Families")),
    "report.schema.json": Page("wpharvest.exporters.report", schema_page("Report")),
    "tree.schema.json": Page("wpharvest.model.nodes", tree_schema),
    "document.schema.json": Page("wpharvest.exporters.json", schema_page("DocumentFile")),
}


def fresh(name: str) -> str:
    """What the page of this name should hold now."""
    page = PAGES[name]
    return page.text(importlib.import_module(page.source)).rstrip("\n") + "\n"


def main() -> None:
    """Write every page, and say which ones changed."""
    HERE.mkdir(exist_ok=True)
    for name in PAGES:
        path, text = HERE / name, fresh(name)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
