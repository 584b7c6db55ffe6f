"""Facts as front matter: YAML that every reader of YAML 1.1 or 1.2 takes for the same facts, TOML, JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
import tomli_w
import yaml

from wpharvest.config import FrontMatterSyntax

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_BREAK = re.compile("[\n\r\x85\u2028\u2029]")
# Wider than what YAML 1.1 (which PyYAML knows) takes for something else: YAML 1.2 reads 1e3, 0o17 and 0899
# as numbers, and several 1.1 readers take y and n for truth values.
_LOOKS_OTHER = re.compile(
    r"[-+]?\.?[0-9]\S*( [-+0-9:.]+)*|[-+]?\.(inf|nan)|y|n|yes|no|on|off|true|false|null|~|", re.IGNORECASE
)


class _Dumper(yaml.SafeDumper):
    """Quotes what a careless reader would misread, and never writes `&id001`."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if _LINE_BREAK.search(text):
        style = '"'  # on one line with escapes: a `---` in the text never stands at the start of a line
    elif _LOOKS_OTHER.fullmatch(text):
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _string)


def front_matter(facts: dict[str, Any], syntax: FrontMatterSyntax = "yaml") -> str:
    """The facts in their order, in UTF-8's characters rather than escapes: what stands before the Markdown.

    YAML stands between two `---` lines, TOML between two `+++` lines, JSON is one object. Fields that are
    empty (string, list, mapping, null) are left out on every level; members of lists stay, for their place
    counts. Dates are strings: as a YAML timestamp they would lose their form.
    Source: https://yaml.org/spec/1.2.2/, https://yaml.org/type/, https://gohugo.io/content-management/front-matter/.
    """
    return _SYNTAXES[syntax](tidy(facts))


def _yaml(facts: dict[str, Any]) -> str:
    text = yaml.dump(
        facts,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=float("inf"),
    )
    return f"---\n{text}---\n"


def _toml(facts: dict[str, Any]) -> str:
    return f"+++\n{tomli_w.dumps(facts)}+++\n"


def _json(facts: dict[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(facts), indent=2).decode() + "\n"


_SYNTAXES: dict[FrontMatterSyntax, Callable[[dict[str, Any]], str]] = {
    "yaml": _yaml,
    "toml": _toml,
    "json": _json,
}


def tidy(value: Any) -> Any:
    """A plain value without its empty fields and without half surrogate pairs, which UTF-8 can't hold.

    >>> tidy({"a": "", "b": [{}, 0], "c": {"d": None}, "e": False})
    {'b': [{}, 0], 'e': False}
    """
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {tidy(str(name)): kept for name, each in value.items() if not _empty(kept := tidy(each))}
    if isinstance(value, (list, tuple)):
        return [tidy(each) for each in value]
    return value


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, (str, list, dict)) and not value)
