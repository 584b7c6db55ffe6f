"""Which languages a site has, where each is read, and which one an object is in."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from fakepress import INDEX, FakePress, post
from rawsite import Asked, Sent, as_json, sent, serving
from rest_harness import still, take
from wpharvest import head
from wpharvest.config import Harvest, HreflangMode
from wpharvest.errors import UnknownNameError
from wpharvest.model.items import Key, Language, RawItem, Resource
from wpharvest.sources.rest import RestSource
from wpharvest.steps.fetch import fetch
from wpharvest.steps.load import load_site
from wpharvest.translation.declared import from_head

HREFLANG = """<html lang="fr-FR"><head>
<link rel="alternate" hreflang="fr-FR" href="https://h.org/" />
<link rel="alternate" hreflang="en-GB" href="https://h.org/en/" />
<link rel="alternate" hreflang="x-default" href="https://h.org/" />
</head></html>"""

FRENCH = [post(1, "https://h.org/bonjour/"), post(2, "https://h.org/salut/")]
ENGLISH = [post(11, "https://h.org/en/hello/"), post(12, "https://h.org/en/hi/")]
PHOTO = {**post(50, "https://h.org/photo/"), "source_url": "https://h.org/p.jpg"}


def bilingual(page: str = HREFLANG) -> FakePress:
    """Every language at its own base, as Polylang Pro and WPML do."""
    site = FakePress(FRENCH, media=[PHOTO], users=[post(1, "https://h.org/author/a/")])
    seen_in_english = {**PHOTO, "link": "https://h.org/en/photo/", "wpml_current_locale": "en_US"}
    author = post(1, "https://h.org/en/author/a/")
    site.bases["en"] = {"posts": ENGLISH, "media": [seen_in_english], "users": [author]}
    site.page = page
    return site


def codes(languages: tuple[Language, ...]) -> list[tuple[str, str, str, str]]:
    return [(each.code, each.root, each.query, each.home) for each in languages]


def test_each_language_at_its_base() -> None:
    """hreflang names the languages; each is read at its base, and what has no language is stored once."""
    taken = take(bilingual())
    assert codes(taken.info.languages) == [("fr", "/wp-json/", "", "/"), ("en", "/en/wp-json/", "", "/en/")]
    assert taken.info.default_language == "fr"
    assert taken.keys == [
        "fr/posts/1",
        "fr/posts/2",
        "en/posts/11",
        "en/posts/12",
        "fr/media/50",
        "fr/users/1",
    ]
    assert taken.items[2].url == "https://h.org/en/wp-json/wp/v2/posts/11"
    english = taken.tallies["en/posts"]
    assert (english.announced, english.stored, english.complete) == (2, 2, True)
    assert (taken.tallies["en/media"].announced, taken.tallies["en/media"].listed) == (0, 0)


def test_a_first_page_that_keeps_its_name() -> None:
    """With free Polylang a static first page is at `/en/home/`: every page below `/en/` is English."""
    site = FakePress([*FRENCH, *ENGLISH])
    site.page = HREFLANG.replace("https://h.org/en/", "https://h.org/en/home/")
    taken = take(site)
    assert taken.keys == ["fr/posts/1", "fr/posts/2", "en/posts/11", "en/posts/12"]


SWITCHERS: dict[str, str] = {
    "anchors": """<html lang="fr-FR"><body><a lang="en-GB" href="/en/">English</a></body></html>""",
    "links": """<html lang="fr-FR"><body><a href="/en/">English</a><a href="/it/x">IT</a></body></html>""",
}


@pytest.mark.parametrize("source", SWITCHERS)
def test_languages_without_hreflang(source: str) -> None:
    """A language switcher, or nothing but links with a language folder, shows the languages too."""
    taken = take(bilingual(SWITCHERS[source]))
    assert [(each.code, each.source) for each in taken.info.languages] == [("fr", source), ("en", source)]
    assert len(taken.items) == 6


def test_polylang_lists_its_languages() -> None:
    """`pll/v1/languages` gives codes, names, homes and the default language."""
    site = bilingual("<html></html>")
    site.index = {**INDEX, "namespaces": ["wp/v2", "pll/v1"]}
    site.extra["pll/v1/languages"] = [
        {
            "slug": "en",
            "locale": "en_GB",
            "name": "English",
            "home_url": "https://h.org/en/",
            "is_default": False,
        },
        {
            "slug": "fr",
            "locale": "fr_FR",
            "name": "Français",
            "home_url": "https://h.org/",
            "is_default": True,
        },
    ]
    taken = take(site)
    assert [(each.code, each.name) for each in taken.info.languages] == [
        ("fr", "Français"),
        ("en", "English"),
    ]
    assert len(taken.items) == 6


def test_a_base_that_answers_everything_is_read_once() -> None:
    """Free Polylang shows all languages at each base: one reading, and each link tells its language."""
    site = FakePress(FRENCH + ENGLISH)
    site.bases["en"] = site.bases[""]
    site.page = HREFLANG
    taken = take(site)
    assert codes(taken.info.languages) == [("fr", "/wp-json/", "", "/"), ("en", "/wp-json/", "", "/en/")]
    assert taken.keys == ["fr/posts/1", "fr/posts/2", "en/posts/11", "en/posts/12"]
    assert {key: (each.listed, each.complete) for key, each in taken.tallies.items() if "posts" in key} == {
        "fr/posts": (2, True),
        "en/posts": (2, True),
    }
    assert not any("page" in asked.query and asked.path.startswith("/en/") for asked in taken.log)


def test_a_fallback_is_not_stored_twice() -> None:
    """What a base falls back to (WPML) keeps its own language, by its link."""
    site = bilingual()
    site.bases["en"]["posts"] = [FRENCH[1], *ENGLISH]
    keys = take(site).keys
    assert keys.count("fr/posts/2") == 1
    assert "en/posts/2" not in keys


def test_a_page_that_is_lent_is_stored_once() -> None:
    """WPML lends the French page an English address; that English has pages of its own gives it away."""
    site = bilingual()
    lent = {**FRENCH[1], "link": "https://h.org/en/salut/", "guid": {"rendered": "https://h.org/en/?p=2"}}
    lent["content"] = {"rendered": FRENCH[1]["content"]["rendered"].replace("<p>", '<p class="en">')}
    site.bases["en"]["posts"] = [lent, *ENGLISH]
    taken = take(site)
    assert [key for key in taken.keys if "posts" in key] == [
        "fr/posts/1",
        "fr/posts/2",
        "en/posts/11",
        "en/posts/12",
    ]
    english = taken.tallies["en/posts"]
    assert (english.announced, english.listed, english.stored, english.complete) == (2, 2, 2, True)


def test_two_wordpresses_may_use_one_number_twice() -> None:
    """A network of sites (MultilingualPress): the same id is another page, in other words."""
    site = bilingual()
    other = post(2, "https://h.org/en/two/", content={"rendered": "<p>Another page.</p>"})
    site.bases["en"]["posts"] = [other, *ENGLISH]
    assert "en/posts/2" in take(site).keys


def test_a_code_that_the_site_doesnt_know_is_read_nowhere() -> None:
    """hreflang names German, whose base isn't there and `?lang=de` answers French: nothing is German."""
    site = bilingual(
        HREFLANG.replace("</head>", '<link rel="alternate" hreflang="de" href="https://h.org/de/" /></head>')
    )
    taken = take(site)
    assert {key.split("/")[0] for key in taken.keys} == {"fr", "en"}
    assert [each.code for each in taken.info.languages if each.root == "/wp-json/"] == ["fr", "de"]
    posts = [key for key in taken.keys if "posts" in key]
    assert sorted(posts) == ["en/posts/11", "en/posts/12", "fr/posts/1", "fr/posts/2"]


