"""A harvest of the real WordPress holds what was created in it: item by item, and nothing that is hidden."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import wpharvest
from wpharvest.model.items import Json, RawItem
from wpharvest.store import Snapshot, verify

from . import content
from .fixtures import Filled
from .server import MODES, Server, Site

Fill = Callable[[str], Filled]
Triple = tuple[str, str, int]

# Where WordPress serves each kind, and which of them have a language of their own.
PLACES = {
    "posts": "wp/v2/posts",
    "pages": "wp/v2/pages",
    "publications": "wp/v2/publications",
    "events": "agenda/v1/events",
    "categories": "wp/v2/categories",
    "tags": "wp/v2/tags",
    "topics": "wp/v2/topics",
    "moods": "agenda/v1/moods",
    "media": "wp/v2/media",
    "users": "wp/v2/users",
    "comments": "wp/v2/comments",
}
SPOKEN = ("posts", "pages", "publications", "events", "categories", "tags", "topics", "moods")
BASES = {"wpml": ("fr", "en"), "wpml-rest-api": ("fr", "en"), "translatepress": ("fr", "en")}
DECLARING = [mode for mode in MODES if mode]


@dataclass(frozen=True)
class Harvest:
    """One run of `wpharvest fetch`: how it ended, and where its results are."""

    code: int
    said: str
    snapshots: Path
    output: Path

    @property
    def folder(self) -> Path:
        """The snapshot; there is only one."""
        (folder,) = (each for each in self.snapshots.iterdir() if each.is_dir())
        return folder

    @property
    def items(self) -> list[RawItem]:
        """Everything in the snapshot."""
        return list(Snapshot.open(self.folder).items())

    def file(self, name: str) -> Any:
        """A JSON file of the output."""
        (path,) = self.output.glob(f"*/{name}")
        return json.loads(path.read_text(encoding="utf-8"))


def fetch(url: str, folder: Path, *options: str) -> Harvest:
    """Run the program as a person does."""
    snapshots, output = folder / "snapshots", folder / "output"
    command = [sys.executable, "-m", "wpharvest", "fetch", url, "--snapshots", str(snapshots)]
    done = subprocess.run(
        [*command, "--output", str(output), *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(wpharvest.__file__).parents[1])},
        check=False,
        timeout=300,
    )
    return Harvest(done.returncode, done.stdout + done.stderr, snapshots, output)


@pytest.fixture(scope="module")
def harvested(filled: Fill, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Harvest]:
    """The bilingual site of this mode, harvested once."""
    known: dict[str, Harvest] = {}

    def give(mode: str) -> Harvest:
        if mode not in known:
            known[mode] = fetch(filled(mode).site.url, tmp_path_factory.mktemp(mode or "none"))
        assert known[mode].code == 0, known[mode].said
        return known[mode]

    return give


def served(known: Filled) -> dict[Triple, Json]:
    """What WordPress itself serves, by language, kind and id; "" where the base doesn't say a language."""
    found: dict[Triple, Json] = {}
    for language in BASES.get(known.mode, ("",)):
        prefix = "/en" if language == "en" else ""
        for kind, place in PLACES.items():
            for item in known.site.collection(f"{prefix}/wp-json/{place}"):
                found[language, kind, item["id"]] = item
    return found


def expected_languages(known: Filled) -> set[Triple]:
    """Language, kind and id of every document and term, as they were created."""
    kinds = {"post": "posts", "page": "pages", "publication": "publications", "event": "events"}
    taxonomies = {"category": "categories", "post_tag": "tags", "topic": "topics", "mood": "moods"}
    public = {(kind, number) for _, kind, number in served(known)}
    found: set[Triple] = set()
    for item in known.items:
        if item["what"] not in ("post", "term"):
            continue
        post = item["what"] == "post"
        kind = kinds.get(item["fields"]["post_type"], "") if post else taxonomies[item["taxonomy"]]
        number = known.ids[item["ref"]]
        languages = ("fr", "en") if known.mode == "translatepress" else (item["language"],)
        found |= {(language, kind, number) for language in languages if (kind, number) in public}
    return found


