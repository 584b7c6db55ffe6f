"""`pairs.toml`: what a person decided about which documents belong together.

```toml
[[together]]
documents = ["fr/pages/12", "en/pages/40"]
note = "the English page was rewritten in 2024"

[[apart]]
documents = ["fr/posts/7", "en/posts/9"]

[[alone]]
document = "fr/posts/33"
languages = ["en"]
```

A document is named as in `wpharvest show`: language, kind, number. `together`: these are one family, and so
is what other entries put together with one of them. `apart`: no two of these are. `alone`: it has no sister
in these languages; without `languages`, in none. `note` is for people.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

import msgspec

from wpharvest.errors import PairsError
from wpharvest.model.items import Key

Kind = Literal["together", "apart", "alone"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_KEY = re.compile(r"([^/\s]+)/([^/\s]+)/([^\s]+)")
_NUMBER = re.compile(r"0|[1-9]\d{0,17}")
# What can hold brackets or a number sign without meaning them, and the headers themselves (TOML 1.0).
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
    r"|^[ \t]*\[\[[ \t]*(?P<kind>\w+)[ \t]*\]\]",
    re.DOTALL | re.MULTILINE,
)
_AT = re.compile(r"\$\.(\w+)(?:\[(\d+)\])?")


class Verdict(msgspec.Struct, frozen=True):
    """One entry of the file. `languages` are those of an `alone`; `line` is its first, 0 if unwritten."""

    kind: Kind
    documents: tuple[Key, ...]
    languages: tuple[str, ...] = ()
    note: str = ""
    line: int = 0

    def same(self, other: Verdict) -> bool:
        """Whether both say the same, wherever it is written and however it is explained."""
        return (
            self.kind == other.kind
            and set(self.documents) == set(other.documents)
            and set(self.languages) == set(other.languages)
        )


class _Several(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    documents: list[str]
    note: str = ""


class _Single(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    document: str
    languages: list[str] = []
    note: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    together: list[_Several] = []
    apart: list[_Several] = []
    alone: list[_Single] = []


class Entry(msgspec.Struct, frozen=True):
    """Where an entry stands in the text: its kind, its line (from 1), and its characters."""

    kind: str
    line: int
    start: int
    stop: int


def read(text: str, name: str = "pairs.toml") -> tuple[Verdict, ...]:
    """The verdicts of a file, in its order. `name` is what errors call it. Raises PairsError.

    >>> [(verdict.kind, verdict.line) for verdict in read('[[alone]]\\ndocument = "fr/posts/33"')]
    [('alone', 1)]
    """
    places = entries(text)
    try:
        found = msgspec.convert(tomllib.loads(text), _File)
    except tomllib.TOMLDecodeError as error:
        raise PairsError(name, (), f"it isn't TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise PairsError(name, _lines_of(str(error), places), _said(str(error))) from error
    lines: dict[str, list[int]] = {
        kind: [each.line for each in places if each.kind == kind] for kind in KINDS
    }
    verdicts: list[Verdict] = []
    for kind in KINDS:
        listed: Sequence[_Several | _Single] = getattr(found, kind)
        if len(listed) != len(lines[kind]):
            raise PairsError(name, (), f"each {kind!r} must begin with a line [[{kind}]]")
        verdicts += (_verdict(kind, each, line, name) for each, line in zip(listed, lines[kind], strict=True))
    return tuple(sorted(verdicts, key=lambda verdict: verdict.line))


def entries(text: str) -> list[Entry]:
    """Where each entry stands. Blank lines and comments between two entries belong to neither."""
    starts = [match for match in _TOKEN.finditer(text) if match["kind"]]
    ends = [*(match.start() for match in starts[1:]), len(text)]
    found = []
    for match, end in zip(starts, ends, strict=False):  # without entries there is still an end
        lines = text[match.start() : end].splitlines(keepends=True)
        kept = len(lines)
        while kept > 1 and not lines[kept - 1].split("#", 1)[0].strip():
            kept -= 1
        stop = match.start() + sum(map(len, lines[:kept]))
        found.append(Entry(match["kind"], text.count("\n", 0, match.start()) + 1, match.start(), stop))
    return found


def added(text: str, verdict: Verdict) -> str:
    """The file with one more verdict at its end; what was there stays as it was, to the letter."""
    joint = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{joint}{written(verdict)}"


def removed(text: str, lines: Sequence[int]) -> str:
    """The file without the entries that begin at these lines, and without the blank line above each."""
    for each in reversed(entries(text)):
        if each.line in lines:
            before = text[: each.start]
            text = (before[:-1] if before.endswith("\n\n") else before) + text[each.stop :]
    return text.removeprefix("\n")


def written(verdict: Verdict) -> str:
    """A verdict as it stands in the file.

    >>> print(written(Verdict("alone", (Key("fr", "posts", 33),), ("en",))), end="")
    [[alone]]
    document = "fr/posts/33"
    languages = ["en"]
    """
    names = [str(key) for key in verdict.documents]
    lines = [f"[[{verdict.kind}]]"]
    if verdict.kind == "alone":
        lines.append(f"document = {_quoted(names[0])}")
    else:
        lines.append(f"documents = [{', '.join(map(_quoted, names))}]")
    if verdict.languages:
        lines.append(f"languages = [{', '.join(map(_quoted, verdict.languages))}]")
    if verdict.note:
        lines.append(f"note = {_quoted(verdict.note)}")
    return "".join(f"{line}\n" for line in lines)


def key_of(name: str) -> Key | None:
    """The key that is written so, if it can be one.

    >>> key_of("fr/pages/12"), key_of("fr/12")
    (Key(language='fr', kind='pages', id=12), None)
    """
    match = _KEY.fullmatch(name)
    if match is None:
        return None
    language, kind, number = match.groups()
    return Key(language, kind, int(number) if _NUMBER.fullmatch(number) else number)


def _verdict(kind: Kind, entry: _Several | _Single, line: int, name: str) -> Verdict:
    names = [entry.document] if isinstance(entry, _Single) else entry.documents
    keys = tuple(dict.fromkeys(_key(each, line, name) for each in names))
    if isinstance(entry, _Single):
        return Verdict(kind, keys, tuple(entry.languages), entry.note, line)
    if len(keys) < 2:
        raise PairsError(name, (line,), f"{kind!r} needs two documents or more")
    return Verdict(kind, keys, note=entry.note, line=line)


def _key(written_so: str, line: int, name: str) -> Key:
    key = key_of(written_so)
    if key is None:
        raise PairsError(name, (line,), f"{written_so!r} names no document: write it as 'fr/pages/12'")
    return key


def _quoted(text: str) -> str:
    """A basic string of TOML; it is one of JSON, but for the character DEL."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")


def _lines_of(message: str, places: Sequence[Entry]) -> tuple[int, ...]:
    """The line of the entry that msgspec complains about (`$.apart[2].documents`)."""
    match = _AT.search(message)
    if match is None or match[2] is None:
        return ()
    lines = [each.line for each in places if each.kind == match[1]]
    return tuple(lines[int(match[2]) : int(match[2]) + 1])


def _said(message: str) -> str:
    """Its words without the path, which the line stands for."""
    what = re.sub(r"^Object (contains )?| - at `\$.*", "", message)
    return what[:1].lower() + what[1:]


def named_in(verdicts: Sequence[Verdict]) -> Iterator[tuple[Verdict, Key]]:
    """Each document of each verdict."""
    return ((verdict, key) for verdict in verdicts for key in verdict.documents)