def test_translatepress_keeps_the_id() -> None:
    """One id in two languages, with another link, is two objects."""
    site = FakePress(FRENCH)
    site.bases["en"] = {"posts": [{**each, "link": f"https://h.org/en/{each['id']}/"} for each in FRENCH]}
    site.page = HREFLANG
    assert take(site).keys == ["fr/posts/1", "fr/posts/2", "en/posts/1", "en/posts/2"]


def test_languages_by_query() -> None:
    """Where a language has no base, `?lang=` reads it; links with `?lang=` tell it."""
    site = FakePress([post(1, "https://h.org/?p=1")])
    english = FakePress([post(2, "https://h.org/?p=2&lang=en"), post(3, "https://h.org/?p=3")])
    page = HREFLANG.replace("https://h.org/en/", "https://h.org/?lang=en")
    site.page = page
    site.refuse = lambda asked, route: english(asked) if asked.query.get("lang") == "en" else None
    taken = take(site)
    assert codes(taken.info.languages) == [
        ("fr", "/wp-json/", "", "/"),
        ("en", "/wp-json/", "lang=en", "/?lang=en"),
    ]
    assert taken.keys == ["fr/posts/1", "en/posts/2", "en/posts/3"]


def test_multilingualpress_numbers_each_language_for_itself() -> None:
    """Each language is a site of the network with a root of its own, at any path; ids mean nothing across."""
    site = FakePress(FRENCH)
    other = [post(1, "https://h.org/worldwide/hello/"), post(2, "https://h.org/worldwide/hi/")]
    site.bases["worldwide"] = {"posts": other}
    site.page = HREFLANG.replace("https://h.org/en/", "https://h.org/worldwide/")
    taken = take(site)
    assert codes(taken.info.languages) == [
        ("fr", "/wp-json/", "", "/"),
        ("en", "/worldwide/wp-json/", "", "/worldwide/"),
    ]
    assert taken.keys == ["fr/posts/1", "fr/posts/2", "en/posts/1", "en/posts/2"]
    assert [each.value["link"] for each in taken.items[2:]] == [each["link"] for each in other]