def without_links(value: Json) -> Json:
    """The object's own fields; `_links` and what was embedded describe the API."""
    return {name: field for name, field in value.items() if name not in ("_links", "_embedded")}


@pytest.mark.parametrize("mode", MODES)
def test_everything_that_is_served_is_in_the_snapshot(filled: Fill, harvested: Any, mode: str) -> None:
    """No item is missing, none is invented."""
    stored = {(item.kind, item.id) for item in harvested(mode).items if item.kind in PLACES}
    assert stored == {(kind, number) for _, kind, number in served(filled(mode))}


# Kind -> what the database holds that a visitor may see, in its own words. Comments of pages with a password
# are hidden with them; users are public who published something that the REST API shows.
PUBLIC = {
    "posts": "SELECT ID FROM {posts} WHERE post_type = 'post' AND post_status = 'publish'",
    "pages": "SELECT ID FROM {posts} WHERE post_type = 'page' AND post_status = 'publish'",
    "publications": "SELECT ID FROM {posts} WHERE post_type = 'publication' AND post_status = 'publish'",
    "events": "SELECT ID FROM {posts} WHERE post_type = 'event' AND post_status = 'publish'",
    "navigation": "SELECT ID FROM {posts} WHERE post_type = 'wp_navigation' AND post_status = 'publish'",
    "media": "SELECT ID FROM {posts} WHERE post_type = 'attachment'",
    "categories": "SELECT term_id FROM {term_taxonomy} WHERE taxonomy = 'category'",
    "tags": "SELECT term_id FROM {term_taxonomy} WHERE taxonomy = 'post_tag'",
    "topics": "SELECT term_id FROM {term_taxonomy} WHERE taxonomy = 'topic'",
    "moods": "SELECT term_id FROM {term_taxonomy} WHERE taxonomy = 'mood'",
    "users": "SELECT DISTINCT post_author FROM {posts} WHERE post_status = 'publish'"
    " AND post_type IN ('post', 'page', 'publication', 'event')",
    "comments": "SELECT comment_ID FROM {comments} JOIN {posts} ON ID = comment_post_ID"
    " WHERE comment_approved = '1' AND post_status = 'publish' AND post_password = ''",
}


@pytest.mark.parametrize("mode", MODES)
def test_everything_public_in_the_database_is_stored(filled: Fill, harvested: Any, mode: str) -> None:
    """Counted behind WordPress's back, in MariaDB: not one public object is missing."""
    stored: dict[str, set[int]] = {}
    for item in harvested(mode).items:
        stored.setdefault(item.kind, set()).add(item.id)
    site = filled(mode).site
    held = {
        kind: {int(*row.values()) for row in site.run("query", {"sql": sql})} for kind, sql in PUBLIC.items()
    }
    own = {1}  # WordPress's own category, which bilingual listings don't show
    held["categories"] -= own
    stored["categories"] -= own
    assert {kind: stored.get(kind, set()) for kind in held} == held


@pytest.mark.parametrize("mode", MODES)
def test_the_sitemap_and_the_feed_are_covered(harvested: Any, mode: str) -> None:
    """Home, authors, terms, formats, a type's archive, both languages: no address without its object."""
    report = harvested(mode).file("report.json")
    assert report["uncovered"] == []
    counts = {kind: each["shown"] for kind, each in report["harvest"]["fr"].items()}
    assert counts["posts"] > content.SMALL_POSTS
    assert counts["events"] and counts["categories"]


def test_site_json_tells_the_site_and_its_menu(harvested: Any) -> None:
    told = harvested("").file("site.json")
    assert (told["name"], told["description"], told["timezone"]) == (
        "Les Mots",
        "Un site d’essai",
        "Europe/Brussels",
    )
    menus = {menu["name"]: menu for menu in told["menus"]["fr"]}
    assert [(link["title"], link["url"]) for link in menus["Principal"]["items"]] == [
        ("Écrire", f"{told['home'].rstrip('/')}/contact/")
    ]


