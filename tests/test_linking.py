"""Links and media of a body lead to the new site."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linked_site import A_PROPOS, ABOUT, AUTHOR, CAFE, HOME, NEWS, PHOTO, PLAN, SITE, document
from wpharvest.linking import Addresses, Plan, relink
from wpharvest.markup import html_reader
from wpharvest.model.documents import Document
from wpharvest.model.nodes import Element, Embed, Html, Image, Link, Paragraph, Root, walk

UPLOADS = f"{HOME}/wp-content/uploads/2019/03"
KNOWN = Addresses(SITE, PLAN)

# What a text in English links to, from `/about/`, and where that is now.
LEADS = {
    "the permalink": (f"{HOME}/about/", "/en/pages/about/"),
    "without its slash": (f"{HOME}/about", "/en/pages/about/"),
    "with another scheme and www": ("http://www.old.example/about/", "/en/pages/about/"),
    "without a scheme": ("//old.example/about/", "/en/pages/about/"),
    "relative to the page": ("../2019/03/news/", "/en/posts/news/"),
    "relative to the root": ("/2019/03/news/", "/en/posts/news/"),
    "an anchor": (f"{HOME}/about/#who", "/en/pages/about/#who"),
    "a place on the same page": ("#who", "#who"),
    "the home page": (HOME, "/en/"),
    "the other language": (f"{HOME}/fr/a-propos/", "/fr/pages/a-propos/"),
    "the other language, asked for": (f"{HOME}/about/?lang=fr", "/fr/pages/a-propos/"),
    "letters that aren't encoded": (f"{HOME}/fr/café/", "/fr/posts/caf%C3%A9/"),
    "a post by number": (f"{HOME}/?p=22", "/en/posts/news/"),
    "a post by number and type": (f"{HOME}/?post_type=post&p=22", "/en/posts/news/"),
    "a page by number": (f"{HOME}/?page_id=11#who", "/en/pages/about/#who"),
    "a page by number, in its translation": (f"{HOME}/?page_id=11&lang=fr", "/fr/pages/a-propos/"),
    "an attachment by number": (f"{HOME}/?attachment_id=32", "/media/leaflet.pdf"),
    "an attachment's page": (f"{HOME}/about/leaflet/", "/media/leaflet.pdf"),
    "a category": (f"{HOME}/category/topic/", "/en/topics/topic/"),
    "a category by number": (f"{HOME}/?cat=5", "/en/topics/topic/"),
    "a tag by name": (f"{HOME}/?tag=a-label", "/en/labels/a-label/"),
    "an author": (AUTHOR.page, "/people/ann/"),
    "an author by number": (f"{HOME}/?author=2", "/people/ann/"),
    "a campaign": (f"{HOME}/about/?utm_source=letter", "/en/pages/about/"),
    "a part of a query that the page reads": (f"{HOME}/about/?tab=2", "/en/pages/about/?tab=2"),
    "an answer to a comment": (f"{HOME}/2019/03/news/?replytocom=5#respond", "/en/posts/news/#respond"),
    "the second page of a post": (f"{HOME}/2019/03/news/2/", "/en/posts/news/"),
    "old permalink: day and name": (f"{HOME}/2019/03/05/news/", "/en/posts/news/"),
    "old permalink: name": (f"{HOME}/news/", "/en/posts/news/"),
    "old permalink: number": (f"{HOME}/archives/22", "/en/posts/news/"),
    "old permalink: index.php": (f"{HOME}/index.php/2019/03/news/", "/en/posts/news/"),
    "old permalink: .html": (f"{HOME}/news.html", "/en/posts/news/"),
    "a file": (f"{UPLOADS}/leaflet.pdf", "/media/leaflet.pdf"),
    "a file with a version": (f"{UPLOADS}/leaflet.pdf?ver=2", "/media/leaflet.pdf"),
    "a size that is there": (f"{UPLOADS}/Photo_1-150x150.jpg", "/media/photo-1-150x150.jpg"),
    "a size that isn't": (f"{UPLOADS}/Photo_1-300x200.jpg", "/media/photo-1.jpg"),
    "the file before it was scaled": (f"{UPLOADS}/Photo_1.jpg", "/media/photo-1.jpg"),
    "another site": ("https://other.example/about/", "https://other.example/about/"),
    "a host that begins alike": ("https://old.example.org/about/", "https://old.example.org/about/"),
    "no address on the web": ("mailto:a@old.example", "mailto:a@old.example"),
    "an address that makes no sense": ("http://[x", "http://[x"),
}
# What isn't on the new site: the old address stays, in full, and is named.
NOWHERE = {
    "a page that isn't in the plan": (f"{HOME}/gone/", f"{HOME}/gone/"),
    "nothing that was harvested": ("/never/was/", f"{HOME}/never/was/"),
    "a search": (f"{HOME}/?s=news", f"{HOME}/?s=news"),
    "a feed": (f"{HOME}/feed/", f"{HOME}/feed/"),
    "a number that nothing has": (f"{HOME}/?p=4711", f"{HOME}/?p=4711"),
    "the login": (f"{HOME}/wp-login.php", f"{HOME}/wp-login.php"),
    "a file that wasn't fetched": (f"{UPLOADS}/lost.pdf", f"{UPLOADS}/lost.pdf"),
}


def at_about(*nodes: Link | Image | Element | Embed | Html) -> Document:
    """The page `/about/` with this body."""
    return msgspec.structs.replace(ABOUT, body=Root(nodes))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", LEADS)
def test_a_link_leads_to_the_new_place(name: str) -> None:
    """Each writing of an address leads to where its object is; what isn't the site's stays."""
    old, new = LEADS[name]
    made = relink(at_about(Link(old, ())), KNOWN)
    assert made.document.body == Root((Link(new, ()),))  # type: ignore[arg-type]
    assert made.notices == ()


@pytest.mark.parametrize("name", NOWHERE)
def test_what_is_nowhere_keeps_its_address_and_is_named(name: str) -> None:
    """A link to what isn't on the new site keeps the old address, in full, and there is a notice."""
    old, kept = NOWHERE[name]
    made = relink(at_about(Link(old, ()), Link(old, ())), KNOWN)
    assert made.document.body == Root((Link(kept, ()), Link(kept, ())))  # type: ignore[arg-type]
    (notice,) = made.notices
    assert (notice.rule, notice.key, notice.count) == ("links", ABOUT.key, 2)
    assert kept in notice.what