def test_a_language_on_a_host_of_its_own() -> None:
    """WPML and MultilingualPress also put a language on a subdomain: it is read at that host's root."""
    french, english = FakePress(FRENCH), FakePress([])

    def site(asked: Asked) -> Sent:
        return english(asked) if asked.headers["host"].startswith("localhost") else french(asked)

    with serving(site) as (url, _):
        there = url.replace("127.0.0.1", "localhost")
        english.bases[""] = {"posts": [post(11, f"{there}/hello/"), post(12, f"{there}/hi/")]}
        french.page = HREFLANG.replace("https://h.org/en/", f"{there}/")
        source = RestSource.open(url, Harvest(retries=0), still())
        keys = [str(each.key) for each in source.harvest() if isinstance(each, RawItem)]
    assert [each.root for each in source.info.languages] == ["/wp-json/", f"{there}/wp-json/"]
    assert keys == ["fr/posts/1", "fr/posts/2", "en/posts/11", "en/posts/12"]


FIELDS: dict[str, dict[str, object]] = {
    "Polylang Pro": {"lang": "en"},
    "wpml-rest-api": {"wpml_current_locale": "en_US"},
    "Yoast": {"yoast_head_json": {"og_locale": "en_GB"}, "link": "https://h.org/?p=2"},
}


@pytest.mark.parametrize("plugin", FIELDS)
def test_an_object_says_its_language(plugin: str) -> None:
    """A plugin's field decides before the link does; an SEO locale only where the link says nothing."""
    site = FakePress([FRENCH[0], {**post(2), **FIELDS[plugin]}])
    site.page = HREFLANG
    assert take(site).keys == ["fr/posts/1", "en/posts/2"]


def test_regions_stay_where_the_site_uses_them() -> None:
    """Codes are what the site's own addresses use: `pt-br` is pt-BR, `/en/` is en."""
    site = FakePress([post(1)])
    site.page = HREFLANG.replace("en-GB", "pt-BR").replace("/en/", "/pt-br/")
    assert [each.code for each in take(site).info.languages] == ["fr", "pt-BR"]


def test_one_language() -> None:
    """Without any sign of languages the home page's is the only one; without that, none is known."""
    site = FakePress([post(1)])
    assert take(site).keys == ["fr/posts/1"]
    site.page = "<html></html>"
    assert take(site).keys == ["und/posts/1"]


