"""The replay answers as the WordPress that its snapshot came from (rules: WordPress core 6.1's sources)."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client, TestResponse

from wpharvest import head
from wpharvest.errors import UsageError
from wpharvest.model.items import Collection, Language, RawItem, Resource, SiteInfo
from wpharvest.web import sample
from wpharvest.web.replay import answers, application, query
from wpharvest.web.serve import serving

HOME = "https://example.org"
FR, EN = Language("fr"), Language("en", root="/en/wp-json/", home="/en/")


def item(kind: str, id_: int, language: str = "fr", **fields: Any) -> RawItem:
    value = {
        "id": id_,
        "date": f"2025-01-{id_ % 28 + 1:02d}T10:00:00",
        "date_gmt": f"2025-01-{id_ % 28 + 1:02d}T09:00:00",
        "slug": f"{kind}-{id_}",
        "link": f"{HOME}/{kind}-{id_}/",
        "title": {"rendered": f"Title {id_}"},
        "content": {"rendered": f"<p>Text {id_}</p>", "protected": False},
        **fields,
    }
    return RawItem(kind, id_, language, f"{HOME}/wp-json/wp/v2/{kind}/{id_}", answers.encode(value))


def client(
    items: Iterable[RawItem], *languages: Language, resources: Iterable[Resource] = (), **info: Any
) -> Client:
    known = {"default_language": "fr", "name": "A & B", **info}
    return Client(application(SiteInfo(HOME, languages=languages or (FR,), **known), items, resources))


@cache
def sample_client() -> Client:
    return Client(application(*sample.load()))


def ids(answer: TestResponse) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json or []]


def asked(where: str, of: Client | None = None) -> list[int]:
    return ids((of or sample_client()).get(where))


def walk(of: Client, where: str, joined: str = "?") -> list[bytes]:
    """The bodies of a whole collection, page by page, as slices of the lists that were served."""
    bodies: list[bytes] = []
    page, pages = 1, 1
    while page <= pages:
        answer = of.get(f"{where}{joined}per_page=3&page={page}")
        pages = int(answer.headers["X-WP-TotalPages"])
        bodies += [answers.encode(each) for each in json.loads(answer.data)]
        page += 1
    assert len(bodies) == int(answer.headers["X-WP-Total"])
    return bodies


# ── objects and collections ──────────────────────────────────────────────────────────────────────────


def test_walking_every_collection_gives_every_object() -> None:
    """Fetching what is replayed gives what was stored: each object once, at its language's root."""
    info, items, _ = sample.load()
    for language in info.languages:
        for collection in info.collections:
            stored = [i.body for i in items if (i.language, i.kind) == (language.code, collection.kind)]
            found = walk(sample_client(), f"{language.root}wp/v2/{collection.kind}")
            assert sorted(answers.encode(json.loads(body)) for body in stored) == sorted(found)


def test_a_single_object_is_served_byte_for_byte() -> None:
    """Without a query an object has the bytes it was stored with, however they were written."""
    odd = RawItem("pages", 7, "fr", "", b'{ "id":7, "title":{"rendered":"\xc3\xa9/"},"acf":{},"meta":[] }')
    answer = client([odd]).get("/wp-json/wp/v2/pages/7")
    assert answer.data == odd.body
    assert answer.content_type == "application/json; charset=UTF-8"
    assert client([odd]).get("/wp-json/wp/v2/pages").data == b"[" + odd.body + b"]"


def test_a_list_holds_the_stored_bytes() -> None:
    """A listing is the stored objects between brackets, newest first, ten to a page."""
    items = [item("posts", number) for number in range(1, 15)]
    answer = client(items).get("/wp-json/wp/v2/posts")
    assert answer.data == b"[" + b",".join(each.body for each in items[:3:-1]) + b"]"
    assert (answer.headers["X-WP-Total"], answer.headers["X-WP-TotalPages"]) == ("14", "2")


def test_pages_name_their_neighbours() -> None:
    """`Link` leads to the next and the previous page at the server that was asked, with the same query."""
    of = client([item("posts", number) for number in range(1, 8)])
    middle = of.get("/wp-json/wp/v2/posts?per_page=2&page=2&include[]=1&include[]=2&include=1,2,3,4,5")
    listed = "&".join(f"include%5B{at}%5D={at + 1}" for at in range(5))
    start = "http://localhost/wp-json/wp/v2/posts?per_page=2&page={}&" + listed
    assert middle.headers["Link"] == f'<{start.format(1)}>; rel="prev", <{start.format(3)}>; rel="next"'
    assert (
        of.get("/wp-json/wp/v2/posts").headers["Link"]
        == '<http://localhost/wp-json/>; rel="https://api.w.org/"'
    )