def test_everything_that_holds_an_address_is_led() -> None:
    """Pictures, players with their posters, sizes, embeds and raw HTML, and the featured picture."""
    html = (
        f'<p><a href="{HOME}/about/"><img src="{UPLOADS}/Photo_1-300x200.jpg" alt="a"></a></p>'
        f'<video src="{UPLOADS}/leaflet.pdf" poster="{PHOTO.url}" controls></video>'
    )
    page = msgspec.structs.replace(ABOUT, body=html_reader.read(html), featured_media=PHOTO)
    made = relink(page, KNOWN).document
    text = msgspec.json.encode(made.body).decode()
    assert HOME not in text
    assert all(place in text for place in ("/en/pages/about/", "/media/photo-1.jpg", "/media/leaflet.pdf"))
    assert made.featured_media is not None
    assert made.featured_media.url == "/media/photo-1.jpg"

    sizes = f"{UPLOADS}/Photo_1-150x150.jpg 150w, {UPLOADS}/Photo_1-300x200.jpg 300w, {PHOTO.url} 2560w"
    led = "/media/photo-1-150x150.jpg 150w, /media/photo-1.jpg 2560w"
    raw = f'<img src="{PHOTO.url}" srcset="{sizes}">'
    made = relink(
        at_about(Element("img", {"srcset": sizes}), Html(raw), Embed(NEWS.url, html=raw)), KNOWN
    ).document
    html = f'<img src="/media/photo-1.jpg" srcset="{led}">'
    assert made.body.children == (
        Element("img", {"srcset": led}),
        Html(html),
        Embed("/en/posts/news/", html=html),
    )


def test_html_without_an_own_address_stays_byte_for_byte() -> None:
    """Raw HTML in which nothing is led elsewhere isn't written anew."""
    raw = Html("<IFRAME src='https://other.example/x?a=1&b=2' allowfullscreen></IFRAME>")
    assert relink(at_about(raw), KNOWN).document == at_about(raw)


def test_an_address_of_two_goes_to_the_one_in_the_texts_language() -> None:
    """Where one address shows two languages, a reader stays in theirs."""
    twin = msgspec.structs.replace(A_PROPOS, url=ABOUT.url)
    site = msgspec.structs.replace(SITE, documents=(ABOUT, twin), families=())
    known = Addresses(site, PLAN)
    assert known.find(ABOUT.url, "en") == "/en/pages/about/"
    assert known.find(ABOUT.url, "fr") == "/fr/pages/a-propos/"


def test_an_old_permalink_that_may_mean_two_things_is_left() -> None:
    """Two posts of one name in one language: nobody can say which was meant."""
    other = document("en", "posts", 23, "/2020/01/news/")
    site = msgspec.structs.replace(SITE, documents=(*SITE.documents, other))
    known = Addresses(site, Plan({**PLAN.places, other.key: "/en/posts/news-2/"}))
    assert known.find(f"{HOME}/news/", "en") == ""
    assert known.find(f"{HOME}/2020/01/news/", "en") == "/en/posts/news-2/"


def test_a_wordpress_in_a_folder_owns_only_its_folder() -> None:
    """Beside a site at `/blog/`, other addresses of the host are another site's."""
    site = msgspec.structs.replace(
        SITE, info=msgspec.structs.replace(SITE.info, home=f"{HOME}/blog", languages=())
    )
    known = Addresses(site, PLAN)
    assert known.is_own(f"{HOME}/blog/x/")
    assert not known.is_own(f"{HOME}/shop/")
    assert known.find(f"{HOME}/blog/?p=22", "en") == "/en/posts/news/"


WRITTEN = st.one_of(
    st.sampled_from([old for old, _ in (*LEADS.values(), *NOWHERE.values())]),
    st.builds(
        "{}/{}".format,
        st.sampled_from((HOME, f"{HOME}/fr", "", "..", "https://other.example")),
        st.text(st.sampled_from("abou/?p=12#&é%-.newsx"), max_size=20),
    ),
)


def addresses(page: Document) -> list[str]:
    """The links of a body, in order."""
    return [node.url for node in walk(page.body) if isinstance(node, Link)]


@settings(deadline=None)
@given(st.lists(WRITTEN, max_size=8), st.sampled_from((ABOUT, CAFE)))
def test_the_laws_of_relinking(written: list[str], page: Document) -> None:
    """No link is lost; a changed one leads to a path of the plan or is the whole old one; twice is once."""
    body = Root((Paragraph(tuple(Link(url, ()) for url in written)),))
    before = msgspec.structs.replace(page, body=body)
    once = relink(before, KNOWN)
    after = addresses(once.document)
    assert len(after) == len(written)
    for old, new in zip(written, after, strict=True):
        if new != old:
            path = new.partition("#")[0].partition("?")[0]
            assert path in PLAN.targets or any(new in notice.what for notice in once.notices)
    assert relink(once.document, KNOWN).document == once.document