def test_languages_limit_the_harvest() -> None:
    """`languages` takes those only, with the media and users that have none; an unknown one is an error."""
    taken = take(bilingual(), options=Harvest(languages=("en",)))
    assert taken.keys == ["en/posts/11", "en/posts/12", "fr/media/50", "fr/users/1"]
    with pytest.raises(UnknownNameError, match="'de'"):
        take(bilingual(), options=Harvest(languages=("de",)))


@pytest.mark.parametrize("path", ["/en/wp-json/wp/v2/posts/12", "/en/wp-json/wp/v2/posts"])
def test_an_address_below_a_language(path: str) -> None:
    """An object or a collection at a language's base is harvested in that language."""
    keys = take(bilingual(), path).keys
    assert keys == (["en/posts/12"] if path.endswith("12") else ["en/posts/11", "en/posts/12"])


def test_the_root_of_a_language_is_the_whole_site() -> None:
    """`/en/wp-json/` leads to the site's own root, and to all its languages."""
    assert len(take(bilingual(), "/en/wp-json/").items) == 6


def test_heads_are_read_thriftily() -> None:
    """A page that an already read head names as its translation isn't asked."""
    site = bilingual()
    alternates = "".join(
        f'<link rel="alternate" hreflang="{code}" href="https://h.org{path}">'
        for code, path in (("fr", "/bonjour/"), ("en", "/en/hello/"))
    )
    for path in ("/bonjour/", "/salut/", "/en/hello/", "/en/hi/"):
        named = alternates if path in ("/bonjour/", "/en/hello/") else ""
        site.pages[path] = f"<html><head>{named}</head><body>x</body></html>"
    wanted = [(Key("xx", "posts", each["id"]), each["link"]) for each in FRENCH + ENGLISH]
    wanted.append((Key("fr", "posts", 9), "https://h.org/gone/"))
    with serving(site) as (url, log):
        source = RestSource.open(url, Harvest(retries=0), still())
        before = len(log)
        thrifty = list(source.heads(wanted, thrifty=True))
        asked = [each.path for each in log[before:]]
        everything = list(source.heads(wanted, thrifty=False))
    assert sorted(asked) == ["/bonjour/", "/en/hi/", "/gone/", "/salut/"]
    assert next(each.url for each in thrifty if isinstance(each, Resource)) == "https://h.org/bonjour/"
    assert sum(isinstance(each, Resource) for each in everything) == 4
    assert "status 404" in str(everything[-1])


def telling(number: int, language: str, sure: bool) -> dict[str, object]:
    """A post whose words tell its sister, or one that could be anybody's."""
    path = f"https://h.org/{'en/' if language == 'en' else ''}p-{number}/"
    words = {"fr": "Nos rapports avec Myria", "en": "Our reports with Myria"}[language]
    facts = f"{words} et UNODC: {number % 10}4{number % 10}7 dossiers, info{number % 10}@myria.be"
    told = f'<p>{facts} <a href="https://myria{number % 10}.be/x">x</a></p><ul><li>UNODC</li></ul>'
    html = told if sure else f"<p>{'Bonjour' if language == 'fr' else 'Hi'}</p>"
    title = f"Myria {number % 10}" if sure else {"fr": "Bienvenue", "en": "Hello"}[language]
    return {**post(number, path), "title": {"rendered": title}, "content": {"rendered": html}}