POSTS = "/wp-json/wp/v2/posts"
FILTERED = {
    f"{POSTS}?include=203,201": [203, 201],
    f"{POSTS}?include=203,201&orderby=include": [203, 201],
    f"{POSTS}?include=201,203&orderby=include": [201, 203],
    f"{POSTS}?include[]=201": [201],
    f"{POSTS}?include=": [204, 205, 202, 203, 201],
    f"{POSTS}?exclude=204,205": [202, 203, 201],
    f"{POSTS}?slug=appel-a-benevoles,une-video-pour-comprendre": [205, 203],
    f"{POSTS}?order=asc": [201, 203, 202, 205, 204],
    f"{POSTS}?orderby=id": [205, 204, 203, 202, 201],
    f"{POSTS}?orderby=title&order=asc": [205, 204, 202, 201, 203],
    f"{POSTS}?orderby=slug&order=asc": [205, 204, 202, 201, 203],
    f"{POSTS}?orderby=modified": [204, 205, 202, 203, 201],
    f"{POSTS}?offset=3": [203, 201],
    f"{POSTS}?per_page=2&page=3": [201],
    f"{POSTS}?categories=3": [202],
    f"{POSTS}?categories=2,3&tags=31": [202, 203, 201],
    f"{POSTS}?tags[terms]=31,32&tags[operator]=AND": [203],
    f"{POSTS}?categories[terms]=2&categories[include_children]=true&tags_exclude=32": [204, 205, 202, 201],
    f"{POSTS}?categories=3&tags=32&tax_relation=OR": [202, 203],
    f"{POSTS}?search=vidéo": [203],
    f"{POSTS}?search=VIDEO%20classe": [203],
    f"{POSTS}?search=formations%20-b%C3%A9n%C3%A9voles": [204],
    f"{POSTS}?search=d'étude": [202],
    f"{POSTS}?search=formations&orderby=relevance": [204, 205],
    f"{POSTS}?after=2025-10-20T09:15:00": [204, 205],
    f"{POSTS}?before=2025-03-13T00:00:00": [201],
    f"{POSTS}?modified_after=2025-10-21T12:59:59%2B02:00": [204, 205, 202],
    f"{POSTS}?modified_before=2025-03-14T08:30:00Z": [],
    f"{POSTS}?author=1&per_page=1": [204],
    f"{POSTS}?author=9": [],
    f"{POSTS}?author_exclude=1": [],
    f"{POSTS}?sticky=true": [],
    f"{POSTS}?sticky=0&per_page=1": [204],
    f"{POSTS}?status=publish&context=view&per_page=1": [204],
    f"{POSTS}?unknown=1&per_page=1": [204],
    "/wp-json/wp/v2/pages?parent=20": [22],
    "/wp-json/wp/v2/pages?parent=20,30": [32, 22],
    "/wp-json/wp/v2/pages?parent_exclude=0,20": [32],
    "/wp-json/wp/v2/pages?menu_order=2": [20],
    "/wp-json/wp/v2/pages?orderby=menu_order&order=desc&per_page=2": [30, 20],
    "/wp-json/wp/v2/pages?search=espace": [],
    "/wp-json/wp/v2/projets?thematiques=62": [401],
    "/wp-json/wp/v2/categories": [2, 3],
    "/wp-json/wp/v2/categories?parent=0": [2],
    "/wp-json/wp/v2/categories?orderby=id&order=desc": [3, 2],
    "/wp-json/wp/v2/categories?orderby=count&order=asc": [3, 2],
    "/wp-json/wp/v2/categories?search=evenem": [3],
    "/wp-json/wp/v2/tags?post=203": [32, 31],
    "/wp-json/wp/v2/tags?hide_empty=true&slug=sensibilisation": [31],
    "/wp-json/wp/v2/tags?page=5": [],
    "/wp-json/wp/v2/tags?offset=1": [31],
    "/wp-json/wp/v2/comments": [803, 802, 801],
    "/wp-json/wp/v2/comments?post=201&order=asc": [801, 802, 803],
    "/wp-json/wp/v2/comments?parent=801": [802],
    "/wp-json/wp/v2/comments?parent=0": [801],
    "/wp-json/wp/v2/comments?search=A3": [802],
    "/wp-json/wp/v2/comments?page=9": [],
    "/wp-json/wp/v2/users": [1],
    "/wp-json/wp/v2/users?slug=redaction&search=samilia": [1],
    "/wp-json/wp/v2/media?parent=0": [602, 601],
    "/wp-json/wp/v2/categories?orderby=include": [2, 3],
    "/wp-json/wp/v2/media?mime_type=image/png": [602],
    "/wp-json/wp/v2/media?media_type=image&orderby=id&order=asc": [601, 602],
    "/en/wp-json/wp/v2/media?media_type=video": [],
    "/en/wp-json/wp/v2/users": [],
}


