"""Gathers the bodies that a WordPress served over REST, out of a repository that holds a copy of its answers.

    python benchmarks/gather_bodies.py FOLDER CHECKOUT.git …

Exporters of static sites keep `/wp-json/wp/v2/…` as they were served. Each repository becomes one file of
FOLDER, which `make bench-convert GOLD=FOLDER` measures on; nothing else is kept of it. Measured were, of
public repositories: CalDa-Website/Calda (Elementor), RobJacobson/website-unc, harriscr7/imharris,
kcua-musicology/kcua-musicology.github.io, matt-bernhardt/static_output, syamsulalam/www.golkar.or.id,
webaquebec/webaquebec2016-web (French and English), ravindravpauskar/pavanschool, and four with less than ten
bodies: mashahzad/AGSwebsite, madhumurthy16/scoot-static, vanj-conf/vanj-conf.github.io,
marqgray/marqgray.github.io. They say nothing of a licence, so none of their text is here.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROUTE = "wp-json/wp/v2/"
LEAST = 200  # characters of HTML: less is a stub


def _git(repository: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", repository, *arguments], stdout=subprocess.PIPE, check=True).stdout


def _answers(repository: Path) -> Iterator[Any]:
    for name in _git(repository, "ls-tree", "-r", "--name-only", "-z", "HEAD").decode().split("\0"):
        if ROUTE not in name:
            continue
        text = _git(repository, "show", f"HEAD:{name}").decode("utf-8-sig", "replace")
        try:
            answer = json.loads(text)
        except json.JSONDecodeError:
            continue
        yield from answer if isinstance(answer, list) else [answer]


def bodies(repository: Path) -> list[str]:
    """The rendered bodies of all objects that were served, each once."""
    found: dict[tuple[object, object], str] = {}
    for each in _answers(repository):
        content = each.get("content") if isinstance(each, dict) else None
        rendered = content.get("rendered") if isinstance(content, dict) else None
        if isinstance(rendered, str) and len(rendered) > LEAST:
            found[each.get("type"), each.get("id")] = rendered
    return list(found.values())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkouts", type=Path, nargs="+")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for checkout in chosen.checkouts:
        found = bodies(checkout)
        print(f"{checkout.name}: {len(found)} bodies, {sum(map(len, found)):,} characters")
        if found:
            value = {"A": [{"html": each} for each in found], "B": []}
            name = checkout.name if checkout.name not in ("repo", ".git") else checkout.parent.name
            (chosen.folder / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
