"""The real WordPress itself: what a harvest can find is there, and what is hidden is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
import requests

from wpharvest.head import read
from wpharvest.text import plain_title

from . import content
from .fixtures import Filled
from .server import Server

Fill = Callable[[str], Filled]
PREFIXED = ("wpml", "wpml-rest-api", "polylang", "polylang-pro")
SPOKEN = {
    "post": ("wp/v2/pages", "wp/v2/posts", "wp/v2/publications", "agenda/v1/events"),
    "term": ("wp/v2/categories", "wp/v2/tags", "wp/v2/topics"),
}
WORDS = re.compile(r"<[^>]+>|\s+")


@pytest.fixture
def plain(filled: Fill) -> Filled:
    """The site without a multilingual plugin."""
    return filled("")


def test_every_created_post_is_served(plain: Filled) -> None:
    """Each public item is in its collection under the id that it was given, with its title."""
    bases = {"post": "posts", "page": "pages", "publication": "publications"}
    for kind, base in bases.items():
        served = {item["id"]: item for item in plain.site.collection(f"/wp-json/wp/v2/{base}")}
        public = [
            item for item in _posts(plain, kind) if item["fields"].get("post_status", "publish") == "publish"
        ]
        assert set(served) == {plain.ids[item["ref"]] for item in public}
        for item in public:
            title = plain_title(served[plain.ids[item["ref"]]]["title"]["rendered"])
            assert _curly(item["fields"]["post_title"]) in _curly(title)


def test_a_type_can_have_its_own_namespace(plain: Filled) -> None:
    served = plain.site.collection("/wp-json/agenda/v1/events")
    assert {item["id"] for item in served} == {plain.ids["fr-fair"], plain.ids["en-fair"]}
    assert plain.site.get("/wp-json/wp/v2/types/event").json()["rest_namespace"] == "agenda/v1"


def test_the_seed_has_its_id_and_its_words(plain: Filled) -> None:
    served = plain.site.get(f"/wp-json/wp/v2/pages/{content.SEED_ID}").json()
    seed = content.english_seed()
    assert served["slug"] == seed["slug"]
    assert served["modified_gmt"] == seed["modified_gmt"]
    ours, theirs = (_curly(WORDS.sub("", item["content"]["rendered"])) for item in (served, seed))
    assert ours == theirs
    assert 'data-start="348"' in served["content"]["rendered"]


def test_the_french_seed_is_whole(plain: Filled) -> None:
    served = plain.site.get("/wp-json/wp/v2/pages", slug="autres-ressources").json()[0]
    text = (content.SEEDS / "fr-autres-ressources.txt").read_text(encoding="utf-8")
    words = re.findall(r"\w+", text.partition("\n")[2])
    assert re.findall(r"\w+", plain_title(served["content"]["rendered"])) == words


def test_collections_have_more_than_one_page_and_equal_dates(plain: Filled) -> None:
    answer = plain.site.get("/wp-json/wp/v2/posts", per_page=100)
    assert int(answer.headers["X-WP-Total"]) > content.SMALL_POSTS
    assert answer.headers["X-WP-TotalPages"] == "2"
    dates = [item["date"] for item in answer.json()]
    assert any(one == other for one, other in pairwise(dates))


def test_nothing_hidden_leaks_at_the_source(plain: Filled) -> None:
    """A visitor finds neither draft nor private nor scheduled text; a protected page is there, empty."""
    for base in ("wp/v2/posts", "wp/v2/pages", "wp/v2/comments", "agenda/v1/events", "wp/v2/search"):
        answer = plain.site.get(f"/wp-json/{base}", search=content.HIDDEN_WORD)
        assert content.HIDDEN_WORD not in answer.text
    protected = plain.site.get(f"/wp-json/wp/v2/pages/{plain.ids['fr-password']}").json()
    assert protected["content"] == {"rendered": "", "protected": True}
    for ref in ("fr-draft", "fr-private", "fr-future", "fr-pending"):
        kind = "pages" if ref == "fr-draft" else "posts"
        assert plain.site.get(f"/wp-json/wp/v2/{kind}/{plain.ids[ref]}").status_code == 401


def test_media_are_real_files(plain: Filled) -> None:
    begins = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG", "application/pdf": b"%PDF-1.4"}
    listed = plain.site.collection("/wp-json/wp/v2/media")
    lost = plain.ids["no-file"]  # a record whose file nobody ever uploaded
    served = [item for item in listed if item["id"] != lost]
    assert len(listed) == len(served) + 1
    assert {item["mime_type"] for item in served} == set(begins)
    for item in served:
        file = plain.site.get(item["source_url"])
        assert file.headers["Content-Type"] == item["mime_type"]
        assert file.content.startswith(begins[item["mime_type"]])
    lake = next(item for item in served if item["id"] == plain.ids["lake"])
    assert lake["alt_text"] == "Un lac au soleil"
    assert "medium" in lake["media_details"]["sizes"]


def test_comments_are_threaded(plain: Filled) -> None:
    served = {item["id"]: item["parent"] for item in plain.site.collection("/wp-json/wp/v2/comments")}
    ids = plain.ids
    assert served == {ids["c1"]: 0, ids["c2"]: ids["c1"], ids["c3"]: ids["c2"], ids["c4"]: 0}


def test_terms_users_and_stickiness(plain: Filled) -> None:
    parents = {item["id"]: item["parent"] for item in plain.site.collection("/wp-json/wp/v2/categories")}
    assert parents[plain.ids["fr-law"]] == plain.ids["fr-news"]
    users = {item["slug"] for item in plain.site.get("/wp-json/wp/v2/users").json()}
    assert users == {"owner", "claire"}
    sticky = {item["id"] for item in plain.site.get("/wp-json/wp/v2/posts", sticky="true").json()}
    assert sticky == {plain.ids["fr-opening"], plain.ids["en-opening"]}


def test_two_languages_may_share_a_slug_only_with_a_plugin(filled: Fill) -> None:
    """Without one WordPress itself numbers the second."""
    for mode, slugs in (("", {"contact", "contact-2"}), ("polylang", {"contact"})):
        known = filled(mode)
        pages = known.site.collection("/wp-json/wp/v2/pages")
        ids = {known.ids["fr-contact"], known.ids["en-contact"]}
        assert {page["slug"] for page in pages if page["id"] in ids} == slugs


@pytest.mark.parametrize("mode", PREFIXED)
def test_each_pair_is_declared_in_the_head_on_both_sides(filled: Fill, mode: str) -> None:
    """Documents and terms answer at their own link; both sisters name each other by hreflang."""
    known = filled(mode)
    pairs = [(what, *pair) for what in SPOKEN for pair in content.pairs(known.items, what)]
    assert len(pairs) == 11
    links = {what: _links(known, places) for what, places in SPOKEN.items()}
    for what, french, english in pairs:
        both = {"fr": links[what][known.ids[french]], "en": links[what][known.ids[english]]}
        assert ("/en/" in both["en"], "/en/" in both["fr"]) == (True, False)
        for language, url in both.items():
            answer = known.site.get(url)
            head = read(answer.content, url)
            assert (answer.status_code, head.language) == (200, {"fr": "fr-FR", "en": "en-US"}[language])
            assert dict(head.alternates) == both


@pytest.mark.parametrize("mode", ["wpml", "wpml-rest-api"])
def test_wpml_lists_one_language_a_base(filled: Fill, mode: str) -> None:
    """`/wp-json/` is French, `/en/wp-json/` or `?lang=en` English; together they are everything, once."""
    known = filled(mode)
    french, english = ({item["id"] for item in _pages(known, base)} for base in ("", "/en"))
    public = _public_pages(known)
    assert french == {known.ids[ref] for ref in public if ref.startswith("fr")}
    assert english == {known.ids[ref] for ref in public if ref.startswith("en")}
    asked = {item["id"] for item in known.site.collection("/wp-json/wp/v2/pages", lang="en")}
    unknown = {item["id"] for item in known.site.collection("/wp-json/wp/v2/pages", lang="xx")}
    assert (asked, unknown) == (english, french)
    self_link = _pages(known, "/en")[0]["_links"]["self"][0]["href"]
    assert self_link.startswith(f"{known.site.url}/en/wp-json/wp/v2/pages/")


def test_wpml_says_no_language_and_wpml_rest_api_does(filled: Fill) -> None:
    bare = filled("wpml").site.get("/en/wp-json/wp/v2/pages", slug="team").json()[0]
    assert not {"lang", "translations", "wpml_translations", "wpml_current_locale"} & set(bare)
    known = filled("wpml-rest-api")
    told = known.site.get("/en/wp-json/wp/v2/pages", slug="team").json()[0]
    assert told["wpml_current_locale"] == "en_US"
    (other,) = told["wpml_translations"]
    assert (other["locale"], other["id"]) == ("fr_FR", known.ids["fr-team"])
    assert other["href"] == f"{known.site.url}/qui-sommes-nous/equipe/"


def test_wpml_can_fall_back_to_the_default_language(wordpress: Server) -> None:
    """The untranslated French page is in the English list too, under an English address."""
    site = wordpress.site("wpml", wpml_fallback=1)
    ids = site.create(
        [item for item in content.bilingual() if item["ref"] in ("fr-legal", "fr-contact", "en-contact")]
    )
    served = {item["id"]: item["link"] for item in site.collection("/en/wp-json/wp/v2/pages")}
    assert served == {
        ids["fr-legal"]: f"{site.url}/en/mentions/",
        ids["en-contact"]: f"{site.url}/en/contact/",
    }


@pytest.mark.parametrize("mode", ["polylang", "polylang-pro"])
def test_polylang_has_one_rest_root(filled: Fill, mode: str) -> None:
    known = filled(mode)
    assert known.site.get("/en/wp-json/").status_code == 404
    assert {item["id"] for item in _pages(known, "")} == {known.ids[ref] for ref in _public_pages(known)}
    languages = known.site.get("/wp-json/pll/v1/languages").json()
    assert [(each["slug"], each["is_default"]) for each in languages] == [("fr", True), ("en", False)]


def test_polylang_pro_names_translations_and_filters(filled: Fill) -> None:
    known = filled("polylang-pro")
    team = known.site.get("/wp-json/wp/v2/pages", slug="team").json()[0]
    assert team["lang"] == "en"
    assert team["translations"] == {"fr": known.ids["fr-team"], "en": known.ids["en-team"]}
    term = known.site.get(f"/wp-json/wp/v2/categories/{known.ids['fr-law']}").json()
    assert term["translations"] == {"fr": known.ids["fr-law"], "en": known.ids["en-law"]}
    english = known.site.collection("/wp-json/wp/v2/pages", lang="en")
    assert {item["lang"] for item in english} == {"en"}
    everything = known.site.collection("/wp-json/wp/v2/pages", lang="xx")
    assert len(everything) == len(_pages(known, ""))
    assert known.site.get(f"/wp-json/wp/v2/media/{known.ids['lake']}").json()["lang"] is False


def test_the_free_polylang_says_no_language(filled: Fill) -> None:
    item = filled("polylang").site.get("/wp-json/wp/v2/pages", slug="team").json()[0]
    assert not {"lang", "translations"} & set(item)


def test_translatepress_has_the_same_ids_in_both_languages(filled: Fill) -> None:
    known = filled("translatepress")
    french, english = ({item["id"]: item for item in _pages(known, base)} for base in ("", "/en"))
    assert set(french) == set(english)
    about = known.ids["fr-about"]
    assert plain_title(french[about]["title"]["rendered"]) == "Qui sommes-nous ?"
    assert plain_title(english[about]["title"]["rendered"]) == "About us"
    assert "An association" in english[about]["content"]["rendered"]
    assert english[about]["link"] == f"{known.site.url}/en/qui-sommes-nous/"
    head = read(known.site.get(english[about]["link"]).content, english[about]["link"])
    assert dict(head.alternates) == {"fr": french[about]["link"], "en": english[about]["link"]}


@pytest.mark.parametrize("mode", ["", "wpml", "polylang"])
def test_plain_permalinks(wordpress: Server, mode: str) -> None:
    """Without pretty links the REST root is `?rest_route=/`, and the home page says so."""
    site = wordpress.site(mode, pretty=False)
    ids = site.create([item for item in content.bilingual() if item["ref"] in ("fr-contact", "en-contact")])
    home = site.get("/")
    assert read(home.content, site.url).api == f"{site.url}/index.php?rest_route=/"
    assert home.headers["Link"].startswith(f"<{site.url}/index.php?rest_route=/>")
    assert site.get("/wp-json/").headers["Content-Type"].startswith("text/html")
    lists = [site.get("/", rest_route="/wp/v2/pages", lang=code).json() for code in ("fr", "en")]
    listed = [{item["id"] for item in each} for each in lists]
    both = set(ids.values())
    assert listed == ([{ids["fr-contact"]}, {ids["en-contact"]}] if mode == "wpml" else [both, both])
    english = next(item for item in lists[1] if item["id"] == ids["en-contact"])
    assert english["link"] == f"{site.url}/?page_id={ids['en-contact']}" + ("&lang=en" if mode else "")


@pytest.mark.parametrize(
    ("zone", "utc"),
    [("Pacific/Auckland", "2024-07-05T11:30:00"), ("America/Los_Angeles", "2024-07-06T06:30:00")],
)
def test_the_time_zone_can_be_set(wordpress: Server, zone: str, utc: str) -> None:
    """The site's clock is in `date`, the world's in `date_gmt`."""
    site = wordpress.site(timezone_string=zone)
    ids = site.create([content.page("fr-x", "X", "<p>x</p>", date="2024-07-05 23:30:00")])
    item = site.get(f"/wp-json/wp/v2/pages/{ids['fr-x']}").json()
    assert (item["date"], item["date_gmt"]) == ("2024-07-05T23:30:00", utc)


def test_the_owner_can_use_an_application_password(wordpress: Server) -> None:
    """Basic auth over the loopback opens the drafts; a change and a deletion show at once."""
    site = wordpress.site()
    ids = site.create(
        [content.page("fr-x", "X", "<p>x</p>", status="draft"), content.page("fr-y", "Y", "<p>y</p>")]
    )
    given = site.run("password", {"name": "tests"})
    address = f"{site.url}/wp-json/wp/v2/pages/{ids['fr-x']}?context=edit"
    answer = requests.get(address, auth=(given["user"], given["password"]), timeout=30)
    assert answer.json()["content"]["raw"] == "<p>x</p>"
    site.run("change", {"id": ids["fr-x"], "post_status": "publish"})
    site.run("change", {"id": ids["fr-y"], "delete": True})
    assert [item["id"] for item in site.collection("/wp-json/wp/v2/pages")] == [ids["fr-x"]]


def test_no_plugin_makes_php_complain(filled: Fill) -> None:
    for mode in ("", *PREFIXED, "translatepress"):
        known = filled(mode)
        for path in ("/", "/en/", "/category/actualites/", "/wp-sitemap.xml"):
            known.site.get(path)
        assert known.site.complaints() == ""


def test_a_file_outside_the_content_folder_is_not_served(plain: Filled) -> None:
    """The router is no hole: WordPress answers for whatever isn't below wp-content."""
    for path in ("/php.log", "/wp-content/../php.log", "/wp-content/..%2fphp.log", "/wp-config.php"):
        assert "DB_NAME" not in plain.site.get(path).text
        assert "Development Server" not in plain.site.get(path).text


def _posts(known: Filled, kind: str) -> list[content.Item]:
    return [item for item in known.items if item["what"] == "post" and item["fields"]["post_type"] == kind]


def _pages(known: Filled, base: str) -> list[content.Item]:
    answer = known.site.get(f"{base}/wp-json/wp/v2/pages")
    return known.site.collection(f"{base}/wp-json/wp/v2/pages") if answer.status_code == 200 else []


def _public_pages(known: Filled) -> list[str]:
    return [item["ref"] for item in _posts(known, "page") if item["ref"] != "fr-draft"]


def _links(known: Filled, places: tuple[str, ...]) -> dict[int, str]:
    bases = ("", "/en") if known.mode.startswith("wpml") else ("",)
    asked = [f"{base}/wp-json/{place}" for base in bases for place in places]
    return {item["id"]: item["link"] for address in asked for item in known.site.collection(address)}


def _curly(text: str) -> str:
    """Without what WordPress's texturize touches: quotes, dashes, entities."""
    return re.sub(r"[\W_]+", "", plain_title(text))
