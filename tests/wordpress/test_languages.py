"""Languages that no plugin tells any more: marks left in texts, and pages simply in two languages."""

from __future__ import annotations

import json
from pathlib import Path

from . import content
from .server import Server
from .test_harvest import fetch

FRENCH = (
    "Nous accueillons les victimes de la traite des êtres humains dans un centre dont l’adresse est secrète. "
    "Une équipe de juristes et de bénévoles les accompagne dans leurs démarches auprès de la justice, aussi "
    "longtemps que cela prend."
)
ENGLISH = (
    "We receive the victims of trafficking in human beings in a centre whose address is secret. A team of "
    "lawyers and volunteers goes with them through everything that the courts ask of them, for as long as "
    "it takes."
)


def test_marks_that_qtranslate_left_behind(wordpress: Server, tmp_path: Path) -> None:
    """One page with both languages in it is two documents of one family, and no mark is left."""
    site = wordpress.site()
    title, body = "[:fr]Accueil des victimes[:en]Reception of victims[:]", f"[:fr]{FRENCH}[:en]{ENGLISH}[:]"
    ids = site.create([content.page("fr-marks", title, content.paragraph(body))])
    harvest = fetch(site.url, tmp_path)
    assert harvest.code == 0, harvest.said
    families = [
        {code: member["id"] for code, member in family["members"].items()}
        for family in harvest.file("families.json")["families"]
    ]
    assert {"fr": ids["fr-marks"], "en": ids["fr-marks"]} in families
    (output,) = harvest.output.iterdir()
    texts = {path: path.read_text(encoding="utf-8") for path in output.rglob("*.md")}
    assert not [path for path, text in texts.items() if "[:" in text]
    assert [sum(words in text for text in texts.values()) for words in (FRENCH, ENGLISH)] == [1, 1]


def test_pages_in_two_languages_without_a_plugin(wordpress: Server, tmp_path: Path) -> None:
    """Each page's text says its language, and where that is known from."""
    site = wordpress.site()
    pages = {"fr": FRENCH, "en": ENGLISH}
    ids = site.create(
        [content.page(f"fr-plain-{code}", code, content.paragraph(text)) for code, text in pages.items()]
    )
    harvest = fetch(site.url, tmp_path)
    assert harvest.code == 0, harvest.said
    (output,) = harvest.output.iterdir()
    told = {}
    for path in output.rglob("*.json"):
        value = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(value, dict) and value.get("key", {}).get("id") in ids.values():
            told[value["key"]["language"]] = value["language_source"]
    assert told == {"fr": "html lang", "en": "text"}
