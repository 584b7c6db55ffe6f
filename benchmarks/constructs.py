"""What is lost of each construct, and of real bodies, ours and others': `make bench-convert GOLD='folder …'`.

Or `PYTHONPATH=tests python benchmarks/constructs.py [folder …]`. The constructs are the cases of
`tests/cases/markup`; a folder of known pairs has real bodies (`bodies.py`).
Each converter writes its Markdown of them; markdown-it and cmark-gfm render it, raw HTML allowed; one reader,
ours, reads the page before and after. A letter says what isn't the same: w(ords), l(inks), i(mages),
e(mphasis), s(tructure); a dot: nothing. `!`: it failed. What only one of the two renderers shows counts too.
Peers that aren't installed are left out.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bodies import real
from convert import NODE, in_node, installed

from renderers import GFM_RENDERERS
from wpharvest.markup.fidelity import differences
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS
from wpharvest.model.nodes import Root

CASES = Path(__file__).parents[1] / "tests" / "cases" / "markup"
FAILED = "!"
Convert = Callable[[str], str]


def constructs() -> dict[str, str]:
    """Each construct's name and its HTML."""
    return {path.parent.name: path.read_text("utf-8") for path in sorted(CASES.glob("*/input.html"))}


def converters() -> Iterator[tuple[str, Convert]]:
    """Ours, and everyone in Python."""
    yield "wpharvest", lambda html: WRITERS["markdown"](read(html))
    yield from ((name, lambda html, it=make: str(it(html))) for name, _, make in installed())
    if shutil.which("pandoc"):
        yield "pandoc", _pandoc


def _pandoc(html: str) -> str:
    command = ["pandoc", "--from=html", "--to=gfm", "--wrap=none"]
    done = subprocess.run(command, input=html, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def written(texts: list[str]) -> dict[str, list[str | None]]:
    """The Markdown of each text by each converter; None where it failed."""
    made: dict[str, list[str | None]] = {
        name: [_try(convert, html) for html in texts] for name, convert in converters()
    }
    asked = json.dumps({"rounds": 0, "texts": texts})
    return made | in_node(asked)


def _try(convert: Convert, html: str) -> str | None:
    try:
        return convert(html)
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        return None
    except subprocess.SubprocessError:
        return None


def lost(before: Root, markdown: str | None) -> str:
    """A letter for each kind of what two renderers don't show as it was."""
    if markdown is None:
        return FAILED
    pages = [read(render(markdown)) for render in GFM_RENDERERS.values()]
    kinds = {each.kind for page in pages for each in differences(before, page)}
    return "".join(sorted(kind[0] for kind in kinds)) or "."


def losses(bodies: list[str]) -> dict[str, list[str]]:
    """What each converter loses of each body."""
    trees = [read(html) for html in bodies]
    return {name: list(map(lost, trees, texts)) for name, texts in written(bodies).items()}


def main(*folders: str) -> None:
    named = constructs()
    table = losses(list(named.values()))
    widths = [max(len(name), 5) for name in table]
    print(
        "Lost of each construct: w(ords), l(inks), i(mages), e(mphasis), s(tructure); `.` nothing, `!` failed"
    )
    print(f"{'':34}", *(f"{name:{width}}" for name, width in zip(table, widths, strict=True)))
    for at, construct in enumerate(named):
        cells = (f"{found[at]:{width}}" for found, width in zip(table.values(), widths, strict=True))
        print(f"{construct:34}", *cells)
    _sums(table, widths)
    for folder in folders:
        bodies = [body for of_a_site in real(Path(folder)).values() for body in of_a_site]
        print(f"\nOf {len(bodies)} real bodies of {folder}, as they are served")
        _sums(losses(bodies), widths)
    if not (NODE / "node_modules").exists():
        print("(without the converters in JavaScript: they aren't installed)")


def _sums(table: dict[str, list[str]], widths: list[int]) -> None:
    _sum("the same", table, widths, lambda found: found == ".")
    _sum("every word kept", table, widths, lambda found: found != FAILED and "w" not in found)


def _sum(what: str, table: dict[str, list[str]], widths: list[int], counts: Callable[[str], bool]) -> None:
    sums = (f"{sum(map(counts, found)):{width}}" for found, width in zip(table.values(), widths, strict=True))
    print(f"{what:34}", *sums)


if __name__ == "__main__":
    main(*sys.argv[1:])
