"""Makes sets of known pairs out of checked-out public repositories whose pages exist in several languages.

    python benchmarks/pairing_sets.py FOLDER_OF_CHECKOUTS GOLD_FOLDER

| checkout (folder name) | origin | licence | how it declares |
|---|---|---|---|
| `systeme-conception`, `design-system` | github.com/canada-ca | MIT | `altLangPage` |
| `opensource.guide` | github.com/github/opensource.guide | CC-BY-4.0 | one file name a language |
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

Page = dict[str, Any]
Made = tuple[list[Page], list[Page], list[tuple[str, str]]]

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def page(path: Path, top: Path) -> Page | None:
    """One page with its front matter; None for what isn't one."""
    text = path.read_text("utf-8", errors="replace").replace("\r\n", "\n")
    match = _FRONT.match(text)
    try:
        front = yaml.safe_load(match.group(1)) if match else {}
    except yaml.YAMLError:
        return None
    body = text[match.end() :] if match else text
    body = re.sub(r"{%.*?%}", "", body, flags=re.DOTALL)
    html = body if path.suffix == ".html" else _MARKDOWN.render(body)
    if len(re.sub(r"<[^>]*>|\s", "", html)) < 40:
        return None
    front = front if isinstance(front, dict) else {}
    return {
        "id": str(path.relative_to(top)),
        "html": html,
        "title": str(front.get("title") or ""),
        "slug": re.sub(r"^\d+-", "", path.stem),
        "date": str(front.get("date") or "")[:10] or None,
        "other": str(front.get("altLangPage") or ""),
    }


def pages(top: Path, below: str) -> list[Page]:
    """Every page below a folder, but for what builds the site."""
    found = []
    for path in sorted((top / below).rglob("*")):
        parts = path.relative_to(top).parts
        hidden = any(part.startswith((".", "_")) and part != "_articles" for part in parts)
        if path.suffix in (".md", ".html") and not hidden and "output" not in parts:
            found.append(page(path, top))
    return [each for each in found if each]


def alternates(checkouts: Path) -> Made:
    """The two design systems: a page names the address of its sister."""
    french, english = pages(checkouts / "systeme-conception", ""), pages(checkouts / "design-system", "")
    by_address = {re.sub(r"\.(md|html)$", "", each["id"]): each["id"] for each in french}
    by_english = {re.sub(r"\.(md|html)$", "", each["id"]): each["id"] for each in english}
    said = {(each["id"], found) for each in french if (found := _named(each, by_english))}
    said |= {(found, each["id"]) for each in english if (found := _named(each, by_address))}
    lefts, rights = [a for a, _ in said], [b for _, b in said]
    clear = sorted(pair for pair in said if lefts.count(pair[0]) == 1 == rights.count(pair[1]))
    named = {name for pair in clear for name in pair}  # many pages have a sister and don't say so
    return _those(french, named), _those(english, named), clear


def _those(found: list[Page], names: set[str]) -> list[Page]:
    return [each for each in found if each["id"] in names]


def _named(each: Page, addresses: dict[str, str]) -> str:
    tail = re.sub(r"\.html?$", "", each["other"]).strip("/")
    names = sorted(addresses, reverse=True)
    return next((addresses[name] for name in names if tail.endswith(f"/{name}")), "")


def same_name(checkout: Path, left: str, right: str) -> Made:
    """Two folders in which one path means one page."""
    a, b = pages(checkout, left), pages(checkout, right)
    if right == "_articles":
        b = [each for each in b if each["id"].count("/") == 1]
    known = {Path(each["id"]).relative_to(right).as_posix(): each["id"] for each in b}
    names = [(each["id"], Path(each["id"]).relative_to(left).as_posix()) for each in a]
    for each in (*a, *b):
        each["slug"] = ""  # it is the same name on both sides, which would give everything away
    return a, b, [(name, known[short]) for name, short in names if short in known]


def sets(checkouts: Path) -> Iterator[tuple[str, str, Callable[[], Made]]]:
    """Name, language of the left side, and what makes it; the right side is English."""
    yield "canadaca", "fr", partial(alternates, checkouts)
    guide = checkouts / "opensource.guide"
    for code in ("fr", "de", "es", "nl", "pl"):
        yield f"osguide-{code}", code, partial(same_name, guide, f"_articles/{code}", "_articles")


def main() -> None:
    checkouts, target = map(Path, sys.argv[1:3])
    for name, language, make in sets(checkouts):
        a, b, pairs = make()
        value = {"name": name, "la": language, "lb": "en", "A": a, "B": b, "pairs": pairs}
        (target / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        print(f"{name}: {len(a)} and {len(b)} pages, {len(pairs)} pairs")


if __name__ == "__main__":
    main()
