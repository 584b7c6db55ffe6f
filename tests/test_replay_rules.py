"""Rules of WordPress's queries that a front end meets seldom; each was found by asking a real one."""

from __future__ import annotations

import pytest

from test_replay import HOME, asked, client, item
from wpharvest.model.items import Collection, Language, RawItem
from wpharvest.web.replay import answers
from wpharvest.web.replay.shelves import searchable

POSTS = "/wp-json/wp/v2/posts"
CATEGORIES = "/wp-json/wp/v2/categories"


def term(id_: int, name: str, **fields: object) -> RawItem:
    value = {"id": id_, "name": name, "slug": f"s-{id_}", "parent": 0, "count": 1, **fields}
    return RawItem("categories", id_, "fr", "", answers.encode(value))


def file(id_: int, path: str) -> RawItem:
    address = f"{HOME}/wp-content/uploads/{path}" if path else ""
    return item("media", id_, source_url=address, mime_type="image/png", media_type="image", caption={})


SITE = (
    item(
        "posts", 1, author=1, categories=[5], title={"rendered": "L&#8217;été &#8211; suite"}, format="quote"
    ),
    item("posts", 2, author=2, categories=[6], sticky=True, title={"rendered": "L’hiver"}, format="standard"),
    item("posts", 3, author=2, categories=[], sticky=False, excerpt={"rendered": "<p>Text 3</p>"}),
    item("pages", 9, author=1),
    *(term(5, "A &amp; B"), term(6, "_under"), term(7, "1st")),
    *(file(11, "2024/03/lake.png"), file(12, "")),
    RawItem("users", 1, "fr", "", answers.encode({"id": 1, "name": "One", "slug": "one"})),
    RawItem("users", 2, "fr", "", answers.encode({"id": 2, "name": "Two", "slug": "two"})),
)
FOUND = {
    # what is included isn't excluded
    f"{POSTS}?include=1,2&exclude=2": [2, 1],
    f"{POSTS}?sticky=true&exclude=2": [2],
    f"{POSTS}?sticky=false&include=2": [2],
    f"{POSTS}?author=1&author_exclude=1": [3, 2],
    f"{POSTS}?author=-2": [3, 2],
    f"{CATEGORIES}?include=0&exclude=5": [6, 7, 5],
    f"{CATEGORIES}?post=0": [6, 7, 5],
    # one relation for what is asked for and what isn't
    f"{POSTS}?tax_relation=OR&categories=5&categories_exclude=5": [3, 2, 1],
    f"{POSTS}?categories[terms][]=5&categories[terms][]=6&categories[operator]=OR": [2, 1],
    # what was typed is found, not what is shown
    f"{POSTS}?search=l'été": [1],
    f"{POSTS}?search=l'hiver": [],
    f'{POSTS}?search="été - suite"': [1],
    f"{POSTS}?search=<b>hiver</b>": [2],
    f"{CATEGORIES}?search=amp": [5],
    f"{CATEGORIES}?search=0": [6, 7, 5],
    "/wp-json/wp/v2/media?search=2024/03": [11],
    "/wp-json/wp/v2/media?search=-lake": [],
    # marks before digits before letters
    f"{CATEGORIES}?order=desc": [5, 7, 6],
    # a type that WordPress takes no files of narrows nothing; one that it takes counts alone
    "/wp-json/wp/v2/media?mime_type=none/such": [12, 11],
    "/wp-json/wp/v2/media?mime_type=image/png&media_type=video": [12, 11],
    "/wp-json/wp/v2/users?has_published_posts=page": [1],
    "/wp-json/wp/v2/users?has_published_posts=1": [1, 2],
    "/wp-json/wp/v2/comments?orderby=include": [],
    "/wp-json/wp/v2/search?type=post-format": ["quote"],
    "/wp-json/wp/v2/search?subtype=category": [3, 2, 1],
}


@pytest.mark.parametrize("where", FOUND)
def test_what_is_found(where: str) -> None:
    assert asked(where, client(SITE)) == FOUND[where]


REFUSED = {
    f"{POSTS}?page=0&orderby=nope": {"page": "page must be greater than or equal to 1"},
    f"{POSTS}?order=up&author=x": {
        "order": "order is not one of asc and desc.",
        "author": "author[0] is not of type integer.",
    },
    f"{POSTS}?categories=": {
        "categories": "categories matches Term ID List and Term ID Taxonomy Query, but should match only one."
    },
    f"{POSTS}?categories_exclude[operator]=AND": {
        "categories_exclude": "categories_exclude is not a valid Term ID Taxonomy Query. "
        "Reason: operator is not a valid property of Object."
    },
    "/wp-json/wp/v2/users?who=me": {"who": "who is not authors."},
    "/wp-json/wp/v2/comments?author_email=me": {"author_email": "Invalid email address."},
    "/wp-json/wp/v2/search?subtype=post&type=x": {
        "subtype": "Invalid type parameter.",
        "type": "type is not one of post, term, and post-format.",
    },
}


@pytest.mark.parametrize("where", REFUSED)
def test_what_is_wrong(where: str) -> None:
    """Some parameters are looked at before all others; the others are named in the order of the query."""
    answer = client(SITE).get(where)
    assert answer.status_code == 400
    told = (answer.json or {})["data"]["params"]
    assert list(told.items()) == list(REFUSED[where].items())


