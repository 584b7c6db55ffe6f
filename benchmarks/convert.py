"""How fast a body becomes Markdown, ours and others', on one corpus; and what size and depth cost.

`make bench-convert`, or `python benchmarks/convert.py`. The corpus is made here: pages as WordPress
renders them, and the project's own seed. Peers that aren't installed are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from wpharvest.cleaning import clean
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS

SEED = Path(__file__).parents[1] / "tests" / "seeds" / "en-page-5106.json"
ROUNDS = 5
PROSE = (
    "The shelter opens its doors to everybody who needs a bed for the night, and to those who only need "
    "somebody to talk to; its volunteers speak eleven languages between them and cook every evening. "
)
Convert = Callable[[str], str]


def ours(html: str) -> str:
    return WRITERS["markdown"](read(clean(html).html))


def page(number: int) -> str:
    """A page as the block editor renders it."""
    parts = [f'<h2 class="wp-block-heading" id="part-{number}">Part {number}</h2>\n']
    for at in range(4 + number % 5):
        link = f'<a href="https://example.org/{number}/{at}">a link to page {at}</a>'
        parts.append(f"<p>{PROSE}<strong>It matters</strong>, and {link}. {PROSE}<em>Really</em>.</p>\n")
    items = "".join(f"<li>Point {at}: {PROSE[: 20 * at]}</li>\n" for at in range(1, 6))
    parts.append(f'<ul class="wp-block-list">\n{items}</ul>\n')
    source = f"https://example.org/{number}.jpg"
    image = f'<img decoding="async" width="800" height="600" src="{source}" alt="A picture">'
    parts.append(f'<figure class="wp-block-image size-large">{image}</figure>\n')
    cells = "".join(f"<tr><td>{at}</td><td>{PROSE[:30]}</td></tr>" for at in range(5))
    parts.append(f'<figure class="wp-block-table"><table><tbody>{cells}</tbody></table></figure>\n')
    return "\n".join(parts)


def corpus() -> list[str]:
    seed = json.loads(SEED.read_text("utf-8"))["content"]["rendered"]
    return [seed] * 15 + [page(number) for number in range(60)]


def peers() -> Iterator[tuple[str, Convert]]:
    """Ours, and every other converter that is installed here."""
    yield "wpharvest (clean, tree, Markdown)", ours
    yield "  … without cleaning", lambda html: WRITERS["markdown"](read(html))
    for name, module, make in (
        ("html2text", "html2text", lambda found: lambda html: found.HTML2Text(bodywidth=0).handle(html)),
        ("markdownify", "markdownify", lambda found: found.markdownify),
        ("html-to-markdown", "html_to_markdown", lambda found: lambda html: str(found.convert(html))),
    ):
        try:
            found: Any = import_module(module)
        except ImportError:
            continue
        yield name, make(found)


def speed(convert: Convert, texts: list[str]) -> float:
    """MB/s, the best of several rounds."""
    size = sum(len(text.encode()) for text in texts)
    best = min(_seconds(convert, texts) for _ in range(ROUNDS))
    return size / best / 1e6


def _seconds(convert: Convert, texts: list[str]) -> float:
    start = perf_counter()
    for text in texts:
        convert(text)
    return perf_counter() - start


def shapes() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Inputs that grow: what they cost must grow no faster."""
    yield "pages", lambda n: "".join(map(page, range(n // 10)))
    yield "levels of <div>", lambda n: "<div>" * n + "words"
    yield "levels of <ul><li>", lambda n: "<ul><li>" * n + "words"
    yield "items", lambda n: "<ul>" + "<li>a" * (10 * n) + "</ul>"
    yield "letters in an attribute", lambda n: f'<p title="{"a" * (1000 * n)}">words</p>'
    yield "open marks", lambda n: "<p><b>" * n + "words"


def main() -> None:
    texts = corpus()
    results = [(name, speed(convert, texts)) for name, convert in peers()]
    base = dict(results).get("html2text")
    print(f"{sum(len(text.encode()) for text in texts) / 1e6:.2f} MB, {len(texts)} bodies, one core")
    for name, rate in results:
        print(f"{name:36} {rate:7.2f} MB/s" + (f" {rate / base:6.2f} x html2text" if base else ""))
    print("\nWhat twice the size costs (2 is linear), from reading to Markdown")
    for name, make in shapes():
        for convert, stage in ((ours, "all"), (lambda html: WRITERS["markdown"](read(html)), "markup")):
            small, large = make(2000), make(4000)
            once, twice = (min(_seconds(convert, [text]) for _ in range(2)) for text in (small, large))
            print(f"{name:28} {stage:8} {once:8.3f} s {twice:8.3f} s {twice / once:6.2f}")


if __name__ == "__main__":
    main()
