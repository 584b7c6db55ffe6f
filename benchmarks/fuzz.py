"""A coverage-guided search for a body that breaks a promise: `make fuzz`, or `fuzz.py HARNESS [SECONDS]`.

Atheris writes fragments of HTML, watches which branches of the reader and the writers they reach, and goes on
from those that reached a new one. The seeds are the inputs of `tests/cases`. What breaks a promise ends the
run with the fragment in a file `crash-…` in the working folder; it belongs into `tests/cases`, and then the
program is mended.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris
from turbohtml import parse_fragment

with atheris.instrument_imports(include=["wpharvest.markup", "wpharvest.cleaning"]):
    from wpharvest.cleaning import clean
    from wpharvest.markup.fidelity import differences, read_back
    from wpharvest.markup.html_reader import read
    from wpharvest.markup.writers import WRITERS, markdown
    from wpharvest.markup.writers.markdown import FLAVORS

CASES = Path(__file__).parents[1] / "tests" / "cases"
PAGE = "https://example.org/a/"
LONGEST = 1500  # characters of a fragment
DEAD = frozenset(["script", "style", "svg", "object", "embed", "form", "template", "base", "link", "meta"])
RUNS = re.compile(r"[\x00-\x20]*(?:java|vb)script:|[\x00-\x20]*data:(?!image/)", re.IGNORECASE)
# fmt: off
WORDS = (
    "<p>", "</p>", "<br>", "<b>", "</b>", "<i>", "</i>", "<ul>", "<ol start=3>", "<li>", "<li value=4>",
    "</ul>", "<table>", "<tr>", "<td>", "<th colspan=2>", "</table>", "<pre>", "<code>", "</code>",
    "</pre>", "<blockquote>", "<a href=x>", "</a>", "<img src=x alt=y>", "<h2>", "</h2>", "<sup>",
    "<details>", "<summary>", "<figure>", "<figcaption>", "<dl>", "<dt>", "<dd>", "<span lang=fr>",
    "<p dir=rtl>", "<hr>", "<del>", "<iframe src=https://example.org/>", "<video src=x>",
    "<input type=checkbox>", "&lt;script&gt;", "&amp;", "{{", "{%", "```", "***", "~~", "__", "| ", "---",
    "\\", "\u00a0", "\n", "<math>", "<svg>", "<ruby>", "<rt>", "<script>", "onclick=alert(1)",
    "javascript:", "[^1]", "]: x", "www.x.yz", "a@b.cd", "https://x.yz",
)
# fmt: on


def alive(html: str) -> list[str]:
    """What in a fragment would do something in a browser."""
    found = []
    for element in parse_fragment(html).select("*"):
        found += [element.tag] if element.tag in DEAD else []
        for name in element.attrs:
            value = re.sub(r"[\t\r\n]", "", element.attr(name) or "")
            if name.startswith("on") or (name in ("href", "src", "action") and RUNS.match(value)):
                found.append(f"{name}={value}")
    return found


def cleaning(html: str) -> None:
    """Clean is safe, and cleaning twice changes nothing."""
    once = clean(html, PAGE).html
    assert not alive(once), alive(once)
    assert clean(once, PAGE).html == once


def reading(html: str) -> None:
    """Every writer's HTML is safe even where nothing was cleaned, and reads back as the same document."""
    tree = read(html)
    written = WRITERS["html"](tree)
    assert not alive(written), alive(written)
    assert differences(tree, read(written)) == (), differences(tree, read(written))
    WRITERS["text"](tree)


def writing(html: str) -> None:
    """Markdown reads back as the body that it was written from, and nothing in it is alive."""
    tree = read(html)
    text = WRITERS["markdown"](tree)
    back = read_back(text)
    assert differences(tree, back) == (), (text, differences(tree, back))
    for flavor in FLAVORS:
        markdown.write(tree, flavor)


HARNESSES: dict[str, Callable[[str], None]] = {"cleaning": cleaning, "reading": reading, "writing": writing}


def _seeds(folder: Path) -> Iterator[Path]:
    for at, case in enumerate(sorted(CASES.glob("*/**/input.html"))):
        seed = folder / f"{at}.html"
        seed.write_text(case.read_text("utf-8")[:LONGEST], "utf-8")
        yield seed


def main(name: str, seconds: str = "600") -> None:
    """Run one harness for so many seconds."""
    harness = HARNESSES[name]
    with tempfile.TemporaryDirectory() as kept:
        corpus = Path(kept)
        list(_seeds(corpus))
        words = corpus.parent / f"{corpus.name}.dict"
        words.write_text("".join(f'"{_quoted(word)}"\n' for word in WORDS), "ascii")
        options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-dict={words}", "-timeout=20"]
        atheris.Setup(
            [sys.argv[0], *options, str(corpus)], lambda data: harness(data.decode("utf-8", "replace"))
        )
        atheris.Fuzz()


def _quoted(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
