"""How many bodies lose words behind each generator's reader of Markdown (docs/decisions/0028).

    PYTHONPATH=tests .venv/bin/python benchmarks/dialects.py

Needs Debian's jekyll and ruby-jekyll-commonmark, and the environment of generators that `make lint` makes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import wpharvest
from attacks import attacks
from payloads import snippets
from wpharvest.cleaning import clean
from wpharvest.config import Harvest
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS
from wpharvest.model.nodes import Root, words_of
from wpharvest.web.replay import application
from wpharvest.web.sample import load
from wpharvest.web.serve import serving

HOOK = Path(wpharvest.__file__).parent / "exporters" / "skeletons" / "mkdocs"
RUBY = """
require 'json'; require 'kramdown'; require 'kramdown-parser-gfm'; require 'commonmarker'
plain = {hellip: '...', mdash: '---', ndash: '--', laquo: '<<', raquo: '>>',
  laquo_space: '<< ', raquo_space: ' >>'}
options = {input: 'GFM', smart_quotes: %w[apos apos quot quot], typographic_symbols: plain}
texts = JSON.parse($stdin.read)
puts JSON.generate({
  'kramdown' => texts.map { |text| Kramdown::Document.new(text, options).to_html },
  'jekyll-commonmark' => texts.map { |text|
    CommonMarker.render_html(text, [:UNSAFE, :FOOTNOTES], [:strikethrough, :table, :tasklist])
  },
})
"""
PYTHON = """
import json, sys
from markdown import Markdown
from commonmark import CommonMark
own = ["tables", "fenced_code", "sane_lists", "md_in_html", "footnotes"]
texts = json.load(sys.stdin)
print(json.dumps({
    "Python-Markdown": [Markdown(extensions=own).convert(text) for text in texts],
    "MkDocs with the hook": [Markdown(extensions=[CommonMark()]).convert(text) for text in texts],
}))
"""


def pages() -> list[Root]:
    """The bodies of the bundled sample's documents."""
    with tempfile.TemporaryDirectory() as folder, serving(application(*load()), port=0) as url:
        options = Harvest(hreflang="never")
        done = wpharvest.fetch(url, snapshots=Path(folder), output=None, name="site", options=options)
        return [each.body for each in wpharvest.load_site(done.snapshot).documents]


def rendered(command: list[str], texts: list[str]) -> dict[str, list[str]]:
    """Each reader's HTML of each text."""
    done = subprocess.run(
        command,
        input=json.dumps(texts),
        env={"PYTHONPATH": str(HOOK), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print, for each reader, the bodies whose words differ and how many of them are pages of the sample."""
    sample = pages()
    trees = [*(read(clean(body).html) for body in (*attacks(), *snippets())), *sample]
    texts = [WRITERS["markdown"](tree) for tree in trees]
    words = [words_of(tree).split() for tree in trees]
    own = str(Path(sys.prefix) / "generators" / "bin" / "python")
    readers = rendered(["ruby", "-e", RUBY], texts) | rendered([own, "-c", PYTHON], texts)
    print(f"{len(trees)} bodies, {len(sample)} of them pages of the sample; words differ behind")
    for name, shown in readers.items():
        bad = [at for at, html in enumerate(shown) if words_of(read(html)).split() != words[at]]
        print(f"{name:22} {len(bad):4} bodies, {sum(at >= len(trees) - len(sample) for at in bad)} pages")


if __name__ == "__main__":
    main()