def test_sticky_format_and_threads_are_kept(filled: Fill, harvested: Any) -> None:
    ids = filled("").ids
    values = {(item.kind, item.id): item.value for item in harvested("").items}
    assert values["posts", ids["fr-opening"]]["sticky"] is True
    assert values["posts", ids["fr-quote"]]["format"] == "quote"
    parents = {ref: values["comments", ids[ref]]["parent"] for ref in ("c1", "c2", "c3")}
    assert parents == {"c1": 0, "c2": ids["c1"], "c3": ids["c2"]}


@pytest.mark.parametrize("mode", DECLARING)
def test_each_item_has_its_language_once(filled: Fill, harvested: Any, mode: str) -> None:
    """Documents and terms are stored under the language that they were created in, and under no other."""
    known = filled(mode)
    ours = {number for _, _, number in expected_languages(known)}
    stored = [item for item in harvested(mode).items if item.kind in SPOKEN and item.id in ours]
    assert sorted((item.language, item.kind, item.id) for item in stored) == sorted(expected_languages(known))


@pytest.mark.parametrize("mode", MODES)
def test_each_item_is_what_wordpress_serves(filled: Fill, harvested: Any, mode: str) -> None:
    """Title, rendered content and every other field are those of the REST object of this id."""
    theirs = served(filled(mode))
    several = len(BASES.get(mode, ("",))) > 1
    for item in harvested(mode).items:
        if item.kind in PLACES:
            value = theirs[item.language if several else "", item.kind, int(item.id)]
            assert without_links(item.value) == without_links(value)


@pytest.mark.parametrize("mode", MODES)
def test_nothing_hidden_is_in_any_file(harvested: Any, mode: str) -> None:
    """Drafts, private, scheduled and protected texts are in no file of the snapshot or the output."""
    harvest = harvested(mode)
    files = [
        path for root in (harvest.snapshots, harvest.output) for path in root.rglob("*") if path.is_file()
    ]
    assert len(files) > content.SMALL_POSTS
    word = content.HIDDEN_WORD
    assert [path for path in files if word.encode() in path.read_bytes() or word in path.name] == []


def test_a_protected_page_is_there_without_its_body(filled: Fill, harvested: Any) -> None:
    number = filled("").ids["fr-password"]
    (item,) = (item for item in harvested("").items if (item.kind, item.id) == ("pages", number))
    assert item.value["content"] == {"rendered": "", "protected": True}


@pytest.mark.parametrize("mode", DECLARING)
def test_each_declared_pair_is_a_family(filled: Fill, harvested: Any, mode: str) -> None:
    """What the site's own fields or hreflang links name, is in families.json.

    Fields are always read; the hreflang links only of pages whose family isn't sure without.
    """
    known, families = filled(mode), harvested(mode).file("families.json")["families"]
    found = {
        tuple((language, member["id"]) for language, member in sorted(family["members"].items()))
        for family in families
        if family["decided_by"] == "declared" or mode in ("wpml", "polylang")
    }
    assert found >= declared_pairs(known)


def _texts(body: dict[Any, Any], number: int, language: str) -> list[Any]:
    return [
        text for (code, _, id_), text in sorted(body.items(), key=str) if (code, id_) == (language, number)
    ]


def declared_pairs(known: Filled) -> set[tuple[tuple[str, int], ...]]:
    """(("en", id), ("fr", id)) of each pair of documents and terms."""
    if known.mode == "translatepress":
        # It links every page to itself in every language; only where the words differ is there a translation.
        objects = served(known)
        body = {place: (value.get("content") or {}).get("rendered") for place, value in objects.items()}
        documents = {number for _, kind, number in objects if kind in ("posts", "pages")}
        translated = {n for n in documents if _texts(body, n, "en") != _texts(body, n, "fr")}
        return {(("en", number), ("fr", number)) for number in translated}
    pairs = [pair for what in ("post", "term") for pair in content.pairs(known.items, what)]
    return {(("en", known.ids[english]), ("fr", known.ids[french])) for french, english in pairs}


