"""What the real WordPress is filled with: a bilingual site, small enough to look at, with one of each.

Items are plain data for `Site.create`; `ref` names an item for the others and for the tests. French items are
`fr-NAME`, their English sisters `en-NAME`, both in the group NAME.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Item = dict[str, Any]
SEEDS = Path(__file__).parents[1] / "seeds"
SEED_ID = 5106  # the English page keeps its own id
SMALL_POSTS = 130  # more than one page of 100
HIDDEN_WORD = "cachalot"  # in everything that a visitor may not read, and nowhere else


def post(ref: str, title: str, content: str, **more: Any) -> Item:
    """A post of any type. What WordPress calls `post_…` goes to its fields, the rest to the item."""
    language, _, group = ref.partition("-")
    fields: Item = {"post_title": title, "post_content": content, "post_name": more.pop("slug", group)}
    given = {
        f"post_{name}": more.pop(name)
        for name in ("type", "status", "date", "password", "excerpt")
        if name in more
    }
    extra: Item = {
        name: more.pop(name) for name in ("import_id", "menu_order", "comment_status") if name in more
    }
    fields |= {"post_type": "post", "post_date": "2024-03-05 10:00:00", **given, **extra}
    return {"what": "post", "ref": ref, "language": language, "group": group, "fields": fields, **more}


def page(ref: str, title: str, content: str, **more: Any) -> Item:
    """A page."""
    return post(ref, title, content, type="page", **more)


def paragraph(words: str) -> str:
    """A paragraph as the block editor stores it."""
    return f"<!-- wp:paragraph -->\n<p>{words}</p>\n<!-- /wp:paragraph -->"


def term(ref: str, taxonomy: str, name: str, slug: str, **more: Any) -> Item:
    """A category, tag or topic; a group only where `ref` has a sister."""
    language, _, group = ref.partition("-")
    about = {"what": "term", "ref": ref, "taxonomy": taxonomy, "name": name, "slug": slug}
    return {**about, "language": language, "group": group, **more}


def french_seed() -> str:
    """The French text as the classic editor would hold it: paragraphs, headings, bullet lists."""
    blocks = (SEEDS / "fr-autres-ressources.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    parts: list[str] = []
    for block in (each.strip() for each in blocks):
        words = html.escape(block.removeprefix("•").strip(), quote=False)
        if block.startswith("•"):
            before = parts.pop().removesuffix("</ul>") if parts and parts[-1].endswith("</ul>") else "<ul>"
            parts.append(f"{before}\n<li>{words}</li></ul>")
        elif len(block) < 70 and block[-1] not in ".:":
            parts.append(f"<h3>{words}</h3>")
        else:
            parts.append(f"<p>{words}</p>")
    return "\n\n".join(parts)


def english_seed() -> Item:
    """The English page as it was served."""
    value: Item = json.loads((SEEDS / "en-page-5106.json").read_text(encoding="utf-8"))
    return value


def _seeds() -> Iterator[Item]:
    served = english_seed()
    body = f"<!-- wp:html -->\n{served['content']['rendered']}<!-- /wp:html -->"
    yield page(
        "fr-resources",
        "Autres ressources",
        french_seed(),
        slug="autres-ressources",
        date="2025-12-01 11:02:10",
        modified="2026-01-19 17:20:00",
    )
    yield page(
        "en-resources",
        served["title"]["rendered"],
        body,
        slug=served["slug"],
        import_id=SEED_ID,
        date="2025-12-01 11:21:58",
        modified="2026-01-19 17:33:11",
    )


def _people_and_terms() -> Iterator[Item]:
    yield {
        "what": "user",
        "ref": "claire",
        "login": "claire",
        "name": "Claire Étienne",
        "description": "Écrit.",
    }
    yield {"what": "user", "ref": "silent", "login": "silent", "name": "Wrote nothing"}
    yield term("fr-news", "category", "Actualités", "actualites", description="Ce qui se passe")
    yield term("en-news", "category", "News", "news")
    yield term("fr-law", "category", "Droit & justice", "droit", parent="fr-news")
    yield term("en-law", "category", "Law & justice", "law", parent="en-news")
    yield term("fr-only", "category", "Sans sœur", "sans-soeur")
    yield term("fr-help", "post_tag", "Aide", "aide")
    yield term("en-help", "post_tag", "Help", "help")
    yield term("fr-health", "topic", "Santé", "sante")
    yield term("en-health", "topic", "Health", "health")
    yield term("fr-merry", "mood", "Joyeux", "joyeux")


def _media() -> Iterator[Item]:
    about: Item = {"what": "media", "month": "2024/03"}
    yield {
        **about,
        "ref": "lake",
        "file": "lake.jpg",
        "title": "Le lac",
        "alt": "Un lac au soleil",
        "caption": "Vu d’en haut",
    }
    yield {**about, "ref": "plan", "file": "plan.png", "title": "Plan", "width": 320, "height": 200}
    yield {**about, "ref": "no-file", "title": "Perdue"}
    yield {**about, "ref": "report", "file": "rapport-2024.pdf", "title": "Rapport 2024", "month": "2024/11"}


def _pages() -> Iterator[Item]:
    yield page(
        "fr-about", "Qui sommes-nous ?", "<p>Une association : « Les Mots ».</p>", slug="qui-sommes-nous"
    )
    yield page("en-about", "About us", "<p>An association called “Les Mots”.</p>", slug="about-us")
    yield page("fr-team", "L’équipe", "<p>Nous sommes <em>trois</em>.</p>", slug="equipe", parent="fr-about")
    yield page(
        "en-team", "The team", "<p>There are <em>three</em> of us.</p>", slug="team", parent="en-about"
    )
    yield page("fr-contact", "Contact", "<p>Écrivez-nous : contact@example.org</p>", menu_order=9)
    yield page("en-contact", "Contact", "<p>Write to us: contact@example.org</p>", menu_order=9)
    yield page("fr-legal", "Mentions légales", "<p>Éditeur responsable : C. Étienne.</p>", slug="mentions")
    yield page("en-jobs", "Jobs", "<p>We have no open positions right now.</p>", slug="jobs")
    yield page("fr-empty", "Page vide", "", slug="page-vide")


def _posts() -> Iterator[Item]:
    french, english = {"category": ["fr-news"]}, {"category": ["en-news"]}
    more: Item = {"author": "claire", "featured": "lake", "sticky": True}
    yield post(
        "fr-opening",
        "Ouverture d’un centre",
        paragraph("Le centre ouvre le <strong>3 juin 2024</strong>."),
        slug="ouverture",
        terms={"category": ["fr-news", "fr-law"], "post_tag": ["fr-help"]},
        **more,
    )
    yield post(
        "en-opening",
        "A centre opens",
        paragraph("The centre opens on <strong>3 June 2024</strong>."),
        slug="opening",
        terms={"category": ["en-news", "en-law"], "post_tag": ["en-help"]},
        **more,
    )
    yield post("fr-closed", "Fermé en août", "Deux lignes\nsans balise.", slug="ferme", terms=french)
    yield post(
        "en-interview",
        "An interview",
        "[caption]not closed\n\nQ & A <b>bold",
        slug="interview",
        terms=english,
    )
    yield post("fr-quote", "Une citation", "<p>« Rien. »</p>", slug="citation", format="quote")
    links = '<!-- wp:navigation-link {"label":"Écrire","url":"/contact/","kind":"custom"} /-->'
    yield post("fr-menu", "Principal", links, type="wp_navigation", slug="principal")
    yield post(
        "fr-study", "Une étude", "<p>En 48 pages.</p>", type="publication", terms={"topic": ["fr-health"]}
    )
    yield post(
        "en-study", "A study", "<p>In 48 pages.</p>", type="publication", terms={"topic": ["en-health"]}
    )
    merry = {"mood": ["fr-merry"]}
    yield post("fr-fair", "La foire", "<p>Le 12 mai.</p>", type="event", slug="foire", terms=merry)
    yield post("en-fair", "The fair", "<p>On 12 May.</p>", type="event", slug="fair")


def small_posts(count: int = SMALL_POSTS) -> Iterator[Item]:
    """Notes in French, ten to a date, so that an order by date alone loses some between two pages."""
    for number in range(1, count + 1):
        date = f"2023-{number // 10 % 12 + 1:02d}-01 08:00:00"
        title, body = f"Note n° {number}", f"<p>La note numéro {number}.</p>"
        note = post(f"fr-note-{number}", title, body, date=date, terms={"category": ["fr-only"]})
        yield {**note, "group": ""}


def hidden() -> Iterator[Item]:
    """What no visitor may read. A page with a password is listed, without its body."""
    body = f"<p>Personne ne lit {HIDDEN_WORD}.</p>"
    yield page("fr-password", "Protégée", body, slug="protegee", password="sesame", excerpt=HIDDEN_WORD)
    yield page("fr-draft", f"Brouillon {HIDDEN_WORD}", body, slug="brouillon", status="draft")
    yield post("fr-private", f"Privé {HIDDEN_WORD}", body, slug="prive", status="private")
    future = "2099-01-01 08:00:00"
    yield post("fr-future", f"Demain {HIDDEN_WORD}", body, slug="demain", status="future", date=future)
    yield post("fr-pending", f"Attente {HIDDEN_WORD}", body, slug="attente", status="pending")
    yield post("fr-ledger", f"Compte {HIDDEN_WORD}", body, slug="compte", type="ledger")


def _comments() -> Iterator[Item]:
    about: Item = {"what": "comment", "post": "fr-opening", "date": "2024-03-06 12:00:00"}
    yield {**about, "ref": "c1", "author": "Zoé", "content": "Enfin !"}
    yield {**about, "ref": "c2", "author": "Claire", "content": "Merci à <b>vous</b>.", "parent": "c1"}
    yield {**about, "ref": "c3", "author": "Zoé", "content": "À bientôt & merci", "parent": "c2"}
    yield {**about, "ref": "c4", "author": "Tom", "content": "At last.", "post": "en-opening"}
    yield {**about, "ref": "c5", "author": "Spam", "content": HIDDEN_WORD, "approved": 0}


def surroundings() -> list[Item]:
    """What posts refer to: authors, terms, pictures."""
    return [*_people_and_terms(), *_media()]


def bilingual() -> list[Item]:
    """The whole site."""
    parts = (
        _people_and_terms(),
        _media(),
        _seeds(),
        _pages(),
        _posts(),
        small_posts(),
        hidden(),
        _comments(),
    )
    return [item for part in parts for item in part]


def french() -> list[Item]:
    """Only what is French or has no language: for TranslatePress, where a translation isn't an object."""
    kept = [item for item in bilingual() if item.get("language", "fr") == "fr" and item.get("ref") != "c4"]
    return [{**item, "group": ""} if "group" in item else item for item in kept]


# What TranslatePress's table says in English.
DICTIONARY = [
    ["Qui sommes-nous ?", "About us"],
    ["Une association", "An association"],
    ["Ouverture d’un centre", "A centre opens"],
    ["Ouverture d&rsquo;un centre", "A centre opens"],
    ["Ouverture d&#8217;un centre", "A centre opens"],
    ["Le centre ouvre le", "The centre opens on"],
    ["Actualités", "News"],
    ["La note numéro", "Note number"],
]


def pairs(items: list[Item], what: str = "post") -> list[tuple[str, str]]:
    """The refs of each French object that has an English sister, and hers."""
    refs = {item["ref"] for item in items if item["what"] == what}
    return [
        (ref, f"en-{ref[3:]}") for ref in sorted(refs) if ref.startswith("fr-") and f"en-{ref[3:]}" in refs
    ]
