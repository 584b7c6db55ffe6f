"""How the time and the memory of pairing grow with a site: made-up documents, half of them templated.

python benchmarks/pairing_scale.py            # 500, 1,000, 2,000, 4,000, 8,000 documents in each language
python benchmarks/pairing_scale.py 2000       # this size alone, in this process
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from wpharvest.markup import html_reader
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.translation import pair

SIZES = (500, 1000, 2000, 4000, 8000)
LONE = 4  # one document in so many has no sister
ROOTS = (
    "justic",
    "migrat",
    "protect",
    "organis",
    "informat",
    "intégr",
    "sanct",
    "résid",
    "transport",
    "form",
)
ENDS = {"fr": ("ion", "ité", "eur", "ement", "ique"), "en": ("ing", "ity", "or", "ment", "ic")}
SYLLABLES = (
    "ba",
    "co",
    "di",
    "fu",
    "ga",
    "ho",
    "ki",
    "lu",
    "me",
    "no",
    "pra",
    "qui",
    "ro",
    "sta",
    "tri",
    "va",
)


def word(dice: random.Random, language: str, own: random.Random) -> str:
    """A word that both languages build alike, or one of this language's own."""
    if dice.random() < 0.3:
        return dice.choice(ROOTS) + ENDS[language][dice.randrange(5)]
    dice.random()
    return "".join(own.choice(SYLLABLES) for _ in range(3))


def document(number: int, language: str) -> Document:
    """One side of the pair `number`: about 250 words, headings, a list, links, numbers, names."""
    dice, own = random.Random(number), random.Random(f"{language} {number}")
    paragraphs = [" ".join(word(dice, language, own) for _ in range(60)) for _ in range(4)]
    name = "".join(dice.choice(SYLLABLES) for _ in range(4)).title()
    facts = f"{name}, {dice.randrange(1990, 2026)}: {dice.randrange(100, 99999)}, info@{name.lower()}.be"
    title = f"{word(dice, language, own).title()} {name if number % 2 else number}"
    link = f'<a href="https://{name.lower()}.be/{language}/{number}">{name}</a>'
    html = f"<h2>{title}</h2><p>{paragraphs[0]} {facts}</p><ul><li>{link}</li><li>{paragraphs[1]}</li></ul>"
    html += "".join(f"<h3>{word(dice, language, own)}</h3><p>{each}</p>" for each in paragraphs[2:])
    offset = 0 if language == "fr" else 1_000_000
    key = Key(language, "posts", number + offset)
    body = html_reader.read(html)
    return Document(key=key, role="type", type="post", slug="", title=title, url="", path="", body=body)


def site(size: int) -> Iterator[Document]:
    """`size` documents in each language, three quarters of them with a sister."""
    for number in range(1, size + 1):
        yield document(number, "fr")
        yield document(number if number % LONE else number + size, "en")


def _number(key: Key) -> int:
    return int(key.id) % 1_000_000


def measure(size: int) -> None:
    documents = list(site(size))
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    families = pair(documents).families
    took = time.process_time() - started
    right = sum(len({_number(key) for key in family.members.values()}) == 1 for family in families)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{size:6} x {size}: {took:6.1f} s of CPU, {took / size * 1000:5.1f} ms a document, at most "
        f"{peak / 1024:.0f} MiB ({before / 1024:.0f} the documents), {right} of {len(families)} right",
        flush=True,
    )


def main() -> None:
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
        return
    for size in SIZES:  # each in a process of its own, so that the peak is its own too
        subprocess.run([sys.executable, __file__, str(size)], check=True)


if __name__ == "__main__":
    main()
