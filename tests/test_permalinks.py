"""Where documents will be on the new site."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linked_site import SITE, document
from wpharvest.errors import UnknownNameError, UsageError
from wpharvest.exporters.paths import same_place
from wpharvest.exporters.permalinks import check_base_url, permalinks
from wpharvest.model.documents import Document
from wpharvest.model.items import Key, Language, SiteInfo
from wpharvest.model.site import Site

HOME = "https://old.example"


def site(*documents: Document, home: str = HOME, **homes: str) -> Site:
    """A site whose default language is French."""
    languages = tuple(Language(code, home=path) for code, path in homes.items())
    return Site(SiteInfo(home, default_language="fr", languages=languages, timezone="+02:00"), documents)


def at(url: str, language: str = "fr", number: int = 1, **more: Any) -> Document:
    """A post at an address."""
    facts: dict[str, Any] = {"role": "type", "type": "post", "slug": "un", "title": "Un", "path": "", **more}
    return Document(key=Key(language, "posts", number), url=url, body=SITE.documents[0].body, **facts)


# (the site's home and those of its languages, a document) -> its address, as kept, at the root, with a prefix
CASES: dict[str, tuple[Site, tuple[str, str, str]]] = {
    "a directory": (
        site(at(f"{HOME}/en/about/", "en"), fr="/", en="/en/"),
        ("/en/about/", "/en/about/", "/en/about/"),
    ),
    "the default language": (
        site(at(f"{HOME}/a-propos/"), fr="/", en="/en/"),
        ("/a-propos/", "/a-propos/", "/fr/a-propos/"),
    ),
    "the default language in a directory": (
        site(at(f"{HOME}/fr/a-propos/"), fr="/fr/", en="/en/"),
        ("/fr/a-propos/", "/a-propos/", "/fr/a-propos/"),
    ),
    "a first page": (site(at(f"{HOME}/en/", "en"), fr="/", en="/en/"), ("/en/", "/en/", "/en/")),
    "a first page that keeps its name": (
        site(at(f"{HOME}/en/about/", "en"), fr="/", en="/en/home/"),
        ("/en/about/", "/en/about/", "/en/about/"),
    ),
    "a parameter": (
        site(at(f"{HOME}/about/?lang=en", "en"), fr="/", en="/?lang=en"),
        ("/en/about/", "/en/about/", "/en/about/"),
    ),
    "a host of its own": (
        site(at("https://en.old.example/about/", "en"), fr="/", en="https://en.old.example/"),
        ("/en/about/", "/en/about/", "/en/about/"),
    ),
    "a number": (
        site(at(f"{HOME}/?p=1"), fr="/"),
        ("/posts/un/", "/posts/un/", "/fr/posts/un/"),
    ),
    "a folder": (
        site(at(f"{HOME}/blog/en/about/", "en"), home=f"{HOME}/blog", fr="/blog/", en="/blog/en/"),
        ("/en/about/", "/en/about/", "/en/about/"),
    ),
    "no language told": (site(at(f"{HOME}/about/", "en")), ("/en/about/", "/en/about/", "/en/about/")),
    "an ending": (
        site(at(f"{HOME}/2019/un.html"), fr="/"),
        ("/2019/un.html", "/2019/un.html", "/fr/2019/un.html"),
    ),
    "letters": (
        site(at(f"{HOME}/caf%c3%a9/"), fr="/"),
        ("/caf%C3%A9/", "/caf%C3%A9/", "/fr/caf%C3%A9/"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_address_stays_unless_the_language_is_to_be_told_otherwise(name: str) -> None:
    """The old path, with the language's part as it was, as the root's, or with a prefix for each language."""
    one, expected = CASES[name]
    key = one.documents[0].key
    found = (permalinks(one, one.documents, "{old}", roots)[key] for roots in ("kept", "root", "prefix"))
    assert tuple(found) == expected


def test_a_pattern_names_what_a_document_knows() -> None:
    """Dates are those of the site's own time zone."""
    one = site(at(f"{HOME}/x/", date="2024-02-29T23:30:00Z"), fr="/", en="/en/")
    (found,) = permalinks(one, one.documents, "/{year}/{month}/{day}/{kind}-{id}-{slug}/").values()
    assert found == "/2024/03/01/posts-1-un/"


WRITTEN = st.text(st.sampled_from("aéÉ/.%2e\x00 :\\-A?&"), max_size=12)


@settings(deadline=None)
@given(st.lists(WRITTEN, max_size=6), st.sampled_from(["{old}", "/{slug}/", "/x", "/{year}.html"]))
def test_no_two_documents_meet(paths: list[str], pattern: str) -> None:
    """Addresses are safe paths, and no file system takes two of them for one, whatever the old ones were."""
    one = site(*(at(f"{HOME}/{path}", number=n) for n, path in enumerate(paths, 1)), fr="/")
    found = [unquote(each) for each in permalinks(one, one.documents, pattern).values()]
    assert len({same_place(each) for each in found}) == len(paths)
    for each in found:
        assert each.startswith("/")
        assert ".." not in each.split("/") and "\x00" not in each and "\\" not in each


@pytest.mark.parametrize(
    ("pattern", "error"), [("/{slgu}/", UnknownNameError), ("slug", UsageError), ("/{", UsageError)]
)
def test_patterns_that_make_no_sense(pattern: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        permalinks(SITE, [document("en", "pages", 1, "/a/")], pattern)


@pytest.mark.parametrize("base", ["example.org", "ftp://example.org/", "/blog", "https://", "https://h/?a=b"])
def test_a_new_site_has_a_whole_address(base: str) -> None:
    """What is taken for a base URL is one: anything else would stand in front of every address."""
    check_base_url("")
    check_base_url("https://example.org/blog")
    with pytest.raises(UsageError, match="no address of a site"):
        check_base_url(base)
