"""The bodies that converters are measured on: made ones, and real ones out of a folder of known pairs.

The made ones are pages as the block editor renders them, and the project's own seed. The real ones are what
`gather_gold.py` and `gather_bodies.py` gather from public sites: long texts with marks, links, brackets,
quotes and residue in them, which a body made in a loop hasn't.
"""

from __future__ import annotations

import json
from pathlib import Path

SEED = Path(__file__).parents[1] / "tests" / "seeds" / "en-page-5106.json"
OF_A_SITE = 40  # bodies: no site outweighs the others
PROSE = (
    "The shelter opens its doors to everybody who needs a bed for the night, and to those who only need "
    "somebody to talk to; its volunteers speak eleven languages between them and cook every evening. "
)


def made() -> list[str]:
    """The seed, 15 times, and 60 pages."""
    seed = json.loads(SEED.read_text("utf-8"))["content"]["rendered"]
    return [seed] * 15 + [page(number) for number in range(60)]


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


def real(folder: Path) -> dict[str, list[str]]:
    """The bodies of each set in a folder, at most `OF_A_SITE` of each, from all over it."""
    sets: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        bodies = [each["html"] for side in "AB" for each in gold[side] if each.get("html")]
        sets[path.stem] = bodies[:: max(1, len(bodies) // OF_A_SITE)][:OF_A_SITE]
    return sets
