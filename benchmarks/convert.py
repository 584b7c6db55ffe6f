"""How fast a body becomes Markdown, ours and others', on one corpus; and what size, depth and processes cost.

`make bench-convert GOLD='folder …'`, or `python benchmarks/convert.py [--speed] [folder …]`. `bodies.py` says
what the corpora are: made bodies, and real ones where there is a folder of them. Peers that aren't installed
are left out. Seconds are those of the processor, the best of several rounds in which the peers take turns,
so that other programs disturb little. Where there is a compiled build of ours (`make compiled`), it takes
part.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

from bodies import made, page, real
from turbohtml import parse_fragment

from wpharvest import config
from wpharvest.cleaning import clean
from wpharvest.cleaning.rules.allowlist import sanitised
from wpharvest.markup.html_reader import read, reading
from wpharvest.markup.writers import WRITERS
from wpharvest.steps.export import export
from wpharvest.steps.fetch import fetch
from wpharvest.steps.open import open_source

NODE = Path(__file__).parent / "node"
COMPILED = Path(__file__).parents[1] / "build" / "compiled" / "site"
CORES = {"mdream": "Rust", "wpharvest, compiled": "C"}
ROUNDS = 10
Convert = Callable[[Any], object]
write = WRITERS["markdown"]


class Peer(NamedTuple):
    """A converter, what its core is written in, and what it is given."""

    name: str
    core: str
    convert: Convert
    texts: Sequence[Any]


def ours(html: str) -> str:
    return write(read(clean(html).html))


def stages(texts: list[str]) -> Iterator[Peer]:
    """Ours, as a whole and by what it does; and the two libraries below it alone."""
    cleaned = [clean(text).html for text in texts]
    yield Peer("wpharvest: clean, tree, Markdown", "Python", ours, texts)
    yield Peer("  clean", "Python", clean, texts)
    yield Peer("  tree", "Python", read, cleaned)
    yield Peer("  Markdown", "Python", WRITERS["markdown"], [read(text) for text in cleaned])
    yield Peer("  nh3 and two parses alone", "Rust, C", _floor, texts)


def _floor(html: str) -> object:
    parse_fragment(html, positions=False)
    return parse_fragment(sanitised(html, html), positions=False)


def installed() -> Iterator[tuple[str, str, Convert]]:
    """Every other converter in Python that is installed here: name, what its core is written in, itself."""
    for name, core, module, make in (
        ("html2text", "Python", "html2text", lambda it: lambda html: it.HTML2Text(bodywidth=0).handle(html)),
        ("markdownify", "Python", "markdownify", lambda it: it.markdownify),
        ("html-to-markdown", "Rust", "html_to_markdown", lambda it: lambda html: it.convert(html).content),
    ):
        try:
            found: Any = import_module(module)
        except ImportError:
            continue
        yield name, core, make(found)


def measured(peers: list[Peer]) -> dict[str, float]:
    """Seconds of each for all of its texts."""
    best = dict.fromkeys((peer.name for peer in peers), float("inf"))
    for _ in range(ROUNDS):
        for peer in peers:
            best[peer.name] = min(best[peer.name], seconds(peer.convert, peer.texts))
    return best


def seconds(convert: Convert, texts: Sequence[Any]) -> float:
    """Seconds of the processor; whoever made rubbish before has it collected before, not here."""
    gc.collect()
    start = process_time()
    for text in texts:
        convert(text)
    return process_time() - start


def in_node(asked: str) -> dict[str, Any]:
    """What the converters in JavaScript say, where node and they are installed."""
    if not (NODE / "node_modules").exists() or not (node := shutil.which("node")):
        return {}
    command = [node, str(NODE / "convert.mjs")]
    done = subprocess.run(command, input=asked.encode(), stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def rank(corpus: str, texts: list[str]) -> None:
    """Print the throughput of all on one corpus."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    own = list(stages(texts))
    others = [Peer(*each, texts) for each in installed()]
    times = measured([*own, *others])
    cores = {peer.name: peer.core for peer in (*own, *others)}
    asked = json.dumps({"rounds": ROUNDS, "texts": texts})
    for name, taken in (in_compiled(asked) | in_node(asked)).items():
        times[name] = taken
        cores[name] = CORES.get(name, "JavaScript")
    base = times.get("html2text")
    print(f"\n{corpus}: {size:.2f} MB, {len(texts)} bodies, one core, seconds of the processor")
    for name, taken in times.items():
        ratio = f"{base / taken:7.2f} x html2text" if base else ""
        print(f"{name:36} {cores[name]:10} {size / taken:7.2f} MB/s {ratio}")


