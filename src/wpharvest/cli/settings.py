"""`wpharvest.toml`: each option of each command, under the name it has on the command line.

```toml
output = "site/content"          # for every command that has --output
[fetch]
lang = ["fr", "en"]
delay = 0.5
[cleaning]
remove = [".my-box"]             # CSS selectors, for every command that has --remove
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from wpharvest.errors import UnknownNameError, UsageError

FILE = "wpharvest.toml"
CLEANING = ("remove",)


def load_settings(path: Path | None, built: Callable[[], typer.Typer]) -> dict[str, dict[str, Any]]:
    """The settings file as defaults for each command; `{}` where there is none. `built` has all commands.

    Raises UsageError if a named file can't be read or isn't TOML, UnknownNameError for a name that no
    command has.
    """
    settings = _read(path)
    if not settings:
        return {}
    settings |= _cleaning(settings.pop("cleaning", {}))
    known = _options(built())
    shared = {name: value for name, value in settings.items() if not isinstance(value, dict)}
    everywhere = {name for options in known.values() for name in options}
    for name in shared:
        if name in known:
            raise UsageError(f"{FILE}: {name} is a command: its settings stand below [{name}]")
        if name not in everywhere:
            raise UnknownNameError("setting", name, sorted(everywhere | known.keys()))
    defaults: dict[str, dict[str, Any]] = {}
    for command, options in known.items():
        own = settings.get(command, {})
        for name in own:
            if name not in options:
                raise UnknownNameError(f"setting of [{command}]", name, sorted(options))
        chosen = {name: value for name, value in shared.items() if name in options} | own
        defaults[command] = {
            options[name].name: _filled(options[name], value) for name, value in chosen.items()
        }
    for name in settings.keys() - shared.keys():
        if name not in known:
            raise UnknownNameError("command", name, sorted(known))
    return defaults


def _cleaning(own: dict[str, Any]) -> dict[str, Any]:
    """What `[cleaning]` says; its names are those of the options that say the same."""
    for name in own:
        if name not in CLEANING:
            raise UnknownNameError("setting of [cleaning]", name, CLEANING)
    return own


def _read(path: Path | None) -> dict[str, Any]:
    where = path or Path(FILE)
    try:
        return tomllib.loads(where.read_text("utf-8"))
    except FileNotFoundError:
        if path is None:
            return {}
        raise UsageError(f"there is no settings file {path}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{where} can't be read: {error}") from error


def _filled(parameter: Any, value: Any) -> Any:
    """One text is a list of one, for an option that can be given again: `to = "hugo"`."""
    return [value] if parameter.multiple and isinstance(value, str) else value


def _options(app: typer.Typer) -> dict[str, dict[str, Any]]:
    """Command -> the name of each option on the command line -> its parameter."""
    group: Any = get_command(app)
    return {
        name: {
            flag.removeprefix("--"): param
            for param in command.params
            for flag in param.opts
            if flag.startswith("--") and flag != "--help"
        }
        for name, command in group.commands.items()
    }