@pytest.mark.parametrize("mode", DECLARING)
def test_a_family_leads_to_its_files(harvested: Any, mode: str) -> None:
    """Each member's path is a Markdown file of the output, with front matter."""
    harvest = harvested(mode)
    (output,) = harvest.output.iterdir()
    members = [
        each for family in harvest.file("families.json")["families"] for each in family["members"].values()
    ]
    paths = [output / member["path"] for member in members if member["path"]]
    assert paths
    assert all(path.read_text(encoding="utf-8").startswith("---\n") for path in paths)


@pytest.mark.parametrize("mode", ["", "wpml"])
def test_the_snapshot_is_whole_and_a_second_run_leaves_it(filled: Fill, harvested: Any, mode: str) -> None:
    """An unchanged site rewrites no file, neither of the snapshot nor of the output."""
    first = harvested(mode)
    assert list(verify(first.folder)) == []
    before = stamps(first)
    again = fetch(filled(mode).site.url, first.snapshots.parent)
    assert (again.code, stamps(again)) == (0, before)


def stamps(harvest: Harvest) -> dict[str, int]:
    """Each file and when it was written."""
    files = [*harvest.snapshots.rglob("*"), *harvest.output.rglob("*")]
    return {str(path): path.stat().st_mtime_ns for path in files if path.is_file()}


@pytest.mark.parametrize("mode", ["", "wpml", "polylang", "translatepress"])
def test_plain_permalinks_are_harvested_too(wordpress: Server, mode: str, tmp_path: Path) -> None:
    """`?rest_route=/` instead of `/wp-json/`, `&lang=en` instead of `/en/`."""
    site = wordpress.site(mode, pretty=False)
    refs = ("fr-contact", "en-contact", "fr-legal", "fr-fair", "lake")
    ids = site.create([item for item in content.bilingual() if item["ref"] in refs])
    harvest = fetch(site.url, tmp_path)
    assert harvest.code == 0, harvest.said
    stored = {(item.kind, item.id) for item in harvest.items if item.kind in ("pages", "events", "media")}
    kinds = {"fr-fair": "events", "lake": "media"}
    assert stored == {(kinds.get(ref, "pages"), number) for ref, number in ids.items()}
    spoken = {item.language for item in harvest.items if item.kind == "pages"}
    assert spoken == ({"fr", "en"} if mode else {"fr"})


def test_two_posts_that_break_wordpress_cost_themselves_alone(wordpress: Server, tmp_path: Path) -> None:
    """One text comes from its page, the other is missing by name; both posts and all others are stored."""
    site = wordpress.site()
    ids = site.create(
        [
            content.post("fr-map", "Le plan", "<p>Regardez :</p>[for_pages]", slug="plan"),
            content.post("fr-lost", "Perdu", "<p>Rien.</p>[for_nobody]", slug="perdu"),
            *content.small_posts(20),
        ]
    )
    harvest = fetch(site.url, tmp_path)
    assert harvest.code == 3, harvest.said
    stored = {item.id: item.value for item in harvest.items if item.kind == "posts"}
    assert stored.keys() >= set(ids.values())
    assert "content" not in stored[ids["fr-map"]] and stored[ids["fr-map"]]["slug"] == "plan"
    report = harvest.file("report.json")
    assert [each["what"] for each in report["missing"]] == [f"fr/posts/{ids['fr-lost']}"]
    (path,) = harvest.output.rglob("plan.md")
    assert "**The map is here.**" in path.read_text(encoding="utf-8")


def test_a_public_type_without_rest_is_missing_by_name(wordpress: Server, tmp_path: Path) -> None:
    """The sitemap lists it, the REST API doesn't know it: exit code 3, each page named."""
    site = wordpress.site()
    site.create(
        [
            content.page("fr-contact", "Contact", "<p>Écrivez-nous</p>"),
            content.post("fr-flyer", "Dépliant", "<p>Plié.</p>", type="leaflet", slug="depliant"),
        ]
    )
    harvest = fetch(site.url, tmp_path)
    assert harvest.code == 3, harvest.said
    gaps = harvest.file("report.json")["uncovered"]
    assert [(each["url"], each["kind"]) for each in gaps] == [(f"{site.url}/leaflet/depliant/", "leaflet")]
    assert f"missing: {site.url}/leaflet/depliant/" in harvest.said