def test_heads_are_asked_for_where_it_pays(tmp_path: Path) -> None:
    """auto: the heads of those whose family isn't sure, and of no others; always and never do what they say.

    What the heads said is in the snapshot: the families are the same when it is read without the site.
    """
    french = [telling(number, "fr", number < 4) for number in range(1, 6)]
    english = [telling(number + 10, "en", number < 4) for number in range(1, 6)]
    site = FakePress(french)
    site.bases["en"] = {"posts": english}
    site.page = HREFLANG
    for one, other in zip(french, english, strict=True):
        links = "".join(
            f'<link rel="alternate" hreflang="{code}" href="{each["link"]}">'
            for code, each in (("fr", one), ("en", other))
        )
        for each in (one, other):
            path = str(each["link"]).removeprefix("https://h.org")
            site.pages[path] = f"<html><head>{links}</head><body>x</body></html>"
    asked: dict[str, list[str]] = {}
    families: dict[str, int] = {}
    for mode in get_args(HreflangMode):
        with serving(site) as (url, log):
            options = Harvest(retries=0, hreflang=mode)
            fetch(
                RestSource.open(url, options, still()),
                tmp_path / mode,
                options,
                started_at="2026-03-01T12:00:00Z",
            )
            asked[mode] = sorted(
                {each.path for each in log if "/p-" in each.path and "wp-json" not in each.path}
            )
        families[mode] = len(load_site(tmp_path / mode).families)
    assert asked["never"] == []
    assert asked["auto"] == ["/en/p-14/", "/en/p-15/"]  # these name their sisters
    assert len(asked["always"]) == 10
    assert families == {"auto": 5, "always": 5, "never": 3}


def test_hreflang_in_the_http_header() -> None:
    """`Link: <…>; rel="alternate"; hreflang="en"` is kept with the head and says what a head would say."""
    links = (
        '<https://h.org/en/x/>; rel="alternate"; hreflang="en", <https://h.org/wp-json/>; rel="other", '
        '<https://h.org/nl/x/>; rel="alternate"; hreflang="nl-BE"'
    )

    def site(asked: Asked) -> Sent:
        if asked.path != "/x/":
            return FakePress(FRENCH)(asked)
        return sent("<html><head><title>x</title></head><body>y", kind="text/html", headers={"Link": links})

    with serving(site) as (url, _):
        source = RestSource.open(url, Harvest(retries=0), still())
        (found,) = source.heads([(Key("fr", "posts", 1), "https://h.org/x/")], thrifty=True)
    assert isinstance(found, Resource)
    assert found.body.startswith(b"<html><head><title>x</title></head>")
    assert [(each.language, each.url) for each in from_head(head.read(found.body, found.url))] == [
        ("en", "https://h.org/en/x/"),
        ("nl-BE", "https://h.org/nl/x/"),
    ]


def test_sitemaps() -> None:
    """Sitemaps that robots.txt names are handed over with those they name, each once."""
    index = "<sitemapindex xmlns='x'><sitemap><loc>https://h.org/a.xml</loc></sitemap>{}</sitemapindex>"
    files = {
        "/robots.txt": "User-agent: *\nSitemap: https://h.org/map.xml\n",
        "/map.xml": index.format("<sitemap><loc>https://h.org/map.xml</loc></sitemap>"),
        "/a.xml": "<urlset xmlns='x'><url><loc>https://h.org/bonjour/</loc></url></urlset>",
    }
    wordpress = bilingual()

    def site(asked: Asked) -> Sent:
        return sent(files[asked.path], kind="text/plain") if asked.path in files else wordpress(asked)

    resources = take(site, robots=True).resources
    assert [(each.path, each.url) for each in resources] == [
        ("sitemaps/map.xml", "https://h.org/map.xml"),
        ("sitemaps/a.xml", "https://h.org/a.xml"),
    ]


def test_a_page_is_no_sitemap() -> None:
    """A site that answers every address with a page has no sitemaps."""
    wordpress = FakePress([post(1)])

    def site(asked: Asked) -> Sent:
        found = wordpress(asked)
        return found if b"404" not in found.pieces[0] else sent("<html></html>", kind="text/html")

    assert take(site).resources == []


def test_wpml_rest_api_names_the_translations() -> None:
    """`wpml_translations` of a few objects show which languages there are."""
    items = [
        {**post(1), "wpml_current_locale": "fr_FR", "wpml_translations": [{"locale": "en_US", "id": 2}]},
        {**post(2), "wpml_current_locale": "en_US", "wpml_translations": [{"locale": "fr_FR", "id": 1}]},
    ]
    site = FakePress(items)
    site.refuse = lambda asked, route: as_json(site.index) if not route else None
    assert take(site).keys == ["fr/posts/1", "en/posts/2"]