def sites(sets: dict[str, list[str]]) -> None:
    """Print how many times html2text's throughput ours is on each site."""
    html2text = next(convert for name, _, convert in installed() if name == "html2text")
    print("\nEach site alone, x html2text")
    for name, texts in sets.items():
        times = measured([Peer("ours", "", ours, texts), Peer("html2text", "", html2text, texts)])
        print(f"{name:36} {len(texts):3} bodies {times['html2text'] / times['ours']:7.2f}")


def in_compiled(asked: str) -> dict[str, float]:
    """What the compiled build says, which has a process of its own: both are one package."""
    if not COMPILED.exists() or is_compiled():
        return {}
    command = [sys.executable, __file__, "--answer"]
    environment = os.environ | {"PYTHONPATH": str(COMPILED)}
    done = subprocess.run(command, input=asked.encode(), stdout=subprocess.PIPE, env=environment, check=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def answer_with_seconds() -> None:
    """Answer `in_compiled`."""
    asked = json.loads(sys.stdin.read())
    best = min(seconds(ours, asked["texts"]) for _ in range(asked["rounds"]))
    print(json.dumps({"wpharvest, compiled": best}))


def is_compiled() -> bool:
    return reading.__file__.endswith((".so", ".pyd"))


def shapes() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Inputs that grow: what they cost must grow no faster."""
    yield "pages", lambda n: "".join(map(page, range(n // 10)))
    yield "levels of <div>", lambda n: "<div>" * n + "words"
    yield "levels of <ul><li>", lambda n: "<ul><li>" * n + "words"
    yield "items", lambda n: "<ul>" + "<li>a" * (10 * n) + "</ul>"
    yield "letters in an attribute", lambda n: f'<p title="{"a" * (1000 * n)}">words</p>'
    yield "open marks", lambda n: "<p><b>" * n + "words"
    yield "null bytes", lambda n: "<p>a\0b</p>\0" * n
    yield "line breaks", lambda n: "<p>" + "a<br>" * (10 * n)


def growth() -> None:
    """Print what sizes and shapes cost, all three writers included."""
    print("\nWhat a body costs, from 1 KB to 10 MB (linear: the same for each MB)")
    for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000):
        pages = "".join(map(page, range(max(1, size // 3_000))))[:size]
        taken = min(seconds(ours, [pages]) for _ in range(3 if size < 1_000_000 else 1))
        print(f"{size:12,} bytes {taken:9.4f} s {taken / size * 1e6:7.3f} s a MB")
    print("\nWhat twice the size costs (2 is linear), from cleaning to Markdown, HTML and text")
    for name, make in shapes():
        once, twice = (min(seconds(_all, [make(n)]) for _ in range(2)) for n in (5_000, 10_000))
        print(f"{name:28} {once:8.3f} s {twice:8.3f} s {twice / once:6.2f}")


def _all(html: str) -> object:
    tree = read(clean(html).html)
    return [writer(tree) for writer in WRITERS.values()]


def processes(documents: int = 600) -> None:
    """Print what an export takes with one process and with as many as there are cores."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        for number in range(documents):
            text = f"<title>Page {number}</title><main>{page(number)}{page(number + 1)}</main>"
            (folder / "pages" / f"page-{number}.html").write_text(text, "utf-8")
        source = open_source(str(folder / "pages"), config.Harvest())
        fetch(source, folder / "snapshot", config.Harvest(), started_at="2026-01-01T00:00:00Z")
        cores = os.cpu_count() or 1
        print(f"\nAn export of {documents} documents ({cores} cores, load {os.getloadavg()[0]:.1f})")
        for jobs in (1, cores):
            start, busy = perf_counter(), process_time()
            export(folder / "snapshot", folder / str(jobs), config.Export(jobs=jobs))
            wall, own = perf_counter() - start, process_time() - busy
            print(f"{jobs} processes: {wall:7.1f} s, {own:7.1f} s of the processor in the first")


def main(*chosen: str) -> None:
    if "--answer" in chosen:
        answer_with_seconds()
        return
    print(f"wpharvest's hot rooms: {'compiled' if is_compiled() else 'Python'}")
    rank("Made bodies", made())
    for folder in chosen:
        if not folder.startswith("-"):
            sets = real(Path(folder))
            rank(f"Real bodies of {folder}", [text for texts in sets.values() for text in texts])
            sites(sets)
    if "--speed" not in chosen:
        growth()
        processes()


if __name__ == "__main__":
    main(*sys.argv[1:])