@pytest.mark.parametrize("path", ["/en/about-us/team/", "/en/wp-json/", "/wp-json/wp/v2/pages?per_page=3"])
def test_any_address_of_the_site_leads_to_all_of_it(filled: Fill, path: str, tmp_path: Path) -> None:
    known = filled("wpml")
    harvest = fetch(known.site.url + path, tmp_path, "--type", "pages", "--no-export")
    assert harvest.code == 0, harvest.said
    assert {item.id for item in harvest.items} == {
        number for _, kind, number in served(known) if kind == "pages"
    }


def test_the_address_of_one_object_harvests_it_alone(filled: Fill, tmp_path: Path) -> None:
    url = f"{filled('wpml').site.url}/en/wp-json/wp/v2/pages/{content.SEED_ID}"
    harvest = fetch(url, tmp_path)
    assert harvest.code == 0, harvest.said
    assert [(item.language, item.kind, item.id) for item in harvest.items] == [
        ("en", "pages", content.SEED_ID)
    ]


def test_the_seed_keeps_its_words_and_loses_its_junk(harvested: Any) -> None:
    (output,) = harvested("wpml").output.iterdir()
    markdown = (output / "en/pages/other-resources.md").read_text(encoding="utf-8")
    assert "***Migration in Figures and Rights (2025)***" in markdown
    assert "data-start" not in markdown
    assert "(https://www.asblsurya.org/)" in markdown


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu"])
def test_what_was_changed_and_deleted_is_seen_by_the_next_run(
    wordpress: Server, tmp_path: Path, zone: str
) -> None:
    """East and west of UTC: `modified_after` is compared with the site's local time."""
    site = wordpress.site(timezone_string=zone)
    ids = site.create(
        [content.page(f"fr-{name}", name, f"<p>{name}</p>") for name in ("keep", "edit", "drop", "hide")]
    )
    assert fetch(site.url, tmp_path).code == 0
    site.run("change", {"id": ids["fr-edit"], "post_content": "<p>edited</p>"})
    site.run("change", {"id": ids["fr-drop"], "delete": True})
    site.run("change", {"id": ids["fr-hide"], "post_status": "draft"})
    second = fetch(site.url, tmp_path)
    assert second.code == 0, second.said
    bodies = {item.id: item.value["content"]["rendered"] for item in second.items if item.kind == "pages"}
    assert bodies == {ids["fr-keep"]: "<p>keep</p>\n", ids["fr-edit"]: "<p>edited</p>\n"}
    assert sorted(path.stem for path in second.output.rglob("*/fr/pages/*.md")) == ["edit", "keep"]
    files = (second.folder / "data/deleted").rglob("*.json")
    tombstones = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    stones = {each["id"]: each["reason"] for each in tombstones}
    assert stones == {ids["fr-drop"]: 404, ids["fr-hide"]: 401}


def test_an_untranslated_page_that_wpml_lends_is_french(wordpress: Server, tmp_path: Path) -> None:
    """WPML's fallback lists the French original in English: it is no English page."""
    site = wordpress.site("wpml", wpml_fallback=1)
    refs = ("fr-legal", "fr-contact", "en-contact")
    ids = site.create([item for item in content.bilingual() if item["ref"] in refs])
    harvest = fetch(site.url, tmp_path)
    assert harvest.code == 0, harvest.said
    stored = {(item.language, item.id) for item in harvest.items if item.kind == "pages"}
    assert stored == {("fr", ids["fr-legal"]), ("fr", ids["fr-contact"]), ("en", ids["en-contact"])}


def test_a_closed_api_is_one_clear_line(wordpress: Server, tmp_path: Path) -> None:
    site: Site = wordpress.site(rest_closed=1)
    harvest = fetch(site.url, tmp_path)
    assert harvest.code == 1
    assert "401" in harvest.said
    assert "Traceback" not in harvest.said
