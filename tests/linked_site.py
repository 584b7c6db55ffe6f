"""A small bilingual site, and where its parts will be."""

from __future__ import annotations

from wpharvest.linking import Plan
from wpharvest.markup import html_reader
from wpharvest.model.documents import Author, Document, Media
from wpharvest.model.families import Family
from wpharvest.model.items import Key, Language, SiteInfo
from wpharvest.model.site import Site

HOME = "https://old.example"


def document(
    language: str, kind: str, number: int, path: str, html: str = "", *, slug: str = "", title: str = ""
) -> Document:
    """A page, post or category at a path of the site."""
    types = {"pages": "page", "posts": "post", "categories": "category", "tags": "post_tag"}
    return Document(
        key=Key(language, kind, number),
        role="type" if kind in ("pages", "posts") else "taxonomy",
        type=types[kind],
        slug=slug or path.strip("/").rpartition("/")[2],
        title=title,
        url=HOME + path,
        path=path,
        body=html_reader.read(html),
    )


ABOUT, A_PROPOS = document("en", "pages", 11, "/about/"), document("fr", "pages", 12, "/fr/a-propos/")
CAFE = document("fr", "posts", 21, "/fr/caf%C3%A9/", slug="caf%c3%a9")
NEWS = document("en", "posts", 22, "/2019/03/news/")
TOPIC, LABEL = document("en", "categories", 5, "/category/topic/"), document("en", "tags", 6, "/tag/a-label/")
PHOTO = Media(Key("en", "media", 31), f"{HOME}/wp-content/uploads/2019/03/Photo_1-scaled.jpg", "Photo")
LEAFLET = Media(Key("en", "media", 32), f"{HOME}/wp-content/uploads/2019/03/leaflet.pdf", "Leaflet")
AUTHOR = Author(Key("en", "users", 2), "Ann", "ann", "https://ann.example/", page=f"{HOME}/author/ann/")
GONE = document("en", "pages", 99, "/gone/")

SITE = Site(
    info=SiteInfo(HOME, default_language="en", languages=(Language("en"), Language("fr", home="/fr/"))),
    documents=(
        document("en", "pages", 1, "/"),
        ABOUT,
        NEWS,
        TOPIC,
        LABEL,
        document("fr", "pages", 2, "/fr/"),
        A_PROPOS,
        CAFE,
        GONE,
    ),
    families=(Family("about", {"en": ABOUT.key, "fr": A_PROPOS.key}, 1.0, "declared"),),
    media=(PHOTO, LEAFLET),
    authors=(AUTHOR,),
)

PLAN = Plan(
    {
        Key("en", "pages", 1): "/en/",
        Key("fr", "pages", 2): "/fr/accueil/",
        ABOUT.key: "/en/pages/about/",
        A_PROPOS.key: "/fr/pages/a-propos/",
        CAFE.key: "/fr/posts/caf%C3%A9/",
        NEWS.key: "/en/posts/news/",
        TOPIC.key: "/en/topics/topic/",
        LABEL.key: "/en/labels/a-label/",
        PHOTO.key: "/media/photo-1.jpg",
        LEAFLET.key: "/media/leaflet.pdf",
        AUTHOR.key: "/people/ann/",
    },
    {f"{HOME}/wp-content/uploads/2019/03/Photo_1-150x150.jpg": "/media/photo-1-150x150.jpg"},
)