@pytest.mark.parametrize("where", FILTERED)
def test_parameters(where: str) -> None:
    """Each parameter keeps and orders what WordPress would."""
    found = asked(where)
    # Without an order by `include` the listing stays by date.
    expected = FILTERED[where]
    assert found == (sorted(expected, reverse=True) if where.endswith("include=203,201") else expected)


@given(
    st.lists(st.integers(1, 60), unique=True, max_size=40),
    st.sampled_from(["id", "date", "title", "slug", "modified", "author"]),
    st.sampled_from(["asc", "desc"]),
    st.integers(1, 7),
)
def test_pages_part_a_listing(numbers: list[int], by: str, order: str, size: int) -> None:
    """In every order, the pages put together are the whole listing, and each item is on one page."""
    of = client([item("posts", number) for number in numbers])
    where = f"{POSTS}?orderby={by}&order={order}&_fields=id"
    whole = asked(f"{where}&per_page=100", of)
    parts = [
        asked(f"{where}&per_page={size}&page={page + 1}", of) for page in range(-(-len(numbers) // size))
    ]
    assert sorted(whole) == sorted(numbers)
    assert [each for part in parts for each in part] == whole


def test_equals_stand_by_id() -> None:
    """Posts of one second: by date their ids go with the order, by anything else upwards."""
    same = {"date": "2025-01-01T00:00:00", "modified": "2025-01-01T00:00:00"}
    of = client([item("posts", number, **same) for number in (1, 2, 3)])
    assert asked(POSTS, of) == [3, 2, 1]
    assert asked(f"{POSTS}?order=asc", of) == [1, 2, 3]
    assert asked(f"{POSTS}?orderby=modified", of) == [1, 2, 3]


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────────


def test_fields_keep_parts_of_parts() -> None:
    """`_fields` takes names and names within names, in lists and in single objects."""
    answer = sample_client().get("/wp-json/wp/v2/pages/10?_fields=id,title.rendered,content.protected")
    assert answer.json == {"id": 10, "title": {"rendered": "Accueil"}, "content": {"protected": False}}
    listed = sample_client().get("/wp-json/wp/v2/pages?slug=accueil&_fields[]=slug&_fields[]=acf")
    assert listed.json == [{"slug": "accueil", "acf": []}]
    assert list(sample_client().get("/wp-json/?_fields=name,home").json or {}) == ["name", "home"]


def test_embed_context_keeps_the_short_form() -> None:
    """`context=embed` leaves what the item schema marks for embedding."""
    value = sample_client().get("/wp-json/wp/v2/tags/32?context=embed").json
    assert value is not None
    assert set(value) == {"id", "link", "name", "slug", "taxonomy", "acf", "_links"}


def test_embed_puts_in_what_is_linked() -> None:
    """`_embed` has each embeddable link's object in its short form; a list of relations chooses."""
    post = sample_client().get("/wp-json/wp/v2/posts/203?_embed").json
    assert post is not None
    _categories, tags = post["_embedded"]["wp:term"]
    assert sorted(each["id"] for each in tags) == sorted(post["tags"])
    assert "count" not in tags[0]
    assert post["_embedded"]["author"][0]["name"]
    chosen = sample_client().get("/wp-json/wp/v2/posts?_embed=author&per_page=2").json
    assert [list(each["_embedded"]) for each in chosen or []] == [["author"]] * 2
    assert "_embedded" not in (sample_client().get("/wp-json/wp/v2/tags/32?_embed=author").json or {})


def test_a_link_that_leads_elsewhere_is_not_followed() -> None:
    """Only this site's own API is asked; what it refuses is embedded as WordPress embeds it: as the error."""
    outside = {"embeddable": True, "href": "https://elsewhere.example/wp-json/wp/v2/posts/1"}
    gone = {"embeddable": True, "href": f"{HOME}/wp-json/wp/v2/users/9"}
    links = {"self": [{"href": f"{HOME}/wp-json/wp/v2/posts/1"}], "author": [gone], "about": [outside]}
    value = client([item("posts", 1, _links=links)]).get("/wp-json/wp/v2/posts/1?_embed").json
    assert value is not None
    assert list(value["_embedded"]) == ["author"]
    assert value["_embedded"]["author"][0]["code"] == "rest_user_invalid_id"


def test_search_finds_posts_of_every_type() -> None:
    """`/wp/v2/search` answers with what a reader needs to go there."""
    found = sample_client().get("/wp-json/wp/v2/search?search=formations")
    assert found.headers["X-WP-Total"] == str(len(found.json or []))
    first = (found.json or [])[0]
    assert set(first) == {"id", "title", "url", "type", "subtype", "_links"}
    terms = sample_client().get("/wp-json/wp/v2/search?type=term&search=sensib").json
    assert [(each["id"], each["type"]) for each in terms or []] == [(31, "post_tag")]
    assert sample_client().get("/wp-json/wp/v2/search?type=post-format").json == []
    refused = sample_client().get("/wp-json/wp/v2/search?subtype=page,nope").json
    assert refused is not None
    assert refused["data"]["params"]["subtype"].startswith("subtype[1] is not one of ")


def test_oembed_frames_a_page_that_is_there() -> None:
    """What oEmbed answers with leads to a page that is served, as JSON and as XML."""
    of = sample_client()
    where = "/wp-json/oembed/1.0/embed?url=https://samilia.org/en/other-resources/"
    value = of.get(f"{where}&maxwidth=400").json
    assert value is not None
    assert (value["type"], value["width"], value["height"]) == ("rich", 400, 225)
    assert 'src="https://samilia.org/en/other-resources/embed/"' in value["html"]
    framed = of.get("/en/other-resources/embed/")
    assert framed.status_code == 200
    assert "Other resources" in framed.text
    xml = of.get(f"{where}&format=xml")
    assert xml.content_type == "text/xml; charset=UTF-8"
    assert "<title>Other resources</title>" in xml.text
    assert (of.get("/wp-json/oembed/1.0/embed").json or {})["data"] == {"status": 400, "params": ["url"]}


def test_what_a_client_has_isnt_sent_again() -> None:
    """`If-None-Match` with the ETag that was sent answers 304, without a body; another one the whole."""
    for where in (POSTS, "/wp-json/", "/en/other-resources/"):
        first = sample_client().get(where)
        again = sample_client().get(where, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        other = sample_client().get(where, headers={"If-None-Match": '"something else"'})
        assert (other.status_code, other.data) == (200, first.data)


def test_a_part_of_a_file() -> None:
    """`Range` answers a part of a media file, and says where that is."""
    _, _, resources = sample.load()
    file = next(each for each in resources if each.role == "media")
    part = sample_client().get(file.url.removeprefix("https://samilia.org"), headers={"Range": "bytes=2-9"})
    assert (part.status_code, part.data) == (206, file.body[2:10])
    assert part.headers["Content-Range"] == f"bytes 2-9/{len(file.body)}"


def test_envelope_holds_status_and_headers() -> None:
    """`_envelope` answers 200 with the answer, its status and its headers inside."""
    missing = sample_client().get("/wp-json/wp/v2/pages/9?_envelope")
    assert missing.status_code == 200
    assert missing.json is not None
    assert (missing.json["status"], missing.json["body"]["code"]) == (404, "rest_post_invalid_id")
    assert missing.json["headers"] == []
    listed = sample_client().get("/wp-json/wp/v2/tags?_envelope=1&_fields=id").json
    assert listed == {
        "body": [{"id": 32}, {"id": 31}],
        "status": 200,
        "headers": {"X-WP-Total": 2, "X-WP-TotalPages": 1, "Allow": "GET"},
    }


def test_standing_headers() -> None:
    """Each REST answer carries WordPress's headers, and CORS's for a browser of another origin."""
    answer = sample_client().get("/wp-json/wp/v2/pages/10", headers={"Origin": "https://front.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "https://front.example"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert answer.headers["Access-Control-Expose-Headers"] == "X-WP-Total, X-WP-TotalPages, Link"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Vary"] == "Origin"
    assert answer.headers["Allow"] == "GET"
    assert answer.headers["Link"] == '<https://samilia.org/>; rel="alternate"; type=text/html'


def test_head_is_get_without_body() -> None:
    """HEAD has the headers of GET and nothing else."""
    got, headed = sample_client().get(POSTS), sample_client().head(POSTS)
    assert headed.data == b""
    same = {"X-WP-Total", "X-WP-TotalPages", "Allow", "Content-Type"}
    assert {name: headed.headers[name] for name in same} == {name: got.headers[name] for name in same}


def test_options_describes_the_route() -> None:
    """OPTIONS answers with the route's methods and parameters."""
    answer = sample_client().options("/wp-json/wp/v2/posts")
    assert answer.headers["Allow"] == "GET"
    assert answer.json is not None
    args = answer.json["endpoints"][0]["args"]
    assert args["per_page"] == {
        "type": "integer",
        "default": 10,
        "minimum": 1,
        "maximum": 100,
        "required": False,
    }
    assert {"categories", "tags", "tags_exclude", "sticky"} <= set(args)
    assert "thematiques" not in args
    assert sample_client().options("/wp-json/wp/v2/pages/10").status_code == 200
    assert sample_client().options("/wp-json/none").json == []


# ── errors ───────────────────────────────────────────────────────────────────────────────────────────

ERRORS = {
    "/wp-json/wp/v2/nothing": (404, "rest_no_route"),
    "/wp-json/wp/v3": (404, "rest_no_route"),
    "/wp-json/wp/v2/pages/abc": (404, "rest_no_route"),
    "/wp-json/wp/v2/pages/10/revisions": (401, "rest_cannot_read"),
    "/wp-json/wp/v2/users/me": (401, "rest_not_logged_in"),
    "/wp-json/wp/v2/comments?post=0": (401, "rest_cannot_read"),
    "/wp-json/wp/v2/users?who=authors": (401, "rest_forbidden_who"),
    "/wp-json/wp/v2/statuses/draft": (401, "rest_cannot_read_status"),
    "/wp-json/oembed/1.0/embed?url=https://elsewhere.example/": (404, "oembed_invalid_url"),
    "/wp-json/wp/v2/pages/999": (404, "rest_post_invalid_id"),
    "/wp-json/wp/v2/pages/201": (404, "rest_post_invalid_id"),
    "/wp-json/wp/v2/media/0": (404, "rest_post_invalid_id"),
    "/wp-json/wp/v2/tags/999": (404, "rest_term_invalid"),
    "/wp-json/wp/v2/users/999": (404, "rest_user_invalid_id"),
    "/wp-json/wp/v2/comments/999": (404, "rest_comment_invalid_id"),
    "/wp-json/wp/v2/types/none": (404, "rest_type_invalid"),
    "/wp-json/wp/v2/taxonomies/none": (404, "rest_taxonomy_invalid"),
    "/wp-json/wp/v2/posts?page=99": (400, "rest_post_invalid_page_number"),
    "/wp-json/wp/v2/posts?orderby=include": (400, "rest_orderby_include_missing_include"),
    "/wp-json/wp/v2/posts?orderby=relevance": (400, "rest_no_search_term_defined"),
    "/wp-json/wp/v2/posts?context=edit": (401, "rest_forbidden_context"),
    "/wp-json/wp/v2/pages/10?context=edit": (401, "rest_forbidden_context"),
    "/wp-json/wp/v2/pages/50?password=x": (403, "rest_post_incorrect_password"),
    "/wp-json/wp/v2/comments?author=1": (401, "rest_forbidden_param"),
    "/wp-json/wp/v2/tags?post=9999": (400, "rest_post_invalid_id"),
    "/wp-json/wp/v2/tags?post=10": (401, "rest_forbidden_context"),
    "/wp-json/wp/v2/pages?_method=DELETE": (404, "rest_no_route"),
}


@pytest.mark.parametrize("where", ERRORS)
def test_errors(where: str) -> None:
    """An error has WordPress's code, status and shape."""
    answer = sample_client().get(where)
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == ERRORS[where]
    assert set(answer.json) == {"code", "message", "data"}
    assert answer.json["data"] == {"status": answer.status_code}
    allowed = (answer.status_code == 400 and "post=" not in where) or answer.json["code"] in {
        "rest_type_invalid",
        "rest_taxonomy_invalid",
        "rest_not_logged_in",
        "oembed_invalid_url",
    }
    assert answer.headers.get("Allow") == ("GET" if allowed else None)


INVALID = {
    "per_page=0": ("per_page must be between 1 (inclusive) and 100 (inclusive)", "rest_out_of_bounds"),
    "per_page=101": ("per_page must be between 1 (inclusive) and 100 (inclusive)", "rest_out_of_bounds"),
    "per_page=ten": ("per_page is not of type integer.", "rest_invalid_type"),
    "page=0": ("page must be greater than or equal to 1", "rest_out_of_bounds"),
    "order=up": ("order is not one of asc and desc.", "rest_not_in_enum"),
    "context=all": ("context is not one of view, embed, and edit.", "rest_not_in_enum"),
    "include=1,x": ("include[1] is not of type integer.", "rest_invalid_type"),
    "slug[a]=1": ("slug is not of type array.", "rest_invalid_type"),
    "after=yesterday": ("Invalid date.", "rest_invalid_date"),
    "after=2025-02-31T00:00:00": ("Invalid date.", "rest_invalid_date"),
    "sticky=maybe": ("sticky is not of type boolean.", "rest_invalid_type"),
    "tags=a": (
        "tags is not a valid Term ID List. Reason: tags[0] is not of type integer.",
        "rest_no_matching_schema",
    ),
    "status=inherit": ("Status is forbidden.", "rest_forbidden_status"),
    "status=draft": ("Status is forbidden.", "rest_forbidden_status"),
    "search[]=a": ("search is not of type string.", "rest_invalid_type"),
}


@pytest.mark.parametrize("asks", INVALID)
def test_invalid_parameters_are_named(asks: str) -> None:
    """A wrong parameter is refused by name, with why."""
    answer = sample_client().get(f"{POSTS}?{asks}")
    name = asks.partition("=")[0].partition("[")[0]
    message, code = INVALID[asks]
    assert answer.status_code == 400
    assert answer.json is not None
    assert (answer.json["code"], answer.json["message"]) == (
        "rest_invalid_param",
        f"Invalid parameter(s): {name}",
    )
    assert answer.json["data"]["params"] == {name: message}
    assert answer.json["data"]["details"][name]["code"] == code


def test_writing_is_no_route() -> None:
    """Nothing can be changed."""
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = sample_client().open("/wp-json/wp/v2/pages/10", method=method)
        assert (answer.status_code, (answer.json or {})["code"]) == (404, "rest_no_route")


@given(st.text(alphabet="abc019=&[]%,._-+/éà\0 ", max_size=40))
def test_no_query_breaks_it(text: str) -> None:
    """Whatever is asked, the answer is JSON and never a 500."""
    for where in ("/wp-json/", POSTS, "/wp-json/wp/v2/tags", "/wp-json/wp/v2/pages/10"):
        answer = sample_client().get(where, query_string=text)
        assert answer.status_code < 500
        json.loads(answer.data)


WORDS = st.text("aé &=%[]+\0", max_size=5)


@given(st.dictionaries(st.text("abc", min_size=1), WORDS | st.lists(WORDS, min_size=1), max_size=4))
def test_queries_come_back(values: dict[str, str | list[str]]) -> None:
    """A query that is written and read again is the same."""
    assert query.parse(query.build(values)) == values


# ── what the API says about itself ───────────────────────────────────────────────────────────────────


def test_index_is_the_sites_own() -> None:
    """The index has the stored fields, and the routes that are really served."""
    info, _, _ = sample.load()
    index = sample_client().get("/wp-json").json
    assert index is not None
    assert {name: index[name] for name in info.index} == info.index
    assert {"/wp/v2/pages", "/wp/v2/projets/(?P<id>[\\d]+)", "/wp/v2/types"} <= set(index["routes"])
    for route in index["routes"]:
        if "(" not in route:
            asks = "?url=https://samilia.org/" if route.endswith("/embed") else ""
            answer = sample_client().get(f"/wp-json{route}{asks}")
            assert answer.status_code == 200, route
    bare = client([item("pages", 1)]).get("/wp-json/").json
    assert bare is not None
    assert (bare["name"], bare["home"], bare["namespaces"]) == (
        *("A & B", HOME),
        ["oembed/1.0", "wp/v2"],
    )


def test_types_and_taxonomies_are_described_as_they_were() -> None:
    """Types and taxonomies come back as the site described them, keyed by name."""
    info, _, _ = sample.load()
    for where, roles in (("types", {"type", "media"}), ("taxonomies", {"taxonomy"})):
        served = sample_client().get(f"/en/wp-json/wp/v2/{where}").json
        assert served is not None
        own = {each.name: each.raw for each in info.collections if each.role in roles}
        assert list(served) == list(own)
        for name, raw in own.items():
            assert {key: served[name][key] for key in raw} == raw
            assert sample_client().get(f"/en/wp-json/wp/v2/{where}/{name}").json == served[name]
    of_posts = sample_client().get("/wp-json/wp/v2/taxonomies?type=post").json
    assert list(of_posts or {}) == ["category", "post_tag"]


def test_kinds_without_a_collection_are_served_too() -> None:
    """A snapshot of files knows no collections: its kinds are served as what their names say."""
    of = client([item("pages", 1), item("books", 2), item("tags", 3, name="t")])
    assert asked("/wp-json/wp/v2/books", of) == [2]
    assert list(of.get("/wp-json/wp/v2/types").json or {}) == ["page", "post", "attachment", "books"]
    assert list(of.get("/wp-json/wp/v2/taxonomies").json or {}) == ["category", "post_tag"]
    assert asked("/wp-json/wp/v2/tags", of) == [3]
    assert asked("/wp-json/wp/v2/comments", of) == []


def test_other_namespaces_and_text_ids() -> None:
    """A collection is served in its own namespace; ids may be words."""
    shop = Collection("products", "product", "type", namespace="wc/store/v1")
    named = RawItem("templates", "theme//home", "fr", "", b'{"id":"theme\\/\\/home"}')
    of = client([item("products", 5), named], collections=(shop,))
    assert asked("/wp-json/wc/store/v1/products", of) == [5]
    assert of.get("/wp-json/wp/v2/products").status_code == 404
    assert (of.get("/wp-json/wc/store/v1").json or {})["namespace"] == "wc/store/v1"
    assert of.get("/wp-json/wp/v2/templates/theme%252F%252Fhome").data == named.body


# ── languages ────────────────────────────────────────────────────────────────────────────────────────

BOTH = [item("posts", 1, "fr"), item("posts", 2, "en"), item("media", 3, "fr"), item("posts", 4, "und")]


def test_each_root_serves_its_language() -> None:
    """Languages with roots of their own: each root lists its own, the default one also what has none."""
    of = client(BOTH, FR, EN)
    assert asked("/wp-json/wp/v2/posts", of) == [4, 1]
    assert asked("/en/wp-json/wp/v2/posts", of) == [2]
    assert asked("/en/wp-json/wp/v2/media", of) == []
    assert of.get("/en/wp-json/wp/v2/media/3").status_code == 200
    assert of.get("/en/").headers.getlist("Link")[0].startswith("<http://localhost/en/wp-json/>")


def test_a_shared_root_serves_all() -> None:
    """Languages that share a root without a query: that root lists all of them."""
    of = client(BOTH, FR, Language("en", home="/en/"))
    assert asked("/wp-json/wp/v2/posts", of) == [4, 2, 1]


def test_languages_by_query() -> None:
    """Languages told by `lang=`: each query lists its own, none lists all, as Polylang does."""
    of = client(BOTH, Language("fr", query="lang=fr"), Language("en", query="lang=en", source="routes"))
    assert asked("/wp-json/wp/v2/posts?lang=en", of) == [2]
    assert asked("/wp-json/wp/v2/posts?lang=fr", of) == [4, 1]
    assert asked("/wp-json/wp/v2/posts", of) == [4, 2, 1]
    args = (of.options("/wp-json/wp/v2/posts").json or {})["endpoints"][0]["args"]
    assert args["lang"]["enum"] == ["en"]


def test_polylang_lists_its_languages() -> None:
    """Where the languages came from Polylang's own endpoint, it is there again."""
    pll = [Language("fr", "Français", source="polylang"), Language("en", "English", home="/en/")]
    served = client(BOTH, *pll).get("/wp-json/pll/v1/languages").json
    assert served is not None
    assert [(each["slug"], each["is_default"], each["home_url"]) for each in served] == [
        ("fr", True, f"{HOME}/"),
        ("en", False, f"{HOME}/en/"),
    ]
    assert client(BOTH, FR, EN).get("/wp-json/pll/v1/languages").status_code == 404


def test_plain_permalinks() -> None:
    """`?rest_route=` works everywhere; `/wp-json/` only where the site had it."""
    assert asked("/?rest_route=/wp/v2/tags/&order=desc") == [31, 32]
    assert asked("/en/index.php?rest_route=/wp/v2/tags") == [41, 42]
    of = client([item("posts", number) for number in range(1, 9)], Language("fr", root="/?rest_route=/"))
    answer = of.get("/?rest_route=/wp/v2/posts&per_page=5")
    assert answer.headers["Link"] == (
        '<http://localhost/index.php?rest_route=%2Fwp%2Fv2%2Fposts&per_page=5&page=2>; rel="next"'
    )
    assert len(ids(of.get(answer.headers["Link"].partition(">")[0][len("<http://localhost") :]))) == 3
    assert of.get("/wp-json/").status_code == 404
    assert "<http://localhost/index.php?rest_route=/>" in of.get("/").headers["Link"]


def test_a_site_in_a_folder() -> None:
    """A WordPress in a folder is served in that folder."""
    home = Language("fr", root="/blog/wp-json/", home="/blog/")
    of = client([item("posts", 1)], home)
    assert asked("/blog/wp-json/wp/v2/posts", of) == [1]
    assert asked("/blog/?rest_route=/wp/v2/posts", of) == [1]
    assert of.get("/wp-json/").status_code == 404
    assert of.get("/blog/").status_code == 200


# ── pages, files ─────────────────────────────────────────────────────────────────────────────────────


def test_heads_come_back() -> None:
    """Each page is served with its stored head, byte for byte; its headers lead to its object."""
    _, items, resources = sample.load()
    urls = {str(each.value.get("link")): each.url for each in items}
    for resource in resources:
        if resource.role == "head":
            answer = sample_client().get(resource.url.removeprefix("https://samilia.org"))
            assert head.cut(answer.data) == resource.body
            assert answer.content_type == "text/html; charset=UTF-8"
            path = urls[resource.url].removeprefix("https://samilia.org")
            assert (
                f'<http://localhost{path}>; rel="alternate"; type="application/json"'
                in answer.headers.getlist("Link")
            )


def test_the_home_page_leads_to_the_api() -> None:
    """A home page without stored head names the API and the languages' homes."""
    answer = client(BOTH, FR, Language("en", root="/en/wp-json/", home="/en/")).get("/")
    found = head.read(answer.data, "http://localhost/")
    assert found.api == "http://localhost/wp-json/"
    assert found.alternates == (("fr", f"{HOME}/"), ("en", f"{HOME}/en/"))
    assert (found.language, found.title) == ("fr", "A & B")
    alone = client(BOTH, FR).get("/")
    assert head.read(alone.data, "http://localhost/").alternates == ()


def test_a_language_switcher_comes_back() -> None:
    """Languages that were found in the body of the home page are found there again."""
    start = Resource("heads/fr/pages/1.html", "head", f"{HOME}/", b"<html><head><title>A</title></head>")
    of = client(BOTH, FR, Language("en", home="/en/", source="anchors"), resources=[start])
    answer = of.get("/")
    assert head.cut(answer.data) == start.body
    assert b'<a hreflang="en" href="https://example.org/en/">' in answer.data


def test_pages_without_head_have_a_short_form() -> None:
    """A page whose head wasn't kept has its title, its text and its language."""
    answer = client([item("posts", 8, "en", link=f"{HOME}/en/caf%C3%A9/")], FR, EN).get("/en/caf%C3%A9/")
    assert "<title>Title 8</title>" in answer.text
    assert "<p>Text 8</p>" in answer.text
    assert '<html lang="en">' in answer.text
    assert answer.headers.getlist("Link")[1:] == [
        '<http://localhost/en/wp-json/wp/v2/posts/8>; rel="alternate"; type="application/json"',
        "<http://localhost/?p=8>; rel=shortlink",
    ]


def test_files_and_sitemaps_lie_at_their_addresses() -> None:
    """Media files and sitemaps are served as they were, with their types."""
    _, _, resources = sample.load()
    for resource in resources:
        if resource.role == "media":
            answer = sample_client().get(resource.url.removeprefix("https://samilia.org"))
            assert (answer.data, answer.content_type) == (resource.body, resource.media_type)
    sitemap = Resource("sitemaps/wp-sitemap.xml", "sitemap", f"{HOME}/wp-sitemap.xml", b"<urlset/>")
    of = client([], resources=[sitemap])
    assert of.get("/wp-sitemap.xml").data == b"<urlset/>"
    assert of.get("/wp-sitemap.xml").content_type == "application/xml; charset=UTF-8"
    assert of.get("/wp-sitemap-2.xml").status_code == 404


def test_addresses_without_slash_are_redirected() -> None:
    """As WordPress does, a page's address without its last slash, or by its id, leads to the page."""
    answer = sample_client().get("/en/other-resources")
    assert (answer.status_code, answer.headers["Location"]) == (301, "http://localhost/en/other-resources/")
    answer = sample_client().get("/?page_id=5106")
    assert (answer.status_code, answer.headers["Location"]) == (301, "http://localhost/en/other-resources/")
    assert sample_client().get("/en/nothing/").status_code == 404


# ── the server ───────────────────────────────────────────────────────────────────────────────────────


def test_serving_ends_cleanly() -> None:
    """The address answers within the `with` and is free again after it, even with open connections."""
    with requests.Session() as session:
        with serving(application(*sample.load())) as url:
            assert session.get(f"{url}/wp-json/wp/v2/pages/10", timeout=10).json()["id"] == 10
        port = int(url.rpartition(":")[2])
        with pytest.raises(requests.ConnectionError):
            session.get(url, timeout=10)
    with serving(application(*sample.load()), port=port) as again:
        assert again == url


def test_a_taken_address_is_named() -> None:
    """An address that can't be listened on is a usage error."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=str(port)), serving(application(*sample.load()), port=port):
            pytest.fail("it shouldn't have been served")