@pytest.mark.parametrize(
    ("where", "allowed"),
    [
        (f"{POSTS}?per_page=x", True),
        (f"{POSTS}?per_page=x&context=edit", False),
        ("/wp-json/wp/v2/users?page=x&capabilities=read", False),
        ("/wp-json/wp/v2/comments?post=0&include=x", False),
        (f"{CATEGORIES}?page=x&post=999", False),
        (f"{POSTS}/999?context=x", False),
        (f"{POSTS}/1?_method=OPTIONS", True),
        (f"{POSTS}/999?_method=OPTIONS", False),
        ("/wp-json/wp/v2/comments?_method=OPTIONS", False),
        ("/wp-json/wp/v2/media/11?password=x", False),
    ],
)
def test_allow_says_what_a_visitor_may(where: str, *, allowed: bool) -> None:
    """… of this very request, be it right or wrong."""
    assert client(SITE).get(where).headers.get("Allow") == ("GET" if allowed else None)


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        (f"{POSTS}/1?_fields=nothing", []),
        (f"{POSTS}/1?_fields=id,title.nothing", {"id": 1, "title": []}),
        (f"{POSTS}/1?_fields=slug,slug.part,id", {"slug": "posts-1"}),
        (f"{POSTS}?include=1&_fields=categories.0", [{"categories": []}]),
        ("/wp-json/wp/v2/search?include=1&_fields=id,title.rendered", [{"id": 1}]),
    ],
)
def test_fields_that_arent_there(where: str, shown: object) -> None:
    """What holds nothing is PHP's empty array; a name after its own part ends the list."""
    assert client(SITE).get(where).json == shown


def test_links_name_what_was_read() -> None:
    """A filter in brackets stands in the links as the list that it is."""
    link = client(SITE).get(f"{POSTS}?categories[terms]=5,6&per_page=1").headers["Link"]
    assert "categories%5Bterms%5D%5B0%5D=5&categories%5Bterms%5D%5B1%5D=6" in link


def test_the_best_fit_comes_first() -> None:
    """The sentence in the title, all words there, one of them, the text; among equals the newest."""
    titles = ["none", "deux mots", "mots deux", "deux"]
    posts = [
        item("posts", number, title={"rendered": title}, content={"rendered": "deux mots"})
        for number, title in enumerate(titles, 1)
    ]
    assert asked(f"{POSTS}?search=deux mots&orderby=relevance", client(posts)) == [2, 3, 4, 1]
    assert asked(f"{POSTS}?search=deux&orderby=relevance&order=asc", client(posts)) == [2, 3, 4, 1]


def test_people_speak_every_language() -> None:
    """Where a language is asked for by `lang=`: people are there, what has no language isn't."""
    spoken = [Language("fr", query="lang=fr"), Language("en", query="lang=en")]
    of = client([item("posts", 1, lang="fr"), item("posts", 2, lang=False), *SITE[-2:]], *spoken)
    assert asked("/wp-json/wp/v2/users?lang=en", of) == [1, 2]
    assert asked(f"{POSTS}?lang=fr", of) == [1]
    assert asked(POSTS, of) == [2, 1]


def test_taxonomies_without_children_take_none() -> None:
    """`include_children` is there only where terms have parents."""
    flat = Collection("tags", "post_tag", "taxonomy")
    of = client([item("posts", 1, tags=[3])], collections=(Collection("posts", "post", "type"), flat))
    assert of.get(f"{POSTS}?tags[terms]=3").status_code == 200
    assert of.get(f"{POSTS}?tags[include_children]=1").status_code == 400


def test_marks_are_compared_as_typed() -> None:
    assert searchable("&#8220;Été&#8221; &#038; l&#8217;hiver&#8230;") == '"ete" & l\'hiver...'


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("/wp-json/wp/v2/types?context=edit", 401),
        ("/wp-json/wp/v2/types/post?context=embed", 200),
        ("/wp-json/wp/v2/statuses/publish?context=edit", 200),
        ("/wp-json/wp/v2/taxonomies?context=none", 400),
        ("/wp-json/wp/v2/menus", 401),
        ("/wp-json/wp/v2/posts/1/autosaves", 401),
        ("/wp-json/wp/v2/widgets/x", 401),
    ],
)
def test_what_only_editors_see(where: str, status: int) -> None:
    """Descriptions for editors and what a site is made of are refused as WordPress refuses them."""
    menus = Collection("menus", "nav_menu", "other")
    answer = client(SITE, collections=(Collection("posts", "post", "type"), menus)).get(where)
    assert answer.status_code == status
    if "embed" in where:
        assert "hierarchical" not in (answer.json or {}) and "slug" in (answer.json or {})


def test_menus_are_served_where_there_are_some() -> None:
    """A harvest with a login brought them."""
    menu = RawItem("menus", 3, "fr", "", answers.encode({"id": 3, "name": "Main", "slug": "main"}))
    of = client([menu], collections=(Collection("menus", "nav_menu", "other"),))
    assert asked("/wp-json/wp/v2/menus?orderby=id", of) == [3]
    assert list(of.get("/wp-json/wp/v2/taxonomies").json or {}) == ["nav_menu"]
