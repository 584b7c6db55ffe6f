"""Makes a set of known pairs out of a checked-out public site with Markdown or HTML pages in two languages.

    python benchmarks/gather_gold.py OUT.json fr CHECKOUT/content/fr en CHECKOUT/content/en --by path
    python benchmarks/gather_gold.py OUT.json fr SYSTEME-CONCEPTION en DESIGN-SYSTEM --by altLangPage
    python benchmarks/gather_gold.py OUT.json fr CHECKOUT/content en CHECKOUT/content --by suffix

`--by` says how the pages know their sisters: `path` (one path below both folders), `suffix` (`x.fr.md` and
`x.en.md`), or the name of a field of the front matter that holds the sister's address or a key of both.
`--pairs FILE` adds pairs that nobody declares: two paths a line, checked by reading them.
`--only-paired` leaves out the other pages, where many have a sister and don't say so.

The weights that come with the program were learned from these, each MIT or CC-BY-4.0:

| set | repository | folders | by |
|---|---|---|---|
| gcds | cds-snc/gcds-docs | src/fr, src/en | pairs |
| gcblog | canada-ca/blogue-canada-ca-blog | | altLangPage |
| gcdesign | canada-ca/systeme-conception, canada-ca/design-system | | altLangPage |
| cds | cds-snc/digital-canada-ca | content/fr, content/en | translationKey |
| aaw | StatCan/aaw | docs/fr, docs/en | pairs |
| opensource-… | github/opensource.guide | _articles/fr, de, es, it, nl, pl, pt and _articles | path |
| osmbe-… | osmbe/website | content | suffix |
| innersource-… | InnerSourceCommons/innersourcecommons.org | content/en/learn/learning-path | suffix |
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

Page = dict[str, Any]
Pair = tuple[str, str]

LEAST = 40  # characters of text: what has less is a stub that builds the site
_FRONT = re.compile(r"\A\s*---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_TEMPLATE = re.compile(r"{{[<%].*?[%>]}}|{%.*?%}|<style.*?</style>|<script.*?</script>", re.DOTALL)
_SUFFIX = re.compile(r"\.([a-z]{2}(?:-[a-z]{2})?)$")
_CODE = re.compile(r"[a-z]{2}(?:-[a-zA-Z]{2})?")  # another language's folder inside of this one's
_DATED = re.compile(r"^(\d{4}-\d\d-\d\d)-")
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def page(path: Path, top: Path) -> Page | None:
    """One page with its front matter; None for what isn't one."""
    text = path.read_text("utf-8", errors="replace").replace("\r\n", "\n")
    match = _FRONT.match(text)
    try:
        front = yaml.safe_load(match.group(1)) if match else {}
    except yaml.YAMLError:
        return None
    front = front if isinstance(front, dict) else {}
    body = _TEMPLATE.sub("", text[match.end() :] if match else text)
    html = body if path.suffix == ".html" else _MARKDOWN.render(body)
    title = str(front.get("title") or "")
    if not title and len(re.sub(r"<[^>]*>|\s", "", html)) < LEAST:
        return None
    name = _SUFFIX.sub("", path.stem)
    dated = _DATED.match(name)
    image = front.get("image")
    return {
        "id": path.relative_to(top).as_posix(),
        "html": html,
        "title": title,
        "slug": str(front.get("slug") or _DATED.sub("", name)),
        "date": str(front.get("date") or "")[:10] or (dated[1] if dated else None),
        "image": image if isinstance(image, str) else None,
        "front": front,
    }


def pages(top: Path, language: str, by: str) -> list[Page]:
    """Every page below a folder, but for what builds the site; by suffix, those of the language."""
    found = []
    for path in sorted(top.rglob("*")):
        parts = path.relative_to(top).parts
        told = _SUFFIX.search(path.stem)
        other = by == "suffix" and (told[1][:2] if told else "en") != language
        elsewhere = any(each[0] in "._" or _CODE.fullmatch(each) for each in parts[:-1])
        if path.suffix in (".md", ".html") and not other and not elsewhere:
            found.append(page(path, top))
    return [each for each in found if each]


def short(name: str) -> str:
    """A page's path without its language, ending and `index`."""
    bare = _SUFFIX.sub("", re.sub(r"\.(?:md|html)$", "", name))
    return re.sub(r"/?index$", "", bare)


def pairs(left: list[Page], right: list[Page], by: str) -> Iterator[Pair]:
    """The pairs that the pages declare; each is said once or twice."""
    if by in ("path", "suffix"):
        known = {short(each["id"]): each["id"] for each in right}
        yield from ((each["id"], known[short(each["id"])]) for each in left if short(each["id"]) in known)
        return
    for here, there, turned in ((left, right, False), (right, left, True)):
        addresses = {short(each["id"]): each["id"] for each in there}
        keys = {str(each["front"][by]): each["id"] for each in there if each["front"].get(by)}
        for each in here:
            said = str(each["front"].get(by) or "")
            sister = keys.get(said) or _ends(said, addresses)
            if said and sister:
                yield (sister, each["id"]) if turned else (each["id"], sister)


def _ends(address: str, addresses: dict[str, str]) -> str:
    tail = "/" + re.sub(r"\.html?$", "", address).strip("/")
    return next(
        (addresses[name] for name in sorted(addresses, reverse=True) if tail.endswith(f"/{name}")), ""
    )


def clear(said: set[Pair]) -> list[Pair]:
    """Those that nothing contradicts."""
    lefts, rights = Counter(a for a, _ in said), Counter(b for _, b in said)
    return sorted((a, b) for a, b in said if lefts[a] == rights[b] == 1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("out", "left_language", "left", "right_language", "right"):
        asked.add_argument(name)
    asked.add_argument("--by", default="path")
    asked.add_argument("--pairs", type=Path)
    asked.add_argument("--only-paired", action="store_true")
    options = asked.parse_args()
    left = pages(Path(options.left), options.left_language, options.by)
    right = pages(Path(options.right), options.right_language, options.by)
    said = set(pairs(left, right, options.by))
    if options.pairs:
        lines = options.pairs.read_text("utf-8").splitlines()
        said |= {(a, b) for a, b in (line.split() for line in lines if line.strip())}
    for each in (*left, *right):
        del each["front"]
        if options.by in ("path", "suffix"):
            each["slug"] = ""  # it is one name on both sides, which would give everything away
    sure = clear(said)
    if options.only_paired:
        named = {name for pair in sure for name in pair}
        left, right = ([each for each in side if each["id"] in named] for side in (left, right))
    out = Path(options.out)
    value = {"name": out.stem, "la": options.left_language, "lb": options.right_language}
    out.write_text(json.dumps(value | {"A": left, "B": right, "pairs": sure}, ensure_ascii=False), "utf-8")
    print(f"{out.stem}: {len(left)} and {len(right)} pages, {len(sure)} pairs")


if __name__ == "__main__":
    main()
