"""Learns the weights of the pairing from known pairs, and prints how well it does on sites it hasn't seen.

    python benchmarks/pairing.py GOLD            # leave one site out, print, write nothing
    python benchmarks/pairing.py GOLD --signals  # also each signal alone, and each left out
    python benchmarks/pairing.py GOLD --write    # learn from all of them, write weights.json, print nothing

GOLD is a folder of sets as `gather_gold.py` makes them; or say it in the environment variable GOLD.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path

import msgspec
from pairing_gold import Gold, bared, bereaved, excerpts, read, shown_twice
from pairing_learn import LEARNED, LEXICON, Measured, learn, matched, measured

from wpharvest.translation import pair
from wpharvest.translation.addresses import Directory
from wpharvest.translation.claims import claims
from wpharvest.translation.weights import Weights

TARGET = Path(__file__).parent.parent / "src/wpharvest/translation/weights.json"
SIZES = (1, 1, 1, 2, 2, 2, 3, 5, 8, 12, 20, 30)
LOST = 0.25  # of the true pairs lose one side before it is measured
HOW = """There are no sets of known pairs here. Check out a site with Markdown pages in two languages and run
`python benchmarks/gather_gold.py --help`; then `make bench-pairing GOLD=folder`."""

Sets = dict[tuple[bool, str], list[Measured]]
Figures = tuple[float, float, float]


def training(gold: Gold, seed: int) -> list[Measured]:
    """A set whole (the first), in excerpts, and as bare titles."""
    parts = [bereaved(gold, LOST, seed), *excerpts(gold, SIZES * 2, seed)]
    parts += map(bared, excerpts(gold, SIZES, seed + 1))
    return [measured(part) for part in parts]


def figures(each: Measured, weights: Weights) -> Figures:
    """Precision, recall and F1."""
    wanted = {frozenset(pair) for pair in each.gold.pairs}
    found = {frozenset(pair) for pair in matched(each, weights)}
    right = len(wanted & found)
    precision, recall = right / max(1, len(found)), right / max(1, len(wanted))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def site(name: str) -> str:
    """The same site in other languages isn't an unseen one."""
    return name.split("-")[0]


def unseen(sets: Sets, name: str, names: Sequence[str] = LEARNED) -> Weights:
    """Weights from all sites but this one."""
    return learn([m for (_, other), ms in sets.items() if site(other) != name for m in ms], "", names)


def averages(results: dict[str, Figures]) -> dict[str, Figures]:
    """The figures of each site: those of its sets on average."""
    found: dict[str, Figures] = {}
    for name in sorted({site(each) for each in results}):
        rows = [row for each, row in results.items() if site(each) == name]
        p, r, f = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        found[name] = p, r, f
    return found


def line(name: str, row: Iterable[float]) -> str:
    return f"  {name:24} " + "  ".join(
        f"{word} {value:.3f}" for word, value in zip(("P", "R", "F1"), row, strict=True)
    )


def left_out(sets: Sets) -> None:
    """Every site by weights that haven't seen it: content only, then with slugs and dates; calibration."""
    names = sorted({name for _, name in sets})
    weights = {name: unseen(sets, name) for name in sorted({site(each) for each in names})}
    told: list[tuple[float, bool]] = []
    for slugs in (False, True):
        print("with slugs and dates:" if slugs else "content only:")
        results = {name: figures(sets[slugs, name][0], weights[site(name)]) for name in names}
        for name, row in results.items():
            print(line(name, row))
        sites = averages(results)
        macro = [sum(column) / len(sites) for column in zip(*sites.values(), strict=True)]
        worst = min(sites, key=lambda name: sites[name][2])
        print(line("MACRO over sites", macro))
        print(line(f"worst site: {worst}", sites[worst]), flush=True)
        for name in names:
            first = sets[slugs, name][0]
            wanted = {frozenset(each) for each in first.gold.pairs}
            pairs = matched(first, weights[site(name)]).items()
            told += [(p, frozenset(each) in wanted) for each, p in pairs]
    print("calibration, all sites left out in turn:")
    calibration(told)


def calibration(results: Iterable[tuple[float, bool]]) -> None:
    """How many families of each confidence are right."""
    bins: dict[int, list[bool]] = {}
    for probability, right in results:
        bins.setdefault(min(9, int(probability * 10)), []).append(right)
    for low, rights in sorted(bins.items()):
        share = sum(rights) / len(rights)
        print(
            f"  {low / 10:.1f}-{low / 10 + 0.1:.1f}: {sum(rights):5} of {len(rights):5} right ({share:.0%})"
        )


def by_signal(sets: Sets) -> None:
    """Macro F1, content only, on unseen sites, by each signal alone and by all but each."""
    print("macro F1 on unseen sites, content only:      alone   all others")
    names = sorted({name for _, name in sets})

    def macro(chosen: Sequence[str]) -> float:
        weights = {name: unseen(sets, name, chosen) for name in sorted({site(each) for each in names})}
        results = {name: figures(sets[False, name][0], weights[site(name)]) for name in names}
        sites = averages(results)
        return sum(row[2] for row in sites.values()) / len(sites)

    for signal in (*LEARNED, LEXICON):
        others = [each for each in (*LEARNED, LEXICON) if each != signal]
        alone = "" if signal == LEXICON else f"{macro([signal]):.3f}"
        print(f"  {signal:42} {alone:>5}   {macro(others):.3f}", flush=True)


def traps(golds: Iterable[Gold]) -> None:
    """One id at two bases: translated, shown twice, shown twice with a paragraph less."""
    found = total = families = true = 0
    for gold in golds:
        site_, copies = shown_twice(gold)
        twins = claims(Directory(site_)).twins
        made = {frozenset(each.members.values()) for each in pair(site_).families}
        real = {frozenset((document.key, msgspec.structs.replace(document.key, language=gold.languages[1])))
                for document in site_ if document.key.language == gold.languages[0]} - copies  # fmt: skip
        found += len({frozenset(each) for each in twins} & copies)
        total += len(copies)
        families += len(made & real)
        true += len(real)
    print(
        f"same id, not translated: {found} of {total} recognised; translated: {families} of {true} families"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("gold", type=Path, nargs="?", default=os.environ.get("GOLD") or None)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--signals", action="store_true")
    options = asked.parse_args()
    files = sorted(Path(options.gold).glob("*.json")) if options.gold else []
    if not files:
        print(HOW)
        return
    if not options.write:
        traps(read(path, slugs=False) for path in files)
    sets: Sets = {}
    for slugs, path in product((False, True), files):
        gold = read(path, slugs=slugs)
        sets[slugs, gold.name] = training(gold, 7)
    if options.write:
        write(sets, sorted({name for _, name in sets}))
        return
    if len({site(name) for _, name in sets}) > 1:
        left_out(sets)
    if options.signals:
        by_signal(sets)


def write(sets: Sets, names: Sequence[str]) -> None:
    """Learn from everything, and keep it with how it came about."""
    count = sum(len(ms[0].gold.pairs) for (slugs, _), ms in sets.items() if not slugs)
    origin = (
        f"benchmarks/pairing.py over {', '.join(names)} ({count} pairs): each whole, in excerpts of 1 to 30 "
        "pairs and as bare titles, with and without slugs and dates; a quarter of the pairs lacks one side; "
        "candidates that a first model gave no chance (HOPELESS) were left out of the second. "
        "Signals that no set can teach (GIVEN in benchmarks/pairing_learn.py) are set by hand"
    )
    weights = learn([m for ms in sets.values() for m in ms], origin)
    TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=2) + b"\n")
    print(f"written: {TARGET}")


if __name__ == "__main__":
    main()
